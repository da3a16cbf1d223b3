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
    /// It depends on what the applicant does not know whether something may have to be remedied.
    MayNeedRemedy,
    /// It is unmet, and may be remedied.
    Remedy,
    /// It depends on what the applicant does not know.
    Open,
    /// It is unmet.
    Refusal,
}

impl Level {
    pub(super) const ALL: [Self; 6] = [
        Self::Fine,
        Self::Reservation,
        Self::MayNeedRemedy,
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
            // At worst it is remedied, whatever it is that is not known.
            (_, Consequence::Remedy(_)) => Self::MayNeedRemedy,
            (Judgement::Unmet, Consequence::Refusal) => Self::Refusal,
            _ => Self::Open,
        }
    }

    /// Returns what a requirement comes to that is not met.
    pub(super) fn of_unmet(consequence: Consequence) -> Self {
        match consequence {
            Consequence::Reservation(_) => Self::Reservation,
            Consequence::Remedy(_) => Self::Remedy,
            Consequence::Refusal => Self::Refusal,
        }
    }

    /// Returns what requirements come to that may come to any of `levels`, depending on what the
    /// applicant does not know.
    ///
    /// What requirements come to of which none depends on an answer that another depends on is the
    /// worst of what each comes to so.
    pub(super) fn shared(levels: Levels) -> Self {
        let single = Self::ALL.into_iter().find(|it| levels == Levels::just(*it));
        match (single, levels.worst()) {
            (Some(level), _) => level,
            (None, Some(worst)) if worst <= Self::Reservation => Self::Reservation,
            (None, Some(worst)) if worst <= Self::Remedy => Self::MayNeedRemedy,
            (None, _) => Self::Open,
        }
    }

    /// Returns all that this may be for requirements that come to all of `seen`, and to none but `all`.
    pub(super) fn shared_between(seen: Levels, all: Levels) -> Levels {
        let sets = (1..64).map(Levels);
        let between = sets.filter(|it| it.and(seen) == seen && it.without(all).is_none());
        let each = between.map(|it| Levels::just(Self::shared(it)));
        each.fold(Levels::default(), Levels::with)
    }

    /// Tells whether it stays open what requirements come to that may come to any of `levels`,
    /// whatever else they may come to.
    pub(super) fn is_open(levels: Levels) -> bool {
        !levels.is_single() && Self::shared(levels) == Self::Open
    }
}

/// What is told of requirements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) level: Level,
    /// One of these is so: not only that level, where not all can be listed that the applicant does
    /// not know.
    pub(super) may_be: Levels,
}

impl Told {
    pub(super) fn certain(level: Level) -> Self {
        Self {
            level,
            may_be: Levels::just(level),
        }
    }

    /// Returns what is told of the worst of some trees.
    pub(super) fn worst(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter()
            .fold(Self::certain(Level::Fine), |one, other| Self {
                level: one.level.max(other.level),
                may_be: one.may_be.each_with(other.may_be),
            })
    }

    /// Tells whether this is certainly another level than `other`.
    pub(super) fn surely_differs(self, other: Self) -> bool {
        self.may_be.and(other.may_be).is_none()
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
            Level::MayNeedRemedy => 4,
            Level::Remedy => 8,
            Level::Open => 16,
            Level::Refusal => 32,
        })
    }

    /// Returns the levels up to this one.
    pub(super) fn up_to(most: Level) -> Self {
        let levels = Level::ALL.into_iter().filter(|it| *it <= most);
        levels.fold(Self::default(), |all, it| all.with(Self::just(it)))
    }

    /// Returns the levels below this one.
    pub(super) fn below(level: Level) -> Self {
        Self::up_to(level).without(Self::just(level))
    }

    /// Returns what a requirement may come to of which nothing is known yet: met, or that.
    pub(super) fn may_come_of(consequence: Consequence) -> Self {
        Self::up_to(Level::of_unmet(consequence))
    }

    /// Returns the same of one that comes to no less than `least`; if that is something, it is surely
    /// not met.
    pub(super) fn may_come_between(least: Level, consequence: Consequence) -> Self {
        let all = Self::may_come_of(consequence);
        if least == Level::Fine {
            return all;
        }
        let open = Self::just(Level::MayNeedRemedy).with(Self::just(Level::Open));
        all.without(Self::below(least)).without(open)
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns the worse of each pair of one of these and one of `others`.
    pub(super) fn each_with(self, others: Self) -> Self {
        self.of_pairs(others, Ord::max)
    }

    /// Returns the better of each pair of one of these and one of `others`.
    pub(super) fn better_of_each(self, others: Self) -> Self {
        self.of_pairs(others, Ord::min)
    }

    fn of_pairs(self, others: Self, of: impl Fn(Level, Level) -> Level) -> Self {
        let all = |levels: Self| Level::ALL.into_iter().filter(move |it| levels.has(*it));
        let pairs = all(self).flat_map(|one| all(others).map(move |other| (one, other)));
        pairs.fold(Self::default(), |all, (one, other)| {
            all.with(Self::just(of(one, other)))
        })
    }

    /// Returns the best of these.
    pub(super) fn best(self) -> Option<Level> {
        Level::ALL.into_iter().find(|it| self.has(*it))
    }

    fn has(self, level: Level) -> bool {
        !self.and(Self::just(level)).is_none()
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
        worst_first.find(|it| self.has(*it))
    }
}
