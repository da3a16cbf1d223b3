//! `bando rank`

use std::path::PathBuf;

use clap::Args;

use super::arguments::Format;
use super::basis::{Basis, BasisArguments};
use super::error::CliError;
use super::progress::spinner;
use super::publish::{inputs, published};
use super::terminal::Terminal;
use super::{Exit, load, record};
use crate::engine;
use crate::record::{Manifest, Settings, copies, record_text};
use crate::report::{Publication, lists, summary_text, totals_text};

/// Assess all proposals, score and rank the admitted, and share out the envelope
///
/// Writes a summary to standard output, or the whole outcome with `--format json`. With `--out`
/// it also writes the lists to publish, copies of everything that was read, and `outcome.json`, the
/// record of it all, from which `bando verify` makes the outcome again; each file appears whole or
/// not at all, and `outcome.json` comes last.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando rank rules/rigenerazione-urbana-2021.bando domande.csv --out results

Files written by --out:
  graduatoria.xlsx       all lists, a sheet each, with summary, criteria and digests
                         (ranking.xlsx in English)
  report.html            the outcome on one page, for screen and A4
  ranking.csv            the ranking (admitted.csv for a call without one)
  funded.csv             those with money, and what is given up to each (with an envelope)
  waiting.csv            those without, and how far they came (with an envelope)
  pools.csv              where the money of each pool went (with pools)
  reserves.csv           what of each reserve is counted, released, still held (with reserves)
  splits.csv             how each award is split, one row for each split (with splits)
  left.csv               those that renounced or were revoked (after a slide)
  not-admitted.csv       one row per reason
  with-reservation.csv   one row per reason
  to-be-completed.csv    one row per reason
  refused-rows.csv       what could not be read, and why
  scores.csv             all points, criterion by criterion (with a grid)
  below-threshold.csv    one row per threshold missed (with a grid)
  not-scored.csv         which points are still to come (with a grid)
  inputs/                copies of the rule file, its tables, the proposals, the marks
  outcome.json           the record: everything, with a digest of each input

After the ranking is approved, values that rest on other proposals (how many they are, what is the
median among the admitted) do not change any more: with --frozen they are taken from its
outcome.json, so that a later exclusion changes nobody's points.

Where the call says that a lot decides what all keys leave equal, --seed gives the text that was
drawn: those that are level stand in the order of SHA-256(seed, line feed, id). Without it a tie
that matters ends the money there, and the ranking is provisional.

In CSV files, text that a spreadsheet could take for a formula starts with '; amounts are plain:
1234.56. Natural persons (a tax code of 16 characters) appear only by the id of their proposal in all
files but refused-rows.csv, outcome.json and inputs/, which are not for publishing.")]
pub(super) struct RankArguments {
    #[command(flatten)]
    basis: BasisArguments,
    /// The folder for lists and outcome; made if it is missing
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Let another outcome in the folder of `--out` give way to this one
    #[arg(long, requires = "out")]
    replace: bool,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &RankArguments) -> Result<Exit, CliError> {
    let Basis {
        round,
        stage,
        marks,
        frozen,
    } = match arguments.basis.read(terminal)? {
        Ok(basis) => basis,
        Err(exit) => return Ok(exit),
    };
    let call = &round.call;
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
    let warnings = [round.about_programme, outcome.warnings.clone()].concat();
    if !warnings.is_empty() {
        terminal.diagnostics(&warnings, &round.sources);
    }
    let copies = copies(round.given);
    let settings = Settings {
        counting_date: arguments.basis.input.as_of,
        evaluators: arguments.basis.marks.evaluators(),
        seed: arguments.basis.seed.clone(),
    };
    let manifest = Manifest::new(settings, &copies);
    let json = record_text(call, &round.sources, stage, &outcome, &manifest);
    if let Some(folder) = &arguments.out {
        let publication = Publication {
            call,
            sources: &round.sources,
            outcome: &outcome,
            inputs: &inputs(&manifest, &json),
            language: terminal.language,
        };
        let written = record::Written {
            lists: &lists(call, &outcome, terminal.language),
            published: &published(terminal, &publication)?,
            copies: &copies,
            json: &json,
            replace: arguments.replace,
        };
        record::write(folder, &written)?;
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
