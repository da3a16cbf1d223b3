//! `bando programme`

mod actions;
mod check;
mod diff;
mod import;
mod show;
mod table;

use clap::{Args, Subcommand};

use super::Exit;
use super::error::CliError;
use super::terminal::Terminal;

/// Read, check and follow the financial programme from which calls have their money
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando programme check programma.txt
  bando programme import programma.txt --format json")]
pub(super) struct ProgrammeArguments {
    #[command(subcommand)]
    command: ProgrammeCommand,
}

#[derive(Debug, Subcommand)]
enum ProgrammeCommand {
    Import(import::ImportArguments),
    Check(check::CheckArguments),
    Actions(actions::ActionsArguments),
    Show(show::ShowArguments),
    Diff(diff::DiffArguments),
}

pub(super) fn run(
    terminal: &mut Terminal,
    arguments: &ProgrammeArguments,
) -> Result<Exit, CliError> {
    match &arguments.command {
        ProgrammeCommand::Import(arguments) => import::run(terminal, arguments),
        ProgrammeCommand::Check(arguments) => check::run(terminal, arguments),
        ProgrammeCommand::Actions(arguments) => actions::run(terminal, arguments),
        ProgrammeCommand::Show(arguments) => show::run(terminal, arguments),
        ProgrammeCommand::Diff(arguments) => diff::run(terminal, arguments),
    }
}
