//! What quantifiers make of the items of a list, taken in one by one.

use std::collections::BTreeSet;

use super::comparing::settled;
use super::kleene::{Junction, not};
use super::unknown::AllNeeded;
use super::{Evaluated, NoResultKind, Unknown};
use crate::call::{Aggregate, Quantifier};
use crate::number::Fraction;
use crate::source::Span;
use crate::value::{Comparison, Value};

/// The items seen so far.
#[derive(Debug)]
pub(super) enum Gathered {
    /// Items are only counted.
    Counted(Counted),
    /// Their different values are counted.
    Distinct(Distinct),
    /// Something is made of what they hold.
    Taken(Taken),
}

impl Gathered {
    pub(super) fn new(quantifier: Quantifier, span: Span) -> Self {
        let aggregate = match quantifier {
            Quantifier::Any
            | Quantifier::All
            | Quantifier::None
            | Quantifier::Number(..)
            | Quantifier::Count => return Self::counted(quantifier),
            Quantifier::CountDistinct => return Self::Distinct(Distinct::default()),
            Quantifier::Sum => Aggregate::Sum,
            Quantifier::Mean => Aggregate::Mean,
            Quantifier::Least => Aggregate::Least,
            Quantifier::Greatest => Aggregate::Greatest,
        };
        Self::over(aggregate, span)
    }

    /// Starts what is made of many values.
    pub(super) fn over(aggregate: Aggregate, span: Span) -> Self {
        match aggregate {
            Aggregate::Count => Self::counted(Quantifier::Count),
            _ => Self::Taken(Taken {
                aggregate,
                span,
                values: Vec::new(),
                missing: AllNeeded::default(),
            }),
        }
    }

    fn counted(quantifier: Quantifier) -> Self {
        Self::Counted(Counted {
            quantifier,
            certain: 0,
            possible: 0,
            open: None,
        })
    }

    /// Adds an item and tells whether no later one matters. Of an item that does not pass the
    /// filter the body is never looked at.
    pub(super) fn add(&mut self, filter: Option<&Evaluated>, body: Option<&Evaluated>) -> bool {
        match self {
            Self::Counted(counted) => counted.add(filter, body),
            Self::Distinct(distinct) => {
                distinct.add(filter, body);
                false
            }
            Self::Taken(taken) => {
                taken.add(filter, body);
                false
            }
        }
    }

    pub(super) fn result(self) -> Evaluated {
        match self {
            Self::Counted(counted) => counted.result(),
            Self::Distinct(distinct) => distinct.result(),
            Self::Taken(taken) => taken.result(),
        }
    }
}

/// How many items certainly and possibly pass; for [`Quantifier::All`], how many fail.
#[derive(Debug)]
pub(super) struct Counted {
    quantifier: Quantifier,
    certain: u64,
    possible: u64,
    open: Option<Unknown>,
}

impl Counted {
    fn add(&mut self, filter: Option<&Evaluated>, body: Option<&Evaluated>) -> bool {
        let failing = match self.quantifier {
            Quantifier::All => body.map(not),
            _ => None,
        };
        let counts = Junction::and()
            .add_all(filter.into_iter().chain(failing.as_ref().or(body)))
            .result();
        match counts.yes_no() {
            Some(false) => {}
            Some(true) => {
                self.certain = self.certain.saturating_add(1);
                self.possible = self.possible.saturating_add(1);
            }
            None => {
                self.possible = self.possible.saturating_add(1);
                self.open.get_or_insert_default().take_in(&counts);
            }
        }
        let one_decides = matches!(
            self.quantifier,
            Quantifier::Any | Quantifier::All | Quantifier::None
        );
        one_decides && self.certain > 0
    }

    fn result(self) -> Evaluated {
        let whole = |number: u64| Fraction::integer(i128::from(number));
        let range = (whole(self.certain), whole(self.possible));
        let (comparison, number) = match self.quantifier {
            Quantifier::Any => (Comparison::GreaterOrEqual, 1),
            Quantifier::Number(comparison, number) => (comparison, u64::from(number)),
            Quantifier::All | Quantifier::None => (Comparison::Equal, 0),
            _ => {
                return match self.open {
                    None => Evaluated::number(range.0),
                    Some(open) => Evaluated::Unknown(Unknown {
                        range: Some(range),
                        ..open
                    }),
                };
            }
        };
        match settled(comparison, range, (whole(number), whole(number))) {
            Some(answer) => Evaluated::yes(answer),
            None => self.open.unwrap_or_default().evaluated(),
        }
    }
}

/// The different values of the items that pass.
#[derive(Debug, Default)]
pub(super) struct Distinct {
    values: BTreeSet<Value>,
    /// Items that certainly pass and whose value is not known.
    nameless: u64,
    /// Items of which it is not known whether they pass.
    doubtful: u64,
    /// Why; all of it, since a comparison may be settled by the range before the number is known.
    open: Unknown,
}

impl Distinct {
    fn add(&mut self, filter: Option<&Evaluated>, body: Option<&Evaluated>) {
        let body = body.unwrap_or(&Evaluated::Absent);
        match (filter.map_or(Some(true), Evaluated::yes_no), body) {
            (Some(false), _) => return,
            (Some(true), Evaluated::Known(value)) => {
                self.values.insert(value.clone());
                return;
            }
            (Some(true), _) => self.nameless = self.nameless.saturating_add(1),
            (None, _) => self.doubtful = self.doubtful.saturating_add(1),
        }
        for part in filter.into_iter().chain([body]) {
            self.open.take_in(part);
        }
    }

    fn result(self) -> Evaluated {
        let whole = |number: u64| Fraction::integer(i128::from(number));
        let known = u64::try_from(self.values.len()).unwrap_or(u64::MAX);
        let open = self.nameless.saturating_add(self.doubtful);
        if open == 0 {
            return Evaluated::number(whole(known));
        }
        let least = known.max(u64::from(self.nameless > 0));
        Evaluated::Unknown(Unknown {
            range: Some((whole(least), whole(known.saturating_add(open)))),
            ..self.open
        })
    }
}

/// The values of the items that pass.
#[derive(Debug)]
pub(super) struct Taken {
    aggregate: Aggregate,
    span: Span,
    values: Vec<Value>,
    missing: AllNeeded,
}

impl Taken {
    fn add(&mut self, filter: Option<&Evaluated>, body: Option<&Evaluated>) {
        let body = body.unwrap_or(&Evaluated::Absent);
        let passes = filter.map_or(Some(true), Evaluated::yes_no);
        match (passes, filter) {
            (Some(false), _) => {}
            (Some(true), _) | (None, None) => match body {
                Evaluated::Known(value) => self.values.push(value.clone()),
                _ => self.missing.add(body),
            },
            (None, Some(filter)) => self.add_doubtful(filter, body),
        }
    }

    /// Adds an item of which it is open whether it passes. Nought may or may not be added to a
    /// sum; for all else a filter that will never be known ends the matter.
    fn add_doubtful(&mut self, filter: &Evaluated, body: &Evaluated) {
        let sum = self.aggregate == Aggregate::Sum;
        if sum && *body == Evaluated::number(Fraction::ZERO) {
            return;
        }
        if filter.is_ended() && !sum {
            self.missing.add(filter);
            return;
        }
        let mut reasons = Unknown::default();
        reasons.take_in(filter);
        reasons.take_in(body);
        self.missing.add(&reasons.evaluated());
    }

    fn result(self) -> Evaluated {
        if let Some(missing) = self.missing.missing() {
            return missing;
        }
        if self.values.is_empty() && self.aggregate != Aggregate::Sum {
            let none = Unknown::no_result(self.span, NoResultKind::NoItems);
            return Evaluated::Unknown(none);
        }
        let number = match self.aggregate {
            Aggregate::Least => return extreme(self.values.into_iter().min()),
            Aggregate::Greatest => return extreme(self.values.into_iter().max()),
            Aggregate::Count => whole(self.values.len()),
            Aggregate::Sum => total(&self.values),
            Aggregate::Mean => mean(&self.values),
            Aggregate::Median => median(self.values),
        };
        Evaluated::number_or_overflow(number, self.span)
    }
}

fn extreme(value: Option<Value>) -> Evaluated {
    value.map_or(Evaluated::Absent, Evaluated::Known)
}

fn mean(values: &[Value]) -> Option<Fraction> {
    total(values)?.div(whole(values.len())?)
}

/// Returns the middle one, or the mean of the middle two.
fn median(mut values: Vec<Value>) -> Option<Fraction> {
    values.sort();
    let last = values.len().checked_sub(1)?;
    let (low, high) = (last.div_euclid(2), last.div_ceil(2));
    let middle = [values.get(low)?.clone(), values.get(high)?.clone()];
    mean(&middle)
}

fn whole(number: usize) -> Option<Fraction> {
    i128::try_from(number).ok().map(Fraction::integer)
}

fn total(values: &[Value]) -> Option<Fraction> {
    values
        .iter()
        .filter_map(|value| match value {
            Value::Number(number) => Some(*number),
            _ => None,
        })
        .try_fold(Fraction::ZERO, Fraction::add)
}
