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
const OPTION_WORDS: &[Rule] = &[
    Rule::kw_ask,
    Rule::kw_at_least,
    Rule::kw_at_most,
    Rule::kw_blank,
    Rule::kw_supplied,
    Rule::kw_changeable,
    Rule::kw_from,
    Rule::kw_optional,
    Rule::kw_split,
    Rule::kw_when,
    Rule::kw_with,
];

/// The words that may follow `expect`.
const OUTCOME_WORDS: &[Rule] = &[
    Rule::kw_admitted,
    Rule::kw_admitted_many,
    Rule::kw_below_threshold,
    Rule::kw_criterion,
    Rule::kw_funded,
    Rule::kw_funded_many,
    Rule::kw_left,
    Rule::kw_not,
    Rule::kw_proposal,
    Rule::kw_ranked,
    Rule::kw_received_many,
    Rule::kw_requirement,
    Rule::kw_spent,
    Rule::kw_threshold,
    Rule::kw_to_be_completed,
    Rule::kw_units,
    Rule::kw_waiting,
    Rule::kw_waits_for,
    Rule::kw_with,
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
    // Only a word that is no name here leaves nothing to expect.
    let expected = if expected.is_empty() {
        &[Rule::name]
    } else {
        expected
    };
    let starts = expected.iter().flat_map(|rule| names::starts(*rule));
    let fitting: Vec<Rule> = expected.iter().chain(starts).copied().collect();
    if let Some(error) = misspelled(text, pieces, index, expected, origin) {
        return error;
    }
    if let Some(error) = half_said(text, pieces, index, &fitting, origin) {
        return error;
    }
    let found = pieces.get(index);
    let word = found.map_or("", |piece| piece.of(text));
    let span = found
        .or(pieces.last())
        .map_or(origin.span(at, at), |piece| {
            origin.span(piece.start, piece.end)
        });
    let near = near(word, &words(&fitting, origin.keywords));
    let found = found_text(found.map(|piece| piece.kind), word);
    let message = match listed(expected, near, origin.keywords) {
        Some(expected) => Text::new(
            format!("qui serve {}, non {}", expected.it, found.it),
            format!("expected {}, found {}", english(&expected), english(&found)),
        ),
        None => Text::new(
            format!("{} non può stare qui", found.it),
            format!("{} cannot stand here", english(&found)),
        ),
    };
    let error = Diagnostic::error(Code::SyntaxError, span, message);
    if let Some(hint) = habits::hint(text, pieces, index, &fitting, origin.keywords) {
        return error.with_hint(hint);
    }
    if expected.contains(&Rule::name) && is_reserved(word, origin.keywords) {
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
    let expects = [Rule::kw_expect, Rule::kw_expect_many]
        .map(|rule| names::keyword(rule, origin.keywords))
        .contains(&Some(before));
    let candidates = if expects && expected.contains(&Rule::equal) {
        OUTCOME_WORDS
    } else if expected.contains(&Rule::colon) && !taken.leads && !matches!(before, "{" | ",") {
        OPTION_WORDS
    } else {
        return None;
    };
    if taken.kind == Kind::Word
        && let Some(hint) = habits::hint(
            text,
            pieces,
            index.checked_sub(1)?,
            candidates,
            origin.keywords,
        )
    {
        return Some(no_word(taken, word, origin).with_hint(hint));
    }
    let candidates: Vec<&str> = candidates
        .iter()
        .filter_map(|rule| names::keyword(*rule, origin.keywords))
        .filter_map(|words| words.split(' ').next())
        .collect();
    if taken.kind != Kind::Word || candidates.contains(&word) {
        return None;
    }
    let near = near(word, &candidates)?;
    Some(no_word(taken, word, origin).with_suggestion(word, [near]))
}

fn no_word(piece: &Piece, word: &str, origin: &Origin) -> Diagnostic {
    Diagnostic::error(
        Code::SyntaxError,
        origin.span(piece.start, piece.end),
        Text::new(
            format!("`{}` non è una parola della lingua", shortened(word)),
            format!("`{}` is no word of the language", shortened(word)),
        ),
    )
}

/// Reports a keyword of several words of which only the first stand in the text.
fn half_said(
    text: &str,
    pieces: &[Piece],
    index: usize,
    expected: &[Rule],
    origin: &Origin,
) -> Option<Diagnostic> {
    let mut said = 0;
    let mut missing: Vec<&str> = Vec::new();
    for words in words(expected, origin.keywords) {
        let ahead = pieces.iter().skip(index).map(|piece| piece.of(text));
        let common = words
            .split(' ')
            .zip(ahead)
            .take_while(|(word, it)| word == it);
        let common = common.count();
        if common > said {
            said = common;
            missing.clear();
        }
        if common > 0 && common == said {
            missing.extend(words.splitn(common.saturating_add(1), ' ').nth(common));
        }
    }
    let at = index.saturating_add(said);
    let (last, head) = missing.split_last()?;
    let found = pieces.get(at);
    let word = found.map_or("", |piece| piece.of(text));
    let found_text = found_text(found.map(|piece| piece.kind), word);
    let span = found.or(pieces.last())?;
    let head: Vec<String> = head.iter().map(|word| format!("`{word}`")).collect();
    let head = head.join(", ");
    let (or, o) = if head.is_empty() {
        ("", "")
    } else {
        (" or ", " o ")
    };
    let error = Diagnostic::error(
        Code::SyntaxError,
        origin.span(span.start, span.end),
        Text::new(
            format!("qui serve {head}{o}`{last}`, non {}", found_text.it),
            format!(
                "expected {head}{or}`{last}`, found {}",
                english(&found_text)
            ),
        ),
    );
    Some(match near(word, &missing) {
        Some(near) => error.with_suggestion(word, [near]),
        None => error,
    })
}

/// Returns the word that was probably meant; nothing is near what is longer than any word.
fn near<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let is_word = word.starts_with(char::is_alphabetic) && word.len() <= LONGEST_WORD;
    is_word
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

fn is_reserved(word: &str, keywords: Language) -> bool {
    let is = |rule| grammar::read(rule, keywords, word).is_ok();
    is(Rule::reserved) || is(Rule::authority_kind)
}

/// Returns the words of the language that would have fitted.
fn words(expected: &[Rule], keywords: Language) -> Vec<&'static str> {
    let mut words: Vec<&str> = expected
        .iter()
        .filter_map(|rule| names::keyword(*rule, keywords))
        .collect();
    if expected.contains(&Rule::block) {
        words.extend(block_words(keywords));
    }
    words
}

/// Lists what would have fitted: the word that was probably meant, then things, words and marks.
fn listed(expected: &[Rule], near: Option<&str>, keywords: Language) -> Option<Text> {
    let keyword = |rule| names::keyword(rule, keywords);
    let pick = |fits: &dyn Fn(Rule) -> bool| -> Vec<Rule> {
        expected
            .iter()
            .copied()
            .filter(|rule| fits(*rule))
            .collect()
    };
    let is_near = |rule| near.is_some() && keyword(rule) == near;
    let choices = [
        pick(&|rule| !names::joins(rule) || is_near(rule)),
        pick(&|rule| keyword(rule).is_some()),
        expected.to_vec(),
    ];
    let mut rules = choices.into_iter().find(|rules| !rules.is_empty())?;
    rules.sort_by_key(|rule| {
        (
            !is_near(*rule),
            *rule == Rule::EOI,
            names::is_mark(*rule),
            keyword(*rule).is_some(),
        )
    });
    let ends = |rule: &Rule| *rule == Rule::EOI || names::is_mark(*rule);
    let mut last = called(rules.iter().copied().filter(ends), keywords);
    let mut words = called(rules.iter().copied().filter(|rule| !ends(rule)), keywords);
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
fn called(rules: impl Iterator<Item = Rule>, keywords: Language) -> Vec<Text> {
    let mut names: Vec<Text> = Vec::new();
    for name in rules.filter_map(|rule| names::name(rule, keywords)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
