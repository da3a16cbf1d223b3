//! From candidates to units in the order of the ranking.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::lot::lot_digest;
use super::{Candidate, Key, Lot, Member, Rules, SelectionError, Unit, UnitResult};
use crate::number::Money;

/// Groups the candidates and ranks the units, best first; none is given anything yet.
pub(super) fn rank(candidates: &[Candidate], rules: &Rules) -> Result<Vec<Unit>, SelectionError> {
    let mut groups: BTreeMap<&str, Vec<&Candidate>> = BTreeMap::new();
    let mut units = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        match &candidate.group {
            Some(group) => groups.entry(group).or_default().push(candidate),
            None => units.push(unit(&candidate.id, vec![candidate])?),
        }
    }
    for (name, members) in groups {
        units.push(unit(name, members)?);
    }
    units.sort_by(|a, b| {
        compare(&a.keys, &b.keys, &rules.descending)
            .then_with(|| a.id.cmp(&b.id))
            .then_with(|| first_member(a).cmp(&first_member(b)))
    });
    if let Some(Lot::Seed(seed)) = &rules.lot {
        draw(&mut units, seed);
    }
    number(&mut units)?;
    Ok(units)
}

/// Puts the units of equal keys in the order of the lot.
fn draw(units: &mut [Unit], seed: &str) {
    for class in units.chunk_by_mut(|a, b| a.keys == b.keys) {
        if class.len() > 1 {
            for unit in &mut *class {
                unit.lot = Some(lot_digest(seed, &unit.id));
            }
            class.sort_by(|a, b| a.lot.cmp(&b.lot));
        }
    }
}

/// Makes a unit of candidates that share a group, or of one that stands alone.
fn unit(name: &str, mut candidates: Vec<&Candidate>) -> Result<Unit, SelectionError> {
    candidates.sort_by(|a, b| a.id.cmp(&b.id));
    let first = candidates.first();
    let keys = first.map(|first| first.keys.clone()).unwrap_or_default();
    let pool = first.and_then(|first| first.pool.clone());
    let differing = candidates
        .iter()
        .filter_map(|candidate| first_difference(&keys, &candidate.keys))
        .min();
    if let Some(key) = differing {
        return Err(SelectionError::GroupKeys {
            group: name.to_owned(),
            members: candidates.iter().map(|it| it.id.clone()).collect(),
            key,
        });
    }
    if candidates.iter().any(|candidate| candidate.pool != pool) {
        let members = candidates.iter();
        return Err(SelectionError::GroupPools {
            group: name.to_owned(),
            members: members.map(|it| (it.id.clone(), it.pool.clone())).collect(),
        });
    }
    let positive = candidates.iter().map(|it| it.award.max(Money::ZERO));
    Ok(Unit {
        id: name.to_owned(),
        rank: 0,
        keys,
        lot: None,
        full: Money::sum(positive).ok_or(SelectionError::Overflow)?,
        pool,
        reserve: reserve(&candidates),
        members: candidates.into_iter().map(member).collect(),
        earlier: Vec::new(),
        result: UnitResult::Ranked,
    })
}

/// Returns the first reserve that admits every one of the candidates.
fn reserve(candidates: &[&Candidate]) -> Option<usize> {
    let count = candidates.first()?.reserves.len();
    (0..count).find(|place| {
        let mut candidates = candidates.iter();
        candidates.all(|it| it.reserves.get(*place).copied().unwrap_or(false))
    })
}

fn member(candidate: &Candidate) -> Member {
    Member {
        id: candidate.id.clone(),
        full: candidate.award,
        caps: candidate.caps.clone(),
        award: Money::ZERO,
        grants: Vec::new(),
        departure: None,
    }
}

/// Returns the place of the first key in which two lists differ.
fn first_difference(left: &[Key], right: &[Key]) -> Option<usize> {
    let length = left.len().max(right.len());
    (0..length).find(|place| left.get(*place) != right.get(*place))
}

/// Compares keys one after the other, each in its direction; the better stands first.
fn compare(left: &[Key], right: &[Key], descending: &[bool]) -> Ordering {
    let directions = descending.iter().copied().chain(std::iter::repeat(false));
    left.iter()
        .zip(right)
        .zip(directions)
        .map(|((a, b), descending)| if descending { b.cmp(a) } else { a.cmp(b) })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Gives each unit its rank: one more than the number of units that are better.
fn number(units: &mut [Unit]) -> Result<(), SelectionError> {
    let mut better = 0_usize;
    for class in units.chunk_by_mut(|a, b| a.keys == b.keys && a.lot == b.lot) {
        let rank = better.checked_add(1).and_then(|rank| rank.try_into().ok());
        for unit in &mut *class {
            unit.rank = rank.ok_or(SelectionError::Overflow)?;
        }
        better = better.saturating_add(class.len());
    }
    Ok(())
}

/// A group may have the name of a candidate that stands alone; its first member tells them apart.
fn first_member(unit: &Unit) -> Option<&str> {
    unit.members.first().map(|member| member.id.as_str())
}
