//! Codes of a known shape, from the rule file to the verdict: `given`, CSV and JSON.

use bando::assessment::Stage;
use bando::engine;
use bando::facts::{FileKind, ProposalsFile};
use bando::scoring::Marks;
use bando::source::Sources;
use bando::text::Language;

use crate::support::{ProjectFiles, checked};

const RULES: &str = r#"bando 1

call codes {
  title "Codici"
  zone Europe/Rome
}

source act "Atto"

facts {
  project : CUP from cup
  seat : comune code from istat
  account : IBAN from iban
}

requirement project_code "CUP" {
  phase formal
  cite act
  require project is valid
  else "Il CUP {project} non è valido."
}

requirement seat_code "Comune" {
  phase formal
  cite act
  require seat is valid
  else "Il codice {seat} non è di un comune."
}

requirement account_number "IBAN" {
  phase formal
  cite act
  require account is valid
  else "L'IBAN {account} non è valido."
}

test "all in order" {
  given {
    project = "B91B21001080001"
    seat = "072006"
    account = "IT60X0542811101000000123456"
  }
  expect admitted
}

test "a mistyped account" like "all in order" {
  given { account = "IT60X0542811101000000123465" }
  expect not admitted because account_number
}

test "no province 172" like "all in order" {
  given { seat = "172006" }
  expect not admitted because seat_code
}

test "a project not yet registered" like "all in order" {
  given { project = unknown }
  expect requirement project_code unknown
}
"#;

#[test]
fn tests_of_the_rules_state_codes() {
    let mut sources = Sources::default();
    let file = sources.add("codes.bando", RULES);
    let checked = engine::check(&sources, file, &ProjectFiles::default());
    assert_eq!(checked.diagnostics, []);
    let call = checked.call.expect("a call");
    assert_eq!(checked.tests.len(), 4);
    for test in &checked.tests {
        let result = engine::run_test(&call, test, &ProjectFiles::default());
        assert_eq!(result.failures, [], "{}", test.name);
    }
}

/// Reads a file and returns what is wrong with its rows, and which requirements each proposal
/// fails to meet, for the reasons told.
fn told(kind: FileKind, text: &str) -> String {
    let call = checked(RULES, &ProjectFiles::default());
    let file = ProposalsFile {
        name: "f",
        bytes: text.as_bytes(),
        kind,
    };
    let received = engine::read(&call, &file);
    let refused = received.refused.iter().flat_map(|row| &row.diagnostics);
    let mut lines: Vec<String> = refused
        .map(|it| {
            let hint = it
                .hint
                .as_ref()
                .map_or("", |hint| hint.get(Language::English));
            format!("{} >> {hint}", it.message.get(Language::English))
        })
        .collect();
    let outcome =
        engine::rank(&call, received, &Marks::default(), None, Stage::First).expect("an outcome");
    for proposal in &outcome.proposals {
        let reasons = proposal.reasons.iter().map(|it| it.message.it.as_str());
        lines.push(format!(
            "{}: {}",
            proposal.id,
            reasons.collect::<Vec<_>>().join(" ")
        ));
    }
    lines.join("\n")
}

#[test]
fn csv_and_json_are_read_alike() {
    let csv = "id,cup,istat,iban\n\
        a,b91b21001080001,072006,it60x0542811101000000123456\n\
        b,B91B21001080001,172006,IT61X0542811101000000123456\n\
        c,B91B21001080001,72006,IT60X0542811101000000123456\n";
    let json = r#"[
        {"id": "a", "project": "b91b21001080001", "seat": "072006", "account": "it60x0542811101000000123456"},
        {"id": "b", "project": "B91B21001080001", "seat": "172006", "account": "IT61X0542811101000000123456"},
        {"id": "c", "project": "B91B21001080001", "seat": "72006", "account": "IT60X0542811101000000123456"}
    ]"#;
    let expected = "`72006` is no ISTAT code of a comune: the ISTAT code of a comune has 6 characters, not 5 \
        >> the spreadsheet has dropped the leading zero: it is `072006`; format the column as text\n\
        a: \n\
        b: Il codice 172006 non è di un comune. L'IBAN IT61X0542811101000000123456 non è valido.";
    assert_eq!(told(FileKind::Csv, csv), expected);
    assert_eq!(told(FileKind::Json, json), expected);
}

#[test]
fn a_code_written_as_a_number_in_json_is_refused() {
    let json = r#"{"id": "a", "project": "B91B21001080001", "seat": 72006, "account": "IT60X0542811101000000123456"}"#;
    assert_eq!(
        told(FileKind::Json, json),
        "a text in quotes is needed here, not the number 72006 \
         >> write the code in quotes: a number would lose its leading zeros"
    );
}
