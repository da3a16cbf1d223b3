//! How points are computed, and whether they keep within the maximum.

use super::operators::of;
use super::scope::{Checker, Scope};
use super::types::{is_money, is_plain_number};
use crate::call::{Case, Expr, ExprKind, Number, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{Fraction, Rounding};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{self, Literal, PointsRule};
use crate::text::Text;
use crate::value::Value;

/// Points for each full step of something.
struct EachFull<'t> {
    points: Spanned<Fraction>,
    step: &'t Literal,
    of: &'t tree::Expr,
    at_least: Option<Spanned<Fraction>>,
    at_most: Option<Spanned<Fraction>>,
    span: Span,
}

impl Checker<'_> {
    /// Types how points are computed; rounding written around the whole formula is the
    /// criterion's, unless it has its own.
    pub(super) fn points(
        &mut self,
        rule: &PointsRule,
        rounded: bool,
    ) -> (Option<Expr>, Option<Number>) {
        match rule {
            PointsRule::Value(value) => match &value.kind {
                tree::ExprKind::Round {
                    value,
                    rounding,
                    places,
                } if !rounded => {
                    let rounding = Number {
                        places: *places,
                        rounding: *rounding,
                    };
                    (self.plain_points(value), Some(rounding))
                }
                _ => (self.plain_points(value), None),
            },
            PointsRule::When(value, condition) => (self.points_when(value, condition), None),
            PointsRule::EachFull {
                points,
                step,
                of,
                at_least,
                at_most,
                span,
            } => {
                let each = EachFull {
                    points: *points,
                    step,
                    of,
                    at_least: *at_least,
                    at_most: *at_most,
                    span: *span,
                };
                (self.each_full(&each), None)
            }
        }
    }

    /// Types points, which are plain numbers.
    fn plain_points(&mut self, value: &tree::Expr) -> Option<Expr> {
        let value = self.expr(value, Some(Type::Number), &Scope::default())?;
        if is_plain_number(value.ty) && !matches!(value.ty, Type::Percent(_)) {
            return Some(value);
        }
        let (it, en) = self.type_name(value.ty);
        let diagnostic = Diagnostic::error(
            Code::TypeMismatch,
            value.span,
            Text::new(
                format!("i punti sono un numero, non {it}"),
                format!("points are a number, not {en}"),
            ),
        );
        let hint = match value.ty {
            Type::YesNo => Text::new(
                "scrivere quanti punti dà: `‹points› 4 ‹when› …`",
                "write how many points it gives: `‹points› 4 ‹when› …`",
            ),
            ty if is_money(ty) => Text::new(
                "dividere l'importo per un altro, o contare quante volte ne contiene uno: `‹points› 1 ‹for each full› 1_000 EUR ‹of› …`",
                "divide the amount by another, or count how often it holds one: `‹points› 1 ‹for each full› 1_000 EUR ‹of› …`",
            ),
            Type::Percent(_) => Text::new(
                "moltiplicarla per i punti che vale il 100 %, o contare i suoi passi: `‹points› 1 ‹for each full› 5 % ‹of› …`",
                "multiply it by the points that 100 % is worth, or count its steps: `‹points› 1 ‹for each full› 5 % ‹of› …`",
            ),
            _ => Text::new(
                "scrivere un numero, una tabella o un calcolo",
                "write a number, a table or a calculation",
            ),
        };
        self.report(diagnostic.with_hint(hint));
        None
    }

    /// Types `points 4 when ambito_letter`: otherwise none.
    fn points_when(&mut self, value: &tree::Expr, condition: &tree::Expr) -> Option<Expr> {
        let value = self.plain_points(value);
        let condition = self.condition(condition, &Scope::default());
        let (value, condition) = (value?, condition?);
        let (ty, span) = (value.ty, value.span.to(condition.span));
        // What is not written stands behind what is.
        let behind = Span {
            start: span.end,
            ..span
        };
        let constant = |value, ty| of(ExprKind::Constant(value), ty, behind);
        let otherwise = Case {
            condition: constant(Value::YesNo(true), Type::YesNo),
            value: constant(Value::Number(Fraction::ZERO), Type::Integer),
        };
        let cases = vec![Case { condition, value }, otherwise];
        Some(of(ExprKind::FirstOf(cases), ty, span))
    }

    /// Types `points 1 for each full 5 % of own_share, at least 0, at most 5`.
    fn each_full(&mut self, each: &EachFull<'_>) -> Option<Expr> {
        let scope = Scope::default();
        let step = tree::Expr {
            kind: tree::ExprKind::Literal(each.step.kind.clone()),
            span: each.step.span,
        };
        let amount = self.number(each.of, &scope);
        let step = self.number(&step, &scope);
        let (amount, step) = (amount?, step?);
        self.comparable(&amount, &step, step.span)?;
        if matches!(&step.kind, ExprKind::Constant(Value::Number(step)) if step.is_zero()) {
            self.report(
                Diagnostic::error(
                    Code::PossibleZeroDivisor,
                    step.span,
                    Text::new(
                        "il passo è zero: non si può contare quante volte sta nel valore",
                        "the step is zero: how often the value holds it cannot be counted",
                    ),
                )
                .with_hint(Text::new(
                    "scrivere un passo maggiore di zero, per esempio `5 %`",
                    "write a step above zero, for example `5 %`",
                )),
            );
            return None;
        }
        let bounds = each.at_least.zip(each.at_most);
        if let Some((least, most)) = bounds.filter(|(least, most)| least.value > most.value) {
            self.report(
                Diagnostic::error(
                    Code::ConstantCondition,
                    most.span,
                    Text::new(
                        "il minimo dei punti è maggiore del massimo",
                        "the fewest points are more than the most",
                    ),
                )
                .with_related(
                    least.span,
                    Text::new("il minimo è qui", "the fewest are here"),
                )
                .with_hint(Text::new("scambiarli", "exchange them")),
            );
            return None;
        }
        let whole = Number {
            places: 0,
            rounding: Rounding::Down,
        };
        let span = each.of.span;
        let times = of(
            ExprKind::Product(vec![(false, amount), (true, step)]),
            Type::Number,
            span,
        );
        let times = of(ExprKind::Round(whole, Box::new(times)), Type::Integer, span);
        let factors = vec![(false, written_points(each.points)), (false, times)];
        let mut points = of(ExprKind::Product(factors), Type::Number, each.span);
        if let Some(least) = each.at_least {
            let both = vec![points, written_points(least)];
            points = of(ExprKind::Greatest(both), Type::Number, each.span);
        }
        if let Some(most) = each.at_most {
            let both = vec![points, written_points(most)];
            points = of(ExprKind::Least(both), Type::Number, each.span);
        }
        Some(points)
    }

    /// Reports points that cannot be given, and warns of points that may not, or that never reach
    /// the maximum.
    pub(super) fn points_in_range(
        &mut self,
        formula: &Expr,
        max: Spanned<Fraction>,
        rounding: Option<Number>,
    ) {
        let mut reported = false;
        for outcome in outcomes(formula) {
            let range = self.range(outcome);
            let below = |it: Option<Fraction>| it.is_some_and(|it| it < Fraction::ZERO);
            let above = |it: Option<Fraction>| it.is_some_and(|it| it > max.value);
            if above(range.least) || below(range.greatest) {
                self.out_of_range(outcome.span, max, above(range.least), true);
                reported = true;
            } else if above(range.greatest) || below(range.least) {
                self.out_of_range(outcome.span, max, above(range.greatest), false);
                reported = true;
            } else if range.greatest.is_none() {
                self.without_maximum(outcome, max);
                reported = true;
            }
        }
        let most = self.range(formula).greatest;
        let most = most.and_then(|most| match rounding {
            Some(how) => most.round(how.places, how.rounding),
            None => Some(most),
        });
        if let Some(most) = most.filter(|most| *most < max.value && !reported) {
            let (most, maximum) = (written(most), written(max.value));
            self.report(
                Diagnostic::warning(
                    Code::MaximaDiffer,
                    formula.span,
                    Text::new(
                        format!("il criterio vale fino a {maximum} punti, ma qui se ne danno al più {most}"),
                        format!("the criterion is worth up to {maximum} points, but at most {most} are given here"),
                    ),
                )
                .with_related(max.span, Text::new("il massimo è qui", "the maximum is here"))
                .with_hint(Text::new(
                    "correggere il massimo o il calcolo",
                    "correct the maximum or the calculation",
                )),
            );
        }
    }

    /// Warns of points that nothing keeps below the maximum.
    fn without_maximum(&mut self, points: &Expr, max: Spanned<Fraction>) {
        let maximum = written(max.value);
        let fact = match points.kind {
            ExprKind::Fact(id) => self.call.facts.get(id.index()),
            _ => None,
        };
        let hint = match fact {
            Some(fact) => Text::new(
                format!(
                    "aggiungere `‹at most› {maximum}` al fatto `{}`, o scrivere `‹least of› {{ …, {maximum} }}`",
                    fact.name
                ),
                format!(
                    "add `‹at most› {maximum}` to the fact `{}`, or write `‹least of› {{ …, {maximum} }}`",
                    fact.name
                ),
            ),
            None => Text::new(
                format!(
                    "aggiungere `‹at most› {maximum}` dopo `‹for each full› …`, altrimenti scrivere `‹least of› {{ …, {maximum} }}`"
                ),
                format!(
                    "add `‹at most› {maximum}` after `‹for each full› …`, otherwise write `‹least of› {{ …, {maximum} }}`"
                ),
            ),
        };
        let mut diagnostic = Diagnostic::warning(
            Code::PointsOutOfRange,
            points.span,
            Text::new(
                format!("niente tiene questi punti entro il massimo del criterio, {maximum}: se lo superano non c'è punteggio"),
                format!("nothing keeps these points within the criterion's maximum, {maximum}: where they exceed it there is no score"),
            ),
        )
        .with_related(max.span, Text::new("il massimo è qui", "the maximum is here"));
        if let Some(fact) = fact {
            diagnostic = diagnostic.with_related(
                fact.span,
                Text::new(
                    "il fatto non ha un massimo suo",
                    "the fact has no maximum of its own",
                ),
            );
        }
        self.report(diagnostic.with_hint(hint));
    }

    fn out_of_range(&mut self, span: Span, max: Spanned<Fraction>, above: bool, always: bool) {
        let maximum = written(max.value);
        let message = match (above, always) {
            (true, true) => Text::new(
                format!("questi punti superano il massimo del criterio, {maximum}"),
                format!("these points are above the criterion's maximum, {maximum}"),
            ),
            (true, false) => Text::new(
                format!(
                    "questi punti possono superare il massimo del criterio, {maximum}: allora non ci sarebbe punteggio"
                ),
                format!(
                    "these points may be above the criterion's maximum, {maximum}: then there would be no score"
                ),
            ),
            (false, true) => Text::new("questi punti sono negativi", "these points are negative"),
            (false, false) => Text::new(
                "questi punti possono essere negativi: allora non ci sarebbe punteggio",
                "these points may be negative: then there would be no score",
            ),
        };
        let hint = match (above, always) {
            (_, true) => Text::new(
                "correggere i punti, o il massimo",
                "correct the points, or the maximum",
            ),
            (true, false) => Text::new(
                format!(
                    "aggiungere `‹at most› {maximum}` dopo `‹for each full› …`, altrimenti scrivere `‹least of› {{ …, {maximum} }}`"
                ),
                format!(
                    "add `‹at most› {maximum}` after `‹for each full› …`, otherwise write `‹least of› {{ …, {maximum} }}`"
                ),
            ),
            (false, false) => Text::new(
                "aggiungere `‹at least› 0` dopo `‹for each full› …`, altrimenti scrivere `‹greatest of› { 0, … }`",
                "add `‹at least› 0` after `‹for each full› …`, otherwise write `‹greatest of› { 0, … }`",
            ),
        };
        let diagnostic = if always {
            Diagnostic::error(Code::PointsOutOfRange, span, message)
        } else {
            Diagnostic::warning(Code::PointsOutOfRange, span, message)
        };
        let diagnostic = diagnostic.with_related(
            max.span,
            Text::new("il massimo è qui", "the maximum is here"),
        );
        self.report(diagnostic.with_hint(hint));
    }
}

/// Returns the expressions of which one gives the points, as far as choices are written out.
fn outcomes(formula: &Expr) -> Vec<&Expr> {
    let mut outcomes = Vec::new();
    let mut rest = vec![formula];
    while let Some(expr) = rest.pop() {
        match &expr.kind {
            ExprKind::FirstOf(cases) => rest.extend(cases.iter().rev().map(|case| &case.value)),
            ExprKind::Table(table) => rest.extend(table.rows.iter().rev().map(|row| &row.value)),
            ExprKind::Interpolate { points, .. } => {
                rest.extend(points.iter().rev().map(|(_, value)| value));
            }
            ExprKind::Otherwise(value, instead) => rest.extend([&**instead, &**value]),
            ExprKind::NotInForce => {}
            _ => outcomes.push(expr),
        }
    }
    outcomes
}

fn written_points(points: Spanned<Fraction>) -> Expr {
    let kind = ExprKind::Constant(Value::Number(points.value));
    of(kind, Type::Number, points.span)
}

/// Returns a number as rules write it.
pub(super) fn written(number: Fraction) -> String {
    let places = number.decimals().unwrap_or(6);
    number.to_plain(places).unwrap_or_else(|| "…".to_owned())
}
