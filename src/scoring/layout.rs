//! How marks stand in a spreadsheet: what its columns are called, and the stamp that says whose
//! sheet it is. Whoever writes sheets and whoever reads them agree here.

use std::collections::BTreeMap;

use crate::text::{Language, Text};

/// The name of the hidden sheet that holds the stamp.
pub const STAMP_SHEET: &str = "bando";
/// What stands in the first cell of the hidden sheet.
pub const STAMP_WORD: &str = "bando marks 1";

/// A column of a sheet of marks or of a list of assignments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// The proposal's id.
    Proposal,
    /// Who gives the mark.
    Evaluator,
    /// The name of the criterion.
    Criterion,
    /// The mark.
    Mark,
    /// The evaluator's reasons.
    Note,
    /// Whether the evaluator has declared a conflict of interest.
    Conflict,
    /// What the conflict is.
    Reason,
}

impl Heading {
    /// Every heading.
    pub const ALL: [Self; 7] = [
        Self::Proposal,
        Self::Evaluator,
        Self::Criterion,
        Self::Mark,
        Self::Note,
        Self::Conflict,
        Self::Reason,
    ];

    /// Returns the word at the head of the column; readers take either language.
    ///
    /// ```
    /// use bando::scoring::Heading;
    /// assert_eq!(Heading::Mark.text().it, "giudizio");
    /// ```
    pub fn text(self) -> Text {
        let (it, en) = match self {
            Self::Proposal => ("proposta", "proposal"),
            Self::Evaluator => ("valutatore", "evaluator"),
            Self::Criterion => ("criterio", "criterion"),
            Self::Mark => ("giudizio", "mark"),
            Self::Note => ("nota", "note"),
            Self::Conflict => ("conflitto", "conflict"),
            Self::Reason => ("motivo", "reason"),
        };
        Text::new(it, en)
    }

    /// Returns the heading that a cell writes, in either language; capitals do not matter.
    ///
    /// ```
    /// use bando::scoring::Heading;
    /// assert_eq!(Heading::read(" Giudizio"), Some(Heading::Mark));
    /// assert_eq!(Heading::read("mark"), Some(Heading::Mark));
    /// assert_eq!(Heading::read("voto"), None);
    /// ```
    pub fn read(cell: &str) -> Option<Self> {
        let word = cell.trim().to_lowercase();
        Self::ALL.into_iter().find(|heading| {
            let text = heading.text();
            [Language::Italian, Language::English]
                .into_iter()
                .any(|language| text.get(language) == word)
        })
    }
}

/// Whose sheet it is, and under which rules it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// The name of the call.
    pub call: String,
    /// Who fills the sheet in.
    pub evaluator: String,
    /// The version of the language in which the rule file is written.
    pub version: String,
    /// The digest of what the evaluators judge by: [`super::basis_digest`].
    pub basis: String,
    /// The proposal and the criterion of each row, by the row's number in the spreadsheet.
    pub lines: BTreeMap<u32, (String, String)>,
}

/// What stands before the number of a row on the hidden sheet.
const LINE: &str = "row ";

impl Stamp {
    /// Returns the rows of the hidden sheet below its first: what is said, and what it is; those
    /// that say what is marked in a row have the criterion besides.
    ///
    /// ```
    /// use bando::scoring::Stamp;
    /// let mut stamp = Stamp { evaluator: "rossi".to_owned(), ..Stamp::default() };
    /// stamp.lines.insert(2, ("P1".to_owned(), "A1".to_owned()));
    /// assert_eq!(stamp.rows()[1], ("evaluator".to_owned(), "rossi", ""));
    /// assert_eq!(stamp.rows()[4], ("row 2".to_owned(), "P1", "A1"));
    /// ```
    pub fn rows(&self) -> Vec<(String, &str, &str)> {
        let said = [
            ("call", self.call.as_str()),
            ("evaluator", &self.evaluator),
            ("version", &self.version),
            ("basis", &self.basis),
        ];
        let said = said.map(|(key, value)| (key.to_owned(), value, ""));
        let lines = self.lines.iter();
        let lines = lines.map(|(row, (proposal, criterion))| {
            let key = format!("{LINE}{row}");
            (key, proposal.as_str(), criterion.as_str())
        });
        said.into_iter().chain(lines).collect()
    }

    /// Takes over one row of the hidden sheet; a row it does not know is passed over.
    pub(super) fn take(&mut self, key: &str, value: &str, beside: &str) {
        if let Some(row) = key.strip_prefix(LINE).and_then(|row| row.parse().ok()) {
            self.lines
                .insert(row, (value.to_owned(), beside.to_owned()));
        }
        let slot = match key {
            "call" => &mut self.call,
            "evaluator" => &mut self.evaluator,
            "version" => &mut self.version,
            "basis" => &mut self.basis,
            _ => return,
        };
        value.clone_into(slot);
    }
}
