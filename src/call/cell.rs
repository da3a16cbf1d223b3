//! One cell of text, read as a type in a declared format.

use jiff::tz::TimeZone;

use super::{Enum, Reading, Table, Type};
use crate::text::Text;
use crate::value::Value;

/// How a file of data is written: declared, never guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Format {
    /// The encoding of its text.
    pub encoding: Encoding,
    /// What parts the cells of a CSV record; a comma by default.
    pub separator: Separator,
    /// How numbers are written.
    pub numbers: NumberStyle,
    /// How dates are written.
    pub dates: DateOrder,
}

/// What parts the cells of a CSV record: one ASCII character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separator(pub u8);

impl Default for Separator {
    fn default() -> Self {
        Self(b',')
    }
}

/// The encoding of a text file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, a byte order mark at the start tolerated.
    #[default]
    Utf8,
    /// Windows-1252, as old Excel writes it.
    Windows1252,
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberStyle {
    /// What stands before the decimals: `.` or `,`.
    pub point: char,
    /// What may stand between groups of exactly three digits, if anything may.
    pub group: Option<char>,
}

impl Default for NumberStyle {
    fn default() -> Self {
        Self {
            point: '.',
            group: None,
        }
    }
}

/// In which order the parts of a date are written, and what parts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// `2026-12-31`
    #[default]
    YearMonthDay,
    /// `31/12/2026`, with this character between.
    DayMonthYear(char),
}

/// Why a cell could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellError {
    /// Which kind of trouble.
    pub kind: CellErrorKind,
    /// What is wrong, for people; lowercase, no final period.
    pub message: Text,
    /// What to do, where that can be said.
    pub hint: Option<Text>,
}

/// Which kind of trouble a cell gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellErrorKind {
    /// It is not of the type, in the declared format.
    BadValue,
    /// It is a code that stands in no enum or table.
    UnknownCode,
    /// It lies outside the bounds of the fact.
    OutOfBounds,
}
