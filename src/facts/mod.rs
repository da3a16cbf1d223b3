//! Proposals: what they state, read from CSV, workbooks, JSON and Parquet, and what they may state.

mod csv;
mod header;
mod json;
mod json_number;
mod json_record;
mod json_text;
mod json_value;
mod notation;
mod nulls;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "parquet")]
mod parquet_faults;
#[cfg(feature = "parquet")]
mod parquet_row;
mod record;
mod rows;
pub mod schema;
mod shape;
mod xlsx;
mod xlsx_cell;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shape::Shapes;

pub use csv::{RowReader, Stated};
pub use nulls::nulls;
#[cfg(feature = "parquet")]
pub use parquet::ParquetReader;

use crate::call::Call;
use crate::diagnostic::{DataPlace, Diagnostic};
use crate::text::Language;
use crate::value::Value;

/// Reads a file of proposals.
///
/// It never fails as a whole. A row with anything wrong is refused with everything that is wrong,
/// and the others go on; rows that share an id are all refused; a file of which nothing can be
/// read is one refused row. Proposals stand in the order of their ids, so the order of the file
/// changes nothing.
///
/// CSV: the header must name the id's column and that of every fact but lists, and no column that
/// nobody reads. XLSX: the same, in the first visible sheet or the one that the rule file names;
/// identifiers stand in cells of text, and a number in a cell is read as the spreadsheet shows it,
/// to fifteen digits. JSON: objects nest as the names of facts do, the id is the field `id`, a field
/// that is missing or `null` is unknown; column names, words and formats are a matter of CSV.
/// Lists come from JSON and Parquet only. Parquet: a row is read as the JSON object it would be; a
/// build without the Cargo feature `parquet` says that it reads none.
pub fn read(call: &Call, file: &ProposalsFile<'_>) -> Received {
    let mut received = match file.kind {
        FileKind::Csv => csv::read(call, file),
        FileKind::Xlsx => xlsx::read(call, file),
        FileKind::Json => json::read(call, file),
        FileKind::JsonLines => json::read_lines(call, file),
        #[cfg(feature = "parquet")]
        FileKind::Parquet => parquet::read(call, file),
        #[cfg(not(feature = "parquet"))]
        FileKind::Parquet => no_parquet(file),
    };
    let refused = received
        .refused
        .iter_mut()
        .flat_map(|row| &mut row.diagnostics);
    for diagnostic in refused.chain(&mut received.notices) {
        *diagnostic = diagnostic.clone().in_keywords_of(call.keywords);
    }
    received
}

/// Says that this build reads no Parquet.
#[cfg(not(feature = "parquet"))]
fn no_parquet(file: &ProposalsFile<'_>) -> Received {
    use crate::diagnostic::Code;
    use crate::text::Text;
    let place = DataPlace {
        file: file.name.to_owned(),
        ..DataPlace::default()
    };
    let diagnostic = Diagnostic::data(
        Code::MalformedRecord,
        place.clone(),
        Text::new(
            "questo programma è stato compilato senza la lettura di Parquet",
            "this program was built without the reading of Parquet",
        ),
    )
    .with_hint(Text::new(
        "compilarlo con `cargo install --path . --features parquet`, o passare a CSV o JSON Lines",
        "build it with `cargo install --path . --features parquet`, or change to CSV or JSON Lines",
    ));
    rows::refuse_file(place, vec![diagnostic])
}

/// Reads what an applicant states before there is a proposal: one JSON object as [`read`] takes
/// it, which may go without an id and hold as little as it likes.
///
/// # Errors
/// Everything that is wrong with it, each at its JSON pointer, beside the facts that could be read
/// all the same.
///
/// ```
/// use bando::call::Call;
/// let call = Call::empty(jiff::tz::TimeZone::UTC);
/// assert_eq!(bando::facts::read_answers(&call, b"{}"), Ok(Vec::new()));
/// let refused = bando::facts::read_answers(&call, br#"{"a": 1}"#).unwrap_err();
/// assert_eq!(refused.diagnostics.len(), 1);
/// ```
pub fn read_answers(call: &Call, bytes: &[u8]) -> Result<Vec<Option<Value>>, Box<RefusedRow>> {
    answers_of(call, &Shapes::of(call), bytes)
}

/// Reads what applicants state as [`read_answers`] does, for whoever reads much for one call.
///
/// ```
/// use bando::call::Call;
/// use bando::facts::AnswersReader;
/// use std::sync::Arc;
/// let call = Arc::new(Call::empty(jiff::tz::TimeZone::UTC));
/// let reader = AnswersReader::new(call);
/// assert_eq!(reader.read(b"{}"), Ok(Vec::new()));
/// ```
#[derive(Clone, Debug)]
pub struct AnswersReader {
    call: Arc<Call>,
    shapes: Shapes,
}

impl AnswersReader {
    /// Returns a reader of answers to a call.
    pub fn new(call: Arc<Call>) -> Self {
        let shapes = Shapes::of(&call);
        Self { call, shapes }
    }

    /// Reads what an applicant states.
    ///
    /// # Errors
    /// As [`read_answers`] says.
    pub fn read(&self, bytes: &[u8]) -> Result<Vec<Option<Value>>, Box<RefusedRow>> {
        answers_of(&self.call, &self.shapes, bytes)
    }
}

fn answers_of(
    call: &Call,
    shapes: &Shapes,
    bytes: &[u8],
) -> Result<Vec<Option<Value>>, Box<RefusedRow>> {
    let row = json::read_answers(call, shapes, bytes);
    let mut facts = row.facts;
    facts.resize(call.facts.len(), None);
    if row.errors.is_empty() {
        return Ok(facts);
    }
    let errors = row.errors.into_iter();
    Err(Box::new(RefusedRow {
        place: row.place,
        diagnostics: errors.map(|it| it.in_keywords_of(call.keywords)).collect(),
        facts,
    }))
}

/// Reads proposals from JSON lines one by one, as [`read`] reads a file of them, but for what takes
/// all lines: that no two share an id.
pub struct LineReader<'c> {
    call: &'c Call,
    reader: json_record::JsonReader<'c>,
}

impl<'c> LineReader<'c> {
    /// Returns a reader of the lines of the file called `file`.
    pub fn new(call: &'c Call, file: &'c str) -> Self {
        Self {
            call,
            reader: json_record::JsonReader::new(call, file),
        }
    }

    /// Reads the line of this number, counted from 1.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(&self, number: u64, line: &str) -> Result<Proposal, Box<RefusedRow>> {
        let read = json::read_line(&self.reader, number, line);
        read.map_err(|row| Box::new(row.in_keywords_of(self.call.keywords)))
    }
}

/// What one proposal states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its id, in Unicode's composed form and without spaces around it.
    pub id: String,
    /// The value of each fact of the call, in their order; `None` where nobody has stated it.
    pub facts: Vec<Option<Value>>,
    /// The cells of the columns that only tests read, as text.
    pub compare: BTreeMap<String, String>,
    /// Where it was read.
    pub place: DataPlace,
}

/// A file of proposals as it came.
#[derive(Clone, Copy, Debug)]
pub struct ProposalsFile<'a> {
    /// Its name, as shown to people.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// How it is written.
    pub kind: FileKind,
}

/// How a file of proposals is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Comma-separated values, in the format that the rule file declares.
    Csv,
    /// A sheet of an Excel workbook, with the columns of CSV.
    Xlsx,
    /// One JSON array of objects, or one object.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// A file of columns (Parquet), which nest as the fields of JSON do.
    Parquet,
}

/// A row that could not be taken, with everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// Where it stands; the proposal's id too, where it could be read.
    pub place: DataPlace,
    /// What is wrong; at least one error.
    pub diagnostics: Vec<Diagnostic>,
    /// The facts that could be read all the same, in the order of the call; where the row could not
    /// be read at all, none. It was sent: what counts proposals must not take it for never sent.
    pub facts: Vec<Option<Value>>,
}

impl RefusedRow {
    fn in_keywords_of(mut self, keywords: Language) -> Self {
        for diagnostic in &mut self.diagnostics {
            *diagnostic = diagnostic.clone().in_keywords_of(keywords);
        }
        self
    }
}

/// What was read from a file.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// The proposals, in the order of their ids.
    pub proposals: Vec<Proposal>,
    /// The rows refused, in the order of the file.
    pub refused: Vec<RefusedRow>,
    /// What is worth knowing about rows that were taken.
    pub notices: Vec<Diagnostic>,
    /// Whether the file as a whole could not be read: nothing can be said of any proposal.
    pub unreadable: bool,
}

impl Received {
    /// Returns the ids of all proposals that were sent, also of those whose rows were refused.
    pub fn ids(&self) -> BTreeSet<String> {
        let refused = self.refused.iter();
        let refused = refused.filter_map(|row| row.place.proposal.clone());
        let taken = self.proposals.iter().map(|it| it.id.clone());
        taken.chain(refused).collect()
    }
}
