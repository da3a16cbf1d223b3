//! `bando slide`

use std::path::PathBuf;

use clap::Args;

use super::Exit;
use super::arguments::Format;
use super::error::CliError;
use super::files::{Folders, read_file};
use super::publish::{inputs, published};
use super::record::{Written, record_in, write};
use super::terminal::Terminal;
use crate::record::slide;
use crate::report::{Publication, summary_text};

/// Slide down an approved ranking: more money, renunciations, revocations, reservations settled
///
/// Nothing is ranked anew and all awards stay: what is added or freed goes to those that wait, in
/// their order. The record must be confirmed by its inputs; that of the slide holds its digest, and
/// `bando verify` follows the chain back to the first ranking.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando slide results events.csv --out slide-1
  bando verify slide-1

Columns of the events: evento, proposta, importo, data, atto (or event, proposal, amount, date, act),
and quota (pool) where more money goes to one pool. Amounts and days are written as in the file of
proposals. Events:
  più risorse          more money
  rinuncia             renunciation
  revoca               revocation
  riserva sciolta      reservation cleared
  riserva non sciolta  reservation failed")]
pub(super) struct SlideArguments {
    /// The folder that `bando rank --out` or `bando slide --out` wrote, or the `outcome.json` in it
    #[arg(value_name = "RECORD")]
    record: PathBuf,
    /// What has happened since: a `.csv` file
    #[arg(value_name = "EVENTS")]
    events: PathBuf,
    /// The folder for lists and record; made if it is missing
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Let another outcome in the folder of `--out` give way to this one
    #[arg(long, requires = "out")]
    replace: bool,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &SlideArguments) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let path = record_in(&arguments.record);
    let bytes = read_file(&path).map_err(CliError::read(&path))?;
    let events = read_file(&arguments.events).map_err(CliError::read(&arguments.events))?;
    let name = arguments.events.display().to_string();
    let files = Folders::new(&path, [], terminal.language);
    let slid = slide(&bytes, &files, (&name, &events));
    let slid = slid.map_err(|why| CliError::NoRecord { path, why })?;
    if let Some(folder) = &arguments.out {
        let publication = Publication {
            call: &slid.call,
            sources: &slid.sources,
            outcome: &slid.outcome,
            inputs: &inputs(&slid.manifest, &slid.text),
            language: terminal.language,
        };
        let written = Written {
            published: &published(terminal, &publication)?,
            lists: slid.lists(terminal.language),
            copies: &slid.copies,
            json: &slid.text,
            replace: arguments.replace,
        };
        write(folder, &written)?;
    }
    match terminal.format {
        Format::Text => {
            let text = summary_text(&slid.call, &slid.outcome, terminal.language);
            terminal.result(&text)?;
        }
        Format::Json | Format::Jsonl => terminal.result(&slid.text)?,
    }
    Ok(Exit::Done)
}
