//! Tables in the text: which row is taken.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::cases::Choice;
use super::comparing::{between, compare};
use super::kleene::Junction;
use super::{Evaluated, NoResultKind, Unknown};
use crate::call::{KeyCell, KeyRange, TableRule};
use crate::value::{Comparison, Value};

/// Returns the value of the first row that fits; `value` gives that of a row by its place.
///
/// Where rows have days of their own and the day is not known, the result is what the table gives
/// on all days, if that is one value.
pub(super) fn look_up(
    table: &TableRule,
    keys: &[&Evaluated],
    value: &mut dyn FnMut(usize) -> Evaluated,
) -> Evaluated {
    if let Some((day, others)) = keys.split_first()
        && table.is_dated()
        && day.known().is_none()
        && let Some(same) = on_all_days(table, others, value)
    {
        return same;
    }
    first_that_fits(table, keys, value)
}

fn first_that_fits(
    table: &TableRule,
    keys: &[&Evaluated],
    value: &mut dyn FnMut(usize) -> Evaluated,
) -> Evaluated {
    let mut choice = Choice::default();
    for (place, row) in table.rows.iter().enumerate() {
        if choice.add(&fits(&row.cells, keys.iter().copied()), || value(place)) {
            return choice.result();
        }
    }
    if let Some(day) = table.keys.first().filter(|_| table.is_dated()) {
        let none = Unknown::no_result(day.span, NoResultKind::NotInForce);
        choice.add(&Evaluated::yes(true), || Evaluated::Unknown(none));
    }
    choice.result()
}

/// Returns what the table gives on every day, if that is one value.
fn on_all_days(
    table: &TableRule,
    others: &[&Evaluated],
    value: &mut dyn FnMut(usize) -> Evaluated,
) -> Option<Evaluated> {
    let mut same: Option<Evaluated> = None;
    for day in days_that_differ(table) {
        let day = Evaluated::Known(Value::Date(day));
        let keys: Vec<&Evaluated> = std::iter::once(&day)
            .chain(others.iter().copied())
            .collect();
        let found = first_that_fits(table, &keys, value);
        found.known()?;
        if *same.get_or_insert_with(|| found.clone()) != found {
            return None;
        }
    }
    same
}

/// Returns the first day of each stretch of days that the rows do not tell apart.
fn days_that_differ(table: &TableRule) -> BTreeSet<Date> {
    let mut days = BTreeSet::from([Date::MIN]);
    let mut begins = |day: &Value| {
        if let Value::Date(day) = day {
            days.insert(*day);
        }
    };
    let after = |day: &Value| match day {
        Value::Date(day) => day.tomorrow().ok().map(Value::Date),
        _ => None,
    };
    for cell in table.rows.iter().filter_map(|row| row.cells.first()) {
        let KeyCell::OneOf(ranges) = cell else {
            continue;
        };
        for range in ranges {
            match range {
                KeyRange::Value(day) => {
                    begins(day);
                    after(day).iter().for_each(&mut begins);
                }
                KeyRange::Limit(Comparison::GreaterOrEqual | Comparison::Less, day) => begins(day),
                KeyRange::Limit(_, day) => after(day).iter().for_each(&mut begins),
                KeyRange::Between(from, to) => {
                    begins(from);
                    after(to).iter().for_each(&mut begins);
                }
            }
        }
    }
    days
}

/// Tells whether a row of a table fits the keys.
pub(super) fn fits<'e>(
    cells: &[KeyCell],
    keys: impl IntoIterator<Item = &'e Evaluated>,
) -> Evaluated {
    let mut row = Junction::and();
    for (cell, key) in cells.iter().zip(keys) {
        let KeyCell::OneOf(ranges) = cell else {
            continue;
        };
        let mut any = Junction::or();
        for range in ranges {
            any.add(&lies_in(range, key));
        }
        row.add(&any.result());
    }
    row.result()
}

fn lies_in(range: &KeyRange, key: &Evaluated) -> Evaluated {
    let known = |value: &Value| Evaluated::Known(value.clone());
    match range {
        KeyRange::Value(value) => compare(Comparison::Equal, key, &known(value)),
        KeyRange::Limit(comparison, limit) => compare(*comparison, key, &known(limit)),
        KeyRange::Between(least, greatest) => between(key, &known(least), &known(greatest)),
    }
}
