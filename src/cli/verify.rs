//! `bando verify`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Exit;
use super::arguments::Format;
use super::error::CliError;
use super::files::{Folders, files_below, folder_of, read_file};
use super::record::record_in;
use super::terminal::Terminal;
use crate::record::{DifferenceKind, INPUTS, Verified, verify};
use crate::report::{visible, wrap};
use crate::text::{Language, Text};

/// How many lines of a part are shown as text before the rest is only counted.
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

Ends with 0 where everything is the same, and with 1 where anything differs. A file in the folder
that is no part of the record is named and changes nothing, unless it bears the name of a list.")]
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
    let folder = folder_of(&path);
    let found = files_below(&folder, INPUTS).map_err(CliError::read(&folder))?;
    let verified = verify(&bytes, &files).map_err(|why| CliError::NoRecord { path, why })?;
    let others = verified.others(&found);
    match terminal.format {
        Format::Text => {
            let text = text(terminal.language, &verified, &others);
            terminal.result(&text)?;
        }
        Format::Json | Format::Jsonl => terminal.result(&data(&verified, &others))?,
    }
    Ok(if verified.differences.is_empty() {
        Exit::Done
    } else {
        Exit::Failure
    })
}

fn text(language: Language, verified: &Verified, others: &[&str]) -> String {
    let mut text = Told {
        language,
        text: String::new(),
    };
    if verified.differences.is_empty() {
        text.say("", &confirmed(verified));
    } else {
        text.say("", &Text::new("Non confermato.", "Not confirmed."));
    }
    for part in [Part::Inputs, Part::Record, Part::Published] {
        let differences = verified.differences.iter();
        let differences = differences.filter(|it| Part::of(it.kind) == part);
        let messages: Vec<Text> = differences.map(|it| it.message.clone()).collect();
        text.list(&part.title(verified), &messages);
    }
    if !verified.differences.is_empty() && verified.published.is_empty() {
        text.say(
            "",
            &Text::new(
                "Il resto non si può controllare.",
                "The rest cannot be checked.",
            ),
        );
    }
    let others: Vec<Text> = others
        .iter()
        .map(|it| Text::italian(format!("`{it}`")))
        .collect();
    let title = Text::new(
        "Altri file nella cartella, che non fanno parte del verbale:",
        "Other files in the folder, which are no part of the record:",
    );
    text.list(&title, &others);
    // The digest stands on a line of its own: people copy it from there.
    let title = Text::new(
        "SHA-256 del verbale (outcome.json):",
        "SHA-256 of the record (outcome.json):",
    );
    text.say("", &title);
    format!("{}  {}\n", text.text, verified.digest)
}

/// What is said, within 80 columns.
struct Told {
    language: Language,
    text: String,
}

impl Told {
    fn say(&mut self, indent: &str, message: &Text) {
        let message = visible(message.get(self.language));
        self.text.push_str(&wrap(indent, &message));
    }

    fn list(&mut self, title: &Text, messages: &[Text]) {
        if messages.is_empty() {
            return;
        }
        self.say("", title);
        for message in messages.iter().take(SHOWN) {
            self.say("- ", message);
        }
        let more = messages.len().saturating_sub(SHOWN);
        if more > 0 {
            let (it, en) = (
                format!("… e in più: {more}"),
                format!("… and further: {more}"),
            );
            self.say("- ", &Text::new(it, en));
        }
    }
}

fn confirmed(verified: &Verified) -> Text {
    let (inputs, proposals) = (verified.inputs, verified.proposals);
    let published = verified.published.len();
    let (it, en) = match verified.language {
        Some(Language::English) => ("inglese", "English"),
        _ => ("italiano", "Italian"),
    };
    Text::new(
        format!(
            "Confermato, byte per byte: dai file di ingresso ({inputs}) vengono lo stesso esito e gli stessi file pubblicati ({published}, in {it}). Proposte: {proposals}."
        ),
        format!(
            "Confirmed, byte for byte: the inputs ({inputs}) make the same outcome and the same published files ({published}, in {en}). Proposals: {proposals}."
        ),
    )
}

/// What a difference is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Inputs,
    Record,
    Published,
}

impl Part {
    fn of(kind: DifferenceKind) -> Self {
        match kind {
            DifferenceKind::InputMissing | DifferenceKind::InputChanged => Self::Inputs,
            DifferenceKind::NoOutcome
            | DifferenceKind::Engine
            | DifferenceKind::Part
            | DifferenceKind::Proposal
            | DifferenceKind::Form
            | DifferenceKind::Sum
            | DifferenceKind::Chain => Self::Record,
            DifferenceKind::Published
            | DifferenceKind::PublishedMissing
            | DifferenceKind::Stranger => Self::Published,
        }
    }

    /// Where inputs have changed, the record and the lists may be sound: what is made of those
    /// inputs is another outcome.
    fn title(self, verified: &Verified) -> Text {
        let mut differences = verified.differences.iter();
        let is_changed = differences.any(|it| Self::of(it.kind) == Self::Inputs);
        let (it, en) = match (self, is_changed) {
            (Self::Inputs, _) => (
                "File di ingresso che non sono quelli del verbale:",
                "Inputs that are not those of the record:",
            ),
            (Self::Record, true) => (
                "Con i file di ingresso come sono ora il verbale (outcome.json) sarebbe un altro:",
                "With the inputs as they are now the record (outcome.json) would be another:",
            ),
            (Self::Record, false) => (
                "Il verbale (outcome.json) non è quello che viene dai suoi file di ingresso:",
                "The record (outcome.json) is not the one that its inputs make:",
            ),
            (Self::Published, true) => (
                "Con i file di ingresso come sono ora sarebbero altri anche i file pubblicati:",
                "With the inputs as they are now the published files would be others too:",
            ),
            (Self::Published, false) => (
                "File pubblicati che non vengono dal verbale:",
                "Published files that do not come from the record:",
            ),
        };
        Text::new(it, en)
    }
}

fn data(verified: &Verified, others: &[&str]) -> String {
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
        "published": verified.published,
        "language": verified.language.map(|it| match it {
            Language::Italian => "it",
            Language::English => "en",
        }),
        "differences": differences.collect::<Vec<_>>(),
        "others": others,
    });
    format!("{data:#}\n")
}
