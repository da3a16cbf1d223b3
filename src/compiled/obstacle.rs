//! What is left to the readable evaluator, and why.

use crate::source::Span;

/// Why something is left to the readable evaluator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// The construct that is not lowered.
    pub construct: Construct,
    /// The expression in which it stands; `None` where it is no expression.
    pub span: Option<Span>,
}

/// A construct that is not lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Construct {
    /// An exception that changes what follows from a requirement.
    Consequence,
    /// Definitions or parts too many levels inside each other.
    Depth,
    /// The different values of the items of a list are counted.
    Distinct,
    /// A number is divided by one that differs from proposal to proposal.
    DivisionByFact,
    /// A number is divided by nought.
    DivisionByNought,
    /// Rules or rows of a table with days of their own.
    Dates,
    /// A number on the way might be too large for a column.
    Bounds,
    /// A line drawn through points.
    Interpolation,
    /// An enum with too many variants for as many bits.
    LongEnum,
    /// A list inside a list.
    ListInList,
    /// More thresholds and minima than bits.
    ManyThresholds,
    /// Sets put in an order.
    OrderOfSets,
    /// Marks that a panel gives.
    Panel,
    /// A text, or the shape of a code.
    Text,
    /// Values over received or admitted proposals, or points.
    OtherProposals,
    /// Two answers of yes or no compared.
    YesNoCompared,
    /// Something that the checker lets nobody write.
    Other,
}
