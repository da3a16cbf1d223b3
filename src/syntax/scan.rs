//! One pass over the text that finds its words, texts and marks, without regard to grammar.
//!
//! What must be known before the grammar is asked is found here: where blocks start, whether
//! brackets close, how deep they nest, which texts never end.

use super::characters::BYTE_ORDER_MARK;

/// What kind of thing a [`Piece`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word or a dotted name; also one with letters that names cannot have.
    Word,
    /// Digits and what is written against them: `5_000`, `09:00`, `2.1b`.
    Number,
    /// A text in quotes.
    Text,
    /// A text that its line ends before it does.
    OpenText,
    /// A text with a `\` that no quote and no other `\` follows.
    BadEscape,
    /// `(`, `[` or `{`
    Open,
    /// `)`, `]` or `}`
    Close,
    /// Another mark of the language.
    Mark,
    /// A character that has no meaning outside texts and comments.
    Stray,
}

/// A word, number, text or mark, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// What it is.
    pub(super) kind: Kind,
    /// Its first byte.
    pub(super) start: usize,
    /// The byte after its last one.
    pub(super) end: usize,
    /// Whether it is the first of its line.
    pub(super) leads: bool,
    /// Whether it starts in the first column.
    pub(super) flush: bool,
}

impl Piece {
    /// Returns what is written here.
    pub(super) fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Finds every piece of `text`; blank space and comments are none.
pub(super) fn scan(text: &str) -> Vec<Piece> {
    let mut scanner = Scanner { text, at: 0 };
    let mut pieces = Vec::new();
    let mut leads = true;
    let mut line_start = 0;
    while let Some(character) = scanner.peek() {
        let start = scanner.at;
        match character {
            '\n' => {
                scanner.step();
                leads = true;
                line_start = scanner.at;
            }
            ' ' | '\t' | '\r' => scanner.step(),
            BYTE_ORDER_MARK => {
                scanner.step();
                line_start = scanner.at;
            }
            '#' => scanner.skip(|next| next != '\n'),
            _ => {
                let kind = scanner.piece(character);
                pieces.push(Piece {
                    kind,
                    start,
                    end: scanner.at,
                    leads,
                    flush: start == line_start,
                });
                leads = false;
            }
        }
    }
    pieces
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn step(&mut self) {
        let width = self.peek().map_or(0, char::len_utf8);
        self.at = self.at.saturating_add(width);
    }

    fn skip(&mut self, goes_on: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&goes_on) {
            self.step();
        }
    }

    fn piece(&mut self, character: char) -> Kind {
        self.step();
        match character {
            '"' => self.quoted(),
            '(' | '[' | '{' => Kind::Open,
            ')' | ']' | '}' => Kind::Close,
            '!' | '<' | '>' => {
                if self.peek() == Some('=') {
                    self.step();
                } else if character == '!' {
                    return Kind::Stray;
                }
                Kind::Mark
            }
            ',' | ':' | '|' | '=' | '+' | '-' | '*' | '/' | '%' | '.' => Kind::Mark,
            _ if character.is_ascii_digit() => self.number(),
            _ if character.is_alphabetic() || character == '_' => self.word(),
            _ => Kind::Stray,
        }
    }

    fn quoted(&mut self) -> Kind {
        let mut kind = Kind::Text;
        loop {
            match self.peek() {
                None | Some('\n' | '\r') => return Kind::OpenText,
                Some('"') => {
                    self.step();
                    return kind;
                }
                Some('\\') => {
                    self.step();
                    if matches!(self.peek(), Some('"' | '\\')) {
                        self.step();
                    } else {
                        kind = Kind::BadEscape;
                    }
                }
                Some(_) => self.step(),
            }
        }
    }

    fn number(&mut self) -> Kind {
        loop {
            self.skip(|next| next.is_ascii_alphanumeric() || next == '_');
            let mut ahead = self.rest().chars();
            let joined = match (ahead.next(), ahead.next()) {
                (Some('.'), Some(next)) => next.is_ascii_alphanumeric(),
                (Some(':'), Some(next)) => next.is_ascii_digit(),
                _ => false,
            };
            if !joined {
                return Kind::Number;
            }
            self.step();
        }
    }

    fn word(&mut self) -> Kind {
        loop {
            self.skip(|next| next.is_alphanumeric() || next == '_');
            let mut ahead = self.rest().chars();
            let mark = ahead.next();
            let joined = ahead.next().is_some_and(|next| match mark {
                Some('.') => next.is_alphabetic() || next == '_',
                // Only a keyword has one: D'Hondt.
                Some('\'') => next.is_alphabetic(),
                _ => false,
            });
            if !joined {
                return Kind::Word;
            }
            self.step();
        }
    }
}
