//! `bando man`

use std::path::PathBuf;

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use super::Exit;
use super::arguments::Arguments;
use super::error::CliError;
use super::terminal::Terminal;
use super::write::write_files;

/// Write the manual pages, one per command
///
/// Without `--out` the page of `bando` itself goes to standard output.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando man --out ~/.local/share/man/man1
  bando man | man -l -")]
pub(super) struct ManArguments {
    /// The folder for the pages; made if it is missing
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &ManArguments) -> Result<Exit, CliError> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let Some(folder) = &arguments.out else {
        terminal.bytes(&page(command)?.1)?;
        return Ok(Exit::Done);
    };
    let commands: Vec<Command> = command.get_subcommands().cloned().collect();
    let mut pages = vec![page(command)?];
    for command in commands {
        pages.push(page(command)?);
    }
    let files: Vec<(&str, &[u8])> = pages
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_slice()))
        .collect();
    write_files(folder, &files)?;
    for (name, _) in &files {
        terminal.result(&format!("{}\n", folder.join(name).display()))?;
    }
    Ok(Exit::Done)
}

fn page(command: Command) -> Result<(String, Vec<u8>), CliError> {
    let man = Man::new(command);
    let mut text = Vec::new();
    man.render(&mut text).map_err(CliError::Output)?;
    Ok((man.get_filename(), text))
}
