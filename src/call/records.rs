//! CSV text into records.
//!
//! The rules of RFC 4180, held strictly where leniency would lose proposals: a quote that is
//! opened and never closed would otherwise swallow every row after it, and a stray quote would
//! silently change a text. Common readers forgive both.

use std::borrow::Cow;

/// The records of a CSV text, one after the other; empty lines are passed over.
pub(crate) struct Records<'a> {
    text: &'a str,
    at: usize,
    line: u64,
    separator: u8,
}

/// One record.
pub(crate) struct Record<'a> {
    /// The line on which it starts, counted from 1.
    pub line: u64,
    /// Its cells, without the quotes around them.
    pub cells: Vec<Cow<'a, str>>,
    /// How many bytes it has.
    pub bytes: usize,
    /// Why it cannot be trusted.
    pub flaw: Option<Flaw>,
}

/// Why a record cannot be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Something other than a separator follows a closing quote; the rest of the line is lost.
    StrayQuote,
    /// A quote is opened and not closed before the end of the file.
    OpenQuote,
}

impl<'a> Records<'a> {
    pub(crate) fn new(text: &'a str, separator: u8) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
            separator,
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn slice(&self, from: usize) -> &'a str {
        self.text.get(from..self.at).unwrap_or_default()
    }

    /// Passes over a line end, if one stands here.
    fn line_end(&mut self) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return false,
        };
        self.at = self.at.saturating_add(length);
        self.line = self.line.saturating_add(1);
        true
    }

    /// Moves to the next separator or line end.
    fn skip_plain(&mut self) {
        while let Some(byte) = self.byte() {
            if byte == self.separator || matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.step();
        }
    }

    /// Reads a cell whose opening quote stands here.
    fn quoted(&mut self) -> Result<Cow<'a, str>, Flaw> {
        self.step();
        let mut from = self.at;
        let mut text = Cow::Borrowed("");
        loop {
            match self.byte() {
                None => return Err(Flaw::OpenQuote),
                Some(b'"') => {
                    add(&mut text, self.slice(from));
                    self.step();
                    if self.byte() != Some(b'"') {
                        break;
                    }
                    from = self.at;
                    self.step();
                }
                Some(b'\r' | b'\n') => {
                    self.line_end();
                }
                Some(_) => self.step(),
            }
        }
        match self.byte() {
            None | Some(b'\r' | b'\n') => Ok(text),
            Some(byte) if byte == self.separator => Ok(text),
            Some(_) => Err(Flaw::StrayQuote),
        }
    }

    fn skip_line(&mut self) {
        while self.byte().is_some() && !self.line_end() {
            self.step();
        }
    }
}

fn add<'a>(text: &mut Cow<'a, str>, more: &'a str) {
    if text.is_empty() {
        *text = Cow::Borrowed(more);
    } else {
        text.to_mut().push_str(more);
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        while self.line_end() {}
        self.byte()?;
        let (line, start) = (self.line, self.at);
        let mut cells = Vec::new();
        let mut flaw = None;
        loop {
            if self.byte() == Some(b'"') {
                match self.quoted() {
                    Ok(cell) => cells.push(cell),
                    Err(found) => {
                        flaw = Some(found);
                        self.skip_line();
                        break;
                    }
                }
            } else {
                let from = self.at;
                self.skip_plain();
                cells.push(Cow::Borrowed(self.slice(from)));
            }
            if self.byte() != Some(self.separator) {
                break;
            }
            self.step();
        }
        Some(Record {
            line,
            cells,
            bytes: self.at.saturating_sub(start),
            flaw,
        })
    }
}
