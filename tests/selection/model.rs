//! A second selection, written as plainly as can be: cents as `i128`, units found by looking
//! through all candidates, ties by trying every order of a class.

use std::collections::{BTreeMap, BTreeSet};

use bando::number::Fraction;
use bando::selection::{Candidate, Key, Rules};
use bando::value::Limit;

/// What the model finds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Units in order, what each is given, and what is left.
    Given(Vec<(String, i128)>, i128),
    /// The units whose amount depends on the order, and what is left before them.
    Tie(BTreeSet<String>, i128),
}

/// A unit: id, keys, full award in cents.
type Plain = (String, Vec<Key>, i128);
/// What is left, and whether the walk goes on.
type State = (i128, bool);

pub(super) fn select(candidates: &[Candidate], rules: &Rules) -> Found {
    let mut waiting = units(candidates);
    let mut state = (i128::from(rules.envelope.unwrap().cents()), true);
    let mut given = Vec::new();
    while !waiting.is_empty() {
        let class = take_best(&mut waiting, &rules.descending);
        assert!(class.len() <= 5, "too many orders to try");
        let (open, ends) = try_every_order(&class, state, rules.limit);
        if !open.is_empty() || ends.len() > 1 {
            return Found::Tie(open, state.0);
        }
        for unit in class {
            let amount = step(&mut state, unit.2, rules.limit);
            given.push((unit.0, amount));
        }
    }
    Found::Given(given, state.0)
}

fn units(candidates: &[Candidate]) -> Vec<Plain> {
    let mut units: Vec<Plain> = Vec::new();
    for candidate in candidates {
        let id = candidate.group.clone().unwrap_or(candidate.id.clone());
        let cents = i128::from(candidate.award.cents().max(0));
        match units.iter_mut().find(|unit| unit.0 == id) {
            Some(unit) => unit.2 += cents,
            None => units.push((id, candidate.keys.clone(), cents)),
        }
    }
    units
}

/// Takes out all units that no other precedes, in the order of their ids.
fn take_best(waiting: &mut Vec<Plain>, descending: &[bool]) -> Vec<Plain> {
    let best = waiting
        .iter()
        .find(|unit| {
            !waiting
                .iter()
                .any(|other| precedes(&other.1, &unit.1, descending))
        })
        .unwrap()
        .1
        .clone();
    let (mut class, rest): (Vec<_>, Vec<_>) = waiting.drain(..).partition(|unit| unit.1 == best);
    *waiting = rest;
    class.sort_by(|a, b| a.0.cmp(&b.0));
    class
}

fn precedes(left: &[Key], right: &[Key], descending: &[bool]) -> bool {
    for place in 0..left.len() {
        if left[place] != right[place] {
            return (left[place] > right[place]) == descending[place];
        }
    }
    false
}

/// Tries one unit and returns what it is given.
fn step(state: &mut State, full: i128, limit: Limit) -> i128 {
    let (left, open) = *state;
    if full == 0 || !open {
        return 0;
    }
    if left >= full {
        state.0 -= full;
        return full;
    }
    match limit {
        Limit::Stop => state.1 = false,
        Limit::PassOver => {}
        Limit::Give {
            at_least,
            then_pass_over,
        } => {
            let least = at_least.unwrap_or(Fraction::ZERO);
            let product = least.mul(Fraction::integer(full)).unwrap();
            if left > 0 && Fraction::integer(left) >= product {
                *state = (0, false);
                return left;
            }
            state.1 = then_pass_over;
        }
    }
    0
}

/// Returns the units whose amount is not the same in every order, and the states that may remain.
///
/// Also holds the two ways of saying so against each other: "tried after the others it gets
/// another amount than tried first" must be true of some unit whenever any amount differs.
fn try_every_order(
    class: &[Plain],
    start: State,
    limit: Limit,
) -> (BTreeSet<String>, BTreeSet<State>) {
    let mut amounts: BTreeMap<&str, BTreeSet<i128>> = BTreeMap::new();
    let mut edges: BTreeMap<&str, BTreeSet<i128>> = BTreeMap::new();
    let mut ends = BTreeSet::new();
    for order in orders(class.len()) {
        let mut state = start;
        for (place, index) in order.iter().enumerate() {
            let unit = &class[*index];
            let amount = step(&mut state, unit.2, limit);
            amounts.entry(&unit.0).or_default().insert(amount);
            if place == 0 || place + 1 == order.len() {
                edges.entry(&unit.0).or_default().insert(amount);
            }
        }
        ends.insert(state);
    }
    let differing = |seen: &BTreeMap<&str, BTreeSet<i128>>| -> BTreeSet<String> {
        seen.iter()
            .filter(|(_, amounts)| amounts.len() > 1)
            .map(|(id, _)| (*id).to_owned())
            .collect()
    };
    assert_eq!(differing(&amounts), differing(&edges));
    assert!(ends.len() == 1 || !differing(&edges).is_empty());
    (differing(&amounts), ends)
}

fn orders(length: usize) -> Vec<Vec<usize>> {
    if length == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in orders(length - 1) {
        for place in 0..=shorter.len() {
            let mut order = shorter.clone();
            order.insert(place, length - 1);
            all.push(order);
        }
    }
    all
}
