//! What the pre-check on the web takes: assessments a second and how long the slowest wait, at 16
//! and 64 connections, against a bare server that answers as many bytes, in the same run; and the
//! memory that 1,000 idle connections take. Loopback only, a few seconds each.
//!
//! ```text
//! cd benches && cargo bench --bench server
//! ```

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const ASSESSMENTS: &str = "/api/v1/calls/puglia_azione_9_3/assessments";
/// So long each measurement lasts.
const LASTS: Duration = Duration::from_secs(4);
const IDLE: usize = 1_000;

/// A server of its own process; it ends with this.
struct Running {
    child: Child,
    address: SocketAddr,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = folder.path().join("serve.toml");
    let limits = "[limits]\nrequests_per_second = 1000000\nburst = 1000000\n\
        connections_per_peer = 2048\nwaiting = 1024\n";
    fs::write(&settings, limits).expect("the settings");
    let bando = bando(&settings);
    let body = answers();
    let mut first = connect(bando.address);
    let size = ask(&mut first, ASSESSMENTS, &body);
    drop(first);
    let echo = echo(size);
    println!("a request of {} bytes, an answer of {size} bytes", body.len());
    for connections in [16, 64] {
        let (bare, bare_p99) = measured(echo.address, "/", &body, connections);
        let (rate, p99) = measured(bando.address, ASSESSMENTS, &body, connections);
        println!(
            "{connections} connections: {rate:.0} assessments/s, p99 {:.1} ms; bare echo \
             {bare:.0}/s, p99 {:.1} ms; ratio {:.2} (aim: at least 0.5)",
            milliseconds(p99),
            milliseconds(bare_p99),
            rate / bare,
        );
    }
    let before = memory(&bando);
    let idle: Vec<TcpStream> = (0..IDLE)
        .map(|_| {
            let mut stream = connect(bando.address);
            ask_with(&mut stream, b"GET /status HTTP/1.1\r\nhost: bench\r\n\r\n");
            stream
        })
        .collect();
    let with = memory(&bando);
    println!(
        "{} idle connections: {:.1} MiB in all, {:.1} before (aim: at most 64)",
        idle.len(),
        with,
        before
    );
}

/// The answers of an applicant who has answered everything.
fn answers() -> String {
    let proposals = fs::read_to_string(project("examples/puglia-azione-9.3/proposals.jsonl"));
    let proposals = proposals.expect("the proposals");
    proposals.lines().next().expect("a proposal").to_owned()
}

fn bando(settings: &Path) -> Running {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bando_measured"))
        .args(["--lang", "en", "serve"])
        .arg(project("rules/puglia-azione-9.3.bando"))
        .args(["--listen", "127.0.0.1:0", "--as-of", "2026-02-16", "--config"])
        .arg(settings)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server");
    let mut lines = BufReader::new(child.stderr.take().expect("its log")).lines();
    let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let rest = line.strip_prefix("listening on http://")?;
        rest.split('/').next()?.parse().ok()
    });
    // The log is read on, or the server would wait for it.
    thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    let address = address.expect("its address");
    Running { child, address }
}

fn echo(size: usize) -> Running {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bare_echo"))
        .arg(size.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the echo");
    let mut line = String::new();
    let mut lines = BufReader::new(child.stdout.take().expect("its words"));
    lines.read_line(&mut line).expect("its address");
    let address = line.trim().parse().expect("an address");
    Running { child, address }
}

/// Returns how many requests a second are answered, and how long 99 in 100 wait at most.
fn measured(address: SocketAddr, path: &str, body: &str, connections: usize) -> (f64, Duration) {
    let start = Instant::now();
    let until = start + LASTS;
    let threads: Vec<_> = (0..connections)
        .map(|_| {
            let (path, body) = (path.to_owned(), body.to_owned());
            thread::spawn(move || {
                let mut stream = connect(address);
                let mut times = Vec::new();
                while Instant::now() < until {
                    let begun = Instant::now();
                    ask(&mut stream, &path, &body);
                    times.push(begun.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times: Vec<Duration> = threads
        .into_iter()
        .flat_map(|it| it.join().expect("a client"))
        .collect();
    let took = start.elapsed();
    times.sort();
    let p99 = times[(times.len() - 1) * 99 / 100];
    (times.len() as f64 / took.as_secs_f64(), p99)
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_nodelay(true).expect("a connection");
    let patience = Some(Duration::from_secs(20));
    stream.set_read_timeout(patience).expect("a connection");
    stream
}

/// Sends a request, and returns the length of the body of the answer.
fn ask(stream: &mut TcpStream, path: &str, body: &str) -> usize {
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    ask_with(stream, request.as_bytes())
}

fn ask_with(stream: &mut TcpStream, request: &[u8]) -> usize {
    stream.write_all(request).expect("it is sent");
    let mut read = Vec::with_capacity(65_536);
    let mut part = [0; 16_384];
    loop {
        let count = stream.read(&mut part).expect("an answer");
        assert!(count > 0, "closed: {}", String::from_utf8_lossy(&read));
        read.extend_from_slice(&part[..count]);
        let Some(end) = read.windows(4).position(|it| it == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&read[..end]).to_ascii_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok())
            .expect("a length");
        if read.len() >= end + 4 + length {
            return length;
        }
    }
}

/// Returns the memory of a server in MiB, as the system counts it.
fn memory(running: &Running) -> f64 {
    let status = fs::read_to_string(format!("/proc/{}/status", running.child.id()));
    let status = status.expect("the process");
    let kilobytes = status.lines().find_map(|line| {
        let rest = line.strip_prefix("VmRSS:")?;
        rest.split_whitespace().next()?.parse::<f64>().ok()
    });
    kilobytes.expect("its memory") / 1_024.0
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
