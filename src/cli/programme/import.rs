//! `bando programme import`

use std::path::PathBuf;

use clap::Args;

use super::super::Exit;
use super::super::arguments::Format;
use super::super::error::CliError;
use super::super::terminal::Terminal;
use super::super::write::write_new;
use super::table::TableArguments;
use crate::diagnostic::Diagnostic;
use crate::programme;
use crate::programme::published::{flaws, programme_file, reconcile};
use crate::report::published_json;
use crate::source::{FileId, Sources};
use crate::syntax;
use crate::text::Text;

/// Read the table of a programme as it is published
///
/// Writes a programme file; with `--format json` the table, every cell with its place, and what was
/// taken from a merged cell above marked so. Nothing is repaired: `bando programme check` says what is wrong with the table.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando programme import programma.txt --out programma.bando
  bando programme import programma.txt --format json")]
pub(super) struct ImportArguments {
    #[command(flatten)]
    table: TableArguments,
    /// The file to write; one that is there already stays as it is [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The name of the programme in the file [default: `programma_` and its code]
    #[arg(long, value_name = "NAME", value_parser = identifier)]
    name: Option<String>,
}

fn identifier(argument: &str) -> Result<String, String> {
    let fits = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
    let begins = argument.starts_with(|it: char| it.is_ascii_lowercase());
    (begins && argument.chars().all(fits))
        .then(|| argument.to_owned())
        .ok_or_else(|| "lowercase letters, digits and `_`, a letter first".to_owned())
}

pub(super) fn run(terminal: &mut Terminal, arguments: &ImportArguments) -> Result<Exit, CliError> {
    let (table, remarks) = match arguments.table.taken(terminal)? {
        Ok(taken) => taken,
        Err(exit) => return Ok(exit),
    };
    let found = match reconcile(&table) {
        Ok(found) => found,
        Err(diagnostic) => {
            terminal.diagnostics(&[diagnostic], &Sources::default());
            return Ok(Exit::Failure);
        }
    };
    let text = match terminal.format {
        Format::Json | Format::Jsonl => format!("{:#}\n", published_json(&table)),
        Format::Text => programme_file(&table, &found, arguments.name.as_deref()),
    };
    if terminal.format == Format::Text && !is_programme(&text) {
        terminal.message(&Text::new(
            "il file scritto non passa ancora `bando check`, che dice perché",
            "the file written does not pass `bando check` yet, which says why",
        ));
    }
    match &arguments.out {
        Some(path) => write_new(path, text.as_bytes())?,
        None => terminal.result(&text)?,
    }
    let causes = found.causes.len();
    let flaws = flaws(&table);
    let notices = remarks.len().saturating_add(flaws.len());
    // What a table lacks nobody could see in the file.
    let errors: Vec<Diagnostic> = flaws.into_iter().filter(Diagnostic::is_error).collect();
    terminal.some_diagnostics(&errors, &Sources::default());
    if causes > 0 || notices > 0 {
        terminal.message(&Text::new(
            format!("letta con segnalazioni, nulla è stato corretto: conti che non tornano: {causes}, altre: {notices}; le dice tutte `bando programme check`"),
            format!("read with remarks, nothing was repaired: sums that differ: {causes}, others: {notices}; `bando programme check` tells them all"),
        ));
    }
    Ok(Exit::Done)
}

fn is_programme(text: &str) -> bool {
    let parsed = syntax::parse(text, FileId(0));
    let tree = parsed.tree.filter(|_| parsed.diagnostics.is_empty());
    tree.is_some_and(|tree| programme::check(&tree).programme.is_some())
}
