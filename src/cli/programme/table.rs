//! The published table that a command is about.

use std::path::{Path, PathBuf};

use clap::Args;

use super::super::Exit;
use super::super::arguments::Format;
use super::super::error::CliError;
use super::super::files::read_file;
use super::super::terminal::Terminal;
use crate::call::{Encoding, EncodingError, EncodingErrorKind};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::programme::published::{
    PROFILES, Profile, ProfileError, Published, Reading, grid, read as read_table,
};
use crate::report::visible;
use crate::source::Sources;
use crate::text::{Language, Text};

/// A table as an act publishes it.
#[derive(Clone, Debug, Args)]
pub(super) struct TableArguments {
    /// The table: text, its cells parted by tabs
    #[arg(value_name = "TABLE")]
    pub(super) table: PathBuf,
    /// How the table is laid out: `sardegna`, or a file that says so
    #[arg(long, value_name = "NAME|FILE", default_value = "sardegna")]
    profile: String,
    /// The encoding of the table: utf-8 or windows-1252
    #[arg(long, value_name = "ENCODING", value_parser = encoding, default_value = "utf-8")]
    encoding: Encoding,
}

fn encoding(argument: &str) -> Result<Encoding, String> {
    Encoding::from_word(argument).ok_or_else(|| "utf-8, windows-1252".to_owned())
}

impl TableArguments {
    /// Reads the table with what is odd in it; where it cannot be read, says why.
    pub(super) fn taken(
        &self,
        terminal: &mut Terminal,
    ) -> Result<Result<(Published, Vec<Diagnostic>), Exit>, CliError> {
        if terminal.format == Format::Jsonl {
            return Err(CliError::FormatOfAssess);
        }
        let reading = self.read()?;
        Ok(match reading.table {
            Some(table) => Ok((table, reading.diagnostics)),
            None => {
                terminal.some_diagnostics(&reading.diagnostics, &Sources::default());
                terminal.totals(&reading.diagnostics);
                Err(Exit::Failure)
            }
        })
    }

    /// Reads the table, as far as it can be read.
    pub(super) fn read(&self) -> Result<Reading, CliError> {
        let profile = self.profile()?;
        let bytes = read_file(&self.table).map_err(CliError::read(&self.table))?;
        let name = visible(&self.table.display().to_string());
        let read = match self.encoding.decode(&bytes) {
            Ok(text) if is_of_bando(&text) => Err(of_bando(name)),
            Ok(text) => grid(&text, &name, profile.separator),
            Err(error) => Err(no_text(name, error)),
        };
        Ok(match read {
            Ok(grid) => read_table(grid, &profile),
            Err(diagnostic) => Reading {
                table: None,
                without_codes: None,
                diagnostics: vec![diagnostic],
            },
        })
    }

    fn profile(&self) -> Result<Profile, CliError> {
        if let Some(profile) = Profile::built_in(&self.profile) {
            return Ok(profile);
        }
        let path = Path::new(&self.profile);
        let bytes = read_file(path).map_err(|_| CliError::NoProfile {
            why: unknown(&self.profile),
        })?;
        let text = String::from_utf8_lossy(&bytes);
        Profile::parse(&visible(&self.profile), &text).map_err(|why| CliError::NoProfile {
            why: not_understood(path, &why),
        })
    }
}

/// Says that a file is no text as it was said to be.
fn no_text(file: String, error: EncodingError) -> Diagnostic {
    let place = DataPlace {
        file,
        line: error.line,
        ..DataPlace::default()
    };
    let hint = match error.kind {
        EncodingErrorKind::OtherEncoding => Text::new(
            "se viene da un vecchio foglio di calcolo, aggiungere al comando `--encoding windows-1252`; altrimenti salvarlo in UTF-8",
            "if it comes from an old spreadsheet, add `--encoding windows-1252` to the command; otherwise save it in UTF-8",
        ),
        EncodingErrorKind::Utf8 => Text::new(
            "togliere dal comando `--encoding windows-1252`",
            "take `--encoding windows-1252` off the command",
        ),
        EncodingErrorKind::OtherFile => Text::new(
            "salvare la tabella come testo in UTF-8, le celle separate da tabulazioni",
            "save the table as text in UTF-8, its cells parted by tabs",
        ),
    };
    Diagnostic::data(Code::InvalidEncoding, place, error.message).with_hint(hint)
}

/// Tells whether a text begins as files of Bando do, with the version of the language.
fn is_of_bando(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|it| !it.is_empty() && !it.starts_with('#'));
    let Some(version) = first.and_then(|it| it.strip_prefix("bando ")) else {
        return false;
    };
    let (number, language) = version.split_once(' ').unwrap_or((version, ""));
    // "bando 2018" is the title of a table.
    let is_version =
        (1..=2).contains(&number.len()) && number.bytes().all(|it| it.is_ascii_digit());
    is_version && ["", "it", "en"].contains(&language.trim())
}

/// Says that a file is what these commands make, not what they read.
fn of_bando(file: String) -> Diagnostic {
    let place = DataPlace {
        file,
        ..DataPlace::default()
    };
    let message = Text::new(
        "il file è nel formato di Bando, non un prospetto pubblicato",
        "the file is in the format of Bando, no published table",
    );
    let hint = Text::new(
        "un programma si controlla con `bando check` e si vede con `bando programme show`",
        "a programme is checked by `bando check` and seen by `bando programme show`",
    );
    Diagnostic::data(Code::MalformedRecord, place, message).with_hint(hint)
}

fn unknown(name: &str) -> Text {
    let known = PROFILES.join(", ");
    Text::new(
        format!("`{name}` non è un profilo che c'è già ({known}), né un file che si possa leggere"),
        format!("`{name}` is no profile that is built in ({known}), nor a file that can be read"),
    )
}

fn not_understood(path: &Path, why: &ProfileError) -> Text {
    let line = why.line.map_or_else(String::new, |line| format!(":{line}"));
    let (path, message) = (path.display(), &why.message);
    Text::new(
        format!(
            "`{path}{line}` non è un profilo: {}",
            message.get(Language::Italian)
        ),
        format!(
            "`{path}{line}` is no profile: {}",
            message.get(Language::English)
        ),
    )
}
