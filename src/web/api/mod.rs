//! What programs ask: JSON in, JSON out, and every fault at its place.

mod describe;
mod problem;

use std::sync::Arc;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value as Json, json};

use super::calls::ServedCall;
use super::pages;
use super::trouble::Trouble;
use super::verdict::{Judged, judge};
use super::{App, Asked, get, language, post};
use crate::assessment::Stage;
use crate::call::Expr;
use crate::facts::read_answers;
use crate::facts::schema::json_schema;
use crate::precheck::Answers;
use crate::report::assessment_json;

/// The description of this interface, in the form of `OpenAPI` 3.1.
const DESCRIPTION: &str = include_str!("openapi.json");

/// Returns what answers at the addresses of the interface.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/openapi.json", get(description))
        .route("/api/v1/calls", get(calls))
        .route("/api/v1/calls/{call}", get(call))
        .route("/api/v1/calls/{call}/schema", get(schema))
        .route("/api/v1/calls/{call}/assessments", post(assess))
        .route("/api/v1/calls/{call}/next-question", post(next))
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
        }
        ok("application/schema+json", schema.to_string())
    })
}

fn assess(app: &App, asked: &Asked) -> Response {
    with_answers(app, asked, |served, answers| {
        let judged = judge(&served.precheck, answers);
        let mut answer = outline(served, &judged);
        let assessment = assessment_json(&served.call, Stage::PreCheck, &judged.assessment);
        let Ok(Json::Object(mut assessment)) = serde_json::from_str(&assessment) else {
            return Trouble::Ours.into_response();
        };
        let requirements = assessment.remove("requirements");
        if let Some(fields) = answer.as_object_mut() {
            let requirements = describe::with_standings(requirements, &judged, &served.call);
            fields.insert("requirements".to_owned(), requirements);
        }
        ok("application/json", answer.to_string())
    })
}

fn next(app: &App, asked: &Asked) -> Response {
    with_answers(app, asked, |served, answers| {
        let judged = judge(&served.precheck, answers);
        let answer = outline(served, &judged);
        ok("application/json", answer.to_string())
    })
}

/// Returns the verdict, by which rules, and what to ask next.
fn outline(served: &ServedCall, judged: &Judged) -> Json {
    json!({
        "call": served.id(),
        "digest": served.digest,
        "as_of": served.call.counting_date.map(|it| it.to_string()),
        "verdict": judged.verdict.code(),
        "next_question": judged.ask.as_ref().map(|it| describe::question(served, it)),
        "legal_value": false,
    })
}

fn with_call(app: &App, asked: &Asked, answer: impl FnOnce(&ServedCall) -> Response) -> Response {
    let id = asked.parts.uri.path().split('/').nth(4);
    let id = id.map(pages::unescaped);
    let calls = app.shelf.calls();
    match id.and_then(|id| calls.get(&id)) {
        Some(served) => answer(served),
        None => Trouble::NotFound.into_response(),
    }
}

/// Reads the answers in the body of a request.
fn with_answers(
    app: &App,
    asked: &Asked,
    answer: impl FnOnce(&ServedCall, &Answers) -> Response,
) -> Response {
    with_call(app, asked, |served| {
        let kind = asked.parts.headers.get(header::CONTENT_TYPE);
        let kind = kind.and_then(|it| it.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return problem::not_json(kind);
        }
        match read_answers(&served.call, &asked.body) {
            Ok(facts) => answer(served, &Answers::of(facts)),
            Err(row) => problem::faults(&row.diagnostics),
        }
    })
}

fn ok(kind: &'static str, body: String) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, kind)], body).into_response()
}
