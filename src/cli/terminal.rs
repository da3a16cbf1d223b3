//! Where results and messages go, and in which language and colours.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

use clap::ValueEnum as _;

use super::arguments::{Format, Lang, Options, Template, When};
use super::error::CliError;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{Colour, diagnostic_json, render_diagnostic, visible};
use crate::source::Sources;
use crate::text::{Language, Text};

/// How many diagnostics about data are shown before the rest is only counted.
pub(super) const SHOWN: usize = 20;

/// Standard output and standard error, in a language.
#[derive(Debug)]
pub(super) struct Terminal {
    pub(super) language: Language,
    pub(super) format: Format,
    pub(super) template: Option<Template>,
    colour: Colour,
    results: io::Stdout,
    messages: io::Stderr,
}

impl Terminal {
    /// Reads language and colours from the options, then from the environment.
    pub(super) fn new(options: &Options) -> Self {
        Self {
            language: language(options.lang, locale()),
            format: options.format.format(),
            template: options.format.template(),
            colour: colour(options.color),
            results: io::stdout(),
            messages: io::stderr(),
        }
    }

    /// Writes a result.
    pub(super) fn result(&mut self, text: &str) -> Result<(), CliError> {
        self.bytes(text.as_bytes())
    }

    /// Writes a result that is not text for certain.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.results
            .write_all(bytes)
            .and_then(|()| self.results.flush())
            .map_err(CliError::Output)
    }

    /// Writes a message on a line of its own.
    pub(super) fn message(&mut self, text: &Text) {
        self.note(&visible(text.get(self.language)));
    }

    /// Writes why a command could not do its work.
    pub(super) fn failure(&mut self, error: &CliError) {
        let word = self.choose("errore", "error");
        let text = error.text();
        self.note(&format!("{word}: {}", visible(text.get(self.language))));
    }

    /// Writes diagnostics as messages: text, or one JSON object a line.
    pub(super) fn diagnostics(&mut self, diagnostics: &[Diagnostic], sources: &Sources) {
        for diagnostic in diagnostics {
            let text = match self.format {
                Format::Text => {
                    render_diagnostic(diagnostic, sources, self.language, self.colour) + "\n"
                }
                Format::Json | Format::Jsonl => diagnostic_json(diagnostic, sources).to_string(),
            };
            self.note(&text);
        }
    }

    /// Writes what is wrong with rows that were refused: of text the first, and how many more there
    /// are of which code; for programs all of it, since it is told nowhere else.
    pub(super) fn refusals(&mut self, refusals: &[Diagnostic], sources: &Sources) {
        if self.format != Format::Text {
            return self.diagnostics(refusals, sources);
        }
        let (shown, more) = refusals.split_at_checked(SHOWN).unwrap_or((refusals, &[]));
        self.diagnostics(shown, sources);
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        for diagnostic in more {
            let count = codes.entry(diagnostic.code.as_str()).or_default();
            *count = count.saturating_add(1);
        }
        if !codes.is_empty() {
            let codes = codes
                .iter()
                .map(|(code, count)| format!("{count} `{code}`"));
            let codes = codes.collect::<Vec<_>>().join(", ");
            self.message(&Text::new(
                format!("… e altri errori: {codes}; `--format json` li elenca tutti"),
                format!("… and more errors: {codes}; `--format json` lists all"),
            ));
        }
    }

    /// Writes the first of many diagnostics, and how many more there are.
    pub(super) fn some_diagnostics(&mut self, diagnostics: &[Diagnostic], sources: &Sources) {
        self.first_diagnostics(diagnostics, diagnostics.len(), sources);
    }

    /// Writes the first of `all` diagnostics, of which not all need be given, and how many more
    /// there are.
    pub(super) fn first_diagnostics(
        &mut self,
        diagnostics: &[Diagnostic],
        all: usize,
        sources: &Sources,
    ) {
        let shown = diagnostics.get(..SHOWN).unwrap_or(diagnostics);
        self.diagnostics(shown, sources);
        let more = all.saturating_sub(shown.len());
        if more > 0 {
            self.message(&Text::new(
                format!("… e altre {more} segnalazioni come queste"),
                format!("… and {more} more like these"),
            ));
        }
    }

    /// Writes how many errors and warnings there are, if any.
    pub(super) fn totals(&mut self, diagnostics: &[Diagnostic]) {
        let count = |severity| {
            let same = diagnostics.iter().filter(|it| it.severity == severity);
            same.count()
        };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let mut parts = Vec::new();
        if errors > 0 {
            let one = self.choose("errore", "error");
            let many = self.choose("errori", "errors");
            parts.push(format!("{errors} {}", if errors == 1 { one } else { many }));
        }
        if warnings > 0 {
            let one = self.choose("avvertimento", "warning");
            let many = self.choose("avvertimenti", "warnings");
            parts.push(format!(
                "{warnings} {}",
                if warnings == 1 { one } else { many }
            ));
        }
        if !parts.is_empty() && self.format == Format::Text {
            self.note(&parts.join(", "));
        }
    }

    /// Chooses between the Italian and the English words.
    pub(super) fn choose<'a>(&self, it: &'a str, en: &'a str) -> &'a str {
        match self.language {
            Language::Italian => it,
            Language::English => en,
        }
    }

    /// Tells whether results go to a screen.
    pub(super) fn is_screen(&self) -> bool {
        self.results.is_terminal()
    }

    fn note(&mut self, text: &str) {
        // A message that nobody can see changes nothing about the result.
        let _ = writeln!(self.messages, "{text}");
    }
}

/// Returns the language of whoever typed a line that was not understood, or that asks for help.
pub(super) fn language_of(typed: &[OsString]) -> Language {
    let mut words = typed.iter().filter_map(|word| word.to_str());
    let mut option = None;
    while let Some(word) = words.next() {
        let value = match word {
            "--" => break,
            "--lang" => words.next(),
            _ => word.strip_prefix("--lang="),
        };
        option = value
            .and_then(|value| Lang::from_str(value, false).ok())
            .or(option);
    }
    language(option, locale())
}

fn language(option: Option<Lang>, locale: Option<OsString>) -> Language {
    match option {
        Some(Lang::It) => Language::Italian,
        Some(Lang::En) => Language::English,
        None => match locale.and_then(|locale| locale.into_string().ok()) {
            Some(locale) if is_italian(&locale) => Language::Italian,
            _ => Language::English,
        },
    }
}

/// Returns the locale that the environment names.
fn locale() -> Option<OsString> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(std::env::var_os)
        .find(|value| !value.is_empty())
}

fn is_italian(locale: &str) -> bool {
    let language = locale
        .split(['_', '.', '@', '-'])
        .next()
        .unwrap_or_default();
    language.eq_ignore_ascii_case("it")
}

fn colour(when: When) -> Colour {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    let coloured = match when {
        When::Always => true,
        When::Never => false,
        When::Auto => io::stderr().is_terminal() && !set("NO_COLOR") && !dumb,
    };
    if coloured {
        Colour::Ansi
    } else {
        Colour::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_decides_the_language_then_the_locale() {
        let cases = [
            (Some(Lang::It), Some("en_GB.UTF-8"), Language::Italian),
            (Some(Lang::En), Some("it_IT.UTF-8"), Language::English),
            (None, Some("it_IT.UTF-8"), Language::Italian),
            (None, Some("it"), Language::Italian),
            (None, Some("it_CH@euro"), Language::Italian),
            (None, Some("C"), Language::English),
            (None, Some("POSIX"), Language::English),
            (None, Some("iti"), Language::English),
            (None, None, Language::English),
        ];
        for (option, locale, expected) in cases {
            assert_eq!(
                language(option, locale.map(OsString::from)),
                expected,
                "{locale:?}"
            );
        }
    }
}
