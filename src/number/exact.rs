//! Fractions of any size.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "integers of any size do not overflow, and no divisor is nought"
)]

use std::cmp::Ordering;
use std::iter::Sum;

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::{Fraction, Rounding};

/// An exact fraction of any size: no operation overflows, and none rounds unless it names how.
///
/// ```
/// use bando::number::{Exact, Fraction, Rounding};
/// let third = Exact::from(Fraction::new(1, 3).unwrap());
/// assert_eq!(third.mul(&Exact::integer(3)), Exact::integer(1));
/// assert_eq!(third.to_plain(2, Rounding::HalfUp), "0.33");
/// assert_eq!(third.div(&Exact::default()), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(BigRational);

impl Exact {
    /// Returns a whole number.
    pub fn integer(value: i128) -> Self {
        Self(BigRational::from_integer(value.into()))
    }

    /// Tells whether this is nought.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Tells whether this is less than nought.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Returns `self + other`.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        Self(&self.0 + &other.0)
    }

    /// Returns `self - other`.
    #[must_use]
    pub fn sub(&self, other: &Self) -> Self {
        Self(&self.0 - &other.0)
    }

    /// Returns `self × other`.
    #[must_use]
    pub fn mul(&self, other: &Self) -> Self {
        Self(&self.0 * &other.0)
    }

    /// Returns `self ÷ other`; `None` where `other` is nought.
    pub fn div(&self, other: &Self) -> Option<Self> {
        (!other.is_zero()).then(|| Self(&self.0 / &other.0))
    }

    /// Returns the greatest whole number not above this; `None` where it does not fit.
    ///
    /// ```
    /// use bando::number::{Exact, Fraction};
    /// let below = Fraction::new(-7, 2).unwrap();
    /// assert_eq!(Exact::from(below).floor(), Some(-4));
    /// ```
    pub fn floor(&self) -> Option<i64> {
        self.0.floor().to_integer().to_i64()
    }

    /// Rounds to `places` decimal places.
    #[must_use]
    pub fn round(&self, places: u32, rounding: Rounding) -> Self {
        let scale = BigInt::from(10).pow(places);
        let scaled = &self.0 * &scale;
        let size = scaled.abs();
        let whole = size.to_integer();
        let twice = (&size - &whole) * BigInt::from(2);
        let above = Above {
            something: !twice.is_zero(),
            half: twice.cmp(&BigRational::one()),
        };
        let units = nearest(whole, &above, rounding);
        let sign = if scaled.is_negative() { -1 } else { 1 };
        Self(BigRational::new(units * sign, scale))
    }

    /// Returns the square root, rounded to `places` decimal places; `None` of a negative number.
    ///
    /// Nothing is approximated on the way: the root of the number itself is rounded, once, from
    /// the integer root of four times its scaled square.
    ///
    /// ```
    /// use bando::number::{Exact, Rounding};
    /// let root = |rounding| Exact::integer(2).square_root(3, rounding).unwrap().to_plain(3, rounding);
    /// assert_eq!(root(Rounding::HalfUp), "1.414");
    /// assert_eq!(root(Rounding::Up), "1.415");
    /// assert_eq!(Exact::integer(-1).square_root(3, Rounding::Up), None);
    /// ```
    pub fn square_root(&self, places: u32, rounding: Rounding) -> Option<Self> {
        if self.is_negative() {
            return None;
        }
        let scale = BigInt::from(10).pow(places);
        let scaled = &self.0 * &scale * &scale * BigInt::from(4);
        // Twice the scaled root, without its decimals: halves are whole in it.
        let twice = scaled.to_integer().sqrt();
        let is_root = BigRational::from_integer(&twice * &twice) == scaled;
        let whole = &twice / BigInt::from(2);
        let odd = &twice - &whole * BigInt::from(2) == BigInt::one();
        let above = Above {
            something: odd || !is_root,
            half: match (odd, is_root) {
                (false, _) => Ordering::Less,
                (true, true) => Ordering::Equal,
                (true, false) => Ordering::Greater,
            },
        };
        let units = nearest(whole, &above, rounding);
        Some(Self(BigRational::new(units, scale)))
    }

    /// Returns the same number as a [`Fraction`]; `None` where it does not fit.
    pub fn to_fraction(&self) -> Option<Fraction> {
        Fraction::new(self.0.numer().to_i128()?, self.0.denom().to_i128()?)
    }

    /// Returns numerator and denominator in lowest terms: `1/3`; a whole number alone.
    ///
    /// ```
    /// use bando::number::Exact;
    /// let third = Exact::integer(2).div(&Exact::integer(6)).unwrap();
    /// assert_eq!(third.to_ratio(), "1/3");
    /// ```
    pub fn to_ratio(&self) -> String {
        self.0.to_string()
    }

    /// Returns the digits, rounded to exactly `places` decimals, with a point before them and a
    /// minus sign where needed.
    pub fn to_plain(&self, places: u32, rounding: Rounding) -> String {
        let scale = BigInt::from(10).pow(places);
        let units = (self.round(places, rounding).0 * scale).to_integer();
        let width = usize::try_from(places).unwrap_or_default();
        let digits = format!("{:0>fill$}", units.magnitude(), fill = width + 1);
        let (whole, decimals) = digits.split_at(digits.len() - width);
        let sign = if units.sign() == Sign::Minus { "-" } else { "" };
        let point = if decimals.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{decimals}")
    }
}

impl From<Fraction> for Exact {
    fn from(value: Fraction) -> Self {
        Self(BigRational::new(
            value.numerator().into(),
            value.denominator().into(),
        ))
    }
}

impl<'a> Sum<&'a Exact> for Exact {
    fn sum<I: Iterator<Item = &'a Exact>>(numbers: I) -> Self {
        numbers.fold(Self::default(), |sum, number| sum.add(number))
    }
}

/// What stands above a whole number.
struct Above {
    /// Whether anything does.
    something: bool,
    /// How it compares with one half.
    half: Ordering,
}

/// Returns `whole`, or one more where the rounding says so.
fn nearest(whole: BigInt, above: &Above, rounding: Rounding) -> BigInt {
    let is_odd = whole.bit(0);
    let moves = match rounding {
        Rounding::Down => false,
        Rounding::Up => above.something,
        Rounding::HalfUp => above.half.is_ge(),
        Rounding::HalfEven => above.half.is_gt() || above.half.is_eq() && is_odd,
    };
    if moves { whole + 1 } else { whole }
}
