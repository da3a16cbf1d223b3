//! Which questions matter: two answers to one of them lead to different things, all other answers
//! being the same.

use std::collections::BTreeMap;

use super::forest::Forest;
use super::level::{Level, Told};
use super::next::put;
use super::round::{Role, Round};
use super::tree::{Tree, View};
use crate::call::RequirementId;

/// So many steps all comparisons of two trees may take.
const MOST_STEPS: usize = 20_000;

/// A question that matters, with the requirements that it can still decide.
#[derive(Clone, Debug)]
pub(super) struct Matters {
    pub(super) slot: usize,
    pub(super) because: Vec<RequirementId>,
    /// Whether it does whatever the applicant does not know, also where not all of it can be listed.
    pub(super) certain: bool,
}

/// What matters, and whether that is proved.
pub(super) struct Open {
    pub(super) questions: Vec<Matters>,
    pub(super) proved: bool,
}

/// Returns the questions of which, all other answers being `answers`, one changes the verdict.
pub(super) fn differing(
    round: &mut Round<'_>,
    trees: &Forest<'_>,
    possible: &[u64],
    answers: &[u64],
    level: Level,
) -> Vec<Matters> {
    let mut questions = around(round, trees, possible, answers);
    if !questions.is_empty() {
        return questions;
    }
    // One answer after the other is changed into those that make the verdict worse: one of these
    // changes is the first that does.
    for tree in &trees.trees {
        let Some(bad) = path_above(tree, possible, level) else {
            continue;
        };
        let mut now = answers.to_vec();
        for (slot, mask) in bad {
            if now.get(slot).is_some_and(|it| it & mask != 0) {
                continue;
            }
            if round.left == 0 {
                return questions;
            }
            let before = all_told(round, trees, &now);
            put(&mut now, slot, first_bit(mask));
            let after = all_told(round, trees, &now);
            let (one, other) = (Told::worst(before.clone()), Told::worst(after.clone()));
            if one.level != other.level {
                let certain = one.surely_differs(other);
                let pairs = before.iter().zip(&after).enumerate();
                let changed = pairs.filter(|(_, (one, other))| one != other);
                let because = changed.flat_map(|(place, _)| because(round, trees, place, slot));
                let because = because.collect();
                questions.push(Matters {
                    slot,
                    because,
                    certain,
                });
                return questions;
            }
        }
    }
    questions
}

/// Returns the questions of which one other answer changes the verdict.
pub(super) fn around(
    round: &mut Round<'_>,
    trees: &Forest<'_>,
    possible: &[u64],
    answers: &[u64],
) -> Vec<Matters> {
    let mut questions = Vec::new();
    let mut now = answers.to_vec();
    let before: Vec<Option<Told>> = trees.trees.iter().map(|it| it.told(answers)).collect();
    // What was not looked at here proves nothing.
    let Some(all) = before.iter().copied().collect::<Option<Vec<Told>>>() else {
        return questions;
    };
    let all = Told::worst(all);
    for slot in trees.all_asked() {
        if round.role(slot) != Role::Open {
            continue;
        }
        let asking = trees.asking(slot);
        let others = before.iter().enumerate();
        let others = others.filter(|(place, _)| asking.binary_search(place).is_err());
        let others = Told::worst(others.filter_map(|(_, told)| *told));
        let mut because: Vec<RequirementId> = Vec::new();
        let mut certain = false;
        let here = possible.get(slot).copied().unwrap_or(0);
        let chosen = answers.get(slot).copied().unwrap_or(0);
        for bit in super::domain::bits().filter(|bit| here & bit != 0) {
            put(&mut now, slot, bit);
            let found = asking.iter().map(|place| {
                let known = trees.trees.get(*place).and_then(|it| it.told(&now));
                let enough = round.left > 0;
                known.or_else(|| enough.then(|| round.told(trees.requirements(*place), &now)))
            });
            // Without the means to look, nothing is found.
            let Some(found) = found.collect::<Option<Vec<Told>>>() else {
                continue;
            };
            let worst = Told::worst(found.iter().copied().chain([others]));
            if worst.level != all.level {
                certain |= worst.surely_differs(all);
                let pairs = asking.iter().zip(found);
                let changing = pairs.filter(|(place, found)| {
                    before.get(**place).copied().flatten() != Some(*found)
                });
                because.extend(
                    changing.flat_map(|(place, _)| self::because(round, trees, *place, slot)),
                );
            }
        }
        put(&mut now, slot, chosen);
        because.sort_unstable();
        because.dedup();
        if !because.is_empty() {
            questions.push(Matters {
                slot,
                because,
                certain,
            });
        }
    }
    questions
}

/// Returns what matters to any requirement, whatever the others come to.
pub(super) fn every_reason(
    round: &mut Round<'_>,
    trees: &Forest<'_>,
    possible: &[u64],
) -> Option<Open> {
    let mut questions = Vec::new();
    let mut sampled = Vec::new();
    let mut steps = 0_usize;
    let cut: Vec<bool> = trees.trees.iter().map(|it| it.is_cut()).collect();
    let extremes = trees.trees.iter().map(|it| {
        let best = it.listed(&|it| it.may_be.best().unwrap_or(it.level));
        let worst = it.listed(&|it| it.may_be.worst().unwrap_or(it.level));
        best.zip(worst)
    });
    let extremes: Vec<Option<(Tree, Tree)>> = extremes.collect();
    for slot in 0..round.slots.len() {
        if round.role(slot) != Role::Open {
            continue;
        }
        let mut because = Vec::new();
        for (place, tree) in trees.trees.iter().enumerate() {
            let unseen = cut.get(place).copied().unwrap_or(true);
            if !looks_at(round, trees, place, slot) || !(unseen || trees.asks(place, slot)) {
                continue;
            }
            let of_it = self::because(round, trees, place, slot);
            let differ = differs(tree, slot, possible, &mut steps);
            let differ = match extremes.get(place) {
                Some(Some((best, worst))) => {
                    let mut same =
                        |it: &Tree| differs(it, slot, possible, &mut steps) == Some(false);
                    let settled = differ == Some(false) && same(best) && same(worst);
                    settled.then_some(false)
                }
                _ => differ,
            };
            match differ {
                Some(true) => because.extend(of_it),
                Some(false) => {}
                None => sampled.push(Matters {
                    slot,
                    because: of_it,
                    certain: false,
                }),
            }
        }
        if !because.is_empty() {
            questions.push(Matters {
                slot,
                because,
                certain: true,
            });
        }
    }
    if !questions.is_empty() {
        return Some(Open {
            questions,
            proved: true,
        });
    }
    (!sampled.is_empty()).then_some(Open {
        questions: sampled,
        proved: false,
    })
}

/// Tells whether two answers to a question make a requirement come to different things, all other
/// answers being equal; `None` where only samples have been looked at, or not all, and they do not.
pub(super) fn differs(
    tree: &Tree,
    slot: usize,
    possible: &[u64],
    steps: &mut usize,
) -> Option<bool> {
    let mut rest = vec![(tree, possible.to_vec())];
    let mut open = false;
    while let Some((tree, possible)) = rest.pop() {
        *steps = steps.saturating_add(possible.len().div_ceil(64));
        if *steps > MOST_STEPS {
            return None;
        }
        let Tree::Split {
            slot: at,
            children,
            beyond,
        } = tree
        else {
            open |= tree.is_cut();
            continue;
        };
        if *at == slot {
            for (place, (_, one)) in children.iter().enumerate() {
                for (_, other) in children.iter().skip(place.saturating_add(1)) {
                    match can_differ(one, other, &possible, steps) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => open = true,
                    }
                }
            }
            open |= beyond.is_some();
        }
        for (mask, child) in children {
            let mut narrowed = possible.clone();
            if let Some(here) = narrowed.get_mut(*at) {
                *here &= mask;
                if *here != 0 {
                    rest.push((child, narrowed));
                }
            }
        }
    }
    (!open).then_some(false)
}

/// Tells whether two trees come to different things with some answers; `None` where that takes too
/// many steps to tell.
fn can_differ(one: &Tree, other: &Tree, possible: &[u64], steps: &mut usize) -> Option<bool> {
    if one == other {
        return Some(false);
    }
    let levels = |tree: &Tree| tree.levels(possible, View::Sampled);
    let (of_one, of_other) = (levels(one), levels(other));
    if of_one.is_none() || of_other.is_none() {
        return Some(false);
    }
    // One of them always comes to the same, or to nothing that the other comes to.
    if of_one.is_single() || of_other.is_single() || of_one.and(of_other).is_none() {
        return Some(of_one != of_other);
    }
    *steps = steps.saturating_add(possible.len().div_ceil(64));
    if *steps > MOST_STEPS {
        return None;
    }
    let ((Tree::Split { slot, children, .. }, fixed) | (fixed, Tree::Split { slot, children, .. })) =
        (one, other)
    else {
        return Some(false);
    };
    let mut differ = Some(false);
    for (mask, child) in children {
        let mut narrowed = possible.to_vec();
        let Some(here) = narrowed.get_mut(*slot) else {
            continue;
        };
        *here &= mask;
        if *here == 0 {
            continue;
        }
        match can_differ(child, fixed, &narrowed, steps) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => differ = None,
        }
    }
    differ
}

/// Returns the questions of which nobody has shown that they do not matter: those whose answers
/// were only sampled, or, where the search for answers took too many steps, all.
pub(super) fn unproved(round: &Round<'_>, trees: &Forest<'_>, all: bool) -> Vec<Matters> {
    let mut questions: BTreeMap<usize, Vec<RequirementId>> = BTreeMap::new();
    for (place, tree) in trees.trees.iter().enumerate() {
        let mut slots = Vec::new();
        let cut = tree.is_cut();
        tree.questions(&mut |slot, sampled| {
            if sampled || cut || all {
                slots.push(slot);
            }
        });
        // What was not looked into may depend on any question of the requirement.
        let open = (0..round.slots.len()).filter(|it| round.role(*it) == Role::Open);
        slots.extend(open.filter(|it| cut && looks_at(round, trees, place, *it)));
        slots.sort_unstable();
        slots.dedup();
        for slot in slots {
            let because = because(round, trees, place, slot);
            questions.entry(slot).or_default().extend(because);
        }
    }
    let questions = questions.into_iter();
    questions
        .map(|(slot, because)| Matters {
            slot,
            because,
            certain: false,
        })
        .collect()
}

fn all_told(round: &mut Round<'_>, trees: &Forest<'_>, answers: &[u64]) -> Vec<Told> {
    let all = trees.trees.iter().enumerate();
    all.map(|(place, tree)| {
        let told = tree.told(answers);
        told.unwrap_or_else(|| round.told(trees.requirements(place), answers))
    })
    .collect()
}

/// Returns the requirements of a tree that an answer can decide.
pub(super) fn because(
    round: &Round<'_>,
    trees: &Forest<'_>,
    place: usize,
    slot: usize,
) -> Vec<RequirementId> {
    let all = trees.requirements(place);
    if trees.each(place).is_empty() {
        return all.to_vec();
    }
    let possible = round.all_possible();
    let mut steps = 0;
    let mut decided = |tree: &Tree| differs(tree, slot, &possible, &mut steps) != Some(false);
    let each = all.iter().zip(trees.each(place));
    let telling = each.filter(|(_, tree)| tree.is_cut() || decided(tree));
    let telling: Vec<RequirementId> = telling.map(|(id, _)| *id).collect();
    if telling.is_empty() {
        all.to_vec()
    } else {
        telling
    }
}

/// Tells whether some requirement of a tree looks at what a question is about.
pub(super) fn looks_at(round: &Round<'_>, trees: &Forest<'_>, place: usize, slot: usize) -> bool {
    let mut all = trees.requirements(place).iter();
    all.any(|id| round.looks_at(*id, slot))
}

/// Returns answers with which a requirement comes to more than `level`, if there are any.
fn path_above(tree: &Tree, possible: &[u64], level: Level) -> Option<Vec<(usize, u64)>> {
    match tree {
        Tree::Leaf(found) | Tree::NotListed(Told { level: found, .. }) => {
            (*found > level).then(Vec::new)
        }
        Tree::Cut(_) => None,
        Tree::Split { slot, children, .. } => children.iter().find_map(|(mask, child)| {
            let here = possible.get(*slot).copied().unwrap_or(0) & mask;
            if here == 0 {
                return None;
            }
            let mut narrowed = possible.to_vec();
            if let Some(it) = narrowed.get_mut(*slot) {
                *it = here;
            }
            let mut path = path_above(child, &narrowed, level)?;
            path.insert(0, (*slot, here));
            Some(path)
        }),
    }
}

pub(super) fn first_bit(mask: u64) -> u64 {
    1_u64.checked_shl(mask.trailing_zeros()).unwrap_or(0)
}
