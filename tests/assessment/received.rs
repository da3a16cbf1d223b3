//! Values over the received proposals.

use bando::assessment::{Evaluated, NoResult, NoResultKind, Unknown, evaluate, received_values};
use bando::call::{Call, Expr, Received, Type};
use bando::facts::Proposal;
use bando::number::Fraction;
use bando::value::{Comparison, Value};
use proptest::prelude::*;

use super::build::*;
use super::random_call::choices;

/// A call that counts, and sums `requested` of, proposals with the same `applicant`.
fn counting(condition: bool) -> Call {
    let mut call = empty_call();
    let applicant = add_fact(&mut call, "applicant", Type::Code, None);
    let requested = add_fact(&mut call, "requested", Type::Money, None);
    let large = compare(Comparison::Greater, requested.clone(), number(1));
    let received = |sum: Option<Expr>| Received {
        same: vec![applicant.clone()],
        sum,
        condition: condition.then(|| large.clone()),
        ty: Type::Integer,
        span: SPAN,
    };
    call.received = vec![received(None), received(Some(requested))];
    call
}

/// Proposals as `id applicant requested`, `?` where that is not known.
fn proposals(lines: &[&str]) -> Vec<Proposal> {
    let read = |line: &&str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let applicant = (words[1] != "?").then(|| text(words[1]));
        let requested = words[2].parse().ok().map(whole);
        proposal(words[0], vec![applicant, requested])
    };
    lines.iter().map(read).collect()
}

fn range(least: i128, greatest: i128, names: &[&str]) -> Evaluated {
    let Evaluated::Unknown(unknown) = waiting(names) else {
        unreachable!("made unknown")
    };
    Evaluated::Unknown(Unknown {
        range: Some((Fraction::integer(least), Fraction::integer(greatest))),
        ..unknown
    })
}

#[test]
fn proposals_of_one_applicant_are_counted_and_summed_each_included() {
    let all = proposals(&["P1 a 5", "P2 b 2", "P3 a 1"]);
    let values = received_values(&counting(false), &all);
    assert_eq!(values.of("P1"), [known(whole(2)), known(whole(6))]);
    assert_eq!(values.of("P2"), [known(whole(1)), known(whole(2))]);
    assert_eq!(values.of("P3"), values.of("P1"));
    assert!(values.of("P4").is_empty());
}

#[test]
fn only_proposals_that_fulfil_the_condition_count_for_all() {
    let all = proposals(&["P1 a 5", "P2 b 2", "P3 a 1"]);
    let values = received_values(&counting(true), &all);
    assert_eq!(values.of("P3"), [known(whole(1)), known(whole(5))]);
}

#[test]
fn an_unknown_key_of_another_leaves_a_range() {
    let all = proposals(&["P1 a 5", "P2 ? 2", "P3 a ?"]);
    let values = received_values(&counting(false), &all);
    // A count does not ask what is requested.
    let count = range(2, 3, &["applicant (P2)"]);
    let sum = waiting(&["applicant (P2)", "requested (P3)"]);
    assert_eq!(values.of("P1"), [count.clone(), sum]);
    let sum = waiting(&["applicant (P2)", "requested"]);
    assert_eq!(values.of("P3"), [count, sum]);
    let own = waiting(&["applicant"]);
    assert_eq!(values.of("P2"), [own.clone(), own]);
}

#[test]
fn an_unknown_condition_leaves_a_range() {
    let all = proposals(&["P1 a 5", "P2 a ?"]);
    let values = received_values(&counting(true), &all);
    assert_eq!(values.of("P1")[0], range(1, 2, &["requested (P2)"]));
    assert_eq!(values.of("P2")[0], range(1, 2, &["requested"]));
}

#[test]
fn a_proposal_to_which_the_key_does_not_apply_is_in_no_group() {
    let mut call = counting(false);
    call.facts[0].when = Some(yes_no(false));
    let all = proposals(&["P1 a 5", "P2 a 2"]);
    let values = received_values(&call, &all);
    assert_eq!(values.of("P1"), [Evaluated::Absent, Evaluated::Absent]);
}

#[test]
fn of_many_open_proposals_the_first_ten_are_named() {
    let lines: Vec<String> = (10..40).rev().map(|id| format!("P{id} ? 1")).collect();
    let mut lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    lines.push("P99 a 1");
    let values = received_values(&counting(false), &proposals(&lines));
    let names: Vec<String> = (10..20).map(|id| format!("applicant (P{id})")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(values.of("P99")[0], range(1, 31, &names));
}

#[test]
fn a_hundred_thousand_proposals_are_taken_in_at_once() {
    let all: Vec<Proposal> = (0..100_000)
        .map(|id: u32| {
            let applicant = id.is_multiple_of(2).then(|| text(&(id / 3).to_string()));
            proposal(&format!("P{id:06}"), vec![applicant, Some(whole(1))])
        })
        .collect();
    let values = received_values(&counting(false), &all);
    let Evaluated::Unknown(unknown) = &values.of("P000000")[0] else {
        panic!("known")
    };
    let range = (Fraction::integer(2), Fraction::integer(50_002));
    assert_eq!(unknown.range, Some(range));
}

/// The value of `received` for one proposal, by looking at every other.
fn naive(call: &Call, received: &Received, all: &[Proposal], own: &Proposal) -> Evaluated {
    let of = |proposal, expr: &Expr| evaluate(case(call, proposal), expr);
    let own_keys: Vec<Evaluated> = received.same.iter().map(|it| of(own, it)).collect();
    if own_keys.iter().any(|key| key.known().is_none()) {
        // A sum is unknown for the very same reasons.
        let terms = received.same.iter().map(|key| (false, key.clone()));
        return of(
            own,
            &expr(bando::call::ExprKind::Sum(terms.collect()), Type::Number),
        );
    }
    let (mut certain, mut possible, mut total) = (0, 0, Some(Fraction::ZERO));
    let mut reasons = Unknown::default();
    let mut ended: Option<Unknown> = None;
    for proposal in all {
        let keys: Vec<Evaluated> = received.same.iter().map(|it| of(proposal, it)).collect();
        let differs = |(key, own): (&Evaluated, &Evaluated)| match key {
            Evaluated::Known(_) => key != own,
            Evaluated::Absent => true,
            // A key that never has a result is equal to no other.
            Evaluated::Unknown(unknown) => !unknown.waits(),
        };
        let condition = received.condition.as_ref().map(|it| of(proposal, it));
        if keys.iter().zip(&own_keys).any(differs) || condition == Some(known(Value::YesNo(false)))
        {
            continue;
        }
        possible += 1;
        let amount = received.sum.as_ref().map(|it| of(proposal, it));
        let open: Vec<&Evaluated> = keys
            .iter()
            .chain(&condition)
            .chain(&amount)
            .filter(|it| it.known().is_none())
            .collect();
        if open.is_empty() {
            certain += 1;
            if let Some(Evaluated::Known(Value::Number(amount))) = amount {
                total = total.and_then(|total| total.add(amount));
            }
            continue;
        }
        let mut here = Unknown::default();
        for part in open {
            if let Evaluated::Unknown(part) = part {
                here.without_result.extend(part.without_result.clone());
                let facts = part.waits_for.iter().cloned();
                if proposal.id == own.id {
                    here.waits_for.extend(facts);
                } else {
                    let of_other = |fact| format!("{fact} ({})", proposal.id);
                    here.waits_for_others.extend(facts.map(of_other));
                }
            }
        }
        if !here.waits() {
            let ended = ended.get_or_insert_with(Unknown::default);
            ended.without_result.extend(here.without_result.clone());
        }
        reasons.waits_for.extend(here.waits_for);
        reasons.waits_for_others.extend(here.waits_for_others);
        reasons.without_result.extend(here.without_result);
    }
    let or_absent = |unknown: Unknown| {
        if unknown == Unknown::default() {
            Evaluated::Absent
        } else {
            Evaluated::Unknown(unknown)
        }
    };
    match (&received.sum, certain == possible) {
        (None, true) => known(whole(certain)),
        (Some(_), true) => match total {
            Some(total) => known(Value::Number(total)),
            None => Evaluated::Unknown(Unknown {
                without_result: [NoResult {
                    span: SPAN,
                    why: NoResultKind::Overflow,
                }]
                .into(),
                ..Unknown::default()
            }),
        },
        (None, false) => {
            reasons.range = Some((Fraction::integer(certain), Fraction::integer(possible)));
            Evaluated::Unknown(reasons)
        }
        (Some(_), false) => or_absent(ended.unwrap_or(reasons)),
    }
}

proptest! {
    #[test]
    fn values_over_proposals_are_those_of_looking_at_every_pair(mut choices in choices()) {
        let call = choices.call();
        let mut all: Vec<Proposal> = (0..choices.pick(9))
            .map(|id| choices.proposal(&call, &format!("P{id}")))
            .collect();
        let values = received_values(&call, &all);
        for proposal in &all {
            let of = values.of(&proposal.id);
            prop_assert_eq!(of.len(), call.received.len());
            for (received, value) in call.received.iter().zip(of) {
                prop_assert_eq!(value, &naive(&call, received, &all, proposal));
            }
        }
        // Nor does it matter in which order they came.
        for place in (1..all.len()).rev() {
            all.swap(place, choices.pick(place + 1));
        }
        prop_assert_eq!(received_values(&call, &all), values);
    }
}
