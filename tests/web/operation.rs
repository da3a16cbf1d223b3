//! Starting, reading rules again, counting, stopping.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use assert_cmd::Command;

use super::server::{Server, file, read};

const SEEN: &str = "Canarino Giallo 8713";

#[test]
fn check_says_what_is_wrong_and_serves_nothing() {
    let mut bando = Command::new(env!("CARGO_BIN_EXE_bando"));
    let right = bando.args(["serve", "--check"]).arg(file("call.bando"));
    right.assert().success();
    let folder = tempfile::tempdir().unwrap();
    let wrong = folder.path().join("wrong.bando");
    std::fs::write(&wrong, "bando 1 it\navviso x { titolo }\n").unwrap();
    let mut bando = Command::new(env!("CARGO_BIN_EXE_bando"));
    let refused = bando.args(["--lang", "it", "serve", "--check"]).arg(&wrong);
    let said = refused.assert().code(3).get_output().stderr.clone();
    assert!(String::from_utf8(said).unwrap().contains("wrong.bando:2"));
    let settings = folder.path().join("serve.toml");
    std::fs::write(&settings, "[limits]\nburts = 3\n").unwrap();
    let mut bando = Command::new(env!("CARGO_BIN_EXE_bando"));
    let refused = bando.args(["serve", "--check"]).arg(file("call.bando"));
    let refused = refused.arg("--config").arg(&settings).assert().code(2);
    let said = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
    assert!(
        said.contains("is no configuration: line 2: unknown field `burts`, expected"),
        "{said}"
    );
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    let mut bando = Command::new(env!("CARGO_BIN_EXE_bando"));
    let twice = bando.args(["serve", "--check"]).arg(file("call.bando"));
    twice.arg(file("call.bando")).assert().code(2);
}

/// Returns how `serve --check` ends, and what it says in all.
fn checked(arguments: &[&std::path::Path]) -> (i32, String) {
    let mut bando = Command::new(env!("CARGO_BIN_EXE_bando"));
    let ended = bando.args(["--lang", "en", "serve", "--check"]);
    let ended = ended.args(arguments).output().unwrap();
    let said = [ended.stdout, ended.stderr].concat();
    (
        ended.status.code().unwrap(),
        String::from_utf8(said).unwrap(),
    )
}

#[test]
fn a_limit_with_which_nobody_is_answered_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("serve.toml");
    let call = file("call.bando");
    for name in ["body_bytes", "request_ms", "burst", "first_byte_ms"] {
        std::fs::write(&settings, format!("[limits]\n{name} = 0\n")).unwrap();
        let (code, said) = checked(&[&call, "--config".as_ref(), &settings]);
        assert_eq!(code, 2, "{said}");
        let told = format!("is no configuration: limits.{name} = 0");
        assert!(said.contains(&told), "{said}");
    }
}

#[test]
fn more_places_than_can_be_counted_are_refused_before_anything_starts() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("serve.toml");
    let call = file("call.bando");
    for name in ["waiting", "working", "connections", "connections_per_peer"] {
        std::fs::write(
            &settings,
            format!("[limits]\n{name} = 4611686018427387904\n"),
        )
        .unwrap();
        let (code, said) = checked(&[&call, "--config".as_ref(), &settings]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(&format!("limits.{name} > 1000000")), "{said}");
    }
}

#[test]
fn a_programme_among_the_files_is_left_out_with_a_word() {
    let programme = crate::support::project("rules/sardegna-programme-7.bando");
    let call = file("call.bando");
    let (code, said) = checked(&[&call, &programme]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("call.bando: no errors"), "{said}");
    assert!(
        said.contains("sardegna-programme-7.bando` is a programme, not a call: it is not served"),
        "{said}"
    );
    let (code, said) = checked(&[&programme]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("there is nothing to serve"), "{said}");
}

#[test]
fn the_log_is_in_one_language() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("call.bando");
    std::fs::copy(file("call.bando"), &rules).unwrap();
    let server = Server::in_italian(std::slice::from_ref(&rules));
    std::fs::write(&rules, "bando 1 it\navviso laboratori {").unwrap();
    server.signal("-HUP");
    server.wait_for("the rules served before stay in force");
    let log = server.log();
    assert!(log.contains("is never closed"), "{log}");
}

#[test]
fn a_wrong_file_never_takes_the_place_of_a_right_one() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("call.bando");
    let text = std::fs::read_to_string(file("call.bando")).unwrap();
    std::fs::write(&rules, &text).unwrap();
    let server = Server::of(std::slice::from_ref(&rules), "");
    let digest = |server: &Server| server.get("/status").json()["calls"][0]["digest"].clone();
    let before = digest(&server);
    std::fs::write(&rules, "bando 1 it\navviso laboratori {").unwrap();
    server.signal("-HUP");
    server.wait_for("the rules served before stay in force");
    assert_eq!(digest(&server), before);
    std::fs::write(&rules, text.replace("50_000 EUR", "60_000 EUR")).unwrap();
    server.signal("-HUP");
    server.wait_for("rules read again");
    let after = digest(&server);
    assert_ne!(after, before);
    // Whoever began under the rules before is told so.
    let fields = [
        ("go", "summary"),
        ("answers", r#"{"form":"comune"}"#),
        ("put", "form"),
        ("digest", before.as_str().unwrap()),
    ];
    let page = server.form("/it/avvisi/laboratori/verifica", &fields);
    assert!(
        page.body.contains("Le regole sono cambiate"),
        "{}",
        page.body
    );
    // So is whoever is at a question that is no more: the other answers stay.
    let fields = [
        ("go", "next"),
        ("answers", r#"{"form":"comune","gone":"1"}"#),
        ("put", "form gone"),
        ("question", "gone"),
        ("v", "1"),
        ("digest", before.as_str().unwrap()),
    ];
    let page = server.form("/it/avvisi/laboratori/verifica", &fields);
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(
        page.body.contains("Le regole sono cambiate"),
        "{}",
        page.body
    );
    assert!(page.body.contains("comune"), "{}", page.body);
    // An answer that no longer holds is none: nobody has said "I don't know", and it is asked again.
    let fields = [
        ("go", "summary"),
        ("answers", r#"{"form":"comune","cost":"a lot"}"#),
        ("put", "form cost documents"),
        ("digest", before.as_str().unwrap()),
    ];
    let page = server.form("/it/avvisi/laboratori/verifica", &fields);
    assert!(
        page.body.contains("Non vale più, e non conta"),
        "{}",
        page.body
    );
    assert_eq!(page.body.matches("Non so").count(), 1, "{}", page.body);
    assert!(
        page.body.contains("value=\"form documents\""),
        "{}",
        page.body
    );
    let counts = server.counts();
    assert!(counts.contains("bando_reloads_total 1"), "{counts}");
    assert!(counts.contains("bando_failed_reloads_total 1"), "{counts}");
}

#[test]
fn a_call_does_not_vanish_where_its_file_becomes_a_programme() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(file("call.bando")).unwrap();
    let (rules, other) = (folder.path().join("a.bando"), folder.path().join("b.bando"));
    std::fs::write(&rules, &text).unwrap();
    std::fs::write(&other, text.replace("avviso laboratori", "avviso altri")).unwrap();
    let server = Server::of(&[rules, other.clone()], "");
    let programme = crate::support::project("rules/sardegna-programme-7.bando");
    std::fs::copy(programme, &other).unwrap();
    server.signal("-HUP");
    server.wait_for("is a programme now, and was a call");
    let status = server.get("/status").json();
    assert_eq!(
        status["calls"].as_array().map(Vec::len),
        Some(2),
        "{status}"
    );
}

#[test]
fn no_answer_stands_in_log_or_counts() {
    let server = Server::start("");
    let check = "/it/avvisi/laboratori/verifica";
    let answers = format!("{{\"name\":\"{SEEN}\"}}");
    server.form(check, &[("go", "next"), ("question", "name"), ("v", SEEN)]);
    let page = server.form(
        check,
        &[("go", "link"), ("answers", &answers), ("put", "name")],
    );
    let link = page.body.split("id=\"link\" href=\"").nth(1).unwrap();
    let link = link
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&")
        .replace("&#38;", "&");
    assert!(link.contains("Canarino"), "{link}");
    let again = server.get(&link);
    assert!(again.body.contains(SEEN), "{}", again.body);
    server.json("/api/v1/calls/laboratori/assessments", &answers);
    server.json(
        "/api/v1/calls/laboratori/assessments",
        &format!("{{\"{SEEN}\": 1}}"),
    );
    server.get(&format!("/it/avvisi/{}", SEEN.replace(' ', "%20")));
    server.wait_for("/api/v1/calls/{call}/assessments");
    let (log, counts) = (server.log(), server.counts());
    for text in [&log, &counts] {
        assert!(
            !text.contains("Canarino") && !text.contains("8713"),
            "{text}"
        );
        assert!(!text.contains("127.0.0.1:5"), "{text}");
    }
    assert!(log.lines().any(|it| it.contains("\"status\":200")), "{log}");
    assert!(
        counts.contains("route=\"/it/avvisi/{call}/verifica\",status=\"200\""),
        "{counts}"
    );
}

#[test]
fn stopping_waits_for_what_is_under_way() {
    let mut server = Server::start("");
    let mut stream = server.connect();
    let head = "POST /api/v1/calls/laboratori/assessments HTTP/1.1\r\nhost: test\r\n\
        content-type: application/json\r\ncontent-length: 2\r\n\r\n{";
    stream.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    server.signal("-TERM");
    server.wait_for("\"stopping\"");
    std::thread::sleep(Duration::from_millis(100));
    stream.write_all(b"}").unwrap();
    assert_eq!(read(&mut stream).unwrap().status, 200);
    let started = Instant::now();
    assert!(server.wait().success());
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn stopping_does_not_wait_for_ever() {
    let mut server = Server::start("[limits]\ndrain_ms = 500\n");
    let idle = server.connect();
    let mut slow = server.connect();
    slow.write_all(
        b"POST /it/avvisi/laboratori/verifica HTTP/1.1\r\nhost: test\r\ncontent-length: 9\r\n\r\n",
    )
    .unwrap();
    std::thread::sleep(Duration::from_millis(100));
    server.signal("-TERM");
    let started = Instant::now();
    assert!(server.wait().success());
    assert!(started.elapsed() < Duration::from_secs(4));
    drop((idle, slow));
}

#[test]
fn a_rule_file_that_never_ends_holds_no_stop_up() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("call.bando");
    std::fs::copy(file("call.bando"), &rules).unwrap();
    let mut server = Server::of(std::slice::from_ref(&rules), "");
    std::fs::remove_file(&rules).unwrap();
    // A pipe that nobody writes to.
    let made = std::process::Command::new("mkfifo").arg(&rules).status();
    assert!(made.unwrap().success());
    server.signal("-HUP");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.get("/status").status, 200);
    server.signal("-TERM");
    let started = Instant::now();
    assert!(server.wait().success());
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn stopping_under_load_cuts_no_answer_short() {
    let mut server = Server::start("[limits]\nrequests_per_second = 100000\nburst = 100000\n");
    let address = server.address;
    let body = r#"{"form": "comune", "cost": "2000.00"}"#;
    let asked = format!(
        "POST /api/v1/calls/laboratori/assessments HTTP/1.1\r\nhost: test\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let clients: Vec<_> = (0..8)
        .map(|_| {
            let asked = asked.clone();
            std::thread::spawn(move || load(address, &asked))
        })
        .collect();
    std::thread::sleep(Duration::from_millis(700));
    server.signal("-TERM");
    let answered: usize = clients.into_iter().map(|it| it.join().unwrap()).sum();
    assert!(answered >= 8, "only {answered} answers");
    assert!(server.wait().success());
}

/// Asks again and again until the server goes away, and returns how often it answered. An answer
/// that has begun has to be whole.
fn load(address: std::net::SocketAddr, asked: &str) -> usize {
    let mut answered = 0;
    loop {
        let Ok(mut stream) = std::net::TcpStream::connect(address) else {
            return answered;
        };
        let patience = Some(Duration::from_secs(20));
        stream.set_read_timeout(patience).unwrap();
        while stream.write_all(asked.as_bytes()).is_ok() {
            let mut bytes = Vec::new();
            let mut part = [0; 4096];
            let whole = loop {
                match stream.read(&mut part) {
                    Ok(count) if count > 0 => bytes.extend_from_slice(&part[..count]),
                    _ => break false,
                }
                let text = String::from_utf8_lossy(&bytes);
                let Some((head, body)) = text.split_once("\r\n\r\n") else {
                    continue;
                };
                let length = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "))
                    .and_then(|it| it.parse::<usize>().ok())
                    .expect("a length");
                if body.len() == length {
                    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
                    break true;
                }
            };
            if !whole {
                assert!(bytes.is_empty(), "{}", String::from_utf8_lossy(&bytes));
                break;
            }
            answered += 1;
        }
    }
}

#[test]
fn a_pipe_in_the_place_of_a_rule_file_is_refused_and_stops_no_later_reload() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("call.bando");
    std::fs::copy(file("call.bando"), &rules).unwrap();
    let server = Server::of(std::slice::from_ref(&rules), "");
    let before = server.get("/status").json();
    std::fs::remove_file(&rules).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&rules).status();
    assert!(made.unwrap().success());
    server.signal("-HUP");
    server.wait_for("is no regular file");
    server.wait_for("the rules served before stay in force");
    assert_eq!(server.get("/status").json(), before);
    let (code, told) = checked(&[&rules]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("is no regular file"), "{told}");
    // Once the file is right again, it is read again.
    std::fs::remove_file(&rules).unwrap();
    std::fs::copy(file("call.bando"), &rules).unwrap();
    server.signal("-HUP");
    server.wait_for("rules read again");
}

#[test]
fn each_request_has_an_id_of_its_own_that_the_log_has_too() {
    let server = Server::start("");
    let ids: Vec<String> = ["/status", "/status", "/it/", "/nowhere"]
        .iter()
        .map(|path| server.get(path).header("x-request-id").unwrap().to_owned())
        .collect();
    for (place, id) in ids.iter().enumerate() {
        assert_eq!(id.len(), 16, "{id}");
        assert!(id.chars().all(|it| it.is_ascii_hexdigit()), "{id}");
        assert!(!ids[..place].contains(id), "{ids:?}");
        server.wait_for(&format!("\"id\":\"{id}\""));
    }
}
