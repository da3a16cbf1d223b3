//! Values over the admitted proposals, and the line drawn through some points.

use super::operators::of;
use super::scope::{Checker, Scope, next_id};
use super::types::is_money;
use crate::call::{Aggregate, Expr, ExprKind, OverAdmitted, OverAdmittedId, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{self, AdmittedExpr, AdmittedWord};
use crate::text::Text;

impl Checker<'_> {
    /// Types a value over the admitted proposals.
    pub(super) fn admitted(
        &mut self,
        tree: &AdmittedExpr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        self.over_proposals(scope, span)?;
        let scope = Scope::default();
        let value = match &tree.value {
            Some(value) => Some(self.number(value, &scope)?),
            None => None,
        };
        let condition = match &tree.condition {
            Some(condition) => Some(self.condition(condition, &scope)?),
            None => None,
        };
        let taken = value.as_ref().map_or(Type::Integer, |value| value.ty);
        let exact = if is_money(taken) {
            Type::Amount
        } else {
            Type::Number
        };
        let (aggregate, ty) = match tree.what {
            AdmittedWord::Count => (Aggregate::Count, Type::Integer),
            AdmittedWord::Sum => (Aggregate::Sum, taken),
            AdmittedWord::Mean => (Aggregate::Mean, exact),
            AdmittedWord::Median => (Aggregate::Median, exact),
            AdmittedWord::Least => (Aggregate::Least, taken),
            AdmittedWord::Greatest => (Aggregate::Greatest, taken),
        };
        let id = OverAdmittedId(next_id(&self.call.over_admitted));
        self.call.over_admitted.push(OverAdmitted {
            aggregate,
            value,
            condition,
            ty,
            span,
        });
        Some(of(ExprKind::OverAdmitted(id), ty, span))
    }

    /// Types the line through some points.
    pub(super) fn interpolation(
        &mut self,
        at: &tree::Expr,
        points: &[(tree::Expr, tree::Expr)],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let at = self.number(at, scope);
        let typed: Vec<Option<(Expr, Expr)>> = points
            .iter()
            .map(|(place, value)| {
                let place = self.number(place, scope);
                let value = self.number(value, scope);
                Some((place?, value?))
            })
            .collect();
        let at = at?;
        let points: Vec<(Expr, Expr)> = typed.into_iter().collect::<Option<_>>()?;
        for (place, _) in &points {
            self.comparable(&at, place, place.span)?;
        }
        let values = points.iter().map(|(_, value)| value);
        let ty = if is_money(self.common(values)?) {
            Type::Amount
        } else {
            Type::Number
        };
        self.enough_points(&points, span)?;
        let kind = ExprKind::Interpolate {
            of: Box::new(at),
            points,
        };
        Some(of(kind, ty, span))
    }

    /// Reports points through which no line goes from left to right.
    fn enough_points(&mut self, points: &[(Expr, Expr)], span: Span) -> Option<()> {
        if points.len() < 2 {
            self.report(
                Diagnostic::error(
                    Code::BadInterpolation,
                    span,
                    Text::new(
                        "un'interpolazione ha bisogno di almeno due punti",
                        "an interpolation needs two points at least",
                    ),
                )
                .with_hint(Text::new(
                    "aggiungere un secondo punto, per esempio `{ 100 EUR : 8, 300 EUR : 0 }`",
                    "add a second point, for example `{ 100 EUR : 8, 300 EUR : 0 }`",
                )),
            );
            return None;
        }
        for ((before, _), (place, _)) in points.iter().zip(points.iter().skip(1)) {
            let (end, start) = (self.range(before).least, self.range(place).greatest);
            if start.zip(end).is_some_and(|(start, end)| start <= end) {
                self.report(
                    Diagnostic::error(
                        Code::BadInterpolation,
                        place.span,
                        Text::new(
                            "questo punto non viene dopo il precedente",
                            "this point does not come after the one before it",
                        ),
                    )
                    .with_related(
                        before.span,
                        Text::new("il precedente è qui", "the one before"),
                    )
                    .with_hint(Text::new(
                        "scrivere i punti dal valore più basso al più alto",
                        "write the points from the lowest value to the highest",
                    )),
                );
                return None;
            }
        }
        Some(())
    }
}
