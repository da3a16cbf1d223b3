//! `bando verify`

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Exit;
use super::arguments::Format;
use super::error::CliError;
use super::files::{Folders, read_file};
use super::record::record_in;
use super::terminal::Terminal;
use crate::record::{Verified, verify};
use crate::report::visible;

/// How many differences are shown as text before the rest is only counted.
const SHOWN: usize = 20;

/// Make an outcome again from the inputs beside its record, and compare byte for byte
///
/// Reads nothing but the folder of the record: the copies of rule file, tables, proposals, marks
/// and whatever else the outcome rests on. Says which input is no longer the one recorded, which
/// proposals fare otherwise, and which lists beside the record do not come from it.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando rank rules/rigenerazione-urbana-2021.bando domande.csv --out results
  bando verify results

The digest of the record, which ends the message, is that of `sha256sum results/outcome.json`: the
act that approves the ranking may state it.

Ends with 0 where everything is the same, and with 1 where anything differs.")]
pub(super) struct VerifyArguments {
    /// The folder that `bando rank --out` wrote, or the `outcome.json` in it
    #[arg(value_name = "RECORD")]
    record: PathBuf,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &VerifyArguments) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let path = record_in(&arguments.record);
    let bytes = read_file(&path).map_err(CliError::read(&path))?;
    let files = Folders::new(&path, [], terminal.language);
    let verified = verify(&bytes, &files).map_err(|why| CliError::NoRecord { path, why })?;
    match terminal.format {
        Format::Text => {
            let text = text(terminal, &verified);
            terminal.result(&text)?;
        }
        Format::Json | Format::Jsonl => terminal.result(&data(&verified))?,
    }
    Ok(if verified.differences.is_empty() {
        Exit::Done
    } else {
        Exit::Failure
    })
}

fn text(terminal: &Terminal, verified: &Verified) -> String {
    let Verified {
        inputs,
        proposals,
        digest,
        differences,
    } = verified;
    let digest = format!(
        "{} {digest}\n",
        terminal.choose(
            "SHA-256 del verbale (outcome.json):",
            "SHA-256 of the record (outcome.json):"
        )
    );
    if differences.is_empty() {
        let (it, en) = (
            format!(
                "Confermato: dai file di ingresso ({inputs}) viene lo stesso esito, byte per byte. Proposte: {proposals}.\n"
            ),
            format!(
                "Confirmed: the inputs ({inputs}) make the same outcome, byte for byte. Proposals: {proposals}.\n"
            ),
        );
        return terminal.choose(&it, &en).to_owned() + &digest;
    }
    let mut text = terminal
        .choose("Non confermato:\n", "Not confirmed:\n")
        .to_owned();
    for difference in differences.iter().take(SHOWN) {
        let message = visible(difference.message.get(terminal.language));
        let _ = writeln!(text, "- {message}");
    }
    let more = differences.len().saturating_sub(SHOWN);
    if more > 0 {
        let (it, en) = (
            format!("- … e altre {more} differenze\n"),
            format!("- … and {more} more differences\n"),
        );
        text.push_str(terminal.choose(&it, &en));
    }
    text + &digest
}

fn data(verified: &Verified) -> String {
    let differences = verified.differences.iter().map(|it| {
        json!({
            "kind": it.kind.as_str(),
            "about": it.about,
            "message": it.message,
        })
    });
    let data = json!({
        "verified": verified.differences.is_empty(),
        "sha256": verified.digest,
        "inputs": verified.inputs,
        "proposals": verified.proposals,
        "differences": differences.collect::<Vec<_>>(),
    });
    format!("{data:#}\n")
}
