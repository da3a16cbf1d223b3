//! The graph as DOT, for Graphviz and its kin.

use std::fmt::Write;

use super::Graph;
use crate::text::Language;

/// Writes the graph as DOT.
///
/// ```
/// use bando::report::{Graph, graph_dot};
/// use bando::text::Language;
/// assert!(graph_dot(&Graph::default(), Language::English).starts_with("digraph call {"));
/// ```
pub fn graph_dot(graph: &Graph, language: Language) -> String {
    let mut out =
        String::from("digraph call {\n  rankdir=LR;\n  node [shape=box, style=filled];\n");
    for (place, node) in graph.nodes.iter().enumerate() {
        let lines: Vec<String> = node.lines(language).iter().map(|it| escape(it)).collect();
        let _ = writeln!(
            out,
            "  n{place} [label=\"{}\", fillcolor=\"{}\"];",
            lines.join("\\n"),
            node.kind.colour()
        );
    }
    for (from, to) in &graph.edges {
        let _ = writeln!(out, "  n{from} -> n{to};");
    }
    out.push_str("}\n");
    out
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
