//! What must hold whatever is answered, tried over every way of answering.

use std::collections::BTreeMap;

use bando::call::{Call, FactId, Supplier};
use bando::precheck::{Answers, Ask, Depth, Precheck, Question, Step, Verdict};
use bando::value::Value;
use proptest::prelude::*;

use super::brute_force::Ways;
use super::small_call::{Choices, choices};
use crate::support::cases;

/// So many ways of answering are tried, no more.
const MOST_WAYS: usize = 1_000;

/// Tells whether two ways that differ only in the answer to a question come to different things.
fn matters<T: PartialEq + Copy>(
    ways: &Ways<'_>,
    question: &Question,
    outcomes: &[(Vec<Value>, T)],
) -> bool {
    let place = ways.open.iter().position(|it| it == question).unwrap();
    let mut by_rest: BTreeMap<Vec<Value>, T> = BTreeMap::new();
    outcomes.iter().any(|(way, found)| {
        let mut rest = way.clone();
        rest.remove(place);
        let found = *found;
        match by_rest.get(&rest) {
            Some(before) => *before != found,
            None => {
                by_rest.insert(rest, found);
                false
            }
        }
    })
}

/// What is told at once is what the whole look tells.
fn told_at_once(precheck: &Precheck, answers: &Answers) -> Result<(), TestCaseError> {
    let Some(mut at_once) = precheck.look_at_once(answers) else {
        return Ok(());
    };
    let mut whole = precheck.look(answers);
    for depth in [Depth::EveryReason, Depth::Verdict] {
        prop_assert_eq!(at_once.next(depth), whole.next(depth));
    }
    prop_assert_eq!(at_once.standings(), whole.standings());
    prop_assert_eq!(at_once.missing(), whole.missing());
    Ok(())
}

fn check(call: &Call, answers: &Answers, exact: bool) -> Result<(), TestCaseError> {
    let precheck = Precheck::new(call.clone());
    let ways = Ways::new(call, answers);
    prop_assume!(ways.count() <= MOST_WAYS);
    let levels: Vec<(Vec<Value>, Vec<Verdict>)> = ways
        .all()
        .into_iter()
        .map(|way| (way.clone(), ways.levels(&way)))
        .collect();
    let verdicts: Vec<(Vec<Value>, Verdict)> = ways
        .all()
        .into_iter()
        .map(|way| (way.clone(), ways.verdict(&way)))
        .collect();
    // One look tells both depths, and what each would tell alone.
    let mut look = precheck.look(answers);
    told_at_once(&precheck, answers)?;
    for depth in [Depth::Verdict, Depth::EveryReason] {
        let step = precheck.next(answers, depth);
        prop_assert_eq!(&step, &look.next(depth), "not what the same look tells");
        prop_assert_eq!(&step, &precheck.next(answers, depth), "not the same twice");
        match step {
            Step::Ask(Ask {
                question,
                proved,
                because,
                ..
            }) => {
                let name = question.name(call);
                prop_assert!(ways.open.contains(&question), "{name} is not open");
                let there = question.fact(call).unwrap().when.is_none();
                let others = ways.open.iter().filter(|it| {
                    let fact = it.fact(call).unwrap();
                    fact.when.is_none() && it.within.is_empty()
                });
                if exact && !there && depth == Depth::Verdict {
                    for other in others {
                        let known = question.fact(call).unwrap().when.as_ref();
                        let proposal =
                            crate::assessment::build::proposal("P", answers.facts().to_vec());
                        let case = crate::assessment::build::case(call, &proposal);
                        let known = bando::assessment::evaluate(case, known.unwrap());
                        let is_there =
                            known == bando::assessment::Evaluated::Known(Value::YesNo(true));
                        prop_assert!(
                            is_there || !matters(&ways, other, &verdicts),
                            "{name} may not be there, and {} matters",
                            other.name(call)
                        );
                    }
                }
                prop_assert!(!because.is_empty(), "{name} is asked for nothing");
                prop_assert!(proved || !exact, "{name}: not proved");
                let matters = match depth {
                    Depth::Verdict => matters(&ways, &question, &verdicts),
                    Depth::EveryReason => {
                        let of = |id: usize| -> Vec<_> {
                            let levels = levels.iter();
                            levels.map(|(way, it)| (way.clone(), it[id])).collect()
                        };
                        let mut all = (0..call.requirements.len())
                            .map(of)
                            .chain([verdicts.clone()]);
                        all.any(|all| matters(&ways, &question, &all))
                    }
                };
                prop_assert!(matters || !proved, "{name} does not matter ({depth:?})");
            }
            Step::Settled(settled) => {
                for (way, verdict) in &verdicts {
                    prop_assert_eq!(settled.verdict, *verdict, "{:?}", way);
                }
                if depth == Depth::EveryReason {
                    let mut levels: Vec<_> = levels.iter().map(|(_, it)| it).collect();
                    levels.dedup();
                    prop_assert_eq!(levels.len(), 1, "not settled");
                }
            }
        }
    }
    Ok(())
}

/// Answers whatever is asked, and returns how many questions that took.
fn play(call: &Call, choices: &mut Choices) -> (usize, Verdict) {
    let precheck = Precheck::new(call.clone());
    let mut answers = Answers::none(call);
    for asked in 0..40 {
        match precheck.next(&answers, Depth::EveryReason) {
            Step::Settled(settled) => return (asked, settled.verdict),
            Step::Ask(Ask { question, .. }) => {
                let kind = question.kind(call).unwrap();
                if choices.pick(6) == 0 {
                    answers.do_not_know(&question);
                } else if matches!(kind, bando::call::Type::List(_)) {
                    answers.state_items(call, &question, choices.pick(3));
                } else {
                    let values = super::small_call::values(kind);
                    let value = values[choices.pick(values.len().min(2))].clone();
                    answers.state(&question, value);
                }
            }
        }
    }
    panic!("it never ends");
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn what_is_asked_matters_and_what_is_settled_stays(mut choices in choices()) {
        let call = choices.call(false);
        let answers = choices.answers(&call);
        check(&call, &answers, true)?;
    }

    #[test]
    fn with_lists_what_is_asked_matters_or_says_that_it_may_not(mut choices in choices()) {
        let call = choices.call(true);
        let answers = choices.answers(&call);
        check(&call, &answers, false)?;
    }

    /// Only a part of all lists is tried here, and the guided check knows of more: it may leave open what
    /// is open with none of these, and nothing else.
    #[test]
    fn of_a_list_that_is_not_known_nothing_is_told_that_some_list_denies(mut choices in choices()) {
        let call = choices.call(true);
        let mut answers = choices.answers(&call);
        let list = call.facts.iter().position(|it| it.name == "partners").unwrap();
        let list = Question::of(FactId(u32::try_from(list).unwrap()));
        prop_assume!(list.fact(&call).unwrap().supplier == Supplier::Applicant);
        answers.take_back(&list);
        answers.do_not_know(&list);
        let ways = Ways::new(&call, &answers);
        prop_assume!(ways.count() <= 8 * MOST_WAYS);
        let Step::Settled(settled) = Precheck::new(call.clone()).next(&answers, Depth::Verdict) else {
            return Ok(());
        };
        let told = settled.verdict;
        for way in ways.all() {
            let tried = ways.verdict(&way);
            let left_open = match tried {
                Verdict::MayApply => told <= Verdict::MayNeedRemedy,
                Verdict::WithReservation | Verdict::OnceRemedied => told == Verdict::MayNeedRemedy,
                Verdict::MayNeedRemedy | Verdict::CannotBeSaid | Verdict::MayNotApply => false,
            };
            let open = told == Verdict::CannotBeSaid;
            prop_assert!(told == tried || left_open || open, "{told:?}, {tried:?}");
        }
    }

    #[test]
    fn whoever_answers_comes_to_an_end(mut choices in choices()) {
        let call = choices.call(true);
        let (asked, _) = play(&call, &mut choices);
        prop_assert!(asked < 30);
    }
}
