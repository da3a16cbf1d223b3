//! The tables of keywords in the reference are those of the language.
//!
//! `BLESS=1` rewrites them.

use std::collections::BTreeSet;

use bando::text::{GIVEN_NAMES, KEYWORDS};

use crate::support::project;

const BEGIN: &str = "<!-- keywords -->\n";
const END: &str = "<!-- /keywords -->";

#[test]
fn the_english_table_of_keywords_is_that_of_the_language() {
    holds(
        "docs/en/reference.md",
        ["English", "Italian"],
        words().collect(),
    );
}

#[test]
fn the_italian_table_of_keywords_is_that_of_the_language() {
    let turned = words().map(|(english, italian)| (italian, english));
    holds(
        "docs/it/riferimento.md",
        ["Italiano", "Inglese"],
        turned.collect(),
    );
}

/// Returns the keywords and the names that need no declaration, in English and Italian.
fn words() -> impl Iterator<Item = (&'static str, &'static str)> {
    let keywords = KEYWORDS
        .iter()
        .map(|(_, english, italian)| (*english, *italian));
    keywords.chain(GIVEN_NAMES.iter().copied())
}

/// Holds the table of a page against pairs of words, in the order of the alphabet.
fn holds(page: &str, titles: [&str; 2], pairs: Vec<(&str, &str)>) {
    let path = project(page);
    let text = std::fs::read_to_string(&path).expect("the page");
    let (before, rest) = text.split_once(BEGIN).expect("the beginning of the table");
    let (found, after) = rest.split_once(END).expect("the end of the table");
    let pairs: BTreeSet<(String, &str, &str)> = pairs
        .into_iter()
        .map(|(one, other)| (without_accents(one), one, other))
        .collect();
    let rows = pairs
        .iter()
        .map(|(_, one, other)| format!("| `{one}` | `{other}` |\n"));
    let table = format!(
        "\n| {} | {} |\n|---|---|\n{}\n",
        titles[0],
        titles[1],
        rows.collect::<String>()
    );
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}"))
            .expect("it is written");
    } else {
        assert_eq!(found, table, "in {page}: BLESS=1 rewrites it");
    }
}

/// Returns a word as the alphabet has it.
fn without_accents(word: &str) -> String {
    let accents = [("à", "a"), ("è", "e"), ("é", "e"), ("ì", "i")];
    let word = word.to_lowercase();
    accents
        .iter()
        .fold(word, |word, (with, without)| word.replace(with, without))
}
