//! The pre-check on the web: pages for applicants, an API for programs. Nothing is kept.
//!
//! [`serve`] runs until it is told to stop. What an applicant answers travels in the form, or in
//! the body of a request, and back; it stands in no log, no count and no file.

mod api;
mod calls;
mod carried;
mod config;
mod connections;
mod guard;
mod input;
mod language;
mod listener;
mod media_type;
mod metrics;
mod pages;
mod pool;
mod serving;
mod trouble;
mod verdict;

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{self, MethodRouter};
use axum::{Router, middleware};
use http_body_util::LengthLimitError;
use serde_json::json;

use calls::Shelf;
use connections::Connections;
use guard::Rate;
use metrics::Metrics;
use pool::{NotDone, Pool};
use trouble::Trouble;

pub use calls::ServedCall;
pub use config::{Config, ConfigError, Limits};
pub use serving::{Loader, ServeError, serve};

/// What every request may look at.
#[derive(Debug)]
struct App {
    config: Config,
    shelf: Shelf,
    pool: Pool,
    rate: Rate,
    metrics: Metrics,
}

impl App {
    fn new(config: Config, calls: Vec<ServedCall>) -> Self {
        let limits = &config.limits;
        Self {
            shelf: Shelf::new(calls, config.as_of),
            pool: Pool::new(limits.working, limits.waiting),
            rate: guard::rate(limits),
            metrics: Metrics::default(),
            config,
        }
    }
}

/// Returns what answers requests.
fn router(app: &Arc<App>) -> Router {
    let routes = pages::routes()
        .merge(api::routes())
        .route("/status", routing::get(status))
        .fallback(async || Trouble::NotFound)
        .method_not_allowed_fallback(async || Trouble::NotSo);
    guarded(routes, app)
}

fn guarded(routes: Router<Arc<App>>, app: &Arc<App>) -> Router {
    routes
        .layer(middleware::from_fn_with_state(
            Arc::clone(app),
            guard::guard,
        ))
        .with_state(Arc::clone(app))
}

/// Returns what answers those who ask for the counts.
fn metrics_router(app: &Arc<App>, connections: &Arc<Connections>) -> Router {
    let (app, connections) = (Arc::clone(app), Arc::clone(connections));
    let answer = async move || {
        let kind = [("content-type", "text/plain; version=0.0.4; charset=utf-8")];
        (kind, app.metrics.text(connections.open())).into_response()
    };
    Router::new().route("/metrics", routing::get(answer))
}

/// Says that the server is up, and which rules it serves.
async fn status(State(app): State<Arc<App>>) -> Response {
    let calls = app.shelf.calls();
    let calls: Vec<_> = calls
        .all()
        .map(|it| json!({"id": it.id(), "digest": it.digest}))
        .collect();
    let status = json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "calls": calls,
    });
    ([("content-type", "application/json")], status.to_string()).into_response()
}

/// A request with its whole body.
struct Asked {
    parts: Parts,
    body: Bytes,
}

/// No longer body is answered at once, in bytes.
const LITTLE: usize = 4_096;

/// What answers a request.
type Answer = fn(&App, &Asked) -> Response;
/// What answers a request where that takes but little.
type AnswerAtOnce = fn(&App, &Asked) -> Option<Response>;

/// Returns a route on which `answer` works on a thread of the pool, once the whole request is
/// there.
fn get(answer: Answer) -> MethodRouter<Arc<App>> {
    routing::get(move |State(app): State<Arc<App>>, request: Request| {
        respond(app, request, None, answer)
    })
}

/// Does the same for what is sent.
fn post(answer: Answer) -> MethodRouter<Arc<App>> {
    routing::post(move |State(app): State<Arc<App>>, request: Request| {
        respond(app, request, None, answer)
    })
}

/// Does the same, but has `soon` answer on this thread what it can: handing a request to another
/// takes longer than answering most.
fn post_soon(soon: AnswerAtOnce, answer: Answer) -> MethodRouter<Arc<App>> {
    routing::post(move |State(app): State<Arc<App>>, request: Request| {
        respond(app, request, Some(soon), answer)
    })
}

async fn respond(
    app: Arc<App>,
    request: Request,
    soon: Option<AnswerAtOnce>,
    answer: Answer,
) -> Response {
    let (parts, body) = request.into_parts();
    let limits = &app.config.limits;
    let announced = parts.headers.get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|it| it.to_str().ok()?.parse::<u64>().ok());
    let most = u64::try_from(limits.body_bytes).unwrap_or(u64::MAX);
    if announced.is_some_and(|it| it > most) {
        // Nobody need send what is not taken.
        return Trouble::TooLarge.into_response();
    }
    let body = match whole(body, app.config.limits.body_bytes).await {
        Ok(body) => body,
        Err(trouble) => return trouble.into_response(),
    };
    let asked = Asked { parts, body };
    let soon = soon.filter(|_| asked.body.len() <= LITTLE);
    if let Some(response) = soon.and_then(|soon| app.pool.at_once(|| soon(&app, &asked))) {
        return response;
    }
    let work = {
        let app = Arc::clone(&app);
        move || answer(&app, &asked)
    };
    match app.pool.run(work).await {
        Ok(response) => response,
        Err(NotDone::Busy) => Trouble::Busy.into_response(),
        Err(NotDone::Panicked) => Trouble::Ours.into_response(),
    }
}

async fn whole(body: Body, most: usize) -> Result<Bytes, Trouble> {
    match to_bytes(body, most).await {
        Ok(bytes) => Ok(bytes),
        Err(error) => {
            let source = std::error::Error::source(&error);
            let too_large = source.is_some_and(<dyn std::error::Error>::is::<LengthLimitError>);
            Err(if too_large {
                Trouble::TooLarge
            } else {
                Trouble::BadForm
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use hyper::service::Service as _;
    use hyper_util::service::TowerToHyperService;

    use super::*;

    /// Asks a server on which `/broken` is broken.
    async fn ask(path: &str) -> (u16, String) {
        let app = Arc::new(App::new(Config::default(), Vec::new()));
        let routes = Router::new()
            .route("/broken", get(|_, _| panic!("on purpose")))
            .route("/api/v1/broken", get(|_, _| panic!("on purpose")))
            .route("/status", routing::get(status));
        let service = TowerToHyperService::new(guarded(routes, &app));
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = service.call(request).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 100_000).await.unwrap();
        (status, String::from_utf8(body.into()).unwrap())
    }

    #[tokio::test]
    async fn a_panic_is_one_answer_with_an_id() {
        let (status, body) = ask("/broken").await;
        assert_eq!(status, 500);
        assert!(
            body.contains("Errore del servizio") && body.contains("<code>"),
            "{body}"
        );
        assert!(!body.contains("on purpose"), "{body}");
        let (status, body) = ask("/api/v1/broken").await;
        assert_eq!(status, 500);
        assert!(body.contains("urn:bando:request:"), "{body}");
        assert_eq!(ask("/status").await.0, 200);
    }

    /// Sends a request over a connection of its own, and returns what came back.
    fn sent(address: std::net::SocketAddr, path: &str) -> String {
        use std::io::{Read as _, Write as _};
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_request_that_panics_is_answered_and_the_server_lives() {
        let app = Arc::new(App::new(Config::default(), Vec::new()));
        let broken = async |_: State<Arc<App>>| -> Response { panic!("on purpose") };
        let routes = Router::new()
            .route("/broken", get(|_, _| panic!("on purpose")))
            .route("/broken-at-once", routing::get(broken))
            .route("/status", routing::get(status));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Connections::new(16, 16);
        let guarded = guarded(routes, &app);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = tokio::spawn(listener::serve(
            Arc::clone(&app),
            listener,
            guarded,
            connections,
            async move {
                let _ = stopped.await;
            },
        ));
        let asked = tokio::task::spawn_blocking(move || {
            ["/broken", "/broken-at-once", "/status"].map(|path| sent(address, path))
        });
        let [worked_on, at_once, after] = asked.await.unwrap();
        for answer in [worked_on, at_once] {
            assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
            assert!(answer.contains("x-request-id: "), "{answer}");
            assert!(!answer.contains("on purpose"), "{answer}");
        }
        assert!(after.starts_with("HTTP/1.1 200 "), "{after}");
        stop.send(()).unwrap();
        server.await.unwrap();
    }
}
