//! The verdict, found by trying every way of answering.

use std::collections::BTreeSet;

use bando::assessment::{Judgement, judge_one};
use bando::call::{Call, Consequence, FactId, FieldId, RequirementId, Supplier, Type};
use bando::precheck::{Answer, Answers, Question, Verdict};
use bando::value::Value;

use super::small_call::values;
use crate::assessment::build::{case, proposal};

/// What is still open, and what nobody tells.
pub(super) struct Ways<'c> {
    pub(super) call: &'c Call,
    facts: Vec<Option<Value>>,
    pub(super) open: Vec<Question>,
    not_known: Vec<Question>,
    others: Vec<Question>,
}

impl<'c> Ways<'c> {
    pub(super) fn new(call: &'c Call, answers: &Answers) -> Self {
        let mut ways = Self {
            call,
            facts: answers.facts().to_vec(),
            open: Vec::new(),
            not_known: Vec::new(),
            others: Vec::new(),
        };
        for (id, fact) in (0..).map(FactId).zip(&call.facts) {
            ways.add(answers, Question::of(id), fact.supplier);
        }
        ways
    }

    fn add(&mut self, answers: &Answers, question: Question, supplier: Supplier) {
        match answers.get(&question) {
            Answer::Value(Value::List(items)) => {
                for item in 0..items.len() {
                    for field in [0, 1] {
                        self.add(answers, question.field(item, FieldId(field)), supplier);
                    }
                }
            }
            Answer::Value(_) => {}
            _ if supplier != Supplier::Applicant => self.others.push(question),
            Answer::DoNotKnow => self.not_known.push(question),
            Answer::NotYet => self.open.push(question),
        }
    }

    /// Returns every way of answering what is open, as one value for each open question.
    pub(super) fn all(&self) -> Vec<Vec<Value>> {
        every(self.call, &self.open)
    }

    /// Returns what each requirement comes to: of what is not known the level that all answers
    /// share, of what others tell the best.
    pub(super) fn levels(&self, way: &[Value]) -> Vec<Verdict> {
        let mut facts = self.facts.clone();
        put_all(&mut facts, &self.open, way);
        let not_known = every(self.call, &self.not_known);
        let others = every(self.call, &self.others);
        let requirements = (0..).map(RequirementId).take(self.call.requirements.len());
        requirements
            .map(|id| {
                let mut shared = BTreeSet::new();
                for not_known in &not_known {
                    let mut facts = facts.clone();
                    put_all(&mut facts, &self.not_known, not_known);
                    let best = others.iter().map(|others| {
                        let mut facts = facts.clone();
                        put_all(&mut facts, &self.others, others);
                        level(self.call, facts, id)
                    });
                    shared.insert(best.min().unwrap());
                }
                share(&shared)
            })
            .collect()
    }

    /// Returns how many ways there are in all, with what nobody tells.
    pub(super) fn count(&self) -> usize {
        let all = [&self.open, &self.not_known, &self.others]
            .into_iter()
            .flatten();
        all.map(|it| values(it.kind(self.call).unwrap()).len())
            .product()
    }
}

fn share(levels: &BTreeSet<Verdict>) -> Verdict {
    let harmless = |it: &Verdict| *it <= Verdict::WithReservation;
    match levels.iter().collect::<Vec<_>>()[..] {
        [only] => *only,
        _ if levels.iter().all(harmless) => Verdict::WithReservation,
        _ => Verdict::CannotBeSaid,
    }
}

fn level(call: &Call, facts: Vec<Option<Value>>, id: RequirementId) -> Verdict {
    let proposal = proposal("P", facts);
    let (finding, in_the_way) = judge_one(case(call, &proposal), id).unwrap();
    match (finding.judgement, finding.consequence) {
        _ if !in_the_way => Verdict::MayApply,
        (_, Consequence::Reservation(_)) => Verdict::WithReservation,
        (Judgement::Unmet, Consequence::Remedy(_)) => Verdict::OnceRemedied,
        (Judgement::Unmet, Consequence::Refusal) => Verdict::MayNotApply,
        _ => Verdict::CannotBeSaid,
    }
}

fn every(call: &Call, questions: &[Question]) -> Vec<Vec<Value>> {
    let mut ways = vec![Vec::new()];
    for question in questions {
        let kind = question.kind(call).unwrap();
        let mut values = values(kind);
        if !question.within.is_empty() && kind == Type::Integer {
            values.truncate(2);
        }
        ways = ways
            .into_iter()
            .flat_map(|way: Vec<Value>| {
                values.iter().map(move |value| {
                    let mut way = way.clone();
                    way.push(value.clone());
                    way
                })
            })
            .collect();
    }
    ways
}

fn put_all(facts: &mut [Option<Value>], questions: &[Question], values: &[Value]) {
    for (question, value) in questions.iter().zip(values) {
        let mut slot = &mut facts[question.fact.index()];
        for (item, field) in &question.within {
            let Some(Value::List(items)) = slot else {
                panic!("no list");
            };
            slot = &mut items[*item].fields[field.index()];
        }
        *slot = Some(value.clone());
    }
}
