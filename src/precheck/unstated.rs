//! Where a number or day turns beside others that are not stated yet, or that the office finds.

use std::collections::BTreeSet;

use super::domain::{case, in_order};
use super::grid::Grid;
use super::mentions::Source;
use super::question::Question;
use super::round::Round;
use super::thresholds::Thresholds;
use crate::call::{ExprKind, FactId, RequirementId};
use crate::value::Value;

/// No more ways of stating the others are tried.
const MOST_WAYS: usize = 256;

/// Where a number, day or instant turns.
pub(super) struct Turns {
    /// The values.
    pub(super) values: BTreeSet<Value>,
    /// Whether one of them is the nearest with which anything else becomes possible.
    pub(super) exact: bool,
}

impl Round<'_> {
    /// Returns where a requirement turns as a fact, now not stated, runs through its values, with
    /// every way of stating the others that may let it turn farthest: what they are added to or
    /// multiplied by is greatest or least at their bounds, or where something else turns.
    pub(super) fn turns_beside(&mut self, id: RequirementId, fact: FactId, now: &Value) -> Turns {
        let beside: Vec<usize> = (0..self.slots.len())
            .filter(|slot| self.is_weighed(id, *slot, fact))
            .collect();
        let mut turns = Turns {
            values: BTreeSet::new(),
            exact: beside.len() == 1,
        };
        let mut ways: Vec<Vec<Value>> = vec![Vec::new()];
        for slot in &beside {
            let ends = self.ends(id, *slot, fact, now);
            turns.exact &= ends.exact;
            let mut values: Vec<Value> = ends.values.into_iter().collect();
            if ways.len().saturating_mul(values.len()) > MOST_WAYS {
                turns.exact = false;
                values = values
                    .first()
                    .into_iter()
                    .chain(values.last())
                    .cloned()
                    .collect();
            }
            let with = ways.iter().flat_map(|way| {
                let with = |value: &Value| [&way[..], std::slice::from_ref(value)].concat();
                values.iter().map(with).collect::<Vec<_>>()
            });
            ways = with.take(MOST_WAYS).collect();
        }
        if beside.is_empty() {
            return turns;
        }
        let variable = ExprKind::Fact(fact);
        for way in ways {
            self.left = self.left.saturating_sub(1);
            for (slot, value) in beside.iter().zip(way) {
                self.put(*slot, Some(value));
            }
            let mut thresholds =
                Thresholds::new(case(self.precheck.call(), &self.proposal), &variable);
            thresholds.add_requirement(id);
            turns.values.extend(thresholds.values);
            turns.exact &= thresholds.exact;
        }
        for slot in beside {
            self.put(slot, None);
        }
        turns
    }

    /// Tells whether a requirement weighs what a question is about against more than constants.
    fn is_weighed(&self, id: RequirementId, slot: usize, beside: FactId) -> bool {
        let source = self.slots.get(slot).map(|it| it.source);
        source.is_some_and(|it| matches!(it, Source::Fact(fact) if fact != beside))
            && self.looks_at(id, slot)
            && !self.groups(id, slot).exact
    }

    /// Returns the answers to a question at which what it is part of may be greatest or least.
    fn ends(&mut self, id: RequirementId, slot: usize, beside: FactId, now: &Value) -> Turns {
        let samples = |values: &[Value]| Turns {
            values: values.iter().cloned().collect(),
            exact: false,
        };
        let precheck = self.precheck;
        let call = precheck.call();
        let Some(it) = self.slots.get(slot) else {
            return samples(&[]);
        };
        let question = it.question.clone();
        let (kind, reading) = (question.kind(call), question.reading(call));
        let (Source::Fact(own), Some(kind), Some(reading)) = (it.source, kind, reading) else {
            return samples(&it.cells);
        };
        let Some(domain) = precheck.domains.get(&it.source).filter(|_| in_order(kind)) else {
            return samples(&it.cells);
        };
        let variable = ExprKind::Fact(own);
        let mut kinks = Thresholds::with_kinks(case(call, &self.proposal), &variable);
        let looking = (0..).map(RequirementId).zip(&precheck.groups);
        for (other, _) in looking.filter(|(_, groups)| groups.contains_key(&it.source)) {
            kinks.add_requirement(other);
        }
        let (mut thresholds, mut exact) = (kinks.values, kinks.kinks_known);
        let changed = Question::of(beside);
        changed.put(&mut self.proposal.facts, Some(now.clone()));
        let mut one_way = Thresholds::new(case(call, &self.proposal), &variable);
        one_way.add_requirement(id);
        // Where they are equal between two steps, how near another step comes is not worked out.
        let grid = Grid::new(kind, reading);
        let between_steps = |it: &Value| {
            let (above, below) = (grid.at_or_above(it), grid.at_or_below(it));
            above != below && above.iter().chain(&below).all(|it| grid.allows(it))
        };
        exact &= one_way.exact && !one_way.values.iter().any(between_steps);
        thresholds.extend(one_way.values);
        changed.put(&mut self.proposal.facts, None);
        let mut values: BTreeSet<Value> = domain.turning.iter().cloned().collect();
        let joints = precheck.joints.iter().flatten();
        let between: Vec<_> = joints.filter(|it| it.is_between(own, beside)).collect();
        for (place, first) in between.iter().enumerate() {
            for second in between.iter().skip(place.saturating_add(1)) {
                // Between the steps of both numbers a nearer one may lie.
                exact = false;
                values.extend(self.meeting(&question, &changed, first, second));
                question.put(&mut self.proposal.facts, None);
                changed.put(&mut self.proposal.facts, None);
            }
        }
        values.extend(grid.around(&thresholds));
        Turns { values, exact }
    }
}
