//! What the headings and the lines together say about the columns, before any line is read.

use std::collections::BTreeMap;

use super::grid::{Grid, Row};
use super::missing;
use super::profile::Profile;
use super::rows::{Kind, Window, heading_of};
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
    if windows(kinds).next().is_none() {
        return Some(no_table(whole, profile));
    }
    missing::column(grid, profile, kinds)
}

pub(super) fn headings<'a>(grid: &'a Grid, kinds: &'a [Kind<'_>]) -> impl Iterator<Item = &'a Row> {
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
    most(windows(kinds).map(|window| window.start))
}

fn windows(kinds: &[Kind<'_>]) -> impl Iterator<Item = Window> {
    kinds.iter().filter_map(|kind| match kind {
        Kind::Line(window) => Some(*window),
        _ => None,
    })
}

/// Returns the value that occurs most often; the smallest of several.
pub(super) fn most(values: impl Iterator<Item = usize>) -> Option<usize> {
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
