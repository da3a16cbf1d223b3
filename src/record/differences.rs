//! Where two outcomes differ, in words.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::words;
use crate::call::visible;
use crate::report::outcome_of_code;
use crate::source::FileError;
use crate::text::{Language, Text};

/// Something in which a record and its inputs do not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What kind of thing it is.
    pub kind: DifferenceKind,
    /// What it is about: a file, a proposal's id, a part of the record.
    pub about: Option<String>,
    /// What differs, for people.
    pub message: Text,
}

/// A kind of [`Difference`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// An input cannot be read.
    InputMissing,
    /// An input has another digest.
    InputChanged,
    /// The inputs make no outcome.
    NoOutcome,
    /// The record was written by another version of the engine.
    Engine,
    /// A part of the record says something else than the outcome made anew.
    Part,
    /// A proposal fares otherwise.
    Proposal,
    /// The record says the same in another form.
    Form,
    /// A list, the workbook or the page is not the one that the outcome makes.
    Published,
    /// A list, the workbook or the page cannot be read.
    PublishedMissing,
    /// A file bears the name of a list that the outcome does not have.
    Stranger,
    /// The awards in the record do not add up.
    Sum,
    /// The record before a slide does not come from the same inputs.
    Chain,
}

impl DifferenceKind {
    /// Returns the kind for data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InputMissing => "input-missing",
            Self::InputChanged => "input-changed",
            Self::NoOutcome => "no-outcome",
            Self::Engine => "engine",
            Self::Part => "part",
            Self::Proposal => "proposal",
            Self::Form => "form",
            Self::Published => "published",
            Self::PublishedMissing => "published-missing",
            Self::Stranger => "stranger",
            Self::Sum => "sum",
            Self::Chain => "chain",
        }
    }
}

impl Difference {
    pub(super) fn new(kind: DifferenceKind, about: Option<String>, message: Text) -> Self {
        Self {
            kind,
            about,
            message,
        }
    }
}

/// Says in Italian and English why a file beside a record cannot be read.
pub(super) fn why_unread(error: FileError) -> (String, String) {
    match error {
        FileError::NotFound { .. } => ("non c'è".to_owned(), "is missing".to_owned()),
        FileError::Unsafe => (
            "è fuori della cartella del verbale".to_owned(),
            "is outside the folder of the record".to_owned(),
        ),
        FileError::Unreadable(why) => (
            format!("non si può leggere: {why}"),
            format!("cannot be read: {why}"),
        ),
    }
}

/// The parts of a record that are said in one sentence each, with what they are called.
const PARTS: [(&str, &str, &str); 11] = [
    ("call", "il nome dell'avviso", "the name of the call"),
    ("title", "il titolo dell'avviso", "the title of the call"),
    ("stage", "la fase del procedimento", "the stage"),
    (
        "provisional",
        "se l'esito è provvisorio",
        "whether it is provisional",
    ),
    (
        "provisional_because",
        "perché l'esito è provvisorio",
        "why it is provisional",
    ),
    ("envelope", "la dotazione", "the envelope"),
    ("spent", "l'importo assegnato", "the amount awarded"),
    ("left", "l'importo che resta", "the amount left"),
    ("counts", "i conteggi", "the counts"),
    ("ties", "i pari merito", "the ties"),
    (
        "frozen",
        "i valori sulle altre proposte",
        "the values over other proposals",
    ),
];

/// Returns where the record `bytes`, read as `then`, differs from the outcome made `now`.
pub(super) fn differences(bytes: &[u8], then: &Value, now: &str) -> Vec<Difference> {
    if bytes == now.as_bytes() {
        return Vec::new();
    }
    let again: Value = serde_json::from_str(now).unwrap_or_default();
    let mut found = manifest(inner(then, "record"), inner(&again, "record"));
    for (key, it, en) in PARTS {
        found.extend(part(key, (it, en), then.get(key), again.get(key)));
    }
    found.extend(proposals(
        inner(then, "proposals"),
        inner(&again, "proposals"),
    ));
    let known: BTreeSet<&str> = PARTS.iter().map(|(key, ..)| *key).collect();
    let mut others = keys(then, &again);
    others.retain(|key| !known.contains(key) && !["record", "proposals"].contains(key));
    for key in others {
        let [it, en] = [Language::Italian, Language::English].map(|it| words::key(key, it));
        found.extend(part(key, (&it, &en), then.get(key), again.get(key)));
    }
    if found.is_empty() {
        found.push(form(bytes, now));
    }
    found
}

fn inner<'a>(value: &'a Value, key: &str) -> &'a Value {
    value.get(key).unwrap_or(&Value::Null)
}

fn keys<'a>(then: &'a Value, now: &'a Value) -> BTreeSet<&'a str> {
    let both = [then, now].into_iter().filter_map(Value::as_object);
    both.flat_map(Map::keys).map(String::as_str).collect()
}

/// Compares what the records say they rest on; digests of inputs have been compared already.
fn manifest(then: &Value, now: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    for key in keys(then, now) {
        let (before, after) = (then.get(key), now.get(key));
        if key == "engine" && before != after {
            let [before, after] = [before, after].map(|it| plain(it));
            found.push(Difference::new(
                DifferenceKind::Engine,
                None,
                Text::new(
                    format!(
                        "il verbale è della versione {before} del programma, questa è la {after}: per una conferma byte per byte usare quella"
                    ),
                    format!(
                        "the record is of version {before} of the program, this is {after}: to confirm it byte for byte use that one"
                    ),
                ),
            ));
            continue;
        }
        let name = match key {
            "counting_date" => ("il giorno che conta", "the day that counts"),
            "seed" => ("il testo sorteggiato", "the seed of the lot"),
            "evaluators" => ("i valutatori", "the evaluators"),
            "language" => ("la versione della lingua", "the version of the language"),
            "form" => ("la forma del verbale", "the form of the record"),
            "inputs" if same_files(before, after) => continue,
            "inputs" => ("l'elenco dei file di ingresso", "the list of inputs"),
            other => (other, other),
        };
        found.extend(part(key, name, before, after));
    }
    found
}

/// Tells whether two lists of inputs differ in digests only, each of which has been compared.
fn same_files(then: Option<&Value>, now: Option<&Value>) -> bool {
    let files = |inputs: Option<&Value>| -> Vec<(Value, Value, usize)> {
        let inputs = inputs.and_then(Value::as_array).into_iter().flatten();
        inputs
            .map(|it| {
                let length = it.as_object().map_or(0, Map::len);
                (inner(it, "kind").clone(), inner(it, "file").clone(), length)
            })
            .collect()
    };
    files(then) == files(now)
}

fn part(
    key: &str,
    name: (&str, &str),
    then: Option<&Value>,
    now: Option<&Value>,
) -> Option<Difference> {
    if then == now {
        return None;
    }
    let short = |it: Option<&Value>| it.is_none_or(|it| !it.is_object() && !it.is_array());
    let message = if short(then) && short(now) {
        let [before, after] = [then, now].map(|it| plain(it));
        Text::new(
            format!("{}: nel verbale {before}, ricalcolato {after}", name.0),
            format!("{}: in the record {before}, made anew {after}", name.1),
        )
    } else {
        let inner = |language| keys_that_differ(then, now, language);
        let (inner_it, inner_en) = (inner(Language::Italian), inner(Language::English));
        Text::new(
            format!(
                "{}: il verbale dice altro da ciò che si ricalcola{inner_it}",
                name.0
            ),
            format!(
                "{}: the record says something else than what is made anew{inner_en}",
                name.1
            ),
        )
    };
    let about = Some(key.to_owned());
    Some(Difference::new(DifferenceKind::Part, about, message))
}

/// Returns what people call the keys of two objects that differ, in brackets.
fn keys_that_differ(then: Option<&Value>, now: Option<&Value>, language: Language) -> String {
    let (Some(then @ Value::Object(_)), Some(now @ Value::Object(_))) = (then, now) else {
        return String::new();
    };
    let differing: Vec<String> = keys(then, now)
        .into_iter()
        .filter(|key| then.get(*key) != now.get(*key))
        .map(|key| {
            let name = words::key(key, language);
            match (then.get(key), now.get(key)) {
                (Some(Value::Array(_) | Value::Object(_)), _) => name,
                (before, after) => format!("{name} {} → {}", plain(before), plain(after)),
            }
        })
        .collect();
    format!(" ({})", differing.join(", "))
}

/// Returns a value in few words.
fn plain(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "—".to_owned(),
        Some(Value::String(text)) => format!("`{}`", visible(text)),
        Some(Value::Array(_) | Value::Object(_)) => "…".to_owned(),
        Some(other) => other.to_string(),
    }
}

fn proposals(then: &Value, now: &Value) -> Vec<Difference> {
    let by_id = |all: &Value| -> BTreeMap<String, Value> {
        let all = all.as_array().into_iter().flatten();
        all.map(|it| {
            (
                inner(it, "id").as_str().unwrap_or_default().to_owned(),
                it.clone(),
            )
        })
        .collect()
    };
    let (before, after) = (by_id(then), by_id(now));
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut found: Vec<Difference> = ids
        .into_iter()
        .filter_map(|id| proposal(id, before.get(id), after.get(id)))
        .collect();
    if found.is_empty() && then != now {
        found.push(Difference::new(
            DifferenceKind::Part,
            Some("proposals".to_owned()),
            Text::new(
                "le proposte: nel verbale alcune stanno due volte, o in altro ordine",
                "the proposals: in the record some stand twice, or in another order",
            ),
        ));
    }
    found
}

fn proposal(id: &str, then: Option<&Value>, now: Option<&Value>) -> Option<Difference> {
    let shown = visible(id);
    let message = match (then, now) {
        (Some(then), Some(now)) if then == now => return None,
        (Some(then), Some(now)) => {
            let (it, en) = (
                fares(then, now, Language::Italian),
                fares(then, now, Language::English),
            );
            Text::new(format!("`{shown}`: {it}"), format!("`{shown}`: {en}"))
        }
        (Some(_), None) => Text::new(
            format!("`{shown}`: è nel verbale e non fra le proposte"),
            format!("`{shown}`: is in the record and not among the proposals"),
        ),
        _ => Text::new(
            format!("`{shown}`: è fra le proposte e non nel verbale"),
            format!("`{shown}`: is among the proposals and not in the record"),
        ),
    };
    let about = Some(id.to_owned());
    Some(Difference::new(DifferenceKind::Proposal, about, message))
}

/// What of a proposal is said with both values; of anything else only that it differs.
const SAID: [(&str, &str, &str); 7] = [
    ("/outcome", "esito", "outcome"),
    ("/rank", "posizione", "rank"),
    ("/unit", "unità", "unit"),
    ("/requested", "importo richiesto", "requested"),
    ("/award", "importo assegnato", "awarded"),
    ("/score/score", "punteggio", "score"),
    ("/with_reservation", "con riserva", "with reservation"),
];

fn fares(then: &Value, now: &Value, language: Language) -> String {
    let word = |it: &'static str, en: &'static str| match language {
        Language::Italian => it,
        Language::English => en,
    };
    let (in_record, anew) = (
        word("nel verbale", "in the record"),
        word("ricalcolato", "made anew"),
    );
    let mut said = Vec::new();
    for (pointer, it, en) in SAID {
        let (before, after) = (then.pointer(pointer), now.pointer(pointer));
        if before != after {
            let [before, after] = [before, after].map(|value| {
                let code = value.and_then(Value::as_str);
                let words = code.filter(|_| pointer == "/outcome");
                let words = words.and_then(|code| outcome_of_code(code, language));
                words.map_or_else(|| plain(value), str::to_owned)
            });
            let name = word(it, en);
            said.push(format!("{name}: {in_record} {before}, {anew} {after}"));
        }
    }
    if said.is_empty() {
        let keys: Vec<String> = keys(then, now)
            .into_iter()
            .filter(|key| then.get(*key) != now.get(*key))
            .map(|key| words::key(key, language))
            .collect();
        let differs = word("non coincide", "differs");
        said.push(format!("{} {differs}", keys.join(", ")));
    }
    said.join("; ")
}

/// Says where a record that means the same is written otherwise.
fn form(bytes: &[u8], now: &str) -> Difference {
    let lines = bytes
        .split(|it| *it == b'\n')
        .zip(now.as_bytes().split(|it| *it == b'\n'));
    let same = lines.take_while(|(then, now)| then == now).count();
    let line = same.saturating_add(1);
    Difference::new(
        DifferenceKind::Form,
        None,
        Text::new(
            format!(
                "il verbale dice le stesse cose, ma dalla riga {line} non è scritto come lo scrive il programma"
            ),
            format!(
                "the record says the same, but from line {line} on it is not written as the program writes it"
            ),
        ),
    )
}
