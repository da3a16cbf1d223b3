//! What became of a call's proposals.

use super::added::Added;
use super::brought::Brought;
use super::frozen::{Frozen, Kept};
use super::moved::Moved;
use crate::assessment::{Admission, Assessment};
use crate::diagnostic::Diagnostic;
use crate::facts::RefusedRow;
use crate::number::Money;
use crate::scoring::Score;
use crate::selection::Selection;
use crate::text::Text;
use crate::value::{CountWord, Value};

/// What became of a call's proposals.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// One line per proposal, in the order of their ids.
    pub proposals: Vec<ProposalOutcome>,
    /// Every assessment, in the same order.
    pub assessments: Vec<Assessment>,
    /// The points, in the same order, of each proposal that is to have some.
    pub scores: Vec<Option<Score>>,
    /// The ranking, if the call has one.
    pub selection: Option<Selection>,
    /// The envelope, if the call has one.
    pub envelope: Option<Money>,
    /// The values over other proposals, as they were.
    pub frozen: Frozen,
    /// How far they were taken from an earlier outcome, if there was one.
    pub kept: Option<Kept>,
    /// The rows that could not be read.
    pub refused: Vec<RefusedRow>,
    /// What the last slide has moved, if there was one.
    pub moved: Option<Moved>,
    /// What slides have given by acts of the programme from which the envelope comes.
    pub brought: Vec<Brought>,
    /// What slides have added to the envelope since the ranking; nothing of those that added none.
    pub added: Vec<Added>,
    /// Why the ranking may still change; empty where it is final.
    pub provisional: Vec<Text>,
    /// What is suspicious in how the rules and the proposals fit together.
    pub warnings: Vec<Diagnostic>,
}

/// What became of one proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalOutcome {
    /// Its id.
    pub id: String,
    /// What became of it.
    pub outcome: OutcomeKind,
    /// Whether it may be ranked: as assessed, and to be completed where it is admitted but a key,
    /// its group or its award cannot be told yet.
    pub admission: Admission,
    /// Its rank, if it was ranked.
    pub rank: Option<u32>,
    /// The id of its unit, if it was ranked.
    pub unit: Option<String>,
    /// What it asked to be awarded, where that is known.
    pub full: Option<Money>,
    /// What it is given.
    pub award: Money,
    /// Why: every reason, in sentences.
    pub reasons: Vec<Reason>,
    /// What the call publishes of it, in the order of its columns; `None` where it is not known.
    pub published: Vec<Option<Value>>,
    /// Whether it is a natural person's, whom no published list may name.
    pub natural_person: bool,
}

/// A reason for an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The name of the requirement or of the threshold, `score` where points cannot be told yet,
    /// `ranking` where a key, group or award cannot, or `envelope` for a reason in money.
    pub code: String,
    /// The reason, for people.
    pub message: Text,
    /// The citations, as shown: `D.Lgs. 3 luglio 2017, n. 117, art. 11`; assumptions and readings
    /// say what they are.
    pub citations: Vec<Text>,
    /// What the message names, between `` ` ``, that may be a person: texts and tax codes by which
    /// caps count.
    pub named: Vec<String>,
}

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutcomeKind {
    /// Funded in full.
    Funded,
    /// Funded with what was left.
    FundedInPart,
    /// Ranked, and not funded.
    Waiting,
    /// Ranked by a call without an envelope, or admitted by a call without a ranking.
    Admitted,
    /// Admitted, and some of its points are not known yet.
    NotScored,
    /// Below a threshold of the grid.
    BelowThreshold,
    /// Something is missing that may still be supplied.
    ToBeCompleted,
    /// Not admitted.
    NotAdmitted,
    /// Ranked, and out of the ranking since: renounced, revoked, a reservation that failed.
    Left,
}

impl ProposalOutcome {
    /// Tells whether `word` holds of this proposal, as a test would say it.
    pub fn is(&self, word: CountWord) -> bool {
        match word {
            CountWord::Received => true,
            CountWord::Admitted => {
                matches!(
                    self.admission,
                    Admission::Admitted | Admission::WithReservation
                )
            }
            // Whoever is out of the ranking has no reservation to clear any more.
            CountWord::WithReservation => {
                self.admission == Admission::WithReservation && self.outcome != OutcomeKind::Left
            }
            CountWord::ToBeCompleted => self.admission == Admission::ToBeCompleted,
            CountWord::NotAdmitted => self.admission == Admission::NotAdmitted,
            CountWord::Ranked => self.rank.is_some(),
            CountWord::Funded => {
                matches!(
                    self.outcome,
                    OutcomeKind::Funded | OutcomeKind::FundedInPart
                )
            }
            CountWord::FundedInPart => self.outcome == OutcomeKind::FundedInPart,
            CountWord::Waiting => self.outcome == OutcomeKind::Waiting,
            CountWord::BelowThreshold => self.outcome == OutcomeKind::BelowThreshold,
            CountWord::NotScored => self.outcome == OutcomeKind::NotScored,
            CountWord::Units => false,
        }
    }
}

impl Outcome {
    /// Counts the proposals of which `word` holds; for [`CountWord::Units`] the units ranked.
    pub fn count(&self, word: CountWord) -> u64 {
        let count = match (word, &self.selection) {
            (CountWord::Units, Some(selection)) => selection.units.len(),
            _ => self.proposals.iter().filter(|it| it.is(word)).count(),
        };
        u64::try_from(count).unwrap_or(u64::MAX)
    }
}
