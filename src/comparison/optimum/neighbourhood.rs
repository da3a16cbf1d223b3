//! Better choices near one that holds: all is kept but a few items near the line of one room.
//!
//! A search over all items of a large call ends before it finds anything. Over some tens of items
//! it ends by itself, so it is done for one room after the other, where each starts from what the
//! one before it found. What is kept leaves a model of the same kind, with less room.

use std::collections::BTreeMap;

use super::exact::Exact;
use super::{Choice, Effort, Item, Model, Room, RoomUse, solver};
use crate::number::Money;

/// How many items on each side of the line are free.
const SIDE: usize = 20;
/// A room of fewer items has no line of its own.
const LEAST: usize = 4;
/// How many rooms are tried at most, those of the most items first.
const ROOMS: usize = 200;
/// How often all rooms are tried at most.
const ROUNDS: u32 = 4;
/// How many steps each search takes at most.
const STEPS: u64 = 300;

/// Returns a choice at least as good.
pub(super) fn improved(exact: &Exact<'_>, choice: Choice) -> Option<Choice> {
    let order = exact.by_worth_per_euro()?;
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); exact.model.rooms.len()];
    for place in &order {
        for used in &exact.model.items.get(*place)?.uses {
            if used.amount > 0 {
                neighbours.get_mut(used.room)?.push(*place);
            }
        }
    }
    neighbours.retain(|items| items.len() >= LEAST);
    neighbours.sort_by_key(|items| std::cmp::Reverse(items.len()));
    neighbours.truncate(ROOMS);
    neighbours.push(order);
    let mut best = choice;
    for _ in 0..ROUNDS {
        let before = best.value;
        for side in [Side::Best, Side::Nearest] {
            for items in &neighbours {
                if let Some(found) = better(exact, &best, items, side) {
                    best = found;
                }
            }
        }
        if best.value == before {
            break;
        }
    }
    Some(best)
}

/// Which of the items that are not chosen are free.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// The most worth per euro: what the line has left out.
    Best,
    /// Those next to the line; the others may be kept out by a cap.
    Nearest,
}

/// Returns a better choice that differs only in some of the `items`, which stand in the order of
/// their worth per euro: those chosen with the least, and as many that are not chosen.
fn better(exact: &Exact<'_>, choice: &Choice, items: &[usize], side: Side) -> Option<Choice> {
    let is_chosen = |place: &usize| choice.chosen.binary_search(place).is_ok();
    let (mut inside, mut outside): (Vec<_>, Vec<_>) = items
        .iter()
        .copied()
        .enumerate()
        .partition(|(_, place)| is_chosen(place));
    inside.drain(..inside.len().saturating_sub(SIDE));
    if side == Side::Nearest {
        let middle = inside.get(inside.len().checked_div(2)?);
        let line = middle.map_or(0, |(at, _)| *at);
        outside.sort_by_key(|(at, _)| at.abs_diff(line));
    }
    outside.truncate(SIDE);
    inside.extend(outside);
    let mut free: Vec<usize> = inside.into_iter().map(|(_, place)| place).collect();
    free.sort_unstable();
    let kept = choice.chosen.iter().copied();
    let kept: Vec<usize> = kept
        .filter(|place| free.binary_search(place).is_err())
        .collect();
    let part = part(exact.model, &kept, &free)?;
    let start: Vec<usize> = (0..free.len())
        .filter(|at| free.get(*at).is_some_and(is_chosen))
        .collect();
    let part = Exact::new(&part)?;
    let found = solver::search(&part, &start, Effort { steps: STEPS })?;
    let found = found.chosen.iter().map(|at| free.get(*at).copied());
    let mut chosen = found.collect::<Option<Vec<_>>>()?;
    chosen.extend(kept);
    let judged = exact.judge(&chosen)?;
    (judged.value > choice.value).then_some(judged)
}

/// Returns what is left to choose among `free` where the `kept` are chosen.
fn part(model: &Model, kept: &[usize], free: &[usize]) -> Option<Model> {
    let mut envelope = model.envelope;
    let mut reserves = model.reserves.clone();
    let mut limits: BTreeMap<usize, i128> = BTreeMap::new();
    for place in free {
        for used in &model.items.get(*place)?.uses {
            limits.insert(used.room, model.rooms.get(used.room)?.limit());
        }
    }
    for place in kept {
        let item = model.items.get(*place)?;
        envelope = envelope.sub(item.award)?;
        if let Some(held) = item.reserve.and_then(|it| reserves.get_mut(it)) {
            *held = held.sub(item.award)?.max(Money::ZERO);
        }
        for used in &item.uses {
            if let Some(limit) = limits.get_mut(&used.room) {
                *limit = limit.checked_sub(i128::from(used.amount))?;
            }
        }
    }
    let mut places = BTreeMap::new();
    let mut rooms = Vec::new();
    for (room, limit) in limits {
        places.insert(room, rooms.len());
        rooms.push(match model.rooms.get(room)? {
            Room::Money(_) => Room::Money(Money::from_cents(i64::try_from(limit).ok()?)),
            Room::Proposals(_) => Room::Proposals(u32::try_from(limit).ok()?),
        });
    }
    let item = |place: &usize| {
        let item = model.items.get(*place)?;
        let uses = item.uses.iter().map(|used| {
            Some(RoomUse {
                room: *places.get(&used.room)?,
                amount: used.amount,
            })
        });
        Some(Item {
            uses: uses.collect::<Option<_>>()?,
            ..item.clone()
        })
    };
    Some(Model {
        items: free.iter().map(item).collect::<Option<_>>()?,
        envelope,
        rooms,
        reserves,
    })
}
