//! Requirements that lead to a verdict only together: they are named, and no others.

use bando::call::{Call, RequirementId};
use bando::precheck::{Answers, Depth, Outcome, Precheck, Reception, Settled, Step, Verdict};
use bando::report::{precheck_json, precheck_text};
use bando::text::Language;
use proptest::prelude::*;

use super::brute_force::Ways;
use super::small_call::choices;
use super::written::{call_of, numbered};
use crate::assessment::build::{add_requirement, not};
use crate::support::{ProjectFiles, cases, checked};

/// So many ways of answering are tried, no more.
const MOST_WAYS: usize = 1_000;

/// Adds a requirement that is met where the first is not: no answers meet both.
fn add_the_opposite_of_the_first(call: &mut Call) {
    let first = call.requirements[0].clone();
    let opposite = add_requirement(call, "opposite", not(first.require));
    opposite.applies_when = first.applies_when;
    opposite.consequence = first.consequence;
}

fn not_together(settled: &Settled) -> Vec<usize> {
    let standings = settled.standings.iter();
    let found = standings.filter(|it| matches!(it.outcome, Outcome::NotTogether(_)));
    found.map(|it| it.requirement.index()).collect()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_leads_to_the_verdict_only_together_is_named_and_nothing_else(mut choices in choices()) {
        let mut call = choices.call(false);
        add_the_opposite_of_the_first(&mut call);
        let answers = choices.answers(&call);
        let ways = Ways::new(&call, &Answers::of(answers.facts().to_vec()));
        prop_assume!(ways.count() <= MOST_WAYS);
        let precheck = Precheck::new(call.clone());
        let Step::Settled(settled) = precheck.next(&answers, Depth::Verdict) else {
            return Ok(());
        };
        let told = not_together(&settled);
        let verdict = settled.verdict;
        if matches!(
            verdict,
            Verdict::MayApply | Verdict::MayNeedRemedy | Verdict::CannotBeSaid
        ) {
            prop_assert_eq!(told, Vec::<usize>::new());
            return Ok(());
        }
        let tables: Vec<Vec<Verdict>> = ways
            .all()
            .iter()
            .flat_map(|way| ways.table(way).into_iter().flatten())
            .collect();
        let lead = |places: &[usize]| {
            let mut ways = tables.iter();
            ways.all(|levels| places.iter().any(|it| levels[*it] >= verdict))
        };
        let all: Vec<usize> = (0..call.requirements.len()).collect();
        // One is enough, or it is due to what is not known.
        if all.iter().any(|it| lead(&[*it])) || !lead(&all) {
            prop_assert_eq!(told, Vec::<usize>::new());
            return Ok(());
        }
        prop_assert!(lead(&told), "{told:?} do not lead to {verdict:?}");
        for place in &told {
            let mut others = told.clone();
            others.retain(|it| it != place);
            prop_assert!(!lead(&others), "{others:?} of {told:?} are enough");
        }
    }
}

/// A call with these requirements on what is asked: `a`, `b` and `c`, and whether it is new.
fn of_three(requirements: &[(&str, &str)]) -> Precheck {
    let facts = "a : yes/no ask \"A?\"\nb : yes/no ask \"B?\"\nc : yes/no ask \"C?\"";
    call_of(facts, &numbered(requirements))
}

/// What the terminal says before anything is answered, and which requirements lead to it together.
fn told_of(requirements: &[(&str, &str)], language: Language) -> (String, Vec<usize>) {
    let precheck = of_three(requirements);
    let answers = Answers::none(precheck.call());
    let step = precheck.next(&answers, Depth::Verdict);
    let told = precheck_text(precheck.call(), &answers, &step, Reception::Open, language);
    let Step::Settled(settled) = step else {
        panic!("{told}");
    };
    (told, not_together(&settled))
}

#[test]
fn what_keeps_out_only_together_is_told_with_its_articles() {
    let requirements = [("a", ""), ("b", "remedy within 10 days"), ("not a", "")];
    let (told, together) = told_of(&requirements, Language::English);
    assert_eq!(together, [0, 2]);
    assert_eq!(
        told,
        "You cannot apply.

Each by itself would allow a better outcome, but not all together:
- Requirement 0 (r0)
  § Notice, art. 0
- Requirement 2 (r2)
  § Notice, art. 2

Not asked: they no longer change the outcome:
- Requirement 1 (r1)
"
    );
    let (told, _) = told_of(&requirements, Language::Italian);
    let head = "Ciascuno da solo permetterebbe un esito migliore, ma non tutti insieme:\n- Requirement 0 (r0)";
    assert!(told.contains(head), "{told}");
}

#[test]
fn what_can_be_remedied_is_told_with_its_term() {
    let remedy = "remedy within 10 days";
    let (told, together) = told_of(&[("a", remedy), ("not a", remedy)], Language::English);
    assert_eq!(together, [0, 1]);
    assert!(
        told.starts_with("You may apply, but something must be remedied.\n\nEach by itself would"),
        "{told}"
    );
    assert_eq!(
        told.matches("to be remedied within 10 days").count(),
        2,
        "{told}"
    );
    assert!(!told.contains("Not asked"), "{told}");
    let reservation = "reservation within 10 days";
    let requirements = [("a", reservation), ("not a", reservation)];
    let (told, together) = told_of(&requirements, Language::English);
    assert_eq!(together, [0, 1]);
    assert!(told.contains("You may apply, with reservation"), "{told}");
}

#[test]
fn of_those_that_lead_to_it_none_is_named_in_vain() {
    // Three that only all together cannot be met, and two others that could do with any answers.
    let requirements = [
        ("a or c", ""),
        ("a or b", ""),
        ("not a", ""),
        ("b or not c", ""),
        ("not b", ""),
    ];
    assert_eq!(told_of(&requirements, Language::English).1, [1, 2, 4]);
}

#[test]
fn what_is_not_known_takes_nothing_from_it() {
    let precheck = of_three(&[("a", ""), ("not a", "")]);
    let mut answers = Answers::none(precheck.call());
    answers.do_not_know(&precheck.questions()[0]);
    for depth in [Depth::Verdict, Depth::EveryReason] {
        let step = precheck.next(&answers, depth);
        let Step::Settled(settled) = &step else {
            panic!("{step:?}");
        };
        assert_eq!(settled.verdict, Verdict::MayNotApply);
        assert_eq!(not_together(settled), [0, 1]);
        let told = precheck_json(precheck.call(), &answers, &step, Reception::Open);
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["requirements"][0]["outcome"], "not_together", "{told}");
    }
    // The standings alone tell the same.
    let standings = precheck.look(&answers).standings();
    let ids = standings.iter().map(|it| (it.requirement, &it.outcome));
    let ids = ids.filter(|(_, it)| matches!(it, Outcome::NotTogether(_)));
    let ids: Vec<RequirementId> = ids.map(|(id, _)| id).collect();
    assert_eq!(ids, [RequirementId(0), RequirementId(1)]);
}

#[test]
fn what_is_open_only_together_waits_for_what_is_not_known() {
    let precheck = of_three(&[("a or b", ""), ("not a or b", "")]);
    let mut answers = Answers::none(precheck.call());
    let b = precheck.questions()[1].clone();
    answers.do_not_know(&b);
    let Step::Settled(settled) = precheck.next(&answers, Depth::Verdict) else {
        panic!("settled");
    };
    assert_eq!(settled.verdict, Verdict::CannotBeSaid);
    for standing in &settled.standings {
        let Outcome::Open { missing, .. } = &standing.outcome else {
            panic!("{standing:?}");
        };
        assert_eq!(missing, std::slice::from_ref(&b));
    }
}

#[test]
fn what_cannot_be_worked_out_is_not_said_to_be_unmet() {
    let precheck = call_of(
        "a : yes/no ask \"A?\"\nm : integer ask \"M?\"\nk : integer ask \"K?\"",
        &numbered(&[("a or m / k > 1", ""), ("not a or m / k > 1", "")]),
    );
    let mut answers = Answers::none(precheck.call());
    for (place, number) in [(1, 1), (2, 0)] {
        let number = bando::number::Fraction::integer(number);
        let question = precheck.questions()[place].clone();
        answers.state(&question, bando::value::Value::Number(number));
    }
    let Step::Settled(settled) = precheck.next(&answers, Depth::Verdict) else {
        panic!("settled");
    };
    assert_eq!(settled.verdict, Verdict::CannotBeSaid);
    assert_eq!(not_together(&settled), Vec::<usize>::new());
    let open = |it: &bando::precheck::Standing| matches!(it.outcome, Outcome::Open { .. });
    assert!(settled.standings.iter().all(open), "{settled:?}");
}

#[test]
fn the_applicants_own_answers_stand_with_what_cannot_be_met_together() {
    let text = std::fs::read_to_string("tests/web/missing.bando").unwrap();
    let precheck = Precheck::new(checked(&text, &ProjectFiles::default()));
    let call = precheck.call();
    let mut facts = vec![None; call.facts.len()];
    facts[0] = Some(bando::value::Value::YesNo(false));
    let answers = Answers::of(facts);
    let step = precheck.next(&answers, Depth::Verdict);
    let told = precheck_text(call, &answers, &step, Reception::Open, Language::English);
    let wanted = "\
Each by itself would allow a better outcome, but not all together:
- Enrolment (enrolled_or_other)
  § Avviso pubblico di prova, art. 1
  answer: Is it enrolled? - no
- One grant only (one_only)
  § Avviso pubblico di prova, art. 2
";
    assert!(told.contains(wanted), "{told}");
}
