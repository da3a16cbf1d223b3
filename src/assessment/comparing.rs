//! Comparisons, also of numbers of which only the range is known.

use super::kleene::Junction;
use super::{Evaluated, Unknown};
use crate::number::Fraction;
use crate::value::Comparison;

/// The least and the greatest number something can be.
pub(super) type Range = (Fraction, Fraction);

pub(crate) fn compare(comparison: Comparison, left: &Evaluated, right: &Evaluated) -> Evaluated {
    if let (Evaluated::Known(left), Evaluated::Known(right)) = (left, right) {
        return Evaluated::yes(comparison.holds(left.compared_to(right)));
    }
    let sides = [left, right];
    if let (Some(left), Some(right)) = (left.range(), right.range())
        && let Some(answer) = settled(comparison, left, right)
    {
        return Evaluated::yes(answer);
    }
    // A number that will never be known may still have a range that settles the comparison once
    // the other side is; only a side without a range ends it.
    let ended = sides.iter().any(|side| side.is_hopeless());
    let mut reasons = Unknown::default();
    for side in sides.iter().filter(|side| !ended || side.is_hopeless()) {
        reasons.take_in(side);
    }
    reasons.evaluated()
}

pub(super) fn between(value: &Evaluated, least: &Evaluated, greatest: &Evaluated) -> Evaluated {
    let mut both = Junction::and();
    both.add(&compare(Comparison::GreaterOrEqual, value, least));
    both.add(&compare(Comparison::LessOrEqual, value, greatest));
    both.result()
}

/// Tells what a comparison gives for every pair out of two ranges, if it is always the same.
pub(super) fn settled(comparison: Comparison, left: Range, right: Range) -> Option<bool> {
    let certain = |yes: bool, no: bool| match (yes, no) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    };
    match comparison {
        Comparison::Equal => {
            let single = left.0 == left.1 && right.0 == right.1;
            certain(
                single && left == right,
                left.1 < right.0 || right.1 < left.0,
            )
        }
        Comparison::NotEqual => settled(Comparison::Equal, left, right).map(|answer| !answer),
        Comparison::Less => certain(left.1 < right.0, left.0 >= right.1),
        Comparison::LessOrEqual => certain(left.1 <= right.0, left.0 > right.1),
        Comparison::Greater => settled(Comparison::Less, right, left),
        Comparison::GreaterOrEqual => settled(Comparison::LessOrEqual, right, left),
    }
}
