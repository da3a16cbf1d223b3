//! What the guided check says next.

mod changes;
mod guidance;
mod json;
mod own;
mod verdict;

use super::words::{choose, visible, wrap};
use crate::call::{Call, RequirementId, Type};
use crate::precheck::{Answers, Question, Reception, Step, Verdict, label, why};
use crate::text::Language;

pub use changes::{changes_json, changes_text};
#[cfg(feature = "web")]
pub(crate) use changes::{depends_on, not_mended, then_depends, titles};
pub use json::precheck_json;
#[cfg(feature = "web")]
pub(crate) use own::own_answers;

/// Returns the next question with its reason, or the verdict with every requirement, as people read
/// them.
pub fn precheck_text(
    call: &Call,
    answers: &Answers,
    step: &Step,
    reception: Reception,
    language: Language,
) -> String {
    let mut told = String::new();
    if let Some(notice) = reception.notice(call) {
        told = wrap("", notice.get(language));
        told.push('\n');
    }
    told.push_str(&step_text(call, answers, step, reception, language));
    told
}

fn step_text(
    call: &Call,
    answers: &Answers,
    step: &Step,
    reception: Reception,
    language: Language,
) -> String {
    match step {
        Step::Ask(ask) => {
            let name = ask.question.name(call);
            let head = choose(language, "Prossima domanda", "Next question");
            let asked = label(call, &ask.question);
            let mut out = wrap("", &format!("{head} ({name})"));
            out.push_str(&wrap("  ", &visible(asked.get(language))));
            if is_list(call, &ask.question) {
                let how_many = choose(
                    language,
                    "Prima: quanti elementi ha l'elenco?",
                    "First: how many items has the list?",
                );
                out.push_str(&wrap("  ", how_many));
            }
            out.push_str(&wrap("  ", &visible(&why(call, ask, language).bare())));
            out
        }
        Step::Settled(settled) => {
            let mut out = verdict::settled_text(call, answers, settled, reception, language);
            if settled.verdict != Verdict::MayNotApply {
                out.push_str(&guidance::documents_text(call, answers, language));
            }
            out.push_str(&guidance::contacts_text(call, language));
            out
        }
    }
}

fn is_list(call: &Call, question: &Question) -> bool {
    matches!(question.kind(call), Some(Type::List(_)))
}

fn names<'c>(call: &'c Call, ids: &[RequirementId]) -> Vec<&'c str> {
    let found = ids
        .iter()
        .filter_map(|id| call.requirements.get(id.index()));
    found.map(|it| it.name.as_str()).collect()
}
