//! Quantifiers lowered: something made of the items of each proposal's list.

use super::folding::{Fold, PARTS};
use super::lower::{Lowered, Lowering, Scope, Unsupported, too_large};
use super::numbers::Figure;
use super::obstacle::Construct;
use super::program::{Number, Operation, Truth};
use crate::call::{Expr, ExprKind, Item, ListId, Quantifier, Type};
use crate::number::Fraction;
use crate::value::Comparison;

/// A list has at most so many items; the reader refuses longer ones.
const MOST_ITEMS: i64 = 10_000;

impl Lowering<'_> {
    pub(super) fn quantified(
        &mut self,
        quantifier: Quantifier,
        list: &Expr,
        item: &Item,
        scope: Scope,
    ) -> Result<Lowered, Unsupported> {
        let (items, stated) = self.items(list, scope)?;
        let mut filter = item
            .filter
            .as_deref()
            .map(|it| self.truth(it, items))
            .transpose()?;
        let mut body = None;
        let mut figure = None;
        match (quantifier, item.body.as_deref()) {
            (Quantifier::All, Some(part)) => {
                // All do where there is none that passes and does not.
                let part = self.truth(part, items)?;
                let not = self.program.truth(items.table, Operation::Not(part));
                filter = Some(match filter {
                    Some(filter) => self.program.truth(items.table, Operation::And(filter, not)),
                    None => not,
                });
            }
            (Quantifier::CountDistinct, _) => return Err(Unsupported(Construct::Distinct)),
            (_, Some(part)) => {
                if matches!(part.ty, Type::Set(_)) {
                    return Err(Unsupported(Construct::OrderOfSets));
                }
                let part = self.figure(part, items)?;
                body = Some((self.column(&part, items), part.known));
                figure = Some(part);
            }
            (_, None) => {}
        }
        let fold = match quantifier {
            Quantifier::Any | Quantifier::All | Quantifier::None => Fold::Any,
            Quantifier::Number(comparison, number) => Fold::Number(comparison, number),
            Quantifier::Count => Fold::Count,
            Quantifier::Sum => Fold::Sum,
            Quantifier::Mean => Fold::Mean,
            Quantifier::Least => Fold::Least,
            Quantifier::Greatest => Fold::Greatest,
            Quantifier::CountDistinct => return Err(Unsupported(Construct::Distinct)),
        };
        let operation = Operation::Fold {
            items: items.table,
            fold,
            filter,
            body,
        };
        let (number, state) = self.program.both(0, operation);
        if matches!(fold, Fold::Any | Fold::Number(..)) {
            let state = self.where_known(state, stated, Scope::TOP);
            return Ok(Lowered::Truth(match quantifier {
                Quantifier::All | Quantifier::None => self.program.truth(0, Operation::Not(state)),
                _ => state,
            }));
        }
        // What is known of every item is known of all, but for a mean or an extreme of none.
        let is_known = figure.is_none_or(|it| it.known.is_none());
        let known = if is_known && matches!(fold, Fold::Count | Fold::Sum) {
            stated
        } else {
            Some(self.where_known(state, stated, Scope::TOP))
        };
        Ok(Lowered::Figure(folded(fold, figure, number, known)?))
    }

    /// Tells of each list whether it is empty.
    pub(super) fn is_empty(&mut self, list: &Expr, scope: Scope) -> Result<Truth, Unsupported> {
        let (items, stated) = self.items(list, scope)?;
        let operation = Operation::Fold {
            items: items.table,
            fold: Fold::Number(Comparison::Equal, 0),
            filter: None,
            body: None,
        };
        let (_, state) = self.program.both(0, operation);
        Ok(self.where_known(state, stated, Scope::TOP))
    }

    /// Returns where the items of a list stand, and whether it is stated; it is where nothing says
    /// so.
    pub(super) fn items(
        &mut self,
        list: &Expr,
        scope: Scope,
    ) -> Result<(Scope, Option<Truth>), Unsupported> {
        let (ExprKind::Fact(fact), Type::List(id)) = (&list.kind, list.ty) else {
            return Err(Unsupported(Construct::ListInList));
        };
        if scope.table != 0 {
            return Err(Unsupported(Construct::ListInList));
        }
        let table = self.layout.add_list(id, *fact);
        let mut stated = (!self.all_stated).then_some(Truth::List(table));
        if let Some(when) = self
            .call
            .facts
            .get(fact.index())
            .and_then(|it| it.when.as_ref())
        {
            let when = self.truth(when, Scope::TOP)?;
            let applies = self.program.truth(0, Operation::IsYes(when));
            stated = Some(match stated {
                Some(stated) => self.program.truth(0, Operation::Mask(stated, applies)),
                None => applies,
            });
        }
        let list: Option<ListId> = Some(id);
        Ok((Scope { table, list }, stated))
    }
}

/// Returns the figure that a fold makes.
fn folded(
    fold: Fold,
    body: Option<Figure>,
    number: Number,
    known: Option<Truth>,
) -> Result<Figure, Unsupported> {
    let made = |unit: Fraction, bounds: (i64, i64)| Figure {
        number: Some(number),
        known,
        unit,
        bounds,
    };
    let Some(body) = body else {
        return Ok(made(Fraction::ONE, (0, MOST_ITEMS)));
    };
    let (least, greatest) = body.bounds;
    let times = |factor: i64| {
        let ends = (
            least.min(0).checked_mul(factor),
            greatest.max(0).checked_mul(factor),
        );
        ends.0.zip(ends.1).ok_or(too_large())
    };
    Ok(match fold {
        Fold::Sum => made(body.unit, times(MOST_ITEMS)?),
        Fold::Mean => {
            // On the way the sum of as many as divide the parts.
            times(PARTS)?;
            let unit = body.unit.div(Fraction::integer(i128::from(PARTS)));
            let means = |it: i64| it.checked_mul(PARTS).ok_or(too_large());
            made(unit.ok_or(too_large())?, (means(least)?, means(greatest)?))
        }
        _ => made(body.unit, body.bounds),
    })
}
