//! Numbers and lengths in Thrift's compact protocol.

use std::io::{self, Read};

/// The marks of kinds of values that are told apart here.
pub(super) const END: u8 = 0;
pub(super) const YES: u8 = 1;
pub(super) const NO: u8 = 2;
pub(super) const BYTE: u8 = 3;
/// A whole number of 32 bits; those of other lengths are written alike.
pub(super) const NUMBER: u8 = 5;
pub(super) const TEXT: u8 = 8;
pub(super) const LIST: u8 = 9;
pub(super) const PART: u8 = 12;

/// Reads what stands in a source, one value after the other.
pub(super) struct Thrift<S> {
    source: S,
    /// How many bytes have been read.
    pub(super) length: u64,
}

impl<S: Read> Thrift<S> {
    pub(super) fn new(source: S) -> Self {
        Self { source, length: 0 }
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let mut byte = [0];
        self.source.read_exact(&mut byte).ok()?;
        self.length = self.length.checked_add(1)?;
        byte.first().copied()
    }

    pub(super) fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let zigzag = self.unsigned()?;
        let half = i64::try_from(zigzag.checked_shr(1)?).ok()?;
        Some(if zigzag & 1 == 0 { half } else { !half })
    }

    /// Passes over so many bytes.
    pub(super) fn pass(&mut self, bytes: u64) -> Option<()> {
        let mut rest = self.source.by_ref().take(bytes);
        let passed = io::copy(&mut rest, &mut io::sink()).ok()?;
        self.length = self.length.checked_add(passed)?;
        (passed == bytes).then_some(())
    }

    /// Reads where the next field of a part begins: its number, given that of the one before it, and
    /// the mark of its kind; at the end of the part [`END`].
    pub(super) fn field(&mut self, before: i64) -> Option<(i64, u8)> {
        let byte = self.byte()?;
        if byte == 0 {
            return Some((0, END));
        }
        let field = match byte >> 4 {
            0 => self.signed()?,
            step => before.checked_add(i64::from(step))?,
        };
        let mark = byte & 0x0f;
        (mark != END).then_some((field, mark))
    }
}
