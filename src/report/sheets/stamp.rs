//! The hidden sheet: whose sheet it is, what its rows are for, and the words that lists offer.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::SheetsRequest;
use crate::call::{ScaleId, ScaleKind};
use crate::scoring::{STAMP_SHEET, STAMP_WORD, Stamp, shown_word};
use crate::workbook::cell_name;

/// The column of the first scale; each scale has a column of its own.
const SCALES: u16 = 3;

/// Writes the hidden sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    request: &SheetsRequest<'_>,
    stamp: &Stamp,
) -> Result<(), XlsxError> {
    sheet.set_name(STAMP_SHEET)?;
    sheet.set_very_hidden(true);
    sheet.protect();
    sheet.write_string(0, 0, STAMP_WORD)?;
    for (row, (key, value, beside)) in (1..).zip(stamp.rows()) {
        sheet.write_string(row, 0, key)?;
        sheet.write_string(row, 1, value)?;
        if !beside.is_empty() {
            sheet.write_string(row, 2, beside)?;
        }
    }
    for (column, scale) in (SCALES..).zip(&request.grid.scales) {
        if let ScaleKind::Coefficients(words) = &scale.kind {
            for (row, word) in (0..).zip(words) {
                sheet.write_string(row, column, shown_word(word, words, request.language))?;
            }
        }
    }
    Ok(())
}

/// Returns where the words of a scale stand: a list in a formula could hold neither commas nor more
/// than 255 characters.
pub(super) fn words(scale: ScaleId, count: usize) -> Formula {
    let column = u32::from(SCALES).saturating_add(scale.0);
    let last = u32::try_from(count).unwrap_or(u32::MAX);
    let [first, last] = [1, last].map(|row| absolute(&cell_name(column, row)));
    Formula::new(format!("={STAMP_SHEET}!{first}:{last}"))
}

/// Writes `D5` as `$D$5`, which stays the same in every cell that uses it.
fn absolute(cell: &str) -> String {
    let digits = cell.trim_start_matches(|it: char| it.is_ascii_alphabetic());
    let letters = cell.strip_suffix(digits).unwrap_or_default();
    format!("${letters}${digits}")
}
