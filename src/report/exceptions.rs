//! Exceptions: which are in force, which are switched off, and by what.

use serde::Serialize;

use super::steps::{StepView, Writer, is_named};
use super::words::{choose, wrap};
use crate::assessment::{ExceptionState, ExplainedException, Step};
use crate::call::{Call, Exception, ExprKind};
use crate::engine::citation_texts;
use crate::source::Sources;
use crate::text::{Language, Text};

/// What becomes of an exception over one proposal, as JSON.
#[derive(Serialize)]
pub(super) struct ExceptionView<'a> {
    exception: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a Text>,
    state: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    switched_off_by: Vec<&'a str>,
    citations: Vec<Text>,
}

/// Returns what becomes of exceptions over one proposal.
pub(super) fn exceptions<'a>(
    call: &Call,
    exceptions: &'a [Exception],
    states: &[ExceptionState],
) -> Vec<ExceptionView<'a>> {
    exceptions
        .iter()
        .zip(states)
        .map(|(exception, state)| {
            let off = state.switched_off_by();
            let off: Vec<_> = off.filter_map(|it| exception.unless.get(it)).collect();
            ExceptionView {
                exception: &exception.name,
                title: exception.title.as_ref(),
                state: state_code(state),
                switched_off_by: off.iter().map(|unless| unless.name.as_str()).collect(),
                citations: citation_texts(
                    call,
                    exception
                        .citations
                        .iter()
                        .chain(off.iter().flat_map(|unless| &unless.citations)),
                ),
            }
        })
        .collect()
}

/// An exception with every step of it, as JSON.
#[derive(Serialize)]
pub(super) struct ExplainedView {
    exception: String,
    state: &'static str,
    when: StepView,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unless: Vec<UnlessView>,
    value: StepView,
}

#[derive(Serialize)]
struct UnlessView {
    unless: String,
    when: StepView,
}

impl ExplainedView {
    pub(super) fn of(explained: &ExplainedException<'_>, call: &Call, sources: &Sources) -> Self {
        let step = |step| StepView::of(step, call, sources);
        let found = call.exception(explained.exception);
        let unless = found.map_or(&[][..], |(_, exception)| &exception.unless);
        Self {
            exception: found.map_or_else(String::new, |(_, it)| it.name.clone()),
            state: state_code(&explained.state()),
            when: step(explained.when),
            unless: unless
                .iter()
                .zip(explained.unless)
                .map(|(unless, when)| UnlessView {
                    unless: unless.name.clone(),
                    when: step(when),
                })
                .collect(),
            value: step(explained.value),
        }
    }
}

fn state_code(state: &ExceptionState) -> &'static str {
    match state.in_force() {
        Some(true) => "in_force",
        None => "unknown",
        Some(false) if state.when == Some(true) => "switched_off",
        Some(false) => "not_in_force",
    }
}

impl Writer<'_> {
    /// Writes a value with exceptions: what holds as a rule, then each exception.
    pub(super) fn excepted(&mut self, step: &Step<'_>, indent: usize, out: &mut String) {
        let Some((base, exceptions)) = step.excepted() else {
            return;
        };
        let rule = choose(self.language, "di regola: ", "as a rule: ");
        self.headed(rule, base, indent, out);
        let value = choose(self.language, "vale: ", "then: ");
        for exception in &exceptions {
            let taken = (exception.value.expr != base.expr).then_some(value);
            self.exception(exception, taken, indent, out);
        }
    }

    /// Writes a step after some words, and what went into it.
    pub(super) fn headed(&mut self, head: &str, step: &Step<'_>, indent: usize, out: &mut String) {
        let head = format!("{}{head}", " ".repeat(indent));
        let words = match &step.expr.kind {
            // A literal says itself.
            ExprKind::Constant(_) if !is_named(&self.words(step)) => self.words(step),
            _ => self.whole(step),
        };
        out.push_str(&wrap(&head, &words));
        self.inputs(step, indent.saturating_add(2), out);
    }

    /// Writes what becomes of an exception and why; its value after `taken`, where it has one of
    /// its own and may be in force.
    pub(super) fn exception(
        &mut self,
        explained: &ExplainedException<'_>,
        taken: Option<&str>,
        indent: usize,
        out: &mut String,
    ) {
        let call = self.call;
        let Some((_, exception)) = call.exception(explained.exception) else {
            return;
        };
        let language = self.language;
        let word = |it, en| choose(language, it, en);
        let state = explained.state();
        let (margin, deeper) = (" ".repeat(indent), indent.saturating_add(2));
        let called = with_title(&exception.name, exception.title.as_ref(), language);
        out.push_str(&wrap(
            &format!("{margin}{} ", word("eccezione", "exception")),
            &format!("{called}: {}", self.standing(exception, &state)),
        ));
        let fails = state.when == Some(false);
        let article = format!("{}§ ", " ".repeat(deeper));
        if !fails {
            for citation in citation_texts(call, &exception.citations) {
                out.push_str(&wrap(&article, citation.get(language)));
            }
        }
        self.headed(word("quando: ", "when: "), explained.when, deeper, out);
        if fails {
            return;
        }
        for (unless, step) in exception.unless.iter().zip(explained.unless) {
            let called = with_title(&unless.name, unless.title.as_ref(), language);
            let head = format!("{} {called}: ", word("salvo", "unless"));
            self.headed(&head, step, deeper, out);
            for citation in citation_texts(call, &unless.citations) {
                out.push_str(&wrap(&format!("  {article}"), citation.get(language)));
            }
        }
        if state.in_force() == Some(false) {
            return;
        }
        if exception.not_required {
            let words = word("non è richiesto", "it is not required");
            out.push_str(&wrap(&" ".repeat(deeper), words));
        } else if let Some(head) = taken {
            self.headed(head, explained.value, deeper, out);
        }
    }

    fn standing(&self, exception: &Exception, state: &ExceptionState) -> String {
        let word = |it, en| choose(self.language, it, en);
        match state.in_force() {
            Some(true) => word("si applica", "applies").to_owned(),
            None => word("non si può ancora dire", "cannot be told yet").to_owned(),
            Some(false) if state.when == Some(false) => {
                word("non si applica", "does not apply").to_owned()
            }
            Some(false) => {
                let off = state.switched_off_by();
                let off = off.filter_map(|place| exception.unless.get(place));
                let off: Vec<&str> = off.map(|unless| unless.name.as_str()).collect();
                format!(
                    "{} {}",
                    word("esclusa da", "switched off by"),
                    off.join(", ")
                )
            }
        }
    }
}

/// Returns a name with its title: `Comuni piccoli (small_towns)`.
fn with_title(name: &str, title: Option<&Text>, language: Language) -> String {
    match title {
        Some(title) => format!("{} ({name})", title.get(language)),
        None => name.to_owned(),
    }
}
