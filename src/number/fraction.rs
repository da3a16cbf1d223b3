//! Exact fractions.

use std::cmp::Ordering;

use rust_decimal::Decimal;

/// How a number between two steps is moved to one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rounding {
    /// To the nearest step; half-way away from zero.
    HalfUp,
    /// To the nearest step; half-way to the even one.
    HalfEven,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
}

/// An exact fraction in lowest terms, with a positive denominator.
///
/// ```
/// use bando::number::{Fraction, Rounding};
/// let third = Fraction::new(1, 3).unwrap();
/// assert_eq!(third.mul(Fraction::integer(3)), Some(Fraction::ONE));
/// assert_eq!(third.round(2, Rounding::HalfUp), Fraction::new(33, 100));
/// assert_eq!(Fraction::ONE.div(Fraction::ZERO), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    /// Nought.
    pub const ZERO: Self = Self::integer(0);
    /// One.
    pub const ONE: Self = Self::integer(1);

    /// Returns `numerator / denominator`; `None` if the denominator is nought or lowest terms
    /// do not fit 128 bits.
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let common = gcd(numerator.unsigned_abs(), denominator.unsigned_abs());
        let common = i128::try_from(common).ok()?;
        let sign = if denominator < 0 { -1 } else { 1 };
        Some(Self {
            numerator: numerator.checked_div(common)?.checked_mul(sign)?,
            denominator: denominator.checked_div(common)?.checked_mul(sign)?,
        })
    }

    /// Returns a whole number.
    pub const fn integer(value: i128) -> Self {
        Self {
            numerator: value,
            denominator: 1,
        }
    }

    /// Returns the value of a decimal, digit for digit.
    pub fn from_decimal(value: Decimal) -> Option<Self> {
        Self::new(value.mantissa(), 10_i128.checked_pow(value.scale())?)
    }

    /// Returns the numerator of the lowest terms.
    pub fn numerator(self) -> i128 {
        self.numerator
    }

    /// Returns the denominator of the lowest terms, always positive.
    pub fn denominator(self) -> i128 {
        self.denominator
    }

    /// Returns the whole number this is, if it is one.
    pub fn to_integer(self) -> Option<i128> {
        (self.denominator == 1).then_some(self.numerator)
    }

    /// Tells whether this is nought.
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// Tells whether this is less than nought.
    pub fn is_negative(self) -> bool {
        self.numerator < 0
    }

    /// Returns `self + other`; `None` on overflow.
    pub fn add(self, other: Self) -> Option<Self> {
        let common = gcd(
            self.denominator.unsigned_abs(),
            other.denominator.unsigned_abs(),
        );
        let common = i128::try_from(common).ok()?;
        let mine = other.denominator.checked_div(common)?;
        let theirs = self.denominator.checked_div(common)?;
        let numerator = self
            .numerator
            .checked_mul(mine)?
            .checked_add(other.numerator.checked_mul(theirs)?)?;
        Self::new(numerator, self.denominator.checked_mul(mine)?)
    }

    /// Returns `self - other`; `None` on overflow.
    pub fn sub(self, other: Self) -> Option<Self> {
        self.add(other.negate()?)
    }

    /// Returns `self × other`; `None` on overflow.
    pub fn mul(self, other: Self) -> Option<Self> {
        let left = Self::new(self.numerator, other.denominator)?;
        let right = Self::new(other.numerator, self.denominator)?;
        Some(Self {
            numerator: left.numerator.checked_mul(right.numerator)?,
            denominator: left.denominator.checked_mul(right.denominator)?,
        })
    }

    /// Returns `self ÷ other`; `None` on overflow or where `other` is nought.
    pub fn div(self, other: Self) -> Option<Self> {
        self.mul(Self::new(other.denominator, other.numerator)?)
    }

    /// Returns `-self`; `None` on overflow.
    pub fn negate(self) -> Option<Self> {
        Some(Self {
            numerator: self.numerator.checked_neg()?,
            denominator: self.denominator,
        })
    }

    /// Returns the distance from nought; `None` on overflow.
    pub fn abs(self) -> Option<Self> {
        if self.is_negative() {
            self.negate()
        } else {
            Some(self)
        }
    }

    /// Rounds to `places` decimal places; `None` on overflow or where `places` is above 28.
    pub fn round(self, places: u32, rounding: Rounding) -> Option<Self> {
        if places > 28 {
            return None;
        }
        let unit = Self::new(1, 10_i128.checked_pow(places)?)?;
        self.round_to(unit, rounding)
    }

    /// Rounds to a whole number of `unit`s; `None` on overflow or where `unit` is not positive.
    pub fn round_to(self, unit: Self, rounding: Rounding) -> Option<Self> {
        if unit.numerator <= 0 {
            return None;
        }
        let steps = self.div(unit)?;
        let whole = steps.numerator.checked_div(steps.denominator)?;
        let rest = steps.numerator.checked_rem(steps.denominator)?;
        let away = if steps.is_negative() { -1 } else { 1 };
        let half = steps
            .denominator
            .unsigned_abs()
            .cmp(&rest.unsigned_abs().checked_mul(2)?)
            .reverse();
        let moves = match rounding {
            Rounding::Down => false,
            Rounding::Up => rest != 0,
            Rounding::HalfUp => half != Ordering::Less,
            Rounding::HalfEven => match half {
                Ordering::Less => false,
                Ordering::Greater => true,
                Ordering::Equal => whole.checked_rem(2)? != 0,
            },
        };
        let whole = if moves {
            whole.checked_add(away)?
        } else {
            whole
        };
        Self::integer(whole).mul(unit)
    }

    /// Returns the digits with exactly `places` decimals, a point before them and a minus sign
    /// where needed; `None` if that would need rounding.
    pub fn to_plain(self, places: u32) -> Option<String> {
        let scale = 10_i128.checked_pow(places)?;
        let units = self.mul(Self::integer(scale))?.to_integer()?;
        let digits = units.unsigned_abs().to_string();
        let width = usize::try_from(places).ok()?;
        let padded = format!("{digits:0>fill$}", fill = width.checked_add(1)?);
        let split = padded.len().checked_sub(width)?;
        let (whole, decimals) = padded.split_at(split);
        let sign = if units < 0 { "-" } else { "" };
        Some(if decimals.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{decimals}")
        })
    }

    /// Returns the least number of decimals that writes this exactly, if there is one.
    pub fn decimals(self) -> Option<u32> {
        (0..=38).find(|places| {
            10_i128
                .checked_pow(*places)
                .and_then(|scale| scale.checked_rem(self.denominator))
                == Some(0)
        })
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = self.numerator.checked_mul(other.denominator);
        let right = other.numerator.checked_mul(self.denominator);
        match (left, right) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => compare_slowly(*self, *other),
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares by whole parts first, then by the remainders upside down, as Euclid would: no
/// product is ever formed, so nothing overflows.
fn compare_slowly(left: Fraction, right: Fraction) -> Ordering {
    let (mut a, mut b) = (left.numerator, left.denominator);
    let (mut c, mut d) = (right.numerator, right.denominator);
    let mut flipped = false;
    loop {
        let whole = a.div_euclid(b).cmp(&c.div_euclid(d));
        let (rest_left, rest_right) = (a.rem_euclid(b), c.rem_euclid(d));
        let order = if whole != Ordering::Equal {
            whole
        } else if rest_left == 0 || rest_right == 0 {
            rest_left.cmp(&rest_right)
        } else {
            (a, b, c, d) = (b, rest_left, d, rest_right);
            flipped = !flipped;
            continue;
        };
        return if flipped { order.reverse() } else { order };
    }
}

/// Returns the greatest common divisor; 1 where both are nought.
fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or_default());
    }
    a.max(1)
}
