//! Files of rows, whether workbooks or CSV, as cells with their places.

mod csv;
mod xlsx;

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use super::layout::{STAMP_SHEET, STAMP_WORD, Stamp};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::number::Fraction;
use crate::text::Text;
use crate::workbook::cell_name;

/// A file of marks or assignments as it came.
#[derive(Clone, Copy, Debug)]
pub struct MarksFile<'a> {
    /// Its name, as shown to people; `.xlsx` or `.csv` at its end says how it is written.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

impl MarksFile<'_> {
    /// Returns the place of the file as a whole.
    pub(super) fn place(&self) -> DataPlace {
        DataPlace {
            file: self.name.to_owned(),
            ..DataPlace::default()
        }
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// Words, composed (NFC) and without spaces around them; never empty.
    Text(String),
    /// A number.
    Number(Fraction),
    /// The result of a formula, which nobody wrote.
    Formula,
    /// A date or time.
    Date,
    /// What a spreadsheet shows where it cannot reckon: `#NAME?`.
    Error(String),
    /// Something else that is no text and no number.
    Other(String),
}

impl Cell {
    /// Returns a cell of text; `None` where there is nothing but spaces.
    fn text(text: &str) -> Option<Self> {
        let composed: String = text.trim().nfc().collect();
        (!composed.is_empty()).then_some(Self::Text(composed))
    }
}

/// One sheet of a workbook, or the whole of a CSV file.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The file, and the sheet where there are sheets.
    place: DataPlace,
    /// The rows that hold anything.
    pub(super) rows: Vec<Row>,
}

/// A row that holds anything.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The line of a CSV file; the row of a sheet; both counted from 1.
    number: u32,
    /// The cells that hold anything, by column, counted from 0.
    cells: BTreeMap<u32, Cell>,
}

/// What a file holds.
pub(super) struct Tables {
    /// Its sheets.
    pub(super) sheets: Vec<Table>,
    /// Whose sheet it is, where it says so.
    pub(super) stamp: Option<Stamp>,
    /// What is wrong with rows that could not be read.
    pub(super) broken: Vec<Diagnostic>,
}

/// How a file of marks is written.
#[derive(Clone, Copy)]
enum Kind {
    Workbook,
    Csv,
}

/// Tells from the end of a file's name how it is written.
fn kind(name: &str) -> Option<Kind> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending.to_lowercase().as_str() {
        "xlsx" => Some(Kind::Workbook),
        "csv" => Some(Kind::Csv),
        _ => None,
    }
}

/// Tells whether a file of this name can be read for marks.
///
/// ```
/// use bando::scoring::can_hold_marks;
/// assert!(can_hold_marks("scheda-rossi.XLSX"));
/// assert!(!can_hold_marks("scheda-rossi.ods"));
/// ```
pub fn can_hold_marks(name: &str) -> bool {
    kind(name).is_some()
}

/// Reads a file, or says why it cannot be read.
pub(super) fn read(file: &MarksFile<'_>) -> Result<Tables, Diagnostic> {
    let place = file.place();
    match kind(file.name) {
        Some(Kind::Workbook) => {
            let mut tables = xlsx::read(file.bytes, &place)?;
            let stamp = tables.iter().find_map(stamp_of);
            tables.retain(|table| stamp_of(table).is_none());
            Ok(Tables {
                sheets: tables,
                stamp,
                broken: Vec::new(),
            })
        }
        Some(Kind::Csv) => {
            let (table, broken) = csv::read(file.bytes, &place)?;
            Ok(Tables {
                sheets: vec![table],
                stamp: None,
                broken,
            })
        }
        None => Err(no_kind(place)),
    }
}

fn no_kind(place: DataPlace) -> Diagnostic {
    Diagnostic::data(
        Code::MalformedRecord,
        place,
        Text::new(
            "il nome del file non dice come è scritto",
            "the name of the file does not say how it is written",
        ),
    )
    .with_hint(Text::new(
        "consegnare un foglio di calcolo `.xlsx` o un file `.csv`",
        "hand in a spreadsheet `.xlsx` or a `.csv` file",
    ))
}

/// Reads the stamp, if this is the sheet that holds it.
fn stamp_of(table: &Table) -> Option<Stamp> {
    if table.place.sheet.as_deref() != Some(STAMP_SHEET) {
        return None;
    }
    let (first, rest) = table.rows.split_first()?;
    let words = |row: &Row, column| match row.cells.get(&column) {
        Some(Cell::Text(text)) => text.clone(),
        _ => String::new(),
    };
    if words(first, 0) != STAMP_WORD {
        return None;
    }
    let mut stamp = Stamp::default();
    for row in rest {
        stamp.take(&words(row, 0), &words(row, 1), &words(row, 2));
    }
    Some(stamp)
}

impl Table {
    /// Returns the place of the table as a whole.
    pub(super) fn place(&self) -> DataPlace {
        self.place.clone()
    }

    /// Returns the place of a cell of `row`: in CSV a line and the name of the column, in a sheet
    /// the cell.
    pub(super) fn cell_place(&self, row: &Row, column: u32, heading: &str) -> DataPlace {
        match self.place.sheet {
            Some(_) => DataPlace {
                cell: Some(cell_name(column, row.number)),
                ..self.place()
            },
            None => DataPlace {
                column: Some(heading.to_owned()),
                ..self.row_place(row)
            },
        }
    }

    /// Returns the place of a row: its line, or its first cell.
    pub(super) fn row_place(&self, row: &Row) -> DataPlace {
        match self.place.sheet {
            Some(_) => self.cell_place(row, 0, ""),
            None => DataPlace {
                line: Some(u64::from(row.number)),
                ..self.place()
            },
        }
    }
}

impl Row {
    /// Returns the line of a CSV file, or the row of a sheet, counted from 1.
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// Returns what stands in a column.
    pub(super) fn cell(&self, column: u32) -> Option<&Cell> {
        self.cells.get(&column)
    }

    /// Returns the columns that hold text, with the text.
    pub(super) fn texts(&self) -> impl Iterator<Item = (u32, &str)> {
        self.cells.iter().filter_map(|(column, cell)| match cell {
            Cell::Text(text) => Some((*column, text.as_str())),
            _ => None,
        })
    }
}
