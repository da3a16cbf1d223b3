//! Numbers from and to text.

use rust_decimal::Decimal;

use super::Fraction;

/// Reads a plain number: an optional minus sign, digits, and where there is a point digits on
/// both sides of it; at most 28 digits, nothing else.
///
/// ```
/// use bando::number::{Fraction, parse_plain};
/// assert_eq!(parse_plain("12.50"), Fraction::new(25, 2));
/// for refused in ["1e5", "1_000", "1.", ".5", "+1", "", "-", "1,5", "12345678901234567890123456789"] {
///     assert_eq!(parse_plain(refused), None, "{refused}");
/// }
/// ```
pub fn parse_plain(text: &str) -> Option<Fraction> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let significant = whole.trim_start_matches('0').len().checked_add(
        digits
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len()),
    )?;
    if !plain(whole) || !plain(decimals) || significant > 28 {
        return None;
    }
    Fraction::from_decimal(Decimal::from_str_exact(text).ok()?)
}

/// Puts `group` between each three digits of the whole part of a plain number, and `point`
/// before its decimals.
///
/// ```
/// use bando::number::group_digits;
/// assert_eq!(group_digits("-1234567.5", '.', ','), "-1.234.567,5");
/// ```
pub fn group_digits(plain: &str, group: char, point: char) -> String {
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", plain),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        let behind = whole.len().saturating_sub(index);
        if index > 0 && behind.is_multiple_of(3) {
            grouped.push(group);
        }
        grouped.push(digit);
    }
    if !decimals.is_empty() {
        grouped.push(point);
        grouped.push_str(decimals);
    }
    grouped
}
