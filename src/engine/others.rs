//! What a proposal can know of the others.

use std::collections::{BTreeMap, BTreeSet};

use super::frozen::{Frozen, keep};
use crate::assessment::{ReceivedValues, Stage, received_values};
use crate::call::Call;
use crate::facts::{Proposal, Received, RefusedRow};

/// Returns the values over the received proposals for each of them.
///
/// A row that was refused was sent all the same: it counts with what could be read of it, and
/// where that does not settle a value the value is unknown. In the pre-check nobody knows of
/// other proposals. Frozen values stay as they were.
pub(super) fn values(
    call: &Call,
    received: &Received,
    frozen: Option<&Frozen>,
    stage: Stage,
) -> ReceivedValues {
    if stage == Stage::PreCheck {
        return ReceivedValues::default();
    }
    let mut values = computed(call, received);
    for (id, frozen) in frozen.iter().flat_map(|frozen| &frozen.received) {
        keep(frozen, values.of_mut(id));
    }
    values
}

fn computed(call: &Call, received: &Received) -> ReceivedValues {
    if received.refused.is_empty() {
        return received_values(call, &received.proposals);
    }
    let taken: BTreeSet<&str> = received.proposals.iter().map(|it| it.id.as_str()).collect();
    let mut all = received.proposals.clone();
    for row in &received.refused {
        all.push(stand_in(call, row, &taken));
    }
    received_values(call, &all)
}

/// Returns a proposal for a row that was refused, named after its place.
fn stand_in(call: &Call, row: &RefusedRow, taken: &BTreeSet<&str>) -> Proposal {
    let mut id = row.place.to_string();
    while taken.contains(id.as_str()) {
        id.push('*');
    }
    let mut facts = row.facts.clone();
    facts.resize(call.facts.len(), None);
    Proposal {
        id,
        facts,
        compare: BTreeMap::new(),
        place: row.place.clone(),
    }
}
