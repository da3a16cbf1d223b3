//! Who is given how much, however that came about.

use std::collections::BTreeMap;

use crate::number::{Fraction, Money};
use crate::selection::Selection;

/// Who is given how much, and what that is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// What each proposal is given that is given anything, by its id.
    pub awards: BTreeMap<String, Money>,
    /// The sum of all.
    pub spent: Money,
    /// The sum of score × award, in points × euro.
    pub value: Fraction,
}

/// A proposal that is given another amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its id.
    pub id: String,
    /// What it was given.
    pub before: Money,
    /// What it is given now.
    pub after: Money,
}

impl Allocation {
    /// Adds up awards; a proposal without a score counts as having none.
    ///
    /// `None` where a sum is too large.
    ///
    /// ```
    /// use bando::comparison::Allocation;
    /// use bando::number::{Fraction, Money};
    /// let scores = [("1".to_owned(), Fraction::integer(80))].into();
    /// let awards = [("1".to_owned(), Money::from_cents(50_000))];
    /// let allocation = Allocation::new(awards, &scores).unwrap();
    /// assert_eq!(allocation.value, Fraction::integer(40_000));
    /// ```
    pub fn new(
        awards: impl IntoIterator<Item = (String, Money)>,
        scores: &BTreeMap<String, Fraction>,
    ) -> Option<Self> {
        let awards = awards.into_iter().filter(|(_, it)| *it > Money::ZERO);
        let awards: BTreeMap<String, Money> = awards.collect();
        let mut value = Fraction::ZERO;
        for (id, award) in &awards {
            let score = scores.get(id).copied().unwrap_or(Fraction::ZERO);
            value = value.add(score.mul(award.euro())?)?;
        }
        Some(Self {
            spent: Money::sum(awards.values().copied())?,
            awards,
            value,
        })
    }

    /// Returns what a selection gives.
    ///
    /// `None` where a sum is too large.
    pub fn of(selection: &Selection, scores: &BTreeMap<String, Fraction>) -> Option<Self> {
        let members = selection.units.iter().flat_map(|unit| &unit.members);
        Self::new(members.map(|it| (it.id.clone(), it.award)), scores)
    }
}

/// Returns who is given another amount, in the order of their ids.
///
/// ```
/// use bando::comparison::{Allocation, changes};
/// use bando::number::Money;
/// let scores = Default::default();
/// let given = |id: &str| Allocation::new([(id.to_owned(), Money::from_cents(7))], &scores);
/// let changes = changes(&given("1").unwrap(), &given("2").unwrap());
/// let ids: Vec<&str> = changes.iter().map(|change| change.id.as_str()).collect();
/// assert_eq!(ids, ["1", "2"]);
/// ```
pub fn changes(before: &Allocation, after: &Allocation) -> Vec<Change> {
    let mut both: BTreeMap<&str, (Money, Money)> = BTreeMap::new();
    for (id, award) in &before.awards {
        both.entry(id).or_default().0 = *award;
    }
    for (id, award) in &after.awards {
        both.entry(id).or_default().1 = *award;
    }
    let both = both
        .into_iter()
        .filter(|(_, (before, after))| before != after);
    both.map(|(id, (before, after))| Change {
        id: id.to_owned(),
        before,
        after,
    })
    .collect()
}
