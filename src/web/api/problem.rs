//! What is wrong with a body, as a problem in JSON (RFC 9457).

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value as Json, json};

use crate::call::{Fact, Supplier};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::text::Text;

/// Returns everything that is wrong with the answers, each fault at its JSON pointer. What is no
/// JSON in UTF-8 at all is the request's fault (400), anything else the answers' (422).
pub(super) fn faults(diagnostics: &[Diagnostic]) -> Response {
    let malformed = diagnostics.iter().any(|it| {
        matches!(
            it.code,
            Code::MalformedRecord | Code::TooDeep | Code::InvalidEncoding
        )
    });
    let status = if malformed {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let kind = if malformed { "not-json" } else { "answers" };
    let errors: Vec<Json> = diagnostics.iter().map(fault).collect();
    respond(
        status,
        &json!({
            "type": format!("urn:bando:problem:{kind}"),
            "title": if malformed {
                "The body is no JSON object"
            } else {
                "Some answers cannot be taken"
            },
            "status": status.as_u16(),
            "detail": "Every fault is named under `errors`, with its place in the body: a pointer counts the items of a list from 0, a message from 1.",
            "errors": errors,
        }),
    )
}

fn fault(diagnostic: &Diagnostic) -> Json {
    let place = match &diagnostic.primary.place {
        Place::Data(place) => Some(place),
        Place::Rules(_) => None,
    };
    let pointer = place.and_then(|it| it.pointer.clone());
    json!({
        "pointer": pointer.unwrap_or_default(),
        "line": place.and_then(|it| it.line),
        "code": diagnostic.code.as_str(),
        "message": words(&diagnostic.message),
        "hint": diagnostic.hint.as_ref().map(words),
    })
}

/// Returns what is to be known of an answer that is taken all the same.
pub(super) fn notice(diagnostic: &Diagnostic) -> Json {
    let pointer = match &diagnostic.primary.place {
        Place::Data(place) => place.pointer.clone(),
        Place::Rules(_) => None,
    };
    json!({
        "pointer": pointer.unwrap_or_default(),
        "code": diagnostic.code.as_str(),
        "message": words(&diagnostic.message),
        "hint": diagnostic.hint.as_ref().map(words),
    })
}

/// Returns that a fact was sent which is not the applicant's to state.
pub(super) fn left_out(fact: &Fact) -> Json {
    let (it, en) = match fact.supplier {
        Supplier::Commission => (
            "lo giudica la commissione",
            "is for the commission to judge",
        ),
        _ => ("lo accertano gli uffici", "is for the office to find"),
    };
    let name = &fact.name;
    json!({
        "pointer": format!("/{}", name.replace('.', "/")),
        "code": "not-for-the-applicant",
        "message": words(&Text::new(
            format!("`{name}` {it}: il valore non conta"),
            format!("`{name}` {en}: the value does not count"),
        )),
        "hint": words(&Text::new(
            "togliere il valore: la verifica guarda ciò che vale comunque lo si accerti",
            "leave the value out: the pre-check looks at what holds however it turns out",
        )),
    })
}

fn words(text: &Text) -> Json {
    json!({"it": text.it, "en": text.en})
}

/// Says that the body has to be JSON in UTF-8.
pub(super) fn not_json(kind: &str) -> Response {
    let kind: String = kind.chars().take(80).collect();
    let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    respond(
        status,
        &json!({
            "type": "urn:bando:problem:media-type",
            "title": "The body is of another kind",
            "status": status.as_u16(),
            "detail": format!("`application/json` in UTF-8 is needed, not `{kind}`."),
        }),
    )
}

/// Says which depths there are.
pub(super) fn no_depth() -> Response {
    let status = StatusCode::BAD_REQUEST;
    respond(
        status,
        &json!({
            "type": "urn:bando:problem:parameter",
            "title": "A parameter cannot be taken",
            "status": status.as_u16(),
            "detail": "`depth` is `verdict` or `every_reason`.",
        }),
    )
}

fn respond(status: StatusCode, problem: &Json) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (status, kind, problem.to_string()).into_response()
}
