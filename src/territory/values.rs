//! The cells of a table as numbers.

use super::trouble::{Quantity, TerritoryError};
use crate::call::{Table, WeightCell};
use crate::number::Exact;
use crate::value::{RowId, Value};

/// A number as it stands in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellValue {
    /// The number.
    pub value: Exact,
    /// Whether the cell is empty and the rules say what it counts as.
    pub stated: bool,
}

/// Returns a column as numbers, in the order of the rows.
///
/// # Errors
/// The territories whose cell is empty, where the rules do not say what that counts as.
pub(super) fn values_of(table: &Table, cell: WeightCell) -> Result<Vec<CellValue>, TerritoryError> {
    let mut values = Vec::new();
    let mut empty = Vec::new();
    for row in rows(table) {
        match (table.cell(row, cell.column), cell.otherwise) {
            (Some(Value::Number(number)), _) => values.push(CellValue {
                value: (*number).into(),
                stated: false,
            }),
            (_, Some(otherwise)) => values.push(CellValue {
                value: otherwise.into(),
                stated: true,
            }),
            (_, None) => empty.push(table.key_of(row).to_owned()),
        }
    }
    if empty.is_empty() {
        return Ok(values);
    }
    empty.sort();
    Err(TerritoryError::Empty {
        column: cell.column,
        territories: empty,
    })
}

/// Returns the rows of a table.
pub(super) fn rows(table: &Table) -> impl Iterator<Item = RowId> {
    (0..).map(RowId).take(table.rows.len())
}

/// Refuses numbers below nought, which nothing can be in proportion to.
pub(super) fn none_negative<'a>(
    table: &Table,
    values: impl Iterator<Item = &'a Exact>,
    quantity: Quantity,
) -> Result<(), TerritoryError> {
    let mut territories: Vec<String> = rows(table)
        .zip(values)
        .filter(|(_, value)| value.is_negative())
        .map(|(row, _)| table.key_of(row).to_owned())
        .collect();
    if territories.is_empty() {
        return Ok(());
    }
    territories.sort();
    Err(TerritoryError::Negative {
        quantity,
        territories,
    })
}
