//! `bando precheck`

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use super::arguments::{DataFolders, Format};
use super::error::CliError;
use super::files::read_file;
use super::terminal::Terminal;
use super::{Exit, load};
use crate::call::Call;
use crate::engine;
use crate::facts::{FileKind, ProposalsFile, nulls};
use crate::precheck::{Answers, Depth, Precheck, Question, Reception};
use crate::report::{changes_json, changes_text, precheck_json, precheck_text};
use crate::text::nearest;

/// Say what an applicant is asked next, and what may be said already
///
/// The answers are one JSON object, written as a proposal is, as far as it goes. What is asked is
/// what can still change the outcome, the most decisive first; once nothing can, the outcome is
/// told with every requirement. Nothing is kept.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando precheck rules/puglia-azione-9.3.bando answers.json
  bando precheck rules/puglia-azione-9.3.bando answers.json --unknown months
  bando precheck rules/puglia-azione-9.3.bando answers.json --changes

An answers.json may say no more than { \"applicant\": { \"form\": \"comune\" } }, or {}.")]
pub(super) struct PrecheckArguments {
    /// The rule file
    #[arg(value_name = "CALL")]
    call: PathBuf,
    /// The answers so far, as JSON
    #[arg(value_name = "ANSWERS")]
    answers: PathBuf,
    /// A fact answered with "I don't know": `months`, `partners.2.form`
    #[arg(long, value_name = "FACT")]
    unknown: Vec<String>,
    /// Go on until it is settled what becomes of every requirement
    #[arg(long)]
    every_reason: bool,
    /// Say instead after which smallest change least fails, and no refusal is left; what remains to
    /// be remedied is named
    #[arg(long)]
    changes: bool,
    /// The day on which dated rules are counted, and whether the call is open [default: the day
    /// it is]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    #[command(flatten)]
    folders: DataFolders,
}

pub(super) fn run(
    terminal: &mut Terminal,
    arguments: &PrecheckArguments,
) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let others = arguments.folders.data.iter().map(AsRef::as_ref);
    let rules = load::rules(terminal, &arguments.call, others)?;
    let Some(mut call) = rules.checked.call else {
        terminal.diagnostics(&rules.checked.diagnostics, &rules.sources);
        terminal.totals(&rules.checked.diagnostics);
        return Ok(Exit::RulesWrong);
    };
    let now = now(&call, arguments.as_of);
    call.counting_date = Some(now.date());
    let reception = Reception::of(&call, now.timestamp());
    let path = &arguments.answers;
    let bytes = read_file(path).map_err(CliError::read(path))?;
    let bytes = with_id(bytes);
    let name = path.display().to_string();
    let file = ProposalsFile {
        name: &name,
        bytes: &bytes,
        kind: FileKind::Json,
    };
    let received = engine::read(&call, &file);
    load::tell(terminal, &received, &rules.sources);
    let Some(proposal) = received.proposals.into_iter().next() else {
        return Ok(Exit::RowsRefused);
    };
    let mut answers = Answers::of(proposal.facts);
    answers.do_not_know_named(&call, &nulls(&bytes));
    for name in &arguments.unknown {
        let Some(question) = Question::named(&call, name) else {
            let names = call.facts.iter().map(|fact| fact.name.as_str());
            return Err(CliError::UnknownName {
                name: name.clone(),
                near: nearest(name, names).map(str::to_owned),
            });
        };
        answers.do_not_know(&question);
    }
    let precheck = Precheck::new(call);
    let call = precheck.call();
    let text = if arguments.changes {
        let changes = precheck.changes(&answers);
        match terminal.format {
            Format::Text => changes_text(call, &changes, terminal.language),
            Format::Json | Format::Jsonl => changes_json(call, &changes),
        }
    } else {
        let depth = if arguments.every_reason {
            Depth::EveryReason
        } else {
            Depth::Verdict
        };
        let step = precheck.next(&answers, depth);
        match terminal.format {
            Format::Text => precheck_text(call, &answers, &step, reception, terminal.language),
            Format::Json | Format::Jsonl => precheck_json(call, &answers, &step, reception),
        }
    };
    terminal.result(&text)?;
    Ok(Exit::Done)
}

/// Returns the time it is where the call is; noon of the day that was set.
fn now(call: &Call, as_of: Option<Date>) -> Zoned {
    let set = as_of.and_then(|day| day.at(12, 0, 0, 0).to_zoned(call.zone.clone()).ok());
    set.unwrap_or_else(|| Timestamp::now().to_zoned(call.zone.clone()))
}

/// Returns the answers with an id, which proposals have and somebody who only tries does not.
fn with_id(bytes: Vec<u8>) -> Vec<u8> {
    let read: Option<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_slice(&bytes).ok();
    let (Some(read), Ok(text)) = (read, std::str::from_utf8(&bytes)) else {
        return bytes;
    };
    let Some((before, after)) = text.split_once('{').filter(|_| !read.contains_key("id")) else {
        return bytes;
    };
    let comma = if read.is_empty() { "" } else { "," };
    format!("{before}{{\"id\":\"0\"{comma}{after}").into_bytes()
}
