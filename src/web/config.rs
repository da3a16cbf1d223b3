//! What an operator may set.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use jiff::civil::Date;
use serde::Deserialize;

/// How the server runs; a file in TOML holds as much of it as differs from the defaults.
///
/// ```
/// use bando::web::Config;
/// let config = Config::default();
/// assert!(config.listen.ip().is_loopback());
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where pages and API are served; loopback unless the operator says otherwise.
    pub listen: SocketAddr,
    /// Where metrics are served; nowhere unless the operator says so.
    pub metrics: Option<SocketAddr>,
    /// The proxies whose `X-Forwarded-For` is believed; the header of anybody else is not read.
    pub trusted_proxies: Vec<IpAddr>,
    /// The day on which dated rules are counted; the day it is, unless it is set here.
    #[serde(skip)]
    pub as_of: Option<Date>,
    /// How much of everything is allowed.
    pub limits: Limits,
}

/// How much of everything is allowed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Connections at once from one address (IPv6: from one network of 64 bits).
    pub connections_per_peer: usize,
    /// Milliseconds until the first byte of a connection.
    pub first_byte_ms: u64,
    /// Milliseconds until the head of a request is whole.
    pub header_ms: u64,
    /// Milliseconds until a request is answered, its body included.
    pub request_ms: u64,
    /// Milliseconds that a connection may live.
    pub connection_ms: u64,
    /// Milliseconds that requests under way are given when the server stops.
    pub drain_ms: u64,
    /// Bytes of the body of a request.
    pub body_bytes: usize,
    /// Bytes of the head of a request; at least 8,192.
    pub header_bytes: usize,
    /// Lines of the head of a request.
    pub headers: usize,
    /// Requests worked on at once; 0: one for each processor.
    pub working: usize,
    /// Requests that may wait for their turn; more are turned away at once.
    pub waiting: usize,
    /// Requests a second from one address; it may be a town hall that shares one.
    pub requests_per_second: u32,
    /// Requests that one address may send at once before the rate counts.
    pub burst: u32,
}

/// What is wrong with a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The line, counted from 1, where one is to blame.
    pub line: Option<usize>,
    /// What is wrong, in the words of the reader of TOML.
    pub message: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            metrics: None,
            trusted_proxies: Vec::new(),
            as_of: None,
            limits: Limits::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 2_048,
            connections_per_peer: 32,
            first_byte_ms: 5_000,
            header_ms: 5_000,
            request_ms: 10_000,
            connection_ms: 120_000,
            drain_ms: 15_000,
            body_bytes: 64 * 1_024,
            header_bytes: 16 * 1_024,
            headers: 64,
            working: 0,
            waiting: 64,
            requests_per_second: 20,
            burst: 200,
        }
    }
}

impl Config {
    /// Reads the text of a configuration file.
    ///
    /// # Errors
    /// What is wrong with it and in which line, in one sentence.
    ///
    /// ```
    /// use bando::web::Config;
    /// let config = Config::read("listen = \"127.0.0.1:9000\"\n[limits]\nburst = 5").unwrap();
    /// assert_eq!((config.listen.port(), config.limits.burst), (9000, 5));
    /// assert!(Config::read("lisen = 1").is_err());
    /// ```
    pub fn read(text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let lines = before.map(|it| it.matches('\n').count().saturating_add(1));
            let message = error.message().split_whitespace();
            ConfigError {
                line: lines,
                message: message.collect::<Vec<_>>().join(" "),
            }
        })?;
        let wrong = config.limits.wrong();
        wrong.map_or(Ok(config), |message| {
            let line = None;
            Err(ConfigError { line, message })
        })
    }
}

/// More of anything than a machine can hold at once.
const MOST_PLACES: usize = 1_000_000;

impl Limits {
    /// Returns why no server can run with these limits, if none can.
    fn wrong(&self) -> Option<String> {
        if self.header_bytes < 8_192 {
            return Some("limits.header_bytes < 8192".to_owned());
        }
        if self.drain_ms > 15_000 {
            return Some("limits.drain_ms > 15000".to_owned());
        }
        // More than a machine has, and than places can be counted.
        for (number, name) in [
            (self.connections, "connections"),
            (self.connections_per_peer, "connections_per_peer"),
            (self.working, "working"),
            (self.waiting, "waiting"),
        ] {
            if number > MOST_PLACES {
                return Some(format!("limits.{name} > {MOST_PLACES}"));
            }
        }
        // With none of these nobody would ever be answered.
        let needed = [
            (self.connections == 0, "connections"),
            (self.connections_per_peer == 0, "connections_per_peer"),
            (self.first_byte_ms == 0, "first_byte_ms"),
            (self.header_ms == 0, "header_ms"),
            (self.request_ms == 0, "request_ms"),
            (self.connection_ms == 0, "connection_ms"),
            (self.body_bytes == 0, "body_bytes"),
            (self.headers == 0, "headers"),
            (self.requests_per_second == 0, "requests_per_second"),
            (self.burst == 0, "burst"),
        ];
        let missing = needed.into_iter().find(|(missing, _)| *missing);
        missing.map(|(_, name)| format!("limits.{name} = 0"))
    }
}

/// Returns so many milliseconds.
pub(super) fn milliseconds(number: u64) -> Duration {
    Duration::from_millis(number)
}
