//! What a slide has moved: who left, the money added and freed, whom it reached.

use std::collections::BTreeMap;

use crate::number::Money;
use crate::selection::{Departure, Event, Member, Selection};

/// What a slide has moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Which slide it is since the ranking, counted from 1.
    pub number: usize,
    /// What was added to the envelope.
    pub added: Money,
    /// What those had been given that left.
    pub freed: Money,
    /// What was given.
    pub given: Money,
    /// How many renounced.
    pub renounced: u64,
    /// How many awards were revoked.
    pub revoked: u64,
    /// How many reservations failed.
    pub reservation_failed: u64,
    /// How many reservations were cleared.
    pub reservation_cleared: u64,
    /// How many proposals are given something that were given nothing.
    pub newly_funded: u64,
    /// How many awards in part were filled up.
    pub filled_up: u64,
    /// How many awards in part grew, and are still less than the full ones.
    pub raised: u64,
}

/// Returns what the slide `number` has moved; `None` where a sum is too large.
pub(super) fn moved(
    number: usize,
    events: &[Event],
    before: &Selection,
    after: &Selection,
) -> Option<Moved> {
    let mut moved = Moved {
        number,
        ..Moved::default()
    };
    for event in events {
        match event {
            Event::MoreMoney { amount, .. } => moved.added = moved.added.add(*amount)?,
            Event::ReservationCleared { .. } => count(&mut moved.reservation_cleared),
            _ => {}
        }
    }
    let was: BTreeMap<&str, &Member> = members(before).map(|it| (it.id.as_str(), it)).collect();
    for member in members(after) {
        let Some(was) = was.get(member.id.as_str()) else {
            continue;
        };
        match member.departure.filter(|_| was.departure.is_none()) {
            Some(departure) => {
                count(match departure {
                    Departure::Renounced => &mut moved.renounced,
                    Departure::Revoked => &mut moved.revoked,
                    Departure::ReservationFailed => &mut moved.reservation_failed,
                });
                moved.freed = moved.freed.add(was.award)?;
            }
            None if member.award > was.award => {
                moved.given = moved.given.add(member.award.sub(was.award)?)?;
                count(if was.award == Money::ZERO {
                    &mut moved.newly_funded
                } else if member.award == member.full {
                    &mut moved.filled_up
                } else {
                    &mut moved.raised
                });
            }
            None => {}
        }
    }
    Some(moved)
}

fn members(selection: &Selection) -> impl Iterator<Item = &Member> {
    selection.units.iter().flat_map(|unit| &unit.members)
}

fn count(counted: &mut u64) {
    *counted = counted.saturating_add(1);
}
