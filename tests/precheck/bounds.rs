//! What the bounds within which facts are read settle before they are stated.

use bando::facts::read_answers;
use bando::precheck::{Answers, Depth, Step, Verdict};

use super::written::{call_of, requirement};

const DEFINED: &str = "define points : integer = first of { young : 10 otherwise : 5 }
define room : money = sum of (greatest of { 0 EUR, least of { share, 1_000 EUR - aid } }) of partners where active

";

/// Returns what is asked next of somebody who has stated these answers, or what is settled.
fn next(require: &str, answers: &str) -> String {
    let precheck = call_of(
        "  young : yes/no ask \"Young?\"
  tiny : decimal 4 at least 0 at most 1 ask \"Tiny?\"
  parts : integer at least 1 ask \"Parts?\"
  own : money at most 500 EUR ask \"Own share?\"
  partners : list of {
    active : yes/no ask \"Active?\"
    share : money ask \"Share?\"
    aid : money ask \"Aid?\"
    months : integer at least 3 at most 12 ask \"Months?\"
  } ask \"Partners?\"",
        &format!("{DEFINED}{}", requirement("room", "Room", require, "")),
    );
    let facts = read_answers(precheck.call(), answers.as_bytes()).unwrap();
    match precheck.next(&Answers::of(facts), Depth::EveryReason) {
        Step::Ask(ask) => ask.question.name(precheck.call()),
        Step::Settled(settled) => match settled.verdict {
            Verdict::MayApply => "settled: met".to_owned(),
            Verdict::MayNotApply => "settled: unmet".to_owned(),
            other => panic!("{other:?}"),
        },
    }
}

#[test]
fn parts_of_a_sum_that_cannot_turn_it_are_not_asked() {
    let mut differing = Vec::new();
    let two = "\"partners\": [{}, {}]";
    for (require, answers, expected) in [
        // Nobody has less than nothing.
        ("own + room > 0 EUR", r#""own": "0.01", "#, "settled: met"),
        (
            "own + room > 0 EUR",
            r#""own": "0.00", "#,
            "partners.1.active",
        ),
        // Nor has anybody more than 1,000 euro of room.
        (
            "own + room <= 2_000 EUR",
            r#""own": "0.00", "#,
            "settled: met",
        ),
        (
            "own + room <= 2_000 EUR",
            r#""own": "0.01", "#,
            "partners.1.share",
        ),
        ("own + room <= 2_500 EUR", "", "settled: met"),
        ("own + room < 2_500 EUR", "", "own"),
        ("own - room > 500 EUR", "", "settled: unmet"),
        ("own >= room - 1_999.99 EUR", "", "own"),
        ("own >= room - 2_000 EUR", "", "settled: met"),
        // Of some the months count, of the others they do not.
        ("sum of months of partners >= 6", "", "settled: met"),
        ("sum of months of partners > 6", "", "partners.1.months"),
        ("sum of months of partners <= 24", "", "settled: met"),
        ("sum of months of partners < 24", "", "partners.1.months"),
        (
            "(sum of months of partners where active) >= 0",
            "",
            "settled: met",
        ),
        (
            "(sum of months of partners where active) > 0",
            "",
            "partners.1.active",
        ),
        (
            "(sum of months of partners where not active) <= 24",
            "",
            "settled: met",
        ),
        // Of two values either may be taken.
        ("points >= 5", "", "settled: met"),
        ("points > 5", "", "young"),
        (
            "points + sum of months of partners <= 34",
            "",
            "settled: met",
        ),
        ("points > 10", r#""young": false, "#, "settled: unmet"),
        // Whether an item passes may never be known: nothing can be divided by nought.
        (
            "(sum of months of partners where share / aid > 2) >= 0",
            "",
            "partners.1.share",
        ),
        // A sum of very different decimals may be too long to be held.
        ("tiny + parts >= 1", "", "settled: met"),
        (
            "tiny + 1 / parts / parts >= 0",
            r#""parts": "999999999999999989", "#,
            "tiny",
        ),
    ] {
        let found = next(require, &format!("{{{answers}{two}}}"));
        if found != expected {
            differing.push(format!("{require} with {answers}: {found}"));
        }
    }
    assert_eq!(differing, Vec::<String>::new());
}
