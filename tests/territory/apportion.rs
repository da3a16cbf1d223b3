//! Whole units in proportion to weights, against the seat-by-seat definitions.

use bando::number::{Exact, Fraction, Money, largest_remainder};
use bando::territory::{Apportioned, Tie, apportion};
use bando::value::Apportionment::{self, DHondt, LargestRemainder, SainteLague};
use proptest::prelude::*;

const METHODS: [Apportionment; 3] = [LargestRemainder, DHondt, SainteLague];

fn exact(weights: &[i128]) -> Vec<Exact> {
    weights.iter().copied().map(Exact::integer).collect()
}

fn units(method: Apportionment, units: i64, weights: &[i128]) -> Vec<i64> {
    apportion(method, units, &exact(weights)).unwrap().units
}

#[test]
fn largest_remainder_of_ten_is_as_the_books_have_it() {
    let votes = [47_000, 16_000, 15_800, 12_000, 6_100, 3_100];
    assert_eq!(units(LargestRemainder, 10, &votes), [5, 2, 1, 1, 1, 0]);
}

#[test]
fn the_divisor_methods_are_as_the_books_have_them() {
    let votes = [100_000, 80_000, 30_000, 20_000];
    assert_eq!(units(DHondt, 8, &votes), [4, 3, 1, 0]);
    assert_eq!(units(SainteLague, 8, &votes), [3, 3, 1, 1]);
}

#[test]
fn alabama_loses_a_unit_when_there_is_one_more() {
    let weights = [1500, 1500, 900, 500, 500, 200];
    assert_eq!(units(LargestRemainder, 25, &weights), [7, 7, 4, 3, 3, 1]);
    assert_eq!(units(LargestRemainder, 26, &weights), [8, 8, 5, 2, 2, 1]);
}

#[test]
fn equal_claims_to_the_last_unit_go_in_order_and_are_told() {
    for method in METHODS {
        let thirds = apportion(method, 100, &exact(&[1, 1, 1])).unwrap();
        let tie = Tie {
            with: vec![0],
            without: vec![1, 2],
        };
        let expected = Apportioned {
            units: vec![34, 33, 33],
            tie: Some(tie),
        };
        assert_eq!(thirds, expected, "{method:?}");
        let whole = apportion(method, 99, &exact(&[1, 1, 1])).unwrap();
        assert_eq!(whole.tie, None, "{method:?}");
    }
}

#[test]
fn no_units_are_shared_out_as_none() {
    for method in METHODS {
        let none = apportion(method, 0, &exact(&[3, 2])).unwrap();
        assert_eq!((none.units, none.tie), (vec![0, 0], None), "{method:?}");
    }
}

#[test]
fn weights_that_say_nothing_are_refused() {
    for method in METHODS {
        assert_eq!(apportion(method, 5, &exact(&[])), None);
        assert_eq!(apportion(method, 5, &exact(&[0, 0])), None);
        assert_eq!(apportion(method, 5, &exact(&[3, -1])), None);
        assert_eq!(apportion(method, -5, &exact(&[3, 1])), None);
    }
}

/// The cents of the national envelope of the decree of 2021, among 8,000 territories.
#[test]
fn an_envelope_of_thousands_of_millions_takes_no_time() {
    let weights: Vec<i128> = (0..8_000).map(|it| 1 + it * it % 9_973).collect();
    for method in METHODS {
        let shared = units(method, 340_000_000_000, &weights);
        assert_eq!(shared.iter().sum::<i64>(), 340_000_000_000, "{method:?}");
    }
}

/// Gives one unit after the other to the largest quotient; of equal ones to the earliest.
fn one_by_one(odd: bool, units: i64, weights: &[i128]) -> Vec<i64> {
    let mut held = vec![0_i64; weights.len()];
    for _ in 0..units {
        let quotient = |place: usize| {
            let held = i128::from(held[place]);
            let divisor = if odd { 2 * held + 1 } else { held + 1 };
            Fraction::new(weights[place], divisor).unwrap()
        };
        let best = (0..weights.len())
            .max_by(|a, b| quotient(*a).cmp(&quotient(*b)).then(b.cmp(a)))
            .unwrap();
        held[best] += 1;
    }
    held
}

/// Whether some order of the weights gives other units to somebody.
fn order_matters(method: Apportionment, total: i64, weights: &[i128]) -> bool {
    let backwards: Vec<i128> = weights.iter().rev().copied().collect();
    let mut other = units(method, total, &backwards);
    other.reverse();
    units(method, total, weights) != other
}

fn weights() -> impl Strategy<Value = Vec<i128>> {
    let weight = prop_oneof![0_i128..6, 0_i128..100_000];
    prop::collection::vec(weight, 1..9).prop_filter("something to go by", |weights| {
        weights.iter().any(|it| *it > 0)
    })
}

proptest! {
    #[test]
    fn the_units_add_up(weights in weights(), total in 0_i64..1_000_000_000_000) {
        for method in METHODS {
            prop_assert_eq!(units(method, total, &weights).iter().sum::<i64>(), total);
        }
    }

    #[test]
    fn largest_remainder_keeps_the_quota_rule(weights in weights(), total in 0_i64..1_000_000) {
        let sum: i128 = weights.iter().sum();
        for (units, weight) in units(LargestRemainder, total, &weights).iter().zip(&weights) {
            let product = i128::from(total) * weight;
            let (floor, exact) = (product / sum, product % sum == 0);
            let ceiling = if exact { floor } else { floor + 1 };
            prop_assert!((floor..=ceiling).contains(&i128::from(*units)));
        }
    }

    #[test]
    fn largest_remainder_agrees_with_the_other_one(weights in weights(), total in 0_i64..1_000_000) {
        let narrow: Vec<i64> = weights.iter().map(|it| i64::try_from(*it).unwrap()).collect();
        let other = largest_remainder(Money::from_cents(total), &narrow).unwrap();
        let other: Vec<i64> = other.iter().map(|share| share.cents()).collect();
        prop_assert_eq!(units(LargestRemainder, total, &weights), other);
    }

    #[test]
    fn the_divisor_methods_agree_with_giving_one_by_one(weights in weights(), total in 0_i64..60) {
        prop_assert_eq!(units(DHondt, total, &weights), one_by_one(false, total, &weights));
        prop_assert_eq!(units(SainteLague, total, &weights), one_by_one(true, total, &weights));
    }

    #[test]
    fn with_a_divisor_method_more_money_lets_nobody_lose(
        weights in weights(), total in 0_i64..1_000_000, more in 0_i64..1_000,
    ) {
        for method in [DHondt, SainteLague] {
            let before = units(method, total, &weights);
            let after = units(method, total + more, &weights);
            prop_assert!(before.iter().zip(&after).all(|(before, after)| before <= after));
        }
    }

    #[test]
    fn a_tie_is_told_where_and_only_where_the_order_matters(
        weights in weights(), total in 0_i64..40,
    ) {
        for method in METHODS {
            let tie = apportion(method, total, &exact(&weights)).unwrap().tie;
            prop_assert_eq!(tie.is_some(), order_matters(method, total, &weights), "{:?}", method);
        }
    }

    #[test]
    fn the_scale_of_the_weights_means_nothing(
        weights in weights(), total in 0_i64..1_000_000, by in 1_i128..1_000,
    ) {
        let scaled: Vec<Exact> = weights
            .iter()
            .map(|weight| Fraction::new(*weight, by).unwrap().into())
            .collect();
        for method in METHODS {
            let plain = apportion(method, total, &exact(&weights)).unwrap();
            prop_assert_eq!(apportion(method, total, &scaled).unwrap(), plain);
        }
    }
}
