//! What programs ask: JSON in, JSON out, and every fault at its place.

mod describe;
mod frames;
mod problem;

use std::sync::Arc;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value as Json, json};

use super::calls::{ServedCall, reception};
use super::carried::{own, proposal};
use super::media_type::is_utf_8;
use super::pages;
use super::trouble::Trouble;
use super::verdict::{Judged, Outlook, judge, judge_at_once, outlook};
use super::{App, Asked, get, language, post, post_soon};
use crate::call::{Expr, FactId};
use crate::engine::not_applicable;
use crate::facts::schema::json_schema;
use crate::facts::{FileKind, nulls};
use crate::precheck::{Answers, Depth, Doubt, Reception};
use crate::report::changes_json;
use crate::text::Language;

pub(super) use frames::Frames;

/// The description of this interface, in the form of `OpenAPI` 3.1.
const DESCRIPTION: &str = include_str!("openapi.json");

/// Returns what answers at the addresses of the interface.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/openapi.json", get(description))
        .route("/api/v1/calls", get(calls))
        .route("/api/v1/calls/{call}", get(call))
        .route("/api/v1/calls/{call}/schema", get(schema))
        .route(
            "/api/v1/calls/{call}/assessments",
            post_soon(assess_at_once, assess),
        )
        .route("/api/v1/calls/{call}/next-question", post(next))
        .route("/api/v1/calls/{call}/changes", post(changes))
}

fn description(_: &App, _: &Asked) -> Response {
    ok("application/json", DESCRIPTION.to_owned())
}

fn calls(app: &App, _: &Asked) -> Response {
    let calls = app.shelf.calls();
    let lines: Vec<Json> = calls
        .all()
        .map(|served| describe::line(served, app.config.as_of))
        .collect();
    ok("application/json", json!({"calls": lines}).to_string())
}

fn call(app: &App, asked: &Asked) -> Response {
    with_call(app, asked, |served| {
        let described = describe::whole(served, app.config.as_of);
        ok("application/json", described.to_string())
    })
}

fn schema(app: &App, asked: &Asked) -> Response {
    with_call(app, asked, |served| {
        let condition = |it: &Expr| served.sources.slice(it.span).to_owned();
        let language = language::preferred(&asked.parts.headers);
        let text = json_schema(&served.call, language, &condition);
        let Ok(mut schema) = serde_json::from_str::<Json>(&text) else {
            return Trouble::Ours.into_response();
        };
        // Whoever asks what would be has no proposal yet, and so no id.
        if let Some(fields) = schema.as_object_mut() {
            fields.shift_remove("required");
            fields.insert("description".to_owned(), answers_text(language).into());
        }
        ok("application/schema+json", schema.to_string())
    })
}

/// Says what the schema is of, and what stands for what has no answer.
fn answers_text(language: Language) -> &'static str {
    match language {
        Language::Italian => {
            "Le risposte di chi potrebbe presentare domanda, fin dove arrivano. `null` vale «non so», e non si chiede più; un campo che manca non ha ancora risposta."
        }
        Language::English => {
            "The answers of somebody who may apply, as far as they go. `null` is \"I don't know\", and is not asked again; a field that is missing has not been answered yet."
        }
    }
}

fn assess(app: &App, asked: &Asked) -> Response {
    let Some(depth) = depth(asked) else {
        return problem::no_depth();
    };
    with_answers(app, asked, |sent| {
        let judged = judge(&sent.served.precheck, &sent.answers, depth);
        assessed(app, sent, &judged)
    })
}

/// Does the same where that takes but little.
fn assess_at_once(app: &App, asked: &Asked) -> Option<Response> {
    let depth = depth(asked)?;
    let sent = sent(app, asked).ok()?;
    let judged = judge_at_once(&sent.served.precheck, &sent.answers, depth)?;
    Some(assessed(app, &sent, &judged))
}

fn assessed(app: &App, sent: &Sent, judged: &Judged) -> Response {
    let outline = outline(app, sent, &judged.outlook);
    let (call, frames) = (&sent.served.call, &sent.served.frames);
    let answer = frames.assessment(call, &outline, judged, &sent.answers);
    ok("application/json", answer)
}

fn next(app: &App, asked: &Asked) -> Response {
    let Some(depth) = depth(asked) else {
        return problem::no_depth();
    };
    with_answers(app, asked, |sent| {
        let outlook = outlook(&sent.served.precheck, &sent.answers, depth);
        let answer = outline(app, sent, &outlook);
        ok("application/json", answer.to_string())
    })
}

fn changes(app: &App, asked: &Asked) -> Response {
    with_answers(app, asked, |sent| {
        let changes = sent.served.precheck.changes(&sent.answers);
        ok(
            "application/json",
            changes_json(&sent.served.call, &changes),
        )
    })
}

/// Returns how far the questions are to go on, if it is said in a word there is.
fn depth(asked: &Asked) -> Option<Depth> {
    let query = asked.parts.uri.query().unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    match pairs.find(|(name, _)| name == "depth") {
        None => Some(Depth::Verdict),
        Some((_, value)) => match &*value {
            "verdict" => Some(Depth::Verdict),
            "every_reason" => Some(Depth::EveryReason),
            _ => None,
        },
    }
}

/// Returns the verdict, by which rules, and what to ask next.
fn outline(app: &App, sent: &Sent, outlook: &Outlook) -> Json {
    let served = &*sent.served;
    let reception = reception(&served.call, app.config.as_of);
    let facts = sent.answers.facts();
    let mut pairs = served.call.facts.iter().zip(facts);
    let idle = if pairs.any(|(fact, value)| fact.when.is_some() && value.is_some()) {
        not_applicable(&served.call, FileKind::Json, &proposal(facts))
    } else {
        Vec::new()
    };
    let left_out = sent.left_out.iter();
    let left_out = left_out.filter_map(|id| served.call.facts.get(id.index()));
    let notices = idle.iter().map(problem::notice);
    let notices: Vec<Json> = notices.chain(left_out.map(problem::left_out)).collect();
    let by_answers = outlook.verdict.code();
    // Whoever looks at one word only must not read that a proposal may still be sent.
    let verdict = match reception {
        Reception::Closed => reception.code(),
        _ => by_answers,
    };
    json!({
        "call": served.id(),
        "digest": served.digest,
        "as_of": served.call.counting_date.map(|it| it.to_string()),
        "reception": reception.code(),
        "closes": served.call.closes.map(|it| it.to_string()),
        "verdict": verdict,
        "verdict_by_answers": by_answers,
        "doubt": outlook.doubt.map(Doubt::code),
        "next_question": outlook.ask.as_ref().map(|it| describe::question(served, it)),
        "notices": notices,
        "legal_value": false,
    })
}

fn with_call(app: &App, asked: &Asked, answer: impl FnOnce(&ServedCall) -> Response) -> Response {
    match served(app, asked) {
        Some(served) => answer(&served),
        None => Trouble::NotFound.into_response(),
    }
}

/// Returns the call that stands in the address.
fn served(app: &App, asked: &Asked) -> Option<Arc<ServedCall>> {
    let id = asked.parts.uri.path().split('/').nth(4)?;
    let id = pages::unescaped(id);
    app.shelf.calls().get(&id).map(Arc::clone)
}

/// What a program sent.
struct Sent {
    served: Arc<ServedCall>,
    answers: Answers,
    /// What is not the applicant's to state.
    left_out: Vec<FactId>,
}

fn with_answers(app: &App, asked: &Asked, answer: impl FnOnce(&Sent) -> Response) -> Response {
    match sent(app, asked) {
        Ok(sent) => answer(&sent),
        Err(response) => response,
    }
}

/// Reads the answers in the body of a request.
fn sent(app: &App, asked: &Asked) -> Result<Sent, Response> {
    let served = served(app, asked).ok_or_else(|| Trouble::NotFound.into_response())?;
    let kind = asked.parts.headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|it| it.to_str().ok()).unwrap_or_default();
    if !is_utf_8(kind, "application/json") {
        return Err(problem::not_json(kind));
    }
    let facts = served.reader.read(&asked.body);
    let facts = facts.map_err(|row| problem::faults(&row.diagnostics))?;
    let (facts, left_out) = own(&served.call, facts);
    let mut answers = Answers::of(facts);
    answers.do_not_know_named(&served.call, &nulls(&asked.body));
    Ok(Sent {
        served,
        answers,
        left_out,
    })
}

fn ok(kind: &'static str, body: String) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, kind)], body).into_response()
}
