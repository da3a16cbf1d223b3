//! How a proposal was assessed and scored, step by step.

use super::frozen::Frozen;
use super::judging::{Judged, is_scored, judge};
use crate::assessment::{Explanation, Stage, explain};
use crate::call::Call;
use crate::facts::Received;
use crate::scoring::{self, ExplainedScore, Marks};

/// Proposals judged, each of which can be explained.
///
/// They are judged once; what is asked of one costs no more than that one.
#[derive(Clone, Debug)]
pub struct Explainer<'a> {
    call: &'a Call,
    received: &'a Received,
    marks: &'a Marks,
    stage: Stage,
    judged: Judged,
}

/// How a proposal was assessed and scored, step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained<'a> {
    /// Every requirement.
    pub assessment: Explanation<'a>,
    /// Every line of the grid, where the proposal has points.
    pub score: Option<ExplainedScore<'a>>,
}

impl<'a> Explainer<'a> {
    /// Judges all proposals; values over other proposals that are `frozen` stay as they were.
    pub fn new(
        call: &'a Call,
        received: &'a Received,
        marks: &'a Marks,
        frozen: Option<&Frozen>,
        stage: Stage,
    ) -> Self {
        Self {
            call,
            received,
            marks,
            stage,
            judged: judge(call, received, frozen, stage),
        }
    }

    /// Explains the assessment and the points of the proposal called `id`; `None` if it is not
    /// among those received.
    /// What became of it in the ranking is for [`super::rank`] to tell.
    pub fn explain(&self, id: &str) -> Option<Explained<'_>> {
        let mut proposals = self.received.proposals.iter().zip(&self.judged.assessments);
        let (proposal, assessment) = proposals.find(|(proposal, _)| proposal.id == id)?;
        let case = self.judged.case(self.call, proposal, &[]);
        Some(Explained {
            assessment: explain(case, self.stage),
            score: is_scored(self.call, assessment)
                .then(|| scoring::explain(case, self.marks))
                .flatten(),
        })
    }
}
