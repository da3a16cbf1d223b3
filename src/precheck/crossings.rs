//! Answers at which a comparison of several numbers turns: found for answers already given, and
//! for some that might be given to what is still open.

use std::collections::BTreeSet;

use super::Precheck;
use super::domain::{MOST_CELLS, case, in_order};
use super::grid::Grid;
use super::mentions::{Joint, Source};
use super::question::Question;
use super::round::{Role, Round};
use super::samples;
use super::thresholds::Thresholds;
use crate::assessment::{Evaluated, Judgement, evaluate};
use crate::call::{ExprKind, FieldId, RequirementId, Type};
use crate::number::Fraction;
use crate::value::Value;

/// So many steps towards the place where two numbers are equal.
const MOST_STEPS: usize = 5;

impl Round<'_> {
    /// Adds to the answers told apart those at which comparisons of several numbers turn.
    pub(super) fn add_crossings(&mut self) {
        let precheck = self.precheck;
        let mut concerned: BTreeSet<usize> = BTreeSet::new();
        let mut requirements = Vec::new();
        self.add_exact(&precheck.weighing_days);
        for (id, joints) in (0..).map(RequirementId).zip(&precheck.joints) {
            let slots = self.slots_of(precheck, id);
            let open = joints
                .iter()
                .any(|joint| slots.iter().any(|slot| self.is_number_in(*slot, joint)));
            if open {
                concerned.extend(slots);
                requirements.push(id);
            }
        }
        if requirements.is_empty() {
            return;
        }
        self.add_exact(&requirements);
        let mut order: Vec<usize> = concerned.into_iter().collect();
        order.sort_by_key(|slot| {
            let cells = self.slots.get(*slot).map_or(0, |it| it.cells.len());
            (
                self.is_solved_for(*slot),
                MOST_CELLS.saturating_sub(cells),
                *slot,
            )
        });
        // One answer after the other is given such that as little as possible fails: there the
        // comparisons that come after turn.
        let mut given = Vec::new();
        for slot in order {
            if self.left == 0 {
                break;
            }
            if self.is_solved_for(slot) {
                self.solve_for(slot, &requirements);
            }
            self.give_the_best(slot, &requirements);
            given.push(slot);
        }
        for slot in given {
            self.choose(slot, None);
        }
    }

    /// Returns the open questions that a requirement looks at.
    fn slots_of(&self, precheck: &Precheck, id: RequirementId) -> Vec<usize> {
        let groups = precheck.groups.get(id.index());
        let slots = self.slots.iter().enumerate();
        let looked_at = slots.filter(|(_, slot)| {
            slot.role == Role::Open && groups.is_some_and(|it| it.contains_key(&slot.source))
        });
        looked_at.map(|(place, _)| place).collect()
    }

    fn is_solved_for(&self, slot: usize) -> bool {
        let call = self.precheck.call();
        let kind = self.slots.get(slot).and_then(|it| it.question.kind(call));
        kind.is_some_and(|kind| kind.is_number() || matches!(kind, Type::List(_)))
    }

    fn is_number_in(&self, slot: usize, joint: &Joint) -> bool {
        let fact = self.slots.get(slot).map(|it| it.question.fact);
        let source = fact.is_some_and(|it| joint.sources.contains(&Source::Fact(it)));
        source && self.is_solved_for(slot)
    }

    /// Adds the answers at which a requirement turns where all else that it weighs a number or day
    /// against is known.
    fn add_exact(&mut self, requirements: &[RequirementId]) {
        for id in requirements {
            for slot in self.slots_of(self.precheck, *id) {
                if self.left == 0 {
                    return;
                }
                self.add_exact_to(*id, slot);
            }
        }
    }

    /// Adds the answers to one question at which a requirement turns, if all else is known.
    pub(super) fn add_exact_to(&mut self, id: RequirementId, slot: usize) {
        let call = self.precheck.call();
        let Some(it) = self.slots.get(slot) else {
            return;
        };
        let (Source::Fact(fact), Some(kind), Some(reading)) =
            (it.source, it.question.kind(call), it.question.reading(call))
        else {
            return;
        };
        if !in_order(kind) || self.groups(id, slot).exact {
            return;
        }
        let variable = ExprKind::Fact(fact);
        let mut thresholds = Thresholds::new(case(call, &self.proposal), &variable);
        thresholds.add_requirement(id);
        let (values, exact) = (thresholds.values, thresholds.exact);
        let added = self.add_cells(slot, Grid::new(kind, reading).around(&values));
        if exact && added {
            self.exact.insert((id, slot));
        }
    }

    /// Adds the answers to a question at which comparisons turn, all other answers being as they
    /// are now.
    fn solve_for(&mut self, slot: usize, requirements: &[RequirementId]) {
        let precheck = self.precheck;
        let call = precheck.call();
        let Some(question) = self.slots.get(slot).map(|it| it.question.clone()) else {
            return;
        };
        let joints: Vec<&Joint> = requirements
            .iter()
            .filter_map(|id| precheck.joints.get(id.index()))
            .flatten()
            .filter(|joint| self.is_number_in(slot, joint))
            .collect();
        match question.kind(call) {
            Some(Type::List(list)) => {
                // A list of one item, in which each number is solved for.
                let first = samples::one_item(call, list, &precheck.domains);
                let fields = call
                    .lists
                    .get(list.index())
                    .map_or(&[][..], |it| &it.fields);
                for (field, _) in (0..)
                    .map(FieldId)
                    .zip(fields)
                    .filter(|(_, it)| it.kind.is_number())
                {
                    question.put(&mut self.proposal.facts, Some(first.clone()));
                    let inside = question.field(0, field);
                    for joint in &joints {
                        for value in self.crossing(&inside, joint) {
                            inside.put(&mut self.proposal.facts, Some(value));
                            let solved = question.value(&self.proposal.facts).cloned();
                            self.add_cells(slot, solved.into_iter().collect());
                        }
                    }
                }
                self.choose(slot, None);
            }
            Some(kind) => {
                // One answer alone shows nothing.
                let only = self.slots.get(slot).map_or(&[][..], |it| &it.cells[..]);
                if let ([only], Some(reading)) = (only, question.reading(call)) {
                    let grid = Grid::new(kind, reading);
                    let other = [1, -1]
                        .into_iter()
                        .filter_map(|it| grid.neighbour(only, it));
                    let other = other.filter(|it| grid.allows(it)).take(1).collect();
                    self.add_cells(slot, other);
                }
                for joint in joints {
                    let values = self.crossing(&question, joint);
                    self.add_cells(slot, values);
                }
                self.choose(slot, None);
            }
            None => {}
        }
    }

    /// Returns the answers around the one with which two numbers are equal, if it is found.
    pub(super) fn crossing(&mut self, question: &Question, joint: &Joint) -> Vec<Value> {
        let call = self.precheck.call();
        let (Some(kind), Some(reading)) = (question.kind(call), question.reading(call)) else {
            return Vec::new();
        };
        let grid = Grid::new(kind, reading);
        let found = self.root(question, joint);
        let Some(root) = found.map(Value::Number) else {
            return Vec::new();
        };
        let values = grid.around(&[root].into());
        values.into_iter().collect()
    }

    /// Returns the answers around the one with which two comparisons turn at once, another answer
    /// following from the first of them.
    pub(super) fn meeting(
        &mut self,
        question: &Question,
        other: &Question,
        first: &Joint,
        second: &Joint,
    ) -> Vec<Value> {
        let call = self.precheck.call();
        let (Some(kind), Some(reading)) = (question.kind(call), question.reading(call)) else {
            return Vec::new();
        };
        let found = self.zero(|round, at| {
            question.put(&mut round.proposal.facts, Some(Value::Number(at)));
            let other_at = round.root(other, first)?;
            round.difference(other, second, other_at)
        });
        let Some(root) = found.map(Value::Number) else {
            return Vec::new();
        };
        let values = Grid::new(kind, reading).around(&[root].into());
        values.into_iter().collect()
    }

    /// Returns the answer with which two numbers are equal.
    fn root(&mut self, question: &Question, joint: &Joint) -> Option<Fraction> {
        self.zero(|round, at| round.difference(question, joint, at))
    }

    /// Returns where a difference vanishes: where it runs along a line the first guess from two
    /// places is right, elsewhere a few more come near.
    fn zero(
        &mut self,
        mut difference: impl FnMut(&mut Self, Fraction) -> Option<Fraction>,
    ) -> Option<Fraction> {
        let (mut one, mut other) = (Fraction::integer(1_000), Fraction::integer(1_000_000));
        let mut at_one = difference(self, one)?;
        for _ in 0..MOST_STEPS {
            let at_other = difference(self, other)?;
            if at_other.is_zero() {
                return Some(other);
            }
            let slope = at_other.sub(at_one)?.div(other.sub(one)?)?;
            let next = other.sub(at_other.div(slope)?)?;
            (one, at_one) = (other, at_other);
            // A fraction of a cent more or less does not matter to where it is looked for next.
            other = next.round(6, crate::number::Rounding::HalfUp)?;
            if other == one {
                return Some(next);
            }
        }
        Some(other)
    }

    fn difference(&mut self, question: &Question, joint: &Joint, at: Fraction) -> Option<Fraction> {
        question.put(&mut self.proposal.facts, Some(Value::Number(at)));
        self.left = self.left.saturating_sub(1);
        let case = case(self.precheck.call(), &self.proposal);
        match (evaluate(case, &joint.left), evaluate(case, &joint.right)) {
            (Evaluated::Known(Value::Number(left)), Evaluated::Known(Value::Number(right))) => {
                left.sub(right)
            }
            _ => None,
        }
    }

    /// Gives a question the answer with which the fewest requirements fail.
    fn give_the_best(&mut self, slot: usize, requirements: &[RequirementId]) {
        let Some(it) = self.slots.get(slot) else {
            return;
        };
        let (count, source) = (it.cells.len(), it.source);
        let asking: Vec<RequirementId> = requirements
            .iter()
            .copied()
            .filter(|id| {
                let groups = self.precheck.groups.get(id.index());
                groups.is_some_and(|it| it.contains_key(&source))
            })
            .collect();
        let mut best: Option<(usize, u64)> = None;
        for bit in super::domain::bits().take(count) {
            self.choose(slot, Some(bit));
            let mut failing = 0_usize;
            for id in &asking {
                let unmet = self
                    .judge(*id)
                    .is_some_and(|(it, _)| it.judgement == Judgement::Unmet);
                failing = failing.saturating_add(usize::from(unmet));
            }
            if best.is_none_or(|(fewest, _)| failing < fewest) {
                best = Some((failing, bit));
            }
            if failing == 0 {
                break;
            }
        }
        self.choose(slot, best.map(|(_, bit)| bit));
    }

    /// Adds answers to those told apart, and tells whether there was room for all.
    fn add_cells(&mut self, slot: usize, values: Vec<Value>) -> bool {
        let Some(slot) = self.slots.get_mut(slot) else {
            return false;
        };
        for value in values {
            if slot.cells.contains(&value) {
                continue;
            }
            if slot.cells.len() >= MOST_CELLS {
                return false;
            }
            slot.cells.to_mut().push(value);
        }
        true
    }
}
