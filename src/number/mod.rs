//! Exact arithmetic: fractions, money in whole cents, rounding by name.
//!
//! # Precision and limits
//! A [`Fraction`] holds numerator and denominator as 128-bit integers in lowest terms. Every
//! operation is exact or gives `None`; nothing is ever rounded but by [`Fraction::round`], which
//! names how. A literal has at most 28 digits ([`parse_plain`]). [`Money`] counts whole cents in
//! 64 bits, some 92 thousand million million euro. [`Exact`] is a fraction of any size, for the few
//! reckonings over whole tables whose denominators outgrow 128 bits.

mod exact;
mod fraction;
mod money;
mod text;

pub use exact::Exact;
pub use fraction::{Fraction, Rounding};
pub use money::{Money, by_parts, largest_remainder};
pub use text::{group_digits, parse_plain};
