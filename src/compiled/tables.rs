//! Cells of imported tables: looked up by the row that a proposal names.

use std::collections::BTreeSet;

use super::layout::{self, SlotKind};
use super::lower::{Lowered, Lowering, Scope, Unsupported, too_large};
use super::numbers::Figure;
use super::obstacle::Construct;
use super::program::{KNOWN, Operation, Truth, UNKNOWN};
use super::truths::state;
use crate::call::{ColumnId, Expr, ExprKind, Reading, Type};
use crate::number::Fraction;
use crate::value::Value;

impl Lowering<'_> {
    /// Lowers a cell of a row: a number, a day, a variant, yes or no.
    pub(super) fn looked_up(
        &mut self,
        row: &Expr,
        column: ColumnId,
        ty: Type,
        scope: Scope,
    ) -> Result<Lowered, Unsupported> {
        let cells = self.cells(row, column)?;
        let slot = layout::slot(self.call, ty, &Reading::default());
        let slot = slot.ok_or(Unsupported(Construct::Text))?;
        let row = self.figure(row, scope)?;
        let place = self.column(&row, scope);
        if slot.kind == SlotKind::YesNo {
            let states = cells.iter().map(|cell| match cell {
                Some(Value::YesNo(yes)) => state(*yes),
                _ => UNKNOWN,
            });
            let operation = Operation::LookUpState(place, states.collect());
            let found = self.program.truth(scope.table, operation);
            return Ok(Lowered::Truth(self.where_known(found, row.known, scope)));
        }
        let numbers = cells.iter().map(|cell| match cell {
            Some(value) => layout::cell(value, slot.kind).map(Some).ok_or(too_large()),
            None => Ok(None),
        });
        let numbers = numbers.collect::<Result<Vec<_>, _>>()?;
        let known = || numbers.iter().flatten().copied();
        let bounds = (
            known().min().unwrap_or(0).min(0),
            known().max().unwrap_or(0).max(0),
        );
        let states = numbers
            .iter()
            .map(|it| if it.is_some() { KNOWN } else { UNKNOWN });
        let states = self
            .program
            .truth(scope.table, Operation::LookUpState(place, states.collect()));
        let cells = numbers.iter().map(|it| it.unwrap_or(0)).collect();
        let number = self
            .program
            .number(scope.table, Operation::LookUp(place, cells));
        let unit = match slot.kind {
            SlotKind::Number(places) => {
                let units = 10_i128.checked_pow(places).ok_or(too_large())?;
                Fraction::new(1, units).ok_or(too_large())?
            }
            _ => Fraction::ONE,
        };
        Ok(Lowered::Figure(Figure {
            number: Some(number),
            known: Some(self.where_known(states, row.known, scope)),
            unit,
            bounds,
        }))
    }

    /// Lowers whether a text of a row is one of some.
    pub(super) fn text_looked_up(
        &mut self,
        of: &Expr,
        texts: &BTreeSet<String>,
        scope: Scope,
    ) -> Result<Truth, Unsupported> {
        let ExprKind::Column { row, column } = &of.kind else {
            return Err(Unsupported(Construct::Text));
        };
        let cells = self.cells(row, *column)?;
        let states = cells.iter().map(|cell| match cell {
            Some(Value::Text(text)) => state(texts.contains(text)),
            _ => UNKNOWN,
        });
        let states = states.collect();
        let row = self.figure(row, scope)?;
        let place = self.column(&row, scope);
        let found = self
            .program
            .truth(scope.table, Operation::LookUpState(place, states));
        Ok(self.where_known(found, row.known, scope))
    }

    /// Takes a state as unknown where something is not known.
    pub(super) fn where_known(
        &mut self,
        found: Truth,
        known: Option<Truth>,
        scope: Scope,
    ) -> Truth {
        match known {
            None => found,
            Some(known) => self
                .program
                .truth(scope.table, Operation::Mask(found, known)),
        }
    }

    /// Returns the cells of a column, row by row.
    fn cells(&self, row: &Expr, column: ColumnId) -> Result<Vec<Option<Value>>, Unsupported> {
        let Type::Row(table) = row.ty else {
            return Err(Unsupported(Construct::Other));
        };
        let table = self
            .call
            .tables
            .get(table.index())
            .ok_or(Unsupported(Construct::Other))?;
        let cells = table
            .rows
            .iter()
            .map(|row| row.get(column.index()).cloned().flatten());
        Ok(cells.collect())
    }
}
