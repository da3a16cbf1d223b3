//! One value of a line into its column.

use jiff::civil::Date;

use super::text::Cursor;
use crate::call::{Call, EnumId, Format, Reading, Type, read_cell};
use crate::compiled::columns::Cells;
use crate::compiled::layout::{self, Slot, SlotKind};

/// How the values of a fact are taken.
#[derive(Debug)]
pub(in crate::compiled) struct Cell {
    pub(in crate::compiled) kind: Type,
    /// The bounds; words, separators and blanks are a matter of CSV.
    reading: Reading,
    /// What its column holds, or would hold if rules used it; texts have none.
    pub(in crate::compiled) slot: Option<Slot>,
    /// Its table and column, if rules use it.
    pub(in crate::compiled) column: Option<(usize, usize)>,
}

impl Cell {
    pub(in crate::compiled) fn new(
        call: &Call,
        kind: Type,
        reading: &Reading,
        column: Option<(usize, usize)>,
    ) -> Self {
        Self {
            kind,
            reading: Reading {
                least: reading.least.clone(),
                greatest: reading.greatest.clone(),
                ..Reading::default()
            },
            slot: layout::slot(call, kind, reading),
            column,
        }
    }

    /// Reads the value; gives up on whatever is not written the plain way, or lies out of bounds.
    pub(super) fn read(
        &self,
        cursor: &mut Cursor<'_>,
        call: &Call,
        column: Option<&mut Cells>,
    ) -> Option<()> {
        let Some(slot) = self.slot else {
            // A set or a number that has no column is no text.
            if matches!(self.kind, Type::Set(_)) || self.kind.is_number() {
                return None;
            }
            return self.takes(cursor.text()?, call);
        };
        let number = match (slot.kind, self.kind) {
            (SlotKind::YesNo, _) => return yes_no(cursor, column),
            (SlotKind::Number(places), kind) => {
                // Data state the number before the sign of a percent.
                let written = if matches!(kind, Type::Percent(_)) {
                    places.checked_sub(2)?
                } else {
                    places
                };
                let (number, behind) = cursor.number()?;
                let missing = written.checked_sub(behind)?;
                number.checked_mul(10_i64.checked_pow(missing)?)?
            }
            (SlotKind::Bits, Type::Set(id)) => set(cursor, call, id)?,
            _ => self.number(cursor.text()?, call)?,
        };
        if !(slot.least..=slot.greatest).contains(&number) {
            return None;
        }
        if let Some(column) = column {
            column.push_number(number);
        }
        Some(())
    }

    /// Returns the whole number that a text is in its column.
    pub(in crate::compiled) fn number(&self, text: &str, call: &Call) -> Option<i64> {
        let kind = self.slot?.kind;
        match (kind, self.kind) {
            (SlotKind::Bits, Type::Enum(id)) => variant(text, call, id),
            (SlotKind::Second, _) => second(text).or_else(|| self.other(text, call, kind)),
            _ => self.other(text, call, kind),
        }
    }

    /// Reads what is rarely there as the cells of tables are read.
    fn other(&self, text: &str, call: &Call, kind: SlotKind) -> Option<i64> {
        if !is_plain(text) {
            return None;
        }
        let format = Format::default();
        let value = read_cell(text, self.kind, &self.reading, &format, call.names());
        layout::cell(&value.ok()??, kind)
    }

    /// Takes a text that no compiled rule uses.
    pub(in crate::compiled) fn takes(&self, text: &str, call: &Call) -> Option<()> {
        let is_word = || {
            let mut bytes = text.bytes();
            bytes
                .next()
                .is_some_and(|first| first.is_ascii_alphabetic())
                && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
                && !crate::call::cut_short(text)
        };
        match self.kind {
            Type::Text if is_plain(text) => Some(()),
            Type::Code if is_word() => Some(()),
            kind if is_plain(text) => {
                let format = Format::default();
                let value = read_cell(text, kind, &self.reading, &format, call.names());
                value.ok()?.map(|_| ())
            }
            _ => None,
        }
    }
}

/// Tells whether a text is ASCII that can be seen, without spaces around it.
fn is_plain(text: &str) -> bool {
    let seen = text.bytes().all(|byte| (b' '..0x7f).contains(&byte));
    seen && !text.is_empty() && !text.starts_with(' ') && !text.ends_with(' ')
}

fn yes_no(cursor: &mut Cursor<'_>, column: Option<&mut Cells>) -> Option<()> {
    let yes = cursor.next_is(b't');
    cursor.word(if yes { "true" } else { "false" })?;
    if let Some(column) = column {
        column.push_yes_no(yes);
    }
    Some(())
}

pub(in crate::compiled) fn variant(text: &str, call: &Call, id: EnumId) -> Option<i64> {
    let variants = call.enums.get(id.index())?.variants.iter();
    let place = variants.zip(0..).find(|(it, _)| it.name == text)?.1;
    1_i64.checked_shl(place)
}

fn set(cursor: &mut Cursor<'_>, call: &Call, id: EnumId) -> Option<i64> {
    cursor.take(b'[')?;
    let mut bits = 0;
    let mut first = true;
    while !cursor.next_is(b']') {
        if !first {
            cursor.take(b',')?;
        }
        first = false;
        let bit = variant(cursor.text()?, call, id)?;
        if bits & bit != 0 {
            return None;
        }
        bits |= bit;
    }
    cursor.take(b']')?;
    Some(bits)
}

/// Reads an instant of universal time written in full: `2026-03-03T16:56:28Z`.
fn second(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let marks = [
        (4, b'-'),
        (7, b'-'),
        (10, b'T'),
        (13, b':'),
        (16, b':'),
        (19, b'Z'),
    ];
    if bytes.len() != 20 || marks.iter().any(|(at, mark)| bytes.get(*at) != Some(mark)) {
        return None;
    }
    let number = |from: usize, to: usize| {
        bytes.get(from..to)?.iter().try_fold(0_i16, |number, byte| {
            let digit = byte.is_ascii_digit().then(|| byte.wrapping_sub(b'0'))?;
            number.checked_mul(10)?.checked_add(i16::from(digit))
        })
    };
    let small = |from, to| i8::try_from(number(from, to)?).ok();
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let year = number(0, 4).filter(|year| (1..9999).contains(year))?;
    let date = Date::new(year, small(5, 7)?, small(8, 10)?).ok()?;
    let midnight = date.duration_since(jiff::civil::date(1970, 1, 1)).as_secs();
    let minutes = i64::from(hour)
        .checked_mul(60)?
        .checked_add(i64::from(minute))?;
    let seconds = minutes.checked_mul(60)?.checked_add(i64::from(second))?;
    midnight.checked_add(seconds)
}
