//! What is missing to tell: what can still change the verdict, all of it and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use bando::assessment::{Evaluated, evaluate};
use bando::call::Call;
use bando::number::Fraction;
use bando::precheck::{Answers, Depth, Outcome, Precheck, Question, Standing, Step, Verdict};
use bando::value::Value;
use proptest::prelude::*;

use super::brute_force::Ways;
use super::small_call::choices;
use super::written::call_of;
use crate::assessment::build::{case, proposal};
use crate::support::{ProjectFiles, cases, checked};

/// So many ways of answering are tried, no more.
const MOST_WAYS: usize = 1_000;

/// Returns the questions of which two answers lead to different things, all others being alike.
fn mattering<T: PartialEq>(ways: &Ways<'_>, outcome: impl Fn(&[Value]) -> T) -> BTreeSet<Question> {
    let all: Vec<(Vec<Value>, T)> = ways
        .all()
        .into_iter()
        .map(|way| {
            let found = outcome(&way);
            (way, found)
        })
        .collect();
    let places = ways.open.iter().enumerate();
    let matters = places.filter(|(place, _)| {
        let mut by_rest: BTreeMap<Vec<Value>, &T> = BTreeMap::new();
        all.iter().any(|(way, found)| {
            let mut rest = way.clone();
            rest.remove(*place);
            *by_rest.entry(rest).or_insert(found) != found
        })
    });
    matters.map(|(_, question)| question.clone()).collect()
}

/// Tells whether it is known that a question is to be answered at all.
fn is_there(call: &Call, answers: &Answers, question: &Question) -> bool {
    let proposal = proposal("P", answers.facts().to_vec());
    let when = question.fact(call).unwrap().when.as_ref();
    when.is_none_or(|when| {
        let found = evaluate(case(call, &proposal), when);
        found == Evaluated::Known(Value::YesNo(true))
    })
}

fn check(call: &Call, answers: &Answers, exact: bool) -> Result<(), TestCaseError> {
    // "I don't know" is an answer that may still be given.
    let unanswered = Answers::of(answers.facts().to_vec());
    let ways = Ways::new(call, &unanswered);
    prop_assume!(ways.count() <= MOST_WAYS);
    let mattering_to_verdict = mattering(&ways, |way| ways.verdict(way));
    let precheck = Precheck::new(call.clone());
    let mut look = precheck.look(answers);
    let told = look.missing();
    let names: BTreeSet<Question> = told.iter().map(|it| it.question.clone()).collect();
    for it in &told {
        let name = it.question.name(call);
        prop_assert!(!it.because.is_empty(), "{name} is missing for nothing");
        prop_assert!(it.proved || !exact, "{name}: not proved");
        let matters = mattering_to_verdict.contains(&it.question);
        prop_assert!(matters || !it.proved, "{name} does not matter");
        for id in it.because.iter().filter(|_| it.proved && exact) {
            let of_it = mattering(&ways, |way| {
                let table = ways.table(way).into_iter().flatten();
                table.map(|levels| levels[id.index()]).collect::<Vec<_>>()
            });
            prop_assert!(of_it.contains(&it.question), "{name}: not for {id:?}");
        }
    }
    let there = |it: &&Question| it.within.is_empty() && is_there(call, answers, it);
    if mattering_to_verdict.iter().any(|it| there(&it)) {
        for question in mattering_to_verdict.iter().filter(there) {
            let name = question.name(call);
            prop_assert!(names.contains(question), "{name} matters, and is not told");
        }
    } else {
        prop_assert!(mattering_to_verdict.is_empty() || !names.is_empty());
    }
    let standings = look.standings();
    let open = |it: &&Standing| matches!(it.outcome, Outcome::Open { .. });
    let all_open: Vec<usize> = standings
        .iter()
        .filter(open)
        .map(|it| it.requirement.index())
        .collect();
    for standing in &standings {
        let Outcome::Open { missing, .. } = &standing.outcome else {
            continue;
        };
        let id = standing.requirement.index();
        let mattering = mattering(&ways, |way| ways.levels(way)[id]);
        // Only what could be met in any case is open for the sake of others.
        let could_be_met = ways
            .all()
            .iter()
            .all(|way| ways.levels(way)[id] == Verdict::MayApply);
        let to_all = self::mattering(&ways, |way| ways.verdict_of(way, &all_open));
        for question in missing.iter().filter(|_| exact) {
            let name = question.name(call);
            let together = could_be_met && to_all.contains(question);
            prop_assert!(
                mattering.contains(question) || together,
                "{name}: not for {id}"
            );
        }
        for question in answers.not_known().filter(|it| mattering.contains(it)) {
            prop_assert!(missing.contains(question), "not told for {id}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn what_is_missing_is_what_can_still_change_the_verdict(mut choices in choices()) {
        let call = choices.call(false);
        let answers = choices.answers(&call);
        check(&call, &answers, true)?;
    }

    #[test]
    fn with_lists_nothing_that_is_missing_is_left_out(mut choices in choices()) {
        let call = choices.call(true);
        let answers = choices.answers(&call);
        check(&call, &answers, false)?;
    }
}

#[test]
fn a_fact_that_comes_to_the_same_either_way_is_not_missing() {
    let text = "bando 1 en

call either {
  title \"Either way\"
  zone Europe/Rome
}

source notice \"Notice\"

facts {
  cost : money at least 0 EUR ask \"What does it cost?\"
  registered : yes/no ask \"Is it registered?\"
  needless : yes/no ask \"Is it needed?\"
}

requirement both \"Cost and register\" {
  phase formal
  cite notice
  require (cost > 5_000 EUR or cost <= 5_000 EUR) and registered
  else \"No.\"
}

requirement nothing \"Nothing\" {
  phase formal
  cite notice
  require needless or not needless
  else \"No.\"
}
";
    let call = checked(text, &ProjectFiles::default());
    let precheck = Precheck::new(call);
    let call = precheck.call();
    let mut answers = Answers::none(call);
    let named = |answers: &Answers| {
        let missing = precheck.look(answers).missing().into_iter();
        missing.map(|it| it.question.name(call)).collect::<Vec<_>>()
    };
    assert_eq!(named(&answers), ["registered"]);
    for name in ["cost", "registered", "needless"] {
        answers.do_not_know(&Question::named(call, name).unwrap());
    }
    assert_eq!(named(&answers), ["registered"]);
    let standings = precheck.look(&answers).standings();
    let Outcome::Open { missing, .. } = &standings[0].outcome else {
        panic!("{:?}", standings[0]);
    };
    let missing: Vec<String> = missing.iter().map(|it| it.name(call)).collect();
    assert_eq!(missing, ["registered"]);
    assert_eq!(standings[1].outcome, Outcome::Met);
}

#[test]
fn what_only_a_list_that_is_not_tried_makes_matter_is_missing_too() {
    let precheck = call_of(
        "  partners : list of {
    aid : integer at least 0 at most 5 ask \"Aid?\"
  } ask \"Partners?\"
  b : yes/no ask \"B?\"",
        "requirement seven \"Seven\" {
  phase formal
  cite notice
  require b or not (sum of aid of partners = 7)
  else \"No.\"
}",
    );
    let call = precheck.call();
    let missing = precheck.look(&Answers::none(call)).missing().into_iter();
    let told = missing.map(|it| (it.question.name(call), it.proved));
    let expected = [("partners".to_owned(), false), ("b".to_owned(), false)];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

/// Returns what is asked next, or the verdict.
fn next(precheck: &Precheck, stated: &[(&str, Option<Value>)]) -> String {
    let call = precheck.call();
    let mut answers = Answers::none(call);
    for (name, value) in stated {
        let question = Question::named(call, name).unwrap();
        match value {
            Some(value) => assert!(answers.state(&question, value.clone())),
            None => answers.do_not_know(&question),
        }
    }
    match precheck.next(&answers, Depth::Verdict) {
        Step::Ask(ask) => ask.question.name(call),
        Step::Settled(settled) => settled.verdict.code().to_owned(),
    }
}

#[test]
fn nobody_is_asked_about_what_may_not_be_there() {
    let precheck = call_of(
        "  works : yes/no ask \"Are there works?\"
  kind : Kind ask \"Which kind?\"
  works_cost : money when works ask \"What do they cost?\"",
        "enum Kind { x it \"X\", y it \"Y\" }

requirement dear \"Dear works\" {
  phase formal
  cite notice
  applies when (works_cost otherwise 0 EUR) > 3 EUR
  require kind is x
  else \"No.\"
}",
    );
    assert_ne!(next(&precheck, &[]), "works_cost");
}

#[test]
fn what_all_ways_come_to_is_settled_whatever_is_not_known() {
    let both = |remedy: &str, one: &str, other: &str| {
        call_of(
            "  a : yes/no ask \"A?\"\n  b : yes/no ask \"B?\"",
            &[("rule_one", one), ("rule_two", other)]
                .map(|(name, condition)| {
                    format!(
                        "requirement {name} \"R\" {{\n  phase formal\n  cite notice\n  \
                         require {condition}\n  else \"No.\"\n{remedy}}}\n"
                    )
                })
                .concat(),
        )
    };
    let (yes, no) = (Some(Value::YesNo(true)), Some(Value::YesNo(false)));
    let precheck = both("", "a", "not a");
    assert_eq!(next(&precheck, &[]), "may_not_apply");
    assert_eq!(next(&precheck, &[("a", None)]), "may_not_apply");
    let precheck = both("", "a and not b", "b");
    assert_eq!(next(&precheck, &[("b", None)]), "may_not_apply");
    let precheck = both("  remedy within 10 days\n", "a", "b");
    assert_eq!(next(&precheck, &[("a", no), ("b", None)]), "once_remedied");
    assert_eq!(
        next(&precheck, &[("a", yes), ("b", None)]),
        "may_need_remedy"
    );
}

#[test]
fn what_the_office_finds_is_held_against_what_is_known() {
    let precheck = call_of(
        "  d : integer ask \"D\"
  cost : integer ask \"Cost\"
  got : integer by office",
        "define ceiling : integer = first of { got <= d : 100 otherwise : 200 }

requirement limit \"Limit\" {
  phase formal
  cite notice
  require cost <= ceiling
  else \"No.\"
}",
    );
    let whole = |number| Some(Value::Number(Fraction::integer(number)));
    let of = |cost| next(&precheck, &[("d", whole(7)), ("cost", whole(cost))]);
    assert_eq!(of(300), "may_not_apply");
    assert_eq!(of(150), "may_apply");
    assert_eq!(of(50), "may_apply");
}

#[test]
fn a_day_weighed_against_one_that_is_stated_is_decided_exactly() {
    let text = "bando 1 en

call day {
  title \"Day\"
  zone Europe/Rome
}

source notice \"Notice\"

facts {
  begun : date ask \"Begun?\"
  ended : date ask \"Ended?\"
  cost : money ask \"Cost?\"
}

define ceiling : money = first of {
  ended <= begun : 100 EUR
  otherwise : 200 EUR
}

requirement limit \"Limit\" {
  phase formal
  cite notice
  require cost <= ceiling
  else \"Too dear.\"
}
";
    let precheck = Precheck::new(checked(text, &ProjectFiles::default()));
    let [begun, ended, cost] = [0, 1, 2].map(|it| precheck.questions()[it].clone());
    let mut answers = Answers::none(precheck.call());
    answers.state(&begun, Value::Date(jiff::civil::date(2026, 3, 1)));
    let with_cost = |answers: &Answers, euro| {
        let mut answers = answers.clone();
        answers.state(&cost, Value::Number(Fraction::integer(euro)));
        precheck.next(&answers, Depth::Verdict)
    };
    let mut not_known = answers.clone();
    not_known.do_not_know(&ended);
    for answers in [&answers, &not_known] {
        // Whenever it ended, this is too dear.
        let Step::Settled(settled) = with_cost(answers, 300) else {
            panic!("nothing to ask");
        };
        assert_eq!(settled.verdict, Verdict::MayNotApply);
    }
    let Step::Ask(ask) = with_cost(&answers, 150) else {
        panic!("it depends on the day");
    };
    assert_eq!(ask.question, ended);
    assert!(ask.proved);
}

#[test]
fn of_very_many_questions_only_the_first_are_held_against_each_other() {
    // Of so many questions the last refuses by itself, the others may be remedied.
    let asked = |count: usize| {
        let mut text = "bando 1 en

call many {
  title \"Many\"
  zone Europe/Rome
}

source notice \"Notice\"

facts {
"
        .to_owned();
        for place in 0..count {
            let _ = writeln!(text, "  f{place} : yes/no ask \"F{place}?\"");
        }
        text.push_str("}\n");
        for place in (0..count).rev() {
            let last = count - 1;
            let remedy = if place == last {
                ""
            } else {
                "remedy within 10 days"
            };
            let _ = writeln!(
                text,
                "
requirement r{place} \"R{place}\" {{
  phase formal
  cite notice
  require f{place} and f{last}
  else \"No.\"
  {remedy}
}}"
            );
        }
        let precheck = Precheck::new(checked(&text, &ProjectFiles::default()));
        let answers = Answers::none(precheck.call());
        match precheck.next(&answers, Depth::Verdict) {
            Step::Ask(ask) => ask.question.name(precheck.call()),
            Step::Settled(settled) => panic!("{settled:?}"),
        }
    };
    assert_eq!(asked(200), "f199");
    assert_eq!(asked(300), "f0");
}
