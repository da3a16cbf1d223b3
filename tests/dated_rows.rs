//! Rows of tables that hold from one day to another.

use bando::assessment::Stage;
use bando::engine;
use bando::facts::{self, FileKind, ProposalsFile};
use bando::report::{coverage_text, explanation_text, mutation_text};
use bando::scoring::Marks;
use bando::source::Sources;
use bando::syntax;
use bando::text::Language;

use crate::support::ProjectFiles;

const RULES: &str = r#"bando 1

call prova {
  title "Prova"
  zone Europe/Rome
  as of date of sent_at
}

source act "Atto"

enum Class { ets, onlus, enterprise }

facts {
  sent_at : instant
  granted_on : date
  class : Class
  small : yes/no when class is enterprise
  own_share : percent
}

define floor : percent = table {
  class | floor
  ets | 10 % from 2026-01-01 to 2026-12-31
  ets | 12 % from 2027-01-01
  otherwise | 0 %
}
  cite act "art. 2"

define rate : percent = table {
  class | (small otherwise no) | rate
  ets, onlus | otherwise | 70 % to 2025-12-31
  ets | otherwise | 60 % from 2026-01-01 to 2030-12-31
  onlus | otherwise | 65 % from 2026-01-01 to 2030-12-31
  enterprise | yes | 50 %
  enterprise | no | 40 %
} as of granted_on
  cite act "art. 3"

requirement own_share_floor "Quota" {
  phase formal
  cite act "art. 2"
  require own_share >= floor
  else "No"
}

requirement own_share_rate "Quota" {
  phase formal
  cite act "art. 3"
  require own_share <= rate
  else "No"
}

test "the last evening of the first floor" {
  given { sent_at = 2026-12-31 23:59:59, granted_on = 2025-12-31, class = ets, own_share = 10 % }
  expect admitted
  expect floor = 10 %
  expect rate = 70 %
}

test "a second later" like "the last evening of the first floor" {
  given { sent_at = 2027-01-01 00:00:00, granted_on = 2026-01-01 }
  expect not admitted because own_share_floor
  expect floor = 12 %
  expect rate = 60 %
}

test "before the first day the last row holds" like "the last evening of the first floor" {
  given { sent_at = 2025-12-31 23:59:59 }
  expect floor = 0 %
}

test "after the last day there is no rate" like "the last evening of the first floor" {
  given { granted_on = 2031-01-01 }
  expect rate = unknown
  expect requirement own_share_rate unknown
}

test "rows without days hold on any day" like "the last evening of the first floor" {
  given { class = enterprise, small = yes, sent_at = unknown, granted_on = unknown }
  expect floor = 0 %
  expect rate = 50 %
}

test "two rows may say the same on a day nobody knows" like "the last evening of the first floor" {
  given { sent_at = unknown }
  expect floor = unknown
}
"#;

fn failures(rules: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let file = sources.add("rows.bando", rules.to_owned());
    let files = ProjectFiles::default();
    let checked = engine::check(&sources, file, &files);
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    let call = checked.call.expect("a call");
    let mut failures = Vec::new();
    for test in &checked.tests {
        let failed = engine::run_test(&call, test, &files).failures;
        failures.extend(failed.iter().map(|it| format!("{}: {it:?}", test.name)));
    }
    failures
}

#[test]
fn a_row_holds_on_its_days_only() {
    assert_eq!(failures(RULES), Vec::<String>::new());
}

#[test]
fn what_all_rows_agree_on_needs_no_day() {
    let agreeing = RULES
        .replace("12 % from 2027-01-01", "10 % from 2027-01-01")
        .replace("10 % from 2026-01-01 to", "10 % to")
        .replace("expect floor = 12 %", "expect floor = 10 %")
        .replace(
            "expect not admitted because own_share_floor",
            "expect admitted",
        )
        .replace(
            "expect floor = 0 %\n}\n\ntest \"after",
            "expect floor = 10 %\n}\n\ntest \"after",
        )
        .replace("expect floor = unknown", "expect floor = 10 %");
    assert_eq!(failures(&agreeing), Vec::<String>::new());
}

#[test]
fn the_explanation_names_the_day() {
    let mut sources = Sources::default();
    let file = sources.add("rows.bando", RULES.to_owned());
    let call = engine::check(&sources, file, &ProjectFiles::default());
    let call = call.call.expect("a call");
    let bytes = br#"[{"id": "a", "class": "ets", "own_share": "11 %", "granted_on": "2031-01-01",
        "sent_at": "2026-06-01 10:00"}]"#;
    let file = ProposalsFile {
        name: "domande.json",
        bytes,
        kind: FileKind::Json,
    };
    let received = facts::read(&call, &file);
    assert!(received.refused.is_empty(), "{:#?}", received.refused);
    let marks = Marks::default();
    let judged = engine::Explainer::new(&call, &received, &marks, None, Stage::First);
    let explained = judged.explain("a").expect("the proposal");
    assert_eq!(
        explanation_text(&call, &sources, &explained, None, Language::English),
        "Proposal a: to be completed

Quota (own_share_floor): MET
  § Atto, art. 2
  requires: own_share >= floor → yes
    own_share → 11 %
    floor → 10 %
      table { … } → 10 %
        date of sent_at → 2026-06-01
          sent_at → 2026-06-01 10:00
        class → ets

Quota (own_share_rate): CANNOT BE TOLD YET
  § Atto, art. 3
  requires: own_share <= rate → no result
    own_share → 11 %
    rate → no result
      table { … } → no result
        granted_on → 2031-01-01
        class → ets
        small otherwise no → no
          small → does not apply
"
    );
}

#[test]
fn rows_with_days_are_set_evenly_and_translated() {
    let uneven = RULES
        .replace("\n  ets", "  \n ets")
        .replace(" from 2026", "   from   2026")
        .replace("} as of granted_on", "}  as   of granted_on");
    assert_eq!(syntax::format(&uneven).expect("it reads"), RULES);
    assert_eq!(syntax::format(RULES).expect("it reads"), RULES);
    let italian = syntax::translate(RULES, Language::Italian).expect("it reads");
    for words in [
        "ets | 10 % dal 2026-01-01 al 2026-12-31",
        "class | (small altrimenti no) | rate",
        "} con riferimento a granted_on",
    ] {
        assert!(italian.contains(words), "{words}\n{italian}");
    }
    let back = syntax::translate(&italian, Language::English).expect("it reads");
    assert_eq!(back.replacen("bando 1 en", "bando 1", 1), RULES);
}

#[test]
fn rows_that_no_test_reaches_and_days_that_none_watches_are_named() {
    let mut sources = Sources::default();
    let file = sources.add("rows.bando", RULES.to_owned());
    let files = ProjectFiles::default();
    let checked = engine::check(&sources, file, &files);
    let call = checked.call.expect("a call");
    let results: Vec<_> = checked
        .tests
        .iter()
        .map(|test| engine::run_test(&call, test, &files))
        .collect();
    let seen = engine::coverage(&call, &results);
    let told = coverage_text(&seen, &sources, Language::English);
    let (_, told) = told
        .split_once("rows of tables that no test uses:\n")
        .expect("rows");
    assert_eq!(
        told,
        "    - line 33: onlus | otherwise | 65 % from 2026-01-01 to 2030-12-31
    - line 35: enterprise | no | 40 %
"
    );
    let mutation = engine::mutate(&sources, file, &files);
    let told = mutation_text(&mutation, &sources, Language::English);
    assert!(!told.contains("`2026-12-31` becomes"), "{told}");
    assert!(
        told.contains(
            "  line 32: ets | otherwise | 60 % from 2026-01-01 to 2030-12-31
      `2030-12-31` becomes `2030-12-30`
"
        ),
        "{told}"
    );
}
