//! What tests have seen of the tables, and which articles they reach.

use bando::engine;
use bando::report::coverage_text;
use bando::source::Sources;
use bando::text::Language;

use crate::support::ProjectFiles;

const RULES: &str = r#"bando 1

call prova {
  title "Prova"
  zone Europe/Rome
}

source act "Atto"

enum Kind { comune, ets, impresa }

facts {
  kind : Kind
  population : integer when kind is comune
  share : percent
}

define floor : percent = table {
  kind | floor
  comune | 0 %
  ets | 10 %
  impresa | 20 %
}

requirement own "Quota" {
  phase formal
  cite act "art. 1"
  require share >= floor
  else "No"
}

requirement large "Popolazione" {
  phase formal
  cite act "art. 2 c. 1"
  cite act "art. 3"
  applies when kind is comune
  require table { population | enough < 5_000 | no >= 5_000 | yes }
  else "No"
}

test "enough" {
  given { kind = ets, share = 10 % }
  expect admitted
}

test "too little" like "enough" {
  given { share = 9 % }
  expect not admitted because own
}

test "nobody knows which floor" like "enough" {
  given { kind = unknown, share = 0 % }
  expect to be completed
}
"#;

#[test]
fn rows_never_taken_and_articles_never_reached_are_listed() {
    let mut sources = Sources::default();
    let file = sources.add("prova.bando", RULES.to_owned());
    let files = ProjectFiles::default();
    let checked = engine::check(&sources, file, &files);
    let call = checked.call.expect("a call");
    let tests = checked.tests.iter();
    let results: Vec<_> = tests
        .map(|test| engine::run_test(&call, test, &files))
        .collect();
    assert!(
        results.iter().all(engine::TestResult::passed),
        "{results:#?}"
    );
    let seen = engine::coverage(&call, &results);
    let taken: Vec<u64> = seen.rows.iter().map(|row| row.taken).collect();
    assert_eq!(taken, [0, 2, 0, 0, 0]);
    assert_eq!(
        coverage_text(&seen, &sources, Language::Italian),
        "  requisito                                  sì       no   ignoto    n. a.
  own                                         1        1        1        0
  large                                       0        0        1        2 *
  * le prove non lo vedono sia soddisfatto sia non soddisfatto
  righe di tabelle che nessuna prova usa:
    - riga 20: comune | 0 %
    - riga 22: impresa | 20 %
    - riga 37: require table { population | enough < 5_000 | no >= 5_000 | yes }
    - riga 37: require table { population | enough < 5_000 | no >= 5_000 | yes }
  articoli citati che nessuna prova raggiunge:
    - Atto, art. 2 c. 1
    - Atto, art. 3
"
    );
}
