//! Texts of a table that end as another one does: the end may have slipped into the wrong cell.

use std::collections::BTreeMap;

use super::table::{Cell, Published};
use super::telling::warning;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Text;

/// The fewest words, and characters, of a common end that looks copied.
const COPIED_WORDS: usize = 4;
const COPIED_CHARACTERS: usize = 24;

/// From how many characters on a common end is hardly that of ordinary words.
const UNLIKELY: usize = 60;

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
