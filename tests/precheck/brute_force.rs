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

    /// Returns what each requirement comes to by itself: of what is not known the level that all
    /// answers share, of what others tell the best.
    pub(super) fn levels(&self, way: &[Value]) -> Vec<Verdict> {
        let table = self.table(way);
        let requirements = 0..self.call.requirements.len();
        let of = |id: usize| shared(&table, |levels| levels[id]);
        requirements.map(of).collect()
    }

    /// Returns what all requirements come to together: of what is not known the level that all answers
    /// share, of what others tell the best.
    pub(super) fn verdict(&self, way: &[Value]) -> Verdict {
        let all: Vec<usize> = (0..self.call.requirements.len()).collect();
        self.verdict_of(way, &all)
    }

    /// Returns the same of some requirements.
    pub(super) fn verdict_of(&self, way: &[Value], places: &[usize]) -> Verdict {
        shared(&self.table(way), |levels| {
            let levels = places.iter().map(|place| levels[*place]);
            levels.max().unwrap_or(Verdict::MayApply)
        })
    }

    /// Returns what each requirement comes to: a row for all that may not be known, and in it one for
    /// all that others may tell.
    pub(super) fn table(&self, way: &[Value]) -> Vec<Vec<Vec<Verdict>>> {
        let mut facts = self.facts.clone();
        put_all(&mut facts, &self.open, way);
        let others = every(self.call, &self.others);
        let not_known = every(self.call, &self.not_known).into_iter();
        let rows = not_known.map(|not_known| {
            let mut facts = facts.clone();
            put_all(&mut facts, &self.not_known, &not_known);
            let levels = others.iter().map(|others| {
                let mut facts = facts.clone();
                put_all(&mut facts, &self.others, others);
                let requirements = (0..).map(RequirementId).take(self.call.requirements.len());
                let levels = requirements.map(|id| level(self.call, facts.clone(), id));
                levels.collect()
            });
            levels.collect()
        });
        rows.collect()
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

fn shared(table: &[Vec<Vec<Verdict>>], of: impl Fn(&[Verdict]) -> Verdict) -> Verdict {
    let best = |row: &Vec<Vec<Verdict>>| row.iter().map(|levels| of(levels)).min().unwrap();
    let levels: BTreeSet<Verdict> = table.iter().map(best).collect();
    match levels.iter().collect::<Vec<_>>()[..] {
        [only] => *only,
        [.., Verdict::WithReservation] => Verdict::WithReservation,
        [.., Verdict::MayNeedRemedy | Verdict::OnceRemedied] => Verdict::MayNeedRemedy,
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
        (_, Consequence::Remedy(_)) => Verdict::MayNeedRemedy,
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
