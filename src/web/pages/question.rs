//! The page of one question.

use askama::Template;
use axum::response::Response;

use super::super::carried::Carried;
use super::super::input::{self, NONE};
use super::super::verdict::{judge, outlook};
use super::check::Seen;
use super::choose;
use super::layout::{Hidden, Page, html};
use super::requirements::{asked, within};
use super::words::Words;
use crate::call::{self, Call, CellError, EnumId, TableId, Type};
use crate::precheck::{Answer, Ask, Decisive, Question, why};
use crate::report::visible;
use crate::text::Language;
use crate::value::{RowId, Value, VariantId};

#[derive(Template)]
#[template(path = "question.html")]
struct QuestionPage {
    p: Page,
    hidden: Hidden,
    changed: Option<Vec<Words>>,
    left_out: Option<Vec<Words>>,
    asked: Words,
    within: Option<Words>,
    hint: Option<String>,
    error: Option<Problem>,
    /// The id of the field to which the summary of errors leads.
    first: &'static str,
    kind: Widget,
    why: Option<Words>,
    back: Option<String>,
    put: usize,
}

struct Problem {
    message: String,
    hint: Option<String>,
}

enum Widget {
    /// Some of a few.
    Choice { choices: Vec<Choice>, many: bool },
    /// One of many.
    Row { choices: Vec<Choice> },
    /// A line of text.
    Line { value: String, numeric: bool },
}

struct Choice {
    id: String,
    value: String,
    label: Words,
    chosen: bool,
    /// Whether it stands apart from those above it.
    apart: bool,
}

/// A table with more rows than this is no list to choose from.
const MOST_ROWS: usize = 1_000;

/// What is wrong with an answer, and how it was written.
pub(super) struct Wrong<'a> {
    pub(super) error: CellError,
    pub(super) written: &'a [&'a str],
}

/// Returns the page that puts a question; `ask` says why, where that has been found out.
pub(super) fn show(
    seen: &Seen<'_>,
    carried: &Carried,
    question: &Question,
    ask: Option<Ask>,
    wrong: Option<&Wrong<'_>>,
) -> Response {
    let ask = ask.or_else(|| reason(seen, carried, question));
    let (call, language) = (&seen.served.call, seen.language);
    let words = asked(call, question, language);
    let kind = question.kind(call).unwrap_or(Type::Text);
    let now = match carried.answers.get(question) {
        Answer::Value(value) => Some(value),
        Answer::DoNotKnow | Answer::NotYet => None,
    };
    let written = wrong.map(|it| it.written);
    let widget = widget(call, kind, now, written, language);
    let example = hint(kind, now, language);
    let error = wrong.map(|it| {
        let told = it.error.hint.as_ref();
        let told = told.map(|it| sentence(&quoted(it.get(language), language)));
        Problem {
            message: sentence(&quoted(it.error.message.get(language), language)),
            // What stands above the field anyway is not said again.
            hint: told.filter(|it| Some(it) != example.as_ref()),
        }
    });
    let within = within(call, question, language);
    let title = match &within {
        Some(within) => format!("{}: {}", within.bare(), words.bare()),
        None => words.bare(),
    };
    let mut p = seen.page(&title);
    if error.is_some() {
        p.title = format!("{}: {title}", choose(language, "Errore", "Error"));
    }
    let hidden = seen.hidden(carried, Some(question), "show");
    p.carried = Some(hidden.clone());
    let before = carried.put.iter().position(|it| it == question);
    let before = carried.put.get(..before.unwrap_or(carried.put.len()));
    let page = QuestionPage {
        changed: seen.changed(),
        left_out: seen.left_out(carried),
        within,
        hint: example,
        first: match widget {
            Widget::Choice { .. } => "v0",
            Widget::Row { .. } | Widget::Line { .. } => "v",
        },
        kind: widget,
        why: ask.map(|it| Words::phrase(&why(call, &it, language), call.keywords, language)),
        back: before.and_then(<[_]>::last).map(|it| it.name(call)),
        put: carried.put.len(),
        asked: words,
        error,
        hidden,
        p,
    };
    html(&page)
}

/// Finds out why a question is asked that somebody looks at again: as what is next, or as what would be
/// missing if it were not known.
fn reason(seen: &Seen<'_>, carried: &Carried, question: &Question) -> Option<Ask> {
    let precheck = &seen.served.precheck;
    let next = outlook(precheck, &carried.answers, carried.depth).ask;
    if let Some(ask) = next.filter(|it| it.question == *question) {
        return Some(ask);
    }
    let mut answers = carried.answers.clone();
    answers.do_not_know(question);
    let missing = judge(precheck, &answers, carried.depth).missing.into_iter();
    let mut missing = missing.filter(|it| it.question == *question);
    missing.next().map(|it| Ask {
        question: it.question,
        because: it.because,
        proved: it.proved,
        decisive: Decisive::default(),
    })
}

/// Puts into quotation marks what messages for those who write rules put between backticks.
fn quoted(message: &str, language: Language) -> String {
    let (open, close) = match language {
        Language::Italian => ("«", "»"),
        Language::English => ("“", "”"),
    };
    let mut parts = message.split('`');
    let mut quoted = parts.next().unwrap_or_default().to_owned();
    for (place, part) in parts.enumerate() {
        quoted.push_str(if place.is_multiple_of(2) { open } else { close });
        quoted.push_str(part);
    }
    quoted
}

fn hint(kind: Type, now: Option<&Value>, language: Language) -> Option<String> {
    if !matches!(kind, Type::List(_)) {
        return Some(input::example(kind)?.get(language).to_owned());
    }
    let mut hint = choose(
        language,
        "Scrivere il numero, 0 se non ce n'è nessuno. Le domande su ciascuno vengono dopo; dal riepilogo se ne può togliere uno.",
        "Write the number, 0 where there are none. The questions on each come next; the summary lets you remove one.",
    )
    .to_owned();
    if matches!(now, Some(Value::List(items)) if !items.is_empty()) {
        hint.push_str(choose(
            language,
            " Un numero più piccolo toglie gli ultimi, con le loro risposte; «Non so» li toglie tutti.",
            " A smaller number takes away the last ones, with their answers; “I don't know” takes away all.",
        ));
    }
    Some(hint)
}

fn widget(
    call: &Call,
    kind: Type,
    now: Option<&Value>,
    written: Option<&[&str]>,
    language: Language,
) -> Widget {
    let line = |numeric| {
        let written = written.map(|it| it.first().copied().unwrap_or_default().to_owned());
        let value = written.unwrap_or_else(|| match now {
            Some(Value::List(items)) => items.len().to_string(),
            Some(value) => in_field(call, value, kind, language),
            None => String::new(),
        });
        Widget::Line { value, numeric }
    };
    let is_chosen = |value: &str, now: bool| match written {
        Some(written) => written.contains(&value),
        None => now,
    };
    match kind {
        Type::YesNo => {
            let choices = [("yes", "sì", "yes", true), ("no", "no", "no", false)];
            let choices = choices.into_iter().enumerate().map(|(place, it)| {
                let (value, it, en, meant) = it;
                Choice {
                    id: format!("v{place}"),
                    value: value.to_owned(),
                    label: Words::own(sentence(choose(language, it, en))),
                    chosen: is_chosen(value, now == Some(&Value::YesNo(meant))),
                    apart: false,
                }
            });
            Widget::Choice {
                choices: choices.collect(),
                many: false,
            }
        }
        Type::Enum(of) => Widget::Choice {
            choices: variants(call, of, language, &|name, id| {
                is_chosen(name, now == Some(&Value::Variant(id)))
            }),
            many: false,
        },
        Type::Set(of) => {
            let mut choices = variants(call, of, language, &|name, id| {
                is_chosen(
                    name,
                    matches!(now, Some(Value::Set(set)) if set.contains(&id)),
                )
            });
            let none = matches!(now, Some(Value::Set(set)) if set.is_empty());
            choices.push(Choice {
                id: format!("v{}", choices.len()),
                value: NONE.to_owned(),
                label: Words::own(choose(language, "Nessuna di queste voci", "None of these")),
                chosen: is_chosen(NONE, none),
                apart: true,
            });
            Widget::Choice {
                choices,
                many: true,
            }
        }
        Type::Row(table) => match rows(call, table, &is_chosen, now) {
            Some(choices) => Widget::Row { choices },
            None => line(false),
        },
        Type::List(_) => line(true),
        kind => line(kind.is_number()),
    }
}

fn variants(
    call: &Call,
    of: EnumId,
    language: Language,
    is_chosen: &dyn Fn(&str, VariantId) -> bool,
) -> Vec<Choice> {
    let listed = call.enums.get(of.index());
    let variants = listed.into_iter().flat_map(|it| &it.variants);
    let variants = (0..).map(VariantId).zip(variants).enumerate();
    variants
        .map(|(place, (id, variant))| Choice {
            id: format!("v{place}"),
            value: variant.name.clone(),
            label: Words::of(&variant.label, call.keywords, language),
            chosen: is_chosen(&variant.name, id),
            apart: false,
        })
        .collect()
}

fn rows(
    call: &Call,
    table: TableId,
    is_chosen: &dyn Fn(&str, bool) -> bool,
    now: Option<&Value>,
) -> Option<Vec<Choice>> {
    let table = call.tables.get(table.index())?;
    if table.rows.len() > MOST_ROWS {
        return None;
    }
    let ids = (0..).map(RowId).take(table.rows.len());
    let mut choices: Vec<Choice> = ids
        .map(|id| {
            let key = table.key_of(id);
            Choice {
                id: String::new(),
                value: key.to_owned(),
                label: Words::own(named_first(&visible(&table.row_name(id)))),
                chosen: is_chosen(key, now == Some(&Value::Row(id))),
                apart: false,
            }
        })
        .collect();
    choices.sort_by_cached_key(|it| it.label.bare());
    Some(choices)
}

/// Turns `071052 (Troia)` into `Troia (071052)`: people look for the name.
fn named_first(name: &str) -> String {
    let parts = name.split_once(" (");
    let parts = parts.and_then(|(key, rest)| Some((key, rest.strip_suffix(')')?)));
    parts.map_or_else(|| name.to_owned(), |(key, name)| format!("{name} ({key})"))
}

/// Returns a value as the field of a form takes it.
fn in_field(call: &Call, value: &Value, kind: Type, language: Language) -> String {
    let shown = call::show(value, kind, call.names(), language);
    match kind {
        Type::Money | Type::Amount | Type::Percent(_) => shown
            .trim_end_matches([' ', '\u{a0}', '€', '%', 'E', 'U', 'R'])
            .to_owned(),
        Type::Instant => shown.replace(" ore ", " "),
        _ => shown,
    }
}

/// Returns words with a capital letter at their beginning.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    visible(&first.chain(letters).collect::<String>())
}
