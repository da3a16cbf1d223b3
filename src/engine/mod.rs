//! The whole flow on one page: check, read, assess, rank.
//!
//! # Steps
//! 1. [`check`]: the text of a rule file becomes a checked [`Call`], or all that is wrong with it.
//! 2. [`read`]: a file becomes proposals, and rows refused.
//! 3. [`assess_all`]: every requirement is judged over every proposal.
//! 4. [`rank`]: the admitted become candidates, the candidates are ranked and funded, and each
//!    proposal is told what became of it, and why.

mod candidates;
mod coverage;
mod expectations;
mod mutation;
mod others;
mod outcome;
mod reading;
mod reasons;
mod testing;
mod trouble;
mod words;

use std::collections::BTreeMap;

use crate::analysis::{self, Checked};
use crate::assessment::{
    Admission, Assessment, Case, Explanation, Later, ReceivedValues, Stage, assess, explain,
};
use crate::call::Call;
use crate::diagnostic::Diagnostic;
use crate::facts::{Proposal, Received};
use crate::number::Money;
use crate::selection::{Member, Rules, Selection, Unit, UnitResult, select};
use crate::source::{FileId, Files, Sources};
use crate::syntax;
use crate::value::Limit;

use candidates::Entry;

pub use candidates::value_of_key;
pub use coverage::{Coverage, ExceptionCoverage, RequirementCoverage, coverage};
pub use mutation::{Mutant, Mutation, mutate};
pub use outcome::{Outcome, OutcomeKind, ProposalOutcome, Reason};
pub use reading::{control_totals, read};
pub use reasons::{citation_texts, citations_behind, money_text, no_result_text, reasons_of};
pub use testing::{TestResult, file_kind, run_test};

/// Checks one rule file of `sources`; `files` gives the tables it names.
///
/// A broken block does not keep the others from being checked, but a file with any error is no
/// call. Diagnostics stand in the order of their places.
pub fn check(sources: &Sources, file: FileId, files: &dyn Files) -> Checked {
    let text = sources.get(file).map_or("", |source| source.text.as_str());
    let parsed = syntax::parse(text, file);
    let mut checked = match &parsed.tree {
        Some(tree) => analysis::check(tree, files),
        None => Checked {
            call: None,
            tests: Vec::new(),
            diagnostics: Vec::new(),
        },
    };
    checked.diagnostics.extend(parsed.diagnostics);
    checked
        .diagnostics
        .sort_by(|a, b| a.primary.place.cmp(&b.primary.place));
    if checked.diagnostics.iter().any(Diagnostic::is_error) {
        checked.call = None;
        checked.tests.clear();
    }
    checked
}

/// Assesses every proposal, in the order of their ids.
pub fn assess_all(call: &Call, received: &Received, stage: Stage) -> Vec<Assessment> {
    let values = others::values(call, received, stage);
    assess_each(call, &values, &received.proposals, stage)
}

/// Explains the assessment of the proposal called `id`; `None` if it is not among those
/// received.
/// What became of it in the ranking is for [`rank`] to tell.
pub fn explain_one(
    call: &Call,
    received: &Received,
    id: &str,
    stage: Stage,
) -> Option<Explanation> {
    let mut proposals = received.proposals.iter();
    let proposal = proposals.find(|proposal| proposal.id == id)?;
    let values = others::values(call, received, stage);
    Some(explain(case(call, &values, proposal), stage))
}

/// Assesses all proposals received, ranks the admitted, and shares out the envelope.
///
/// # Errors
/// Returns one diagnostic where the rules leave a tie open that matters, where members of one
/// group differ in a key, or where a sum of money is too large.
pub fn rank(call: &Call, received: Received, stage: Stage) -> Result<Outcome, Diagnostic> {
    let values = others::values(call, &received, stage);
    let assessments = assess_each(call, &values, &received.proposals, stage);
    let entries: Vec<Entry> = received
        .proposals
        .iter()
        .zip(&assessments)
        .map(|(proposal, assessment)| candidates::enter(case(call, &values, proposal), assessment))
        .collect();
    let selection = choose(call, &entries)?;
    let proposals = outcomes(call, &assessments, &entries, selection.as_ref());
    let provisional = reasons::provisional(&received.refused, &proposals, &assessments, &entries);
    Ok(Outcome {
        proposals,
        assessments,
        selection,
        envelope: call.envelope.as_ref().map(|envelope| envelope.amount),
        refused: received.refused,
        provisional,
    })
}

fn assess_each(
    call: &Call,
    values: &ReceivedValues,
    proposals: &[Proposal],
    stage: Stage,
) -> Vec<Assessment> {
    proposals
        .iter()
        .map(|proposal| assess(case(call, values, proposal), stage))
        .collect()
}

fn case<'a>(call: &'a Call, values: &'a ReceivedValues, proposal: &'a Proposal) -> Case<'a> {
    Case {
        call,
        proposal,
        received: values.of(&proposal.id),
        later: Later::default(),
    }
}

/// Ranks the candidates; `None` where the call ranks nobody.
fn choose(call: &Call, entries: &[Entry]) -> Result<Option<Selection>, Diagnostic> {
    let Some(ranking) = &call.ranking else {
        return Ok(None);
    };
    let candidates: Vec<_> = entries
        .iter()
        .filter_map(|entry| entry.candidate.clone())
        .collect();
    let rules = Rules {
        descending: ranking.order_by.iter().map(|key| key.descending).collect(),
        envelope: call.envelope.as_ref().map(|envelope| envelope.amount),
        limit: call
            .envelope
            .as_ref()
            .map_or(Limit::Stop, |envelope| envelope.limit),
    };
    select(&candidates, &rules).map(Some).map_err(|error| {
        trouble::selection(call, ranking, &candidates, &error).in_keywords_of(call.keywords)
    })
}

fn outcomes(
    call: &Call,
    assessments: &[Assessment],
    entries: &[Entry],
    selection: Option<&Selection>,
) -> Vec<ProposalOutcome> {
    let ranked: BTreeMap<&str, (&Unit, &Member)> = selection
        .iter()
        .flat_map(|selection| &selection.units)
        .flat_map(|unit| unit.members.iter().map(move |member| (unit, member)))
        .map(|(unit, member)| (member.id.as_str(), (unit, member)))
        .collect();
    assessments
        .iter()
        .zip(entries)
        .map(|(assessment, entry)| {
            let place = ranked.get(assessment.proposal.as_str()).copied();
            outcome(call, assessment, entry, place)
        })
        .collect()
}

fn outcome(
    call: &Call,
    assessment: &Assessment,
    entry: &Entry,
    place: Option<(&Unit, &Member)>,
) -> ProposalOutcome {
    let mut reasons = reasons_of(call, assessment);
    reasons.extend(entry.incomplete.clone());
    reasons.extend(place.and_then(|(unit, _)| reasons::in_money(call, unit)));
    let admission = match &entry.incomplete {
        Some(_) => Admission::ToBeCompleted,
        None => assessment.admission,
    };
    ProposalOutcome {
        id: assessment.proposal.clone(),
        outcome: match (admission, place) {
            (Admission::NotAdmitted, _) => OutcomeKind::NotAdmitted,
            (Admission::ToBeCompleted, _) => OutcomeKind::ToBeCompleted,
            // A part that is nothing is no award.
            (_, Some((unit, member))) if is_given(&unit.result) && member.award == Money::ZERO => {
                OutcomeKind::Waiting
            }
            (_, Some((unit, _))) => kind_of(&unit.result),
            (_, None) => OutcomeKind::Admitted,
        },
        admission,
        rank: place.map(|(unit, _)| unit.rank),
        unit: place.map(|(unit, _)| unit.id.clone()),
        full: entry.award,
        award: place.map_or(Money::ZERO, |(_, member)| member.award),
        reasons,
        published: entry.published.clone(),
    }
}

fn is_given(result: &UnitResult) -> bool {
    matches!(
        result,
        UnitResult::Funded { .. } | UnitResult::FundedInPart { .. }
    )
}

fn kind_of(result: &UnitResult) -> OutcomeKind {
    match result {
        UnitResult::Ranked => OutcomeKind::Admitted,
        UnitResult::Funded { .. } => OutcomeKind::Funded,
        UnitResult::FundedInPart { .. } => OutcomeKind::FundedInPart,
        UnitResult::Short { .. } | UnitResult::AfterTheEnd { .. } | UnitResult::NothingToAward => {
            OutcomeKind::Waiting
        }
    }
}
