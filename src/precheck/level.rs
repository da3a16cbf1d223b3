//! How much a requirement stands in the applicant's way.

use crate::assessment::{Finding, Judgement};
use crate::call::Consequence;

/// How much a requirement stands in the applicant's way; the worst of them is the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Not at all.
    Fine,
    /// It is unmet, or not known, and that makes a reservation.
    Reservation,
    /// It is unmet, and may be remedied.
    Remedy,
    /// It depends on what the applicant does not know.
    Open,
    /// It is unmet.
    Refusal,
}

impl Level {
    pub(super) const ALL: [Self; 5] = [
        Self::Fine,
        Self::Reservation,
        Self::Remedy,
        Self::Open,
        Self::Refusal,
    ];

    /// Returns what a finding comes to that no answer changes any more.
    pub(super) fn of(finding: &Finding, in_the_way: bool) -> Self {
        match (finding.judgement, finding.consequence) {
            _ if !in_the_way => Self::Fine,
            (_, Consequence::Reservation(_)) => Self::Reservation,
            (Judgement::Unmet, Consequence::Remedy(_)) => Self::Remedy,
            (Judgement::Unmet, Consequence::Refusal) => Self::Refusal,
            _ => Self::Open,
        }
    }

    /// Returns what a requirement comes to that may come to any of `levels`, depending on what the
    /// applicant does not know.
    pub(super) fn shared(levels: Levels) -> Self {
        let single = Self::ALL.into_iter().find(|it| levels == Levels::just(*it));
        match single {
            Some(level) => level,
            None if Self::is_open(levels) => Self::Open,
            None => Self::Reservation,
        }
    }

    /// Tells whether it stays open what a requirement comes to that may come to any of `levels`,
    /// whatever else it may come to.
    pub(super) fn is_open(levels: Levels) -> bool {
        let harmless = Levels::just(Self::Fine).with(Levels::just(Self::Reservation));
        !levels.is_single() && !levels.without(harmless).is_none()
    }
}

/// A set of levels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Levels(u8);

impl Levels {
    pub(super) fn just(level: Level) -> Self {
        Self(match level {
            Level::Fine => 1,
            Level::Reservation => 2,
            Level::Remedy => 4,
            Level::Open => 8,
            Level::Refusal => 16,
        })
    }

    /// Returns the levels up to this one.
    pub(super) fn up_to(most: Level) -> Self {
        let levels = Level::ALL.into_iter().filter(|it| *it <= most);
        levels.fold(Self::default(), |all, it| all.with(Self::just(it)))
    }

    /// Returns what a requirement may come to of which nothing is known yet: met, or that.
    pub(super) fn may_come_of(consequence: Consequence) -> Self {
        match consequence {
            Consequence::Reservation(_) => Self::up_to(Level::Reservation),
            Consequence::Remedy(_) => Self::up_to(Level::Open),
            Consequence::Refusal => Self::up_to(Level::Refusal),
        }
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn is_none(self) -> bool {
        self.0 == 0
    }

    pub(super) fn is_single(self) -> bool {
        self.0.is_power_of_two()
    }

    pub(super) fn worst(self) -> Option<Level> {
        let mut worst_first = Level::ALL.into_iter().rev();
        worst_first.find(|it| !self.and(Self::just(*it)).is_none())
    }

    pub(super) fn best(self) -> Option<Level> {
        let mut best_first = Level::ALL.into_iter();
        best_first.find(|it| !self.and(Self::just(*it)).is_none())
    }
}
