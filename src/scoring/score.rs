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
    let (lines, exact): (Vec<Line>, Vec<Evaluated>) =
        lines(case, grid, marks, formula).into_iter().unzip();
    let total = |points: Vec<&Evaluated>, counts: fn(bool) -> bool| {
        let mut total = Total::new();
        for (points, criterion) in points.into_iter().zip(&grid.criteria) {
            if criterion.parent.is_none() && counts(criterion.premium) {
                total.add(points);
            }
        }
        total.result(grid.max, grid.span)
    };
    let points = || lines.iter().map(|line| &line.points).collect();
    let before_premiums = total(points(), |premium| !premium);
    let unrounded = total(points(), |_| true);
    let published = |points: &Evaluated| {
        let points = rounded(points, grid.rounding, grid.span);
        within(points, grid.max, grid.span)
    };
    let whole = grid.threshold.iter().map(|threshold| {
        let counts: fn(bool) -> bool = if threshold.before_premiums {
            |premium| !premium
        } else {
            |_| true
        };
        let points = if threshold.unrounded {
            total(exact.iter().collect(), counts)
        } else {
            published(&total(points(), counts))
        };
        finding(None, threshold, points)
    });
    let all = lines.iter().zip(&exact).zip(&grid.criteria);
    let minima = all.filter_map(|((line, exact), it)| {
        let minimum = it.minimum.as_ref()?;
        let points = if minimum.unrounded {
            exact
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

/// Returns one line for each criterion, with its exact points: those without any rounding, of its
/// parts neither. Parts stand behind what they are parts of, so the last comes first.
fn lines<'a>(
    case: Case<'a>,
    grid: &'a Grid,
    marks: &Marks,
    mut formula: impl FnMut(CriterionId, &'a Expr) -> Evaluated,
) -> Vec<(Line, Evaluated)> {
    let id = &case.proposal.id;
    let panel = marks.panel_of(id);
    let mut sums = vec![Total::new(); grid.criteria.len()];
    let mut exact_sums = sums.clone();
    let mut lines = Vec::with_capacity(grid.criteria.len());
    let criteria: Vec<_> = (0..).map(CriterionId).zip(&grid.criteria).collect();
    for (place, criterion) in criteria.into_iter().rev() {
        let mut given = Vec::new();
        let summed = |sums: &mut [Total]| {
            let sum = sums.get_mut(place.index());
            let sum = sum.map(|sum| std::mem::replace(sum, Total::new()));
            sum.unwrap_or_else(Total::new)
                .result(criterion.max, criterion.span)
        };
        let found = match &criterion.method {
            Method::Sum => summed(&mut sums),
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
        let unrounded = within(found, criterion.max, criterion.span);
        let exact = match &criterion.method {
            Method::Sum => summed(&mut exact_sums),
            _ => unrounded.clone(),
        };
        let points = rounded(&unrounded, criterion.rounding, criterion.span);
        let points = within(points, criterion.max, criterion.span);
        for (sums, part) in [(&mut sums, &points), (&mut exact_sums, &exact)] {
            let sum = criterion.parent.and_then(|it| sums.get_mut(it.index()));
            if let Some(sum) = sum {
                sum.add(part);
            }
        }
        let line = Line {
            criterion: place,
            unrounded,
            points,
            marks: given,
        };
        lines.push((line, exact));
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
