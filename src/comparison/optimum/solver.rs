//! What is asked of the solver, and its answers as proposals to check.
//!
//! The solver counts in binary floating point. Nothing of that comes out of this file: amounts go
//! in as decimal text, in thousands of euro, and come back the same way; who is chosen and how
//! good that is, is then decided in whole cents. Worths go in as parts of the greatest, so that all
//! coefficients stay within some six orders of magnitude.

use std::fmt::Display;
use std::str::FromStr;

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use super::exact::{Exact, rounded_up};
use super::{Effort, Room};
use crate::number::{Fraction, Money};

/// How many cents the solver counts as one.
const THOUSAND_EURO: i128 = 100_000;
/// What the greatest worth is to the solver.
const GREATEST: Fraction = Fraction::integer(10_000);
/// Decimals of the numbers that go in and out.
const PLACES: u32 = 9;

/// What the relaxation says.
pub(super) struct Relaxed {
    /// What no choice exceeds, in points × euro.
    pub(super) bound: Fraction,
    /// The items that it gives their whole award.
    pub(super) whole: Vec<usize>,
}

/// What the search says.
pub(super) struct Found {
    pub(super) chosen: Vec<usize>,
    /// What no choice exceeds, in points × euro, as far as the search has come.
    pub(super) bound: Option<Fraction>,
    /// Whether it searched to the end.
    pub(super) proved: bool,
}

/// Solves the relaxation, in which an item may be chosen in part.
pub(super) fn relax(exact: &Exact<'_>) -> Option<Relaxed> {
    let stated = state(exact, false)?;
    let Ok(solution) = stated.problem.solve().ok()?.into_solution() else {
        return None;
    };
    let mut whole = Vec::new();
    for (place, variable) in &stated.items {
        if is_at_least(&solution.var_value(*variable), "0.999999")? {
            whole.push(*place);
        }
    }
    Some(Relaxed {
        bound: bound_of(exact, &solution.objective())?,
        whole,
    })
}

/// Searches by branch and bound, starting from a choice that holds.
pub(super) fn search(exact: &Exact<'_>, start: &[usize], effort: Effort) -> Option<Found> {
    let stated = state(exact, true)?;
    let mut is_in_start = vec![false; exact.model.items.len()];
    for place in start {
        *is_in_start.get_mut(*place)? = true;
    }
    let mut warm_start = Vec::new();
    for (place, variable) in &stated.items {
        let chosen = if *is_in_start.get(*place)? { "1" } else { "0" };
        warm_start.push((*variable, chosen.parse().ok()?));
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(effort.steps);
    options.warm_start = Some(warm_start);
    let outcome = stated.problem.solve_with(options).ok()?;
    let proved = outcome.is_optimal();
    let bound = outcome.stats().best_bound;
    let bound = bound.and_then(|most| bound_of(exact, &most));
    let Ok(solution) = outcome.into_solution() else {
        return None;
    };
    let mut chosen = Vec::new();
    for (place, variable) in &stated.items {
        if is_at_least(&solution.var_value(*variable), "0.5")? {
            chosen.push(*place);
        }
    }
    Some(Found {
        chosen,
        bound,
        proved,
    })
}

/// Returns what the solver says that no choice exceeds, in points × euro and rounded up.
fn bound_of<T: Display>(exact: &Exact<'_>, most: &T) -> Option<Fraction> {
    // One part in ten million more than it says covers what it may lose by counting in binary.
    let wider = decimal(most)?.mul(Fraction::new(10_000_001, 10_000_000)?)?;
    let worth = wider.mul(exact.greatest_worth()?)?.div(GREATEST)?;
    rounded_up(worth)
}

/// A model as the solver takes it.
struct Stated {
    problem: Problem,
    /// The items that are worth choosing, with what stands for them.
    items: Vec<(usize, Variable)>,
}

fn state(exact: &Exact<'_>, is_whole: bool) -> Option<Stated> {
    let model = exact.model;
    let greatest = exact.greatest_worth()?;
    let (nothing, one): (Fraction, Fraction) = (Fraction::ZERO, Fraction::ONE);
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let mut items = Vec::new();
    let mut rows: Vec<Vec<(Variable, i128)>> = vec![Vec::new(); model.rooms.len()];
    let mut in_reserves: Vec<Vec<(Variable, i128)>> = vec![Vec::new(); model.reserves.len()];
    let mut outside = Vec::new();
    for (place, item) in model.items.iter().enumerate() {
        if exact.worth(place)? <= 0 || item.award <= Money::ZERO {
            continue;
        }
        let worth = number(item.worth.mul(GREATEST)?.div(greatest)?)?;
        let variable = if is_whole {
            problem.add_binary_var(worth)
        } else {
            problem.add_var(worth, (number(nothing)?, number(one)?))
        };
        items.push((place, variable));
        for used in &item.uses {
            rows.get_mut(used.room)?
                .push((variable, i128::from(used.amount)));
        }
        let award = (variable, i128::from(item.award.cents()));
        match item.reserve {
            Some(reserve) => in_reserves.get_mut(reserve)?.push(award),
            None => outside.push(award),
        }
    }
    for (room, row) in model.rooms.iter().zip(rows) {
        let unit = match room {
            Room::Money(_) => THOUSAND_EURO,
            Room::Proposals(_) => 1,
        };
        limit(&mut problem, &row, &[], room.limit(), unit)?;
    }
    // For each reserve, what its members are given beyond what it holds.
    let mut beyond = Vec::new();
    for (held, row) in model.reserves.iter().zip(in_reserves) {
        let all = i128::from(model.envelope.cents().max(0));
        let all = number(Fraction::new(all, THOUSAND_EURO)?)?;
        let more = problem.add_var(number(nothing)?, (number(nothing)?, all));
        let held = i128::from(held.cents());
        limit(&mut problem, &row, &[(more, -1)], held, THOUSAND_EURO)?;
        beyond.push((more, 1));
    }
    let held = Money::sum(model.reserves.iter().copied())?;
    let free = i128::from(model.envelope.cents()).checked_sub(i128::from(held.cents()))?;
    limit(&mut problem, &outside, &beyond, free, THOUSAND_EURO)?;
    Some(Stated { problem, items })
}

/// States that a sum is at most `most`; `whole` counts in thousands of euro already.
///
/// A limit that nothing can reach is left out.
fn limit(
    problem: &mut Problem,
    row: &[(Variable, i128)],
    whole: &[(Variable, i128)],
    most: i128,
    unit: i128,
) -> Option<()> {
    let all: i128 = row.iter().map(|(_, amount)| amount).sum();
    if all <= most && whole.iter().all(|(_, sign)| *sign < 0) {
        return Some(());
    }
    let mut terms = Vec::new();
    for (variable, amount) in row {
        terms.push((*variable, number(Fraction::new(*amount, unit)?)?));
    }
    for (variable, sign) in whole {
        terms.push((*variable, number(Fraction::integer(*sign))?));
    }
    let most = number(Fraction::new(most, unit)?)?;
    problem.add_constraint(&terms, ComparisonOp::Le, most);
    Some(())
}

/// Returns a number as the solver counts, from its decimal text.
fn number<T: FromStr>(value: Fraction) -> Option<T> {
    let rounded = value.round(PLACES, crate::number::Rounding::HalfEven)?;
    rounded.to_plain(PLACES)?.parse().ok()
}

/// Returns a number of the solver, to nine decimals.
fn decimal<T: Display>(value: &T) -> Option<Fraction> {
    let text = format!("{value:.9}");
    let digits: String = text.chars().filter(|it| *it != '.').collect();
    Fraction::new(digits.parse().ok()?, 10_i128.checked_pow(PLACES)?)
}

fn is_at_least<T: FromStr + PartialOrd>(value: &T, least: &str) -> Option<bool> {
    let least: T = least.parse().ok()?;
    Some(*value >= least)
}
