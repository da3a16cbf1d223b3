//! Which question comes next.

use super::level::{Level, Levels};
use super::question::Question;
use super::round::{Role, Round};
use super::search::{Found, Search};
use super::tree::{Tree, View};
use super::{Ask, Decisive, Depth};
use crate::assessment::{Evaluated, evaluate, evaluate_in_item};
use crate::call::{Expr, ExprKind, RequirementId, Type};
use crate::value::Value;

/// So many steps a search for answers may take.
const MOST_STEPS: usize = 4_000;

/// What is to be done next.
pub(super) enum Next {
    Ask(Ask),
    Settled(Level),
}

/// A question that matters, with the requirements that it can still decide.
#[derive(Clone, Debug)]
struct Matters {
    slot: usize,
    because: Vec<RequirementId>,
}

/// Decides what is to be done next, given what each requirement comes to.
pub(super) fn next(round: &mut Round<'_>, trees: &[Tree], depth: Depth) -> Next {
    let possible = round.all_possible();
    let verdict = verdict(round, trees, &possible);
    match (depth, verdict) {
        (Depth::Verdict, Ok(level)) => Next::Settled(level),
        (Depth::Verdict, Err(open)) => Next::Ask(choose(round, trees, open)),
        (Depth::EveryReason, verdict) => match every_reason(round, trees, &possible) {
            Some(open) => Next::Ask(choose(round, trees, open)),
            None => match verdict {
                Ok(level) => Next::Settled(level),
                Err(open) => Next::Ask(choose(round, trees, open)),
            },
        },
    }
}

/// What matters, and whether that is proved.
struct Open {
    questions: Vec<Matters>,
    proved: bool,
}

/// Returns the verdict that all answers share, or what it still depends on.
fn verdict(round: &mut Round<'_>, trees: &[Tree], possible: &[u64]) -> Result<Level, Open> {
    let worst = trees
        .iter()
        .filter_map(|it| it.levels(possible, View::Sampled).worst());
    let worst = worst.max().unwrap_or(Level::Fine);
    let mut best = None;
    for level in Level::ALL {
        let mut search = Search {
            trees,
            view: View::Sampled,
            left: MOST_STEPS,
        };
        match search.look(possible, Levels::up_to(level)) {
            Found::Answers(answers) => {
                best = Some((level, answers));
                break;
            }
            Found::Nothing(_) => {}
            Found::GivenUp => break,
        }
    }
    if let Some((level, answers)) = &best
        && *level < worst
    {
        let answers: Vec<u64> = answers.iter().map(|it| first_bit(*it)).collect();
        let questions = differing(round, trees, possible, &answers, *level);
        if !questions.is_empty() {
            let proved = true;
            return Err(Open { questions, proved });
        }
    } else if let Some((level, _)) = best
        && is_certain(trees, possible, level)
    {
        return Ok(level);
    }
    // Nothing shows that an answer matters, and nothing that none does.
    let mut questions = unproved(trees, false);
    if questions.is_empty() {
        questions = unproved(trees, true);
    }
    if questions.is_empty() {
        return Ok(worst);
    }
    let proved = false;
    Err(Open { questions, proved })
}

/// Tells whether no answer, sampled or not, makes another verdict.
fn is_certain(trees: &[Tree], possible: &[u64], level: Level) -> bool {
    let all = Levels::up_to(Level::Refusal);
    let beyond = |levels| View::Beyond(levels);
    let above = all.without(Levels::up_to(level));
    let worse = trees.iter().any(|it| {
        let levels = it.levels(possible, beyond(above));
        !levels.and(above).is_none()
    });
    if worse {
        return false;
    }
    let better = Level::ALL.into_iter().rev().find(|it| *it < level);
    let Some(better) = better else {
        return true;
    };
    let wanted = Levels::up_to(better);
    let mut search = Search {
        trees,
        view: beyond(wanted),
        left: MOST_STEPS,
    };
    matches!(search.look(possible, wanted), Found::Nothing(_))
}

/// Returns the questions of which, all other answers being `answers`, one changes the verdict.
fn differing(
    round: &mut Round<'_>,
    trees: &[Tree],
    possible: &[u64],
    answers: &[u64],
    level: Level,
) -> Vec<Matters> {
    let mut questions = around(round, trees, possible, answers, level);
    if !questions.is_empty() {
        return questions;
    }
    // One answer after the other is changed into those that make the verdict worse: one of these
    // changes is the first that does.
    for tree in trees {
        let Some(bad) = path_above(tree, possible, level) else {
            continue;
        };
        let mut now = answers.to_vec();
        for (slot, mask) in bad {
            if now.get(slot).is_some_and(|it| it & mask != 0) {
                continue;
            }
            let before = all_levels(round, trees, &now);
            if let Some(here) = now.get_mut(slot) {
                *here = first_bit(mask);
            }
            let after = all_levels(round, trees, &now);
            if before.iter().max() != after.iter().max() {
                let because = changed(&before, &after);
                questions.push(Matters { slot, because });
                return questions;
            }
        }
    }
    questions
}

/// Returns the questions of which one other answer changes the verdict.
fn around(
    round: &mut Round<'_>,
    trees: &[Tree],
    possible: &[u64],
    answers: &[u64],
    level: Level,
) -> Vec<Matters> {
    let mut questions = Vec::new();
    for slot in 0..round.slots.len() {
        if round.role(slot) != Role::Open {
            continue;
        }
        let asking: Vec<usize> = (0..trees.len())
            .filter(|it| trees.get(*it).is_some_and(|tree| asks(tree, slot)))
            .collect();
        let others = trees
            .iter()
            .enumerate()
            .filter(|(place, _)| !asking.contains(place));
        let others = others.filter_map(|(_, tree)| tree.level(answers)).max();
        let others = others.unwrap_or(Level::Fine);
        let mut because: Vec<RequirementId> = Vec::new();
        let here = possible.get(slot).copied().unwrap_or(0);
        for bit in super::domain::bits().filter(|bit| here & bit != 0) {
            let mut now = answers.to_vec();
            if let Some(it) = now.get_mut(slot) {
                *it = bit;
            }
            let mut worst = others;
            let mut changing = Vec::new();
            for place in &asking {
                let id = requirement(*place);
                let Some(tree) = trees.get(*place) else {
                    continue;
                };
                let found = tree.level(&now);
                let found = found.unwrap_or_else(|| round.level(id, &now));
                worst = worst.max(found);
                if Some(found) != tree.level(answers) {
                    changing.push(id);
                }
            }
            if worst != level {
                because.extend(changing);
            }
        }
        because.sort_unstable();
        because.dedup();
        if !because.is_empty() {
            questions.push(Matters { slot, because });
        }
    }
    questions
}

/// Returns what matters to any requirement, whatever the others come to.
fn every_reason(round: &mut Round<'_>, trees: &[Tree], possible: &[u64]) -> Option<Open> {
    let mut questions = Vec::new();
    let mut sampled = Vec::new();
    for slot in 0..round.slots.len() {
        if round.role(slot) != Role::Open {
            continue;
        }
        let mut because = Vec::new();
        for (place, tree) in trees.iter().enumerate() {
            match differs(tree, slot, possible) {
                Some(true) => because.push(requirement(place)),
                Some(false) => {}
                None => sampled.push(Matters {
                    slot,
                    because: vec![requirement(place)],
                }),
            }
        }
        if !because.is_empty() {
            questions.push(Matters { slot, because });
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
/// answers being equal; `None` where only samples have been looked at, and they do not.
fn differs(tree: &Tree, slot: usize, possible: &[u64]) -> Option<bool> {
    let mut rest = vec![(tree, possible.to_vec())];
    let mut open = false;
    let mut steps = 0_usize;
    while let Some((tree, possible)) = rest.pop() {
        let Tree::Split {
            slot: at,
            children,
            beyond,
        } = tree
        else {
            open |= tree.is_cut() && slot == 0;
            continue;
        };
        steps = steps.saturating_add(1);
        if *at == slot {
            for (place, (_, one)) in children.iter().enumerate() {
                for (_, other) in children.iter().skip(place.saturating_add(1)) {
                    if can_differ(one, other, &possible, &mut steps) {
                        return Some(true);
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

/// Tells whether two trees come to different things with some answers.
fn can_differ(one: &Tree, other: &Tree, possible: &[u64], steps: &mut usize) -> bool {
    *steps = steps.saturating_add(1);
    match (one, other) {
        (Tree::Leaf(one), Tree::Leaf(other)) => one != other,
        _ if one == other || *steps > MOST_STEPS => false,
        (Tree::Split { slot, children, .. }, fixed)
        | (fixed, Tree::Split { slot, children, .. }) => children.iter().any(|(mask, child)| {
            let mut narrowed = possible.to_vec();
            let Some(here) = narrowed.get_mut(*slot) else {
                return false;
            };
            *here &= mask;
            *here != 0 && can_differ(child, fixed, &narrowed, steps)
        }),
        _ => false,
    }
}

/// Returns the questions of which nobody has shown that they do not matter: those whose answers
/// were only sampled, or, where the search for answers took too many steps, all.
fn unproved(trees: &[Tree], all: bool) -> Vec<Matters> {
    let mut questions: Vec<Matters> = Vec::new();
    for (place, tree) in trees.iter().enumerate() {
        let mut slots = Vec::new();
        let cut = tree.is_cut();
        tree.questions(&mut |slot, sampled| {
            if sampled || cut || all {
                slots.push(slot);
            }
        });
        slots.sort_unstable();
        slots.dedup();
        for slot in slots {
            let id = requirement(place);
            match questions.iter_mut().find(|it| it.slot == slot) {
                Some(matters) => matters.because.push(id),
                None => questions.push(Matters {
                    slot,
                    because: vec![id],
                }),
            }
        }
    }
    questions
}

/// Chooses the most decisive question of those that matter.
fn choose(round: &mut Round<'_>, trees: &[Tree], open: Open) -> Ask {
    let mut best: Option<(Decisive, Matters)> = None;
    let mut questions = open.questions;
    questions.sort_by_key(|it| it.slot);
    let (ready, waiting): (Vec<_>, Vec<_>) = questions
        .into_iter()
        .partition(|it| is_there(round, it.slot));
    let candidates = if ready.is_empty() { waiting } else { ready };
    for matters in candidates {
        let decisive = decisive(round, trees, &matters);
        if best
            .as_ref()
            .is_none_or(|(most, _)| decisive.exceeds(*most))
        {
            best = Some((decisive, matters));
        }
    }
    let (decisive, matters) = best.unwrap_or_else(|| {
        let none = Matters {
            slot: 0,
            because: Vec::new(),
        };
        (Decisive::default(), none)
    });
    let question = round.slots.get(matters.slot).map(|it| it.question.clone());
    Ask {
        question: question.unwrap_or_else(|| Question::of(crate::call::FactId(0))),
        because: matters.because,
        decisive,
        proved: open.proved,
    }
}

/// Counts the answers that settle the verdict by themselves.
fn decisive(round: &Round<'_>, trees: &[Tree], matters: &Matters) -> Decisive {
    let slot = matters.slot;
    let all = round.all_possible();
    let here = all.get(slot).copied().unwrap_or(0);
    let mut settle = 0_u32;
    for bit in super::domain::bits().filter(|bit| here & bit != 0) {
        let mut narrowed = all.clone();
        if let Some(it) = narrowed.get_mut(slot) {
            *it = bit;
        }
        let refused = trees
            .iter()
            .filter(|tree| asks(tree, slot))
            .any(|tree| tree.levels(&narrowed, View::Sampled) == Levels::just(Level::Refusal));
        settle = settle.saturating_add(u32::from(refused));
    }
    Decisive {
        settling: settle,
        answers: here.count_ones(),
        requirements: u32::try_from(matters.because.len()).unwrap_or(u32::MAX),
    }
}

/// Tells whether it is known that what is asked for is there at all.
fn is_there(round: &Round<'_>, slot: usize) -> bool {
    let call = round.precheck.call();
    let Some(question) = round.slots.get(slot).map(|it| &it.question) else {
        return false;
    };
    let case = super::domain::case(call, &round.proposal);
    let yes = |found: Evaluated| matches!(found, Evaluated::Known(Value::YesNo(true)));
    let fact = question.fact(call).and_then(|it| it.when.as_ref());
    if !fact.is_none_or(|when| yes(evaluate(case, when))) {
        return false;
    }
    let Some(when) = question.field_of(call).and_then(|it| it.when.as_ref()) else {
        return true;
    };
    let [(item, _)] = question.within.as_slice() else {
        return true;
    };
    let Some(fact) = question.fact(call) else {
        return true;
    };
    let holder = Expr {
        kind: ExprKind::Fact(question.fact),
        ty: fact.kind,
        span: fact.span,
    };
    let list = round.proposal.facts.get(question.fact.index());
    match (list, fact.kind) {
        (Some(Some(Value::List(items))), Type::List(_)) => items
            .get(*item)
            .is_none_or(|record| yes(evaluate_in_item(case, &holder, record, when))),
        _ => true,
    }
}

fn all_levels(round: &mut Round<'_>, trees: &[Tree], answers: &[u64]) -> Vec<Level> {
    let all = trees.iter().enumerate();
    all.map(|(place, tree)| {
        let level = tree.level(answers);
        level.unwrap_or_else(|| round.level(requirement(place), answers))
    })
    .collect()
}

fn changed(before: &[Level], after: &[Level]) -> Vec<RequirementId> {
    let pairs = before.iter().zip(after).enumerate();
    let differ = pairs.filter(|(_, (one, other))| one != other);
    differ.map(|(place, _)| requirement(place)).collect()
}

/// Returns answers with which a requirement comes to more than `level`, if there are any.
fn path_above(tree: &Tree, possible: &[u64], level: Level) -> Option<Vec<(usize, u64)>> {
    match tree {
        Tree::Leaf(found) => (*found > level).then(Vec::new),
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

fn asks(tree: &Tree, slot: usize) -> bool {
    let mut asks = false;
    tree.questions(&mut |it, _| asks |= it == slot);
    asks
}

fn requirement(place: usize) -> RequirementId {
    RequirementId(u32::try_from(place).unwrap_or(u32::MAX))
}

fn first_bit(mask: u64) -> u64 {
    1_u64.checked_shl(mask.trailing_zeros()).unwrap_or(0)
}
