//! What is wrong with a block before the grammar is asked, in words.

use super::parse::Origin;
use super::phrases;
use super::scan::{Kind, Piece};
use super::split::{Bracket, closer};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::text::{KEYWORDS, Language, Text};

/// The bytes that a name may have.
const LONGEST_NAME: usize = 256;

/// The characters of what was found that one message repeats.
const REPEATED: usize = 40;

/// Reports the first piece that has no meaning whatever stands around it.
pub(super) fn meaningless(text: &str, pieces: &[Piece], origin: &Origin) -> Option<Diagnostic> {
    pieces.iter().find_map(|piece| {
        let written = piece.of(text);
        let span = origin.span(piece.start, piece.end);
        match piece.kind {
            Kind::OpenText => Some(open_text(piece, origin)),
            Kind::BadEscape => Some(bad_escape(span)),
            Kind::Stray => Some(stray(written, span)),
            Kind::Word => name_trouble(written, span, origin.keywords),
            _ => None,
        }
    })
}

fn open_text(piece: &Piece, origin: &Origin) -> Diagnostic {
    let quote = origin.span(piece.start, piece.start.saturating_add(1));
    Diagnostic::error(
        Code::SyntaxError,
        quote,
        Text::new(
            "il testo fra virgolette che comincia qui non finisce sulla stessa riga",
            "the text in quotes that starts here does not end on its line",
        ),
    )
    .with_hint(Text::new(
        "chiuderlo con `\"`; una virgoletta dentro il testo si scrive `\\\"`",
        "close it with `\"`; a quote inside the text is written `\\\"`",
    ))
}

fn bad_escape(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::SyntaxError,
        span,
        Text::new(
            "in questo testo un `\\` non è seguito né da `\"` né da `\\`",
            "in this text a `\\` is followed by neither `\"` nor `\\`",
        ),
    )
    .with_hint(Text::new("scrivere `\\\\`", "write `\\\\`"))
}

fn stray(written: &str, span: Span) -> Diagnostic {
    let character = written.chars().next().unwrap_or_default();
    if character.is_whitespace() {
        let code = u32::from(character);
        return Diagnostic::error(
            Code::SyntaxError,
            span,
            Text::new(
                format!("qui c'è uno spazio speciale (U+{code:04X}) al posto di uno normale"),
                format!("here stands a special blank (U+{code:04X}) instead of a plain space"),
            ),
        );
    }
    let error = Diagnostic::error(
        Code::SyntaxError,
        span,
        Text::new(
            format!("`{character}` non ha alcun significato qui"),
            format!("`{character}` means nothing here"),
        ),
    );
    match character {
        '“' | '”' | '«' | '»' | '‘' | '’' | '\'' | '„' => error.with_hint(Text::new(
            "i testi stanno fra virgolette diritte `\"`",
            "texts stand between straight quotes `\"`",
        )),
        _ => match phrases::known_sign(character) {
            Some(hint) => error.with_hint(hint),
            None => error,
        },
    }
}

fn name_trouble(written: &str, span: Span, keywords: Language) -> Option<Diagnostic> {
    if written.split('.').any(|name| name.len() > LONGEST_NAME) {
        return Some(Diagnostic::error(
            Code::LimitExceeded,
            span,
            Text::new(
                format!("un nome ha al massimo {LONGEST_NAME} caratteri"),
                format!("a name has at most {LONGEST_NAME} characters"),
            ),
        ));
    }
    if written.is_ascii() || is_word(written, keywords) {
        return None;
    }
    let shown = shortened(written);
    let error = Diagnostic::error(
        Code::SyntaxError,
        span,
        Text::new(
            format!(
                "`{shown}` non può essere un nome: i nomi hanno solo lettere senza accenti, cifre e `_`"
            ),
            format!(
                "`{shown}` cannot be a name: names have only letters without accents, digits and `_`"
            ),
        ),
    );
    Some(if is_word(written, Language::Italian) {
        error.with_hint(Text::new(
            "è una parola dei file che cominciano con `bando 1 it`",
            "it is a word of files that start with `bando 1 it`",
        ))
    } else {
        match phrases::without_accents(written) {
            Some(hint) => error.with_hint(hint),
            None => error,
        }
    })
}

/// Tells whether `written` is a word of a keyword.
fn is_word(written: &str, keywords: Language) -> bool {
    KEYWORDS.iter().any(|(_, english, italian)| {
        let words = match keywords {
            Language::English => english,
            Language::Italian => italian,
        };
        words.split([' ', '/', '-']).any(|word| word == written)
    })
}

/// Reports a bracket without its other half.
pub(super) fn bracket(text: &str, bracket: Bracket, origin: &Origin) -> Diagnostic {
    let (Bracket::Unclosed(piece) | Bracket::ClosesNothing(piece)) = bracket;
    let span = origin.span(piece.start, piece.end);
    let written = piece.of(text);
    let message = match bracket {
        Bracket::Unclosed(_) => Text::new(
            format!("`{written}` non viene mai chiusa"),
            format!("`{written}` is never closed"),
        ),
        Bracket::ClosesNothing(_) => Text::new(
            format!("`{written}` non chiude nulla"),
            format!("`{written}` closes nothing"),
        ),
    };
    let error = Diagnostic::error(Code::SyntaxError, span, message);
    match bracket {
        Bracket::Unclosed(_) => error.with_hint(Text::new(
            format!("aggiungere `{}` dove finisce", closer(written)),
            format!("add `{}` where it ends", closer(written)),
        )),
        Bracket::ClosesNothing(_) => error,
    }
}

/// Returns the beginning of `written`, with `…` where something was cut off.
pub(super) fn shortened(written: &str) -> String {
    match written.char_indices().nth(REPEATED) {
        Some((end, _)) => format!("{}…", written.get(..end).unwrap_or_default()),
        None => written.to_owned(),
    }
}
