//! What people write by habit where the language has another way, and that other way.

use super::grammar::Rule;
use super::names;
use super::phrases;
use super::scan::{Kind, Piece};
use super::split::block_words;
use crate::text::{Language, Text};

/// Italian words that are no keywords, each with the English and the Italian keyword it means.
const WORDS: &[(&str, &str, &str)] = &[
    ("bando", "call", "avviso"),
    ("domande", "proposals", "proposte"),
    ("euro", "EUR", "EUR"),
    ("perche", "because", "perché"),
    ("se", "when", "quando"),
    ("si", "yes", "sì"),
];

/// Returns what to write instead of the piece at `index`, where it is a known habit.
pub(super) fn hint(
    text: &str,
    pieces: &[Piece],
    index: usize,
    expected: &[Rule],
    keywords: Language,
) -> Option<Text> {
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
    if let Some(signs) = phrases::in_signs(text, pieces, index, expected) {
        return Some(signs);
    }
    if found.kind != Kind::Word {
        return None;
    }
    let ahead: Vec<String> = pieces
        .iter()
        .skip(index)
        .take(MOST_WORDS)
        .map(|piece| piece.of(text).to_lowercase())
        .collect();
    if let Some(meant) = of_the_other_language(&ahead, expected, keywords) {
        return Some(if expected.contains(&Rule::block) {
            block_of_the_other_language(meant, keywords)
        } else {
            instead(meant)
        });
    }
    let lower = ahead.first()?;
    let (_, english, italian) = WORDS.iter().find(|(habit, ..)| habit == lower)?;
    Some(instead(match keywords {
        Language::Italian => italian,
        Language::English => english,
    }))
}

/// The words of the longest keyword.
const MOST_WORDS: usize = 3;

/// Returns the keyword of the file's language that the words `ahead` are in the other one, where it
/// is expected.
fn of_the_other_language(
    ahead: &[String],
    expected: &[Rule],
    keywords: Language,
) -> Option<&'static str> {
    let said = |words: &str| {
        let mut ahead = ahead.iter();
        words
            .split(' ')
            .all(|word| ahead.next().is_some_and(|it| it == word))
    };
    let other = other(keywords);
    let mut rules = expected.iter().copied();
    let rule = rules.find(|rule| names::keyword(*rule, other).is_some_and(said));
    if let Some(rule) = rule {
        return names::keyword(rule, keywords);
    }
    if !expected.contains(&Rule::block) {
        return None;
    }
    let mut words = block_words(other).zip(block_words(keywords));
    let (_, meant) = words.find(|(word, _)| said(word))?;
    Some(meant)
}

fn other(language: Language) -> Language {
    match language {
        Language::Italian => Language::English,
        Language::English => Language::Italian,
    }
}

fn instead(meant: &str) -> Text {
    Text::new(
        format!("la parola della lingua è `{meant}`"),
        format!("the word of the language is `{meant}`"),
    )
}

fn block_of_the_other_language(meant: &str, keywords: Language) -> Text {
    match keywords {
        Language::English => Text::new(
            format!(
                "la parola della lingua è `{meant}`; con parole italiane la prima riga è `bando 1 it`"
            ),
            format!(
                "the word of the language is `{meant}`; with Italian words the first line is `bando 1 it`"
            ),
        ),
        Language::Italian => Text::new(
            format!(
                "la parola della lingua è `{meant}`; con parole inglesi la prima riga è `bando 1 en`"
            ),
            format!(
                "the word of the language is `{meant}`; with English words the first line is `bando 1 en`"
            ),
        ),
    }
}
