//! Comparisons, of numbers and of everything else.

use std::collections::BTreeSet;

use jiff::tz::{AmbiguousOffset, TimeZone};

use super::domain::Domain;
use super::formula::Formula;
use super::linear::{Linear, is_along_a_line};
use super::numbers::{End, Numbers};
use super::variables::{Variables, date_of, number_of, step_of};
use crate::call::{Expr, ExprKind, Type};
use crate::number::Fraction;
use crate::value::{Comparison, Value};

impl Variables<'_> {
    /// Returns what makes a comparison hold, or fail; `condition` is the whole of which it is part.
    pub(super) fn compares(
        &mut self,
        condition: &Expr,
        comparison: Comparison,
        left: &Expr,
        right: &Expr,
        wanted: bool,
    ) -> Formula {
        let comparison = if wanted {
            comparison
        } else {
            comparison.opposite()
        };
        let formula = if is_along_a_line(left.ty) && is_along_a_line(right.ty) {
            self.differ(comparison, left, right)
        } else {
            let equal = match comparison {
                Comparison::Equal => true,
                Comparison::NotEqual => false,
                _ => return self.unseen(condition, wanted),
            };
            match (&left.kind, &right.kind) {
                // Whatever it is, if it is anything.
                _ if left == right => {
                    Some(Formula::all([Formula::Perhaps, Formula::settled(equal)]))
                }
                _ if left.ty == Type::YesNo => Some(self.alike(left, right, equal)),
                (_, ExprKind::Constant(value)) => self.equals(left, value, equal),
                (ExprKind::Constant(value), _) => self.equals(right, value, equal),
                _ => None,
            }
        };
        formula.unwrap_or_else(|| self.unseen(condition, wanted))
    }

    /// Returns that a value lies between two others, or that it does not.
    pub(super) fn between(
        &mut self,
        condition: &Expr,
        [value, least, greatest]: [&Expr; 3],
        wanted: bool,
    ) -> Formula {
        let comparisons = [
            (Comparison::GreaterOrEqual, least),
            (Comparison::LessOrEqual, greatest),
        ];
        let mut parts = Vec::new();
        for (comparison, end) in comparisons {
            let comparison = if wanted {
                comparison
            } else {
                comparison.opposite()
            };
            match self.differ(comparison, value, end) {
                Some(part) => parts.push(part),
                None => return self.unseen(condition, wanted),
            }
        }
        if wanted {
            Formula::all(parts)
        } else {
            Formula::any(parts)
        }
    }

    /// Returns that two conditions give the same, or that they do not.
    fn alike(&mut self, left: &Expr, right: &Expr, same: bool) -> Formula {
        let yes = [self.truth(left, true), self.truth(right, same)];
        let no = [self.truth(left, false), self.truth(right, !same)];
        Formula::any([Formula::all(yes), Formula::all(no)])
    }

    /// Returns that a variant, text, code or row is this one, or that it is not.
    fn equals(&mut self, subject: &Expr, value: &Value, equal: bool) -> Option<Formula> {
        if let ExprKind::Constant(constant) = &subject.kind {
            return Some(Formula::settled((constant == value) == equal));
        }
        if let Some(cells) = self.cells(subject) {
            return Some(self.rows_where(&cells, |cell| (cell == value) == equal));
        }
        let domain = match value {
            Value::Variant(variant) => Domain::Members(BTreeSet::from([u32::from(variant.0)])),
            Value::Row(row) => Domain::Members(BTreeSet::from([row.0])),
            Value::Text(text) => Domain::Texts {
                named: BTreeSet::from([text.clone()]),
                only: true,
            },
            _ => return None,
        };
        let present = self.present(subject);
        Some(Formula::all([
            present,
            self.chosen(subject, &domain, equal),
        ]))
    }

    /// Returns that one number compares so with another; `None` on overflow.
    fn differ(&mut self, comparison: Comparison, left: &Expr, right: &Expr) -> Option<Formula> {
        let right = self.linear(right)?;
        let difference = self.linear(left)?.add(right, Fraction::integer(-1))?;
        self.against_nought(comparison, difference)
    }

    /// Returns that a difference compares so with nought.
    fn against_nought(&mut self, comparison: Comparison, difference: Linear) -> Option<Formula> {
        let mut terms = difference.terms;
        let mut presence = Vec::new();
        if difference.cancelled {
            presence.push(Formula::Perhaps);
        }
        if terms.is_empty() {
            presence.push(Formula::settled(
                comparison.holds(difference.constant.cmp(&Fraction::ZERO)),
            ));
            return Some(Formula::all(presence));
        }
        for (term, _) in &terms {
            presence.push(self.present(self_or_instant(term)));
        }
        terms.sort_by_cached_key(|(term, _)| self.met(term));
        let (first, times) = terms.first()?.clone();
        let limit = difference.constant.negate()?.div(times)?;
        let comparison = if times.is_negative() {
            comparison.turned()
        } else {
            comparison
        };
        let compared = if terms.len() == 1 {
            match self.cells(&first) {
                Some(cells) => self.rows_where(&cells, |cell| {
                    number_of(cell).is_some_and(|cell| comparison.holds(cell.cmp(&limit)))
                }),
                None => self.limited(comparison, &first, limit)?,
            }
        } else {
            let combined = combination(&terms, times)?;
            self.limited(comparison, &combined, limit)?
        };
        presence.push(compared);
        Some(Formula::all(presence))
    }

    /// Returns in which seconds a stated instant falls on days that compare so with `day`; `None`
    /// where the instant is not stated or the days do not begin once.
    fn on_days(&self, comparison: Comparison, instant: &Expr, day: Fraction) -> Option<Numbers> {
        if !matches!(instant.kind, ExprKind::Fact(_) | ExprKind::Field { .. }) {
            return None;
        }
        let zone = &self.call.zone;
        let step = step_of(instant);
        let begin = || begin_of(day, zone);
        let next = || begin_of(day.add(Fraction::ONE)?, zone);
        let before = |end| Numbers::between(End::Free, End::Beyond(end), step);
        let since = |end| Numbers::between(End::At(end), End::Free, step);
        match comparison {
            Comparison::Less => before(begin()?),
            Comparison::LessOrEqual => before(next()?),
            Comparison::Greater => since(next()?),
            Comparison::GreaterOrEqual => since(begin()?),
            Comparison::Equal => Numbers::between(End::At(begin()?), End::Beyond(next()?), step),
            Comparison::NotEqual => {
                let day = Numbers::between(End::At(begin()?), End::Beyond(next()?), step)?;
                day.complement()
            }
        }
    }

    fn limited(
        &mut self,
        comparison: Comparison,
        subject: &Expr,
        limit: Fraction,
    ) -> Option<Formula> {
        if let ExprKind::DateOf(instant) = &subject.kind
            && let Some(seconds) = self.on_days(comparison, instant, limit)
        {
            return Some(self.within(instant, &Domain::Numbers(seconds)));
        }
        let step = step_of(subject);
        let numbers = match comparison {
            Comparison::Equal => Numbers::between(End::At(limit), End::At(limit), step),
            Comparison::NotEqual => Numbers::all_but(limit, step),
            Comparison::Less => Numbers::between(End::Free, End::Beyond(limit), step),
            Comparison::LessOrEqual => Numbers::between(End::Free, End::At(limit), step),
            Comparison::Greater => Numbers::between(End::Beyond(limit), End::Free, step),
            Comparison::GreaterOrEqual => Numbers::between(End::At(limit), End::Free, step),
        }?;
        Some(self.within(subject, &Domain::Numbers(numbers)))
    }
}

/// Returns the second with which a day begins; `None` where its midnight is skipped or comes twice.
fn begin_of(day: Fraction, zone: &TimeZone) -> Option<Fraction> {
    let midnight = date_of(day)?.at(0, 0, 0, 0);
    let begin = zone.to_ambiguous_timestamp(midnight);
    match begin.offset() {
        AmbiguousOffset::Unambiguous { .. } => {
            number_of(&Value::Instant(begin.unambiguous().ok()?))
        }
        AmbiguousOffset::Gap { .. } | AmbiguousOffset::Fold { .. } => None,
    }
}

/// Returns the instant of which this is the day, or the expression itself.
fn self_or_instant(term: &Expr) -> &Expr {
    match &term.kind {
        ExprKind::DateOf(instant) => instant,
        _ => term,
    }
}

/// Returns `a + 2 * b`: the terms as multiples of the first.
fn combination(terms: &[(Expr, Fraction)], first: Fraction) -> Option<Expr> {
    let mut parts = Vec::new();
    for (term, times) in terms {
        let times = Expr {
            kind: ExprKind::Constant(Value::Number(times.div(first)?)),
            ty: Type::Number,
            span: term.span,
        };
        let product = ExprKind::Product(vec![(false, times), (false, term.clone())]);
        parts.push((
            false,
            Expr {
                kind: product,
                ty: Type::Number,
                span: term.span,
            },
        ));
    }
    let span = terms.first()?.0.span;
    Some(Expr {
        kind: ExprKind::Sum(parts),
        ty: Type::Number,
        span,
    })
}
