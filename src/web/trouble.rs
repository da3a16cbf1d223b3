//! What goes wrong with a request as a whole: said in a page, or in JSON where a program asks.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::language;
use super::pages;
use crate::text::{Language, Text};

/// What goes wrong with a request as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nothing is at this address.
    NotFound,
    /// Not with this method.
    NotSo,
    /// The body is too large.
    TooLarge,
    /// It took too long to come, or to answer.
    TooSlow,
    /// This address asks too often.
    TooOften,
    /// The server has too much to do.
    Busy,
    /// The form is none of ours.
    BadForm,
    /// The answers in the address are none of ours.
    BadLink,
    /// The body is no form of the kind that pages send.
    NoForm,
    /// A fault of the program.
    Ours,
}

impl IntoResponse for Trouble {
    /// Returns a response that the guard puts into words.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl Trouble {
    /// Returns what puts trouble with this request into words.
    pub(super) fn teller(
        request: &Request,
        id: &str,
    ) -> Arc<dyn Fn(Self) -> Response + Send + Sync> {
        let path = request.uri().path();
        let program = path.starts_with("/api/");
        let language = match path.get(..4) {
            Some("/it/") => Language::Italian,
            Some("/en/") => Language::English,
            _ => language::preferred(request.headers()),
        };
        let id = id.to_owned();
        let call = pages::call_above(path);
        Arc::new(move |trouble| trouble.told(program, language, &id, call.as_deref()))
    }

    fn told(self, program: bool, language: Language, id: &str, call: Option<&str>) -> Response {
        let (title, detail) = self.words();
        let mut response = if program {
            let mut problem = json!({
                "type": format!("urn:bando:problem:{}", self.code()),
                "title": title.get(Language::English),
                "status": self.status().as_u16(),
                "detail": detail.get(Language::English),
            });
            if self == Self::Ours
                && let Some(fields) = problem.as_object_mut()
            {
                fields.insert(
                    "instance".to_owned(),
                    format!("urn:bando:request:{id}").into(),
                );
            }
            let kind = [(header::CONTENT_TYPE, "application/problem+json")];
            (self.status(), kind, problem.to_string()).into_response()
        } else {
            let id = (self == Self::Ours).then_some(id);
            let unreadable = matches!(self, Self::BadForm | Self::BadLink | Self::NoForm);
            let call = call.filter(|_| unreadable);
            let page = pages::trouble(
                language,
                title.get(language),
                detail.get(language),
                id,
                call,
            );
            (self.status(), page).into_response()
        };
        if matches!(self, Self::Busy | Self::TooOften) {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
        }
        response
    }

    fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotSo => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooOften => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::BadForm | Self::BadLink => StatusCode::BAD_REQUEST,
            Self::NoForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Ours => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::NotSo => "method-not-allowed",
            Self::TooLarge => "too-large",
            Self::TooSlow => "too-slow",
            Self::TooOften => "too-often",
            Self::Busy => "busy",
            Self::BadForm => "bad-form",
            Self::BadLink => "bad-link",
            Self::NoForm => "media-type",
            Self::Ours => "internal",
        }
    }

    fn words(self) -> (Text, Text) {
        let (it, en, more_it, more_en) = match self {
            Self::NotFound => (
                "Pagina non trovata",
                "Page not found",
                "A questo indirizzo non c'è nulla. L'avviso può essere stato tolto.",
                "There is nothing at this address. The call may have been taken away.",
            ),
            Self::NotSo => (
                "Richiesta non ammessa",
                "Method not allowed",
                "Questo indirizzo non accetta richieste di questo tipo.",
                "This address does not take requests of this kind.",
            ),
            Self::TooLarge => (
                "Richiesta troppo grande",
                "Request too large",
                "Le risposte sono più lunghe di quanto il servizio accetti: accorciare i testi o gli elenchi.",
                "The answers are longer than the service accepts: shorten texts or lists.",
            ),
            Self::TooSlow => (
                "Richiesta scaduta",
                "Request timed out",
                "La richiesta non è arrivata intera in tempo, o la risposta è durata troppo. Riprovare.",
                "The request did not arrive whole in time, or the answer took too long. Try again.",
            ),
            Self::TooOften => (
                "Troppe richieste",
                "Too many requests",
                "Da questo indirizzo arrivano troppe richieste: aspettare qualche secondo e riprovare.",
                "Too many requests come from this address: wait a few seconds and try again.",
            ),
            Self::Busy => (
                "Servizio occupato",
                "Service busy",
                "In questo momento le richieste sono troppe: aspettare qualche secondo e riprovare.",
                "There are too many requests just now: wait a few seconds and try again.",
            ),
            Self::BadForm => (
                "Modulo non leggibile",
                "Unreadable form",
                "Il modulo inviato non è quello di questa pagina: tornare alla scheda dell'avviso e ricominciare la verifica.",
                "The form sent is not that of this page: go back to the page of the call and start the check again.",
            ),
            Self::BadLink => (
                "Collegamento non leggibile",
                "Unreadable link",
                "Le risposte in questo collegamento non si possono leggere: può essere stato copiato solo in parte. Copiarlo di nuovo per intero, o ricominciare la verifica dalla scheda dell'avviso.",
                "The answers in this link cannot be read: it may have been copied in part only. Copy it again whole, or start the check again from the page of the call.",
            ),
            Self::NoForm => (
                "Modulo di un altro tipo",
                "Form of another kind",
                "Il modulo è stato inviato in un altro formato: serve `application/x-www-form-urlencoded` in UTF-8, che usano le pagine di questo servizio. Tornare alla scheda dell'avviso e ricominciare la verifica.",
                "The form was sent in another format: `application/x-www-form-urlencoded` in UTF-8 is needed, which the pages of this service use. Go back to the page of the call and start the check again.",
            ),
            Self::Ours => (
                "Errore del servizio",
                "Fault of the service",
                "Il servizio ha un difetto. Le risposte non sono state conservate: si può riprovare.",
                "The service has a fault. The answers were not kept: you may try again.",
            ),
        };
        (Text::new(it, en), Text::new(more_it, more_en))
    }
}
