//! The search for the change after which least fails.

use std::collections::BTreeSet;

use super::Precheck;
use super::candidates;
use super::distance::Distance;
use super::failing::Part;
use super::failures::Failures;
use super::mentions::Source;
use super::outlook::Outlook;
use crate::call::{FactId, RequirementId};
use crate::value::Value;

/// No more facts are changed together than this.
const MOST_FACTS: usize = 4;

/// A search for the nearest change after which least fails of some requirements.
pub(super) struct Search<'s, 'p> {
    precheck: &'p Precheck,
    outlook: &'s mut Outlook<'p>,
    before: &'s [Option<Value>],
    wanted: &'s [RequirementId],
    changed: BTreeSet<FactId>,
    /// The facts that have been changed in every way beside what is changed now.
    done: BTreeSet<FactId>,
    /// Only less than this is looked for.
    below: Failures,
    /// Less than this is not to be found.
    floor: Failures,
    best: Option<Changed>,
    complete: bool,
    /// Whether no more facts are changed together than now.
    last: bool,
}

/// A change that was found.
pub(super) struct Changed {
    pub(super) failures: Failures,
    distance: Distance,
    /// The facts after it.
    pub(super) facts: Vec<Option<Value>>,
}

/// What a search found.
pub(super) struct Found {
    /// The nearest change after which least fails, if it is less than was asked for.
    pub(super) best: Option<Changed>,
    /// Whether everything was looked at.
    pub(super) complete: bool,
}

/// Looks for the nearest change after which least fails of the wanted requirements, and less than
/// `below`.
pub(super) fn least_change(
    outlook: &mut Outlook<'_>,
    before: &[Option<Value>],
    wanted: &[RequirementId],
    below: Failures,
) -> Found {
    let precheck = outlook.round.precheck;
    // What looks at nothing that can be changed stays as it is.
    let fixed = wanted.iter().copied();
    let fixed = fixed.filter(|id| precheck.changeable(*id, before).next().is_none());
    let floor = outlook.failing(&fixed.collect::<Vec<_>>()).failures;
    let mut search = Search {
        precheck,
        outlook,
        before,
        wanted,
        changed: BTreeSet::new(),
        done: BTreeSet::new(),
        below,
        floor,
        best: None,
        complete: true,
        last: false,
    };
    search.look();
    Found {
        best: search.best,
        complete: search.complete,
    }
}

impl Search<'_, '_> {
    /// Looks for the least change of ever more facts.
    fn look(&mut self) {
        if self.floor >= self.below {
            return;
        }
        for facts in 1..=MOST_FACTS {
            self.last = facts == MOST_FACTS;
            self.change(facts);
            let reached = self.precheck.reaches_all(self.wanted, self.before, facts);
            self.complete &= reached;
            let best = self.best.as_ref();
            if best.is_some_and(|it| it.failures == self.floor) {
                return;
            }
        }
    }

    /// Changes one fact that a failing requirement looks at, or one that depends on the same
    /// questions, and goes on where something still fails: less fails only if one of these changes.
    fn change(&mut self, facts: usize) {
        let failing = self.outlook.failing(self.wanted);
        self.complete &= failing.certain && !failing.given_up;
        if failing.given_up {
            return;
        }
        self.note(failing.failures);
        if facts == 0 {
            // Another fact more might be enough.
            self.complete &= !self.last || self.to_be_changed(&failing.parts, 1).is_empty();
            return;
        }
        let done = self.done.clone();
        let distance = self.distance(&self.outlook.round.proposal.facts);
        for fact in self.to_be_changed(&failing.parts, facts) {
            let least = match facts {
                1 => self.least_with(fact),
                _ => self.floor,
            };
            if self.is_beaten(least, &distance) {
                continue;
            }
            let mut values = self.values(fact);
            if facts == 2 && self.changed.is_empty() {
                values.extend(self.values_with_another(fact));
            }
            self.changed.insert(fact);
            for value in values {
                if self.outlook.round.left == 0 {
                    self.complete = false;
                    break;
                }
                if self.is_too_far(fact, &value, least) {
                    continue;
                }
                let saved = self.outlook.put(fact, Some(value));
                self.change(facts.saturating_sub(1));
                self.outlook.take_back(saved);
            }
            self.changed.remove(&fact);
            if self.precheck.stands_alone(fact) {
                self.done.insert(fact);
            }
        }
        self.done = done;
    }

    /// Returns the facts of which one must change, if so many may, for less to fail.
    fn to_be_changed(&self, parts: &[Part], facts: usize) -> BTreeSet<FactId> {
        let distance = self.distance(&self.outlook.round.proposal.facts);
        let parts = parts.iter().map(|part| {
            let looked_at = part.requirements.iter();
            let looked_at = looked_at.flat_map(|id| self.precheck.changeable(*id, self.before));
            let looked_at =
                looked_at.filter(|it| !self.changed.contains(it) && !self.done.contains(it));
            (looked_at.collect::<BTreeSet<_>>(), part.failures)
        });
        let (fixed, parts): (Vec<_>, Vec<_>) = parts.partition(|(facts, _)| facts.is_empty());
        let fixed = fixed.iter().map(|(_, failures)| *failures);
        let fixed = fixed.fold(Failures::NONE, Failures::and);
        let all: BTreeSet<FactId> = parts.iter().flat_map(|(facts, _)| facts).copied().collect();
        if self.is_beaten(fixed, &distance) {
            return BTreeSet::new();
        }
        let mut must = Vec::new();
        // With two left, where one comes to rest may depend on the other: either goes first.
        if facts > 2 {
            must.extend(
                parts
                    .into_iter()
                    .filter(|(_, it)| self.is_beaten(fixed.and(*it), &distance)),
            );
        }
        let must = must.into_iter().min_by_key(|(facts, _)| facts.len());
        must.map_or(all, |(facts, _)| facts)
    }

    /// Returns how little can fail at best if no other fact is changed any more.
    fn least_with(&mut self, fact: FactId) -> Failures {
        let looks = |id: &RequirementId| {
            let groups = self.precheck.groups.get(id.index());
            groups.is_some_and(|it| it.contains_key(&Source::Fact(fact)))
        };
        let others = self.wanted.iter().copied().filter(|id| !looks(id));
        self.outlook.failing(&others.collect::<Vec<_>>()).failures
    }

    /// Tells whether so much failing, so far away, is no better than what is kept.
    fn is_beaten(&self, failures: Failures, distance: &Distance) -> bool {
        failures >= self.below
            || self
                .best
                .as_ref()
                .is_some_and(|best| (failures, distance) >= (best.failures, &best.distance))
    }

    /// Keeps the present values, if they are better than those kept.
    fn note(&mut self, failures: Failures) {
        let facts = &self.outlook.round.proposal.facts;
        let distance = self.distance(facts);
        if !self.is_beaten(failures, &distance) {
            self.best = Some(Changed {
                failures,
                distance,
                facts: facts.clone(),
            });
        }
    }

    /// Tells whether with this value too nothing better than what is kept can be found, if at least so
    /// much fails.
    fn is_too_far(&self, fact: FactId, value: &Value, least: Failures) -> bool {
        let mut facts = self.outlook.round.proposal.facts.clone();
        if let Some(here) = facts.get_mut(fact.index()) {
            *here = Some(value.clone());
        }
        self.is_beaten(least, &self.distance(&facts))
    }

    fn distance(&self, facts: &[Option<Value>]) -> Distance {
        Distance::between(self.precheck.call(), self.before, facts)
    }

    fn values(&mut self, fact: FactId) -> Vec<Value> {
        let found = candidates::of(self.precheck, &self.outlook.round.proposal, fact);
        self.spend(found.effort);
        self.complete &= found.complete;
        let before = self.before.get(fact.index()).cloned().flatten();
        let others = found.values.into_iter();
        others.filter(|it| Some(it) != before.as_ref()).collect()
    }

    /// Returns the numbers with which two comparisons with another number turn at once.
    fn values_with_another(&mut self, fact: FactId) -> Vec<Value> {
        let numbers = self.precheck.changeable_numbers(self.before);
        if !numbers.contains(&fact) {
            return Vec::new();
        }
        let mut values = Vec::new();
        for other in numbers.into_iter().filter(|it| *it != fact) {
            let proposal = &self.outlook.round.proposal;
            let found = candidates::with_another(self.precheck, proposal, fact, other);
            self.spend(found.effort);
            values.extend(found.values);
        }
        let before = self.before.get(fact.index()).cloned().flatten();
        values.retain(|it| Some(it) != before.as_ref());
        values
    }

    fn spend(&mut self, effort: usize) {
        let round = &mut self.outlook.round;
        round.left = round.left.saturating_sub(effort);
    }
}
