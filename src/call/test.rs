//! The checked `test` blocks of a rule file.

use super::{Citation, CriterionId, DefinitionId, ExceptionId, RequirementId};
use crate::number::{Fraction, Money};
use crate::source::Span;
use crate::value::{AdmissionWord, CountWord, FindingWord, Value};

/// A checked test.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// The facts given, one per fact of the call, those of the test it is like included.
    pub given: Vec<Option<Value>>,
    /// The marks given, at most one for each criterion, those of the test it is like included;
    /// each stands for the whole panel.
    pub marks: Vec<TestMark>,
    /// The file of proposals, for a test on a file.
    pub on: Option<String>,
    /// Where its marks are read, for a test on a file.
    pub marks_from: Option<MarksFrom>,
    /// The stage at which it assesses.
    pub stage: TestStage,
    /// What it expects, with the place where that is written.
    pub expectations: Vec<(Expectation, Span)>,
    /// Where it was written.
    pub span: Span,
}

/// A mark that a test gives for the whole panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestMark {
    /// The criterion marked.
    pub criterion: CriterionId,
    /// The word or number as written.
    pub written: String,
    /// The share of the criterion's maximum it gives, from 0 to 1.
    pub share: Fraction,
}

/// Where a test on a file reads its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarksFrom {
    /// A file of marks, or a folder of them.
    pub files: String,
    /// The file that says who marks what.
    pub assignments: Option<String>,
    /// Where they are named.
    pub span: Span,
}

/// The stage at which a test assesses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TestStage {
    /// `stage pre_check`
    PreCheck,
    /// `stage first`, also where none is written.
    #[default]
    First,
    /// `stage final`
    Final,
}

/// What a test expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// The admission, and where `because` is not empty exactly these findings behind it.
    Admission(AdmissionWord, Vec<RequirementId>),
    /// What becomes of a requirement.
    Finding(RequirementId, FindingWord),
    /// The value of a definition; `None`: unknown.
    Definition(DefinitionId, Option<Value>),
    /// Of the requirement or definition that these change, exactly these exceptions are in force;
    /// one or more.
    InForce(Vec<ExceptionId>),
    /// How many proposals (or units) of the file are so.
    Count(CountWord, u64),
    /// The money spent.
    Spent(Money),
    /// The money left.
    Left(Money),
    /// What is expected of one proposal of the file.
    Of(String, Box<Expectation>),
    /// What becomes of the one proposal.
    Outcome(CountWord),
    /// Exactly these requirements are unmet or unknown.
    Because(Vec<RequirementId>),
    /// That a reason rests on something, among others.
    Citing(CitedBy, Citation),
    /// The rank; `None`: it is not ranked.
    Rank(Option<u64>),
    /// The score as published; `None`: unknown.
    Score(Option<Fraction>),
    /// The points of a criterion as published; `None`: unknown.
    Points(CriterionId, Option<Fraction>),
    /// What becomes of the threshold of the whole score, or of the minimum of a criterion.
    Threshold {
        /// The criterion whose minimum it is; `None` for the whole score.
        criterion: Option<CriterionId>,
        /// Whether the points reach it; `None`: unknown.
        reached: Option<bool>,
    },
    /// That the points miss a threshold or minimum, and where names are given exactly these.
    BelowThreshold(Vec<String>),
    /// What the proposal would be awarded in full, in a test on a file what it is awarded; `None`:
    /// unknown.
    Award(Option<Money>),
    /// Exactly the facts that the requirements still unknown wait for, by name.
    WaitsFor(Vec<String>),
    /// What becomes of each proposal of the file, as a column says.
    Column {
        /// What is compared.
        what: ColumnOf,
        /// The column; of the file of proposals one of those that the rule file names under
        /// `compare`.
        column: String,
        /// The file with the column, if it is not that of the proposals.
        file: Option<String>,
        /// What the words in it mean.
        cells: Vec<(String, CellMeaning)>,
    },
}

/// What a test expects to be cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitedBy {
    /// What becomes of a requirement.
    Requirement(RequirementId),
    /// The threshold of the whole score, or the minimum of a criterion.
    Threshold(Option<CriterionId>),
}

/// What a test compares with a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnOf {
    /// Whether the word holds.
    Word(CountWord),
    /// What became of the proposal, in the words of a test.
    Outcome,
    /// The requirements unmet or unknown, and the thresholds missed.
    Reasons,
    /// The rank.
    Rank,
    /// The score as published.
    Score,
    /// What is awarded.
    Award,
    /// The points of a criterion as published.
    Points(CriterionId),
    /// The value of a definition.
    Definition(DefinitionId),
}

/// What a word in a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellMeaning {
    /// That what is compared holds, or does not.
    YesNo(bool),
    /// That this became of the proposal.
    Outcome(CountWord),
}
