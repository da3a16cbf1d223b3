//! Scales of marks.

use std::collections::BTreeMap;

use super::scope::{Checker, next_id};
use crate::call::{Coefficient, Scale, ScaleId, ScaleKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Fraction;
use crate::source::{Span, Spanned};
use crate::syntax::tree::{CoefficientItem, Item, RuleFile, ScaleBlock, ScaleMarks};
use crate::text::Text;

impl Checker<'_> {
    /// Returns the scales, and notes their names.
    pub(super) fn scales(&mut self, tree: &RuleFile) -> Vec<Scale> {
        let mut scales = Vec::new();
        for item in &tree.items {
            let Item::Scale(block) = item else { continue };
            let name = &block.name;
            if let Some((_, first)) = self.scales.get(&name.value) {
                let first = *first;
                self.duplicate(name, first);
                continue;
            }
            let id = ScaleId(next_id(&scales));
            self.scales.insert(name.value.clone(), (id, name.span));
            scales.push(Scale {
                name: name.value.clone(),
                kind: self.scale_kind(block),
                span: name.span,
            });
        }
        scales
    }

    fn scale_kind(&mut self, block: &ScaleBlock) -> ScaleKind {
        match &block.marks {
            ScaleMarks::Coefficients(items) => ScaleKind::Coefficients(self.coefficients(items)),
            ScaleMarks::Points {
                least,
                greatest,
                step,
            } => {
                self.points_scale(*least, *greatest, *step);
                ScaleKind::Points {
                    least: least.value,
                    greatest: greatest.value,
                    step: step.value,
                }
            }
        }
    }

    fn coefficients(&mut self, items: &[CoefficientItem]) -> Vec<Coefficient> {
        let mut coefficients: Vec<Coefficient> = Vec::new();
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for item in items {
            let name = &item.name;
            if let Some(first) = seen.insert(&name.value, name.span) {
                self.duplicate(name, first);
                continue;
            }
            if item.share.value > Fraction::ONE {
                self.bad_scale(
                    item.share.span,
                    (
                        "un coefficiente va da 0 a 1: è la quota del punteggio massimo che la voce dà",
                        "a coefficient goes from 0 to 1: it is the share of the maximum that the word gives",
                    ),
                    (
                        "scrivere per esempio `0.8`; per voti in punti usare `‹kw_points_from› 0 ‹to› 10 ‹step› 1`",
                        "write for example `0.8`; for marks in points use `‹kw_points_from› 0 ‹to› 10 ‹step› 1`",
                    ),
                );
            }
            coefficients.push(Coefficient {
                name: name.value.clone(),
                label: match &item.label {
                    Some(words) => words.text.clone(),
                    None => Text::italian(&name.value),
                },
                share: item.share.value,
            });
        }
        self.odd_coefficients(items);
        coefficients
    }

    /// Warns of a scale that never gives the maximum, or whose words are not in order.
    fn odd_coefficients(&mut self, items: &[CoefficientItem]) {
        let shares: Vec<Fraction> = items.iter().map(|it| it.share.value).collect();
        let Some(last) = items.last() else { return };
        if shares.iter().all(|share| *share < Fraction::ONE) {
            self.odd_scale(
                last.share.span,
                (
                    "nessuna voce vale 1: il punteggio massimo non si può mai dare",
                    "no word is worth 1: the maximum can never be given",
                ),
                ("dare 1 alla voce più alta", "give 1 to the highest word"),
            );
        }
        let upwards = shares.is_sorted();
        let downwards = shares.iter().rev().is_sorted();
        if !upwards && !downwards {
            let turn = items
                .iter()
                .zip(items.iter().skip(1))
                .find(|(before, after)| before.share.value > after.share.value);
            let span = turn.map_or(last.share.span, |(_, after)| after.share.span);
            self.odd_scale(
                span,
                (
                    "le voci della scala non sono in ordine: forse un coefficiente è sbagliato",
                    "the words of the scale are not in order: a coefficient may be wrong",
                ),
                (
                    "scriverle dalla più bassa alla più alta",
                    "write them from the lowest to the highest",
                ),
            );
        }
    }

    fn points_scale(
        &mut self,
        least: Spanned<Fraction>,
        greatest: Spanned<Fraction>,
        step: Spanned<Fraction>,
    ) {
        if least.value >= greatest.value {
            self.bad_scale(
                greatest.span,
                (
                    "il voto più alto non supera il più basso",
                    "the highest mark is not above the lowest",
                ),
                (
                    "scrivere per esempio `‹kw_points_from› 0 ‹to› 10 ‹step› 1`",
                    "write for example `‹kw_points_from› 0 ‹to› 10 ‹step› 1`",
                ),
            );
            return;
        }
        let steps = greatest
            .value
            .sub(least.value)
            .and_then(|width| width.div(step.value));
        if steps.and_then(Fraction::to_integer).is_none() {
            self.bad_scale(
                step.span,
                (
                    "con questo passo non si arriva dal voto più basso al più alto",
                    "this step does not lead from the lowest mark to the highest",
                ),
                (
                    "scegliere un passo che divida l'intervallo, per esempio `1` o `0.5`",
                    "choose a step that divides the range, for example `1` or `0.5`",
                ),
            );
        }
    }

    pub(super) fn bad_scale(&mut self, span: Span, message: (&str, &str), hint: (&str, &str)) {
        let message = Text::new(message.0, message.1);
        let hint = Text::new(hint.0, hint.1);
        self.report(Diagnostic::error(Code::BadScale, span, message).with_hint(hint));
    }

    fn odd_scale(&mut self, span: Span, message: (&str, &str), hint: (&str, &str)) {
        let message = Text::new(message.0, message.1);
        let hint = Text::new(hint.0, hint.1);
        self.report(Diagnostic::warning(Code::BadScale, span, message).with_hint(hint));
    }
}
