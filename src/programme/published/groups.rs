//! What is wrong by itself: from sets that mend everything to causes that can be told apart.
//!
//! Two causes are told apart only where any way to mend the one goes with any way to mend the other, and
//! where each, mended alone, leaves every sum right that is right as it is printed.

use std::collections::{BTreeMap, BTreeSet};

use super::equations::{Equations, Set};

/// One cause: every way to mend it, each a set of changes that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Group {
    /// The ways with the fewest cells.
    pub(super) ways: Vec<Set>,
    /// Ways with one cell more that cannot be told apart from them.
    pub(super) beside: Vec<Set>,
}

/// Parts sets into causes; `differs` tells of each definition whether it does as printed.
pub(super) fn groups(equations: &Equations, differences: &[i64], sets: &[Set]) -> Vec<Group> {
    let mut groups = independent(sets);
    while let Some(together) = torn(equations, differences, &groups) {
        join(&mut groups, &together, Vec::new());
    }
    groups
}

/// Parts sets into groups such that the sets are exactly one way of each group, in all combinations.
fn independent(sets: &[Set]) -> Vec<Group> {
    let mut holding: BTreeMap<(usize, i64), BTreeSet<usize>> = BTreeMap::new();
    for (number, set) in sets.iter().enumerate() {
        for change in set {
            holding.entry(*change).or_default().insert(number);
        }
    }
    // What stands in every set is bound to nothing.
    let (fixed, all): (Vec<_>, Vec<_>) =
        holding.iter().partition(|(_, own)| own.len() == sets.len());
    let mut parts: Vec<BTreeSet<(usize, i64)>> = Vec::new();
    for (change, own) in &all {
        // Two changes are independent where they meet as often as chance would have it.
        let bound = |other: &(usize, i64)| {
            let other = holding.get(other);
            other.is_some_and(|other| {
                let both = own.intersection(other).count();
                both.saturating_mul(sets.len()) != own.len().saturating_mul(other.len())
            })
        };
        let (mut joined, rest): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|part| part.iter().any(bound));
        let mut part: BTreeSet<(usize, i64)> = joined.drain(..).flatten().collect();
        part.insert(**change);
        parts = rest;
        parts.push(part);
    }
    let ways = |part: &BTreeSet<(usize, i64)>| {
        let ways = sets.iter().map(|set| {
            let own = set.iter().filter(|change| part.contains(*change));
            own.copied().collect::<Set>()
        });
        ways.collect::<BTreeSet<Set>>()
    };
    let groups: Vec<BTreeSet<Set>> = parts.iter().map(ways).collect();
    let combined = groups
        .iter()
        .try_fold(1_usize, |all, it| all.checked_mul(it.len()));
    // Pairs may be independent where three are not.
    let groups = if combined == Some(sets.len()) {
        let fixed = fixed.into_iter();
        let fixed = fixed.map(|(change, _)| BTreeSet::from([vec![*change]]));
        let mut groups: Vec<BTreeSet<Set>> = fixed.chain(groups).collect();
        groups.sort();
        groups
    } else {
        vec![sets.iter().cloned().collect()]
    };
    let groups = groups.into_iter().map(|ways| Group {
        ways: ways.into_iter().collect(),
        beside: Vec::new(),
    });
    groups.collect()
}

/// Returns groups that only together leave a sum right which is right as printed; or two of which the
/// one was reckoned from the other, in a sum that a third makes wrong: there the two cancel.
fn torn(equations: &Equations, differences: &[i64], groups: &[Group]) -> Option<Vec<usize>> {
    let mut by_definition: BTreeMap<usize, Vec<(usize, i64)>> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        let Some(way) = group.ways.first() else {
            continue;
        };
        for (definition, by) in equations.differences(way) {
            let own = by_definition.entry(definition).or_default();
            own.push((number, by));
        }
    }
    by_definition.into_iter().find_map(|(definition, own)| {
        let numbers = own.iter().map(|(number, _)| *number);
        if differences.get(definition) == Some(&0) {
            return (own.len() > 1).then(|| numbers.collect());
        }
        let mut known: BTreeMap<i64, usize> = BTreeMap::new();
        own.iter().find_map(|(number, by)| {
            let other = by.checked_neg().and_then(|it| known.get(&it));
            let pair = other.map(|other| vec![*other, *number]);
            known.insert(*by, *number);
            pair
        })
    })
}

/// Makes one group of several; `beside` are more ways to mend them together.
fn join(groups: &mut Vec<Group>, together: &[usize], beside: Vec<Set>) {
    let mut joined = Group {
        ways: vec![Set::new()],
        beside,
    };
    let mut rest = Vec::new();
    for (number, group) in groups.drain(..).enumerate() {
        if !together.contains(&number) {
            rest.push(group);
            continue;
        }
        joined.ways = products(&joined.ways, &group.ways);
    }
    rest.push(joined);
    *groups = rest;
}

/// Returns every set of the one kind with every set of the other.
fn products(some: &[Set], others: &[Set]) -> Vec<Set> {
    let products = some.iter().flat_map(|one| {
        others.iter().map(move |other| {
            let mut both: Set = one.iter().chain(other).copied().collect();
            both.sort_unstable();
            both
        })
    });
    products.collect()
}

/// Joins causes that a set with one cell more mends otherwise than each by itself.
///
/// Such a set keeps the way of all groups but one and yet says of some of the same cells that they
/// should be otherwise: what one group is to be depends on the other.
pub(super) fn join_dependent(groups: &mut Vec<Group>, larger: &[Set]) {
    let mut found: Vec<(BTreeSet<usize>, Set)> = Vec::new();
    for set in larger {
        let kinds: BTreeSet<usize> = set.iter().map(|(kind, _)| *kind).collect();
        let (mut same, mut other_way, mut none) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for (number, group) in groups.iter().enumerate() {
            let whole = |way: &&Set| way.iter().all(|change| set.contains(change));
            let cells = |way: &Set| way.iter().all(|(kind, _)| kinds.contains(kind));
            if let Some(way) = group.ways.iter().find(whole) {
                same.push(way);
            } else if group.ways.iter().any(cells) {
                other_way.insert(number);
            } else {
                none.insert(number);
            }
        }
        if other_way.is_empty() || none.len() > 1 {
            continue;
        }
        let kept: BTreeSet<(usize, i64)> = same.into_iter().flatten().copied().collect();
        let own = set
            .iter()
            .filter(|it| !kept.contains(it))
            .copied()
            .collect();
        other_way.extend(none);
        found.push((other_way, own));
    }
    // Groups that depend on one another, one way or the other.
    let mut joined: Vec<BTreeSet<usize>> = Vec::new();
    for (together, _) in &found {
        let (near, rest): (Vec<_>, Vec<_>) =
            joined.into_iter().partition(|it| !it.is_disjoint(together));
        let mut near: BTreeSet<usize> = near.into_iter().flatten().collect();
        near.extend(together);
        joined = rest;
        joined.push(near);
    }
    let before = groups.clone();
    let mut after: Vec<Group> = Vec::new();
    for together in &joined {
        let mut part: Vec<Group> = together
            .iter()
            .filter_map(|it| before.get(*it))
            .cloned()
            .collect();
        let mut beside = Vec::new();
        for (own, set) in found.iter().filter(|(own, _)| own.is_subset(together)) {
            // A set speaks of its own groups: the others of the joined keep their ways.
            let others = together.difference(own).filter_map(|it| before.get(*it));
            let whole = others.fold(vec![set.clone()], |sets, group| {
                products(&sets, &group.ways)
            });
            beside.extend(whole);
        }
        beside.sort();
        beside.dedup();
        let all: Vec<usize> = (0..part.len()).collect();
        join(&mut part, &all, beside);
        after.extend(part);
    }
    let alone = before.into_iter().enumerate();
    let alone = alone.filter(|(number, _)| !joined.iter().any(|it| it.contains(number)));
    after.extend(alone.map(|(_, group)| group));
    *groups = after;
}
