//! How texts, amounts and names are written in a programme file.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::number::{Money, group_digits};
use crate::text::KEYWORDS;

/// Returns a text in quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Returns an amount as rule files write it: `1_500_000`, `40_000.50`.
pub(super) fn literal(amount: Money) -> String {
    let grouped = group_digits(&amount.to_plain(), '_', '.');
    match grouped.strip_suffix(".00") {
        Some(whole) => whole.to_owned(),
        None => grouped,
    }
}

/// Returns a name made of the letters and digits of some words.
pub(super) fn slug(words: &str) -> String {
    let plain: String = words
        .nfd()
        .filter(|it| !('\u{300}'..='\u{36f}').contains(it))
        .map(|it| {
            if it.is_ascii_alphanumeric() {
                it.to_ascii_lowercase()
            } else {
                ' '
            }
        })
        .collect();
    let parts: Vec<&str> = plain.split_whitespace().collect();
    let name = parts.join("_");
    let is_keyword = |word: &str| {
        KEYWORDS
            .iter()
            .any(|(_, en, it)| *en == word || *it == word)
    };
    if name.is_empty() || name.starts_with(|it: char| it.is_ascii_digit()) {
        format!("n{name}")
    } else if name.len() > 1 && is_keyword(&name) {
        format!("{name}_1")
    } else {
        name
    }
}

/// Returns the name, with a number where it is taken; `taken` holds the last number of each.
pub(super) fn free(name: &str, taken: &mut BTreeMap<String, usize>) -> String {
    let Some(last) = taken.get(name).copied() else {
        taken.insert(name.to_owned(), 1);
        return name.to_owned();
    };
    let numbers = last.saturating_add(1)..;
    let mut names = numbers.map(|number| (number, format!("{name}_{number}")));
    let free = names.find(|(_, it)| !taken.contains_key(it));
    let (number, free) = free.unwrap_or_default();
    taken.insert(name.to_owned(), number);
    taken.insert(free.clone(), 1);
    free
}
