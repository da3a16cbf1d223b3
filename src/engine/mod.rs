//! The whole flow on one page: check, read, assess, rank.
//!
//! # Steps
//! 1. [`check`]: the text of a rule file becomes a checked [`Call`], or all that is wrong with it.
//! 2. [`read`]: a file becomes proposals, and rows refused.
//! 3. [`assess_all`]: every requirement is judged over every proposal.
//! 4. [`rank`]: the admitted get their points, those that reach every threshold become candidates,
//!    the candidates are ranked and funded, and each proposal is told what became of it, and why.
//! 5. [`compare`]: beside that, what other rules would have given.

mod added;
mod awaited_lot;
mod brought;
mod candidates;
mod comparing;
mod coverage;
mod events;
mod expectations;
mod expected_cells;
mod expected_columns;
mod expected_outcomes;
mod expected_points;
mod explaining;
mod frozen;
mod funds;
mod judging;
mod marking;
mod money;
mod moved;
mod mutation;
mod new_money;
mod others;
mod outcome;
pub(crate) mod persons;
mod programme_now;
mod quick;
mod reached;
mod reading;
mod reasons;
mod repeated;
mod sizes;
mod sliding;
mod standing;
mod test_files;
mod testing;
mod trouble;
mod verdicts;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{self, Checked};
use crate::assessment::{Admission, Assessment, Stage};
use crate::call::Call;
use crate::diagnostic::Diagnostic;
use crate::facts::Received;
use crate::number::Money;
use crate::scoring::{Marks, Score};
use crate::selection::{Candidate, Member, Rests, Rules, Selection, Unit, UnitResult, select};
use crate::source::{FileId, Files, Sources};
use crate::syntax;
use crate::text::Text;

use candidates::Entry;
use judging::{Judged, is_admitted, judge};
use persons::TellingCodes;
use standing::{Standing, standing};

pub use added::Added;
pub use brought::Brought;
pub use candidates::value_of_key;
pub(crate) use comparing::weight_of;
pub use comparing::{Asked, Best, Comparison, Measure, Variant, VariantKind, compare};
pub use coverage::{Coverage, ExceptionCoverage, RequirementCoverage, coverage};
pub use events::{EventTrouble, Happened, Slide, SlideTrouble};
pub use explaining::{Explained, Explainer};
pub(crate) use frozen::FrozenView;
pub use frozen::{Frozen, Kept};
pub use funds::envelope_of;
pub use marking::{ProposalToMark, proposals_to_mark};
pub use moved::Moved;
pub use mutation::{Mutant, Mutation, mutate};
pub(crate) use new_money::committed_since;
pub use outcome::{Outcome, OutcomeKind, ProposalOutcome, Reason};
pub use quick::{QuickJudge, QuickVerdict, quick_verdicts};
pub use reached::RowCoverage;
pub use reading::{control_totals, not_applicable, read};
pub use reasons::{
    citation_phrases, citation_phrases_behind, citation_texts, citations_behind, money_text,
    no_result_text, reasons_of,
};
pub use sliding::rank_and_slide;
pub(crate) use standing::{points_text, threshold_of};
pub use testing::{TestResult, file_kind, run_test};
pub(crate) use verdicts::threshold_names;
pub use verdicts::{Status, Verdict, verdicts};

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
            programme: None,
            diagnostics: Vec::new(),
        },
    };
    checked.diagnostics.extend(parsed.diagnostics);
    checked
        .diagnostics
        .sort_by(|a, b| a.primary.place.cmp(&b.primary.place));
    if checked.diagnostics.iter().any(Diagnostic::is_error) {
        checked.call = None;
        checked.programme = None;
        checked.tests.clear();
    }
    checked
}

/// Assesses every proposal, in the order of their ids.
pub fn assess_all(call: &Call, received: &Received, stage: Stage) -> Vec<Assessment> {
    judge(call, received, None, stage).assessments
}

/// Assesses all proposals received, gives points to the admitted, ranks those that reach every
/// threshold, and shares out the envelope.
///
/// Values over other proposals that are `frozen` stay as they were at an earlier ranking.
///
/// # Errors
/// Returns one diagnostic where the rules leave a tie open that matters, where members of one
/// group differ in a key, or where a sum of money is too large.
pub fn rank(
    call: &Call,
    received: Received,
    marks: &Marks,
    frozen: Option<&Frozen>,
    stage: Stage,
) -> Result<Outcome, Diagnostic> {
    let ranked = ranked(call, &received, marks, frozen, stage)?;
    Ok(ranked.outcome(call, received, frozen, stage, Slid::default()))
}

/// What comes out of assessing, scoring and ranking, before anybody is told.
struct Ranked {
    judged: Judged,
    scores: Vec<Option<Score>>,
    entries: Vec<Entry>,
    rules: Rules,
    selection: Option<Selection>,
}

impl Ranked {
    fn candidates(&self) -> Vec<Candidate> {
        candidates_of(&self.entries)
    }
}

fn ranked(
    call: &Call,
    received: &Received,
    marks: &Marks,
    frozen: Option<&Frozen>,
    stage: Stage,
) -> Result<Ranked, Diagnostic> {
    let judged = judge(call, received, frozen, stage);
    let scores = judged.scores(call, received, marks);
    let entries = entries(call, received, &judged, &scores);
    let rules = funds::rules(call).map_err(|it| it.in_keywords_of(call.keywords))?;
    let selection = choose(call, &rules, &entries)?;
    Ok(Ranked {
        judged,
        scores,
        entries,
        rules,
        selection,
    })
}

/// What slides have done since the ranking.
#[derive(Default)]
struct Slid<'a> {
    /// Whose reservation is cleared.
    cleared: BTreeSet<&'a str>,
    /// Every event.
    events: Vec<repeated::Before<'a>>,
    /// What they have given by acts of the programme, where the envelope comes from one.
    brought: Vec<brought::Brought>,
    /// What the last of them has moved.
    moved: Option<Moved>,
    /// What each of them has added, where it has added money.
    added: Vec<Added>,
}

impl Ranked {
    /// Tells every proposal what became of it; `slid` is what slides have done since.
    fn outcome(
        self,
        call: &Call,
        received: Received,
        frozen: Option<&Frozen>,
        stage: Stage,
        slid: Slid<'_>,
    ) -> Outcome {
        let proposals = self.proposals(call, &slid.cleared);
        let mut provisional = self.provisional(call, &received, &proposals);
        if slid.moved.is_some() && !provisional.is_empty() {
            provisional.insert(0, sliding::down_a_provisional_ranking());
        }
        let taken = frozen.filter(|_| stage != Stage::PreCheck);
        let ids = received.proposals.iter().map(|it| it.id.as_str());
        Outcome {
            kept: taken.map(|it| it.kept(call, ids)),
            frozen: frozen_values(call, &received, &self.judged, !provisional.is_empty()),
            proposals,
            scores: self.scores,
            selection: self.selection,
            warnings: sizes::warnings(call, &self.rules, &self.entries),
            envelope: self.rules.envelope,
            moved: slid.moved,
            brought: slid.brought,
            added: slid.added,
            refused: received.refused,
            provisional,
            assessments: self.judged.assessments,
        }
    }

    fn proposals(&self, call: &Call, cleared: &BTreeSet<&str>) -> Vec<ProposalOutcome> {
        let assessments = &self.judged.assessments;
        let mut proposals = outcomes(call, assessments, &self.entries, self.selection.as_ref());
        for proposal in &mut proposals {
            if cleared.contains(proposal.id.as_str()) {
                proposal.admission = Admission::Admitted;
            }
        }
        proposals
    }

    /// Returns why the ranking may still change.
    fn provisional(
        &self,
        call: &Call,
        received: &Received,
        proposals: &[ProposalOutcome],
    ) -> Vec<Text> {
        let assessments = &self.judged.assessments;
        let mut provisional =
            reasons::provisional(&received.refused, proposals, assessments, &self.entries);
        let drawn = self.selection.iter();
        provisional.extend(drawn.filter_map(|it| awaited_lot::awaited_lot(call, &self.rules, it)));
        provisional
    }
}

fn entries(
    call: &Call,
    received: &Received,
    judged: &Judged,
    scores: &[Option<Score>],
) -> Vec<Entry> {
    let proposals = received.proposals.iter().zip(&judged.assessments);
    let codes = TellingCodes::of(call);
    proposals
        .zip(scores)
        .map(|((proposal, assessment), score)| {
            let points = score.as_ref().map(Score::points).unwrap_or_default();
            let case = judged.case(call, proposal, &points);
            let standing = if is_admitted(assessment) {
                standing(call, score.as_ref())
            } else {
                Standing::Eligible
            };
            let natural_person = codes.may_name_a_person(case);
            candidates::enter(case, assessment, standing, natural_person)
        })
        .collect()
}

fn frozen_values(call: &Call, received: &Received, judged: &Judged, provisional: bool) -> Frozen {
    let each = received
        .proposals
        .iter()
        .filter(|_| !call.received.is_empty());
    Frozen {
        received: each
            .map(|it| (it.id.clone(), judged.values.of(&it.id).to_vec()))
            .collect(),
        over_admitted: judged.over_admitted.clone(),
        proposals: received.proposals.iter().map(|it| it.id.clone()).collect(),
        provisional,
    }
}

/// Ranks the candidates; `None` where the call ranks nobody.
fn choose(call: &Call, rules: &Rules, entries: &[Entry]) -> Result<Option<Selection>, Diagnostic> {
    let Some(ranking) = &call.ranking else {
        return Ok(None);
    };
    let candidates = candidates_of(entries);
    select(&candidates, rules).map(Some).map_err(|error| {
        trouble::selection(call, ranking, &candidates, &error).in_keywords_of(call.keywords)
    })
}

fn candidates_of(entries: &[Entry]) -> Vec<Candidate> {
    let candidates = entries.iter();
    candidates
        .filter_map(|entry| entry.candidate.clone())
        .collect()
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
    let rests = selection.map(|it| (Rests::of(it), money::has_released(it)));
    assessments
        .iter()
        .zip(entries)
        .map(|(assessment, entry)| {
            let place = ranked.get(assessment.proposal.as_str()).copied();
            let in_money = place.zip(rests.as_ref());
            let in_money = in_money.and_then(|(place, it)| money::in_money(call, it, place));
            outcome(call, assessment, entry, place, in_money)
        })
        .collect()
}

fn outcome(
    call: &Call,
    assessment: &Assessment,
    entry: &Entry,
    place: Option<(&Unit, &Member)>,
    in_money: Option<Reason>,
) -> ProposalOutcome {
    let mut reasons = reasons_of(call, assessment);
    reasons.extend(entry.incomplete.clone());
    reasons.extend(entry.standing.reasons().iter().cloned());
    let departure = place.and_then(|(_, member)| member.departure);
    reasons.extend(match departure {
        Some(departure) => Some(sliding::reason(departure)),
        None => in_money,
    });
    let admission = match &entry.incomplete {
        Some(_) => Admission::ToBeCompleted,
        None => assessment.admission,
    };
    ProposalOutcome {
        id: assessment.proposal.clone(),
        outcome: match (admission, place) {
            (Admission::NotAdmitted, _) => OutcomeKind::NotAdmitted,
            (Admission::ToBeCompleted, _) => OutcomeKind::ToBeCompleted,
            _ if matches!(entry.standing, Standing::Below(_)) => OutcomeKind::BelowThreshold,
            _ if matches!(entry.standing, Standing::Open(_)) => OutcomeKind::NotScored,
            _ if departure.is_some() => OutcomeKind::Left,
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
        natural_person: entry.natural_person,
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
        UnitResult::Short { .. }
        | UnitResult::Capped { .. }
        | UnitResult::AfterTheEnd { .. }
        | UnitResult::AwaitsLot
        | UnitResult::NothingToAward => OutcomeKind::Waiting,
        UnitResult::Left => OutcomeKind::Left,
    }
}
