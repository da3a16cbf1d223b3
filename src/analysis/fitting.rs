//! Expressions that must fit a declared type.

use super::hints::how_to_round;
use super::operators::is_count;
use super::scope::{Checker, Scope};
use super::types::{is_money, is_plain_number};
use crate::call::{Expr, ExprKind, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree;
use crate::text::Text;

impl Checker<'_> {
    /// Types an expression that must fit a declared type.
    pub(super) fn expr_of(
        &mut self,
        tree: &tree::Expr,
        declared: Type,
        scope: &Scope,
    ) -> Option<Expr> {
        let expr = self.expr(tree, Some(declared), scope)?;
        if fits_type(&expr, declared) {
            return Some(expr);
        }
        let (it, en) = self.type_name(expr.ty);
        let (needed_it, needed_en) = self.type_name(declared);
        // Rounding makes no percentage of a count, nor anything of a literal.
        let counted =
            is_literal_number(&expr) || (is_count(&expr) && matches!(declared, Type::Percent(_)));
        let rounding = (is_money(expr.ty) && is_money(declared))
            || (is_plain_number(expr.ty) && is_plain_number(declared) && !counted);
        let diagnostic = if rounding {
            Diagnostic::error(
                Code::NeedsRounding,
                tree.span,
                Text::new(
                    format!("prima va arrotondato: qui serve {needed_it}, questo è {it}"),
                    format!("this must be rounded first: {needed_en} is needed here, this is {en}"),
                ),
            )
            .with_hint(how_to_round(declared))
        } else if matches!(declared, Type::Percent(_)) && is_literal_number(&expr) {
            Diagnostic::error(
                Code::UnitMismatch,
                tree.span,
                Text::new("manca il segno `%`", "the `%` sign is missing"),
            )
            .with_hint(Text::new(
                "scrivere per esempio `20 %`",
                "write for example `20 %`",
            ))
        } else {
            let code = if is_money(expr.ty) || is_money(declared) {
                Code::UnitMismatch
            } else {
                Code::TypeMismatch
            };
            Diagnostic::error(
                code,
                tree.span,
                Text::new(
                    format!("qui serve {needed_it}, questo è {it}"),
                    format!("{needed_en} is needed here, this is {en}"),
                ),
            )
        };
        self.report(diagnostic);
        None
    }
}

/// Tells whether every value of one type is of another.
pub(super) fn kind_fits(kind: Type, declared: Type) -> bool {
    match (kind, declared) {
        (a, b) if a == b => true,
        (Type::Money, Type::Amount)
        | (Type::Integer, Type::Decimal(_))
        | (Type::Percent(_), Type::Percent(None)) => true,
        (ty, Type::Text) => ty.is_text(),
        (Type::Decimal(a), Type::Decimal(b)) | (Type::Percent(Some(a)), Type::Percent(Some(b))) => {
            a <= b
        }
        (_, Type::Number) => is_plain_number(kind),
        _ => false,
    }
}

/// Tells whether every value of an expression is of a declared type.
fn fits_type(expr: &Expr, declared: Type) -> bool {
    match (expr.ty, declared) {
        (kind, declared) if kind_fits(kind, declared) => true,
        (Type::Text, Type::Code) => matches!(expr.kind, ExprKind::Constant(_)),
        (_, Type::Percent(None)) => is_plain_number(expr.ty) && !is_count(expr),
        _ => false,
    }
}

/// Tells whether this is a bare number, such as `20`.
fn is_literal_number(expr: &Expr) -> bool {
    is_count(expr) && matches!(expr.kind, ExprKind::Constant(_))
}
