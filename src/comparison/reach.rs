//! How far a key of the ranking can move before anybody's money changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::allocation::{Allocation, Change, changes};
use super::crossings::{Crossings, Roles, crossings, next_meeting};
use crate::number::Fraction;
use crate::selection::{Candidate, Key, Rules, Selection, SelectionError, Unit, select};

/// How many exchanges of places are tried at most in each direction.
const TRIES: usize = 60;

/// How a key moves: by a shift times a rate of each candidate's own.
///
/// If the rate is what a criterion gives, a shift of 1/10 is the criterion counted one tenth more.
#[derive(Clone, Copy, Debug)]
pub struct Shift<'a> {
    /// The place of the key.
    pub key: usize,
    /// What the key of each candidate gains when the shift is 1, by id.
    pub rates: &'a BTreeMap<String, Fraction>,
    /// The least shift that has a meaning.
    pub least: Fraction,
}

/// How far a shift can go from nought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Below nought.
    pub down: End,
    /// Above it.
    pub up: End,
}

/// Where a shift comes to change somebody's money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Nowhere.
    Never,
    /// Up to here nobody's money changes, and just beyond it does.
    Changes {
        /// The last shift at which nothing changes; at the very place two units are equal, and what
        /// comes after in the ranking decides.
        at: Fraction,
        /// Whose money changes; `None` where there is no selection beyond.
        changes: Option<Vec<Change>>,
    },
    /// Up to here nobody's money changes; further it was not tried.
    NotBefore(Fraction),
}

/// Returns how far a shift can go; `None` where the candidates cannot be ranked as they are, or a
/// number is too large.
///
/// The order changes only where two units have equal keys, so the search goes from one such
/// crossing to the next and selects anew just beyond it.
pub fn reach(candidates: &[Candidate], rules: &Rules, shift: Shift<'_>) -> Option<Reach> {
    let scores = BTreeMap::new();
    let selection = select(candidates, rules).ok()?;
    let search = Search {
        candidates,
        rules,
        shift,
        base: Allocation::of(&selection, &scores)?,
        descending: rules.descending.get(shift.key).copied()?,
    };
    Some(Reach {
        down: search.go(&selection, Fraction::integer(-1))?,
        up: search.go(&selection, Fraction::ONE)?,
    })
}

struct Search<'a> {
    candidates: &'a [Candidate],
    rules: &'a Rules,
    shift: Shift<'a>,
    base: Allocation,
    descending: bool,
}

impl Search<'_> {
    /// Goes in one direction, which is 1 or -1.
    fn go(&self, selection: &Selection, direction: Fraction) -> Option<End> {
        let limit = direction
            .is_negative()
            .then(|| self.shift.least.negate())
            .flatten();
        let mut from = Fraction::ZERO;
        let mut selection = selection.clone();
        let mut tries = 0_usize;
        'again: loop {
            let rest = match limit {
                Some(limit) => Some(limit.sub(from)?),
                None => None,
            };
            let rate = |unit: &Unit| self.rate(unit)?.mul(direction);
            let left = TRIES.saturating_sub(tries);
            let key = (self.shift.key, self.descending);
            let Crossings { at, all } = crossings(&selection, key, rate, rest, left)?;
            let roles = Roles::of(&selection);
            for (place, crossing) in at.iter().enumerate() {
                let at_crossing = from.add(*crossing)?;
                if !all && at.len() == place.checked_add(1)? {
                    // Others may lie between the last one told and what lies beyond.
                    return Some(End::NotBefore(at_crossing.mul(direction)?));
                }
                let further = next_meeting(&selection, key, rate, *crossing)?;
                let further = match rest {
                    Some(rest) => further.min(rest.sub(*crossing)?),
                    None => further,
                };
                let beyond = at_crossing.add(further.div(Fraction::integer(2))?)?;
                tries = tries.checked_add(1)?;
                let moved = self.select(beyond.mul(direction)?)?;
                let changes = match &moved {
                    Ok(moved) => Some(self.changes(moved)?),
                    Err(_) => None,
                };
                if !is_nothing(changes.as_deref()) {
                    let at = at_crossing.mul(direction)?;
                    return Some(End::Changes { at, changes });
                }
                if tries >= TRIES {
                    return Some(End::NotBefore(beyond.mul(direction)?));
                }
                if let Ok(moved) = moved
                    && Roles::of(&moved) != roles
                {
                    (from, selection) = (beyond, moved);
                    continue 'again;
                }
            }
            return Some(End::Never);
        }
    }

    fn rate(&self, unit: &Unit) -> Option<Fraction> {
        let first = unit.members.first()?;
        let rate = self.shift.rates.get(&first.id).copied();
        Some(rate.unwrap_or(Fraction::ZERO))
    }

    fn select(&self, shift: Fraction) -> Option<Result<Selection, SelectionError>> {
        let mut moved = self.candidates.to_vec();
        for candidate in &mut moved {
            let rate = self.shift.rates.get(&candidate.id).copied();
            if let Some(Key::Number(key)) =
                Arc::make_mut(&mut candidate.keys).get_mut(self.shift.key)
            {
                *key = key.add(rate.unwrap_or(Fraction::ZERO).mul(shift)?)?;
            }
        }
        Some(select(&moved, self.rules))
    }

    fn changes(&self, moved: &Selection) -> Option<Vec<Change>> {
        let moved = Allocation::of(moved, &BTreeMap::new())?;
        Some(changes(&self.base, &moved))
    }
}

/// Looks by steps of one percentage point for where something changes, and closes in on it to a
/// hundredth of a point; `changes` tells whose money changes at a shift, and is `None` where there
/// is no selection.
///
/// What changes only between two steps, and changes back, is not found. `None` where a number is
/// too large.
///
/// ```
/// use bando::comparison::{Change, End, search_by_steps};
/// use bando::number::{Fraction, Money};
/// let change = || Change {
///     id: "1".to_owned(),
///     before: Money::ZERO,
///     after: Money::from_cents(1),
/// };
/// let tenth = Fraction::new(1, 10).unwrap();
/// let end = search_by_steps(100, |shift| {
///     Some(if shift > tenth { vec![change()] } else { Vec::new() })
/// });
/// let Some(End::Changes { at, .. }) = end else { unreachable!() };
/// assert_eq!(at, tenth);
/// ```
pub fn search_by_steps(
    most: i128,
    mut changes: impl FnMut(Fraction) -> Option<Vec<Change>>,
) -> Option<End> {
    for step in 1..=most {
        let mut beyond = changes(Fraction::new(step, 100)?);
        if is_nothing(beyond.as_deref()) {
            continue;
        }
        let mut low = step.checked_sub(1)?.checked_mul(100)?;
        let mut high = step.checked_mul(100)?;
        while high.checked_sub(low)? > 1 {
            let middle = low.checked_add(high)?.checked_div(2)?;
            let found = changes(Fraction::new(middle, 10_000)?);
            if is_nothing(found.as_deref()) {
                low = middle;
            } else {
                (high, beyond) = (middle, found);
            }
        }
        return Some(End::Changes {
            at: Fraction::new(low, 10_000)?,
            changes: beyond,
        });
    }
    Some(End::Never)
}

/// Tells whether there is a selection and nobody's money changes.
fn is_nothing(changes: Option<&[Change]>) -> bool {
    changes.is_some_and(<[Change]>::is_empty)
}
