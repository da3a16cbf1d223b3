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
use super::changed::Changed;
use super::layout::{Hidden, Page};
use super::question::{self, Wrong};
use super::requirements::asked;
use super::result::{self, Wanted};
use super::summary;
use super::words::Words;
use crate::call::{FactId, Supplier};
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
    /// What has changed since the first question, until somebody who was told has gone on.
    changed: Option<Changed>,
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
        let changed = self.changed.as_ref();
        Hidden {
            action: place.address(self.language),
            action_elsewhere: place.address(other(self.language)),
            answers: carried.json(call),
            put: carried.put_names(call),
            digest: changed.map_or(&self.served.digest, |it| &it.digest).clone(),
            told: changed.map_or("", |_| again),
            lost: changed.map(|it| it.lost.join(" ")).unwrap_or_default(),
            question: question.map(|it| it.name(call)).unwrap_or_default(),
            again,
            depth: match carried.depth {
                Depth::Verdict => "",
                Depth::EveryReason => EVERY_REASON,
            },
        }
    }

    /// Returns what was sent and is not the applicant's to state.
    pub(super) fn left_out(&self, carried: &Carried) -> Option<Vec<Words>> {
        if carried.left_out.is_empty() {
            return None;
        }
        let call = &self.served.call;
        let left_out = carried.left_out.iter();
        // A name from the rule file says nothing to an applicant.
        let asks = |id: &&FactId| {
            call.facts
                .get(id.index())
                .is_some_and(|it| it.ask.is_some())
        };
        let left_out = left_out
            .filter(asks)
            .map(|id| asked(call, &Question::of(*id), self.language));
        Some(left_out.collect())
    }

    /// Returns what no longer holds, where the rules have changed since the first question.
    pub(super) fn changed(&self) -> Option<Vec<Words>> {
        let changed = self.changed.as_ref()?;
        Some(changed.told(&self.served.call, self.language))
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
    with_form(app, asked, query.as_bytes(), Trouble::BadLink, |fields| {
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
    with_form(app, asked, &asked.body, Trouble::BadForm, |fields| {
        fields.get("go").to_owned()
    })
}

/// Reads a form, or an address, and takes the step that it asks for; `bad` is said of one that cannot
/// be read.
fn with_form(
    app: &App,
    asked: &Asked,
    form: &[u8],
    bad: Trouble,
    go: impl Fn(&Fields) -> String,
) -> Response {
    let (language, id) = Place::read(asked.parts.uri.path());
    let shelf = app.shelf.calls();
    let Some(served) = id.and_then(|id| shelf.get(&id)) else {
        return Trouble::NotFound.into_response();
    };
    let Some(fields) = Fields::read(form) else {
        return bad.into_response();
    };
    let call = &served.call;
    let (mut carried, refused) = Carried::read(call, fields.get("answers"), fields.get("put"));
    if fields.get("depth") == EVERY_REASON {
        carried.depth = Depth::EveryReason;
    }
    let digest = fields.get("digest");
    let is_changed = !digest.is_empty() && digest != served.digest;
    // Under the same rules our own forms can always be read.
    if refused.is_some() && !is_changed {
        return bad.into_response();
    }
    let go = go(&fields);
    let told = fields.get("told");
    // Who was told and goes on, and does not only look at the same page in the other language, knows.
    let knows = !told.is_empty() && told != go && !matches!(&*go, "next" | "unknown");
    let changed = is_changed && (refused.is_some() || !knows);
    let seen = Seen {
        served,
        language,
        reception: calls::reception(call, app.config.as_of),
        changed: changed.then(|| Changed::since(digest, refused.as_deref(), fields.get("lost"))),
    };
    step(seen, carried, &fields, &go)
}

fn step(mut seen: Seen<'_>, mut carried: Carried, fields: &Fields, go: &str) -> Response {
    let served = seen.served;
    let call = &served.call;
    // What the office or the commission finds is put to no applicant.
    let own = |it: &Question| it.supplier(call) == Some(Supplier::Applicant);
    let named = |name: &str| Question::named(call, name).filter(own);
    match go {
        "next" | "unknown" => {
            let Some(question) = named(fields.get("question")) else {
                // The rules have changed, and with them the question: the answers stay.
                if seen.changed.is_some() {
                    return on(&seen, &carried);
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
                    return question::show(&seen, &carried, &question, None, Some(&wrong));
                }
            }
            carried.was_put(&question);
            if !fields.get("told").is_empty() {
                seen.changed = None;
            }
            on(&seen, &carried)
        }
        "summary" => summary::show(&seen, &carried),
        "reasons" => {
            carried.depth = Depth::EveryReason;
            on(&seen, &carried)
        }
        "result" | "link" | "changes" => {
            let judged = judge(&served.precheck, &carried.answers, carried.depth);
            let wanted = match go {
                "link" => Wanted::Link,
                "changes" => Wanted::Changes,
                _ => Wanted::Nothing,
            };
            result::show(&seen, &carried, &judged, wanted)
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
            summary::show(&seen, &carried)
        }
        go => {
            let name = go.strip_prefix("edit:").unwrap_or_else(|| match go {
                "show" => fields.get("question"),
                _ => "",
            });
            match named(name) {
                Some(question) => question::show(&seen, &carried, &question, None, None),
                None => on(&seen, &carried),
            }
        }
    }
}

/// Shows the next question, or the result where none matters any more.
fn on(seen: &Seen<'_>, carried: &Carried) -> Response {
    let (precheck, answers) = (&seen.served.precheck, &carried.answers);
    match outlook(precheck, answers, carried.depth).ask {
        Some(ask) => {
            let question = ask.question.clone();
            question::show(seen, carried, &question, Some(ask), None)
        }
        None => {
            let judged = judge(precheck, answers, carried.depth);
            result::show(seen, carried, &judged, Wanted::Nothing)
        }
    }
}
