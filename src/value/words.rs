//! The small words that the tree of a rule file and the checked call share.

use std::cmp::Ordering;

use crate::number::Fraction;

/// What a citation rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuthorityKind {
    /// An act.
    Source,
    /// Something nobody has confirmed.
    Assumption,
    /// A choice between meanings of an unclear text.
    Reading,
}

/// The six comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// Tells whether two values in this order are as the comparison asks.
    ///
    /// ```
    /// use bando::value::Comparison;
    /// assert!(Comparison::LessOrEqual.holds(4.cmp(&5)));
    /// ```
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }

    /// Returns the comparison that holds where this one does not.
    ///
    /// ```
    /// use bando::value::Comparison;
    /// assert_eq!(Comparison::Less.opposite(), Comparison::GreaterOrEqual);
    /// ```
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }

    /// Returns the comparison that says the same with its sides changed over.
    ///
    /// ```
    /// use bando::value::Comparison;
    /// assert_eq!(Comparison::Less.turned(), Comparison::Greater);
    /// ```
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Equal | Self::NotEqual => self,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }
}

/// How many of the given variants a set must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HasKind {
    /// At least one.
    Any,
    /// All.
    All,
    /// None.
    None,
}

/// What a requirement makes of a fact nobody has stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It is asked for: the proposal is to be completed.
    Ask,
    /// At the final stage it counts against the proposal.
    Fail,
}

/// A number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// How many.
    pub days: u32,
    /// Whether only working days count.
    pub working: bool,
}

/// What happens where the money ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The first unit that does not fit ends the walk.
    Stop,
    /// A unit that does not fit is passed over.
    PassOver,
    /// A unit that does not fit is given what is left.
    Give {
        /// The smallest share of the full award that may be given.
        at_least: Option<Fraction>,
        /// Whether the walk goes on where less is left than that.
        then_pass_over: bool,
    },
}

/// What becomes of the money that a pool does not spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leftovers {
    /// All that are not funded compete for it, without pools.
    OneRanking,
    /// It stays unspent.
    Unspent,
}

/// Where money added in a slide goes that is for no pool by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoreMoney {
    /// To all pools, apportioned by the shares of the envelope.
    SameShares,
    /// All that are not funded compete for it, without pools.
    OneRanking,
}

/// An admission as written in a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdmissionWord {
    /// `admitted`
    Admitted,
    /// `admitted with reservation`
    WithReservation,
    /// `to be completed`
    ToBeCompleted,
    /// `not admitted`
    NotAdmitted,
}

/// A finding as written in a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingWord {
    /// `met`
    Met,
    /// `unmet`
    Unmet,
    /// `unknown`
    Unknown,
    /// `not applicable`
    NotApplicable,
}

/// What a test on a file counts or asks of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountWord {
    /// `received`: every proposal read.
    Received,
    /// `admitted`: with or without reservation.
    Admitted,
    /// `with reservation`
    WithReservation,
    /// `to be completed`
    ToBeCompleted,
    /// `not admitted`
    NotAdmitted,
    /// `ranked`
    Ranked,
    /// `funded`: whole or in part.
    Funded,
    /// `funded in part`
    FundedInPart,
    /// `waiting`
    Waiting,
    /// `below threshold`: admitted, and below a threshold of the grid.
    BelowThreshold,
    /// `not scored`: admitted, and some of its points are not known yet.
    NotScored,
    /// `units`: units in the ranking.
    Units,
}
