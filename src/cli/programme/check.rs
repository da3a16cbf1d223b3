//! `bando programme check`

use clap::Args;

use super::super::Exit;
use super::super::arguments::Format;
use super::super::error::CliError;
use super::super::terminal::Terminal;
use super::table::TableArguments;
use crate::diagnostic::Diagnostic;
use crate::programme::published::{Told, flaws, reconcile};
use crate::report::{diagnostic_json, reconciliation_json, reconciliation_text};
use crate::source::Sources;

/// Say what is wrong with the table of a programme as it is published: causes, not symptoms
///
/// Verifies every relation between the amounts, and tells which wrong cell could be the cause, with
/// all explanations that the sums leave open. Then what is odd: allocations above the programme,
/// blank amounts, what is left to assign, copied text, spellings, rows that are set askew. Nothing is
/// repaired.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando programme check programma.txt
  bando programme check programma.txt --format json

Ends with 0 where every relation holds, and with 1 where one does not or the table cannot be read.")]
pub(super) struct CheckArguments {
    #[command(flatten)]
    table: TableArguments,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &CheckArguments) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let mut reading = arguments.table.read()?;
    let table = reading.table.as_ref().or(reading.without_codes.as_ref());
    let found = match table {
        Some(table) => match reconcile(table) {
            Ok(found) => Some((table, found)),
            Err(diagnostic) => {
                reading.diagnostics.push(diagnostic);
                None
            }
        },
        None => None,
    };
    let Some((table, found)) = found else {
        refuse(terminal, &reading.diagnostics)?;
        return Ok(Exit::Failure);
    };
    let mut diagnostics: Vec<Diagnostic> = found.causes.iter().map(Told::diagnostic).collect();
    diagnostics.extend(flaws(table));
    diagnostics.extend(reading.diagnostics);
    if terminal.format == Format::Json {
        let json = reconciliation_json(table, &found, &diagnostics);
        terminal.result(&format!("{json:#}\n"))?;
    } else {
        terminal.diagnostics(&diagnostics, &Sources::default());
        terminal.totals(&diagnostics);
        let text = reconciliation_text(table, &found, terminal.language);
        terminal.result(&text)?;
    }
    // What is allocated above the programme is told by a warning, and yet a relation that does not hold.
    Ok(
        if found.broken > 0 || diagnostics.iter().any(Diagnostic::is_error) {
            Exit::Failure
        } else {
            Exit::Done
        },
    )
}

/// Says why a table cannot be read.
fn refuse(terminal: &mut Terminal, diagnostics: &[Diagnostic]) -> Result<(), CliError> {
    let sources = Sources::default();
    if terminal.format == Format::Json {
        let all = diagnostics.iter().map(|it| diagnostic_json(it, &sources));
        let json = serde_json::json!({"diagnostics": all.collect::<Vec<_>>()});
        return terminal.result(&format!("{json:#}\n"));
    }
    terminal.some_diagnostics(diagnostics, &sources);
    terminal.totals(diagnostics);
    Ok(())
}
