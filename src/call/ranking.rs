//! How the admitted are ranked, and the money they are given.

use super::{Citation, Expr};
use crate::number::Money;
use crate::source::Span;
use crate::value::Limit;

/// How the admitted are ranked.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// What it rests on.
    pub citations: Vec<Citation>,
    /// What makes proposals one unit.
    pub group_by: Option<Expr>,
    /// The keys, the first decides.
    pub order_by: Vec<OrderKey>,
    /// Where it was written.
    pub span: Span,
}

/// A key of the ranking.
#[derive(Clone, Debug)]
pub struct OrderKey {
    /// What is compared.
    pub value: Expr,
    /// How it was written, for lists and reasons: `ivsm`.
    pub name: String,
    /// Whether the greatest stands first.
    pub descending: bool,
}

/// The money of the call.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// How much there is.
    pub amount: Money,
    /// What it rests on.
    pub citations: Vec<Citation>,
    /// What a proposal is awarded; of type [`super::Type::Money`].
    pub award: Expr,
    /// What happens where the money ends.
    pub limit: Limit,
    /// Where it was written.
    pub span: Span,
}
