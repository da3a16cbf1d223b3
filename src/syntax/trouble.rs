//! What is wrong with a block, in words.

use super::grammar::Rule;
use super::names;
use super::parse::Origin;
use super::scan::{Kind, Piece};
use super::split::{Bracket, block_words, closer};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::text::{Text, nearest};

/// The bytes that a name may have.
const LONGEST_NAME: usize = 256;

/// The things expected that one message lists.
const LISTED: usize = 6;

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
            Kind::Word => name_trouble(written, span),
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
        '€' => error.with_hint(Text::new(
            "gli importi si scrivono `5_000 EUR`",
            "amounts are written `5_000 EUR`",
        )),
        _ => error,
    }
}

fn name_trouble(written: &str, span: Span) -> Option<Diagnostic> {
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
    (!written.is_ascii()).then(|| {
        let written = shortened(written);
        Diagnostic::error(
            Code::SyntaxError,
            span,
            Text::new(
                format!("`{written}` non può essere un nome: i nomi hanno solo lettere senza accenti, cifre e `_`"),
                format!("`{written}` cannot be a name: names have only letters without accents, digits and `_`"),
            ),
        )
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

/// Reports that at byte `at` of a block one of the rules `expected` should have begun.
pub(super) fn unexpected(
    text: &str,
    pieces: &[Piece],
    at: usize,
    expected: &[Rule],
    origin: &Origin,
) -> Diagnostic {
    let found = pieces.iter().find(|piece| piece.end > at);
    let place = found.or(pieces.last());
    let span = place.map_or(origin.span(at, at), |piece| {
        origin.span(piece.start.max(at.min(piece.start)), piece.end)
    });
    let word = found.map_or("", |piece| piece.of(text));
    let keywords = keywords(expected);
    let near = nearest(word, keywords.iter().copied());
    let expected_words = listed(expected, near);
    let (found_it, found_en) = match found {
        Some(piece) if piece.kind == Kind::Text => {
            let text = shortened(word.trim_matches('"'));
            (format!("il testo `{text}`"), format!("the text `{text}`"))
        }
        Some(_) => {
            let word = shortened(word);
            (format!("`{word}`"), format!("`{word}`"))
        }
        None => ("la fine del blocco".into(), "the end of the block".into()),
    };
    let message = match expected_words {
        Some(expected) => Text::new(
            format!("atteso {}, trovato {found_it}", expected.it),
            format!(
                "expected {}, found {found_en}",
                expected.en.unwrap_or(expected.it)
            ),
        ),
        None => Text::new(
            format!("{found_it} non può stare qui"),
            format!("{found_en} cannot stand here"),
        ),
    };
    let error = Diagnostic::error(Code::SyntaxError, span, message);
    if near.is_none() && is_reserved(word) && expected.contains(&Rule::name) {
        return error.with_hint(Text::new(
            format!("`{word}` è una parola della lingua: scegliere un altro nome"),
            format!("`{word}` is a word of the language: choose another name"),
        ));
    }
    error.with_suggestion(word, keywords.iter().copied())
}

fn is_reserved(word: &str) -> bool {
    super::grammar::read(Rule::name, word).is_err()
        && super::grammar::read(Rule::word, word).is_ok()
}

/// Returns the words of the language that would have fitted.
fn keywords(expected: &[Rule]) -> Vec<&'static str> {
    let mut words: Vec<&str> = expected
        .iter()
        .copied()
        .filter_map(names::keyword)
        .collect();
    if expected.contains(&Rule::block) {
        words.extend(block_words());
    }
    words
}

/// Lists what would have fitted: the word that was probably meant, then things, words and marks.
fn listed(expected: &[Rule], near: Option<&str>) -> Option<Text> {
    let meant: Vec<Rule> = expected
        .iter()
        .copied()
        .filter(|rule| !names::joins(*rule) || names::keyword(*rule) == near && near.is_some())
        .collect();
    let mut rules = if meant.is_empty() {
        expected.to_vec()
    } else {
        meant
    };
    rules.sort_by_key(|rule| {
        let keyword = names::keyword(*rule);
        (
            near.is_none() || keyword != near,
            keyword.is_some() || names::is_mark(*rule),
            names::is_mark(*rule),
        )
    });
    let mut words: Vec<Text> = Vec::new();
    for text in rules.into_iter().filter_map(names::name) {
        if !words.contains(&text) {
            words.push(text);
        }
    }
    if words.len() > LISTED {
        let closing = words.pop().filter(|last| last.it == "`}`");
        words.truncate(LISTED.saturating_sub(usize::from(closing.is_some())));
        words.extend(closing);
    }
    let last = words.pop()?;
    if words.is_empty() {
        return Some(last);
    }
    let join = |language: fn(&Text) -> &str, or: &str| {
        let head: Vec<&str> = words.iter().map(language).collect();
        format!("{} {or} {}", head.join(", "), language(&last))
    };
    Some(Text::new(
        join(|text| &text.it, "o"),
        join(|text| text.en.as_deref().unwrap_or(&text.it), "or"),
    ))
}

/// Returns the beginning of `written`, with `…` where something was cut off.
fn shortened(written: &str) -> String {
    match written.char_indices().nth(REPEATED) {
        Some((end, _)) => format!("{}…", written.get(..end).unwrap_or_default()),
        None => written.to_owned(),
    }
}
