//! Scales and the grid.

use super::super::grammar::Rule;
use super::expressions::{expression, operand, rounding};
use super::literals::{amount, number, whole_number};
use super::node::{Built, Node, Parts};
use super::words::{cite, name, words};
use crate::number::Fraction;
use crate::source::Spanned;
use crate::syntax::tree::{
    CoefficientItem, CriterionClause, CriterionItem, FloorItem, GridBlock, GridClause, Literal,
    MarkingClause, PanelWord, PointsRule, Rounded, ScaleBlock, ScaleMarks,
};

/// `scale coefficients { insufficiente 0, buono 0.8, ottimo 1 }`
pub(super) fn scale_block(node: &Node<'_>) -> Built<ScaleBlock> {
    let mut parts = node.parts();
    Ok(ScaleBlock {
        name: name(&parts.one()),
        marks: match parts.maybe(Rule::scale_points) {
            Some(points) => scale_points(&points)?,
            None => ScaleMarks::Coefficients(
                parts.map(|part| coefficient(&part)).collect::<Built<_>>()?,
            ),
        },
        span: node.span(),
    })
}

/// `points 0 to 10 step 0.5`
fn scale_points(node: &Node<'_>) -> Built<ScaleMarks> {
    let mut parts = node.parts();
    Ok(ScaleMarks::Points {
        least: points_number(&parts.one())?,
        greatest: points_number(&parts.one())?,
        step: points_number(&parts.one())?,
    })
}

fn coefficient(node: &Node<'_>) -> Built<CoefficientItem> {
    let mut parts = node.parts();
    Ok(CoefficientItem {
        name: name(&parts.one()),
        label: parts.maybe(Rule::words).map(|label| words(&label)),
        share: points_number(&parts.one())?,
    })
}

fn points_number(node: &Node<'_>) -> Built<Spanned<Fraction>> {
    let (value, _) = number(node)?;
    Ok(node.spanned(value))
}

/// `grid { … }`
pub(super) fn grid_block(node: &Node<'_>) -> Built<GridBlock> {
    Ok(GridBlock {
        clauses: node
            .parts()
            .map(|clause| Ok(clause.spanned(grid_clause(&clause)?)))
            .collect::<Built<_>>()?,
        span: node.span(),
    })
}

fn grid_clause(node: &Node<'_>) -> Built<GridClause> {
    Ok(match node.rule() {
        Rule::cite => GridClause::Cite(cite(node)),
        Rule::max => GridClause::Max(points_number(&node.only())?),
        Rule::threshold => GridClause::Threshold(floor(node)?),
        Rule::marking => GridClause::Marking(marking(node)?),
        Rule::score_rounded => GridClause::ScoreRounded(rounded(&node.only())?),
        Rule::every_proposal => GridClause::EveryProposal,
        Rule::criterion | Rule::premium => GridClause::Criterion(criterion(node)?),
        _ => node.impossible(),
    })
}

/// `threshold idoneita it "…" 60 before premiums` or `minimum quality_floor 18`
fn floor(node: &Node<'_>) -> Built<FloorItem> {
    let mut parts = node.parts();
    let mut floor = FloorItem {
        name: None,
        title: None,
        points: node.spanned(Fraction::ZERO),
        before_premiums: Vec::new(),
        unrounded: Vec::new(),
    };
    if let Some(called) = parts.maybe(Rule::floor_name) {
        let mut parts = called.parts();
        floor.name = Some(name(&parts.one()));
        floor.title = parts.next().map(|title| words(&title));
    }
    floor.points = points_number(&parts.one())?;
    for option in parts {
        match option.rule() {
            Rule::before_premiums => floor.before_premiums.push(option.span()),
            _ => floor.unrounded.push(option.span()),
        }
    }
    Ok(floor)
}

/// `rounded half up to 2 places`
fn rounded(node: &Node<'_>) -> Built<Rounded> {
    let (rounding, places) = rounding(node)?;
    Ok(Rounded { rounding, places })
}

/// `criterion A1 "Need" { … }`
fn criterion(node: &Node<'_>) -> Built<CriterionItem> {
    let mut parts = node.parts();
    Ok(CriterionItem {
        premium: node.has(Rule::kw_premium),
        name: name(&parts.one()),
        title: parts.maybe(Rule::words).map(|title| words(&title)),
        clauses: parts
            .map(|clause| Ok(clause.spanned(criterion_clause(&clause)?)))
            .collect::<Built<_>>()?,
        span: node.span(),
    })
}

fn criterion_clause(node: &Node<'_>) -> Built<CriterionClause> {
    Ok(match node.rule() {
        Rule::cite => CriterionClause::Cite(cite(node)),
        Rule::max => CriterionClause::Max(points_number(&node.only())?),
        Rule::minimum => CriterionClause::Minimum(floor(node)?),
        Rule::points => CriterionClause::Points(points(node)?),
        Rule::rounding => CriterionClause::Rounded(rounded(node)?),
        Rule::marked => CriterionClause::Marked(marking(node)?),
        Rule::criterion => CriterionClause::Part(criterion(node)?),
        _ => node.impossible(),
    })
}

/// `points 4 when ambito_letter`
fn points(node: &Node<'_>) -> Built<PointsRule> {
    let mut parts = node.parts();
    let first = parts.one();
    if first.rule() == Rule::each_full {
        return each_full(&first);
    }
    let value = expression(&first)?;
    Ok(match parts.next() {
        Some(when) => PointsRule::When(value, expression(&when.only())?),
        None => PointsRule::Value(value),
    })
}

/// `1 for each full 5 % of (own_share - own_floor), at least 0, at most 5`
fn each_full(node: &Node<'_>) -> Built<PointsRule> {
    let mut parts = node.parts();
    let points = points_number(&parts.one())?;
    let step = parts.one();
    let step = Literal {
        kind: amount(&step)?,
        span: step.span(),
    };
    let of = operand(&parts.one())?;
    let mut bound = |rule| bound(&mut parts, rule);
    Ok(PointsRule::EachFull {
        points,
        step,
        of,
        at_least: bound(Rule::points_floor)?,
        at_most: bound(Rule::points_ceiling)?,
        span: node.span(),
    })
}

fn bound(parts: &mut Parts<'_>, rule: Rule) -> Built<Option<Spanned<Fraction>>> {
    let bound = parts.maybe(rule);
    bound.map(|bound| points_number(&bound.only())).transpose()
}

/// `marked { scale coefficients panel mean }`, or `marked` alone
fn marking(node: &Node<'_>) -> Built<Vec<Spanned<MarkingClause>>> {
    node.parts()
        .map(|clause| Ok(clause.spanned(marking_clause(&clause)?)))
        .collect()
}

fn marking_clause(node: &Node<'_>) -> Built<MarkingClause> {
    Ok(match node.rule() {
        Rule::marking_scale => MarkingClause::Scale(name(&node.only())),
        Rule::panel => MarkingClause::Panel(panel(node)?),
        Rule::rounding => MarkingClause::Rounded(rounded(node)?),
        _ => node.impossible(),
    })
}

/// `panel mean without the lowest and highest 2`
fn panel(node: &Node<'_>) -> Built<PanelWord> {
    Ok(match node.parts().next() {
        Some(trimmed) => {
            let number = trimmed.parts().next();
            let number = number.map(|it| whole_number(&it, u32::MAX)).transpose()?;
            PanelWord::Trimmed(trimmed.spanned(number.unwrap_or(1)))
        }
        None if node.has(Rule::kw_median) => PanelWord::Median,
        None => PanelWord::Mean,
    })
}
