//! What would have to be changed, as people and programs read it.

use serde_json::json;

use super::super::words::{choose, visible, wrap};
use super::names;
use crate::call::{Call, Names, RequirementId, Type, show_plain};
use crate::engine::citation_phrases;
use crate::precheck::{Changes, Question};
use crate::text::{Language, Phrase};
use crate::value::Value;

/// Returns what would have to be changed, as people read it.
pub fn changes_text(call: &Call, changes: &Changes, language: Language) -> String {
    let mut out = String::new();
    let not_all = choose(
        language,
        "Non si sono potuti provare tutti i casi: può esserci un cambiamento più piccolo, o qualcosa può mancare lo stesso.",
        "Not every case could be tried: there may be a smaller change, or something may fail all the same.",
    );
    match changes {
        Changes::NothingFails {
            to_be_stated,
            complete,
        } => {
            let nothing = choose(language, "Nessun requisito manca.", "No requirement fails.");
            out.push_str(&wrap("", nothing));
            out.push_str(&depends(call, to_be_stated, depends_on(language), language));
            if !complete {
                out.push_str(&wrap("", not_all_tried(language)));
            }
        }
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
                let titles = titles(call, &change.mends, language).bare();
                if !titles.is_empty() {
                    let head = choose(language, "  per: ", "  for: ");
                    out.push_str(&wrap(head, &titles));
                }
            }
            let head = then_depends(language);
            out.push_str(&depends(call, &mend.to_be_stated, head, language));
            if !mend.remaining.is_empty() {
                let head = choose(
                    language,
                    "Resta da sanare nei termini, o con riserva: ",
                    "What remains to be remedied in time, or as a reservation: ",
                );
                let titles = titles(call, &mend.remaining, language).bare();
                out.push_str(&wrap("", &format!("{head}{titles}.")));
            }
            if !mend.complete {
                out.push_str(&wrap("", not_all));
            }
        }
        Changes::None { complete, .. } => {
            for (head, ids) in not_mended(changes, language) {
                let titles = titles(call, ids, language).bare();
                out.push_str(&wrap("", &format!("{head}: {titles}.")));
            }
            if !complete {
                out.push_str(&wrap("", not_all_tried(language)));
            }
        }
    }
    out
}

fn depends(call: &Call, ids: &[RequirementId], head: &str, language: Language) -> String {
    if ids.is_empty() {
        return String::new();
    }
    let titles = titles(call, ids, language).bare();
    wrap("", &format!("{head}: {titles}."))
}

fn not_all_tried(language: Language) -> &'static str {
    choose(
        language,
        "Non si sono potuti provare tutti i casi.",
        "Not every case could be tried.",
    )
}

/// Says of some requirements that they wait for what is not stated or found yet.
pub(crate) fn depends_on(language: Language) -> &'static str {
    choose(
        language,
        "Se questi sono soddisfatti dipende da ciò che non è ancora indicato, o da ciò che l'ufficio o la commissione accertano",
        "Whether these are met depends on what is not stated yet, or on what the office or the commission finds",
    )
}

/// Says of some requirements that a change leaves them to what is not stated or found yet.
pub(crate) fn then_depends(language: Language) -> &'static str {
    choose(
        language,
        "Se poi questi sono soddisfatti dipende da ciò che non è ancora indicato, o da ciò che l'ufficio o la commissione accertano",
        "Whether these are met then depends on what is not stated yet, or on what the office or the commission finds",
    )
}

/// Returns, where no change is enough, the requirements that fail, with what is said of them.
pub(crate) fn not_mended(
    changes: &Changes,
    language: Language,
) -> Vec<(&'static str, &[RequirementId])> {
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
        (nothing, beyond.as_slice()),
        (not_together(together, language), together),
        (not_tried, untold),
    ];
    let heads = heads.into_iter();
    heads.filter(|(_, ids)| !ids.is_empty()).collect()
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

/// Names requirements, each with the first act that it rests on.
pub(crate) fn titles(call: &Call, ids: &[RequirementId], language: Language) -> Phrase {
    let found = ids
        .iter()
        .filter_map(|id| call.requirements.get(id.index()));
    let titles = found.map(|it| {
        let title = Phrase::of(&it.title, language);
        match citation_phrases(call, &it.citations, language)
            .into_iter()
            .next()
        {
            Some(citation) => title.and(" (").then(citation).and(")"),
            None => title,
        }
    });
    Phrase::joined(titles, "; ")
}

/// Returns what would have to be changed as JSON, a line end at the end.
pub fn changes_json(call: &Call, changes: &Changes) -> String {
    let view = match changes {
        Changes::NothingFails {
            to_be_stated,
            complete,
        } => json!({
            "changes": "nothing_fails",
            "complete": complete,
            "to_be_stated": names(call, to_be_stated),
        }),
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

fn plain(call: &Call, question: &Question, value: &Value) -> String {
    let names: Names<'_> = call.names();
    let kind = question.kind(call).unwrap_or(Type::Text);
    show_plain(value, kind, names)
}
