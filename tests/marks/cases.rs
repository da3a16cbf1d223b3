//! What is wrong with marks and assignments is said with its place.
//!
//! A case is a file of marks in `tests/marks/cases`, with its assignments beside it where it has
//! some; what is said of it is recorded in a `.txt`. `BLESS=1 cargo test marks` writes these anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use bando::call::Call;
use bando::diagnostic::Diagnostic;
use bando::report::{Colour, render_diagnostic};
use bando::scoring::{Assignments, MarksFile, MarksRead, read_assignments};
use bando::source::Sources;
use bando::text::Language;

use super::workbook::{Written, saved};
use super::{call, read, set, sheet, to_mark};
use crate::support::project;

const FOLDER: &str = "tests/marks/cases";
const IDS: [&str; 3] = ["P1", "P2", "P3"];

fn told(diagnostics: &[Diagnostic]) -> String {
    let languages = [
        ("# English", Language::English),
        ("# Italiano", Language::Italian),
    ];
    let mut told = String::new();
    for (heading, language) in languages {
        told += heading;
        for diagnostic in diagnostics {
            let sources = Sources::default();
            let text = render_diagnostic(diagnostic, &sources, language, Colour::Plain);
            let _ = write!(told, "\n\n{text}");
        }
        told += "\n\n";
    }
    let lines = told.trim_end().lines().map(str::trim_end);
    lines.fold(String::new(), |text, line| text + line + "\n")
}

fn check(name: &str, told: &str, differing: &mut Vec<String>) {
    let path = project(FOLDER).join(format!("{name}.txt"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, told).unwrap();
    } else if std::fs::read_to_string(&path).unwrap_or_default() != told {
        differing.push(format!("{name}.txt is now:\n{told}"));
    }
}

/// Nothing is ever half taken.
fn whole(read: &MarksRead) {
    let wrong = read.diagnostics.iter().any(Diagnostic::is_error);
    assert_eq!(read.marks.is_none(), wrong);
}

fn stems() -> BTreeSet<String> {
    let entries = std::fs::read_dir(project(FOLDER)).unwrap();
    let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
    names
        .filter_map(|name| name.strip_suffix(".csv").map(str::to_owned))
        .map(|stem| stem.trim_end_matches(".assignments").to_owned())
        .collect()
}

#[test]
fn files_of_marks_and_assignments_are_answered_as_recorded() {
    let call = call();
    let mut differing = Vec::new();
    for stem in stems() {
        let file = |ending: &str| {
            let name = format!("{stem}{ending}");
            let bytes = std::fs::read(project(FOLDER).join(&name)).ok()?;
            Some((name, bytes))
        };
        let assignments = file(".assignments.csv").map(|(name, bytes)| {
            let file = MarksFile {
                name: &name,
                bytes: &bytes,
            };
            read_assignments(&file, &set(&IDS))
        });
        let diagnostics = match (assignments, file(".csv")) {
            (Some(Err(errors)), _) => errors,
            (None, None) => unreachable!("the stem is of a file"),
            (Some(Ok(assignments)), None) => {
                let unassigned = assignments.unassigned(&set(&IDS));
                unassigned.into_iter().collect()
            }
            (assignments, Some((name, bytes))) => {
                let assignments = assignments.and_then(Result::ok);
                let read = read(&call, &[(&name, &bytes)], assignments.as_ref(), &IDS);
                whole(&read);
                read.diagnostics
            }
        };
        check(&stem, &told(&diagnostics), &mut differing);
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// The sheet of `rossi`, with some cells written over: rows from 0, G is column 6.
fn filled(call: &Call, edits: &[(&str, u32, u16, Written)]) -> Vec<u8> {
    let blank = sheet(call, "rossi", &to_mark(&IDS), Language::Italian);
    saved(&blank, edits)
}

/// A case: what it is called, and its files.
type Case = (&'static str, Vec<(&'static str, Vec<u8>)>);

const MARKS: &str = "Valutazione";

fn text(text: &str) -> Written {
    Written::Text(text.to_owned())
}

/// Cells in which something else stands than should.
fn broken_cells(call: &Call) -> Vec<Case> {
    let of = |edits: &[(&str, u32, u16, Written)]| vec![("rossi.xlsx", filled(call, edits))];
    vec![
        (
            "workbook.cells",
            of(&[
                (MARKS, 1, 6, text("ottimo ma non troppo")),
                (MARKS, 2, 6, Written::Number(8.3)),
                (MARKS, 3, 6, Written::Formula("=G2", "Ottimo")),
                (MARKS, 4, 6, Written::Date),
                (MARKS, 5, 6, Written::YesNo(true)),
                (MARKS, 6, 6, Written::Number(11.0)),
                (MARKS, 6, 7, Written::Formula("=A1", "nota")),
            ]),
        ),
        (
            "workbook.targets",
            of(&[
                (MARKS, 1, 0, text("P9")),
                (MARKS, 1, 6, text("Ottimo")),
                (MARKS, 2, 0, Written::Nothing),
                (MARKS, 2, 6, Written::Number(8.0)),
                (MARKS, 3, 0, Written::Number(2.0)),
                (MARKS, 3, 6, text("ottimo")),
                (MARKS, 4, 3, text("B")),
                (MARKS, 4, 6, Written::Number(1.0)),
                (MARKS, 5, 3, text("A11")),
                (MARKS, 5, 6, text("OTTIMO")),
            ]),
        ),
    ]
}

/// Files that are wrong as a whole.
fn broken_workbooks(call: &Call) -> Vec<Case> {
    let good = filled(
        call,
        &[(MARKS, 1, 6, text("Ottimo")), (MARKS, 2, 6, text("8,5"))],
    );
    let of = |edits: &[(&str, u32, u16, Written)]| vec![("rossi.xlsx", filled(call, edits))];
    let header = |row| -> Vec<(&'static str, u32, u16, Written)> {
        let words = ["proposta", "criterio", "giudizio"];
        let words = words.iter().zip(0..);
        words
            .map(|(word, column)| ("Copia", row, column, text(word)))
            .collect()
    };
    let mut other_call = call.clone();
    "altro_avviso".clone_into(&mut other_call.name);
    vec![
        (
            "workbook.copies",
            vec![
                ("rossi.xlsx", good.clone()),
                ("rossi (copia).xlsx", good.clone()),
            ],
        ),
        (
            "workbook.moved",
            of(&[
                (MARKS, 1, 0, text("P2")),
                (MARKS, 1, 6, text("Ottimo")),
                (MARKS, 7, 0, text("P1")),
                (MARKS, 7, 3, text("A1")),
                (MARKS, 7, 6, text("Ottimo")),
            ]),
        ),
        (
            "workbook.header",
            of(&[
                (MARKS, 0, 6, text("giudizo")),
                (MARKS, 0, 3, Written::Nothing),
            ]),
        ),
        ("workbook.two_sheets", of(&header(0))),
        (
            "workbook.other_call",
            vec![(
                "rossi.xlsx",
                sheet(&other_call, "rossi", &to_mark(&IDS), Language::Italian),
            )],
        ),
        (
            "workbook.other_basis",
            of(&[
                ("bando", 4, 1, text("00ff")),
                (MARKS, 1, 7, text("una nota")),
            ]),
        ),
        (
            "workbook.other_evaluator",
            of(&[
                (MARKS, 0, 8, text("valutatore")),
                (MARKS, 1, 8, text("bianchi")),
                (MARKS, 1, 6, text("Ottimo")),
            ]),
        ),
        (
            "workbook.unreadable",
            vec![
                ("a.xlsx", b"proposta;giudizio\n".to_vec()),
                ("b.ods", Vec::new()),
                ("c.csv", good),
                ("d.csv", Vec::new()),
            ],
        ),
    ]
}

#[test]
fn workbooks_are_answered_as_recorded() {
    let call = call();
    let mut cases = broken_cells(&call);
    cases.extend(broken_workbooks(&call));
    let mut differing = Vec::new();
    for (name, files) in cases {
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, bytes)| (*name, bytes.as_slice()))
            .collect();
        let read = read(&call, &files, None, &IDS);
        whole(&read);
        check(name, &told(&read.diagnostics), &mut differing);
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn evaluators_on_the_command_line_are_told_apart_with_care() {
    let names = |names: &str| {
        let read = Assignments::all_to_all(names);
        read.map(|it| it.evaluators).map_err(|errors| {
            let errors = errors.iter();
            errors.map(|it| it.message.it.clone()).collect::<Vec<_>>()
        })
    };
    assert_eq!(names("rossi, bianchi"), Ok(set(&["bianchi", "rossi"])));
    for (written, wrong) in [
        ("rossi,,verdi", "un valutatore non ha nome"),
        (
            "rossi,rossi",
            "`rossi` è nominato due volte fra i valutatori",
        ),
        (
            "Rossi,rossi",
            "i valutatori `Rossi` e `rossi` differiscono solo per maiuscole o spazi",
        ),
        (
            "a b,a  b",
            "i valutatori `a b` e `a  b` differiscono solo per maiuscole o spazi",
        ),
        (
            "a\u{200b}b",
            "il nome `a<U+200B>b` contiene un carattere che non si vede",
        ),
    ] {
        assert_eq!(names(written), Err(vec![wrong.to_owned()]), "{written}");
    }
    let long = "x".repeat(101);
    assert_eq!(names(&long).unwrap_err().len(), 1);
}
