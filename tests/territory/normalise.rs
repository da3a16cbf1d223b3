//! Indicators made comparable, against values worked by hand.

use bando::call::Normalisation::{self, Ampi, MinMax, Rank, Shares, ZScore};
use bando::number::{Exact, Fraction, Rounding, parse_plain};
use bando::territory::{NotComparable, normalise};
use bando::value::Needier::{Higher, Lower};
use bando::value::{Needier, Variance};
use proptest::prelude::*;

fn exact(values: &[&str]) -> Vec<Exact> {
    values
        .iter()
        .map(|value| parse_plain(value).unwrap().into())
        .collect()
}

fn z_score(variance: Variance) -> Normalisation {
    ZScore {
        variance,
        mean: Fraction::ZERO,
        deviation: Fraction::ONE,
    }
}

/// Normalises, and writes each result with so many decimals.
fn shown(method: Normalisation, needier: Needier, values: &[&str], places: u32) -> Vec<String> {
    let rounding = Some((Rounding::HalfUp, places));
    let results = normalise(method, needier, &exact(values), None, rounding).unwrap();
    results
        .iter()
        .map(|it| it.to_plain(places, Rounding::HalfUp))
        .collect()
}

#[test]
fn shares_add_up_to_one() {
    assert_eq!(
        shown(Shares, Higher, &["1", "2", "5"], 3),
        ["0.125", "0.250", "0.625"]
    );
}

#[test]
fn min_max_runs_from_the_least_needy_to_the_neediest() {
    let incomes = ["12.5", "20", "15"];
    assert_eq!(
        shown(MinMax, Higher, &incomes, 3),
        ["0.000", "1.000", "0.333"]
    );
    assert_eq!(
        shown(MinMax, Lower, &incomes, 3),
        ["1.000", "0.000", "0.667"]
    );
}

#[test]
fn goalposts_stand_for_the_ends() {
    let posts = Some((Fraction::integer(10), Fraction::integer(30)));
    let values = exact(&["10", "25", "32"]);
    let results = normalise(MinMax, Higher, &values, posts, None).unwrap();
    assert_eq!(results, exact(&["0", "0.75", "1.1"]));
}

#[test]
fn equal_values_share_the_mean_of_their_places() {
    let values = ["7", "3", "7", "9", "7"];
    assert_eq!(
        shown(Rank, Higher, &values, 1),
        ["3.0", "1.0", "3.0", "5.0", "3.0"]
    );
    assert_eq!(
        shown(Rank, Lower, &values, 1),
        ["3.0", "5.0", "3.0", "1.0", "3.0"]
    );
    assert_eq!(shown(Rank, Higher, &["4", "4"], 1), ["1.5", "1.5"]);
}

/// Mean 5; squared distances 9, 1, 1, 1, 0, 0, 4, 16 add up to 32: the variance is 4 among the
/// whole population, 32/7 for a sample.
#[test]
fn z_scores_count_standard_deviations_from_the_mean() {
    let values = ["2", "4", "4", "4", "5", "5", "7", "9"];
    assert_eq!(
        shown(z_score(Variance::Population), Higher, &values, 2),
        [
            "-1.50", "-0.50", "-0.50", "-0.50", "0.00", "0.00", "1.00", "2.00"
        ]
    );
    assert_eq!(
        shown(z_score(Variance::Sample), Higher, &values, 4),
        [
            "-1.4031", "-0.4677", "-0.4677", "-0.4677", "0.0000", "0.0000", "0.9354", "1.8708"
        ]
    );
    let scaled = ZScore {
        variance: Variance::Population,
        mean: Fraction::integer(100),
        deviation: Fraction::integer(10),
    };
    assert_eq!(
        shown(scaled, Lower, &values, 1),
        [
            "115.0", "105.0", "105.0", "105.0", "100.0", "100.0", "90.0", "80.0"
        ]
    );
}

#[test]
fn ampi_runs_from_seventy_to_a_hundred_and_thirty() {
    let method = Ampi(Variance::Population);
    assert_eq!(
        shown(method, Higher, &["0", "1", "4"], 1),
        ["70.0", "85.0", "130.0"]
    );
    assert_eq!(
        shown(method, Lower, &["0", "1", "4"], 1),
        ["130.0", "115.0", "70.0"]
    );
}

#[test]
fn what_tells_nothing_apart_is_refused() {
    let all_equal = |method, values: &[&str]| normalise(method, Higher, &exact(values), None, None);
    for method in [
        MinMax,
        Ampi(Variance::Population),
        z_score(Variance::Population),
    ] {
        assert_eq!(all_equal(method, &["3", "3"]), Err(NotComparable::AllEqual));
    }
    let one = all_equal(z_score(Variance::Sample), &["3"]);
    assert_eq!(one, Err(NotComparable::AllEqual));
    assert_eq!(all_equal(Shares, &["0", "0"]), Err(NotComparable::AllZero));
}

fn number() -> impl Strategy<Value = Fraction> {
    (-1_000_000_i128..1_000_000, 1_i128..1_000)
        .prop_filter_map("a fraction", |(top, bottom)| Fraction::new(top, bottom))
}

fn rounding() -> impl Strategy<Value = Rounding> {
    prop_oneof![
        Just(Rounding::Down),
        Just(Rounding::Up),
        Just(Rounding::HalfUp),
        Just(Rounding::HalfEven),
    ]
}

proptest! {
    #[test]
    fn numbers_of_any_size_round_as_those_of_128_bits(
        value in number(), places in 0_u32..6, rounding in rounding(),
    ) {
        let rounded = Exact::from(value).round(places, rounding);
        prop_assert_eq!(rounded.to_fraction(), value.round(places, rounding));
        let plain = rounded.to_fraction().and_then(|it| it.to_plain(places));
        prop_assert_eq!(Some(Exact::from(value).to_plain(places, rounding)), plain);
    }

    /// A number near a root, the root of its square and of what stands just beside the square.
    #[test]
    fn a_root_is_rounded_as_the_root_itself_would_be(
        root in number(), places in 0_u32..6, rounding in rounding(),
    ) {
        let root = Exact::from(root.abs().unwrap());
        let square = root.mul(&root);
        prop_assert_eq!(square.square_root(places, rounding), Some(root.round(places, rounding)));
        let down = square.square_root(places, Rounding::Down).unwrap();
        let up = square.square_root(places, Rounding::Up).unwrap();
        prop_assert!(down.mul(&down) <= square && square <= up.mul(&up));
    }

    #[test]
    fn a_root_that_is_no_fraction_lies_between_its_roundings(
        value in 0_i128..1_000_000, places in 0_u32..8,
    ) {
        let value = Exact::integer(value);
        let root = |rounding| value.square_root(places, rounding).unwrap();
        let (down, up) = (root(Rounding::Down), root(Rounding::Up));
        prop_assert!(down.mul(&down) <= value && value <= up.mul(&up));
        let middle = down.add(&up).div(&Exact::integer(2)).unwrap();
        let nearer = if middle.mul(&middle) <= value { up } else { down };
        prop_assert_eq!(root(Rounding::HalfUp), nearer);
    }
}
