//! Texts of the rules, as pages show them.

use std::fmt::{self, Display, Formatter, Write as _};

use askama::filters::HtmlSafe;

use crate::report::visible;
use crate::text::{Language, Text};

/// A text of the rules: escaped, and marked as Italian where it stands in an English page because
/// there is no English one.
pub(super) struct Words {
    text: String,
    italian: bool,
}

impl Words {
    /// Returns the words of a text for a page in a language.
    pub(super) fn of(text: &Text, language: Language) -> Self {
        let words = text.get(language);
        Self {
            text: visible(words),
            italian: language == Language::English && words == text.it,
        }
    }

    /// Returns the bare words, for where no markup may stand.
    pub(super) fn bare(&self) -> &str {
        &self.text
    }
}

impl Display for Words {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if self.italian {
            out.write_str("<span lang=\"it\">")?;
        }
        for letter in self.text.chars() {
            match letter {
                '&' | '<' | '>' | '"' | '\'' => write!(out, "&#{};", u32::from(letter))?,
                letter => out.write_char(letter)?,
            }
        }
        if self.italian {
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
    fn only_italian_in_an_english_page_is_marked_and_nothing_becomes_markup() {
        let shown = |text: &Text, language| Words::of(text, language).to_string();
        let hostile = Text::italian("<b a=\"1\" c='2'>&");
        let escaped = "&#60;b a=&#34;1&#34; c=&#39;2&#39;&#62;&#38;";
        assert_eq!(shown(&hostile, Language::Italian), escaped);
        assert_eq!(
            shown(&hostile, Language::English),
            format!("<span lang=\"it\">{escaped}</span>")
        );
        let both = Text::new("Comune", "Municipality");
        assert_eq!(shown(&both, Language::English), "Municipality");
        assert_eq!(shown(&both, Language::Italian), "Comune");
    }
}
