//! What is published of an outcome, by whoever has made it.

use crate::call::Call;
use crate::engine::Outcome;
use crate::source::Sources;
use crate::text::{Language, Text};

use super::kept::kept_sentences;

/// An outcome with all that a workbook or a page says of it.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'a> {
    /// The call.
    pub call: &'a Call,
    /// Its rule file.
    pub sources: &'a Sources,
    /// What became of them.
    pub outcome: &'a Outcome,
    /// The files that the outcome was made from, and the outcome itself.
    pub inputs: &'a [Input],
    /// The language of titles, headings and messages.
    pub language: Language,
}

/// A file with its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What it is: the rule file, a table, the proposals.
    pub what: Text,
    /// Its name, without folders.
    pub name: String,
    /// Its SHA-256, in hexadecimal digits.
    pub digest: String,
}

impl<'a> Publication<'a> {
    /// Returns the Italian or the English words.
    pub(super) fn word<'w>(&self, it: &'w str, en: &'w str) -> &'w str {
        super::words::choose(self.language, it, en)
    }

    /// Returns why the outcome may still change; nothing where it may not.
    pub(super) fn provisional(&self) -> impl Iterator<Item = &'a str> {
        let reasons = self.outcome.provisional.iter();
        let language = self.language;
        reasons.map(move |reason| reason.get(language))
    }

    /// Says what made the outcome.
    pub(super) fn made_by(&self) -> String {
        let (version, rules) = (env!("CARGO_PKG_VERSION"), crate::syntax::VERSION);
        match self.language {
            Language::Italian => {
                format!("Fatto da bando {version}, versione {rules} della lingua delle regole.")
            }
            Language::English => {
                format!("Made by bando {version}, version {rules} of the rule language.")
            }
        }
    }

    /// Says how lists speak of natural persons.
    pub(super) fn persons_notice(&self) -> &'static str {
        super::words::choose(
            self.language,
            "Le persone fisiche sono indicate con il solo identificativo della proposta (D.Lgs. 33/2013, art. 26 c. 4).",
            "Natural persons appear only by the id of their proposal (D.Lgs. 33/2013, art. 26 c. 4).",
        )
    }

    /// Says that values over other proposals come from an earlier ranking, where they do.
    pub(super) fn kept_notice(&self) -> Option<String> {
        let kept = self.outcome.kept.as_ref()?;
        let mut sentences = vec![
            self.word(
                "I valori che dipendono dalle altre proposte sono quelli della graduatoria approvata",
                "Values that rest on other proposals are those of the approved ranking",
            )
            .to_owned(),
        ];
        sentences.extend(kept_sentences(kept, self.language));
        Some(sentences.join("; "))
    }
}
