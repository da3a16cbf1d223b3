//! Proposals from CSV, in the format that the rule file declares.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use super::header::{Column, columns, in_column, other_separator};
use super::record::{self, RecordCell};
use super::rows::{self, MOST_BYTES, Row};
use super::{Proposal, ProposalsFile, Received, RefusedRow};
use crate::call::{Call, CellError, EncodingError, Fact, FactId, read_cell};
use crate::call::{Flaw, Record, Records};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::Text;
use crate::value::Value;

/// Reads a CSV file.
pub(super) fn read(call: &Call, file: &ProposalsFile<'_>) -> Received {
    let text = match call.proposals.format.encoding.decode(file.bytes) {
        Ok(text) => text,
        Err(error) => return not_text(file, error),
    };
    let separator = call.proposals.format.separator;
    let mut records = Records::new(&text, separator.0);
    let Some(header) = records.next() else {
        let place = place_of(file.name, None);
        let diagnostic = Diagnostic::data(
            Code::MalformedRecord,
            place.clone(),
            Text::new("il file è vuoto", "the file is empty"),
        )
        .with_hint(Text::new(
            "la prima riga deve contenere i nomi delle colonne",
            "the first line must hold the names of the columns",
        ));
        return rows::refuse_file(place, vec![diagnostic]);
    };
    let place = place_of(file.name, Some(header.line));
    if header.flaw.is_some() {
        let diagnostic = malformed(&header, place.clone(), header.cells.len());
        return rows::refuse_file(place, vec![diagnostic]);
    }
    let columns = match columns(call, &header.cells, &place) {
        Ok(columns) => columns,
        Err(diagnostics) => {
            let diagnostics = match other_separator(call, &header, &place) {
                Some(diagnostic) => vec![diagnostic],
                None => diagnostics,
            };
            return rows::refuse_file(place, diagnostics);
        }
    };
    let mut found = Vec::new();
    for record in records {
        if record.flaw == Some(Flaw::OpenQuote) {
            let place = place_of(file.name, Some(record.line));
            return rows::refuse_file(place.clone(), vec![open_quote(place)]);
        }
        if !is_blank(&record) {
            found.push(row(call, file.name, &columns, &record));
        }
    }
    rows::finish(found)
}

/// Reads proposals from the records of a CSV file one by one, as [`super::read`] reads the file, but
/// for what takes all records: that no two share an id, and that every quote is closed.
pub struct RowReader<'c> {
    call: &'c Call,
    file: &'c str,
    columns: Vec<Column>,
}

/// What a column of a CSV file states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Whether it holds the proposal's id.
    pub id: bool,
    /// The facts.
    pub facts: Vec<FactId>,
}

impl<'c> RowReader<'c> {
    /// Returns a reader of the records of the file called `file` that stand under the header
    /// `header`; `None` where something is wrong with it, or a record follows it.
    ///
    /// ```
    /// use bando::call::Call;
    /// use bando::facts::RowReader;
    /// let call = Call::empty(jiff::tz::TimeZone::UTC);
    /// assert!(RowReader::new(&call, "p.csv", "id\n").is_some());
    /// assert!(RowReader::new(&call, "p.csv", "number\n").is_none());
    /// ```
    pub fn new(call: &'c Call, file: &'c str, header: &str) -> Option<Self> {
        let mut records = Records::new(header, call.proposals.format.separator.0);
        let header = records.next().filter(|it| it.flaw.is_none())?;
        // It would be lost.
        if records.next().is_some() {
            return None;
        }
        let columns = columns(call, &header.cells, &place_of(file, None)).ok()?;
        Some(Self {
            call,
            file,
            columns,
        })
    }

    /// Returns what each column states.
    pub fn columns(&self) -> Vec<Stated> {
        let facts = |column: &Column| {
            let places = column.facts.clone().into_iter();
            places.filter_map(|place| u32::try_from(place).ok().map(FactId))
        };
        let stated = |column: &Column| Stated {
            id: column.id,
            facts: facts(column).collect(),
        };
        self.columns.iter().map(stated).collect()
    }

    /// Returns the id that a record claims, be it refused for another reason or not.
    pub fn id(&self, text: &str) -> Option<String> {
        let record = Records::new(text, self.call.proposals.format.separator.0).next()?;
        let place = place_of(self.file, Some(record.line));
        if is_blank(&record) || refusal(&self.columns, &record, &place).is_some() {
            return None;
        }
        let mut cells = self.columns.iter().zip(&record.cells);
        let (_, cell) = cells.find(|(column, _)| column.id)?;
        rows::proposal_id(cell, &place).ok()
    }

    /// Reads the record that starts on the line of this number, counted from 1; `None` where it
    /// holds nothing.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(&self, number: u64, text: &str) -> Option<Result<Proposal, Box<RefusedRow>>> {
        let mut record = Records::new(text, self.call.proposals.format.separator.0).next()?;
        if is_blank(&record) {
            return None;
        }
        record.line = number;
        let row = row(self.call, self.file, &self.columns, &record);
        Some(rows::one(row).map_err(|row| Box::new(row.in_keywords_of(self.call.keywords))))
    }
}

fn is_blank(record: &Record<'_>) -> bool {
    record.flaw.is_none() && record.cells.iter().all(|it| it.trim().is_empty())
}

fn place_of(file: &str, line: Option<u64>) -> DataPlace {
    DataPlace {
        file: file.to_owned(),
        line,
        ..DataPlace::default()
    }
}

/// Refuses a file whose bytes are not text.
pub(super) fn not_text(file: &ProposalsFile<'_>, error: EncodingError) -> Received {
    let place = place_of(file.name, error.line);
    let diagnostic =
        Diagnostic::data(Code::InvalidEncoding, place.clone(), error.message).with_hint(error.hint);
    rows::refuse_file(place, vec![diagnostic])
}

fn open_quote(place: DataPlace) -> Diagnostic {
    Diagnostic::data(
        Code::MalformedRecord,
        place,
        Text::new(
            "una cella che comincia in questa riga apre le virgolette e non le chiude: il resto del file non si può leggere, e nessuna proposta è presa",
            "a cell that starts in this row opens a quote and does not close it: the rest of the file cannot be read, and no proposal is taken",
        ),
    )
    .with_hint(Text::new(
        "chiudere le virgolette; quelle dentro un testo si scrivono doppie: `\"\"`",
        "close the quote; quotes inside a text are written twice: `\"\"`",
    ))
}

fn malformed(record: &Record<'_>, place: DataPlace, columns: usize) -> Diagnostic {
    let (message, hint) = match record.flaw {
        Some(_) => (
            Text::new(
                "dopo le virgolette di chiusura di una cella c'è altro testo",
                "more text follows the closing quote of a cell",
            ),
            Text::new(
                "le virgolette dentro un testo si scrivono doppie: `\"\"`",
                "quotes inside a text are written twice: `\"\"`",
            ),
        ),
        None => (
            Text::new(
                format!(
                    "la riga ha {} celle, l'intestazione {columns}",
                    record.cells.len()
                ),
                format!(
                    "the row has {} cells, the header {columns}",
                    record.cells.len()
                ),
            ),
            Text::new(
                "una cella che contiene il separatore va scritta fra virgolette",
                "a cell that holds the separator must be written in quotes",
            ),
        ),
    };
    Diagnostic::data(Code::MalformedRecord, place, message).with_hint(hint)
}

/// Says why a record is refused before its cells are read, if it is.
fn refusal(columns: &[Column], record: &Record<'_>, place: &DataPlace) -> Option<Diagnostic> {
    if record.bytes > MOST_BYTES {
        return Some(rows::too_long(place.clone()));
    }
    let is_malformed = record.flaw.is_some() || record.cells.len() != columns.len();
    is_malformed.then(|| malformed(record, place.clone(), columns.len()))
}

/// Reads one record.
fn row(call: &Call, file: &str, columns: &[Column], record: &Record<'_>) -> Row {
    let place = place_of(file, Some(record.line));
    if let Some(diagnostic) = refusal(columns, record, &place) {
        return Row::refused(place, diagnostic);
    }
    let cells: Vec<TextCell<'_>> = record.cells.iter().map(|it| TextCell(it)).collect();
    record::read(call, columns, &cells, place)
}

/// A cell of a CSV record.
struct TextCell<'a>(&'a str);

impl RecordCell for TextCell<'_> {
    fn id(&self) -> Result<Cow<'_, str>, CellError> {
        Ok(Cow::Borrowed(self.0))
    }

    fn value(&self, fact: &Fact, call: &Call) -> Result<Option<Value>, CellError> {
        let format = &call.proposals.format;
        read_cell(self.0, fact.kind, &fact.reading, format, call.names())
    }

    fn compared(&self) -> String {
        self.0.trim().nfc().collect()
    }

    fn place(&self, record: &DataPlace, column: &str) -> DataPlace {
        in_column(record, column)
    }
}
