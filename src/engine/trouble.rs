//! Why there is no selection, told to the author of the rules.

use super::candidates::value_of_key;
use super::reasons::money_text;
use crate::call::{Call, OrderKey, Ranking, Type, show};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Money;
use crate::selection::{Candidate, SelectionError};
use crate::text::{Language, Text};
use crate::value::Value;

/// How many units or members a message names before it only counts them.
const NAMED: usize = 8;

/// Returns the diagnostic for `error`, at the block that has to change.
pub(super) fn selection(
    call: &Call,
    ranking: &Ranking,
    candidates: &[Candidate],
    error: &SelectionError,
) -> Diagnostic {
    match error {
        SelectionError::Tie { units, left } => tie(call, ranking, units, *left),
        SelectionError::GroupKeys {
            group,
            members,
            key,
        } => group_keys(call, ranking, candidates, group, members, *key),
        SelectionError::Overflow => Diagnostic::error(
            Code::LimitExceeded,
            call.envelope
                .as_ref()
                .map_or(ranking.span, |envelope| envelope.span),
            Text::new(
                "la somma degli importi da assegnare è troppo grande per essere contata in centesimi",
                "the sum of the awards is too large to be counted in cents",
            ),
        )
        .with_hint(Text::new(
            "controllare gli importi delle domande, o porre loro un massimo con `‹at most›`",
            "check the amounts in the proposals, or give them a maximum with `‹at most›`",
        )),
    }
}

fn tie(call: &Call, ranking: &Ranking, units: &[(String, Money)], left: Money) -> Diagnostic {
    let listed = |language| {
        let listed = units
            .iter()
            .map(|(id, full)| format!("`{id}` ({})", money_text(call, *full, language)));
        enumerate(listed.collect(), language)
    };
    let mut diagnostic = Diagnostic::error(
        Code::UnresolvedTie,
        ranking.span,
        Text::new(
            format!(
                "parità non risolta: {} stanno alla pari, e i {} che restano non bastano a trattarle allo stesso modo",
                listed(Language::Italian),
                money_text(call, left, Language::Italian)
            ),
            format!(
                "unresolved tie: {} are level, and the {} left are not enough to treat them alike",
                listed(Language::English),
                money_text(call, left, Language::English)
            ),
        ),
    )
    .with_label(Text::new(
        "nessuna chiave di questo ordine le distingue",
        "no key of this order tells them apart",
    ))
    .with_hint(Text::new(
        "aggiungere a `‹order by›` un'altra chiave prevista dall'avviso (per esempio la data di invio, o un fatto con l'esito del sorteggio)",
        "add to `‹order by›` a further key that the call provides for (such as the date of sending, or a fact with the outcome of a lot)",
    ));
    if let Some(envelope) = &call.envelope {
        diagnostic = diagnostic.with_related(
            envelope.span,
            Text::new(
                format!(
                    "di qui restano {}",
                    money_text(call, left, Language::Italian)
                ),
                format!(
                    "{} of this are left",
                    money_text(call, left, Language::English)
                ),
            ),
        );
    }
    diagnostic
}

fn group_keys(
    call: &Call,
    ranking: &Ranking,
    candidates: &[Candidate],
    group: &str,
    members: &[String],
    place: usize,
) -> Diagnostic {
    let key = ranking.order_by.get(place);
    let listed = |language| {
        let listed = members
            .iter()
            .map(|id| member(call, key, candidates, id, place, language));
        enumerate(listed.collect(), language)
    };
    let name = key.map_or("", |key| key.name.as_str());
    Diagnostic::error(
        Code::GroupKeysDiffer,
        ranking.span,
        Text::new(
            format!(
                "le domande del gruppo `{group}` si ordinano insieme, ma `{name}` non è uguale per tutte: {}",
                listed(Language::Italian)
            ),
            format!(
                "the proposals of group `{group}` are ranked together, but `{name}` is not the same for all: {}",
                listed(Language::English)
            ),
        ),
    )
    .with_hint(Text::new(
        "correggere i dati, oppure ordinare secondo valori comuni a tutto il gruppo",
        "correct the data, or order by values that the whole group shares",
    ))
}

fn member(
    call: &Call,
    key: Option<&OrderKey>,
    candidates: &[Candidate],
    id: &str,
    place: usize,
    language: Language,
) -> String {
    let value = key.and_then(|key| {
        let candidate = candidates.iter().find(|candidate| candidate.id == id)?;
        let value = value_of_key(candidate.keys.get(place)?, key.value.ty)?;
        Some(show_key(call, &value, key.value.ty, language))
    });
    match value {
        Some(value) => format!("`{id}` ({value})"),
        None => format!("`{id}`"),
    }
}

fn show_key(call: &Call, value: &Value, ty: Type, language: Language) -> String {
    match value {
        Value::Text(text) => text.clone(),
        _ => show(value, ty, call.names(), language),
    }
}

/// Joins names with commas and a last "and"; of many it names the first and counts the rest.
fn enumerate(mut names: Vec<String>, language: Language) -> String {
    let more = names.len().saturating_sub(NAMED);
    let (and, others) = match language {
        Language::Italian => ("e", "altre"),
        Language::English => ("and", "others"),
    };
    let last = if more > 0 {
        names.truncate(NAMED);
        match language {
            Language::Italian => Some(format!("{others} {more}")),
            Language::English => Some(format!("{more} {others}")),
        }
    } else {
        names.pop()
    };
    match (names.join(", "), last) {
        (front, Some(last)) if front.is_empty() => last,
        (front, Some(last)) => format!("{front} {and} {last}"),
        (front, None) => front,
    }
}
