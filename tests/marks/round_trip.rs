//! Marks that are written into sheets come back as they were.

use std::collections::BTreeMap;

use bando::call::CriterionId;
use bando::number::Fraction;
use bando::scoring::{Mark, Marks};
use bando::text::Language;
use proptest::prelude::*;

use super::workbook::{Written, saved};
use super::{call, read, set, sheet, to_mark};
use crate::support::cases;

const PROPOSALS: [&str; 3] = ["=P1", "007", "P 3"];
const EVALUATORS: [&str; 3] = ["Maria Rossi", "bianchi", "=verdi"];
const A1: CriterionId = CriterionId(1);
const A2: CriterionId = CriterionId(2);

/// A mark as it is drawn: by the word's place on the scale, or in half points.
#[derive(Clone, Debug)]
enum Drawn {
    Word(usize),
    Halves(u8),
}

type Key = (usize, usize, bool);

fn drawn() -> impl Strategy<Value = BTreeMap<Key, (Drawn, Option<String>)>> {
    let key = (0..PROPOSALS.len(), 0..EVALUATORS.len(), any::<bool>());
    let note = proptest::option::of("[a-zà=+@'\"<&-][a-z à;,\n]{0,8}[a-z]");
    let mark = (any::<prop::sample::Index>(), note);
    proptest::collection::btree_map(key, mark, 0..18).prop_map(|marks| {
        let each = marks.into_iter();
        each.map(|(key, (index, note))| {
            let mark = if key.2 {
                Drawn::Word(index.index(4))
            } else {
                Drawn::Halves(u8::try_from(index.index(21)).unwrap())
            };
            (key, (mark, note))
        })
        .collect()
    })
}

fn expected(drawn: &BTreeMap<Key, (Drawn, Option<String>)>, label: fn(usize) -> String) -> Marks {
    let mut marks = Marks {
        evaluators: set(&EVALUATORS),
        ..Marks::default()
    };
    for ((proposal, evaluator, _), (mark, note)) in drawn {
        let (criterion, written, share) = match mark {
            Drawn::Word(word) => {
                let share = Fraction::new([0, 2, 6, 10][*word], 10).unwrap();
                (A1, label(*word), share)
            }
            Drawn::Halves(halves) => {
                let halves = i128::from(*halves);
                let points = Fraction::new(halves, 2).unwrap();
                let places = points.decimals().unwrap();
                let share = Fraction::new(halves, 20).unwrap();
                (A2, points.to_plain(places).unwrap(), share)
            }
        };
        let key = (PROPOSALS[*proposal].to_owned(), criterion);
        let note = note.clone();
        marks.given.entry(key).or_default().insert(
            EVALUATORS[*evaluator].to_owned(),
            Mark {
                written,
                share,
                note,
            },
        );
    }
    marks
}

fn name(word: usize) -> String {
    ["insufficiente", "scarso", "sufficiente", "ottimo"][word].to_owned()
}

fn italian(word: usize) -> String {
    let labels = [
        "Insufficiente",
        "Scarso",
        "Più che sufficiente, non buono",
        "Ottimo",
    ];
    labels[word].to_owned()
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn marks_come_back_from_sheets_as_they_were(drawn in drawn()) {
        let call = call();
        let mut files = Vec::new();
        for (place, evaluator) in EVALUATORS.iter().enumerate() {
            let blank = sheet(&call, evaluator, &to_mark(&PROPOSALS), Language::Italian);
            let mut edits = Vec::new();
            for ((proposal, _, words), (mark, note)) in
                drawn.iter().filter(|((_, evaluator, _), _)| *evaluator == place)
            {
                let row = 1 + 2 * u32::try_from(*proposal).unwrap() + u32::from(!words);
                let written = match mark {
                    Drawn::Word(word) => Written::Text(italian(*word)),
                    Drawn::Halves(halves) => Written::Number(f64::from(*halves).mul_add(0.5, 0.0)),
                };
                edits.push(("Valutazione", row, 6, written));
                if let Some(note) = note {
                    edits.push(("Valutazione", row, 7, Written::Text(note.clone())));
                }
            }
            files.push((format!("{place}.xlsx"), saved(&blank, &edits)));
        }
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let read = read(&call, &files, None, &PROPOSALS);
        prop_assert_eq!(read.marks, Some(expected(&drawn, italian)), "{:#?}", read.diagnostics);
    }

    #[test]
    fn marks_come_back_from_csv_as_they_were(drawn in drawn(), semicolons in any::<bool>()) {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(if semicolons { b';' } else { b',' })
            .from_writer(Vec::new());
        writer.write_record(["criterio", "nota", "proposta", "valutatore", "giudizio"]).unwrap();
        for ((proposal, evaluator, words), (mark, note)) in &drawn {
            let written = match mark {
                Drawn::Word(word) => name(*word),
                Drawn::Halves(halves) => format!("{},{}", halves / 2, 5 * (halves % 2)),
            };
            let criterion = if *words { "A1" } else { "A2" };
            let note = note.as_deref().unwrap_or_default();
            let row = [criterion, note, PROPOSALS[*proposal], EVALUATORS[*evaluator], &written];
            writer.write_record(row).unwrap();
        }
        let text = writer.into_inner().unwrap();
        let call = call();
        let read = read(&call, &[("giudizi.csv", &text)], None, &PROPOSALS);
        let mut wanted = expected(&drawn, name);
        wanted.evaluators.retain(|name| {
            drawn.keys().any(|(_, evaluator, _)| EVALUATORS[*evaluator] == name)
        });
        prop_assert_eq!(read.marks, Some(wanted), "{:#?}", read.diagnostics);
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_damaged_sheet_is_answered_and_never_half_taken(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let call = call();
        let mut bytes = sheet(&call, "rossi", &to_mark(&["P1"]), Language::Italian);
        let at = at.index(bytes.len());
        bytes[at] ^= byte;
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let read = read(&call, &[("a.xlsx", &bytes)], None, &["P1"]);
        let wrong = read.diagnostics.iter().any(bando::diagnostic::Diagnostic::is_error);
        prop_assert_eq!(read.marks.is_none(), wrong);
    }
}

#[test]
fn a_sheet_that_nobody_has_filled_in_gives_no_marks_and_names_its_evaluator() {
    let call = call();
    let bytes = sheet(&call, "rossi", &to_mark(&["P1"]), Language::English);
    let read = read(&call, &[("a.xlsx", &bytes)], None, &["P1"]);
    let marks = read.marks.expect("marks");
    assert_eq!((marks.evaluators, marks.given.len()), (set(&["rossi"]), 0));
    let told: Vec<&str> = read
        .diagnostics
        .iter()
        .map(|it| it.message.it.as_str())
        .collect();
    assert_eq!(told, ["di `rossi` non c'è alcun giudizio, su 2"]);
}
