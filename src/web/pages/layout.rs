//! What all pages share.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use super::super::language::{code, other};
use super::super::trouble::Trouble;
use super::address::Place;
use super::words::Words;
use super::{choose, style};
use crate::text::Language;

/// What the frame of a page needs to know.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) language: Language,
    pub(super) title: String,
    /// The same page in the other language, where a link leads there.
    pub(super) elsewhere: Option<String>,
    /// What a form carries to the same page in the other language, where only a form leads there.
    pub(super) carried: Option<Hidden>,
    pub(super) call: Option<(String, Words)>,
    /// What everybody must know who looks at the page: that the call is closed.
    pub(super) notice: Option<String>,
    /// The address of the style sheet.
    pub(super) style: &'static str,
}

/// What a form carries unseen.
#[derive(Clone, Debug, Default)]
pub(super) struct Hidden {
    /// The address of the form in the language of the page, and in the other one.
    pub(super) action: String,
    pub(super) action_elsewhere: String,
    pub(super) answers: String,
    pub(super) put: String,
    pub(super) digest: String,
    /// What shows the page again that tells of changed rules; empty where none does.
    pub(super) told: &'static str,
    /// The names of what no longer holds under them.
    pub(super) lost: String,
    /// The question on the page.
    pub(super) question: String,
    /// What shows the same page again.
    pub(super) again: &'static str,
    /// How far the questions go on, where that is farther than usual.
    pub(super) depth: &'static str,
}

impl Page {
    pub(super) fn new(language: Language, title: impl Into<String>, place: Place<'_>) -> Self {
        Self {
            language,
            title: title.into(),
            elsewhere: Some(place.address(other(language))),
            carried: None,
            call: None,
            notice: None,
            style: style::address(),
        }
    }

    /// Returns the words of the page's language.
    pub(super) fn w<'a>(&self, it: &'a str, en: &'a str) -> &'a str {
        choose(self.language, it, en)
    }

    pub(super) fn lang(&self) -> &'static str {
        code(self.language)
    }

    pub(super) fn other_lang(&self) -> &'static str {
        code(other(self.language))
    }

    pub(super) fn home(&self) -> String {
        Place::List.address(self.language)
    }
}

/// Returns a page as a response.
pub(super) fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => {
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (kind, text).into_response()
        }
        Err(_) => Trouble::Ours.into_response(),
    }
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct TroublePage<'a> {
    p: Page,
    detail: &'a str,
    id: Option<&'a str>,
    /// The address of the page of the call, where that is the way back.
    call: Option<&'a str>,
}

/// Returns a page that says what went wrong with a request.
pub(in crate::web) fn trouble(
    language: Language,
    title: &str,
    detail: &str,
    id: Option<&str>,
    call: Option<&str>,
) -> Response {
    html(&TroublePage {
        p: Page::new(language, title, Place::List),
        detail,
        id,
        call,
    })
}
