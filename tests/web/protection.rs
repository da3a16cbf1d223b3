//! What is thrown at a server on the web, and what becomes of it.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::server::{Server, file, read, request};
use crate::support::project;

const SHORT: &str = "[limits]\nfirst_byte_ms = 300\nheader_ms = 300\nrequest_ms = 600\n";

/// Tells how long the server keeps a connection over which only this is sent.
fn kept(server: &Server, sent: &str) -> (Duration, Option<u16>) {
    let mut stream = server.connect();
    stream.write_all(sent.as_bytes()).unwrap();
    let started = Instant::now();
    let answer = read(&mut stream);
    (started.elapsed(), answer.map(|it| it.status))
}

#[test]
fn who_sends_nothing_or_half_a_head_or_half_a_body_is_let_go_in_time() {
    let server = Server::start(SHORT);
    let most = Duration::from_secs(3);
    let (time, status) = kept(&server, "");
    assert!(time < most && status.is_none(), "{time:?} {status:?}");
    let (time, status) = kept(&server, "GET / HTTP/1.1\r\nhost: te");
    assert!(time < most && status != Some(200), "{time:?} {status:?}");
    let half = "POST /api/v1/calls/laboratori/assessments HTTP/1.1\r\nhost: test\r\n\
        content-type: application/json\r\ncontent-length: 1000\r\n\r\n{\"form\":";
    let (time, status) = kept(&server, half);
    assert!(time < most, "{time:?}");
    assert_eq!(status, Some(408));
    // An idle connection goes the same way after an answer.
    let mut stream = server.connect();
    let ask = "GET /status HTTP/1.1\r\nhost: test\r\n\r\n";
    stream.write_all(ask.as_bytes()).unwrap();
    let started = Instant::now();
    assert_eq!(read(&mut stream).unwrap().status, 200);
    assert!(started.elapsed() < most, "{:?}", started.elapsed());
}

#[test]
fn a_drip_of_bytes_does_not_buy_time() {
    let server = Server::start(SHORT);
    let mut stream = server.connect();
    let head = "POST /api/v1/calls/laboratori/assessments HTTP/1.1\r\nhost: test\r\n\
        content-type: application/json\r\ncontent-length: 100000\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let started = Instant::now();
    while stream.write_all(b" ").is_ok() && started.elapsed() < Duration::from_secs(4) {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[test]
fn bodies_are_bounded_to_the_byte() {
    let server = Server::start("[limits]\nbody_bytes = 1000\n");
    let path = "/api/v1/calls/laboratori/assessments";
    let body = |length: usize| format!("{{{}}}", " ".repeat(length - 2));
    assert_eq!(server.json(path, &body(1_000)).status, 200);
    let over = server.json(path, &body(1_001));
    assert_eq!(over.status, 413);
    assert_eq!(over.header("connection"), Some("close"));
    assert_eq!(over.json()["type"], "urn:bando:problem:too-large");
    // Without a length there is nothing to believe: it is counted.
    let mut chunked = format!(
        "POST {path} HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n\
         transfer-encoding: chunked\r\n\r\n"
    );
    let chunk = format!("64\r\n{}\r\n", " ".repeat(100));
    chunked.push_str(&chunk.repeat(20));
    chunked.push_str("0\r\n\r\n");
    assert_eq!(server.send(chunked.as_bytes()).status, 413);
}

#[test]
fn heads_are_bounded() {
    let server = Server::start("");
    let long = request("GET", "/it/", &[("x-long", &"a".repeat(20_000))], "");
    assert_eq!(server.send(long.as_bytes()).status, 431);
    let names: Vec<String> = (0..70).map(|number| format!("x-{number}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), "1")).collect();
    let many = request("GET", "/it/", &many, "");
    assert_eq!(server.send(many.as_bytes()).status, 431);
    assert_eq!(server.get("/it/").status, 200);
}

#[test]
fn who_finds_no_place_is_told_at_once() {
    for limits in [
        "connections = 3\nconnections_per_peer = 100",
        "connections = 100\nconnections_per_peer = 3",
    ] {
        let server = Server::start(&format!("[limits]\n{limits}\n"));
        let held: Vec<TcpStream> = (0..3).map(|_| server.connect()).collect();
        // The places are taken once the server has accepted.
        let end = Instant::now() + Duration::from_secs(10);
        let refused = loop {
            let started = Instant::now();
            let answer = server.get("/status");
            if answer.status == 503 {
                assert!(started.elapsed() < Duration::from_secs(1));
                break answer;
            }
            assert!(Instant::now() < end, "nobody is turned away: {limits}");
        };
        assert_eq!(refused.header("retry-after"), Some("1"));
        assert_eq!(refused.header("connection"), Some("close"));
        assert_eq!(
            refused.header("content-length").unwrap(),
            refused.body.len().to_string()
        );
        drop(held);
        let end = Instant::now() + Duration::from_secs(10);
        while server.get("/status").status != 200 {
            assert!(Instant::now() < end, "the places are never free again");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn overload_is_turned_away_at_once_and_the_rest_is_served() {
    let server = Server::start(
        "[limits]\nworking = 1\nwaiting = 1\nconnections_per_peer = 200\n\
         burst = 10000\nrequests_per_second = 10000\n",
    );
    let head = "POST /api/v1/calls/laboratori/next-question HTTP/1.1\r\nhost: test\r\n\
        connection: close\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{";
    let mut open: Vec<TcpStream> = (0..60).map(|_| server.connect()).collect();
    for stream in &mut open {
        stream.write_all(head.as_bytes()).unwrap();
    }
    std::thread::sleep(Duration::from_millis(200));
    for stream in &mut open {
        stream.write_all(b"}").unwrap();
    }
    let answers: Vec<_> = open.iter_mut().map(|it| read(it).unwrap()).collect();
    let answered = answers.iter().filter(|it| it.status == 200).count();
    let refused: Vec<_> = answers.iter().filter(|it| it.status == 503).collect();
    // One is worked on and one waits: of sixty that ask at once most are too many.
    assert!(
        answered > 0 && !refused.is_empty() && answered + refused.len() == 60,
        "{answered} served"
    );
    for answer in refused {
        assert_eq!(answer.header("retry-after"), Some("1"));
        assert_eq!(answer.json()["type"], "urn:bando:problem:busy");
    }
}

#[test]
fn who_asks_too_often_waits_whatever_it_says_of_itself() {
    let server = Server::start("[limits]\nburst = 3\nrequests_per_second = 1\n");
    let statuses: Vec<u16> = (0..6)
        .map(|number| {
            let forged = format!("198.51.100.{number}");
            let asked = request("GET", "/status", &[("x-forwarded-for", &forged)], "");
            server.send(asked.as_bytes()).status
        })
        .collect();
    assert_eq!(statuses[..3], [200; 3]);
    assert_eq!(statuses[5], 429, "{statuses:?}");
    let answer = server.get("/it/");
    assert_eq!(answer.header("retry-after"), Some("1"));
    assert!(answer.body.contains("Troppe richieste"));
    // Behind a proxy that is trusted each applicant has a measure of their own.
    let server = Server::start(
        "trusted_proxies = [\"127.0.0.1\"]\n[limits]\nburst = 2\nrequests_per_second = 1\n",
    );
    for number in 0..6 {
        let from = format!("198.51.100.{number}");
        let asked = request("GET", "/status", &[("x-forwarded-for", &from)], "");
        assert_eq!(server.send(asked.as_bytes()).status, 200);
    }
}

const ADDRESSES: [(&str, u16); 16] = [
    ("/", 302),
    ("/it", 308),
    ("/en", 308),
    ("/it/", 200),
    ("/en/", 200),
    ("/it/avvisi/laboratori", 200),
    ("/en/calls/laboratori", 200),
    ("/it/avvisi/laboratori/verifica", 200),
    ("/en/calls/laboratori/check", 200),
    ("/status", 200),
    ("/api/v1/calls", 200),
    ("/api/v1/calls/laboratori", 200),
    ("/api/v1/calls/laboratori/schema", 200),
    ("/api/v1/openapi.json", 200),
    ("/it/avvisi/nessuno", 404),
    ("/nowhere", 404),
];

#[test]
fn every_answer_says_who_may_keep_it_and_what_it_may_load() {
    let server = Server::start("");
    for (path, status) in ADDRESSES {
        let answer = server.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("vary"), Some("accept-language"), "{path}");
        assert_eq!(
            answer.header("content-security-policy"),
            Some(
                "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
                 form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
            ),
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("set-cookie"), None, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
        let put = server.send(request("PUT", path, &[], "").as_bytes());
        assert_eq!(
            put.status,
            if status == 404 && path == "/nowhere" {
                404
            } else {
                405
            }
        );
        assert_eq!(put.header("cache-control"), Some("no-store"), "{path}");
    }
    let sent = [
        server.form("/it/avvisi/laboratori/verifica", &[("go", "start")]),
        server.json("/api/v1/calls/laboratori/assessments", "{}"),
        server.json("/api/v1/calls/laboratori/assessments", "{"),
    ];
    for answer in sent {
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("vary"), Some("accept-language"));
        assert_eq!(answer.header("set-cookie"), None);
    }
    let page = server.get("/it/").body;
    let style = page.split("href=\"").find(|it| it.starts_with("/static/"));
    let style = style.unwrap().split('"').next().unwrap();
    let style = server.get(style);
    assert_eq!(
        style.header("content-type"),
        Some("text/css; charset=utf-8")
    );
    let kept = style.header("cache-control").unwrap();
    assert!(kept.contains("immutable"), "{kept}");
}

#[test]
fn no_path_leads_to_a_file() {
    let server = Server::start("");
    for path in [
        "/static/../Cargo.toml",
        "/static/%2e%2e/Cargo.toml",
        "/static/..%2fCargo.toml",
        "/static//etc/passwd",
        "//etc/passwd",
        "/it/avvisi/%2e%2e%2f%2e%2e%2fCargo",
        "/api/v1/calls/..%2f..%2fCargo.toml/schema",
        "/it/avvisi/%ff%fe",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn nothing_that_asks_elsewhere_is_built_in() {
    let text = |name| std::fs::read_to_string(project(name)).unwrap();
    let manifest: toml::Table = text("Cargo.toml").parse().unwrap();
    for name in ["hyper", "hyper-util"] {
        let features = manifest["dependencies"][name]["features"].clone();
        let features: Vec<String> = features.try_into().unwrap();
        let asks = features
            .iter()
            .any(|it| it.contains("client") || it == "full");
        assert!(!asks && !features.is_empty(), "{name}: {features:?}");
    }
    let lock: toml::Table = text("Cargo.lock").parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let names: Vec<&str> = packages
        .iter()
        .filter_map(|it| it["name"].as_str())
        .collect();
    assert!(names.contains(&"axum"), "{names:?}");
    for client in [
        "reqwest",
        "ureq",
        "curl",
        "isahc",
        "attohttpc",
        "minreq",
        "surf",
        "awc",
    ] {
        assert!(!names.contains(&client), "{client} asks elsewhere");
    }
}

#[test]
fn an_unknown_address_tells_nothing_of_those_that_are_known() {
    let server = Server::start("");
    let seen = |path: &str| {
        let answer = server.get(path);
        let own = |line: &&str| !line.starts_with("x-request-id") && !line.starts_with("date");
        let head: Vec<&str> = answer.head.lines().filter(own).collect();
        (answer.status, head.join("\n"), answer.body)
    };
    for paths in [
        [
            "/it/avvisi/nessuno",
            "/it/avvisi/laboratorj",
            "/it/avvisi/laboratori2/verifica",
        ],
        [
            "/api/v1/calls/nessuno",
            "/api/v1/calls/laboratorj",
            "/api/v1/calls/laboratori2/schema",
        ],
    ] {
        let [first, others @ ..] = paths.map(seen);
        assert_eq!(first.0, 404);
        for other in others {
            assert_eq!(other, first);
        }
    }
    // What tells one request from another cannot be guessed from it: no bit of it stands still, and
    // no two follow one another by the same step.
    let ids: Vec<u64> = (0..64)
        .map(|_| {
            let answer = server.get("/status");
            let id = answer.header("x-request-id").unwrap().to_owned();
            u64::from_str_radix(&id, 16).unwrap()
        })
        .collect();
    let (some, all) = ids
        .iter()
        .fold((0, u64::MAX), |(some, all), id| (some | id, all & id));
    assert_eq!((some, all), (u64::MAX, 0), "{ids:x?}");
    let steps: BTreeSet<u64> = ids
        .windows(2)
        .map(|pair| pair[1].wrapping_sub(pair[0]))
        .collect();
    assert_eq!(steps.len(), 63, "{ids:x?}");
    let seen: BTreeSet<u64> = ids.iter().copied().collect();
    assert_eq!(seen.len(), 64, "{ids:x?}");
}

#[test]
fn no_label_becomes_markup() {
    let server = Server::of(&[file("hostile.bando")], "");
    let refused = [("go", "next"), ("question", "form"), ("v", "")];
    let answered = [
        ("go", "result"),
        (
            "answers",
            r#"{"form":"persona","name":"<script>alert(1)</script>","cost":"1"}"#,
        ),
        ("put", "form name cost documents partners"),
    ];
    let summary = [("go", "summary"), answered[1], answered[2]];
    let link = [("go", "link"), answered[1], answered[2]];
    for (overview, check) in [
        ("/it/avvisi/hostile", "/it/avvisi/hostile/verifica"),
        ("/en/calls/hostile", "/en/calls/hostile/check"),
    ] {
        let pages = [
            server.get(overview),
            server.get(&overview[..4]),
            server.form(check, &[("go", "start")]),
            server.form(check, &refused),
            server.form(check, &[("go", "edit:documents")]),
            server.form(check, &[("go", "edit:partners")]),
            server.form(check, &answered),
            server.form(check, &summary),
            server.form(check, &link),
        ];
        for page in pages {
            assert_eq!(page.status, 200, "{}", page.body);
            assert!(page.body.contains("onerror"), "{}", page.body);
            for markup in ["<img", "<script", "</script", "\"'&\""] {
                assert!(!page.body.contains(markup), "{markup}: {}", page.body);
            }
        }
    }
}

#[test]
fn nonsense_never_breaks_the_server() {
    let server = Server::start("[limits]\nheader_ms = 300\n");
    let check = "/it/avvisi/laboratori/verifica";
    let long = "a".repeat(5_000);
    let nested = format!("{}{}", "[".repeat(500), "]".repeat(500));
    let fields: &[&[(&str, &str)]] = &[
        &[("go", "next"), ("question", "nothing")],
        &[("go", "next")],
        &[("go", "next"), ("question", "name"), ("v", &long)],
        &[
            ("go", "next"),
            ("question", "partners"),
            ("v", "99999999999999999999"),
        ],
        &[("go", "next"), ("question", "partners"), ("v", "-1")],
        &[("go", "next"), ("question", "partners.1.share"), ("v", "1")],
        &[
            ("go", "next"),
            ("question", "partners.99999999999.share"),
            ("v", "1"),
        ],
        &[("go", "unknown"), ("question", "partners.3.share")],
        &[("go", "edit:partners.7.kind")],
        &[("go", "edit:received_at")],
        &[("go", "next"), ("question", "received_at"), ("v", "1")],
        &[("answers", &nested)],
        &[("answers", "{\"form\":\"comune\",\"form\":\"comune\"}")],
        &[
            ("answers", "{}"),
            ("digest", "x"),
            ("put", "a b c form form"),
        ],
        &[("answers", "\u{0}"), ("digest", "x")],
    ];
    for fields in fields {
        let answer = server.form(check, fields);
        assert!(
            [200, 400].contains(&answer.status),
            "{fields:?}: {}",
            answer.status
        );
    }
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00"[..],
        b"GET\r\n\r\n",
        b"\r\n\r\n\r\n",
        &[0; 100],
    ] {
        let mut stream = server.connect();
        stream.write_all(bytes).unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
    }
    assert_eq!(server.get("/status").status, 200);
    assert!(!server.log().contains("panic"), "{}", server.log());
}

#[test]
fn a_body_announced_too_large_is_refused_before_it_comes() {
    let server = Server::start("");
    for (path, kind) in [
        ("/api/v1/calls/laboratori/assessments", "application/json"),
        (
            "/it/avvisi/laboratori/verifica",
            "application/x-www-form-urlencoded",
        ),
    ] {
        let sent = format!(
            "POST {path} HTTP/1.1\r\nhost: test\r\ncontent-type: {kind}\r\ncontent-length: 65537\r\n\r\n"
        );
        let (took, status) = kept(&server, &sent);
        assert_eq!(status, Some(413), "{path}");
        assert!(took < Duration::from_secs(2), "{path}: {took:?}");
    }
}
