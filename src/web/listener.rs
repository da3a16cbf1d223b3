//! The accept loop: every connection is bounded in time and number.
//!
//! axum's own `serve` waits for ever for the head of a request; here the first byte, the head and
//! the whole connection have their terms.

use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

use super::App;
use super::config::{Limits, milliseconds};
use super::connections::{Connections, Place};
use super::guard::Peer;

/// What is sent to a connection for which there is no place.
const NO_PLACE: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\n\
    content-type: text/plain; charset=utf-8\r\ncache-control: no-store\r\n\
    content-length: 52\r\nconnection: close\r\n\r\n\
    Troppe connessioni, riprovare. Too many connections.";
/// So many that are turned away are told so at once; the others are closed without a word.
const TOLD: usize = 256;
/// How long one that is turned away is listened to, so that it hears the answer.
const LINGER: Duration = Duration::from_millis(500);

/// Serves `router` until `stop` is done, then gives what is under way its time to end.
pub(super) async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    router: Router,
    connections: Arc<Connections>,
    stop: impl Future<Output = ()>,
) {
    let limits = app.config.limits.clone();
    let graceful = GracefulShutdown::new();
    let (stopping, stopped) = watch::channel(false);
    let told = Arc::new(Semaphore::new(TOLD));
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of file handles, most likely: those in use have to end first.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        app.metrics.connected();
        let peer = peer.ip().to_canonical();
        let trusted = app.config.trusted_proxies.contains(&peer);
        let Some(place) = connections.take(peer, trusted) else {
            app.metrics.turned_away();
            if let Ok(permit) = Arc::clone(&told).try_acquire_owned() {
                tokio::spawn(async move {
                    turn_away(stream).await;
                    drop(permit);
                });
            }
            continue;
        };
        let connection = Connection {
            stream,
            peer,
            place,
            router: router.clone(),
            limits: limits.clone(),
        };
        let watcher = graceful.watcher();
        let mut stopped = stopped.clone();
        tokio::spawn(async move {
            let first = milliseconds(connection.limits.first_byte_ms);
            let begun = tokio::select! {
                begun = timeout(first, connection.has_begun()) => begun.unwrap_or(false),
                _ = stopped.changed() => false,
            };
            if begun {
                connection.serve(watcher).await;
            }
        });
    }
    drop(listener);
    let _ = stopping.send(true);
    let drain = milliseconds(limits.drain_ms);
    if timeout(drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections were still open at the end of their time");
    }
}

struct Connection {
    stream: TcpStream,
    peer: IpAddr,
    place: Place,
    router: Router,
    limits: Limits,
}

impl Connection {
    /// Waits for the first byte.
    async fn has_begun(&self) -> bool {
        let mut byte = [0];
        matches!(self.stream.peek(&mut byte).await, Ok(1))
    }

    /// Answers requests until either side has had enough; `watcher` says when to stop.
    async fn serve(self, watcher: Watcher) {
        let (router, peer) = (self.router, Peer(self.peer));
        let handler = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            TowerToHyperService::new(router.clone()).call(request)
        });
        let http = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(milliseconds(self.limits.header_ms))
            .max_buf_size(self.limits.header_bytes)
            .max_headers(self.limits.headers)
            .half_close(false)
            .serve_connection(TokioIo::new(self.stream), handler);
        let life = milliseconds(self.limits.connection_ms);
        // What goes wrong on one connection is its peer's trouble; requests are logged elsewhere.
        let _ = timeout(life, watcher.watch(http)).await;
        drop(self.place);
    }
}

/// Says that there is no place, and waits a little for the peer to hear it.
async fn turn_away(mut stream: TcpStream) {
    let told = async {
        stream.write_all(NO_PLACE).await?;
        stream.shutdown().await?;
        let mut rest = [0; 1024];
        while stream.read(&mut rest).await? > 0 {}
        Ok::<(), std::io::Error>(())
    };
    let _ = timeout(LINGER, told).await;
}
