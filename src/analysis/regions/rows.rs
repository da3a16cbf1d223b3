//! Cells of a row that a fact names: each of the table's rows gives one.

use super::variables::Variables;
use crate::call::{Expr, ExprKind, Type};
use crate::value::Value;

/// Tables with more rows than this are not looked through.
const MOST_ROWS: usize = 20_000;

/// What a cell holds, row by row.
pub(super) struct Cells<'e> {
    /// The fact or field that names the row.
    pub(super) row: &'e Expr,
    /// The value at each row; `None` where there is none.
    pub(super) values: Vec<Option<Value>>,
}

impl Variables<'_> {
    /// Returns the cells behind `place.population`, or `place.income otherwise 0`; `None` where
    /// this is no such thing.
    pub(super) fn cells<'e>(&mut self, expr: &'e Expr) -> Option<Cells<'e>> {
        match &expr.kind {
            ExprKind::Column { row, column } => {
                let named = matches!(row.kind, ExprKind::Fact(_) | ExprKind::Field { .. });
                let Type::Row(table) = row.ty else {
                    return None;
                };
                let call = self.call;
                let table = call.tables.get(table.index())?;
                if !self.reads_tables
                    || !named
                    || table.rows.len() > MOST_ROWS
                    || !self.spend(table.rows.len())
                {
                    return None;
                }
                let cells = table
                    .rows
                    .iter()
                    .map(|row| row.get(column.index())?.clone());
                Some(Cells {
                    row,
                    values: cells.collect(),
                })
            }
            ExprKind::Otherwise(first, second) => {
                let ExprKind::Constant(instead) = &second.kind else {
                    return None;
                };
                // A row that is itself absent would be replaced too.
                let mut cells = self.cells(first)?;
                if let ExprKind::Fact(id) = cells.row.kind
                    && let Some(fact) = self.call.facts.get(id.index())
                    && fact.when.is_none()
                {
                    for cell in &mut cells.values {
                        cell.get_or_insert_with(|| instead.clone());
                    }
                    return Some(cells);
                }
                None
            }
            _ => None,
        }
    }
}
