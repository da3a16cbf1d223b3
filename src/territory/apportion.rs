//! Whole units in proportion to weights.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::number::{Exact, Fraction};
use crate::value::Apportionment;

/// What each has of a number of whole units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apportioned {
    /// The units of each, in the order of the weights; they add up to all there are.
    pub units: Vec<i64>,
    /// Those with equal claims to the last units, where not all of them could have one.
    pub tie: Option<Tie>,
}

/// Equal claims to fewer units than there are claimants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Who has the claim, and one unit by it, by their places among the weights.
    pub with: Vec<usize>,
    /// Who has the same claim, and no unit by it.
    pub without: Vec<usize>,
}

/// Shares out `units` in proportion to `weights`.
///
/// Equal claims to the last units go to the earlier weights, and are told as a tie, so callers put
/// weights in an order that means something. The divisor methods start from the units that any
/// result must give, or exceeds by at most one for each weight, and settle only the rest one by
/// one: the effort does not grow with the number of units.
///
/// `None` for a negative number of units or weight, where all weights are nought, or where the
/// units do not fit.
///
/// Source: M. L. Balinski and H. P. Young, *Fair Representation*, 1982.
///
/// ```
/// use bando::number::Exact;
/// use bando::territory::apportion;
/// use bando::value::Apportionment;
/// let votes = [100_000, 80_000, 30_000, 20_000].map(Exact::integer);
/// let seats = |method| apportion(method, 8, &votes).unwrap().units;
/// assert_eq!(seats(Apportionment::DHondt), [4, 3, 1, 0]);
/// assert_eq!(seats(Apportionment::SainteLague), [3, 3, 1, 1]);
/// ```
pub fn apportion(method: Apportionment, units: i64, weights: &[Exact]) -> Option<Apportioned> {
    let sum: Exact = weights.iter().sum();
    if units < 0 || sum.is_zero() || weights.iter().any(Exact::is_negative) {
        return None;
    }
    let of_all = Exact::integer(units.into());
    let claims: Vec<Exact> = weights
        .iter()
        .map(|weight| of_all.mul(weight).div(&sum))
        .collect::<Option<_>>()?;
    match method {
        Apportionment::LargestRemainder => largest_remainders(units, &claims),
        Apportionment::DHondt => by_divisors(units, &claims, Divisors::Whole),
        Apportionment::SainteLague => by_divisors(units, &claims, Divisors::Odd),
    }
}

/// Gives everybody the whole part of its claim, and what is left to the largest rests.
fn largest_remainders(units: i64, claims: &[Exact]) -> Option<Apportioned> {
    let whole: Vec<i64> = claims.iter().map(Exact::floor).collect::<Option<_>>()?;
    let mut rests: Vec<(Exact, usize)> = claims
        .iter()
        .zip(&whole)
        .map(|(claim, whole)| claim.sub(&Exact::integer((*whole).into())))
        .zip(0..)
        .collect();
    rests.sort_by(|(a, i), (b, j)| b.cmp(a).then(i.cmp(j)));
    let missing = usize::try_from(units.checked_sub(sum_of(&whole)?)?).ok()?;
    let mut given = whole;
    for (_, place) in rests.iter().take(missing) {
        let units = given.get_mut(*place)?;
        *units = units.checked_add(1)?;
    }
    let last = missing.checked_sub(1).and_then(|last| rests.get(last));
    let tie = last.and_then(|(last, _)| {
        let (with, without) = rests.split_at_checked(missing)?;
        let tied = |rests: &[(Exact, usize)]| {
            let equal = rests.iter().filter(|(rest, _)| rest == last);
            equal.map(|(_, place)| *place).collect::<Vec<usize>>()
        };
        Tie::between(tied(with), tied(without))
    });
    Some(Apportioned { units: given, tie })
}

/// By what a weight is divided for its next unit.
#[derive(Clone, Copy)]
enum Divisors {
    /// 1, 2, 3, …
    Whole,
    /// 1, 3, 5, …
    Odd,
}

impl Divisors {
    /// Returns the quotient of a claim by the divisor for one more unit than `held`.
    fn quotient(self, claim: &Exact, held: i64) -> Option<Exact> {
        let held = i128::from(held);
        let divisor = match self {
            Self::Whole => held.checked_add(1)?,
            Self::Odd => held.checked_mul(2)?.checked_add(1)?,
        };
        claim.div(&Exact::integer(divisor))
    }

    /// Returns how many quotients of a claim are at least 1, or for odd divisors above one half:
    /// all of them the largest there are, and of all weights together about as many as units.
    fn start(self, claim: &Exact) -> Option<i64> {
        match self {
            Self::Whole => claim.floor(),
            Self::Odd => {
                let half = Exact::from(Fraction::new(1, 2)?);
                half.sub(claim).floor()?.checked_neg()
            }
        }
    }
}

/// Gives the units to the largest quotients of claims by divisors.
fn by_divisors(units: i64, claims: &[Exact], divisors: Divisors) -> Option<Apportioned> {
    let mut held: Vec<i64> = claims
        .iter()
        .map(|claim| divisors.start(claim))
        .collect::<Option<_>>()?;
    let given = sum_of(&held)?;
    if given < units {
        give(units.checked_sub(given)?, &mut held, claims, divisors)?;
    } else {
        take(given.checked_sub(units)?, &mut held, claims, divisors)?;
    }
    let mut last = Vec::new();
    let mut next = Vec::new();
    for (claim, held) in claims.iter().zip(&held) {
        let before = held.checked_sub(1)?;
        last.push(if before < 0 {
            None
        } else {
            divisors.quotient(claim, before)
        });
        next.push(divisors.quotient(claim, *held)?);
    }
    let tie = last.iter().flatten().min().and_then(|least| {
        let places = 0..claims.len();
        let with = places
            .clone()
            .filter(|place| last.get(*place).and_then(Option::as_ref) == Some(least));
        let without = places.filter(|place| next.get(*place) == Some(least));
        Tie::between(with.collect(), without.collect())
    });
    Some(Apportioned { units: held, tie })
}

/// Gives so many more units to the largest quotients; of equal ones to the earliest.
fn give(more: i64, held: &mut [i64], claims: &[Exact], divisors: Divisors) -> Option<()> {
    let mut heap = BinaryHeap::new();
    for (place, (claim, held)) in claims.iter().zip(held.iter()).enumerate() {
        heap.push((divisors.quotient(claim, *held)?, Reverse(place)));
    }
    for _ in 0..more {
        let (_, Reverse(place)) = heap.pop()?;
        let units = held.get_mut(place)?;
        *units = units.checked_add(1)?;
        let next = divisors.quotient(claims.get(place)?, *units)?;
        heap.push((next, Reverse(place)));
    }
    Some(())
}

/// Takes so many units back from the smallest quotients; of equal ones from the latest.
fn take(less: i64, held: &mut [i64], claims: &[Exact], divisors: Divisors) -> Option<()> {
    let mut heap = BinaryHeap::new();
    for (place, (claim, held)) in claims.iter().zip(held.iter()).enumerate() {
        if let Some(before) = held.checked_sub(1).filter(|before| *before >= 0) {
            heap.push((Reverse(divisors.quotient(claim, before)?), place));
        }
    }
    for _ in 0..less {
        let (_, place) = heap.pop()?;
        let units = held.get_mut(place)?;
        *units = units.checked_sub(1)?;
        if let Some(before) = units.checked_sub(1).filter(|before| *before >= 0) {
            let quotient = divisors.quotient(claims.get(place)?, before)?;
            heap.push((Reverse(quotient), place));
        }
    }
    Some(())
}

impl Tie {
    /// Returns the tie, if somebody has gone without.
    fn between(mut with: Vec<usize>, mut without: Vec<usize>) -> Option<Self> {
        with.sort_unstable();
        without.sort_unstable();
        (!with.is_empty() && !without.is_empty()).then_some(Self { with, without })
    }
}

fn sum_of(units: &[i64]) -> Option<i64> {
    units
        .iter()
        .try_fold(0_i64, |sum, units| sum.checked_add(*units))
}
