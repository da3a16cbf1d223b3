//! The heavy solver, in builds with the feature `highs`: a search that comes nearer, and takes longer.
//!
//! One thread and a fixed number of steps, so that every machine that has it finds the same.

use highs::{HighsModelStatus, RowProblem, Sense};

use super::Effort;
use super::exact::Exact;
use super::statement::{Found, bound_of, is_at_least, number, state};
use crate::number::Fraction;

/// Searches by branch and bound, starting from a choice that holds.
pub(super) fn search(exact: &Exact<'_>, start: &[usize], effort: Effort) -> Option<Found> {
    let statement = state(exact)?;
    if statement.columns.is_empty() {
        return None;
    }
    let nothing: f64 = number(Fraction::ZERO)?;
    let one: f64 = number(Fraction::ONE)?;
    let mut problem = RowProblem::default();
    let mut columns = Vec::new();
    for column in &statement.columns {
        let worth = number(column.worth)?;
        let most: f64 = number(column.most)?;
        let range = nothing..=most;
        columns.push(problem.add_column_with_integrality(worth, range, column.is_item));
    }
    for row in &statement.rows {
        let most: f64 = number(row.most)?;
        let mut terms = Vec::new();
        for (column, factor) in &row.terms {
            terms.push((*columns.get(*column)?, number::<f64>(*factor)?));
        }
        problem.add_row(..=most, terms);
    }
    let mut model = problem.try_optimise(Sense::Maximise).ok()?;
    model.make_quiet();
    model.try_set_option("threads", 1).ok()?;
    model.try_set_option("mip_rel_gap", nothing).ok()?;
    let steps = i32::try_from(effort.steps).unwrap_or(i32::MAX);
    model.try_set_option("mip_max_nodes", steps).ok()?;
    let mut is_in_start = vec![false; exact.model.items.len()];
    for place in start {
        *is_in_start.get_mut(*place)? = true;
    }
    let mut values = vec![nothing; statement.columns.len()];
    for (place, column) in &statement.items {
        if *is_in_start.get(*place)? {
            *values.get_mut(*column)? = one;
        }
    }
    // Reserves are left to the solver: it completes a start that names only what is chosen.
    model
        .try_set_solution(Some(&values), None, None, None)
        .ok()?;
    let solved = model.try_solve().ok()?;
    let solution = solved.get_solution();
    let chosen =
        statement.items_where(|column| is_at_least(solution.columns().get(column)?, "0.5"))?;
    let bound = solved.double_info_value(c"mip_dual_bound").ok();
    Some(Found {
        chosen,
        bound: bound.and_then(|most| bound_of(exact, &most)),
        proved: solved.status() == HighsModelStatus::Optimal,
    })
}
