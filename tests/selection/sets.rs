//! Who is funded, said of sets of units and not of walks: an oracle that shares nothing with the
//! procedure, for pools, caps, reserves on merit, groups and every walk.
//!
//! Where refusals pass over, each walk funds, of all sets that its money pays and that keep whom
//! earlier walks funded, the one that is best from the top down. What the money pays: the awards,
//! and what every reserve still lacks, are within the envelope; the awards of each pool within it;
//! no cap is exceeded.
//!
//! Where refusals stop and nothing is reserved, the funded of a walk are the only set of which each
//! pool holds a beginning, but for those whom a cap refuses after all before them.

use std::collections::{BTreeMap, BTreeSet};

use bando::selection::{Candidate, Cap, Reserve, Rules, Selection, select};
use bando::value::{Leftovers, Limit};
use proptest::prelude::*;

use super::properties::{cases_without_ties, unit_of};

/// A unit that asks for something.
struct Asking<'a> {
    id: &'a str,
    members: Vec<&'a Candidate>,
    cents: i64,
    pool: Option<&'a str>,
    reserve: Option<usize>,
}

proptest! {
    #[test]
    fn who_is_funded_where_refusals_pass_over_is_the_best_set_of_each_walk(
        (candidates, mut rules) in cases_without_ties(10),
    ) {
        rules.limit = Limit::PassOver;
        for reserve in &mut rules.reserves {
            reserve.in_addition = false;
        }
        let selection = select(&candidates, &rules).unwrap();
        let units = asking(&candidates, &selection);
        let mut funded = 0_u32;
        for (by_pool, released) in walks(&rules) {
            // The best first.
            let better = (0..1_u32 << units.len()).rev();
            let mut sets = better.filter(|set| set & funded == funded);
            let best = sets.find(|set| {
                let new = members(&units, set & !funded);
                let has_pool = |unit: &&Asking<'_>| in_pool(unit, &rules);
                let all = members(&units, *set);
                is_paid(&all, &rules, released)
                    && caps_take_in(&all, &rules)
                    && (!by_pool || new.iter().all(has_pool))
                    && (!by_pool || pools_hold(&all, &rules))
            });
            funded = best.unwrap();
        }
        prop_assert_eq!(given(&selection), ids(&units, funded));
    }

    #[test]
    fn who_is_funded_where_refusals_stop_is_the_only_set_of_beginnings(
        (candidates, mut rules) in cases_without_ties(10),
    ) {
        rules.limit = Limit::Stop;
        rules.reserves.clear();
        let candidates: Vec<Candidate> = candidates
            .into_iter()
            .map(|it| Candidate { reserves: Vec::new(), ..it })
            .collect();
        let selection = select(&candidates, &rules).unwrap();
        let units = asking(&candidates, &selection);
        let mut funded = 0_u32;
        for (by_pool, _) in walks(&rules) {
            let sets = (0..1_u32 << units.len()).filter(|set| set & funded == funded);
            let right: Vec<u32> = sets
                .filter(|set| is_of_beginnings(&units, &rules, (*set, funded), by_pool))
                .collect();
            prop_assert_eq!(right.len(), 1, "{:?}", right);
            funded = right[0];
        }
        prop_assert_eq!(given(&selection), ids(&units, funded));
    }
}

/// Whether each walk keeps to the pools, and whether reserves are released in it.
fn walks(rules: &Rules) -> Vec<(bool, bool)> {
    let leftovers = rules.pools.as_ref().map(|it| it.leftovers);
    let mut walks = vec![(leftovers.is_some(), false)];
    if leftovers == Some(Leftovers::OneRanking) {
        walks.push((false, false));
    }
    if rules.reserves.iter().any(|it| it.released) {
        walks.push((leftovers == Some(Leftovers::Unspent), true));
    }
    walks
}

/// Returns the units that ask, in the order of the ranking.
fn asking<'a>(candidates: &'a [Candidate], selection: &Selection) -> Vec<Asking<'a>> {
    let units = selection.units.iter().map(|unit| {
        let members: Vec<&Candidate> = candidates
            .iter()
            .filter(|it| unit_of(it) == unit.id)
            .collect();
        let reserves = 0..members[0].reserves.len();
        Asking {
            id: unit_of(members[0]),
            cents: members.iter().map(|it| it.award.cents().max(0)).sum(),
            pool: members[0].pool.as_deref(),
            reserve: reserves
                .into_iter()
                .find(|place| members.iter().all(|it| it.reserves[*place])),
            members,
        }
    });
    units.filter(|it| it.cents > 0).collect()
}

/// The best is the first digit.
fn is_in(units: &[Asking<'_>], set: u32, place: usize) -> bool {
    set & (1 << (units.len() - 1 - place)) != 0
}

fn members<'a, 'b>(units: &'a [Asking<'b>], set: u32) -> Vec<&'a Asking<'b>> {
    let places = (0..units.len()).filter(|place| is_in(units, set, *place));
    places.map(|place| &units[place]).collect()
}

fn ids(units: &[Asking<'_>], set: u32) -> BTreeSet<String> {
    members(units, set)
        .iter()
        .map(|it| it.id.to_owned())
        .collect()
}

fn given(selection: &Selection) -> BTreeSet<String> {
    let units = selection.units.iter();
    let funded = units.filter(|unit| unit.members.iter().any(|it| it.award.cents() > 0));
    funded.map(|unit| unit.id.clone()).collect()
}

fn in_pool(unit: &Asking<'_>, rules: &Rules) -> bool {
    let pools = rules.pools.as_ref();
    pools.is_none_or(|it| unit.pool.is_some_and(|pool| it.shares.contains_key(pool)))
}

/// Tells whether the envelope pays a set and what reserves still lack.
fn is_paid(set: &[&Asking<'_>], rules: &Rules, released: bool) -> bool {
    let lacking = |(place, reserve): (usize, &Reserve)| {
        let counted = set.iter().filter(|unit| unit.reserve == Some(place));
        let lacks = reserve.amount.cents() - counted.map(|it| it.cents).sum::<i64>();
        if released && reserve.released {
            0
        } else {
            lacks.max(0)
        }
    };
    let lack: i64 = rules.reserves.iter().enumerate().map(lacking).sum();
    let awards: i64 = set.iter().map(|it| it.cents).sum();
    awards + lack <= rules.envelope.unwrap().cents()
}

fn caps_take_in(set: &[&Asking<'_>], rules: &Rules) -> bool {
    let mut taken: BTreeMap<(usize, &str), (i64, u32)> = BTreeMap::new();
    for member in set.iter().flat_map(|unit| &unit.members) {
        for (cap, key) in member.caps.iter().enumerate() {
            if let Some(key) = key.as_deref().filter(|_| member.award.cents() > 0) {
                let (cents, count) = taken.entry((cap, key)).or_default();
                *cents += member.award.cents();
                *count += 1;
            }
        }
    }
    taken
        .iter()
        .all(|((cap, _), (cents, count))| match rules.caps[*cap] {
            Cap::Money(most) => *cents <= most.cents(),
            Cap::Proposals(most) => *count <= most,
        })
}

fn pools_hold(set: &[&Asking<'_>], rules: &Rules) -> bool {
    let Some(pools) = &rules.pools else {
        return true;
    };
    pools.shares.iter().all(|(key, share)| {
        let drawing = set.iter().filter(|unit| unit.pool == Some(key));
        drawing.map(|it| it.cents).sum::<i64>() <= share.cents()
    })
}

/// Tells whether a walk that kept whom it found funded could end with this set.
fn is_of_beginnings(
    units: &[Asking<'_>],
    rules: &Rules,
    (set, before): (u32, u32),
    by_pool: bool,
) -> bool {
    let mut closed: BTreeSet<Option<&str>> = BTreeSet::new();
    let above = |place: usize| -> Vec<&Asking<'_>> {
        let places = (0..units.len())
            .filter(|it| is_in(units, before, *it) || (*it < place && is_in(units, set, *it)));
        places.map(|it| &units[it]).collect()
    };
    for place in (0..units.len()).filter(|it| !is_in(units, before, *it)) {
        let unit = &units[place];
        let part = unit.pool.filter(|_| by_pool);
        let mut with = above(place);
        with.push(unit);
        let pays = is_paid(&with, rules, false) && (!by_pool || pools_hold(&with, rules));
        let is_tried = (!by_pool || in_pool(unit, rules)) && !closed.contains(&part);
        let is_taken_in = is_tried && caps_take_in(&with, rules);
        if is_in(units, set, place) != (is_taken_in && pays) {
            return false;
        }
        if is_taken_in && !pays {
            closed.insert(part);
        }
    }
    true
}
