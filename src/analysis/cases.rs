//! Ordered cases: typed, complete, no case in vain.

use super::operators::of;
use super::regions::{Outcome, look, look_at_edge};
use super::scope::{Checker, Scope};
use super::types::join;
use super::written::written_facts;
use crate::call::{Case, Expr, ExprKind, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree;
use crate::text::Text;
use crate::value::Value;

impl Checker<'_> {
    pub(super) fn first_of(
        &mut self,
        cases: &[(tree::Expr, tree::Expr)],
        otherwise: Option<&tree::Expr>,
        expected: Option<Type>,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let mut typed: Vec<Case> = Vec::new();
        let mut sound = true;
        for (condition, value) in cases {
            let condition = self.condition(condition, scope);
            let value = self.expr(value, expected, scope);
            match (condition, value) {
                (Some(condition), Some(value)) => typed.push(Case { condition, value }),
                _ => sound = false,
            }
        }
        if let Some(value) = otherwise {
            let condition = of(
                ExprKind::Constant(Value::YesNo(true)),
                Type::YesNo,
                value.span,
            );
            match self.expr(value, expected, scope) {
                Some(value) => typed.push(Case { condition, value }),
                None => sound = false,
            }
        }
        if !sound {
            return None;
        }
        let ty = self.common(typed.iter().map(|case| &case.value))?;
        self.complete_cases(&typed, otherwise.is_some(), span, scope)?;
        Some(of(ExprKind::FirstOf(typed), ty, span))
    }

    /// Returns the type that all values share.
    pub(super) fn common<'e>(&mut self, values: impl Iterator<Item = &'e Expr>) -> Option<Type> {
        let mut first: Option<&Expr> = None;
        let mut ty: Option<Type> = None;
        for value in values {
            match ty {
                None => {
                    first = Some(value);
                    ty = Some(value.ty);
                }
                Some(before) => match join(before, value.ty) {
                    Some(joined) => ty = Some(joined),
                    None => {
                        self.do_not_mix(first?, value);
                        return None;
                    }
                },
            }
        }
        ty
    }

    /// Reports cases that can never apply, and cases that are missing.
    fn complete_cases(
        &mut self,
        cases: &[Case],
        otherwise: bool,
        span: Span,
        scope: &Scope,
    ) -> Option<()> {
        // That those before fail, as far as the cases have been gone through.
        let mut left: Vec<(&Expr, bool)> = Vec::new();
        let last = cases.len().saturating_sub(1);
        for (index, case) in cases.iter().enumerate() {
            let is_otherwise = otherwise && index == last;
            if !is_otherwise && self.never(&[(&case.condition, true)]) {
                self.never_holds(case.condition.span);
                continue;
            }
            left.push((&case.condition, true));
            if self.never(&left) {
                let place = if is_otherwise {
                    case.value.span
                } else {
                    case.condition.span
                };
                self.unreachable(place);
            }
            left.pop();
            left.push((&case.condition, false));
        }
        if otherwise {
            return Some(());
        }
        let example = match look_at_edge(&self.call, &left) {
            Outcome::None => return Some(()),
            Outcome::Example(facts) if !facts.is_empty() => {
                Some(written_facts(&self.call, scope, &facts))
            }
            Outcome::Example(_) | Outcome::Undecided => None,
        };
        let (it, en) = match example {
            Some(example) => (
                format!("non è detto che cosa vale per `{example}`"),
                format!("what holds for `{example}` is not said"),
            ),
            None => (
                "non è detto che cosa vale quando nessuna condizione si avvera".to_owned(),
                "what holds when none of the conditions does is not said".to_owned(),
            ),
        };
        self.report(
            Diagnostic::error(Code::MissingCase, span, Text::new(it, en)).with_hint(Text::new(
                "aggiungere un ultimo caso `‹otherwise› : …`",
                "add a last case `‹otherwise› : …`",
            )),
        );
        None
    }

    /// Tells whether it is proved that these conditions are never so together.
    pub(super) fn never(&self, conditions: &[(&Expr, bool)]) -> bool {
        matches!(look(&self.call, conditions), Outcome::None)
    }

    fn never_holds(&mut self, span: Span) {
        self.report(
            Diagnostic::warning(
                Code::UnreachableCase,
                span,
                Text::new(
                    "questo caso non si può mai presentare: la sua condizione è sempre falsa",
                    "this case can never apply: its condition is always false",
                ),
            )
            .with_hint(Text::new(
                "correggere la condizione, o togliere il caso",
                "correct the condition, or remove the case",
            )),
        );
    }

    pub(super) fn unreachable(&mut self, span: Span) {
        self.report(
            Diagnostic::warning(
                Code::UnreachableCase,
                span,
                Text::new(
                    "questo caso non si può mai presentare: i precedenti lo coprono già",
                    "this case can never apply: those before it cover it already",
                ),
            )
            .with_hint(Text::new(
                "toglierlo, o spostarlo più in alto",
                "remove it, or move it up",
            )),
        );
    }
}
