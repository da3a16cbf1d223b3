//! One list on one sheet.

use rust_xlsxwriter::{IgnoreError, Worksheet, XlsxError};

use super::cells::{Spot, places, total};
use super::{begin, for_paper, text};
use crate::call::Type;
use crate::report::lists::{Cell, Column, Content, Maker, Table};
use crate::report::publication::Publication;
use crate::report::sheets::{LINE_HEIGHT, formats};
use crate::value::Value;

/// How wide columns are, in letters.
const LEAST_WIDTH: usize = 8;
const MOST_WIDTH: usize = 40;
/// A column of texts longer than so many letters is wider.
const LONG: usize = 150;
const LONG_WIDTH: usize = 60;
/// A row is no higher than so many lines.
const MOST_LINES: u32 = 27;
/// How many columns stay in sight: rank and id.
const KEPT_COLUMNS: u16 = 2;

/// A column of a sheet.
struct Laid<'t> {
    /// Its place in the table.
    place: usize,
    column: &'t Column,
    width: u16,
    /// How many decimals its numbers have.
    places: u32,
}

/// How many letters more a sum takes because it is bold; where it does not fit, `###` stands.
const BOLD: usize = 2;

/// Writes a list.
pub(super) fn write(
    sheet: &mut Worksheet,
    publication: &Publication<'_>,
    maker: &Maker<'_>,
    table: &Table,
) -> Result<(), XlsxError> {
    let (it, en) = table.kind.title();
    let name = publication.word(it, en);
    let (it, en) = table.kind.long_title();
    let header = begin(sheet, publication, name, publication.word(it, en))?;
    let header = header.saturating_sub(1);
    let laid = lay_out(publication, table);
    head(sheet, header, &laid)?;
    let mut row = header.saturating_add(1);
    for cells in &table.rows {
        line(sheet, publication, row, &laid, cells)?;
        row = row.saturating_add(1);
    }
    let last = row.saturating_sub(1);
    let right = u16::try_from(laid.len())
        .unwrap_or(u16::MAX)
        .saturating_sub(1);
    if table.rows.is_empty() {
        sheet.write_string(
            row,
            0,
            publication.word("Nessuna proposta.", "No proposals."),
        )?;
    } else {
        sheet.autofilter(header, 0, last, right)?;
        sheet.ignore_error_range(header, 0, last, right, IgnoreError::NumberStoredAsText)?;
        sums(sheet, publication, row, &laid, table)?;
    }
    if maker.persons.any() {
        let below = row.saturating_add(2);
        sheet.write_string(below, 0, publication.persons_notice())?;
    }
    sheet.set_freeze_panes(header.saturating_add(1), KEPT_COLUMNS)?;
    for_paper(sheet, publication, name, Some(header))
}

fn lay_out<'a>(publication: &Publication<'_>, table: &'a Table) -> Vec<Laid<'a>> {
    let columns = table.in_book();
    columns
        .map(|(place, column)| {
            let cells = || table.rows.iter().filter_map(move |row| row.get(place));
            let sum = column.total.then(|| total(cells())).flatten();
            let sum = sum.map(|it| Cell::value(it, Type::Money, publication.call.names()));
            let sum = sum.map_or(0, |it| letters(&it).saturating_add(BOLD));
            let longest = cells().map(letters).max().unwrap_or_default().max(sum);
            let words = column.label.split(' ').map(|word| word.chars().count());
            let heading = words.max().unwrap_or_default().saturating_add(3);
            let most = if longest > LONG {
                LONG_WIDTH
            } else {
                MOST_WIDTH
            };
            let width = longest.max(heading).clamp(LEAST_WIDTH, most);
            Laid {
                place,
                column,
                width: u16::try_from(width).unwrap_or(u16::MAX),
                places: places(table.alike(place)),
            }
        })
        .collect()
}

/// Returns how many letters a cell takes, with the separators, the unit and the rest of a column's
/// decimals that a number is shown with.
fn letters(cell: &Cell) -> usize {
    let plain = cell.as_plain().chars().count();
    let more = match cell.content() {
        Content::Value(Value::Number(_), Type::Money | Type::Amount) => {
            plain.div_euclid(3).saturating_add(3)
        }
        Content::Value(Value::Number(_), _) | Content::About(_) => 3,
        _ => 2,
    };
    plain.saturating_add(more)
}

/// Returns how many lines a text takes in a column of this width.
fn lines_of(text: &str, width: u16) -> u32 {
    let letters = usize::from(width).max(1);
    let lines = text.split('\n');
    let lines = lines.map(|line| line.chars().count().div_ceil(letters).max(1));
    u32::try_from(lines.sum::<usize>()).map_or(MOST_LINES, |lines| lines.min(MOST_LINES))
}

fn head(sheet: &mut Worksheet, row: u32, laid: &[Laid<'_>]) -> Result<(), XlsxError> {
    let format = formats::header();
    let mut lines = 1;
    for (column, it) in (0..).zip(laid) {
        sheet.set_column_width(column, it.width)?;
        sheet.write_string_with_format(row, column, text(&it.column.label), &format)?;
        lines = lines.max(lines_of(&it.column.label, it.width));
    }
    sheet.set_row_height(row, lines.saturating_mul(LINE_HEIGHT).saturating_add(4))?;
    Ok(())
}

fn line(
    sheet: &mut Worksheet,
    publication: &Publication<'_>,
    row: u32,
    laid: &[Laid<'_>],
    cells: &[Cell],
) -> Result<(), XlsxError> {
    let mut lines = 1;
    for (column, it) in (0..).zip(laid) {
        let Some(cell) = cells.get(it.place) else {
            continue;
        };
        if !cell.is_number() {
            lines = lines.max(lines_of(cell.as_plain(), it.width));
        }
        spot(publication, row, column, it, false).write(sheet, cell)?;
    }
    // Not every program makes a row as high as its text when the file is opened.
    sheet.set_row_height(row, lines.saturating_mul(LINE_HEIGHT))?;
    Ok(())
}

/// Writes what the amounts add up to, where there are any.
fn sums(
    sheet: &mut Worksheet,
    publication: &Publication<'_>,
    row: u32,
    laid: &[Laid<'_>],
    table: &Table,
) -> Result<(), XlsxError> {
    if laid.iter().all(|it| !it.column.total) {
        return Ok(());
    }
    for (column, it) in (0..).zip(laid) {
        let cells = table.rows.iter().filter_map(|row| row.get(it.place));
        let sum = it.column.total.then(|| total(cells)).flatten();
        let cell = match sum {
            Some(sum) => Cell::value(sum, Type::Money, publication.call.names()),
            None if column == 0 => Cell::text(publication.word("Totale", "Total")),
            None => Cell::text(""),
        };
        spot(publication, row, column, it, true).write(sheet, &cell)?;
    }
    Ok(())
}

fn spot<'a>(
    publication: &Publication<'a>,
    row: u32,
    column: u16,
    laid: &Laid<'_>,
    is_total: bool,
) -> Spot<'a> {
    Spot {
        row,
        column,
        places: laid.places,
        is_total,
        call: publication.call,
        language: publication.language,
    }
}
