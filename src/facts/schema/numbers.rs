//! Bounds of numbers that are written as texts, as patterns over their digits.
//!
//! Each pattern is meant beside the one that says how a number is written, so it only has to tell
//! numbers apart.

use super::digits::{above, below, greater, prefixes, smaller};
use crate::number::Fraction;

/// Returns how a number with at most so many places is written as a text.
pub(super) fn written(places: Option<u8>, percent: bool) -> String {
    let decimals = match places {
        Some(0) => String::new(),
        Some(1) => "(?:\\.[0-9])?".to_owned(),
        Some(places) => format!("(?:\\.[0-9]{{1,{places}}})?"),
        None => "(?:\\.[0-9]+)?".to_owned(),
    };
    format!("^-?[0-9]+{decimals}{}", end(percent))
}

/// Returns the pattern of numbers that are `least` or more.
pub(super) fn at_least(least: Fraction, percent: bool) -> Option<String> {
    let (negative, digits) = Digits::of(least)?;
    Some(if negative {
        format!("^(?:[0-9]|-{})", digits.up_to(percent))
    } else if least.is_zero() {
        "^(?:[0-9]|-[^1-9]*$)".to_owned()
    } else {
        format!("^{}", digits.from())
    })
}

/// Returns the pattern of numbers that are `greatest` or less.
pub(super) fn at_most(greatest: Fraction, percent: bool) -> Option<String> {
    let (negative, digits) = Digits::of(greatest)?;
    Some(if negative {
        format!("^-{}", digits.from())
    } else {
        format!("^(?:-|{})", digits.up_to(percent))
    })
}

/// What stands behind the digits.
fn end(percent: bool) -> &'static str {
    if percent { "(?: *%)?$" } else { "$" }
}

/// Behind the whole part, where the decimals do not matter.
const ANY_DECIMALS: &str = "(?:[^0-9].*)?$";

/// A number without its sign: no nought stands before the whole part or behind the decimals that
/// need not.
struct Digits {
    whole: String,
    decimals: String,
}

impl Digits {
    /// Returns the sign and digits of a number that decimals can write.
    fn of(number: Fraction) -> Option<(bool, Self)> {
        let plain = number.abs()?.to_plain(number.decimals()?)?;
        let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = Self {
            whole: whole.to_owned(),
            decimals: decimals.to_owned(),
        };
        Some((number.is_negative(), digits))
    }

    /// Returns the pattern of what is so great or smaller.
    fn up_to(&self, percent: bool) -> String {
        let end = end(percent);
        let mut cases = Vec::new();
        if let Some(shorter @ 1..) = self.whole.len().checked_sub(1) {
            let shorter = match shorter {
                1 => "[0-9]".to_owned(),
                _ => format!("[0-9]{{1,{shorter}}}"),
            };
            cases.push(format!("{shorter}{ANY_DECIMALS}"));
        }
        cases.extend(smaller(&self.whole).map(|it| format!("{it}{ANY_DECIMALS}")));
        let mut decimals = vec![format!("{}0*", self.decimals)];
        if self.decimals.is_empty() {
            decimals = vec!["0+".to_owned()];
        }
        for (before, digit) in prefixes(&self.decimals) {
            if !before.is_empty() {
                decimals.push(before.to_owned());
            }
            decimals.extend(below(before, digit).map(|it| format!("{it}[0-9]*")));
        }
        let decimals = decimals.join("|");
        cases.push(format!("{}(?:\\.(?:{decimals}))?{end}", self.whole));
        format!("0*(?:{})", cases.join("|"))
    }

    /// Returns the pattern of what is so great or greater.
    fn from(&self) -> String {
        let mut cases = vec![format!("[1-9][0-9]{{{},}}", self.whole.len())];
        cases.extend(greater(&self.whole).map(|it| format!("{it}{ANY_DECIMALS}")));
        if self.decimals.is_empty() {
            cases.push(format!("{}{ANY_DECIMALS}", self.whole));
        } else {
            let above = prefixes(&self.decimals).filter_map(|(before, digit)| above(before, digit));
            let mut decimals: Vec<String> = above.collect();
            decimals.push(self.decimals.clone());
            cases.push(format!("{}\\.(?:{})", self.whole, decimals.join("|")));
        }
        format!("0*(?:{})", cases.join("|"))
    }
}
