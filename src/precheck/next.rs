//! Which question comes next.

use super::forest::{Forest, Trees};
use super::level::{Level, Levels};
use super::matters::{Matters, Open, around, differing, every_reason, first_bit, unproved};
use super::missing::by_slot;
use super::question::Question;
use super::round::Round;
use super::search::{Found, Search};
use super::tree::View;
use super::verdict::Doubt;
use super::{Ask, Decisive, Depth};
use crate::assessment::{Evaluated, evaluate, evaluate_in_item};
use crate::call::{Expr, ExprKind, Type};
use crate::value::Value;

/// Of no more questions it is found out how decisive they are.
const MOST_COMPARED: usize = 256;

/// Of no more questions other answers are tried, to find one that comes before them.
const MOST_TURNED: usize = 8;

/// What is to be done next.
pub(super) enum Next {
    Ask(Ask),
    /// With this, and why it may be otherwise.
    Settled(Level, Option<Doubt>),
}

/// Decides what is to be done next, given what the requirements come to.
pub(super) fn next(round: &mut Round<'_>, trees: &Trees, depth: Depth) -> Next {
    let possible = round.all_possible();
    let forest = &trees.verdict(&possible);
    let verdict = verdict(round, forest, &possible);
    let reasons = match depth {
        Depth::Verdict => None,
        Depth::EveryReason => every_reason(round, &trees.own(&possible), &possible),
    };
    match (reasons, verdict) {
        (Some(open), _) | (None, Err(open)) => Next::Ask(choose(round, forest, open)),
        (None, Ok((level, doubt))) => Next::Settled(level, doubt),
    }
}

/// Returns the verdict that all answers share, or what it still depends on.
///
/// Where not all can be listed that nobody tells now, it goes on as long as a question matters with
/// what is told of it, or with the best or the worst that may be.
fn verdict(
    round: &mut Round<'_>,
    trees: &Forest<'_>,
    possible: &[u64],
) -> Result<(Level, Option<Doubt>), Open> {
    let told = listed(round, trees, possible);
    let best = trees.listed(|it| it.may_be.best().unwrap_or(it.level));
    let worst = trees.listed(|it| it.may_be.worst().unwrap_or(it.level));
    let (Some(best), Some(worst)) = (best, worst) else {
        return told.map(|level| (level, None));
    };
    match told {
        Ok(level) => {
            let mut extremes = [level; 2];
            for (all, extreme) in [&best, &worst].into_iter().zip(&mut extremes) {
                let trees = trees.with(all, possible);
                match listed(round, &trees, possible) {
                    Ok(level) => *extreme = level,
                    Err(open) => {
                        let proved = false;
                        return Err(Open { proved, ..open });
                    }
                }
            }
            Ok((level, doubt(level, extremes)))
        }
        Err(open) if open.proved && open.questions.iter().any(|it| it.certain) => {
            let mut questions = open.questions;
            questions.retain(|it| it.certain);
            let proved = true;
            Err(Open { questions, proved })
        }
        Err(open) => Err(Open {
            proved: false,
            ..open
        }),
    }
}

/// Returns why a verdict may be otherwise, given the best and the worst that it may be.
fn doubt(level: Level, [best, worst]: [Level; 2]) -> Option<Doubt> {
    let clearer = match level {
        Level::Open => true,
        Level::MayNeedRemedy => worst <= Level::Remedy,
        _ => worst <= level,
    };
    let doubt = if clearer {
        Doubt::NotKnown
    } else {
        Doubt::Findings
    };
    (best != level || worst != level).then_some(doubt)
}

/// Does the same, with what is told where not all can be listed.
fn listed(round: &mut Round<'_>, trees: &Forest<'_>, possible: &[u64]) -> Result<Level, Open> {
    let worst = trees
        .trees
        .iter()
        .filter_map(|it| it.levels(possible, View::Sampled).worst());
    let worst = worst.max().unwrap_or(Level::Fine);
    let mut best = None;
    for level in Level::ALL {
        let mut search = Search::new(trees, View::Sampled);
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
            let questions = known_to_be_there(round, trees, possible, &answers, questions);
            let proved = true;
            return Err(Open { questions, proved });
        }
    } else if let Some((level, _)) = best
        && is_certain(trees, possible, level)
    {
        return Ok(level);
    }
    // Nothing shows that an answer matters, and nothing that none does.
    let mut questions = unproved(round, trees, false);
    if questions.is_empty() {
        questions = unproved(round, trees, true);
    }
    if questions.is_empty() {
        return Ok(worst);
    }
    if !questions.iter().any(|it| is_there(round, it.slot)) {
        // Whether something is there is asked before what it is.
        let concerned: Vec<_> = questions.iter().flat_map(|it| &it.because).collect();
        let mut before = unproved(round, trees, true);
        before.retain(|it| {
            it.because.iter().any(|id| concerned.contains(&id)) && is_there(round, it.slot)
        });
        if !before.is_empty() {
            questions = before;
        }
    }
    let proved = false;
    Err(Open { questions, proved })
}

/// Returns questions that matter too and are known to be there, where none of those found is: whether
/// something is there is asked before what it is.
fn known_to_be_there(
    round: &mut Round<'_>,
    trees: &Forest<'_>,
    possible: &[u64],
    answers: &[u64],
    found: Vec<Matters>,
) -> Vec<Matters> {
    if found.iter().any(|it| is_there(round, it.slot)) {
        return found;
    }
    let mut now = answers.to_vec();
    for matters in found.iter().take(MOST_TURNED) {
        let slot = matters.slot;
        let here = possible.get(slot).copied().unwrap_or(0);
        for bit in super::domain::bits().filter(|bit| here & bit != 0) {
            put(&mut now, slot, bit);
            // With another answer to this question, others may matter around it.
            let mut others = around(round, trees, possible, &now);
            others.retain(|it| is_there(round, it.slot));
            if !others.is_empty() {
                return others;
            }
        }
        put(&mut now, slot, answers.get(slot).copied().unwrap_or(0));
    }
    found
}

/// Tells whether no answer, sampled or not, makes another verdict.
fn is_certain(trees: &Forest<'_>, possible: &[u64], level: Level) -> bool {
    let all = Levels::up_to(Level::Refusal);
    let beyond = |levels| View::Beyond(levels);
    let above = all.without(Levels::up_to(level));
    let worse = trees.trees.iter().any(|it| {
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
    let mut search = Search::new(trees, beyond(wanted));
    matches!(search.look(possible, wanted), Found::Nothing(_))
}

/// Chooses the most decisive question of those that matter.
fn choose(round: &mut Round<'_>, trees: &Forest<'_>, open: Open) -> Ask {
    let mut best: Option<(Decisive, Matters)> = None;
    let mut questions = open.questions;
    questions.sort_by_key(|it| it.slot);
    let mut possible = round.all_possible();
    let (ready, waiting): (Vec<_>, Vec<_>) = questions
        .into_iter()
        .partition(|it| is_there(round, it.slot));
    let mut proved = open.proved;
    let mut candidates = if ready.is_empty() { waiting } else { ready };
    if !candidates.iter().any(|it| is_there(round, it.slot)) {
        // Nobody is asked about what may not be there while it may be asked whether it is.
        let mut missing = by_slot(round, trees);
        missing.retain(|(slot, _)| is_there(round, *slot));
        if missing.iter().any(|(_, it)| it.proved) {
            missing.retain(|(_, it)| it.proved);
        }
        if !missing.is_empty() {
            proved = missing.iter().all(|(_, it)| it.proved);
            let matters = missing.into_iter().map(|(slot, it)| Matters {
                slot,
                because: it.because,
                certain: it.proved,
            });
            candidates = matters.collect();
        }
    }
    candidates.truncate(MOST_COMPARED);
    for matters in candidates {
        let decisive = decisive(trees, &mut possible, &matters);
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
            certain: false,
        };
        (Decisive::default(), none)
    });
    let question = round.slots.get(matters.slot).map(|it| it.question.clone());
    Ask {
        question: question.unwrap_or_else(|| Question::of(crate::call::FactId(0))),
        because: matters.because,
        decisive,
        proved,
    }
}

/// Counts the answers that settle the verdict by themselves.
fn decisive(trees: &Forest<'_>, possible: &mut [u64], matters: &Matters) -> Decisive {
    let slot = matters.slot;
    let here = possible.get(slot).copied().unwrap_or(0);
    let refusing = trees.refusing(slot);
    let mut settle = 0_u32;
    if !refusing.is_empty() {
        for bit in super::domain::bits().filter(|bit| here & bit != 0) {
            put(possible, slot, bit);
            let mut refusing = refusing.iter();
            let refused = refusing
                .any(|tree| tree.levels(possible, View::Sampled) == Levels::just(Level::Refusal));
            settle = settle.saturating_add(u32::from(refused));
        }
        put(possible, slot, here);
    }
    Decisive {
        settling: settle,
        answers: here.count_ones(),
        requirements: u32::try_from(matters.because.len()).unwrap_or(u32::MAX),
    }
}

/// Narrows the answers to one question.
pub(super) fn put(answers: &mut [u64], slot: usize, to: u64) {
    if let Some(here) = answers.get_mut(slot) {
        *here = to;
    }
}

/// Tells whether it is known that what is asked for is there at all.
pub(super) fn is_there(round: &Round<'_>, slot: usize) -> bool {
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
