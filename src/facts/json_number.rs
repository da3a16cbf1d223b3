//! The one plain writing of a JSON number, and how long it may be.

use std::borrow::Cow;

/// A number with more significant digits than this is refused as it was written.
const MOST_DIGITS: usize = 28;

/// JSON numbers have at most so many digits before the point; longer ones are written as texts.
pub(super) const MOST_WHOLE_DIGITS: usize = 15;
/// JSON numbers have at most so many digits behind the point.
pub(super) const MOST_PLACES: usize = 13;

/// Tells whether a number in its plain writing is longer than a JSON number may be.
pub(super) fn is_too_long(plain: &str) -> bool {
    let digits = plain.strip_prefix('-').unwrap_or(plain);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    whole.len() > MOST_WHOLE_DIGITS || decimals.len() > MOST_PLACES
}

/// Returns a JSON number without exponent and without noughts that say nothing; one with too many
/// digits as it is written, for the reader of numbers to refuse.
pub(super) fn plain(written: &str) -> Cow<'_, str> {
    shortest(written).map_or(Cow::Borrowed(written), Cow::Owned)
}

fn shortest(written: &str) -> Option<String> {
    let (sign, unsigned) = match written.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", written),
    };
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{decimals}");
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some("0".to_owned());
    }
    let leading = digits.len().checked_sub(significant.len())?;
    let significant = significant.trim_end_matches('0');
    // How many of the significant digits stand before the point; below nought, how many noughts
    // stand between the point and them.
    let before = i64::try_from(whole.len())
        .ok()?
        .checked_sub(i64::try_from(leading).ok()?)?
        .checked_add(exponent.parse().ok()?)?;
    let distance = usize::try_from(before.unsigned_abs()).ok()?;
    if significant.len() > MOST_DIGITS || distance > MOST_DIGITS {
        return None;
    }
    let Ok(before @ 1..) = usize::try_from(before) else {
        let noughts = "0".repeat(distance);
        return Some(format!("{sign}0.{noughts}{significant}"));
    };
    Some(match significant.split_at_checked(before) {
        Some((whole, "")) => format!("{sign}{whole}"),
        Some((whole, decimals)) => format!("{sign}{whole}.{decimals}"),
        None => format!("{sign}{significant:0<before$}"),
    })
}
