//! From candidates to units in the order of the ranking.

use std::collections::BTreeMap;

use super::lot::lot_digest;
use super::order::{self, Placed};
use super::{Candidate, Candidates, Key, Lot, Member, Rules, SelectionError, Unit, UnitResult};
use crate::number::Money;

/// The units in their order, over the candidates they are made of.
#[derive(Debug)]
pub(super) struct Ranked<'a> {
    pub(super) candidates: &'a Candidates<'a>,
    /// The units, best first.
    pub(super) order: Vec<Party>,
    /// The rank of each; equal keys share it.
    pub(super) ranks: Vec<u32>,
    /// The digests of the lot, by the places of the units that needed it.
    lots: BTreeMap<usize, String>,
}

/// The candidates of one unit.
#[derive(Clone, Copy, Debug)]
pub(super) enum Party {
    /// One that stands alone, by its place.
    Alone(u32),
    /// A group, by its place.
    Group(u32),
}

/// All candidates, and the groups among them.
#[derive(Debug)]
pub(super) struct Parties<'a> {
    pub(super) candidates: &'a [Candidate],
    /// Each group's name, and the places of its members in the order of their ids.
    pub(super) groups: Vec<(&'a str, Vec<u32>)>,
}

/// Ranks the units, best first.
pub(super) fn rank<'a>(
    candidates: &'a Candidates<'a>,
    rules: &Rules,
) -> Result<Ranked<'a>, SelectionError> {
    let parties = &candidates.parties;
    let mut placed = order::sort(candidates, &rules.descending);
    let mut ranks = Vec::with_capacity(placed.len());
    let mut lots = BTreeMap::new();
    let is_equal = |a: &Placed, b: &Placed| a.number == b.number && parties.share_keys(a, b);
    for class in placed.chunk_by_mut(is_equal) {
        match &rules.lot {
            Some(Lot::Seed(seed)) if class.len() > 1 => {
                let digests = draw(parties, class, seed);
                for equal in digests.chunk_by(|a, b| a == b) {
                    lots.extend((ranks.len()..).zip(equal.iter().cloned()));
                    share_rank(&mut ranks, equal.len())?;
                }
            }
            _ => share_rank(&mut ranks, class.len())?,
        }
    }
    Ok(Ranked {
        order: placed.into_iter().map(|it| it.party).collect(),
        candidates,
        ranks,
        lots,
    })
}

/// Gives so many more units their rank: one more than the number of units that are better.
fn share_rank(ranks: &mut Vec<u32>, count: usize) -> Result<(), SelectionError> {
    let rank = u32::try_from(ranks.len().saturating_add(1));
    let rank = rank.map_err(|_| SelectionError::Overflow)?;
    ranks.extend(std::iter::repeat_n(rank, count));
    Ok(())
}

/// Puts the units of equal keys in the order of the lot; returns the digest of each.
fn draw(parties: &Parties, class: &mut [Placed], seed: &str) -> Vec<String> {
    let units = class.iter();
    let mut drawn: Vec<(String, Placed)> = units
        .map(|unit| (lot_digest(seed, parties.name(unit.party)), *unit))
        .collect();
    drawn.sort_by(|a, b| a.0.cmp(&b.0));
    for (unit, (_, drawn)) in class.iter_mut().zip(&drawn) {
        *unit = *drawn;
    }
    drawn.into_iter().map(|(digest, _)| digest).collect()
}

/// Puts the members in the order of their ids, and checks that they can be ranked and funded
/// together.
pub(super) fn check_group(
    candidates: &[Candidate],
    name: &str,
    places: &mut [u32],
) -> Result<(), SelectionError> {
    let of = |place: &u32| candidates.get(*place as usize);
    places.sort_by(|a, b| of(a).map(|it| &it.id).cmp(&of(b).map(|it| &it.id)));
    let members: Vec<&Candidate> = places.iter().filter_map(of).collect();
    let Some((first, others)) = members.split_first() else {
        return Ok(());
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
    Ok(())
}

/// Returns the place of the first key in which two lists differ.
fn first_difference(left: &[Key], right: &[Key]) -> Option<usize> {
    let length = left.len().max(right.len());
    (0..length).find(|place| left.get(*place) != right.get(*place))
}

impl<'a> Parties<'a> {
    /// Returns the places of the members, in the order of their ids.
    pub(super) fn places<'p>(&'p self, party: &'p Party) -> &'p [u32] {
        match party {
            Party::Alone(place) => std::slice::from_ref(place),
            Party::Group(place) => match self.groups.get(*place as usize) {
                Some((_, members)) => members,
                None => &[],
            },
        }
    }

    /// Returns the members, in the order of their ids.
    pub(super) fn members<'p>(
        &'p self,
        party: &'p Party,
    ) -> impl Iterator<Item = &'a Candidate> + Clone + use<'a, 'p> {
        let places = self.places(party).iter();
        places.filter_map(|place| self.candidates.get(*place as usize))
    }

    /// Returns the member whose id is first.
    pub(super) fn first(&self, party: Party) -> Option<&'a Candidate> {
        let place = *self.places(&party).first()?;
        self.candidates.get(place as usize)
    }

    /// Returns the group's name, or the id of the only member.
    pub(super) fn name(&self, party: Party) -> &'a str {
        match party {
            Party::Alone(_) => self.first(party).map_or("", |it| &it.id),
            Party::Group(place) => self.groups.get(place as usize).map_or("", |it| it.0),
        }
    }

    /// Returns the first reserve that admits every member.
    pub(super) fn reserve(&self, party: Party) -> Option<usize> {
        let first = self.first(party)?;
        (0..first.reserves.len()).find(|place| {
            let mut members = self.members(&party);
            members.all(|it| it.reserves.get(*place).copied().unwrap_or(false))
        })
    }

    fn share_keys(&self, left: &Placed, right: &Placed) -> bool {
        let keys = |placed: &Placed| self.first(placed.party).map(|it| &it.keys);
        keys(left) == keys(right)
    }
}

impl Ranked<'_> {
    /// Returns the name of the unit at a place.
    pub(super) fn name(&self, place: usize) -> String {
        let party = self.order.get(place);
        party
            .map_or("", |party| self.candidates.parties.name(*party))
            .to_owned()
    }

    /// Returns the units with their names; none is given anything yet.
    pub(super) fn units(&self) -> Result<Vec<Unit>, SelectionError> {
        let each = self.order.iter().zip(&self.ranks).enumerate();
        let units = each.map(|(place, (party, rank))| {
            let first = self.candidates.parties.first(*party);
            let members = self.candidates.parties.members(party);
            let positive = members.clone().map(|it| it.award.max(Money::ZERO));
            Ok(Unit {
                id: self.candidates.parties.name(*party).to_owned(),
                rank: *rank,
                keys: first.map(|it| it.keys.clone()).unwrap_or_default(),
                lot: self.lots.get(&place).cloned(),
                full: Money::sum(positive).ok_or(SelectionError::Overflow)?,
                pool: first.and_then(|it| it.pool.clone()),
                reserve: self.candidates.parties.reserve(*party),
                members: members.map(member).collect(),
                earlier: Vec::new(),
                result: UnitResult::Ranked,
            })
        });
        units.collect()
    }
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
