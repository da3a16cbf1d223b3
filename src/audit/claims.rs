//! What a column of a published list may claim.

use crate::call::{Call, ColumnOf};
use crate::text::Text;
use crate::value::CountWord;

/// What a column claims of each proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Its rank; nothing where it is not ranked.
    Rank,
    /// Its score.
    Score,
    /// What it asks.
    Requested,
    /// What it is awarded; nothing is an award of nought.
    Award,
    /// What became of it, in the words of the engine's lists.
    Outcome,
    /// Whether the word holds of it.
    Is(CountWord),
    /// What a list of the engine says of it in a column with this heading.
    Listed {
        /// In Italian.
        it: String,
        /// In English.
        en: String,
    },
    /// What it states itself, in the column of this name.
    Stated(String),
}

impl Claim {
    /// Returns the claim that a word of the command line names.
    ///
    /// ```
    /// use bando::{audit::Claim, value::CountWord};
    /// assert_eq!(Claim::from_word("award"), Some(Claim::Award));
    /// assert_eq!(Claim::from_word("funded"), Some(Claim::Is(CountWord::Funded)));
    /// assert_eq!(Claim::from_word("importo"), None);
    /// ```
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|claim| claim.word() == word)
    }

    /// Returns what a test of the rule file compares with a column; `None` for what no list of the
    /// engine claims of a proposal.
    pub(super) fn of(call: &Call, what: ColumnOf) -> Option<Self> {
        match what {
            ColumnOf::Word(word) => Some(Self::Is(word)),
            ColumnOf::Rank => Some(Self::Rank),
            ColumnOf::Score => Some(Self::Score),
            ColumnOf::Award => Some(Self::Award),
            ColumnOf::Outcome => Some(Self::Outcome),
            ColumnOf::Points(id) => {
                let name = &call.grid.as_ref()?.criterion(id)?.name;
                Some(Self::Listed {
                    it: name.clone(),
                    en: name.clone(),
                })
            }
            ColumnOf::Reasons | ColumnOf::Definition(_) => None,
        }
    }

    /// Tells whether it is an amount of euro.
    pub(super) fn is_money(&self) -> bool {
        matches!(self, Self::Requested | Self::Award)
    }

    /// Returns the word by which the command line and data name it.
    pub fn word(&self) -> &str {
        match self {
            Self::Listed { en, .. } => en,
            Self::Stated(column) => column,
            Self::Rank => "rank",
            Self::Score => "score",
            Self::Requested => "requested",
            Self::Award => "award",
            Self::Outcome => "outcome",
            Self::Is(word) => match word {
                CountWord::Received => "received",
                CountWord::Admitted => "admitted",
                CountWord::WithReservation => "with-reservation",
                CountWord::ToBeCompleted => "to-be-completed",
                CountWord::NotAdmitted => "not-admitted",
                CountWord::Ranked => "ranked",
                CountWord::Funded => "funded",
                CountWord::FundedInPart => "funded-in-part",
                CountWord::Waiting => "waiting",
                CountWord::BelowThreshold => "below-threshold",
                CountWord::NotScored => "not-scored",
                CountWord::Units => "units",
            },
        }
    }

    /// Returns what it is called, for people.
    pub fn text(&self) -> Text {
        let (it, en) = match self {
            Self::Listed { it, en } => (it.as_str(), en.as_str()),
            Self::Stated(_) => ("ciò che dichiara la proposta", "what the proposal states"),
            Self::Rank => ("posizione", "rank"),
            Self::Score => ("punteggio", "score"),
            Self::Requested => ("importo richiesto", "requested"),
            Self::Award => ("importo assegnato", "awarded"),
            Self::Outcome => ("esito", "outcome"),
            Self::Is(word) => match word {
                CountWord::Received => ("ricevuta", "received"),
                CountWord::Admitted => ("ammessa", "admitted"),
                CountWord::WithReservation => ("con riserva", "with reservation"),
                CountWord::ToBeCompleted => ("da completare", "to be completed"),
                CountWord::NotAdmitted => ("non ammessa", "not admitted"),
                CountWord::Ranked => ("in graduatoria", "ranked"),
                CountWord::Funded => ("finanziata", "funded"),
                CountWord::FundedInPart => ("finanziata in parte", "funded in part"),
                CountWord::Waiting => ("ammessa e non finanziata", "waiting"),
                CountWord::BelowThreshold => ("sotto soglia", "below the threshold"),
                CountWord::NotScored => ("da valutare", "not yet scored"),
                CountWord::Units => ("unità", "unit"),
            },
        };
        Text::new(it, en)
    }

    /// What a column may be said to claim on the command line.
    pub const ALL: [Self; 9] = [
        Self::Rank,
        Self::Score,
        Self::Requested,
        Self::Award,
        Self::Outcome,
        Self::Is(CountWord::Admitted),
        Self::Is(CountWord::WithReservation),
        Self::Is(CountWord::Ranked),
        Self::Is(CountWord::Funded),
    ];
}
