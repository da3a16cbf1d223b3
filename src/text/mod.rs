//! Texts that reach people: always in Italian, where possible in English too.

mod day;
mod keywords;
mod nearest;
mod number_words;
mod phrase;

use serde::{Deserialize, Serialize};

pub use day::day_text;
pub use keywords::{GIVEN_NAMES, KEYWORDS, given_name, in_keywords_of, keyword};
pub use nearest::nearest;
pub use number_words::number_in_words;
pub use phrase::Phrase;

/// A language in which people are addressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    /// Italian, the language every text has.
    #[default]
    #[serde(rename = "it")]
    Italian,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// One text in Italian and, where somebody wrote it, in English.
///
/// ```
/// use bando::text::{Language, Text};
/// let text = Text::new("Comune", "Municipality");
/// assert_eq!(text.get(Language::English), "Municipality");
/// assert_eq!(Text::italian("Comune").get(Language::English), "Comune");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text {
    /// The Italian words.
    pub it: String,
    /// The English words, if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    /// Returns a text with both versions.
    pub fn new(it: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            it: it.into(),
            en: Some(en.into()),
        }
    }

    /// Returns a text that exists in Italian only, or reads the same in every language.
    pub fn italian(it: impl Into<String>) -> Self {
        Self {
            it: it.into(),
            en: None,
        }
    }

    /// Returns the text with the keywords it names in the words of a file whose keywords are in
    /// `language`: see [`in_keywords_of`].
    #[must_use]
    pub fn in_keywords_of(&self, language: Language) -> Self {
        Self {
            it: in_keywords_of(&self.it, language),
            en: self.en.as_deref().map(|en| in_keywords_of(en, language)),
        }
    }

    /// Returns the words in `language`, or the Italian ones where there are no others.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Italian => &self.it,
            Language::English => self.en.as_deref().unwrap_or(&self.it),
        }
    }
}
