//! What is odd about the words of a table: copied ends, one name spelled in several ways.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use super::table::{Cell, Published};
use super::telling::{lines, list, text, warning};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Language, Text};

/// The fewest words, and characters, of a common end that looks copied.
const COPIED_WORDS: usize = 4;
const COPIED_CHARACTERS: usize = 24;

/// From how many characters on a common end is hardly that of ordinary words.
const UNLIKELY: usize = 60;

/// The fewest letters of a word whose spellings are compared.
const COMPARED_LETTERS: usize = 8;

/// How many characters of a copied end are shown on either side.
const SHOWN: usize = 30;

/// Says which texts end in words that another text of the same column ends in too.
pub(super) fn copied_ends(table: &Published) -> Vec<Diagnostic> {
    let objectives = table.objectives.iter().flat_map(|it| &it.title);
    let specifics = table.specifics.iter().flat_map(|it| &it.title);
    let own = table.lines.iter();
    let own = own.filter_map(|line| line.description.as_ref().filter(|it| !line.inherits(it)));
    let mut found = copied(table, objectives);
    found.extend(copied(table, specifics));
    found.extend(copied(table, own));
    found
}

fn copied<'a>(table: &Published, cells: impl Iterator<Item = &'a Cell>) -> Vec<Diagnostic> {
    // Sorted by their reversed letters, texts with a common end stand side by side.
    let mut first: BTreeMap<Vec<char>, &Cell> = BTreeMap::new();
    for cell in cells {
        let reversed: Vec<char> = cell.text.chars().rev().collect();
        first.entry(reversed).or_insert(cell);
    }
    let texts: Vec<(&Vec<char>, &&Cell)> = first.iter().collect();
    let mut found: BTreeMap<u64, (usize, Diagnostic)> = BTreeMap::new();
    for pair in texts.windows(2) {
        let [(one, first), (other, second)] = pair else {
            continue;
        };
        let Some(end) = common_end(one, other) else {
            continue;
        };
        let (earlier, later) = if (first.line, first.column) < (second.line, second.column) {
            (first, second)
        } else {
            (second, first)
        };
        let length = end.chars().count();
        if found
            .get(&later.line)
            .is_none_or(|(known, _)| *known < length)
        {
            let said = copied_end(table, earlier, later, &end);
            found.insert(later.line, (length, said));
        }
    }
    found.into_values().map(|(_, said)| said).collect()
}

/// Returns the words that two reversed texts end in, if they are enough and not the whole of one.
fn common_end(one: &[char], other: &[char]) -> Option<String> {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    if same >= one.len() || same >= other.len() {
        return None;
    }
    let common: Vec<char> = one.iter().take(same).copied().collect();
    let end: String = common.into_iter().rev().collect();
    // From the first whole word on.
    let starts_word = [one, other].iter().all(|text| {
        let before = text.get(same);
        before.is_none_or(|it| !it.is_alphanumeric())
    });
    let whole = if starts_word || end.starts_with(char::is_whitespace) {
        end.as_str()
    } else {
        end.split_once(char::is_whitespace)
            .map_or("", |(_, rest)| rest)
    };
    let whole = whole.trim();
    let enough = whole.split_whitespace().count() >= COPIED_WORDS
        && whole.chars().count() >= COPIED_CHARACTERS;
    enough.then(|| whole.to_owned())
}

fn copied_end(table: &Published, earlier: &Cell, later: &Cell, end: &str) -> Diagnostic {
    let length = end.chars().count();
    let shown = if length <= SHOWN.saturating_mul(2) {
        end.to_owned()
    } else {
        let head: String = end.chars().take(SHOWN).collect();
        let tail: String = end.chars().skip(length.saturating_sub(SHOWN)).collect();
        // Whole words only.
        let (head, _) = head.rsplit_once(' ').unwrap_or((&head, ""));
        let (_, tail) = tail.split_once(' ').unwrap_or(("", &tail));
        format!("{head} … {tail}")
    };
    let line = earlier.line;
    let place = table.grid.place(later.line, later.column);
    let said = if length < UNLIKELY {
        Diagnostic::notice
    } else {
        warning
    };
    said(
        Code::CopiedText,
        place,
        Text::new(
            format!(
                "gli ultimi {length} caratteri sono identici a quelli della riga {line}: `{shown}`"
            ),
            format!("the last {length} characters are those of line {line}: `{shown}`"),
        ),
    )
    .with_related_data(
        table.grid.place(earlier.line, earlier.column),
        Text::new("lo stesso finale sta qui", "the same end stands here"),
    )
    .with_hint(Text::new(
        "verificare sull'atto se il testo è finito nella cella sbagliata",
        "ask the act whether the text slipped into the wrong cell",
    ))
}

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
