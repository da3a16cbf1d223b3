//! The outcome on half a page, for whoever has just ranked.

use std::fmt::Write;

use super::funding::funding;
use super::kept::kept_sentences;
use super::pool_shares::pool_ties;
use super::ties::ties;
use super::weights::weighed_without;
use super::words::{choose, visible, wrap};
use crate::call::Call;
use crate::engine::{Moved, Outcome, citation_texts, money_text};
use crate::number::{Money, group_digits};
use crate::selection::{ReserveMoney, Selection};
use crate::text::Language;
use crate::value::CountWord;

/// How many characters stand before the end of a number.
const NUMBERS: usize = 46;

/// More ties than this are only counted.
const MOST_TIES: usize = 10;

/// A line of the summary.
pub(super) struct Line {
    /// What is counted.
    pub(super) label: &'static str,
    /// Whether it is a part of the line above.
    pub(super) is_part: bool,
    /// How much it is.
    pub(super) figure: Figure,
}

/// What a line of the summary says.
#[derive(Clone, Copy)]
pub(super) enum Figure {
    /// So many.
    Count(u64),
    /// So much.
    Money(Money),
}

/// Returns counts and money of an outcome, line by line.
pub(super) fn summary_lines(call: &Call, outcome: &Outcome, language: Language) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = |it, en, is_part, figure| {
        lines.push(Line {
            label: choose(language, it, en),
            is_part,
            figure,
        });
    };
    let count = |word| Figure::Count(outcome.count(word));
    line(
        "proposte lette",
        "proposals read",
        false,
        count(CountWord::Received),
    );
    let refused = u64::try_from(outcome.refused.len()).unwrap_or(u64::MAX);
    line(
        "righe rifiutate, non contate",
        "rows refused, not counted",
        false,
        Figure::Count(refused),
    );
    line("ammesse", "admitted", false, count(CountWord::Admitted));
    line(
        "di cui con riserva",
        "of these with reservation",
        true,
        count(CountWord::WithReservation),
    );
    line(
        "da completare",
        "to be completed",
        false,
        count(CountWord::ToBeCompleted),
    );
    line(
        "non ammesse",
        "not admitted",
        false,
        count(CountWord::NotAdmitted),
    );
    if call.grid.is_some() {
        line(
            "sotto soglia",
            "below the threshold",
            false,
            count(CountWord::BelowThreshold),
        );
        line(
            "da valutare",
            "not yet scored",
            false,
            count(CountWord::NotScored),
        );
    }
    let Some(selection) = &outcome.selection else {
        return lines;
    };
    line("in graduatoria", "ranked", false, count(CountWord::Ranked));
    if selection.units.iter().any(|unit| unit.members.len() > 1) {
        line("in unità", "in units", true, count(CountWord::Units));
    }
    if let Some(envelope) = outcome.envelope {
        line("finanziate", "funded", false, count(CountWord::Funded));
        line(
            "di cui in parte",
            "of these in part",
            true,
            count(CountWord::FundedInPart),
        );
        line(
            "ammesse e non finanziate",
            "waiting",
            false,
            count(CountWord::Waiting),
        );
        line("dotazione", "envelope", false, Figure::Money(envelope));
        let spent = Figure::Money(selection.spent);
        line("assegnati", "awarded", false, spent);
        if let Some(left) = selection.left {
            line("restano", "left", false, Figure::Money(left));
            left_lines(left, selection, &mut line);
        }
    }
    if let Some(moved) = &outcome.moved {
        slide_lines(moved, &mut line);
    }
    lines
}

/// Says where the money lies that is left, and how much of it is held for reserves.
fn left_lines(
    left: Money,
    selection: &Selection,
    line: &mut impl FnMut(&'static str, &'static str, bool, Figure),
) {
    let pools = Money::sum(selection.pools.iter().map(|pool| pool.left)).unwrap_or_default();
    let held = Money::sum(selection.reserves.iter().map(ReserveMoney::held)).unwrap_or_default();
    if !selection.pools.is_empty() {
        line("nelle quote", "in the pools", true, Figure::Money(pools));
        if let Some(rest) = left.sub(pools) {
            line(
                "nella graduatoria unica",
                "in the one ranking",
                true,
                Figure::Money(rest),
            );
        }
    }
    if !selection.reserves.is_empty() {
        line(
            "di cui tenuti per le riserve",
            "of which held for reserves",
            true,
            Figure::Money(held),
        );
    }
}

/// Says what a slide has moved.
fn slide_lines(moved: &Moved, line: &mut impl FnMut(&'static str, &'static str, bool, Figure)) {
    let number = u64::try_from(moved.number).unwrap_or(u64::MAX);
    line("scorrimento n.", "slide no.", false, Figure::Count(number));
    line(
        "risorse aggiunte",
        "money added",
        true,
        Figure::Money(moved.added),
    );
    line(
        "risorse liberate",
        "money freed",
        true,
        Figure::Money(moved.freed),
    );
    let left = [moved.renounced, moved.revoked, moved.reservation_failed];
    let left = left.into_iter().fold(0_u64, u64::saturating_add);
    line(
        "uscite dalla graduatoria",
        "left the ranking",
        true,
        Figure::Count(left),
    );
    let mut count = |it, en, always, count: u64| {
        if always || count > 0 {
            line(it, en, true, Figure::Count(count));
        }
    };
    count(
        "uscite per rinuncia",
        "left by renunciation",
        false,
        moved.renounced,
    );
    count(
        "uscite per revoca",
        "left by revocation",
        false,
        moved.revoked,
    );
    let failed = moved.reservation_failed;
    count(
        "uscite per riserva non sciolta",
        "left as a reservation failed",
        false,
        failed,
    );
    let cleared = moved.reservation_cleared;
    count("riserve sciolte", "reservations cleared", false, cleared);
    count("finanziate ora", "funded now", true, moved.newly_funded);
    count(
        "contributi parziali completati",
        "partial awards filled up",
        false,
        moved.filled_up,
    );
    count(
        "contributi parziali accresciuti",
        "partial awards raised",
        false,
        moved.raised,
    );
    line(
        "assegnati ora",
        "awarded now",
        true,
        Figure::Money(moved.given),
    );
}

/// Returns a figure as people read it.
pub(super) fn figure_text(call: &Call, figure: Figure, language: Language) -> String {
    match figure {
        Figure::Count(count) => thousands(&count.to_string(), language),
        Figure::Money(amount) => money_text(call, amount, language),
    }
}

/// Returns counts and money of an outcome, within 80 columns.
pub fn summary_text(call: &Call, outcome: &Outcome, language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let mut out = wrap("", &visible(call.title.get(language)));
    for citation in citation_texts(call, &call.citations) {
        out.push_str(&wrap("  § ", &visible(citation.get(language))));
    }
    for line in summary_lines(call, outcome, language) {
        let label = format!("{}{}", if line.is_part { "  " } else { "" }, line.label);
        let value = figure_text(call, line.figure, language);
        let room = NUMBERS.saturating_sub(label.chars().count());
        let _ = writeln!(out, "  {label}{value:>room$}");
    }
    for sentence in funding(call, outcome, language) {
        out.push_str(&wrap("", &visible(&sentence)));
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
            "Valori sulle altre proposte: quelli dell'esito approvato.\n",
            "Values over other proposals: those of the approved outcome.\n",
        ));
        for sentence in kept_sentences(kept, language) {
            out.push_str(&wrap("  - ", &sentence));
        }
    }
    let ties = pool_ties(call, outcome, language);
    for note in ties.into_iter().chain(weighed_without(call, language)) {
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

fn thousands(digits: &str, language: Language) -> String {
    match language {
        Language::Italian => group_digits(digits, '.', ','),
        Language::English => group_digits(digits, ',', '.'),
    }
}
