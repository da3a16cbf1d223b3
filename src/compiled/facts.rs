//! What proposals state: facts, and fields of the items of their lists.

use super::layout::SlotKind;
use super::lower::{Lowered, Lowering, Scope, Unsupported, too_large};
use super::numbers::Figure;
use super::obstacle::Construct;
use super::program::{Number, Operation, Truth};
use crate::call::{FactId, FieldId, Type};
use crate::number::Fraction;

impl Lowering<'_> {
    pub(super) fn fact(&mut self, id: FactId, scope: Scope) -> Result<Lowered, Unsupported> {
        let fact = self.call.facts.get(id.index());
        let when = fact.and_then(|fact| fact.when.as_ref());
        let when = match (when, self.whens.get(&id)) {
            (None, _) => None,
            (_, Some(found)) => Some(*found),
            (Some(when), None) => {
                let when = self.truth(when, Scope::TOP)?;
                self.whens.insert(id, when);
                Some(when)
            }
        };
        let column = self.layout.add_fact(self.call, id);
        let column = column.ok_or(no_column(fact.map(|it| it.kind)))?;
        let stated = self.stated(0, column, when)?;
        Ok(self.spread(stated, scope))
    }

    pub(super) fn field(&mut self, id: FieldId, scope: Scope) -> Result<Lowered, Unsupported> {
        let list = scope.list.ok_or(Unsupported(Construct::Other))?;
        let column = self.layout.add_field(self.call, list, id);
        let field = self
            .call
            .lists
            .get(list.index())
            .and_then(|it| it.fields.get(id.index()));
        let column = column.ok_or(no_column(field.map(|it| it.kind)))?;
        let when = field.and_then(|field| field.when.as_ref());
        let when = when.map(|when| self.truth(when, scope)).transpose()?;
        self.stated(scope.table, column, when)
    }

    /// Returns a column of the proposals, known only where its condition holds.
    fn stated(
        &mut self,
        table: usize,
        column: usize,
        when: Option<Truth>,
    ) -> Result<Lowered, Unsupported> {
        let slot = *self.layout.slot(table, column).ok_or(too_large())?;
        let mut state = Truth::Slot(column);
        let is_known = self.all_stated && when.is_none();
        if let Some(when) = when {
            let applies = self.program.truth(table, Operation::IsYes(when));
            state = self.program.truth(table, Operation::Mask(state, applies));
        }
        let unit = match slot.kind {
            SlotKind::YesNo => return Ok(Lowered::Truth(state)),
            SlotKind::Number(places) => {
                let units = 10_i128.checked_pow(places).ok_or(too_large())?;
                Fraction::new(1, units).ok_or(too_large())?
            }
            SlotKind::Bits | SlotKind::Day | SlotKind::Second | SlotKind::Row => Fraction::ONE,
        };
        Ok(Lowered::Figure(Figure {
            number: Some(Number::Slot(column)),
            known: (!is_known).then_some(state),
            unit,
            bounds: (slot.least, slot.greatest),
        }))
    }

    /// Returns what is known of the proposals as the rows of `scope` see it.
    pub(super) fn spread(&mut self, lowered: Lowered, scope: Scope) -> Lowered {
        if scope.table == 0 {
            return lowered;
        }
        match lowered {
            Lowered::Truth(truth) => Lowered::Truth(
                self.program
                    .truth(scope.table, Operation::SpreadState(truth)),
            ),
            Lowered::Figure(figure) => Lowered::Figure(Figure {
                number: figure
                    .number
                    .map(|it| self.program.number(scope.table, Operation::Spread(it))),
                known: figure
                    .known
                    .map(|it| self.program.truth(scope.table, Operation::SpreadState(it))),
                ..figure
            }),
        }
    }
}

/// Tells why values of a type have no column.
fn no_column(kind: Option<Type>) -> Unsupported {
    Unsupported(match kind {
        Some(Type::Enum(_) | Type::Set(_)) => Construct::LongEnum,
        Some(Type::List(_)) => Construct::ListInList,
        Some(kind) if kind.is_number() => Construct::Bounds,
        _ => Construct::Text,
    })
}
