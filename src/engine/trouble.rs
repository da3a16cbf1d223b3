//! Why there is no selection, told to the author of the rules.

use super::candidates::value_of_key;
use super::reasons::money_text;
use crate::analysis::possible;
use crate::call::{Call, OrderKey, Ranking, Type, Weight, show};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Money;
use crate::selection::{Candidate, SelectionError, Tie};
use crate::source::Span;
use crate::territory::TerritoryError;
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
        SelectionError::Tie(it) => tie(call, ranking, it),
        SelectionError::GroupKeys {
            group,
            members,
            key,
        } => group_keys(call, ranking, candidates, group, members, *key),
        SelectionError::GroupPools { group, members } => {
            group_pools(call, ranking, group, members)
        }
        SelectionError::NoPool { units } => no_pool(call, ranking, units),
        SelectionError::PoolsDiffer { pools, envelope } => {
            possible::pools_differ(call, pools_span(call, ranking), *pools, *envelope)
        }
        SelectionError::ReservesExceed { reserves, envelope } => {
            possible::reserves_exceed(call, reserves_span(call, ranking), *reserves, *envelope)
        }
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
            "controllare gli importi delle proposte, o porre loro un massimo con `‹at most›`",
            "check the amounts in the proposals, or give them a maximum with `‹at most›`",
        )),
    }
}

fn tie(call: &Call, ranking: &Ranking, tie: &Tie) -> Diagnostic {
    let left = tie.left;
    let listed = |language| tied_units(call, tie, language);
    let others = |language| with_awards(call, &tie.others, language);
    let (pool_it, pool_en) = match &tie.pool {
        Some(pool) => (
            format!("nella quota `{pool}` "),
            format!(" in the pool `{pool}`"),
        ),
        None => (String::new(), String::new()),
    };
    let (it, en) = match tie.units.as_slice() {
        [_] => (
            format!(
                "parità non risolta: {} sta alla pari con {}, e il loro ordine cambia chi può essere finanziato con i {} che {pool_it}restano",
                listed(Language::Italian),
                others(Language::Italian),
                money_text(call, left, Language::Italian)
            ),
            format!(
                "unresolved tie: {} is level with {}, and their order changes who may be funded from the {} left{pool_en}",
                listed(Language::English),
                others(Language::English),
                money_text(call, left, Language::English)
            ),
        ),
        // The money would do: something else cannot be had by all of them.
        _ if is_money_enough(tie) => {
            let (why_it, why_en) = if rules_have_caps(call) {
                (
                    "i massimali non consentono di finanziarle tutte",
                    "the caps do not let all of them be funded",
                )
            } else {
                (
                    "il loro ordine cambia ciò che tocca a ciascuna",
                    "their order changes what falls to each",
                )
            };
            (
                format!(
                    "parità non risolta: {} stanno alla pari, e {why_it}",
                    listed(Language::Italian)
                ),
                format!(
                    "unresolved tie: {} are level, and {why_en}",
                    listed(Language::English)
                ),
            )
        }
        _ => (
            format!(
                "parità non risolta: {} stanno alla pari, e i {} che {pool_it}restano non bastano a trattarle allo stesso modo",
                listed(Language::Italian),
                money_text(call, left, Language::Italian)
            ),
            format!(
                "unresolved tie: {} are level, and the {} left{pool_en} are not enough to treat them alike",
                listed(Language::English),
                money_text(call, left, Language::English)
            ),
        ),
    };
    let mut diagnostic = Diagnostic::error(Code::UnresolvedTie, ranking.span, Text::new(it, en))
        .with_label(Text::new(
            "nessuna chiave di questo ordine le distingue",
            "no key of this order tells them apart",
        ))
        .with_hint(Text::new(
            "aggiungere a `‹order by›` un'altra chiave prevista dall'avviso (per esempio la data di invio, o il sorteggio: `‹lot› \"…\"`)",
            "add to `‹order by›` a further key that the call provides for (such as the date of sending, or a lot: `‹lot› \"…\"`)",
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

/// Tells whether what is left would be enough for all units of a tie: then money does not help.
pub(super) fn is_money_enough(tie: &Tie) -> bool {
    let asked = Money::sum(tie.units.iter().map(|(_, asked)| *asked));
    tie.units.len() > 1 && asked.is_some_and(|asked| asked <= tie.left)
}

fn rules_have_caps(call: &Call) -> bool {
    let envelope = call.envelope.as_ref();
    envelope.is_some_and(|envelope| !envelope.caps.is_empty())
}

/// Lists the units of a tie with what they ask.
pub(super) fn tied_units(call: &Call, tie: &Tie, language: Language) -> String {
    with_awards(call, &tie.units, language)
}

fn with_awards(call: &Call, units: &[(String, Money)], language: Language) -> String {
    let listed = units.iter();
    let listed = listed.map(|(id, full)| format!("`{id}` ({})", money_text(call, *full, language)));
    enumerate(listed.collect(), language)
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
                "le proposte del gruppo `{group}` si ordinano insieme, ma `{name}` non è uguale per tutte: {}",
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

fn group_pools(
    call: &Call,
    ranking: &Ranking,
    group: &str,
    members: &[(String, Option<String>)],
) -> Diagnostic {
    let listed = |language, none: &str| {
        let listed = members.iter().map(|(id, pool)| match pool {
            Some(pool) => format!("`{id}` (`{pool}`)"),
            None => format!("`{id}` ({none})"),
        });
        enumerate(listed.collect(), language)
    };
    let pools = call.envelope.as_ref().and_then(|it| it.pools.as_ref());
    let (name, span) = pools.map_or(("", ranking.span), |pools| (&pools.name, pools.span));
    Diagnostic::error(
        Code::GroupKeysDiffer,
        span,
        Text::new(
            format!(
                "le proposte del gruppo `{group}` si finanziano insieme, ma la quota secondo `{name}` non è la stessa per tutte: {}",
                listed(Language::Italian, "nessuna")
            ),
            format!(
                "the proposals of group `{group}` are funded together, but their pool by `{name}` is not the same: {}",
                listed(Language::English, "none")
            ),
        ),
    )
    .with_hint(Text::new(
        "correggere i dati, oppure raggruppare solo proposte della stessa quota",
        "correct the data, or group only proposals of one pool",
    ))
}

fn no_pool(call: &Call, ranking: &Ranking, units: &[String]) -> Diagnostic {
    let listed = |language| {
        let listed = units.iter().map(|id| format!("`{id}`"));
        enumerate(listed.collect(), language)
    };
    Diagnostic::error(
        Code::NoPool,
        pools_span(call, ranking),
        Text::new(
            format!(
                "i residui delle quote non si assegnano, e non hanno una quota: {}",
                listed(Language::Italian)
            ),
            format!(
                "what the pools leave stays unspent, and these have no pool: {}",
                listed(Language::English)
            ),
        ),
    )
    .with_hint(Text::new(
        "dare loro una quota, correggere i dati, oppure scrivere `‹leftovers to one ranking›`",
        "give them a pool, correct the data, or write `‹leftovers to one ranking›`",
    ))
}

fn pools_span(call: &Call, ranking: &Ranking) -> Span {
    let pools = call.envelope.as_ref().and_then(|it| it.pools.as_ref());
    pools.map_or(ranking.span, |pools| pools.span)
}

fn reserves_span(call: &Call, ranking: &Ranking) -> Span {
    let reserves = call.envelope.as_ref().and_then(|it| it.reserves.last());
    reserves.map_or(ranking.span, |reserve| reserve.span)
}

/// An amount in the rules of the money that cannot be told.
pub(super) fn amount_unknown(call: &Call, span: Span) -> Diagnostic {
    let hint = if call.counting_date.is_some() {
        Text::new(
            "aggiungere una versione che valga in quel giorno, o controllare l'importo",
            "add a version that is in force on that day, or check the amount",
        )
    } else {
        Text::new(
            "dire con `--as-of` il giorno della pubblicazione, secondo cui contano gli importi datati",
            "say with `--as-of` the day of publication, on which dated amounts are counted",
        )
    };
    Diagnostic::error(
        Code::AmountUnknown,
        span,
        Text::new(
            "questo importo non si può dire, o è negativo",
            "this amount cannot be told, or is negative",
        ),
    )
    .with_hint(hint)
}

/// A weight that gives no shares.
pub(super) fn no_shares(
    call: &Call,
    span: Span,
    weight: &Weight,
    error: &TerritoryError,
) -> Diagnostic {
    let message = error.message(call, weight);
    Diagnostic::error(Code::AmountUnknown, span, message).with_related(
        weight.span,
        Text::new("il peso è definito qui", "the weight is defined here"),
    )
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
pub(super) fn enumerate(mut names: Vec<String>, language: Language) -> String {
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
