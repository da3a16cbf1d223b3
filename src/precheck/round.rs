//! One round of questions: what is open, and what each requirement comes to by the answers.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Precheck;
use super::answers::Answers;
use super::domain::{Domain, Groups, bits, case, proposal};
use super::mentions::Source;
use super::question::Question;
use crate::assessment::{Finding, Judged, Judgement, Unknown, judge_ahead};
use crate::call::{FieldId, RequirementId, Supplier, Type};
use crate::facts::Proposal;
use crate::value::Value;

/// With more questions than this, one judgement counts for several.
const QUESTIONS_TO_A_JUDGEMENT: usize = 64;

/// Who may still answer a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The applicant.
    Open,
    /// Nobody: the applicant does not know.
    NotKnown,
    /// The office or the commission, later.
    Others,
}

/// A question of the round.
#[derive(Clone, Debug)]
pub(super) struct Slot<'p> {
    pub(super) question: Question,
    pub(super) source: Source,
    pub(super) role: Role,
    /// The answers told apart.
    pub(super) cells: Cow<'p, [Value]>,
}

/// One round of questions.
pub(super) struct Round<'p> {
    pub(super) precheck: &'p Precheck,
    pub(super) slots: Vec<Slot<'p>>,
    by_name: BTreeMap<String, usize>,
    pub(super) proposal: Proposal,
    /// How much effort is left.
    pub(super) left: usize,
    /// Whether something was not looked at, to save effort.
    pub(super) fell_short: bool,
    /// How much of it one judgement takes: long lists take long.
    pub(super) cost: usize,
    /// The requirements for which every answer to a question is like one of its cells, besides
    /// those for which this is so whatever else is answered.
    pub(super) exact: BTreeSet<(RequirementId, usize)>,
}

impl<'p> Round<'p> {
    pub(super) fn new(precheck: &'p Precheck, answers: &Answers, effort: usize) -> Self {
        let mut round = Self {
            precheck,
            slots: Vec::new(),
            by_name: BTreeMap::new(),
            proposal: proposal(answers.facts.clone()),
            left: effort,
            fell_short: false,
            cost: 1,
            exact: BTreeSet::new(),
        };
        let call = precheck.call();
        for (source, domain) in &precheck.domains {
            if let Source::Fact(fact) = source {
                let supplier = call.facts.get(fact.index()).map(|it| it.supplier);
                let others = supplier != Some(Supplier::Applicant);
                round.add(answers, Question::of(*fact), *source, domain, others);
            }
        }
        let long = round.slots.len().div_ceil(QUESTIONS_TO_A_JUDGEMENT).max(1);
        round.cost = long.saturating_mul(long);
        round
    }

    fn add(
        &mut self,
        answers: &Answers,
        question: Question,
        source: Source,
        domain: &'p Domain,
        others: bool,
    ) {
        let call = self.precheck.call();
        if let Some(value) = question.value(&answers.facts) {
            let (Value::List(items), Some(Type::List(list))) = (value, question.kind(call)) else {
                return;
            };
            let fields = call.lists.get(list.index()).map_or(0, |it| it.fields.len());
            for item in 0..items.len() {
                for field in (0..).map(FieldId).take(fields) {
                    let source = Source::Field(list, field);
                    if let Some(domain) = self.precheck.domains.get(&source) {
                        self.add(answers, question.field(item, field), source, domain, others);
                    }
                }
            }
            return;
        }
        let role = match (others, answers.not_known.contains(&question)) {
            (true, _) => Role::Others,
            (_, true) => Role::NotKnown,
            _ => Role::Open,
        };
        self.by_name.insert(question.name(call), self.slots.len());
        self.slots.push(Slot {
            question,
            source,
            role,
            cells: Cow::Borrowed(&domain.values),
        });
    }

    /// Asks everybody, not the applicant alone.
    pub(super) fn ask_everybody(&mut self) {
        for slot in &mut self.slots {
            slot.role = Role::Open;
        }
    }

    /// Returns the set of all answers to each question.
    pub(super) fn all_possible(&self) -> Vec<u64> {
        (0..self.slots.len()).map(|it| self.all_of(it)).collect()
    }

    /// Returns the set of all answers to a question.
    pub(super) fn all_of(&self, slot: usize) -> u64 {
        let count = self.slots.get(slot).map_or(0, |it| it.cells.len());
        bits().take(count).fold(0, |all, bit| all | bit)
    }

    /// Judges a requirement by the answers chosen, and by what all others may be.
    pub(super) fn judge(&mut self, requirement: RequirementId) -> Option<(Finding, bool)> {
        self.left = self.left.saturating_sub(self.cost);
        judge_ahead(case(self.precheck.call(), &self.proposal), requirement)
    }

    /// Returns the questions that a finding waits for, in their order.
    pub(super) fn waits(&self, finding: &Finding, in_the_way: bool) -> Vec<usize> {
        if finding.judgement != Judgement::Unknown || !in_the_way {
            return Vec::new();
        }
        self.waited_for(&finding.unknown)
    }

    /// Returns the questions that what has been judged waits for, in their order.
    pub(super) fn waits_of(&self, judged: &Judged) -> Vec<usize> {
        if judged.finding.judgement != Judgement::Unknown || !judged.in_the_way {
            return Vec::new();
        }
        self.waited_for(judged.unknown())
    }

    fn waited_for(&self, unknown: &Unknown) -> Vec<usize> {
        let names = unknown.waits_for.iter();
        let mut slots: Vec<usize> = names
            .filter_map(|it| self.by_name.get(it))
            .copied()
            .collect();
        slots.sort_unstable();
        slots
    }

    /// Gives a question the first answer of a set, or takes its answer back.
    pub(super) fn choose(&mut self, slot: usize, answers: Option<u64>) {
        let Some(slot) = self.slots.get(slot) else {
            return;
        };
        let value = answers.and_then(|answers| slot.cells.get(first_of(answers)));
        slot.question.put(&mut self.proposal.facts, value.cloned());
    }

    /// Gives a question an answer, or takes it back.
    pub(super) fn put(&mut self, slot: usize, value: Option<Value>) {
        if let Some(slot) = self.slots.get(slot) {
            slot.question.put(&mut self.proposal.facts, value);
        }
    }

    pub(super) fn role(&self, slot: usize) -> Role {
        self.slots.get(slot).map_or(Role::Others, |it| it.role)
    }

    /// Tells whether a requirement looks at what a question is about.
    pub(super) fn looks_at(&self, requirement: RequirementId, slot: usize) -> bool {
        let groups = self.precheck.groups.get(requirement.index());
        let slot = self.slots.get(slot);
        groups
            .zip(slot)
            .is_some_and(|(groups, slot)| groups.contains_key(&slot.source))
    }

    /// Returns the answers to a question that a requirement does not tell apart.
    pub(super) fn groups(&self, requirement: RequirementId, slot: usize) -> Groups {
        let none = Groups {
            groups: Vec::new(),
            exact: false,
        };
        let Some(it) = self.slots.get(slot) else {
            return none;
        };
        let groups = self.precheck.groups.get(requirement.index());
        let groups = groups.and_then(|groups| groups.get(&it.source));
        let mut groups = groups.cloned().unwrap_or(none);
        let known = self.precheck.domains.get(&it.source);
        let known = known.map_or(&[][..], |domain| &domain.values);
        let added = bits().zip(it.cells.iter()).skip(known.len());
        for (bit, value) in added {
            // Where it is compared with constants only, nothing changes between two of these.
            let like = groups.exact.then(|| like(known, value));
            let like = like.and_then(|like| groups.groups.iter_mut().find(|it| **it & like != 0));
            match like {
                Some(group) => *group |= bit,
                None => groups.groups.push(bit),
            }
        }
        groups.exact |= self.exact.contains(&(requirement, slot));
        groups
    }
}

/// Returns the place, as a bit, of the greatest of some values in order that is not above `value`,
/// or of the first.
fn like(values: &[Value], value: &Value) -> u64 {
    let below = bits().zip(values).filter(|(_, it)| *it <= value);
    below.last().map_or(1, |(bit, _)| bit)
}

/// Returns the place of the first answer of a set.
pub(super) fn first_of(answers: u64) -> usize {
    usize::try_from(answers.trailing_zeros()).unwrap_or(usize::MAX)
}
