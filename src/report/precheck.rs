//! What the guided check says next.

use serde_json::{Value as Json, json};

use super::assessments::finding_view;
use super::words::{choose, shortfall, term, visible, wrap};
use crate::call::{Call, Consequence, Contact, Names, RequirementId, Type, show_plain};
use crate::engine::citation_texts;
use crate::precheck::{
    Answers, Changes, Needed, Outcome, Question, Reception, Settled, Standing, Step, Verdict,
    documents, label, why,
};
use crate::text::{Language, Text};
use crate::value::Value;

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
            out.push_str(&wrap("  ", why(call, ask).get(language)));
            out
        }
        Step::Settled(settled) => {
            let mut out = settled_text(call, settled, reception, language);
            if settled.verdict != Verdict::MayNotApply {
                out.push_str(&documents_text(call, answers, language));
            }
            out.push_str(&contacts_text(call, language));
            out
        }
    }
}

fn settled_text(
    call: &Call,
    settled: &Settled,
    reception: Reception,
    language: Language,
) -> String {
    let told = reception.told(settled.verdict);
    let mut out = wrap("", &format!("{}.", told.get(language)));
    let heads = [
        (Group::Unmet, choose(language, "Non soddisfatti", "Not met")),
        (
            Group::NotTogether,
            choose(
                language,
                "Ciascuno si potrebbe soddisfare, ma non tutti insieme",
                "Each could be met, but they cannot all be met together",
            ),
        ),
        (
            Group::Open,
            choose(language, "Non si può ancora dire", "Cannot be said yet"),
        ),
        (
            Group::Others,
            choose(
                language,
                "Li accertano gli uffici o la commissione",
                "Left to the office or the commission",
            ),
        ),
        (
            Group::NotAsked,
            choose(
                language,
                "Non chiesti: non cambiano più l'esito",
                "Not asked: they no longer change the outcome",
            ),
        ),
        (Group::Met, choose(language, "Soddisfatti", "Met")),
        (
            Group::NotApplicable,
            choose(language, "Non si applicano", "Do not apply"),
        ),
    ];
    for (group, head) in heads {
        let standings = settled.standings.iter();
        let standings: Vec<_> = standings
            .filter(|it| group_of(&it.outcome) == group)
            .collect();
        if standings.is_empty() {
            continue;
        }
        out.push('\n');
        out.push_str(&wrap("", &format!("{head}:")));
        for standing in standings {
            standing_text(call, standing, language, &mut out);
        }
    }
    out
}

/// Says which documents are to be prepared.
fn documents_text(call: &Call, answers: &Answers, language: Language) -> String {
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
fn contacts_text(call: &Call, language: Language) -> String {
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

fn standing_text(call: &Call, standing: &Standing, language: Language, out: &mut String) {
    let Some(requirement) = call.requirements.get(standing.requirement.index()) else {
        return;
    };
    let title = format!("{} ({})", requirement.title.get(language), requirement.name);
    out.push_str(&wrap("- ", &title));
    let told = match &standing.outcome {
        Outcome::Unmet(consequence)
        | Outcome::NotTogether(consequence)
        | Outcome::Open { consequence, .. } => *consequence,
        _ => return,
    };
    for citation in citation_texts(call, &requirement.citations) {
        out.push_str(&wrap("  § ", citation.get(language)));
    }
    if let Some(message) = &standing.finding.message {
        out.push_str(&wrap("  ", &visible(message.get(language))));
    }
    for found in &standing.finding.shortfalls {
        let head = choose(language, "  limite: ", "  limit: ");
        out.push_str(&wrap(head, &shortfall(call, found, language)));
    }
    if let Outcome::Open { missing, .. } = &standing.outcome {
        let names: Vec<String> = missing.iter().map(|it| it.name(call)).collect();
        let head = choose(language, "  manca: ", "  missing: ");
        if !names.is_empty() {
            out.push_str(&wrap(head, &names.join(", ")));
        }
    }
    let within = term(told, language);
    let words = match (told, within.is_empty()) {
        (Consequence::Remedy(_), _) => choose(language, "sanabile entro", "to be remedied within"),
        (Consequence::Reservation(_), false) => choose(
            language,
            "con riserva, da sciogliere entro",
            "with reservation, to be cleared within",
        ),
        (Consequence::Reservation(_), true) => choose(language, "con riserva", "with reservation"),
        (Consequence::Refusal, _) => return,
    };
    out.push_str(&wrap("  ", &format!("{words} {within}")));
}

/// Returns what would have to be changed, as people read it.
pub fn changes_text(call: &Call, changes: &Changes, language: Language) -> String {
    let mut out = String::new();
    let not_all = choose(
        language,
        "Non si sono potuti provare tutti i casi: può esserci un cambiamento più piccolo.",
        "Not every case could be tried: there may be a smaller change.",
    );
    match changes {
        Changes::NothingFails => out.push_str(&wrap(
            "",
            choose(language, "Nessun requisito manca.", "No requirement fails."),
        )),
        Changes::Mend(mend) => {
            let head = if mend.remaining.is_empty() {
                choose(
                    language,
                    "Basterebbe questo perché nessun requisito manchi:",
                    "This would be enough for no requirement to fail:",
                )
            } else {
                choose(
                    language,
                    "Basterebbe questo perché nessun altro requisito manchi:",
                    "This would be enough for no other requirement to fail:",
                )
            };
            out.push_str(&wrap("", head));
            for change in &mend.changes {
                out.push_str(&wrap("- ", &visible(change.text(call).get(language))));
                let titles = titles(call, &change.mends, language);
                if !titles.is_empty() {
                    let head = choose(language, "  per: ", "  for: ");
                    out.push_str(&wrap(head, &titles));
                }
            }
            if !mend.to_be_stated.is_empty() {
                let titles = titles(call, &mend.to_be_stated, language);
                let head = then_depends(language);
                out.push_str(&wrap("", &format!("{head}: {titles}.")));
            }
            if !mend.remaining.is_empty() {
                let head = choose(
                    language,
                    "Resta da sanare nei termini, o con riserva: ",
                    "What remains to be remedied in time, or as a reservation: ",
                );
                let titles = titles(call, &mend.remaining, language);
                out.push_str(&wrap("", &format!("{head}{titles}.")));
            }
            if !mend.complete {
                out.push_str(&wrap("", not_all));
            }
        }
        Changes::None { complete, .. } => {
            for (head, titles) in not_mended(call, changes, language) {
                out.push_str(&wrap("", &format!("{head}: {titles}.")));
            }
            if !complete {
                let not_all = choose(
                    language,
                    "Non si sono potuti provare tutti i casi.",
                    "Not every case could be tried.",
                );
                out.push_str(&wrap("", not_all));
            }
        }
    }
    out
}

/// Says of some requirements that a change leaves them to what is not stated or found yet.
pub(crate) fn then_depends(language: Language) -> &'static str {
    choose(
        language,
        "Se poi questi sono soddisfatti dipende da ciò che non è ancora indicato, o da ciò che l'ufficio o la commissione accertano",
        "Whether these are met then depends on what is not stated yet, or on what the office or the commission find",
    )
}

/// Returns, where no change is enough, the requirements that fail, with what is said of them.
pub(crate) fn not_mended(
    call: &Call,
    changes: &Changes,
    language: Language,
) -> Vec<(&'static str, String)> {
    let Changes::None {
        beyond,
        together,
        untold,
        ..
    } = changes
    else {
        return Vec::new();
    };
    let nothing = choose(
        language,
        "Nulla di ciò che si può cambiare qui soddisfa questi requisiti",
        "Nothing that can be changed here meets these requirements",
    );
    let not_tried = choose(
        language,
        "Per questi non si sono potuti provare tutti i cambiamenti",
        "For these not every change could be tried",
    );
    let heads = [
        (nothing, beyond),
        (not_together(together, language), together),
        (not_tried, untold),
    ];
    let heads = heads.into_iter().filter(|(_, ids)| !ids.is_empty());
    heads
        .map(|(head, ids)| (head, titles(call, ids, language)))
        .collect()
}

/// Says that some requirements could be met, but not together.
fn not_together(ids: &[RequirementId], language: Language) -> &'static str {
    match ids {
        [_] => choose(
            language,
            "Questo si potrebbe soddisfare, ma non insieme agli altri",
            "This could be met, but not together with the others",
        ),
        _ => choose(
            language,
            "Presi uno per uno si potrebbero soddisfare, tutti insieme no",
            "One by one they could be met, all together not",
        ),
    }
}

/// Returns the next question or the verdict as JSON, a line end at the end.
pub fn precheck_json(call: &Call, answers: &Answers, step: &Step, reception: Reception) -> String {
    let view = match step {
        Step::Ask(ask) => json!({
            "step": "ask",
            "reception": reception.code(),
            "question": ask.question.name(call),
            "label": label(call, &ask.question),
            "items": is_list(call, &ask.question),
            "why": why(call, ask),
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
            "text": reception.told(settled.verdict),
            "requirements": settled.standings.iter().map(|it| standing_json(call, it)).collect::<Vec<_>>(),
            "documents": documents(call, answers).iter().map(|it| document_json(call, it)).collect::<Vec<_>>(),
            "contacts": call.contacts.iter().map(|it| contact_json(call, it)).collect::<Vec<_>>(),
        }),
    };
    format!("{view:#}\n")
}

/// Returns what would have to be changed as JSON, a line end at the end.
pub fn changes_json(call: &Call, changes: &Changes) -> String {
    let view = match changes {
        Changes::NothingFails => json!({ "changes": "nothing_fails" }),
        Changes::Mend(mend) => json!({
            "changes": "mend",
            "complete": mend.complete,
            "to_be_stated": names(call, &mend.to_be_stated),
            "remaining": names(call, &mend.remaining),
            "facts": mend.changes.iter().map(|change| json!({
                "fact": change.question.name(call),
                "from": plain(call, &change.question, &change.from),
                "to": plain(call, &change.question, &change.to),
                "text": change.text(call),
                "mends": names(call, &change.mends),
            })).collect::<Vec<_>>(),
        }),
        Changes::None {
            beyond,
            together,
            untold,
            failing,
            complete,
        } => json!({
            "changes": "none",
            "complete": complete,
            "beyond": names(call, beyond),
            "together": names(call, together),
            "untold": names(call, untold),
            "failing": names(call, failing),
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Unmet,
    NotTogether,
    Open,
    Others,
    NotAsked,
    Met,
    NotApplicable,
}

fn group_of(outcome: &Outcome) -> Group {
    match outcome {
        Outcome::Met => Group::Met,
        Outcome::NotApplicable => Group::NotApplicable,
        Outcome::Unmet(_) => Group::Unmet,
        Outcome::NotTogether(_) => Group::NotTogether,
        Outcome::Open { .. } => Group::Open,
        Outcome::LeftToOthers => Group::Others,
        Outcome::NotAsked => Group::NotAsked,
    }
}

fn is_list(call: &Call, question: &Question) -> bool {
    matches!(question.kind(call), Some(Type::List(_)))
}

fn plain(call: &Call, question: &Question, value: &Value) -> String {
    let names: Names<'_> = call.names();
    let kind = question.kind(call).unwrap_or(Type::Text);
    show_plain(value, kind, names)
}

fn names<'c>(call: &'c Call, ids: &[RequirementId]) -> Vec<&'c str> {
    let found = ids
        .iter()
        .filter_map(|id| call.requirements.get(id.index()));
    found.map(|it| it.name.as_str()).collect()
}

/// Names requirements, each with the first act that it rests on.
pub(crate) fn titles(call: &Call, ids: &[RequirementId], language: Language) -> String {
    let found = ids
        .iter()
        .filter_map(|id| call.requirements.get(id.index()));
    let titles = found.map(|it| {
        let cited: Vec<Text> = citation_texts(call, &it.citations);
        match cited.first() {
            Some(citation) => format!("{} ({})", it.title.get(language), citation.get(language)),
            None => it.title.get(language).to_owned(),
        }
    });
    titles.collect::<Vec<_>>().join("; ")
}
