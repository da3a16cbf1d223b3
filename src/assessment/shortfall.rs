//! Which comparisons make a requirement fail, and by how much.

use std::collections::BTreeSet;

use super::leaves::Evaluator;
use super::{Evaluated, Shortfall};
use crate::call::{DefinitionId, Expr, ExprKind, Type};
use crate::number::Fraction;
use crate::value::{Comparison, Value};

/// Returns the comparisons that fail in a condition that does not hold.
///
/// Of an `and` those of the parts that fail, of an `or` those of all parts: each would be a way
/// out. What quantifiers ask of items is left to the message.
pub(super) fn shortfalls<'a>(evaluator: &mut Evaluator<'a>, condition: &'a Expr) -> Vec<Shortfall> {
    let mut search = Search {
        evaluator,
        rest: vec![(condition, true)],
        seen: BTreeSet::new(),
        found: Vec::new(),
    };
    while let Some((expr, wanted)) = search.rest.pop() {
        search.look_into(expr, wanted);
    }
    search.found
}

struct Search<'s, 'a> {
    evaluator: &'s mut Evaluator<'a>,
    /// What is still to be looked into, the next one last, with what it should have been.
    rest: Vec<(&'a Expr, bool)>,
    seen: BTreeSet<(DefinitionId, bool)>,
    found: Vec<Shortfall>,
}

impl<'a> Search<'_, 'a> {
    /// Looks into something that is the contrary of what is wanted.
    fn look_into(&mut self, expr: &'a Expr, wanted: bool) {
        match &expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                for part in parts.iter().rev() {
                    if self.evaluator.evaluate(part).yes_no() == Some(!wanted) {
                        self.rest.push((part, wanted));
                    }
                }
            }
            ExprKind::Not(part) => self.rest.push((part, !wanted)),
            ExprKind::Compare(comparison, left, right) => {
                let turn = matches!(left.kind, ExprKind::Constant(_))
                    && !matches!(right.kind, ExprKind::Constant(_));
                if turn {
                    self.compare(expr, wanted, comparison.turned(), right, left);
                } else {
                    self.compare(expr, wanted, *comparison, left, right);
                }
            }
            ExprKind::Between(value, least, greatest) => {
                self.compare(expr, wanted, Comparison::GreaterOrEqual, value, least);
                self.compare(expr, wanted, Comparison::LessOrEqual, value, greatest);
            }
            ExprKind::Definition(id) if self.seen.insert((*id, wanted)) => {
                let definition = self.evaluator.case.call.definitions.get(id.index());
                self.rest.extend(definition.map(|it| (&it.value, wanted)));
            }
            ExprKind::Otherwise(first, second) => {
                let first_counts = self.evaluator.evaluate(first).known().is_some();
                self.rest
                    .push((if first_counts { first } else { second }, wanted));
            }
            ExprKind::Excepted { base, exceptions } => {
                let mut taken: Vec<&Expr> = Vec::new();
                for case in exceptions {
                    if self.evaluator.holds(case).yes_no() == Some(true) {
                        taken.push(&case.value);
                    }
                }
                if taken.is_empty() {
                    taken.push(base);
                }
                taken.dedup();
                self.rest
                    .extend(taken.into_iter().rev().map(|value| (value, wanted)));
            }
            ExprKind::FirstOf(cases) => {
                for case in cases {
                    match self.evaluator.evaluate(&case.condition).yes_no() {
                        Some(false) => {}
                        Some(true) => {
                            self.rest.push((&case.value, wanted));
                            break;
                        }
                        None => break,
                    }
                }
            }
            _ => {}
        }
    }

    /// Adds a comparison if it fails; of a `between` only one side does.
    fn compare(
        &mut self,
        expr: &'a Expr,
        wanted: bool,
        comparison: Comparison,
        value: &'a Expr,
        limit: &'a Expr,
    ) {
        let ty = match value.ty {
            Type::Number => limit.ty,
            ty => ty,
        };
        let comparison = if wanted {
            comparison
        } else {
            comparison.opposite()
        };
        let (Evaluated::Known(value), Evaluated::Known(limit)) = (
            self.evaluator.evaluate(value),
            self.evaluator.evaluate(limit),
        ) else {
            return;
        };
        if comparison.holds(value.cmp(&limit)) {
            return;
        }
        let distance = match (&value, &limit) {
            (Value::Number(value), Value::Number(limit)) => {
                value.sub(*limit).and_then(Fraction::abs)
            }
            _ => None,
        };
        self.found.push(Shortfall {
            span: expr.span,
            value,
            limit,
            comparison,
            distance,
            ty,
        });
    }
}
