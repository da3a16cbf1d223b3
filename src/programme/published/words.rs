//! Names and words of a table that are spelled in several ways.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use super::table::{Cell, Published};
use super::telling::{lines, list, text};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Language, Text};

/// The fewest letters of a word whose spellings are compared.
const COMPARED_LETTERS: usize = 8;

/// Says which bodies are written in several ways.
pub(super) fn bodies(table: &Published) -> Vec<Diagnostic> {
    let mut names: BTreeMap<&str, Vec<&Cell>> = BTreeMap::new();
    for line in &table.lines {
        names.entry(&line.body.text).or_default().push(&line.body);
    }
    let mut found = Vec::new();
    for (one, other) in same_names(names.keys().copied()) {
        let count = |name: &str| names.get(name).map_or(0, Vec::len);
        let (rare, usual) = if (count(one), one.len()) < (count(other), other.len()) {
            (one, other)
        } else {
            (other, one)
        };
        let of = |name: &str| {
            let cells = names.get(name).into_iter().flatten();
            cells.map(|cell| cell.line).collect::<Vec<_>>()
        };
        let Some(cell) = names.get(rare).and_then(|it| it.first()) else {
            continue;
        };
        let rows = lines(&of(usual));
        let message = text(|language| match language {
            Language::Italian => {
                format!("`{rare}` è altrove `{usual}` ({})", rows.get(language))
            }
            Language::English => {
                format!("`{rare}` is elsewhere `{usual}` ({})", rows.get(language))
            }
        });
        let place = table.grid.place(cell.line, cell.column);
        found.push(
                Diagnostic::notice(Code::UnevenSpelling, place, message).with_hint(Text::new(
                    "lette come due soggetti diversi; se sono uno solo, scriverlo sempre allo stesso modo",
                    "read as two bodies; if they are one, write it always in the same way",
                )),
            );
    }
    found
}

/// Returns each two names that are one, but for case, accents, signs or abbreviations.
fn same_names<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<(&'a str, &'a str)> {
    let mut by_letters: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    // An abbreviation begins as the whole word does.
    let mut by_initials: BTreeMap<String, Vec<(&str, Vec<String>)>> = BTreeMap::new();
    for name in names {
        by_letters.entry(letters(name)).or_default().push(name);
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        let initials = words.iter().filter_map(|word| word.chars().next());
        let group = by_initials.entry(initials.collect()).or_default();
        group.push((name, words));
    }
    let mut same = BTreeSet::new();
    let mut note = |one: &'a str, other: &'a str| {
        if one != other {
            same.insert(if one < other {
                (one, other)
            } else {
                (other, one)
            });
        }
    };
    for group in by_letters.values() {
        for pair in group.windows(2) {
            if let [one, other] = pair {
                note(one, other);
            }
        }
    }
    for group in by_initials.values() {
        let short = group
            .iter()
            .filter(|(_, words)| words.iter().any(|it| it.ends_with('.')));
        for (one, words) in short {
            for (other, others) in group {
                if shortened(words, others) {
                    note(one, other);
                }
            }
        }
    }
    same
}

/// Tells whether some words are others, but for abbreviations.
fn shortened(one: &[String], other: &[String]) -> bool {
    let short = |word: &str, whole: &str| {
        word.strip_suffix('.')
            .is_some_and(|head| !head.is_empty() && whole.starts_with(head))
    };
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(a, b)| a == b || short(a, b) || short(b, a))
}

/// Returns the letters and digits of a text, without accents, in small letters.
fn letters(text: &str) -> String {
    let plain = text.nfd().filter(|it| it.is_alphanumeric());
    plain.flat_map(char::to_lowercase).collect()
}

/// Says which words are spelled in several ways: in one, with a hyphen, in two.
pub(super) fn spellings(table: &Published) -> Vec<Diagnostic> {
    let mut all: BTreeMap<String, BTreeMap<String, BTreeSet<(u64, usize)>>> = BTreeMap::new();
    let descriptions = table.lines.iter();
    let descriptions =
        descriptions.filter_map(|line| line.description.as_ref().filter(|it| !line.inherits(it)));
    let cells = table.objectives.iter().flat_map(|it| &it.title);
    let cells = cells.chain(table.specifics.iter().flat_map(|it| &it.title));
    for cell in cells.chain(descriptions) {
        for spelling in candidates(&cell.text) {
            let joined = letters(&spelling);
            if joined.chars().count() >= COMPARED_LETTERS {
                let spellings = all.entry(joined).or_default();
                let places = spellings.entry(spelling).or_default();
                places.insert((cell.line, cell.column));
            }
        }
    }
    let found = all.into_values().filter_map(|spellings| {
        // Two words that are nowhere written as one are just two words.
        let as_one = spellings.keys().any(|it| !it.contains(' '));
        (spellings.len() > 1 && as_one).then(|| uneven(table, &spellings))?
    });
    found.collect()
}

/// Returns the words of a text, and each two that follow one another.
fn candidates(text: &str) -> Vec<String> {
    let trimmed = |word: &str| {
        let word = word.trim_matches(|it: char| !it.is_alphanumeric());
        word.to_lowercase()
    };
    let raw: Vec<&str> = text.split_whitespace().collect();
    let mut all: Vec<String> = raw.iter().map(|word| trimmed(word)).collect();
    for pair in raw.windows(2) {
        if let [one, two] = pair
            && one.ends_with(char::is_alphanumeric)
            && two.starts_with(char::is_alphanumeric)
        {
            all.push(format!("{} {}", trimmed(one), trimmed(two)));
        }
    }
    all
}

fn uneven(
    table: &Published,
    spellings: &BTreeMap<String, BTreeSet<(u64, usize)>>,
) -> Option<Diagnostic> {
    let mut by_line: Vec<(&(u64, usize), &str)> = Vec::new();
    for (spelling, places) in spellings {
        by_line.extend(places.iter().map(|place| (place, spelling.as_str())));
    }
    by_line.sort();
    let mut named: Vec<(&str, Vec<u64>)> = Vec::new();
    for ((line, _), spelling) in &by_line {
        match named.iter_mut().find(|(known, _)| known == spelling) {
            Some((_, lines)) if lines.last() == Some(line) => {}
            Some((_, lines)) => lines.push(*line),
            None => named.push((spelling, vec![*line])),
        }
    }
    let told: Vec<Text> = named
        .iter()
        .map(|(spelling, rows)| {
            let rows = lines(rows);
            text(|language| format!("`{spelling}` ({})", rows.get(language)))
        })
        .collect();
    let message = text(|language| {
        let told: Vec<String> = told.iter().map(|it| it.get(language).to_owned()).collect();
        let told = list(&told);
        match language {
            Language::Italian => format!("la stessa parola in più grafie: {}", told.get(language)),
            Language::English => {
                format!("one word spelled in several ways: {}", told.get(language))
            }
        }
    });
    let ((line, column), _) = *by_line.first()?;
    let place = table.grid.place(*line, *column);
    Some(
        Diagnostic::notice(Code::UnevenSpelling, place, message).with_hint(Text::new(
            "sceglierne una: chi cerca una parola nella tabella trova solo quella grafia",
            "choose one: whoever looks for a word in the table finds that spelling only",
        )),
    )
}
