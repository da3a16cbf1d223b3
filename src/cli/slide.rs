//! `bando slide`

use std::path::PathBuf;

use clap::Args;

use super::Exit;
use super::arguments::Format;
use super::error::CliError;
use super::files::{Folders, read_file};
use super::load::typed_seed;
use super::publish::{inputs, published};
use super::record::{Written, record_in, write};
use super::terminal::Terminal;
use crate::engine::EventTrouble;
use crate::record::{NoSlide, slide};
use crate::report::{Publication, summary_text};
use crate::text::{Language, Text};

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
  riserva non sciolta  reservation failed

Where the money goes:
  more money for a pool that is named goes to that pool. All the other money added in one slide is
  apportioned once, by itself, by the percentages or the weight of the pools, or goes to the one
  ranking, as the call says (more money by the same shares, more money to one ranking). Where the
  pools are fixed amounts and the call says nothing, every such event must name its pool.
  What a pool was given before never changes.
  Freed money returns to the pool, and to the reserve, from which it came; money that came from
  leftovers, or had been left over, goes to the one ranking.
  Reserves that are a percentage grow by that percentage of all added money, but for one that was
  released; fixed reserves and all caps stay as they are.

Where the envelope comes from a programme, more money needs an act of it, named in the column `atto`
(act) by its name or number: no more than such an act brings to the lines or, where the envelope
counts the act, no more than it left of what the lines had. An act that is newer than the record
comes with --programme, the programme as it stands now; it is kept with the record.")]
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
    /// The programme as it stands now, where an act since the ranking brings new money
    #[arg(long, value_name = "FILE")]
    programme: Option<PathBuf>,
    /// The text drawn in the lot, where it was drawn after the record was made
    #[arg(long, value_name = "TEXT")]
    seed: Option<String>,
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
    let seed = arguments.seed.as_deref().map(typed_seed).transpose()?;
    let programme = match &arguments.programme {
        Some(path) => Some((
            path.display().to_string(),
            read_file(path).map_err(CliError::read(path))?,
        )),
        None => None,
    };
    let programme = programme
        .as_ref()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let slid =
        slide(&bytes, &files, ((&name, &events), programme), seed).map_err(|why| match why {
            NoSlide::Record(why) => CliError::NoRecord { path, why },
            NoSlide::Ranking(why) => CliError::NoSlide(why),
            NoSlide::NoLot => CliError::NoLot,
            NoSlide::OtherSeed(seed) => CliError::OtherSeed(seed),
            NoSlide::Events(troubles) => {
                for trouble in &troubles {
                    terminal.message(&told(&name, trouble));
                }
                CliError::Events {
                    path: arguments.events.clone(),
                    count: troubles.len(),
                }
            }
        })?;
    for remark in &slid.remarks {
        let told = told(&name, remark);
        let it = format!("avvertimento: {}", told.get(Language::Italian));
        let en = format!("warning: {}", told.get(Language::English));
        terminal.message(&Text::new(it, en));
    }
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

/// Says what is wrong with an event, and in which line.
fn told(file: &str, trouble: &EventTrouble) -> Text {
    let line = trouble
        .line
        .map_or_else(String::new, |line| format!(":{line}"));
    let say = |language| format!("`{file}{line}`: {}", trouble.why.get(language));
    Text::new(say(Language::Italian), say(Language::English))
}
