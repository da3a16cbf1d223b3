//! Tables made from others.

use super::{Literal, Name, Rounded, TypeName};
use crate::source::{Span, Spanned};

/// `table provinces from comuni group by province { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedTable {
    /// The table's name.
    pub name: Name,
    /// The table it is made from.
    pub from: Name,
    /// The column whose equal values make a row; it becomes the key.
    pub group_by: Name,
    /// Its other columns.
    pub columns: Vec<DerivedColumn>,
    /// The whole block.
    pub span: Span,
}

/// `population : integer = sum of population`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedColumn {
    /// Its name in rules.
    pub name: Name,
    /// The type of its cells.
    pub kind: Spanned<TypeName>,
    /// Whether a cell may be empty.
    pub optional: bool,
    /// What its cells hold.
    pub value: Spanned<DerivedValue>,
    /// The whole line.
    pub span: Span,
}

/// What a row holds of all those it is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DerivedValue {
    /// `same ambito_name`: what all of them hold.
    Same(Name),
    /// `count of rows`
    Rows,
    /// `sum of population`
    Sum(DerivedCell, Option<Rounded>),
    /// `mean of income weighted by population`
    Mean {
        /// Of what.
        of: DerivedCell,
        /// How much each counts; equal where it is not said.
        weighted_by: Option<DerivedCell>,
        /// How the mean is rounded.
        rounded: Option<Rounded>,
    },
    /// `least of income`
    Least(DerivedCell),
    /// `greatest of income`
    Greatest(DerivedCell),
}

/// `income leaving out empty cells`, `income otherwise 12.5`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedCell {
    /// The column.
    pub column: Name,
    /// What an empty cell is.
    pub empty: WhereEmpty,
}

/// What an empty cell of a column is in a reckoning over rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhereEmpty {
    /// An error.
    Refused,
    /// Its row is left out.
    LeftOut,
    /// As if it held this.
    Otherwise(Literal),
}
