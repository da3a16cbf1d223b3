//! Operators: which types they take, and what they give.

use super::scope::{Checker, Scope};
use super::types::{is_money, is_plain_number, join};
use crate::call::{Expr, ExprKind, Number, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Rounding;
use crate::source::{Span, Spanned};
use crate::syntax::tree;
use crate::text::Text;
use crate::value::{Comparison, Value};

/// Returns an expression of its parts.
pub(super) fn of(kind: ExprKind, ty: Type, span: Span) -> Expr {
    Expr { kind, ty, span }
}

/// Returns `expr`, or that it does not hold.
pub(super) fn unless(negated: bool, expr: Expr) -> Expr {
    if negated {
        let span = expr.span;
        of(ExprKind::Not(Box::new(expr)), Type::YesNo, span)
    } else {
        expr
    }
}

/// Tells whether this counts or measures something: 20 of it is not 20 %.
pub(super) fn is_count(expr: &Expr) -> bool {
    matches!(expr.ty, Type::Integer | Type::Decimal(_))
}

/// Tells whether this is rounded as it stands: to places of a percentage or of a plain number,
/// whichever the other side of a comparison is.
fn is_rounded(tree: &tree::Expr) -> bool {
    matches!(tree.kind, tree::ExprKind::Round { .. })
}

impl Checker<'_> {
    pub(super) fn compare(
        &mut self,
        left: &tree::Expr,
        comparison: &Spanned<Comparison>,
        right: &tree::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let (a, b) = if is_rounded(left) {
            let b = self.expr(right, None, scope);
            let a = self.expr(left, b.as_ref().map(|it| it.ty), scope);
            (a?, b?)
        } else {
            let a = self.expr(left, None, scope);
            let b = self.expr(right, a.as_ref().map(|it| it.ty), scope);
            (a?, b?)
        };
        self.comparable(&a, &b, span)?;
        let equality = matches!(comparison.value, Comparison::Equal | Comparison::NotEqual);
        if !equality && !is_ordered(a.ty) {
            let (it, en) = self.type_name(a.ty);
            self.error(
                Code::TypeMismatch,
                comparison.span,
                format!("{it} non ha un ordine: si confronta con `=`, `‹is›` o `‹in›`"),
                format!("{en} has no order: compare it with `=`, `‹is›` or `‹in›`"),
            );
            return None;
        }
        let kind = ExprKind::Compare(comparison.value, Box::new(a), Box::new(b));
        Some(of(kind, Type::YesNo, span))
    }

    pub(super) fn between(
        &mut self,
        value: &tree::Expr,
        least: &tree::Expr,
        greatest: &tree::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let b = self.expr(least, None, scope);
        let c = self.expr(greatest, None, scope);
        let a = self.expr(value, b.as_ref().map(|it| it.ty), scope);
        let (a, b, c) = (a?, b?, c?);
        self.comparable(&a, &b, span)?;
        self.comparable(&a, &c, span)?;
        if !is_ordered(a.ty) {
            let (it, en) = self.type_name(a.ty);
            self.error(
                Code::TypeMismatch,
                a.span,
                format!("{it} non ha un ordine"),
                format!("{en} has no order"),
            );
            return None;
        }
        if let (ExprKind::Constant(Value::Number(low)), ExprKind::Constant(Value::Number(high))) =
            (&b.kind, &c.kind)
            && low > high
        {
            self.ends_turned(span);
        }
        let kind = ExprKind::Between(Box::new(a), Box::new(b), Box::new(c));
        Some(of(kind, Type::YesNo, span))
    }

    /// Reports two ends of which the first lies above the second.
    pub(super) fn ends_turned(&mut self, span: Span) {
        self.report(
            Diagnostic::error(
                Code::ConstantCondition,
                span,
                Text::new(
                    "il primo estremo è maggiore del secondo: nessun valore vi rientra",
                    "the first end is above the second: nothing lies between them",
                ),
            )
            .with_hint(Text::new(
                "scambiare i due estremi",
                "exchange the two ends",
            )),
        );
    }

    /// Reports two values that cannot be compared.
    pub(super) fn comparable(&mut self, a: &Expr, b: &Expr, span: Span) -> Option<()> {
        let percent = |ty| matches!(ty, Type::Percent(_));
        let bare = if percent(a.ty) && is_count(b) {
            Some(b)
        } else if percent(b.ty) && is_count(a) {
            Some(a)
        } else {
            None
        };
        if let Some(bare) = bare {
            self.report(
                Diagnostic::error(
                    Code::UnitMismatch,
                    bare.span,
                    Text::new(
                        "una percentuale è confrontata con un numero senza `%`",
                        "a percentage is compared with a number without `%`",
                    ),
                )
                .with_hint(Text::new(
                    "scrivere per esempio `20 %`",
                    "write for example `20 %`",
                )),
            );
            return None;
        }
        self.thousands(a, b);
        self.thousands(b, a);
        if join(a.ty, b.ty).is_some() && !matches!(a.ty, Type::Set(_) | Type::List(_)) {
            return Some(());
        }
        let (left_it, left_en) = self.type_name(a.ty);
        let (right_it, right_en) = self.type_name(b.ty);
        let code = if is_money(a.ty) || is_money(b.ty) {
            Code::UnitMismatch
        } else {
            Code::TypeMismatch
        };
        let hint = match (a.ty, b.ty) {
            (Type::Date, Type::Instant) | (Type::Instant, Type::Date) => Text::new(
                "scrivere `‹date of› …` davanti alla data con l'ora",
                "write `‹date of› …` before the instant",
            ),
            (Type::Set(_), _) | (_, Type::Set(_)) => {
                Text::new("per un insieme usare `‹has›`", "for a set use `‹has›`")
            }
            _ if code == Code::UnitMismatch => Text::new(
                "un importo si scrive con l'unità: `50_000 EUR`",
                "write amounts with their unit: `50_000 EUR`",
            ),
            _ => Text::new(
                "confrontare valori della stessa specie",
                "compare values of one kind",
            ),
        };
        self.report(
            Diagnostic::error(
                code,
                span,
                Text::new(
                    format!("{left_it} non si può confrontare con {right_it}"),
                    format!("{left_en} cannot be compared with {right_en}"),
                ),
            )
            .with_hint(hint),
        );
        None
    }

    /// Reports `population > 15.000`: whoever writes it in Italian means thousands.
    fn thousands(&mut self, value: &Expr, limit: &Expr) {
        let written = matches!(limit.kind, ExprKind::Constant(_)) && limit.ty == Type::Decimal(3);
        if value.ty == Type::Integer && written {
            self.report(
                Diagnostic::error(
                    Code::InexactLiteral,
                    limit.span,
                    Text::new(
                        "un numero intero è confrontato con tre decimali: sembrano migliaia",
                        "an integer is compared with three decimals: they look like thousands",
                    ),
                )
                .with_hint(Text::new(
                    "le migliaia si separano con `_`: `15_000`",
                    "thousands are parted by `_`: `15_000`",
                )),
            );
        }
    }

    pub(super) fn date_of(
        &mut self,
        value: &tree::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let rule = (
            "`‹date of›` vale per una data con l'ora",
            "`‹date of›` is for instants",
        );
        let value = self.operand(value, |ty| ty == Type::Instant, rule, scope)?;
        Some(of(ExprKind::DateOf(Box::new(value)), Type::Date, span))
    }

    pub(super) fn round(
        &mut self,
        value: &tree::Expr,
        rounding: Rounding,
        places: u32,
        expected: Option<Type>,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let value = self.expr(value, None, scope)?;
        let is_percent = matches!(value.ty, Type::Percent(_))
            || (value.ty == Type::Number && matches!(expected, Some(Type::Percent(_))));
        let kept = u8::try_from(places).unwrap_or(u8::MAX);
        let (ty, places) = match value.ty {
            Type::Money | Type::Amount if places <= 2 => (Type::Money, places),
            Type::Money | Type::Amount => (Type::Amount, places),
            _ if is_percent => (Type::Percent(Some(kept)), places.saturating_add(2)),
            ty if is_plain_number(ty) && places == 0 => (Type::Integer, places),
            ty if is_plain_number(ty) => (Type::Decimal(kept), places),
            _ => {
                self.wrong_operand(
                    &value,
                    (
                        "si arrotondano solo i numeri",
                        "only numbers can be rounded",
                    ),
                );
                return None;
            }
        };
        let kind = ExprKind::Round(Number { places, rounding }, Box::new(value));
        Some(of(kind, ty, span))
    }

    pub(super) fn otherwise(
        &mut self,
        value: &tree::Expr,
        instead: &tree::Expr,
        expected: Option<Type>,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let value = self.expr(value, expected, scope)?;
        let instead = self.expr(instead, Some(value.ty), scope)?;
        let Some(ty) = join(value.ty, instead.ty) else {
            self.do_not_mix(&value, &instead);
            return None;
        };
        let kind = ExprKind::Otherwise(Box::new(value), Box::new(instead));
        Some(of(kind, ty, span))
    }

    /// Reports two values of which one stands for the other, and that are not of one kind.
    pub(super) fn do_not_mix(&mut self, first: &Expr, second: &Expr) {
        let (first_it, first_en) = self.type_name(first.ty);
        let (second_it, second_en) = self.type_name(second.ty);
        self.report(
            Diagnostic::error(
                Code::TypeMismatch,
                second.span,
                Text::new(
                    format!("questo è {second_it}, ma l'altro valore è {first_it}"),
                    format!("this is {second_en}, but the other value is {first_en}"),
                ),
            )
            .with_related(first.span, Text::new("l'altro valore", "the other value"))
            .with_hint(Text::new(
                "mettere fra parentesi tonde ciò a cui `‹otherwise›` si riferisce, se non è questo",
                "put in round brackets what `‹otherwise›` stands for, if it is not this",
            )),
        );
    }
}

/// Tells whether values of this type have an order.
pub(super) fn is_ordered(ty: Type) -> bool {
    is_plain_number(ty) || is_money(ty) || matches!(ty, Type::Date | Type::Instant)
}
