//! The least change, against trying every way of changing what may be changed.

use bando::assessment::{Judgement, judge_one};
use bando::call::{Call, Consequence, FactId, RequirementId, Supplier};
use bando::number::Fraction;
use bando::precheck::{Changes, Precheck};
use bando::value::Value;
use proptest::prelude::*;

use super::small_call::{choices, values};
use crate::assessment::build::{case, proposal};
use crate::support::cases;

/// What a requirement comes to with every way of stating what is not stated, by the applicant and
/// the office.
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

/// Judges every requirement with every way of stating what is not stated.
fn judged(call: &Call, facts: &[Option<Value>]) -> Judged {
    let all = (0..).map(RequirementId).take(call.requirements.len());
    let all: Vec<RequirementId> = all.collect();
    completed(call, facts)
        .iter()
        .map(|facts| all.iter().map(|id| found(call, facts, *id)).collect())
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
fn completed(call: &Call, facts: &[Option<Value>]) -> Vec<Vec<Option<Value>>> {
    let mut ways = vec![facts.to_vec()];
    for (at, fact) in call.facts.iter().enumerate() {
        if facts[at].is_some() {
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
        let refuses = |it: usize| {
            let requirement = &call.requirements[it];
            let excepted = requirement.exceptions.iter().filter_map(|it| it.consequence);
            excepted.chain([requirement.consequence]).any(|it| it == Consequence::Refusal)
        };
        // What can be remedied later may come to fail, or be left so.
        let mendable = |it: usize| failing.contains(&it) && !beyond.contains(&it);
        let with_others_exposed = || {
            let none_exposed = |it| !beyond.contains(&it) && (refuses(it) || mendable(it));
            let mends = (0..count).any(mendable);
            let exposing = || least_of(&none_exposed).filter(|_| mends);
            let refusing = || {
                let refused = (0..count).any(|it| refuses(it) && mendable(it));
                least_of(&|it| !beyond.contains(&it) && refuses(it)).filter(|_| refused)
            };
            exposing().or_else(refusing)
        };
        let places = |ids: &[RequirementId]| ids.iter().map(|it| it.index()).collect::<Vec<_>>();
        match Precheck::new(call.clone()).changes(&answers) {
            Changes::NothingFails { complete, .. } => {
                prop_assert!(failing.is_empty() && !failing_together && complete);
            },
            Changes::Mend(mend) if !mend.remaining.is_empty() && failing_together => {
                // What cannot be met together is left to be remedied.
                prop_assert_eq!(least, None);
                let after = judged(&call, mend.answers.facts());
                for id in (0..).map(RequirementId).take(count) {
                    let consequence = call.requirements[id.index()].consequence;
                    let left = mend.remaining.contains(&id);
                    prop_assert!(!left || consequence != Consequence::Refusal);
                    prop_assert!(left || best(&after, id.index()) != UNMET, "{id:?}");
                }
            }
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
                    let may_fail = beyond.contains(&id.index()) || !refuses(id.index());
                    prop_assert!(!fails || may_fail, "{id:?} could be mended");
                }
                let least = least_of_others.or_else(with_others_exposed);
                prop_assert_eq!(Some(distance(before, facts)), least);
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
                if complete && !failing_together && beyond.is_empty() {
                    prop_assert_eq!(with_others_exposed(), None);
                }
                if complete && !failing_together {
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
