//! What tests say of marks, points, thresholds and awards.

use std::collections::BTreeMap;

use super::points::written;
use super::scope::{Checker, GridWritten};
use crate::call::{CriterionId, Expectation, Method, ScaleKind, TestMark, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{Fraction, Money};
use crate::source::Span;
use crate::syntax::tree::{Literal, LiteralKind, Name, TestBlock};
use crate::text::Text;
use crate::value::Value;

impl Checker<'_> {
    /// Takes the marks that a test gives, over those of the test it is like.
    pub(super) fn test_marks(
        &mut self,
        tree: &[(Name, Literal)],
        block: &TestBlock,
        span: Span,
        marks: &mut Vec<TestMark>,
    ) {
        if self.for_such_a_test(false, block, span).is_none() {
            return;
        }
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let before = std::mem::take(marks).into_iter();
        let mut given: BTreeMap<CriterionId, TestMark> =
            before.map(|mark| (mark.criterion, mark)).collect();
        for (name, literal) in tree {
            if let Some(first) = seen.insert(&name.value, name.span) {
                self.repeated(&name.value, name.span, first);
                continue;
            }
            let Some(criterion) = self.criterion_named(name) else {
                continue;
            };
            if literal.kind == LiteralKind::Unknown {
                given.remove(&criterion);
            } else if let Some((written, share)) = self.mark_given(criterion, name, literal) {
                let mark = TestMark {
                    criterion,
                    written,
                    share,
                };
                given.insert(criterion, mark);
            }
        }
        marks.extend(given.into_values());
    }

    /// Returns a mark as written, and the share of the maximum it gives.
    fn mark_given(
        &mut self,
        criterion: CriterionId,
        name: &Name,
        literal: &Literal,
    ) -> Option<(String, Fraction)> {
        if self.broken.contains(&name.value) {
            return None;
        }
        let grid = self.call.grid.as_ref()?;
        let Method::Marked(marking) = &grid.criterion(criterion)?.method else {
            self.report(
                Diagnostic::error(
                    Code::TypeMismatch,
                    name.span,
                    Text::new(
                        format!("la commissione non dà voti su `{}`", name.value),
                        format!("the panel gives no marks on `{}`", name.value),
                    ),
                )
                .with_hint(Text::new(
                    "togliere il voto, o scrivere `‹marked›` nel criterio",
                    "remove the mark, or write `‹marked›` in the criterion",
                )),
            );
            return None;
        };
        let scale = grid.scales.get(marking.scale.index())?;
        let scale_name = scale.name.clone();
        match (&scale.kind, &literal.kind) {
            (ScaleKind::Coefficients(words), LiteralKind::Name(word)) => {
                if let Some(found) = words.iter().find(|it| it.name == *word) {
                    return Some((word.clone(), found.share));
                }
                let known: Vec<String> = words.iter().map(|it| it.name.clone()).collect();
                let (it, en) = (
                    format!("fra le voci della scala `{scale_name}`"),
                    format!("word on the scale `{scale_name}`"),
                );
                self.unknown(word, literal.span, (&it, &en), &known);
            }
            (
                ScaleKind::Points {
                    least,
                    greatest,
                    step,
                },
                LiteralKind::Number(mark, _),
            ) => {
                let steps = mark.sub(*least).and_then(|it| it.div(*step));
                let on_a_step = steps.and_then(Fraction::to_integer).is_some();
                if on_a_step && mark >= least && mark <= greatest {
                    return Some((written(*mark), mark.div(*greatest)?));
                }
                let range = [*least, *greatest, *step].map(written);
                let [least, greatest, step] = range;
                self.report(
                    Diagnostic::error(
                        Code::OutOfBounds,
                        literal.span,
                        Text::new(
                            format!("la scala `{scale_name}` non ha questo voto"),
                            format!("the scale `{scale_name}` does not have this mark"),
                        ),
                    )
                    .with_hint(Text::new(
                        format!("i voti vanno da {least} a {greatest}, di {step} in {step}"),
                        format!("marks go from {least} to {greatest} in steps of {step}"),
                    )),
                );
            }
            (kind, _) => {
                let words = matches!(kind, ScaleKind::Coefficients(_));
                let (it, en) = if words {
                    ("una voce", "a word")
                } else {
                    ("un numero", "a number")
                };
                self.report(
                    Diagnostic::error(
                        Code::TypeMismatch,
                        literal.span,
                        Text::new(
                            format!("sulla scala `{scale_name}` un voto è {it}"),
                            format!("on the scale `{scale_name}` a mark is {en}"),
                        ),
                    )
                    .with_hint(Text::new(
                        "scrivere un voto della scala, o `‹kw_unknown›`",
                        "write a mark of the scale, or `‹kw_unknown›`",
                    )),
                );
            }
        }
        None
    }

    /// Returns what a test expects of points; `None` among them: unknown.
    pub(super) fn points_expected(
        &mut self,
        value: &Literal,
        expectation: impl FnOnce(Option<Fraction>) -> Expectation,
    ) -> Option<Expectation> {
        if value.kind == LiteralKind::Unknown {
            return Some(expectation(None));
        }
        match self.literal(value, Type::Number)? {
            Value::Number(points) => Some(expectation(Some(points))),
            _ => None,
        }
    }

    pub(super) fn award_expected(&mut self, value: &Literal) -> Option<Expectation> {
        if value.kind == LiteralKind::Unknown {
            return Some(Expectation::Award(None));
        }
        match self.literal(value, Type::Money)? {
            Value::Number(euro) => Some(Expectation::Award(Some(Money::from_euro(euro)?))),
            _ => None,
        }
    }

    pub(super) fn criterion_named(&mut self, name: &Name) -> Option<CriterionId> {
        if let Some((id, _)) = self.criteria.get(&name.value) {
            return Some(*id);
        }
        if self.grid_written != GridWritten::Unread && !self.criterion_names.contains(&name.value) {
            let known: Vec<String> = self.criteria.keys().cloned().collect();
            self.unknown(&name.value, name.span, ("il criterio", "criterion"), &known);
        }
        None
    }

    /// Returns the criterion whose minimum has this name, none for the whole score, and where it
    /// is written.
    pub(super) fn threshold_named(&mut self, name: &Name) -> Option<(Option<CriterionId>, Span)> {
        if let Some(threshold) = self.thresholds.get(&name.value) {
            return Some(*threshold);
        }
        if self.grid_written != GridWritten::Unread {
            let known: Vec<String> = self.thresholds.keys().cloned().collect();
            let what = ("la soglia", "threshold");
            self.unknown(&name.value, name.span, what, &known);
        }
        None
    }

    /// Checks that a fact has this name, where it names an item of a list that the list does.
    pub(super) fn fact_named(&mut self, name: &Name) -> Option<()> {
        let is_place = |part: &str| part.starts_with(|it: char| it.is_ascii_digit());
        let fact = name.value.split('.').take_while(|part| !is_place(part));
        let fact = fact.collect::<Vec<_>>().join(".");
        if self.facts.contains_key(&fact) {
            return Some(());
        }
        if !self.facts_unread && !self.broken.contains(&fact) {
            let known: Vec<String> = self.facts.keys().cloned().collect();
            self.unknown(&fact, name.span, ("il fatto", "fact"), &known);
        }
        None
    }
}
