//! A place in a line of JSON.

/// A place in a line. Every step either goes past what it expects or gives up.
pub(super) struct Cursor<'l> {
    line: &'l str,
    at: usize,
}

impl<'l> Cursor<'l> {
    pub(super) fn new(line: &'l str) -> Self {
        Self { line, at: 0 }
    }

    /// Passes over white space, then over `byte`.
    pub(super) fn take(&mut self, byte: u8) -> Option<()> {
        self.next_is(byte).then(|| self.step())
    }

    /// Passes over white space and tells whether `byte` comes next.
    pub(super) fn next_is(&mut self, byte: u8) -> bool {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.byte() {
            self.step();
        }
        self.byte() == Some(byte)
    }

    /// Passes over what is expected, white space before it not, if it comes next; tells whether it
    /// did.
    pub(super) fn passes(&mut self, expected: Option<&str>) -> bool {
        expected.is_some_and(|it| self.word(it).is_some())
    }

    /// Passes over a word.
    pub(super) fn word(&mut self, word: &str) -> Option<()> {
        let rest = self.line.as_bytes().get(self.at..)?;
        rest.starts_with(word.as_bytes())
            .then(|| self.at = self.at.saturating_add(word.len()))
    }

    /// Passes over a text without escapes and returns it.
    pub(super) fn text(&mut self) -> Option<&'l str> {
        self.take(b'"')?;
        let start = self.at;
        let rest = self.line.as_bytes().get(start..)?;
        let length = rest
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        let end = start.saturating_add(length);
        self.at = end.saturating_add(1);
        self.line.get(start..end)
    }

    /// Passes over a number without exponent and returns its digits as a whole number, and how many
    /// of them stand behind the point.
    pub(super) fn number(&mut self) -> Option<(i64, u32)> {
        let negative = self.next_is(b'-');
        if negative {
            self.step();
        }
        let first = self.byte()?;
        let (whole, count) = self.digits(0)?;
        // A nought at the start, or more than JSON numbers may have: for the readable reader.
        if (first == b'0' && (count > 1 || negative)) || count > 15 {
            return None;
        }
        let (number, places) = if self.byte() == Some(b'.') {
            self.step();
            self.digits(whole)?
        } else {
            (whole, 0)
        };
        if matches!(self.byte(), Some(b'e' | b'E')) {
            return None;
        }
        let number = if negative {
            number.checked_neg()?
        } else {
            number
        };
        Some((number, places))
    }

    /// Passes over one digit or more, and adds them to a number.
    fn digits(&mut self, mut number: i64) -> Option<(i64, u32)> {
        let rest = self.line.as_bytes().get(self.at..)?.iter();
        let mut count = 0_u32;
        for digit in rest.take_while(|byte| byte.is_ascii_digit()) {
            number = number
                .checked_mul(10)?
                .checked_add(i64::from(digit.wrapping_sub(b'0')))?;
            count = count.saturating_add(1);
        }
        self.at = self.at.saturating_add(count as usize);
        (count > 0).then_some((number, count))
    }

    /// Tells whether nothing but white space follows.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.next_is(0);
        self.at == self.line.len()
    }

    fn byte(&self) -> Option<u8> {
        self.line.as_bytes().get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }
}
