//! The criteria of the grid on a sheet.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::cells::places;
use super::rows::{head, write_row};
use super::{begin, for_paper};
use crate::call::{Grid, Type};
use crate::report::criteria::criteria;
use crate::report::lists::Cell;
use crate::report::publication::Publication;
use crate::value::Value;

/// Writes the criteria of the grid.
pub(super) fn write(
    sheet: &mut Worksheet,
    publication: &Publication<'_>,
    grid: &Grid,
) -> Result<(), XlsxError> {
    let name = publication.word("Criteri", "Criteria");
    let title = publication.word("Criteri di valutazione", "Evaluation criteria");
    let header = begin(sheet, publication, name, title)?.saturating_sub(1);
    let heads = [
        (publication.word("Criterio", "Criterion"), 12),
        (publication.word("Titolo", "Title"), 60),
        (publication.word("Massimo", "Maximum"), 12),
        (publication.word("Minimo", "Minimum"), 12),
        (publication.word("Come si assegna", "How it is given"), 40),
        (publication.word("Riferimenti", "Citations"), 48),
    ];
    head(sheet, header, &heads)?;
    let rows: Vec<_> = criteria(publication.call, grid, publication.language)
        .into_iter()
        .map(|it| {
            let number = |number| {
                Cell::value(
                    Value::Number(number),
                    Type::Number,
                    publication.call.names(),
                )
            };
            [
                Cell::text(it.name),
                Cell::text(format!("{}{}", "    ".repeat(it.depth), it.title)),
                number(it.max),
                it.minimum.map_or_else(|| Cell::text(""), number),
                Cell::text(it.method),
                Cell::text(it.citations),
            ]
        })
        .collect();
    let columns = heads.len();
    let decimals: Vec<u32> = (0..columns)
        .map(|column| places(rows.iter().filter_map(|row| row.get(column))))
        .collect();
    for (row, cells) in (header.saturating_add(1)..).zip(&rows) {
        write_row(sheet, publication, row, cells, &heads, &decimals)?;
    }
    sheet.set_freeze_panes(header.saturating_add(1), 0)?;
    for_paper(sheet, publication, name, Some(header))
}
