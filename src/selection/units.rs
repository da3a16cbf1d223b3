//! From candidates to units in the order of the ranking.

use std::collections::BTreeMap;

use super::lot::lot_digest;
use super::{Candidate, Key, Lot, Member, Rules, SelectionError, Unit, UnitResult, order};
use crate::number::Money;

/// Groups the candidates and ranks the units, best first; none is given anything yet.
pub(super) fn rank(candidates: &[Candidate], rules: &Rules) -> Result<Vec<Unit>, SelectionError> {
    let mut groups: BTreeMap<&str, Vec<&Candidate>> = BTreeMap::new();
    let mut parties = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        match &candidate.group {
            Some(group) => groups.entry(group).or_default().push(candidate),
            None => parties.push(Party::alone(candidate)),
        }
    }
    for (name, members) in groups {
        parties.extend(Party::group(name, members)?);
    }
    let parties = order::sort(parties, &rules.descending);
    let mut units = Vec::with_capacity(parties.len());
    for party in &parties {
        units.push(unit(party)?);
    }
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

/// Candidates that are ranked together, before they become a unit.
pub(super) struct Party<'a> {
    /// The group's name, or the id of the only member.
    pub(super) name: &'a str,
    /// The member whose id is first.
    pub(super) first: &'a Candidate,
    /// The other members, in the order of their ids.
    others: Vec<&'a Candidate>,
}

impl<'a> Party<'a> {
    /// Returns a candidate that stands alone.
    pub(super) fn alone(candidate: &'a Candidate) -> Self {
        Self {
            name: &candidate.id,
            first: candidate,
            others: Vec::new(),
        }
    }

    /// Returns candidates that share a group; `None` if there are none.
    fn group(
        name: &'a str,
        mut members: Vec<&'a Candidate>,
    ) -> Result<Option<Self>, SelectionError> {
        members.sort_by(|a, b| a.id.cmp(&b.id));
        let Some((&first, others)) = members.split_first() else {
            return Ok(None);
        };
        let differing = others.iter();
        let differing = differing.filter_map(|it| first_difference(&first.keys, &it.keys));
        if let Some(key) = differing.min() {
            return Err(SelectionError::GroupKeys {
                group: name.to_owned(),
                members: members.iter().map(|it| it.id.clone()).collect(),
                key,
            });
        }
        if others.iter().any(|it| it.pool != first.pool) {
            let members = members.iter();
            return Err(SelectionError::GroupPools {
                group: name.to_owned(),
                members: members.map(|it| (it.id.clone(), it.pool.clone())).collect(),
            });
        }
        Ok(Some(Self {
            name,
            first,
            others: others.to_vec(),
        }))
    }

    fn members(&self) -> impl Iterator<Item = &'a Candidate> + Clone {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// Returns the first reserve that admits every member.
    fn reserve(&self) -> Option<usize> {
        (0..self.first.reserves.len()).find(|place| {
            self.members()
                .all(|it| it.reserves.get(*place).copied().unwrap_or(false))
        })
    }
}

fn unit(party: &Party) -> Result<Unit, SelectionError> {
    let positive = party.members().map(|it| it.award.max(Money::ZERO));
    Ok(Unit {
        id: party.name.to_owned(),
        rank: 0,
        keys: party.first.keys.clone(),
        lot: None,
        full: Money::sum(positive).ok_or(SelectionError::Overflow)?,
        pool: party.first.pool.clone(),
        reserve: party.reserve(),
        members: party.members().map(member).collect(),
        earlier: Vec::new(),
        result: UnitResult::Ranked,
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
