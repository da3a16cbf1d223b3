//! How far some requirements are decided, taken together.

use super::domain::case;
use super::level::{Level, Levels};
use super::round::Round;
use crate::assessment::{Evaluated, Finding, Judged, evaluate};
use crate::call::{Consequence, Exception, Expr, RequirementId};
use crate::value::Value;

/// How far some requirements are decided, taken together.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// Those of which it is not decided what they come to.
    pub(super) undecided: Vec<Undecided>,
    /// The worst that the others come to.
    pub(super) floor: Level,
}

/// A requirement of which it is not decided what it comes to.
#[derive(Clone, Debug)]
pub(super) struct Undecided {
    pub(super) requirement: RequirementId,
    /// The strictest that may follow from it.
    consequence: Consequence,
    /// The least that it may come to.
    pub(super) least: Level,
    /// The questions that it waits for, in their order.
    pub(super) waits: Vec<usize>,
}

impl State {
    /// Returns the state of no requirement, given the worst that others come to.
    pub(super) fn with_floor(floor: Level) -> Self {
        Self {
            undecided: Vec::new(),
            floor,
        }
    }

    /// Returns the questions that some requirement waits for, in their order.
    pub(super) fn waits(&self) -> Vec<usize> {
        let waits = self.undecided.iter().flat_map(|it| &it.waits);
        let mut waits: Vec<usize> = waits.copied().collect();
        waits.sort_unstable();
        waits.dedup();
        waits
    }

    /// Returns what the requirements may come to together.
    pub(super) fn may_come_to(&self) -> Levels {
        let fine = Levels::just(Level::Fine);
        let all = self.undecided.iter().map(Undecided::may_come_to);
        all.fold(fine, Levels::each_with)
            .each_with(Levels::just(self.floor))
    }

    fn add(&mut self, finding: &Finding, in_the_way: bool) {
        self.floor = self.floor.max(Level::of(finding, in_the_way));
    }

    /// Leaves out the requirements that cannot make it worse any more.
    fn without_needless(mut self) -> Self {
        let floor = self.floor;
        self.undecided
            .retain(|it| it.may_come_to().worst() > Some(floor));
        self
    }
}

impl Undecided {
    pub(super) fn may_come_to(&self) -> Levels {
        Levels::may_come_between(self.least, self.consequence)
    }
}

impl Round<'_> {
    /// Returns the state of some requirements that have been judged.
    pub(super) fn state_of<'j>(&mut self, judged: impl IntoIterator<Item = &'j Judged>) -> State {
        let mut state = State::with_floor(Level::Fine);
        for it in judged {
            if self.waits_of(it).is_empty() {
                self.left = self.left.saturating_sub(self.cost);
                state.add(&it.finding, it.in_the_way);
            } else {
                // What may still be stated has not been looked at before.
                self.add_to(&mut state, it.finding.requirement);
            }
        }
        state.without_needless()
    }

    /// Returns the state of some requirements by the answers chosen.
    pub(super) fn state(&mut self, requirements: &[RequirementId]) -> State {
        let mut state = State::with_floor(Level::Fine);
        for id in requirements {
            self.add_to(&mut state, *id);
        }
        state.without_needless()
    }

    /// Returns the state after another answer has been chosen to a question.
    pub(super) fn after(&mut self, before: &State, slot: usize) -> State {
        let mut state = State::with_floor(before.floor);
        for it in &before.undecided {
            if state.floor == Level::Refusal {
                break;
            }
            if self.concerns(it, slot) {
                self.add_to(&mut state, it.requirement);
            } else {
                state.undecided.push(it.clone());
            }
        }
        state.without_needless()
    }

    /// Tells whether the answer to a question may decide a requirement.
    pub(super) fn concerns(&self, it: &Undecided, slot: usize) -> bool {
        self.looks_at(it.requirement, slot) || it.waits.contains(&slot)
    }

    /// Returns the least that a requirement may come to of which it is not known what follows: where it
    /// surely is not met, only that may be open.
    pub(super) fn least_of(&self, finding: &Finding) -> Level {
        let requirements = &self.precheck.call().requirements;
        let Some(requirement) = requirements.get(finding.requirement.index()) else {
            return Level::Fine;
        };
        if requirement.exceptions.is_empty() {
            return Level::Fine;
        }
        let is = |expr: &Expr, value: bool| {
            let found = evaluate(case(self.precheck.call(), &self.proposal), expr);
            found == Evaluated::Known(Value::YesNo(value))
        };
        let may_hold = requirement.exceptions.iter().zip(&finding.exceptions);
        let may_hold = may_hold.filter(|(_, state)| state.in_force() != Some(false));
        let may_hold: Vec<&Exception> = may_hold.map(|(it, _)| it).collect();
        let applies = requirement.applies_when.as_ref();
        if may_hold.iter().any(|it| it.not_required)
            || !applies.is_none_or(|it| is(it, true))
            || !is(&requirement.require, false)
        {
            return Level::Fine;
        }
        let consequences = may_hold.iter().filter_map(|it| it.consequence);
        let levels = consequences.chain([requirement.consequence]);
        levels.map(Level::of_unmet).min().unwrap_or(Level::Fine)
    }

    fn add_to(&mut self, state: &mut State, requirement: RequirementId) {
        if let Some((finding, in_the_way)) = self.judge(requirement) {
            let waits = self.waits(&finding, in_the_way);
            if waits.is_empty() {
                state.add(&finding, in_the_way);
            } else {
                state.undecided.push(Undecided {
                    requirement,
                    consequence: finding.consequence,
                    least: self.least_of(&finding),
                    waits,
                });
            }
        }
    }
}
