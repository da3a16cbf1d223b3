//! Values: what facts, cells and expressions hold; and the small words that the tree of a rule
//! file and the checked call share.

mod equity;
mod words;

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::number::Fraction;

pub use equity::{Apportionment, Needier, Variance};
pub use words::{
    AdmissionWord, AuthorityKind, Comparison, CountWord, FindingWord, HasKind, Leftovers, Limit,
    Missing, Term,
};

/// The place of a variant in its enum, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariantId(pub u16);

/// The place of a row in its table, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub u32);

/// A value; its type stands beside it, in the call.
///
/// Values of one type are ordered as rules compare them: numbers by size, days and instants by
/// time, the rest by what they hold, so that they may be sorted and counted.
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

/// One item of a list: its fields, in the order of the list's declaration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    /// What each field holds; `None` where nobody has stated it.
    pub fields: Vec<Option<Value>>,
}
