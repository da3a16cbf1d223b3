//! Quantifiers: something made of the items of each proposal's list.

use super::lower::{Lowered, Lowering, Scope, Unsupported, too_large};
use super::numbers::Figure;
use super::obstacle::Construct;
use super::program::{KNOWN, NO, Number, Operation, Truth, UNKNOWN, YES};
use crate::call::{Expr, ExprKind, Item, ListId, Quantifier, Type};
use crate::number::Fraction;
use crate::value::Comparison;

/// A mean is a whole number of parts of so many: exact for up to ten items, and for as many as
/// divide it.
pub(super) const PARTS: i64 = 2_520;

/// A list has at most so many items; the reader refuses longer ones.
const MOST_ITEMS: i64 = 10_000;

/// What is made of the items of each list. A row of which more than yes, no or unknown would have
/// to be told is left over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    /// Yes where one passes for certain, no where none may.
    Any,
    /// Yes or no: their number compares so.
    Number(Comparison, u32),
    /// Their number.
    Count,
    /// The sum of the body.
    Sum,
    /// The mean of the body, in [`PARTS`] of its unit.
    Mean,
    /// The least body.
    Least,
    /// The greatest body.
    Greatest,
}

/// What the items of one row came to.
pub(super) struct Folded {
    pub(super) number: i64,
    pub(super) state: u8,
    /// Whether the row is to be left over.
    pub(super) left_over: bool,
}

impl Folded {
    fn state(state: u8) -> Self {
        Self {
            number: 0,
            state,
            left_over: false,
        }
    }

    fn number(number: i64) -> Self {
        Self {
            number,
            state: KNOWN,
            left_over: false,
        }
    }

    fn left_over() -> Self {
        Self {
            number: 0,
            state: UNKNOWN,
            left_over: true,
        }
    }
}

impl Fold {
    /// Makes it of the items of one row: how many there are, whether each counts, what it holds.
    pub(super) fn of(
        self,
        count: usize,
        filter: Option<&[u8]>,
        body: Option<(&[i64], &[u8])>,
    ) -> Folded {
        let (certain, possible) = match filter {
            None => (count, count),
            Some(states) => {
                let number =
                    |wanted: fn(u8) -> bool| states.iter().filter(|it| wanted(**it)).count();
                (number(|it| it == YES), number(|it| it != NO))
            }
        };
        match self {
            Self::Any => Folded::state(state(certain >= 1, possible < 1)),
            Self::Number(comparison, wanted) => {
                Folded::state(settled(comparison, certain, possible, wanted as usize))
            }
            _ if certain != possible => Folded::left_over(),
            Self::Count => i64::try_from(certain).map_or(Folded::left_over(), Folded::number),
            _ => self.taken(certain, filter, body),
        }
    }

    fn taken(self, certain: usize, filter: Option<&[u8]>, body: Option<(&[i64], &[u8])>) -> Folded {
        let Some((numbers, known)) = body else {
            return Folded::left_over();
        };
        let items = numbers.iter().zip(known);
        match filter {
            None => self.taken_of(certain, items),
            Some(filter) => {
                let counting = filter.iter().zip(items);
                let counting = counting.filter(|(counts, _)| **counts == YES);
                self.taken_of(certain, counting.map(|(_, item)| item))
            }
        }
    }

    fn taken_of<'i>(self, count: usize, items: impl Iterator<Item = (&'i i64, &'i u8)>) -> Folded {
        let (joined, known) = match self {
            Self::Least => joined(items, i64::MAX, i64::min),
            Self::Greatest => joined(items, i64::MIN, i64::max),
            _ => joined(items, 0, i64::wrapping_add),
        };
        if known != KNOWN || (count == 0 && self != Self::Sum) {
            return Folded::state(UNKNOWN);
        }
        match self {
            Self::Mean => mean(joined, count),
            _ => Folded::number(joined),
        }
    }
}

/// Joins numbers, and tells whether all are known.
fn joined<'i>(
    items: impl Iterator<Item = (&'i i64, &'i u8)>,
    first: i64,
    join: impl Fn(i64, i64) -> i64,
) -> (i64, u8) {
    items.fold((first, KNOWN), |(joined, all), (number, known)| {
        (join(joined, *number), all & known)
    })
}

/// Returns the mean in [`PARTS`], if it is a whole number of them whatever the sum.
fn mean(sum: i64, count: usize) -> Folded {
    // Divided beforehand for as many items as there mostly are.
    const OF_FEW: [i64; 11] = [0, 2_520, 1_260, 840, 630, 504, 420, 360, 315, 280, 252];
    if let Some(parts) = OF_FEW.get(count) {
        return Folded::number(sum.wrapping_mul(*parts));
    }
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    match (PARTS.checked_rem(count), PARTS.checked_div(count)) {
        (Some(0), Some(parts)) => Folded::number(sum.wrapping_mul(parts)),
        _ => Folded::left_over(),
    }
}

fn state(yes: bool, no: bool) -> u8 {
    match (yes, no) {
        (true, _) => YES,
        (_, true) => NO,
        _ => UNKNOWN,
    }
}

/// Tells what a comparison gives for every number from `certain` to `possible`, if that is the
/// same.
fn settled(comparison: Comparison, certain: usize, possible: usize, wanted: usize) -> u8 {
    let holds = |number: usize| comparison.holds(number.cmp(&wanted));
    let (first, last) = (holds(certain), holds(possible));
    let between = (certain..=possible).contains(&wanted) && certain != possible;
    match comparison {
        Comparison::Equal | Comparison::NotEqual if between => UNKNOWN,
        _ => state(first && last, !first && !last),
    }
}

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
                body = Some((self.column(&part, items), self.known(&part, items)));
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
        let state = self.program.truth(0, Operation::Mask(state, stated));
        Ok(match fold {
            Fold::Any | Fold::Number(..) => Lowered::Truth(match quantifier {
                Quantifier::All | Quantifier::None => self.program.truth(0, Operation::Not(state)),
                _ => state,
            }),
            _ => Lowered::Figure(folded(fold, figure, number, state)?),
        })
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
        Ok(self.program.truth(0, Operation::Mask(state, stated)))
    }

    /// Returns where the items of a list stand, and whether it is stated.
    fn items(&mut self, list: &Expr, scope: Scope) -> Result<(Scope, Truth), Unsupported> {
        let (ExprKind::Fact(fact), Type::List(id)) = (&list.kind, list.ty) else {
            return Err(Unsupported(Construct::ListInList));
        };
        if scope.table != 0 {
            return Err(Unsupported(Construct::ListInList));
        }
        let table = self.layout.add_list(id, *fact);
        let mut stated = Truth::List(table);
        if let Some(when) = self
            .call
            .facts
            .get(fact.index())
            .and_then(|it| it.when.as_ref())
        {
            let when = self.truth(when, Scope::TOP)?;
            let applies = self.program.truth(0, Operation::IsYes(when));
            stated = self.program.truth(0, Operation::Mask(stated, applies));
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
    state: Truth,
) -> Result<Figure, Unsupported> {
    let made = |unit: Fraction, bounds: (i64, i64)| Figure {
        number: Some(number),
        known: Some(state),
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
