//! CSV text that no spreadsheet takes for formulas.

/// One cell of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words, ids and codes; guarded against being taken for a formula.
    Text(String),
    /// A number or date made by the engine, written as it is.
    Plain(String),
}

impl Cell {
    /// Returns a cell of text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Returns a cell that is written as it is.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Plain(text.into())
    }

    /// Returns what stands in the file: text that a spreadsheet could run gets a leading `'`.
    fn written(&self) -> String {
        match self {
            Self::Text(text) if starts_like_a_formula(text) => format!("'{text}"),
            Self::Text(text) | Self::Plain(text) => text.clone(),
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
