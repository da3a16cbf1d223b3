//! What to prepare, and whom to ask, as people read it.

use super::super::words::{choose, visible, wrap};
use crate::call::Call;
use crate::engine::citation_texts;
use crate::precheck::{Answers, Needed, documents};
use crate::text::Language;

/// Says which documents are to be prepared.
pub(super) fn documents_text(call: &Call, answers: &Answers, language: Language) -> String {
    let needed = documents(call, answers);
    let mut out = String::new();
    for (certain, head) in [
        (
            true,
            choose(language, "Documenti da preparare", "Documents to prepare"),
        ),
        (
            false,
            choose(
                language,
                "Forse anche, secondo ciò che manca da rispondere",
                "Perhaps also, by what is still to be answered",
            ),
        ),
    ] {
        let needed: Vec<_> = needed.iter().filter(|it| it.certain == certain).collect();
        if needed.is_empty() {
            continue;
        }
        out.push('\n');
        out.push_str(&wrap("", &format!("{head}:")));
        for Needed { document, .. } in needed {
            out.push_str(&wrap("- ", &visible(document.title.get(language))));
            if let Some(from) = &document.comes_from {
                let head = choose(language, "  si ottiene da: ", "  comes from: ");
                out.push_str(&wrap(head, &visible(from.get(language))));
            }
            for citation in citation_texts(call, &document.citations) {
                out.push_str(&wrap("  § ", citation.get(language)));
            }
        }
    }
    out
}

/// Says whom to ask.
pub(super) fn contacts_text(call: &Call, language: Language) -> String {
    let mut out = String::new();
    for contact in &call.contacts {
        if out.is_empty() {
            out.push('\n');
            out.push_str(choose(language, "A chi chiedere:\n", "Whom to ask:\n"));
        }
        out.push_str(&wrap("- ", &visible(contact.office.get(language))));
        let hours = contact.hours.as_ref().map(|it| it.get(language));
        let lines = [
            (
                choose(language, "email", "e-mail"),
                contact.email.as_deref(),
            ),
            (
                choose(language, "telefono", "telephone"),
                contact.telephone.as_deref(),
            ),
            (choose(language, "pagina", "page"), contact.page.as_deref()),
            (choose(language, "orario", "hours"), hours),
        ];
        for (head, line) in lines {
            if let Some(line) = line {
                out.push_str(&wrap(&format!("  {head}: "), &visible(line)));
            }
        }
        for citation in citation_texts(call, &contact.citations) {
            out.push_str(&wrap("  § ", citation.get(language)));
        }
    }
    out
}
