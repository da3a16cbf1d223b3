//! The steps of an explanation: in the author's own words, with the values they had.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde::Serialize;

use super::exceptions::ExplainedView;
use super::words::{choose, visible, waits_for};
use crate::assessment::{Evaluated, Step};
use crate::call::{Call, DefinitionId, ExprKind, show, show_plain};
use crate::source::Sources;
use crate::text::Language;
use crate::value::Value;

/// How many characters of a rule's text one step shows.
const LONGEST: usize = 60;

/// How many steps below one step are shown.
const WIDEST: usize = 60;

/// Writes steps under one another, indented, each definition and fact explained once.
pub(super) struct Writer<'a> {
    pub(super) call: &'a Call,
    pub(super) sources: &'a Sources,
    pub(super) language: Language,
    explained: BTreeSet<DefinitionId>,
    written: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(call: &'a Call, sources: &'a Sources, language: Language) -> Self {
        Self {
            call,
            sources,
            language,
            explained: BTreeSet::new(),
            written: BTreeSet::new(),
        }
    }

    /// Returns the rule's own words, whole, and the value they had: `cost <= ceiling → no`.
    pub(super) fn whole(&self, step: &Step<'_>) -> String {
        format!("{} → {}", self.words(step), self.value(step))
    }

    /// Returns the same, long words cut.
    fn line(&self, step: &Step<'_>) -> String {
        let words = self.words(step);
        let words = match (&step.expr.kind, words.split_once('{')) {
            // What the cases say is shown below.
            (ExprKind::FirstOf(_) | ExprKind::Table(_), Some((before, _)))
                if words.chars().count() > LONGEST =>
            {
                format!("{before}{{ … }}")
            }
            _ => shorten(&words),
        };
        format!("{words} → {}", self.value(step))
    }

    /// Writes what went into `step`.
    pub(super) fn inputs(&mut self, step: &Step<'_>, indent: usize, out: &mut String) {
        let inputs = telling(step);
        for input in inputs.iter().take(WIDEST) {
            self.step(input, indent, out);
        }
        let more = inputs.len().saturating_sub(WIDEST);
        if more > 0 {
            let (it, en) = ("altri passi", "further steps");
            let words = choose(self.language, it, en);
            let _ = writeln!(out, "{}… {more} {words}", " ".repeat(indent));
        }
    }

    fn step(&mut self, step: &Step<'_>, indent: usize, out: &mut String) {
        if matches!(step.expr.kind, ExprKind::Excepted { .. }) {
            self.excepted(step, indent, out);
            return;
        }
        let deeper = indent.saturating_add(2);
        let words = self.words(step);
        let goes_on = match &step.expr.kind {
            // A literal says itself.
            ExprKind::Constant(_) if !is_named(&words) => return,
            ExprKind::Constant(_) => false,
            ExprKind::Definition(id) => self.explained.insert(*id),
            // The row behind a cell is known by the cell's name.
            ExprKind::Column { row, .. } => !matches!(row.kind, ExprKind::Fact(_)),
            _ => true,
        };
        let line = format!("{}{}\n", " ".repeat(indent), self.line(step));
        let is_leaf = !goes_on || step.inputs.is_empty();
        let depends_on_item = matches!(step.expr.kind, ExprKind::Field { .. });
        if is_leaf && !depends_on_item && !self.written.insert(line.trim_start().to_owned()) {
            return;
        }
        out.push_str(&line);
        if goes_on {
            self.inputs(step, deeper, out);
        }
    }

    /// Returns the text that the author wrote, on one line.
    pub(super) fn words(&self, step: &Step<'_>) -> String {
        let text = self.sources.slice(step.expr.span);
        visible(&text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn value(&self, step: &Step<'_>) -> String {
        match &step.value {
            Evaluated::Known(value) => {
                visible(&show(value, step.expr.ty, self.call.names(), self.language))
            }
            Evaluated::Absent => {
                choose(self.language, "non si applica", "does not apply").to_owned()
            }
            Evaluated::Unknown(unknown) if !unknown.waits() => {
                choose(self.language, "senza risultato", "no result").to_owned()
            }
            Evaluated::Unknown(unknown) => format!(
                "{}: {}",
                choose(self.language, "manca", "missing"),
                waits_for(unknown)
            ),
        }
    }
}

/// A step as JSON.
#[derive(Serialize)]
pub(super) struct StepView {
    rule: String,
    value: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    waits_for: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    inputs: Vec<StepView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exceptions: Vec<ExplainedView>,
}

impl StepView {
    /// Returns the step with all steps below it; `value` is nothing where it is not known. Of a value
    /// with exceptions, the one input is the base.
    pub(super) fn of(step: &Step<'_>, call: &Call, sources: &Sources) -> Self {
        let (value, waits_for) = match &step.value {
            Evaluated::Known(value) => (Some(plain(value, step, call)), Vec::new()),
            Evaluated::Absent => (None, Vec::new()),
            Evaluated::Unknown(unknown) => (None, unknown.facts().map(str::to_owned).collect()),
        };
        let (inputs, exceptions) = match step.excepted() {
            Some((base, exceptions)) => (std::slice::from_ref(base), exceptions),
            None => (step.inputs.as_slice(), Vec::new()),
        };
        Self {
            rule: sources.slice(step.expr.span).to_owned(),
            value,
            waits_for,
            inputs: inputs
                .iter()
                .map(|input| Self::of(input, call, sources))
                .collect(),
            exceptions: exceptions
                .iter()
                .map(|exception| ExplainedView::of(exception, call, sources))
                .collect(),
        }
    }
}

fn plain(value: &Value, step: &Step<'_>, call: &Call) -> String {
    show_plain(value, step.expr.ty, call.names())
}

/// Tells a name such as `call.closes` from a literal.
pub(super) fn is_named(words: &str) -> bool {
    words.starts_with(|first: char| first.is_alphabetic())
        && !matches!(words, "yes" | "no" | "none")
}

fn shorten(words: &str) -> String {
    if words.chars().count() <= LONGEST {
        return words.to_owned();
    }
    let start: String = words.chars().take(LONGEST.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}

/// Returns the inputs that say why a step has its value: of ordered cases those up to the one
/// that decides, and of a negation written in one word, such as `is not`, what is behind it.
fn telling<'s, 'a>(step: &'s Step<'a>) -> Vec<&'s Step<'a>> {
    match (&step.expr.kind, step.inputs.as_slice()) {
        (ExprKind::FirstOf(_), cases) => {
            let mut told = Vec::new();
            for case in cases.chunks(2) {
                let [condition, value] = case else {
                    break;
                };
                // The condition of `otherwise` is nothing that was written.
                if !matches!(condition.expr.kind, ExprKind::Constant(_)) {
                    told.push(condition);
                }
                match &condition.value {
                    Evaluated::Known(Value::YesNo(false)) => {}
                    Evaluated::Known(_) => {
                        told.push(value);
                        break;
                    }
                    _ => told.push(value),
                }
            }
            told
        }
        (ExprKind::Not(_), [inner]) if inner.expr.span == step.expr.span => telling(inner),
        // The day is the one written, and no other was given for it.
        (ExprKind::CountingDate(_), [inner]) if inner.value == step.value => telling(inner),
        (_, inputs) => inputs
            .iter()
            .flat_map(|input| {
                if is_written(step, input) {
                    vec![input]
                } else {
                    telling(input)
                }
            })
            .collect(),
    }
}

/// Tells arithmetic that the author wrote from that behind other words, such as `1 for each full
/// 5`: it stands at the place of the whole, or of a part of its own.
fn is_written(step: &Step<'_>, input: &Step<'_>) -> bool {
    let arithmetic = matches!(
        input.expr.kind,
        ExprKind::Sum(_)
            | ExprKind::Product(_)
            | ExprKind::Negate(_)
            | ExprKind::Round(..)
            | ExprKind::Least(_)
            | ExprKind::Greatest(_)
    );
    let of_part = |part: &Step<'_>| part.expr.span == input.expr.span;
    !arithmetic || (input.expr.span != step.expr.span && !input.inputs.iter().any(of_part))
}
