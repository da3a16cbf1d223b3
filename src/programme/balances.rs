//! What the acts of a programme leave on its lines: never less than nothing, seldom more than planned.

use std::collections::BTreeSet;

use super::LineId;
use super::allocation::apply;
use super::check::Checker;
use super::names::in_italian;
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Money;
use crate::source::Span;
use crate::text::Text;

/// The most that can be counted in cents.
const MOST: Money = Money::from_cents(i64::MAX);

impl Checker {
    /// Reports amounts that cannot be summed. Of those that can, every part can be summed too: what lines
    /// hold, at any moment and however they are put together.
    pub(super) fn sums(&mut self) {
        let lines = self.programme.lines.iter();
        let totals = lines.filter_map(|line| Some((line.total?, line.span)));
        let acts = self.programme.acts.iter();
        let changes = acts.flat_map(|act| &act.changes);
        let changes = changes.map(|change| (change.amount, change.span));
        let of_total = (
            "con il totale di questa linea la somma delle linee",
            "with the total of this line the sum over the lines",
        );
        // Every change counts, also those that only move money: not what the lines hold is too large.
        let of_change = (
            "con questo importo la somma di tutte le variazioni",
            "with this amount the sum of all changes",
        );
        let found = [
            (not_summed(totals), of_total),
            (not_summed(changes), of_change),
        ];
        for (span, with) in found {
            if let Some(span) = span {
                self.report(too_much(span, with));
            }
        }
    }

    /// Follows the lines through the acts: none may hold less than nothing, and what is more than
    /// planned is worth knowing.
    pub(super) fn balances(&mut self) {
        let lines = self.programme.lines.len();
        let mut held = vec![Money::ZERO; lines];
        let mut found = Vec::new();
        for (index, act) in self.programme.acts.iter().enumerate() {
            // From an act on that could not be read whole nobody knows what the lines hold.
            if self.partial.is_some_and(|first| index >= first) {
                break;
            }
            let mut touched: Vec<(LineId, Span, bool)> = Vec::new();
            for change in &act.changes {
                if apply(&mut held, change).is_none() {
                    // What cannot be summed has been reported.
                    return;
                }
                let places = [(change.from, false), (change.to, true)];
                let places = places.into_iter();
                touched.extend(places.filter_map(|(line, adds)| Some((line?, change.span, adds))));
            }
            // Only what the whole act leaves counts, told once for each line, at the last change that takes
            // from it, or adds to it.
            let lines: BTreeSet<LineId> = touched.iter().map(|(line, ..)| *line).collect();
            for line in lines {
                let (Some(left), Some(of)) = (held.get(line.0), self.programme.line(line)) else {
                    continue;
                };
                let is_short = *left < Money::ZERO;
                let changes = touched.iter().rev().filter(|(of, ..)| *of == line);
                let place = changes.clone().find(|(.., adds)| *adds != is_short);
                let Some((_, span, _)) = place.or_else(|| changes.clone().next()).copied() else {
                    continue;
                };
                if is_short {
                    found.push(negative(&act.name, &of.name, *left, span, of.span));
                } else if let Some(total) = of.total.filter(|total| left > total) {
                    found.push(above(&act.name, &of.name, *left, total, span, of.span));
                }
            }
        }
        for diagnostic in found {
            self.report(diagnostic);
        }
    }
}

/// Returns the place of the first amount with which the sum is too large.
fn not_summed(amounts: impl IntoIterator<Item = (Money, Span)>) -> Option<Span> {
    let mut sum = Money::ZERO;
    amounts.into_iter().find_map(|(amount, span)| {
        sum = match sum.add(amount) {
            Some(sum) => sum,
            None => return Some(span),
        };
        None
    })
}

fn negative(act: &str, line: &str, left: Money, span: Span, of: Span) -> Diagnostic {
    let short = Money::ZERO.sub(left).unwrap_or_default();
    let (it, en) = (in_italian(short), short);
    Diagnostic::error(
        Code::NegativeAllocation,
        span,
        Text::new(
            format!("l'atto `{act}` toglie alla linea `{line}` {it} più di quanto ha"),
            format!("act `{act}` takes {en} EUR more from line `{line}` than it has"),
        ),
    )
    .with_related(of, Text::new("la linea è qui", "the line is here"))
    .with_hint(Text::new(
        "correggere l'importo, o aggiungere prima l'atto che porta il denaro che manca",
        "correct the amount, or add first the act that brings the money that is missing",
    ))
}

fn above(act: &str, line: &str, left: Money, total: Money, span: Span, of: Span) -> Diagnostic {
    let more = left.sub(total).unwrap_or_default();
    let (more_it, total_it) = (in_italian(more), in_italian(total));
    Diagnostic::warning(
        Code::AboveTotal,
        span,
        Text::new(
            format!(
                "dopo l'atto `{act}` la linea `{line}` ha {more_it} più del totale di programma, {total_it}"
            ),
            format!(
                "after act `{act}` line `{line}` holds {more} EUR more than the programme's total, {total} EUR"
            ),
        ),
    )
    .with_related(of, Text::new("la linea è qui", "the line is here"))
    .with_hint(Text::new(
        "niente, se un atto successivo toglie l'eccedenza; altrimenti correggere l'importo o il totale",
        "nothing, where a later act takes the surplus away; otherwise correct the amount or the total",
    ))
}

fn too_much(span: Span, with: (&str, &str)) -> Diagnostic {
    let (it, en) = with;
    Diagnostic::error(
        Code::LimitExceeded,
        span,
        Text::new(
            format!(
                "{it} è troppo grande per essere contata in centesimi: al massimo {}",
                in_italian(MOST)
            ),
            format!("{en} is too large to be counted in cents: at most {MOST} EUR"),
        ),
    )
    .with_hint(Text::new("correggere l'importo", "correct the amount"))
}
