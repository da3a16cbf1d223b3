//! The graph as a picture.
//!
//! Things stand in columns: each to the right of all that it uses. Inside a column they are
//! ordered by the mean place of what they are joined to, in a few sweeps, so that few lines cross.
//! All places are whole numbers: the same graph gives the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Graph, Node, NodeKind};
use crate::text::Language;

const WIDTH: usize = 220;
const LINE: usize = 15;
const PADDING: usize = 8;
const GAP_ACROSS: usize = 90;
const GAP_DOWN: usize = 12;
const MARGIN: usize = 16;
/// How many letters of a title fit on a line.
const LETTERS: usize = 30;
/// How many letters of a name do, which is bold.
const BOLD_LETTERS: usize = 26;
const SWEEPS: usize = 8;

/// Draws the graph as SVG, with a legend of its colours.
///
/// ```
/// use bando::report::{Graph, graph_svg};
/// use bando::text::Language;
/// assert!(graph_svg(&Graph::default(), "Avviso", Language::Italian).ends_with("</svg>\n"));
/// ```
pub fn graph_svg(graph: &Graph, title: &str, language: Language) -> String {
    let boxes: Vec<Vec<String>> = graph
        .nodes
        .iter()
        .map(|node| {
            let limits = [BOLD_LETTERS].into_iter().chain(std::iter::repeat(LETTERS));
            let lines = node.lines(language);
            lines
                .iter()
                .zip(limits)
                .map(|(it, limit)| shorten(it, limit))
                .collect()
        })
        .collect();
    let columns = columns(graph);
    let places = places(&columns, &boxes);
    let bottom = places.values().map(|it| it.y.saturating_add(it.height));
    let height = bottom.max().unwrap_or_default().saturating_add(MARGIN);
    let width = columns
        .len()
        .max(1)
        .saturating_mul(WIDTH.saturating_add(GAP_ACROSS))
        .max(640);
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" lang=\"{}\" font-family=\"sans-serif\" font-size=\"12\">",
        match language {
            Language::Italian => "it",
            Language::English => "en",
        }
    );
    let _ = writeln!(out, "<title>{}</title>", escape(title));
    out.push_str("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    legend(graph, language, &mut out);
    for edge in &graph.edges {
        if let (Some(from), Some(to)) = (places.get(&edge.0), places.get(&edge.1)) {
            line(from, to, &mut out);
        }
    }
    for (place, node) in graph.nodes.iter().enumerate() {
        if let (Some(at), Some(lines)) = (places.get(&place), boxes.get(place)) {
            rectangle(node, at, lines, language, &mut out);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Where a box stands.
struct Place {
    x: usize,
    y: usize,
    height: usize,
}

/// Returns the nodes column by column, from top to bottom.
fn columns(graph: &Graph) -> Vec<Vec<usize>> {
    let depths = depths(graph);
    let deepest = depths.iter().max().map_or(0, |it| it.saturating_add(1));
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); deepest];
    for (place, depth) in depths.iter().enumerate() {
        if let Some(column) = columns.get_mut(*depth) {
            column.push(place);
        }
    }
    let mut joined: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (from, to) in &graph.edges {
        joined.entry(*from).or_default().push(*to);
        joined.entry(*to).or_default().push(*from);
    }
    for _ in 0..SWEEPS {
        let mut heights: BTreeMap<usize, usize> = BTreeMap::new();
        for column in &columns {
            heights.extend(column.iter().copied().zip(0..));
        }
        for column in &mut columns {
            // The mean in thousandths; a node joined to nothing keeps its place.
            column.sort_by_cached_key(|node| {
                let others = joined.get(node).map_or(&[][..], Vec::as_slice);
                let sum: usize = others.iter().filter_map(|it| heights.get(it)).sum();
                let own = heights.get(node).copied().unwrap_or_default();
                sum.saturating_mul(1000)
                    .checked_div(others.len())
                    .unwrap_or_else(|| own.saturating_mul(1000))
            });
        }
    }
    columns
}

/// Returns how many steps each node stands from what uses nothing. Calls have no circles; if a
/// graph had one, its nodes would stand in the last columns.
fn depths(graph: &Graph) -> Vec<usize> {
    let mut depths = vec![0_usize; graph.nodes.len()];
    for _ in 0..graph.nodes.len() {
        let mut changed = false;
        for (from, to) in &graph.edges {
            let least = depths.get(*from).map_or(0, |it| it.saturating_add(1));
            if let Some(depth) = depths.get_mut(*to)
                && *depth < least
                && least < graph.nodes.len()
            {
                *depth = least;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    depths
}

fn places(columns: &[Vec<usize>], boxes: &[Vec<String>]) -> BTreeMap<usize, Place> {
    let mut places = BTreeMap::new();
    let mut x = MARGIN;
    for column in columns {
        let mut y = MARGIN.saturating_add(40);
        for node in column {
            let lines = boxes.get(*node).map_or(1, Vec::len);
            let height = lines
                .saturating_mul(LINE)
                .saturating_add(PADDING.saturating_mul(2));
            places.insert(*node, Place { x, y, height });
            y = y.saturating_add(height).saturating_add(GAP_DOWN);
        }
        x = x.saturating_add(WIDTH).saturating_add(GAP_ACROSS);
    }
    places
}

fn legend(graph: &Graph, language: Language, out: &mut String) {
    let mut x = MARGIN;
    for kind in NodeKind::ALL {
        if graph.nodes.iter().any(|node| node.kind == *kind) {
            let word = kind.word();
            let text_x = x.saturating_add(18);
            let _ = writeln!(
                out,
                "<rect x=\"{x}\" y=\"16\" width=\"12\" height=\"12\" fill=\"{}\" stroke=\"#555\"/>\
                 <text x=\"{text_x}\" y=\"26\">{}</text>",
                kind.colour(),
                word.get(language)
            );
            x = x.saturating_add(96);
        }
    }
}

fn line(from: &Place, to: &Place, out: &mut String) {
    let middle = |place: &Place| place.y.saturating_add(place.height.div_euclid(2));
    let (x1, y1) = (from.x.saturating_add(WIDTH), middle(from));
    let (x2, y2) = (to.x, middle(to));
    let (c1, c2) = (x1.saturating_add(45), x2.saturating_sub(45));
    let _ = writeln!(
        out,
        "<path d=\"M{x1} {y1} C{c1} {y1} {c2} {y2} {x2} {y2}\" fill=\"none\" stroke=\"#8a8a8a\"/>"
    );
}

fn rectangle(node: &Node, at: &Place, lines: &[String], language: Language, out: &mut String) {
    let (x, y, height) = (at.x, at.y, at.height);
    let _ = writeln!(
        out,
        "<g><title>{}: {}</title><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{height}\" \
         rx=\"4\" fill=\"{}\" stroke=\"#555\"/>",
        node.kind.word().get(language),
        escape(&node.lines(language).join(" – ")),
        node.kind.colour()
    );
    let mut baseline = y.saturating_add(PADDING);
    for (index, line) in lines.iter().enumerate() {
        baseline = baseline.saturating_add(LINE);
        let weight = if index == 0 {
            " font-weight=\"bold\""
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\"{weight}>{}</text>",
            x.saturating_add(PADDING),
            baseline.saturating_sub(4),
            escape(line)
        );
    }
    out.push_str("</g>\n");
}

fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
