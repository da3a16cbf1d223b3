//! The graph as JSON.

use serde::Serialize;

use super::Graph;
use crate::text::Text;

#[derive(Serialize)]
struct NodeView<'a> {
    kind: Text,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a Text>,
}

#[derive(Serialize)]
struct GraphView<'a> {
    nodes: Vec<NodeView<'a>>,
    /// What is used and what uses it, as places in `nodes` counted from 0.
    edges: Vec<[usize; 2]>,
}

/// Writes the graph as JSON: `nodes` with kind, name and title, and `edges` from what is used to
/// what uses it, as places among the nodes counted from 0.
///
/// ```
/// use bando::report::{Graph, graph_json};
/// assert!(graph_json(&Graph::default()).contains("\"edges\": []"));
/// ```
pub fn graph_json(graph: &Graph) -> String {
    let view = GraphView {
        nodes: graph
            .nodes
            .iter()
            .map(|node| NodeView {
                kind: node.kind.word(),
                name: &node.name,
                title: node.title.as_ref(),
            })
            .collect(),
        edges: graph.edges.iter().map(|(from, to)| [*from, *to]).collect(),
    };
    // Names and places can always be written.
    serde_json::to_string_pretty(&view).map_or_else(|_| String::new(), |text| text + "\n")
}
