//! Definitions sorted so that each needs only earlier ones; circles reported at every use.

use std::collections::BTreeMap;

use petgraph::algo::{tarjan_scc, toposort};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef as _;

use super::scope::{Checker, Kind};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{DefinitionItem, Expr, Item, Path, RuleFile};
use crate::text::Text;

impl Checker<'_> {
    /// Returns the definitions in an order in which each needs only earlier ones; those on a
    /// circle, and those that stand twice, are reported and left out.
    pub(super) fn definition_order<'t>(&mut self, tree: &'t RuleFile) -> Vec<&'t DefinitionItem> {
        let mut graph: DiGraph<&'t DefinitionItem, Span> = DiGraph::new();
        let mut nodes: BTreeMap<String, NodeIndex> = BTreeMap::new();
        for item in &tree.items {
            let Item::Definition(definition) = item else {
                continue;
            };
            let name = &definition.name.value;
            let first = nodes
                .get(name)
                .and_then(|node| graph.node_weight(*node))
                .map(|node| node.name.span)
                .or_else(|| self.fact_roots.get(name).copied());
            if let Some(first) = first {
                self.duplicate(&definition.name, first);
                continue;
            }
            nodes.insert(name.clone(), graph.add_node(definition));
        }
        connect(&mut graph, &nodes);
        self.report_circles(&graph);
        sorted(&graph)
    }

    fn report_circles(&mut self, graph: &DiGraph<&DefinitionItem, Span>) {
        for component in tarjan_scc(graph) {
            let circle = match component.as_slice() {
                [only] if graph.find_edge(*only, *only).is_none() => continue,
                [] => continue,
                _ => circle(graph, &component),
            };
            let Some((first, _)) = circle.first() else {
                continue;
            };
            let Some(start) = graph.node_weight(*first) else {
                continue;
            };
            let mut names: Vec<&str> = circle
                .iter()
                .filter_map(|(node, _)| graph.node_weight(*node))
                .map(|node| node.name.value.as_str())
                .collect();
            names.push(&start.name.value);
            let path = names.join(" -> ");
            let mut diagnostic = Diagnostic::error(
                Code::CyclicDefinition,
                start.name.span,
                Text::new(
                    format!(
                        "`{}` è definito per mezzo di se stesso: {path}",
                        start.name.value
                    ),
                    format!(
                        "`{}` is defined in terms of itself: {path}",
                        start.name.value
                    ),
                ),
            )
            .with_hint(Text::new(
                "spezzare il cerchio: uno dei passi deve essere un fatto o un parametro",
                "break the circle: one of the steps must be a fact or a parameter",
            ));
            for ((_, span), name) in circle.iter().zip(names.iter().skip(1)) {
                diagnostic = diagnostic.with_related(
                    *span,
                    Text::new(
                        format!("qui serve `{name}`"),
                        format!("needs `{name}` here"),
                    ),
                );
            }
            for (node, _) in &circle {
                if let Some(node) = graph.node_weight(*node) {
                    self.broken.insert(node.name.value.clone());
                    self.mark(Kind::Definition, &node.name.value);
                }
            }
            self.report(diagnostic);
        }
    }
}

fn connect(graph: &mut DiGraph<&DefinitionItem, Span>, nodes: &BTreeMap<String, NodeIndex>) {
    let mut edges = Vec::new();
    for user in graph.node_indices() {
        let Some(definition) = graph.node_weight(user) else {
            continue;
        };
        for expr in definition.expressions() {
            visit_paths(expr, &mut |path| {
                let first = path.names.first().map(|name| &name.value);
                if let Some(used) = first.and_then(|name| nodes.get(name)) {
                    edges.push((user, *used, path.span));
                }
            });
        }
    }
    for (user, used, span) in edges {
        if graph.find_edge(user, used).is_none() {
            graph.add_edge(user, used, span);
        }
    }
}

/// Returns the definitions that stand on no circle, each after those it needs.
fn sorted<'t>(graph: &DiGraph<&'t DefinitionItem, Span>) -> Vec<&'t DefinitionItem> {
    let mut order: Vec<NodeIndex> = match toposort(graph, None) {
        Ok(order) => order,
        Err(_) => tarjan_scc(graph)
            .into_iter()
            .rev()
            .filter(|component| component.len() == 1)
            .flatten()
            .collect(),
    };
    order.reverse();
    order
        .into_iter()
        .filter(|node| graph.find_edge(*node, *node).is_none())
        .filter_map(|node| graph.node_weight(node).copied())
        .collect()
}

/// Returns one circle through the nodes of a component: each node with the place where it uses
/// the next, beginning with the one written first.
fn circle(
    graph: &DiGraph<&DefinitionItem, Span>,
    component: &[NodeIndex],
) -> Vec<(NodeIndex, Span)> {
    let written = |node: &NodeIndex| graph.node_weight(*node).map(|node| node.name.span);
    let Some(start) = component.iter().copied().min_by_key(|node| written(node)) else {
        return Vec::new();
    };
    // A breadth-first search from `start` back to itself finds a shortest circle.
    let mut reached: BTreeMap<NodeIndex, (NodeIndex, Span)> = BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        let mut edges: Vec<_> = graph.edges(node).collect();
        edges.sort_by_key(|edge| *edge.weight());
        for edge in edges {
            let next = edge.target();
            if component.contains(&next) && !reached.contains_key(&next) {
                reached.insert(next, (node, *edge.weight()));
                queue.push_back(next);
            }
        }
    }
    let mut circle = Vec::new();
    let mut node = start;
    while let Some((user, span)) = reached.get(&node) {
        circle.push((*user, *span));
        node = *user;
        if node == start || circle.len() > component.len() {
            break;
        }
    }
    circle.reverse();
    circle
}

/// Calls `see` with every path in an expression that stands for a value.
pub(super) fn visit_paths<'t>(expr: &'t Expr, see: &mut impl FnMut(&'t Path)) {
    let mut rest = vec![expr];
    while let Some(expr) = rest.pop() {
        expr.parts(&mut |part| rest.push(part), see);
    }
}
