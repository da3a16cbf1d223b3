//! Which proposals a published list claims to name, all of them and no others.

use std::collections::BTreeSet;

use super::claims::Claim;
use super::own::Own;
use super::reading::{Row, Said};
use crate::call::Call;
use crate::engine::{Outcome, ProposalOutcome};
use crate::text::Text;
use crate::value::CountWord;

/// Which proposals a list claims to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Those of which this word holds; `None` where the list is one of the engine's that goes by
    /// no word: of the points, the pools or the splits.
    pub of: Option<CountWord>,
    /// How that is known.
    pub why: Why,
}

/// How it is known which proposals a list claims to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Whoever audits it says so.
    Said,
    /// It names them all; others besides may be there too.
    NamesThem,
    /// Its cells say it of every row.
    Cells,
    /// Its columns are those of such a list of this engine.
    Columns,
    /// Of the lists of this engine with its columns, such a one is the nearest.
    Nearest,
    /// Every proposal that it names is one by the rules.
    Rules,
    /// Nothing tells: a list is taken for that of the ranking.
    Nothing,
}

impl Scope {
    /// What a list may be said to name on the command line.
    pub const WORDS: [CountWord; 8] = [
        CountWord::Funded,
        CountWord::Waiting,
        CountWord::NotAdmitted,
        CountWord::Admitted,
        CountWord::WithReservation,
        CountWord::ToBeCompleted,
        CountWord::BelowThreshold,
        CountWord::Ranked,
    ];

    /// Returns the word of the command line as what it means.
    ///
    /// ```
    /// use bando::{audit::Scope, value::CountWord};
    /// assert_eq!(Scope::from_word("not-admitted"), Some(CountWord::NotAdmitted));
    /// assert_eq!(Scope::from_word("tutte"), None);
    /// ```
    pub fn from_word(word: &str) -> Option<CountWord> {
        Self::WORDS
            .into_iter()
            .find(|it| Claim::Is(*it).word() == word)
    }

    /// Returns the word by which command line and data name it.
    pub fn word(self) -> String {
        self.of
            .map_or_else(|| "copy".to_owned(), |of| Claim::Is(of).word().to_owned())
    }

    /// Tells whether a proposal belongs in the list, as far as a word says it.
    pub(super) fn holds(self, proposal: &ProposalOutcome) -> bool {
        self.of.is_some_and(|of| proposal.is(of))
    }

    /// Tells whether a proposal that is none of these does not belong in the list.
    pub(super) fn is_exact(self) -> bool {
        !matches!(self.why, Why::NamesThem | Why::Nothing)
    }

    /// Tells whether a proposal may stand in the list more than once: once for each reason.
    pub(super) fn has_reasons(self) -> bool {
        matches!(
            self.of,
            Some(
                CountWord::NotAdmitted
                    | CountWord::WithReservation
                    | CountWord::ToBeCompleted
                    | CountWord::BelowThreshold
            )
        )
    }

    /// Says which proposals the list is taken to name, and why.
    pub fn text(self) -> Text {
        let Some(of) = self.of else {
            return Text::new(
                "L'elenco si confronta riga per riga con quello di `bando rank` che ha le stesse colonne.",
                "The list is held row by row against that of `bando rank` with the same columns.",
            );
        };
        let (it, en) = plural(of);
        let (why_it, why_en) = match self.why {
            Why::Said => {
                return Text::new(
                    format!(
                        "L'elenco vale per tutte e sole le proposte {it}, come detto con `--only`."
                    ),
                    format!(
                        "The list stands for all {en} proposals and no others, as `--only` says."
                    ),
                );
            }
            Why::NamesThem => {
                return Text::new(
                    format!("L'elenco vale per tutte le proposte {it}: non ne manca nessuna."),
                    format!("The list stands for all {en} proposals: none is missing."),
                );
            }
            Why::Cells => ("ogni riga lo dice di sé", "every row says so of itself"),
            Why::Columns => ("lo dicono le colonne", "its columns say so"),
            Why::Nearest => (
                "fra gli elenchi con queste colonne è il più vicino",
                "of the lists with these columns it is the nearest",
            ),
            Why::Rules => (
                "quelle che nomina lo sono tutte, secondo le regole",
                "all those that it names are such, by the rules",
            ),
            Why::Nothing => {
                return Text::new(
                    format!(
                        "L'elenco si intende di tutte le proposte {it}: non dice di essere altro. Se lo è: `--only`."
                    ),
                    format!(
                        "The list is taken to hold all {en} proposals: it does not say that it is another. If it is: `--only`."
                    ),
                );
            }
        };
        Text::new(
            format!(
                "L'elenco si intende di tutte e sole le proposte {it}: {why_it}. Se è un altro: `--only`."
            ),
            format!(
                "The list is taken to hold all {en} proposals and no others: {why_en}. If it is another: `--only`."
            ),
        )
    }
}

/// Returns what the proposals are called in Italian and English.
pub(super) fn plural(of: CountWord) -> (&'static str, &'static str) {
    match of {
        CountWord::Received | CountWord::Units => ("ricevute", "received"),
        CountWord::Admitted => ("ammesse", "admitted"),
        CountWord::WithReservation => ("ammesse con riserva", "reserved"),
        CountWord::ToBeCompleted => ("da completare", "incomplete"),
        CountWord::NotAdmitted => ("non ammesse", "not admitted"),
        CountWord::Ranked => ("in graduatoria", "ranked"),
        CountWord::Funded => ("finanziate", "funded"),
        CountWord::FundedInPart => ("finanziate in parte", "partly funded"),
        CountWord::Waiting => ("ammesse e non finanziate", "waiting"),
        CountWord::BelowThreshold => ("sotto soglia", "below-threshold"),
        CountWord::NotScored => ("da valutare", "unscored"),
    }
}

/// Tells what a list with this header and these rows claims to name.
pub(super) fn scope(
    call: &Call,
    outcome: &Outcome,
    said: Option<CountWord>,
    (header, own): (&[String], &Own),
    rows: &[Row],
) -> Scope {
    if let Some(of) = said {
        let (of, why) = (Some(of), Why::Said);
        return Scope { of, why };
    }
    let of = match call.ranking {
        Some(_) => CountWord::Ranked,
        None => CountWord::Admitted,
    };
    let named: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let is_named = |it: &&ProposalOutcome| named.contains(it.id.as_str());
    let copied = own.copied_of();
    let is_other = own.copied().is_some() && copied != Some(of);
    let mut all = outcome.proposals.iter().filter(|it| it.is(of));
    if !is_other && all.all(|it| is_named(&it)) {
        let (of, why) = (Some(of), Why::NamesThem);
        return Scope { of, why };
    }
    if own.copied().is_some() {
        let (of, why) = (
            copied,
            if own.is_nearest() {
                Why::Nearest
            } else {
                Why::Columns
            },
        );
        return Scope { of, why };
    }
    let by_cells = by_cells(rows).map(|of| (of, Why::Cells));
    let by_columns = || by_columns(header).map(|of| (of, Why::Columns));
    let by_rules = || {
        let words = [
            CountWord::Funded,
            CountWord::Waiting,
            CountWord::NotAdmitted,
            CountWord::BelowThreshold,
        ];
        let proposals = || outcome.proposals.iter().filter(is_named);
        let found = words
            .into_iter()
            .find(|of| proposals().all(|it| it.is(*of)));
        found
            .filter(|_| proposals().next().is_some())
            .map(|of| (of, Why::Rules))
    };
    let found = by_cells.or_else(by_columns).or_else(by_rules);
    let (of, why) = found.unwrap_or((of, Why::Nothing));
    Scope { of: Some(of), why }
}

/// Returns what the cells say of every row alike.
fn by_cells(rows: &[Row]) -> Option<CountWord> {
    let mut words = rows.iter().map(|row| row.claims.iter().find_map(of_cell));
    let first = words.next()??;
    words.all(|it| it == Some(first)).then_some(first)
}

/// Returns what one cell says of its proposal.
fn of_cell(claimed: &super::reading::Claimed) -> Option<CountWord> {
    match (&claimed.claim, &claimed.value) {
        (Claim::Outcome, Said::Outcome(code)) => match *code {
            "funded" | "funded_in_part" => Some(CountWord::Funded),
            "waiting" => Some(CountWord::Waiting),
            "not_admitted" => Some(CountWord::NotAdmitted),
            "below_threshold" => Some(CountWord::BelowThreshold),
            _ => None,
        },
        (Claim::Is(CountWord::Funded), Said::YesNo(true)) => Some(CountWord::Funded),
        (Claim::Award, Said::Number(award)) if !award.is_zero() => Some(CountWord::Funded),
        _ => None,
    }
}

/// Returns what columns that only one list of the engine has tell.
fn by_columns(header: &[String]) -> Option<CountWord> {
    let columns = [
        ("importo progressivo", "cumulative", CountWord::Funded),
        ("importo mancante", "short by", CountWord::Waiting),
    ];
    let has = |name: &str| header.iter().any(|it| it == name);
    let found = columns.into_iter().find(|(it, en, _)| has(it) || has(en));
    found.map(|(.., of)| of)
}
