//! What kind of row each row is, and which of its cells are amounts.

use super::amount::parse_amount;
use super::grid::Row;
use super::profile::{AmountColumn, Profile};

/// How a footnote begins.
const NOTES: [&str; 6] = ["nota", "note", "notes", "n.b", "nb", "avvertenza"];

/// What a row of the table is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// No cell is filled.
    Blank,
    /// It names the programme.
    Title(&'a str),
    /// It heads the columns.
    Heading,
    /// It sums what this code names: an objective, or the programme itself.
    Subtotal {
        label: usize,
        code: &'a str,
        /// All that stands behind the word for a sum, the code in it.
        words: &'a str,
        /// Whether it begins as the grand total does.
        begins_as_total: bool,
    },
    /// It sums everything.
    Total { label: Option<usize> },
    /// It is a line whose amounts begin in this column.
    Line(Window),
    /// It has words and no amounts.
    Words,
    /// It has words alone, in one cell, which say that they are a note.
    Note,
}

/// Where the amounts and the body of a line stand: columns, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// The first amount.
    pub(super) start: usize,
    /// The body: the last filled cell; `None` where that is an amount.
    pub(super) body: Option<usize>,
    /// How many amounts stand one beside the other before the body.
    pub(super) run: usize,
}

/// Tells what a row is.
pub(super) fn kind<'a>(row: &'a Row, profile: &Profile) -> Kind<'a> {
    let Some(first) = row.filled().next() else {
        return Kind::Blank;
    };
    let words = row.cell(first);
    if let Some(title) = behind(words, &profile.programme_begins) {
        return Kind::Title(title);
    }
    let is_amount = |column: usize| parse_amount(row.cell(column), profile.numbers).is_some();
    let amounts = row.filled().filter(|column| is_amount(*column)).count();
    if amounts == 0 {
        return if is_heading(row, profile) {
            Kind::Heading
        } else if row.filled().count() == 1 && is_note(words) {
            Kind::Note
        } else {
            Kind::Words
        };
    }
    let total = behind(words, &profile.total_begins);
    if let Some(rest) = total.or_else(|| behind(words, &profile.subtotal_begins)) {
        let rest = rest.trim_end_matches(':').trim();
        let code = code_in(rest);
        let names_none = match total {
            Some(_) => !rest
                .split_whitespace()
                .any(|it| it.contains(is_digit) && !is_year(it)),
            None => rest.split_whitespace().all(is_year),
        };
        return if names_none {
            Kind::Total { label: Some(first) }
        } else {
            Kind::Subtotal {
                label: first,
                code,
                words: rest,
                begins_as_total: total.is_some(),
            }
        };
    }
    if row.filled().all(is_amount) {
        return Kind::Total { label: None };
    }
    let last = row.filled().next_back().unwrap_or(first);
    let body = (!is_amount(last)).then_some(last);
    let end = body.unwrap_or_else(|| last.saturating_add(1));
    let start = end.saturating_sub(profile.amounts.len());
    // A dash stands for an amount, though it is not told for which; before the amounts it is a word.
    let stands =
        |column: usize| is_amount(column) || (column >= start && is_dash(row.cell(column)));
    let run = (0..end).rev().take_while(|column| stands(*column));
    Kind::Line(Window {
        start,
        body,
        run: run.count(),
    })
}

/// Tells whether words begin as a footnote does: `Nota:`, `N.B.`, `*`, `(1)`.
fn is_note(words: &str) -> bool {
    let words = words.to_lowercase();
    let rest = NOTES.iter().find_map(|it| words.strip_prefix(it));
    if rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)) {
        return true;
    }
    let mark = words.strip_prefix('(').and_then(|it| it.split_once(')'));
    let is_mark = |it: char| it.is_ascii_digit() || it == '*';
    words.starts_with('*')
        || mark.is_some_and(|(mark, _)| !mark.is_empty() && mark.chars().all(is_mark))
}

/// Returns the code of what a subtotal sums: `7.5` of `obiettivo 7.5`, and of `7.5` alone.
fn code_in(words: &str) -> &str {
    let mut all = words.split_whitespace().rev();
    let behind = all.find(|it| !is_year(it) && it.to_lowercase() != "anno");
    behind.filter(|it| it.contains(is_digit)).unwrap_or(words)
}

/// Tells whether a word is a year, or several: `2017`, `(2014-2020)`.
fn is_year(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', '[', ']', ':', ',']);
    let mut years = word.split(['-', '/', '\u{2013}']);
    let is_year = |it: &str| matches!(it.parse(), Ok(1900..=2099_u16)) && it.len() == 4;
    !word.is_empty() && years.all(is_year)
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

/// Tells whether a cell holds a dash alone.
pub(super) fn is_dash(words: &str) -> bool {
    matches!(
        words.trim(),
        "-" | "\u{2013}" | "\u{2014}" | "\u{2212}" | "--"
    )
}

/// Tells whether the headings of two columns of amounts, or of the only one that is known by its
/// heading, stand in the row.
fn is_heading(row: &Row, profile: &Profile) -> bool {
    let headed = profile.amounts.iter().filter(|it| !it.headings.is_empty());
    let needed = headed.clone().count().min(2);
    let found = headed.filter(|column| heading_of(row, column).is_some());
    needed > 0 && found.count() >= needed
}

/// Returns where the heading of a column of amounts stands: the cell that is the heading, or else the
/// first that holds it.
pub(super) fn heading_of(row: &Row, column: &AmountColumn) -> Option<usize> {
    let headings: Vec<String> = column.headings.iter().map(|it| it.to_lowercase()).collect();
    let find = |is: fn(&str, &str) -> bool| {
        row.filled().find(|at| {
            let cell = row.cell(*at).to_lowercase();
            headings.iter().any(|heading| is(&cell, heading))
        })
    };
    find(|cell, heading| cell == heading).or_else(|| find(|cell, heading| cell.contains(heading)))
}

/// Returns what stands behind one of these beginnings, whatever their letters' case.
fn behind<'a>(words: &'a str, beginnings: &[String]) -> Option<&'a str> {
    beginnings.iter().find_map(|beginning| {
        let head = words.get(..beginning.len())?;
        let rest = words.get(beginning.len()..)?;
        let ends_word = beginning.ends_with(|it: char| !it.is_alphanumeric())
            || !rest.starts_with(char::is_alphanumeric);
        (head.to_lowercase() == beginning.to_lowercase() && ends_word).then(|| rest.trim())
    })
}
