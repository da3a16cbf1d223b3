//! What the headings and the lines together say about the columns, before any line is read.

use std::collections::BTreeMap;

use super::grid::Grid;
use super::profile::Profile;
use super::rows::{Kind, Window, heading_of};
use super::telling::text;
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::Text;

/// Returns why the file has no lines that could be read, if that is so.
pub(super) fn trouble(grid: &Grid, profile: &Profile, kinds: &[Kind<'_>]) -> Option<Diagnostic> {
    let whole = DataPlace {
        file: grid.file.clone(),
        ..DataPlace::default()
    };
    if grid.rows.iter().all(super::grid::Row::is_blank) {
        return Some(
            Diagnostic::data(
                Code::MalformedRecord,
                whole,
                Text::new("il file è vuoto", "the file is empty"),
            )
            .with_hint(Text::new(
                "esportare la tabella dell'atto come testo delimitato da tabulazioni",
                "export the act's table as text parted by tabs",
            )),
        );
    }
    let headings = missing_heading(grid, profile, kinds);
    if let Some(trouble) = headings.or_else(|| other_order(grid, profile, kinds)) {
        return Some(trouble);
    }
    let windows = windows(kinds);
    if windows.is_empty() {
        return Some(no_table(whole, profile));
    }
    wrong_number_of_amounts(grid, profile, &windows)
        .or_else(|| few_columns_of_text(grid, profile, kinds, &windows))
}

/// Returns the column in which the amounts of most lines begin.
pub(super) fn usual_start(kinds: &[Kind<'_>]) -> Option<usize> {
    most(windows(kinds).iter().map(|window| window.start))
}

fn windows(kinds: &[Kind<'_>]) -> Vec<Window> {
    let windows = kinds.iter().filter_map(|kind| match kind {
        Kind::Line(window) => Some(*window),
        _ => None,
    });
    windows.collect()
}

/// Returns the value that occurs most often; the smallest of several.
fn most(values: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for value in values {
        let count = counts.entry(value).or_default();
        *count = count.saturating_add(1);
    }
    let best = counts
        .iter()
        .max_by_key(|(value, count)| (**count, std::cmp::Reverse(**value)));
    best.map(|(value, _)| *value)
}

fn missing_heading(grid: &Grid, profile: &Profile, kinds: &[Kind<'_>]) -> Option<Diagnostic> {
    let mut rows = grid.rows.iter().zip(kinds);
    let Some((row, _)) = rows.find(|(_, kind)| **kind == Kind::Heading) else {
        return no_heading(grid, profile);
    };
    let mut columns = profile.amounts.iter();
    let column =
        columns.find(|column| !column.headings.is_empty() && heading_of(row, column).is_none())?;
    let needed = column.headings.join("`, `");
    let name = column.words();
    Some(
        Diagnostic::data(
            Code::MissingColumn,
            grid.place_of_line(row.line),
            text(|language| match language {
                crate::text::Language::Italian => format!(
                    "manca la colonna {}: nessuna intestazione contiene `{needed}`",
                    name.get(language)
                ),
                crate::text::Language::English => format!(
                    "the column {} is missing: no heading holds `{needed}`",
                    name.get(language)
                ),
            }),
        )
        .with_hint(Text::new(
            "riprendere la colonna dall'atto; se la tabella è fatta in altro modo, descriverla in un profilo (`--profile FILE`)",
            "take the column from the act; if the table is laid out otherwise, describe it in a profile (`--profile FILE`)",
        )),
    )
}

/// The columns of amounts are known by their headings, so a table without any is another one.
fn no_heading(grid: &Grid, profile: &Profile) -> Option<Diagnostic> {
    let headings = profile.amounts.iter().flat_map(|it| &it.headings);
    let headings: Vec<String> = headings.map(|it| format!("`{it}`")).collect();
    if headings.is_empty() {
        return None;
    }
    let headings = headings.join(", ");
    let place = DataPlace {
        file: grid.file.clone(),
        ..DataPlace::default()
    };
    Some(
        Diagnostic::data(
            Code::MissingColumn,
            place,
            Text::new(
                format!("manca la riga delle intestazioni: nessuna riga contiene {headings}"),
                format!("the row of headings is missing: no row holds {headings}"),
            ),
        )
        .with_hint(Text::new(
            "riprendere le intestazioni dall'atto, o dire in un profilo che cosa contengono (`--profile FILE`)",
            "take the headings from the act, or say in a profile what they hold (`--profile FILE`)",
        )),
    )
}

/// Amounts are told apart by their order, so that of the headings must be the profile's.
fn other_order(grid: &Grid, profile: &Profile, kinds: &[Kind<'_>]) -> Option<Diagnostic> {
    let mut rows = grid.rows.iter().zip(kinds);
    let (row, _) = rows.find(|(_, kind)| **kind == Kind::Heading)?;
    let found = profile.amounts.iter().filter_map(|column| {
        let at = heading_of(row, column)?;
        Some((at, column))
    });
    let found: Vec<(usize, _)> = found.collect();
    let (before, after) = found
        .iter()
        .zip(found.iter().skip(1))
        .find(|(a, b)| a.0 > b.0)?;
    let (first, second) = (before.1.words(), after.1.words());
    Some(
        Diagnostic::data(
            Code::MalformedRecord,
            grid.place_of_line(row.line),
            text(|language| {
                let (first, second) = (first.get(language), second.get(language));
                match language {
                    crate::text::Language::Italian => format!(
                        "le colonne sono in un altro ordine: l'intestazione di {second} sta prima di quella di {first}"
                    ),
                    crate::text::Language::English => format!(
                        "the columns stand in another order: the heading of {second} comes before that of {first}"
                    ),
                }
            }),
        )
        .with_hint(Text::new(
            "descrivere la tabella in un profilo con le colonne nel suo ordine (`--profile FILE`), o rimetterle nell'ordine dell'atto",
            "describe the table in a profile with the columns in its order (`--profile FILE`), or put them in the order of the act",
        )),
    )
}

fn no_table(whole: DataPlace, profile: &Profile) -> Diagnostic {
    let amounts = profile.amounts.len();
    Diagnostic::data(
        Code::MalformedRecord,
        whole,
        Text::new(
            "in questo file non c'è la tabella di un programma: nessuna riga ha celle con importi".to_owned(),
            "this file holds no table of a programme: no row has cells with amounts".to_owned(),
        ),
    )
    .with_hint(Text::new(
        format!(
            "serve un testo delimitato da tabulazioni; una riga finisce con {amounts} importi, come `1.500.000,00`, e il soggetto responsabile"
        ),
        format!(
            "a text parted by tabs is needed; a line ends with {amounts} amounts, such as `1.500.000,00`, and the body that answers for it"
        ),
    ))
}

/// Where more than half of the lines have another number of amounts, that is the table's layout.
fn wrong_number_of_amounts(
    grid: &Grid,
    profile: &Profile,
    windows: &[Window],
) -> Option<Diagnostic> {
    let needed = profile.amounts.len();
    let usual = most(windows.iter().map(|window| window.run))?;
    let same = windows.iter().filter(|it| it.run == usual).count();
    if usual == needed || same.saturating_mul(2) <= windows.len() {
        return None;
    }
    let all = windows.len();
    let place = DataPlace {
        file: grid.file.clone(),
        ..DataPlace::default()
    };
    let code = if usual < needed {
        Code::MissingColumn
    } else {
        Code::MalformedRecord
    };
    let names: Vec<String> = profile.amounts.iter().map(|it| it.name.clone()).collect();
    let names = names.join(", ");
    Some(
        Diagnostic::data(
            code,
            place,
            Text::new(
                format!(
                    "prima del soggetto responsabile servono {needed} importi ({names}); in {same} righe su {all} sono {usual}"
                ),
                format!(
                    "{needed} amounts are needed before the body ({names}); in {same} of {all} lines there are {usual}"
                ),
            ),
        )
        .with_hint(Text::new(
            "confrontare le colonne con quelle dell'atto, o descriverle in un profilo (`--profile FILE`)",
            "hold the columns against those of the act, or describe them in a profile (`--profile FILE`)",
        )),
    )
}

fn few_columns_of_text(
    grid: &Grid,
    profile: &Profile,
    kinds: &[Kind<'_>],
    windows: &[Window],
) -> Option<Diagnostic> {
    let needed = profile.texts.len();
    let usual = most(windows.iter().map(|window| window.start))?;
    if usual >= needed {
        return None;
    }
    let is_line = |kind: &Kind<'_>| matches!(kind, Kind::Line(window) if window.start == usual);
    let mut rows = grid.rows.iter().zip(kinds);
    let (row, _) = rows.find(|(_, kind)| is_line(kind))?;
    let words: Vec<Text> = profile.texts.iter().map(|role| role.words()).collect();
    let listed = text(|language| {
        let words: Vec<&str> = words.iter().map(|it| it.get(language)).collect();
        words.join(", ")
    });
    Some(
        Diagnostic::data(
            Code::MissingColumn,
            grid.place_of_line(row.line),
            Text::new(
                format!(
                    "prima degli importi servono {needed} colonne ({}); qui sono {usual}",
                    listed.it
                ),
                format!(
                    "{needed} columns are needed before the amounts ({}); here there are {usual}",
                    listed.en.as_deref().unwrap_or_default()
                ),
            ),
        )
        .with_hint(Text::new(
            "riprendere la colonna che manca dall'atto, o descrivere la tabella in un profilo (`--profile FILE`)",
            "take the column that is missing from the act, or describe the table in a profile (`--profile FILE`)",
        )),
    )
}
