//! Equity weights: how an envelope is shared out among territories.

use super::{Citation, ColumnId, TableId};
use crate::number::{Fraction, Money, Rounding};
use crate::source::Span;
use crate::value::{Apportionment, Needier, Variance};

/// Shares of an envelope for the rows of a table.
#[derive(Clone, Debug)]
pub struct Weight {
    /// Its name.
    pub name: String,
    /// The table whose rows are the territories.
    pub table: TableId,
    /// What it rests on.
    pub citations: Vec<Citation>,
    /// The indexes that its shares multiply by, in the order written.
    pub indexes: Vec<Index>,
    /// The shares of which it is the sum; their parts make 1.
    pub terms: Vec<ShareTerm>,
    /// How claims become money.
    pub apportionment: Apportionment,
    /// The money that is given whole; a cent unless the rule file says otherwise.
    pub unit: Money,
    /// Where it was written.
    pub span: Span,
}

/// An index of need: one number for each territory, the greater the needier.
#[derive(Clone, Debug)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// How its indicators are made comparable, and joined.
    pub method: Normalisation,
    /// How each normalised value, and then the index, are rounded; `None`: not at all.
    pub rounding: Option<(Rounding, u32)>,
    /// Its indicators, in the order written.
    pub indicators: Vec<Indicator>,
    /// Where it was written.
    pub span: Span,
}

/// How an indicator is made comparable with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normalisation {
    /// Its share of the sum over all territories.
    Shares,
    /// From 0 for the least needy to 1 for the neediest.
    MinMax,
    /// Its distance from the mean, in standard deviations, on a scale of which mean and deviation
    /// are stated.
    ZScore {
        /// Which variance.
        variance: Variance,
        /// The mean of the new scale.
        mean: Fraction,
        /// The deviation of the new scale.
        deviation: Fraction,
    },
    /// Its place: 1 for the least needy; equal values share the mean of their places.
    Rank,
    /// The adjusted Mazziotta–Pareto index, with the variance of the indicators of one territory.
    Ampi(Variance),
}

/// An indicator of an index.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Where its values stand.
    pub cell: WeightCell,
    /// Its part of the index; the parts of an index make 1.
    pub part: Fraction,
    /// Which end means need.
    pub needier: Needier,
    /// The least and the greatest value of its scale; `None`: those of the territories.
    pub goalposts: Option<(Fraction, Fraction)>,
    /// Where it was written.
    pub span: Span,
}

/// A column that holds a number for each territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeightCell {
    /// The column.
    pub column: ColumnId,
    /// What an empty cell counts as.
    pub otherwise: Option<Fraction>,
}

/// One share of the envelope, itself shared out in proportion to something.
#[derive(Clone, Debug)]
pub struct ShareTerm {
    /// How much of the envelope: 1/2 for 50 %.
    pub part: Fraction,
    /// What it goes in proportion to, multiplied; none: equal for all.
    pub factors: Vec<Factor>,
    /// Where it was written.
    pub span: Span,
}

/// Something a share is in proportion to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// A column.
    Cell(WeightCell),
    /// An index of the weight, by its place.
    Index(usize),
}
