//! What somebody is told whose answers were given under other rules.

use super::choose;
use super::requirements::{asked, within};
use super::words::Words;
use crate::call::{Call, FieldId, Type};
use crate::diagnostic::Place;
use crate::facts::RefusedRow;
use crate::precheck::Question;
use crate::text::Language;

/// So many answers that no longer hold are named.
const MOST_LOST: usize = 50;

/// The rules have changed since the first question.
#[derive(Clone, Debug, Default)]
pub(super) struct Changed {
    /// The digest of the rules by which the first question was put.
    pub(super) digest: String,
    /// The names of what no longer holds, in the order in which it stood.
    pub(super) lost: Vec<String>,
}

impl Changed {
    /// Returns what has changed since the rules of a digest, by what can no longer be read and by
    /// what a page has told already.
    pub(super) fn since(digest: &str, refused: Option<&RefusedRow>, told: &str) -> Self {
        let mut lost: Vec<String> = told.split(' ').map(str::to_owned).collect();
        for fault in refused.iter().flat_map(|row| &row.diagnostics) {
            if let Place::Data(place) = &fault.primary.place
                && let Some(pointer) = &place.pointer
            {
                lost.push(name_at(pointer));
            }
        }
        lost.retain(|it| !it.is_empty());
        lost.truncate(MOST_LOST);
        Self {
            digest: digest.to_owned(),
            lost,
        }
    }

    /// Says which answers no longer hold, each once.
    pub(super) fn told(&self, call: &Call, language: Language) -> Vec<Words> {
        let mut told = Vec::new();
        for name in &self.lost {
            let words = told_of(call, name, language);
            if !told.contains(&words) {
                told.push(words);
            }
        }
        told
    }
}

/// Turns `/partners/0/form` into `partners.1.form`, as questions are called.
fn name_at(pointer: &str) -> String {
    let parts = pointer.split('/').filter(|it| !it.is_empty());
    let parts = parts.map(|part| match part.parse::<usize>() {
        Ok(item) => item.saturating_add(1).to_string(),
        Err(_) => part.replace([' ', '.'], "_"),
    });
    parts.collect::<Vec<_>>().join(".")
}

fn told_of(call: &Call, name: &str, language: Language) -> Words {
    let gone = Words::own(choose(
        language,
        "una risposta a una domanda che non si pone più",
        "an answer to a question that is no longer asked",
    ));
    let Some((question, rest)) = nearest(call, name) else {
        return gone;
    };
    let item = rest
        .split('.')
        .next()
        .and_then(|it| it.parse::<usize>().ok());
    if let (Some(item), Some(Type::List(_))) = (item, question.kind(call)) {
        let field = question.field(item.saturating_sub(1), FieldId(0));
        let item = within(call, &field, language);
        return item.map_or(gone.clone(), |it| it.then(Words::own(": ")).then(gone));
    }
    let chosen = matches!(
        question.kind(call),
        Some(Type::Enum(_) | Type::Set(_) | Type::Row(_))
    );
    let lost = if chosen {
        choose(
            language,
            "la sua risposta non è più fra quelle possibili",
            "your answer is no longer among the choices",
        )
    } else {
        choose(
            language,
            "la sua risposta non è più ammessa",
            "your answer is no longer accepted",
        )
    };
    let asked = asked(call, &question, language);
    let asked = match within(call, &question, language) {
        Some(within) => within.then(Words::own(": ")).then(asked),
        None => asked,
    };
    asked.then(Words::own(format!(" - {lost}")))
}

/// Returns the question with the longest name at the beginning of this one, and what follows.
fn nearest<'n>(call: &Call, name: &'n str) -> Option<(Question, &'n str)> {
    if let Some(question) = Question::named(call, name) {
        return Some((question, ""));
    }
    let mut dots: Vec<usize> = name.match_indices('.').map(|(at, _)| at).collect();
    dots.reverse();
    dots.into_iter().find_map(|at| {
        let (before, rest) = name.split_at_checked(at)?;
        let question = Question::named(call, before)?;
        Some((question, rest.trim_start_matches('.')))
    })
}
