//! What is told without a look at every way of answering.

use bando::facts::read_answers;
use bando::precheck::{Answers, Depth, Precheck};

use super::program::points_out_of_reach;
use super::puglia::proposals;
use super::written::{call_of, requirement};
use crate::support::{ProjectFiles, checked, rules};

#[test]
fn what_takes_many_judgements_or_waits_for_answers_is_not_told_at_once() {
    for (findings, answers, expected) in [
        (3, r#"{"years": 5}"#, true),
        (3, "{}", false),
        // Each thing that the commission may find doubles what there is to look at.
        (10, r#"{"years": 5}"#, false),
    ] {
        // Only with every point: no bounds go through a quotient, so every way is looked at.
        let reach = format!("require points / 2 >= {}", findings * 5 + 2);
        let out_of_reach = format!("require points >= {}", findings * 10 + 10);
        let rules = points_out_of_reach(findings).replace(&out_of_reach, &reach);
        let precheck = Precheck::new(checked(&rules, &ProjectFiles::default()));
        let facts = read_answers(precheck.call(), answers.as_bytes()).unwrap();
        let answers = Answers::of(facts);
        let told = precheck.look_at_once(&answers);
        assert_eq!(told.is_some(), expected, "{findings} findings, {answers:?}");
        if let Some(mut told) = told {
            let whole = precheck.look(&answers).next(Depth::Verdict);
            assert_eq!(told.next(Depth::Verdict), whole);
        }
    }
    // Whoever does not know gets the whole look: all ways may come to the same.
    let call = checked(&points_out_of_reach(6), &ProjectFiles::default());
    let precheck = Precheck::new(call);
    let mut answers = Answers::none(precheck.call());
    answers.do_not_know(&precheck.questions()[0]);
    assert!(precheck.look_at_once(&answers).is_none());
}

/// Tells whether the answers to a call with this requirement on two lists are told at once.
fn at_once(require: &str, answers: &str) -> bool {
    let precheck = call_of(
        "  xs : list of {
    a : integer ask \"A?\"
  } ask \"Xs?\"
  ys : list of {
    b : integer ask \"B?\"
  } ask \"Ys?\"",
        &requirement("r", "R", require, ""),
    );
    let facts = read_answers(precheck.call(), answers.as_bytes()).unwrap();
    let answers = Answers::of(facts);
    precheck.look_at_once(&answers).is_some()
}

#[test]
fn what_goes_through_many_items_is_not_told_at_once() {
    let lists = |xs: usize, ys: usize| {
        let [xs, ys] = [(xs, "a"), (ys, "b")]
            .map(|(count, name)| vec![format!("{{\"{name}\": 1}}"); count].join(", "));
        format!("{{\"xs\": [{xs}], \"ys\": [{ys}]}}")
    };
    let (sum, nested) = (
        "sum of a of xs >= sum of b of ys",
        "none of xs where any of ys where a > b",
    );
    assert!(at_once(sum, &lists(8, 8)));
    assert!(!at_once(sum, &lists(9, 8)));
    // However short: the rules go through one list for each item of the other.
    assert!(!at_once(nested, &lists(1, 1)));
}

#[test]
fn a_whole_proposal_of_a_usual_call_is_told_at_once() {
    let call = checked(&rules("puglia-azione-9.3.bando"), &ProjectFiles::default());
    let proposal = proposals(&call).into_iter().next().unwrap();
    let precheck = Precheck::new(call);
    let answers = Answers::of(proposal.facts);
    assert!(precheck.look_at_once(&answers).is_some());
}
