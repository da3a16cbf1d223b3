//! The times that mean no one instant, as a pattern.
//!
//! On which days the clocks of a zone skip an hour, or show one twice, follows from its rules, and
//! the calendar has fourteen years: that is why a pattern can know every last Sunday of March.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

/// Among these years are all fourteen that a calendar can show, and no later one is like another
/// only by half: rules of zones name days of the week.
const LIKE_LATER_ONES: std::ops::RangeInclusive<i16> = 2101..=2128;
/// Before this year nobody shifted clocks.
const FIRST_YEAR: i16 = 1800;

/// A day, and from when until when on it the clocks do not tell one time: the last moment is left
/// out, and is `None` where it is midnight.
type Stretch = (Date, Time, Option<Time>);

/// Days without their year, by year.
type DaysOfYears = BTreeMap<i16, Vec<String>>;

/// The days at the end of the calendar on which no instant lies.
const BEYOND: &str = "^9999-12-(?:29|3[01])";

/// Returns the pattern of the times that mean no one instant: those without offset that the clocks
/// of `zone` skip or show twice, and the last days of the calendar.
pub(super) fn without_meaning(zone: &TimeZone) -> String {
    let mut by_time: BTreeMap<String, DaysOfYears> = BTreeMap::new();
    for (day, from, until) in stretches(zone) {
        let of_time = by_time.entry(times(from, until)).or_default();
        let shown = format!("{:02}-{:02}", day.month(), day.day());
        of_time.entry(day.year()).or_default().push(shown);
    }
    let cases = by_time.into_iter();
    let cases =
        cases.map(|(times, years)| format!("{}[ T](?:{times})", days(with_later_years(years))));
    let cases: Vec<String> = cases.collect();
    if cases.is_empty() {
        return BEYOND.to_owned();
    }
    format!("{BEYOND}|^(?:{})$", cases.join("|"))
}

/// Returns every stretch of time without one meaning, up to the years that repeat others.
fn stretches(zone: &TimeZone) -> Vec<Stretch> {
    let mut found = Vec::new();
    let Ok(first) = Offset::UTC.to_timestamp(DateTime::constant(FIRST_YEAR, 1, 1, 0, 0, 0, 0))
    else {
        return found;
    };
    let mut offset = zone.to_offset(first);
    for transition in zone.following(first) {
        let at = transition.timestamp();
        let (before, after) = (offset.to_datetime(at), transition.offset().to_datetime(at));
        offset = transition.offset();
        if before.year() > *LIKE_LATER_ONES.end() {
            break;
        }
        let (mut from, until) = (before.min(after), before.max(after));
        while from < until {
            let Ok(next) = from.date().tomorrow() else {
                break;
            };
            let next = next.to_datetime(Time::midnight());
            found.push((
                from.date(),
                from.time(),
                (until < next).then(|| until.time()),
            ));
            from = next;
        }
    }
    found
}

/// Adds the years that repeat others.
fn with_later_years(mut found: DaysOfYears) -> DaysOfYears {
    let kind = |year| {
        let new_year = Date::new(year, 1, 1).ok()?;
        let weekday = new_year.weekday().to_monday_zero_offset();
        Some((weekday, new_year.in_leap_year()))
    };
    let like: BTreeMap<_, i16> = LIKE_LATER_ONES.map(|year| (kind(year), year)).collect();
    let later = LIKE_LATER_ONES.end().saturating_add(1)..=9999;
    for year in later {
        let days = like.get(&kind(year)).and_then(|it| found.get(it)).cloned();
        found.extend(days.map(|days| (year, days)));
    }
    found
}

/// Returns the pattern of days.
fn days(years: DaysOfYears) -> String {
    let mut centuries: BTreeMap<i16, BTreeMap<Vec<String>, Vec<String>>> = BTreeMap::new();
    for (year, days) in years {
        let century = centuries.entry(year.div_euclid(100)).or_default();
        let shown = format!("{:02}", year.rem_euclid(100));
        century.entry(days).or_default().push(shown);
    }
    let mut alike: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (century, years) in centuries {
        let years = years.into_iter();
        let years = years.map(|(days, years)| format!("{}-{}", one_of(&years), one_of(&days)));
        let pattern = one_of(&years.collect::<Vec<_>>());
        alike
            .entry(pattern)
            .or_default()
            .push(format!("{century:02}"));
    }
    let cases = alike.into_iter();
    let cases = cases.map(|(years, centuries)| format!("{}{years}", one_of(&centuries)));
    one_of(&cases.collect::<Vec<_>>())
}

/// Returns the pattern of the times between two, with or without seconds.
fn times(from: Time, until: Option<Time>) -> String {
    const ANY: &str = "[0-5][0-9]";
    let second_of_day = |time: Time| {
        let minutes = i32::from(time.hour()).saturating_mul(60);
        let minutes = minutes.saturating_add(i32::from(time.minute()));
        minutes
            .saturating_mul(60)
            .saturating_add(i32::from(time.second()))
    };
    let from = second_of_day(from);
    let until = until.map_or(86_400, second_of_day);
    let mut hours: BTreeMap<i32, Vec<String>> = BTreeMap::new();
    let mut parts = Vec::new();
    for minute in from.div_euclid(60)..=until.saturating_sub(1).div_euclid(60) {
        let (hour, shown) = (minute.div_euclid(60), minute.rem_euclid(60));
        let start = minute.saturating_mul(60);
        let seconds = (0..60).filter(|it| (from..until).contains(&start.saturating_add(*it)));
        let seconds: Vec<String> = seconds.map(|second| format!("{second:02}")).collect();
        if seconds.len() == 60 {
            hours.entry(hour).or_default().push(format!("{shown:02}"));
            continue;
        }
        if from <= start {
            parts.push(format!("{hour:02}:{shown:02}"));
        }
        parts.push(format!("{hour:02}:{shown:02}:{}", one_of(&seconds)));
    }
    let hours = hours.into_iter().map(|(hour, minutes)| {
        let minutes = if minutes.len() == 60 {
            ANY.to_owned()
        } else {
            one_of(&minutes)
        };
        format!("{hour:02}:{minutes}(?::{ANY})?")
    });
    parts.extend(hours);
    parts.join("|")
}

/// Returns the pattern of one of some texts.
fn one_of(texts: &[String]) -> String {
    match texts {
        [one] => one.clone(),
        _ => format!("(?:{})", texts.join("|")),
    }
}
