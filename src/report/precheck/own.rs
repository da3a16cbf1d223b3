//! The applicant's own answers that a requirement looks at.

use std::collections::BTreeSet;

use super::super::words::choose;
use crate::call::{Call, ExprKind, FactId, Requirement, Supplier, Type, show_phrase};
use crate::precheck::{Answer, Answers, Question};
use crate::text::{Language, Phrase};

/// Returns what a requirement looks at that the applicant has answered, with the answers, in the order
/// in which it is asked.
pub(crate) fn own_answers(
    call: &Call,
    requirement: &Requirement,
    answers: &Answers,
    language: Language,
) -> Vec<(Question, Phrase)> {
    let mut found: BTreeSet<FactId> = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut rest: Vec<_> = requirement.applies_when.iter().collect();
    rest.push(&requirement.require);
    while let Some(root) = rest.pop() {
        root.visit(&mut |part| match &part.kind {
            ExprKind::Fact(id) => {
                found.insert(*id);
            }
            ExprKind::Definition(id) if seen.insert(*id) => {
                rest.extend(call.definitions.get(id.index()).map(|it| &it.value));
            }
            _ => {}
        });
    }
    let questions = found.into_iter().map(Question::of);
    let own = questions.filter(|it| it.supplier(call) == Some(Supplier::Applicant));
    own.filter_map(|question| {
        let answer = match answers.get(&question) {
            Answer::Value(value) => {
                let kind = question.kind(call).unwrap_or(Type::Text);
                show_phrase(value, kind, call.names(), language)
            }
            Answer::DoNotKnow => Phrase::own(choose(language, "non so", "I don't know")),
            Answer::NotYet => return None,
        };
        Some((question, answer))
    })
    .collect()
}
