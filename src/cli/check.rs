//! `bando check`

use std::path::PathBuf;

use clap::Args;

use super::arguments::{DataFolders, Format};
use super::error::CliError;
use super::terminal::Terminal;
use super::{Exit, load};
use crate::diagnostic::Code;
use crate::report::{compiled_json, compiled_text, diagnostic_json, visible};
use crate::text::nearest;

/// Check rule files and programmes: names, types, cases, imported tables
///
/// Everything that is wrong is reported in one run, each with its place and its repair. With
/// `--format json` the diagnostics are written to standard output as one JSON array.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando check rules/rigenerazione-urbana-2021.bando
  bando check --explain guard-needed
  bando check --compiled avviso.bando")]
pub(super) struct CheckArguments {
    /// The rule files and programmes
    #[arg(required_unless_present = "explain", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Show what a code of a message means, why it matters, and how to mend it
    #[arg(long, value_name = "CODE", conflicts_with = "files")]
    explain: Option<String>,
    /// Show instead which requirements are compiled, for speed, and why others are not
    #[arg(long, conflicts_with = "explain")]
    compiled: bool,
    #[command(flatten)]
    folders: DataFolders,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &CheckArguments) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    if let Some(word) = &arguments.explain {
        return explain(terminal, word);
    }
    let mut exit = Exit::Done;
    let mut json = Vec::new();
    for path in &arguments.files {
        let others = arguments.folders.data.iter().map(AsRef::as_ref);
        let rules = match load::file(terminal.language, path, others) {
            Ok(rules) => rules,
            Err(error) => {
                terminal.failure(&error);
                exit = exit.and(error.exit());
                continue;
            }
        };
        let diagnostics = &rules.checked.diagnostics;
        if let Some(call) = rules.checked.call.as_ref().filter(|_| arguments.compiled) {
            let name = path.display().to_string();
            if terminal.format == Format::Json {
                json.push(compiled_json(call, &rules.sources, &name));
            } else {
                let text = compiled_text(call, &rules.sources, &name, terminal.language);
                terminal.result(&text)?;
            }
            continue;
        }
        let sound = rules.checked.call.is_some() || rules.checked.programme.is_some();
        if !sound {
            exit = exit.and(Exit::RulesWrong);
        }
        if terminal.format == Format::Json {
            json.extend(
                diagnostics
                    .iter()
                    .map(|it| diagnostic_json(it, &rules.sources)),
            );
            continue;
        }
        terminal.diagnostics(diagnostics, &rules.sources);
        terminal.totals(diagnostics);
        if sound {
            let name = visible(&path.display().to_string());
            let words = terminal.choose("nessun errore", "no errors");
            terminal.result(&format!("{name}: {words}\n"))?;
        }
    }
    if terminal.format == Format::Json {
        terminal.result(&format!("{:#}\n", serde_json::Value::Array(json)))?;
    }
    Ok(exit)
}

/// Shows the page of a code.
fn explain(terminal: &mut Terminal, word: &str) -> Result<Exit, CliError> {
    let Some(code) = Code::parse(word.trim()) else {
        let known = Code::ALL.iter().map(|code| code.as_str());
        return Err(CliError::UnknownCode {
            word: word.to_owned(),
            near: nearest(word, known).map(str::to_owned),
        });
    };
    terminal.result(code.page(terminal.language))?;
    Ok(Exit::Done)
}
