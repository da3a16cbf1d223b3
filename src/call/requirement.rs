//! Requirements.

use super::{Citation, Exception, Expr, Piece};
use crate::source::Span;
use crate::text::Text;
use crate::value::{Missing, Term};

/// A requirement.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Text,
    /// When it is judged.
    pub phase: Phase,
    /// What it rests on; at least one.
    pub citations: Vec<Citation>,
    /// Under which condition it applies; where an exception says that nothing is required,
    /// [`super::ExprKind::Excepted`].
    pub applies_when: Option<Expr>,
    /// What it requires; where an exception requires something, [`super::ExprKind::Excepted`].
    pub require: Expr,
    /// What a proposal that does not meet it is told.
    pub message: Message,
    /// What becomes of a proposal that does not meet it.
    pub consequence: Consequence,
    /// What becomes of a proposal of which it is not known.
    pub missing: Missing,
    /// Its exceptions, in the order written.
    pub exceptions: Vec<Exception>,
    /// Where it was written.
    pub span: Span,
}

/// When a requirement is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// On receipt.
    Receipt,
    /// Formal admissibility.
    Formal,
    /// Substantive admissibility.
    Substantive,
}

/// A text with values in it, in one or two languages.
#[derive(Clone, Debug)]
pub struct Message {
    /// The Italian pieces.
    pub it: Vec<Piece>,
    /// The English pieces, if there are any.
    pub en: Option<Vec<Piece>>,
}

/// What becomes of a proposal that does not meet a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consequence {
    /// It is not admitted.
    Refusal,
    /// It is to be completed within a term, then not admitted.
    Remedy(Term),
    /// It is admitted with reservation, to be cleared within a term where one is stated.
    Reservation(Option<Term>),
}
