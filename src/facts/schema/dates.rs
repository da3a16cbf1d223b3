//! Days and instants as patterns, the calendar and its leap years included.

use jiff::civil::Date;

use super::digits::{above, below, prefixes};

/// A day of the calendar, `2026-12-31`.
const DAY: &str = "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|\
    (?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|\
    (?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";

/// Returns the pattern of a day.
pub(super) fn day() -> String {
    format!("^{DAY}$")
}

/// Returns the pattern of an instant: parts of a second only with an offset.
pub(super) fn instant() -> String {
    let minute = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
    let second = ":[0-5][0-9]";
    let offset = format!("(?:Z|[+-]{minute})");
    format!("^{DAY}[ T]{minute}(?:{second}(?:\\.[0-9]{{1,9}}{offset})?|(?:{second})?{offset})?$")
}

/// Returns the pattern of the days from `least` on.
pub(super) fn from(least: Date) -> String {
    let day = least.to_string();
    let later = prefixes(&day).filter_map(|(before, digit)| above(before, digit));
    let mut cases: Vec<String> = later.collect();
    cases.push(day.clone());
    format!("^(?:{})", cases.join("|"))
}

/// Returns the pattern of the days up to `greatest`.
pub(super) fn up_to(greatest: Date) -> String {
    let day = greatest.to_string();
    let earlier = prefixes(&day).filter_map(|(before, digit)| below(before, digit));
    let mut cases: Vec<String> = earlier.collect();
    cases.push(day.clone());
    format!("^(?:{})", cases.join("|"))
}
