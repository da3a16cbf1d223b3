//! Ranking and allocation: who is funded, with which money, and why. Knows no rules, no files.
//!
//! # The procedure
//! Source: the meaning of the rule language, "Ranking and ties" and "Allocation".
//!
//! 1. Candidates of one group are one **unit**, ranked and funded together; every other candidate
//!    is a unit by itself. Members of a group must share every key.
//! 2. Units are ordered by their keys; equal keys share the rank (1, 1, 3) and stand in the order
//!    of their ids. The order of the input means nothing.
//! 3. One walk goes down the ranking. A unit **fits** if its full award, the sum of its members',
//!    is within what is left. Where it does not, [`Limit`] decides:
//!    - `Stop`: the walk ends, and nobody behind is tried;
//!    - `PassOver`: the walk goes on without it;
//!    - `Give`: it is given what is left, if that is more than nothing and at least the stated
//!      share of its full award, and the walk has nothing more to give; below that share the walk
//!      ends or goes on, as stated. Its members share by largest remainder of their awards.
//! 4. An award of zero or less is not funded and never ends the walk; in a group it counts as
//!    nothing.
//!
//! # Ties
//! Units of equal keys are an error where the order in which they are tried would change what one
//! of them is given, or what the walk goes on with; the module `tie` says when that is. Once the
//! walk has ended, no money depends on the order and a tie is no error.
//!
//! # What more money does
//! Where both envelopes give a selection, the larger one never lowers the total, whatever the
//! limit: the first unit treated otherwise is given more than was left for it and all behind it.
//! With `Stop`, and with `Give` that then stops, no unit loses either, as who is funded is a
//! beginning of the ranking. With `PassOver`, and with `Give` that then passes over, **a unit may
//! lose**: more money may make a larger unit before it fit. Inside a group given in part, one
//! member may lose a cent when the part grows, as with every largest remainder.

mod tie;
mod units;
mod walk;

use crate::number::{Fraction, Money};
use crate::value::Limit;

/// Ranks the candidates, and gives the envelope to the best.
///
/// # Errors
/// A tie on which money depends, a group whose members differ in a key, or a sum too large for
/// [`Money`].
///
/// # Who is funded when the second of three does not fit?
/// ```
/// use bando::number::{Fraction, Money};
/// use bando::selection::{Candidate, Key, Rules, UnitResult, select};
/// use bando::value::Limit;
///
/// let candidate = |id: &str, points, cents| Candidate {
///     id: id.to_owned(),
///     group: None,
///     keys: vec![Key::Number(Fraction::integer(points))],
///     award: Money::from_cents(cents),
/// };
/// let candidates = [candidate("c", 70, 10), candidate("a", 90, 60), candidate("b", 80, 50)];
/// let mut rules = Rules {
///     descending: vec![true],
///     envelope: Some(Money::from_cents(100)),
///     limit: Limit::Stop,
/// };
/// let stopped = select(&candidates, &rules).unwrap();
/// assert_eq!(stopped.spent, Money::from_cents(60));
/// assert_eq!(
///     stopped.units[1].result,
///     UnitResult::Short {
///         left: Money::from_cents(40),
///         short: Money::from_cents(10),
///         ends_walk: true,
///     }
/// );
/// rules.limit = Limit::PassOver;
/// let passed_over = select(&candidates, &rules).unwrap();
/// assert_eq!(passed_over.spent, Money::from_cents(70));
/// ```
pub fn select(candidates: &[Candidate], rules: &Rules) -> Result<Selection, SelectionError> {
    let units = units::rank(candidates, &rules.descending)?;
    match rules.envelope {
        Some(envelope) => walk::allocate(units, envelope, rules.limit),
        None => Ok(Selection {
            units,
            spent: Money::ZERO,
            left: None,
        }),
    }
}

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
    /// The sum of the full awards; a negative one counts as nothing.
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
    /// The full award is more than what was left, and nothing was given: short by the difference.
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
        /// The units that would be given different amounts, with their full awards, in the order
        /// of their ids.
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
