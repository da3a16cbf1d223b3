//! Numbers that depend on one other: a linear one, over a linear one.

use crate::number::Fraction;

/// A number as a fraction of two linear ones: (a + b x) / (c + d x).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ratio {
    pub(super) above: (Fraction, Fraction),
    pub(super) below: (Fraction, Fraction),
}

impl Ratio {
    pub(super) fn constant(value: Fraction) -> Self {
        Self {
            above: (value, Fraction::ZERO),
            below: (Fraction::ONE, Fraction::ZERO),
        }
    }

    pub(super) fn is_constant(self) -> bool {
        self.above.1.is_zero() && self.below.1.is_zero()
    }
}

pub(super) fn multiply(
    left: (Fraction, Fraction),
    right: (Fraction, Fraction),
) -> Option<(Fraction, Fraction)> {
    if !left.1.is_zero() && !right.1.is_zero() {
        return None;
    }
    let mixed = left.0.mul(right.1)?.add(left.1.mul(right.0)?)?;
    Some((left.0.mul(right.0)?, mixed))
}

pub(super) fn add(
    left: (Fraction, Fraction),
    right: (Fraction, Fraction),
) -> Option<(Fraction, Fraction)> {
    Some((left.0.add(right.0)?, left.1.add(right.1)?))
}

pub(super) fn negate(one: (Fraction, Fraction)) -> Option<(Fraction, Fraction)> {
    Some((one.0.negate()?, one.1.negate()?))
}

pub(super) fn sum(one: Ratio, taken: bool, other: Ratio) -> Option<Ratio> {
    let other_above = if taken {
        negate(other.above)?
    } else {
        other.above
    };
    let above = add(
        multiply(one.above, other.below)?,
        multiply(other_above, one.below)?,
    )?;
    let below = multiply(one.below, other.below)?;
    Some(Ratio { above, below })
}

pub(super) fn product(one: Ratio, divides: bool, other: Ratio) -> Option<Ratio> {
    let (above, below) = if divides {
        (other.below, other.above)
    } else {
        (other.above, other.below)
    };
    Some(Ratio {
        above: multiply(one.above, above)?,
        below: multiply(one.below, below)?,
    })
}
