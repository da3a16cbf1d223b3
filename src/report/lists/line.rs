//! How far those without money came: in points and in euro.

use std::collections::BTreeMap;

use crate::call::Call;
use crate::number::{Fraction, Money};
use crate::selection::{Key, Rests, Selection, Unit, UnitResult, to_come};
use crate::value::Limit;

/// Where the money ended: in each pool, or in the one there is.
#[derive(Clone, Debug)]
pub(in crate::report) struct Line<'a> {
    /// The last unit of each pool that is given something.
    last: BTreeMap<Option<&'a str>, &'a Unit>,
    /// Whether more money would go down the ranking from where it ended, and to nobody else.
    is_plain: bool,
    /// What it would take to come down to each unit without money, where that can be told.
    to_come: BTreeMap<&'a str, Money>,
}

impl<'a> Line<'a> {
    /// Finds where the money ended.
    pub(in crate::report) fn of(call: &Call, selection: &'a Selection) -> Self {
        let given = selection.units.iter().filter(|it| is_given(it));
        let last = given.map(|unit| (unit.pool.as_deref(), unit)).collect();
        let is_plain = is_plain(call, selection);
        let to_come = is_plain.then(|| to_come(selection));
        Self {
            last,
            is_plain,
            to_come: to_come.unwrap_or_default(),
        }
    }

    /// Returns by how many points a unit stands behind the last of its pool that is given
    /// something, by the first key of the ranking; nothing where that is no number, it stands
    /// before it, or the lot has still to say who is the last.
    pub(in crate::report) fn points_behind(&self, unit: &Unit) -> Option<Fraction> {
        if unit.result == UnitResult::AwaitsLot {
            return None;
        }
        let last = self.last.get(&unit.pool.as_deref())?;
        let behind = first(last)?.sub(first(unit)?)?.abs()?;
        (unit.rank >= last.rank).then_some(behind)
    }

    /// Returns what it would take to come down to this unit.
    pub(in crate::report) fn to_come(&self, unit: &Unit) -> Option<Money> {
        self.to_come.get(unit.id.as_str()).copied()
    }

    /// Tells whether that can be said: not where pools, caps, reserves or passing over may give more
    /// money to others first.
    pub(in crate::report) fn comes_down(&self) -> bool {
        self.is_plain
    }
}

/// Tells whether more money would go down the ranking from where it ended, and to nobody else: one
/// pool, no caps, no reserves, and nobody is passed over.
fn is_plain(call: &Call, selection: &Selection) -> bool {
    let is_one = selection.pools.is_empty() && selection.reserves.is_empty();
    is_one
        && call.envelope.as_ref().is_some_and(|envelope| {
            let passes_over = matches!(
                envelope.limit,
                Limit::PassOver
                    | Limit::Give {
                        then_pass_over: true,
                        ..
                    }
            );
            !passes_over && envelope.caps.is_empty()
        })
}

/// How far down the ranking the money comes, where all that it reaches stand before all others.
/// Those that left count as neither.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) struct Reached {
    /// Behind how many units of the ranking the money ends, those that left included.
    pub(in crate::report) behind: usize,
    /// How many of these are given something.
    pub(in crate::report) given: usize,
    /// Whether any other waits behind it.
    pub(in crate::report) others_wait: bool,
}

impl Reached {
    /// Finds where the money ends in a ranking; nothing where somebody without money stands before
    /// one who has some, or nobody has any.
    pub(in crate::report) fn of(units: &[Unit]) -> Option<Self> {
        let behind = units.iter().rposition(is_given)?.checked_add(1)?;
        let (before, after) = units.split_at_checked(behind)?;
        let is_out = |unit: &Unit| unit.result == UnitResult::Left;
        let reaches_all = before.iter().all(|unit| is_given(unit) || is_out(unit));
        reaches_all.then(|| Self {
            behind,
            given: before.iter().filter(|unit| is_given(unit)).count(),
            others_wait: !after.iter().all(is_out),
        })
    }

    /// Tells whether some that left stand before the line.
    pub(in crate::report) fn passes_some(self) -> bool {
        self.given < self.behind
    }
}

/// Returns by how much the money was too little for a unit, with what completes the awards in part
/// that come before it; nothing where it would have been enough.
pub(in crate::report) fn short(rests: &Rests<'_>, unit: &Unit) -> Option<Money> {
    let short = match &unit.result {
        UnitResult::Short { short, .. } => *short,
        UnitResult::AfterTheEnd { short, .. } => (*short)?,
        _ => return None,
    };
    short.add(rests.before(unit)?)
}

/// Tells whether a unit is given something.
pub(in crate::report) fn is_given(unit: &Unit) -> bool {
    matches!(
        unit.result,
        UnitResult::Funded { .. } | UnitResult::FundedInPart { .. }
    )
}

fn first(unit: &Unit) -> Option<Fraction> {
    match unit.keys.first()? {
        Key::Number(number) => Some(*number),
        Key::Text(_) => None,
    }
}
