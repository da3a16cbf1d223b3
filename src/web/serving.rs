//! The server from start to stop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::time::timeout;

use super::connections::Connections;
use super::{App, Config, ServedCall, listener, metrics_router, router};

/// Reading the rules again takes no longer than this.
const LOADING: Duration = Duration::from_secs(30);

/// Reads and checks all rule files anew: the calls, or what is wrong with them, in words for the
/// log.
pub type Loader = Box<dyn Fn() -> Result<Vec<ServedCall>, Vec<String>> + Send + Sync>;

/// Why a server could not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// An address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The system does not let the server run.
    #[error("cannot run")]
    System(#[from] io::Error),
}

/// Serves `calls` until SIGTERM or SIGINT, then gives requests under way their time to end. On
/// SIGHUP `load` reads all rule files again; only if every one of them is right do they take the
/// place of those served. `ready` is told where the server listens.
///
/// # Errors
/// Where an address cannot be listened on, or the system gives no threads or signals.
pub fn serve(
    config: Config,
    calls: Vec<ServedCall>,
    load: Loader,
    ready: impl FnOnce(SocketAddr, Option<SocketAddr>),
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let served = runtime.block_on(run(config, calls, load, ready));
    // Work that is still under way answers nobody any more, and must not hold the stop up.
    runtime.shutdown_background();
    served
}

async fn run(
    config: Config,
    calls: Vec<ServedCall>,
    load: Loader,
    ready: impl FnOnce(SocketAddr, Option<SocketAddr>),
) -> Result<(), ServeError> {
    let limits = config.limits.clone();
    let pages = listen(config.listen).await?;
    let counts = match config.metrics {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    let mut hangups = signal(SignalKind::hangup())?;
    let (terminate, interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    let app = Arc::new(App::new(config, calls));
    let connections = Connections::new(limits.connections, limits.connections_per_peer);
    let (stop, stopped) = watch::channel(false);
    let address = pages.local_addr()?;
    let counts_address = counts.as_ref().and_then(|it| it.local_addr().ok());
    let server = start(
        &app,
        pages,
        router(&app),
        Arc::clone(&connections),
        stopped.clone(),
    );
    if let Some(counts) = counts {
        // The counts are no applicant's business, and take no place from any.
        let own = Connections::new(16, 16);
        start(
            &app,
            counts,
            metrics_router(&app, &connections),
            own,
            stopped,
        );
    }
    tracing::info!(%address, "listening");
    ready(address, counts_address);
    let reloading = tokio::spawn({
        let app = Arc::clone(&app);
        let load = Arc::new(load);
        async move {
            while hangups.recv().await.is_some() {
                reload(&app, Arc::clone(&load)).await;
            }
        }
    });
    either(terminate, interrupt).await;
    tracing::info!("stopping");
    reloading.abort();
    let _ = stop.send(true);
    let _ = server.await;
    tracing::info!("stopped");
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|source| ServeError::Listen { address, source })
}

fn start(
    app: &Arc<App>,
    listener: TcpListener,
    router: Router,
    connections: Arc<Connections>,
    mut stopped: watch::Receiver<bool>,
) -> tokio::task::JoinHandle<()> {
    let app = Arc::clone(app);
    tokio::spawn(async move {
        let stop = async move {
            let _ = stopped.wait_for(|stopped| *stopped).await;
        };
        listener::serve(app, listener, router, connections, stop).await;
    })
}

async fn either(mut one: Signal, mut other: Signal) {
    tokio::select! {
        _ = one.recv() => {}
        _ = other.recv() => {}
    }
}

/// Puts the rule files as they are now in the place of those served, if all of them are right.
async fn reload(app: &App, load: Arc<Loader>) {
    let loading = tokio::task::spawn_blocking(move || load());
    let Ok(loaded) = timeout(LOADING, loading).await else {
        // A pipe, or a disk that does not answer: nothing else may wait for it.
        app.metrics.reloaded(false);
        tracing::error!("reading the rules takes too long; those served before stay in force");
        return;
    };
    match loaded {
        Ok(Ok(calls)) => {
            let count = calls.len();
            app.shelf.replace(calls);
            app.metrics.reloaded(true);
            tracing::info!(calls = count, "rules read again");
        }
        Ok(Err(wrong)) => {
            app.metrics.reloaded(false);
            for what in wrong {
                tracing::error!("{what}");
            }
            tracing::error!("the rules served before stay in force");
        }
        Err(_) => {
            app.metrics.reloaded(false);
            tracing::error!("reading the rules failed; those served before stay in force");
        }
    }
}
