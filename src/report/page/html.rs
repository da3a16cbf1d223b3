//! HTML that nothing from outside can break out of.

use crate::report::words::{tied, visible};
use crate::text::{Language, Phrase};

/// A page in the making. Markup comes only from this program: it is `'static`, or a whole number;
/// everything else is text, and is escaped.
#[derive(Clone, Debug, Default)]
pub(in crate::report) struct Html(String);

impl Html {
    /// Adds markup.
    pub(in crate::report) fn markup(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds text; also fit for the value of an attribute in quotes.
    pub(in crate::report) fn text(&mut self, text: &str) -> &mut Self {
        for line in text.split_inclusive('\n') {
            let (line, end) = match line.strip_suffix('\n') {
                Some(line) => (line, "\n"),
                None => (line, ""),
            };
            for character in tied(&visible(line)).chars() {
                match character {
                    '&' => self.0.push_str("&amp;"),
                    '<' => self.0.push_str("&lt;"),
                    '>' => self.0.push_str("&gt;"),
                    '"' => self.0.push_str("&quot;"),
                    '\'' => self.0.push_str("&#39;"),
                    other => self.0.push(other),
                }
            }
            self.0.push_str(end);
        }
        self
    }

    /// Adds words with texts of the rules among them, each of which is marked as of the language
    /// `foreign` where the rules have it in one language only.
    pub(in crate::report) fn phrase(
        &mut self,
        phrase: &Phrase,
        foreign: Option<Language>,
    ) -> &mut Self {
        for (words, lone) in phrase.parts() {
            match foreign.filter(|_| lone) {
                Some(Language::Italian) => {
                    self.within("<span lang=\"it\">", words, "</span>");
                }
                Some(Language::English) => {
                    self.within("<span lang=\"en\">", words, "</span>");
                }
                None => {
                    self.text(words);
                }
            }
        }
        self
    }

    /// Adds a whole number.
    pub(in crate::report) fn number(&mut self, number: usize) -> &mut Self {
        self.0.push_str(&number.to_string());
        self
    }

    /// Adds text between two pieces of markup.
    pub(in crate::report) fn within(
        &mut self,
        open: &'static str,
        text: &str,
        close: &'static str,
    ) -> &mut Self {
        self.markup(open).text(text).markup(close)
    }

    /// Adds an attribute of an SVG element: ` x="12"`.
    pub(in crate::report) fn attribute(&mut self, name: &'static str, number: usize) -> &mut Self {
        self.markup(" ")
            .markup(name)
            .markup("=\"")
            .number(number)
            .markup("\"")
    }

    /// Adds a policy, in which quotes of its own kind stand; it is made of a digest alone.
    pub(in crate::report) fn policy(&mut self, policy: &str) -> &mut Self {
        let is_safe = |it: &char| !matches!(it, '"' | '<' | '>' | '&');
        self.0.extend(policy.chars().filter(is_safe));
        self
    }

    /// Returns the page.
    pub(in crate::report) fn finish(self) -> String {
        self.0
    }
}
