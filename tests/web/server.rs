//! A server of its own for each test, and a client that sees every byte.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A running server; it is killed once this is dropped.
pub(super) struct Server {
    child: Child,
    pub(super) address: SocketAddr,
    pub(super) metrics: SocketAddr,
    log: Arc<Mutex<String>>,
    _folder: tempfile::TempDir,
}

/// An answer as it came.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Answer {
    /// Returns the value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

pub(super) fn file(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/web");
    folder.join(name)
}

impl Server {
    /// Starts a server of the small call.
    pub(super) fn start(config: &str) -> Self {
        Self::of(&[file("call.bando")], config)
    }

    pub(super) fn of(calls: &[PathBuf], config: &str) -> Self {
        Self::on("2026-02-16", calls, config)
    }

    /// Starts a server for which it is a certain day.
    pub(super) fn on(day: &str, calls: &[PathBuf], config: &str) -> Self {
        Self::speaking("en", day, calls, config)
    }

    /// Starts a server whose operator reads Italian.
    pub(super) fn in_italian(calls: &[PathBuf]) -> Self {
        Self::speaking("it", "2026-02-16", calls, "")
    }

    fn speaking(language: &str, day: &str, calls: &[PathBuf], config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = folder.path().join("serve.toml");
        std::fs::write(&settings, config).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_bando"))
            .args(["--lang", language, "serve"])
            .args(calls)
            .args(["--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0"])
            .args(["--as-of", day, "--config"])
            .arg(&settings)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut find = |words: &str| {
            let found = lines.by_ref().map_while(Result::ok).find_map(|line| {
                log.lock().unwrap().push_str(&(line.clone() + "\n"));
                let rest = line.strip_prefix(words)?;
                rest.split('/').next().unwrap().parse().ok()
            });
            found.unwrap_or_else(|| panic!("no server: {}", log.lock().unwrap()))
        };
        let (listening, counting) = match language {
            "it" => ("in ascolto su http://", "contatori su http://"),
            _ => ("listening on http://", "metrics on http://"),
        };
        let address = find(listening);
        let metrics = find(counting);
        let written = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                written.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        Self {
            child,
            address,
            metrics,
            log,
            _folder: folder,
        }
    }

    pub(super) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        let most = Duration::from_secs(20);
        stream.set_read_timeout(Some(most)).unwrap();
        stream
    }

    /// Sends these bytes and reads until the server closes.
    pub(super) fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // It may have closed before it has read everything.
        let _ = stream.write_all(bytes);
        read(&mut stream).expect("an answer")
    }

    pub(super) fn get(&self, path: &str) -> Answer {
        self.send(request("GET", path, &[], "").as_bytes())
    }

    /// Sends a form.
    pub(super) fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        self.send(request("POST", path, &kind, &body).as_bytes())
    }

    pub(super) fn json(&self, path: &str, body: &str) -> Answer {
        self.post("application/json", path, body.as_bytes())
    }

    /// Sends a body of some kind.
    pub(super) fn post(&self, kind: &str, path: &str, body: &[u8]) -> Answer {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-type: {kind}\r\n\
             content-length: {length}\r\n\r\n"
        );
        self.send(&[head.as_bytes(), body].concat())
    }

    /// Returns what the server has written to its log so far.
    pub(super) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Waits until the log says so.
    pub(super) fn wait_for(&self, words: &str) {
        let end = Instant::now() + Duration::from_secs(20);
        while !self.log().contains(words) {
            assert!(Instant::now() < end, "`{words}` is not in {}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(super) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let done = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(done.success());
    }

    pub(super) fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Returns what the metrics say.
    pub(super) fn counts(&self) -> String {
        let mut stream = TcpStream::connect(self.metrics).unwrap();
        let asked = request("GET", "/metrics", &[], "");
        stream.write_all(asked.as_bytes()).unwrap();
        read(&mut stream).expect("metrics").body
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns a request that asks the server to close afterwards.
pub(super) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n");
    for (name, value) in headers {
        let _ = write!(text, "{name}: {value}\r\n");
    }
    if method == "POST" {
        let _ = write!(text, "content-length: {}\r\n", body.len());
    }
    format!("{text}\r\n{body}")
}

/// Reads an answer up to the end of the connection; `None` where there is none.
pub(super) fn read(stream: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    // A reset after the answer is an end like any other.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    Some(Answer {
        status: head.get(9..12)?.parse().ok()?,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}
