//! What was expected at a place, what was found instead, and what was probably meant.

use super::grammar::{self, Rule};
use super::parse::Origin;
use super::scan::{Kind, Piece};
use super::split::block_words;
use super::trouble::shortened;
use super::{habits, names};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Language, Text, nearest};

/// The things expected that one message lists.
const LISTED: usize = 6;

/// The words that may follow the type of a fact or column.
const OPTION_WORDS: &[&str] = &[
    "ask",
    "at",
    "blank",
    "by",
    "changeable",
    "from",
    "optional",
    "split",
    "when",
    "with",
];

/// The words that may follow `expect`.
const OUTCOME_WORDS: &[&str] = &[
    "admitted",
    "below",
    "criterion",
    "funded",
    "left",
    "not",
    "proposal",
    "ranked",
    "received",
    "requirement",
    "spent",
    "threshold",
    "to",
    "units",
    "waiting",
    "waits",
    "with",
];

/// The letters of the longest word to look for among those of the language.
const LONGEST_WORD: usize = 30;

/// Reports that at byte `at` of a block one of the rules `expected` should have begun.
pub(super) fn unexpected(
    text: &str,
    pieces: &[Piece],
    at: usize,
    expected: &[Rule],
    origin: &Origin,
) -> Diagnostic {
    let index = pieces.iter().take_while(|piece| piece.end <= at).count();
    if let Some(error) = misspelled(text, pieces, index, expected, origin) {
        return error;
    }
    let found = pieces.get(index);
    let word = found.map_or("", |piece| piece.of(text));
    let span = found
        .or(pieces.last())
        .map_or(origin.span(at, at), |piece| {
            origin.span(piece.start, piece.end)
        });
    // Only a word that is no name here leaves nothing to expect.
    let expected = if expected.is_empty() {
        &[Rule::name]
    } else {
        expected
    };
    let keywords = keywords(expected);
    let near = near(word, &keywords);
    let found = found_text(found.map(|piece| piece.kind), word);
    let message = match listed(expected, near) {
        Some(expected) => Text::new(
            format!("atteso {}, trovato {}", expected.it, found.it),
            format!("expected {}, found {}", english(&expected), english(&found)),
        ),
        None => Text::new(
            format!("{} non può stare qui", found.it),
            format!("{} cannot stand here", english(&found)),
        ),
    };
    let error = Diagnostic::error(Code::SyntaxError, span, message);
    if let Some(hint) = habits::hint(text, pieces, index) {
        return error.with_hint(hint);
    }
    if expected.contains(&Rule::name) && is_reserved(word) {
        return error.with_hint(Text::new(
            format!("`{word}` è una parola della lingua: scegliere un altro nome"),
            format!("`{word}` is a word of the language: choose another name"),
        ));
    }
    match near {
        Some(near) => error.with_suggestion(word, [near]),
        None => error,
    }
}

/// Reports a misspelled word that was taken for a name, so that what follows it does not fit.
fn misspelled(
    text: &str,
    pieces: &[Piece],
    index: usize,
    expected: &[Rule],
    origin: &Origin,
) -> Option<Diagnostic> {
    let taken = pieces.get(index.checked_sub(1)?)?;
    let before = pieces.get(index.checked_sub(2)?)?.of(text);
    let word = taken.of(text);
    let candidates = if before == "expect" && expected.contains(&Rule::equal) {
        OUTCOME_WORDS
    } else if expected.contains(&Rule::colon) && !taken.leads && !matches!(before, "{" | ",") {
        OPTION_WORDS
    } else {
        return None;
    };
    if taken.kind != Kind::Word || candidates.contains(&word) {
        return None;
    }
    let near = near(word, candidates)?;
    let error = Diagnostic::error(
        Code::SyntaxError,
        origin.span(taken.start, taken.end),
        Text::new(
            format!("`{}` non è una parola della lingua", shortened(word)),
            format!("`{}` is no word of the language", shortened(word)),
        ),
    );
    Some(error.with_suggestion(word, [near]))
}

/// Returns the word that was probably meant; nothing is near what is longer than any word.
fn near<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    (word.len() <= LONGEST_WORD)
        .then(|| nearest(word, candidates.iter().copied()))
        .flatten()
}

fn found_text(kind: Option<Kind>, written: &str) -> Text {
    match kind {
        Some(Kind::Text) => {
            let inner = shortened(written.trim_matches('"'));
            Text::new(format!("il testo `{inner}`"), format!("the text `{inner}`"))
        }
        Some(_) => {
            let written = format!("`{}`", shortened(written));
            Text::new(written.clone(), written)
        }
        None => Text::new("la fine del blocco", "the end of the block"),
    }
}

fn english(text: &Text) -> &str {
    text.get(Language::English)
}

fn is_reserved(word: &str) -> bool {
    let is = |rule| grammar::read(rule, word).is_ok();
    is(Rule::reserved) || is(Rule::authority_kind)
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
    let pick = |fits: &dyn Fn(Rule) -> bool| -> Vec<Rule> {
        expected
            .iter()
            .copied()
            .filter(|rule| fits(*rule))
            .collect()
    };
    let is_near = |rule| near.is_some() && names::keyword(rule) == near;
    let choices = [
        pick(&|rule| !names::joins(rule) || is_near(rule)),
        pick(&|rule| names::keyword(rule).is_some()),
        expected.to_vec(),
    ];
    let mut rules = choices.into_iter().find(|rules| !rules.is_empty())?;
    rules.sort_by_key(|rule| {
        (
            !is_near(*rule),
            *rule == Rule::EOI,
            names::is_mark(*rule),
            names::keyword(*rule).is_some(),
        )
    });
    let ends = |rule: &Rule| *rule == Rule::EOI || names::is_mark(*rule);
    let mut last = called(rules.iter().copied().filter(ends));
    let mut words = called(rules.iter().copied().filter(|rule| !ends(rule)));
    last.truncate(LISTED);
    words.truncate(LISTED.saturating_sub(last.len()));
    words.extend(last);
    let last = words.pop()?;
    if words.is_empty() {
        return Some(last);
    }
    let head = |language| {
        words
            .iter()
            .map(|text| text.get(language))
            .collect::<Vec<_>>()
            .join(", ")
    };
    Some(Text::new(
        format!("{} o {}", head(Language::Italian), last.it),
        format!("{} or {}", head(Language::English), english(&last)),
    ))
}

/// Returns what the rules are called, each name once.
fn called(rules: impl Iterator<Item = Rule>) -> Vec<Text> {
    let mut names: Vec<Text> = Vec::new();
    for name in rules.filter_map(names::name) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
