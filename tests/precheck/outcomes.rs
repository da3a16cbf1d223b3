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
