//! Proposals from a file of columns (Parquet): a row reads as the JSON object it would be.
//!
//! So the two take and refuse the same. What one column has that no row could mend, such as floats
//! or a name that no fact has, is said once, of the file.

use std::borrow::Cow;

use ::parquet::file::reader::ChunkReader;

use super::json_record::JsonReader;
use super::json_text::{Json, JsonKind};
use super::parquet_faults::{
    no_text_ids, place_of, refuse, too_wide, unopened, unreadable, wrong_kinds,
};
use super::parquet_row::Cursors;
use super::rows::{self, Row};
use super::{Proposal, ProposalsFile, Received, RefusedRow};
use crate::call::Call;
use crate::column_file::{Batch, Batches, CellKind, ColumnFile, Leaf, MOST_TEXT, Node};
use crate::diagnostic::Diagnostic;

/// Reads a file of columns.
pub(super) fn read(call: &Call, file: &ProposalsFile<'_>) -> Received {
    let bytes = bytes::Bytes::copy_from_slice(file.bytes);
    match ParquetReader::new(call, file.name, bytes) {
        Err(refused) => *refused,
        Ok(reader) => {
            let mut found = Vec::new();
            for batch in reader.batches() {
                match batch {
                    Ok(batch) => found.extend(reader.rows(&batch)),
                    Err(broken) => {
                        return refuse(file.name, unreadable(&reader.file, file.name, &broken));
                    }
                }
            }
            rows::finish(found)
        }
    }
}

/// Reads proposals from a file of columns some rows at a time, as [`super::read`] reads the file,
/// but for what takes all rows: that no two share an id.
pub struct ParquetReader<'c> {
    call: &'c Call,
    name: &'c str,
    reader: JsonReader<'c>,
    file: ColumnFile,
}

impl<'c> ParquetReader<'c> {
    /// Opens the file called `name`.
    ///
    /// # Errors
    /// What is wrong with the file as a whole or with its columns.
    pub fn new<S: ChunkReader + 'static>(
        call: &'c Call,
        name: &'c str,
        source: S,
    ) -> Result<Self, Box<Received>> {
        let file = ColumnFile::open(source)
            .map_err(|broken| Box::new(refuse(name, unopened(name, &broken))))?;
        let reader = Self {
            call,
            name,
            reader: JsonReader::of_columns(call, name),
            file,
        };
        let wrong = reader.wrong_columns();
        if wrong.is_empty() {
            Ok(reader)
        } else {
            let place = place_of(name);
            Err(Box::new(rows::refuse_file(place, wrong)))
        }
    }

    /// Returns the columns that are read, by their names.
    pub fn columns(&self) -> impl Iterator<Item = &(String, Node)> {
        self.file
            .columns
            .iter()
            .filter(|(name, node)| self.reads(name, node))
    }

    /// Reads the rows.
    pub fn batches(&self) -> Batches<'_> {
        let wanted: Vec<usize> = self.columns().flat_map(|(_, node)| node.leaves()).collect();
        self.file.batches(|place| wanted.contains(&place))
    }

    /// Returns the column of the ids; `None` where no column of texts holds them.
    pub fn ids(&self) -> Option<Leaf> {
        let mut ids = self.columns().filter(|(name, _)| name == "id");
        match (ids.next(), ids.next()) {
            (Some((_, Node::Cell(leaf))), None) if leaf.kind == CellKind::Text => Some(*leaf),
            _ => None,
        }
    }

    /// Reads the rows of a batch, in their order.
    pub fn proposals(&self, batch: &Batch) -> Vec<Result<Proposal, Box<RefusedRow>>> {
        let rows = self.rows(batch).into_iter();
        let keywords = self.call.keywords;
        rows.map(|row| rows::one(row).map_err(|it| Box::new(it.in_keywords_of(keywords))))
            .collect()
    }

    fn rows(&self, batch: &Batch) -> Vec<Row> {
        let mut cursors = Cursors::new(self.columns().map(|(_, node)| node), batch);
        let rows = (batch.first..).zip(batch.text_bytes());
        rows.map(|(line, text_bytes)| {
            let columns = self.columns();
            let fields = columns.map(|(name, node)| {
                let value = cursors.value(node, 0, line);
                (Cow::Borrowed(name.as_str()), value)
            });
            let kind = JsonKind::Object(fields.collect());
            let place = self.reader.place(line, None);
            if text_bytes > MOST_TEXT {
                return Row::refused(place.clone(), too_wide(place));
            }
            self.reader.row(&Json { line, kind }, place)
        })
        .collect()
    }

    /// Tells whether a column is read at all: what the rules ignore is not, nor what only tests read
    /// and is no plain value.
    fn reads(&self, name: &str, node: &Node) -> bool {
        let listed = |names: &[String]| names.iter().any(|it| it == name);
        let is_fact = self.call.facts.iter().any(|fact| {
            fact.name == name || fact.name.split_once('.').is_some_and(|it| it.0 == name)
        });
        let is_plain = matches!(node, Node::Cell(leaf)
            if !matches!(leaf.kind, CellKind::Float | CellKind::Other));
        let is_compared = listed(&self.call.proposals.compare);
        is_fact
            || name == "id"
            || (is_compared && is_plain)
            || !(is_compared || listed(&self.call.proposals.ignore))
    }

    /// Finds what no row could mend: the types of columns, and their names. Those are what would be
    /// said of a row in which nothing is stated.
    fn wrong_columns(&self) -> Vec<Diagnostic> {
        let mut wrong = Vec::new();
        for (name, node) in self.columns() {
            let pointer = format!("/{name}");
            let before = wrong.len();
            wrong_kinds(node, &pointer, self.name, &mut wrong);
            let is_text = matches!(node, Node::Cell(leaf) if leaf.kind == CellKind::Text);
            if name == "id" && !is_text && wrong.len() == before {
                wrong.push(no_text_ids(&pointer, self.name));
            }
        }
        if !wrong.is_empty() {
            return wrong;
        }
        let blank = self.columns().map(|(name, node)| {
            let kind = match (name.as_str(), node) {
                ("id", Node::Cell(leaf)) if leaf.kind == CellKind::Text => {
                    JsonKind::Text(Cow::Borrowed("id"))
                }
                _ => unstated(node),
            };
            (Cow::Borrowed(name.as_str()), Json { line: 1, kind })
        });
        let kind = JsonKind::Object(blank.collect());
        let row = self
            .reader
            .row(&Json { line: 1, kind }, place_of(self.name));
        let mut errors = row.errors;
        for error in &mut errors {
            // The column is wrong, not its first row.
            if let crate::diagnostic::Place::Data(place) = &mut error.primary.place {
                place.line = None;
                place.proposal = None;
            }
        }
        errors
    }
}

/// Returns what a column reads as where nothing is stated in it but its records.
fn unstated(node: &Node) -> JsonKind<'_> {
    let field = |node| Json {
        line: 1,
        kind: unstated(node),
    };
    match node {
        Node::Record(_, fields) => JsonKind::Object(
            fields
                .iter()
                .map(|(name, it)| (Cow::Borrowed(name.as_str()), field(it)))
                .collect(),
        ),
        Node::List(_, _, item) if matches!(**item, Node::Record(..)) => {
            JsonKind::List(vec![field(item)])
        }
        Node::List(..) | Node::Cell(_) | Node::Other => JsonKind::Null,
    }
}
