//! Money in whole cents.

use std::fmt;

use super::{Fraction, group_digits};

/// An amount of euro in whole cents.
///
/// ```
/// use bando::number::Money;
/// let grant = Money::from_cents(413_250_000);
/// assert_eq!(grant.to_plain(), "4132500.00");
/// assert_eq!(grant.to_string(), "4,132,500.00");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    cents: i64,
}

impl Money {
    /// No money.
    pub const ZERO: Self = Self { cents: 0 };

    /// Returns an amount of so many cents.
    pub const fn from_cents(cents: i64) -> Self {
        Self { cents }
    }

    /// Returns the amount of `euro`; `None` if it is not a whole number of cents or too large.
    pub fn from_euro(euro: Fraction) -> Option<Self> {
        let cents = euro.mul(Fraction::integer(100))?.to_integer()?;
        Some(Self {
            cents: i64::try_from(cents).ok()?,
        })
    }

    /// Returns the number of cents.
    pub const fn cents(self) -> i64 {
        self.cents
    }

    /// Returns the amount in euro.
    pub fn euro(self) -> Fraction {
        Fraction::new(i128::from(self.cents), 100).unwrap_or(Fraction::ZERO)
    }

    /// Returns `self + other`; `None` on overflow.
    pub fn add(self, other: Self) -> Option<Self> {
        self.cents.checked_add(other.cents).map(Self::from_cents)
    }

    /// Returns `self - other`; `None` on overflow.
    pub fn sub(self, other: Self) -> Option<Self> {
        self.cents.checked_sub(other.cents).map(Self::from_cents)
    }

    /// Returns the sum of all amounts; `None` on overflow.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::add)
    }

    /// Returns the digits for data: a point, two decimals, no grouping.
    pub fn to_plain(self) -> String {
        self.euro().to_plain(2).unwrap_or_default()
    }
}

/// Writes the amount for English readers: `1,234,567.89`.
impl fmt::Display for Money {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&group_digits(&self.to_plain(), ',', '.'))
    }
}

/// Splits `total` in proportion to `weights` by largest remainder, to the cent.
///
/// The shares stand in the order of the weights and add up to `total`. Equal claims to a last
/// cent go to the earlier weight, so callers put weights in an order that means something.
/// `None` on overflow, for a negative total or weight, or where all weights are nought.
///
/// Source: the method of Hamilton (largest remainder).
///
/// ```
/// use bando::number::{Money, largest_remainder};
/// let thirds = largest_remainder(Money::from_cents(100), &[1, 1, 1]).unwrap();
/// assert_eq!(thirds.iter().map(|share| share.cents()).collect::<Vec<_>>(), [34, 33, 33]);
/// ```
pub fn largest_remainder(total: Money, weights: &[i64]) -> Option<Vec<Money>> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if total.cents < 0 || sum <= 0 || weights.iter().any(|weight| *weight < 0) {
        return None;
    }
    let mut shares = Vec::with_capacity(weights.len());
    let mut rests = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        let product = i128::from(total.cents).checked_mul(i128::from(*weight))?;
        shares.push(i64::try_from(product.checked_div(sum)?).ok()?);
        rests.push((product.checked_rem(sum)?, index));
    }
    let given = shares
        .iter()
        .try_fold(0_i64, |a, share| a.checked_add(*share))?;
    let mut missing = total.cents.checked_sub(given)?;
    rests.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, index) in rests {
        if missing == 0 {
            break;
        }
        let share = shares.get_mut(index)?;
        *share = share.checked_add(1)?;
        missing = missing.checked_sub(1)?;
    }
    Some(shares.into_iter().map(Money::from_cents).collect())
}

/// Splits `total` into parts of a whole by largest remainder, to the cent, as [`largest_remainder`]
/// does.
///
/// `None` as there, and where the parts have no common denominator that an `i64` holds.
///
/// ```
/// use bando::number::{Fraction, Money, by_parts};
/// let parts = [1, 2].map(|thirds| Fraction::new(thirds, 3).unwrap());
/// let shares = by_parts(Money::from_cents(100), &parts).unwrap();
/// assert_eq!(shares.iter().map(|share| share.cents()).collect::<Vec<_>>(), [33, 67]);
/// ```
pub fn by_parts(total: Money, parts: &[Fraction]) -> Option<Vec<Money>> {
    let common = parts.iter().try_fold(1_i128, |common, part| {
        // In lowest terms, what is lacking to a common denominator is that of the product.
        let lacking = part.mul(Fraction::integer(common))?.denominator();
        common.checked_mul(lacking)
    })?;
    let weights = parts.iter().map(|part| {
        let weight = part.mul(Fraction::integer(common))?.to_integer()?;
        i64::try_from(weight).ok()
    });
    let weights: Vec<i64> = weights.collect::<Option<_>>()?;
    largest_remainder(total, &weights)
}
