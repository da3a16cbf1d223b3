//! Rules in words, as pages show them.

use std::fmt::{self, Display, Formatter};

use askama::filters::HtmlSafe;

use super::super::calls::ServedCall;
use super::super::language::code;
use super::words::Words;
use crate::call::Expr;
use crate::report::{RuleLine, in_words, visible};
use crate::text::Language;

/// A rule in words; where it is too long for them, as it is written.
pub(super) enum Told {
    /// The rule, then what its letters stand for.
    Words(Vec<ToldLine>),
    /// The rule as it is written, and the language of its keywords.
    Written(Words, &'static str),
}

/// A line, and those under it.
pub(super) struct ToldLine {
    words: Words,
    under: Vec<ToldLine>,
}

/// Tells a rule in words.
pub(super) fn told(served: &ServedCall, rule: &Expr, language: Language) -> Told {
    let call = &served.call;
    match in_words(call, rule, language) {
        Some(lines) => {
            let lines = lines.iter();
            Told::Words(lines.map(|it| line(it, call.keywords, language)).collect())
        }
        None => {
            let written = served.sources.slice(rule.span).split_whitespace();
            let written = visible(&written.collect::<Vec<_>>().join(" "));
            Told::Written(Words::own(written), code(call.keywords))
        }
    }
}

fn line(told: &RuleLine, rules: Language, page: Language) -> ToldLine {
    let under = told.under.iter();
    ToldLine {
        words: Words::phrase(&told.words, rules, page),
        under: under.map(|it| line(it, rules, page)).collect(),
    }
}

impl Told {
    /// Returns words that one line says.
    pub(super) fn of(words: Words) -> Self {
        let under = Vec::new();
        Self::Words(vec![ToldLine { words, under }])
    }

    /// Returns the rule if one line says it.
    pub(super) fn in_line(&self) -> Option<&Words> {
        match self {
            Self::Words(lines) => match lines.as_slice() {
                [only] if only.under.is_empty() => Some(&only.words),
                _ => None,
            },
            Self::Written(..) => None,
        }
    }
}

impl Display for Told {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(lines) => list(lines, out),
            Self::Written(words, language) => {
                write!(
                    out,
                    "<code class=\"d-block\" lang=\"{language}\">{words}</code>"
                )
            }
        }
    }
}

impl HtmlSafe for Told {}

fn list(lines: &[ToldLine], out: &mut Formatter<'_>) -> fmt::Result {
    out.write_str("<ul class=\"told\">")?;
    for line in lines {
        write!(out, "<li>{}", line.words)?;
        if !line.under.is_empty() {
            out.write_str(":")?;
            list(&line.under, out)?;
        }
        out.write_str("</li>")?;
    }
    out.write_str("</ul>")
}
