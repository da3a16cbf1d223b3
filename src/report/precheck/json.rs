//! The next question or the verdict as JSON.

use serde_json::{Value as Json, json};

use super::super::assessments::finding_view;
use super::{is_list, names};
use crate::call::{Call, Contact};
use crate::engine::citation_texts;
use crate::precheck::{Answers, Needed, Outcome, Reception, Standing, Step, documents, label, why};
use crate::text::Phrase;

/// Returns the next question or the verdict as JSON, a line end at the end.
pub fn precheck_json(call: &Call, answers: &Answers, step: &Step, reception: Reception) -> String {
    let view = match step {
        Step::Ask(ask) => json!({
            "step": "ask",
            "reception": reception.code(),
            "question": ask.question.name(call),
            "label": label(call, &ask.question),
            "items": is_list(call, &ask.question),
            "why": Phrase::text(|language| why(call, ask, language)),
            "because": names(call, &ask.because),
            "proved": ask.proved,
            "decisive": {
                "settling": ask.decisive.settling,
                "answers": ask.decisive.answers,
            },
        }),
        Step::Settled(settled) => json!({
            "step": "settled",
            "reception": reception.code(),
            // Whoever looks at one word only must not read that a proposal may still be sent.
            "verdict": match reception {
                Reception::Closed => reception.code(),
                _ => settled.verdict.code(),
            },
            "verdict_by_answers": settled.verdict.code(),
            "doubt": settled.doubt.map(|it| json!({ "code": it.code(), "text": it.text() })),
            "text": reception.told(settled.verdict, settled.is_certain()),
            "requirements": settled.standings.iter().map(|it| standing_json(call, it)).collect::<Vec<_>>(),
            "documents": documents(call, answers).iter().map(|it| document_json(call, it)).collect::<Vec<_>>(),
            "contacts": call.contacts.iter().map(|it| contact_json(call, it)).collect::<Vec<_>>(),
        }),
    };
    format!("{view:#}\n")
}

/// Returns a document to prepare as JSON.
fn document_json(call: &Call, needed: &Needed<'_>) -> Json {
    let document = needed.document;
    json!({
        "document": document.name,
        "title": document.title,
        "certain": needed.certain,
        "comes_from": document.comes_from,
        "citations": citation_texts(call, &document.citations),
    })
}

/// Returns whom to ask as JSON.
fn contact_json(call: &Call, contact: &Contact) -> Json {
    json!({
        "contact": contact.name,
        "office": contact.office,
        "email": contact.email,
        "telephone": contact.telephone,
        "page": contact.page,
        "hours": contact.hours,
        "citations": citation_texts(call, &contact.citations),
    })
}

fn standing_json(call: &Call, standing: &Standing) -> Json {
    let (outcome, missing) = match &standing.outcome {
        Outcome::Met => ("met", Vec::new()),
        Outcome::NotApplicable => ("not_applicable", Vec::new()),
        Outcome::Unmet(_) => ("unmet", Vec::new()),
        Outcome::NotTogether(_) => ("not_together", Vec::new()),
        Outcome::Open { missing, .. } => ("open", missing.iter().map(|it| it.name(call)).collect()),
        Outcome::LeftToOthers => ("left_to_others", Vec::new()),
        Outcome::NotAsked => ("not_asked", Vec::new()),
    };
    json!({
        "outcome": outcome,
        "missing": missing,
        "finding": finding_view(call, &standing.finding).and_then(|it| serde_json::to_value(it).ok()),
    })
}
