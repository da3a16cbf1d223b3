//! `bando programme`, as people see it.

use std::fmt::Write as _;

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;

use super::as_recorded;
use crate::support::project;

const TABLE: &str = "examples/sardegna-programme-7/prospetto.txt";

/// Runs `bando programme` and returns how it ended, what it printed, and what it said.
fn programme(arguments: &[&str]) -> (i32, String, String) {
    let mut command = cargo_bin_cmd!("bando");
    command.current_dir(project("")).env_clear();
    let output = command
        .arg("programme")
        .args(arguments)
        .output()
        .expect("it runs");
    (
        output.status.code().expect("it ends by itself"),
        String::from_utf8(output.stdout).expect("UTF-8"),
        String::from_utf8(output.stderr).expect("UTF-8"),
    )
}

#[test]
fn the_report_fits_eighty_columns_and_ends_with_1() {
    for language in ["it", "en"] {
        let (code, report, _) = programme(&["check", TABLE, "--lang", language]);
        assert_eq!(code, 1);
        as_recorded(&format!("check.{language}.txt"), &report);
        for line in report.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}

#[test]
fn the_report_as_json_holds_everything() {
    let (code, json, said) = programme(&["check", TABLE, "--format", "json"]);
    assert_eq!((code, said.as_str()), (1, ""));
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["relations"]["all"], 94);
    assert_eq!(json["causes"].as_array().map(Vec::len), Some(1));
    let explanations = &json["causes"][0]["explanations"];
    assert_eq!(explanations.as_array().map(Vec::len), Some(3));
    assert_eq!(explanations[0]["changes"][0]["cell"], Value::Null);
    assert_eq!(explanations[0]["changes"][0]["place"]["cell"], "J11");
    assert_eq!(json["unassigned"]["printed"], "28064400.00");
    let codes = json["diagnostics"].as_array().expect("diagnostics");
    assert!(codes.iter().any(|it| it["code"] == "above-programme"));
}

#[test]
fn the_actions_name_the_rule_files_that_there_are() {
    let rules = ["--rules", "rules/puglia-azione-9.3.bando"];
    for language in ["it", "en"] {
        let arguments = [&["actions", TABLE, "--lang", language], &rules[..]].concat();
        let (code, text, said) = programme(&arguments);
        assert_eq!((code, said.as_str()), (0, ""));
        as_recorded(&format!("actions.{language}.txt"), &text);
    }
    let (_, json, _) = programme(&[&["actions", TABLE, "--format", "json"], &rules[..]].concat());
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let actions = json["actions"].as_array().expect("actions");
    assert_eq!(actions.len(), 18);
    let ours: Vec<&Value> = actions
        .iter()
        .filter(|it| !it["rule_files"].as_array().expect("files").is_empty())
        .collect();
    assert_eq!(ours.len(), 1);
    assert_eq!(ours[0]["action"], "adp:9.1.4");
    assert_eq!(ours[0]["programme"], "5720000.00");
}

#[test]
fn without_rule_files_it_is_not_said_that_there_are_none() {
    let (code, text, _) = programme(&["actions", TABLE, "--lang", "en"]);
    assert_eq!(code, 0);
    assert!(
        text.ends_with(
            "\nactions: 18; with a rule file: not known, none is given (`--rules FILE`)\n"
        ),
        "{text}"
    );
    let (_, json, _) = programme(&["actions", TABLE, "--format", "json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["actions"][0]["rule_files"], Value::Null);
}

/// Writes a small table and returns what a command says of it.
fn of_table(command: &str, text: &str) -> (i32, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("t.txt");
    std::fs::write(&path, text).expect("written");
    programme(&[command, path.to_str().expect("a name"), "--lang", "en"])
}

/// Only a warning tells what is allocated above the programme, and yet a relation does not hold.
#[test]
fn a_line_that_is_allocated_above_the_programme_does_not_hold() {
    for (line, code, count) in [
        ([300_000, 200_000, 100_000], 0, "0"),
        ([300_000, 200_000, 100_001], 1, "1"),
        ([300_000, 300_001, -1], 0, "0"),
    ] {
        let text = super::Model::consistent(vec![vec![line]]).text();
        let (ended, report, _) = of_table("check", &text);
        let wrong = report
            .lines()
            .find_map(|it| it.strip_prefix("  do not hold"));
        assert_eq!(
            (ended, wrong.map(str::trim)),
            (code, Some(count)),
            "{report}"
        );
    }
}

/// What is blank is no nought: a total is at least what the other lines say, or unknown.
#[test]
fn a_blank_total_is_not_told_as_nought() {
    let line = [300_000, 200_000, 50_000];
    let text = super::Model::consistent(vec![vec![line, line]]).text();
    let one = text.replacen("9.1.1\t3.000,00", "9.1.1\t", 1);
    let action = text.replacen("9.1.2\t3.000,00", "9.1.1\t", 1);
    let action = action.replacen("DG Lavoro", "Aspal", 1);
    let mut said = String::new();
    for text in [one, action] {
        let (code, report, _) = of_table("actions", &text);
        assert_eq!(code, 0);
        said += &report;
    }
    as_recorded("actions_blank.txt", &said);
}

#[test]
fn a_table_in_another_encoding_is_read_when_that_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("t.txt");
    let text = super::sardegna();
    let bytes = text.chars().map(|it| u8::try_from(it).unwrap_or(b'\''));
    std::fs::write(&path, bytes.collect::<Vec<u8>>()).expect("written");
    let path = path.to_str().expect("a name");
    assert_eq!(programme(&["import", path]).0, 1);
    let arguments = ["import", path, "--encoding", "windows-1252"];
    assert_eq!(programme(&arguments).0, 0);
}

/// What is told of files that are no text as it was said, in both languages.
#[test]
fn a_file_that_is_no_table_of_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let utf_16 = "Programma\n".encode_utf16().flat_map(u16::to_le_bytes);
    let utf_16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(utf_16).collect();
    let cases: [(&str, &[u8], &[&str]); 8] = [
        ("latino.txt", b"Programma\nunit\xE0\n", &[]),
        ("unicode.txt", &utf_16, &[]),
        ("unicode.txt", &utf_16, &["--encoding", "windows-1252"]),
        ("cartella.txt", b"PK\x03\x04\x14\x00", &[]),
        (
            "utf-8.txt",
            "unità\n".as_bytes(),
            &["--encoding", "windows-1252"],
        ),
        ("programma.bando", b"bando 1\nprogramma p \"P\" {\n}\n", &[]),
        ("nota.bando", b"# Nota\n\nbando 1 it\n", &[]),
        ("titolo.txt", b"bando regionale 2018\n", &[]),
    ];
    let mut told = String::new();
    for (name, bytes, options) in cases {
        std::fs::write(folder.path().join(name), bytes).expect("written");
        for language in ["it", "en"] {
            let mut command = cargo_bin_cmd!("bando");
            let arguments = [&["programme", "check", name, "--lang", language], options].concat();
            let output = command
                .current_dir(folder.path())
                .env_clear()
                .args(&arguments)
                .output();
            let output = output.expect("it runs");
            assert_eq!(output.status.code(), Some(1));
            let said = String::from_utf8(output.stderr).expect("UTF-8");
            let asked = arguments.join(" ");
            writeln!(told, "$ bando {asked}\n{said}").expect("written");
        }
    }
    as_recorded("bad/no_text.txt", &told);
}

#[test]
fn wrong_use_is_told_as_such() {
    let (code, _, said) = programme(&["check", TABLE, "--profile", "atlantide"]);
    assert_eq!(code, 2);
    assert_eq!(
        said,
        "error: `atlantide` is no profile that is built in (sardegna), nor a file that can be read\n"
    );
    let (code, _, said) = programme(&["check", TABLE, "--profile", TABLE]);
    assert_eq!(code, 2);
    assert_eq!(
        said,
        "error: `examples/sardegna-programme-7/prospetto.txt:5` is no profile: `Programma di Intervento: 7 - Inclusione sociale` is no line of the form `key = value`\n"
    );
    assert_eq!(programme(&["check", "no/such.txt"]).0, 1);
}

/// A table whose title is "bando 2018" is no file of Bando.
#[test]
fn a_title_with_a_year_is_no_version() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = std::fs::read_to_string(project(TABLE)).expect("the table");
    let path = folder.path().join("tabella.txt");
    let path = path.to_str().expect("a path");
    for (title, is_of_bando) in [
        ("bando 2018\n", false),
        ("bando 2 luglio\n", false),
        ("bando 1\n", true),
        ("# note\nbando 1 en\n", true),
    ] {
        std::fs::write(path, format!("{title}{table}")).expect("written");
        let (_, _, said) = programme(&["check", path, "--lang", "en"]);
        let told = "the file is in the format of Bando";
        assert_eq!(said.contains(told), is_of_bando, "{title}: {said}");
    }
}
