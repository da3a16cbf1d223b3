//! The light solver, which every build has: the relaxation, and a search.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use super::Effort;
use super::exact::Exact;
use super::statement::{Found, Statement, bound_of, is_at_least, number, state};
use crate::number::Fraction;

/// What the relaxation says.
pub(super) struct Relaxed {
    /// What no choice exceeds, in points × euro.
    pub(super) bound: Fraction,
    /// The items that it gives their whole award.
    pub(super) whole: Vec<usize>,
}

/// Solves the relaxation, in which an item may be chosen in part.
pub(super) fn relax(exact: &Exact<'_>) -> Option<Relaxed> {
    let statement = state(exact)?;
    let (problem, variables) = problem(&statement, false)?;
    let Ok(solution) = problem.solve().ok()?.into_solution() else {
        return None;
    };
    let whole = statement.items_where(|column| {
        is_at_least(&solution.var_value(*variables.get(column)?), "0.999999")
    })?;
    Some(Relaxed {
        bound: bound_of(exact, &solution.objective())?,
        whole,
    })
}

/// Searches by branch and bound, starting from a choice that holds.
pub(super) fn search(exact: &Exact<'_>, start: &[usize], effort: Effort) -> Option<Found> {
    let statement = state(exact)?;
    let (problem, variables) = problem(&statement, true)?;
    let mut is_in_start = vec![false; exact.model.items.len()];
    for place in start {
        *is_in_start.get_mut(*place)? = true;
    }
    let mut warm_start = Vec::new();
    for (place, column) in &statement.items {
        let chosen = if *is_in_start.get(*place)? { "1" } else { "0" };
        warm_start.push((*variables.get(*column)?, chosen.parse().ok()?));
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(effort.steps);
    options.warm_start = Some(warm_start);
    let outcome = problem.solve_with(options).ok()?;
    let proved = outcome.is_optimal();
    let bound = outcome.stats().best_bound;
    let bound = bound.and_then(|most| bound_of(exact, &most));
    let Ok(solution) = outcome.into_solution() else {
        return None;
    };
    let chosen = statement
        .items_where(|column| is_at_least(&solution.var_value(*variables.get(column)?), "0.5"))?;
    Some(Found {
        chosen,
        bound,
        proved,
    })
}

/// Returns the statement as the solver takes it, with what stands for each column.
fn problem(statement: &Statement, is_whole: bool) -> Option<(Problem, Vec<Variable>)> {
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let mut variables = Vec::new();
    for column in &statement.columns {
        let worth = number(column.worth)?;
        variables.push(if is_whole && column.is_item {
            problem.add_binary_var(worth)
        } else {
            problem.add_var(worth, (number(Fraction::ZERO)?, number(column.most)?))
        });
    }
    for row in &statement.rows {
        let mut terms = Vec::new();
        for (column, factor) in &row.terms {
            terms.push((*variables.get(*column)?, number(*factor)?));
        }
        problem.add_constraint(&terms, ComparisonOp::Le, number(row.most)?);
    }
    Some((problem, variables))
}
