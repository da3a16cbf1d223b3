//! The small words of territorial equity: how indicators become needs, and needs money.

/// How an envelope is shared out in whole cents, or in whole units of more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apportionment {
    /// Each has the whole part of its claim; what is left goes to the largest rests.
    ///
    /// Source: A. Hamilton, 1792; "metodo dei resti più alti".
    LargestRemainder,
    /// The next unit goes to the largest quotient of weight by units held plus one.
    ///
    /// Source: V. D'Hondt, 1878; also T. Jefferson, 1792.
    DHondt,
    /// The next unit goes to the largest quotient of weight by twice the units held plus one.
    ///
    /// Source: A. Sainte-Laguë, 1910; also D. Webster, 1832.
    SainteLague,
}

/// Whether higher or lower values of an indicator mean more need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needier {
    /// `higher is needier`
    Higher,
    /// `lower is needier`
    Lower,
}

/// What the sum of squared distances from the mean is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variance {
    /// By the number of values: they are all there are.
    Population,
    /// By one less: they are a sample.
    Sample,
}
