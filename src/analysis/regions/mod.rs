//! Whether conditions can hold together: an exact search over the values that facts can have.
//!
//! # Steps
//! 1. `conditions`, `comparisons`, `choices`, `rows`: conditions become a formula over
//!    `variables`, each literal of which keeps one variable within a `domain`.
//! 2. `search`: the formula is taken apart into boxes, one domain for each variable.
//! 3. `example`: of a box that is not empty, one value for each fact.
//!
//! What cannot be put so (lists, sums of several facts, other proposals) is a variable of its own
//! that nobody can state: it serves to prove that there is no proposal, never to show one.

mod choices;
mod comparisons;
mod conditions;
mod domain;
mod example;
mod formula;
mod linear;
mod numbers;
mod rows;
mod samples;
mod search;
mod variables;

use crate::call::{Call, Expr, ExprKind, FactId};
use crate::value::Value;

pub(super) use choices::includes;
pub(super) use samples::{Sample, samples};
pub(super) use search::Outcome;
use search::search;
use variables::Variables;

/// What a search for a proposal on which conditions hold has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// They hold wherever these facts are stated so, in the order in which facts are declared.
    /// Facts that do not matter are not among them.
    Example(Vec<(FactId, Value)>),
    /// They never hold together, whatever the facts are.
    None,
    /// It cannot be told: they rest on more than single facts, or there are too many.
    Undecided,
}

/// Looks for a proposal on which all conditions hold. Of `call` the enums, tables, facts and the
/// definitions named must be there; nothing else of it is looked at.
///
/// ```
/// use bando::analysis::regions::{Found, find};
/// use bando::call::Call;
/// let call = Call::empty(jiff::tz::TimeZone::UTC);
/// assert_eq!(find(&call, &[]), Found::Example(Vec::new()));
/// ```
pub fn find(call: &Call, conditions: &[Expr]) -> Found {
    let conditions: Vec<(&Expr, bool)> = conditions.iter().map(|it| (it, true)).collect();
    match look_with(Variables::new(call), &conditions) {
        Outcome::None => Found::None,
        Outcome::Undecided => Found::Undecided,
        Outcome::Example(values) => {
            let facts = values.into_iter().map(|(subject, value)| {
                let ExprKind::Fact(id) = subject.kind else {
                    return None;
                };
                Some((id, value))
            });
            match facts.collect() {
                Some(facts) => Found::Example(facts),
                // A field of an item is no fact of the proposal.
                None => Found::Undecided,
            }
        }
    }
}

/// Looks for facts, and fields of the items around, by which each condition holds, or fails where
/// its flag says so. What imported tables happen to hold is not looked at: rules are complete, and
/// a case is in vain, whatever their rows.
pub(super) fn look(call: &Call, conditions: &[(&Expr, bool)]) -> Outcome {
    look_with(Variables::without_tables(call), conditions)
}

/// Looks for the same, at the edge of what is left: the first value not covered.
pub(super) fn look_at_edge(call: &Call, conditions: &[(&Expr, bool)]) -> Outcome {
    look_with(Variables::without_tables(call).with_edges(), conditions)
}

fn look_with(mut variables: Variables<'_>, conditions: &[(&Expr, bool)]) -> Outcome {
    let formulas = conditions
        .iter()
        .map(|(condition, wanted)| variables.truth(condition, *wanted))
        .collect();
    search(&variables, formulas)
}
