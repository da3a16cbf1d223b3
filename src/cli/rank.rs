//! `bando rank`

use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::{CallAndProposals, Format};
use super::error::CliError;
use super::load::Round;
use super::marks::MarksArguments;
use super::progress::spinner;
use super::publish::{PUBLISHED, published};
use super::terminal::Terminal;
use super::write::{remove_files, write_files};
use super::{Exit, load};
use crate::analysis::digest;
use crate::engine;
use crate::report::{Input, Publication, lists, outcome_json, summary_text, totals_text};
use crate::text::Text;

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
  graduatoria.xlsx       all lists, a sheet each, with summary, criteria and digests
                         (ranking.xlsx in English)
  report.html            the outcome on one page, for screen and A4
  ranking.csv            the ranking (admitted.csv for a call without one)
  funded.csv             those with money, and what is given up to each (with an envelope)
  waiting.csv            those without, and how far they came (with an envelope)
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

In CSV files, text that a spreadsheet could take for a formula starts with '; amounts are plain:
1234.56. Natural persons (a tax code of 16 characters) appear only by the id of their proposal in all
files but refused-rows.csv and outcome.json, which are for the office.")]
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
}

pub(super) fn run(terminal: &mut Terminal, arguments: &RankArguments) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let round = match load::round(terminal, &arguments.input)? {
        Ok(round) => round,
        Err(exit) => return Ok(exit),
    };
    let (call, stage) = (&round.call, arguments.input.stage.stage());
    let Some(marks) = arguments.marks.read(terminal, &round, stage)? else {
        return Ok(Exit::Failure);
    };
    let frozen = load::frozen(call, &round.sources, arguments.frozen.as_deref())?;
    let mut inputs = inputs(&round, &arguments.input);
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
    let json = outcome_json(call, &round.sources, stage, &outcome);
    if let Some(folder) = &arguments.out {
        let lists = lists(call, &outcome, terminal.language);
        let record = digest(json.as_bytes());
        inputs.push(input(
            "esito",
            "outcome",
            "outcome.json".to_owned(),
            &record,
        ));
        let publication = Publication {
            call,
            sources: &round.sources,
            stage,
            outcome: &outcome,
            kept: frozen.is_some(),
            inputs: &inputs,
            language: terminal.language,
        };
        let published = published(terminal, &publication)?;
        let published = published
            .iter()
            .map(|(file, bytes)| (*file, bytes.as_slice()));
        let mut files: Vec<(&str, &[u8])> = lists
            .iter()
            .map(|list| (list.file, list.text.as_bytes()))
            .chain(published)
            .collect();
        files.push(("outcome.json", json.as_bytes()));
        write_files(folder, &files)?;
        // A list of an earlier call would be taken for this one's.
        let of_another_call = [
            "ranking.csv",
            "funded.csv",
            "waiting.csv",
            "admitted.csv",
            "scores.csv",
            "below-threshold.csv",
            "not-scored.csv",
        ];
        let of_another_call = of_another_call
            .into_iter()
            .chain(PUBLISHED)
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

/// Returns the files that the outcome is made from; the outcome itself comes when there is one.
fn inputs(round: &Round, arguments: &CallAndProposals) -> Vec<Input> {
    let base = |path: &Path| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        name.to_string_lossy().into_owned()
    };
    let rules = base(&arguments.call);
    let mut inputs = vec![input("regole", "rules", rules, &round.digest)];
    let tables = round.call.tables.iter();
    inputs.extend(tables.map(|it| input("tabella", "table", it.file.clone(), &it.digest)));
    let proposals = base(&arguments.proposals);
    let digest = &round.proposals_digest;
    inputs.push(input("domande", "proposals", proposals, digest));
    inputs
}

fn input(it: &str, en: &str, name: String, digest: &str) -> Input {
    Input {
        what: Text::new(it, en),
        name,
        digest: digest.to_owned(),
    }
}
