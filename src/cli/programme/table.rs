//! The published table that a command is about.

use std::path::PathBuf;

use clap::Args;

use super::super::error::CliError;
use super::super::files::read_file;
use crate::call::Encoding;
use crate::diagnostic::Diagnostic;
use crate::programme::published::{Grid, grid};
use crate::report::visible;

/// A table as an act publishes it.
#[derive(Clone, Debug, Args)]
pub(super) struct TableArguments {
    /// The table: text, its cells parted by tabs
    #[arg(value_name = "TABLE")]
    table: PathBuf,
    /// The encoding of the table: utf-8 or windows-1252
    #[arg(long, value_name = "ENCODING", value_parser = encoding, default_value = "utf-8")]
    encoding: Encoding,
}

fn encoding(argument: &str) -> Result<Encoding, String> {
    Encoding::from_word(argument).ok_or_else(|| "utf-8, windows-1252".to_owned())
}

impl TableArguments {
    /// Reads the table.
    pub(super) fn read(&self) -> Result<Result<Grid, Diagnostic>, CliError> {
        let bytes = read_file(&self.table).map_err(CliError::read(&self.table))?;
        let name = visible(&self.table.display().to_string());
        let decoded = match self.encoding {
            // What is not UTF-8 is told by the reader, which knows this option.
            Encoding::Utf8 => None,
            Encoding::Windows1252 => self.encoding.decode(&bytes).ok(),
        };
        let text = decoded.map_or(bytes.clone(), |text| text.into_owned().into_bytes());
        Ok(grid(&text, &name, '\t'))
    }
}
