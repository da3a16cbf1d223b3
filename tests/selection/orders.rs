//! Ties, held against the whole selection in every order of those that the keys leave equal: with
//! pools, caps, reserves and groups, and whatever happens at the limit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bando::number::{Fraction, Money};
use bando::selection::{
    Candidate, Grant, Key, Rules, Selection, SelectionError, Tie, Unit, UnitResult, Walk, select,
};
use proptest::prelude::*;

use super::properties::{PLACES, cases, unit_of};

/// How many orders are tried at most for one case.
const MOST: usize = 150;

/// What a unit is given in a walk, in which reserve it counts, and whether it closes its pool.
type Treatment = (Money, Option<usize>, bool);

proptest! {
    #[test]
    fn without_a_tie_no_order_of_the_equal_changes_anything((candidates, rules) in cases(8)) {
        let Ok(selection) = select(&candidates, &rules) else { return Ok(()); };
        for order in orders(&candidates)? {
            let other = in_order(&candidates, &rules, &order);
            prop_assert_eq!(grants(&other), grants(&selection), "in the order {:?}", order);
            prop_assert_eq!(
                (other.left, other.pools, other.reserves),
                (selection.left, selection.pools.clone(), selection.reserves.clone())
            );
        }
    }

    #[test]
    fn a_tie_names_those_whom_some_order_treats_otherwise((candidates, rules) in cases(8)) {
        if let Err(SelectionError::Tie(tie)) = select(&candidates, &rules) {
            check_tie(&candidates, &rules, &tie)?;
        }
    }

    /// Few units, all equal but one, in small pools with small reserves: where ties are.
    #[test]
    fn a_tie_at_the_line_names_those_whom_some_order_treats_otherwise(
        (mut candidates, mut rules) in cases(5),
    ) {
        rules.descending = vec![true];
        for (place, candidate) in candidates.iter_mut().enumerate() {
            let first = place == 0 && candidate.group.is_none();
            candidate.keys = Arc::new(vec![Key::Number(Fraction::integer(i128::from(first)))]);
            if candidate.group.is_some() {
                candidate.pool = Some(PLACES[1].to_owned());
            }
        }
        match select(&candidates, &rules) {
            Err(SelectionError::Tie(tie)) => check_tie(&candidates, &rules, &tie)?,
            Err(other) => prop_assert!(false, "{:?}", other),
            Ok(selection) => for order in orders(&candidates)? {
                let other = in_order(&candidates, &rules, &order);
                prop_assert_eq!(grants(&other), grants(&selection), "in the order {:?}", order);
            },
        }
    }
}

fn check_tie(candidates: &[Candidate], rules: &Rules, tie: &Tie) -> Result<(), TestCaseError> {
    let named: BTreeSet<&str> = tie.units.iter().map(|(id, _)| id.as_str()).collect();
    let keys_of = |id: &str| candidates.iter().find(|it| unit_of(it) == id).unwrap();
    let keys = &keys_of(tie.units[0].0.as_str()).keys;
    let equal: BTreeSet<&str> = candidates
        .iter()
        .filter(|it| it.keys == *keys)
        .map(unit_of)
        .collect();
    let mut seen: BTreeMap<&str, BTreeSet<Treatment>> = BTreeMap::new();
    for order in orders(candidates)? {
        let selection = in_order(candidates, rules, &order);
        for id in &equal {
            let unit = selection.units.iter().find(|it| it.id == *id).unwrap();
            seen.entry(id).or_default().insert(treated(unit, tie.walk));
        }
    }
    let differing = |key: fn(&Treatment) -> Treatment| -> BTreeSet<&str> {
        let several = seen
            .iter()
            .filter(|(_, seen)| seen.iter().map(key).collect::<BTreeSet<_>>().len() > 1);
        several.map(|(id, _)| *id).collect()
    };
    let mut expected = differing(|it| (it.0, it.1, false));
    if expected.is_empty() {
        expected = differing(|it| *it);
    }
    prop_assert_eq!(named, expected);
    Ok(())
}

/// Returns every order of those that the keys leave equal: for each unit its place.
///
/// # Errors
/// Where they are too many: another case is drawn, and none is passed over in silence.
fn orders(candidates: &[Candidate]) -> Result<Vec<BTreeMap<String, usize>>, TestCaseError> {
    let mut classes: BTreeMap<&[Key], BTreeSet<&str>> = BTreeMap::new();
    for candidate in candidates {
        let class = classes.entry(&candidate.keys).or_default();
        class.insert(unit_of(candidate));
    }
    let mut orders: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new()];
    for class in classes.values() {
        let class: Vec<&str> = class.iter().copied().collect();
        let permutations: usize = (1..=class.len()).product();
        if permutations.saturating_mul(orders.len()) > MOST {
            return Err(TestCaseError::reject("too many orders"));
        }
        let longer = permutations_of(&class).into_iter().flat_map(|permutation| {
            let places: Vec<(String, usize)> = permutation
                .into_iter()
                .enumerate()
                .map(|(place, id)| (id.to_owned(), place))
                .collect();
            orders.iter().map(move |order| {
                let mut order = order.clone();
                order.extend(places.iter().cloned());
                order
            })
        });
        orders = longer.collect();
    }
    Ok(orders)
}

fn permutations_of<'a>(items: &[&'a str]) -> Vec<Vec<&'a str>> {
    let Some((last, others)) = items.split_last() else {
        return vec![Vec::new()];
    };
    let mut all = Vec::new();
    for shorter in permutations_of(others) {
        for place in 0..=shorter.len() {
            let mut longer = shorter.clone();
            longer.insert(place, *last);
            all.push(longer);
        }
    }
    all
}

/// Selects with one key more, which leaves nobody equal.
fn in_order(candidates: &[Candidate], rules: &Rules, order: &BTreeMap<String, usize>) -> Selection {
    let mut candidates = candidates.to_vec();
    for candidate in &mut candidates {
        let place = order[unit_of(candidate)].try_into().unwrap();
        Arc::make_mut(&mut candidate.keys).push(Key::Number(Fraction::integer(place)));
    }
    let mut rules = rules.clone();
    rules.descending.push(false);
    select(&candidates, &rules).unwrap()
}

fn grants(selection: &Selection) -> BTreeMap<&str, &[Grant]> {
    let members = selection.units.iter().flat_map(|unit| &unit.members);
    members
        .map(|member| (member.id.as_str(), member.grants.as_slice()))
        .collect()
}

fn treated(unit: &Unit, in_walk: Walk) -> Treatment {
    let grants = unit.members.iter().flat_map(|member| &member.grants);
    let grants: Vec<&Grant> = grants.filter(|grant| grant.walk == in_walk).collect();
    let mut told = unit.earlier.iter().chain([&unit.result]);
    let closes = told.any(|result| match result {
        UnitResult::Short { walk, closes, .. } => *walk == in_walk && *closes,
        UnitResult::FundedInPart { walk, .. } => *walk == in_walk,
        _ => false,
    });
    (
        Money::sum(grants.iter().map(|grant| grant.amount)).unwrap(),
        grants.first().and_then(|grant| grant.reserve),
        closes,
    )
}
