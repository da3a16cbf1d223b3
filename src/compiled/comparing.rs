//! Comparisons, and other questions about one figure.

use super::lower::{Lowering, Scope, Unsupported, too_large};
use super::numbers::{Figure, bounds_of, common, factor};
use super::obstacle::Construct;
use super::program::{NO, Operation, Truth, YES};
use crate::number::Fraction;
use crate::value::Comparison;

/// Days as the numbers that their digits make lie between these.
const DAYS: (i64, i64) = (-99_991_231, 99_991_231);

impl Lowering<'_> {
    pub(super) fn compare(
        &mut self,
        comparison: Comparison,
        left: &Figure,
        right: &Figure,
        scope: Scope,
    ) -> Result<Truth, Unsupported> {
        let known = self.all_known(&[*left, *right], scope);
        let compared = match (left.value(), right.value()) {
            (Some(left), Some(right)) => {
                let yes = comparison.holds(left.cmp(&right));
                self.always(if yes { YES } else { NO }, scope)
            }
            (Some(value), None) => self.compare_to(comparison.turned(), right, value, scope)?,
            (None, Some(value)) => self.compare_to(comparison, left, value, scope)?,
            (None, None) => {
                let unit = common(left.unit, right.unit)?;
                let factors = [factor(left.unit, unit)?, factor(right.unit, unit)?];
                let one = bounds_of(&[(factors[0], *left)], 0)?;
                let two = bounds_of(&[(factors[1], *right)], 0)?;
                difference_fits(one, two)?;
                let sides = [self.column(left, scope), self.column(right, scope)];
                let operation =
                    Operation::Compare(comparison, (factors[0], sides[0]), (factors[1], sides[1]));
                self.program.truth(scope.table, operation)
            }
        };
        Ok(match known {
            None => compared,
            Some(known) => self
                .program
                .truth(scope.table, Operation::Mask(compared, known)),
        })
    }

    /// Tells whether two answers of yes or no are the same: known where both are.
    pub(super) fn agree(
        &mut self,
        comparison: Comparison,
        left: Truth,
        right: Truth,
        scope: Scope,
    ) -> Result<Truth, Unsupported> {
        let mut step = |operation| self.program.truth(scope.table, operation);
        let both = step(Operation::And(left, right));
        let either = step(Operation::Or(left, right));
        let neither = step(Operation::Not(either));
        let same = step(Operation::Or(both, neither));
        match comparison {
            Comparison::Equal => Ok(same),
            Comparison::NotEqual => Ok(step(Operation::Not(same))),
            _ => Err(Unsupported(Construct::YesNoCompared)),
        }
    }

    /// Compares with a constant: with the whole number next to it.
    fn compare_to(
        &mut self,
        comparison: Comparison,
        figure: &Figure,
        value: Fraction,
        scope: Scope,
    ) -> Result<Truth, Unsupported> {
        let limit = value.div(figure.unit).ok_or(too_large())?;
        let below = limit.numerator().div_euclid(limit.denominator());
        let is_whole = limit.to_integer().is_some();
        let comparison = match (comparison, is_whole) {
            (any, true) => any,
            (Comparison::Less | Comparison::LessOrEqual, false) => Comparison::LessOrEqual,
            (Comparison::Greater | Comparison::GreaterOrEqual, false) => Comparison::Greater,
            (Comparison::Equal, false) => return Ok(self.always(NO, scope)),
            (Comparison::NotEqual, false) => return Ok(self.always(YES, scope)),
        };
        let below = i64::try_from(below).map_err(|_| too_large())?;
        difference_fits(figure.bounds, (below, below))?;
        let column = self.column(figure, scope);
        let operation = Operation::CompareTo(comparison, column, below);
        Ok(self.program.truth(scope.table, operation))
    }

    /// Returns the day of an instant, in the call's zone.
    pub(super) fn day_of(&mut self, instant: &Figure, scope: Scope) -> Figure {
        let column = self.column(instant, scope);
        let operation = Operation::DayOf(column, self.call.zone.clone());
        Figure {
            number: Some(self.program.number(scope.table, operation)),
            known: instant.known,
            unit: Fraction::ONE,
            bounds: DAYS,
        }
    }

    /// Returns how many members a set has.
    pub(super) fn size(&mut self, set: &Figure, scope: Scope) -> Figure {
        let column = self.column(set, scope);
        Figure {
            number: Some(
                self.program
                    .number(scope.table, Operation::CountBits(column)),
            ),
            known: set.known,
            unit: Fraction::ONE,
            bounds: (0, 63),
        }
    }
}

/// Makes sure that numbers within some bounds less numbers within others can be held.
fn difference_fits(one: (i64, i64), two: (i64, i64)) -> Result<(), Unsupported> {
    let fits = one.1.checked_sub(two.0).and(one.0.checked_sub(two.1));
    // One more, so that it can be negated too.
    let fits = fits.filter(|least| *least > i64::MIN);
    fits.map(|_| ()).ok_or(too_large())
}
