//! `bando programme import`

use clap::Args;

use super::super::Exit;
use super::super::error::CliError;
use super::super::terminal::Terminal;
use super::table::TableArguments;
use crate::source::Sources;

/// Read the table of a programme as it is published
///
/// Nothing is repaired: `bando programme check` says what is wrong with the table.
#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    #[command(flatten)]
    table: TableArguments,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &ImportArguments) -> Result<Exit, CliError> {
    match arguments.table.read()? {
        Ok(_) => Ok(Exit::Done),
        Err(diagnostic) => {
            terminal.diagnostics(&[diagnostic], &Sources::default());
            Ok(Exit::Failure)
        }
    }
}
