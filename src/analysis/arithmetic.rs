//! Arithmetic, with its units.

use super::operators::of;
use super::scope::{Checker, Scope};
use super::types::{is_money, is_plain_number, join};
use crate::call::{Expr, ExprKind, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Fraction;
use crate::source::{Span, Spanned};
use crate::syntax::tree;
use crate::text::Text;
use crate::value::Value;

impl Checker<'_> {
    pub(super) fn sum(
        &mut self,
        terms: &[(bool, tree::Expr)],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let terms = self.numbers(terms, scope)?;
        let mut ty: Option<Type> = None;
        for (_, term) in &terms {
            let joined = match ty {
                None => Some(term.ty),
                Some(before) => join(before, term.ty),
            };
            let Some(joined) = joined else {
                let (first_it, first_en) = self.type_name(ty.unwrap_or(Type::Number));
                let (it, en) = self.type_name(term.ty);
                self.report(
                    Diagnostic::error(
                        Code::UnitMismatch,
                        term.span,
                        Text::new(
                            format!("{it} non si può sommare a, o togliere da, {first_it}"),
                            format!("{en} cannot be added to, or taken from, {first_en}"),
                        ),
                    )
                    .with_hint(Text::new(
                        "un importo si scrive con l'unità: `100 EUR`",
                        "write amounts with their unit: `100 EUR`",
                    )),
                );
                return None;
            };
            ty = Some(joined);
        }
        Some(of(ExprKind::Sum(terms), ty?, span))
    }

    pub(super) fn product(
        &mut self,
        factors: &[(bool, tree::Expr)],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let factors = self.numbers(factors, scope)?;
        let mut ty: Option<Type> = None;
        for (divides, factor) in &factors {
            ty = match ty {
                None => Some(factor.ty),
                Some(before) => match combined(before, factor.ty, *divides) {
                    Some(ty) => Some(ty),
                    None => {
                        self.bad_product(before, factor, *divides);
                        return None;
                    }
                },
            };
        }
        Some(of(ExprKind::Product(factors), ty?, span))
    }

    fn bad_product(&mut self, before: Type, factor: &Expr, divides: bool) {
        let (first_it, first_en) = self.type_name(before);
        let (it, en) = self.type_name(factor.ty);
        let (verb_it, verb_en) = if divides {
            ("dividere per", "divided by")
        } else {
            ("moltiplicare per", "multiplied by")
        };
        self.report(
            Diagnostic::error(
                Code::UnitMismatch,
                factor.span,
                Text::new(
                    format!("{first_it} non si può {verb_it} {it}"),
                    format!("{first_en} cannot be {verb_en} {en}"),
                ),
            )
            .with_hint(Text::new(
                "un importo si moltiplica per una percentuale o un numero; due importi si possono solo sommare, togliere o dividere l'uno per l'altro",
                "multiply money by a percent or a number; two amounts can only be added, taken away, or divided one by the other",
            )),
        );
    }

    pub(super) fn negate(&mut self, value: &tree::Expr, span: Span, scope: &Scope) -> Option<Expr> {
        let value = self.number(value, scope)?;
        if let ExprKind::Constant(Value::Number(number)) = &value.kind
            && let Some(negative) = number.negate()
        {
            return Some(of(
                ExprKind::Constant(Value::Number(negative)),
                value.ty,
                span,
            ));
        }
        let ty = value.ty;
        Some(of(ExprKind::Negate(Box::new(value)), ty, span))
    }

    pub(super) fn percent_of(
        &mut self,
        share: &Spanned<Fraction>,
        value: &tree::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let value = self.number(value, scope)?;
        let ty = if is_money(value.ty) {
            Type::Amount
        } else {
            Type::Number
        };
        let share = of(
            ExprKind::Constant(Value::Number(share.value)),
            Type::Percent(None),
            share.span,
        );
        let kind = ExprKind::Product(vec![(false, share), (false, value)]);
        Some(of(kind, ty, span))
    }

    pub(super) fn extreme(
        &mut self,
        least: bool,
        values: &[tree::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let typed: Vec<Option<Expr>> = values
            .iter()
            .map(|value| self.expr(value, None, scope))
            .collect();
        let values: Vec<Expr> = typed.into_iter().collect::<Option<_>>()?;
        let first = values.first()?;
        let mut ty = first.ty;
        for value in &values {
            let ordered = is_plain_number(value.ty)
                || is_money(value.ty)
                || matches!(value.ty, Type::Date | Type::Instant);
            match join(ty, value.ty) {
                Some(joined) if ordered => ty = joined,
                _ => {
                    let (first, value) = (first.clone(), value.clone());
                    self.do_not_mix(&first, &value);
                    return None;
                }
            }
        }
        let kind = if least {
            ExprKind::Least(values)
        } else {
            ExprKind::Greatest(values)
        };
        Some(of(kind, ty, span))
    }

    fn numbers(
        &mut self,
        terms: &[(bool, tree::Expr)],
        scope: &Scope,
    ) -> Option<Vec<(bool, Expr)>> {
        let typed: Vec<Option<(bool, Expr)>> = terms
            .iter()
            .map(|(flag, term)| Some((*flag, self.number(term, scope)?)))
            .collect();
        typed.into_iter().collect()
    }

    /// Types an expression that must be a number or money.
    pub(super) fn number(&mut self, tree: &tree::Expr, scope: &Scope) -> Option<Expr> {
        let expr = self.expr(tree, None, scope)?;
        if is_plain_number(expr.ty) || is_money(expr.ty) {
            return Some(expr);
        }
        let (it, en) = self.type_name(expr.ty);
        self.error(
            Code::TypeMismatch,
            tree.span,
            format!("qui serve un numero o un importo, non {it}"),
            format!("a number or an amount is needed here, not {en}"),
        );
        None
    }
}

/// Returns the type of a product or quotient; `None` where the units do not allow it.
fn combined(left: Type, right: Type, divides: bool) -> Option<Type> {
    match (is_money(left), is_money(right), divides) {
        (true, true, true) | (false, false, true) => Some(Type::Number),
        (true, true, false) | (false, true, true) => None,
        (true, false, false) if (left, right) == (Type::Money, Type::Integer) => Some(Type::Money),
        (false, true, false) if (left, right) == (Type::Integer, Type::Money) => Some(Type::Money),
        (true, false, _) | (false, true, false) => Some(Type::Amount),
        (false, false, false) => Some(match (left, right) {
            (Type::Integer, Type::Integer) => Type::Integer,
            (Type::Integer, Type::Decimal(places)) | (Type::Decimal(places), Type::Integer) => {
                Type::Decimal(places)
            }
            (Type::Decimal(a), Type::Decimal(b)) if a.saturating_add(b) <= 20 => {
                Type::Decimal(a.saturating_add(b))
            }
            _ => Type::Number,
        }),
    }
}
