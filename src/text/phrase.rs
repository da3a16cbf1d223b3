//! Words with texts of the rules among them.

use super::{Language, Text};

/// Words in one language, of which it stays known which are texts that the rules have in one
/// language only: a reader of the other meets them as they are.
///
/// ```
/// use bando::text::{Language, Phrase, Text};
/// let lone = Phrase::of(&Text::italian("Forma"), Language::English);
/// let phrase = Phrase::own("It is needed for ").then(lone);
/// assert_eq!(phrase.bare(), "It is needed for Forma");
/// assert_eq!(phrase.parts().last(), Some(("Forma", true)));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    parts: Vec<(String, bool)>,
}

impl Phrase {
    /// Returns words in the language asked for.
    pub fn own(words: impl Into<String>) -> Self {
        Self {
            parts: vec![(words.into(), false)],
        }
    }

    /// Returns a text of the rules in a language, or as they have it.
    pub fn of(text: &Text, language: Language) -> Self {
        let lone = text.en.as_ref().is_none_or(|it| *it == text.it);
        Self {
            parts: vec![(text.get(language).to_owned(), lone)],
        }
    }

    /// Returns these words and then others.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self
    }

    /// Returns these words and then others in the language asked for.
    #[must_use]
    pub fn and(self, words: impl Into<String>) -> Self {
        self.then(Self::own(words))
    }

    /// Returns some words, with `between` them.
    pub fn joined(all: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let joined = all
            .into_iter()
            .reduce(|before, next| before.and(between).then(next));
        joined.unwrap_or_default()
    }

    /// Returns a text in both languages, the words alone, from a phrase in each.
    pub fn text(in_language: impl Fn(Language) -> Self) -> Text {
        let bare = |language| in_language(language).bare();
        Text::new(bare(Language::Italian), bare(Language::English))
    }

    /// Returns the words alone.
    pub fn bare(&self) -> String {
        self.parts().map(|(words, _)| words).collect()
    }

    /// Returns the words part by part, each with whether the rules have it in one language only.
    pub fn parts(&self) -> impl Iterator<Item = (&str, bool)> {
        self.parts.iter().map(|(words, lone)| (&**words, *lone))
    }
}
