//! The `test` blocks.

use super::{Assignment, Literal, Name};
use crate::number::Fraction;
use crate::source::{Span, Spanned};
use crate::value::{AdmissionWord, CountWord, FindingWord};

/// `test "name" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestBlock {
    /// The name.
    pub name: Spanned<String>,
    /// `like "other"`: the test whose given facts this one starts from.
    pub like: Option<Spanned<String>>,
    /// `on "file.csv"`: a file of proposals.
    pub on: Option<Spanned<String>>,
    /// What stands between the braces.
    pub clauses: Vec<Spanned<TestClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of a `test`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestClause {
    /// `given { path = literal … }`
    Given(Vec<Assignment>),
    /// `marks { A1 = buono, A2 = 7.5 }`
    Marks(Vec<(Name, Literal)>),
    /// `stage final`; the word as written.
    Stage(Name),
    /// `expect …`
    Expect(Expectation),
}

/// What a test expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// `expect not admitted because runts, size`; exactly these unmet or unknown requirements
    /// where `because` is written.
    Admission {
        /// The admission.
        admission: Spanned<AdmissionWord>,
        /// The requirements named.
        because: Vec<Name>,
    },
    /// `expect requirement runts not applicable by exception small_towns`
    Finding {
        /// The requirement.
        requirement: Name,
        /// What becomes of it.
        finding: Spanned<FindingWord>,
        /// `by exception small_towns`: exactly these exceptions are in force, where it is written.
        by: Vec<Name>,
    },
    /// `expect criterion A1 = 8`
    Points {
        /// The criterion.
        criterion: Name,
        /// Its points.
        value: Literal,
    },
    /// `expect threshold quality_floor not reached`; `None` for `unknown`.
    Threshold {
        /// The threshold or minimum.
        threshold: Name,
        /// Whether it is reached.
        reached: Option<bool>,
    },
    /// `expect below threshold because quality_floor`; exactly these where some are named.
    BelowThreshold(Vec<Name>),
    /// `expect waits for cost, partners.2.form`
    WaitsFor(Vec<Name>),
    /// `expect own_share = 20 %`; also `score` and `award`.
    Value {
        /// The definition.
        name: Name,
        /// Its value.
        value: Literal,
        /// `by exception small_towns`: exactly these exceptions are in force, where it is written.
        by: Vec<Name>,
    },
    /// `expect funded 1784`, for a test on a file.
    Count {
        /// What is counted.
        what: Spanned<CountWord>,
        /// How many.
        count: Spanned<u64>,
    },
    /// `expect spent 3_399_271_176.95 EUR` or `expect left …`, in euro.
    Money {
        /// Whether it is the money left, not the money spent.
        left: bool,
        /// How much.
        amount: Spanned<Fraction>,
    },
    /// `expect proposal "B91B21001080001" waiting`
    Proposal {
        /// The proposal's id.
        id: Spanned<String>,
        /// What becomes of it.
        word: Spanned<CountWord>,
    },
    /// `expect funded as column finanziato with "1" = yes, "0" = no`: whether the word holds for
    /// each proposal, as a column of the file says.
    Column {
        /// What is compared.
        what: Spanned<CountWord>,
        /// The column.
        column: Spanned<String>,
        /// Which cells mean yes and which no.
        with: Vec<(Spanned<String>, Spanned<bool>)>,
    },
}
