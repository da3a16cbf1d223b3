//! The style sheet and the letters of the pages, part of the program.

use std::sync::OnceLock;

use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use super::super::trouble::Trouble;
use super::super::{App, Asked};
use crate::source::digest;

const STYLE: &str = include_str!("../../../web/style/bando.css");
const REGULAR: &[u8] = include_bytes!("../../../web/style/titillium-web-regular.woff2");
const SEMIBOLD: &[u8] = include_bytes!("../../../web/style/titillium-web-600.woff2");

/// Returns the address of the style sheet: another one whenever it changes, so that it may be kept.
pub(super) fn address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| {
        let digest = digest(STYLE.as_bytes());
        format!("/static/{}.css", digest.get(..16).unwrap_or_default())
    })
}

pub(super) fn show(_: &App, asked: &Asked) -> Response {
    let path = asked.parts.uri.path();
    let (kind, bytes) = match path {
        "/static/titillium-web-regular.woff2" => ("font/woff2", REGULAR),
        "/static/titillium-web-600.woff2" => ("font/woff2", SEMIBOLD),
        path if path == address() => ("text/css; charset=utf-8", STYLE.as_bytes()),
        _ => return Trouble::NotFound.into_response(),
    };
    let kept = "public, max-age=31536000, immutable";
    (
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept)],
        bytes,
    )
        .into_response()
}
