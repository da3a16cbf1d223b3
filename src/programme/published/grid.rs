//! The cells of a file, before anybody has asked what they mean.

use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::Text;

/// The most bytes of a table.
const MOST_BYTES: usize = 32 << 20;

/// The most rows of a table.
const MOST_ROWS: usize = 100_000;

/// The most cells of a row.
const MOST_CELLS: usize = 200;

/// The filled and empty cells of a file, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The file's name as the user gave it.
    pub file: String,
    /// The rows, blank ones too.
    pub rows: Vec<Row>,
    /// Whether the last row ends like the others.
    pub ends_with_line_end: bool,
}

/// One row of a [`Grid`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line, counted from 1.
    pub line: u64,
    /// The cells, without white space around them; an empty cell is an empty text.
    pub cells: Vec<String>,
}

impl Grid {
    /// Returns the row of a line, counted from 1.
    pub fn row(&self, line: u64) -> Option<&Row> {
        let index = usize::try_from(line.checked_sub(1)?).ok()?;
        self.rows.get(index)
    }

    /// Returns the place of a cell; `column` counts from 0.
    pub fn place(&self, line: u64, column: usize) -> DataPlace {
        DataPlace {
            cell: Some(format!("{}{line}", letters(column))),
            ..self.place_of_line(line)
        }
    }

    /// Returns the place of a whole line.
    pub fn place_of_line(&self, line: u64) -> DataPlace {
        DataPlace {
            file: self.file.clone(),
            line: Some(line),
            ..DataPlace::default()
        }
    }
}

impl Row {
    /// Returns what stands in a column, counted from 0; empty outside the row.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Tells whether no cell is filled.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }

    /// Returns the columns of the filled cells, counted from 0.
    pub fn filled(&self) -> impl DoubleEndedIterator<Item = usize> {
        let cells = self.cells.iter().enumerate();
        cells
            .filter(|(_, it)| !it.is_empty())
            .map(|(column, _)| column)
    }
}

/// Returns the cells of a text, parted by `separator`.
///
/// # Errors
/// Says in one diagnostic that the table is larger than is accepted.
pub fn grid(text: &str, file: &str, separator: char) -> Result<Grid, Diagnostic> {
    let place = DataPlace {
        file: file.to_owned(),
        ..DataPlace::default()
    };
    if text.len() > MOST_BYTES {
        let most = MOST_BYTES >> 20;
        return Err(too_large(
            place,
            (format!("{most} MB"), format!("{most} MB")),
        ));
    }
    let mut rows = Vec::new();
    for (line, words) in (1_u64..).zip(text.lines()) {
        let cells: Vec<String> = words
            .split(separator)
            .map(|cell| unquoted(cell.trim()))
            .collect();
        if rows.len() >= MOST_ROWS {
            let most = (format!("{MOST_ROWS} righe"), format!("{MOST_ROWS} rows"));
            return Err(too_large(place, most));
        }
        if cells.len() > MOST_CELLS {
            let place = DataPlace {
                line: Some(line),
                ..place
            };
            let most = (
                format!("{MOST_CELLS} celle in una riga"),
                format!("{MOST_CELLS} cells in a row"),
            );
            return Err(too_large(place, most));
        }
        rows.push(Row { line, cells });
    }
    Ok(Grid {
        file: file.to_owned(),
        rows,
        ends_with_line_end: text.ends_with('\n'),
    })
}

/// Takes off the quotes that a spreadsheet puts around a cell when it saves it as text.
fn unquoted(cell: &str) -> String {
    let inner = cell.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    // Quotes inside such a cell are doubled; else they belong to its words.
    let inner = inner.filter(|it| !it.replace("\"\"", "").contains('"'));
    inner.map_or_else(
        || cell.to_owned(),
        |inner| inner.replace("\"\"", "\"").trim().to_owned(),
    )
}

fn too_large(place: DataPlace, (it, en): (String, String)) -> Diagnostic {
    Diagnostic::data(
        Code::LimitExceeded,
        place,
        Text::new(
            format!("la tabella è troppo grande: si leggono al massimo {it}"),
            format!("the table is too large: at most {en} are read"),
        ),
    )
    .with_hint(Text::new(
        "dividere la tabella, un file per programma",
        "divide the table, one file for each programme",
    ))
}

/// Returns how spreadsheets call a column, counted from 0: A, B, … Z, AA.
fn letters(column: usize) -> String {
    let mut name = String::new();
    let mut rest = column;
    loop {
        let digit = u8::try_from(rest.checked_rem(26).unwrap_or_default()).unwrap_or_default();
        name.insert(0, char::from(b'A'.saturating_add(digit)));
        match rest.checked_div(26).unwrap_or_default().checked_sub(1) {
            Some(more) => rest = more,
            None => return name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_in_spreadsheets() {
        let names = [0, 1, 25, 26, 27, 51, 52, 701, 702].map(letters);
        assert_eq!(names, ["A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
    }
}
