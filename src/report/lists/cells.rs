//! Cells of lists, and CSV text that no spreadsheet takes for formulas.

use crate::call::{Names, Type, show_plain};
use crate::number::{Fraction, Rounding};
use crate::value::Value;

/// Numbers that no decimals write are rounded to so many, and say so.
pub(in crate::report) const ROUNDED_PLACES: u32 = 6;

/// One cell of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    plain: String,
    content: Content,
}

/// What a cell holds, for lists that know more than text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) enum Content {
    /// Words, ids and codes; in CSV guarded against being taken for a formula.
    Text,
    /// Made by the engine, and written as it is.
    Plain,
    /// A number, a day or an instant.
    Value(Value, Type),
    /// A number that no decimals write.
    About(Fraction),
}

impl Cell {
    /// Returns a cell of text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::of(text, Content::Text)
    }

    /// Returns a cell that is written as it is.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::of(text, Content::Plain)
    }

    /// Returns a cell of a number, a day or an instant.
    ///
    /// A number that no decimals write is rounded, and says so: a fraction such as 1/3 would be a
    /// day to a spreadsheet.
    pub(in crate::report) fn value(value: Value, ty: Type, names: Names<'_>) -> Self {
        if let Value::Number(number) = value
            && number.decimals().is_none()
            && let Some(rounded) = number.round(ROUNDED_PLACES, Rounding::HalfUp)
        {
            let rounded = rounded.to_plain(ROUNDED_PLACES).unwrap_or_default();
            return Self::of(format!("≈ {rounded}"), Content::About(number));
        }
        let plain = show_plain(&value, ty, names);
        Self::of(plain, Content::Value(value, ty))
    }

    fn of(plain: impl Into<String>, content: Content) -> Self {
        Self {
            plain: plain.into(),
            content,
        }
    }

    /// Returns the cell as data holds it.
    pub(in crate::report) fn as_plain(&self) -> &str {
        &self.plain
    }

    /// Returns what it holds.
    pub(in crate::report) fn content(&self) -> &Content {
        &self.content
    }

    /// Tells whether it holds a number.
    pub(in crate::report) fn is_number(&self) -> bool {
        matches!(
            self.content,
            Content::Value(Value::Number(_), _) | Content::About(_)
        )
    }

    /// Returns what stands in a CSV file: text that a spreadsheet could run gets a leading `'`.
    fn written(&self) -> String {
        match self.content {
            Content::Text if starts_like_a_formula(&self.plain) => format!("'{}", self.plain),
            _ => self.plain.clone(),
        }
    }
}

/// Returns CSV with commas, one record a line.
///
/// ```
/// use bando::report::{Cell, csv_text};
/// let rows = [vec![Cell::text("=1+1"), Cell::plain("-4.50")]];
/// assert_eq!(csv_text(&["id", "left"], &rows), "id,left\n'=1+1,-4.50\n");
/// ```
pub fn csv_text<H: AsRef<str>>(headings: &[H], rows: &[Vec<Cell>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let headings = headings
        .iter()
        .map(|heading| Cell::text(heading.as_ref()).written());
    let mut complete = writer.write_record(headings).is_ok();
    for row in rows {
        complete &= writer.write_record(row.iter().map(Cell::written)).is_ok();
    }
    match writer.into_inner().ok().map(String::from_utf8) {
        Some(Ok(text)) if complete => text,
        _ => unreachable!("memory takes every record, and all records have as many cells"),
    }
}

/// Also the full-width forms, which some spreadsheets take for the plain ones.
fn starts_like_a_formula(text: &str) -> bool {
    text.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ])
}
