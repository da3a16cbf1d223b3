//! Sums, products, rounding, least and greatest: exact, or without a result.

use super::unknown::AllNeeded;
use super::{Evaluated, NoResultKind, Unknown};
use crate::number::Fraction;
use crate::source::Span;
use crate::value::Value;

/// Adds the numbers, or takes them away where the flag is set.
pub(super) fn sum<E: AsRef<Evaluated>>(
    flags: impl IntoIterator<Item = bool>,
    inputs: &[E],
    span: Span,
) -> Evaluated {
    if let Some(missing) = missing(inputs) {
        return missing;
    }
    let total = flags.into_iter().zip(numbers(inputs)).try_fold(
        Fraction::ZERO,
        |total, (taken, number)| {
            if taken {
                total.sub(number)
            } else {
                total.add(number)
            }
        },
    );
    Evaluated::number_or_overflow(total, span)
}

/// Multiplies the numbers, or divides by them where the flag is set.
pub(super) fn product<E: AsRef<Evaluated>>(
    flags: impl IntoIterator<Item = bool> + Clone,
    inputs: &[E],
    span: Span,
) -> Evaluated {
    let nought = Evaluated::number(Fraction::ZERO);
    let mut parts = flags.clone().into_iter().zip(inputs);
    if parts.any(|(divides, input)| divides && *input.as_ref() == nought) {
        return Evaluated::Unknown(Unknown::no_result(span, NoResultKind::DivisionByZero));
    }
    if let Some(missing) = missing(inputs) {
        return missing;
    }
    let total = flags.into_iter().zip(numbers(inputs)).try_fold(
        Fraction::ONE,
        |total, (divides, number)| {
            if divides {
                total.div(number)
            } else {
                total.mul(number)
            }
        },
    );
    Evaluated::number_or_overflow(total, span)
}

/// Changes one number; `None` where the outcome is too large.
pub(super) fn change(
    input: &Evaluated,
    span: Span,
    change: impl FnOnce(Fraction) -> Option<Fraction>,
) -> Evaluated {
    if let Some(missing) = missing(&[input]) {
        return missing;
    }
    match numbers(&[input]).next() {
        Some(number) => Evaluated::number_or_overflow(change(number), span),
        None => Evaluated::Absent,
    }
}

/// Returns the least or the greatest of some values.
pub(super) fn extreme<E: AsRef<Evaluated>>(greatest: bool, inputs: &[E]) -> Evaluated {
    if let Some(missing) = missing(inputs) {
        return missing;
    }
    let values = inputs.iter().filter_map(|input| input.as_ref().known());
    let found = if greatest { values.max() } else { values.min() };
    found.map_or(Evaluated::Absent, |value| Evaluated::Known(value.clone()))
}

/// Returns the value at the first number on the line drawn through the points that follow, each
/// as where and how much.
pub(super) fn interpolate<E: AsRef<Evaluated>>(inputs: &[E], span: Span) -> Evaluated {
    if let Some(missing) = missing(inputs) {
        return missing;
    }
    let numbers: Vec<Fraction> = numbers(inputs).collect();
    let Some((of, points)) = numbers.split_first() else {
        return Evaluated::Absent;
    };
    let points: Vec<(Fraction, Fraction)> = points
        .chunks_exact(2)
        .filter_map(|point| Some((*point.first()?, *point.last()?)))
        .collect();
    let mut legs = points
        .windows(2)
        .filter_map(|leg| Some((*leg.first()?, *leg.last()?)));
    if legs.clone().any(|(from, to)| from.0 >= to.0) {
        return Evaluated::Unknown(Unknown::no_result(span, NoResultKind::PointsOutOfOrder));
    }
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Evaluated::Absent;
    };
    if *of <= first.0 {
        return Evaluated::number(first.1);
    }
    let leg = legs.find(|(_, to)| *of <= to.0);
    let value = leg.map_or(Some(last.1), |(from, to)| {
        let way = of.sub(from.0)?.div(to.0.sub(from.0)?)?;
        to.1.sub(from.1)?.mul(way)?.add(from.1)
    });
    Evaluated::number_or_overflow(value, span)
}

/// Returns what an operation that needs all of `inputs` is while one of them is missing.
pub(super) fn missing<E: AsRef<Evaluated>>(inputs: &[E]) -> Option<Evaluated> {
    AllNeeded::of(inputs.iter().map(AsRef::as_ref)).missing()
}

fn numbers<E: AsRef<Evaluated>>(inputs: &[E]) -> impl Iterator<Item = Fraction> {
    inputs.iter().filter_map(|input| match input.as_ref() {
        Evaluated::Known(Value::Number(number)) => Some(*number),
        _ => None,
    })
}
