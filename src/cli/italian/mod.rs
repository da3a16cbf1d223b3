//! The help and the complaints of the command line in Italian.
//!
//! The command line is declared in English, where each command is; here its texts are replaced by
//! those of a [`catalogue`] before anybody sees them. What was typed is understood before, so that
//! nothing here can change what a command does.

mod catalogue;
mod complaint;

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{self, Write as _};

use clap::builder::{PossibleValue, Resettable, Str, StyledStr};
use clap::error::ErrorKind;
use clap::{Arg, Command, CommandFactory, Error};

use super::arguments::Arguments;
use catalogue::Catalogue;

/// Shows help, version, or what is wrong with `typed`, in Italian.
pub(super) fn show(english: &Error, typed: &[OsString]) {
    let command = command();
    // The same line again: its help, or what is wrong with it, now speaks the other language.
    let error = match command.clone().try_get_matches_from(typed) {
        Err(error) if error.kind() == english.kind() => error,
        _ => {
            let _ = english.print();
            return;
        }
    };
    let for_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    match complaint::text(&error).filter(|_| !for_help) {
        // Where even this cannot be written there is nobody left to tell.
        Some(text) => drop(io::stderr().write_all(text.as_bytes())),
        None => drop(error.print()),
    }
}

/// Returns the command line with its texts in Italian.
fn command() -> Command {
    let mut command = Arguments::command();
    command.build();
    in_italian(command, &Catalogue::default())
}

fn in_italian(mut command: Command, catalogue: &Catalogue) -> Command {
    let text = |text: &StyledStr| StyledStr::from(catalogue.paragraphs(&text.to_string()));
    let about = Resettable::from(command.get_about().map(text));
    let long_about = Resettable::from(command.get_long_about().map(text));
    let after = Resettable::from(command.get_after_help().map(text));
    let after_long = Resettable::from(command.get_after_long_help().map(text));
    command = command
        .about(about)
        .long_about(long_about)
        .after_help(after)
        .after_long_help(after_long)
        .subcommand_help_heading("Comandi")
        .subcommand_value_name("COMANDO")
        .help_template("{before-help}{about-with-newline}\nUso: {usage}\n\n{all-args}{after-help}")
        .mut_args(|argument| of_argument(argument, catalogue))
        .mut_subcommands(|command| in_italian(command, catalogue));
    let usage = command.render_usage().to_string();
    command.override_usage(in_words(complaint::usage(&usage), catalogue))
}

/// Puts Italian words in place of those that stand for values, where a usage is written out.
fn in_words(mut usage: String, catalogue: &Catalogue) -> String {
    let written = usage.clone();
    for part in written.split('<').skip(1) {
        let name = part.split('>').next().unwrap_or_default();
        if let Some(word) = catalogue.word(name) {
            usage = usage.replace(&format!("<{name}>"), &format!("<{word}>"));
        }
    }
    usage
}

fn of_argument(mut argument: Arg, catalogue: &Catalogue) -> Arg {
    let heading = if argument.is_positional() {
        "Argomenti"
    } else {
        "Opzioni"
    };
    let (notes, values) = values(&argument, catalogue);
    let text = |text: &StyledStr| catalogue.paragraphs(&text.to_string());
    let short = argument.get_help().map(text);
    let long = argument.get_long_help().map(text).or_else(|| short.clone());
    let short = short.map(|text| StyledStr::from(text + &notes));
    let long = long.map(|text| StyledStr::from(text + &notes + &values));
    if argument.get_action().takes_values()
        && let Some(names) = argument.get_value_names()
    {
        let word = |name: &Str| catalogue.word(name).map_or_else(|| name.clone(), Str::from);
        let names: Vec<Str> = names.iter().map(word).collect();
        argument = argument.value_names(names);
    }
    if let Some(index) = argument.get_index() {
        // Under a heading they would stand by name, and not in the order in which they are typed.
        argument = argument.display_order(index);
    }
    argument
        .help(Resettable::from(short))
        .long_help(Resettable::from(long))
        .hide_default_value(true)
        .hide_possible_values(true)
        .help_heading(heading)
}

/// Returns which value holds where none is given and which there are, and then the list of those
/// that need a word.
fn values(argument: &Arg, catalogue: &Catalogue) -> (String, String) {
    let (mut notes, mut list) = (String::new(), String::new());
    if !argument.get_action().takes_values() {
        return (notes, list);
    }
    let defaults = argument.get_default_values().iter();
    let defaults: Vec<_> = defaults.map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() {
        let _ = write!(notes, " [se non si dice: {}]", defaults.join(", "));
    }
    let values = argument.get_possible_values();
    let mut explained = values.iter().filter_map(|value| {
        let help = catalogue.paragraphs(&value.get_help()?.to_string());
        Some(format!("- {}: {help}", value.get_name()))
    });
    if let Some(first) = explained.next() {
        let rest: Vec<_> = std::iter::once(first).chain(explained).collect();
        let _ = write!(list, "\n\nValori possibili:\n{}", rest.join("\n"));
    } else if !values.is_empty() {
        let names: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
        let _ = write!(notes, " [valori possibili: {}]", names.join(", "));
    }
    (notes, list)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text that the command line shows, in English.
    fn texts(command: &Command, found: &mut Vec<String>) {
        let of_command = [
            command.get_about(),
            command.get_long_about(),
            command.get_after_help(),
            command.get_after_long_help(),
        ];
        found.extend(of_command.into_iter().flatten().map(ToString::to_string));
        for argument in command.get_arguments() {
            let of_argument = [argument.get_help(), argument.get_long_help()];
            found.extend(of_argument.into_iter().flatten().map(ToString::to_string));
            if !argument.get_action().takes_values() {
                continue;
            }
            found.extend(
                argument
                    .get_value_names()
                    .unwrap_or_default()
                    .iter()
                    .map(ToString::to_string),
            );
            for value in argument.get_possible_values() {
                found.extend(value.get_help().map(ToString::to_string));
            }
        }
        for command in command.get_subcommands() {
            texts(command, found);
        }
    }

    #[test]
    fn every_text_of_the_command_line_has_its_italian() {
        let mut command = Arguments::command();
        command.build();
        let mut found = Vec::new();
        texts(&command, &mut found);
        assert!(found.len() > 200);
        let catalogue = Catalogue::default();
        let mut missing: Vec<_> = found
            .iter()
            .flat_map(|text| text.split("\n\n"))
            .filter(|paragraph| catalogue.paragraph(paragraph).is_none())
            .collect();
        missing.sort_unstable();
        missing.dedup();
        assert!(
            missing.is_empty(),
            "without Italian in src/cli/italian/catalogue.txt:\n{}",
            missing.join("\n====\n")
        );
    }
}
