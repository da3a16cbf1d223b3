//! What the panel is to mark.

use super::{assess_each, candidates, case, others};
use crate::assessment::{Admission, Stage};
use crate::call::Call;
use crate::facts::Received;
use crate::value::Value;

/// A proposal that the panel is to mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalToMark {
    /// Its id.
    pub id: String,
    /// What the call publishes of it, in the order of its columns; `None` where it is not known.
    pub published: Vec<Option<Value>>,
}

/// Returns the proposals that the panel is to mark, in the order of their ids: those admitted, with
/// reservation too, and all of them where the grid scores everyone.
pub fn proposals_to_mark(call: &Call, received: &Received, stage: Stage) -> Vec<ProposalToMark> {
    let Some(grid) = &call.grid else {
        return Vec::new();
    };
    let values = others::values(call, received, stage);
    let assessments = assess_each(call, &values, &received.proposals, stage);
    received
        .proposals
        .iter()
        .zip(&assessments)
        .filter(|(_, assessment)| {
            grid.everyone
                || matches!(
                    assessment.admission,
                    Admission::Admitted | Admission::WithReservation
                )
        })
        .map(|(proposal, _)| ProposalToMark {
            id: proposal.id.clone(),
            published: candidates::published(case(call, &values, proposal)),
        })
        .collect()
}
