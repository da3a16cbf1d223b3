//! A CSV file of marks or assignments.

use super::{Cell, Row, Table};
use crate::call::{Encoding, Flaw, Record, Records};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::scoring::layout::Heading;
use crate::text::Text;

/// Reads a CSV file in UTF-8. Its headings are known words, so they tell what parts its columns: a
/// comma, a semicolon or a tab. Rows that cannot be read are left out, and said to be broken.
pub(super) fn read(
    bytes: &[u8],
    place: &DataPlace,
) -> Result<(Table, Vec<Diagnostic>), Diagnostic> {
    let text = Encoding::Utf8.decode(bytes).map_err(|error| {
        let place = DataPlace {
            line: error.line,
            ..place.clone()
        };
        Diagnostic::data(Code::InvalidEncoding, place, error.message).with_hint(Text::new(
            "salvare il file come «CSV UTF-8», o consegnarlo come foglio di calcolo `.xlsx`",
            "save the file as “CSV UTF-8”, or hand it in as a spreadsheet `.xlsx`",
        ))
    })?;
    let separator = separator(&text);
    let mut width = None;
    let mut rows = Vec::new();
    let mut broken = Vec::new();
    for record in Records::new(&text, separator) {
        let place = DataPlace {
            line: Some(record.line),
            ..place.clone()
        };
        if let Some(flaw) = record.flaw {
            let error = broken_quotes(flaw, place);
            // Without its header nothing of the file can be read.
            if width.is_none() {
                return Err(error);
            }
            broken.push(error);
            continue;
        }
        let wanted = *width.get_or_insert(record.cells.len());
        if record.cells.len() != wanted && !is_blank(&record) {
            broken.push(uneven(place, record.cells.len(), wanted));
            continue;
        }
        let cells = (0..).zip(&record.cells);
        rows.push(Row {
            number: u32::try_from(record.line).unwrap_or(u32::MAX),
            cells: cells
                .filter_map(|(column, text)| Some((column, Cell::text(text)?)))
                .collect(),
        });
    }
    rows.retain(|row| !row.cells.is_empty());
    let table = Table {
        place: place.clone(),
        rows,
    };
    Ok((table, broken))
}

/// Returns the separator that finds the most headings in the first record.
fn separator(text: &str) -> u8 {
    let known = |separator: u8| {
        let header = Records::new(text, separator).next();
        let cells = header.map(|header| header.cells).unwrap_or_default();
        cells
            .iter()
            .filter(|it| Heading::read(it).is_some())
            .count()
    };
    let others = [b';', b'\t'].into_iter();
    others.fold(b',', |best, other| {
        if known(other) > known(best) {
            other
        } else {
            best
        }
    })
}

fn is_blank(record: &Record<'_>) -> bool {
    record.cells.iter().all(|cell| cell.trim().is_empty())
}

fn broken_quotes(flaw: Flaw, place: DataPlace) -> Diagnostic {
    let message = match flaw {
        Flaw::OpenQuote => Text::new(
            "una cella che comincia in questa riga apre le virgolette e non le chiude: da qui in poi il file non si può leggere",
            "a cell that starts in this row opens a quote and does not close it: from here on the file cannot be read",
        ),
        Flaw::StrayQuote => Text::new(
            "dopo le virgolette di chiusura di una cella c'è altro testo",
            "more text follows the closing quote of a cell",
        ),
    };
    Diagnostic::data(Code::MalformedRecord, place, message).with_hint(Text::new(
        "chiudere le virgolette; quelle dentro un testo si scrivono doppie: `\"\"`",
        "close the quotes; quotes inside a text are written twice: `\"\"`",
    ))
}

fn uneven(place: DataPlace, cells: usize, columns: usize) -> Diagnostic {
    Diagnostic::data(
        Code::MalformedRecord,
        place,
        Text::new(
            format!("la riga ha {cells} celle, l'intestazione {columns}"),
            format!("the row has {cells} cells, the header {columns}"),
        ),
    )
    .with_hint(Text::new(
        "una cella che contiene il separatore va scritta fra virgolette",
        "a cell that holds the separator must be written in quotes",
    ))
}
