//! The order of the ranking, over candidates that are not yet units.

use std::cmp::Ordering;

use super::units::{Parties, Party};
use super::{Candidates, Key};

/// How many keys are made part of the one number.
const LEADING: usize = 4;

/// A unit in its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    /// Its first keys as one number, the best the smallest; equal keys have equal numbers.
    pub(super) number: u64,
    pub(super) party: Party,
}

/// Puts the units in the order of their keys, equal ones in that of their names.
///
/// Comparing fractions costs most of a ranking, so as many of the first keys as fit are brought to
/// one whole number, where that is exact; where those are equal the keys decide. The order is that
/// of [`compare`], which the tests hold this against.
pub(super) fn sort(candidates: &Candidates, descending: &[bool]) -> Vec<Placed> {
    let parties = &candidates.parties;
    let numbers = numbers(&candidates.columns, candidates.units.len(), descending);
    let units = candidates.units.iter().copied();
    let placed = numbers.into_iter().zip(units);
    let mut placed: Vec<Placed> = placed
        .map(|(number, party)| Placed { number, party })
        .collect();
    placed.sort_unstable_by_key(|it| it.number);
    for equal in placed.chunk_by_mut(|a, b| a.number == b.number) {
        if equal.len() > 1 {
            equal.sort_unstable_by(|a, b| compare_whole(parties, a.party, b.party, descending));
        }
    }
    placed
}

/// Compares keys one after the other, each in its direction; the better stands first.
fn compare(left: &[Key], right: &[Key], descending: &[bool]) -> Ordering {
    let directions = descending.iter().copied().chain(std::iter::repeat(false));
    left.iter()
        .zip(right)
        .zip(directions)
        .map(|((a, b), descending)| if descending { b.cmp(a) } else { a.cmp(b) })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn compare_whole(parties: &Parties, left: Party, right: Party, descending: &[bool]) -> Ordering {
    let (Some(first), Some(second)) = (parties.first(left), parties.first(right)) else {
        return Ordering::Equal;
    };
    // A group may have the name of a candidate that stands alone; its first member tells them apart.
    compare(&first.keys, &second.keys, descending)
        .then_with(|| parties.name(left).cmp(parties.name(right)))
        .then_with(|| first.id.cmp(&second.id))
}

/// Returns the first keys of the units, as many as can be brought to whole numbers.
pub(super) fn columns(parties: &Parties, units: &[Party]) -> Vec<Column> {
    let mut columns: Vec<Column> = (0..LEADING).map(|_| Column::new(units.len())).collect();
    for unit in units {
        let keys = parties.first(*unit).map(|it| it.keys.as_slice());
        let keys = keys.unwrap_or_default();
        // From the first key on that cannot be brought to a whole number, there is no column.
        let whole = columns.iter_mut().zip(keys);
        let whole = whole.map_while(|(column, key)| column.push(key)).count();
        columns.truncate(whole);
    }
    columns
}

/// Returns for each of so many units the number that its first keys make.
fn numbers(columns: &[Column], count: usize, descending: &[bool]) -> Vec<u64> {
    let mut numbers = vec![0_u64; count];
    let mut bits_left = u64::BITS;
    for (place, column) in columns.iter().enumerate() {
        let (least, most) = column.bounds();
        let bits = u64::BITS.saturating_sub(most.abs_diff(least).leading_zeros());
        let Some(rest) = bits_left.checked_sub(bits) else {
            break;
        };
        bits_left = rest;
        let descends = descending.get(place).copied().unwrap_or(false);
        let best = if descends { most } else { least };
        for (number, whole) in numbers.iter_mut().zip(&column.numbers) {
            let behind = whole.abs_diff(best);
            *number = number.checked_shl(bits).unwrap_or_default() | behind;
        }
    }
    numbers
}

/// One key of all units, as whole numbers of one step.
#[derive(Debug)]
pub(super) struct Column {
    /// How many steps make one.
    scale: i64,
    numbers: Vec<i64>,
}

impl Column {
    fn new(count: usize) -> Self {
        Self {
            scale: 1,
            numbers: Vec::with_capacity(count),
        }
    }

    fn bounds(&self) -> (i64, i64) {
        let least = self.numbers.iter().min().copied();
        let most = self.numbers.iter().max().copied();
        (least.unwrap_or_default(), most.unwrap_or_default())
    }

    /// Adds a key; `None` where it is no number, or one too large or too fine.
    fn push(&mut self, key: &Key) -> Option<()> {
        let Key::Number(number) = key else {
            return None;
        };
        let denominator = i64::try_from(number.denominator()).ok()?;
        let mut steps = self.scale.checked_div(denominator)?;
        if steps.checked_mul(denominator)? != self.scale {
            for number in &mut self.numbers {
                *number = number.checked_mul(denominator)?;
            }
            steps = self.scale;
            self.scale = self.scale.checked_mul(denominator)?;
        }
        let numerator = i64::try_from(number.numerator()).ok()?;
        self.numbers.push(numerator.checked_mul(steps)?);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Candidate, Candidates};
    use super::*;
    use crate::number::{Fraction, Money};

    fn key() -> impl Strategy<Value = Key> {
        prop_oneof![
            8 => (-9_i128..9, 1_i128..7).prop_filter_map("a fraction", |(above, below)| {
                Fraction::new(above, below).map(Key::Number)
            }),
            1 => prop_oneof![
                Just(i128::MAX),
                Just(i128::from(i64::MIN)),
                Just(i128::from(i64::MAX)),
            ]
            .prop_map(|large| Key::Number(Fraction::integer(large))),
            1 => "[a-c]".prop_map(Key::Text),
        ]
    }

    proptest! {
        #[test]
        fn whole_numbers_give_the_order_of_the_keys(
            keys in prop::collection::vec(prop::collection::vec(key(), 3), 0..12),
            descending in prop::collection::vec(any::<bool>(), 3),
        ) {
            let named = keys.into_iter().enumerate();
            let candidates: Vec<Candidate> = named
                .map(|(place, keys)| Candidate::new(&format!("{place:02}"), keys, Money::ZERO))
                .collect();
            let ready = Candidates::new(&candidates).unwrap();
            let mut expected: Vec<&Candidate> = candidates.iter().collect();
            expected.sort_by(|a, b| {
                compare(&a.keys, &b.keys, &descending).then_with(|| a.id.cmp(&b.id))
            });
            let sorted = sort(&ready, &descending);
            let sorted: Vec<&Candidate> = sorted
                .iter()
                .filter_map(|placed| ready.parties.first(placed.party))
                .collect();
            prop_assert_eq!(sorted, expected);
        }
    }
}
