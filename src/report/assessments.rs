//! Assessments: a line for people, JSON for programs.

use serde::Serialize;

use super::exceptions::{ExceptionView, exceptions};
use super::words::{
    admission, admission_code, comparison_sign, judgement_code, stage_code, visible,
};
use crate::assessment::{Assessment, Finding, Judgement, NoResultKind, Shortfall, Stage};
use crate::call::{Call, Requirement, show_plain};
use crate::engine::{citation_texts, citations_behind, reasons_of};
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
    json(&view(call, stage, assessment))
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
    #[serde(flatten)]
    why: WhyView<'a>,
}

/// What a finding rests on.
#[derive(Serialize)]
struct WhyView<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exceptions: Vec<ExceptionView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shortfalls: Vec<ShortfallView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    waits_for: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    without_result: Vec<&'static str>,
}

/// What all findings of one requirement say alike, as JSON: written once, for whoever answers often.
#[derive(Clone, Debug)]
pub struct FindingFrame {
    /// `{"requirement":…,"title":…,"judgement":`
    head: String,
    /// Its own citations, an array.
    citations: String,
}

impl FindingFrame {
    /// Writes what all findings of a requirement say alike.
    pub fn of(call: &Call, requirement: &Requirement) -> Self {
        let (name, title) = (json(&requirement.name), json(&requirement.title));
        let own = own_citations(call, requirement);
        Self {
            head: format!("{{\"requirement\":{name},\"title\":{title},\"judgement\":"),
            citations: json(&own),
        }
    }

    /// Writes a finding of the requirement as [`assessment_json`] does, the closing brace left off.
    pub fn write_open(
        &self,
        call: &Call,
        requirement: &Requirement,
        finding: &Finding,
        out: &mut String,
    ) {
        out.push_str(&self.head);
        out.push('"');
        out.push_str(judgement_code(finding.judgement));
        out.push('"');
        if let Some(message) = message(finding) {
            out.push_str(",\"message\":");
            out.push_str(&json(message));
        }
        out.push_str(",\"citations\":");
        if finding.exceptions.iter().all(|it| it.when == Some(false)) {
            out.push_str(&self.citations);
        } else {
            out.push_str(&json(&citations_behind(call, requirement, finding)));
        }
        if is_plain(finding) {
            return;
        }
        let why = json(&why(call, requirement, finding));
        let fields = why.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        if let Some(fields) = fields.filter(|it| !it.is_empty()) {
            out.push(',');
            out.push_str(fields);
        }
    }
}

/// Tells whether a finding is without reasons of its own.
fn is_plain(finding: &Finding) -> bool {
    let unknown = &finding.unknown;
    finding.exceptions.is_empty()
        && finding.shortfalls.is_empty()
        && !unknown.waits()
        && unknown.without_result.is_empty()
}

fn own_citations(call: &Call, requirement: &Requirement) -> Vec<Text> {
    let mut own: Vec<Text> = Vec::new();
    for text in citation_texts(call, &requirement.citations) {
        if !own.contains(&text) {
            own.push(text);
        }
    }
    own
}

fn json<T: Serialize + ?Sized>(view: &T) -> String {
    match serde_json::to_string(view) {
        Ok(text) => text,
        Err(_) => unreachable!("the view has only texts and numbers"),
    }
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
    Some(FindingView {
        requirement: &requirement.name,
        title: &requirement.title,
        judgement: judgement_code(finding.judgement),
        message: message(finding),
        citations: citations_behind(call, requirement, finding),
        why: why(call, requirement, finding),
    })
}

fn message(finding: &Finding) -> Option<&Text> {
    match finding.judgement {
        Judgement::Unmet => finding.message.as_ref(),
        _ => None,
    }
}

fn why<'a>(call: &'a Call, requirement: &'a Requirement, finding: &'a Finding) -> WhyView<'a> {
    let without_result = finding.unknown.without_result.iter();
    WhyView {
        exceptions: exceptions(call, &requirement.exceptions, &finding.exceptions),
        shortfalls: shortfalls(call, &finding.shortfalls),
        waits_for: finding.unknown.facts().collect(),
        without_result: without_result.map(|it| no_result_code(it.why)).collect(),
    }
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
