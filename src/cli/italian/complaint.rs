//! What is wrong with a line that was typed, in Italian.

use std::fmt::Write as _;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Returns what is wrong, how the command is used and where to read on; `None` where there are no
/// words for it here.
pub(super) fn text(error: &Error) -> Option<String> {
    let wrong = wrong(error)?;
    let mut text = format!("errore: {wrong}\n");
    if let Some(meant) = meant(error) {
        let _ = writeln!(text, "\n  si intendeva {meant}?");
    }
    if let Some(shown) = string(error, ContextKind::Usage) {
        let _ = write!(text, "\nUso: {}\n", usage(&shown));
    }
    text.push_str("\nPer saperne di più: `--help`\n");
    Some(text)
}

/// Returns how a command is used, without the word "Usage", with the words that stand for something
/// in Italian.
pub(super) fn usage(english: &str) -> String {
    let line = english.trim().strip_prefix("Usage:");
    let line = line.map_or(english.trim(), str::trim);
    line.replace("[OPTIONS]", "[OPZIONI]")
        .replace("<COMMAND>", "<COMANDO>")
        .replace("[COMMAND]", "[COMANDO]")
}

fn wrong(error: &Error) -> Option<String> {
    let argument = string(error, ContextKind::InvalidArg);
    let value = string(error, ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = string(error, ContextKind::InvalidSubcommand)?;
            format!("non c'è un comando `{command}`")
        }
        ErrorKind::UnknownArgument => format!("`{}` qui non è previsto", argument?),
        ErrorKind::InvalidValue => {
            let mut text = match value.as_deref() {
                None | Some("") => format!("manca un valore dopo `{}`", argument?),
                Some(value) => format!("`{value}` non è un valore di `{}`", argument?),
            };
            if let Some(values) = string(error, ContextKind::ValidValue) {
                let _ = write!(text, "\n  valori possibili: {values}");
            }
            text
        }
        ErrorKind::ValueValidation => {
            let argument = argument?;
            let why = needed(&argument)
                .map(str::to_owned)
                .or_else(|| std::error::Error::source(error).map(ToString::to_string));
            let why = why.map(|why| format!(": {why}")).unwrap_or_default();
            format!("`{}` non è un valore di `{argument}`{why}", value?)
        }
        ErrorKind::MissingRequiredArgument => format!("manca: {}", argument?),
        ErrorKind::MissingSubcommand => "manca il comando".to_owned(),
        ErrorKind::ArgumentConflict => {
            let (one, other) = (argument?, string(error, ContextKind::PriorArg));
            match other {
                Some(other) if other != one => format!("`{one}` non va insieme a `{other}`"),
                _ => format!("`{one}` si dà una volta sola"),
            }
        }
        ErrorKind::TooManyValues => format!("`{}` è di troppo per `{}`", value?, argument?),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("`{}` vuole altri valori", argument?)
        }
        ErrorKind::InvalidUtf8 => "ciò che è stato scritto non è testo in UTF-8".to_owned(),
        _ => return None,
    })
}

/// Returns what a kind of value looks like; the libraries that read it say it in English.
fn needed(argument: &str) -> Option<&'static str> {
    if argument.ends_with("<DATA>") || argument.ends_with("<GIORNO>") {
        Some("serve un giorno, come 2026-01-31")
    } else if argument.ends_with("<EUR>") {
        Some("serve un importo da zero in su, scritto come 3220000.00")
    } else if argument.ends_with("<INDIRIZZO:PORTA>") {
        Some("serve un indirizzo con la porta, come 127.0.0.1:8080")
    } else {
        None
    }
}

fn meant(error: &Error) -> Option<String> {
    let kinds = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    let found = kinds.into_iter().find_map(|kind| string(error, kind))?;
    Some(format!("`{}`", found.replace(", ", "` o `")))
}

fn string(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if texts.is_empty() => None,
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
