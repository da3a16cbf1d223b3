//! Units that share a rank though no money hangs on their order: people should know all the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::selection::Selection;

/// Units of equal keys.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Tie<'a> {
    /// The rank that they share.
    pub(super) rank: u32,
    /// Their ids.
    pub(super) units: Vec<&'a str>,
}

/// Returns the ties of a ranking, the best first, but for the one that waits for the lot: on that
/// money hangs.
pub(super) fn ties(selection: &Selection) -> Vec<Tie<'_>> {
    let open = selection.awaits_lot.iter().flat_map(|tie| &tie.units);
    let open: BTreeSet<&str> = open.map(|(id, _)| id.as_str()).collect();
    let mut by_rank: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for unit in &selection.units {
        by_rank.entry(unit.rank).or_default().push(&unit.id);
    }
    by_rank
        .into_iter()
        .filter(|(_, units)| units.len() > 1 && !units.iter().any(|id| open.contains(id)))
        .map(|(rank, units)| Tie { rank, units })
        .collect()
}
