//! The search for the least change.

use std::collections::BTreeSet;

use super::Precheck;
use super::answers::Answers;
use super::candidates;
use super::changes::Change;
use super::distance::Distance;
use super::domain::Extent;
use super::mentions::Source;
use super::question::Question;
use super::round::Round;
use crate::assessment::Judgement;
use crate::call::{FactId, RequirementId, Supplier};
use crate::value::Value;

/// No more facts are changed together than this.
const MOST_FACTS: usize = 4;
/// So many judgements of a requirement a search may take.
const EFFORT: usize = 60_000;

/// A search for the smallest change.
pub(super) struct Search<'p> {
    precheck: &'p Precheck,
    /// The answers as they are changed.
    round: Round<'p>,
    before: Vec<Option<Value>>,
    changed: BTreeSet<FactId>,
    /// The requirements that must not fail in the end.
    wanted: Vec<RequirementId>,
    best: Option<(Distance, Vec<Option<Value>>)>,
    /// Whether everything was looked at.
    pub(super) complete: bool,
}

impl<'p> Search<'p> {
    pub(super) fn new(precheck: &'p Precheck, answers: &Answers) -> Self {
        let requirements = precheck.call().requirements.len();
        Self {
            precheck,
            round: Round::new(precheck, answers, EFFORT),
            before: answers.facts.clone(),
            changed: BTreeSet::new(),
            wanted: (0..).map(RequirementId).take(requirements).collect(),
            best: None,
            complete: true,
        }
    }

    /// Looks from now on for what mends these requirements alone.
    pub(super) fn begin_again(&mut self, wanted: Vec<RequirementId>) {
        self.wanted = wanted;
        self.round.left = EFFORT;
        self.complete = true;
    }

    /// Returns the facts after the least change found, if there is one.
    pub(super) fn found(&mut self) -> Option<Vec<Option<Value>>> {
        self.best.take().map(|(_, facts)| facts)
    }

    /// Looks for the least change of ever more facts.
    pub(super) fn look(&mut self, judged: &[Judgement]) {
        for facts in 1..=MOST_FACTS {
            self.mend(judged, facts);
            self.complete &= self.reaches_all(facts);
            if self.best.is_some() {
                return;
            }
        }
    }

    /// Changes one fact that a failing requirement looks at, in every way that may help, and goes
    /// on where something still fails: a change that mends it must change one of these.
    fn mend(&mut self, judged: &[Judgement], facts: usize) {
        let failing: Vec<RequirementId> = unmet(judged)
            .into_iter()
            .filter(|id| self.wanted.contains(id))
            .collect();
        let mut ways: Option<Vec<FactId>> = None;
        if failing.is_empty() {
            let together = self.not_together(judged);
            if together.is_empty() {
                self.note();
                return;
            }
            if facts == 0 {
                return;
            }
            // It is enough that one of them changes.
            let looked_at = together.iter().flat_map(|id| self.changeable(*id));
            let looked_at: BTreeSet<FactId> = looked_at.collect();
            ways = Some(looked_at.into_iter().collect());
        }
        for id in failing {
            let looked_at = self.changeable(id);
            ways = Some(match ways {
                // With one change left, it has to mend all of them.
                Some(before) if facts == 1 => before
                    .into_iter()
                    .filter(|it| looked_at.contains(it))
                    .collect(),
                // With two left, where one comes to rest may depend on the other: either goes first.
                Some(mut before) if facts == 2 => {
                    before.extend(looked_at);
                    before.sort_unstable();
                    before.dedup();
                    before
                }
                Some(before) if before.len() <= looked_at.len() => before,
                _ => looked_at,
            });
        }
        for fact in ways.unwrap_or_default() {
            let mut values = self.values(fact);
            if facts == 2 && self.changed.is_empty() {
                values.extend(self.values_with_another(fact));
            }
            let before = self
                .round
                .proposal
                .facts
                .get(fact.index())
                .cloned()
                .flatten();
            self.changed.insert(fact);
            for value in values {
                if self.round.left == 0 {
                    self.complete = false;
                    break;
                }
                self.put(fact, Some(value));
                if self.is_too_far() {
                    continue;
                }
                let after = self.judged_again(judged, fact);
                if facts > 1 || unmet(&after).iter().all(|id| !self.wanted.contains(id)) {
                    self.mend(&after, facts.saturating_sub(1));
                }
            }
            self.changed.remove(&fact);
            self.put(fact, before);
        }
    }

    /// Returns some of the wanted requirements that do not fail, but cannot all be met together,
    /// whatever is answered to what is open.
    fn not_together(&mut self, judged: &[Judgement]) -> Vec<RequirementId> {
        let unmet = unmet(judged);
        let mut open = self.wanted.clone();
        open.retain(|id| !unmet.contains(id) && self.waits(*id));
        if open.len() < 2 {
            return Vec::new();
        }
        if self.round.left == 0 {
            self.complete = false;
            return Vec::new();
        }
        let facts = &self.round.proposal.facts;
        let (found, effort) = self.precheck.not_together(facts, &open);
        // Where it took all that it may, those that stand against one another may not be found.
        self.complete &= effort < super::EFFORT || !found.is_empty();
        // To leave one out after the other, each time all are looked at again.
        let effort = effort.max(open.len().saturating_mul(open.len()));
        self.round.left = self.round.left.saturating_sub(effort);
        found
    }

    /// Returns the sets of requirements that do not fail by themselves, but cannot be met together.
    pub(super) fn failing_together(&mut self, judged: &[Judgement]) -> Vec<Vec<RequirementId>> {
        let mut sets = Vec::new();
        let wanted = self.wanted.clone();
        loop {
            let together = self.not_together(judged);
            if together.is_empty() {
                break;
            }
            self.wanted.retain(|id| !together.contains(id));
            sets.push(together);
        }
        self.wanted = wanted;
        sets
    }

    /// Tells whether a requirement depends on what is not stated, or what others tell.
    fn waits(&mut self, id: RequirementId) -> bool {
        let Some((finding, in_the_way)) = self.round.judge(id) else {
            return false;
        };
        !self.round.waits(&finding, in_the_way).is_empty()
    }

    /// Tells whether changes of so many facts, one after the other, come to every place where some
    /// requirements turn together: two facts do where they are equal along lines.
    fn reaches_all(&self, facts: usize) -> bool {
        if facts == 1 {
            return true;
        }
        let call = self.precheck.call();
        let joints = self.precheck.joints.iter().flatten();
        let mut joints = joints.filter(|joint| {
            let changing = self
                .numbers()
                .filter(|it| joint.sources.contains(&Source::Fact(*it)));
            changing.count() >= 2
        });
        match facts {
            2 => joints.all(|joint| joint.is_straight(call)),
            _ => joints.next().is_none(),
        }
    }

    /// Returns the numbers that may be changed, where they have too many values to try all.
    fn numbers(&self) -> impl Iterator<Item = FactId> + '_ {
        let all = (0..).map(FactId).take(self.before.len());
        all.filter(|id| {
            let domain = self.precheck.domains.get(&Source::Fact(*id));
            let whole = domain.is_none_or(|it| it.extent == Extent::Whole);
            let facts = &self.precheck.call().facts;
            let number = facts.get(id.index()).is_some_and(|it| it.kind.is_number());
            number && !whole && self.may_change(*id)
        })
    }

    /// Returns the numbers with which two comparisons with another number turn at once.
    fn values_with_another(&mut self, fact: FactId) -> Vec<Value> {
        let numbers: Vec<FactId> = self.numbers().collect();
        if !numbers.contains(&fact) {
            return Vec::new();
        }
        let mut values = Vec::new();
        for other in numbers.into_iter().filter(|it| *it != fact) {
            let found = candidates::with_another(self.precheck, &self.round.proposal, fact, other);
            self.round.left = self.round.left.saturating_sub(found.effort);
            values.extend(found.values);
        }
        let before = self.before.get(fact.index()).cloned().flatten();
        values.retain(|it| Some(it) != before.as_ref());
        values
    }

    /// Keeps the present values, if they are nearer than those kept.
    fn note(&mut self) {
        let distance = self.distance();
        if self.best.as_ref().is_none_or(|(best, _)| distance < *best) {
            self.best = Some((distance, self.round.proposal.facts.clone()));
        }
    }

    /// Tells whether the present values are as far away as what is kept, or farther.
    fn is_too_far(&self) -> bool {
        let best = self.best.as_ref();
        best.is_some_and(|(best, _)| self.distance() >= *best)
    }

    fn distance(&self) -> Distance {
        Distance::between(
            self.precheck.call(),
            &self.before,
            &self.round.proposal.facts,
        )
    }

    /// Returns the facts that a requirement looks at, the applicant can change, has stated, and
    /// that have not been changed already.
    pub(super) fn changeable(&self, id: RequirementId) -> Vec<FactId> {
        let groups = self.precheck.groups.get(id.index());
        let sources = groups.into_iter().flat_map(|it| it.keys());
        let facts = sources.filter_map(|source| match source {
            Source::Fact(id) => Some(*id),
            Source::Field(..) => None,
        });
        facts.filter(|id| self.may_change(*id)).collect()
    }

    fn may_change(&self, id: FactId) -> bool {
        let fact = self.precheck.call().facts.get(id.index());
        let stated = self.before.get(id.index()).is_some_and(Option::is_some);
        fact.is_some_and(|it| it.changeable && it.supplier == Supplier::Applicant)
            && stated
            && !self.changed.contains(&id)
    }

    fn values(&mut self, fact: FactId) -> Vec<Value> {
        let found = candidates::of(self.precheck, &self.round.proposal, fact);
        self.round.left = self.round.left.saturating_sub(found.effort);
        self.complete &= found.complete;
        let before = self.before.get(fact.index()).cloned().flatten();
        let others = found.values.into_iter();
        others.filter(|it| Some(it) != before.as_ref()).collect()
    }

    fn put(&mut self, fact: FactId, value: Option<Value>) {
        if let Some(slot) = self.round.proposal.facts.get_mut(fact.index()) {
            *slot = value;
        }
    }

    /// Judges every requirement, and tells whether it is known that none comes out worse.
    pub(super) fn judged(&mut self) -> (Vec<Judgement>, bool) {
        let all = (0..)
            .map(RequirementId)
            .take(self.precheck.call().requirements.len());
        let all: Vec<RequirementId> = all.collect();
        self.round.best_known = Some(true);
        let judged = all.into_iter().map(|id| self.judge(id)).collect();
        (judged, self.round.best_known.take() == Some(true))
    }

    /// Judges again the requirements that look at a fact.
    fn judged_again(&mut self, before: &[Judgement], fact: FactId) -> Vec<Judgement> {
        let source = Source::Fact(fact);
        let precheck = self.precheck;
        let all = (0..).map(RequirementId).zip(&precheck.groups).zip(before);
        all.map(|((id, groups), before)| {
            if groups.contains_key(&source) {
                self.judged_after(id, *before)
            } else {
                *before
            }
        })
        .collect()
    }

    /// Judges a requirement after a change: one that failed passes once it is known to.
    fn judged_after(&mut self, id: RequirementId, before: Judgement) -> Judgement {
        if before != Judgement::Unmet {
            return self.judge(id);
        }
        self.round.best_known = Some(true);
        let after = self.judge(id);
        let known = self.round.best_known.take() == Some(true);
        self.complete &= known;
        if known && after != Judgement::Unknown {
            after
        } else {
            Judgement::Unmet
        }
    }

    fn judge(&mut self, id: RequirementId) -> Judgement {
        self.round.judge_at_best(id)
    }

    /// Returns the requirements that look at something that can be changed, and of which it is not
    /// known whether they are met.
    pub(super) fn open(&mut self) -> Vec<RequirementId> {
        let requirements = self.precheck.call().requirements.len();
        let all = (0..).map(RequirementId).take(requirements);
        let mut open: Vec<RequirementId> = all.collect();
        open.retain(|id| {
            let judged = self.round.judge(*id);
            let open = judged
                .is_some_and(|(it, in_the_way)| in_the_way && it.judgement == Judgement::Unknown);
            open && !self.changeable(*id).is_empty()
        });
        open
    }

    /// Judges every requirement over these facts, and tells whether it is known that none comes out
    /// worse.
    pub(super) fn judged_with(&mut self, facts: &[Option<Value>]) -> (Vec<Judgement>, bool) {
        self.round.left = EFFORT;
        self.round.proposal.facts = facts.to_vec();
        let judged = self.judged();
        self.round.proposal.facts.clone_from(&self.before);
        judged
    }

    /// Returns what has been changed, with the failed requirements that look at it.
    pub(super) fn changes(
        &self,
        facts: &[Option<Value>],
        failing: &[RequirementId],
    ) -> Vec<Change> {
        let all = (0..).map(FactId).zip(&self.before).zip(facts);
        all.filter(|((_, from), to)| from != to)
            .filter_map(|((id, from), to)| {
                let looks = |requirement: &&RequirementId| {
                    let groups = self.precheck.groups.get(requirement.index());
                    groups.is_some_and(|it| it.contains_key(&Source::Fact(id)))
                };
                Some(Change {
                    question: Question::of(id),
                    from: from.clone()?,
                    to: to.clone()?,
                    mends: failing.iter().filter(looks).copied().collect(),
                })
            })
            .collect()
    }
}

/// Returns the requirements that are not met.
pub(super) fn unmet(judged: &[Judgement]) -> Vec<RequirementId> {
    let all = (0..).map(RequirementId).zip(judged);
    let unmet = all.filter(|(_, it)| **it == Judgement::Unmet);
    unmet.map(|(id, _)| id).collect()
}
