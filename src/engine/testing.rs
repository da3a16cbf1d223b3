//! The `test` blocks of a rule file, run.

use std::collections::BTreeMap;

use super::expectations::Run;
use super::judging::judge;
use super::rank;
use super::reached::rows_taken;
use super::test_files::{read_marks_of_test, read_proposals};
use crate::assessment::{Assessment, Case, ExceptionState, Stage, exception_states};
use crate::call::{Call, DefinitionId, Grid, Panel, Target, Test, TestStage};
use crate::diagnostic::{Code, DataPlace, Diagnostic, Label, Place};
use crate::facts::{FileKind, Proposal, Received};
use crate::scoring::{Mark, Marks};
use crate::source::{Files, Span};
use crate::text::Text;

/// How many refused rows of a test's file a failure points at.
const ROWS_SHOWN: usize = 5;

/// What running a test gives.
#[derive(Clone, Debug)]
pub struct TestResult {
    /// The test's name.
    pub name: String,
    /// What came out otherwise than expected; empty where the test passes.
    pub failures: Vec<Diagnostic>,
    /// What is worth knowing of its files of marks, such as marks still missing.
    pub notices: Vec<Diagnostic>,
    /// Every assessment made, for coverage.
    pub assessments: Vec<Assessment>,
    /// What became of the exceptions of definitions over each proposal, for coverage.
    pub definitions: Vec<(DefinitionId, Vec<ExceptionState>)>,
    /// The rows of tables that gave a value, by the places of their values, for coverage.
    pub rows: Vec<Span>,
}

impl TestResult {
    /// Tells whether everything came out as expected.
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Runs one test of `call`; `files` gives the file of proposals of a test on a file.
///
/// Expectations about an admission, a requirement or a value are asked of every proposal of the
/// test: of the one given, or of each in the file.
pub fn run_test(call: &Call, test: &Test, files: &dyn Files) -> TestResult {
    let mut result = run(call, test, files);
    let failures = std::mem::take(&mut result.failures).into_iter();
    result.failures = failures
        .map(|it| it.in_keywords_of(call.keywords))
        .collect();
    result
}

fn run(call: &Call, test: &Test, files: &dyn Files) -> TestResult {
    let mut result = TestResult {
        name: test.name.clone(),
        failures: Vec::new(),
        notices: Vec::new(),
        assessments: Vec::new(),
        definitions: Vec::new(),
        rows: Vec::new(),
    };
    let received = match &test.on {
        None => given(test),
        Some(name) => match read_proposals(call, test, name, files) {
            Ok(received) => received,
            Err(diagnostic) => {
                result.failures.push(diagnostic);
                return result;
            }
        },
    };
    result.failures.extend(refused(test, &received));
    let stage = match test.stage {
        TestStage::PreCheck => Stage::PreCheck,
        TestStage::First => Stage::First,
        TestStage::Final => Stage::Final,
    };
    let marks = marks(call, test, &received, stage, files, &mut result);
    let outcome = if test.on.is_some() {
        match rank(call, received.clone(), &marks, None, stage) {
            Ok(outcome) => Some(outcome),
            Err(diagnostic) => {
                result.failures.push(diagnostic);
                None
            }
        }
    } else {
        None
    };
    let judged = judge(call, &received, None, stage);
    result.assessments.clone_from(&judged.assessments);
    let proposals = received.proposals.iter();
    let cases = proposals.map(|proposal| judged.case(call, proposal, &[]));
    result.definitions = cases.flat_map(exceptions_of_definitions).collect();
    let cases = received.proposals.iter();
    let cases = cases.map(|proposal| judged.case(call, proposal, &[]));
    result.rows = cases.flat_map(rows_taken).collect();
    let run = Run {
        call,
        files,
        proposals: &received.proposals,
        assessments: &judged.assessments,
        marks: &marks,
        judged: &judged,
        outcome: outcome.as_ref(),
    };
    let failures = test
        .expectations
        .iter()
        .filter_map(|(expectation, span)| run.failure(expectation, *span));
    result.failures.extend(failures);
    result
}

/// Tells from a file's name how it is written; `None` where its ending says nothing.
///
/// ```
/// use bando::{engine::file_kind, facts::FileKind};
/// assert_eq!(file_kind("domande.CSV"), Some(FileKind::Csv));
/// assert_eq!(file_kind("domande.xls"), None);
/// ```
pub fn file_kind(name: &str) -> Option<FileKind> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "csv" => Some(FileKind::Csv),
        "xlsx" => Some(FileKind::Xlsx),
        "json" => Some(FileKind::Json),
        "jsonl" | "ndjson" => Some(FileKind::JsonLines),
        "parquet" => Some(FileKind::Parquet),
        _ => None,
    }
}

fn exceptions_of_definitions(
    case: Case<'_>,
) -> impl Iterator<Item = (DefinitionId, Vec<ExceptionState>)> {
    let definitions = (0..).map(DefinitionId).zip(&case.call.definitions);
    let excepted = definitions.filter(|(_, definition)| !definition.exceptions.is_empty());
    excepted.map(move |(id, _)| (id, exception_states(case, Target::Definition(id))))
}

/// Returns the one proposal that a test states fact by fact.
fn given(test: &Test) -> Received {
    Received {
        proposals: vec![Proposal {
            id: test.name.clone(),
            facts: test.given.clone(),
            compare: BTreeMap::new(),
            place: DataPlace::default(),
        }],
        ..Received::default()
    }
}

/// Returns the marks of a test: those read from its files, or those it gives. What is wrong with
/// its files fails it.
fn marks(
    call: &Call,
    test: &Test,
    received: &Received,
    stage: Stage,
    files: &dyn Files,
    result: &mut TestResult,
) -> Marks {
    let (Some(from), Some(grid)) = (&test.marks_from, &call.grid) else {
        return marks_given(call, test, &received.proposals);
    };
    let (marks, found) = read_marks_of_test(call, grid, from, received, stage, files);
    let (errors, notices) = found.into_iter().partition(Diagnostic::is_error);
    result.failures.extend::<Vec<Diagnostic>>(errors);
    result.notices = notices;
    marks
}

/// Returns the marks that a test gives each of its proposals: the same from every evaluator, of
/// whom there are as many as dropping the extremes asks for.
fn marks_given(call: &Call, test: &Test, proposals: &[Proposal]) -> Marks {
    let mut marks = Marks::default();
    let Some(grid) = call.grid.as_ref().filter(|_| !test.marks.is_empty()) else {
        return marks;
    };
    let evaluators = (1..=evaluators(grid)).map(|place| place.to_string());
    marks.evaluators = evaluators.collect();
    for proposal in proposals {
        for given in &test.marks {
            let mark = Mark {
                written: given.written.clone(),
                share: given.share,
                note: None,
            };
            let evaluators = marks.evaluators.iter().cloned();
            marks.given.insert(
                (proposal.id.clone(), given.criterion),
                evaluators.map(|it| (it, mark.clone())).collect(),
            );
        }
    }
    marks
}

fn evaluators(grid: &Grid) -> u32 {
    let dropped = grid.marked().map(|(.., marking)| match marking.panel {
        Panel::TrimmedMean(dropped) => dropped,
        Panel::Mean | Panel::Median => 0,
    });
    let most = dropped.max().unwrap_or_default();
    most.saturating_mul(2).saturating_add(1)
}

/// Rows that a test does not see must not go unnoticed.
fn refused(test: &Test, received: &Received) -> Option<Diagnostic> {
    if received.refused.is_empty() {
        return None;
    }
    let rows = received.refused.len();
    let (it, en) = if rows == 1 {
        (
            "una riga è stata rifiutata".to_owned(),
            "one row was refused".to_owned(),
        )
    } else {
        (
            format!("{rows} righe sono state rifiutate"),
            format!("{rows} rows were refused"),
        )
    };
    let mut diagnostic = Diagnostic::error(Code::TestFailed, test.span, Text::new(it, en))
        .with_hint(Text::new(
            "correggere il file del test, o come le regole lo leggono",
            "correct the file of the test, or how the rules read it",
        ));
    diagnostic.related = received
        .refused
        .iter()
        .filter_map(|row| row.diagnostics.first().map(|first| (row, first)))
        .take(ROWS_SHOWN)
        .map(|(row, first)| Label {
            place: match &first.primary.place {
                Place::Data(place) => Place::Data(place.clone()),
                Place::Rules(_) => Place::Data(row.place.clone()),
            },
            text: first.message.clone(),
        })
        .collect();
    Some(diagnostic)
}
