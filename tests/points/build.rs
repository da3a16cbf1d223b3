//! Grids and marks written down in few words.

use bando::assessment::{Case, Evaluated, Later, NoResult, NoResultKind, Unknown};
use bando::call::{
    Call, Criterion, CriterionId, Envelope, Expr, ExprKind, Grid, Marking, Method, Number,
    OrderKey, Panel, Ranking, Scale, ScaleId, ScaleKind, Threshold, Type,
};
use bando::facts::Proposal;
use bando::number::{Fraction, Money, Rounding, parse_plain};
use bando::scoring::{Mark, Marks, Score, score};
use bando::text::Text;
use bando::value::{Limit, Value};

pub(super) use crate::assessment::build::*;

/// Returns a number written as in rules.
pub(super) fn points(text: &str) -> Fraction {
    match text.split_once('/') {
        Some((numerator, denominator)) => {
            Fraction::new(numerator.parse().unwrap(), denominator.parse().unwrap()).unwrap()
        }
        None => parse_plain(text).unwrap(),
    }
}

pub(super) fn half_up(places: u32) -> Number {
    Number {
        places,
        rounding: Rounding::HalfUp,
    }
}

/// A grid without criteria, of 100 points.
pub(super) fn grid() -> Grid {
    Grid {
        citations: Vec::new(),
        max: Fraction::integer(100),
        threshold: None,
        rounding: None,
        everyone: false,
        scales: vec![Scale {
            name: "voti".to_owned(),
            kind: ScaleKind::Points {
                least: Fraction::ZERO,
                greatest: Fraction::integer(10),
                step: Fraction::ONE,
            },
            span: SPAN,
        }],
        criteria: Vec::new(),
        span: SPAN,
    }
}

/// Adds a criterion, as a part of the one called `parent`; each has a span of its own.
pub(super) fn add<'g>(
    grid: &'g mut Grid,
    parent: &str,
    name: &str,
    max: &str,
    method: Method,
) -> &'g mut Criterion {
    let parent = grid.named(parent);
    let place = u32::try_from(grid.criteria.len()).unwrap();
    grid.criteria.push(Criterion {
        name: name.to_owned(),
        title: Text::new(format!("Titolo {name}"), format!("Title {name}")),
        parent: parent.map(|(id, _)| id),
        premium: parent.is_some_and(|(_, it)| it.premium),
        max: points(max),
        minimum: None,
        method,
        rounding: None,
        citations: Vec::new(),
        span: span(1000 + place),
    });
    grid.criteria.last_mut().unwrap()
}

pub(super) fn span_of(grid: &Grid, name: &str) -> bando::source::Span {
    grid.named(name).unwrap().1.span
}

pub(super) fn marked(panel: Panel) -> Method {
    Method::Marked(Marking {
        scale: ScaleId(0),
        panel,
    })
}

pub(super) fn formula(expr: Expr) -> Method {
    Method::Formula(expr)
}

pub(super) fn constant_points(text: &str) -> Method {
    Method::Formula(constant(Value::Number(points(text)), Type::Number))
}

pub(super) fn threshold(name: &str, limit: &str) -> Threshold {
    Threshold {
        name: name.to_owned(),
        title: Text::new(format!("Soglia {name}"), format!("Threshold {name}")),
        points: points(limit),
        before_premiums: false,
        unrounded: false,
        span: SPAN,
    }
}

/// Returns marks of `evaluators` for proposal `P`: each of `given` is a criterion and the marks of
/// some evaluators, in the same order; `-` is none.
pub(super) fn marks(grid: &Grid, evaluators: &str, given: &[(&str, &str)]) -> Marks {
    let mut marks = Marks {
        evaluators: evaluators.split_whitespace().map(str::to_owned).collect(),
        ..Marks::default()
    };
    for (criterion, words) in given {
        for (evaluator, word) in evaluators.split_whitespace().zip(words.split_whitespace()) {
            if word != "-" {
                mark(&mut marks, grid, "P", criterion, evaluator, word);
            }
        }
    }
    marks
}

/// Adds a mark, as points out of ten.
pub(super) fn mark(
    marks: &mut Marks,
    grid: &Grid,
    proposal: &str,
    criterion: &str,
    evaluator: &str,
    word: &str,
) {
    let (id, _) = grid.named(criterion).unwrap();
    let given = marks.given.entry((proposal.to_owned(), id)).or_default();
    let mark = Mark {
        written: word.to_owned(),
        share: points(word).div(Fraction::integer(10)).unwrap(),
        note: None,
    };
    given.insert(evaluator.to_owned(), mark);
}

pub(super) fn call_with(grid: Grid) -> Call {
    Call {
        grid: Some(grid),
        ..empty_call()
    }
}

/// Scores a proposal called `P` that states nothing.
pub(super) fn scored(grid: Grid, marks: &Marks) -> Score {
    let call = call_with(grid);
    let proposal = proposal("P", vec![None; call.facts.len()]);
    score(case(&call, &proposal), marks).expect("a grid")
}

/// Returns the points of a criterion as published.
pub(super) fn line<'s>(grid: &Grid, score: &'s Score, name: &str) -> &'s Evaluated {
    let (id, _) = grid.named(name).unwrap();
    &score.lines[id.index()].points
}

pub(super) fn known_points(text: &str) -> Evaluated {
    Evaluated::Known(Value::Number(points(text)))
}

/// Returns points that wait for some things, within a range.
pub(super) fn open(names: &[&str], least: &str, greatest: &str) -> Evaluated {
    Evaluated::Unknown(Unknown {
        waits_for: names.iter().map(|it| (*it).to_owned()).collect(),
        range: Some((points(least), points(greatest))),
        ..Unknown::default()
    })
}

/// Returns points without a result, which might have been anything up to `max`.
pub(super) fn ended(span: bando::source::Span, why: NoResultKind, max: &str) -> Evaluated {
    Evaluated::Unknown(Unknown {
        without_result: [NoResult { span, why }].into(),
        range: Some((Fraction::ZERO, points(max))),
        ..Unknown::default()
    })
}

pub(super) fn whole_score() -> Expr {
    expr(ExprKind::Points(None), Type::Number)
}

pub(super) fn points_of(grid: &Grid, name: &str) -> Expr {
    let id: CriterionId = grid.named(name).unwrap().0;
    expr(ExprKind::Points(Some(id)), Type::Number)
}

/// Lets a call rank by score, the highest first, and share out an envelope by `award`.
pub(super) fn ranked_by_score(call: &mut Call, cents: i64, award: Expr, limit: Limit) {
    call.ranking = Some(Ranking {
        citations: Vec::new(),
        group_by: None,
        order_by: vec![OrderKey {
            value: whole_score(),
            name: "score".to_owned(),
            descending: true,
        }],
        lot: None,
        span: SPAN,
    });
    call.envelope = Some(Envelope {
        amount: Expr {
            kind: ExprKind::Constant(Value::Number(Money::from_cents(cents).euro())),
            ty: Type::Money,
            span: SPAN,
        },
        programme: None,
        citations: Vec::new(),
        award,
        splits: Vec::new(),
        pools: None,
        caps: Vec::new(),
        reserves: Vec::new(),
        limit,
        span: SPAN,
    });
}

pub(super) fn case_with<'a>(
    call: &'a Call,
    proposal: &'a Proposal,
    over_admitted: &'a [Evaluated],
) -> Case<'a> {
    Case {
        later: Later {
            over_admitted,
            points: &[],
        },
        ..case(call, proposal)
    }
}
