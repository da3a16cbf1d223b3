//! How much fails.

use super::level::{Level, Levels};
use super::tree::{Tree, View};

/// How many requirements fail, by what follows; compared in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Failures {
    pub(super) refusals: usize,
    remedies: usize,
    reservations: usize,
}

impl Failures {
    /// Nothing fails.
    pub(super) const NONE: Self = Self::of(0, 0, 0);
    /// The least that keeps out.
    pub(super) const REFUSAL: Self = Self::of(1, 0, 0);

    pub(super) const fn of(refusals: usize, remedies: usize, reservations: usize) -> Self {
        Self {
            refusals,
            remedies,
            reservations,
        }
    }

    /// Returns what a requirement of this level adds.
    pub(super) const fn at(level: Level) -> Self {
        match level {
            // What is open does not fail.
            Level::Fine | Level::Open | Level::MayNeedRemedy => Self::NONE,
            Level::Reservation => Self::of(0, 0, 1),
            Level::Remedy => Self::of(0, 1, 0),
            Level::Refusal => Self::REFUSAL,
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            refusals: self.refusals.saturating_add(other.refusals),
            remedies: self.remedies.saturating_add(other.remedies),
            reservations: self.reservations.saturating_add(other.reservations),
        }
    }
}

/// Returns the levels at which nothing fails.
pub(super) fn failing_nothing() -> Levels {
    let all = Level::ALL.into_iter();
    let none = all.filter(|it| Failures::at(*it) == Failures::NONE);
    none.fold(Levels::default(), |all, it| all.with(Levels::just(it)))
}

/// A requirement of which it counts how it fails.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted<'t> {
    pub(super) tree: &'t Tree,
    /// The questions on which it depends, in their order.
    pub(super) asked: &'t [usize],
    /// How many there are in all branches of its tree.
    pub(super) size: usize,
    pub(super) view: View,
    /// Whether only answers count with which it fails.
    pub(super) must_fail: bool,
}

/// What a requirement may add, by the answers still possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    /// The least; of one that must fail and never does, nothing.
    pub(super) least: Option<Failures>,
    /// Whether it may add something else too.
    pub(super) open: bool,
}

impl Counted<'_> {
    pub(super) fn range(&self, possible: &[u64]) -> Range {
        let levels = self.tree.levels(possible, self.view);
        if levels.is_none() {
            // Nothing was seen: the worst is supposed.
            return Range {
                least: Some(Failures::REFUSAL),
                open: false,
            };
        }
        let all = Level::ALL.into_iter();
        let found = all.filter(|it| !levels.and(Levels::just(*it)).is_none());
        let mut found: Vec<Failures> = found.map(Failures::at).collect();
        found.sort_unstable();
        found.dedup();
        let open = found.len() > 1;
        found.retain(|it| !self.must_fail || *it != Failures::NONE);
        Range {
            least: found.first().copied(),
            open,
        }
    }
}
