//! The checked `test` blocks of a rule file.

use super::{DefinitionId, ExceptionId, RequirementId};
use crate::number::Money;
use crate::source::Span;
use crate::value::{AdmissionWord, CountWord, FindingWord, Value};

/// A checked test.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// The facts given, one per fact of the call, those of the test it is like included.
    pub given: Vec<Option<Value>>,
    /// The file of proposals, for a test on a file.
    pub on: Option<String>,
    /// The stage at which it assesses.
    pub stage: TestStage,
    /// What it expects, with the place where that is written.
    pub expectations: Vec<(Expectation, Span)>,
    /// Where it was written.
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
    /// What becomes of one proposal of the file.
    Proposal(String, CountWord),
    /// Whether the word holds of each proposal of the file, as a column says: cells meaning yes,
    /// cells meaning no.
    Column {
        /// What is compared.
        what: CountWord,
        /// The column; one of those that the rule file names under `compare`.
        column: String,
        /// What each cell means.
        cells: Vec<(String, bool)>,
    },
}
