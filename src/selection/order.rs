//! The order of the ranking, over candidates that are not yet units.

use std::cmp::Ordering;

use super::units::Party;
use super::{Candidate, Key};

/// How many keys are compared as whole numbers before the keys themselves are looked at.
const LEADING: usize = 2;

/// Puts the parties in the order of their keys, equal ones in that of their names.
///
/// Comparing fractions costs most of a ranking, so the first keys are brought to whole numbers of
/// one step each where that is exact; where they are equal, or cannot be brought there, the keys
/// decide. The order is that of [`compare`], which the tests hold this against.
pub(super) fn sort<'a>(parties: Vec<Party<'a>>, descending: &[bool]) -> Vec<Party<'a>> {
    let leading = leading(&parties, descending);
    let mut order: Vec<([i64; LEADING], usize)> = leading.into_iter().zip(0..).collect();
    order.sort_unstable_by(|(a, left), (b, right)| {
        a.cmp(b)
            .then_with(|| match (parties.get(*left), parties.get(*right)) {
                (Some(left), Some(right)) => compare_whole(left, right, descending),
                _ => Ordering::Equal,
            })
    });
    let mut parties: Vec<Option<Party>> = parties.into_iter().map(Some).collect();
    let places = order.into_iter().map(|(_, place)| place);
    places
        .filter_map(|place| parties.get_mut(place)?.take())
        .collect()
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

fn compare_whole(left: &Party, right: &Party, descending: &[bool]) -> Ordering {
    // A group may have the name of a candidate that stands alone; its first member tells them apart.
    compare(&left.first.keys, &right.first.keys, descending)
        .then_with(|| left.name.cmp(right.name))
        .then_with(|| left.first.id.cmp(&right.first.id))
}

/// Returns for each party its first keys as whole numbers, the best the smallest; zeros from the
/// first key on that cannot be brought there for all of them.
fn leading(parties: &[Party], descending: &[bool]) -> Vec<[i64; LEADING]> {
    let mut leading = vec![[0; LEADING]; parties.len()];
    for place in 0..LEADING {
        let descends = descending.get(place).copied().unwrap_or(false);
        let Some(numbers) = whole_numbers(parties, place, descends) else {
            break;
        };
        for (row, number) in leading.iter_mut().zip(numbers) {
            if let Some(slot) = row.get_mut(place) {
                *slot = number;
            }
        }
    }
    leading
}

fn whole_numbers(parties: &[Party], place: usize, descends: bool) -> Option<Vec<i64>> {
    let key = |candidate: &Candidate| match candidate.keys.get(place)? {
        Key::Number(number) => Some(*number),
        Key::Text(_) => None,
    };
    let mut scale = 1_i128;
    for party in parties {
        let denominator = key(party.first)?.denominator();
        if scale.checked_rem(denominator)? != 0 {
            scale = scale.checked_mul(denominator)?;
            i64::try_from(scale).ok()?;
        }
    }
    let numbers = parties.iter().map(|party| {
        let number = key(party.first)?;
        let steps = scale.checked_div(number.denominator())?;
        let whole = i64::try_from(number.numerator().checked_mul(steps)?).ok()?;
        if descends {
            whole.checked_neg()
        } else {
            Some(whole)
        }
    });
    numbers.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::number::{Fraction, Money};

    fn key() -> impl Strategy<Value = Key> {
        prop_oneof![
            8 => (-9_i128..9, 1_i128..7).prop_filter_map("a fraction", |(above, below)| {
                Fraction::new(above, below).map(Key::Number)
            }),
            1 => prop_oneof![Just(i128::MAX), Just(i128::from(i64::MIN))]
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
            let parties: Vec<Party> = candidates.iter().map(Party::alone).collect();
            let mut expected: Vec<&Candidate> = candidates.iter().collect();
            expected.sort_by(|a, b| {
                compare(&a.keys, &b.keys, &descending).then_with(|| a.id.cmp(&b.id))
            });
            let sorted = sort(parties, &descending);
            let sorted: Vec<&Candidate> = sorted.iter().map(|party| party.first).collect();
            prop_assert_eq!(sorted, expected);
        }
    }
}
