//! `bando assess`

use clap::Args;

use super::arguments::{CallAndProposals, Format};
use super::error::CliError;
use super::terminal::Terminal;
use super::{Exit, load};
use crate::engine::assess_all;
use crate::report::{assessment_json, assessment_line, assessments_json};

/// Judge every requirement over every proposal, without ranking
///
/// Text has one line per proposal: its id, whether it is admitted, and the requirements that stand
/// in the way. JSON has every requirement with its reasons, citations and distances.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando assess rules/rigenerazione-urbana-2021.bando domande.csv
  bando assess avviso.bando domanda.json --stage pre-check --format json")]
pub(super) struct AssessArguments {
    #[command(flatten)]
    input: CallAndProposals,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &AssessArguments) -> Result<Exit, CliError> {
    let round = match load::round(terminal, &arguments.input)? {
        Ok(round) => round,
        Err(exit) => return Ok(exit),
    };
    let stage = arguments.input.stage.stage();
    let call = &round.call;
    let assessments = assess_all(call, &round.received, stage);
    let each = assessments.iter();
    let text: String = match terminal.format {
        Format::Text => each
            .map(|it| assessment_line(call, it, terminal.language))
            .collect(),
        Format::Jsonl => each
            .map(|it| assessment_json(call, stage, it) + "\n")
            .collect(),
        Format::Json => assessments_json(call, stage, &assessments),
    };
    terminal.result(&text)?;
    Ok(load::exit_of(!round.received.refused.is_empty()))
}
