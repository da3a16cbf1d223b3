//! A workbook, sheet by sheet.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};

use super::{Cell, Row, Table};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::number::{Fraction, parse_plain};
use crate::text::Text;

/// A workbook with more cells than this is refused.
const MOST_CELLS: usize = 1_000_000;

/// Reads every sheet of a workbook, cell by cell: a lone cell far away costs no more than another.
pub(super) fn read(bytes: &[u8], place: &DataPlace) -> Result<Vec<Table>, Diagnostic> {
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable(place.clone()))?;
    let mut left = MOST_CELLS;
    let mut tables = Vec::new();
    for sheet in workbook.sheet_names() {
        let place = DataPlace {
            sheet: Some(sheet.clone()),
            ..place.clone()
        };
        let broken = || unreadable(place.clone());
        let mut rows: BTreeMap<u32, BTreeMap<u32, Cell>> = BTreeMap::new();
        let mut cells = workbook
            .worksheet_cells_reader(&sheet)
            .map_err(|_| broken())?;
        while let Some(found) = cells
            .next_cell_with_formula_metadata()
            .map_err(|_| broken())?
        {
            left = left
                .checked_sub(1)
                .ok_or_else(|| too_large(place.clone()))?;
            let (row, column) = found.pos;
            let cell = match found.formula {
                Some(_) => Some(Cell::Formula),
                None => cell(&found.value),
            };
            if let Some(cell) = cell {
                rows.entry(row).or_default().insert(column, cell);
            }
        }
        let rows = rows.into_iter().map(|(row, cells)| Row {
            number: u64::from(row).saturating_add(1),
            cells,
        });
        tables.push(Table {
            rows: rows.collect(),
            place,
        });
    }
    Ok(tables)
}

fn cell(value: &DataRef<'_>) -> Option<Cell> {
    match value {
        DataRef::Empty => None,
        DataRef::String(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Int(number) => Some(Cell::Number(Fraction::integer(i128::from(*number)))),
        DataRef::Float(number) => Some(match shown(&format!("{number:.14e}")) {
            Some(number) => Cell::Number(number),
            None => Cell::Other(number.to_string()),
        }),
        DataRef::Bool(yes) => Some(Cell::Other(yes.to_string().to_uppercase())),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
            Some(Cell::Date)
        }
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
    }
}

/// Returns the number with the fifteen digits that spreadsheets show, from its scientific form:
/// `8.50000000000000e0`. The binary digits behind them were never written by anybody.
fn shown(scientific: &str) -> Option<Fraction> {
    let (mantissa, exponent) = scientific.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let power = |places: u32| 10_i128.checked_pow(places).map(Fraction::integer);
    let mantissa = parse_plain(mantissa)?;
    let factor = power(exponent.unsigned_abs())?;
    if exponent < 0 {
        mantissa.div(factor)
    } else {
        mantissa.mul(factor)
    }
}

fn unreadable(place: DataPlace) -> Diagnostic {
    Diagnostic::data(
        Code::MalformedRecord,
        place,
        Text::new(
            "il foglio di calcolo non si può aprire",
            "the spreadsheet cannot be opened",
        ),
    )
    .with_hint(Text::new(
        "aprirlo, salvarlo come `.xlsx` senza parola d'ordine, e consegnarlo di nuovo",
        "open it, save it as `.xlsx` without a password, and hand it in again",
    ))
}

fn too_large(place: DataPlace) -> Diagnostic {
    Diagnostic::data(
        Code::LimitExceeded,
        place,
        Text::new(
            "il foglio di calcolo ha più di un milione di celle",
            "the spreadsheet has more than a million cells",
        ),
    )
    .with_hint(Text::new(
        "consegnare la scheda come è stata ricevuta, con i soli giudizi",
        "hand in the sheet as it was received, with nothing but the marks",
    ))
}
