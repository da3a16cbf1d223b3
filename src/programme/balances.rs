//! What the acts of a programme leave on its lines: never less than nothing, seldom more than planned.

use super::LineId;
use super::allocation::apply;
use super::check::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{Money, group_digits};
use crate::source::Span;
use crate::text::Text;

impl Checker {
    /// Follows the lines through the acts: none may hold less than nothing, and what is more than
    /// planned is worth knowing.
    pub(super) fn balances(&mut self) {
        let lines = self.programme.lines.len();
        let mut held = vec![Money::ZERO; lines];
        let mut found = Vec::new();
        for act in &self.programme.acts {
            let mut touched: Vec<(LineId, Span)> = Vec::new();
            for change in &act.changes {
                if apply(&mut held, change).is_none() {
                    found.push(too_much(change.span));
                    self.diagnostics_of(found);
                    return;
                }
                let places = [change.from, change.to].into_iter().flatten();
                touched.extend(places.map(|line| (line, change.span)));
            }
            // Only what the whole act leaves counts, told once for each line, at its last change.
            touched.reverse();
            touched.sort_by_key(|(line, _)| *line);
            touched.dedup_by_key(|(line, _)| *line);
            for (line, span) in touched {
                let (Some(left), Some(of)) = (held.get(line.0), self.programme.line(line)) else {
                    continue;
                };
                if *left < Money::ZERO {
                    found.push(negative(&act.name, &of.name, *left, span, of.span));
                } else if let Some(total) = of.total.filter(|total| left > total) {
                    found.push(above(&act.name, &of.name, *left, total, span, of.span));
                }
            }
        }
        self.diagnostics_of(found);
    }

    fn diagnostics_of(&mut self, found: Vec<Diagnostic>) {
        for diagnostic in found {
            self.report(diagnostic);
        }
    }
}

fn negative(act: &str, line: &str, left: Money, span: Span, of: Span) -> Diagnostic {
    let short = Money::ZERO.sub(left).unwrap_or_default();
    let (it, en) = (amount_it(short), short);
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
    let (more_it, total_it) = (amount_it(more), amount_it(total));
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

fn too_much(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::LimitExceeded,
        span,
        Text::new(
            "la somma è troppo grande per essere contata in centesimi",
            "the sum is too large to be counted in cents",
        ),
    )
    .with_hint(Text::new("correggere l'importo", "correct the amount"))
}

/// Returns an amount as Italian readers write it: `1.234.567,89 €`.
fn amount_it(amount: Money) -> String {
    let digits = group_digits(&amount.to_plain(), '.', ',');
    format!("{digits} €")
}
