//! From candidates to units in the order of the ranking.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Candidate, Key, Member, SelectionError, Unit, UnitResult};
use crate::number::Money;

/// Groups the candidates and ranks the units, best first; none is given anything yet.
pub(super) fn rank(
    candidates: &[Candidate],
    descending: &[bool],
) -> Result<Vec<Unit>, SelectionError> {
    let mut groups: BTreeMap<(bool, &str), Vec<&Candidate>> = BTreeMap::new();
    for candidate in candidates {
        let name = candidate.group.as_ref().unwrap_or(&candidate.id);
        groups
            .entry((candidate.group.is_some(), name))
            .or_default()
            .push(candidate);
    }
    let mut units = Vec::with_capacity(groups.len());
    for ((_, name), members) in groups {
        units.push(unit(name, members)?);
    }
    units.sort_by(|a, b| {
        compare(&a.keys, &b.keys, descending)
            .then_with(|| a.id.cmp(&b.id))
            .then_with(|| first_member(a).cmp(&first_member(b)))
    });
    number(&mut units)?;
    Ok(units)
}

/// Makes a unit of candidates that share a group, or of one that stands alone.
fn unit(name: &str, mut candidates: Vec<&Candidate>) -> Result<Unit, SelectionError> {
    candidates.sort_by(|a, b| a.id.cmp(&b.id));
    let keys = candidates
        .first()
        .map(|first| first.keys.clone())
        .unwrap_or_default();
    let differing = candidates
        .iter()
        .filter_map(|candidate| first_difference(&keys, &candidate.keys))
        .min();
    if let Some(key) = differing {
        return Err(SelectionError::GroupKeys {
            group: name.to_owned(),
            members: candidates
                .iter()
                .map(|candidate| candidate.id.clone())
                .collect(),
            key,
        });
    }
    let positive = candidates
        .iter()
        .map(|candidate| candidate.award.max(Money::ZERO));
    Ok(Unit {
        id: name.to_owned(),
        rank: 0,
        keys,
        full: Money::sum(positive).ok_or(SelectionError::Overflow)?,
        members: candidates
            .iter()
            .map(|candidate| Member {
                id: candidate.id.clone(),
                full: candidate.award,
                award: Money::ZERO,
            })
            .collect(),
        result: UnitResult::Ranked,
    })
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
    for class in units.chunk_by_mut(|a, b| a.keys == b.keys) {
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
