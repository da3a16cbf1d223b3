//! Texts of the rules, as pages show them.

use std::fmt::{self, Display, Formatter, Write as _};

use askama::filters::HtmlSafe;

use super::super::language::code;
use crate::report::visible;
use crate::text::{Language, Text};

/// A text of the rules: escaped, and marked with its language where it stands in a page of the other
/// because the rules have it in one only.
pub(super) struct Words {
    text: String,
    foreign: Option<&'static str>,
}

impl Words {
    /// Returns the words of a text of rules in a language for a page in another, or the same.
    pub(super) fn of(text: &Text, rules: Language, page: Language) -> Self {
        let words = text.get(page);
        let is_lone = text.en.as_ref().is_none_or(|it| *it == text.it);
        Self {
            text: visible(words),
            foreign: (is_lone && rules != page).then(|| code(rules)),
        }
    }

    /// Returns the bare words, for where no markup may stand.
    pub(super) fn bare(&self) -> &str {
        &self.text
    }
}

impl Display for Words {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if let Some(language) = self.foreign {
            write!(out, "<span lang=\"{language}\">")?;
        }
        for letter in self.text.chars() {
            match letter {
                '&' | '<' | '>' | '"' | '\'' => write!(out, "&#{};", u32::from(letter))?,
                letter => out.write_char(letter)?,
            }
        }
        if self.foreign.is_some() {
            out.write_str("</span>")?;
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
        let both = Text::new("Comune", "Municipality");
        for rules in [Italian, English] {
            assert_eq!(shown(&both, rules, English), "Municipality");
            assert_eq!(shown(&both, rules, Italian), "Comune");
        }
    }
}
