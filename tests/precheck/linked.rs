//! What nobody tells now is the same for every requirement: what the office will find, and what the
//! applicant does not know.

use std::fmt::Write as _;

use bando::call::Call;
use bando::precheck::{
    Answers, Changes, Depth, Doubt, Outcome, Precheck, Question, Reception, Settled, Step, Verdict,
};
use bando::report::{changes_text, precheck_text};
use bando::text::Language;
use bando::value::Value;

use super::written::{self, numbered};

/// A call of these facts, and of requirements with what follows from them.
fn call_of(facts: &[&str], requirements: &[(&str, &str)]) -> Precheck {
    written::call_of(&facts.join("\n"), &numbered(requirements))
}

/// What is answered; nothing where that is not known.
fn answers(call: &Call, stated: &[(&str, Option<bool>)]) -> Answers {
    let mut answers = Answers::none(call);
    for (name, value) in stated {
        let question = Question::named(call, name).unwrap();
        match value {
            Some(value) => assert!(answers.state(&question, Value::YesNo(*value))),
            None => answers.do_not_know(&question),
        }
    }
    answers
}

/// What comes next, and of what is settled the requirements that cannot be met together.
fn next(precheck: &Precheck, stated: &[(&str, Option<bool>)]) -> String {
    let call = precheck.call();
    match precheck.next(&answers(call, stated), Depth::Verdict) {
        Step::Ask(ask) => {
            let because = ask.because.iter().map(|it| format!(" r{}", it.index()));
            let because: String = because.collect();
            let proved = if ask.proved { "" } else { ", not proved" };
            format!("{}, for{because}{proved}", ask.question.name(call))
        }
        Step::Settled(settled) => told(&settled),
    }
}

fn told(settled: &Settled) -> String {
    let mut told = settled.verdict.code().to_owned();
    for standing in &settled.standings {
        if matches!(standing.outcome, Outcome::NotTogether(_)) {
            let _ = write!(told, " r{}", standing.requirement.index());
        }
    }
    told
}

#[test]
fn what_the_office_finds_cannot_be_both() {
    let precheck = call_of(
        &["o : yes/no by office"],
        &[("o", ""), ("not o", ""), ("o or not o", "")],
    );
    let answers = Answers::none(precheck.call());
    let step = precheck.next(&answers, Depth::Verdict);
    let told =
        |language| precheck_text(precheck.call(), &answers, &step, Reception::Open, language);
    assert_eq!(
        told(Language::English),
        "You cannot apply.

Each by itself would allow a better outcome, but not all together:
- Requirement 0 (r0)
  § Notice, art. 0
- Requirement 1 (r1)
  § Notice, art. 1

Left to the office or the commission:
- Requirement 2 (r2)
"
    );
    let head = "Ciascuno da solo permetterebbe un esito migliore, ma non tutti insieme:\n- Requirement 0 (r0)";
    let italian = told(Language::Italian);
    assert!(italian.contains(head), "{italian}");
}

#[test]
fn nothing_is_said_to_be_met_that_can_only_be_milder() {
    let milder = "exception e \"E\" {
    cite notice
    when o
    reservation within 10 days
  }";
    let precheck = call_of(
        &["a : yes/no ask \"A?\"", "o : yes/no by office"],
        &[("a", milder), ("not o", "")],
    );
    let answers = answers(precheck.call(), &[("a", Some(false))]);
    let step = precheck.next(&answers, Depth::Verdict);
    assert_eq!(
        precheck_text(
            precheck.call(),
            &answers,
            &step,
            Reception::Open,
            Language::English
        ),
        "You cannot apply.

Each by itself would allow a better outcome, but not all together:
- Requirement 0 (r0)
  § Notice, art. 0
  No.
  answer: A? - no
  with reservation, to be cleared within 10 days
- Requirement 1 (r1)
  § Notice, art. 1
"
    );
}

#[test]
fn two_findings_cannot_meet_three_requirements_that_leave_no_way() {
    let facts = ["o : yes/no by office", "p : yes/no by commission"];
    let both = ("o or p", "");
    let precheck = call_of(&facts, &[both, ("not o", ""), ("not p", "")]);
    assert_eq!(next(&precheck, &[]), "may_not_apply r0 r1 r2");
    let precheck = call_of(&facts, &[both, ("not o", ""), ("p or o", "")]);
    assert_eq!(next(&precheck, &[]), "may_apply");
    let later = "remedy within 10 days";
    let precheck = call_of(
        &facts,
        &[("o or p", later), ("not o", later), ("not p", "")],
    );
    assert_eq!(next(&precheck, &[]), "once_remedied r0 r1 r2");
}

#[test]
fn an_answer_that_leaves_the_office_no_way_is_asked_for() {
    let precheck = call_of(
        &["x : yes/no ask \"X?\"", "o : yes/no by office"],
        &[("o or x", ""), ("not o", "")],
    );
    assert_eq!(next(&precheck, &[]), "x, for r0");
    assert_eq!(
        next(&precheck, &[("x", Some(false))]),
        "may_not_apply r0 r1"
    );
    assert_eq!(next(&precheck, &[("x", Some(true))]), "may_apply");
    assert_eq!(next(&precheck, &[("x", None)]), "cannot_be_said");
}

#[test]
fn what_decides_whatever_is_not_known_is_still_asked_for() {
    let facts = ["a : yes/no ask \"A?\"", "b : yes/no ask \"B?\""];
    let precheck = call_of(&facts, &[("not a", ""), ("a or b", "")]);
    assert_eq!(next(&precheck, &[("a", None)]), "b, for r1");
    let with_b = |b| next(&precheck, &[("a", None), ("b", Some(b))]);
    assert_eq!(with_b(false), "may_not_apply r0 r1");
    assert_eq!(with_b(true), "cannot_be_said");
}

#[test]
fn what_must_be_remedied_whatever_is_not_known_is_still_asked_for() {
    let later = "remedy within 10 days";
    let facts = ["x : yes/no ask \"X?\"", "b : yes/no ask \"B?\""];
    let precheck = call_of(&facts, &[("x", later), ("b", later)]);
    assert_eq!(next(&precheck, &[("b", None)]), "x, for r0");
    let with_x = |x| next(&precheck, &[("b", None), ("x", Some(x))]);
    assert_eq!(with_x(false), "once_remedied");
    assert_eq!(with_x(true), "may_need_remedy");
}

#[test]
fn what_the_office_finds_may_depend_on_what_is_not_known() {
    // Whatever the applicant does not know, the office may find the other.
    let facts = ["n : yes/no ask \"N?\"", "o : yes/no by office"];
    let either = [("n or o", ""), ("not n or not o", "")];
    let precheck = call_of(&facts, &either);
    assert_eq!(next(&precheck, &[("n", None)]), "may_apply");
    let precheck = call_of(&facts, &[either[0], either[1], ("o", "")]);
    assert_eq!(next(&precheck, &[("n", None)]), "cannot_be_said");
    let precheck = call_of(&facts, &[("n or o", ""), ("not o", ""), ("not n", "")]);
    assert_eq!(next(&precheck, &[("n", None)]), "may_not_apply r0 r1 r2");
}

#[test]
fn what_is_open_only_together_names_what_is_missing() {
    let facts = ["n : yes/no ask \"N?\"", "o : yes/no by office"];
    let precheck = call_of(&facts, &[("n or o", ""), ("not o", "")]);
    let answers = answers(precheck.call(), &[("n", None)]);
    let step = precheck.next(&answers, Depth::Verdict);
    let told = precheck_text(
        precheck.call(),
        &answers,
        &step,
        Reception::Open,
        Language::English,
    );
    assert_eq!(
        told,
        "It cannot be said yet.

Cannot be said yet:
- Requirement 0 (r0)
  § Notice, art. 0
  missing: n
- Requirement 1 (r1)
  § Notice, art. 1
  missing: n
"
    );
}

#[test]
fn what_no_finding_lets_be_met_together_fails_for_changes_too() {
    let precheck = call_of(
        &["x : yes/no changeable ask \"X?\"", "o : yes/no by office"],
        &[("o or x", ""), ("not o", "")],
    );
    let told = |stated: &[(&str, Option<bool>)]| {
        let changes = precheck.changes(&answers(precheck.call(), stated));
        changes_text(precheck.call(), &changes, Language::English)
    };
    assert_eq!(
        told(&[("x", Some(false))]),
        "This would be enough for no requirement to fail:
- X? yes instead of no
  for: Requirement 0 (Notice, art. 0)
Whether these are met then depends on what is not stated yet, or on what the
office or the commission finds: Requirement 1 (Notice, art. 1).
"
    );
    let nothing = precheck.changes(&answers(precheck.call(), &[("x", Some(true))]));
    let told = Changes::NothingFails {
        to_be_stated: Vec::new(),
        complete: true,
    };
    assert_eq!(nothing, told);
    let precheck = call_of(&["o : yes/no by office"], &[("o", ""), ("not o", "")]);
    let changes = precheck.changes(&Answers::none(precheck.call()));
    assert_eq!(
        changes_text(precheck.call(), &changes, Language::English),
        "One by one they could be met, all together not: Requirement 0 (Notice, art. 0);
Requirement 1 (Notice, art. 1).
"
    );
}

/// What a list holds is never wholly looked at: what stands against one another is then seen by what
/// the office finds, whatever it holds.
#[test]
fn what_the_office_finds_cannot_be_both_whatever_a_list_holds() {
    let facts = [
        "xs : list of { good : yes/no ask \"Good?\" } ask \"Which?\"",
        "o : yes/no by office",
        "p : yes/no by office",
    ];
    let requirements = [
        ("not (o or any of xs where good or count of xs >= 0)", ""),
        ("not p", ""),
        ("o", ""),
    ];
    let precheck = call_of(&facts, &requirements);
    assert_eq!(next(&precheck, &[("xs", None)]), "may_not_apply r0 r2");
}

#[test]
fn a_list_that_is_not_known_leaves_nothing_open_that_the_office_may_find_well() {
    let facts = [
        "xs : list of { good : yes/no ask \"Good?\" } ask \"Which?\"",
        "o : yes/no by office",
    ];
    let precheck = call_of(&facts, &[("o or any of xs where good", "")]);
    assert_eq!(next(&precheck, &[("xs", None)]), "may_apply");
}

/// Two findings that are compared are not looked at in every case: that they can be so is supposed.
#[test]
fn where_not_every_finding_can_be_looked_at_it_is_said() {
    let facts = [
        "o : integer at least 0 by office",
        "p : integer at least 0 by office",
    ];
    let precheck = call_of(&facts, &[("o <= p", ""), ("o > p", "")]);
    let answers = Answers::none(precheck.call());
    let step = precheck.next(&answers, Depth::Verdict);
    let told =
        |language| precheck_text(precheck.call(), &answers, &step, Reception::Open, language);
    assert_eq!(
        told(Language::English),
        "You may apply.
Not every case could be looked at: it is supposed that what the office or the
commission have still to find turns out well.

Left to the office or the commission:
- Requirement 0 (r0)
- Requirement 1 (r1)
"
    );
    let sentence =
        "Può presentare domanda.\nNon si sono potuti esaminare tutti i casi: si suppone che";
    let italian = told(Language::Italian);
    assert!(italian.starts_with(sentence), "{italian}");
    // What matters if they cannot be so is asked all the same.
    let facts = [facts[0], facts[1], "a : yes/no ask \"A?\""];
    let precheck = call_of(
        &facts,
        &[("(a and o < 5) or (not a and o + p != p + o)", "")],
    );
    assert_eq!(next(&precheck, &[]), "a, for r0, not proved");
    assert_eq!(next(&precheck, &[("a", Some(true))]), "may_apply");
    // Nor does an answer that is not known, all of whose values were looked at, hide it.
    let precheck = call_of(
        &facts,
        &[("o <= p", ""), ("o > p", ""), ("a", "reservation")],
    );
    let mut answers = Answers::none(precheck.call());
    answers.do_not_know(&Question::named(precheck.call(), "a").unwrap());
    let Step::Settled(settled) = precheck.next(&answers, Depth::Verdict) else {
        panic!("nothing is to be asked");
    };
    assert_eq!(settled.doubt, Some(Doubt::Findings));
    // One of them can come out well by itself: there is no doubt about it.
    let precheck = call_of(&facts, &[("o <= p", "")]);
    let answers = Answers::none(precheck.call());
    let step = precheck.next(&answers, Depth::Verdict);
    let alone = precheck_text(
        precheck.call(),
        &answers,
        &step,
        Reception::Open,
        Language::English,
    );
    assert!(alone.starts_with("You may apply.\n\nLeft"), "{alone}");
}

/// What follows is open, not whether it is met.
#[test]
fn what_is_surely_not_met_is_not_supposed_to_be() {
    let facts = [
        "b : yes/no ask \"B?\"",
        "u : integer at least 0 at most 70 by office",
    ];
    let exception = "exception odd {
    cite notice \"art. 9\"
    when u * u = 31
    reservation
  }";
    let precheck = call_of(&facts, &[("b", exception)]);
    let answers = answers(precheck.call(), &[("b", Some(false))]);
    let Step::Settled(settled) = precheck.next(&answers, Depth::Verdict) else {
        panic!("nothing is to be asked");
    };
    // No u is known to make it a reservation: that it may be one is supposed.
    assert_eq!(settled.verdict, Verdict::WithReservation);
    assert_eq!(settled.doubt, Some(Doubt::Findings));
}

/// Any number may have an office's number that is greater; that is not looked into, so what may
/// matter is asked all the same.
#[test]
fn what_may_matter_is_asked_after_a_number_that_is_not_known_beside_a_finding() {
    let facts = [
        "a : integer at least 0 ask \"A?\"",
        "b : yes/no ask \"B?\"",
        "o : integer at least 0 by office",
    ];
    let precheck = call_of(&facts, &[("a <= o", ""), ("b or a != 2", "")]);
    assert_eq!(next(&precheck, &[("a", None)]), "b, for r1, not proved");
    let both = [("a", None), ("b", Some(true))];
    assert_eq!(next(&precheck, &both), "cannot_be_said");
}

#[test]
fn a_code_that_is_not_known_is_the_same_through_a_definition() {
    let facts = ["t : tax code ask \"T?\"", "o : yes/no by office"];
    for condition in ["o or t is valid", "o or v"] {
        // The requirement ends here, and the definition is open for what ends it.
        let definition =
            "}\n\ndefine v : yes/no = first of {\n  t is valid : yes\n  otherwise : no";
        let precheck = call_of(&facts, &[(condition, definition)]);
        assert_eq!(next(&precheck, &[("t", None)]), "may_apply");
        assert_eq!(next(&precheck, &[]), "may_apply");
    }
}
