//! What a page says of itself, in Thrift's compact protocol.

use std::collections::BTreeMap;
use std::io::Read;

use super::thrift::{BYTE, END, NO, PART, TEXT, Thrift, YES};

/// More parts do not stand inside each other.
const DEEPEST: u8 = 8;

/// How long a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageHeader {
    /// How many bytes it takes to say so.
    pub(super) length: u64,
    /// How many bytes it takes in the file.
    pub(super) packed: u64,
    /// How many it takes unpacked.
    pub(super) unpacked: u64,
    /// Its first bytes, which are not packed.
    pub(super) levels: u64,
    /// Of a dictionary, how many values it has.
    pub(super) dictionary_values: Option<u64>,
}

impl PageHeader {
    /// Reads it where it begins; `None` where it is none.
    pub(super) fn read(source: impl Read) -> Option<Self> {
        let mut found = Found {
            thrift: Thrift::new(source),
            numbers: BTreeMap::new(),
        };
        found.structure(0, DEEPEST)?;
        let number = |of: i64, field: i64| {
            let number = found.numbers.get(&(of, field))?;
            u64::try_from(*number).ok()
        };
        // The numbers of the fields are those of `PageHeader` in parquet.thrift.
        let levels = number(8, 5)
            .unwrap_or(0)
            .checked_add(number(8, 6).unwrap_or(0))?;
        Some(Self {
            length: found.thrift.length,
            unpacked: number(0, 2)?,
            packed: number(0, 3)?,
            levels,
            dictionary_values: number(7, 1),
        })
    }
}

/// What is found in a page's header.
struct Found<S> {
    thrift: Thrift<S>,
    /// The whole numbers, by the field of the part in which they stand (0 for none) and their own.
    numbers: BTreeMap<(i64, i64), i64>,
}

impl<S: Read> Found<S> {
    /// Reads a structure that stands in the field `of`.
    fn structure(&mut self, of: i64, deeper: u8) -> Option<()> {
        let mut before = 0;
        loop {
            let (field, kind) = self.thrift.field(before)?;
            if kind == END {
                return Some(());
            }
            self.value(kind, (of, field), deeper)?;
            before = field;
        }
    }

    /// Reads a value of a type, which stands in a field of a part.
    fn value(&mut self, kind: u8, (of, field): (i64, i64), deeper: u8) -> Option<()> {
        match kind {
            // Yes or no, which stands in the type.
            YES | NO => Some(()),
            BYTE => self.thrift.pass(1),
            4..=6 => {
                let number = self.thrift.signed()?;
                self.numbers.insert((of, field), number);
                Some(())
            }
            7 => self.thrift.pass(8),
            TEXT => {
                let bytes = self.thrift.unsigned()?;
                self.thrift.pass(bytes)
            }
            PART => {
                // Deeper down nothing is of interest.
                let inside = if of == 0 { field } else { -1 };
                self.structure(inside, deeper.checked_sub(1)?)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_found_among_other_fields() {
        // A page of a dictionary of 3 values: 200 bytes, of which 5 are packed; with a checksum and
        // a text that nobody knows.
        let header = [
            0x15, 4, 0x15, 0x90, 3, 0x15, 10, 0x15, 2, 0x3c, 0x15, 6, 0x15, 0, 0x11, 0, 0x28, 2,
            b'a', b'b', 0, 0xff,
        ];
        let found = PageHeader::read(header.as_slice());
        let expected = PageHeader {
            length: 21,
            packed: 5,
            unpacked: 200,
            levels: 0,
            dictionary_values: Some(3),
        };
        assert_eq!(found, Some(expected));
        for end in 0..21 {
            assert_eq!(PageHeader::read(&header[..end]), None, "{end}");
        }
        // Structures without end, and a length below nought.
        assert_eq!(PageHeader::read([0x1c; 99].as_slice()), None);
        let negative = [0x15, 4, 0x15, 3, 0x15, 10, 0];
        assert_eq!(PageHeader::read(negative.as_slice()), None);
    }
}
