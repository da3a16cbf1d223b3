//! `bando new`

use std::path::PathBuf;

use clap::Args;

use super::Exit;
use super::error::CliError;
use super::terminal::Terminal;
use super::write::write_new;
use crate::report::visible;
use crate::text::Language;

/// The name of the call in the starters, and where none is given.
const NAME: &str = "avviso";

/// Write a commented rule file to start from
///
/// With a name the file `NAME.bando` is written, and never over one that is there; without one it
/// goes to standard output. It passes `bando check` and `bando test` as it is.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando new centri_servizi            writes centri_servizi.bando
  bando new --lang it                 shows the file, with comments in Italian")]
pub(super) struct NewArguments {
    /// The call's name: lowercase letters, digits and `_`
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &NewArguments) -> Result<Exit, CliError> {
    let starter = match terminal.language {
        Language::Italian => include_str!("starter.it.bando"),
        Language::English => include_str!("starter.en.bando"),
    };
    let Some(name) = &arguments.name else {
        terminal.result(starter)?;
        return Ok(Exit::Done);
    };
    if !names_a_call(name) {
        return Err(CliError::BadName { name: name.clone() });
    }
    let text = starter
        .replace(&format!("call {NAME} "), &format!("call {name} "))
        .replace(&format!("{NAME}.bando"), &format!("{name}.bando"));
    let path = PathBuf::from(format!("{name}.bando"));
    write_new(&path, text.as_bytes())?;
    terminal.result(&format!("{}\n", visible(&path.display().to_string())))?;
    Ok(Exit::Done)
}

fn names_a_call(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.len() <= 64
        && name
            .chars()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
}
