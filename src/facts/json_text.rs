//! JSON text into values that keep what we must judge by.
//!
//! RFC 8259, with three things common readers drop: keys that stand twice are kept, numbers stay
//! the digits they were written with, and every value knows its line. Nesting and length are
//! bounded, and a record beyond the bounds can be passed over to reach the next.

use std::borrow::Cow;

use super::rows::MOST_BYTES;
use crate::text::Text;

/// Brackets nested deeper than this are refused.
const MOST_DEPTH: usize = 128;

/// A value, with its line.
#[derive(Debug)]
pub(super) struct Json<'a> {
    /// The line on which it starts, counted from 1.
    pub line: u64,
    /// What it is.
    pub kind: JsonKind<'a>,
}

/// The kinds of [`Json`].
#[derive(Debug)]
pub(super) enum JsonKind<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    YesNo(bool),
    /// A number as written.
    Number(Cow<'a, str>),
    /// A text, its escapes resolved.
    Text(Cow<'a, str>),
    /// `[ … ]`
    List(Vec<Json<'a>>),
    /// `{ … }`, in the order written, keys that stand twice included.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

/// Why text is not the JSON we accept.
#[derive(Debug)]
pub(super) struct Fault {
    /// Which kind of fault.
    pub kind: FaultKind,
    /// The line of the fault.
    pub line: u64,
    /// The character in the line, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub message: Text,
}

/// The kinds of [`Fault`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// It is no JSON.
    Malformed,
    /// Brackets are nested too deeply.
    TooDeep,
    /// The record has too many bytes.
    TooLong,
}

/// A place in JSON text.
#[derive(Clone)]
pub(super) struct JsonText<'a> {
    text: &'a str,
    at: usize,
    line: u64,
    /// The byte at which the record being read must have ended.
    limit: usize,
}

impl<'a> JsonText<'a> {
    /// Returns the start of a text whose first line has the number `line`.
    pub(super) fn new(text: &'a str, line: u64) -> Self {
        Self {
            text,
            at: 0,
            line,
            limit: usize::MAX,
        }
    }

    /// Returns the line of this place.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Passes over white space and returns the byte after it.
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some(byte @ (b' ' | b'\t' | b'\n' | b'\r')) = self.byte() {
            if byte == b'\n' {
                self.line = self.line.saturating_add(1);
            }
            self.step();
        }
        self.byte()
    }

    /// Passes over white space and `byte`, if it stands there.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.step();
        }
        found
    }

    /// Reads one record: a value within the bounds of length and depth.
    pub(super) fn record(&mut self) -> Result<Json<'a>, Fault> {
        self.peek();
        self.limit = self.at.saturating_add(MOST_BYTES);
        self.value(0)
    }

    /// Passes over a value without looking at more than its brackets and quotes.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                None => return Err(self.unexpected()),
                Some(b'"') => self.skip_text()?,
                Some(b'[' | b'{') => {
                    depth = depth.saturating_add(1);
                    self.step();
                }
                Some(b']' | b'}') => {
                    depth = depth.saturating_sub(1);
                    self.step();
                }
                Some(_) => self.step(),
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    fn skip_text(&mut self) -> Result<(), Fault> {
        self.step();
        loop {
            match self.byte() {
                None => return Err(self.unexpected()),
                Some(b'"') => break,
                Some(b'\\') => self.step(),
                Some(b'\n') => self.line = self.line.saturating_add(1),
                Some(_) => {}
            }
            self.step();
        }
        self.step();
        Ok(())
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

    fn value(&mut self, depth: usize) -> Result<Json<'a>, Fault> {
        let first = self.peek();
        let line = self.line;
        let kind = match first {
            Some(b'{' | b'[') if depth >= MOST_DEPTH => {
                return Err(self.fault(
                    FaultKind::TooDeep,
                    "le parentesi sono annidate troppo in profondità",
                    "brackets are nested too deeply",
                ));
            }
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => JsonKind::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b'a'..=b'z') => self.word()?,
            None => return Err(self.unexpected()),
            Some(_) => return Err(self.no_value()),
        };
        if self.at > self.limit {
            return Err(self.fault(
                FaultKind::TooLong,
                "la proposta occupa più di 256 KiB",
                "the proposal takes more than 256 KiB",
            ));
        }
        Ok(Json { line, kind })
    }

    fn object(&mut self, depth: usize) -> Result<JsonKind<'a>, Fault> {
        self.step();
        let mut fields = Vec::new();
        if self.take(b'}') {
            return Ok(JsonKind::Object(fields));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.malformed(
                    "qui serve il nome di un campo fra virgolette doppie",
                    "the name of a field in double quotes is needed here",
                ));
            }
            let key = self.string()?;
            if !self.take(b':') {
                return Err(self.malformed(
                    "dopo il nome di un campo servono i due punti",
                    "the name of a field must be followed by a colon",
                ));
            }
            fields.push((key, self.value(depth.saturating_add(1))?));
            if self.take(b'}') {
                return Ok(JsonKind::Object(fields));
            }
            self.comma(b'}')?;
        }
    }

    fn list(&mut self, depth: usize) -> Result<JsonKind<'a>, Fault> {
        self.step();
        let mut items = Vec::new();
        if self.take(b']') {
            return Ok(JsonKind::List(items));
        }
        loop {
            items.push(self.value(depth.saturating_add(1))?);
            if self.take(b']') {
                return Ok(JsonKind::List(items));
            }
            self.comma(b']')?;
        }
    }

    /// Passes over the comma between two items; after it `close` may not follow.
    pub(super) fn comma(&mut self, close: u8) -> Result<(), Fault> {
        if !self.take(b',') {
            return Err(self.malformed(
                "qui serve una virgola, o la parentesi che chiude",
                "a comma or the closing bracket is needed here",
            ));
        }
        if self.peek() == Some(close) {
            return Err(self.malformed(
                "prima della parentesi che chiude c'è una virgola di troppo",
                "there is a comma too many before the closing bracket",
            ));
        }
        Ok(())
    }

    fn word(&mut self) -> Result<JsonKind<'a>, Fault> {
        let before = self.clone();
        let from = self.at;
        while self.byte().is_some_and(|it| it.is_ascii_alphanumeric()) {
            self.step();
        }
        match self.slice(from) {
            "null" => Ok(JsonKind::Null),
            "true" => Ok(JsonKind::YesNo(true)),
            "false" => Ok(JsonKind::YesNo(false)),
            _ => Err(before.no_value()),
        }
    }

    fn number(&mut self) -> Result<JsonKind<'a>, Fault> {
        let before = self.clone();
        let from = self.at;
        while let Some(b'-' | b'+' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z') = self.byte() {
            self.step();
        }
        let written = self.slice(from);
        if is_number(written) {
            return Ok(JsonKind::Number(Cow::Borrowed(written)));
        }
        Err(before.malformed(
            "questo numero non è scritto come vuole JSON: cifre, un punto, cifre",
            "this number is not written as JSON wants it: digits, a point, digits",
        ))
    }

    /// Reads a text whose opening quote stands here.
    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.step();
        let mut from = self.at;
        let mut text = Cow::Borrowed("");
        loop {
            match self.byte() {
                None => return Err(self.unexpected()),
                Some(b'"') => break,
                Some(b'\\') => {
                    let before = self.slice(from);
                    text.to_mut().push_str(before);
                    self.step();
                    let escaped = self.escape()?;
                    text.to_mut().push(escaped);
                    from = self.at;
                }
                Some(byte) if byte < b' ' => {
                    return Err(self.malformed(
                        "dentro un testo gli a capo si scrivono `\\n` e le tabulazioni `\\t`",
                        "inside a text line ends are written `\\n` and tabs `\\t`",
                    ));
                }
                Some(_) => self.step(),
            }
        }
        let last = self.slice(from);
        if text.is_empty() {
            text = Cow::Borrowed(last);
        } else {
            text.to_mut().push_str(last);
        }
        self.step();
        Ok(text)
    }

    /// Reads what follows a backslash.
    fn escape(&mut self) -> Result<char, Fault> {
        let byte = self.byte();
        self.step();
        let character = match byte {
            Some(b'"') => Some('"'),
            Some(b'\\') => Some('\\'),
            Some(b'/') => Some('/'),
            Some(b'b') => Some('\u{8}'),
            Some(b'f') => Some('\u{c}'),
            Some(b'n') => Some('\n'),
            Some(b'r') => Some('\r'),
            Some(b't') => Some('\t'),
            Some(b'u') => self.escaped_unit(),
            _ => None,
        };
        character.ok_or_else(|| {
            self.malformed(
                "dopo la barra rovesciata non c'è un segno che JSON conosca",
                "no sign that JSON knows follows the backslash",
            )
        })
    }

    /// Reads the digits of `\u00e0`; where they are the first half of a pair, the second too.
    fn escaped_unit(&mut self) -> Option<char> {
        let unit = self.hexadecimal()?;
        if !(0xD800..0xDC00).contains(&unit) {
            return char::from_u32(unit);
        }
        if self.byte() != Some(b'\\') {
            return None;
        }
        self.step();
        if self.byte() != Some(b'u') {
            return None;
        }
        self.step();
        let low = self.hexadecimal()?;
        let high = u16::try_from(unit).ok()?;
        let low = u16::try_from(low).ok()?;
        char::decode_utf16([high, low]).next()?.ok()
    }

    fn hexadecimal(&mut self) -> Option<u32> {
        let from = self.at;
        self.at = self.at.checked_add(4)?;
        let digits = self.text.get(from..self.at)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        u32::from_str_radix(digits, 16).ok()
    }

    fn unexpected(&self) -> Fault {
        self.malformed(
            "il testo finisce prima del previsto: forse il file è incompleto",
            "the text ends too early: perhaps the file is incomplete",
        )
    }

    fn no_value(&self) -> Fault {
        self.malformed(
            "qui serve un valore: un testo fra virgolette doppie, un numero, `true`, `false`, `null`, un elenco o un oggetto",
            "a value is needed here: a text in double quotes, a number, `true`, `false`, `null`, a list or an object",
        )
    }

    pub(super) fn malformed(&self, it: &str, en: &str) -> Fault {
        self.fault(FaultKind::Malformed, it, en)
    }

    fn fault(&self, kind: FaultKind, it: &str, en: &str) -> Fault {
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let starts = |byte: &u8| (*byte).leading_ones() != 1;
        let column = before
            .iter()
            .rev()
            .take_while(|byte| **byte != b'\n')
            .filter(|it| starts(it));
        Fault {
            kind,
            line: self.line,
            column: column.count().saturating_add(1),
            message: Text::new(it, en),
        }
    }
}

/// Tells whether digits are a number by the grammar of JSON.
fn is_number(written: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match written.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (written, None),
    };
    let mantissa = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, decimals) = match mantissa.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && decimals.is_none_or(digits)
        && exponent.is_none_or(|it| digits(it.strip_prefix(['+', '-']).unwrap_or(it)))
}
