//! Rules that hold from one day to another.

use bando::assessment::{Judgement, Stage};
use bando::call::Call;
use bando::engine;
use bando::facts::{self, FileKind, ProposalsFile};
use bando::scoring::Marks;
use bando::source::Sources;
use bando::syntax;
use jiff::civil::date;

use crate::support::{ProjectFiles, checked};

const RULES: &str = r#"bando 1

call prova {
  title "Prova"
  zone Europe/Rome
  as of date of sent_at
}

source act "Atto"

facts {
  sent_at : instant
  granted_on : date
  aid : money
}

parameter ceiling : money {
  from 2014-01-01 to 2023-12-31 : 200_000 EUR
  from 2024-01-01 to 2030-12-31 : 300_000 EUR cite act "art. 3"
} as of granted_on
  cite act "art. 2"

requirement aid_in_all "Aiuti" {
  phase formal
  cite act "art. 2"
  require aid <= ceiling
  else "Gli aiuti sono {aid}."
}

requirement some_aid "Almeno" {
  phase formal
  cite act "art. 4"
  in force to 2026-06-30
  require aid >= 10 EUR
  else "Gli aiuti sono {aid}."
}

requirement some_aid "Almeno, dal 1 luglio" {
  phase formal
  cite act "art. 4 c. 2"
  in force from 2026-07-01
  require aid >= 20 EUR
  else "Gli aiuti sono {aid}."
}

test "old ceiling" {
  given { sent_at = 2026-06-30 23:59:59, granted_on = 2023-12-31, aid = 200_000.01 EUR }
  expect not admitted because aid_in_all
  expect ceiling = 200_000 EUR
}

test "new ceiling" like "old ceiling" {
  given { granted_on = 2024-01-01 }
  expect admitted
  expect ceiling = 300_000 EUR
}

test "after the last version there is no ceiling" like "old ceiling" {
  given { granted_on = 2031-01-01 }
  expect ceiling = unknown
  expect requirement aid_in_all unknown
}

test "granted nobody knows when, below both" like "old ceiling" {
  given { granted_on = unknown }
  expect ceiling = unknown
}

test "on the last evening the old floor holds" like "new ceiling" {
  given { aid = 10 EUR }
  expect admitted
  expect requirement some_aid met
}

test "a second later the new one" like "on the last evening the old floor holds" {
  given { sent_at = 2026-07-01 00:00:00 }
  expect not admitted because some_aid
  expect requirement some_aid unmet
}
"#;

#[test]
fn what_holds_is_what_was_in_force_on_the_day_that_counts() {
    let mut sources = Sources::default();
    let file = sources.add("dates.bando", RULES.to_owned());
    let files = ProjectFiles::default();
    let checked = engine::check(&sources, file, &files);
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    let call = checked.call.expect("a call");
    assert_eq!(checked.tests.len(), 6);
    for test in &checked.tests {
        let failures = engine::run_test(&call, test, &files).failures;
        assert!(failures.is_empty(), "{}: {failures:#?}", test.name);
    }
}

/// Returns what becomes of the three requirements, for 15 euro sent nobody knows when.
fn judged(call: &Call) -> Vec<Judgement> {
    let bytes = br#"[{"id": "a", "aid": 15, "granted_on": "2025-01-01"}]"#;
    let file = ProposalsFile {
        name: "domande.json",
        bytes,
        kind: FileKind::Json,
    };
    let received = facts::read(call, &file);
    assert!(received.refused.is_empty(), "{:#?}", received.refused);
    let all = engine::assess_all(call, &received, Stage::First);
    all[0].findings.iter().map(|it| it.judgement).collect()
}

#[test]
fn the_day_that_counts_can_be_given_and_yields_to_what_a_proposal_states() {
    use Judgement::{Met, NotApplicable, Unknown, Unmet};
    let mut call = checked(RULES, &ProjectFiles::default());
    // Met anyway, if it applies at all: nothing is waited for.
    assert_eq!(judged(&call), [Met, Unknown, Unknown]);
    call.counting_date = Some(date(2026, 6, 30));
    assert_eq!(judged(&call), [Met, Met, NotApplicable]);
    call.counting_date = Some(date(2026, 7, 1));
    assert_eq!(judged(&call), [Met, NotApplicable, Unmet]);
    // The ceiling goes by the day of the grant, which this proposal states.
    call.counting_date = Some(date(2031, 1, 1));
    assert_eq!(judged(&call)[0], Met);
}

#[test]
fn dated_rules_are_set_evenly() {
    let uneven = RULES
        .replace("\n  from", " \n from")
        .replace("} as of", "}   as of");
    assert_eq!(syntax::format(&uneven).expect("it reads"), RULES);
    assert_eq!(syntax::format(RULES).expect("it reads"), RULES);
}

const SECONDS: &str = r#"bando 1

call prova {
  title "Prova"
  opens 2026-03-31 09:00
  closes 2026-03-31 12:00
  zone Europe/Rome
}

source act "Atto"

facts {
  sent_at : instant at most 2026-03-31 12:00:01
}

define turn : integer = first of {
  sent_at <= 2026-03-31 12:00:00 : 1
  sent_at >= 2026-03-31 12:00:01 : 2
}

define turn_by_rows : integer = table {
  sent_at | turn
  <= 2026-03-31 12:00:00 | 1
  2026-03-31 12:00:01 | 2
}

requirement in_time "Nei termini" {
  phase receipt
  cite act "art. 1"
  require sent_at between call.opens and call.closes and turn = 1 and turn_by_rows = 1
  else "Inviata {sent_at}."
}

ranking {
  order by sent_at descending
}
"#;

/// Sent so late, each is judged, and ranked by the fraction of the second.
#[test]
fn a_limit_takes_in_all_of_its_second() {
    use Judgement::{Met, Unmet};
    let call = checked(SECONDS, &ProjectFiles::default());
    let sent =
        |id: &str, at: &str| format!(r#"{{"id": "{id}", "sent_at": "2026-03-31T{at}+02:00"}}"#);
    let all = [
        sent("a", "12:00:00"),
        sent("b", "12:00:00.999999999"),
        sent("c", "12:00:00.5"),
        sent("d", "12:00:01.9"),
        sent("e", "08:59:59.999"),
        sent("f", "09:00:00.000"),
        sent("too late", "12:00:02"),
    ];
    let text = format!("[{}]", all.join(","));
    let file = ProposalsFile {
        name: "domande.json",
        bytes: text.as_bytes(),
        kind: FileKind::Json,
    };
    let received = facts::read(&call, &file);
    assert_eq!(received.refused.len(), 1);
    let judged = engine::assess_all(&call, &received, Stage::First);
    let judged: Vec<Judgement> = judged.iter().map(|it| it.findings[0].judgement).collect();
    assert_eq!(judged, [Met, Met, Met, Unmet, Unmet, Met]);
    let outcome = engine::rank(&call, received, &Marks::default(), None, Stage::First);
    let outcome = outcome.expect("no tie");
    let mut ranked: Vec<_> = outcome
        .proposals
        .iter()
        .filter_map(|it| Some((it.rank?, it.id.as_str())))
        .collect();
    ranked.sort_unstable();
    assert_eq!(ranked, [(1, "b"), (2, "c"), (3, "a"), (4, "f")]);
}
