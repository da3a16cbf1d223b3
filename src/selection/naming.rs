//! What the walks have told and given, written down with names in the units.

use super::walk::{Gift, OpenTie, Walked};
use super::{Grant, PoolMoney, SelectionError, Tie, Unit, Walk};
use crate::number::Money;

/// Writes down in the units, which stand in the order of the walks, what became of each; `name`
/// gives the name of the unit at a place.
pub(super) fn write_down(
    walked: &Walked,
    units: &mut [Unit],
    name: impl Fn(usize) -> String,
) -> Result<(), SelectionError> {
    let by_pool = |walk: Walk| walked.by_pool.contains(&walk);
    for gift in &walked.gifts {
        if let Some(unit) = units.get_mut(gift.unit as usize) {
            grant(unit, gift, by_pool(gift.walk))?;
        }
    }
    for (place, told) in &walked.earlier {
        if let Some(unit) = units.get_mut(*place as usize) {
            let result = told.named(unit, by_pool, &name);
            // There are three walks at most, and most units are told once: no room for more.
            unit.earlier.reserve_exact(1);
            unit.earlier.push(result);
        }
    }
    for (unit, told) in units.iter_mut().zip(&walked.results) {
        if let Some(told) = told {
            unit.result = told.named(unit, by_pool, &name);
        }
    }
    Ok(())
}

/// Returns the tie with the names of its units and its pool.
pub(super) fn name_tie(tie: &OpenTie, pools: &[PoolMoney], name: impl Fn(usize) -> String) -> Tie {
    let pool = tie.pool.and_then(|place| pools.get(place));
    let named = |places: &[(u32, Money)]| {
        let named = places.iter().map(|(it, asks)| (name(*it as usize), *asks));
        named.collect()
    };
    Tie {
        walk: tie.walk,
        units: named(&tie.units),
        others: named(&tie.others),
        pool: pool.map(|pool| pool.key.clone()),
        left: tie.left,
    }
}

fn grant(unit: &mut Unit, gift: &Gift, by_pool: bool) -> Result<(), SelectionError> {
    if let Some(member) = unit.members.get_mut(gift.member as usize) {
        let award = member.award.add(gift.amount);
        member.award = award.ok_or(SelectionError::Overflow)?;
        member.grants.reserve_exact(1);
        member.grants.push(Grant {
            amount: gift.amount,
            walk: gift.walk,
            pool: unit.pool.clone().filter(|_| by_pool),
            reserve: gift.reserve.map(|place| place as usize),
        });
    }
    Ok(())
}
