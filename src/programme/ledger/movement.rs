//! What is entered into a ledger, and what it does there.

use jiff::civil::Date;

use super::super::LineId;
use crate::number::Money;

/// What a movement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MovementKind {
    /// Money of a line is promised to somebody.
    Commitment,
    /// A part of a commitment is paid.
    Payment,
    /// A part of a commitment that is not paid goes back to its line.
    Decommitment,
    /// An earlier movement is undone, as a whole.
    Reversal,
}

/// A movement as it was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Its id, no two alike.
    pub id: String,
    /// Its day.
    pub date: Date,
    /// What it does.
    pub kind: MovementKind,
    /// The line that a commitment draws on.
    pub line: Option<LineId>,
    /// How much; of a reversal, `None` or the amount of what it undoes.
    pub amount: Option<Money>,
    /// The id of the commitment that is paid or given back, or of what is reversed.
    pub of: Option<String>,
}

/// Where money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// Not with the programme: the only account that may hold less than nothing.
    Outside,
    /// Free on a line.
    Free(LineId),
    /// Committed by the movement of this number, and not paid.
    Committed(usize),
    /// Paid out of the commitment of this number.
    Paid(usize),
}

/// An amount that leaves one account and enters another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The account that it leaves.
    pub from: Account,
    /// The account that it enters.
    pub to: Account,
    /// How much, more than nothing.
    pub amount: Money,
}

/// What has been done with the money of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// Committed, paid or not, less what was given back.
    pub committed: Money,
    /// Paid.
    pub paid: Money,
}
