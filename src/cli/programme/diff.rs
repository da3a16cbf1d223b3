//! `bando programme diff`

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::super::Exit;
use super::super::arguments::Format;
use super::super::error::CliError;
use super::super::terminal::Terminal;
use super::show::{after, read};
use crate::programme::Moment;
use crate::report::{ProgrammeView, programme_difference_json, programme_difference_text};

/// Say which lines of a programme hold something else after one act than after another
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando programme diff rules/sardegna-programme-7.bando --from a --to b")]
pub(super) struct DiffArguments {
    /// The programme
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// After this act [default: before any]
    #[arg(long, value_name = "ACT")]
    from: Option<String>,
    /// After this act [default: the last]
    #[arg(long, value_name = "ACT")]
    to: Option<String>,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &DiffArguments) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let Some((programme, file)) = read(terminal, &arguments.file)? else {
        return Ok(Exit::RulesWrong);
    };
    let moment = |act: &Option<String>, otherwise| match act {
        Some(act) => after(&programme, act),
        None => Ok(otherwise),
    };
    let from = moment(&arguments.from, Moment::Before)?;
    let view = ProgrammeView {
        programme: &programme,
        moment: moment(&arguments.to, programme.now())?,
        day: None,
        file: &file,
        ledger: None,
        uses: &BTreeMap::new(),
        acts_alone: true,
        language: terminal.language,
    };
    let told = match terminal.format {
        Format::Json => programme_difference_json(&view, from),
        _ => programme_difference_text(&view, from),
    };
    terminal.result(&told)?;
    Ok(Exit::Done)
}
