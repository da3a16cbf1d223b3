//! Explanations found by changing single amounts and recomputing all sums.

use std::collections::BTreeSet;

use super::state::{Move, State};
use super::system::{Explanation, System};

/// The most amounts that are changed one after the other.
const MOST_CHANGES: usize = 64;

/// How many changes of single amounts are tried in looking for the nearest way.
const MOST_TRIES: usize = 2_000_000;

/// Changes, as long as that leaves fewer wrong sums, the amount that leaves the fewest.
pub(super) fn nearest<'a>(system: &'a System, holds: &'a [bool]) -> Option<State<'a>> {
    let mut state = State::new(system, holds)?;
    let mut tries = MOST_TRIES;
    for _ in 0..MOST_CHANGES {
        let before = state.roots.len();
        let moves = moves(&state, &mut tries, |step| step.roots < before);
        let best = moves
            .iter()
            .min_by_key(|step| (step.roots, step.changed, step.cell));
        let Some(best) = best else { break };
        state.make(best.cell, best.delta)?;
    }
    Some(state)
}

/// Returns the explanations in which everything but one cell was reckoned rightly from wrong cells,
/// and whether all were looked for.
pub(super) fn by_one_slip(state: &State<'_>, tries: usize) -> Option<(Vec<Explanation>, bool)> {
    let mut tries = tries;
    let mut found = Vec::new();
    if let (1, Some(root)) = (state.roots.len(), state.roots.first()) {
        found.push(state.explanation(*root));
    }
    for step in moves(state, &mut tries, |step| step.roots == 1) {
        found.push(state.explanation_by(&step)?);
    }
    Some((found, tries > 0))
}

fn moves(state: &State<'_>, tries: &mut usize, wanted: impl Fn(&Move) -> bool) -> Vec<Move> {
    let mut moves = Vec::new();
    for cell in leaves(state) {
        let above = state.system.above(cell);
        for delta in state.deltas(&above) {
            if *tries == 0 {
                return moves;
            }
            *tries = tries.saturating_sub(1);
            moves.extend(state.attempt(cell, delta, &above).filter(&wanted));
        }
    }
    moves
}

/// Returns the amounts that go into a wrong sum, and are as printed.
fn leaves(state: &State<'_>) -> BTreeSet<usize> {
    let roots = state.roots.iter();
    let leaves = roots.flat_map(|root| state.system.leaves(*root));
    leaves.filter(|cell| !state.changed(*cell)).collect()
}
