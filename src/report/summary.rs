//! The outcome on half a page, for whoever has just ranked.

use std::fmt::Write;

use super::kept::kept_sentences;
use super::ties::ties;
use super::weights::left_out;
use super::words::{choose, visible, wrap};
use crate::call::{Call, PoolShares};
use crate::engine::{Outcome, money_text};
use crate::number::{Money, group_digits};
use crate::text::Language;
use crate::value::CountWord;

/// How many characters stand before the end of a number.
const NUMBERS: usize = 46;

/// More ties than this are only counted.
const MOST_TIES: usize = 10;

/// Returns counts and money of an outcome, within 80 columns.
pub fn summary_text(call: &Call, outcome: &Outcome, language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let count = |word| thousands(&outcome.count(word).to_string(), language);
    let mut out = wrap("", &visible(call.title.get(language)));
    let mut row = |label: &str, value: &str| {
        let room = NUMBERS.saturating_sub(label.chars().count());
        let _ = writeln!(out, "  {label}{value:>room$}");
    };
    row(
        word("domande ricevute", "proposals received"),
        &count(CountWord::Received),
    );
    row(
        word("righe rifiutate", "rows refused"),
        &thousands(&outcome.refused.len().to_string(), language),
    );
    row(word("ammesse", "admitted"), &count(CountWord::Admitted));
    row(
        word("  di cui con riserva", "  of these with reservation"),
        &count(CountWord::WithReservation),
    );
    row(
        word("da completare", "to be completed"),
        &count(CountWord::ToBeCompleted),
    );
    row(
        word("non ammesse", "not admitted"),
        &count(CountWord::NotAdmitted),
    );
    if call.grid.is_some() {
        row(
            word("sotto soglia", "below the threshold"),
            &count(CountWord::BelowThreshold),
        );
        row(
            word("da valutare", "not yet scored"),
            &count(CountWord::NotScored),
        );
    }
    if let Some(selection) = &outcome.selection {
        row(word("in graduatoria", "ranked"), &count(CountWord::Ranked));
        if selection.units.iter().any(|unit| unit.members.len() > 1) {
            row(word("  in unità", "  in units"), &count(CountWord::Units));
        }
        if let Some(envelope) = outcome.envelope {
            let money = |amount: Money| money_text(call, amount, language);
            row(word("finanziate", "funded"), &count(CountWord::Funded));
            row(
                word("  di cui in parte", "  of these in part"),
                &count(CountWord::FundedInPart),
            );
            row(
                word("ammesse e non finanziate", "waiting"),
                &count(CountWord::Waiting),
            );
            row(word("dotazione", "envelope"), &money(envelope));
            row(word("assegnati", "awarded"), &money(selection.spent));
            if let Some(left) = selection.left {
                row(word("restano", "left"), &money(left));
            }
        }
    }
    let ties = outcome.selection.as_ref().map(ties).unwrap_or_default();
    if !ties.is_empty() {
        out.push_str(word(
            "A pari merito, senza effetto sugli importi:\n",
            "Equal in rank, without effect on the money:\n",
        ));
    }
    for tie in ties.iter().take(MOST_TIES) {
        let units = visible(&tie.units.join(", "));
        out.push_str(&wrap("  - ", &format!("{}: {units}", tie.rank)));
    }
    if ties.len() > MOST_TIES {
        let more = ties.len().saturating_sub(MOST_TIES);
        let _ = writeln!(out, "  - {} {more}", word("altri posti:", "further ranks:"));
    }
    if let Some(kept) = &outcome.kept {
        out.push_str(word(
            "Valori sulle altre domande: quelli dell'esito approvato.\n",
            "Values over other proposals: those of the approved outcome.\n",
        ));
        for sentence in kept_sentences(kept, language) {
            out.push_str(&wrap("  - ", &sentence));
        }
    }
    for note in weighed_without(call, language) {
        out.push_str(&wrap("", &note));
    }
    if !outcome.provisional.is_empty() {
        out.push_str(word("Esito provvisorio:\n", "Provisional:\n"));
        for reason in &outcome.provisional {
            out.push_str(&wrap("  - ", reason.get(language)));
        }
    }
    out
}

/// Returns what each column of money adds up to over the proposals read, to be held against the
/// file they came from; nothing where no fact is money.
pub fn totals_text(call: &Call, totals: &[(String, Option<Money>)], language: Language) -> String {
    let mut out = String::new();
    for (name, total) in totals {
        let label = choose(language, "totale di controllo", "control total");
        let total = match total {
            Some(total) => money_text(call, *total, language),
            None => choose(language, "troppo grande", "too large").to_owned(),
        };
        let _ = writeln!(out, "  {label} {}: {total}", visible(name));
    }
    out
}

/// Names the rows that the weight of the pools does not count.
fn weighed_without(call: &Call, language: Language) -> Vec<String> {
    let pools = call.envelope.as_ref().and_then(|it| it.pools.as_ref());
    let Some(PoolShares::Weight(name)) = pools.map(|pools| &pools.shares) else {
        return Vec::new();
    };
    let table = call.weight(name).map(|weight| weight.table.index());
    let table = table.and_then(|table| call.tables.get(table));
    table.map_or_else(Vec::new, |table| left_out(call, table, language))
}

fn thousands(digits: &str, language: Language) -> String {
    match language {
        Language::Italian => group_digits(digits, '.', ','),
        Language::English => group_digits(digits, ',', '.'),
    }
}
