//! Values: what facts, cells and expressions hold; and the small words that the tree of a rule
//! file and the checked call share.

mod equity;
mod words;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::number::Fraction;

pub use equity::{Apportionment, Needier, Variance};
pub use words::{
    AdmissionWord, AuthorityKind, Comparison, CountWord, FindingWord, HasKind, Leftovers, Limit,
    Missing, MoreMoney, Term,
};

/// The place of a variant in its enum, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariantId(pub u16);

/// The place of a row in its table, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub u32);

/// A value; its type stands beside it, in the call.
///
/// Values of one type are ordered: numbers by size, days and instants by time, the rest by what
/// they hold, so that they may be sorted and counted. Rules compare them by
/// [`Value::compared_to`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Yes or no.
    YesNo(bool),
    /// An integer, decimal, percent (20 % is 1/5), money or exact amount (in euro).
    Number(Fraction),
    /// A day.
    Date(Date),
    /// An instant.
    Instant(Timestamp),
    /// A text, or a code kept as text.
    Text(String),
    /// A variant of an enum.
    Variant(VariantId),
    /// A set of variants.
    Set(BTreeSet<VariantId>),
    /// A row of a table.
    Row(RowId),
    /// A list of records.
    List(Vec<Record>),
}

impl Value {
    /// Returns how rules compare two values of one type. An instant counts by the second in which
    /// it falls: a limit written to the second takes in all of that second. (A ranking by time
    /// still tells parts of a second apart, by the order of the values themselves.)
    ///
    /// ```
    /// use bando::value::Value;
    /// use std::cmp::Ordering;
    /// let at = |text: &str| Value::Instant(text.parse().unwrap());
    /// let (limit, later) = (at("2026-03-31T12:00:00Z"), at("2026-03-31T12:00:00.999Z"));
    /// assert_eq!(later.compared_to(&limit), Ordering::Equal);
    /// assert_eq!(later.cmp(&limit), Ordering::Greater);
    /// ```
    pub fn compared_to(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Instant(left), Self::Instant(right)) => {
                whole_seconds(*left).cmp(&whole_seconds(*right))
            }
            _ => self.cmp(other),
        }
    }
}

/// Returns the second in which an instant falls, counted from 1970.
pub(crate) fn whole_seconds(instant: Timestamp) -> i128 {
    instant.as_nanosecond().div_euclid(1_000_000_000)
}

/// One item of a list: its fields, in the order of the list's declaration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    /// What each field holds; `None` where nobody has stated it.
    pub fields: Vec<Option<Value>>,
}
