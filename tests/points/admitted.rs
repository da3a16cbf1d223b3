//! Values over the admitted proposals.

use bando::assessment::{Case, Evaluated, NoResult, NoResultKind, Unknown, over_admitted};
use bando::call::{Aggregate, Call, Expr, OverAdmitted, Type};
use bando::facts::Proposal;
use bando::number::Fraction;
use bando::value::{Comparison, Value};
use proptest::prelude::*;

use super::build::*;

const ALL: [Aggregate; 6] = [
    Aggregate::Count,
    Aggregate::Sum,
    Aggregate::Mean,
    Aggregate::Median,
    Aggregate::Least,
    Aggregate::Greatest,
];

/// A call with one value over the admitted: of the cost, or of what `value` gives of it.
fn call(aggregate: Aggregate, filtered: bool, value: impl Fn(Expr) -> Expr) -> Call {
    let mut call = empty_call();
    let cost = add_fact(&mut call, "cost", Type::Integer, None);
    let counts = add_fact(&mut call, "counts", Type::YesNo, None);
    call.over_admitted.push(OverAdmitted {
        aggregate,
        value: (aggregate != Aggregate::Count).then(|| value(cost)),
        condition: filtered.then_some(counts),
        ty: Type::Number,
        span: span(7),
    });
    call
}

fn value(call: &Call, proposals: &[Proposal]) -> Evaluated {
    let cases: Vec<Case<'_>> = proposals.iter().map(|it| case(call, it)).collect();
    let mut values = over_admitted(call, &cases);
    assert_eq!(values.len(), 1);
    values.remove(0)
}

fn of_costs(aggregate: Aggregate, costs: &[Option<i128>]) -> Evaluated {
    let call = call(aggregate, false, |cost| cost);
    let proposals: Vec<_> = costs
        .iter()
        .enumerate()
        .map(|(at, cost)| proposal(&format!("P{at}"), vec![cost.map(whole), None]))
        .collect();
    value(&call, &proposals)
}

#[test]
fn every_aggregate_is_exact() {
    let costs: Vec<_> = [5, 1, 1, 8].map(Some).into();
    let expected = ["4", "15", "15/4", "3", "1", "8"];
    for (aggregate, expected) in ALL.into_iter().zip(expected) {
        assert_eq!(
            of_costs(aggregate, &costs),
            known_points(expected),
            "{aggregate:?}"
        );
    }
    assert_eq!(of_costs(Aggregate::Median, &costs[..3]), known_points("1"));
}

#[test]
fn of_nobody_there_are_none_and_they_add_up_to_nought() {
    for aggregate in ALL {
        let expected = match aggregate {
            Aggregate::Count | Aggregate::Sum => known_points("0"),
            _ => Evaluated::Unknown(Unknown {
                without_result: [NoResult {
                    span: span(7),
                    why: NoResultKind::NoItems,
                }]
                .into(),
                ..Unknown::default()
            }),
        };
        assert_eq!(of_costs(aggregate, &[]), expected, "{aggregate:?}");
    }
}

#[test]
fn what_one_of_them_has_not_stated_is_waited_for_under_its_id() {
    for aggregate in &ALL[1..] {
        let found = of_costs(*aggregate, &[Some(1), None]);
        assert_eq!(found, waiting(&["cost (P1)"]), "{aggregate:?}");
    }
}

#[test]
fn a_count_keeps_its_bounds_where_it_is_open_who_counts() {
    let call = call(Aggregate::Count, true, |cost| cost);
    let yes = proposal("P1", vec![None, Some(Value::YesNo(true))]);
    let no = proposal("P2", vec![None, Some(Value::YesNo(false))]);
    let open = proposal("P3", vec![None, None]);
    let expected = Evaluated::Unknown(Unknown {
        waits_for_others: ["counts (P3)".to_owned()].into(),
        range: Some((Fraction::ONE, Fraction::integer(2))),
        ..Unknown::default()
    });
    assert_eq!(value(&call, &[open, no.clone(), yes.clone()]), expected);
    assert_eq!(value(&call, &[no, yes]), known_points("1"));
}

#[test]
fn who_does_not_count_is_not_waited_for() {
    let call = call(Aggregate::Median, true, |cost| cost);
    let no = proposal("P1", vec![None, Some(Value::YesNo(false))]);
    let yes = proposal("P2", vec![Some(whole(4)), Some(Value::YesNo(true))]);
    assert_eq!(value(&call, &[no, yes]), known_points("4"));
}

#[test]
fn what_has_no_result_in_one_of_them_has_none_at_all() {
    let call = call(Aggregate::Mean, false, |_| no_result());
    let found = value(&call, &[proposal("P", vec![None, None])]);
    let Evaluated::Unknown(unknown) = found else {
        panic!("{found:?}")
    };
    assert!(!unknown.waits());
    assert_eq!(unknown.without_result.len(), 1);
}

#[test]
fn not_more_names_are_given_than_anybody_reads() {
    let found = of_costs(Aggregate::Sum, &[None; 50]);
    let Evaluated::Unknown(unknown) = found else {
        panic!("{found:?}")
    };
    assert_eq!(unknown.waits_for_others.len(), 10);
}

/// What all ways to fill in what is open give.
#[derive(Debug, PartialEq)]
enum Agreed {
    On(Option<Fraction>),
    No,
}

/// The same by brute force: every way to fill in what is open must give one value.
fn naive(aggregate: Aggregate, members: &[(Option<i128>, Option<bool>)]) -> Agreed {
    let mut worlds = vec![Vec::new()];
    for (cost, counts) in members {
        let costs = cost.map_or(vec![0, 1, 7], |cost| vec![cost]);
        let counts = counts.map_or(vec![false, true], |counts| vec![counts]);
        worlds = worlds
            .into_iter()
            .flat_map(|world: Vec<i128>| {
                let mut more = Vec::new();
                for counts in &counts {
                    for cost in &costs {
                        let mut world = world.clone();
                        world.extend(counts.then_some(*cost));
                        more.push(world);
                    }
                }
                more
            })
            .collect();
    }
    let mut results = worlds.into_iter().map(|world| made(aggregate, world));
    let first = results.next().expect("a world");
    if results.all(|it| it == first) {
        Agreed::On(first)
    } else {
        Agreed::No
    }
}

fn made(aggregate: Aggregate, mut world: Vec<i128>) -> Option<Fraction> {
    world.sort_unstable();
    let count = i128::try_from(world.len()).unwrap();
    let sum: i128 = world.iter().sum();
    let middle = world.len() / 2;
    match aggregate {
        Aggregate::Count => Some(Fraction::integer(count)),
        Aggregate::Sum => Some(Fraction::integer(sum)),
        Aggregate::Mean => Fraction::new(sum, count),
        Aggregate::Median if count == 0 => None,
        Aggregate::Median if count % 2 == 1 => Some(Fraction::integer(world[middle])),
        Aggregate::Median => Fraction::new(world[middle] + world[middle - 1], 2),
        Aggregate::Least => world.first().copied().map(Fraction::integer),
        Aggregate::Greatest => world.last().copied().map(Fraction::integer),
    }
}

proptest! {
    /// What is known is what every completion gives; the order of the proposals means nothing.
    #[test]
    fn values_agree_with_a_naive_model(
        members in proptest::collection::vec(
            (proptest::option::weighted(0.8, 0..8_i128), proptest::option::weighted(0.8, any::<bool>())),
            0..5,
        ),
        turned in 0..5_usize,
    ) {
        for aggregate in ALL {
            let call = call(aggregate, true, |cost| cost);
            let mut proposals: Vec<Proposal> = members.iter().enumerate().map(|(at, (cost, counts))| {
                proposal(&format!("P{at}"), vec![cost.map(whole), counts.map(Value::YesNo)])
            }).collect();
            let found = value(&call, &proposals);
            let complete = members.iter().all(|(cost, counts)| {
                *counts == Some(false) || (counts.is_some() && (cost.is_some() || aggregate == Aggregate::Count))
            });
            match (&found, naive(aggregate, &members)) {
                (Evaluated::Known(Value::Number(number)), expected) => {
                    prop_assert_eq!(Agreed::On(Some(*number)), expected);
                }
                (Evaluated::Unknown(unknown), expected) => {
                    prop_assert!(!complete || expected == Agreed::On(None), "{:?} {:?}", aggregate, unknown);
                    prop_assert_eq!(unknown.waits(), !complete);
                }
                other => prop_assert!(false, "{:?}", other),
            }
            let by = turned % proposals.len().max(1);
            proposals.rotate_left(by);
            prop_assert_eq!(value(&call, &proposals), found);
        }
    }
}

#[test]
fn a_value_serves_the_points() {
    let mut call = call(Aggregate::Median, false, |cost| cost);
    let cost = expr(
        bando::call::ExprKind::Fact(bando::call::FactId(0)),
        Type::Integer,
    );
    let median = expr(
        bando::call::ExprKind::OverAdmitted(bando::call::OverAdmittedId(0)),
        Type::Number,
    );
    let below = compare(Comparison::LessOrEqual, cost, median);
    let proposals =
        [1, 5, 9].map(|cost| proposal(&cost.to_string(), vec![Some(whole(cost)), None]));
    let cases: Vec<Case<'_>> = proposals.iter().map(|it| case(&call, it)).collect();
    let over = over_admitted(&call, &cases);
    let found: Vec<_> = proposals
        .iter()
        .map(|it| bando::assessment::evaluate(case_with(&call, it, &over), &below))
        .collect();
    let yes_no = |answer| known(Value::YesNo(answer));
    assert_eq!(found, [yes_no(true), yes_no(true), yes_no(false)]);
    call.over_admitted.clear();
}
