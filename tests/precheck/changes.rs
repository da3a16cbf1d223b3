//! What would change the outcome, in words.

use std::fmt::Write as _;

use bando::call::Call;
use bando::number::Fraction;
use bando::precheck::{Answers, Changes, Precheck};
use bando::report::changes_text;
use bando::text::Language;
use bando::value::Value;

use super::written::{call_of, numbered, requirement};
use crate::support::{ProjectFiles, checked, rules};

/// The proposal P01 with some facts changed, and what would mend it.
fn mended(change: impl Fn(&Call, &mut Vec<Option<Value>>)) -> String {
    let call = checked(&rules("puglia-azione-9.3.bando"), &ProjectFiles::default());
    let mut facts = super::puglia::proposals(&call).swap_remove(0).facts;
    change(&call, &mut facts);
    let precheck = Precheck::new(call);
    let answers = Answers::of(facts);
    let changes = precheck.changes(&answers);
    changes_text(precheck.call(), &changes, Language::English)
}

fn set(call: &Call, facts: &mut [Option<Value>], name: &str, value: Value) {
    facts[call.fact(name).unwrap().0.index()] = Some(value);
}

#[test]
fn the_applicant_is_told_to_ask_for_less() {
    let euro = |cents: i128| Value::Number(Fraction::new(cents, 100).unwrap());
    let told = mended(|call, facts| {
        let cost = facts[call.fact("cost").unwrap().0.index()].clone().unwrap();
        let Value::Number(cost) = cost else {
            panic!("a number")
        };
        let requested = cost.add(Fraction::new(1, 100).unwrap()).unwrap();
        set(call, facts, "requested", Value::Number(requested));
        set(call, facts, "own_money", euro(0));
    });
    assert!(told.contains("Grant requested"), "{told}");
    assert!(told.contains("less)"), "{told}");
}

#[test]
fn the_applicant_is_told_what_to_add() {
    let told = mended(|call, facts| {
        set(call, facts, "impact_plan", Value::YesNo(false));
        set(call, facts, "targets", Value::Set([].into()));
    });
    assert!(told.contains("add "), "{told}");
    assert!(told.contains("yes instead of no"), "{told}");
}

#[test]
fn the_applicant_is_told_to_change_one_item_by_what_is_missing() {
    let told = mended(|call, facts| {
        let budget = call.fact("budget").unwrap().0.index();
        let Some(Value::List(items)) = &mut facts[budget] else {
            panic!("a list")
        };
        let Some(Value::Number(amount)) = &mut items[0].fields[1] else {
            panic!("a number")
        };
        *amount = amount.sub(Fraction::new(1, 100).unwrap()).unwrap();
    });
    assert!(told.contains("Items of cost: no. "), "{told}");
    assert_eq!(told.matches("\n- ").count(), 1, "{told}");
}

#[test]
fn what_cannot_be_changed_is_told() {
    let told = mended(|call, facts| {
        let form = call.enums[0].variant("persona_fisica").unwrap();
        set(call, facts, "applicant.form", Value::Variant(form));
    });
    assert!(
        told.starts_with("Nothing that can be changed here meets these requirements:"),
        "{told}"
    );
}

/// A call with two amounts, and requirements on both together.
fn two_amounts(conditions: &[&str]) -> Precheck {
    let requirements: Vec<(&str, &str)> = conditions.iter().map(|it| (*it, "")).collect();
    call_of(
        "  one : integer changeable at least 0 at most 1_000 ask \"One?\"
  other : integer changeable at least 0 at most 1_000 ask \"Other?\"",
        &numbered(&requirements),
    )
}

/// The smallest change from nought and nought, and whether it is said to be the smallest.
fn from_nought(requirements: &[&str]) -> (Option<[i128; 2]>, bool) {
    let nought = Value::Number(Fraction::ZERO);
    let answers = Answers::of(vec![Some(nought); 2]);
    match two_amounts(requirements).changes(&answers) {
        Changes::NothingFails { .. } => panic!("nothing fails"),
        Changes::Mend(mend) => {
            let found = mend.answers.facts().iter().map(|it| match it {
                Some(Value::Number(number)) => number.to_integer().unwrap(),
                other => panic!("{other:?}"),
            });
            let found: Vec<i128> = found.collect();
            (Some([found[0], found[1]]), mend.complete)
        }
        Changes::None { complete, .. } => (None, complete),
    }
}

#[test]
fn where_two_comparisons_meet_the_smallest_change_is_found() {
    let both = ["one + other >= 100", "one - other = 10"];
    assert_eq!(from_nought(&both), (Some([55, 45]), true));
    let other_way = ["one - other = 10", "one + other >= 100"];
    assert_eq!(from_nought(&other_way), (Some([55, 45]), true));
}

#[test]
fn where_facts_are_multiplied_a_smaller_change_is_not_ruled_out() {
    let (found, complete) = from_nought(&["one * other >= 400"]);
    assert!(found.is_some() && !complete, "{found:?}");
}

/// What the terminal says of the changes, over a call with these facts and requirements.
fn told_in(
    language: Language,
    facts: &str,
    requirements: &str,
    answers: Vec<Option<Value>>,
) -> String {
    let precheck = call_of(facts, requirements);
    let changes = precheck.changes(&Answers::of(answers));
    changes_text(precheck.call(), &changes, language)
}

pub(super) fn told_of(facts: &str, requirements: &str, answers: Vec<Option<Value>>) -> String {
    told_in(Language::English, facts, requirements, answers)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "answers hold values that may be missing"
)]
pub(super) fn whole(number: i128) -> Option<Value> {
    Some(Value::Number(Fraction::integer(number)))
}

#[test]
fn one_partner_in_the_way_may_be_left_out() {
    let partner = |name: &str, excluded| bando::value::Record {
        fields: vec![
            Some(Value::Text(name.to_owned())),
            Some(Value::YesNo(excluded)),
        ],
    };
    let partners = vec![
        partner("Alfa", false),
        partner("Beta", true),
        partner("Gamma", false),
    ];
    let told = told_in(
        Language::Italian,
        "  partners : list of { name : text, excluded : yes/no } changeable ask \"Partner\"",
        &requirement(
            "nobody",
            "Nessun escluso",
            "none of partners where excluded",
            "",
        ),
        vec![Some(Value::List(partners))],
    );
    assert!(told.contains("- Partner: togliere il n. 2"), "{told}");
}

#[test]
fn what_the_commission_has_yet_to_find_bars_no_change() {
    // What would mend a cost of 60,000 euro where this is required.
    let told = |condition: &str| {
        told_of(
            "  cost : money changeable at least 0.01 EUR ask \"Cost?\"
  coherent : yes/no by commission",
            &requirement("fit", "Coherence and cost", condition, ""),
            vec![whole(60_000), None],
        )
    };
    let alone = told("cost <= 50_000 EUR and coherent");
    assert!(alone.contains("50,000.00"), "{alone}");
    // Whatever it finds, the requirement fails: that is told too.
    let both = "(cost <= 50_000 EUR or coherent) and (cost <= 50_000 EUR or not coherent)";
    let both = told(both);
    assert!(both.contains("50,000.00"), "{both}");
}

#[test]
fn what_is_met_or_does_not_apply_either_way_is_not_left_to_be_stated() {
    // It fails before the change, where the area is found; after it, nothing depends on the area.
    let area = requirement(
        "area",
        "Area",
        "cost <= 200 EUR",
        "applies when cost > 100 EUR or found",
    );
    let most = requirement("most", "Most", "cost <= 90 EUR", "");
    let told = told_of(
        "  cost : money changeable ask \"Cost?\"\n  found : yes/no by office",
        &(area + &most),
        vec![whole(500), None],
    );
    assert!(told.contains("90.00"), "{told}");
    assert!(!told.contains("depends"), "{told}");
}

#[test]
fn what_can_be_remedied_later_hides_no_change() {
    let register = requirement(
        "register",
        "Register",
        "registered",
        "remedy within 10 days",
    );
    let limit = requirement("limit", "Limit", "cost <= 50_000 EUR", "");
    let told = told_of(
        "  registered : yes/no ask \"Is it registered?\"
  cost : money changeable at least 0.01 EUR ask \"What does it cost?\"",
        &format!("{register}{limit}"),
        vec![Some(Value::YesNo(false)), whole(60_000)],
    );
    assert!(told.contains("50,000.00"), "{told}");
    assert!(
        told.contains(
            "What remains to be remedied in time, or as a reservation: Register (Notice)."
        ),
        "{told}"
    );
}

#[test]
fn whatever_cannot_be_met_is_named_whether_alone_or_together() {
    let told = |registered, language| {
        let requirements = [
            (
                "register",
                "Register",
                "registered",
                "remedy within 10 days",
            ),
            ("share", "Own share", "own >= 20 and cost <= 50", ""),
            ("no_more", "Not too much", "own <= 10 and cost <= 50", ""),
        ];
        let requirements = requirements.map(|(name, title, condition, consequence)| {
            requirement(name, title, condition, consequence)
        });
        told_in(
            language,
            "  registered : yes/no ask \"Is it registered?\"
  cost : integer changeable at least 0 ask \"What does it cost?\"
  own : integer changeable at least 0 ask \"Own money\"",
            &requirements.concat(),
            vec![Some(Value::YesNo(registered)), whole(60), whole(15)],
        )
    };
    let together = "One by one they could be met, all together not: Own share (Notice); Not too much\n(Notice).\n";
    assert_eq!(told(true, Language::English), together);
    let alone = "Nothing that can be changed here meets these requirements: Register (Notice).\n";
    assert_eq!(told(false, Language::English), format!("{alone}{together}"));
    let told = told(false, Language::Italian);
    assert!(
        told.contains("Register") && told.contains("Own share"),
        "{told}"
    );
}

#[test]
fn nobody_is_told_that_it_could_be_met_unless_a_change_was_found() {
    let told = told_of(
        "  price : money at most 1_000 EUR changeable ask \"Price?\"
  share : percent 2 at most 100 % changeable ask \"Share?\"",
        &requirement("enough", "Enough", "price * share >= 5_000 EUR", ""),
        vec![
            whole(10),
            Some(Value::Number(Fraction::new(1, 10).unwrap())),
        ],
    );
    assert_eq!(
        told,
        "For these not every change could be tried: Enough (Notice).\nNot every case could be tried.\n"
    );
}

/// What is said where a cost of 300 euro is to come down to 200, and that depends on something else.
const DOWN_TO_200: &str = "This would be enough for no requirement to fail:
- Cost? 200.00 EUR instead of 300.00 EUR (100.00 EUR less)
  for: Limit (Notice)
Whether these are met then depends on what is not stated yet, or on what the
office or the commission finds: Limit (Notice).
";

/// What is said of a cost beside something not stated that picks its limit.
fn limited(other: &str, ceiling: &str, cost: i128) -> String {
    let limit = requirement("limit", "Limit", "cost <= ceiling", "");
    told_of(
        &format!("  {other}\n  cost : money changeable ask \"Cost?\""),
        &format!("define ceiling : money = {ceiling}\n\n{limit}"),
        vec![None, whole(cost)],
    )
}

#[test]
fn what_every_answer_still_open_leaves_unmet_is_not_said_to_fail_nowhere() {
    let ceiling = "first of { small : 100 EUR otherwise : 200 EUR }";
    let told = |cost| limited("small : yes/no ask \"Small?\"", ceiling, cost);
    assert_eq!(told(300), DOWN_TO_200);
    assert_eq!(
        told(150),
        "No requirement fails.
Whether these are met depends on what is not stated yet, or on what the office
or the commission finds: Limit (Notice).
"
    );
}

#[test]
fn where_something_not_stated_picks_the_limit_the_smallest_change_keeps_to_the_best() {
    for (other, ceiling) in [
        (
            "o : yes/no by office",
            "first of { o : 100 EUR otherwise : 200 EUR }",
        ),
        (
            "o : date by office",
            "first of { o <= 2026-01-01 : 100 EUR otherwise : 200 EUR }",
        ),
        (
            "o : money by office",
            "first of { o <= 10 EUR : 100 EUR otherwise : 200 EUR }",
        ),
        (
            "o : yes/no ask \"O?\"",
            "first of { o : 200 EUR otherwise : 100 EUR }",
        ),
        (
            "o : integer ask \"O?\"",
            "greatest of { first of { o > 3 : 200 EUR otherwise : 50 EUR }, 100 EUR }",
        ),
    ] {
        assert_eq!(limited(other, ceiling, 300), DOWN_TO_200, "{ceiling}");
    }
}

#[test]
fn what_cannot_be_met_together_is_mended_or_named() {
    let told = |first: &str| {
        let first = requirement("one", "First", first, "");
        let other = requirement("other", "Second", "not a", "");
        told_of(
            "  a : yes/no ask \"A?\"
  cost : money changeable ask \"Cost?\"",
            &format!("{first}{other}"),
            vec![None, whole(300)],
        )
    };
    assert_eq!(
        told("a"),
        "One by one they could be met, all together not: First (Notice); Second (Notice).\n"
    );
    assert_eq!(
        told("a or cost <= 100 EUR"),
        "This would be enough for no requirement to fail:
- Cost? 100.00 EUR instead of 300.00 EUR (200.00 EUR less)
  for: First (Notice)
Whether these are met then depends on what is not stated yet, or on what the
office or the commission finds: Second (Notice).
"
    );
}

#[test]
fn what_cannot_be_met_together_hides_no_change() {
    let told = |consequence: &str| {
        let requirements = [
            requirement("one", "First", "a", consequence),
            requirement("other", "Second", "not a", consequence),
            requirement("limit", "Limit", "cost <= 200 EUR", consequence),
        ];
        told_of(
            "  a : yes/no ask \"A?\"
  cost : money changeable ask \"Cost?\"",
            &requirements.concat(),
            vec![None, whole(300)],
        )
    };
    for consequence in ["remedy within 10 days", "reservation within 10 days"] {
        assert_eq!(
            told(consequence),
            "This would be enough for no other requirement to fail:
- Cost? 200.00 EUR instead of 300.00 EUR (100.00 EUR less)
  for: Limit (Notice)
What remains to be remedied in time, or as a reservation: First (Notice); Second
(Notice).
"
        );
    }
    assert_eq!(
        told(""),
        "One by one they could be met, all together not: First (Notice); Second (Notice).\n"
    );
}

#[test]
fn what_a_change_makes_fail_is_offered_where_it_can_be_remedied_later() {
    let no = || Some(Value::YesNo(false));
    let told = |consequence: &str| {
        let limit = requirement("limit", "Limit", "big or cost <= 50 EUR", "");
        let register = requirement("register", "Register", "registered", consequence);
        let register = register.replace("  require", "  applies when big\n  require");
        told_of(
            "  big : yes/no changeable ask \"Big?\"
  cost : money ask \"Cost?\"
  registered : yes/no ask \"Registered?\"",
            &format!("{limit}{register}"),
            vec![no(), whole(60), no()],
        )
    };
    let offered = "This would be enough for no other requirement to fail:
- Big? yes instead of no
  for: Limit (Notice)
What remains to be remedied in time, or as a reservation: Register (Notice).
";
    assert_eq!(told("remedy within 10 days"), offered);
    assert_eq!(told("reservation within 10 days"), offered);
    let refused = "This could be met, but not together with the others: Limit (Notice).\n";
    assert_eq!(told(""), refused);
}

#[test]
fn what_stands_against_one_another_in_too_many_ways_is_said_not_to_have_been_tried() {
    // Each is to have a place, and there is one place less: no two may have the same.
    let told = |count: usize| {
        let mut facts = String::new();
        let mut requirements = String::new();
        let has = |one: usize, place: usize| format!("has{one}_{place}");
        for one in 0..count {
            let places: Vec<String> = (1..count).map(|place| has(one, place)).collect();
            for name in &places {
                let _ = writeln!(facts, "  {name} : yes/no by office");
            }
            requirements += &requirement(&format!("r{one}"), "Place", &places.join(" or "), "");
            for (other, place) in (0..one).flat_map(|it| (1..count).map(move |at| (it, at))) {
                let condition = format!("not {} or not {}", has(one, place), has(other, place));
                let name = format!("r{one}_{other}_{place}");
                requirements += &requirement(&name, "Own", &condition, "");
            }
        }
        told_of(&facts, &requirements, vec![None; count * (count - 1)])
    };
    let not_all = "Not every case could be tried.";
    assert!(!told(3).contains(not_all), "{}", told(3));
    assert_eq!(told(8), format!("No requirement fails.\n{not_all}\n"));
}
