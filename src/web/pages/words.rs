//! Texts of the rules, as pages show them.

use std::fmt::{self, Display, Formatter, Write as _};

use askama::filters::HtmlSafe;

use super::super::language::code;
use crate::report::visible;
use crate::text::{Language, Phrase, Text};

/// Words with texts of the rules among them: escaped, and each text marked with its language where it
/// stands in a page of the other because the rules have it in one only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// Each part with its language, where that is not the page's.
    parts: Vec<(String, Option<&'static str>)>,
}

impl Words {
    /// Returns the words of a text of rules in a language for a page in another, or the same.
    pub(super) fn of(text: &Text, rules: Language, page: Language) -> Self {
        Self::phrase(&Phrase::of(text, page), rules, page)
    }

    /// Returns the words of a phrase in the language of the page.
    pub(super) fn phrase(phrase: &Phrase, rules: Language, page: Language) -> Self {
        let parts = phrase.parts().map(|(words, lone)| {
            let foreign = (lone && rules != page).then(|| code(rules));
            (visible(words), foreign)
        });
        Self {
            parts: parts.collect(),
        }
    }

    /// Returns words in the language of the page.
    pub(super) fn own(words: impl Into<String>) -> Self {
        Self {
            parts: vec![(words.into(), None)],
        }
    }

    /// Returns these words and then others.
    #[must_use]
    pub(super) fn then(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self
    }

    /// Returns some words, with `between` them.
    pub(super) fn joined(all: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let joined = all
            .into_iter()
            .reduce(|before, next| before.then(Self::own(between)).then(next));
        joined.unwrap_or(Self { parts: Vec::new() })
    }

    /// Tells whether there are no words.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.iter().all(|(words, _)| words.is_empty())
    }

    /// Returns the bare words, for where no markup may stand.
    pub(super) fn bare(&self) -> String {
        self.parts.iter().map(|(words, _)| words.as_str()).collect()
    }
}

impl Display for Words {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (words, foreign) in &self.parts {
            if let Some(language) = foreign {
                write!(out, "<span lang=\"{language}\">")?;
            }
            for letter in words.chars() {
                match letter {
                    '&' | '<' | '>' | '"' | '\'' => write!(out, "&#{};", u32::from(letter))?,
                    letter => out.write_char(letter)?,
                }
            }
            if foreign.is_some() {
                out.write_str("</span>")?;
            }
        }
        Ok(())
    }
}

impl HtmlSafe for Words {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_in_the_other_language_is_marked_and_nothing_becomes_markup() {
        use Language::{English, Italian};
        let shown = |text: &Text, rules, page| Words::of(text, rules, page).to_string();
        let hostile = Text::italian("<b a=\"1\" c='2'>&");
        let escaped = "&#60;b a=&#34;1&#34; c=&#39;2&#39;&#62;&#38;";
        for (rules, page, mark) in [
            (Italian, Italian, None),
            (English, English, None),
            (Italian, English, Some("it")),
            (English, Italian, Some("en")),
        ] {
            let expected = mark.map_or_else(
                || escaped.to_owned(),
                |mark| format!("<span lang=\"{mark}\">{escaped}</span>"),
            );
            assert_eq!(shown(&hostile, rules, page), expected);
        }
        let asked =
            Words::own("No. 1: ").then(Words::of(&Text::italian("Forma"), Italian, English));
        let asked = Words::joined([asked, Words::own("<1>")], "; ");
        assert_eq!(
            asked.to_string(),
            "No. 1: <span lang=\"it\">Forma</span>; &#60;1&#62;"
        );
        assert_eq!(asked.bare(), "No. 1: Forma; <1>");
        let both = Text::new("Comune", "Municipality");
        for rules in [Italian, English] {
            assert_eq!(shown(&both, rules, English), "Municipality");
            assert_eq!(shown(&both, rules, Italian), "Comune");
        }
    }
}
