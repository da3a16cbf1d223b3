//! When equal keys are an error.
//!
//! Source: the meaning of the rule language, "Ranking and ties": a tie is an error when a tied
//! unit, tried after the others tied with it, would get a different amount or count in a different
//! reserve than tried first, or when a different part of the walk would be left closed.
//!
//! # How it is judged
//! Within a walk money, room in pools and caps, and what reserves lack only dwindle, and what is
//! closed stays closed. So what a unit is given can only worsen while others are tried before it:
//! from the money of all, to the money of its reserve, to a part, to nothing. Hence no order makes
//! a difference if and only if every unit is given the same
//!
//! - tried first, and
//! - tried with the money that is left once **each other unit took what it is given when tried
//!   first**, and closed what it closes then.
//!
//! If all of these agree, by induction every order gives each unit just that. If one differs, then
//! either some unit is treated differently in some order, or all units take the same in every
//! order; and then that is the money which the one tried last finds, and whatever closed the walk
//! to it does so when tried before all others: so it is treated differently after all.
//!
//! What is left closed can still depend on the order: a unit that finds too little closes its
//! pool, but if a cap refuses it first, it does not. A unit is **firm** if no cap refuses it even
//! last. A pool that some unit of the class closes is closed in every order if and only if a firm
//! one closes it; the same holds, for the members of a reserve still unmet, of closing it to them.
//!
//! This takes one look at each unit, and tests hold it against trying every order.
//!
//! # Whose fate is open
//! The error names the units that are treated differently in some order, and no other: a small
//! unit may fit whatever is tried before it. They are found by trying the orders; where that would
//! take too many steps, every unit that could be given something is named.

use std::collections::{BTreeMap, BTreeSet};

use super::claims::Claim;
use super::state::{Answer, State, Way};

/// How many units are tried at most, over all orders, to name those of one tie.
const STEPS: u32 = 20_000;

/// Judges units with equal keys that are tried now; returns the places of those whose treatment
/// depends on the order, none where it does not matter.
pub(super) fn judge(state: &mut State, class: &[Claim]) -> Vec<usize> {
    if class.len() < 2 || !is_open(state, class) {
        return Vec::new();
    }
    let firsts: Vec<Answer> = class.iter().map(|claim| state.answer(claim)).collect();
    let mut search = Search {
        steps: STEPS,
        seen: BTreeSet::new(),
        treated: vec![BTreeSet::new(); class.len()],
    };
    let mut now: Vec<Option<Answer>> = firsts
        .iter()
        .map(|first| (!matters(*first)).then_some(*first))
        .collect();
    let is_whole = search.go_on(state, class, &mut now).is_some();
    let differing = |key: fn(&Answer) -> (i128, Option<usize>, bool)| -> Vec<usize> {
        let treated = search.treated.iter().enumerate();
        treated
            .filter(|(_, answers)| answers.iter().map(key).collect::<BTreeSet<_>>().len() > 1)
            .map(|(place, _)| place)
            .collect()
    };
    let mut open = Vec::new();
    if is_whole {
        open = differing(treatment);
        if open.is_empty() {
            open = differing(|answer| (0, None, answer.closes()));
        }
    }
    for wanted in [is_given, matters] {
        if open.is_empty() {
            let firsts = firsts.iter().enumerate();
            open = firsts
                .filter(|(_, first)| wanted(**first))
                .map(|(place, _)| place)
                .collect();
        }
    }
    open
}

/// Tells whether the order matters.
fn is_open(state: &mut State, class: &[Claim]) -> bool {
    let firsts: Vec<Answer> = class.iter().map(|claim| state.answer(claim)).collect();
    if firsts.iter().filter(|first| matters(**first)).count() < 2 {
        return false;
    }
    let each = || class.iter().zip(&firsts);
    for (claim, first) in each() {
        state.change(claim, *first, Way::Forth);
    }
    let mut differs = false;
    // For each part of the walk that is closed, and each reserve: whether a firm unit closes it.
    let mut closing: BTreeMap<(usize, Option<usize>), bool> = BTreeMap::new();
    for (claim, first) in each() {
        state.change(claim, *first, Way::Back);
        differs |= treatment(first) != treatment(&state.answer(claim));
        if first.closes() {
            let is_firm = is_given(*first) || state.caps.refusing(claim).is_none();
            let part = state.part_of(claim);
            for reserve in [None, claim.reserve] {
                let firm = closing.entry((part, reserve)).or_default();
                *firm |= is_firm;
            }
        }
        state.change(claim, *first, Way::Forth);
        if differs {
            break;
        }
    }
    let unmet: Vec<bool> = (0..state.reserves.len())
        .map(|reserve| state.unmet(reserve) > 0)
        .collect();
    for (claim, first) in each() {
        state.change(claim, *first, Way::Back);
    }
    differs
        || closing.into_iter().any(|((part, reserve), is_firm)| {
            let was_closed = match reserve {
                None => state.is_closed(part),
                // Whoever belongs to a reserve that is met is nobody's exception.
                Some(reserve) => {
                    !unmet.get(reserve).copied().unwrap_or(false)
                        || state.is_closed_to(part, reserve)
                }
            };
            !is_firm && !was_closed
        })
}

/// What must not depend on the order: what is given, and in which reserve it counts.
fn treatment(answer: &Answer) -> (i128, Option<usize>, bool) {
    match answer {
        Answer::Given(given) => (given.amount, given.reserve, false),
        Answer::Capped(_) | Answer::Refused { .. } | Answer::NotTried => (0, None, false),
    }
}

fn is_given(answer: Answer) -> bool {
    matches!(answer, Answer::Given(_))
}

/// Tells whether an answer leaves anything changed for whoever is tried next; one that does not
/// will not do so later either.
fn matters(answer: Answer) -> bool {
    is_given(answer) || answer.closes()
}

/// A search through the orders of a class.
struct Search {
    steps: u32,
    /// What some of the units were answered, whatever their order: enough to know the money.
    seen: BTreeSet<Vec<Option<Answer>>>,
    /// What each unit was answered in some order.
    treated: Vec<BTreeSet<Answer>>,
}

impl Search {
    /// Tries every unit that has no answer yet, each first; `None` where that is too much.
    fn go_on(
        &mut self,
        state: &mut State,
        class: &[Claim],
        now: &mut Vec<Option<Answer>>,
    ) -> Option<()> {
        if !self.seen.insert(now.clone()) {
            return Some(());
        }
        for (place, claim) in class.iter().enumerate() {
            if now.get(place)?.is_some() {
                continue;
            }
            self.steps = self.steps.checked_sub(1)?;
            let answer = state.answer(claim);
            self.treated.get_mut(place)?.insert(answer);
            state.change(claim, answer, Way::Forth);
            *now.get_mut(place)? = Some(answer);
            let whole = self.go_on(state, class, now);
            *now.get_mut(place)? = None;
            state.change(claim, answer, Way::Back);
            whole?;
        }
        Some(())
    }
}
