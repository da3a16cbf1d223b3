//! The list of calls.

use askama::Template;
use axum::response::Response;

use super::super::calls;
use super::super::{App, Asked};
use super::address::Place;
use super::choose;
use super::layout::{Page, html};
use super::words::Words;
use crate::call::{self, Call, Type};
use crate::precheck::Reception;
use crate::text::Language;
use crate::value::Value;

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    p: Page,
    calls: Vec<Line>,
}

struct Line {
    address: String,
    title: Words,
    reception: &'static str,
    badge: &'static str,
    dates: Option<String>,
}

pub(super) fn page(app: &App, language: Language) -> Response {
    let shelf = app.shelf.calls();
    let lines = shelf.all().map(|served| {
        let reception = calls::reception(&served.call, app.config.as_of);
        Line {
            address: Place::Call(served.id()).address(language),
            title: Words::of(&served.call.title, served.call.keywords, language),
            reception: words(reception, language),
            badge: badge(reception),
            dates: dates(&served.call, reception, language),
        }
    });
    html(&ListPage {
        p: Page::new(language, choose(language, "Avvisi", "Calls"), Place::List),
        calls: lines.collect(),
    })
}

pub(super) fn show(app: &App, asked: &Asked) -> Response {
    let (language, _) = Place::read(asked.parts.uri.path());
    page(app, language)
}

/// Says whether proposals are received.
pub(super) fn words(reception: Reception, language: Language) -> &'static str {
    let (it, en) = match reception {
        Reception::NotYet => ("Non ancora aperto", "Not yet open"),
        Reception::Open => ("Aperto", "Open"),
        Reception::Closed => ("Chiuso", "Closed"),
        Reception::Unstated => ("Senza termini", "No dates set"),
    };
    choose(language, it, en)
}

/// Returns the class of the badge that says so.
pub(super) fn badge(reception: Reception) -> &'static str {
    match reception {
        Reception::Open => "bg-success",
        Reception::NotYet => "bg-primary",
        Reception::Closed | Reception::Unstated => "bg-secondary",
    }
}

/// Says from when and until when proposals are, or were, received.
pub(super) fn dates(call: &Call, reception: Reception, language: Language) -> Option<String> {
    let names = call.names();
    let shown = |at| call::show(&Value::Instant(at), Type::Instant, names, language);
    let over = reception == Reception::Closed;
    match (call.opens.map(shown), call.closes.map(shown)) {
        (Some(opens), Some(closes)) => Some(match language {
            Language::Italian if over => {
                format!("Le domande si presentavano dal {opens} al {closes}.")
            }
            Language::English if over => {
                format!("Proposals were received from {opens} to {closes}.")
            }
            Language::Italian => format!("Le domande si presentano dal {opens} al {closes}."),
            Language::English => format!("Proposals are received from {opens} to {closes}."),
        }),
        (Some(opens), None) => Some(match language {
            Language::Italian => format!("Le domande si presentano dal {opens}."),
            Language::English => format!("Proposals are received from {opens}."),
        }),
        (None, Some(closes)) => Some(match language {
            Language::Italian if over => format!("Le domande si presentavano fino al {closes}."),
            Language::English if over => format!("Proposals were received until {closes}."),
            Language::Italian => format!("Le domande si presentano fino al {closes}."),
            Language::English => format!("Proposals are received until {closes}."),
        }),
        (None, None) => None,
    }
}
