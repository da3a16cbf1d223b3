//! Ranking and allocation: who is funded, with which money, and why. Knows no rules, no files.

use crate::number::{Fraction, Money};
use crate::value::Limit;

/// What one proposal brings to the ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its id; no two candidates share one.
    pub id: String,
    /// What makes proposals one unit; `None` where each stands alone.
    pub group: Option<String>,
    /// The keys, in the order in which they decide; the same number for every candidate.
    pub keys: Vec<Key>,
    /// What it is to be awarded.
    pub award: Money,
}

/// A key of the ranking.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A number, a date or instant as a number, yes as 1 and no as 0, a variant as its place.
    Number(Fraction),
    /// A text, compared by its bytes.
    Text(String),
}

/// The rules of a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// For each key, whether the greatest stands first.
    pub descending: Vec<bool>,
    /// The money there is; `None` where the call only ranks.
    pub envelope: Option<Money>,
    /// What happens where it ends.
    pub limit: Limit,
}

/// The units in order, with what each is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The units, best first; units of equal keys in the order of their ids.
    pub units: Vec<Unit>,
    /// The sum of all awards.
    pub spent: Money,
    /// Envelope less spent; `None` without an envelope.
    pub left: Option<Money>,
}

/// One or more proposals that are ranked and funded together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The group's name, or the id of the only member.
    pub id: String,
    /// 1 for the best; equal keys share it (1, 1, 3).
    pub rank: u32,
    /// Its keys.
    pub keys: Vec<Key>,
    /// Its members in the order of their ids: id, full award, and what it is given.
    pub members: Vec<Member>,
    /// The sum of the full awards.
    pub full: Money,
    /// What became of it.
    pub result: UnitResult,
}

/// A proposal in a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: String,
    /// What it was to be awarded.
    pub full: Money,
    /// What it is given; zero unless the unit is funded.
    pub award: Money,
}

/// What became of a unit, with the reason in money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitResult {
    /// The call has no envelope.
    Ranked,
    /// Given in full; `left` is what was left before it.
    Funded {
        /// What was left before it.
        left: Money,
    },
    /// Given what was left.
    FundedInPart {
        /// What was left before it, and is given.
        left: Money,
    },
    /// The full award is more than what was left: short by the difference.
    Short {
        /// What was left.
        left: Money,
        /// By how much that was too little.
        short: Money,
        /// Whether this unit ended the walk.
        ends_walk: bool,
    },
    /// The walk had ended before it.
    AfterTheEnd {
        /// The unit that ended the walk.
        ended_by: String,
        /// What was left then.
        left: Money,
        /// By how much that was too little for this unit; `None` where it would have been enough.
        short: Option<Money>,
    },
    /// Its full award is zero or less.
    NothingToAward,
}

/// Why there is no selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectionError {
    /// Tied units would be treated differently by the order in which they are tried.
    Tie {
        /// The units: id and full award, in the order of their ids.
        units: Vec<(String, Money)>,
        /// What is left where they are tried.
        left: Money,
    },
    /// Members of one group have different keys.
    GroupKeys {
        /// The group.
        group: String,
        /// Its members' ids.
        members: Vec<String>,
        /// The place of the first key that differs, counted from 0.
        key: usize,
    },
    /// A sum of awards is too large.
    Overflow,
}
