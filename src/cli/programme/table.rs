//! The published table that a command is about.

use std::path::{Path, PathBuf};

use clap::Args;

use super::super::Exit;
use super::super::arguments::Format;
use super::super::error::CliError;
use super::super::files::read_file;
use super::super::terminal::Terminal;
use crate::call::{Encoding, EncodingError};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::programme::published::{
    PROFILES, Profile, ProfileError, Published, Reading, grid, read,
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
        let decoded = match self.encoding {
            // What is not UTF-8 is told by the reader, which knows this option.
            Encoding::Utf8 => Ok(None),
            Encoding::Windows1252 => self.encoding.decode(&bytes).map(Some),
        };
        let text = match decoded {
            Ok(text) => text.map(|text| text.into_owned().into_bytes()),
            Err(error) => return Ok(other_encoding(name, error)),
        };
        let text = text.as_deref().unwrap_or(&bytes);
        Ok(match grid(text, &name, profile.separator) {
            Ok(grid) => read(grid, &profile),
            Err(diagnostic) => Reading {
                table: None,
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

fn other_encoding(file: String, error: EncodingError) -> Reading {
    let place = DataPlace {
        file,
        line: error.line,
        ..DataPlace::default()
    };
    let hint = Text::new(
        "il file è in un'altra codifica: provare senza `--encoding`",
        "the file is in another encoding: try without `--encoding`",
    );
    let diagnostic = Diagnostic::data(Code::InvalidEncoding, place, error.message);
    Reading {
        table: None,
        diagnostics: vec![diagnostic.with_hint(hint)],
    }
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
