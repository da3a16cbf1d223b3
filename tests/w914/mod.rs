//! A made-up call that touches everything, with a thousand proposals whose outcomes two other
//! programs agree on: an exact one in Python, and a query over decimals.

mod left;
mod lines;

use assert_cmd::cargo::cargo_bin_cmd;

use bando::assessment::Stage;
use bando::facts::{FileKind, ProposalsFile};

use crate::assessment::compiled::{quick, readable};
use crate::support::{ProjectFiles, project, text};

fn assess(arguments: &[&str]) -> String {
    let ended = cargo_bin_cmd!("bando")
        .arg("assess")
        .args(["tests/w914/call.bando", "tests/w914/proposals.jsonl"])
        .args(arguments)
        .current_dir(project("."))
        .output()
        .expect("an end");
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    String::from_utf8(ended.stdout).expect("text")
}

#[test]
fn a_thousand_outcomes_are_those_agreed() {
    let found = assess(&["--format", "jsonl"]);
    let differing = found
        .lines()
        .zip(text("tests/w914/expected.jsonl").lines())
        .filter(|(found, agreed)| found != agreed)
        .map(|(found, agreed)| [found, agreed].join("\n"))
        .collect::<Vec<_>>();
    assert_eq!(differing, [""; 0]);
    assert_eq!(found.lines().count(), 1_000);
}

#[test]
fn an_explained_line_has_every_requirement_too() {
    let found = assess(&["--format", "jsonl", "--explain"]);
    for (explained, agreed) in found.lines().zip(text("tests/w914/expected.jsonl").lines()) {
        assert!(
            explained.starts_with(agreed.trim_end_matches('}')),
            "{explained}"
        );
        let explained: serde_json::Value = serde_json::from_str(explained).expect("JSON");
        assert_eq!(explained["requirements"].as_array().map(Vec::len), Some(14));
    }
}

/// The call, checked, and its proposals.
fn call_and_proposals() -> (bando::call::Call, Vec<bando::facts::Proposal>) {
    let mut sources = bando::source::Sources::default();
    let file = sources.add("call.bando".to_owned(), text("tests/w914/call.bando"));
    let checked = bando::engine::check(&sources, file, &ProjectFiles::default());
    let call = checked.call.expect("a call");
    let text = text("tests/w914/proposals.jsonl");
    let file = ProposalsFile {
        name: "proposals.jsonl",
        bytes: text.as_bytes(),
        kind: FileKind::JsonLines,
    };
    let received = bando::engine::read(&call, &file);
    (call, received.proposals)
}

#[test]
fn a_mean_stays_within_the_bounds_of_its_field() {
    let codes = |rules: &str| -> Vec<&'static str> {
        let mut sources = bando::source::Sources::default();
        let file = sources.add("call.bando".to_owned(), rules.to_owned());
        let checked = bando::engine::check(&sources, file, &ProjectFiles::default());
        let codes = checked.diagnostics.iter().map(|it| it.code.as_str());
        codes.collect()
    };
    let rules = text("tests/w914/call.bando");
    assert_eq!(codes(&rules), ["unused-name"]);
    let higher = rules.replacen("at most 10 }", "at most 10.1 }", 2);
    let beyond = "points-out-of-range";
    assert_eq!(codes(&higher), ["unused-name", beyond, beyond]);
    let lower = rules.replacen("at least 0", "at least -1", 1);
    assert_eq!(codes(&lower), ["unused-name", beyond]);
}

#[test]
fn what_is_compiled_is_told_with_the_reason_for_the_rest() {
    let told = |arguments: &[&str]| {
        let ended = cargo_bin_cmd!("bando")
            .args(["check", "--compiled"])
            .args(arguments)
            .current_dir(project("."))
            .output()
            .expect("an end");
        assert!(ended.status.success());
        String::from_utf8(ended.stdout).expect("text")
    };
    let files = [
        "tests/w914/call.bando",
        "tests/w914/left.bando",
        "rules/rigenerazione-urbana-2021.bando",
        "rules/puglia-azione-9.3.bando",
    ];
    let mut all = String::new();
    for language in ["it", "en"] {
        all += &told(&[&files[..], &["--lang", language]].concat());
    }
    all += &told(&["rules/rigenerazione-urbana-2021.bando", "--format", "json"]);
    let path = "tests/w914/compiled.txt";
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(project(path), &all).unwrap();
    }
    assert_eq!(all, text(path));
}

#[test]
fn the_whole_call_is_compiled_and_gives_the_same() {
    let (call, proposals) = call_and_proposals();
    let compiled = bando::compiled::compile(&call);
    assert_eq!(compiled.readable, []);
    let (found, by_compiled_rules) = quick(&call, &proposals, Stage::First);
    assert_eq!(found, readable(&call, &proposals, Stage::First));
    assert_eq!(by_compiled_rules, proposals.len());
}
