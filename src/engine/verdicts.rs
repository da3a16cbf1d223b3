//! What becomes of each proposal, in a word: its status, the codes of its reasons, its score.

use super::judging::{is_scored, judge};
use super::standing::missed_thresholds;
use crate::assessment::{Admission, Assessment, Evaluated, Stage};
use crate::call::{Call, Grid, Type, show_plain};
use crate::facts::Received;
use crate::number::Fraction;
use crate::scoring::{Marks, Score, score};
use crate::value::Value;

/// What becomes of a proposal, before any ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The proposal's id.
    pub id: String,
    /// What becomes of it.
    pub status: Status,
    /// The names of the requirements that are not met, or not known where that still matters, in
    /// the order of the rule file; then those of the minima and of the threshold it misses.
    pub reasons: Vec<String>,
    /// Its score as published, in digits; `None` where it has none or not all of it is known.
    pub score: Option<String>,
}

/// What becomes of a proposal, before any ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It may be ranked, or the call has no grid.
    Eligible,
    /// It may, with a reservation to be cleared.
    EligibleWithReservation,
    /// It is admitted, and points that are not known yet matter.
    NotScored,
    /// It is admitted, and misses the threshold of the score or a minimum.
    BelowThreshold,
    /// Something is missing that may still be supplied.
    ToBeCompleted,
    /// It is not admitted.
    NotEligible,
}

/// Tells what becomes of every proposal, in the order of their ids; nobody has marked them.
///
/// [`super::quick_verdicts`] gives the same, quicker.
pub fn verdicts(call: &Call, received: &Received, stage: Stage) -> Vec<Verdict> {
    let judged = judge(call, received, None, stage);
    let marks = Marks::default();
    let proposals = received.proposals.iter().zip(&judged.assessments);
    proposals
        .map(|(proposal, assessment)| {
            let score = is_scored(call, assessment)
                .then(|| score(judged.case(call, proposal, &[]), &marks))
                .flatten();
            verdict(call, assessment, score.as_ref())
        })
        .collect()
}

/// Tells what becomes of one proposal that has been assessed and scored.
pub(super) fn verdict(call: &Call, assessment: &Assessment, score: Option<&Score>) -> Verdict {
    let reasons = requirements_behind(call, assessment);
    let id = assessment.proposal.clone();
    verdict_of(call, id, assessment.admission, reasons, score)
}

/// Does the same for one of which the names of the requirements behind it are known.
pub(super) fn verdict_of(
    call: &Call,
    id: String,
    admission: Admission,
    mut reasons: Vec<String>,
    score: Option<&Score>,
) -> Verdict {
    let status = status(admission, score);
    if let (Some(grid), Some(score)) = (&call.grid, score) {
        match status {
            Status::BelowThreshold => reasons.extend(thresholds_behind(grid, score)),
            Status::NotScored => reasons.push("score".to_owned()),
            _ => {}
        }
    }
    Verdict {
        id,
        status,
        reasons,
        score: score.and_then(|score| published(call, score)),
    }
}

/// Returns the names of the minima, in the order of the criteria, and last that of the threshold of
/// the whole score.
pub(crate) fn threshold_names(call: &Call) -> Vec<&str> {
    let Some(grid) = &call.grid else {
        return Vec::new();
    };
    let minima = grid.criteria.iter().filter_map(|it| it.minimum.as_ref());
    let all = minima.chain(&grid.threshold);
    all.map(|threshold| threshold.name.as_str()).collect()
}

/// Returns a score in digits: with the places to which the grid rounds it, noughts too.
pub(super) fn digits(call: &Call, score: Fraction) -> Option<String> {
    let places = call.grid.as_ref()?.rounding.map(|it| it.places);
    let rounded = places.and_then(|places| score.to_plain(places));
    let plain = || show_plain(&Value::Number(score), Type::Number, call.names());
    Some(rounded.unwrap_or_else(plain))
}

fn status(admission: Admission, score: Option<&Score>) -> Status {
    match admission {
        Admission::NotAdmitted => Status::NotEligible,
        Admission::ToBeCompleted => Status::ToBeCompleted,
        _ if score.is_some_and(Score::is_below_threshold) => Status::BelowThreshold,
        _ if score.is_some_and(|score| !score.is_complete()) => Status::NotScored,
        Admission::WithReservation => Status::EligibleWithReservation,
        Admission::Admitted => Status::Eligible,
    }
}

fn requirements_behind(call: &Call, assessment: &Assessment) -> Vec<String> {
    let behind = assessment.findings.iter().filter(|it| it.is_reason());
    behind
        .filter_map(|it| call.requirements.get(it.requirement.index()))
        .map(|requirement| requirement.name.clone())
        .collect()
}

/// Returns the minima missed, in the order of the criteria, and last the threshold of the whole
/// score, as somebody adding up would come upon them.
fn thresholds_behind(grid: &Grid, score: &Score) -> Vec<String> {
    let (whole, minima): (Vec<_>, Vec<_>) =
        missed_thresholds(grid, score).partition(|(_, _, finding)| finding.criterion.is_none());
    let in_order = minima.into_iter().chain(whole);
    in_order
        .map(|(threshold, ..)| threshold.name.clone())
        .collect()
}

fn published(call: &Call, score: &Score) -> Option<String> {
    match &score.total {
        Evaluated::Known(Value::Number(number)) => digits(call, *number),
        _ => None,
    }
}
