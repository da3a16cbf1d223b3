//! The guided check: from one page of the form to the next.

use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use super::super::calls::{self, ServedCall};
use super::super::carried::Carried;
use super::super::language::other;
use super::super::media_type::is_utf_8;
use super::super::trouble::Trouble;
use super::super::verdict::{judge, outlook};
use super::super::{App, Asked, input};
use super::address::Place;
use super::layout::{Hidden, Page};
use super::question::{self, Wrong};
use super::requirements::asked;
use super::result::{self, Wanted};
use super::summary;
use super::words::Words;
use crate::call::Supplier;
use crate::facts::RefusedRow;
use crate::precheck::{Depth, Question, Reception};
use crate::report::visible;
use crate::text::Language;

/// More fields than this no form of ours has.
const MOST_FIELDS: usize = 2_000;

/// The depth of a check that goes on until every reason is found, as forms write it.
const EVERY_REASON: &str = "every_reason";

/// What every page of the check needs to know.
pub(super) struct Seen<'a> {
    pub(super) served: &'a ServedCall,
    pub(super) language: Language,
    /// Whether proposals are received at all.
    pub(super) reception: Reception,
    /// What of the answers does not hold under the rules as they are now.
    refused: Option<Box<RefusedRow>>,
}

impl Seen<'_> {
    /// Returns the frame of a page.
    pub(super) fn page(&self, title: &str) -> Page {
        let place = Place::Check(self.served.id());
        let mut page = Page::new(self.language, title, place);
        let call = Place::Call(self.served.id()).address(self.language);
        let rules = &self.served.call;
        let name = Words::of(&rules.title, rules.keywords, self.language);
        page.call = Some((call, name));
        let notice = self.reception.notice(&self.served.call);
        page.notice = notice.map(|it| visible(it.get(self.language)));
        page
    }

    pub(super) fn address(&self) -> String {
        Place::Check(self.served.id()).address(self.language)
    }

    /// Returns what the form of a page carries; `again` shows the page again.
    pub(super) fn hidden(
        &self,
        carried: &Carried,
        question: Option<&Question>,
        again: &'static str,
    ) -> Hidden {
        let call = &self.served.call;
        let place = Place::Check(self.served.id());
        let digest = carried.digest.as_ref();
        Hidden {
            action: place.address(self.language),
            action_elsewhere: place.address(other(self.language)),
            answers: carried.json(call),
            put: carried.put_names(call),
            digest: digest.unwrap_or(&self.served.digest).clone(),
            question: question.map(|it| it.name(call)).unwrap_or_default(),
            again,
            depth: match carried.depth {
                Depth::Verdict => "",
                Depth::EveryReason => EVERY_REASON,
            },
        }
    }

    /// Returns what no longer holds, where the rules have changed since the first question.
    pub(super) fn changed(&self, carried: &Carried) -> Option<Vec<String>> {
        let digest = carried.digest.as_ref()?;
        if *digest == self.served.digest {
            return None;
        }
        let refused = self.refused.iter().flat_map(|row| &row.diagnostics);
        let told = refused.map(|it| {
            let message = visible(it.message.get(self.language));
            match &it.primary.place {
                crate::diagnostic::Place::Data(place) => match &place.pointer {
                    Some(pointer) => format!("{}: {message}", self.named_at(pointer)),
                    None => message,
                },
                crate::diagnostic::Place::Rules(_) => message,
            }
        });
        Some(told.collect())
    }
}

impl Seen<'_> {
    /// Returns what is asked at a JSON pointer, in the words of the rules; where nothing is, its name.
    fn named_at(&self, pointer: &str) -> String {
        let parts = pointer.split('/').filter(|it| !it.is_empty());
        let parts = parts.map(|part| match part.parse::<usize>() {
            Ok(item) => item.saturating_add(1).to_string(),
            Err(_) => part.to_owned(),
        });
        let name = parts.collect::<Vec<_>>().join(".");
        match Question::named(&self.served.call, &name) {
            Some(question) => asked(&self.served.call, &question, self.language).bare(),
            None => visible(&name),
        }
    }
}

/// The fields of a form, or of an address.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn read(bytes: &[u8]) -> Option<Self> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(bytes)
            .take(MOST_FIELDS)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        // What is in another encoding than our pages send would be an answer that nobody gave.
        let lost = |it: &str| it.contains(char::REPLACEMENT_CHARACTER);
        let lost = fields.iter().any(|(name, value)| lost(name) || lost(value));
        (fields.len() < MOST_FIELDS && !lost).then_some(Self(fields))
    }

    fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(it, _)| it == name);
        found.map_or("", |(_, value)| value)
    }

    fn all(&self, name: &str) -> Vec<&str> {
        let values = self.0.iter().filter(|(it, _)| it == name);
        values.map(|(_, value)| value.as_str()).collect()
    }
}

/// Opens the check: at its beginning, or at the answers that stand in the address.
pub(super) fn restore(app: &App, asked: &Asked) -> Response {
    let query = asked.parts.uri.query().unwrap_or_default();
    with_form(app, asked, query.as_bytes(), |fields| {
        if fields.get("answers").is_empty() {
            "on"
        } else {
            "summary"
        }
        .to_owned()
    })
}

/// Takes the answer on a page and shows the next.
pub(super) fn go_on(app: &App, asked: &Asked) -> Response {
    let kind = asked.parts.headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|it| it.to_str().ok()).unwrap_or_default();
    if !is_utf_8(kind, "application/x-www-form-urlencoded") {
        return Trouble::NoForm.into_response();
    }
    with_form(app, asked, &asked.body, |fields| {
        fields.get("go").to_owned()
    })
}

fn with_form(app: &App, asked: &Asked, form: &[u8], go: impl Fn(&Fields) -> String) -> Response {
    let (language, id) = Place::read(asked.parts.uri.path());
    let shelf = app.shelf.calls();
    let Some(served) = id.and_then(|id| shelf.get(&id)) else {
        return Trouble::NotFound.into_response();
    };
    let Some(fields) = Fields::read(form) else {
        return Trouble::BadForm.into_response();
    };
    let call = &served.call;
    let (mut carried, refused) = Carried::read(call, fields.get("answers"), fields.get("put"));
    let digest = fields.get("digest");
    carried.digest = (!digest.is_empty()).then(|| digest.to_owned());
    if fields.get("depth") == EVERY_REASON {
        carried.depth = Depth::EveryReason;
    }
    // Under the same rules our own forms can always be read.
    if refused.is_some()
        && carried
            .digest
            .as_ref()
            .is_none_or(|it| *it == served.digest)
    {
        return Trouble::BadForm.into_response();
    }
    let seen = Seen {
        served,
        language,
        reception: calls::reception(call, app.config.as_of),
        refused,
    };
    step(&seen, carried, &fields, &go(&fields))
}

fn step(seen: &Seen<'_>, mut carried: Carried, fields: &Fields, go: &str) -> Response {
    let call = &seen.served.call;
    // What the office or the commission finds is put to no applicant.
    let own = |it: &Question| it.supplier(call) == Some(Supplier::Applicant);
    let named = |name: &str| Question::named(call, name).filter(own);
    match go {
        "next" | "unknown" => {
            let Some(question) = named(fields.get("question")) else {
                // The rules have changed, and with them the question: the answers stay.
                if seen.changed(&carried).is_some() {
                    return on(seen, &carried);
                }
                return Trouble::BadForm.into_response();
            };
            if go == "unknown" {
                carried.answers.do_not_know(&question);
            } else {
                let written = fields.all("v");
                let read = input::answer(
                    call,
                    &mut carried.answers,
                    &question,
                    &written,
                    seen.language,
                );
                if let Err(error) = read {
                    let wrong = Wrong {
                        error,
                        written: &written,
                    };
                    return question::show(seen, &carried, &question, None, Some(&wrong));
                }
            }
            carried.was_put(&question);
            on(seen, &carried)
        }
        "summary" => summary::show(seen, &carried),
        "reasons" => {
            carried.depth = Depth::EveryReason;
            on(seen, &carried)
        }
        "result" | "link" | "changes" => {
            let judged = judge(&seen.served.precheck, &carried.answers, carried.depth);
            let wanted = match go {
                "link" => Wanted::Link,
                "changes" => Wanted::Changes,
                _ => Wanted::Nothing,
            };
            result::show(seen, &carried, &judged, wanted)
        }
        go if go.starts_with("remove:") => {
            let item = go
                .strip_prefix("remove:")
                .and_then(|it| it.rsplit_once('.'));
            let item = item.and_then(|(list, place)| {
                let place: usize = place.parse().ok()?;
                Some((named(list)?, place.checked_sub(1)?))
            });
            if let Some((list, place)) = item {
                carried.remove_item(&list, place);
            }
            summary::show(seen, &carried)
        }
        go => {
            let name = go.strip_prefix("edit:").unwrap_or_else(|| match go {
                "show" => fields.get("question"),
                _ => "",
            });
            match named(name) {
                Some(question) => question::show(seen, &carried, &question, None, None),
                None => on(seen, &carried),
            }
        }
    }
}

/// Shows the next question, or the result where none matters any more.
fn on(seen: &Seen<'_>, carried: &Carried) -> Response {
    let (precheck, answers) = (&seen.served.precheck, &carried.answers);
    match outlook(precheck, answers, carried.depth).ask {
        Some(ask) => question::show(seen, carried, &ask.question, Some(&ask), None),
        None => {
            let judged = judge(precheck, answers, carried.depth);
            result::show(seen, carried, &judged, Wanted::Nothing)
        }
    }
}
