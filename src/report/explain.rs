//! Why a proposal is admitted or not, requirement by requirement.

use serde::Serialize;

use super::assessments::{FindingView, finding_view};
use super::score::{ScoreView, score_text};
use super::splits::{SplitView, split_lines, split_views};
use super::steps::{StepView, Writer};
use super::words::{
    admission, admission_code, choose, judgement, outcome, outcome_code, reason_code, shortfall,
    stage_code, term, visible, waits_for, wrap,
};
use crate::assessment::{ExplainedRequirement, Finding, Judgement, NoResultKind, Stage};
use crate::call::{Call, ExprKind, Requirement};
use crate::engine::{Explained, OutcomeKind, ProposalOutcome, citation_texts, no_result_text};
use crate::source::Sources;
use crate::text::{Language, Text};

/// Returns the explanation as people read it: each requirement with its verdict, its article, the
/// rule in the author's own words, the values it used, and how far they are from the limit; then
/// its points, line by line.
pub fn explanation_text(
    call: &Call,
    sources: &Sources,
    explained: &Explained<'_>,
    standing: Option<&ProposalOutcome>,
    language: Language,
) -> String {
    let explanation = &explained.assessment;
    let assessment = &explanation.assessment;
    let mut out = format!(
        "{} {}: {}\n",
        choose(language, "Proposta", "Proposal"),
        visible(&assessment.proposal),
        admission(assessment.admission, language)
    );
    if let Some(standing) = standing {
        standing_text(standing, language, &mut out);
        for line in split_lines(call, standing.award, language) {
            out.push_str(&wrap("  - ", &visible(&line)));
        }
    }
    for (finding, steps) in assessment.findings.iter().zip(&explanation.requirements) {
        if let Some(requirement) = call.requirements.get(finding.requirement.index()) {
            out.push('\n');
            let writer = Writer::new(call, sources, language);
            requirement_text(writer, requirement, finding, steps, &mut out);
        }
    }
    if let Some(score) = &explained.score {
        out.push('\n');
        out.push_str(&score_text(call, sources, score, language));
    }
    out
}

/// Returns the explanation as JSON, a line end at the end.
pub fn explanation_json(
    call: &Call,
    sources: &Sources,
    stage: Stage,
    explained: &Explained<'_>,
    standing: Option<&ProposalOutcome>,
) -> String {
    let explanation = &explained.assessment;
    let assessment = &explanation.assessment;
    let step = |step| StepView::of(step, call, sources);
    let view = ExplanationView {
        id: &assessment.proposal,
        stage: stage_code(stage),
        admission: admission_code(assessment.admission),
        outcome: standing.map(|it| outcome_code(it.outcome)),
        rank: standing.and_then(|it| it.rank),
        award: standing.map(|it| it.award.to_plain()),
        splits: standing
            .map(|it| split_views(call, it.award))
            .unwrap_or_default(),
        reasons: standing.map(|it| it.reasons.iter().map(|reason| &reason.message).collect()),
        requirements: assessment
            .findings
            .iter()
            .zip(&explanation.requirements)
            .filter_map(|(finding, steps)| {
                Some(ExplainedView {
                    finding: finding_view(call, finding)?,
                    applies_when: steps.applies.as_ref().map(step),
                    require: step(&steps.require),
                })
            })
            .collect(),
        score: call
            .grid
            .as_ref()
            .zip(explained.score.as_ref())
            .map(|(grid, score)| ScoreView::explained(call, sources, grid, score)),
    };
    match serde_json::to_string_pretty(&view) {
        Ok(text) => format!("{text}\n"),
        Err(_) => unreachable!("the view has only texts and numbers"),
    }
}

#[derive(Serialize)]
struct ExplanationView<'a> {
    id: &'a str,
    stage: &'static str,
    admission: &'static str,
    outcome: Option<&'static str>,
    rank: Option<u32>,
    award: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    splits: Vec<SplitView<'a>>,
    reasons: Option<Vec<&'a Text>>,
    requirements: Vec<ExplainedView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<ScoreView<'a>>,
}

#[derive(Serialize)]
struct ExplainedView<'a> {
    #[serde(flatten)]
    finding: FindingView<'a>,
    applies_when: Option<StepView>,
    require: StepView,
}

/// Writes what became of the proposal, and why.
fn standing_text(standing: &ProposalOutcome, language: Language, out: &mut String) {
    if let Some(rank) = standing.rank {
        let place = choose(language, "posto in graduatoria", "rank");
        let what = outcome(standing.outcome, language);
        out.push_str(&wrap("  ", &format!("{place}: {rank}, {what}")));
    } else if matches!(
        standing.outcome,
        OutcomeKind::BelowThreshold | OutcomeKind::NotScored
    ) {
        let (result, what) = (
            choose(language, "esito", "outcome"),
            outcome(standing.outcome, language),
        );
        out.push_str(&wrap("  ", &format!("{result}: {what}")));
    }
    for reason in &standing.reasons {
        let message = visible(reason.message.get(language));
        let code = reason_code(&reason.code, language);
        out.push_str(&wrap("  - ", &format!("{code}: {message}")));
    }
}

fn requirement_text(
    mut writer: Writer<'_>,
    requirement: &Requirement,
    finding: &Finding,
    explained: &ExplainedRequirement<'_>,
    out: &mut String,
) {
    let (call, language) = (writer.call, writer.language);
    let word = |it, en| choose(language, it, en);
    out.push_str(&wrap(
        "",
        &format!(
            "{} ({}): {}",
            requirement.title.get(language),
            requirement.name,
            judgement(finding, language).to_uppercase()
        ),
    ));
    for citation in citation_texts(call, &requirement.citations) {
        out.push_str(&wrap("  § ", citation.get(language)));
    }
    if let (Judgement::Unmet, Some(message)) = (finding.judgement, &finding.message) {
        out.push_str(&wrap("  ", &visible(message.get(language))));
    }
    let within = term(finding.consequence, language);
    if !within.is_empty() && matches!(finding.judgement, Judgement::Unmet | Judgement::Unknown) {
        out.push_str(&wrap(
            "  ",
            &format!("{} {within}", word("termine:", "term:")),
        ));
    }
    conditions_text(&mut writer, finding, explained, out);
    for found in &finding.shortfalls {
        let head = word("  limite: ", "  limit: ");
        out.push_str(&wrap(head, &shortfall(call, found, language)));
    }
    if finding.unknown.waits() {
        let head = word("  manca: ", "  missing: ");
        out.push_str(&wrap(head, &waits_for(&finding.unknown)));
    }
    for no_result in &finding.unknown.without_result {
        if matches!(
            no_result.why,
            NoResultKind::Clash(..) | NoResultKind::TooManySteps
        ) {
            let why = no_result_text(call, no_result.why);
            out.push_str(&wrap("  ", why.get(language)));
        }
    }
}

/// Writes when a requirement applies, what it requires, and what its exceptions make of that.
fn conditions_text(
    writer: &mut Writer<'_>,
    finding: &Finding,
    explained: &ExplainedRequirement<'_>,
    out: &mut String,
) {
    let language = writer.language;
    let word = |it, en| choose(language, it, en);
    let mut exceptions = Vec::new();
    if let Some(applies) = &explained.applies {
        let mut condition = applies;
        if let Some((base, excepted)) = applies.excepted() {
            condition = base;
            exceptions.extend(excepted);
        }
        // That a requirement always applies is written nowhere.
        if !matches!(condition.expr.kind, ExprKind::Constant(_)) {
            writer.headed(word("si applica se: ", "applies when: "), condition, 2, out);
        }
    }
    let mut base = &explained.require;
    let mut head = word("richiede: ", "requires: ");
    if let Some((rule, excepted)) = base.excepted() {
        base = rule;
        exceptions.retain(|it| !excepted.iter().any(|other| other.exception == it.exception));
        exceptions.extend(excepted);
    }
    if !exceptions.is_empty() {
        head = word("di regola richiede: ", "as a rule requires: ");
    }
    let by_exception = !finding.exceptions.is_empty();
    if finding.judgement != Judgement::NotApplicable || by_exception {
        writer.headed(head, base, 2, out);
        exceptions.sort_by_key(|it| it.exception);
        for exception in &exceptions {
            let other = exception.value.expr != base.expr;
            let taken = other.then_some(word("richiede: ", "requires: "));
            writer.exception(exception, taken, 2, out);
        }
    }
}
