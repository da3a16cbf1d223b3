//! How far apart two ways of answering are.

use super::domain::in_order;
use crate::call::{Call, ListId, Type};
use crate::number::Fraction;
use crate::value::{Record, Value, whole_seconds};

/// How far apart two ways of answering are: compared part by part, in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Distance {
    /// How many facts differ.
    facts: usize,
    /// How many members of sets, items of lists, and other choices differ.
    choices: usize,
    /// By how much amounts differ, in euro.
    money: Fraction,
    /// By how much other numbers differ.
    numbers: Fraction,
    /// By how many days or seconds.
    time: i128,
    /// What decides between changes as great as one another.
    values: Vec<Option<Value>>,
}

impl Distance {
    pub(super) fn between(call: &Call, from: &[Option<Value>], to: &[Option<Value>]) -> Self {
        let mut distance = Self {
            facts: 0,
            choices: 0,
            money: Fraction::ZERO,
            numbers: Fraction::ZERO,
            time: 0,
            values: Vec::new(),
        };
        for ((fact, from), to) in call.facts.iter().zip(from).zip(to) {
            if from == to {
                continue;
            }
            distance.facts = distance.facts.saturating_add(1);
            distance.values.push(to.clone());
            distance.add(call, fact.kind, from.as_ref(), to.as_ref());
        }
        distance
    }

    fn add(&mut self, call: &Call, kind: Type, from: Option<&Value>, to: Option<&Value>) {
        match (from, to) {
            (Some(Value::Number(from)), Some(Value::Number(to))) => {
                let way = to
                    .sub(*from)
                    .and_then(Fraction::abs)
                    .unwrap_or(Fraction::ZERO);
                let sum = match kind {
                    Type::Money | Type::Amount => &mut self.money,
                    _ => &mut self.numbers,
                };
                *sum = sum.add(way).unwrap_or(*sum);
            }
            (Some(Value::Set(from)), Some(Value::Set(to))) => {
                let differing = from.symmetric_difference(to).count();
                self.choices = self.choices.saturating_add(differing);
            }
            (Some(Value::List(from)), Some(Value::List(to))) => match kind {
                Type::List(list) if from.len() == to.len() => {
                    self.add_items(call, list, from, to);
                }
                _ => {
                    let kept = from.iter().filter(|it| to.contains(it)).count();
                    let differing = from.len().max(to.len()).saturating_sub(kept);
                    self.choices = self.choices.saturating_add(differing);
                }
            },
            (Some(Value::Date(from)), Some(Value::Date(to))) => {
                let days = to.since(*from).map_or(0, |it| i128::from(it.get_days()));
                self.time = self.time.saturating_add(days.saturating_abs());
            }
            (Some(Value::Instant(from)), Some(Value::Instant(to))) => {
                let seconds = whole_seconds(*to).saturating_sub(whole_seconds(*from));
                self.time = self.time.saturating_add(seconds.saturating_abs());
            }
            _ => self.choices = self.choices.saturating_add(1),
        }
    }

    /// Adds by how much the items differ: a number or day of an item that moves is no other choice.
    fn add_items(&mut self, call: &Call, list: ListId, from: &[Record], to: &[Record]) {
        let fields = call.lists.get(list.index());
        let fields = fields.map_or(&[][..], |it| &it.fields);
        for (from, to) in from.iter().zip(to) {
            let mut other_choice = false;
            for ((field, from), to) in fields.iter().zip(&from.fields).zip(&to.fields) {
                if in_order(field.kind) && from.is_some() && to.is_some() {
                    self.add(call, field.kind, from.as_ref(), to.as_ref());
                } else {
                    other_choice |= from != to;
                }
            }
            // Another item in its place: one is taken out and one put in.
            self.choices = self
                .choices
                .saturating_add(if other_choice { 2 } else { 0 });
        }
    }
}
