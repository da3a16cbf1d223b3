//! Small changes of the rules that tests should notice.

use bando::engine;
use bando::report::mutation_text;
use bando::source::Sources;
use bando::text::Language;

use crate::support::ProjectFiles;

const RULES: &str = r#"bando 1

call prova {
  title "Prova"
  opens 2026-01-15 09:00
  closes 2026-03-31 12:00
  zone Europe/Rome
}

source act "Atto"

facts {
  sent_at : instant
  started_on : date
  cost : money
  months : integer
  share : percent
}

requirement in_time "Nei termini" {
  phase receipt
  cite act "art. 1"
  require sent_at between call.opens and call.closes
  else "No"
}

requirement size "Misura" {
  phase formal
  cite act "art. 2"
  require cost <= 450_000 EUR and months < 18
  else "No"
}

requirement own "Quota" {
  phase formal
  cite act "art. 3"
  require share >= 20 % or started_on = 2026-05-01
  else "No"
}

test "all on the bound" {
  given { sent_at = 2026-03-31 12:00:00, started_on = 2026-06-01, cost = 450_000 EUR, months = 17, share = 20 % }
  expect admitted
}

test "a cent too much" like "all on the bound" {
  given { cost = 450_000.01 EUR }
  expect not admitted because size
}

test "a month too much" like "all on the bound" {
  given { months = 18 }
  expect not admitted because size
}

test "at the opening" like "all on the bound" {
  given { sent_at = 2026-01-15 09:00:00 }
  expect admitted
}

test "before the opening" like "all on the bound" {
  given { sent_at = 2026-01-15 08:59:59 }
  expect not admitted because in_time
}
"#;

#[test]
fn what_no_test_notices_is_listed_with_its_place() {
    let mut sources = Sources::default();
    let file = sources.add("prova.bando", RULES.to_owned());
    let files = ProjectFiles::default();
    let mutation = engine::mutate(&sources, file, &files);
    assert_eq!(
        mutation_text(&mutation, &sources, Language::Italian),
        "  piccole modifiche provate: 18, notate dalle prove: 13, non notate: 5
  riga 23: require sent_at between call.opens and call.closes
      `31/03/2026 ore 12:00` diventa `31/03/2026 ore 12:00:01`
  riga 37: require share >= 20 % or started_on = 2026-05-01
      `20 %` diventa `19 %`
  riga 37: require share >= 20 % or started_on = 2026-05-01
      `=` diventa `!=`
  riga 37: require share >= 20 % or started_on = 2026-05-01
      `01/05/2026` diventa `02/05/2026`
  riga 37: require share >= 20 % or started_on = 2026-05-01
      `01/05/2026` diventa `30/04/2026`
  per ciascuna: aggiungere una prova che stia proprio su quel limite, o su quella scelta
"
    );
}

/// The condition of an exception is written once, whatever it decides; so is what it inherits.
#[test]
fn each_line_of_an_exception_is_changed_once() {
    let rules = crate::support::text("tests/exceptions/rules.bando");
    let mut sources = Sources::default();
    let file = sources.add("prova.bando", rules);
    let files = ProjectFiles::default();
    let mutation = engine::mutate(&sources, file, &files);
    let of = |words: &str| -> Vec<String> {
        let unnoticed = mutation.unnoticed.iter();
        let of = unnoticed.filter(|it| sources.slice(it.span).trim() == words);
        of.map(|it| format!("`{}` -> `{}`", it.before, it.after))
            .collect()
    };
    // One test stands on the limit of the large works, none just below it.
    assert_eq!(
        of("1_000_000 EUR"),
        ["`1.000.000,00 €` diventa `999.999,99 €`"]
    );
    assert_eq!(of("form is asp"), Vec::<String>::new());
}
