//! A CSV file of marks or assignments.

use super::{Cell, Row, Table};
use crate::call::{Encoding, Record, Records};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::scoring::layout::Heading;
use crate::text::Text;

/// Reads a CSV file in UTF-8. Its headings are known words, so they tell what parts its columns: a
/// comma, a semicolon or a tab.
pub(super) fn read(bytes: &[u8], place: &DataPlace) -> Result<Table, Diagnostic> {
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
    for record in Records::new(&text, separator) {
        let place = DataPlace {
            line: Some(record.line),
            ..place.clone()
        };
        if record.flaw.is_some() {
            return Err(broken_quotes(place));
        }
        let wanted = *width.get_or_insert(record.cells.len());
        if record.cells.len() != wanted && !is_blank(&record) {
            return Err(uneven(place, record.cells.len(), wanted));
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
    Ok(Table {
        place: place.clone(),
        rows,
    })
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

fn broken_quotes(place: DataPlace) -> Diagnostic {
    Diagnostic::data(
        Code::MalformedRecord,
        place,
        Text::new(
            "le virgolette di una cella non sono chiuse, o dopo di esse c'è altro testo: il file non si può leggere",
            "the quotes of a cell are not closed, or more text follows them: the file cannot be read",
        ),
    )
    .with_hint(Text::new(
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
