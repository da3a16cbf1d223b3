//! Values of a number that nobody has stated, of which one is the most favourable to a requirement.

use std::collections::BTreeSet;

use super::question::Question;
use super::thresholds::Thresholds;
use crate::assessment::{Case, evaluate};
use crate::call::{Call, Expr, ExprKind, FactId, Requirement, RequirementId, Type};
use crate::number::{Fraction, Rounding};
use crate::value::{Comparison, Value};

/// Returns the least and the greatest value that a number may have, those of them that there are,
/// where a requirement sets it against a limit along a straight line: no value between two ends is
/// more favourable than both, and on the side without an end, whatever is refused there at all is
/// refused the more the further it goes.
pub(super) fn ends(
    case: Case<'_>,
    requirement: &Requirement,
    question: &Question,
) -> Option<Vec<Value>> {
    let call = case.call;
    let fact = question.fact(call)?;
    if !question.within.is_empty() || !fact.kind.is_number() {
        return None;
    }
    let line = Line {
        case,
        fact: question.fact,
    };
    let elsewhere = requirement.applies_when.iter();
    let mut elsewhere = elsewhere.chain(call.facts.iter().filter_map(|it| it.when.as_ref()));
    if elsewhere.any(|it| line.looks(it)) || !line.is_limit(&requirement.require) {
        return None;
    }
    let ends = [&fact.reading.least, &fact.reading.greatest];
    let ends: Vec<Value> = ends.into_iter().flatten().cloned().collect();
    (!ends.is_empty()).then_some(ends)
}

/// Returns the values of a number between which a requirement goes along straight lines, its ends, and
/// where it has none a value beyond the others: one of these is the most favourable.
pub(super) fn bends(
    case: Case<'_>,
    id: RequirementId,
    requirement: &Requirement,
    question: &Question,
) -> Option<Vec<Value>> {
    let fact = question.fact(case.call)?;
    if !question.within.is_empty() || !fact.kind.is_number() {
        return None;
    }
    let line = Line {
        case,
        fact: question.fact,
    };
    let mut divided = false;
    each_behind(case.call, &requirement.require, &mut |part| {
        if let ExprKind::Product(factors) = &part.kind {
            divided |= factors.iter().any(|(by, it)| *by && line.looks(it));
        }
    });
    let variable = ExprKind::Fact(question.fact);
    let mut thresholds = Thresholds::with_kinks(case, &variable);
    thresholds.add_requirement(id);
    if divided || !thresholds.exact || !thresholds.kinks_known {
        return None;
    }
    let places = match fact.kind {
        Type::Integer => Some(0),
        Type::Money => Some(2),
        _ => None,
    };
    let mut values = BTreeSet::new();
    for value in &thresholds.values {
        match (value, places) {
            // Between two cents there is none: those beside it stand for it.
            (Value::Number(it), Some(places)) => {
                let beside = [Rounding::Down, Rounding::Up].map(|to| it.round(places, to));
                values.extend(beside.into_iter().flatten().map(Value::Number));
            }
            _ => {
                values.insert(value.clone());
            }
        }
    }
    let reading = &fact.reading;
    values.extend(
        [&reading.least, &reading.greatest]
            .into_iter()
            .flatten()
            .cloned(),
    );
    let beyond = |value: Option<&Value>, by: Fraction| match value {
        Some(Value::Number(it)) => it.add(by).map(Value::Number),
        _ => None,
    };
    let (first, last) = (values.first().cloned(), values.last().cloned());
    values.extend(beyond(first.as_ref(), Fraction::ONE.negate()?));
    values.extend(beyond(last.as_ref(), Fraction::ONE));
    values.retain(|it| {
        reading.least.as_ref().is_none_or(|least| it >= least)
            && reading
                .greatest
                .as_ref()
                .is_none_or(|greatest| it <= greatest)
    });
    Some(values.into_iter().collect())
}

/// A number that is not known.
struct Line<'c> {
    case: Case<'c>,
    fact: FactId,
}

impl Line<'_> {
    /// Tells whether a condition is that two sides, both straight, keep to a limit.
    fn is_limit(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Definition(id) => {
                let definition = self.case.call.definitions.get(id.index());
                definition.is_some_and(|it| self.is_limit(&it.value))
            }
            ExprKind::Compare(Comparison::Equal | Comparison::NotEqual, ..) => false,
            ExprKind::Compare(_, left, right) => self.is_straight(left) && self.is_straight(right),
            _ => false,
        }
    }

    /// Tells whether a value grows evenly with the number, or not at all.
    fn is_straight(&self, expr: &Expr) -> bool {
        if !self.looks(expr) {
            return true;
        }
        match &expr.kind {
            ExprKind::Fact(_) => true,
            ExprKind::Definition(id) => {
                let definition = self.case.call.definitions.get(id.index());
                definition.is_some_and(|it| self.is_straight(&it.value))
            }
            ExprKind::Sum(terms) => terms.iter().all(|(_, term)| self.is_straight(term)),
            ExprKind::Negate(of) => self.is_straight(of),
            ExprKind::Product(factors) => {
                let looking = factors.iter().filter(|(_, it)| self.looks(it)).count();
                looking == 1
                    && factors.iter().all(|(divides, it)| {
                        if self.looks(it) {
                            !divides && self.is_straight(it)
                        } else {
                            evaluate(self.case, it).known().is_some()
                        }
                    })
            }
            ExprKind::FirstOf(cases) => cases
                .iter()
                .all(|it| !self.looks(&it.condition) && self.is_straight(&it.value)),
            ExprKind::Table(table) => {
                let mut keys = table.keys.iter();
                !keys.any(|it| self.looks(it))
                    && table.rows.iter().all(|it| self.is_straight(&it.value))
            }
            _ => false,
        }
    }

    /// Tells whether an expression, or a definition behind it, looks at the number.
    fn looks(&self, expr: &Expr) -> bool {
        looks(self.case.call, expr, self.fact)
    }
}

fn looks(call: &Call, expr: &Expr, fact: FactId) -> bool {
    let mut found = false;
    each_behind(call, expr, &mut |part| {
        found |= part.kind == ExprKind::Fact(fact);
    });
    found
}

/// Calls `see` with every part of an expression and of the definitions behind it.
fn each_behind(call: &Call, expr: &Expr, see: &mut impl FnMut(&Expr)) {
    let mut rest = vec![expr];
    let mut seen = BTreeSet::new();
    while let Some(root) = rest.pop() {
        root.visit(&mut |part| {
            see(part);
            if let ExprKind::Definition(id) = &part.kind
                && seen.insert(*id)
            {
                rest.extend(call.definitions.get(id.index()).map(|it| &it.value));
            }
        });
    }
}
