//! What a variable can be.

use std::collections::BTreeSet;

use super::numbers::Numbers;

/// Some of the values of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Domain {
    /// Some of finitely many: 0 and 1 for no and yes, variants, rows.
    Members(BTreeSet<u32>),
    /// Some numbers, days or instants.
    Numbers(Numbers),
    /// Some texts.
    Texts {
        /// Those that are named.
        named: BTreeSet<String>,
        /// Whether these are all of them, or all but these are meant.
        only: bool,
    },
}

impl Domain {
    /// Returns no and yes, or one of them.
    pub(super) fn answer(answer: bool) -> Self {
        Self::Members(BTreeSet::from([u32::from(answer)]))
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Members(members) => members.is_empty(),
            Self::Numbers(numbers) => numbers.is_empty(),
            Self::Texts { named, only } => *only && named.is_empty(),
        }
    }

    /// Returns what lies in both; the two are of one kind.
    pub(super) fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Members(a), Self::Members(b)) => {
                Self::Members(a.intersection(b).copied().collect())
            }
            (Self::Numbers(a), Self::Numbers(b)) => Self::Numbers(a.and(b)),
            (Self::Texts { named: a, only: x }, Self::Texts { named: b, only: y }) => {
                let named: BTreeSet<String> = match (x, y) {
                    (true, true) => a.intersection(b).cloned().collect(),
                    (true, false) => a.difference(b).cloned().collect(),
                    (false, true) => b.difference(a).cloned().collect(),
                    (false, false) => a.union(b).cloned().collect(),
                };
                let only = *x || *y;
                Self::Texts { named, only }
            }
            // One variable has one kind of values.
            _ => self.clone(),
        }
    }

    /// Tells whether all of `other` is seen to lie in this.
    pub(super) fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Members(a), Self::Members(b)) => a.is_superset(b),
            (Self::Numbers(a), Self::Numbers(b)) => a.covers(b),
            (Self::Texts { named: a, only: x }, Self::Texts { named: b, only: y }) => {
                match (x, y) {
                    (true, true) => a.is_superset(b),
                    (true, false) => false,
                    (false, true) => a.is_disjoint(b),
                    (false, false) => a.is_subset(b),
                }
            }
            _ => false,
        }
    }

    /// Returns what is left of `universe` without this; `None` where a number is too large.
    pub(super) fn left_of(&self, universe: &Self) -> Option<Self> {
        Some(match (self, universe) {
            (Self::Members(a), Self::Members(all)) => {
                Self::Members(all.difference(a).copied().collect())
            }
            (Self::Numbers(a), Self::Numbers(all)) => Self::Numbers(all.and(&a.complement()?)),
            (Self::Texts { named, only }, _) => universe.and(&Self::Texts {
                named: named.clone(),
                only: !only,
            }),
            _ => return None,
        })
    }

    /// Returns how much work it is to look at this.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Members(members) => members.len().checked_div(8).unwrap_or_default(),
            Self::Numbers(numbers) => numbers.stretches.len(),
            Self::Texts { named, .. } => named.len(),
        }
        .saturating_add(1)
    }
}
