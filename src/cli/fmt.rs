//! `bando fmt`

use std::path::{Path, PathBuf};

use clap::Args;

use super::Exit;
use super::arguments::Lang;
use super::error::CliError;
use super::files::read_rules;
use super::terminal::Terminal;
use super::write::replace;
use crate::report::visible;
use crate::source::Sources;
use crate::syntax;

/// Write rule files in the one usual layout
///
/// Files are rewritten whole or not at all; a file that does not follow the grammar is left as it
/// is. The names of the files that change are written to standard output.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando fmt rules/*.bando
  bando fmt --check rules/*.bando     change nothing, end with 3 if something would change
  bando fmt --keywords it avviso.bando    put the file into Italian keywords")]
pub(super) struct FmtArguments {
    /// Change nothing; only say which files would change
    #[arg(long)]
    check: bool,
    /// Put the keywords into this language; names, texts and comments stay [default: the file's own]
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    keywords: Option<Lang>,
    /// The rule files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &FmtArguments) -> Result<Exit, CliError> {
    let mut exit = Exit::Done;
    for path in &arguments.files {
        let ended = match format(terminal, path, arguments) {
            Err(error) if !error.is_broken_pipe() => {
                terminal.failure(&error);
                error.exit()
            }
            other => other?,
        };
        exit = exit.and(ended);
    }
    Ok(exit)
}

fn format(
    terminal: &mut Terminal,
    path: &Path,
    arguments: &FmtArguments,
) -> Result<Exit, CliError> {
    let name = path.display().to_string();
    let bytes = read_rules(path).map_err(CliError::read(path))?;
    let mut sources = Sources::default();
    let text = match syntax::decode(&bytes, &name) {
        Ok(text) => text,
        Err(diagnostic) => {
            terminal.diagnostics(&[diagnostic], &sources);
            return Ok(Exit::RulesWrong);
        }
    };
    sources.add(name.clone(), text.clone());
    let formatted = match arguments.keywords {
        Some(keywords) => syntax::translate(&text, keywords.language()),
        None => syntax::format(&text),
    };
    let formatted = match formatted {
        Ok(formatted) => formatted,
        Err(diagnostics) => {
            terminal.diagnostics(&diagnostics, &sources);
            terminal.totals(&diagnostics);
            return Ok(Exit::RulesWrong);
        }
    };
    if formatted.as_bytes() == bytes {
        return Ok(Exit::Done);
    }
    terminal.result(&format!("{}\n", visible(&name)))?;
    if arguments.check {
        return Ok(Exit::RulesWrong);
    }
    replace(path, formatted.as_bytes())?;
    Ok(Exit::Done)
}
