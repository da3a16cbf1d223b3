//! What is found out of all proposals before they are ranked.

use super::frozen::{Frozen, keep};
use super::others;
use crate::assessment::{
    Admission, Assessment, Case, Evaluated, Later, ReceivedValues, Stage, assess, over_admitted,
};
use crate::call::Call;
use crate::facts::{Proposal, Received};
use crate::scoring::{Marks, Score, score};

/// What is found out of all proposals before they are ranked.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    /// The values over the received proposals.
    pub(super) values: ReceivedValues,
    /// One per proposal, in their order.
    pub(super) assessments: Vec<Assessment>,
    /// The values over the admitted proposals.
    pub(super) over_admitted: Vec<Evaluated>,
}

/// Assesses every proposal, then looks over those admitted. Values that are frozen are taken as
/// they were.
pub(super) fn judge(
    call: &Call,
    received: &Received,
    frozen: Option<&Frozen>,
    stage: Stage,
) -> Judged {
    let mut judged = Judged {
        values: others::values(call, received, frozen, stage),
        assessments: Vec::new(),
        over_admitted: Vec::new(),
    };
    let proposals = received.proposals.iter();
    judged.assessments = proposals
        .map(|proposal| assess(judged.case(call, proposal, &[]), stage))
        .collect();
    if stage == Stage::PreCheck {
        return judged;
    }
    let admitted = received.proposals.iter().zip(&judged.assessments);
    let admitted: Vec<Case<'_>> = admitted
        .filter(|(_, assessment)| is_admitted(assessment))
        .map(|(proposal, _)| judged.case(call, proposal, &[]))
        .collect();
    let mut values = over_admitted(call, &admitted);
    if let Some(frozen) = frozen {
        keep(&frozen.over_admitted, &mut values);
    }
    judged.over_admitted = values;
    judged
}

impl Judged {
    /// Returns a proposal with what is known of the others, and its points once it has some.
    pub(super) fn case<'a>(
        &'a self,
        call: &'a Call,
        proposal: &'a Proposal,
        points: &'a [Evaluated],
    ) -> Case<'a> {
        Case {
            call,
            proposal,
            received: self.values.of(&proposal.id),
            later: Later {
                over_admitted: &self.over_admitted,
                points,
            },
        }
    }

    /// Gives points to each proposal that is to have some: to those admitted, or to all where the
    /// call says so.
    pub(super) fn scores(
        &self,
        call: &Call,
        received: &Received,
        marks: &Marks,
    ) -> Vec<Option<Score>> {
        let proposals = received.proposals.iter().zip(&self.assessments);
        proposals
            .map(|(proposal, assessment)| {
                is_scored(call, assessment)
                    .then(|| score(self.case(call, proposal, &[]), marks))
                    .flatten()
            })
            .collect()
    }
}

/// Tells whether the proposal goes on to the ranking, with or without reservation.
pub(super) fn is_admitted(assessment: &Assessment) -> bool {
    assessment.admission <= Admission::WithReservation
}

/// Tells whether the proposal is to have points.
pub(super) fn is_scored(call: &Call, assessment: &Assessment) -> bool {
    let grid = call.grid.as_ref();
    grid.is_some_and(|grid| grid.everyone || is_admitted(assessment))
}
