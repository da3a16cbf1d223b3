//! The version line: `bando 1`, `bando 1 en` or `bando 1 it`.

use super::characters::BYTE_ORDER_MARK;
use super::parse::Origin;
use super::scan::{Kind, Piece};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;
use crate::text::{Language, Text};

/// The version of the language that this engine reads, as the first line of a rule file names it.
pub const VERSION: u32 = 1;

/// Returns the language of the keywords of a rule file, which its version line tells: English where
/// it tells none.
///
/// ```
/// use bando::text::Language;
/// assert_eq!(bando::syntax::keyword_language("bando 1 it\n"), Language::Italian);
/// assert_eq!(bando::syntax::keyword_language("bando 1\n"), Language::English);
/// ```
pub fn keyword_language(text: &str) -> Language {
    let written = text
        .trim_start_matches(BYTE_ORDER_MARK)
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .find(|line| !line.is_empty())
        .and_then(|line| line.split_whitespace().nth(2));
    match written {
        Some("it") => Language::Italian,
        _ => Language::English,
    }
}

/// A version line that this engine can follow.
pub(super) struct Version {
    /// The number.
    pub(super) number: Spanned<u32>,
    /// The pieces of the line.
    pub(super) line: Vec<Piece>,
}

/// Reads the version line, which comes before anything but comments.
pub(super) fn read(text: &str, pieces: &[Piece], whole: &Origin) -> Result<Version, Diagnostic> {
    let line: Vec<Piece> = pieces
        .iter()
        .enumerate()
        .take_while(|(index, piece)| *index == 0 || !piece.leads)
        .map(|(_, piece)| *piece)
        .collect();
    let trouble = |piece: Option<&Piece>, italian: &str, english: &str| {
        let span = piece.map_or(whole.span(0, 0), |piece| whole.span(piece.start, piece.end));
        Diagnostic::error(Code::UnknownVersion, span, Text::new(italian, english))
    };
    let (Some(word), Some(number)) = (line.first(), line.get(1)) else {
        let error = trouble(line.first(), NO_VERSION.0, NO_VERSION.1);
        return Err(no_version(error, text));
    };
    if word.of(text) != "bando" || number.kind != Kind::Number {
        let error = trouble(Some(word), NO_VERSION.0, NO_VERSION.1);
        return Err(no_version(error, text));
    }
    match number.of(text).parse::<u32>() {
        Ok(VERSION) => {}
        Ok(newer) if newer > VERSION => {
            let error = trouble(
                Some(number),
                &format!(
                    "il file è scritto nella versione {newer} della lingua: serve un programma più recente"
                ),
                &format!(
                    "the file is written in version {newer} of the language: it needs a newer engine"
                ),
            );
            return Err(error.with_hint(Text::new(
                "aggiornare il programma; questo legge i file che cominciano con `bando 1`",
                "update the program; this one reads files that start with `bando 1`",
            )));
        }
        _ => {
            let written = number.of(text);
            return Err(trouble(
                Some(number),
                &format!("non esiste una versione `{written}` della lingua"),
                &format!("there is no version `{written}` of the language"),
            ));
        }
    }
    match line.get(2).map(|piece| piece.of(text)) {
        None => {}
        Some("en" | "it") if line.len() == 3 => {}
        Some(_) => {
            return Err(trouble(
                line.get(2)
                    .filter(|piece| !["en", "it"].contains(&piece.of(text)))
                    .or(line.get(3)),
                "dopo la versione può stare solo `it` o `en`, la lingua delle parole chiave",
                "after the version only `it` or `en` may stand, the language of the keywords",
            ));
        }
    }
    Ok(Version {
        number: Spanned::new(VERSION, whole.span(number.start, number.end)),
        line,
    })
}

const NO_VERSION: (&str, &str) = (
    "la prima riga deve dire la versione della lingua",
    "the first line must tell the version of the language",
);

fn no_version(error: Diagnostic, text: &str) -> Diagnostic {
    if is_table(text) {
        return error.with_hint(Text::new(
            "questa è una tabella, non un file di regole: se è il prospetto di un programma, farne un file con `bando programme import`",
            "this is a table, no rule file: if a programme was published in it, make a file of it with `bando programme import`",
        ));
    }
    error.with_hint(Text::new(
        "scrivere `bando 1` sulla prima riga",
        "write `bando 1` on the first line",
    ))
}

/// Tells whether most lines of a text are parted into cells, by tabs or semicolons.
fn is_table(text: &str) -> bool {
    let filled = text.lines().filter(|line| !line.trim().is_empty());
    let (parted, whole): (Vec<&str>, Vec<&str>) =
        filled.partition(|line| line.trim_start().contains('\t') || line.matches(';').count() > 2);
    parted.len() > whole.len()
}
