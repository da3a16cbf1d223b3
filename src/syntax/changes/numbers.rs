//! Numbers and dates, each moved by its smallest step, up and down.

use jiff::civil::{Date, DateTime};

use super::super::grammar::{Part, Rule};
use super::{SmallChange, Walk};
use crate::number::{Fraction, group_digits, parse_plain};

/// Returns the changes of a number or date.
pub(super) fn changes(walk: &Walk<'_>, part: Part) -> Vec<SmallChange> {
    match part.rule {
        Rule::number | Rule::whole_number => number(walk, part),
        Rule::date_time => instant(walk, part),
        Rule::date if !walk.parent_is(Rule::date_time) => day(walk, part),
        _ => Vec::new(),
    }
}

fn number(walk: &Walk<'_>, part: Part) -> Vec<SmallChange> {
    let written = walk.text(part.start, part.end);
    let decimals = written.split_once('.').map_or(0, |(_, it)| it.len());
    let decimals = u32::try_from(decimals).unwrap_or_default();
    let unit = walk.parent().and_then(|parent| {
        let mut inside = walk.inside(parent).into_iter();
        let after = inside.find(|it| it.start >= part.end)?;
        matches!(after.rule, Rule::kw_eur | Rule::percent_sign).then_some(after)
    });
    let (places, end) = match unit {
        Some(unit) if unit.rule == Rule::kw_eur => (2, unit.end),
        // A point of percentage.
        Some(unit) => (0, unit.end),
        None => (decimals, part.end),
    };
    let step = 10_i128
        .checked_pow(places)
        .and_then(|parts| Fraction::new(1, parts));
    let (Some(value), Some(step)) = (parse_plain(&written.replace('_', "")), step) else {
        return Vec::new();
    };
    let behind = walk.text(part.end, end);
    let shifted = [value.add(step), value.sub(step)].into_iter().flatten();
    let texts = shifted.filter_map(|value| {
        let plain = value.to_plain(places.max(decimals))?;
        Some(if written.contains('_') {
            group_digits(&plain, '_', '.')
        } else {
            plain
        })
    });
    texts
        .map(|text| walk.change(part.start, end, format!("{text}{behind}")))
        .collect()
}

/// `2026-01-15` or `2026-01-15 09:00`
fn instant(walk: &Walk<'_>, part: Part) -> Vec<SmallChange> {
    let inside = walk.inside(part);
    let [date, time] = inside.as_slice() else {
        return day(walk, part);
    };
    let (date, time) = (
        walk.text(date.start, date.end),
        walk.text(time.start, time.end),
    );
    let seconds = if time.len() < "00:00:00".len() {
        ":00"
    } else {
        ""
    };
    let Ok(moment) = format!("{date}T{time}{seconds}").parse::<DateTime>() else {
        return Vec::new();
    };
    let second = jiff::SignedDuration::from_secs(1);
    let others = [moment.checked_add(second), moment.checked_sub(second)];
    others
        .into_iter()
        .flatten()
        .map(|other| {
            let after = format!("{} {}", other.date(), other.time());
            walk.change(part.start, part.end, after)
        })
        .collect()
}

fn day(walk: &Walk<'_>, part: Part) -> Vec<SmallChange> {
    let Ok(date) = walk.text(part.start, part.end).parse::<Date>() else {
        return Vec::new();
    };
    let others = [date.tomorrow(), date.yesterday()].into_iter().flatten();
    others
        .map(|other| walk.change(part.start, part.end, other.to_string()))
        .collect()
}
