//! Numbers of cells: the digits that a spreadsheet shows, and the moments that some stand for.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan as _};

use super::Shown;
use crate::number::{Fraction, Rounding, parse_plain};

/// A spreadsheet shows so many digits of a number; those behind are traces of its arithmetic.
const DIGITS: usize = 15;
/// More noughts than this before or behind the digits stand in no number anybody meant.
const MOST_NOUGHTS: usize = 40;

/// The number of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetNumber {
    /// Its digits, written `-1234.56`: the first fifteen that count, as a spreadsheet shows them.
    pub plain: String,
    /// What its cell shows it as.
    pub shown: Shown,
    /// Whether it has more than fifteen digits before the point, of which a spreadsheet has
    /// changed the last ones.
    pub cut: bool,
    pub(super) from_1904: bool,
}

/// What a number stands for where its cell shows a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A day and the time of day on it, to the second.
    At(DateTime),
    /// Less than a day: a time of day on no day.
    TimeOnly,
    /// No day: before the first or after the last one, or 29 February 1900, which spreadsheets
    /// have and the calendar does not.
    NoDay,
}

impl SheetNumber {
    /// Reads a number as a workbook stores it; `None` where that is no number.
    pub(super) fn new(stored: &str, shown: Shown, from_1904: bool) -> Option<Self> {
        let (sign, unsigned) = match stored.strip_prefix('-') {
            Some(unsigned) => ("-", unsigned),
            None => ("", stored.strip_prefix('+').unwrap_or(stored)),
        };
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let exponent: i32 = exponent.parse().ok()?;
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{decimals}");
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        // How many of the digits stand before the point.
        let point = exponent.checked_add(i32::try_from(whole.len()).ok()?)?;
        let significant = digits.trim_start_matches('0');
        let noughts = digits.len().saturating_sub(significant.len());
        let point = point.checked_sub(i32::try_from(noughts).ok()?)?;
        let (rounded, point) = rounded(significant, point)?;
        if rounded.is_empty() {
            return Some(Self {
                plain: "0".to_owned(),
                shown,
                cut: false,
                from_1904,
            });
        }
        let plain = placed(&rounded, point)?;
        Some(Self {
            plain: format!("{sign}{plain}"),
            shown,
            cut: point > i32::try_from(DIGITS).ok()?,
            from_1904,
        })
    }

    /// Returns the number a hundred times as large, for cells that show a percentage.
    pub fn hundredfold(&self) -> String {
        let (sign, digits) = match self.plain.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", self.plain.as_str()),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let decimals = format!("{decimals:0<2}");
        let (first, rest) = decimals.split_at_checked(2).unwrap_or((&decimals, ""));
        let whole = format!("{whole}{first}");
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            digits => digits,
        };
        if rest.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{rest}")
        }
    }

    /// Returns the moment that the number stands for, counted in days.
    ///
    /// What is less than a second is dropped: no moment moves to a later one.
    pub fn moment(&self) -> Moment {
        let Some(days) = parse_plain(&self.plain).filter(|days| !days.is_negative()) else {
            return Moment::NoDay;
        };
        let Some((whole, seconds)) = day_and_seconds(days) else {
            return Moment::NoDay;
        };
        let first = match self.from_1904 {
            true => (0, Date::constant(1904, 1, 1)),
            false if whole == 0 => return Moment::TimeOnly,
            // Spreadsheets count a day too many from 1 March 1900 on.
            false if whole < 60 => (1, Date::constant(1900, 1, 1)),
            false if whole == 60 => return Moment::NoDay,
            false => (61, Date::constant(1900, 3, 1)),
        };
        let date = whole
            .checked_sub(first.0)
            .and_then(|days| Span::new().try_days(days).ok())
            .and_then(|days| first.1.checked_add(days).ok());
        let moment = date.and_then(|date| {
            let midnight = date.to_datetime(Time::midnight());
            midnight.checked_add(seconds.seconds()).ok()
        });
        moment.map_or(Moment::NoDay, Moment::At)
    }
}

/// Splits days into whole ones and the seconds of the day begun. A time of day is stored as a
/// fraction that few times hit exactly: a thousandth of a second makes up for that, and no more.
fn day_and_seconds(days: Fraction) -> Option<(i64, i64)> {
    let seconds = days.mul(Fraction::integer(86_400))?;
    let exact = seconds.round(3, Rounding::HalfUp)?;
    let seconds = exact.round(0, Rounding::Down)?.to_integer()?;
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    Some((i64::try_from(days).ok()?, i64::try_from(rest).ok()?))
}

/// Rounds digits to the fifteen that a spreadsheet shows; `point` is how many stand before the
/// point, before and after.
fn rounded(digits: &str, point: i32) -> Option<(String, i32)> {
    let (kept, behind) = digits.split_at_checked(DIGITS).unwrap_or((digits, ""));
    let up = behind.starts_with(['5', '6', '7', '8', '9']);
    let mut kept: Vec<u8> = kept.bytes().collect();
    let mut point = point;
    if up {
        let nines = kept
            .iter()
            .rev()
            .take_while(|digit| **digit == b'9')
            .count();
        let length = kept.len();
        kept.truncate(length.saturating_sub(nines));
        match kept.last_mut() {
            Some(last) => *last = last.saturating_add(1),
            None => {
                kept.push(b'1');
                point = point.checked_add(1)?;
            }
        }
    }
    let kept = String::from_utf8(kept).ok()?;
    Some((kept.trim_end_matches('0').to_owned(), point))
}

/// Writes digits of which `point` stand before the point.
fn placed(digits: &str, point: i32) -> Option<String> {
    let noughts = |count: usize| (count <= MOST_NOUGHTS).then(|| "0".repeat(count));
    match usize::try_from(point) {
        Err(_) | Ok(0) => {
            let before = noughts(usize::try_from(point.checked_neg()?).ok()?)?;
            Some(format!("0.{before}{digits}"))
        }
        Ok(point) => match digits.split_at_checked(point) {
            Some((whole, "")) => Some(whole.to_owned()),
            Some((whole, decimals)) => Some(format!("{whole}.{decimals}")),
            None => {
                let behind = noughts(point.checked_sub(digits.len())?)?;
                Some(format!("{digits}{behind}"))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, SheetNumber, Shown};

    #[test]
    fn a_number_has_the_digits_that_spreadsheets_show() {
        for (stored, expected) in [
            ("0.15417100000000003", Some("0.154171")),
            ("0.30000000000000004", Some("0.3")),
            ("1234567.89", Some("1234567.89")),
            ("1234567.8899999999", Some("1234567.89")),
            ("-4.5", Some("-4.5")),
            ("-0", Some("0")),
            ("0.000", Some("0")),
            ("007.50", Some("7.5")),
            ("9.9999999999999999", Some("10")),
            ("999999999999999.9", Some("1000000000000000")),
            ("1E-4", Some("0.0001")),
            ("1.5e+3", Some("1500")),
            ("2.9999999999999997E-2", Some("0.03")),
            ("1.23456789012346E+15", Some("1234567890123460")),
            ("80017210727", Some("80017210727")),
            (
                "5.5511151231257827E-17",
                Some("0.0000000000000000555111512312578"),
            ),
            ("1E+300", None),
            ("1E-300", None),
            ("1E99999999999", None),
            ("NaN", None),
            ("INF", None),
            ("", None),
            (".", None),
            ("1.2.3", None),
            ("1,5", None),
            ("0x10", None),
        ] {
            let number = SheetNumber::new(stored, Shown::Number, false);
            let plain = number.as_ref().map(|number| number.plain.as_str());
            assert_eq!(plain, expected, "{stored}");
        }
        let cut = |stored| SheetNumber::new(stored, Shown::Number, false).map(|it| it.cut);
        assert_eq!(cut("999999999999999"), Some(false));
        assert_eq!(cut("1000000000000000"), Some(true));
    }

    #[test]
    fn a_percentage_is_a_hundred_times_its_number() {
        for (stored, expected) in [
            ("0.2", "20"),
            ("0.125", "12.5"),
            ("0.0005", "0.05"),
            ("1", "100"),
            ("-0.015", "-1.5"),
            ("0", "0"),
        ] {
            let number = SheetNumber::new(stored, Shown::Percent, false).unwrap();
            assert_eq!(number.hundredfold(), expected, "{stored}");
        }
    }

    #[test]
    fn days_are_counted_from_1900_or_from_1904() {
        for (stored, from_1904, expected) in [
            ("1", false, Some("1900-01-01T00:00:00")),
            ("59", false, Some("1900-02-28T00:00:00")),
            ("60", false, None),
            ("61", false, Some("1900-03-01T00:00:00")),
            ("46348", false, Some("2026-11-22T00:00:00")),
            ("44886", true, Some("2026-11-22T00:00:00")),
            ("0", true, Some("1904-01-01T00:00:00")),
            ("46348.378472222219", false, Some("2026-11-22T09:05:00")),
            ("46348.5", false, Some("2026-11-22T12:00:00")),
            ("46348.99999998843", false, Some("2026-11-22T23:59:59")),
            ("46348.999994213", false, Some("2026-11-22T23:59:59")),
            ("2958465", false, Some("9999-12-31T00:00:00")),
            ("2958466", false, None),
            ("-1", false, None),
        ] {
            let number = SheetNumber::new(stored, Shown::Date, from_1904).unwrap();
            let expected = expected.map_or(Moment::NoDay, |it| Moment::At(it.parse().unwrap()));
            assert_eq!(number.moment(), expected, "{stored}");
        }
        let half = SheetNumber::new("0.5", Shown::Time, false).unwrap();
        assert_eq!(half.moment(), Moment::TimeOnly);
    }
}
