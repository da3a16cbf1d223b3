//! What conditions speak of: facts, members of sets, and whatever is not looked into.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::domain::Domain;
use super::example::base;
use super::formula::Formula;
use super::numbers::{End, Numbers};
use crate::call::{Call, Expr, ExprKind, Quantifier, Type};
use crate::number::Fraction;
use crate::value::{Value, whole_seconds};

/// Expressions and definitions inside so many others are not looked into.
const DEEPEST: u32 = 60;

/// More steps than this are not taken to put conditions into a formula.
const MOST_WORK: usize = 100_000;

/// More variables than this are not told apart.
const MOST_VARIABLES: usize = 1_000;

/// Something with a value of its own.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    /// What has the value: a fact or field; of a set whether it has one member, of an instant its
    /// day, of a tax code whether it is valid; or an expression not looked into.
    pub(super) subject: Expr,
    /// All it can be.
    pub(super) universe: Domain,
}

/// The variables of a search, as they turn up.
pub(super) struct Variables<'c> {
    pub(super) call: &'c Call,
    pub(super) all: Vec<Variable>,
    /// Whether the rows of imported tables are looked at.
    pub(super) reads_tables: bool,
    /// Whether an example is to lie at the edge of what it stands for, rather than be a simple value.
    pub(super) at_edge: bool,
    /// Terms of sums, in the order in which they were met.
    terms: Vec<Expr>,
    depth: u32,
    work: usize,
}

impl<'c> Variables<'c> {
    pub(super) fn new(call: &'c Call) -> Self {
        Self {
            call,
            all: Vec::new(),
            reads_tables: true,
            at_edge: false,
            terms: Vec::new(),
            depth: 0,
            work: 0,
        }
    }

    pub(super) fn without_tables(call: &'c Call) -> Self {
        Self {
            reads_tables: false,
            ..Self::new(call)
        }
    }

    /// Returns the same, whose examples lie at edges.
    pub(super) fn with_edges(mut self) -> Self {
        self.at_edge = true;
        self
    }

    /// Returns that `subject` lies in `domain`.
    pub(super) fn within(&mut self, subject: &Expr, domain: &Domain) -> Formula {
        let weight = domain.weight();
        let Some((place, universe)) = self.place(subject).filter(|_| self.spend(weight)) else {
            return Formula::Perhaps;
        };
        let domain = universe.and(domain);
        // Also one that may be anything must be known.
        if domain.is_empty() {
            Formula::Fails
        } else {
            Formula::Within(place, domain)
        }
    }

    /// Returns that something not looked into is so, or is not.
    pub(super) fn unseen(&mut self, condition: &Expr, wanted: bool) -> Formula {
        self.within(condition, &Domain::answer(wanted))
    }

    /// Returns all that a subject can be but `domain`; `None` where that cannot be told.
    pub(super) fn rest(&mut self, subject: &Expr, domain: &Domain) -> Option<Domain> {
        let (_, universe) = self.place(subject)?;
        domain.left_of(&universe)
    }

    /// Returns the variable's place and all it can be.
    fn place(&mut self, subject: &Expr) -> Option<(usize, Domain)> {
        let known = self.all.iter().position(|it| it.subject == *subject);
        if let Some(place) = known {
            let universe = self.all.get(place)?.universe.clone();
            return Some((place, universe));
        }
        let universe = self.universe(subject)?;
        if self.all.len() >= MOST_VARIABLES {
            return None;
        }
        self.all.push(Variable {
            subject: subject.clone(),
            universe: universe.clone(),
        });
        Some((self.all.len().checked_sub(1)?, universe))
    }

    /// Returns the place of a term among those met so far, so that `a - b` and `b - a` are one.
    pub(super) fn met(&mut self, term: &Expr) -> usize {
        let known = self.terms.iter().position(|it| it == term);
        known.unwrap_or_else(|| {
            self.terms.push(term.clone());
            self.terms.len()
        })
    }

    fn universe(&self, subject: &Expr) -> Option<Domain> {
        let members = |count: usize| {
            let count = u32::try_from(count).ok()?;
            Some(Domain::Members((0..count).collect()))
        };
        match subject.ty {
            Type::YesNo => members(2),
            Type::Enum(id) => members(self.call.enums.get(id.index())?.variants.len()),
            Type::Row(id) => members(self.call.tables.get(id.index())?.rows.len()),
            ty if ty.is_text() => Some(Domain::Texts {
                named: BTreeSet::new(),
                only: false,
            }),
            Type::Set(_) | Type::List(_) => None,
            _ => {
                let (low, high) = self.bounds(subject);
                let step = step_of(subject);
                Numbers::between(low, high, step).map(Domain::Numbers)
            }
        }
    }

    /// Returns the least and the greatest that a number is accepted with.
    pub(super) fn bounds(&self, subject: &Expr) -> (End, End) {
        let end = |bound: &Option<Value>| {
            bound
                .as_ref()
                .and_then(number_of)
                .map_or(End::Free, End::At)
        };
        match &subject.kind {
            ExprKind::Fact(id) => match self.call.facts.get(id.index()) {
                Some(fact) => (end(&fact.reading.least), end(&fact.reading.greatest)),
                None => (End::Free, End::Free),
            },
            ExprKind::Quantified { quantifier, .. } if counts(*quantifier) => {
                (End::At(Fraction::ZERO), End::Free)
            }
            _ => (End::Free, End::Free),
        }
    }

    /// Tells whether a variable is a fact or field, or part of one.
    pub(super) fn is_stated(&self, place: usize) -> bool {
        let variable = self.all.get(place);
        variable.is_some_and(|it| base(&it.subject).is_some())
    }

    /// Goes one expression further in, if there are not too many around it already.
    pub(super) fn enter(&mut self) -> bool {
        let enters = self.depth < DEEPEST && self.spend(1);
        if enters {
            self.depth = self.depth.saturating_add(1);
        }
        enters
    }

    pub(super) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Tells whether so many more steps may be taken.
    pub(super) fn spend(&mut self, steps: usize) -> bool {
        self.work = self.work.saturating_add(steps);
        self.work <= MOST_WORK
    }
}

/// Returns what the values of a subject are multiples of. Only data are sure to keep to the
/// places of their type.
pub(super) fn step_of(subject: &Expr) -> Option<Fraction> {
    match &subject.kind {
        ExprKind::Fact(_)
        | ExprKind::Field { .. }
        | ExprKind::Column { .. }
        | ExprKind::DateOf(_) => {}
        ExprKind::Quantified { quantifier, .. } if counts(*quantifier) => {}
        _ => return None,
    }
    step_of_type(subject.ty)
}

/// Returns what the values of a type are multiples of.
pub(super) fn step_of_type(ty: Type) -> Option<Fraction> {
    let places = match ty {
        Type::Integer | Type::Date | Type::Instant => 0,
        Type::Decimal(places) => u32::from(places),
        Type::Percent(Some(places)) => u32::from(places).checked_add(2)?,
        Type::Money => 2,
        _ => return None,
    };
    Fraction::new(1, 10_i128.checked_pow(places)?)
}

fn counts(quantifier: Quantifier) -> bool {
    matches!(quantifier, Quantifier::Count | Quantifier::CountDistinct)
}

/// Returns a value as a number: a day counted from 1970, an instant in seconds,
/// which is all that rules compare of it.
pub(super) fn number_of(value: &Value) -> Option<Fraction> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Date(date) => {
            let since = date.duration_since(Date::constant(1970, 1, 1));
            let hours = since.as_hours();
            Some(Fraction::integer(i128::from(hours.checked_div(24)?)))
        }
        Value::Instant(instant) => Some(Fraction::integer(whole_seconds(*instant))),
        _ => None,
    }
}

/// Returns the day so many days from 1970.
pub(super) fn date_of(number: Fraction) -> Option<Date> {
    let days = i64::try_from(number.to_integer()?).ok()?;
    let hours = days.checked_mul(24)?;
    Date::constant(1970, 1, 1)
        .checked_add(jiff::SignedDuration::from_hours(hours))
        .ok()
}

/// Returns the instant so many seconds from 1970.
pub(super) fn instant_of(number: Fraction) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(number.to_integer()?).ok()?).ok()
}
