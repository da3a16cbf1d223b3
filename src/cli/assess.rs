//! `bando assess`

use std::num::NonZero;

use clap::Args;

use super::arguments::{CallAndProposals, Format};
use super::error::CliError;
use super::long_lines::read_proposals;
use super::terminal::Terminal;
use super::{Exit, assess_lines, load};
use crate::engine::{assess_all, quick_verdicts};
use crate::facts::FileKind;
use crate::report::{assessment_line, assessments_json, explained_verdict_json, verdict_json};

/// Judge every requirement over every proposal, without ranking
///
/// Text has one line per proposal: its id, whether it is admitted, and the requirements that stand
/// in the way. JSON has every requirement with its reasons, citations and distances. JSON lines have
/// its status, the codes of its reasons, and its score.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando assess rules/rigenerazione-urbana-2021.bando domande.csv
  bando assess avviso.bando domande.jsonl --format jsonl
  bando assess avviso.bando domanda.json --stage pre-check --format json")]
pub(super) struct AssessArguments {
    #[command(flatten)]
    input: CallAndProposals,
    /// In JSON lines, every requirement too, with its reasons, citations and distances
    #[arg(long)]
    explain: bool,
    /// How many processor cores judge lines of JSON or of CSV; the result is the same for any number
    #[arg(long, value_name = "NUMBER", default_value = "1")]
    threads: NonZero<usize>,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &AssessArguments) -> Result<Exit, CliError> {
    let checked = match load::call_and_kind(terminal, &arguments.input)? {
        Ok(checked) => checked,
        Err(exit) => return Ok(exit),
    };
    let stage = arguments.input.stage.stage();
    let is_long = matches!(checked.kind, FileKind::JsonLines | FileKind::Csv);
    if terminal.format == Format::Jsonl && is_long {
        let file = (arguments.input.proposals.as_path(), checked.kind);
        let (call, sources) = (&checked.call, checked.sources());
        let how = (stage, arguments.explain);
        let judged = assess_lines::run(terminal, call, sources, file, how, arguments.threads)?;
        if let Some(exit) = judged {
            return Ok(exit);
        }
    }
    #[cfg(feature = "parquet")]
    if terminal.format == Format::Jsonl
        && checked.kind == FileKind::Parquet
        && let Some(exit) = super::assess_parquet::run(
            terminal,
            &checked.call,
            checked.sources(),
            &arguments.input.proposals,
            (stage, arguments.explain),
        )?
    {
        return Ok(exit);
    }
    let round = load::round_of(terminal, &arguments.input, checked, read_proposals)?;
    let call = &round.call;
    let assess = || assess_all(call, &round.received, stage);
    let text: String = match terminal.format {
        Format::Text => assess()
            .iter()
            .map(|it| assessment_line(call, it, terminal.language))
            .collect(),
        Format::Jsonl if arguments.explain => quick_verdicts(call, &round.received, stage)
            .iter()
            .zip(&assess())
            .map(|(verdict, it)| explained_verdict_json(call, stage, verdict, it) + "\n")
            .collect(),
        Format::Jsonl => quick_verdicts(call, &round.received, stage)
            .iter()
            .map(|it| verdict_json(it) + "\n")
            .collect(),
        Format::Json => assessments_json(call, stage, &assess()),
    };
    terminal.result(&text)?;
    Ok(load::exit_of(!round.received.refused.is_empty()))
}
