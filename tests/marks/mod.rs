//! Marks: the sheets that go out to evaluators, and what comes back.

mod cases;
mod program;
mod round_trip;
mod workbook;
mod written;

use std::collections::BTreeSet;

use bando::call::Call;
use bando::engine::ProposalToMark;
use bando::number::Money;
use bando::report::{SheetsRequest, marking_sheet};
use bando::scoring::{Assignments, MarksFile, MarksRead, MarksRequest, read_marks};
use bando::text::Language;
use bando::value::Value;

use crate::support::{ProjectFiles, checked, text};

/// A call whose panel marks A1 by words and A2 by points; B is computed. It publishes a column
/// called like one of those that are read back.
fn call() -> Call {
    checked(&text("tests/marks/call.bando"), &ProjectFiles::default())
}

fn to_mark(ids: &[&str]) -> Vec<ProposalToMark> {
    let each = ids.iter().zip(1_i64..);
    each.map(|(id, number)| ProposalToMark {
        id: (*id).to_owned(),
        published: vec![
            Some(Value::Text(format!("Comune di {id}"))),
            Some(Value::Number(Money::from_cents(number * 1_234_550).euro())),
        ],
    })
    .collect()
}

/// Returns the sheet of an evaluator.
fn sheet(
    call: &Call,
    evaluator: &str,
    proposals: &[ProposalToMark],
    language: Language,
) -> Vec<u8> {
    let request = SheetsRequest {
        call,
        grid: call.grid.as_ref().unwrap(),
        version: 1,
        language,
    };
    marking_sheet(&request, evaluator, proposals).unwrap()
}

/// Reads marks for the proposals with these ids.
fn read(
    call: &Call,
    files: &[(&str, &[u8])],
    assignments: Option<&Assignments>,
    ids: &[&str],
) -> MarksRead {
    let files: Vec<MarksFile<'_>> = files
        .iter()
        .map(|(name, bytes)| MarksFile { name, bytes })
        .collect();
    let known = set(ids);
    let request = MarksRequest {
        call,
        grid: call.grid.as_ref().unwrap(),
        assignments,
        known: &known,
        to_mark: &known,
    };
    read_marks(&request, &files)
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|it| (*it).to_owned()).collect()
}
