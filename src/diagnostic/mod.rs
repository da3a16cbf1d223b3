//! What is wrong with rules or data, where, and how to mend it: values, not printed lines.

mod code;

use std::fmt;

use serde::Serialize;

pub use code::Code;

use crate::source::Span;
use crate::text::{Language, Text, nearest};

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file or row cannot be used as it is.
    Error,
    /// It can be used, but is probably not what its author meant.
    Warning,
    /// Worth knowing; nothing needs doing.
    Notice,
}

/// One thing that is wrong, with its place and its repair.
///
/// The message is one clause, lowercase, without a final period, with names in backticks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Which kind of trouble it is.
    pub code: Code,
    /// What is wrong, understandable alone.
    pub message: Text,
    /// Where.
    pub primary: Label,
    /// The other places that matter.
    pub related: Vec<Label>,
    /// What to do.
    pub hint: Option<Text>,
}

/// A place, with what to say at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// The place.
    pub place: Place,
    /// What to say at the place; may be empty.
    pub text: Text,
}

/// Where something stands: in a rule file, or in data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Place {
    /// Bytes of a rule file.
    Rules(Span),
    /// A spot in a file of data.
    Data(DataPlace),
}

/// A spot in a file of data: as much of it as is known.
///
/// ```
/// use bando::diagnostic::DataPlace;
/// let place = DataPlace {
///     file: "rossi.xlsx".to_owned(),
///     sheet: Some("Valutazione".to_owned()),
///     cell: Some("H12".to_owned()),
///     proposal: Some("P1".to_owned()),
///     ..DataPlace::default()
/// };
/// assert_eq!(place.to_string(), "rossi.xlsx Valutazione!H12 [P1]");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DataPlace {
    /// The file's name as the user gave it.
    pub file: String,
    /// The line, counted from 1 (of a CSV record: the line on which it starts).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The cell of the sheet, as spreadsheets call it: `H12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// The name of the CSV column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The proposal's id, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<String>,
}

impl fmt::Display for DataPlace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.file)?;
        // The name of a cell says its line.
        if let (Some(line), None) = (self.line, &self.cell) {
            write!(out, ":{line}")?;
        }
        match (&self.sheet, &self.cell) {
            (Some(sheet), Some(cell)) => write!(out, " {sheet}!{cell}")?,
            (Some(one), None) | (None, Some(one)) => write!(out, " {one}")?,
            (None, None) => {}
        }
        for part in [&self.column, &self.pointer].into_iter().flatten() {
            write!(out, " {part}")?;
        }
        if let Some(proposal) = &self.proposal {
            write!(out, " [{proposal}]")?;
        }
        Ok(())
    }
}

impl Diagnostic {
    /// Returns an error at a place of a rule file.
    pub fn error(code: Code, span: Span, message: Text) -> Self {
        Self::new(Severity::Error, code, Place::Rules(span), message)
    }

    /// Returns a warning at a place of a rule file.
    pub fn warning(code: Code, span: Span, message: Text) -> Self {
        Self::new(Severity::Warning, code, Place::Rules(span), message)
    }

    /// Returns a notice at a place of a rule file.
    pub fn notice_in_rules(code: Code, span: Span, message: Text) -> Self {
        Self::new(Severity::Notice, code, Place::Rules(span), message)
    }

    /// Returns an error at a place in data.
    pub fn data(code: Code, place: DataPlace, message: Text) -> Self {
        Self::new(Severity::Error, code, Place::Data(place), message)
    }

    /// Returns a notice at a place in data.
    pub fn notice(code: Code, place: DataPlace, message: Text) -> Self {
        Self::new(Severity::Notice, code, Place::Data(place), message)
    }

    fn new(severity: Severity, code: Code, place: Place, message: Text) -> Self {
        Self {
            severity,
            code,
            message,
            primary: Label {
                place,
                text: Text::italian(""),
            },
            related: Vec::new(),
            hint: None,
        }
    }

    /// Adds the words under the underlined place.
    #[must_use]
    pub fn with_label(mut self, text: Text) -> Self {
        self.primary.text = text;
        self
    }

    /// Adds a second place in a rule file.
    #[must_use]
    pub fn with_related(mut self, span: Span, text: Text) -> Self {
        self.related.push(Label {
            place: Place::Rules(span),
            text,
        });
        self
    }

    /// Adds a second place in data.
    #[must_use]
    pub fn with_related_data(mut self, place: DataPlace, text: Text) -> Self {
        self.related.push(Label {
            place: Place::Data(place),
            text,
        });
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn with_hint(mut self, hint: Text) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Adds "did you mean …?" where one of `candidates` is near `name`.
    #[must_use]
    pub fn with_suggestion<'a>(
        self,
        name: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        match nearest(name, candidates) {
            Some(near) => self.with_hint(Text::new(
                format!("forse si intendeva `{near}`?"),
                format!("did you mean `{near}`?"),
            )),
            None => self,
        }
    }

    /// Returns the diagnostic with the keywords it names, written between `‹` and `›` in its texts,
    /// in the words of the file it is about.
    #[must_use]
    pub fn in_keywords_of(mut self, language: Language) -> Self {
        let labels = std::iter::once(&mut self.primary).chain(&mut self.related);
        let texts = labels.map(|label| &mut label.text);
        for text in texts.chain([&mut self.message]).chain(&mut self.hint) {
            *text = text.in_keywords_of(language);
        }
        self
    }

    /// Tells whether this is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
