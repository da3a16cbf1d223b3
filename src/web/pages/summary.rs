//! The answers so far.

use askama::Template;
use axum::response::Response;

use super::super::carried::{Carried, proposal};
use super::check::Seen;
use super::choose;
use super::layout::{Hidden, Page, html};
use super::requirements::{asked, within};
use super::words::Words;
use crate::assessment::{Case, Later, not_applicable_facts};
use crate::call::{self, Call, FieldId, Type};
use crate::precheck::{Answer, Question};
use crate::report::visible;
use crate::text::Language;
use crate::value::Value;

#[derive(Template)]
#[template(path = "summary.html")]
struct SummaryPage {
    p: Page,
    hidden: Hidden,
    changed: Option<Vec<Words>>,
    left_out: Option<Vec<Words>>,
    blocks: Vec<Block>,
}

/// The answers about one item of a list, or about no item.
struct Block {
    /// The item, with its name in the form.
    item: Option<(Words, String)>,
    rows: Vec<Row>,
}

/// A question with its answer.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) within: Option<Words>,
    pub(super) asked: Words,
    pub(super) answer: Words,
    /// Whether, by the other answers, it does not concern the applicant any more.
    pub(super) idle: bool,
}

/// Returns the page of the answers so far.
pub(super) fn show(seen: &Seen<'_>, carried: &Carried) -> Response {
    let (call, language) = (&seen.served.call, seen.language);
    let title = choose(language, "Riepilogo delle risposte", "Answers so far");
    let hidden = seen.hidden(carried, None, "summary");
    let mut p = seen.page(title);
    p.carried = Some(hidden.clone());
    html(&SummaryPage {
        p,
        hidden,
        changed: seen.changed(),
        left_out: seen.left_out(carried),
        blocks: blocks(call, carried, language),
    })
}

/// Returns every question that was put, with its answer.
pub(super) fn rows(call: &Call, carried: &Carried, language: Language) -> Vec<Row> {
    let proposal = proposal(carried.answers.facts());
    let case = Case {
        call,
        proposal: &proposal,
        received: &[],
        later: Later::default(),
    };
    let idle = not_applicable_facts(case);
    let mut put: Vec<&Question> = carried.put.iter().collect();
    // The fields of an item stand with their list.
    put.sort();
    put.into_iter()
        .map(|question| Row {
            name: question.name(call),
            within: within(call, question, language),
            asked: asked(call, question, language),
            answer: answer(call, carried, question, language),
            idle: idle.contains(&question.fact),
        })
        .collect()
}

/// Returns the answers, those about each item of a list together: also of an item of which nothing has
/// been answered.
fn blocks(call: &Call, carried: &Carried, language: Language) -> Vec<Block> {
    let mut blocks: Vec<(Option<String>, Block)> = Vec::new();
    for row in rows(call, carried, language) {
        let question = Question::named(call, &row.name);
        let item = question.as_ref().and_then(|it| item_of(call, it));
        let count = question.as_ref().map(|it| match carried.answers.get(it) {
            Answer::Value(Value::List(items)) => items.len(),
            _ => 0,
        });
        let about = match &item {
            Some(_) => blocks.iter_mut().find(|(name, _)| *name == item),
            // What is about no item goes on where it was left.
            None => blocks.last_mut().filter(|(name, _)| name.is_none()),
        };
        match about {
            Some((_, block)) => block.rows.push(row),
            None => blocks.push((
                None,
                Block {
                    item: None,
                    rows: vec![row],
                },
            )),
        }
        for place in 0..count.unwrap_or_default() {
            let Some(first) = question.as_ref().map(|it| it.field(place, FieldId(0))) else {
                continue;
            };
            let Some((name, words)) = item_of(call, &first).zip(within(call, &first, language))
            else {
                continue;
            };
            let item = Some((words, name.clone()));
            let rows = Vec::new();
            blocks.push((Some(name), Block { item, rows }));
        }
    }
    blocks.into_iter().map(|(_, block)| block).collect()
}

/// Returns the name of the item that a question is about: `partners.2`.
fn item_of(call: &Call, question: &Question) -> Option<String> {
    let ((item, _), before) = question.within.split_last()?;
    let list = Question {
        fact: question.fact,
        within: before.to_vec(),
    };
    Some(format!("{}.{}", list.name(call), item.saturating_add(1)))
}

fn answer(call: &Call, carried: &Carried, question: &Question, language: Language) -> Words {
    let kind = question.kind(call).unwrap_or(Type::Text);
    match carried.answers.get(question) {
        Answer::Value(Value::List(items)) => Words::own(items.len().to_string()),
        Answer::Value(Value::Row(row)) => match kind {
            Type::Row(table) => {
                let table = call.tables.get(table.index());
                Words::own(visible(
                    &table.map_or_else(String::new, |it| it.row_name(*row)),
                ))
            }
            _ => Words::own(""),
        },
        Answer::Value(value) => {
            let phrase = call::show_phrase(value, kind, call.names(), language);
            Words::phrase(&phrase, call.keywords, language)
        }
        Answer::DoNotKnow | Answer::NotYet => {
            Words::own(choose(language, "Non so", "I don't know"))
        }
    }
}
