//! What would change the outcome where something fails whatever is found.

use bando::value::Value;

use super::changes::told_of;
use super::written::requirement;

const RESERVATION: &str = "reservation within 10 days";
const REMEDY: &str = "remedy within 10 days";

/// What is said with `a` and `c` answered, where the office will find `o`.
fn told([a, c]: [Option<bool>; 2], requirements: &[(&str, &str)]) -> String {
    let requirements = (1..).zip(requirements);
    let requirements = requirements.map(|(number, (condition, consequence))| {
        requirement(
            &format!("r{number}"),
            &format!("R{number}"),
            condition,
            consequence,
        )
    });
    let answers = [a, c, None].map(|it| it.map(Value::YesNo));
    told_of(
        "  a : yes/no changeable ask \"A?\"
  c : yes/no changeable ask \"C?\"
  o : yes/no by office",
        &requirements.collect::<String>(),
        answers.to_vec(),
    )
}

#[test]
fn a_refusal_turned_into_a_remedy_is_offered() {
    let requirements = [("o", REMEDY), ("c or o", ""), ("not o", "")];
    assert_eq!(
        told([None, Some(false)], &requirements),
        "This would be enough for no other requirement to fail:
- C? yes instead of no
  for: R3 (Notice)
Whether these are met then depends on what is not stated yet, or on what the
office or the commission finds: R3 (Notice).
What remains to be remedied in time, or as a reservation: R1 (Notice).
"
    );
}

/// What is found of two things, of which one cannot be tried in full, wherever it stands in the rules.
#[test]
fn what_can_be_listed_is_looked_at_before_what_cannot() {
    let facts = [
        "  a : yes/no changeable ask \"A?\"",
        "  o : integer at least 0 at most 70 by office",
        "  q : yes/no by office",
    ];
    let rules = [
        requirement("r1", "R1", "not q and o * o > 6", ""),
        requirement("r2", "R2", "a and q", ""),
        requirement("r3", "R3", "o > 2", RESERVATION),
    ];
    for order in [[0, 1, 2], [0, 2, 1]] {
        let facts = order.map(|it| facts[it]).join("\n");
        let answers = vec![Some(Value::YesNo(false)), None, None];
        assert_eq!(
            told_of(&facts, &rules.concat(), answers),
            "This could be met, but not together with the others: R2 (Notice).
"
        );
    }
}

/// Only what follows is open: that it is not met is sure.
#[test]
fn what_surely_fails_is_not_said_to_be_mended_by_another_change() {
    let facts = "  b : yes/no ask \"B?\"
  c : yes/no changeable ask \"C?\"
  u : integer at least 0 at most 70 by office";
    let exception = "remedy within 10 days
  exception odd {
    cite notice
    when u * u = 31
    reservation
  }";
    let rules = [
        requirement("r1", "R1", "b", exception),
        requirement("r2", "R2", "c", ""),
    ];
    let answers = vec![Some(Value::YesNo(false)), Some(Value::YesNo(false)), None];
    assert_eq!(
        told_of(facts, &rules.concat(), answers),
        "This would be enough for no other requirement to fail:
- C? yes instead of no
  for: R2 (Notice)
What remains to be remedied in time, or as a reservation: R1 (Notice).
Not every case could be tried: there may be a smaller change, or something may
fail all the same.
"
    );
}

#[test]
fn more_facts_than_are_changed_together_are_not_said_to_be_in_vain() {
    let facts = ["a", "b", "c", "d", "e"];
    let asked = facts.map(|it| format!("  {it} : yes/no changeable ask \"{it}?\"\n"));
    let five = requirement("r1", "R1", "a and b and c and d and e", "");
    let answers = vec![Some(Value::YesNo(false)); 5];
    assert_eq!(
        told_of(&asked.concat(), &five, answers.clone()),
        "For these not every change could be tried: R1 (Notice).
Not every case could be tried.
"
    );
    // What nothing of it can change is so all the same.
    let never = requirement("r1", "R1", "(a or b or c or d or e) and not (1 < 2)", "");
    assert_eq!(
        told_of(&asked.concat(), &never, answers),
        "Nothing that can be changed here meets these requirements: R1 (Notice).
Not every case could be tried.
"
    );
}

#[test]
fn what_fails_in_every_case_is_left_to_be_remedied_as_often_as_it_must() {
    let requirements = [
        ("not o", RESERVATION),
        ("a and o", ""),
        ("not o", RESERVATION),
    ];
    assert_eq!(
        told([Some(false), None], &requirements),
        "This would be enough for no other requirement to fail:
- A? yes instead of no
  for: R2 (Notice)
Whether these are met then depends on what is not stated yet, or on what the
office or the commission finds: R2 (Notice).
What remains to be remedied in time, or as a reservation: R1 (Notice); R3
(Notice).
"
    );
}

#[test]
fn nothing_is_offered_that_makes_it_worse() {
    let requirements = [("o", RESERVATION), ("a or not o", ""), ("not a", REMEDY)];
    assert_eq!(
        told([Some(false), None], &requirements),
        "This could be met, but not together with the others: R1 (Notice).
"
    );
}

#[test]
fn what_is_mended_and_what_remains_is_what_the_best_case_shows() {
    let requirements = [
        ("o and not a", RESERVATION),
        ("a", RESERVATION),
        ("not o", REMEDY),
    ];
    assert_eq!(
        told([Some(false), None], &requirements),
        "This would be enough for no other requirement to fail:
- A? yes instead of no
  for: R2 (Notice)
What remains to be remedied in time, or as a reservation: R1 (Notice).
"
    );
}
