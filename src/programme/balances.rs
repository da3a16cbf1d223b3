//! What the acts of a programme leave on its lines: never less than nothing, seldom more than planned.

use std::collections::{BTreeMap, BTreeSet};

use super::allocation::apply;
use super::check::Checker;
use super::names::in_italian;
use super::{Line, LineId};
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
        let mut surpluses = Surpluses::default();
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
                }
                let more = of.total.and_then(|total| left.sub(total));
                match more.filter(|more| *more > Money::ZERO) {
                    Some(more) => surpluses.above(
                        line,
                        Exceeded {
                            act: act.name.clone(),
                            more,
                            span,
                        },
                    ),
                    None => surpluses.within(line, act.name.clone()),
                }
            }
        }
        let is_whole = self.partial.is_none();
        for surplus in surpluses.all {
            if let Some(line) = self.programme.line(surplus.line) {
                found.push(above_total(&surplus, line, is_whole));
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

/// That a line holds more than its total, from one act on until another takes the surplus away.
struct Surplus {
    line: LineId,
    /// Where it begins.
    first: Exceeded,
    /// Where it grows.
    grown: Vec<Exceeded>,
    /// The act that brings the line back to its total, where one does.
    until: Option<String>,
}

/// By how much a line is above its total after an act, and where that is written.
struct Exceeded {
    act: String,
    more: Money,
    span: Span,
}

#[derive(Default)]
struct Surpluses {
    all: Vec<Surplus>,
    /// By line: its surplus that lasts, as a place in `all`.
    lasting: BTreeMap<LineId, usize>,
}

impl Surpluses {
    fn above(&mut self, line: LineId, now: Exceeded) {
        let known = self.lasting.get(&line);
        match known.and_then(|index| self.all.get_mut(*index)) {
            Some(surplus) => {
                let before = surplus.grown.last().unwrap_or(&surplus.first);
                if now.more > before.more {
                    surplus.grown.push(now);
                }
            }
            None => {
                self.lasting.insert(line, self.all.len());
                self.all.push(Surplus {
                    line,
                    first: now,
                    grown: Vec::new(),
                    until: None,
                });
            }
        }
    }

    fn within(&mut self, line: LineId, act: String) {
        let known = self.lasting.remove(&line);
        if let Some(surplus) = known.and_then(|index| self.all.get_mut(index)) {
            surplus.until = Some(act);
        }
    }
}

fn above_total(surplus: &Surplus, line: &Line, is_whole: bool) -> Diagnostic {
    let Exceeded { act, more, span } = &surplus.first;
    let (name, total) = (&line.name, line.total.unwrap_or_default());
    let (more_it, total_it) = (in_italian(*more), in_italian(total));
    let mut warning = Diagnostic::warning(
        Code::AboveTotal,
        *span,
        Text::new(
            format!(
                "dopo l'atto `{act}` la linea `{name}` ha {more_it} più del totale di programma, {total_it}"
            ),
            format!(
                "after act `{act}` line `{name}` holds {more} EUR more than the programme's total, {total} EUR"
            ),
        ),
    )
    .with_related(line.span, Text::new("la linea è qui", "the line is here"));
    for Exceeded { act, more, span } in &surplus.grown {
        let more_it = in_italian(*more);
        warning = warning.with_related(
            *span,
            Text::new(
                format!("dopo l'atto `{act}` sono {more_it} in più"),
                format!("after act `{act}` it holds {more} EUR more"),
            ),
        );
    }
    let hint = match &surplus.until {
        Some(act) => Text::new(
            format!(
                "l'atto `{act}` toglie l'eccedenza: verificare che fino ad allora ci fosse copertura"
            ),
            format!("act `{act}` takes the surplus away: make sure that until then it was covered"),
        ),
        None if is_whole => Text::new(
            "nessun atto del programma toglie l'eccedenza: correggere l'importo o il totale, o aggiungere l'atto che la toglie",
            "no act of the programme takes the surplus away: correct the amount or the total, or add the act that takes it",
        ),
        None => Text::new(
            "correggere prima gli atti che non si leggono: uno può togliere l'eccedenza",
            "correct first the acts that cannot be read: one may take the surplus away",
        ),
    };
    warning.with_hint(hint)
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
