//! The points of a proposal: every line, the totals, the thresholds.

use super::panel;
use super::points::{Total, open, rounded, within};
use super::{Line, Marks, Score, ThresholdFinding};
use crate::assessment::{Case, Evaluated, compare, evaluate};
use crate::call::{CriterionId, Expr, Grid, Method, Threshold};
use crate::value::Comparison;

/// Gives a proposal its points; `None` where the call has no grid.
///
/// Of [`Case::later`] the values over admitted proposals are read; without them the points that
/// rest on them are not known.
pub fn score(case: Case<'_>, marks: &Marks) -> Option<Score> {
    let grid = case.call.grid.as_ref()?;
    Some(score_with(case, grid, marks, |_, expr| {
        evaluate(case, expr)
    }))
}

/// Gives a proposal its points; `formula` evaluates those that are computed.
pub(super) fn score_with<'a>(
    case: Case<'a>,
    grid: &'a Grid,
    marks: &Marks,
    formula: impl FnMut(CriterionId, &'a Expr) -> Evaluated,
) -> Score {
    let lines = lines(case, grid, marks, formula);
    let total = |counts: fn(bool) -> bool| {
        let mut total = Total::new();
        for (line, criterion) in lines.iter().zip(&grid.criteria) {
            if criterion.parent.is_none() && counts(criterion.premium) {
                total.add(&line.points);
            }
        }
        total.result(grid.max, grid.span)
    };
    let before_premiums = total(|premium| !premium);
    let unrounded = total(|_| true);
    let published = |points: &Evaluated| {
        let points = rounded(points, grid.rounding, grid.span);
        within(points, grid.max, grid.span)
    };
    let whole = grid.threshold.iter().map(|threshold| {
        let exact = if threshold.before_premiums {
            &before_premiums
        } else {
            &unrounded
        };
        let points = if threshold.unrounded {
            exact.clone()
        } else {
            published(exact)
        };
        finding(None, threshold, points)
    });
    let minima = lines.iter().zip(&grid.criteria).filter_map(|(line, it)| {
        let minimum = it.minimum.as_ref()?;
        let points = if minimum.unrounded {
            &line.unrounded
        } else {
            &line.points
        };
        Some(finding(Some(line.criterion), minimum, points.clone()))
    });
    Score {
        proposal: case.proposal.id.clone(),
        thresholds: whole.chain(minima).collect(),
        total: published(&unrounded),
        before_premiums,
        unrounded,
        lines,
    }
}

/// Returns one line for each criterion. Parts stand behind what they are parts of, so the last
/// comes first.
fn lines<'a>(
    case: Case<'a>,
    grid: &'a Grid,
    marks: &Marks,
    mut formula: impl FnMut(CriterionId, &'a Expr) -> Evaluated,
) -> Vec<Line> {
    let id = &case.proposal.id;
    let panel = marks.panel_of(id);
    let mut sums = vec![Total::new(); grid.criteria.len()];
    let mut lines = Vec::with_capacity(grid.criteria.len());
    let criteria: Vec<_> = (0..).map(CriterionId).zip(&grid.criteria).collect();
    for (place, criterion) in criteria.into_iter().rev() {
        let mut given = Vec::new();
        let exact = match &criterion.method {
            Method::Sum => {
                let sum = sums.get_mut(place.index());
                let sum = sum.map(|sum| std::mem::replace(sum, Total::new()));
                sum.unwrap_or_else(Total::new)
                    .result(criterion.max, criterion.span)
            }
            Method::Formula(expr) => match formula(place, expr) {
                // The range of a formula says nothing of its bounds.
                Evaluated::Unknown(unknown) => open(unknown, criterion.max),
                other => other,
            },
            Method::Marked(marking) => {
                given = panel::marks_of(marks, &panel, id, place);
                panel::points(criterion, marking.panel, &given)
            }
        };
        let unrounded = within(exact, criterion.max, criterion.span);
        let points = rounded(&unrounded, criterion.rounding, criterion.span);
        let points = within(points, criterion.max, criterion.span);
        let sum = criterion.parent.and_then(|it| sums.get_mut(it.index()));
        if let Some(sum) = sum {
            sum.add(&points);
        }
        lines.push(Line {
            criterion: place,
            unrounded,
            points,
            marks: given,
        });
    }
    lines.reverse();
    lines
}

fn finding(
    criterion: Option<CriterionId>,
    threshold: &Threshold,
    points: Evaluated,
) -> ThresholdFinding {
    let limit = Evaluated::number(threshold.points);
    ThresholdFinding {
        criterion,
        reached: compare(Comparison::GreaterOrEqual, &points, &limit),
        points,
    }
}
