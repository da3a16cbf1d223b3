//! Equity weights.

use super::{Citation, Literal, Name, Rounded};
use crate::number::Fraction;
use crate::source::{Span, Spanned};
use crate::value::{Apportionment, Needier, Variance};

/// `weight equity over provinces { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightBlock {
    /// The weight's name.
    pub name: Name,
    /// The table whose rows are the territories.
    pub over: Name,
    /// What stands between the braces.
    pub clauses: Vec<Spanned<WeightClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of a `weight` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WeightClause {
    /// `cite …`
    Cite(Citation),
    /// `index need by min-max { … }`
    Index(IndexItem),
    /// `50 % share of population`
    Share(ShareItem),
    /// `apportion by largest remainder to the cent`
    Apportion(Apportionment, Option<Spanned<Fraction>>),
}

/// `index need by min-max rounded half up to 6 places { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexItem {
    /// The index's name.
    pub name: Name,
    /// How its indicators are made comparable.
    pub method: Spanned<IndexMethod>,
    /// How its values are rounded.
    pub rounded: Option<Rounded>,
    /// Its indicators.
    pub indicators: Vec<IndicatorItem>,
}

/// How indicators are made comparable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexMethod {
    /// `shares`
    Shares,
    /// `min-max`
    MinMax,
    /// `rank`
    Rank,
    /// `z-score with population variance mean 100 deviation 10`
    ZScore {
        /// Which variance.
        variance: Variance,
        /// The mean and the deviation of the scale; 0 and 1 where they are not said.
        scale: Option<(Spanned<Fraction>, Spanned<Fraction>)>,
    },
    /// `AMPI with population variance`
    Ampi(Variance),
}

/// `60 % income otherwise 14 lower is needier from 10 to 20`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorItem {
    /// Its part of the index, in parts of 1; where none has one, all have the same.
    pub part: Option<Spanned<Fraction>>,
    /// The column.
    pub column: Name,
    /// What an empty cell counts as.
    pub otherwise: Option<Literal>,
    /// Which end means need.
    pub needier: Needier,
    /// The least and the greatest value of its scale.
    pub goalposts: Option<(Literal, Literal)>,
    /// The whole line.
    pub span: Span,
}

/// `30 % share of population * need`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareItem {
    /// How much of the envelope, in parts of 1.
    pub part: Spanned<Fraction>,
    /// What it is in proportion to, multiplied; none: equal for all.
    pub factors: Vec<FactorItem>,
}

/// `population otherwise 0`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorItem {
    /// A column or an index.
    pub name: Name,
    /// What an empty cell counts as.
    pub otherwise: Option<Literal>,
}
