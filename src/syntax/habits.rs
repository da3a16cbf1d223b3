//! What people write by habit where the language has another way, and that other way.

use super::scan::{Kind, Piece};
use crate::text::Text;

/// Italian words, each with the keyword it means. The keywords are English for now.
const WORDS: &[(&str, &str)] = &[
    ("altrimenti", "otherwise"),
    ("avviso", "call"),
    ("bando", "call"),
    ("cita", "cite"),
    ("definizione", "define"),
    ("domande", "proposals"),
    ("dotazione", "envelope"),
    ("e", "and"),
    ("entro", "within"),
    ("euro", "EUR"),
    ("fase", "phase"),
    ("fatti", "facts"),
    ("fonte", "source"),
    ("giorni", "days"),
    ("graduatoria", "ranking"),
    ("gruppo", "group"),
    ("ipotesi", "assumption"),
    ("lettura", "reading"),
    ("non", "not"),
    ("o", "or"),
    ("parametro", "parameter"),
    ("quando", "when"),
    ("requisito", "requirement"),
    ("richiede", "require"),
    ("riserva", "reservation"),
    ("se", "when"),
    ("tabella", "table"),
    ("titolo", "title"),
];

/// Returns what to write instead of the piece at `index`, where it is a known habit.
pub(super) fn hint(text: &str, pieces: &[Piece], index: usize) -> Option<Text> {
    let found = pieces.get(index)?;
    let word = found.of(text);
    let before = index.checked_sub(1).and_then(|index| pieces.get(index));
    let after = pieces.get(index.saturating_add(1));
    let digits = |piece: Option<&Piece>| {
        piece.is_some_and(|piece| piece.of(text).starts_with(|it: char| it.is_ascii_digit()))
    };
    if word == "," && digits(before) && digits(after) {
        return Some(Text::new(
            "i decimali si scrivono con il punto, le migliaia con `_`: `450_000.50`",
            "decimals are written with a point, thousands with `_`: `450_000.50`",
        ));
    }
    if found.kind != Kind::Word {
        return None;
    }
    let lower = word.to_lowercase();
    let (_, keyword) = WORDS.iter().find(|(habit, _)| *habit == lower)?;
    Some(Text::new(
        format!("la parola della lingua è `{keyword}`"),
        format!("the word of the language is `{keyword}`"),
    ))
}
