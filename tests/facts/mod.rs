//! Proposals and cells: text in, whole result out.

mod cell_numbers;
mod cells;
mod codes;
mod csv;
mod decree;
mod json;
mod properties;
mod show;
mod xlsx;

use std::fmt::Write as _;

use bando::call::{Call, show_plain};
use bando::diagnostic::{Diagnostic, Place};
use bando::facts::{FileKind, ProposalsFile, Received, read};
use bando::text::Language;
use bando::value::Value;

/// Reads a file and writes everything that came of it: `+` a proposal with its facts, `-` a
/// refused row with what is wrong, `!` a notice.
fn reading(call: &Call, kind: FileKind, bytes: &[u8]) -> String {
    let file = ProposalsFile {
        name: "f",
        bytes,
        kind,
    };
    written(call, &read(call, &file))
}

fn written(call: &Call, received: &Received) -> String {
    let mut lines = Vec::new();
    for proposal in &received.proposals {
        let mut line = format!("+ {}", proposal.id);
        for (fact, value) in call.facts.iter().zip(&proposal.facts) {
            let value = value
                .as_ref()
                .map_or_else(|| "?".to_owned(), |it| plain(call, it, fact.kind));
            let _ = write!(line, " {}={value}", fact.name);
        }
        for (column, text) in &proposal.compare {
            let _ = write!(line, " ({column}={text})");
        }
        lines.push(line);
    }
    for row in &received.refused {
        lines.push(format!("- {}", row.place));
        for diagnostic in &row.diagnostics {
            lines.push(format!("    {}", one_line(diagnostic)));
        }
    }
    for notice in &received.notices {
        lines.push(format!("! {}", one_line(notice)));
    }
    lines.join("\n")
}

/// Writes a value as data; lists with their records.
fn plain(call: &Call, value: &Value, kind: bando::call::Type) -> String {
    let (Value::List(records), bando::call::Type::List(list)) = (value, kind) else {
        return show_plain(value, kind, call.names());
    };
    let fields = &call.lists[list.index()].fields;
    let records = records.iter().map(|record| {
        let values = record.fields.iter().zip(fields).map(|(value, field)| {
            let value = value.as_ref();
            value.map_or_else(|| "?".to_owned(), |it| plain(call, it, field.kind))
        });
        format!("{{{}}}", values.collect::<Vec<_>>().join(","))
    });
    format!("[{}]", records.collect::<Vec<_>>().join(","))
}

/// Writes a diagnostic in English: place within the row, code, message, hint. Both languages must
/// be there, and differ only where nothing is said.
fn one_line(diagnostic: &Diagnostic) -> String {
    let Place::Data(place) = &diagnostic.primary.place else {
        panic!("trouble with data is placed in data");
    };
    let spot = place.column.as_ref().or(place.pointer.as_ref());
    let spot = spot.map(|it| format!("{it}: ")).unwrap_or_default();
    let text = [Some(&diagnostic.message), diagnostic.hint.as_ref()];
    for text in text.into_iter().flatten() {
        assert!(text.en.is_some(), "English is missing: {}", text.it);
        assert!(
            !text.it.ends_with('.') && !text.it.contains('\n'),
            "{}",
            text.it
        );
    }
    let hint = diagnostic
        .hint
        .as_ref()
        .map(|hint| format!(" >> {}", hint.get(Language::English)))
        .unwrap_or_default();
    let message = diagnostic.message.get(Language::English);
    format!("{spot}{}: {message}{hint}", diagnostic.code)
}
