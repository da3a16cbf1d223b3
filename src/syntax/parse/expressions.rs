//! Expressions, from the loosest to the tightest.

use super::super::grammar::Rule;
use super::blocks::name_set;
use super::lists;
use super::literals::{self, date_time};
use super::node::{Built, Node};
use super::words::{name, path, string};
use crate::diagnostic::Code;
use crate::number::{Fraction, Rounding};
use crate::source::Spanned;
use crate::syntax::tree::{Expr, ExprKind, LiteralKind, Members};
use crate::text::Text;
use crate::value::{Comparison, HasKind};

/// `runts or cost < 5_000 EUR`
pub(super) fn expression(node: &Node<'_>) -> Built<Expr> {
    chain(node, conjunction, ExprKind::Or)
}

/// `as of date of received_at`
pub(super) fn as_of(node: &Node<'_>) -> Built<Expr> {
    operand(&node.only())
}

fn conjunction(node: &Node<'_>) -> Built<Expr> {
    chain(node, negation, ExprKind::And)
}

/// Makes one expression of a list of parts; a list of one is that one.
fn chain(
    node: &Node<'_>,
    part: fn(&Node<'_>) -> Built<Expr>,
    join: fn(Vec<Expr>) -> ExprKind,
) -> Built<Expr> {
    let mut parts = node.parts();
    let first = part(&parts.one())?;
    let mut all = vec![first];
    for next in parts {
        all.push(part(&next)?);
    }
    Ok(match all.pop() {
        Some(only) if all.is_empty() => only,
        last => {
            all.extend(last);
            node.expr(join(all))
        }
    })
}

fn negation(node: &Node<'_>) -> Built<Expr> {
    let value = comparison(&node.only())?;
    Ok(if node.has(Rule::kw_not) {
        node.expr(ExprKind::Not(Box::new(value)))
    } else {
        value
    })
}

fn comparison(node: &Node<'_>) -> Built<Expr> {
    let mut parts = node.parts();
    let value = operand(&parts.one())?;
    let Some(test) = parts.next() else {
        return Ok(value);
    };
    if let Some(second) = parts.next() {
        return Err(second_comparison(&second));
    }
    let value = Box::new(value);
    let negated = test.has(Rule::kw_not) || test.has(Rule::kw_is_not);
    let mut parts = test.parts();
    Ok(node.expr(match test.rule() {
        Rule::compare_with => {
            let comparator = comparator(&parts.one());
            ExprKind::Compare(value, comparator, Box::new(operand(&parts.one())?))
        }
        Rule::between => ExprKind::Between(
            value,
            Box::new(operand(&parts.one())?),
            Box::new(operand(&parts.one())?),
        ),
        Rule::is_variant if test.has(Rule::kw_empty) => ExprKind::IsEmpty { value, negated },
        Rule::is_variant if test.has(Rule::kw_valid) => ExprKind::IsValid { value, negated },
        Rule::is_variant => ExprKind::Is {
            value,
            negated,
            variant: name(&parts.one()),
        },
        Rule::in_members => ExprKind::In {
            value,
            negated,
            members: members(&parts.one()),
        },
        Rule::has_members | Rule::does_not_have => ExprKind::Has {
            value,
            how: how_many(&test),
            members: members(&parts.one()),
        },
        _ => test.impossible(),
    }))
}

fn second_comparison(node: &Node<'_>) -> Box<crate::diagnostic::Diagnostic> {
    let sign = node.only();
    let error = sign.error(
        Code::SyntaxError,
        Text::new(
            "due confronti di seguito: ognuno sta da solo",
            "two comparisons in a row: each stands alone",
        ),
    );
    Box::new(error.with_hint(Text::new(
        "per un valore fra due estremi scrivere `‹between› … ‹and› …`, altrimenti unire i confronti con `‹and›`",
        "for a value between two ends write `‹between› … ‹and› …`, otherwise join the comparisons with `‹and›`",
    )))
}

pub(super) fn comparator(node: &Node<'_>) -> Spanned<Comparison> {
    node.spanned(match node.text() {
        "=" => Comparison::Equal,
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        _ => node.impossible(),
    })
}

fn how_many(node: &Node<'_>) -> HasKind {
    if node.rule() == Rule::does_not_have || node.has(Rule::kw_has_none) {
        HasKind::None
    } else if node.has(Rule::kw_each) {
        HasKind::All
    } else {
        HasKind::Any
    }
}

/// `{ comune, regione }`, `{ "071001", "071002" }` or a name
fn members(node: &Node<'_>) -> Members {
    match node.rule() {
        Rule::members => members(&node.only()),
        Rule::name_set => Members::Variants(name_set(node)),
        Rule::code_set => Members::Codes(node.parts().map(|code| string(&code)).collect()),
        _ => Members::Named(name(node)),
    }
}

pub(super) fn operand(node: &Node<'_>) -> Built<Expr> {
    let parts: Vec<Expr> = node
        .parts()
        .map(|part| rounded(&part))
        .collect::<Built<_>>()?;
    let mut parts = parts.into_iter().rev();
    let Some(mut value) = parts.next() else {
        node.impossible();
    };
    for first in parts {
        let span = first.span.to(value.span);
        let kind = ExprKind::Otherwise(Box::new(first), Box::new(value));
        value = Expr {
            span,
            ..node.expr(kind)
        };
    }
    Ok(value)
}

fn rounded(node: &Node<'_>) -> Built<Expr> {
    let mut parts = node.parts();
    let value = sum(&parts.one())?;
    let Some(how) = parts.next() else {
        return Ok(value);
    };
    let (rounding, places) = rounding(&how)?;
    Ok(node.expr(ExprKind::Round {
        value: Box::new(value),
        rounding,
        places,
    }))
}

/// `rounded half up to 2 places`: by which rule, to how many decimals
pub(super) fn rounding(node: &Node<'_>) -> Built<(Rounding, u32)> {
    let mut parts = node.parts();
    Ok((direction(&parts.one()), step(&parts.one())?))
}

fn direction(node: &Node<'_>) -> Rounding {
    match (node.has(Rule::kw_half), node.has(Rule::kw_up)) {
        (true, true) => Rounding::HalfUp,
        (true, false) => Rounding::HalfEven,
        (false, true) => Rounding::Up,
        (false, false) => Rounding::Down,
    }
}

/// `to the cent`, `to 2 places` or `to 0.01`, as a number of decimals
fn step(node: &Node<'_>) -> Built<u32> {
    let Some(part) = node.parts().next() else {
        return Ok(if node.has(Rule::kw_to_the_cent) { 2 } else { 0 });
    };
    if part.rule() == Rule::whole_number {
        return literals::whole_number(&part, 28_u32);
    }
    let (value, _) = literals::number(&part)?;
    let unit = |places: &u32| {
        10_i128
            .checked_pow(*places)
            .and_then(|scale| Fraction::new(1, scale))
            == Some(value)
    };
    (0..=28).find(unit).ok_or_else(|| {
        part.error(
            Code::SyntaxError,
            Text::new(
                "non è un passo di arrotondamento: si scrive `‹to the cent›`, `‹to the unit›`, `‹to› 2 ‹places›` oppure un passo come `‹to› 0.01`",
                "this is no step of rounding: write `‹to the cent›`, `‹to the unit›`, `‹to› 2 ‹places›` or a step like `‹to› 0.01`",
            ),
        )
    })
}

fn sum(node: &Node<'_>) -> Built<Expr> {
    signed_chain(node, product, Rule::minus, ExprKind::Sum)
}

fn product(node: &Node<'_>) -> Built<Expr> {
    signed_chain(node, factor, Rule::divide, ExprKind::Product)
}

/// Makes one expression of a list of parts, with a flag for those behind the mark `inverse`.
fn signed_chain(
    node: &Node<'_>,
    part: fn(&Node<'_>) -> Built<Expr>,
    inverse: Rule,
    join: fn(Vec<(bool, Expr)>) -> ExprKind,
) -> Built<Expr> {
    let mut all: Vec<(bool, Expr)> = Vec::new();
    let mut inverted = false;
    for next in node.all_parts() {
        match next.rule() {
            Rule::plus | Rule::minus | Rule::times | Rule::divide => {
                inverted = next.rule() == inverse;
            }
            _ => all.push((inverted, part(&next)?)),
        }
    }
    Ok(match all.pop() {
        Some((_, only)) if all.is_empty() => only,
        last => {
            all.extend(last);
            node.expr(join(all))
        }
    })
}

fn factor(node: &Node<'_>) -> Built<Expr> {
    let inner = value(&node.only())?;
    Ok(if node.has(Rule::negative) {
        node.expr(ExprKind::Negate(Box::new(inner)))
    } else {
        inner
    })
}

/// What stands between the marks: a value written out, a path, brackets or a longer construct.
pub(super) fn value(node: &Node<'_>) -> Built<Expr> {
    Ok(match node.rule() {
        Rule::value => value(&node.only())?,
        Rule::date_time => node.expr(ExprKind::Literal(LiteralKind::DateTime(date_time(node)))),
        Rule::amount => amount(node)?,
        Rule::string => node.expr(ExprKind::Literal(LiteralKind::Text(string(node).value))),
        Rule::yes => node.expr(ExprKind::Literal(LiteralKind::YesNo(true))),
        Rule::no => node.expr(ExprKind::Literal(LiteralKind::YesNo(false))),
        Rule::path => node.expr(ExprKind::Path(path(node))),
        Rule::bracketed => expression(&node.only())?,
        Rule::date_of => {
            let day = value(&node.only())?;
            node.expr(ExprKind::DateOf(Box::new(day)))
        }
        _ => lists::list_value(node)?,
    })
}

/// `20 % of cost`, `5_000 EUR` or `3`
fn amount(node: &Node<'_>) -> Built<Expr> {
    let written = literals::amount(node)?;
    let mut parts = node.parts();
    let digits = parts.one();
    Ok(match (written, parts.next()) {
        (LiteralKind::Percent(share), Some(base)) => {
            let share = digits.spanned(share);
            let base = Box::new(value(&base)?);
            node.expr(ExprKind::PercentOf(share, base))
        }
        (written, _) => node.expr(ExprKind::Literal(written)),
    })
}

/// `(cost / size)` or a path: what is taken of each item of a list
pub(super) fn taken(node: &Node<'_>) -> Built<Box<Expr>> {
    Ok(Box::new(value(&node.only())?))
}
