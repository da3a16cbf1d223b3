//! The graph as Mermaid, which wikis and code forges draw.

use std::fmt::Write;

use super::{Graph, NodeKind};
use crate::text::Language;

/// Writes the graph as a Mermaid flowchart.
///
/// ```
/// use bando::report::{Graph, graph_mermaid};
/// use bando::text::Language;
/// assert_eq!(graph_mermaid(&Graph::default(), Language::English), "flowchart LR\n");
/// ```
pub fn graph_mermaid(graph: &Graph, language: Language) -> String {
    let mut out = String::from("flowchart LR\n");
    for (place, node) in graph.nodes.iter().enumerate() {
        let lines: Vec<String> = node.lines(language).iter().map(|it| escape(it)).collect();
        let _ = writeln!(
            out,
            "  n{place}[\"{}\"]:::{}",
            lines.join("<br>"),
            class(node.kind)
        );
    }
    for (from, to) in &graph.edges {
        let _ = writeln!(out, "  n{from} --> n{to}");
    }
    for kind in NodeKind::ALL {
        if graph.nodes.iter().any(|node| node.kind == *kind) {
            let _ = writeln!(
                out,
                "  classDef {} fill:{},stroke:#555,color:#000",
                class(*kind),
                kind.colour()
            );
        }
    }
    out
}

fn class(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Fact => "fact",
        NodeKind::Table => "table_",
        NodeKind::Parameter => "parameter",
        NodeKind::Definition => "definition",
        NodeKind::Requirement => "requirement",
        NodeKind::Document => "document",
        NodeKind::Criterion => "criterion",
        NodeKind::Weight => "weight",
        NodeKind::Ranking => "ranking",
        NodeKind::Envelope => "envelope",
    }
}

/// Quotes, brackets and the like are written as character references, as Mermaid asks.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '<' | '>' | '&' | '#' | '`' => {
                let _ = write!(out, "#{};", u32::from(character));
            }
            other => out.push(other),
        }
    }
    out
}
