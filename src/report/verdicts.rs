//! Verdicts: one line of JSON for each proposal.

use serde::Serialize;

use super::assessments::{FindingView, view};
use crate::assessment::{Assessment, Stage};
use crate::call::{Call, Type, show_plain};
use crate::engine::{QuickVerdict, Status, Verdict, threshold_names};
use crate::number::Fraction;
use crate::value::Value;

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

/// Writes verdicts of compiled rules as lines of JSON, just as [`verdict_json`] does.
#[derive(Debug)]
pub struct VerdictWriter<'c> {
    call: &'c Call,
    /// The name of each requirement and threshold, in quotes.
    requirements: Vec<String>,
    thresholds: Vec<String>,
    /// The places of the score, where the grid says.
    places: Option<u32>,
}

impl<'c> VerdictWriter<'c> {
    /// Returns a writer of verdicts on a call.
    pub fn new(call: &'c Call) -> Self {
        let requirements = call.requirements.iter();
        Self {
            call,
            requirements: requirements.map(|it| quoted(&it.name)).collect(),
            thresholds: threshold_names(call).into_iter().map(quoted).collect(),
            places: call
                .grid
                .as_ref()
                .and_then(|it| it.rounding)
                .map(|it| it.places),
        }
    }

    /// Writes one line.
    pub fn write(&self, out: &mut String, id: &str, verdict: &QuickVerdict) {
        out.push_str("{\"id\":");
        if id
            .bytes()
            .all(|byte| (b' '..0x7f).contains(&byte) && !matches!(byte, b'"' | b'\\'))
        {
            out.push('"');
            out.push_str(id);
            out.push('"');
        } else {
            out.push_str(&quoted(id));
        }
        out.push_str(",\"status\":\"");
        out.push_str(status_code(verdict.status));
        out.push_str("\",\"reasons\":[");
        let mut first = true;
        let words = self.requirements.chunks(64).zip(&verdict.requirements);
        let words = words.chain([(self.thresholds.as_slice(), &verdict.thresholds)]);
        for (names, word) in words {
            let mut rest = *word;
            while let Some(name) = names
                .get(rest.trailing_zeros() as usize)
                .filter(|_| rest != 0)
            {
                if !first {
                    out.push(',');
                }
                first = false;
                out.push_str(name);
                rest &= rest.wrapping_sub(1);
            }
        }
        out.push_str("],\"score\":");
        match verdict.score {
            Some(score) => self.score(out, score),
            None => out.push_str("null"),
        }
        out.push_str("}\n");
    }

    fn score(&self, out: &mut String, score: Fraction) {
        let shown = self.places.and_then(|places| score.to_plain(places));
        let value = || show_plain(&Value::Number(score), Type::Number, self.call.names());
        out.push('"');
        out.push_str(&shown.unwrap_or_else(value));
        out.push('"');
    }
}

fn quoted(text: &str) -> String {
    line(&text)
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
