//! What is told without a look at every way of answering.

use bando::facts::read_answers;
use bando::precheck::{Answers, Depth, Precheck};

use super::program::points_out_of_reach;
use crate::support::{ProjectFiles, checked};

#[test]
fn what_takes_many_judgements_or_waits_for_answers_is_not_told_at_once() {
    for (findings, answers, expected) in [
        (6, r#"{"years": 5}"#, true),
        (6, "{}", false),
        // Each thing that the commission may find doubles what there is to look at.
        (10, r#"{"years": 5}"#, false),
    ] {
        // No bounds go through a quotient: every way of finding is looked at.
        let rules = points_out_of_reach(findings).replace("require points", "require points / 2");
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
