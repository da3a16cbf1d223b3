//! The smallest change of what the applicant can change that makes every requirement pass.

use std::collections::BTreeSet;

use super::Precheck;
use super::answers::Answers;
use super::candidates;
use super::distance::Distance;
use super::domain::{Extent, case, proposal};
use super::mentions::Source;
use super::question::Question;
use crate::assessment::{Judgement, Stage, assess, judge_one};
use crate::call::{FactId, RequirementId, Supplier};
use crate::facts::Proposal;
use crate::value::Value;

/// No more facts are changed together than this.
const MOST_FACTS: usize = 4;
/// So many judgements of a requirement a search may take.
const EFFORT: usize = 60_000;

/// What would make every failed requirement pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// No requirement fails.
    NothingFails,
    /// This would.
    Mend(Mend),
    /// Nothing that the applicant can change does.
    None {
        /// The requirements that no change mends, each by itself; none where each could be mended,
        /// and only all of them together cannot.
        beyond: Vec<RequirementId>,
        /// Every requirement that fails.
        failing: Vec<RequirementId>,
        /// Whether everything was looked at: where not, something may be found by hand.
        complete: bool,
    },
}

/// A change that makes every failed requirement pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// What is changed, in the order of the facts in the call; each fact once.
    pub changes: Vec<Change>,
    /// The answers after it.
    pub answers: Answers,
    /// The requirements of which it cannot be told afterwards whether they are met, though it could
    /// before or they did not apply: they wait for what a new item states.
    pub to_be_stated: Vec<RequirementId>,
    /// Whether everything was looked at: where not, a smaller change may be found by hand.
    pub complete: bool,
}

/// One answer that is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub question: Question,
    /// What it is.
    pub from: Value,
    /// What it would be.
    pub to: Value,
    /// The failed requirements that look at it.
    pub mends: Vec<RequirementId>,
}

/// A search for the smallest change.
struct Search<'p> {
    precheck: &'p Precheck,
    proposal: Proposal,
    before: Vec<Option<Value>>,
    changed: BTreeSet<FactId>,
    /// The requirements that must not fail in the end.
    wanted: Vec<RequirementId>,
    best: Option<(Distance, Vec<Option<Value>>)>,
    left: usize,
    complete: bool,
}

impl Precheck {
    /// Returns the smallest change of `changeable` facts after which no requirement fails.
    ///
    /// The fewest facts count first; then the fewest members, items and other choices; then the
    /// least money; then the least of other numbers, then of days. What is told has been assessed
    /// again. Numbers are tried at the values where a requirement turns, all other values as they
    /// are; at most four facts are changed together.
    pub fn changes(&self, answers: &Answers) -> Changes {
        let call = self.call();
        let all: Vec<RequirementId> = (0..)
            .map(RequirementId)
            .take(call.requirements.len())
            .collect();
        let mut search = Search {
            precheck: self,
            proposal: proposal(answers.facts.clone()),
            before: answers.facts.clone(),
            changed: BTreeSet::new(),
            wanted: all,
            best: None,
            left: EFFORT,
            complete: true,
        };
        let judged = search.judged();
        let failing = unmet(&judged);
        if failing.is_empty() {
            return Changes::NothingFails;
        }
        search.look(&judged);
        if let Some((_, facts)) = search.best.take() {
            let mend = Mend {
                changes: search.changes(&facts, &failing),
                to_be_stated: Vec::new(),
                answers: Answers {
                    facts,
                    not_known: answers.not_known.clone(),
                },
                complete: search.complete,
            };
            return self.checked(mend, &failing, answers);
        }
        let mut complete = search.complete;
        let beyond = failing.iter().copied().filter(|id| {
            search.wanted = vec![*id];
            search.left = EFFORT;
            search.complete = true;
            search.look(&judged);
            complete &= search.complete;
            search.best.take().is_none()
        });
        Changes::None {
            beyond: beyond.collect(),
            failing,
            complete,
        }
    }

    /// Returns a change if the assessment finds that nothing fails after it, and every requirement
    /// that failed before is met or does not apply.
    fn checked(&self, mut mend: Mend, failing: &[RequirementId], answers: &Answers) -> Changes {
        let assessed = |facts: &[Option<Value>]| {
            let proposal = proposal(facts.to_vec());
            assess(case(self.call(), &proposal), Stage::PreCheck).findings
        };
        let (before, after) = (assessed(&answers.facts), assessed(&mend.answers.facts));
        let mut passes = true;
        for (before, after) in before.iter().zip(&after) {
            let open = |it| matches!(it, Judgement::Unknown | Judgement::NotExamined);
            passes &= after.judgement != Judgement::Unmet;
            passes &= !(failing.contains(&after.requirement) && open(after.judgement));
            if open(after.judgement) && !open(before.judgement) {
                mend.to_be_stated.push(after.requirement);
            }
        }
        if passes {
            return Changes::Mend(mend);
        }
        Changes::None {
            beyond: Vec::new(),
            failing: failing.to_vec(),
            complete: false,
        }
    }
}

impl Search<'_> {
    /// Looks for the least change of ever more facts.
    fn look(&mut self, judged: &[Judgement]) {
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
        if failing.is_empty() {
            self.note();
            return;
        }
        let mut ways: Option<Vec<FactId>> = None;
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
            let before = self.proposal.facts.get(fact.index()).cloned().flatten();
            self.changed.insert(fact);
            for value in values {
                if self.left == 0 {
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
            let found = candidates::with_another(self.precheck, &self.proposal, fact, other);
            self.left = self.left.saturating_sub(found.effort);
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
            self.best = Some((distance, self.proposal.facts.clone()));
        }
    }

    /// Tells whether the present values are as far away as what is kept, or farther.
    fn is_too_far(&self) -> bool {
        let best = self.best.as_ref();
        best.is_some_and(|(best, _)| self.distance() >= *best)
    }

    fn distance(&self) -> Distance {
        Distance::between(self.precheck.call(), &self.before, &self.proposal.facts)
    }

    /// Returns the facts that a requirement looks at, the applicant can change, has stated, and
    /// that have not been changed already.
    fn changeable(&self, id: RequirementId) -> Vec<FactId> {
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
        let found = candidates::of(self.precheck, &self.proposal, fact);
        self.left = self.left.saturating_sub(found.effort);
        self.complete &= found.complete;
        let before = self.before.get(fact.index()).cloned().flatten();
        let others = found.values.into_iter();
        others.filter(|it| Some(it) != before.as_ref()).collect()
    }

    fn put(&mut self, fact: FactId, value: Option<Value>) {
        if let Some(slot) = self.proposal.facts.get_mut(fact.index()) {
            *slot = value;
        }
    }

    fn judged(&mut self) -> Vec<Judgement> {
        let all = (0..)
            .map(RequirementId)
            .take(self.precheck.call().requirements.len());
        let all: Vec<RequirementId> = all.collect();
        all.into_iter().map(|id| self.judge(id)).collect()
    }

    /// Judges again the requirements that look at a fact.
    fn judged_again(&mut self, before: &[Judgement], fact: FactId) -> Vec<Judgement> {
        let source = Source::Fact(fact);
        let precheck = self.precheck;
        let all = (0..).map(RequirementId).zip(&precheck.groups).zip(before);
        all.map(|((id, groups), before)| {
            if groups.contains_key(&source) {
                let after = self.judge(id);
                // A requirement that failed passes once it is known to.
                if *before == Judgement::Unmet && after == Judgement::Unknown {
                    Judgement::Unmet
                } else {
                    after
                }
            } else {
                *before
            }
        })
        .collect()
    }

    fn judge(&mut self, id: RequirementId) -> Judgement {
        self.left = self.left.saturating_sub(1);
        let case = case(self.precheck.call(), &self.proposal);
        judge_one(case, id).map_or(Judgement::Met, |(finding, _)| finding.judgement)
    }

    /// Returns what has been changed, with the failed requirements that look at it.
    fn changes(&self, facts: &[Option<Value>], failing: &[RequirementId]) -> Vec<Change> {
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

fn unmet(judged: &[Judgement]) -> Vec<RequirementId> {
    let all = (0..).map(RequirementId).zip(judged);
    let unmet = all.filter(|(_, it)| **it == Judgement::Unmet);
    unmet.map(|(id, _)| id).collect()
}
