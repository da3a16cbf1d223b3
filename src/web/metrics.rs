//! What is counted, in the text form of Prometheus. Never an answer, an address or an id.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The upper ends of the classes of durations, in microseconds, and as Prometheus writes them.
const CLASSES: [(u64, &str); 8] = [
    (500, "0.0005"),
    (1_000, "0.001"),
    (2_500, "0.0025"),
    (5_000, "0.005"),
    (10_000, "0.01"),
    (50_000, "0.05"),
    (250_000, "0.25"),
    (1_000_000, "1"),
];

/// What the server has counted since it started.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    requests: Mutex<BTreeMap<(String, u16), u64>>,
    classes: [AtomicU64; CLASSES.len()],
    microseconds: AtomicU64,
    answered: AtomicU64,
    connections: AtomicU64,
    turned_away: AtomicU64,
    panics: AtomicU64,
    reloads: AtomicU64,
    failed_reloads: AtomicU64,
}

impl Metrics {
    /// Counts a request that was answered; `route` is its pattern, not its address.
    pub(super) fn answered(&self, route: &str, status: u16, took: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let count = requests.entry((route.to_owned(), status)).or_default();
        *count = count.saturating_add(1);
        drop(requests);
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        add(&self.answered);
        self.microseconds.fetch_add(took, Ordering::Relaxed);
        for ((most, _), class) in CLASSES.iter().zip(&self.classes) {
            if took <= *most {
                add(class);
            }
        }
    }

    pub(super) fn connected(&self) {
        add(&self.connections);
    }

    pub(super) fn turned_away(&self) {
        add(&self.turned_away);
    }

    pub(super) fn panicked(&self) {
        add(&self.panics);
    }

    pub(super) fn reloaded(&self, done: bool) {
        add(if done {
            &self.reloads
        } else {
            &self.failed_reloads
        });
    }

    /// Writes all counts; `open` connections are open now.
    pub(super) fn text(&self, open: usize) -> String {
        let mut out = String::new();
        let read = |it: &AtomicU64| it.load(Ordering::Relaxed);
        out.push_str("# TYPE bando_requests_total counter\n");
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        for ((route, status), count) in requests.iter() {
            let _ = writeln!(
                out,
                "bando_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}"
            );
        }
        drop(requests);
        out.push_str("# TYPE bando_request_seconds histogram\n");
        for ((_, end), class) in CLASSES.iter().zip(&self.classes) {
            let count = read(class);
            let _ = writeln!(out, "bando_request_seconds_bucket{{le=\"{end}\"}} {count}");
        }
        let (answered, sum) = (read(&self.answered), read(&self.microseconds));
        let (seconds, rest) = (sum.div_euclid(1_000_000), sum.rem_euclid(1_000_000));
        let _ = writeln!(
            out,
            "bando_request_seconds_bucket{{le=\"+Inf\"}} {answered}\n\
             bando_request_seconds_sum {seconds}.{rest:06}\n\
             bando_request_seconds_count {answered}"
        );
        let _ = writeln!(
            out,
            "# TYPE bando_connections gauge\nbando_connections {open}"
        );
        for (name, count) in [
            ("connections", &self.connections),
            ("turned_away", &self.turned_away),
            ("panics", &self.panics),
            ("reloads", &self.reloads),
            ("failed_reloads", &self.failed_reloads),
        ] {
            let count = read(count);
            let _ = writeln!(
                out,
                "# TYPE bando_{name}_total counter\nbando_{name}_total {count}"
            );
        }
        out
    }
}

fn add(count: &AtomicU64) {
    count.fetch_add(1, Ordering::Relaxed);
}
