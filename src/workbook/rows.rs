//! The rows of a sheet, in the order in which they stand.

use std::borrow::Cow;

use super::strings::{rich_text, unescaped};
use super::xml::{Xml, XmlReader, attribute, no_xml};
use super::{SheetNumber, Shown, WorkbookError};

/// A sheet has so many rows.
const ROWS: u32 = 1_048_576;
/// A sheet has so many columns.
const COLUMNS: u32 = 16_384;
/// More cells than this with something in them are not read.
const MOST_CELLS: u32 = 1_000_000;
/// The texts of the cells read may have so many bytes together: many cells can share a long one.
const MOST_TEXT: usize = 64 * 1024 * 1024;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A number, or what is stored as one: dates and percentages.
    Number(SheetNumber),
    /// A yes or a no.
    YesNo(bool),
    /// A date, perhaps with a time, written as ISO 8601 has it.
    Iso(String),
    /// What a spreadsheet shows where it cannot compute: `#REF!`.
    Error(String),
    /// A formula that nobody has computed.
    Formula,
}

/// A row with something in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Its number, counted from 1.
    pub number: u32,
    /// The cells with something in them, each with its column, counted from 0, in their order.
    pub cells: Vec<(u32, Cell<'a>)>,
    /// The columns, in their order, of the cells with a formula, whether it has been computed or
    /// not.
    pub formulas: Vec<u32>,
}

/// Returns what spreadsheets call a cell; the column is counted from 0, the row from 1.
///
/// ```
/// use bando::workbook::cell_name;
/// assert_eq!(cell_name(2, 7), "C7");
/// assert_eq!(cell_name(16_383, 1_048_576), "XFD1048576");
/// ```
pub fn cell_name(column: u32, row: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column.saturating_add(1);
    while let Some(index) = rest.checked_sub(1) {
        let letter = u32::from('A').saturating_add(index.rem_euclid(26));
        letters.extend(char::from_u32(letter));
        rest = index.div_euclid(26);
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{row}")
}

/// The rows of a sheet that have something in them. A cell takes memory for what it holds, however
/// far away it stands.
pub struct Rows<'a> {
    reader: XmlReader<'a>,
    strings: &'a [String],
    formats: &'a [Shown],
    from_1904: bool,
    /// Whether the rows have begun.
    begun: bool,
    /// Whether nothing more is to come.
    done: bool,
    /// The number of the last row begun.
    row: u32,
    cells: u32,
    text: usize,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        text: &'a str,
        strings: &'a [String],
        formats: &'a [Shown],
        from_1904: bool,
    ) -> Self {
        Self {
            reader: XmlReader::new(text),
            strings,
            formats,
            from_1904,
            begun: false,
            done: false,
            row: 0,
            cells: 0,
            text: 0,
        }
    }

    fn next_row(&mut self) -> Result<Option<Row<'a>>, WorkbookError> {
        loop {
            match self.reader.next()? {
                Xml::Start(start) if !self.begun => {
                    self.begun = start.local_name().as_ref() == "sheetData";
                }
                Xml::Start(start) if start.local_name().as_ref() == "row" => {
                    let number = match attribute(&start, "r")? {
                        Some(number) => number.parse().map_err(|_| no_xml())?,
                        None => self.row.saturating_add(1),
                    };
                    if number <= self.row || number > ROWS {
                        return Err(out_of_order());
                    }
                    self.row = number;
                    let row = self.row_cells(number)?;
                    if !row.cells.is_empty() || !row.formulas.is_empty() {
                        return Ok(Some(row));
                    }
                }
                Xml::End(end) if end == "sheetData" => return Ok(None),
                Xml::Done if self.begun => return Err(no_xml()),
                Xml::Done => {
                    return Err(WorkbookError::broken(
                        "il foglio non ha celle",
                        "the sheet has no cells",
                    ));
                }
                _ => {}
            }
        }
    }

    /// Reads the cells of a row to its end.
    fn row_cells(&mut self, number: u32) -> Result<Row<'a>, WorkbookError> {
        let mut row = Row {
            number,
            cells: Vec::new(),
            formulas: Vec::new(),
        };
        // The column of the next cell that does not say where it stands.
        let mut next = 0_u32;
        loop {
            match self.reader.next()? {
                Xml::Start(start) if start.local_name().as_ref() == "c" => {
                    let column = match attribute(&start, "r")? {
                        Some(name) => column_of(&name, self.row).ok_or_else(out_of_order)?,
                        None => next,
                    };
                    if column < next || column >= COLUMNS {
                        return Err(out_of_order());
                    }
                    next = column.saturating_add(1);
                    let kind = attribute(&start, "t")?.unwrap_or_default().into_owned();
                    let style = attribute(&start, "s")?;
                    let style = style.and_then(|it| it.parse::<usize>().ok());
                    let shown = style.and_then(|it| self.formats.get(it)).copied();
                    let (cell, formula) = self.cell(&kind, shown.unwrap_or_default())?;
                    if formula {
                        row.formulas.push(column);
                    }
                    if let Some(cell) = cell {
                        self.count(&cell)?;
                        row.cells.push((column, cell));
                    }
                }
                Xml::End(end) if end == "row" => return Ok(row),
                Xml::Done => return Err(no_xml()),
                _ => {}
            }
        }
    }

    /// Reads a cell to its end, and tells whether it has a formula; `None` where nothing stands in
    /// it.
    fn cell(
        &mut self,
        kind: &str,
        shown: Shown,
    ) -> Result<(Option<Cell<'a>>, bool), WorkbookError> {
        let (mut stored, mut inline, mut formula) = (String::new(), None, false);
        loop {
            match self.reader.next()? {
                Xml::Start(start) => match start.local_name().as_ref() {
                    "v" => stored = self.reader.text_of("v")?,
                    "is" => inline = Some(rich_text(&mut self.reader, "is")?),
                    "f" => {
                        formula = true;
                        self.reader.text_of("f")?;
                    }
                    _ => {}
                },
                Xml::End(end) if end == "c" => break,
                Xml::Done => return Err(no_xml()),
                _ => {}
            }
        }
        if kind == "inlineStr" {
            return Ok((text(Cow::Owned(inline.unwrap_or_default())), formula));
        }
        // The result of a formula may be the empty text, but then it says that it is one.
        if stored.is_empty() && kind != "str" {
            return Ok((formula.then_some(Cell::Formula), formula));
        }
        let cell = match kind {
            "s" => {
                let index: Option<usize> = stored.trim().parse().ok();
                let shared = index.and_then(|index| self.strings.get(index));
                text(Cow::Borrowed(shared.ok_or_else(no_xml)?))
            }
            "str" => text(Cow::Owned(unescaped(&stored))),
            "b" => Some(Cell::YesNo(match stored.trim() {
                "0" | "false" => false,
                "1" | "true" => true,
                _ => return Err(no_xml()),
            })),
            "e" => Some(Cell::Error(stored)),
            "d" => Some(Cell::Iso(stored)),
            "n" | "" => {
                let number = SheetNumber::new(stored.trim(), shown, self.from_1904);
                Some(number.map_or(Cell::Error(stored), Cell::Number))
            }
            _ => return Err(no_xml()),
        };
        Ok((cell, formula))
    }

    /// Counts a cell against the limits.
    fn count(&mut self, cell: &Cell<'_>) -> Result<(), WorkbookError> {
        self.cells = self.cells.saturating_add(1);
        if self.cells > MOST_CELLS {
            return Err(WorkbookError::too_large(
                "il foglio ha più di 1.000.000 di celle",
                "the sheet has more than 1,000,000 cells",
            ));
        }
        if let Cell::Text(text) = cell {
            self.text = self.text.saturating_add(text.len());
        }
        if self.text > MOST_TEXT {
            return Err(WorkbookError::too_large(
                "i testi del foglio occupano più di 64 MiB",
                "the texts of the sheet take more than 64 MiB",
            ));
        }
        Ok(())
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Result<Row<'a>, WorkbookError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let row = self.next_row().transpose();
        self.done = !matches!(row, Some(Ok(_)));
        row
    }
}

fn text(text: Cow<'_, str>) -> Option<Cell<'_>> {
    (!text.is_empty()).then_some(Cell::Text(text))
}

/// Returns the column, counted from 0, of a cell called `name` that stands in row `row`.
fn column_of(name: &str, row: u32) -> Option<u32> {
    let digits = name.trim_start_matches(|it: char| it.is_ascii_alphabetic());
    let letters = name.strip_suffix(digits)?;
    if digits.parse::<u32>().ok()? != row || !matches!(letters.len(), 1..=3) {
        return None;
    }
    let number = letters.chars().fold(0_u32, |number, letter| {
        let value = letter.to_digit(36).unwrap_or_default().saturating_sub(9);
        number.saturating_mul(26).saturating_add(value)
    });
    number.checked_sub(1)
}

fn out_of_order() -> WorkbookError {
    WorkbookError::broken(
        "le celle del foglio non stanno in ordine, o fuori dal foglio",
        "the cells of the sheet are out of order, or outside of it",
    )
}
