//! What each English text of the command line is in Italian.

use std::collections::BTreeMap;

/// The pairs, parted by `====`; in each the English stands above the line `----`, the Italian below.
const TEXT: &str = include_str!("catalogue.txt");

/// Italian by English; where a line ends does not matter in what is looked up.
pub(super) struct Catalogue(BTreeMap<String, &'static str>);

impl Default for Catalogue {
    fn default() -> Self {
        let pairs = TEXT.split("\n====\n");
        let pairs = pairs.filter_map(|pair| pair.split_once("\n----\n"));
        Self(pairs.map(|(from, to)| (key(from), to.trim_end())).collect())
    }
}

impl Catalogue {
    /// Returns `english`, paragraph by paragraph, in Italian; what is not there stays as it is.
    pub(super) fn paragraphs(&self, english: &str) -> String {
        let paragraphs = english.split("\n\n");
        let paragraphs = paragraphs.map(|it| self.paragraph(it).unwrap_or_else(|| it.to_owned()));
        paragraphs.collect::<Vec<_>>().join("\n\n")
    }

    /// Returns one paragraph in Italian. Of an example that says nothing only the heading changes,
    /// and lines that belong together stay lines.
    pub(super) fn paragraph(&self, english: &str) -> Option<String> {
        if let Some(found) = self.0.get(&key(english)) {
            let lines = english.contains('\n');
            return Some(if lines {
                (*found).to_owned()
            } else {
                key(found)
            });
        }
        let example = english.strip_prefix("Example:\n")?;
        let silent = example.lines().all(|line| {
            let line = line.trim_start();
            line.starts_with("bando ") && !line.contains("  ") || line.starts_with("--")
        });
        silent.then(|| format!("Esempio:\n{example}"))
    }

    /// Returns a word that stands for a value.
    pub(super) fn word(&self, english: &str) -> Option<&'static str> {
        self.0.get(english).copied()
    }
}

fn key(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
