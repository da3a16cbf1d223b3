//! What would change the outcome: the least there is, and it does.

use std::fmt::Write as _;

use bando::assessment::{Judgement, judge_one};
use bando::call::{Call, Consequence, FactId, RequirementId, Supplier};
use bando::number::Fraction;
use bando::precheck::{Changes, Precheck};
use bando::value::Value;
use proptest::prelude::*;

use super::small_call::{choices, values};
use crate::assessment::build::{case, proposal};
use crate::support::{ProjectFiles, cases, checked, rules};

/// What a requirement comes to with every way of stating what is not stated; what the office will
/// tell is taken at the best it may find.
type Judged = Vec<Vec<Found>>;

/// What a requirement comes to, and whether it is in nobody's way that way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    rank: usize,
    fine: bool,
}

const MET: usize = 0;
const UNKNOWN: usize = 1;
const UNMET: usize = 2;

/// Judges every requirement with every way of stating what the applicant has not stated.
fn judged(call: &Call, facts: &[Option<Value>]) -> Judged {
    let applicant = |at: usize| call.facts[at].supplier == Supplier::Applicant;
    let all = (0..).map(RequirementId).take(call.requirements.len());
    let all: Vec<RequirementId> = all.collect();
    completed(call, facts, applicant)
        .iter()
        .map(|facts| {
            let by_office = completed(call, facts, |at| !applicant(at));
            let best = |id| by_office.iter().map(|facts| found(call, facts, id)).min();
            all.iter().map(|id| best(*id).unwrap()).collect()
        })
        .collect()
}

fn found(call: &Call, facts: &[Option<Value>], id: RequirementId) -> Found {
    let proposal = proposal("P", facts.to_vec());
    let (finding, in_the_way) = judge_one(case(call, &proposal), id).unwrap();
    let rank = match finding.judgement {
        Judgement::Unmet => UNMET,
        Judgement::Unknown | Judgement::NotExamined if in_the_way => UNKNOWN,
        _ => MET,
    };
    let reservation = matches!(finding.consequence, Consequence::Reservation(_));
    let fine = rank == MET || rank == UNKNOWN && !reservation;
    Found { rank, fine }
}

/// Returns every way of stating those of these facts that are not stated.
fn completed(
    call: &Call,
    facts: &[Option<Value>],
    wanted: impl Fn(usize) -> bool,
) -> Vec<Vec<Option<Value>>> {
    let mut ways = vec![facts.to_vec()];
    for (at, fact) in call.facts.iter().enumerate() {
        if facts[at].is_some() || !wanted(at) {
            continue;
        }
        let all = ways.iter().flat_map(|way| {
            values(fact.kind).into_iter().map(move |value| {
                let mut way = way.clone();
                way[at] = Some(value);
                way
            })
        });
        ways = all.collect();
    }
    ways
}

/// The best that a requirement can come to.
fn best(judged: &Judged, place: usize) -> usize {
    judged.iter().map(|way| way[place].rank).min().unwrap()
}

/// Tells whether requirements can all be met together, as far as each of them ever can.
fn meet_together(judged: &Judged, places: &[usize]) -> bool {
    let ever = |place: &&usize| judged.iter().any(|way| way[**place].fine);
    let places: Vec<&usize> = places.iter().filter(ever).collect();
    judged
        .iter()
        .any(|way| places.iter().all(|it| way[**it].fine))
}

/// How many facts, how many choices, by how much numbers.
fn distance(from: &[Option<Value>], to: &[Option<Value>]) -> (usize, usize, Fraction) {
    let mut distance = (0, 0, Fraction::ZERO);
    for (from, to) in from.iter().zip(to).filter(|(from, to)| from != to) {
        distance.0 += 1;
        match (from, to) {
            (Some(Value::Number(from)), Some(Value::Number(to))) => {
                let way = to.sub(*from).unwrap().abs().unwrap();
                distance.2 = distance.2.add(way).unwrap();
            }
            (Some(Value::Set(from)), Some(Value::Set(to))) => {
                distance.1 += from.symmetric_difference(to).count();
            }
            _ => distance.1 += 1,
        }
    }
    distance
}

/// Returns every way of changing what may be changed.
fn ways(call: &Call, facts: &[Option<Value>]) -> Vec<Vec<Option<Value>>> {
    let mut ways = vec![facts.to_vec()];
    for (id, fact) in (0..).map(FactId).zip(&call.facts) {
        let stated = facts[id.index()].is_some();
        if !fact.changeable || !stated || fact.supplier != Supplier::Applicant {
            continue;
        }
        ways = ways
            .into_iter()
            .flat_map(|way| {
                values(fact.kind).into_iter().map(move |value| {
                    let mut way = way.clone();
                    way[id.index()] = Some(value);
                    way
                })
            })
            .collect();
    }
    ways
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn the_least_change_is_found_and_mends_everything(mut choices in choices()) {
        let call = choices.call(false);
        let answers = choices.answers(&call);
        let before = answers.facts();
        let judged_before = judged(&call, before);
        let count = call.requirements.len();
        let failing: Vec<usize> = (0..count)
            .filter(|it| best(&judged_before, *it) == UNMET)
            .collect();
        let others: Vec<usize> = (0..count).filter(|it| !failing.contains(it)).collect();
        let failing_together = !meet_together(&judged_before, &others);
        let all: Vec<(Vec<Option<Value>>, Judged)> = ways(&call, before)
            .into_iter()
            .map(|way| {
                let judged = judged(&call, &way);
                (way, judged)
            })
            .collect();
        // The least change after which none of `wanted` fails; of no more than four facts.
        let least_of = |wanted: &dyn Fn(usize) -> bool| {
            let wanted: Vec<usize> = (0..count).filter(|it| wanted(*it)).collect();
            let mends = |judged: &Judged| {
                let each = wanted.iter().all(|it| match best(judged, *it) {
                    UNMET => false,
                    UNKNOWN => !failing.contains(it),
                    _ => true,
                });
                each && meet_together(judged, &wanted)
            };
            let mending = all.iter().filter(|(_, judged)| mends(judged));
            let distances = mending.map(|(way, _)| distance(before, way));
            distances.filter(|it| it.0 <= 4).min()
        };
        let least = least_of(&|_| true);
        let beyond: Vec<usize> = failing
            .iter()
            .copied()
            .filter(|id| least_of(&|it| it == *id).is_none())
            .collect();
        let least_of_others = least_of(&|it| !beyond.contains(&it));
        let places = |ids: &[RequirementId]| ids.iter().map(|it| it.index()).collect::<Vec<_>>();
        match Precheck::new(call.clone()).changes(&answers) {
            Changes::NothingFails => prop_assert!(failing.is_empty() && !failing_together),
            Changes::Mend(mend) if !mend.remaining.is_empty() => {
                // Nothing mends all; what is left can be remedied, or makes a reservation.
                prop_assert_eq!(least, None);
                let facts = mend.answers.facts();
                let after = judged(&call, facts);
                for id in (0..).map(RequirementId).take(count) {
                    let fails = best(&after, id.index()) == UNMET;
                    let keeps_out =
                        call.requirements[id.index()].consequence == Consequence::Refusal;
                    prop_assert!(!(fails && keeps_out), "{id:?}");
                    prop_assert_eq!(fails, mend.remaining.contains(&id), "{:?}", id);
                    prop_assert!(!fails || beyond.contains(&id.index()), "{id:?} could be mended");
                }
                prop_assert_eq!(Some(distance(before, facts)), least_of_others);
            }
            Changes::Mend(mend) => {
                let after = mend.answers.facts();
                prop_assert_eq!(Some(distance(before, after)), least.or(least_of_others));
                prop_assert!(mend.complete);
            }
            Changes::None { failing: told, beyond: told_beyond, together, complete, .. } => {
                let told = places(&told);
                prop_assert!(failing.iter().all(|it| told.contains(it)));
                prop_assert_eq!(told.len() > failing.len(), failing_together);
                prop_assert_eq!(least, None);
                if complete {
                    prop_assert_eq!(places(&told_beyond), beyond.clone());
                    let mut others = told;
                    others.retain(|it| !beyond.contains(it));
                    if least_of_others.is_some() {
                        others.clear();
                    }
                    prop_assert_eq!(places(&together), others);
                }
            }
        }
    }
}

/// The proposal P01 with some facts changed, and what would mend it.
fn mended(change: impl Fn(&Call, &mut Vec<Option<Value>>)) -> String {
    let call = checked(&rules("puglia-azione-9.3.bando"), &ProjectFiles::default());
    let mut facts = super::puglia::proposals(&call).swap_remove(0).facts;
    change(&call, &mut facts);
    let precheck = Precheck::new(call);
    let answers = bando::precheck::Answers::of(facts);
    let changes = precheck.changes(&answers);
    bando::report::changes_text(precheck.call(), &changes, bando::text::Language::English)
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
fn two_amounts(requirements: &[&str]) -> Call {
    let mut text = "bando 1 en

call two {
  title \"Due importi\"
  zone Europe/Rome
}

source notice \"Avviso\"

facts {
  one : integer changeable at least 0 at most 1_000 ask \"Uno\"
  other : integer changeable at least 0 at most 1_000 ask \"Altro\"
}
"
    .to_owned();
    for (place, condition) in requirements.iter().enumerate() {
        let _ = write!(
            text,
            "
requirement r{place} \"Requisito {place}\" {{
  phase formal
  cite notice
  require {condition}
  else \"Manca.\"
}}
"
        );
    }
    checked(&text, &ProjectFiles::default())
}

/// The smallest change from nought and nought, and whether it is said to be the smallest.
fn from_nought(requirements: &[&str]) -> (Option<[i128; 2]>, bool) {
    let call = two_amounts(requirements);
    let nought = Value::Number(Fraction::ZERO);
    let answers = bando::precheck::Answers::of(vec![Some(nought); 2]);
    match Precheck::new(call).changes(&answers) {
        Changes::NothingFails => panic!("nothing fails"),
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

#[test]
fn one_partner_in_the_way_may_be_left_out() {
    let text = "bando 1 en

call partners {
  title \"Partner\"
  zone Europe/Rome
}

source notice \"Avviso\"

facts {
  partners : list of { name : text, excluded : yes/no } changeable ask \"Partner\"
}

requirement nobody \"Nessun escluso\" {
  phase formal
  cite notice
  require none of partners where excluded
  else \"C'è un escluso.\"
}
";
    let call = checked(text, &ProjectFiles::default());
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
    let answers = bando::precheck::Answers::of(vec![Some(Value::List(partners))]);
    let precheck = Precheck::new(call);
    let changes = precheck.changes(&answers);
    let told =
        bando::report::changes_text(precheck.call(), &changes, bando::text::Language::Italian);
    assert!(told.contains("- Partner: togliere il n. 2"), "{told}");
}

/// A call in which the commission has its word in the requirement on the cost.
const COMMISSION: &str = "bando 1 en

call spaces {
  title \"Spaces\"
  zone Europe/Rome
}

source notice \"Notice\"

facts {
  cost : money changeable at least 0.01 EUR ask \"What does it cost?\"
  coherent : yes/no by commission
}

requirement fit \"Coherence and cost\" {
  phase substantive
  cite notice \"art. 5\"
  require CONDITION
  else \"It costs {cost}.\"
}
";

/// What would mend a cost of 60,000 euro where this is required.
fn of_a_cost(condition: &str) -> String {
    let call = checked(
        &COMMISSION.replace("CONDITION", condition),
        &ProjectFiles::default(),
    );
    let cost = Value::Number(Fraction::integer(60_000));
    let answers = bando::precheck::Answers::of(vec![Some(cost), None]);
    let precheck = Precheck::new(call);
    let changes = precheck.changes(&answers);
    bando::report::changes_text(precheck.call(), &changes, bando::text::Language::English)
}

#[test]
fn what_the_commission_has_yet_to_find_bars_no_change() {
    let told = of_a_cost("cost <= 50_000 EUR and coherent");
    assert!(told.contains("50,000.00"), "{told}");
    // Whatever it finds, the requirement fails: that is told too.
    let both = "(cost <= 50_000 EUR or coherent) and (cost <= 50_000 EUR or not coherent)";
    let told = of_a_cost(both);
    assert!(told.contains("50,000.00"), "{told}");
}

#[test]
fn what_can_be_remedied_later_hides_no_change() {
    let text = "bando 1 en

call workshops {
  title \"Workshops\"
  zone Europe/Rome
}

source notice \"Notice\"

facts {
  registered : yes/no ask \"Is it registered?\"
  cost : money changeable at least 0.01 EUR ask \"What does it cost?\"
}

requirement register \"Register\" {
  phase formal
  cite notice
  require registered
  else \"Not registered.\"
  remedy within 10 days
}

requirement limit \"Limit\" {
  phase formal
  cite notice
  require cost <= 50_000 EUR
  else \"Too dear.\"
}
";
    let call = checked(text, &ProjectFiles::default());
    let cost = Value::Number(Fraction::integer(60_000));
    let facts = vec![Some(Value::YesNo(false)), Some(cost)];
    let precheck = Precheck::new(call);
    let changes = precheck.changes(&bando::precheck::Answers::of(facts));
    let told =
        bando::report::changes_text(precheck.call(), &changes, bando::text::Language::English);
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
    let text = "bando 1 en

call workshops {
  title \"Workshops\"
  zone Europe/Rome
}

source notice \"Notice\"

facts {
  registered : yes/no ask \"Is it registered?\"
  cost : integer changeable at least 0 ask \"What does it cost?\"
  own : integer changeable at least 0 ask \"Own money\"
}

requirement register \"Register\" {
  phase formal
  cite notice
  require registered
  else \"Not registered.\"
  remedy within 10 days
}

requirement share \"Own share\" {
  phase formal
  cite notice
  require own >= 20 and cost <= 50
  else \"Too little.\"
}

requirement no_more \"Not too much\" {
  phase formal
  cite notice
  require own <= 10 and cost <= 50
  else \"Too much.\"
}
";
    let call = checked(text, &ProjectFiles::default());
    let whole = |number| Some(Value::Number(Fraction::integer(number)));
    let precheck = Precheck::new(call);
    let told = |registered, language| {
        let facts = vec![Some(Value::YesNo(registered)), whole(60), whole(15)];
        let changes = precheck.changes(&bando::precheck::Answers::of(facts));
        bando::report::changes_text(precheck.call(), &changes, language)
    };
    let (it, en) = (
        bando::text::Language::Italian,
        bando::text::Language::English,
    );
    let together = "One by one they could be met, all together not: Own share (Notice); Not too much\n(Notice).\n";
    assert_eq!(told(true, en), together);
    let alone = "Nothing that can be changed here meets these requirements: Register (Notice).\n";
    assert_eq!(told(false, en), format!("{alone}{together}"));
    let told = told(false, it);
    assert!(
        told.contains("Register") && told.contains("Own share"),
        "{told}"
    );
}

/// What the terminal says of the changes, over a call with these facts and requirements.
fn told_of(facts: &str, requirements: &str, answers: Vec<Option<Value>>) -> String {
    let text = format!(
        "bando 1 en

call workshops {{
  title \"Workshops\"
  zone Europe/Rome
}}

source notice \"Notice\"

facts {{
{facts}
}}

{requirements}"
    );
    let precheck = Precheck::new(checked(&text, &ProjectFiles::default()));
    let changes = precheck.changes(&bando::precheck::Answers::of(answers));
    bando::report::changes_text(precheck.call(), &changes, bando::text::Language::English)
}

#[test]
fn nobody_is_told_that_it_could_be_met_unless_a_change_was_found() {
    let told = told_of(
        "  price : money at most 1_000 EUR changeable ask \"Price?\"
  share : percent 2 at most 100 % changeable ask \"Share?\"",
        "requirement enough \"Enough\" {
  phase formal
  cite notice
  require price * share >= 5_000 EUR
  else \"Too little.\"
}
",
        vec![
            Some(Value::Number(Fraction::integer(10))),
            Some(Value::Number(Fraction::new(1, 10).unwrap())),
        ],
    );
    assert_eq!(
        told,
        "For these not every change could be tried: Enough (Notice).\nNot every case could be tried.\n"
    );
}

#[test]
fn what_every_answer_still_open_leaves_unmet_is_not_said_to_fail_nowhere() {
    let facts = "  small : yes/no ask \"Small?\"
  cost : money changeable ask \"Cost?\"";
    let requirements = "define ceiling : money = first of {
  small : 100 EUR
  otherwise : 200 EUR
}

requirement limit \"Limit\" {
  phase formal
  cite notice
  require cost <= ceiling
  else \"Too dear.\"
}
";
    let told = |cost| {
        let cost = Value::Number(Fraction::integer(cost));
        told_of(facts, requirements, vec![None, Some(cost)])
    };
    assert_eq!(
        told(300),
        "This would be enough for no requirement to fail:
- Cost? 200.00 EUR instead of 300.00 EUR (100.00 EUR less)
  for: Limit (Notice)
Whether these are met then depends on what is not stated yet, or on what the
office or the commission find: Limit (Notice).
"
    );
    assert_eq!(told(150), "No requirement fails.\n");
}

/// Calls in which something that is not stated picks the limit of the cost, and the cost at which
/// the requirement may still be met.
#[test]
fn where_something_not_stated_picks_the_limit_the_smallest_change_keeps_to_the_best() {
    for (facts, ceiling) in [
        (
            "o : yes/no by office",
            "first of { o : 100 EUR otherwise : 200 EUR }",
        ),
        (
            "o : date by office",
            "first of { o <= 2026-01-01 : 100 EUR otherwise : 200 EUR }",
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
        let text = format!(
            "define ceiling : money = {ceiling}

requirement limit \"Limit\" {{
  phase formal
  cite notice
  require cost <= ceiling
  else \"Too dear.\"
}}
"
        );
        let cost = Value::Number(Fraction::integer(300));
        let facts = format!("  {facts}\n  cost : money changeable ask \"Cost?\"");
        assert_eq!(
            told_of(&facts, &text, vec![None, Some(cost)]),
            "This would be enough for no requirement to fail:
- Cost? 200.00 EUR instead of 300.00 EUR (100.00 EUR less)
  for: Limit (Notice)
Whether these are met then depends on what is not stated yet, or on what the
office or the commission find: Limit (Notice).
",
            "{ceiling}"
        );
    }
}

#[test]
fn what_cannot_be_met_together_is_mended_or_named() {
    let requirements = |first: &str, second: &str| {
        format!(
            "requirement one \"First\" {{
  phase formal
  cite notice
  require {first}
  else \"No.\"
}}

requirement other \"Second\" {{
  phase formal
  cite notice
  require {second}
  else \"No.\"
}}
"
        )
    };
    let facts = "  a : yes/no ask \"A?\"
  cost : money changeable ask \"Cost?\"";
    let answers = vec![None, Some(Value::Number(Fraction::integer(300)))];
    let told = told_of(facts, &requirements("a", "not a"), answers.clone());
    let together =
        "One by one they could be met, all together not: First (Notice); Second (Notice).\n";
    assert_eq!(told, together);
    let told = told_of(
        facts,
        &requirements("a or cost <= 100 EUR", "not a"),
        answers,
    );
    assert_eq!(
        told,
        "This would be enough for no requirement to fail:
- Cost? 100.00 EUR instead of 300.00 EUR (200.00 EUR less)
  for: First (Notice)
Whether these are met then depends on what is not stated yet, or on what the
office or the commission find: Second (Notice).
"
    );
}
