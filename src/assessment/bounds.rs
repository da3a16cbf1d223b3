//! Between which numbers lies what is not known yet, by the bounds within which facts are read.
//!
//! An assessment says what follows from what has been stated, and looks at no such bounds; the
//! pre-check asks what can still come of whatever may be stated, and does.

use super::comparing::Range;
use super::{Evaluated, Unknown};
use crate::call::{Expr, ExprKind, Reading, Type};
use crate::number::Fraction;
use crate::value::Value;

/// Beyond this on either side of nought no number is read: it has at most 28 digits.
const MOST: Fraction = Fraction::integer(10_i128.pow(28));
/// No sum may go beyond this: with six decimals it is held in any case.
const LARGEST: Fraction = Fraction::integer(10_i128.pow(31));
/// Six decimals.
const MOST_DECIMALS: i128 = 1_000_000;

/// Returns the numbers between which lies what a fact or field will state: of numbers of few
/// decimals, of which no sum grows too large to be held.
pub(super) fn stated(kind: Type, reading: &Reading) -> Option<Range> {
    let few = match kind {
        Type::Integer | Type::Money => true,
        Type::Decimal(places) => places <= 4,
        Type::Percent(places) => places.is_some_and(|it| it <= 2),
        _ => false,
    };
    let number = |value: Option<&Value>| match value {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    };
    let least = number(reading.least.as_ref()).or(MOST.negate())?;
    let greatest = number(reading.greatest.as_ref()).unwrap_or(MOST);
    few.then_some((least, greatest))
}

/// Adds to what waits for facts the numbers between which it will lie.
pub(super) fn within(found: Evaluated, range: impl FnOnce() -> Option<Range>) -> Evaluated {
    match found {
        Evaluated::Unknown(unknown) if unknown.waits() => Evaluated::Unknown(Unknown {
            bounds: range().map(Box::new),
            ..unknown
        }),
        other => other,
    }
}

/// Returns the numbers between which this will lie; `None` where it may never have a value: that
/// it lies in a range says nothing of that.
pub(super) fn of(part: &Evaluated) -> Option<Range> {
    match part {
        Evaluated::Known(_) => part.range().filter(|(number, _)| is_short(*number)),
        Evaluated::Unknown(unknown) => unknown.bounds.as_deref().copied(),
        Evaluated::Absent => None,
    }
}

/// Returns the numbers between which lies the outcome of an operation on these inputs.
pub(super) fn outcome(expr: &Expr, inputs: &[Evaluated]) -> Option<Range> {
    let ranges = inputs.iter().map(of);
    match &expr.kind {
        ExprKind::Sum(terms) => terms.iter().zip(ranges).try_fold(
            (Fraction::ZERO, Fraction::ZERO),
            |sum, ((taken, _), range)| add(sum, if *taken { negate(range?)? } else { range? }),
        ),
        ExprKind::Least(_) => both(ranges, Ord::min),
        ExprKind::Greatest(_) => both(ranges, Ord::max),
        _ => None,
    }
}

/// Returns the numbers between which lies one of two numbers, of which it is open which.
pub(super) fn either(one: Range, other: Range) -> Range {
    (one.0.min(other.0), one.1.max(other.1))
}

/// Returns the numbers between which lies the sum of two such; `None` where some sum of numbers
/// there might be too large to be held with its decimals.
pub(super) fn add(one: Range, other: Range) -> Option<Range> {
    let ends = (one.0.add(other.0)?, one.1.add(other.1)?);
    let held = |end: Fraction| end.abs().is_some_and(|it| it <= LARGEST);
    (held(ends.0) && held(ends.1)).then_some(ends)
}

/// Tells whether a number is of few decimals: between the ends of a range others are added to it.
fn is_short(number: Fraction) -> bool {
    MOST_DECIMALS.checked_rem(number.denominator()) == Some(0)
        && number.abs().is_some_and(|it| it <= LARGEST)
}

fn negate(range: Range) -> Option<Range> {
    Some((range.1.negate()?, range.0.negate()?))
}

fn both(
    mut ranges: impl Iterator<Item = Option<Range>>,
    of: impl Fn(Fraction, Fraction) -> Fraction,
) -> Option<Range> {
    let first = ranges.next()??;
    ranges.try_fold(first, |found, range| {
        let range = range?;
        Some((of(found.0, range.0), of(found.1, range.1)))
    })
}
