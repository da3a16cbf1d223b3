//! How far those without money came: in points and in euro.

use std::collections::BTreeMap;

use crate::number::{Fraction, Money};
use crate::selection::{Key, Selection, Unit, UnitResult};

/// Where the money ended: in each pool, or in the one there is.
#[derive(Clone, Debug)]
pub(in crate::report) struct Line<'a> {
    /// The last unit of each pool that is given something.
    last: BTreeMap<Option<&'a str>, &'a Unit>,
    /// What it would take to come down to each unit without money, where there is one pool and
    /// nobody is passed over.
    to_come: BTreeMap<&'a str, Money>,
}

impl<'a> Line<'a> {
    /// Finds where the money ended.
    pub(in crate::report) fn of(selection: &'a Selection) -> Self {
        let units = &selection.units;
        let given = units.iter().filter(|it| is_given(it));
        let last = given.map(|unit| (unit.pool.as_deref(), unit)).collect();
        let mut to_come = BTreeMap::new();
        let mut asked = Some(Money::ZERO);
        let is_plain = is_plain(selection);
        for unit in units.iter().filter(|it| is_plain && waits(it)) {
            asked = asked.and_then(|sum| sum.add(unit.full));
            let lacking = asked.zip(selection.left);
            if let Some(lacking) = lacking.and_then(|(asked, left)| asked.sub(left)) {
                to_come.insert(unit.id.as_str(), lacking);
            }
        }
        Self { last, to_come }
    }

    /// Returns by how many points a unit stands behind the last of its pool that is given
    /// something, by the first key of the ranking; nothing where that is no number, or it stands
    /// before it.
    pub(in crate::report) fn points_behind(&self, unit: &Unit) -> Option<Fraction> {
        let last = self.last.get(&unit.pool.as_deref())?;
        let behind = first(last)?.sub(first(unit)?)?.abs()?;
        (unit.rank >= last.rank).then_some(behind)
    }

    /// Returns what it would take to come down to this unit.
    pub(in crate::report) fn to_come(&self, unit: &Unit) -> Option<Money> {
        self.to_come.get(unit.id.as_str()).copied()
    }

    /// Tells whether that can be said of any.
    pub(in crate::report) fn comes_down(&self) -> bool {
        !self.to_come.is_empty()
    }
}

/// Tells whether the money goes down the ranking and ends there: one pool, no reserves, and nobody
/// is passed over.
fn is_plain(selection: &Selection) -> bool {
    let passes_over = selection.units.iter().any(|unit| {
        matches!(
            unit.result,
            UnitResult::Short { closes: false, .. } | UnitResult::Capped { .. }
        )
    });
    !passes_over && selection.pools.is_empty() && selection.reserves.is_empty()
}

/// Returns by how much the money was too little for a unit; nothing where it would have been enough.
pub(in crate::report) fn short(unit: &Unit) -> Option<Money> {
    match &unit.result {
        UnitResult::Short { short, .. } => Some(*short),
        UnitResult::AfterTheEnd { short, .. } => *short,
        _ => None,
    }
}

/// Tells whether a unit is given something.
pub(in crate::report) fn is_given(unit: &Unit) -> bool {
    matches!(
        unit.result,
        UnitResult::Funded { .. } | UnitResult::FundedInPart { .. }
    )
}

/// Tells whether more money would give a unit something.
fn waits(unit: &Unit) -> bool {
    matches!(
        unit.result,
        UnitResult::Short { .. } | UnitResult::AfterTheEnd { .. }
    )
}

fn first(unit: &Unit) -> Option<Fraction> {
    match unit.keys.first()? {
        Key::Number(number) => Some(*number),
        Key::Text(_) => None,
    }
}
