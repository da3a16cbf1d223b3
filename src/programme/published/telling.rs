//! Words for flaws of a table.

use crate::diagnostic::{Code, DataPlace, Diagnostic, Severity};
use crate::text::{Language, Text};

/// The most lines that one message names.
const NAMED: usize = 12;

/// Returns a warning at a place of the table.
pub(super) fn warning(code: Code, place: DataPlace, message: Text) -> Diagnostic {
    let mut diagnostic = Diagnostic::data(code, place, message);
    diagnostic.severity = Severity::Warning;
    diagnostic
}

/// Returns "riga 12" or "righe 12, 13 e 18", and the same in English.
pub(super) fn lines(lines: &[u64]) -> Text {
    let (it, en) = match lines {
        [_] => ("riga", "line"),
        _ => ("righe", "lines"),
    };
    let list = list(&lines.iter().map(u64::to_string).collect::<Vec<_>>());
    Text::new(
        format!("{it} {}", list.get(Language::Italian)),
        format!("{en} {}", list.get(Language::English)),
    )
}

/// Returns "a, b e c", and the same in English; of a long list the beginning and how many more.
pub(super) fn list(items: &[String]) -> Text {
    let shown = items.get(..NAMED).unwrap_or(items);
    let more = items.len().saturating_sub(shown.len());
    let (head, last) = match (more, shown.split_last()) {
        (0, Some((last, head))) if !head.is_empty() => (head, Some(last)),
        _ => (shown, None),
    };
    let head = head.join(", ");
    match (last, more) {
        (Some(last), _) => Text::new(format!("{head} e {last}"), format!("{head} and {last}")),
        (None, 0) => Text::italian(head),
        (None, more) => Text::new(
            format!("{head} e altre {more}"),
            format!("{head} and {more} more"),
        ),
    }
}

/// Returns the text with `words` in each language.
pub(super) fn text(words: impl Fn(Language) -> String) -> Text {
    Text::new(words(Language::Italian), words(Language::English))
}
