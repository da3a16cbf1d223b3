//! The bytes and characters that a rule file may hold.

use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::source::{FileId, Span};
use crate::text::Text;

/// The byte order mark, which some editors put before the first line.
pub(super) const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// The forbidden characters of one file that are reported one by one.
const SHOWN: usize = 20;

/// Turns the bytes of a rule file into text: UTF-8 only, without a byte order mark and without
/// NUL.
///
/// # Errors
/// `invalid-encoding` or `forbidden-character`, at the first byte that cannot stay.
///
/// ```
/// use bando::syntax::decode;
/// assert_eq!(decode(b"bando 1\n", "call.bando").unwrap(), "bando 1\n");
/// assert_eq!(decode(b"bando 1 # perch\xe9", "call.bando").unwrap_err().code.as_str(), "invalid-encoding");
/// ```
pub fn decode(bytes: &[u8], name: &str) -> Result<String, Diagnostic> {
    let at = |byte: usize| DataPlace {
        file: name.to_owned(),
        line: bytes
            .get(..byte)
            .map(|before| before.split(|byte| *byte == b'\n').count())
            .and_then(|line| u64::try_from(line).ok()),
        ..DataPlace::default()
    };
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let byte = error.valid_up_to();
        let wrong = bytes.get(byte).copied().unwrap_or_default();
        Diagnostic::data(
            Code::InvalidEncoding,
            at(byte),
            Text::new(
                format!("il file non è in UTF-8: il byte {wrong:02X} non vi ha senso"),
                format!("the file is not in UTF-8: byte {wrong:02X} makes no sense there"),
            ),
        )
        .with_hint(Text::new(
            "salvare il file con la codifica UTF-8",
            "save the file with the encoding UTF-8",
        ))
    })?;
    if let Some(byte) = text.find('\0') {
        return Err(Diagnostic::data(
            Code::ForbiddenCharacter,
            at(byte),
            Text::new(
                format!("il byte {byte} è NUL: questo non è un file di testo"),
                format!("byte {byte} is NUL: this is not a text file"),
            ),
        ));
    }
    Ok(text
        .strip_prefix(BYTE_ORDER_MARK)
        .unwrap_or(text)
        .to_owned())
}

/// Reports every character that would make the text look other than it is, wherever it stands.
pub(super) fn check(text: &str, file: FileId) -> Vec<Diagnostic> {
    let mut characters = text.char_indices().peekable();
    characters.next_if(|(_, character)| *character == BYTE_ORDER_MARK);
    let mut found = Vec::new();
    while let Some((start, character)) = characters.next() {
        let follows = characters.peek().map(|(_, next)| *next);
        let Some(what) = forbidden(character, follows) else {
            continue;
        };
        let span = Span {
            file,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(start.saturating_add(character.len_utf8())).unwrap_or(u32::MAX),
        };
        found.push(forbidden_character(span, character, &what));
        if found.len() == SHOWN {
            break;
        }
    }
    found
}

/// Returns the first character of a text that no rule file may hold, with what it is.
pub(crate) fn first_forbidden(text: &str) -> Option<(char, Text)> {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if let Some(what) = forbidden(character, characters.peek().copied()) {
            return Some((character, what));
        }
    }
    None
}

fn forbidden_character(span: Span, character: char, what: &Text) -> Diagnostic {
    let code = u32::from(character);
    let english = what.en.as_deref().unwrap_or_default();
    Diagnostic::error(
        Code::ForbiddenCharacter,
        span,
        Text::new(
            format!("qui c'è {} (U+{code:04X}), che non si vede", what.it),
            format!("here stands {english} (U+{code:04X}), which cannot be seen"),
        ),
    )
    .with_hint(Text::new(
        "cancellare il carattere e riscrivere la parola",
        "delete the character and type the word again",
    ))
}

/// Says what a character is that must not stand in a rule file.
fn forbidden(character: char, follows: Option<char>) -> Option<Text> {
    match character {
        '\t' | '\n' => None,
        '\r' if follows == Some('\n') => None,
        '\r' => Some(Text::new(
            "un ritorno a capo isolato",
            "a lone carriage return",
        )),
        '\u{061C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => Some(Text::new(
            "un segno che cambia il verso di lettura",
            "a mark that changes the direction of reading",
        )),
        '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | BYTE_ORDER_MARK => Some(Text::new(
            "un carattere senza larghezza",
            "a character without width",
        )),
        '\u{2028}' | '\u{2029}' => Some(Text::new(
            "un separatore di righe o di paragrafi",
            "a line or paragraph separator",
        )),
        _ if character.is_control() => Some(Text::new(
            "un carattere di controllo",
            "a control character",
        )),
        _ => None,
    }
}
