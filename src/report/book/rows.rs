//! Rows of the sheets that are no lists.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::cells::Spot;
use super::text;
use crate::report::lists::Cell;
use crate::report::publication::Publication;
use crate::report::sheets::{LINE_HEIGHT, formats, lines_of};

/// Writes headings, each with the width of its column.
pub(super) fn head(
    sheet: &mut Worksheet,
    row: u32,
    heads: &[(&str, u16)],
) -> Result<(), XlsxError> {
    for (column, (head, width)) in (0..).zip(heads) {
        sheet.set_column_width(column, *width)?;
        sheet.write_string_with_format(row, column, text(head), &formats::header())?;
    }
    Ok(())
}

/// Writes a row; `decimals` are those of the numbers of each column.
pub(super) fn write_row(
    sheet: &mut Worksheet,
    publication: &Publication<'_>,
    row: u32,
    cells: &[Cell],
    heads: &[(&str, u16)],
    decimals: &[u32],
) -> Result<(), XlsxError> {
    let mut lines = 1;
    for ((place, column), (cell, (_, width))) in
        (0_usize..).zip(0_u16..).zip(cells.iter().zip(heads))
    {
        lines = lines.max(lines_of(cell.as_plain(), *width));
        let spot = Spot {
            row,
            column,
            places: decimals.get(place).copied().unwrap_or_default(),
            is_total: false,
            call: publication.call,
            language: publication.language,
        };
        spot.write(sheet, cell)?;
    }
    sheet.set_row_height(row, lines.saturating_mul(LINE_HEIGHT))?;
    Ok(())
}
