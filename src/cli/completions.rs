//! `bando completions`

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Exit;
use super::arguments::Arguments;
use super::error::CliError;
use super::terminal::Terminal;

/// Write the completions for a shell to standard output
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando completions bash > ~/.local/share/bash-completion/completions/bando")]
pub(super) struct CompletionsArguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(
    terminal: &mut Terminal,
    arguments: &CompletionsArguments,
) -> Result<Exit, CliError> {
    let mut bytes = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "bando", &mut bytes);
    terminal.bytes(&bytes)?;
    Ok(Exit::Done)
}
