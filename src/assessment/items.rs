//! What quantifiers make of the items of a list, taken in one by one.

use std::collections::BTreeSet;

use super::comparing::settled;
use super::kleene::{Junction, not};
use super::unknown::AllNeeded;
use super::{Evaluated, NoResultKind, Unknown};
use crate::call::Quantifier;
use crate::number::Fraction;
use crate::source::Span;
use crate::value::{Comparison, Value};

/// The items seen so far.
#[derive(Debug)]
pub(super) enum Gathered {
    /// Items are only counted.
    Counted(Counted),
    /// Something is made of what they hold.
    Taken(Taken),
}

impl Gathered {
    pub(super) fn new(quantifier: Quantifier, span: Span) -> Self {
        match quantifier {
            Quantifier::Any
            | Quantifier::All
            | Quantifier::None
            | Quantifier::Number(..)
            | Quantifier::Count => Self::Counted(Counted {
                quantifier,
                certain: 0,
                possible: 0,
                open: None,
            }),
            Quantifier::CountDistinct
            | Quantifier::Sum
            | Quantifier::Mean
            | Quantifier::Least
            | Quantifier::Greatest => Self::Taken(Taken {
                quantifier,
                span,
                values: Vec::new(),
                missing: AllNeeded::default(),
                nameless: 0,
                doubtful: 0,
            }),
        }
    }

    /// Adds an item and tells whether no later one matters. Of an item that does not pass the
    /// filter the body is never looked at.
    pub(super) fn add(&mut self, filter: Option<&Evaluated>, body: Option<&Evaluated>) -> bool {
        match self {
            Self::Counted(counted) => counted.add(filter, body),
            Self::Taken(taken) => {
                taken.add(filter, body);
                false
            }
        }
    }

    pub(super) fn result(self) -> Evaluated {
        match self {
            Self::Counted(counted) => counted.result(),
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

/// The values of the items that pass.
#[derive(Debug)]
pub(super) struct Taken {
    quantifier: Quantifier,
    span: Span,
    values: Vec<Value>,
    missing: AllNeeded,
    /// Items that certainly pass and whose value is not known.
    nameless: u64,
    /// Items of which it is not known whether they pass.
    doubtful: u64,
}

impl Taken {
    fn add(&mut self, filter: Option<&Evaluated>, body: Option<&Evaluated>) {
        let body = body.unwrap_or(&Evaluated::Absent);
        let passes = filter.map_or(Some(true), Evaluated::yes_no);
        match (passes, filter) {
            (Some(false), _) => {}
            (Some(true), _) | (None, None) => match body {
                Evaluated::Known(value) => self.values.push(value.clone()),
                _ => {
                    self.nameless = self.nameless.saturating_add(1);
                    self.missing.add(body);
                }
            },
            (None, Some(filter)) => {
                self.doubtful = self.doubtful.saturating_add(1);
                self.add_doubtful(filter, body);
            }
        }
    }

    /// Adds an item of which it is open whether it passes. Nought may or may not be added to a
    /// sum; for all else a filter that will never be known ends the matter.
    fn add_doubtful(&mut self, filter: &Evaluated, body: &Evaluated) {
        let sum = self.quantifier == Quantifier::Sum;
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

    /// Returns the number of different values, or how far it is known. Every reason is kept, as in
    /// [`Counted`]: where one item never has a value, another may still settle a comparison.
    fn distinct(self) -> Evaluated {
        let distinct: BTreeSet<&Value> = self.values.iter().collect();
        let known = u64::try_from(distinct.len()).unwrap_or(u64::MAX);
        let whole = |number: u64| Fraction::integer(i128::from(number));
        let Some(reasons) = self.missing.reasons() else {
            return Evaluated::number(whole(known));
        };
        let least = known.max(u64::from(self.nameless > 0));
        let open = self.nameless.saturating_add(self.doubtful);
        Evaluated::Unknown(Unknown {
            range: Some((whole(least), whole(known.saturating_add(open)))),
            ..reasons
        })
    }

    fn result(self) -> Evaluated {
        if self.quantifier == Quantifier::CountDistinct {
            return self.distinct();
        }
        if let Some(missing) = self.missing.missing() {
            return missing;
        }
        let no_items = || Evaluated::Unknown(Unknown::no_result(self.span, NoResultKind::NoItems));
        let extreme = match self.quantifier {
            Quantifier::Least => self.values.iter().min(),
            Quantifier::Greatest => self.values.iter().max(),
            _ if self.quantifier == Quantifier::Mean && self.values.is_empty() => None,
            _ => {
                let mut total = total(&self.values);
                if self.quantifier == Quantifier::Mean {
                    total = total
                        .and_then(|total| whole(self.values.len()).and_then(|it| total.div(it)));
                }
                return Evaluated::number_or_overflow(total, self.span);
            }
        };
        extreme.map_or_else(no_items, |value| Evaluated::Known(value.clone()))
    }
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
