//! Blank cells whose content is taken from above, as that of merged cells is.

use super::profile::TextRole;
use super::table::{Cell, Line, Published};
use super::telling::{lines, text, warning};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Language, Text};

/// A text of a line.
type CellOf = fn(&Line) -> Option<&Cell>;

/// Says which cells were blank and taken from above, as merged cells are.
pub(super) fn inherited(table: &Published) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let roles: [(TextRole, CellOf); 2] = [
        (TextRole::Description, |line| line.description.as_ref()),
        (TextRole::Source, |line| line.source.as_ref()),
    ];
    for (role, of) in roles {
        if !table.profile.texts.contains(&role) {
            continue;
        }
        let name = role.words();
        let inheriting: Vec<u64> = table
            .lines
            .iter()
            .filter(|line| of(line).is_some_and(|cell| line.inherits(cell)))
            .map(|line| line.line)
            .collect();
        if let Some(first) = inheriting.first() {
            found.push(from_above(table, *first, &inheriting, &name));
        }
        for line in table.lines.iter().filter(|line| of(line).is_none()) {
            found.push(nothing_above(table, line, &name));
        }
    }
    found
}

fn from_above(table: &Published, first: u64, rows: &[u64], name: &Text) -> Diagnostic {
    let named = lines(rows);
    Diagnostic::notice(
        Code::InheritedCell,
        table.grid.place_of_line(first),
        text(|language| match language {
            Language::Italian => format!(
                "{}: {} in bianco, ripresa dalla riga sopra dello stesso obiettivo specifico",
                named.get(language),
                name.get(language)
            ),
            Language::English => format!(
                "{}: {} blank, taken from the line above of the same specific objective",
                named.get(language),
                name.get(language)
            ),
        }),
    )
    .with_hint(Text::new(
        "verificare sull'atto che le celle fossero unite, e non vuote",
        "make sure from the act that the cells were merged, and not empty",
    ))
}

fn nothing_above(table: &Published, line: &Line, name: &Text) -> Diagnostic {
    warning(
        Code::InheritedCell,
        table.grid.place_of_line(line.line),
        text(|language| match language {
            Language::Italian => format!(
                "{} in bianco, e nessuna riga sopra nello stesso obiettivo specifico da cui riprenderla",
                name.get(language)
            ),
            Language::English => format!(
                "{} blank, and no line above in the same specific objective to take it from",
                name.get(language)
            ),
        }),
    )
    .with_hint(Text::new(
        "riprenderla dall'atto",
        "take it from the act",
    ))
}
