//! One cell of text, read as a type in a declared format.

mod bounds;
mod checked;
mod codes;
mod encoding;
mod format;
mod numbers;
mod sight;
mod times;

use std::borrow::Cow;

use jiff::tz::TimeZone;
use unicode_normalization::UnicodeNormalization as _;

use super::{Call, Enum, Reading, Table, Type};
use crate::text::Text;
use crate::value::Value;

pub use bounds::check_bounds;
pub(crate) use codes::cut_short;
pub use encoding::{EncodingError, EncodingErrorKind};
pub use format::{DateOrder, Encoding, Format, NumberStyle, Separator};
pub(crate) use sight::{invisible, visible};

/// What cells can name: the enums and tables of a call, and the zone of its times.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The enums.
    pub enums: &'a [Enum],
    /// The tables.
    pub tables: &'a [Table],
    /// The zone in which times without an offset are meant.
    pub zone: &'a TimeZone,
}

impl Call {
    /// Returns what cells of this call can name.
    pub fn names(&self) -> Names<'_> {
        Names {
            enums: &self.enums,
            tables: &self.tables,
            zone: &self.zone,
        }
    }
}

/// Why a cell could not be read. The keywords that its texts name are marked as
/// [`Text::in_keywords_of`] reads them.
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

impl CellError {
    fn bad(message: Text) -> Self {
        Self {
            kind: CellErrorKind::BadValue,
            message,
            hint: None,
        }
    }

    fn unknown(message: Text) -> Self {
        Self {
            kind: CellErrorKind::UnknownCode,
            ..Self::bad(message)
        }
    }

    fn with_hint(mut self, hint: impl Into<Option<Text>>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// Reads a cell: `None` where it is empty and an empty cell states nothing.
///
/// Spaces around the text are dropped, the text is brought into Unicode's composed form (NFC), and
/// nothing else about it is forgiven: a number is read digit for digit in the declared style, a
/// date in the declared order, a word only if it is declared. Lists do not fit a cell.
///
/// # Errors
/// Where the cell is not of the type in the declared format, names nothing, or lies outside the
/// bounds of the fact.
///
/// ```
/// use bando::call::{Format, Names, NumberStyle, Reading, Type, read_cell};
/// use bando::number::Fraction;
/// use bando::value::Value;
/// let format = Format {
///     numbers: NumberStyle::from_example("1.234,56").unwrap(),
///     ..Format::default()
/// };
/// let zone = jiff::tz::TimeZone::UTC;
/// let names = Names { enums: &[], tables: &[], zone: &zone };
/// let read = |text| read_cell(text, Type::Money, &Reading::default(), &format, names);
/// assert_eq!(read("1.234,50"), Ok(Fraction::new(2469, 2).map(Value::Number)));
/// assert_eq!(read("  "), Ok(None));
/// assert!(read("1,234.50").is_err());
/// ```
pub fn read_cell(
    text: &str,
    kind: Type,
    reading: &Reading,
    format: &Format,
    names: Names<'_>,
) -> Result<Option<Value>, CellError> {
    let composed = composed(text.trim());
    let text = &*composed;
    if text.is_empty() {
        return Ok(reading.blank.clone());
    }
    refuse_damage(text, kind)?;
    let value = match kind {
        Type::Set(id) => codes::set(text, id, reading, names)?,
        _ if !reading.words.is_empty() => codes::word(text, kind, reading)?,
        Type::YesNo => codes::yes_no(text)?,
        Type::Integer
        | Type::Decimal(_)
        | Type::Percent(_)
        | Type::Number
        | Type::Money
        | Type::Amount => numbers::number(text, kind, format.numbers)?,
        Type::Date => times::date(text, format.dates)?,
        Type::Instant => times::instant(text, format.dates, names.zone)?,
        Type::Text => Value::Text(composed.into_owned()),
        Type::Code => codes::code(text)?,
        Type::TaxCode | Type::Cup | Type::ComuneCode | Type::Iban => checked::code(text, kind)?,
        Type::Enum(id) => Value::Variant(codes::variant(text, id, names)?),
        Type::Row(id) => codes::row(text, id, names)?,
        Type::List(_) => {
            return Err(CellError::bad(Text::new(
                "un elenco non sta in una cella",
                "a list does not fit a cell",
            ))
            .with_hint(Text::new(
                "consegnare le proposte in JSON",
                "hand the proposals in as JSON",
            )));
        }
    };
    check_bounds(&value, kind, reading, names)?;
    Ok(Some(value))
}

/// Returns a text in Unicode's composed form. Most are: plain letters and digits compose with nothing.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Refuses what no cell may hold: the mark of a letter lost in a conversion, and control
/// characters; line ends and tabs stand in texts only.
fn refuse_damage(text: &str, kind: Type) -> Result<(), CellError> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Ok(());
    }
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(CellError::bad(Text::new(
            format!("in `{}` una lettera è andata persa (U+FFFD)", visible(text)),
            format!("in `{}` a letter has been lost (U+FFFD)", visible(text)),
        ))
        .with_hint(Text::new(
            "il file è già stato salvato con la codifica sbagliata: ripartire dall'originale",
            "the file was saved in the wrong encoding before: start again from the original",
        )));
    }
    let of_text = |character| kind == Type::Text && matches!(character, '\n' | '\r' | '\t');
    let code = kind.is_code() || matches!(kind, Type::Row(_) | Type::Enum(_));
    let forbidden = |it: &char| (it.is_control() && !of_text(*it)) || (code && invisible(*it));
    match text.chars().find(forbidden) {
        None => Ok(()),
        Some(character) => Err(CellError::bad(Text::new(
            format!(
                "`{}` contiene un carattere che non si vede (U+{:04X})",
                visible(text),
                u32::from(character)
            ),
            format!(
                "`{}` holds a character that cannot be seen (U+{:04X})",
                visible(text),
                u32::from(character)
            ),
        ))
        .with_hint(Text::new("cancellarlo", "delete it"))),
    }
}
