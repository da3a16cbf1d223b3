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
use crate::call::{self, Call, Type};
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
    rows: Vec<Row>,
}

/// A question with its answer.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) within: Option<Words>,
    pub(super) asked: Words,
    pub(super) answer: Words,
    /// The name of the item that may be taken out here: the first row of each has it.
    pub(super) removes: Option<String>,
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
        rows: rows(call, carried, language),
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
    let mut item_before = None;
    put.into_iter()
        .map(|question| Row {
            removes: {
                let item = item_of(call, question);
                let first = item != item_before;
                item_before.clone_from(&item);
                item.filter(|_| first)
            },
            name: question.name(call),
            within: within(call, question, language),
            asked: asked(call, question, language),
            answer: answer(call, carried, question, language),
            idle: idle.contains(&question.fact),
        })
        .collect()
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
