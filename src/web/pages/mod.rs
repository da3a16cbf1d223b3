//! The pages that applicants see. They work without scripts, and hold none.

mod address;
mod call;
mod changed;
mod check;
mod groups;
mod guidance;
mod layout;
mod list;
mod mending;
mod money;
mod question;
mod requirements;
mod result;
mod rules;
mod scoring;
mod style;
mod summary;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use super::{App, Asked, get, language, post};
use crate::text::Language;
use address::Place;

pub(super) use address::{call_above, unescaped};
pub(super) use layout::trouble;

/// Returns what answers at the addresses of the pages.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(root))
        .route("/it", get(to_list))
        .route("/en", get(to_list))
        .route("/it/", get(list::show))
        .route("/en/", get(list::show))
        .route("/it/avvisi/{call}", get(call::show))
        .route("/en/calls/{call}", get(call::show))
        .route(
            "/it/avvisi/{call}/verifica",
            get(check::restore).merge(post(check::go_on)),
        )
        .route(
            "/en/calls/{call}/check",
            get(check::restore).merge(post(check::go_on)),
        )
        .route("/static/{file}", get(style::show))
}

/// Sends on to the list, in the language that the browser prefers.
fn root(_: &App, asked: &Asked) -> Response {
    let language = language::preferred(&asked.parts.headers);
    let to = Place::List.address(language);
    (axum::http::StatusCode::FOUND, [(header::LOCATION, to)]).into_response()
}

/// Sends on to the list, whose address ends in a slash.
fn to_list(_: &App, asked: &Asked) -> Response {
    let to = format!("{}/", asked.parts.uri.path());
    let moved = axum::http::StatusCode::PERMANENT_REDIRECT;
    (moved, [(header::LOCATION, to)]).into_response()
}

/// Chooses between the Italian and the English words.
fn choose<'a>(language: Language, it: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Italian => it,
        Language::English => en,
    }
}
