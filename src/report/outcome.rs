//! An outcome as JSON: the same bytes for the same outcome.

use serde::Serialize;

use super::assessments::{ShortfallView, shortfalls};
use super::funding::{FundingView, funding_view};
use super::money::{
    MemberView, MoneyView, SlideView, by_proposal, member_view, money_view, slide_view,
};
use super::score::ScoreView;
use super::splits::{SplitView, split_views, total_views};
use super::ties::{Tie, ties};
use super::words::{admission_code, outcome_code, stage_code};
use crate::assessment::{Assessment, Judgement, Stage};
use crate::call::Call;
use crate::engine::{FrozenView, Outcome, ProposalOutcome, Reason, citation_texts};
use crate::number::Money;
use crate::scoring::Score;
use crate::source::Sources;
use crate::text::Text;
use crate::value::CountWord;

/// Returns the outcome as JSON: money in euro as text with two decimals, proposals in the order
/// of their ids, a line end at the end. `sources` give the words of the rules whose values are
/// frozen.
pub fn outcome_json(call: &Call, sources: &Sources, stage: Stage, outcome: &Outcome) -> String {
    outcome_with(call, sources, stage, outcome, None::<&()>)
}

/// Returns the outcome as [`outcome_json`] does, with what it rests on.
pub(crate) fn outcome_with<R: Serialize>(
    call: &Call,
    sources: &Sources,
    stage: Stage,
    outcome: &Outcome,
    record: Option<&R>,
) -> String {
    let money = |amount: Option<Money>| amount.map(Money::to_plain);
    let selection = outcome.selection.as_ref();
    let has_envelope = outcome.envelope.is_some();
    let ranked = by_proposal(selection);
    let view = OutcomeView {
        record,
        call: &call.name,
        title: &call.title,
        citations: citation_texts(call, &call.citations),
        stage: stage_code(stage),
        provisional: !outcome.provisional.is_empty(),
        provisional_because: &outcome.provisional,
        envelope: money(outcome.envelope),
        programme: funding_view(call, outcome),
        spent: money(selection.map(|it| it.spent).filter(|_| has_envelope)),
        left: money(selection.and_then(|it| it.left)),
        counts: counts(call, outcome),
        slide: outcome.moved.as_ref().map(slide_view),
        ties: outcome.selection.as_ref().map(ties).unwrap_or_default(),
        money: money_view(call, outcome),
        splits: total_views(call, outcome),
        proposals: outcome
            .proposals
            .iter()
            .zip(&outcome.assessments)
            .enumerate()
            .map(|(place, (proposal, assessment))| {
                let score = outcome.scores.get(place).and_then(Option::as_ref);
                let money = ranked.get(proposal.id.as_str());
                let money = money.and_then(|place| member_view(call, *place));
                proposal_view(call, outcome, proposal, assessment, score, money)
            })
            .collect(),
        frozen: outcome.frozen.view(call, sources, outcome.kept.as_ref()),
    };
    match serde_json::to_string_pretty(&view) {
        Ok(mut text) => {
            text.push('\n');
            text
        }
        Err(_) => unreachable!("the view has only texts and numbers"),
    }
}

#[derive(Serialize)]
struct OutcomeView<'a, R> {
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<&'a R>,
    call: &'a str,
    title: &'a Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citations: Vec<Text>,
    stage: &'static str,
    provisional: bool,
    provisional_because: &'a [Text],
    envelope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    programme: Option<FundingView<'a>>,
    spent: Option<String>,
    left: Option<String>,
    counts: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    slide: Option<SlideView>,
    ties: Vec<Tie<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    money: Option<MoneyView<'a>>,
    /// What all awards together give to each part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    splits: Vec<SplitView<'a>>,
    proposals: Vec<ProposalView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frozen: Option<FrozenView>,
}

#[derive(Serialize)]
struct Counts {
    received: u64,
    refused_rows: usize,
    admitted: u64,
    with_reservation: u64,
    to_be_completed: u64,
    not_admitted: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    below_threshold: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_scored: Option<u64>,
    ranked: u64,
    units: u64,
    funded: u64,
    funded_in_part: u64,
    waiting: u64,
}

#[derive(Serialize)]
struct ProposalView<'a> {
    id: &'a str,
    outcome: &'static str,
    admission: &'static str,
    with_reservation: bool,
    rank: Option<u32>,
    unit: Option<&'a str>,
    requested: Option<String>,
    award: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    money: Option<MemberView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    splits: Vec<SplitView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<ScoreView<'a>>,
    reasons: Vec<ReasonView<'a>>,
}

#[derive(Serialize)]
struct ReasonView<'a> {
    code: &'a str,
    message: &'a Text,
    citations: &'a [Text],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shortfalls: Vec<ShortfallView>,
}

/// Counts what is counted in an outcome, admitted with reservation among the admitted.
fn counts(call: &Call, outcome: &Outcome) -> Counts {
    let count = |word| outcome.count(word);
    let of_points = |word| call.grid.as_ref().map(|_| count(word));
    Counts {
        received: count(CountWord::Received),
        refused_rows: outcome.refused.len(),
        admitted: count(CountWord::Admitted),
        with_reservation: count(CountWord::WithReservation),
        to_be_completed: count(CountWord::ToBeCompleted),
        not_admitted: count(CountWord::NotAdmitted),
        below_threshold: of_points(CountWord::BelowThreshold),
        not_scored: of_points(CountWord::NotScored),
        ranked: count(CountWord::Ranked),
        units: match outcome.selection {
            Some(_) => count(CountWord::Units),
            None => 0,
        },
        funded: count(CountWord::Funded),
        funded_in_part: count(CountWord::FundedInPart),
        waiting: count(CountWord::Waiting),
    }
}

fn proposal_view<'a>(
    call: &'a Call,
    outcome: &Outcome,
    proposal: &'a ProposalOutcome,
    assessment: &Assessment,
    score: Option<&'a Score>,
    money: Option<MemberView<'a>>,
) -> ProposalView<'a> {
    let has_envelope = outcome.envelope.is_some();
    ProposalView {
        id: &proposal.id,
        outcome: outcome_code(proposal.outcome),
        admission: admission_code(proposal.admission),
        with_reservation: proposal.is(CountWord::WithReservation),
        rank: proposal.rank,
        unit: proposal.unit.as_deref(),
        requested: proposal.full.map(Money::to_plain),
        award: has_envelope.then(|| proposal.award.to_plain()),
        money,
        splits: split_views(call, proposal.award),
        score: call
            .grid
            .as_ref()
            .zip(score)
            .map(|(grid, score)| ScoreView::of(call, grid, score)),
        reasons: proposal
            .reasons
            .iter()
            .map(|reason| reason_view(call, reason, assessment))
            .collect(),
    }
}

fn reason_view<'a>(call: &Call, reason: &'a Reason, assessment: &Assessment) -> ReasonView<'a> {
    let finding = assessment.findings.iter().find(|finding| {
        call.requirements
            .get(finding.requirement.index())
            .is_some_and(|requirement| requirement.name == reason.code)
            // Of more versions of one requirement, the one that is behind the reason.
            && finding.judgement != Judgement::NotApplicable
    });
    ReasonView {
        code: &reason.code,
        message: &reason.message,
        citations: &reason.citations,
        shortfalls: finding
            .map(|finding| shortfalls(call, &finding.shortfalls))
            .unwrap_or_default(),
    }
}
