//! `bando schema`

use std::path::PathBuf;

use clap::Args;

use super::arguments::{DataFolders, Format, Template};
use super::error::CliError;
use super::terminal::Terminal;
use super::write::write_new;
use super::{Exit, load};
use crate::call::{Call, Expr};
use crate::facts::schema::{csv_template, json_schema, lists_left_out, workbook_template};
use crate::report::visible;
use crate::text::Text;

/// Write a template of what proposals state
///
/// A JSON Schema of one proposal, an empty CSV file, or a workbook to fill in, made from the facts
/// of the rule file: their types, bounds, lists and questions. What the schema accepts, and what
/// is filled into a template, is read by the other commands.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando schema avviso.bando --format json-schema
  bando schema avviso.bando --format csv --out domande.csv
  bando schema avviso.bando --format xlsx --out domande.xlsx --lang it

Formats:
  json-schema  JSON Schema (draft 2020-12) of one proposal; also without --format
  csv          the header only, in the encoding and with the separator that the rules declare
  xlsx         a workbook with lists to choose from, bounds, and a sheet that explains each column

Lists of records fit no table: for them there is JSON.")]
pub(super) struct SchemaArguments {
    /// The rule file
    #[arg(value_name = "CALL")]
    call: PathBuf,
    /// The file to write, never over one that is there; without it standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    folders: DataFolders,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &SchemaArguments) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let template = terminal.template.unwrap_or(Template::JsonSchema);
    if template == Template::Xlsx && arguments.out.is_none() && terminal.is_screen() {
        return Err(CliError::WorkbookToTerminal);
    }
    let others = arguments.folders.data.iter().map(AsRef::as_ref);
    let rules = load::rules(terminal, &arguments.call, others)?;
    let Some(call) = &rules.checked.call else {
        terminal.diagnostics(&rules.checked.diagnostics, &rules.sources);
        terminal.totals(&rules.checked.diagnostics);
        return Ok(Exit::RulesWrong);
    };
    let condition = |condition: &Expr| rules.sources.slice(condition.span).to_owned();
    let language = terminal.language;
    let bytes = match template {
        Template::Csv => csv_template(call),
        Template::Xlsx => {
            workbook_template(call, language, &condition).map_err(CliError::NoTemplate)?
        }
        Template::JsonSchema => json_schema(call, language, &condition).into_bytes(),
    };
    if template != Template::JsonSchema {
        tell_of_lists(terminal, call);
    }
    let Some(path) = &arguments.out else {
        terminal.bytes(&bytes)?;
        return Ok(Exit::Done);
    };
    write_new(path, &bytes)?;
    terminal.result(&format!("{}\n", visible(&path.display().to_string())))?;
    Ok(Exit::Done)
}

/// Names what the template leaves out.
fn tell_of_lists(terminal: &mut Terminal, call: &Call) {
    let lists = lists_left_out(call);
    if !lists.is_empty() {
        let names = lists.join("`, `");
        terminal.message(&Text::new(
            format!("nel modello non ci sono gli elenchi `{names}`: si consegnano in JSON"),
            format!("the template leaves out the lists `{names}`: they are handed in as JSON"),
        ));
    }
}
