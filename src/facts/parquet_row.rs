//! The rows of a file of columns (Parquet), each as the JSON object that it would be.

use std::borrow::Cow;

use super::json_text::{Json, JsonKind};
use crate::column_file::{Batch, CellKind, Cursor, Node, Stored};

/// A place among the cells of each leaf.
pub(super) struct Cursors<'b> {
    leaves: Vec<(usize, Cursor<'b>)>,
}

impl<'b> Cursors<'b> {
    pub(super) fn new<'n>(nodes: impl Iterator<Item = &'n Node>, batch: &'b Batch) -> Self {
        let leaves = nodes
            .flat_map(Node::leaves)
            .filter_map(|place| Some((place, batch.leaf(place)?.start())));
        Self {
            leaves: leaves.collect(),
        }
    }

    fn at(&mut self, place: usize) -> Option<&mut (usize, Cursor<'b>)> {
        self.leaves.iter_mut().find(|(it, _)| *it == place)
    }

    /// Tells how much is there of what comes next, and how many lists go on with it.
    fn peek(&mut self, node: &Node) -> (i16, i16) {
        let leaf = first_leaf(node).and_then(|it| self.at(it));
        leaf.and_then(|(_, cursor)| cursor.peek())
            .unwrap_or((-1, 0))
    }

    /// Passes over the one cell that each leaf has where a record or a list is missing.
    fn pass(&mut self, node: &Node) {
        for place in node.leaves() {
            if let Some((_, cursor)) = self.at(place) {
                cursor.take(i16::MAX);
            }
        }
    }

    /// Reads what comes next, inside so many lists.
    pub(super) fn value<'n>(&mut self, node: &'n Node, lists: i16, line: u64) -> Json<'n>
    where
        'b: 'n,
    {
        let kind = self.kind(node, lists, line);
        Json { line, kind }
    }

    fn kind<'n>(&mut self, node: &'n Node, lists: i16, line: u64) -> JsonKind<'n>
    where
        'b: 'n,
    {
        match node {
            Node::Other => JsonKind::Null,
            Node::Cell(leaf) => {
                let stored = self
                    .at(leaf.place)
                    .and_then(|(_, cursor)| cursor.take(leaf.level));
                stored.map_or(JsonKind::Null, |it| of_stored(it, leaf.kind))
            }
            Node::Record(level, _) if *level > 0 && self.peek(node).0 < *level => {
                self.pass(node);
                JsonKind::Null
            }
            Node::Record(_, fields) => {
                let fields = fields.iter().map(|(name, field)| {
                    let value = self.value(field, lists, line);
                    (Cow::Borrowed(name.as_str()), value)
                });
                JsonKind::Object(fields.collect())
            }
            Node::List(stated, item_level, item) => {
                let (level, _) = self.peek(node);
                if level < *item_level {
                    self.pass(node);
                    return if level < *stated {
                        JsonKind::Null
                    } else {
                        JsonKind::List(Vec::new())
                    };
                }
                let mut items = Vec::new();
                loop {
                    items.push(self.value(item, lists.saturating_add(1), line));
                    if self.peek(node).1 <= lists {
                        return JsonKind::List(items);
                    }
                }
            }
        }
    }
}

/// Returns what a stored value reads as in JSON.
fn of_stored(stored: Stored<'_>, kind: CellKind) -> JsonKind<'_> {
    match (stored, kind) {
        (Stored::YesNo(yes), _) => JsonKind::YesNo(yes),
        (_, CellKind::Number(_)) => JsonKind::Number(stored.written(kind)),
        _ => JsonKind::Text(stored.written(kind)),
    }
}

fn first_leaf(node: &Node) -> Option<usize> {
    node.leaves().first().copied()
}
