//! What the headings and the lines together say about the columns, before any line is read.

use std::collections::BTreeMap;

use super::grid::{Grid, Row};
use super::profile::{AmountColumn, Profile};
use super::rows::{Kind, Window, heading_of};
use super::telling::text;
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::{Language, Text};

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
    let windows = windows(kinds);
    if windows.is_empty() {
        return Some(no_table(whole, profile));
    }
    if let Some(missing) = missing_heading(grid, profile, kinds) {
        return Some(missing);
    }
    wrong_number_of_amounts(grid, profile, &windows)
        .or_else(|| few_columns_of_text(grid, profile, kinds, &windows))
}

fn headings<'a>(grid: &'a Grid, kinds: &'a [Kind<'_>]) -> impl Iterator<Item = &'a Row> {
    let rows = grid.rows.iter().zip(kinds);
    rows.filter(|(_, kind)| **kind == Kind::Heading)
        .map(|(row, _)| row)
}

/// Returns, for each column of amounts of the profile, which amount of a row it is, counted from 0: as
/// the headings stand, or in the profile's own order where they do not tell.
///
/// # Errors
/// In one diagnostic, where the headings contradict the profile, or one another.
pub(super) fn order(
    grid: &Grid,
    profile: &Profile,
    kinds: &[Kind<'_>],
) -> Result<Vec<usize>, Diagnostic> {
    let mut known: Option<Vec<usize>> = None;
    for row in headings(grid, kinds) {
        let own = order_of(row, profile).ok_or_else(|| other_order(grid, row))?;
        if known.as_ref().is_some_and(|known| *known != own) {
            return Err(other_order(grid, row));
        }
        known = Some(own);
    }
    Ok(known.unwrap_or_else(|| (0..profile.amounts.len()).collect()))
}

fn order_of(row: &Row, profile: &Profile) -> Option<Vec<usize>> {
    let columns = profile.amounts.iter().map(|it| heading_of(row, it));
    let columns: Vec<Option<usize>> = columns.collect();
    let found: Vec<usize> = columns.iter().copied().flatten().collect();
    let in_order = found.is_sorted_by(|left, right| left < right);
    if in_order {
        return Some((0..columns.len()).collect());
    }
    // Only where every column has a heading of its own is it known where each stands.
    let mut sorted = found.clone();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() != columns.len() {
        return None;
    }
    let order = found.iter().map(|at| sorted.binary_search(at).ok());
    order.collect()
}

fn other_order(grid: &Grid, row: &Row) -> Diagnostic {
    Diagnostic::data(
        Code::MalformedRecord,
        grid.place_of_line(row.line),
        Text::new(
            "le intestazioni degli importi stanno in un ordine diverso da quello atteso, e non dicono dove sta ogni colonna",
            "the headings of the amounts stand in another order than expected, and do not tell where each column is",
        ),
    )
    .with_hint(Text::new(
        "descrivere in un profilo le colonne nel loro ordine, con l'intestazione di ciascuna (`--profile FILE`)",
        "describe the columns in a profile in their order, with the heading of each (`--profile FILE`)",
    ))
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
    let mut columns = profile.amounts.iter().filter(|it| !it.headings.is_empty());
    let mut rows = headings(grid, kinds);
    let first = rows.next();
    let column =
        columns.find(|column| first.is_none_or(|row| heading_of(row, column).is_none()))?;
    let place = match first {
        Some(row) => grid.place_of_line(row.line),
        None => DataPlace {
            file: grid.file.clone(),
            ..DataPlace::default()
        },
    };
    let needed = column.headings.join("`, `");
    let name = column.words();
    Some(
        Diagnostic::data(
            Code::MissingColumn,
            place,
            text(|language| match language {
                Language::Italian => format!(
                    "manca la colonna {}: nessuna intestazione contiene `{needed}`",
                    name.get(language)
                ),
                Language::English => format!(
                    "the column {} is missing: no heading holds `{needed}`",
                    name.get(language)
                ),
            }),
        )
        .with_hint(Text::new(
            "riprendere dall'atto la colonna, o la sua intestazione se manca solo quella; se la tabella è fatta in altro modo, descriverla in un profilo (`--profile FILE`)",
            "take from the act the column, or its heading where only that is missing; if the table is laid out otherwise, describe it in a profile (`--profile FILE`)",
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
    let names: Vec<Text> = profile.amounts.iter().map(AmountColumn::words).collect();
    let names = |language| {
        let names: Vec<&str> = names.iter().map(|it| it.get(language)).collect();
        names.join(", ")
    };
    let (names_it, names_en) = (names(Language::Italian), names(Language::English));
    Some(
        Diagnostic::data(
            code,
            place,
            Text::new(
                format!(
                    "prima del soggetto responsabile servono {needed} importi ({names_it}); in {same} righe su {all} sono {usual}"
                ),
                format!(
                    "{needed} amounts are needed before the body ({names_en}); in {same} of {all} lines there are {usual}"
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
