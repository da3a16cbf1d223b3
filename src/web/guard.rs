//! What stands before every request: how often one may ask, how long an answer may take, what
//! every answer says about itself, and what is written down about it.

use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use super::App;
use super::config::{Config, Limits, milliseconds};
use super::connections::network;
use super::trouble::Trouble;

/// Whose connection a request came by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

/// Nothing but our own style is loaded, and nothing is run.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; \
    img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// How often each address may ask.
pub(super) type Rate = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>;

/// More addresses than this are not kept: those that have not asked for long are forgotten.
const MOST_ADDRESSES: usize = 100_000;

pub(super) fn rate(limits: &Limits) -> Rate {
    let at_least_one = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::per_second(at_least_one(limits.requests_per_second));
    RateLimiter::hashmap(quota.allow_burst(at_least_one(limits.burst)))
}

/// Stands before every request.
pub(super) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id();
    let method = request.method().clone();
    // The pattern, never the address: that may hold answers.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none", MatchedPath::as_str)
        .to_owned();
    let trouble_of = Trouble::teller(&request, &id);
    let mut response = if may_ask(&app, &request) {
        let limit = milliseconds(app.config.limits.request_ms);
        match tokio::time::timeout(limit, caught(next.run(request))).await {
            Ok(Ok(response)) => response,
            Ok(Err(Panicked)) => Trouble::Ours.into_response(),
            Err(_) => trouble_of(Trouble::TooSlow).into_response(),
        }
    } else {
        trouble_of(Trouble::TooOften).into_response()
    };
    if let Some(trouble) = response.extensions_mut().remove::<Trouble>() {
        if trouble == Trouble::Ours {
            app.metrics.panicked();
        }
        response = trouble_of(trouble).into_response();
    }
    describe(response.headers_mut(), &id);
    let status = response.status();
    if closes(status) {
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let took = started.elapsed();
    app.metrics.answered(&route, status.as_u16(), took);
    let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    tracing::info!(
        %id, %method, route, status = status.as_u16(), microseconds, "request answered"
    );
    response
}

/// A fault of the program, in answering one request.
struct Panicked;

/// Does what `future` does; where that panics, only it ends.
async fn caught<T>(future: impl Future<Output = T>) -> Result<T, Panicked> {
    let mut future = std::pin::pin!(future);
    let poll = |context: &mut Context<'_>| {
        let polled = panic::catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        match polled {
            Ok(polled) => polled.map(Ok),
            Err(_) => Poll::Ready(Err(Panicked)),
        }
    };
    std::future::poll_fn(poll).await
}

/// Tells whether the rest of such a request may still be on its way.
fn closes(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::REQUEST_TIMEOUT
            | StatusCode::TOO_MANY_REQUESTS
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::INTERNAL_SERVER_ERROR
    )
}

fn may_ask(app: &App, request: &Request) -> bool {
    let Some(Peer(peer)) = request.extensions().get::<Peer>().copied() else {
        return true;
    };
    if app.rate.len() > MOST_ADDRESSES {
        app.rate.retain_recent();
    }
    let asking = network(asking(&app.config, peer, request.headers()));
    app.rate.check_key(&asking).is_ok()
}

/// Returns who asks: the peer, or where that is a trusted proxy the last address before the
/// trusted ones in `X-Forwarded-For`. What stands further left anybody may have written.
fn asking(config: &Config, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let mut asking = peer.to_canonical();
    let forwarded: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in forwarded.iter().rev() {
        if !config.trusted_proxies.contains(&asking) {
            break;
        }
        let Ok(before) = hop.trim().parse::<IpAddr>() else {
            break;
        };
        asking = before.to_canonical();
    }
    asking
}

/// Says about an answer who may keep it, and what it may load.
fn describe(headers: &mut HeaderMap, id: &str) {
    let mut says = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    says(header::CACHE_CONTROL, "no-store");
    says(header::VARY, "accept-language");
    says(header::CONTENT_SECURITY_POLICY, POLICY);
    says(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    says(header::REFERRER_POLICY, "no-referrer");
    says(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    says(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert("x-request-id", id);
    }
}

/// Returns an id that tells one request from the others and says nothing else.
fn request_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{:016x}", RandomState::new().hash_one(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_hops_are_believed() {
        let config = Config {
            trusted_proxies: vec!["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()],
            ..Config::default()
        };
        let asks = |peer: &str, forwarded: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            asking(&config, peer.parse().unwrap(), &headers).to_string()
        };
        assert_eq!(asks("192.0.2.7", "198.51.100.1"), "192.0.2.7");
        assert_eq!(asks("10.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(asks("10.0.0.1", "6.6.6.6, 198.51.100.1"), "198.51.100.1");
        assert_eq!(
            asks("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2"),
            "198.51.100.1"
        );
        assert_eq!(asks("10.0.0.1", "nonsense"), "10.0.0.1");
    }
}
