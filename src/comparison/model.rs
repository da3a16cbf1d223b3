//! From a selection to the choice that the optimum is to make.

use std::collections::BTreeMap;

use super::optimum::{Item, Model, Room, RoomUse};
use crate::number::{Fraction, Money};
use crate::selection::{Cap, Rules, Selection, Unit};
use crate::value::Leftovers;

/// The choice that the optimum is to make, under what bound the selection.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The choice; without an envelope there is none to make.
    pub model: Model,
    /// What the selection chose.
    pub start: Vec<usize>,
    /// For each item, whom it gives how much.
    pub awards: Vec<Vec<(String, Money)>>,
}

/// States the choice of which the selection is one answer; `None` where there is no envelope, or a
/// sum is too large.
///
/// The selection always holds in it, so that the optimum is never below it:
///
/// - a unit is given its whole award or nothing; one that was given a part may be given that part
///   instead;
/// - caps bind as they are written;
/// - where leftovers stay unspent, a pool holds its share; where they go to the one ranking, pools
///   do not bind, as what one of them leaves may go to any unit;
/// - a reserve holds for its members what it held in the end: what was released, it holds no more.
///   Of one that counts in addition, all its members are taken to count, which binds less than the
///   rule does.
pub fn bound_by(
    rules: &Rules,
    selection: &Selection,
    scores: &BTreeMap<String, Fraction>,
) -> Option<Bound> {
    let mut bound = Bound {
        model: Model {
            items: Vec::new(),
            envelope: rules.envelope?,
            rooms: Vec::new(),
            reserves: selection.reserves.iter().map(|it| it.amount).collect(),
        },
        start: Vec::new(),
        awards: Vec::new(),
    };
    let pools = pool_rooms(rules, &mut bound.model.rooms);
    let mut caps: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for unit in &selection.units {
        let whole = unit.members.iter().map(|it| it.full.max(Money::ZERO));
        let whole: Vec<Money> = whole.collect();
        let given: Vec<Money> = unit.members.iter().map(|it| it.award).collect();
        let is_part = given != whole && given.iter().any(|it| *it > Money::ZERO);
        let mut ways = vec![whole];
        if is_part {
            ways.push(given.clone());
            bound.model.rooms.push(Room::Proposals(1));
        }
        let either = bound.model.rooms.len().checked_sub(1);
        for way in ways {
            let mut uses = cap_uses(rules, unit, &way, &mut caps, &mut bound.model.rooms)?;
            let award = Money::sum(way.iter().copied())?;
            let pool = unit.pool.as_deref().and_then(|pool| pools.get(pool));
            if let Some(room) = pool.copied() {
                let amount = award.cents();
                uses.push(RoomUse { room, amount });
            }
            if let Some(room) = either.filter(|_| is_part) {
                uses.push(RoomUse { room, amount: 1 });
            }
            if way == given && award > Money::ZERO {
                bound.start.push(bound.model.items.len());
            }
            bound.model.items.push(Item {
                award,
                worth: worth(unit, &way, scores)?,
                reserve: unit.reserve,
                uses,
            });
            let ids = unit.members.iter().map(|it| it.id.clone());
            bound.awards.push(ids.zip(way).collect());
        }
    }
    Some(bound)
}

/// Returns the room of each pool that binds.
fn pool_rooms<'a>(rules: &'a Rules, rooms: &mut Vec<Room>) -> BTreeMap<&'a str, usize> {
    let closed = rules.pools.as_ref();
    let closed = closed.filter(|pools| pools.leftovers == Leftovers::Unspent);
    let shares = closed.into_iter().flat_map(|pools| &pools.shares);
    shares
        .map(|(key, share)| {
            let place = rooms.len();
            rooms.push(Room::Money(*share));
            (key.as_str(), place)
        })
        .collect()
}

fn cap_uses<'a>(
    rules: &Rules,
    unit: &'a Unit,
    awards: &[Money],
    caps: &mut BTreeMap<(usize, &'a str), usize>,
    rooms: &mut Vec<Room>,
) -> Option<Vec<RoomUse>> {
    let mut uses: BTreeMap<usize, i64> = BTreeMap::new();
    for (member, award) in unit.members.iter().zip(awards) {
        for (cap, (rule, key)) in rules.caps.iter().zip(member.caps.iter()).enumerate() {
            let Some(key) = key.as_deref().filter(|_| *award > Money::ZERO) else {
                continue;
            };
            let room = *caps.entry((cap, key)).or_insert_with(|| {
                rooms.push(match rule {
                    Cap::Money(most) => Room::Money(*most),
                    Cap::Proposals(most) => Room::Proposals(*most),
                });
                rooms.len().saturating_sub(1)
            });
            let amount = match rule {
                Cap::Money(_) => award.cents(),
                Cap::Proposals(_) => 1,
            };
            let sum = uses.entry(room).or_default();
            *sum = sum.checked_add(amount)?;
        }
    }
    let uses = uses.into_iter();
    Some(
        uses.map(|(room, amount)| RoomUse { room, amount })
            .collect(),
    )
}

fn worth(unit: &Unit, awards: &[Money], scores: &BTreeMap<String, Fraction>) -> Option<Fraction> {
    let members = unit.members.iter().zip(awards);
    let mut worth = Fraction::ZERO;
    for (member, award) in members {
        let score = scores.get(&member.id).copied().unwrap_or(Fraction::ZERO);
        worth = worth.add(score.mul(award.euro())?)?;
    }
    Some(worth)
}
