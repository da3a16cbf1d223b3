//! What stored values are, written as data are written.

use std::borrow::Cow;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::{CellKind, Stored};

impl<'b> Stored<'b> {
    /// Writes a value of this kind with a point before decimals and the year first; what is beyond
    /// the calendar as the number that it is.
    pub fn written(self, kind: CellKind) -> Cow<'b, str> {
        let whole = match self {
            Self::Text(bytes) => return String::from_utf8_lossy(bytes),
            Self::YesNo(yes) => return Cow::Owned(yes.to_string()),
            Self::Whole(whole) => whole,
        };
        let found = match kind {
            CellKind::Number(places) => return Cow::Owned(digits(whole, places)),
            CellKind::Day => day(whole).map(|it| it.to_string()),
            CellKind::Instant {
                in_a_second,
                universal,
            } => timestamp(whole, in_a_second).map(|it| {
                if universal {
                    it.to_string()
                } else {
                    TimeZone::UTC.to_datetime(it).to_string()
                }
            }),
            _ => None,
        };
        Cow::Owned(found.unwrap_or_else(|| whole.to_string()))
    }
}

/// Returns the day so many days after 1 January 1970.
pub fn day(days: i128) -> Option<Date> {
    let span = Span::new().try_days(i64::try_from(days).ok()?).ok()?;
    date(1970, 1, 1).checked_add(span).ok()
}

fn timestamp(count: i128, in_a_second: i32) -> Option<Timestamp> {
    let per = i128::from(in_a_second);
    let second = i64::try_from(count.checked_div_euclid(per)?).ok()?;
    let parts = i32::try_from(count.checked_rem_euclid(per)?).ok()?;
    let nanoseconds = parts.checked_mul(1_000_000_000_i32.checked_div(in_a_second)?)?;
    Timestamp::new(second, nanoseconds).ok()
}

fn digits(whole: i128, places: u32) -> String {
    let places = places as usize;
    let sign = if whole < 0 { "-" } else { "" };
    let least = places.saturating_add(1);
    let digits = format!("{:0>least$}", whole.unsigned_abs());
    let point = digits.len().saturating_sub(places);
    match digits.split_at_checked(point) {
        Some((before, behind)) if places > 0 => format!("{sign}{before}.{behind}"),
        _ => format!("{sign}{digits}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_digit_for_digit() {
        let number = |whole, places| Stored::Whole(whole).written(CellKind::Number(places));
        assert_eq!(number(12_345, 2), "123.45");
        assert_eq!(number(-5, 2), "-0.05");
        assert_eq!(number(7, 0), "7");
        assert_eq!(number(i128::MIN, 3).len(), 41);
        let day = |days| Stored::Whole(days).written(CellKind::Day);
        assert_eq!(day(-1), "1969-12-31");
        assert_eq!(day(i128::MAX), i128::MAX.to_string());
        let at = |whole, in_a_second, universal| {
            let kind = CellKind::Instant {
                in_a_second,
                universal,
            };
            Stored::Whole(whole).written(kind).into_owned()
        };
        assert_eq!(at(1_500, 1_000, true), "1970-01-01T00:00:01.5Z");
        assert_eq!(at(-1, 1, false), "1969-12-31T23:59:59");
        assert_eq!(at(1 << 80, 1_000, true), (1_i128 << 80).to_string());
    }
}
