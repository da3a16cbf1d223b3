//! Assessments: a line for people, JSON for programs.

use serde::Serialize;

use super::exceptions::{ExceptionView, exceptions};
use super::words::{
    admission, admission_code, comparison_sign, judgement_code, stage_code, visible,
};
use crate::assessment::{Assessment, Finding, Judgement, NoResultKind, Shortfall, Stage};
use crate::call::{Call, show_plain};
use crate::engine::{citations_behind, reasons_of};
use crate::text::{Language, Text};
use crate::value::Value;

/// Returns the proposal, its admission, and the requirements that stand behind it; one line.
pub fn assessment_line(call: &Call, assessment: &Assessment, language: Language) -> String {
    let behind: Vec<_> = reasons_of(call, assessment)
        .into_iter()
        .map(|reason| reason.code)
        .collect();
    let head = format!(
        "{}: {}",
        visible(&assessment.proposal),
        admission(assessment.admission, language)
    );
    if behind.is_empty() {
        format!("{head}\n")
    } else {
        format!("{head} ({})\n", behind.join(", "))
    }
}

/// Returns one assessment as JSON, in one line without its end.
pub fn assessment_json(call: &Call, stage: Stage, assessment: &Assessment) -> String {
    match serde_json::to_string(&view(call, stage, assessment)) {
        Ok(text) => text,
        Err(_) => unreachable!("the view has only texts and numbers"),
    }
}

/// Returns all assessments as one JSON array, a line end at the end.
pub fn assessments_json(call: &Call, stage: Stage, assessments: &[Assessment]) -> String {
    let views: Vec<_> = assessments
        .iter()
        .map(|assessment| view(call, stage, assessment))
        .collect();
    match serde_json::to_string_pretty(&views) {
        Ok(text) => format!("{text}\n"),
        Err(_) => unreachable!("the view has only texts and numbers"),
    }
}

#[derive(Serialize)]
pub(super) struct AssessmentView<'a> {
    pub(super) id: &'a str,
    pub(super) stage: &'static str,
    pub(super) admission: &'static str,
    pub(super) requirements: Vec<FindingView<'a>>,
}

#[derive(Serialize)]
pub(super) struct FindingView<'a> {
    requirement: &'a str,
    title: &'a Text,
    judgement: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a Text>,
    citations: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exceptions: Vec<ExceptionView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shortfalls: Vec<ShortfallView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    waits_for: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    without_result: Vec<&'static str>,
}

/// A comparison that fails, in plain values.
#[derive(Serialize)]
pub(super) struct ShortfallView {
    value: String,
    required: &'static str,
    limit: String,
    distance: Option<String>,
}

pub(super) fn view<'a>(
    call: &'a Call,
    stage: Stage,
    assessment: &'a Assessment,
) -> AssessmentView<'a> {
    AssessmentView {
        id: &assessment.proposal,
        stage: stage_code(stage),
        admission: admission_code(assessment.admission),
        requirements: assessment
            .findings
            .iter()
            .filter_map(|finding| finding_view(call, finding))
            .collect(),
    }
}

/// Returns what became of one requirement; `None` if the call has no such requirement.
pub(super) fn finding_view<'a>(call: &'a Call, finding: &'a Finding) -> Option<FindingView<'a>> {
    let requirement = call.requirements.get(finding.requirement.index())?;
    let message = match finding.judgement {
        Judgement::Unmet => finding.message.as_ref(),
        _ => None,
    };
    Some(FindingView {
        requirement: &requirement.name,
        title: &requirement.title,
        judgement: judgement_code(finding.judgement),
        message,
        citations: citations_behind(call, requirement, finding),
        exceptions: exceptions(call, &requirement.exceptions, &finding.exceptions),
        shortfalls: shortfalls(call, &finding.shortfalls),
        waits_for: finding.unknown.facts().collect(),
        without_result: finding
            .unknown
            .without_result
            .iter()
            .map(|it| no_result_code(it.why))
            .collect(),
    })
}

/// Returns the comparisons that fail, in plain values.
pub(super) fn shortfalls(call: &Call, shortfalls: &[Shortfall]) -> Vec<ShortfallView> {
    let plain =
        |value: &Value, shortfall: &Shortfall| show_plain(value, shortfall.ty, call.names());
    shortfalls
        .iter()
        .map(|shortfall| ShortfallView {
            value: plain(&shortfall.value, shortfall),
            required: comparison_sign(shortfall.comparison),
            limit: plain(&shortfall.limit, shortfall),
            distance: shortfall
                .distance
                .map(|distance| plain(&Value::Number(distance), shortfall)),
        })
        .collect()
}

/// Returns why an operation has no result, for data.
pub(super) fn no_result_code(why: NoResultKind) -> &'static str {
    match why {
        NoResultKind::DivisionByZero => "division_by_zero",
        NoResultKind::PointsOutOfOrder => "points_out_of_order",
        NoResultKind::NotInForce => "not_in_force",
        NoResultKind::NoItems => "no_items",
        NoResultKind::Overflow => "overflow",
        NoResultKind::EmptyCell => "empty_cell",
        NoResultKind::PointsOutOfRange => "points_out_of_range",
        NoResultKind::PanelTooSmall => "panel_too_small",
        NoResultKind::TooManySteps => "too_many_steps",
        NoResultKind::Clash(..) => "clashing_exceptions",
    }
}
