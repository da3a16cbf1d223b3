//! `bando programme actions`

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::super::arguments::{DataFolders, Format};
use super::super::error::CliError;
use super::super::terminal::Terminal;
use super::super::{Exit, load};
use super::table::TableArguments;
use crate::report::{actions_json, actions_text, visible};

/// List the actions of a published programme: their lines and amounts, and the calls that belong to them
///
/// A rule file belongs to an action where its `action` names it with its scheme: `adp:9.1.4`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando programme actions programma.txt
  bando programme actions programma.txt --rules rules/puglia-azione-9.3.bando")]
pub(super) struct ActionsArguments {
    #[command(flatten)]
    table: TableArguments,
    /// A rule file, to be named beside the actions that it belongs to; may be given several times
    #[arg(long, value_name = "CALL")]
    rules: Vec<PathBuf>,
    #[command(flatten)]
    folders: DataFolders,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &ActionsArguments) -> Result<Exit, CliError> {
    let (table, _) = match arguments.table.taken(terminal)? {
        Ok(taken) => taken,
        Err(exit) => return Ok(exit),
    };
    let mut exit = Exit::Done;
    let mut calls: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in &arguments.rules {
        let others = arguments.folders.data.iter().map(AsRef::as_ref);
        let rules = load::rules(terminal, path, others)?;
        let Some(call) = &rules.checked.call else {
            terminal.diagnostics(&rules.checked.diagnostics, &rules.sources);
            terminal.totals(&rules.checked.diagnostics);
            exit = exit.and(Exit::RulesWrong);
            continue;
        };
        let name = visible(&path.display().to_string());
        // A call that names no action belongs to none of the table either.
        let none = call.actions.is_empty().then(String::new);
        for action in call.actions.iter().cloned().chain(none) {
            let named = calls.entry(action).or_default();
            if !named.contains(&name) {
                named.push(name.clone());
            }
        }
    }
    // Which calls there are is not known while one cannot be read.
    if exit != Exit::Done {
        return Ok(exit);
    }
    let calls = (!arguments.rules.is_empty()).then_some(&calls);
    let result = match terminal.format {
        Format::Json | Format::Jsonl => format!("{:#}\n", actions_json(&table, calls)),
        Format::Text => actions_text(&table, calls, terminal.language),
    };
    terminal.result(&result)?;
    Ok(exit)
}
