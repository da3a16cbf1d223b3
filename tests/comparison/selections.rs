//! The optimum and the reach of a shift beside selections of every kind.

use std::collections::BTreeMap;
use std::sync::Arc;

use bando::comparison::{Allocation, Effort, End, Shift, bound_by, changes, optimum, reach};
use bando::number::{Fraction, Money};
use bando::selection::{Candidate, Cap, Key, Pools, Reserve, Rules, select};
use bando::value::{Leftovers, Limit};
use proptest::prelude::*;

/// A candidate with the rate at which its score moves.
#[derive(Clone, Debug)]
struct Scored {
    candidate: Candidate,
    rate: Fraction,
}

fn scored() -> impl Strategy<Value = Vec<Scored>> {
    let one = (
        50..70_i128,
        0..8_i128,
        1..50_i64,
        0..2_u8,
        0..3_u8,
        prop::bool::weighted(0.2),
        prop::option::weighted(0.15, 0..3_u8),
    );
    prop::collection::vec(one, 0..12).prop_map(|all| {
        let all = all.into_iter().enumerate();
        all.map(
            |(place, (score, rate, cents, pool, applicant, member, group))| {
                // Members of a group share keys and pool.
                let (score, rate, pool) = match group {
                    Some(group) => (60 + i128::from(group), i128::from(group), group % 2),
                    None => (score, rate, pool),
                };
                // The second key parts all that stand alone.
                let second = group.map_or(place, |group| 100 + usize::from(group));
                Scored {
                    candidate: Candidate {
                        id: format!("{place:02}"),
                        group: group.map(|group| format!("G{group}")),
                        keys: Arc::new(vec![
                            Key::Number(Fraction::integer(score)),
                            Key::Number(Fraction::integer(second as i128)),
                        ]),
                        award: Money::from_cents(cents),
                        pool: Some(["N", "S"][usize::from(pool)].to_owned()),
                        caps: Arc::new(vec![
                            Some(applicant.to_string()),
                            Some(applicant.to_string()),
                        ]),
                        reserves: vec![member],
                    },
                    rate: Fraction::integer(rate),
                }
            },
        )
        .collect()
    })
}

fn rules() -> impl Strategy<Value = Rules> {
    let limit = prop_oneof![
        Just(Limit::Stop),
        Just(Limit::PassOver),
        any::<bool>().prop_map(|then_pass_over| Limit::Give {
            at_least: Fraction::new(1, 3),
            then_pass_over,
        }),
    ];
    let leftovers = prop_oneof![Just(Leftovers::OneRanking), Just(Leftovers::Unspent)];
    let pools = prop::option::of((0..101_i64, leftovers));
    let reserve = prop::option::of((0..60_i64, any::<bool>(), any::<bool>()));
    let caps = prop::option::of((20..80_i64, 1..4_u32));
    (0..250_i64, limit, pools, reserve, caps).prop_map(|(envelope, limit, pools, reserve, caps)| {
        let money = Money::from_cents;
        let mut rules = Rules::new(vec![true, false], Some(money(envelope)), limit);
        rules.pools = pools.map(|(north, leftovers)| {
            let north = envelope * north / 100;
            Pools {
                shares: [("N", north), ("S", envelope - north)]
                    .map(|(key, share)| (key.to_owned(), money(share)))
                    .into(),
                leftovers,
            }
        });
        if let Some((amount, in_addition, released)) = reserve {
            rules.reserves.push(Reserve {
                amount: money(amount.min(envelope)),
                in_addition,
                released,
            });
        }
        if let Some((most, count)) = caps {
            rules.caps = vec![Cap::Money(money(most)), Cap::Proposals(count)];
        }
        rules
    })
}

fn scores(all: &[Scored]) -> BTreeMap<String, Fraction> {
    let scores = all.iter().map(|it| match it.candidate.keys[0] {
        Key::Number(score) => (it.candidate.id.clone(), score),
        Key::Text(_) => unreachable!(),
    });
    scores.collect()
}

/// Puts each candidate in the shape that the rules ask for.
fn fit(all: &[Scored], rules: &Rules, shift: Fraction) -> Vec<Candidate> {
    let fitted = all.iter().map(|it| {
        let mut candidate = it.candidate.clone();
        Arc::make_mut(&mut candidate.caps).truncate(rules.caps.len());
        candidate.reserves.truncate(rules.reserves.len());
        let Key::Number(score) = &mut Arc::make_mut(&mut candidate.keys)[0] else {
            unreachable!()
        };
        *score = score.add(it.rate.mul(shift).unwrap()).unwrap();
        candidate
    });
    fitted.collect()
}

fn given(all: &[Scored], rules: &Rules, shift: Fraction) -> Option<Allocation> {
    let selection = select(&fit(all, rules, shift), rules).ok()?;
    Some(Allocation::of(&selection, &BTreeMap::new()).unwrap())
}

/// Tries every shift at which two scores are equal, and one between each two.
fn reach_by_trying_all(all: &[Scored], rules: &Rules, direction: i128) -> Option<Fraction> {
    let mut crossings = vec![Fraction::ZERO];
    let scores = scores(all);
    for a in all {
        for b in all {
            let apart = scores[&a.candidate.id]
                .sub(scores[&b.candidate.id])
                .unwrap();
            let rate = b
                .rate
                .sub(a.rate)
                .unwrap()
                .mul(Fraction::integer(direction))
                .unwrap();
            if let Some(at) = apart.div(rate).filter(|at| !at.is_negative()) {
                crossings.push(at);
            }
        }
    }
    crossings.sort();
    crossings.dedup();
    if direction < 0 {
        crossings.retain(|at| *at < Fraction::ONE);
    }
    let base = given(all, rules, Fraction::ZERO).unwrap();
    for (place, at) in crossings.iter().enumerate() {
        let next = crossings.get(place + 1).copied();
        let next = next.unwrap_or(if direction < 0 {
            Fraction::ONE
        } else {
            at.add(Fraction::ONE).unwrap()
        });
        let middle = at
            .add(next)
            .unwrap()
            .div(Fraction::integer(2 * direction))
            .unwrap();
        if given(all, rules, middle).is_none_or(|given| !changes(&base, &given).is_empty()) {
            return at.mul(Fraction::integer(direction));
        }
    }
    None
}

proptest! {
    #[test]
    fn the_optimum_is_never_below_what_the_rules_give(all in scored(), rules in rules()) {
        let Ok(selection) = select(&fit(&all, &rules, Fraction::ZERO), &rules) else {
            return Ok(());
        };
        let scores = scores(&all);
        let legal = Allocation::of(&selection, &scores).unwrap();
        let bound = bound_by(&rules, &selection, &scores).unwrap();
        let best = optimum(&bound.model, &bound.start, Effort { steps: 200 });
        let best = best.expect("what the rules give holds in the choice");
        prop_assert!(best.value >= legal.value);
        prop_assert!(best.spent <= rules.envelope.unwrap());
        let started = bound.start.iter().flat_map(|place| bound.awards[*place].clone());
        prop_assert_eq!(Allocation::new(started, &scores).unwrap(), legal);
    }

    #[test]
    fn a_shift_reaches_as_far_as_trying_every_crossing_says(all in scored(), rules in rules()) {
        prop_assume!(given(&all, &rules, Fraction::ZERO).is_some());
        let rates: BTreeMap<String, Fraction> =
            all.iter().map(|it| (it.candidate.id.clone(), it.rate)).collect();
        let shift = Shift { key: 0, rates: &rates, least: Fraction::integer(-1) };
        let candidates = fit(&all, &rules, Fraction::ZERO);
        let reach = reach(&candidates, &rules, shift).unwrap();
        for (end, direction) in [(reach.down, -1), (reach.up, 1)] {
            let expected = reach_by_trying_all(&all, &rules, direction);
            match end {
                End::Never => prop_assert_eq!(expected, None),
                End::Changes { at, .. } => prop_assert_eq!(expected, Some(at)),
                End::NotBefore(_) => prop_assert!(false, "so few crossings are all tried"),
            }
        }
    }
}
