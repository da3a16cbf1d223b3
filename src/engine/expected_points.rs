//! What a test expects of points and thresholds, held against what came out.

use std::collections::BTreeSet;

use super::expectations::{Run, code, failed};
use super::standing::{points_text, threshold_of};
use crate::assessment::Evaluated;
use crate::call::{CriterionId, Expectation, Grid};
use crate::diagnostic::Diagnostic;
use crate::number::Fraction;
use crate::scoring::{Score, ThresholdFinding};
use crate::source::Span;
use crate::text::{Language, Text, given_name};
use crate::value::Value;

impl Run<'_> {
    /// Says how the points of some proposal differ from `expectation`, if they do.
    pub(super) fn points_failure(
        &self,
        expectation: &Expectation,
        span: Span,
    ) -> Option<Diagnostic> {
        let grid = self.call.grid.as_ref()?;
        self.each().find_map(|(proposal, assessment)| {
            let Some(score) = self.score(proposal, assessment) else {
                return Some(self.without_points(expectation, span));
            };
            match expectation {
                Expectation::Score(expected) => {
                    self.points_differ(grid, &score, None, *expected, span)
                }
                Expectation::Points(criterion, expected) => {
                    self.points_differ(grid, &score, Some(*criterion), *expected, span)
                }
                Expectation::Threshold { criterion, reached } => {
                    self.threshold_differs(grid, &score, *criterion, *reached, span)
                }
                Expectation::BelowThreshold(names) => self.below_differs(grid, &score, names, span),
                _ => None,
            }
        })
    }

    /// Says that a proposal has no points, of which something was expected.
    fn without_points(&self, expectation: &Expectation, span: Span) -> Diagnostic {
        let grid = self.call.grid.as_ref();
        let points = |expected: &Option<Fraction>| match expected {
            Some(points) => self.points_shown(*points),
            None => code("‹kw_unknown›"),
        };
        let score = given_name("score", self.call.keywords);
        let (subject, expected) = match expectation {
            Expectation::Points(id, expected) => {
                let criterion = grid.and_then(|it| it.criterion(*id));
                let name = criterion.map_or("", |it| it.name.as_str());
                (code(&format!("‹criterion› {name}")), points(expected))
            }
            Expectation::Threshold { criterion, reached } => {
                let threshold = match criterion {
                    Some(id) => grid.and_then(|it| it.criterion(*id)?.minimum.as_ref()),
                    None => grid.and_then(|it| it.threshold.as_ref()),
                };
                let name = threshold.map_or("", |it| it.name.as_str());
                (code(&format!("‹threshold› {name}")), reached_word(*reached))
            }
            Expectation::Score(expected) => (code(score), points(expected)),
            _ => (code(score), code("‹below threshold›")),
        };
        let found = Text::new(
            "nessun punto, perché la proposta non è ammessa",
            "no points, for the proposal is not admitted",
        );
        failed(span, &subject, &expected, &found).with_hint(Text::new(
            "per dare punti anche a chi non è ammesso scrivere nella griglia `‹for every proposal›`",
            "to give points to those not admitted too, write `‹for every proposal›` in the grid",
        ))
    }

    fn points_differ(
        &self,
        grid: &Grid,
        score: &Score,
        criterion: Option<CriterionId>,
        expected: Option<Fraction>,
        span: Span,
    ) -> Option<Diagnostic> {
        let (name, found) = match criterion {
            None => {
                let name = given_name("score", self.call.keywords);
                (name.to_owned(), &score.total)
            }
            Some(id) => {
                let name = &grid.criterion(id)?.name;
                (
                    format!("‹criterion› {name}"),
                    &score.lines.get(id.index())?.points,
                )
            }
        };
        if found.known() == expected.map(Value::Number).as_ref() {
            return None;
        }
        let expected = match expected {
            Some(points) => self.points_shown(points),
            None => code("‹kw_unknown›"),
        };
        let differs = failed(span, &code(&name), &expected, &self.points_found(found));
        Some(self.with_lines(differs, grid, score, criterion))
    }

    /// Adds the lines whose sum the points are.
    fn with_lines(
        &self,
        diagnostic: Diagnostic,
        grid: &Grid,
        score: &Score,
        sum: Option<CriterionId>,
    ) -> Diagnostic {
        let say = |language| {
            let lines = score.lines.iter().zip(&grid.criteria);
            let parts = lines.filter(|(_, criterion)| criterion.parent == sum);
            let parts = parts.map(|(line, criterion)| {
                let points = match line.points.known() {
                    Some(Value::Number(points)) => points_text(self.call, *points, language),
                    _ => "?".to_owned(),
                };
                format!("{} {points}", criterion.name)
            });
            parts.collect::<Vec<_>>().join("; ")
        };
        let (it, en) = (say(Language::Italian), say(Language::English));
        if it.is_empty() {
            diagnostic
        } else {
            diagnostic.with_label(Text::new(it, en))
        }
    }

    fn threshold_differs(
        &self,
        grid: &Grid,
        score: &Score,
        criterion: Option<CriterionId>,
        expected: Option<bool>,
        span: Span,
    ) -> Option<Diagnostic> {
        let mut findings = score.thresholds.iter();
        let finding = findings.find(|it| it.criterion == criterion)?;
        let found = match &finding.reached {
            Evaluated::Known(Value::YesNo(reached)) => Some(*reached),
            _ => None,
        };
        if found == expected {
            return None;
        }
        let (threshold, _) = threshold_of(grid, finding.criterion)?;
        let points = self.points_found(&finding.points);
        let found = reached_word(found);
        let found = Text::new(
            format!(
                "{}, {}",
                found.get(Language::Italian),
                points.get(Language::Italian)
            ),
            format!(
                "{}, {}",
                found.get(Language::English),
                points.get(Language::English)
            ),
        );
        let subject = code(&format!("‹threshold› {}", threshold.name));
        let differs = failed(span, &subject, &reached_word(expected), &found);
        Some(differs.with_related(
            threshold.span,
            Text::new("la soglia è qui", "the threshold is here"),
        ))
    }

    fn below_differs(
        &self,
        grid: &Grid,
        score: &Score,
        names: &[String],
        span: Span,
    ) -> Option<Diagnostic> {
        let missed: Vec<(&str, &ThresholdFinding)> = score
            .thresholds
            .iter()
            .filter(|it| it.reached == Evaluated::Known(Value::YesNo(false)))
            .filter_map(|it| Some((threshold_of(grid, it.criterion)?.0.name.as_str(), it)))
            .collect();
        let agrees = if names.is_empty() {
            !missed.is_empty()
        } else {
            let is_expected = |name: &str| names.iter().any(|it| it == name);
            missed.iter().all(|(name, _)| is_expected(name))
                && names
                    .iter()
                    .all(|name| missed.iter().any(|(it, _)| it == name))
        };
        if agrees {
            return None;
        }
        let expected = match names {
            [] => code("‹below threshold›"),
            names => code(&format!("‹below threshold because› {}", names.join(", "))),
        };
        let found = match missed.as_slice() {
            [] => Text::new("nessuna soglia mancata", "no threshold missed"),
            missed => {
                let names: Vec<_> = missed.iter().map(|(name, _)| *name).collect();
                code(&format!("‹below threshold because› {}", names.join(", ")))
            }
        };
        let subject = Text::new("la proposta", "the proposal");
        let differs = failed(span, &subject, &expected, &found);
        Some(self.with_lines(differs, grid, score, None))
    }

    fn points_shown(&self, points: Fraction) -> Text {
        Text::new(
            points_text(self.call, points, Language::Italian),
            points_text(self.call, points, Language::English),
        )
    }

    /// Says how many points there are, or what they wait for.
    fn points_found(&self, points: &Evaluated) -> Text {
        match points {
            Evaluated::Known(Value::Number(points)) => self.points_shown(*points),
            Evaluated::Unknown(unknown) if unknown.waits() => {
                // A test marks for the whole panel, whose members have no names in it.
                let own = unknown.waits_for.iter();
                let own = own.map(|it| it.split_once(" (").map_or(it.as_str(), |(name, _)| name));
                let others = unknown.waits_for_others.iter().map(String::as_str);
                let waits: BTreeSet<&str> = own.chain(others).collect();
                let waits = waits.into_iter().collect::<Vec<_>>().join(", ");
                Text::new(
                    format!("`‹kw_unknown›`, manca {waits}"),
                    format!("`‹kw_unknown›`, {waits} is missing"),
                )
            }
            _ => Text::new(
                "`‹kw_unknown›`, senza risultato",
                "`‹kw_unknown›`, without a result",
            ),
        }
    }
}

fn reached_word(reached: Option<bool>) -> Text {
    code(match reached {
        Some(true) => "‹reached›",
        Some(false) => "‹not reached›",
        None => "‹kw_undecided›",
    })
}
