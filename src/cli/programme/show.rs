//! `bando programme show`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::super::arguments::Format;
use super::super::error::CliError;
use super::super::files::{folder_of, read_file};
use super::super::terminal::Terminal;
use super::super::write::write_files;
use super::super::{Exit, load};
use crate::programme::ledger::{Ledger, read_ledger};
use crate::programme::{Moment, Programme};
use crate::report::{
    ProgrammeView, ShownFile, ShownLedger, programme_book, programme_html, programme_json,
    programme_text,
};
use crate::source::{Sources, digest};
use crate::text::{Language, Text, day_text};

/// Show what the lines of a programme hold: by objective, action, body and fund, act by act
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando programme show rules/sardegna-programme-7.bando
  bando programme show rules/sardegna-programme-7.bando --act a --html programma.html
  bando programme show programma.bando --ledger registro.csv --at 2018-06-30")]
pub(super) struct ShowArguments {
    /// The programme
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// As it was at the end of this day
    #[arg(long, value_name = "DAY", conflicts_with = "act")]
    at: Option<Date>,
    /// As it was after this act
    #[arg(long, value_name = "ACT")]
    act: Option<String>,
    /// The commitments and payments, as CSV
    #[arg(long, value_name = "CSV", conflicts_with = "act")]
    ledger: Option<PathBuf>,
    /// Also write a page to this file
    #[arg(long, value_name = "HTML")]
    html: Option<PathBuf>,
    /// Also write a workbook to this file
    #[arg(long, value_name = "XLSX")]
    xlsx: Option<PathBuf>,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &ShowArguments) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let Some((programme, file)) = read(terminal, &arguments.file)? else {
        return Ok(Exit::RulesWrong);
    };
    let moment = match (&arguments.act, arguments.at) {
        (Some(act), _) => after(&programme, act)?,
        (None, None) => programme.now(),
        (None, Some(day)) => {
            match programme.on(day) {
                Ok(moment) => moment,
                Err(act) => {
                    let why = programme.not_placed(act);
                    let (it, en) = (&why.it, why.get(Language::English));
                    let day_it = day_text(day).it;
                    terminal.message(&Text::new(
                    format!("errore: non si può dire che cosa c'era il {day_it}: {it}; usare `--act`"),
                    format!("error: it cannot be told what there was on {day}: {en}; use `--act`"),
                ));
                    return Ok(Exit::Failure);
                }
            }
        }
    };
    let (ledger, shown) = match &arguments.ledger {
        None => (Ledger::default(), None),
        Some(path) => {
            let bytes = read_file(path).map_err(CliError::read(path))?;
            match read_ledger(&programme, &path.display().to_string(), &bytes) {
                Ok(ledger) => {
                    let shown = ShownLedger {
                        file: shown_file(path, &bytes),
                        movements: ledger.days(arguments.at).count(),
                        last: ledger.days(arguments.at).max(),
                    };
                    (ledger, Some(shown))
                }
                Err(errors) => {
                    terminal.diagnostics(&errors, &Sources::default());
                    terminal.totals(&errors);
                    return Ok(Exit::Failure);
                }
            }
        }
    };
    let uses: BTreeMap<_, _> = ledger.uses(arguments.at);
    let view = ProgrammeView {
        programme: &programme,
        moment,
        day: arguments.at,
        file: &file,
        ledger: shown.as_ref(),
        uses: &uses,
        acts_alone: false,
        language: terminal.language,
    };
    if let Some(path) = &arguments.html {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let page = programme_html(&view);
        write_files(&folder_of(path), &[(name.as_ref(), page.as_bytes())])?;
    }
    if let Some(path) = &arguments.xlsx {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let book = programme_book(&view).map_err(|error| CliError::NoBook(error.to_string()))?;
        write_files(&folder_of(path), &[(name.as_ref(), book.as_slice())])?;
    }
    let told = match terminal.format {
        Format::Json => programme_json(&view),
        _ => programme_text(&view),
    };
    terminal.result(&told)?;
    Ok(Exit::Done)
}

/// Reads and checks a programme; says what is wrong with it.
pub(super) fn read(
    terminal: &mut Terminal,
    path: &Path,
) -> Result<Option<(Programme, ShownFile)>, CliError> {
    let file = load::file(terminal.language, path, [])?;
    if file.checked.call.is_some() {
        return Err(CliError::NoProgramme {
            path: path.to_owned(),
        });
    }
    if file.checked.programme.is_none() {
        terminal.diagnostics(&file.checked.diagnostics, &file.sources);
        terminal.totals(&file.checked.diagnostics);
    }
    let bytes = file.given.last().map_or(&[][..], |it| &it.bytes);
    let shown = shown_file(path, bytes);
    Ok(file.checked.programme.map(|it| (it, shown)))
}

fn shown_file(path: &Path, bytes: &[u8]) -> ShownFile {
    let name = path.file_name().unwrap_or(path.as_os_str());
    ShownFile {
        name: name.to_string_lossy().into_owned(),
        digest: digest(bytes),
    }
}

/// Returns the moment after an act.
pub(super) fn after(programme: &Programme, act: &str) -> Result<Moment, CliError> {
    let names = programme.acts.iter().map(|it| it.name.clone());
    let found = programme.act_called(act);
    found.map(Moment::After).ok_or_else(|| CliError::NoAct {
        act: act.to_owned(),
        known: names.collect(),
    })
}
