//! Bytes to text, by the declared encoding only.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use super::Encoding;
use crate::text::Text;

/// Why the bytes of a file are not text in the declared encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodingError {
    /// What the file is instead.
    pub kind: EncodingErrorKind,
    /// The line of the first byte that does not fit, counted from 1, where it is one byte.
    pub line: Option<u64>,
    /// What is wrong, for people; lowercase, no final period.
    pub message: Text,
    /// What to do.
    pub hint: Text,
}

/// What a file is that is not text in the declared encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodingErrorKind {
    /// Text in the other encoding that can be declared, or in one that cannot.
    OtherEncoding,
    /// Text in UTF-8 where Windows-1252 was declared.
    Utf8,
    /// No text in any encoding that can be declared: a workbook, UTF-16.
    OtherFile,
}

impl Encoding {
    /// Returns the text of a file, without the byte order mark that may stand before it.
    ///
    /// # Errors
    /// Where a byte means nothing in this encoding, or the file is plainly in another one (UTF-16,
    /// a workbook, UTF-8 where Windows-1252 was declared).
    ///
    /// ```
    /// use bando::call::Encoding;
    /// assert_eq!(Encoding::Windows1252.decode(b"Societ\xe0 \x80").unwrap(), "Società €");
    /// assert_eq!(Encoding::Utf8.decode(b"Societ\xe0").unwrap_err().line, Some(1));
    /// ```
    pub fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, EncodingError> {
        if let Some(error) = other_kind_of_file(bytes) {
            return Err(error);
        }
        match self {
            Self::Utf8 => utf_8(bytes),
            Self::Windows1252 => windows_1252(bytes),
        }
    }

    /// Returns the bytes of a text, a question mark for each character that this encoding lacks.
    ///
    /// ```
    /// use bando::call::Encoding;
    /// assert_eq!(Encoding::Windows1252.encode("Società €"), b"Societ\xe0 \x80");
    /// assert_eq!(Encoding::Windows1252.encode("Ł"), b"?");
    /// ```
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Windows1252 => {
                let mut buffer = [0; 4];
                let characters = text.chars().flat_map(|character| {
                    let character = &*character.encode_utf8(&mut buffer);
                    match WINDOWS_1252.encode(character) {
                        (bytes, _, false) => bytes.into_owned(),
                        _ => b"?".to_vec(),
                    }
                });
                characters.collect()
            }
        }
    }
}

fn utf_8(bytes: &[u8]) -> Result<Cow<'_, str>, EncodingError> {
    let bytes = bytes.strip_prefix(UTF_8_MARK).unwrap_or(bytes);
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        EncodingError {
            kind: EncodingErrorKind::OtherEncoding,
            line: Some(line_of(bytes, error.valid_up_to())),
            message: Text::new(
                format!("il file non è in UTF-8: il byte {byte:02X} non vi ha senso"),
                format!("the file is not in UTF-8: byte {byte:02X} makes no sense there"),
            ),
            hint: Text::new(
                "salvare il file come «CSV UTF-8», oppure, se viene da un vecchio foglio di calcolo, dichiarare `‹encoding› windows-1252`",
                "save the file as “CSV UTF-8”, or, if it comes from an old spreadsheet, declare `‹encoding› windows-1252`",
            ),
        }
    })
}

fn windows_1252(bytes: &[u8]) -> Result<Cow<'_, str>, EncodingError> {
    // Text beyond ASCII that happens to be sound UTF-8 is UTF-8: read as Windows-1252 every
    // accented letter would become two other characters, without any error.
    if !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() {
        return Err(EncodingError {
            kind: EncodingErrorKind::Utf8,
            line: None,
            message: Text::new(
                "il file è in UTF-8, non in Windows-1252 come dichiarato",
                "the file is in UTF-8, not in Windows-1252 as declared",
            ),
            hint: Text::new(
                "dichiarare `‹encoding› utf-8`",
                "declare `‹encoding› utf-8`",
            ),
        });
    }
    let undefined = |byte: &u8| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
    if let Some(at) = bytes.iter().position(undefined) {
        let byte = bytes.get(at).copied().unwrap_or_default();
        return Err(EncodingError {
            kind: EncodingErrorKind::OtherEncoding,
            line: Some(line_of(bytes, at)),
            message: Text::new(
                format!("il file non è in Windows-1252: il byte {byte:02X} non vi ha senso"),
                format!("the file is not in Windows-1252: byte {byte:02X} makes no sense there"),
            ),
            hint: Text::new(
                "salvare il file come «CSV UTF-8» e dichiarare `‹encoding› utf-8`",
                "save the file as “CSV UTF-8” and declare `‹encoding› utf-8`",
            ),
        });
    }
    Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0)
}

const UTF_8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Recognises files that are no text in any encoding a rule file can declare.
fn other_kind_of_file(bytes: &[u8]) -> Option<EncodingError> {
    let utf_16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let save = Text::new(
        "aprirlo nel foglio di calcolo e salvarlo come «CSV UTF-8»",
        "open it in the spreadsheet and save it as “CSV UTF-8”",
    );
    let (line, message) = if utf_16 {
        (
            None,
            Text::new("il file è in UTF-16", "the file is in UTF-16"),
        )
    } else if bytes.starts_with(b"PK\x03\x04") {
        (
            None,
            Text::new(
                "il file è una cartella di lavoro o un archivio, non un testo",
                "the file is a workbook or an archive, not a text",
            ),
        )
    } else {
        let at = bytes.iter().position(|byte| *byte == 0)?;
        (
            Some(line_of(bytes, at)),
            Text::new(
                "il file contiene byte nulli: non è un testo, o è in UTF-16",
                "the file contains null bytes: it is no text, or in UTF-16",
            ),
        )
    };
    Some(EncodingError {
        kind: EncodingErrorKind::OtherFile,
        line,
        message,
        hint: save,
    })
}

fn line_of(bytes: &[u8], at: usize) -> u64 {
    let before = bytes.iter().take(at).filter(|byte| **byte == b'\n').count();
    u64::try_from(before).unwrap_or(u64::MAX).saturating_add(1)
}
