//! A file of what is expected of proposals: one column of a CSV file, by their ids.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use super::expectations::Run;
use super::test_files::unreadable;
use crate::call::{Encoding, Records, visible};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::source::Span;
use crate::text::Text;

/// Reads what a column says of each proposal. The file is CSV in UTF-8; its heading tells what
/// parts its columns.
pub(super) fn read_column(
    run: &Run<'_>,
    name: &str,
    column: &str,
    span: Span,
) -> Result<BTreeMap<String, String>, Diagnostic> {
    let fails =
        |it: String, en: String| Diagnostic::error(Code::TestFailed, span, Text::new(it, en));
    if !name.to_ascii_lowercase().ends_with(".csv") {
        let error = fails(
            format!("gli esiti attesi si leggono da un file `.csv`, e `{name}` non lo è"),
            format!("expected outcomes are read from a `.csv` file, which `{name}` is not"),
        );
        return Err(error.with_hint(Text::new(
            "salvarlo come «CSV UTF-8»",
            "save it as “CSV UTF-8”",
        )));
    }
    let bytes = run.files.read(name);
    let bytes = bytes.map_err(|error| unreadable(span, name, &error))?;
    let text = Encoding::Utf8.decode(&bytes).map_err(|error| {
        let place = place(name, error.line);
        Diagnostic::error(Code::TestFailed, span, error.message.clone())
            .with_related_data(place, error.message)
    })?;
    let id = match run.call.proposals.id.as_str() {
        "" => "id",
        id => id,
    };
    let wanted = [id, column];
    let separator = separator(&text, wanted);
    let mut records = Records::new(&text, separator);
    let header = records.next().map(|it| it.cells).unwrap_or_default();
    let header: Vec<String> = header.iter().map(|it| composed(it)).collect();
    let place_of = |wanted: &str| {
        let found = header.iter().position(|it| *it == composed(wanted));
        found.ok_or_else(|| {
            let shown = visible(wanted);
            fails(
                format!("in `{name}` manca la colonna `{shown}`"),
                format!("`{name}` has no column `{shown}`"),
            )
            .with_suggestion(wanted, header.iter().map(String::as_str))
        })
    };
    let (id, column) = (place_of(id)?, place_of(column)?);
    let mut expected = BTreeMap::new();
    for record in records {
        if record.flaw.is_none() && record.cells.iter().all(|it| it.trim().is_empty()) {
            continue;
        }
        let at = place(name, Some(record.line));
        let cells = record.cells.get(id).zip(record.cells.get(column));
        let even = record.flaw.is_none() && record.cells.len() == header.len();
        let Some((id, cell)) = cells.filter(|_| even) else {
            let error = fails(
                format!("una riga di `{name}` non ha le celle dell'intestazione"),
                format!("a row of `{name}` does not have the cells of the header"),
            );
            let here = Text::new("la riga è questa", "this is the row");
            return Err(error.with_related_data(at, here));
        };
        let id = composed(id);
        if !run.proposals.iter().any(|it| it.id == id) {
            let shown = visible(&id);
            let error = fails(
                format!(
                    "`{name}` dice che cosa aspettarsi da `{shown}`, che non è fra le proposte"
                ),
                format!("`{name}` says what to expect of `{shown}`, which is no proposal"),
            );
            let ids = run.proposals.iter().map(|it| it.id.as_str());
            let here = Text::new("è qui", "it is here");
            return Err(error.with_related_data(at, here).with_suggestion(&id, ids));
        }
        if expected.insert(id.clone(), composed(cell)).is_some() {
            let error = fails(
                format!("`{name}` dice due volte che cosa aspettarsi da `{id}`"),
                format!("`{name}` says twice what to expect of `{id}`"),
            );
            let here = Text::new("la seconda volta è qui", "the second time is here");
            return Err(error.with_related_data(at, here));
        }
    }
    Ok(expected)
}

fn composed(cell: &str) -> String {
    cell.trim().nfc().collect()
}

fn place(name: &str, line: Option<u64>) -> DataPlace {
    DataPlace {
        file: name.to_owned(),
        line,
        ..DataPlace::default()
    }
}

/// Returns the separator that finds the most of the columns wanted.
fn separator(text: &str, wanted: [&str; 2]) -> u8 {
    let known = |separator: u8| {
        let header = Records::new(text, separator).next();
        let cells = header.map(|it| it.cells).unwrap_or_default();
        let cells: Vec<String> = cells.iter().map(|it| composed(it)).collect();
        let found = |it: &&str| cells.contains(&composed(it));
        wanted.iter().filter(|it| found(it)).count()
    };
    let others = [b';', b'\t'].into_iter();
    others.fold(b',', |best, other| {
        if known(other) > known(best) {
            other
        } else {
            best
        }
    })
}
