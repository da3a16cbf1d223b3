//! Points: exact, between nought and a maximum, or known only so far.

use crate::assessment::{Evaluated, NoResultKind, Unknown};
use crate::call::Number;
use crate::number::Fraction;
use crate::source::Span;
use crate::value::Value;

/// Returns points that are not known, or have no result: they can be anything up to `max`.
pub(super) fn open(mut unknown: Unknown, max: Fraction) -> Evaluated {
    unknown.range = Some((Fraction::ZERO, max));
    Evaluated::Unknown(unknown)
}

/// Keeps points between nought and `max`: beyond there is no result. Of points not known the range
/// stays only if no value in it would be beyond.
pub(super) fn within(points: Evaluated, max: Fraction, span: Span) -> Evaluated {
    let fits = |least: Fraction, greatest: Fraction| !least.is_negative() && greatest <= max;
    match points {
        Evaluated::Known(Value::Number(number)) if fits(number, number) => points,
        Evaluated::Known(_) => open(
            Unknown::no_result(span, NoResultKind::PointsOutOfRange),
            max,
        ),
        Evaluated::Unknown(unknown) => match unknown.range {
            Some((least, greatest)) if fits(least, greatest) => Evaluated::Unknown(unknown),
            _ => open(unknown, max),
        },
        Evaluated::Absent => open(Unknown::default(), max),
    }
}

/// Rounds points, or what they can still be.
pub(super) fn rounded(points: &Evaluated, rounding: Option<Number>, span: Span) -> Evaluated {
    let Some(Number { places, rounding }) = rounding else {
        return points.clone();
    };
    let round = |number: Fraction| number.round(places, rounding);
    match points {
        Evaluated::Known(Value::Number(number)) => {
            Evaluated::number_or_overflow(round(*number), span)
        }
        Evaluated::Unknown(unknown) => {
            let range = unknown.range;
            let range = range.and_then(|(least, greatest)| Some((round(least)?, round(greatest)?)));
            Evaluated::Unknown(Unknown {
                range,
                ..unknown.clone()
            })
        }
        other => other.clone(),
    }
}

/// Points that are added up.
#[derive(Clone, Debug)]
pub(super) struct Total {
    /// The least and the greatest they can come to; `None` if that is too large.
    range: Option<(Fraction, Fraction)>,
    /// Why some of them are not known.
    open: Option<Unknown>,
}

impl Total {
    pub(super) fn new() -> Self {
        Self {
            range: Some((Fraction::ZERO, Fraction::ZERO)),
            open: None,
        }
    }

    pub(super) fn add(&mut self, points: &Evaluated) {
        if points.known().is_none() {
            self.open.get_or_insert_default().take_in(points);
        }
        self.range = self.range.zip(points.range()).and_then(|(sum, more)| {
            let (least, greatest) = (sum.0.add(more.0)?, sum.1.add(more.1)?);
            Some((least, greatest))
        });
    }

    /// Returns the sum, at most `max`.
    pub(super) fn result(self, max: Fraction, span: Span) -> Evaluated {
        let sum = match self.open {
            None => Evaluated::number_or_overflow(self.range.map(|(sum, _)| sum), span),
            Some(open) => Evaluated::Unknown(Unknown {
                range: self.range,
                ..open
            }),
        };
        within(sum, max, span)
    }
}
