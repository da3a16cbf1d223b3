//! Numbers as multiples of what they are made of, and a constant.

use super::variables::{Variables, number_of};
use crate::call::{Expr, ExprKind, Type};
use crate::number::Fraction;
use crate::value::Value;

/// `2 * a - b + 5`
#[derive(Clone, Debug)]
pub(super) struct Linear {
    /// What is added whatever the facts are.
    pub(super) constant: Fraction,
    /// What is taken how many times; none nought times, none twice.
    pub(super) terms: Vec<(Expr, Fraction)>,
    /// Whether something was added and taken away again: it must have a value all the same.
    pub(super) cancelled: bool,
}

impl Linear {
    fn constant(constant: Fraction) -> Self {
        Self {
            constant,
            terms: Vec::new(),
            cancelled: false,
        }
    }

    /// Returns `self + factor * other`; `None` on overflow.
    pub(super) fn add(mut self, other: Self, factor: Fraction) -> Option<Self> {
        self.constant = self.constant.add(other.constant.mul(factor)?)?;
        for (term, times) in other.terms {
            let times = times.mul(factor)?;
            match self.terms.iter_mut().find(|(known, _)| *known == term) {
                Some((_, known)) => *known = known.add(times)?,
                None => self.terms.push((term, times)),
            }
        }
        let before = self.terms.len();
        self.terms.retain(|(_, times)| !times.is_zero());
        self.cancelled |= other.cancelled || self.terms.len() < before;
        Some(self)
    }

    fn scaled(self, factor: Fraction) -> Option<Self> {
        Self::constant(Fraction::ZERO).add(self, factor)
    }
}

impl Variables<'_> {
    /// Returns a number, day or instant as multiples; `None` on overflow.
    pub(super) fn linear(&mut self, expr: &Expr) -> Option<Linear> {
        if !self.enter() {
            return Some(itself(expr));
        }
        let linear = self.linear_inside(expr);
        self.leave();
        linear
    }

    fn linear_inside(&mut self, expr: &Expr) -> Option<Linear> {
        let call = self.call;
        match &expr.kind {
            ExprKind::Constant(value) => number_of(value).map(Linear::constant),
            ExprKind::Definition(id) => match call.definitions.get(id.index()) {
                Some(definition) => self.linear(&definition.value),
                None => Some(itself(expr)),
            },
            // A day that is not known may be given for the call: it is then as if it were stated.
            ExprKind::CountingDate(day) if self.is_always_there(day) => self.linear(day),
            ExprKind::DateOf(inner) => match &inner.kind {
                ExprKind::Constant(Value::Instant(instant)) => {
                    let date = call.zone.to_datetime(*instant).date();
                    number_of(&Value::Date(date)).map(Linear::constant)
                }
                _ => Some(itself(expr)),
            },
            ExprKind::Negate(inner) => self.linear(inner)?.scaled(Fraction::integer(-1)),
            ExprKind::Sum(terms) => {
                let mut sum = Linear::constant(Fraction::ZERO);
                for (taken, term) in terms {
                    let factor = Fraction::integer(if *taken { -1 } else { 1 });
                    sum = sum.add(self.linear(term)?, factor)?;
                }
                Some(sum)
            }
            ExprKind::Product(factors) => {
                let mut product = Linear::constant(Fraction::ONE);
                for (divides, factor) in factors {
                    let factor = self.linear(factor)?;
                    product = match (factor.terms.is_empty(), product.terms.is_empty()) {
                        // Nothing divided by nought has a result; the product stays as it is.
                        (true, _) if *divides && factor.constant.is_zero() => {
                            return Some(itself(expr));
                        }
                        (true, _) if *divides => {
                            product.scaled(Fraction::ONE.div(factor.constant)?)?
                        }
                        // Nought times something without a result has none.
                        (true, _) if factor.constant.is_zero() => return Some(itself(expr)),
                        (true, _) => product.scaled(factor.constant)?,
                        (false, true) if !*divides && !product.constant.is_zero() => {
                            factor.scaled(product.constant)?
                        }
                        (false, _) => return Some(itself(expr)),
                    };
                }
                Some(product)
            }
            _ => Some(itself(expr)),
        }
    }

    /// Tells whether this is a fact, or the day of one, without a condition of its own.
    fn is_always_there(&self, day: &Expr) -> bool {
        match &day.kind {
            ExprKind::DateOf(instant) => self.is_always_there(instant),
            ExprKind::Fact(id) => {
                let fact = self.call.facts.get(id.index());
                fact.is_some_and(|fact| fact.when.is_none())
            }
            _ => false,
        }
    }
}

/// Returns an expression that is not looked into.
fn itself(expr: &Expr) -> Linear {
    Linear {
        constant: Fraction::ZERO,
        terms: vec![(expr.clone(), Fraction::ONE)],
        cancelled: false,
    }
}

/// Tells whether values of this type are ordered along a line.
pub(super) fn is_along_a_line(ty: Type) -> bool {
    ty.is_number() || matches!(ty, Type::Date | Type::Instant)
}
