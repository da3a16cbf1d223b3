//! The table of a programme as it is published: read, reconciled, with everything wrong about it.

mod causes;
mod command;
mod fewest;
mod large;
mod layouts;
mod lost_rows;
mod nothing_lost;
mod sardegna;
mod several;
mod totals;
mod trouble;

use bando::diagnostic::Diagnostic;
use bando::number::{Money, group_digits};
use bando::programme::published::{Profile, Published, Reading, grid, read};
use bando::report::{Colour, render_diagnostic};
use bando::source::Sources;
use bando::text::Language;

use crate::support::project;

/// Reads a table by the layout that is built in.
fn reading(text: &str) -> Reading {
    let profile = Profile::built_in("sardegna").expect("the profile");
    match grid(text, "tabella.txt", profile.separator) {
        Ok(grid) => read(grid, &profile),
        Err(diagnostic) => Reading {
            table: None,
            without_codes: None,
            diagnostics: vec![diagnostic],
        },
    }
}

fn table(text: &str) -> Published {
    let reading = reading(text);
    reading
        .table
        .unwrap_or_else(|| panic!("{:#?}", reading.diagnostics))
}

/// Returns the published table of Sardinia, as it came.
fn sardegna() -> String {
    crate::support::example("sardegna-programme-7/prospetto.txt")
}

/// Returns what people are told, in English and then in Italian.
fn told(diagnostics: &[Diagnostic]) -> String {
    let sources = Sources::default();
    let languages = [
        ("# English", Language::English),
        ("# Italiano", Language::Italian),
    ];
    let mut told: Vec<String> = Vec::new();
    for (heading, language) in languages {
        told.push(heading.to_owned());
        for diagnostic in diagnostics {
            let text = render_diagnostic(diagnostic, &sources, language, Colour::Plain);
            let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
            told.push(lines.join("\n"));
        }
    }
    told.join("\n\n") + "\n"
}

/// Compares with what is recorded; `BLESS=1` records it anew.
fn as_recorded(name: &str, found: &str) {
    let path = project("tests/programme_table").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, found).expect("it is written");
        return;
    }
    let recorded = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, recorded, "{}", path.display());
}

/// Returns an amount as Italian tables print it.
fn printed(cents: i64) -> String {
    group_digits(&Money::from_cents(cents).to_plain(), '.', ',')
}

/// A table of a programme, to be printed: programme total, A, B, A+B.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Model {
    /// The lines of each objective.
    objectives: Vec<Vec<[i64; 4]>>,
    subtotals: Vec<[i64; 4]>,
    total: [i64; 4],
}

impl Model {
    /// Returns a table that adds up.
    fn consistent(objectives: Vec<Vec<[i64; 3]>>) -> Self {
        let whole = |[programme, a, b]: [i64; 3]| [programme, a, b, a + b];
        let objectives: Vec<Vec<[i64; 4]>> = objectives
            .into_iter()
            .map(|lines| lines.into_iter().map(whole).collect())
            .collect();
        let subtotals: Vec<[i64; 4]> = objectives.iter().map(|lines| summed(lines)).collect();
        let total = summed(&subtotals);
        Self {
            objectives,
            subtotals,
            total,
        }
    }

    fn text(&self) -> String {
        let mut rows = vec![
            "Programma di Intervento: 1 - Prova".to_owned(),
            "Obiettivo\t\t\t\tAzione\tFonte\tTOTALE PROGRAMMA\t(A)\t(B)\t(A+B)\tSoggetto"
                .to_owned(),
        ];
        for (objective, lines) in (1..).zip(&self.objectives) {
            for (index, line) in lines.iter().enumerate() {
                let number = index + 1;
                let words = match index {
                    0 => format!("1.{objective}\tObiettivo\t1.{objective}.1\tParte"),
                    _ => "\t\t\t".to_owned(),
                };
                let amounts = line.map(printed).join("\t");
                rows.push(format!(
                    "{words}\tServizio\tFSE - 9.1.{number}\t{amounts}\tDG Lavoro"
                ));
            }
            let amounts = self.subtotals[objective - 1].map(printed).join("\t");
            rows.push(format!("totale 1.{objective}:\t\t\t\t\t\t{amounts}\t"));
        }
        let amounts = self.total.map(printed).join("\t");
        rows.push(format!("totale generale:\t\t\t\t\t\t{amounts}\t"));
        rows.join("\n") + "\n"
    }
}

fn summed(rows: &[[i64; 4]]) -> [i64; 4] {
    let column = |column: usize| rows.iter().map(|row| row[column]).sum();
    [0, 1, 2, 3].map(column)
}
