//! What the panel is to mark.

use super::candidates;
use super::judging::{is_scored, judge};
use crate::assessment::Stage;
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
    let judged = judge(call, received, None, stage);
    received
        .proposals
        .iter()
        .zip(&judged.assessments)
        .filter(|(_, assessment)| is_scored(call, assessment))
        .map(|(proposal, _)| ProposalToMark {
            id: proposal.id.clone(),
            published: candidates::published(judged.case(call, proposal, &[])),
        })
        .collect()
}
