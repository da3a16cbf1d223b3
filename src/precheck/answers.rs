//! What an applicant has answered so far.

use std::collections::BTreeSet;

use super::question::{Question, blank_items};
use crate::call::{Call, FactId, Supplier, Type};
use crate::value::Value;

/// What an applicant has answered so far: of each question a value, "I don't know", or nothing yet.
///
/// ```
/// use bando::call::{Call, Fact, FactId, Reading, Supplier, Type};
/// use bando::precheck::{Answer, Answers, Question};
/// use bando::source::{FileId, Span};
/// use bando::value::Value;
/// let mut call = Call::empty(jiff::tz::TimeZone::UTC);
/// let span = Span { file: FileId(0), start: 0, end: 0 };
/// let (ask, when) = (None, None);
/// let reading = Reading::default();
/// let (name, kind) = ("signed".to_owned(), Type::YesNo);
/// let (changeable, supplier) = (false, Supplier::Applicant);
/// call.facts.push(Fact { name, kind, ask, when, changeable, supplier, reading, span });
/// let signed = Question::of(FactId(0));
/// let mut answers = Answers::none(&call);
/// assert_eq!(answers.get(&signed), Answer::NotYet);
/// answers.state(&signed, Value::YesNo(true));
/// assert_eq!(answers.get(&signed), Answer::Value(&Value::YesNo(true)));
/// answers.do_not_know(&signed);
/// assert_eq!(answers.get(&signed), Answer::DoNotKnow);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    pub(super) facts: Vec<Option<Value>>,
    pub(super) not_known: BTreeSet<Question>,
}

/// What has been answered to one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    /// This; of a list, its items.
    Value(&'a Value),
    /// "I don't know": it is not asked again.
    DoNotKnow,
    /// Nothing yet.
    NotYet,
}

impl Answers {
    /// Returns the answers of somebody who has answered nothing.
    pub fn none(call: &Call) -> Self {
        Self {
            facts: vec![None; call.facts.len()],
            not_known: BTreeSet::new(),
        }
    }

    /// Returns the answers of somebody who has stated these facts, in the order of the call, as a
    /// proposal holds them; what is missing has not been answered yet.
    pub fn of(facts: Vec<Option<Value>>) -> Self {
        Self {
            facts,
            not_known: BTreeSet::new(),
        }
    }

    /// Returns what has been answered to a question.
    pub fn get(&self, question: &Question) -> Answer<'_> {
        if self.not_known.contains(question) {
            return Answer::DoNotKnow;
        }
        let value = question.value(&self.facts);
        value.map_or(Answer::NotYet, Answer::Value)
    }

    /// Answers a question with a value, and tells whether the answers have a place for it: a field
    /// has one only once its item is there.
    pub fn state(&mut self, question: &Question, value: Value) -> bool {
        self.forget_below(question);
        question.put(&mut self.facts, Some(value))
    }

    /// Answers how many items a list has; nothing is said of any of them yet. Those that were there
    /// stay as they were, as far as there are so many.
    pub fn state_items(&mut self, call: &Call, question: &Question, count: usize) -> bool {
        let Some(Type::List(list)) = question.kind(call) else {
            return false;
        };
        let Value::List(mut items) = blank_items(call, list, count) else {
            return false;
        };
        if let Some(Value::List(before)) = question.value(&self.facts) {
            for (item, before) in items.iter_mut().zip(before) {
                *item = before.clone();
            }
        }
        let depth = question.within.len();
        self.not_known.retain(|it| match it.within.get(depth) {
            Some((item, _)) if below(it, question) => *item < count,
            _ => it != question,
        });
        question.put(&mut self.facts, Some(Value::List(items)))
    }

    /// Takes one item out of a list, and tells whether it was there; those after it move up.
    pub fn remove_item(&mut self, list: &Question, item: usize) -> bool {
        let Some(Value::List(items)) = list.value(&self.facts) else {
            return false;
        };
        if item >= items.len() {
            return false;
        }
        let mut items = items.clone();
        items.remove(item);
        let not_known = std::mem::take(&mut self.not_known).into_iter();
        self.not_known = not_known
            .filter_map(|it| it.without_item(list, item))
            .collect();
        list.put(&mut self.facts, Some(Value::List(items)))
    }

    /// Answers a question with "I don't know".
    pub fn do_not_know(&mut self, question: &Question) {
        self.forget_below(question);
        question.put(&mut self.facts, None);
        self.not_known.insert(question.clone());
    }

    /// Answers with "I don't know" the applicant's questions of these names that have no value; of
    /// a record, all that it holds.
    pub fn do_not_know_named(&mut self, call: &Call, names: &[String]) {
        let own = |it: &Question| it.supplier(call) == Some(Supplier::Applicant);
        for name in names {
            let inside = format!("{name}.");
            let facts = (0..).map(FactId).zip(&call.facts);
            let held = facts.filter(|(_, fact)| fact.name.starts_with(&inside));
            let questions: Vec<Question> = match Question::named(call, name) {
                Some(question) => vec![question],
                None => held.map(|(id, _)| Question::of(id)).collect(),
            };
            for question in questions.into_iter().filter(own) {
                // Nothing stands below a question without a value.
                if self.get(&question) == Answer::NotYet {
                    self.not_known.insert(question);
                }
            }
        }
    }

    /// Takes back the answer to a question.
    pub fn take_back(&mut self, question: &Question) {
        self.forget_below(question);
        question.put(&mut self.facts, None);
    }

    /// Returns the facts stated, in the order of the call, as a proposal holds them.
    pub fn facts(&self) -> &[Option<Value>] {
        &self.facts
    }

    /// Returns the questions answered with "I don't know".
    pub fn not_known(&self) -> impl Iterator<Item = &Question> {
        self.not_known.iter()
    }

    /// Tells whether nothing has been answered.
    pub fn is_none(&self) -> bool {
        self.facts.iter().all(Option::is_none) && self.not_known.is_empty()
    }

    fn forget_below(&mut self, question: &Question) {
        self.not_known
            .retain(|it| it != question && !below(it, question));
    }
}

/// Tells whether a question is about something inside the list that another is about.
fn below(question: &Question, list: &Question) -> bool {
    question.fact == list.fact
        && question.within.len() > list.within.len()
        && question.within.starts_with(&list.within)
}
