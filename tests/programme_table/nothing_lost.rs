//! Whatever stands in the table stands in the programme too, or is named by a finding.

use std::collections::BTreeSet;

use bando::diagnostic::{Diagnostic, Place};
use bando::number::Money;
use bando::programme;
use bando::programme::published::{Cell, Published, flaws, joined, programme_file, reconcile};
use bando::source::FileId;
use bando::syntax;
use proptest::prelude::*;
use proptest::sample::Index;

use super::{Model, reading, sardegna};
use crate::support::cases;

/// What may have happened to a table on its way.
#[derive(Clone, Debug)]
enum Damage {
    /// A cell has other words.
    Written(Index, Index, &'static str),
    /// A cell is gone, and those behind it move up.
    CellGone(Index, Index),
    /// A cell has come in between.
    CellMore(Index, Index, &'static str),
    RowGone(Index),
    RowTwice(Index),
    RowsChanged(Index, Index),
    CutBehind(Index),
}

const WORDS: [&str; 22] = [
    "",
    "due milioni",
    "1.000,00",
    "0,00",
    "-5.000,00",
    "12.345",
    "1.2.3",
    "7.9",
    "9.9.9",
    "FSE 9.1.4",
    "FSE",
    "FSE -",
    "FESR - 3.2.1",
    "FEASR - 3.2.1",
    "totale",
    "totale 7.2:",
    "totale generale:",
    "Programma di Intervento: 8 - Altro",
    "\"tra virgolette\" e {graffe} \\",
    "DG Lavoro",
    "n\u{e9} pi\u{f9} n\u{e9} meno",
    "Servi\u{200b}zio",
];

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    let words = || prop::sample::select(WORDS.as_slice());
    prop_oneof![
        4 => (at(), at(), words()).prop_map(|(row, cell, words)| Damage::Written(row, cell, words)),
        2 => (at(), at()).prop_map(|(row, cell)| Damage::CellGone(row, cell)),
        2 => (at(), at(), words()).prop_map(|(row, cell, words)| Damage::CellMore(row, cell, words)),
        1 => at().prop_map(Damage::RowGone),
        1 => at().prop_map(Damage::RowTwice),
        1 => (at(), at()).prop_map(|(one, other)| Damage::RowsChanged(one, other)),
        1 => at().prop_map(Damage::CutBehind),
    ]
}

fn damaged(text: &str, damage: &[Damage]) -> String {
    let mut text = text.to_owned();
    for damage in damage {
        let mut rows: Vec<Vec<&str>> = text.lines().map(|row| row.split('\t').collect()).collect();
        if rows.is_empty() {
            break;
        }
        let count = rows.len();
        match damage {
            Damage::Written(row, cell, words) => {
                let row = &mut rows[row.index(count)];
                let cell = cell.index(row.len());
                row[cell] = words;
            }
            Damage::CellGone(row, cell) => {
                let row = &mut rows[row.index(count)];
                row.remove(cell.index(row.len()));
            }
            Damage::CellMore(row, cell, words) => {
                let row = &mut rows[row.index(count)];
                row.insert(cell.index(row.len()), words);
            }
            Damage::RowGone(row) => drop(rows.remove(row.index(count))),
            Damage::RowTwice(row) => rows.push(rows[row.index(count)].clone()),
            Damage::RowsChanged(one, other) => rows.swap(one.index(count), other.index(count)),
            Damage::CutBehind(place) => {
                let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
                text.truncate(*place.get(&places));
                continue;
            }
        }
        let rows: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
        text = rows.join("\n") + "\n";
    }
    text
}

/// Returns the places that a table's reading holds: lines from 1, columns from 0.
fn held(table: &Published) -> BTreeSet<(u64, usize)> {
    let mut cells: Vec<&Cell> = Vec::new();
    for objective in &table.objectives {
        cells.push(&objective.code);
        cells.extend(&objective.title);
    }
    for specific in &table.specifics {
        cells.push(&specific.code);
        cells.extend(&specific.title);
    }
    for line in &table.lines {
        cells.extend(line.description.iter().chain(&line.source));
        cells.push(&line.body);
    }
    let sums = table.subtotals.iter().map(|it| &it.sums);
    let sums: Vec<_> = sums.chain(&table.total).collect();
    cells.extend(sums.iter().filter_map(|it| it.label.as_ref()));
    let places = cells.iter().map(|it| (it.line, it.column));
    let mut held: BTreeSet<(u64, usize)> = places.collect();
    let amounts = table.lines.iter().map(|it| &it.amounts);
    for cell in amounts.chain(sums.iter().map(|it| &it.amounts)).flatten() {
        held.insert((cell.line, cell.column));
    }
    held.extend(table.programme.iter().map(|it| (it.line, 0)));
    held
}

/// Returns the lines that a finding names.
fn named(findings: &[Diagnostic]) -> BTreeSet<u64> {
    let places = findings.iter().flat_map(|it| {
        let related = it.related.iter().map(|it| &it.place);
        related.chain([&it.primary.place])
    });
    let lines = places.filter_map(|place| match place {
        Place::Data(place) => place.line,
        Place::Rules(_) => None,
    });
    lines.collect()
}

fn quoted(words: &str) -> String {
    words.replace('\\', "\\\\").replace('"', "\\\"")
}

fn nothing_is_lost(text: &str) -> Result<(), TestCaseError> {
    let reading = reading(text);
    let Some(table) = reading.table else {
        prop_assert!(
            reading.diagnostics.iter().any(Diagnostic::is_error),
            "refused without a word"
        );
        return Ok(());
    };
    let Ok(found) = reconcile(&table) else {
        return Ok(());
    };
    let flaws = flaws(&table);
    let file = programme_file(&table, &found, None);
    let held = held(&table);
    let said = named(&[&flaws[..], &reading.diagnostics[..]].concat());
    for row in &table.grid.rows {
        let heads = ["TOTALE PROGRAMMA", "(A)"];
        let is_heading = heads
            .iter()
            .all(|head| row.cells.iter().any(|it| it.contains(head)));
        // What a heading is called is no content, and blank cells of a title row stand before it.
        let of_title = table
            .programme
            .as_ref()
            .is_some_and(|it| it.line == row.line);
        if is_heading || of_title || row.cell(0).starts_with("Programma di Intervento:") {
            continue;
        }
        for column in row.filled() {
            prop_assert!(
                held.contains(&(row.line, column)) || said.contains(&row.line),
                "line {}, column {column}: `{}` is lost",
                row.line,
                row.cell(column),
            );
        }
    }
    // What is held is written.
    let titles = table.objectives.iter().map(|it| (&it.code, &it.title));
    let titles = titles.chain(table.specifics.iter().map(|it| (&it.code, &it.title)));
    for (code, title) in titles {
        prop_assert!(
            file.contains(&format!("obiettivo {} ", code.text)),
            "{}",
            code.text
        );
        prop_assert!(file.contains(&quoted(&joined(title))), "{title:?}");
    }
    for line in &table.lines {
        let words = line.description.iter().chain([&line.body]);
        for words in words {
            prop_assert!(file.contains(&quoted(&words.text)), "{words:?}");
        }
        if let Some(source) = &line.source {
            let action = line.action.as_ref().map(ToString::to_string);
            let action = action.is_none_or(|it| file.contains(&format!("azione {it}")));
            prop_assert!(action || said.contains(&line.line), "{source:?}");
            let silent = line.action.is_none() && !said.contains(&source.line);
            prop_assert!(!silent, "{source:?} names no action, and nobody says so");
        }
    }
    // What is written is a programme, or the table was said not to make one.
    let parsed = syntax::parse(&file, FileId(0));
    prop_assert!(
        parsed.diagnostics.is_empty(),
        "{:?}\n{file}",
        parsed.diagnostics
    );
    let checked = programme::check(&parsed.tree.expect("a tree"));
    let Some(programme) = checked.programme else {
        prop_assert!(
            flaws.iter().any(Diagnostic::is_error),
            "{:?}\n{file}",
            checked.diagnostics
        );
        return Ok(());
    };
    for (act, column) in programme.acts.iter().zip(table.profile.acts()) {
        let printed = table
            .lines
            .iter()
            .map(|it| it.amounts[column].amount.unwrap_or_default());
        let written = act.changes.iter().map(|change| match change.to {
            Some(_) => change.amount.cents(),
            None => -change.amount.cents(),
        });
        prop_assert_eq!(written.sum::<i64>(), printed.map(Money::cents).sum::<i64>());
    }
    let totals: Vec<Option<Money>> = programme.lines.iter().map(|it| it.total).collect();
    let printed = table.lines.iter().map(|it| {
        let amount = it.amounts[0].amount;
        amount.filter(|it| *it >= Money::ZERO)
    });
    prop_assert_eq!(totals, printed.collect::<Vec<_>>());
    Ok(())
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn every_cell_of_the_real_table_is_kept_or_named(
        damage in prop::collection::vec(damage(), 0..4),
    ) {
        nothing_is_lost(&damaged(&sardegna(), &damage))?;
    }

    #[test]
    fn every_cell_of_a_small_table_is_kept_or_named(
        damage in prop::collection::vec(damage(), 0..4),
    ) {
        let line = [300_000, 200_000, 50_000];
        let model = Model::consistent(vec![vec![line, line], vec![line]]);
        nothing_is_lost(&damaged(&model.text(), &damage))?;
    }

    /// A table of which the end is lost is never taken for a whole one.
    #[test]
    fn a_table_that_is_cut_short_is_told(at in any::<Index>()) {
        let text = sardegna();
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let cut = &text[..*at.get(&places)];
        let whole = reading(&text);
        let reading = reading(cut);
        let Some(table) = reading.table else { return Ok(()) };
        let last = table.grid.rows.iter().rev().find(|it| !it.is_blank());
        let said = named(&[flaws(&table), reading.diagnostics].concat());
        let sums = reconcile(&table).unwrap();
        let more = sums.causes.len() > reconcile(&whole.table.unwrap()).unwrap().causes.len();
        prop_assert!(more || last.is_some_and(|it| said.contains(&it.line)));
    }
}
