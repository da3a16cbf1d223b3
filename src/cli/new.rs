//! `bando new`

use std::path::PathBuf;

use clap::Args;

use super::Exit;
use super::arguments::Lang;
use super::error::CliError;
use super::terminal::Terminal;
use super::write::write_new;
use crate::report::visible;
use crate::syntax;
use crate::text::{Language, keyword};

/// The name of the call in the starters, and where none is given.
const NAME: &str = "esempio";

/// Write a commented rule file to start from
///
/// With a name the file `NAME.bando` is written, and never over one that is there; without one it
/// goes to standard output. It passes `bando check` and `bando test` as it is.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando new centri_servizi            writes centri_servizi.bando
  bando new --lang it                 shows the file, all in Italian
  bando new --lang it --keywords en   the same with English keywords")]
pub(super) struct NewArguments {
    /// The call's name: lowercase letters, digits and `_`
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The language of the keywords [default: the language of messages]
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    keywords: Option<Lang>,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &NewArguments) -> Result<Exit, CliError> {
    let starter = match terminal.language {
        Language::Italian => include_str!("starter.it.bando"),
        Language::English => include_str!("starter.en.bando"),
    };
    let keywords = arguments.keywords.map_or(terminal.language, Lang::language);
    let starter = in_keywords(starter, keywords);
    let Some(name) = &arguments.name else {
        terminal.result(&starter)?;
        return Ok(Exit::Done);
    };
    if !names_a_call(name) {
        return Err(CliError::BadName { name: name.clone() });
    }
    let call = keyword("kw_call", keywords).unwrap_or_default();
    let text = starter
        .replace(&format!("{call} {NAME} "), &format!("{call} {name} "))
        .replace(&format!("{NAME}.bando"), &format!("{name}.bando"));
    let path = PathBuf::from(format!("{name}.bando"));
    write_new(&path, text.as_bytes())?;
    terminal.result(&format!("{}\n", visible(&path.display().to_string())))?;
    Ok(Exit::Done)
}

/// Returns a starter in the keywords of a language: none of its names is a keyword.
fn in_keywords(starter: &str, keywords: Language) -> String {
    syntax::translate(starter, keywords).unwrap_or_else(|_| starter.to_owned())
}

fn names_a_call(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.len() <= 64
        && name
            .chars()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
}

#[cfg(test)]
mod tests {
    use super::{NAME, in_keywords};
    use crate::syntax::{format, keyword_language};
    use crate::text::{Language, keyword};

    #[test]
    fn the_starters_exist_in_both_keywords() {
        for starter in [
            include_str!("starter.it.bando"),
            include_str!("starter.en.bando"),
        ] {
            let mut texts = [Language::Italian, Language::English].map(|keywords| {
                let text = in_keywords(starter, keywords);
                assert_eq!(keyword_language(&text), keywords);
                assert_eq!(format(&text).as_deref(), Ok(&*text));
                let call = keyword("kw_call", keywords).unwrap();
                assert!(text.contains(&std::format!("\n{call} {NAME} {{")), "{text}");
                text
            });
            texts.sort();
            assert!(texts.contains(&starter.to_owned()));
        }
    }
}
