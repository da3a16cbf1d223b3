//! Verdicts: one line of JSON for each proposal.

use serde::Serialize;

use super::assessments::{FindingView, view};
use crate::assessment::{Assessment, Stage};
use crate::call::Call;
use crate::engine::{Status, Verdict};

/// Returns a verdict as JSON, in one line without its end.
///
/// ```
/// use bando::engine::{Status, Verdict};
/// use bando::report::verdict_json;
/// let verdict = Verdict {
///     id: "P1".to_owned(),
///     status: Status::NotEligible,
///     reasons: vec!["runts".to_owned()],
///     score: None,
/// };
/// assert_eq!(
///     verdict_json(&verdict),
///     r#"{"id":"P1","status":"not_eligible","reasons":["runts"],"score":null}"#
/// );
/// ```
pub fn verdict_json(verdict: &Verdict) -> String {
    line(&view_of(verdict))
}

/// Returns a verdict as JSON with every requirement behind it, in one line without its end.
pub fn explained_verdict_json(
    call: &Call,
    stage: Stage,
    verdict: &Verdict,
    assessment: &Assessment,
) -> String {
    let whole = view(call, stage, assessment);
    line(&ExplainedView {
        verdict: view_of(verdict),
        stage: whole.stage,
        admission: whole.admission,
        requirements: whole.requirements,
    })
}

/// Returns the word of a status, for data.
pub fn status_code(status: Status) -> &'static str {
    match status {
        Status::Eligible => "eligible",
        Status::EligibleWithReservation => "eligible_with_reservation",
        Status::NotScored => "not_scored",
        Status::BelowThreshold => "below_threshold",
        Status::ToBeCompleted => "to_be_completed",
        Status::NotEligible => "not_eligible",
    }
}

#[derive(Serialize)]
struct VerdictView<'a> {
    id: &'a str,
    status: &'static str,
    reasons: &'a [String],
    score: Option<&'a str>,
}

#[derive(Serialize)]
struct ExplainedView<'a> {
    #[serde(flatten)]
    verdict: VerdictView<'a>,
    stage: &'static str,
    admission: &'static str,
    requirements: Vec<FindingView<'a>>,
}

fn view_of(verdict: &Verdict) -> VerdictView<'_> {
    VerdictView {
        id: &verdict.id,
        status: status_code(verdict.status),
        reasons: &verdict.reasons,
        score: verdict.score.as_deref(),
    }
}

fn line(view: &impl Serialize) -> String {
    match serde_json::to_string(view) {
        Ok(text) => text,
        Err(_) => unreachable!("the view has only texts and numbers"),
    }
}
