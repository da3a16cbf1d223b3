//! A workbook, sheet by sheet.

use std::collections::BTreeMap;

use super::{Cell, Row, Table};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::number::parse_plain;
use crate::scoring::layout::STAMP_SHEET;
use crate::workbook::{self, Shown, Workbook, WorkbookError, WorkbookErrorKind};

/// Reads every sheet that people see, and the hidden one with the stamp.
pub(super) fn read(bytes: &[u8], place: &DataPlace) -> Result<Vec<Table>, Diagnostic> {
    let mut workbook = Workbook::open(bytes).map_err(|error| trouble(error, place.clone()))?;
    let mut names: Vec<String> = workbook.sheets().map(str::to_owned).collect();
    if !names.iter().any(|name| name == STAMP_SHEET) {
        names.push(STAMP_SHEET.to_owned());
    }
    let mut tables = Vec::new();
    for name in names {
        let place = DataPlace {
            sheet: Some(name.clone()),
            ..place.clone()
        };
        let trouble = |error| trouble(error, place.clone());
        let Some(sheet) = workbook.sheet(&name).map_err(trouble)? else {
            continue;
        };
        let mut rows = Vec::new();
        for row in workbook.rows(&sheet) {
            rows.extend(taken(row.map_err(trouble)?));
        }
        tables.push(Table { place, rows });
    }
    Ok(tables)
}

fn taken(row: workbook::Row<'_>) -> Option<Row> {
    let cells = row.cells.into_iter();
    let mut cells: BTreeMap<u32, Cell> = cells
        .filter_map(|(column, found)| Some((column, cell(found)?)))
        .collect();
    cells.extend(row.formulas.into_iter().map(|it| (it, Cell::Formula)));
    (!cells.is_empty()).then_some(Row {
        number: row.number,
        cells,
    })
}

fn cell(found: workbook::Cell<'_>) -> Option<Cell> {
    match found {
        workbook::Cell::Text(text) => Cell::text(&text),
        workbook::Cell::Number(number) => Some(match number.shown {
            Shown::Date | Shown::Time | Shown::DateTime => Cell::Date,
            Shown::Number | Shown::Percent => match parse_plain(&number.plain) {
                Some(exact) if !number.cut => Cell::Number(exact),
                _ => Cell::Other(number.plain),
            },
        }),
        workbook::Cell::YesNo(yes) => Some(Cell::Other(yes.to_string().to_uppercase())),
        workbook::Cell::Iso(_) => Some(Cell::Date),
        workbook::Cell::Error(error) => Some(Cell::Error(error)),
        workbook::Cell::Formula => Some(Cell::Formula),
    }
}

fn trouble(error: WorkbookError, place: DataPlace) -> Diagnostic {
    let code = match error.kind {
        WorkbookErrorKind::NoWorkbook | WorkbookErrorKind::Broken => Code::MalformedRecord,
        WorkbookErrorKind::TooLarge => Code::LimitExceeded,
    };
    Diagnostic::data(code, place, error.message).with_hint(error.hint)
}
