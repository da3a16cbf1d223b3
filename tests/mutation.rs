//! Small changes of the rules that tests should notice.

use bando::engine;
use bando::report::mutation_text;
use bando::source::{FileId, Sources};
use bando::syntax::small_changes;
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
  riga 6: closes 2026-03-31 12:00
      `2026-03-31 12:00` diventa `2026-03-31 12:00:01`
  riga 37: require share >= 20 % or started_on = 2026-05-01
      `20 %` diventa `19 %`
  riga 37: require share >= 20 % or started_on = 2026-05-01
      `=` diventa `!=`
  riga 37: require share >= 20 % or started_on = 2026-05-01
      `2026-05-01` diventa `2026-04-30`
  riga 37: require share >= 20 % or started_on = 2026-05-01
      `2026-05-01` diventa `2026-05-02`
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
        let of = unnoticed.filter(|it| it.before == words);
        of.map(|it| it.after.clone()).collect()
    };
    // One test stands on the limit of the large works, none just below it.
    assert_eq!(of("1_000_000 EUR"), ["999_999.99 EUR"]);
    assert_eq!(of("is"), Vec::<String>::new());
}

/// Returns every change of some rules, as what becomes what.
fn changes(rules: &str) -> Vec<String> {
    let changes = small_changes(rules, FileId(0));
    let made = changes.iter().map(|it| {
        let text = it.made(rules).expect("a change of this text");
        assert_ne!(text, rules);
        let (before, after) = (it.before.split_whitespace(), it.after.split_whitespace());
        let words = |words: Vec<&str>| words.join(" ");
        format!("{} -> {}", words(before.collect()), words(after.collect()))
    });
    made.collect()
}

/// What the engine makes of the words is no place for a change: `for each full` is a quotient
/// rounded down, `when` without otherwise a choice between the points and none.
#[test]
fn only_what_the_author_wrote_is_changed() {
    let grid = |points: &str| {
        format!("bando 1\ngrid {{\n  max 5\n  criterion E {{ max 5 points {points} }}\n}}\n")
    };
    assert_eq!(
        changes(&grid(
            "1 for each full 5 % of (own - floor), at least 0, at most 5"
        ))[4..],
        [
            "1 -> 0",
            "1 -> 2",
            "5 % -> 4 %",
            "5 % -> 6 %",
            "- -> +",
            "0 -> -1",
            "0 -> 1",
            "5 -> 4",
            "5 -> 6"
        ]
    );
    assert_eq!(changes(&grid("2 when letter"))[4..], ["2 -> 1", "2 -> 3"]);
    let italian = "bando 1 it\nrequisito a { richiede x rientra in { b, c } e non y }\n";
    assert_eq!(
        changes(italian),
        ["rientra in -> non rientra in", "e -> o", "non y -> y"]
    );
    let counted = "bando 1\nrequirement a { require at least 2 of partners where lead }\n";
    assert_eq!(
        changes(counted),
        ["at least -> at most", "2 -> 1", "2 -> 3"]
    );
}

/// A step of one day makes these versions overlap, or leaves the day between them without one.
#[test]
fn what_the_checker_refuses_is_no_change() {
    let rules = RULES
        .replace(
            "requirement own ",
            "parameter most : money {
  from 2026-01-01 to 2026-03-31 : 450_000 EUR
  from 2026-04-01 : 500_000 EUR
} as of started_on
  cite act \"art. 2\"

requirement own ",
        )
        .replace("cost <= 450_000 EUR", "cost <= most");
    let mut sources = Sources::default();
    let file = sources.add("prova.bando", rules.clone());
    let mutation = engine::mutate(&sources, file, &ProjectFiles::default());
    let all = small_changes(&rules, file);
    let refused = ["2026-04-01 -> 2026-03-31", "2026-03-31 -> 2026-04-01"];
    let found = changes(&rules);
    assert!(refused.iter().all(|it| found.contains(&(*it).to_owned())));
    assert_eq!(mutation.tried + refused.len(), all.len());
}
