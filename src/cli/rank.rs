//! `bando rank`

use std::path::PathBuf;

use clap::Args;

use super::arguments::{CallAndProposals, Format};
use super::error::CliError;
use super::marks::MarksArguments;
use super::progress::spinner;
use super::terminal::Terminal;
use super::write::{remove_files, write_files};
use super::{Exit, load};
use crate::engine;
use crate::report::{lists, outcome_json, summary_text, totals_text};

/// Assess all proposals, score and rank the admitted, and share out the envelope
///
/// Writes a summary to standard output, or the whole outcome with `--format json`. With `--out`
/// it also writes the lists to publish and `outcome.json`; each file appears whole or not at all,
/// and `outcome.json` comes last.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando rank rules/rigenerazione-urbana-2021.bando domande.csv --out results

Files written by --out:
  ranking.csv            the ranking (admitted.csv for a call without one)
  not-admitted.csv       one row per reason
  with-reservation.csv   one row per reason
  to-be-completed.csv    one row per reason
  refused-rows.csv       what could not be read, and why
  scores.csv             all points, criterion by criterion (with a grid)
  below-threshold.csv    one row per threshold missed (with a grid)
  not-scored.csv         which points are still to come (with a grid)
  outcome.json           everything, for programs

After the ranking is approved, values that rest on other proposals (how many they are, what is the
median among the admitted) do not change any more: with --frozen they are taken from its
outcome.json, so that a later exclusion changes nobody's points.

Where the call says that a lot decides what all keys leave equal, --seed gives the text that was
drawn: those that are level stand in the order of SHA-256(seed, line feed, id). Without it a tie
that matters ends the money there, and the ranking is provisional.

Text cells that a spreadsheet could take for a formula start with '; amounts are plain: 1234.56.")]
pub(super) struct RankArguments {
    #[command(flatten)]
    input: CallAndProposals,
    #[command(flatten)]
    marks: MarksArguments,
    /// The folder for lists and outcome; made if it is missing
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// The `outcome.json` of the approved ranking, whose values over other proposals stay
    #[arg(long, value_name = "FILE")]
    frozen: Option<PathBuf>,
    /// The public text that decides the lot, where the call has one
    #[arg(long, value_name = "TEXT")]
    seed: Option<String>,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &RankArguments) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let mut round = match load::round(terminal, &arguments.input)? {
        Ok(round) => round,
        Err(exit) => return Ok(exit),
    };
    load::seed(&mut round.call, arguments.seed.as_deref())?;
    let (call, stage) = (&round.call, arguments.input.stage.stage());
    let Some(marks) = arguments.marks.read(terminal, &round, stage)? else {
        return Ok(Exit::Failure);
    };
    let frozen = load::frozen(terminal, call, &round.sources, arguments.frozen.as_deref())?;
    let totals = engine::control_totals(call, &round.received.proposals);
    let ranked = {
        let words = terminal.choose("valutazione e graduatoria", "assessing and ranking");
        let _spinner = spinner(round.bytes, words);
        engine::rank(call, round.received, &marks, frozen.as_ref(), stage)
    };
    let outcome = match ranked {
        Ok(outcome) => outcome,
        Err(diagnostic) => {
            terminal.diagnostics(&[diagnostic], &round.sources);
            return Ok(Exit::Failure);
        }
    };
    if !outcome.warnings.is_empty() {
        terminal.diagnostics(&outcome.warnings, &round.sources);
    }
    let json = outcome_json(call, &round.sources, stage, &outcome);
    if let Some(folder) = &arguments.out {
        let lists = lists(call, &outcome, terminal.language);
        let mut files: Vec<(&str, &[u8])> = lists
            .iter()
            .map(|list| (list.file, list.text.as_bytes()))
            .collect();
        files.push(("outcome.json", json.as_bytes()));
        write_files(folder, &files)?;
        // A list of an earlier call would be taken for this one's.
        let of_another_call = [
            "ranking.csv",
            "admitted.csv",
            "scores.csv",
            "below-threshold.csv",
            "not-scored.csv",
        ];
        let of_another_call = of_another_call
            .into_iter()
            .filter(|it| files.iter().all(|(name, _)| name != it));
        remove_files(folder, of_another_call)?;
    }
    match terminal.format {
        Format::Text => {
            let mut text = summary_text(call, &outcome, terminal.language);
            text.push_str(&totals_text(call, &totals, terminal.language));
            terminal.result(&text)?;
        }
        Format::Json | Format::Jsonl => terminal.result(&json)?,
    }
    Ok(load::exit_of(!outcome.refused.is_empty()))
}
