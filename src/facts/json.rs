//! Proposals from JSON: one array, one object, or one object a line.

use super::csv::not_text as not_text_of;
use super::json_record::JsonReader;
use super::json_text::{Fault, FaultKind, JsonText};
use super::rows::{self, MOST_BYTES, Row};
use super::shape::Shapes;
use super::{Proposal, ProposalsFile, Received, RefusedRow};
use crate::call::{Call, Encoding, EncodingError};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::{Language, Text};

/// Reads one JSON array of proposals, or one proposal. A file broken anywhere is refused as a
/// whole: nobody can tell what it would have held.
pub(super) fn read(call: &Call, file: &ProposalsFile<'_>) -> Received {
    let text = match Encoding::Utf8.decode(file.bytes) {
        Ok(text) => text,
        Err(error) => return not_text(file, error),
    };
    match read_text(&JsonReader::new(call, file.name), &text) {
        Ok(rows) => rows::finish(rows),
        Err(fault) => {
            let place = DataPlace {
                file: file.name.to_owned(),
                line: Some(fault.line),
                ..DataPlace::default()
            };
            rows::refuse_file(place.clone(), vec![faulty(fault, place)])
        }
    }
}

/// Reads one proposal a line; a broken line is refused, the others go on.
pub(super) fn read_lines(call: &Call, file: &ProposalsFile<'_>) -> Received {
    let text = match Encoding::Utf8.decode(file.bytes) {
        Ok(text) => text,
        Err(error) => return not_text(file, error),
    };
    let reader = JsonReader::new(call, file.name);
    let lines = (1..).zip(text.split('\n'));
    let written = lines.filter(|(_, line)| !line.trim().is_empty());
    let rows = written.map(|(number, line)| one_line(&reader, number, line));
    rows::finish(rows.collect())
}

/// Refuses a file whose bytes are not text: there is no other encoding to declare.
fn not_text(file: &ProposalsFile<'_>, error: EncodingError) -> Received {
    if file.bytes.starts_with(b"PK") {
        // A workbook, which the usual hint is for.
        return not_text_of(file, error);
    }
    let hint = Text::new(
        "salvare il file in UTF-8: JSON non ha altre codifiche",
        "save the file in UTF-8: JSON knows no other encoding",
    );
    not_text_of(file, EncodingError { hint, ..error })
}

/// Reads one object that may go without an id.
pub(super) fn read_answers(call: &Call, shapes: &Shapes, bytes: &[u8]) -> Row {
    let place = DataPlace {
        file: "JSON".to_owned(),
        ..DataPlace::default()
    };
    let text = match Encoding::Utf8.decode(bytes) {
        Ok(text) => text,
        Err(error) => {
            let file = ProposalsFile {
                name: &place.file,
                bytes,
                kind: super::FileKind::Json,
            };
            let diagnostics = not_text(&file, error).refused.into_iter();
            return Row {
                errors: diagnostics.flat_map(|it| it.diagnostics).collect(),
                ..Row::empty(place)
            };
        }
    };
    let reader = JsonReader::with(call, &place.file, shapes);
    let mut text = JsonText::new(&text, 1);
    let record = text.record().and_then(|record| match text.peek() {
        None => Ok(record),
        Some(_) => Err(text.malformed("dopo la fine c'è altro testo", "more text follows the end")),
    });
    match record {
        Ok(record) => reader.answers(&record, reader.place(1, None)),
        Err(fault) => {
            let place = DataPlace {
                line: Some(fault.line),
                ..place
            };
            Row::refused(place.clone(), faulty(fault, place))
        }
    }
}

/// Reads one proposal from the line of this number.
pub(super) fn read_line(
    reader: &JsonReader<'_>,
    number: u64,
    line: &str,
) -> Result<Proposal, RefusedRow> {
    rows::one(one_line(reader, number, line))
}

fn one_line(reader: &JsonReader<'_>, number: u64, line: &str) -> Row {
    let place = reader.place(number, None);
    if line.len() > MOST_BYTES {
        return Row::refused(place.clone(), rows::too_long(place));
    }
    let mut text = JsonText::new(line, number);
    let record = text.record().and_then(|record| match text.peek() {
        None => Ok(record),
        Some(_) => Err(text.malformed(
            "dopo la proposta c'è altro sulla stessa riga",
            "more stands on the line after the proposal",
        )),
    });
    match record {
        Ok(record) => reader.row(&record, place),
        Err(fault) => Row::refused(place.clone(), faulty(fault, place)),
    }
}

fn read_text(reader: &JsonReader<'_>, text: &str) -> Result<Vec<Row>, Fault> {
    let mut text = JsonText::new(text, 1);
    let mut rows = Vec::new();
    if !text.take(b'[') {
        rows.push(record(reader, &mut text, None)?);
    } else if !text.take(b']') {
        loop {
            rows.push(record(reader, &mut text, Some(rows.len()))?);
            if text.take(b']') {
                break;
            }
            text.comma(b']')?;
        }
    }
    match text.peek() {
        None => Ok(rows),
        Some(_) => Err(text.malformed(
            "dopo la fine c'è altro testo: se ogni riga è una proposta, il file va chiamato `.jsonl`",
            "more text follows the end: if each line is a proposal, name the file `.jsonl`",
        )),
    }
}

/// Reads the next record; one beyond the bounds of length or depth is refused and passed over.
fn record(
    reader: &JsonReader<'_>,
    text: &mut JsonText<'_>,
    index: Option<usize>,
) -> Result<Row, Fault> {
    text.peek();
    let place = reader.place(text.line(), index);
    let mut start = text.clone();
    match text.record() {
        Ok(record) => Ok(reader.row(&record, place)),
        Err(fault) if fault.kind == FaultKind::Malformed => Err(fault),
        Err(fault) => {
            start.skip()?;
            *text = start;
            Ok(Row::refused(place.clone(), faulty(fault, place)))
        }
    }
}

fn faulty(fault: Fault, place: DataPlace) -> Diagnostic {
    let Fault {
        kind,
        column,
        message,
        ..
    } = fault;
    let (code, message) = match kind {
        FaultKind::TooLong => return rows::too_long(place),
        FaultKind::TooDeep => (Code::TooDeep, message),
        FaultKind::Malformed => (
            Code::MalformedRecord,
            Text::new(
                format!(
                    "non è JSON, al carattere {column} della riga: {}",
                    message.it
                ),
                format!(
                    "not JSON, at character {column} of the line: {}",
                    message.get(Language::English)
                ),
            ),
        ),
    };
    Diagnostic::data(code, place, message).with_hint(Text::new(
        "correggere il file in quel punto, o farlo scrivere di nuovo dal programma che lo ha prodotto",
        "mend the file there, or have it written again by the program that made it",
    ))
}
