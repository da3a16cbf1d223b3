//! Whether the maxima of a grid add up, and whether what must be reached can be.

use std::collections::BTreeMap;

use super::criteria::Line;
use super::points::written;
use super::scope::Checker;
use crate::call::{CriterionId, Threshold};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Fraction;
use crate::source::{Span, Spanned};
use crate::text::{Language, Text};

impl Checker<'_> {
    /// Reports parts that make more than the whole, and warns of parts that make less.
    pub(super) fn maxima(&mut self, max: Option<Spanned<Fraction>>, lines: &[Line]) {
        let mut parts: BTreeMap<Option<CriterionId>, Vec<&Line>> = BTreeMap::new();
        for line in lines {
            parts.entry(line.criterion.parent).or_default().push(line);
        }
        if let (Some(max), Some(parts)) = (max, parts.get(&None)) {
            self.parts_of(max, &Text::new("la griglia", "the grid"), parts);
        }
        for (id, line) in (0..).map(CriterionId).zip(lines) {
            let (Some(span), Some(parts)) = (line.max, parts.get(&Some(id))) else {
                continue;
            };
            let name = &line.criterion.name;
            let called = Text::new(
                format!("il criterio `{name}`"),
                format!("criterion `{name}`"),
            );
            let max = Spanned::new(line.criterion.max, span);
            self.parts_of(max, &called, parts);
        }
    }

    fn parts_of(&mut self, max: Spanned<Fraction>, whole: &Text, parts: &[&Line]) {
        if parts.iter().any(|it| it.max.is_none()) {
            return;
        }
        let maxima = parts.iter().map(|it| it.criterion.max);
        let Some(sum) = sum_of(maxima) else { return };
        if sum == max.value {
            return;
        }
        let (sum_text, max_text) = (written(sum), written(max.value));
        let names: Vec<String> = parts
            .iter()
            .map(|it| format!("{} {}", it.criterion.name, written(it.criterion.max)))
            .collect();
        let names = names.join(", ");
        let (it, en) = (&whole.it, whole.get(Language::English));
        let mut diagnostic = if sum > max.value {
            Diagnostic::error(
                Code::MaximaDiffer,
                max.span,
                Text::new(
                    format!(
                        "{it} vale {max_text} punti, ma le sue parti ne danno fino a {sum_text}"
                    ),
                    format!("{en} is worth {max_text} points, but its parts give up to {sum_text}"),
                ),
            )
        } else {
            Diagnostic::warning(
                Code::MaximaDiffer,
                max.span,
                Text::new(
                    format!(
                        "{it} vale {max_text} punti, ma le sue parti ne danno al più {sum_text}"
                    ),
                    format!(
                        "{en} is worth {max_text} points, but its parts give {sum_text} at most"
                    ),
                ),
            )
        };
        diagnostic = diagnostic
            .with_label(Text::italian(names))
            .with_hint(Text::new(
                format!("scrivere `‹max› {sum_text}`, o correggere i massimi delle parti"),
                format!("write `‹max› {sum_text}`, or correct the maxima of the parts"),
            ));
        self.report(diagnostic);
    }

    /// Reports a minimum above the maximum of its criterion.
    pub(super) fn reachable_minimum(
        &mut self,
        points: Fraction,
        span: Span,
        max: Spanned<Fraction>,
    ) {
        if points > max.value {
            self.unreachable_points(points, span, max.value, max.span);
        }
    }

    /// Reports a threshold that no score can reach.
    pub(super) fn reachable_score(
        &mut self,
        threshold: &Threshold,
        max: Spanned<Fraction>,
        lines: &[Line],
    ) {
        let counted = lines
            .iter()
            .filter(|it| it.criterion.parent.is_none())
            .filter(|it| !(threshold.before_premiums && it.criterion.premium));
        let known = counted.clone().all(|it| it.max.is_some());
        let reachable = sum_of(counted.map(|it| it.criterion.max)).filter(|_| known);
        let reachable = reachable.map_or(max.value, |sum| sum.min(max.value));
        if threshold.points > reachable {
            self.unreachable_points(threshold.points, threshold.span, reachable, max.span);
        }
    }

    fn unreachable_points(&mut self, points: Fraction, span: Span, reachable: Fraction, max: Span) {
        let (points, reachable) = (written(points), written(reachable));
        self.report(
            Diagnostic::error(
                Code::UnreachableThreshold,
                span,
                Text::new(
                    format!("servono {points} punti, ma se ne possono avere al più {reachable}: nessuno sarebbe idoneo"),
                    format!("{points} points are needed, but {reachable} can be had at most: nobody would pass"),
                ),
            )
            .with_related(max, Text::new("il massimo è qui", "the maximum is here"))
            .with_hint(Text::new(
                format!("scrivere al più {reachable}, o correggere i massimi"),
                format!("write {reachable} at most, or correct the maxima"),
            )),
        );
    }
}

fn sum_of(mut points: impl Iterator<Item = Fraction>) -> Option<Fraction> {
    points.try_fold(Fraction::ZERO, Fraction::add)
}
