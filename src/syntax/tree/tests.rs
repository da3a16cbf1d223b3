//! The `test` blocks.

use super::{Assignment, Citation, Literal, Name};
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
    /// `marks "voti" assignments "incarichi.csv"`: files of marks, or a folder of them.
    MarksFrom {
        /// The file, or the folder.
        files: Spanned<String>,
        /// The file that says who marks what.
        assignments: Option<Spanned<String>>,
    },
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
        because: Vec<Reason>,
    },
    /// `expect requirement runts not applicable by exception small_towns citing avviso "art. 7"`
    Finding {
        /// The requirement.
        requirement: Name,
        /// What becomes of it.
        finding: Spanned<FindingWord>,
        /// `by exception small_towns`: exactly these exceptions are in force, where it is written.
        by: Vec<Name>,
        /// What it rests on, among others.
        citing: Vec<Citation>,
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
    BelowThreshold(Vec<Reason>),
    /// `expect waits for cost, partners.2.form`
    WaitsFor(Vec<Name>),
    /// `expect own_share = 20 %`; also `score`, `award` and `rank`.
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
    /// `expect proposal "B91B21001080001" criterion A1 = 8`: of one proposal of the file.
    Proposal {
        /// The proposal's id.
        id: Spanned<String>,
        /// What is expected of it.
        of: Box<Spanned<Expectation>>,
    },
    /// `waiting` or `not admitted because runts`, of one proposal of the file.
    Outcome {
        /// What becomes of it.
        word: Spanned<CountWord>,
        /// The requirements named.
        because: Vec<Reason>,
    },
    /// `expect award as column importo of "esiti.csv"`: of each proposal, as a column says.
    Column {
        /// What is compared.
        what: ColumnOf,
        /// The column.
        column: Spanned<String>,
        /// The file it stands in, if it is not that of the proposals.
        file: Option<Spanned<String>>,
        /// What the words in it mean.
        with: Vec<(Spanned<String>, Spanned<CellMeaning>)>,
    },
}

/// A reason that a test expects: `runts citing cts "art. 11"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The requirement, threshold or minimum.
    pub name: Name,
    /// What it rests on, among others.
    pub citing: Vec<Citation>,
}

/// What a column is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnOf {
    /// `funded`: whether the word holds.
    Word(Spanned<CountWord>),
    /// `criterion A1`: its points.
    Criterion(Name),
    /// `outcome`, `reasons`, `rank`, `score`, `award`, or a definition.
    Named(Name),
}

/// What a word in a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellMeaning {
    /// `"1" = yes`
    YesNo(bool),
    /// `"respinta" = not admitted`
    Outcome(CountWord),
}
