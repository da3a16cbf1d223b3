//! The explained path: every part is evaluated, every step kept.

use std::collections::BTreeSet;

use super::leaves::{Bound, Evaluator};
use super::operation::apply;
use super::{Case, Step};
use crate::call::{DefinitionId, Expr, ExprKind, Item};

/// A definition met deeper than this is a step without inputs. Nobody reads further, and it
/// bounds the height of the tree, whatever the length of a chain of definitions.
const DEEPEST: u32 = 100;

/// Evaluates an expression over one proposal and keeps every step.
///
/// The root's value is what [`super::evaluate`] gives.
pub fn trace<'a>(case: Case<'a>, expr: &'a Expr) -> Step<'a> {
    trace_by(&mut Evaluator::new(case), expr)
}

/// Does the same by an evaluator that may have found out some of it already.
pub(super) fn trace_by<'a>(evaluator: &mut Evaluator<'a>, expr: &'a Expr) -> Step<'a> {
    let mut tracer = Tracer {
        evaluator,
        shown: BTreeSet::new(),
        depth: 0,
    };
    tracer.step(expr)
}

struct Tracer<'t, 'a> {
    evaluator: &'t mut Evaluator<'a>,
    /// Definitions shown already; each is shown once, or a few lines of rules could make a tree
    /// of any size.
    shown: BTreeSet<DefinitionId>,
    depth: u32,
}

impl<'a> Tracer<'_, 'a> {
    fn step(&mut self, expr: &'a Expr) -> Step<'a> {
        self.depth = self.depth.saturating_add(1);
        let inputs = match &expr.kind {
            ExprKind::Definition(id) => self.definition(*id),
            ExprKind::Quantified { list, item, .. } => self.quantified(list, item),
            _ => self.steps(expr.parts()),
        };
        self.depth = self.depth.saturating_sub(1);
        let value = if inputs.is_empty() {
            self.evaluator.evaluate(expr)
        } else {
            apply(self.evaluator.case.call, expr, &inputs)
        };
        Step {
            expr,
            inputs,
            value,
        }
    }

    fn steps(&mut self, parts: Vec<&'a Expr>) -> Vec<Step<'a>> {
        parts.into_iter().map(|part| self.step(part)).collect()
    }

    fn definition(&mut self, id: DefinitionId) -> Vec<Step<'a>> {
        let call = self.evaluator.case.call;
        match call.definitions.get(id.index()) {
            Some(definition) if self.depth < DEEPEST && self.shown.insert(id) => {
                vec![self.step(&definition.value)]
            }
            _ => Vec::new(),
        }
    }

    fn quantified(&mut self, list: &'a Expr, item: &'a Item) -> Vec<Step<'a>> {
        let mut steps = vec![self.step(list)];
        if self.evaluator.takes_too_long(list, item) {
            return steps;
        }
        let records = self.evaluator.records(list).unwrap_or_default();
        for (place, record) in records.iter().enumerate() {
            let bound = Bound {
                list: item.list,
                source: list,
                place,
                record,
            };
            self.evaluator.bind(bound);
            steps.extend(item.filter.as_deref().map(|filter| self.step(filter)));
            steps.extend(item.body.as_deref().map(|body| self.step(body)));
            self.evaluator.release();
        }
        steps
    }
}
