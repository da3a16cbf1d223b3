//! Exact arithmetic against another implementation, with numbers of any size.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "numbers of any size have no overflow, and a test may panic"
)]

use std::cmp::Ordering;

use bando::number::{Fraction, Money, Rounding, largest_remainder, parse_plain};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use proptest::prelude::*;

fn big(value: Fraction) -> BigRational {
    BigRational::new(value.numerator().into(), value.denominator().into())
}

/// Checks that a result is right, where there is one.
fn agrees(got: Option<Fraction>, truth: &BigRational) -> Result<(), TestCaseError> {
    if let Some(got) = got {
        prop_assert_eq!(&big(got), truth);
    }
    Ok(())
}

/// Fractions small and large, near the limits, with decimals and without.
fn fraction() -> impl Strategy<Value = Fraction> {
    let part = prop_oneof![
        -20_i128..20,
        any::<i32>().prop_map(i128::from),
        any::<i64>().prop_map(i128::from),
        any::<i128>(),
        Just(i128::MAX),
        Just(i128::MIN + 1),
        Just(i128::MIN),
    ];
    let bottom = prop_oneof![
        Just(1_i128),
        1_i128..30,
        (0_u32..30).prop_map(|places| 10_i128.pow(places)),
        any::<i64>().prop_map(i128::from),
        any::<i128>(),
    ];
    (part, bottom).prop_filter_map("must fit", |(top, bottom)| Fraction::new(top, bottom))
}

fn small() -> impl Strategy<Value = Fraction> {
    (-1_000_000_i128..1_000_000, 1_i128..10_000)
        .prop_filter_map("must fit", |(top, bottom)| Fraction::new(top, bottom))
}

/// Tells whether nothing about a number is an excuse for having no result.
fn is_small(value: Fraction) -> bool {
    value.numerator().unsigned_abs() < 1 << 40 && value.denominator() < 1 << 40
}

/// Rounds to whole numbers, by the book.
fn rounded(value: &BigRational, rounding: Rounding) -> BigRational {
    let down = value.trunc();
    let away = &down + value.signum();
    let rest = (value - &down).abs();
    let half = BigRational::new(1.into(), 2.into());
    let up = match rounding {
        Rounding::Down => false,
        Rounding::Up => !rest.is_zero(),
        Rounding::HalfUp => rest >= half,
        Rounding::HalfEven => match rest.cmp(&half) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => &down.to_integer() % BigInt::from(2) != BigInt::zero(),
        },
    };
    if up { away } else { down }
}

const ROUNDINGS: [Rounding; 4] = [
    Rounding::HalfUp,
    Rounding::HalfEven,
    Rounding::Up,
    Rounding::Down,
];

proptest! {
    #![proptest_config(crate::support::cases(5_000))]

    #[test]
    fn arithmetic_is_exact_or_has_no_result(a in fraction(), b in fraction()) {
        let (x, y) = (big(a), big(b));
        agrees(a.add(b), &(&x + &y))?;
        agrees(a.sub(b), &(&x - &y))?;
        agrees(a.mul(b), &(&x * &y))?;
        if b.is_zero() {
            prop_assert_eq!(a.div(b), None);
        } else {
            agrees(a.div(b), &(&x / &y))?;
        }
        agrees(a.negate(), &-&x)?;
        agrees(a.abs(), &x.abs())?;
    }

    #[test]
    fn small_numbers_always_have_a_result(a in small(), b in small()) {
        let (x, y) = (big(a), big(b));
        prop_assert_eq!(a.add(b).map(big), Some(&x + &y));
        prop_assert_eq!(a.sub(b).map(big), Some(&x - &y));
        prop_assert_eq!(a.mul(b).map(big), Some(&x * &y));
        prop_assert_eq!(a.div(b).map(big), (!b.is_zero()).then(|| &x / &y));
    }

    #[test]
    fn fractions_are_in_lowest_terms_and_ordered(a in fraction(), b in fraction()) {
        let lowest = big(a);
        prop_assert_eq!(lowest.numer(), &BigInt::from(a.numerator()));
        prop_assert_eq!(lowest.denom(), &BigInt::from(a.denominator()));
        prop_assert!(a.denominator() > 0);
        prop_assert_eq!(a.cmp(&b), big(a).cmp(&big(b)));
        prop_assert_eq!(b.cmp(&a), a.cmp(&b).reverse());
        prop_assert_eq!(a == b, big(a) == big(b));
    }

    #[test]
    fn rounding_goes_by_its_name(
        a in prop_oneof![small(), fraction(), (-4000_i128..4000, Just(2000_i128)).prop_filter_map("", |(n, d)| Fraction::new(n, d))],
        places in 0_u32..5,
    ) {
        let scale = BigRational::from_integer(BigInt::from(10).pow(places));
        for rounding in ROUNDINGS {
            let truth = rounded(&(big(a) * &scale), rounding) / &scale;
            let got = a.round(places, rounding);
            prop_assert!(got.is_some() || !is_small(a), "no result for {}", truth);
            agrees(got, &truth)?;
        }
    }

    #[test]
    fn rounding_to_a_unit_gives_whole_units(a in small(), unit in small()) {
        for rounding in ROUNDINGS {
            let got = a.round_to(unit, rounding);
            if unit <= Fraction::ZERO {
                prop_assert_eq!(got, None);
            } else {
                let truth = rounded(&(big(a) / big(unit)), rounding) * big(unit);
                prop_assert_eq!(got.map(big), Some(truth));
            }
        }
    }

    #[test]
    fn plain_digits_read_back(units in -10_i128.pow(28) + 1..10_i128.pow(28), places in 0_u32..28) {
        let value = Fraction::new(units, 10_i128.pow(places)).unwrap();
        let text = value.to_plain(places).unwrap();
        prop_assert_eq!(parse_plain(&text), Some(value), "{}", &text);
        let least = value.decimals().unwrap();
        prop_assert!(least <= places);
        prop_assert_eq!(parse_plain(&value.to_plain(least).unwrap()), Some(value));
        if least > 0 {
            prop_assert_eq!(value.to_plain(least - 1), None);
        }
    }

    #[test]
    fn a_number_has_at_most_28_digits(digits in "[1-9][0-9]{24,30}", point in 0_usize..24) {
        let (whole, decimals) = digits.split_at(digits.len() - point);
        let text = if point == 0 { digits.clone() } else { format!("{whole}.{decimals}") };
        prop_assert_eq!(parse_plain(&text).is_some(), digits.len() <= 28, "{}", text);
    }

    #[test]
    fn any_text_is_read_digit_for_digit_or_not_at_all(text in "-?[0-9]{0,30}(\\.[0-9]{0,30})?|[-+0-9._,eE ]{0,12}") {
        if let Some(value) = parse_plain(&text) {
            let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
            let digits: BigInt = format!("{whole}{decimals}").parse().unwrap();
            let scale = BigInt::from(10).pow(u32::try_from(decimals.len()).unwrap());
            prop_assert_eq!(big(value), BigRational::new(digits, scale));
        }
    }

    #[test]
    fn shares_add_up_and_are_within_a_cent(
        total in prop_oneof![0_i64..1000, any::<i64>()],
        weights in proptest::collection::vec(prop_oneof![Just(0_i64), 0_i64..10, any::<i64>()], 0..12),
    ) {
        let sum: i128 = weights.iter().map(|it| i128::from(*it)).sum();
        let shares = largest_remainder(Money::from_cents(total), &weights);
        if total < 0 || sum <= 0 || weights.iter().any(|it| *it < 0) {
            prop_assert_eq!(shares, None);
            return Ok(());
        }
        let shares = shares.unwrap();
        prop_assert_eq!(shares.len(), weights.len());
        let given: i128 = shares.iter().map(|it| i128::from(it.cents())).sum();
        prop_assert_eq!(given, i128::from(total));
        for (share, weight) in shares.iter().zip(&weights) {
            let exact = BigRational::new(BigInt::from(total) * BigInt::from(*weight), sum.into());
            let distance = (BigRational::from_integer(share.cents().into()) - exact).abs();
            prop_assert!(distance < BigRational::one());
            prop_assert!(share.cents() == 0 || *weight > 0);
        }
    }

    #[test]
    fn money_is_whole_cents_or_nothing(cents in any::<i64>(), other in any::<i64>(), euro in fraction()) {
        let money = Money::from_cents(cents);
        prop_assert_eq!(Money::from_euro(money.euro()), Some(money));
        prop_assert_eq!(parse_plain(&money.to_plain()), Some(money.euro()));
        prop_assert_eq!(money.add(Money::from_cents(other)).map(Money::cents), cents.checked_add(other));
        prop_assert_eq!(money.sub(Money::from_cents(other)).map(Money::cents), cents.checked_sub(other));
        let truth = big(euro) * BigRational::from_integer(100.into());
        let whole = truth.is_integer().then(|| truth.to_integer().to_i64()).flatten();
        prop_assert_eq!(Money::from_euro(euro).map(Money::cents), whole);
    }
}
