//! Rule files as they came, and places in them.

mod digest;
mod files;

use serde::Serialize;

pub use digest::digest;
pub use files::{FileError, Files};

/// One of the files of a [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct FileId(pub u32);

/// A place in a rule file: bytes `start..end` of one file.
///
/// Two spans are told apart by every part; trees that must compare without regard to places
/// compare their printed form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// Returns the smallest span that covers `self` and `other`, which stand in one file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            file: self.file,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// Something with the place where it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The thing.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Returns `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A rule file: its name, as shown to people, and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The name as the user gave it.
    pub name: String,
    /// The whole text; line ends as they came.
    pub text: String,
}

/// All rule files that one run has read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and returns how to call it.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile {
            name: name.into(),
            text: text.into(),
        });
        id
    }

    /// Returns the file called `id`, if it was added here.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(usize::try_from(id.0).ok()?)
    }

    /// Returns the text under `span`; empty where the span does not fit its file.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|file| file.text.get(span.start as usize..span.end as usize))
            .unwrap_or_default()
    }

    /// Returns the number of the line on which `span` begins, counted from 1, and what is written on
    /// it.
    pub fn line_of(&self, span: Span) -> (usize, &str) {
        let (line, _) = self.line_column(span);
        let text = self.get(span.file).map_or("", |it| it.text.as_str());
        let words = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        (line, words.trim())
    }

    /// Returns line and column of the first byte of `span`, both counted from 1, the column in
    /// characters.
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let before = self
            .get(span.file)
            .and_then(|file| file.text.get(..span.start as usize))
            .unwrap_or_default();
        let line = before.matches('\n').count().saturating_add(1);
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            .saturating_add(1);
        (line, column)
    }
}
