//! How the table is set: shifted rows, split words. Read all the same, and said.

use std::collections::BTreeMap;

use super::grid::Grid;
use super::profile::{AmountColumn, Profile};
use super::rows::{Kind, heading_of};
use super::table::Cell;
use super::telling::{lines, text};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Language, Text};

/// Says that the words of an objective go on in another cell.
pub(super) fn split(grid: &Grid, code: &str, before: &[Cell], rest: &Cell) -> Diagnostic {
    let words = &rest.text;
    let mut notice = Diagnostic::notice(
        Code::UnevenLayout,
        grid.place(rest.line, rest.column),
        Text::new(
            format!("le parole dell'obiettivo {code} continuano qui: `{words}`"),
            format!("the words of objective {code} go on here: `{words}`"),
        ),
    );
    if let Some(last) = before.last() {
        let words = &last.text;
        notice = notice.with_related_data(
            grid.place(last.line, last.column),
            Text::new(
                format!("cominciano qui: `{words}`"),
                format!("they begin here: `{words}`"),
            ),
        );
    }
    notice.with_hint(Text::new(
        "lette come un testo solo; unire le due celle",
        "read as one text; join the two cells",
    ))
}

/// Returns what is uneven in the layout of the whole table.
pub(super) fn notices(
    grid: &Grid,
    profile: &Profile,
    kinds: &[Kind<'_>],
    start: usize,
) -> Vec<Diagnostic> {
    let mut notices = shifted_lines(grid, kinds, start);
    notices.extend(shifted_sums(grid, kinds, start));
    notices.extend(shifted_heading(grid, profile, kinds, start));
    notices.extend(other_order(grid, profile, kinds));
    notices.extend(widths(grid, kinds));
    notices.extend(total_without_label(grid, kinds));
    if let (false, Some(last)) = (grid.ends_with_line_end, grid.rows.last()) {
        notices.push(
            notice(
                grid,
                last.line,
                Text::new(
                    "l'ultima riga non finisce con un a capo",
                    "the last row has no line end",
                ),
            )
            .with_hint(Text::new(
                "verificare che il file non sia troncato",
                "make sure that the file is not cut short",
            )),
        );
    }
    notices
}

fn notice(grid: &Grid, line: u64, message: Text) -> Diagnostic {
    Diagnostic::notice(Code::UnevenLayout, grid.place_of_line(line), message)
}

fn aligned() -> Text {
    Text::new(
        "il posto delle celle si conta dal soggetto responsabile all'indietro; allinearle",
        "the place of cells is counted backwards from the body; align them",
    )
}

fn shifted_lines(grid: &Grid, kinds: &[Kind<'_>], usual: usize) -> Vec<Diagnostic> {
    let mut shifted: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    for (row, kind) in grid.rows.iter().zip(kinds) {
        if let Kind::Line(window) = kind
            && window.start != usual
        {
            shifted.entry(window.start).or_default().push(row.line);
        }
    }
    let notices = shifted.into_iter().filter_map(|(start, rows)| {
        let by = start.abs_diff(usual);
        let named = lines(&rows);
        let right = start > usual;
        let columns = if by == 1 {
            ("colonna", "column")
        } else {
            ("colonne", "columns")
        };
        let message = text(|language| {
            let named = named.get(language);
            let side = match (language, right) {
                (Language::Italian, true) => "più a destra",
                (Language::Italian, false) => "più a sinistra",
                (Language::English, true) => "right of",
                (Language::English, false) => "left of",
            };
            match language {
                Language::Italian => format!("{named}: {by} {} {side} delle altre", columns.0),
                Language::English => format!("{named}: {by} {} {side} the others", columns.1),
            }
        });
        let first = rows.first().copied()?;
        Some(notice(grid, first, message).with_hint(aligned()))
    });
    notices.collect()
}

fn shifted_sums(grid: &Grid, kinds: &[Kind<'_>], usual: usize) -> Option<Diagnostic> {
    let rows = grid.rows.iter().zip(kinds).filter_map(|(row, kind)| {
        let label = match kind {
            Kind::Subtotal { label, .. } => Some(*label),
            Kind::Total { label } => *label,
            _ => return None,
        };
        let first = row.filled().find(|column| Some(*column) != label)?;
        (first != usual).then_some(row.line)
    });
    let rows: Vec<u64> = rows.collect();
    let first = rows.first().copied()?;
    let named = lines(&rows);
    Some(
        notice(
            grid,
            first,
            text(|language| match language {
                Language::Italian => format!(
                    "{}: gli importi dei totali non stanno sotto quelli delle righe",
                    named.get(language)
                ),
                Language::English => format!(
                    "{}: the amounts of the totals do not stand below those of the lines",
                    named.get(language)
                ),
            }),
        )
        .with_hint(Text::new(
            "letti nel loro ordine; allineare le celle",
            "read in their order; align the cells",
        )),
    )
}

fn shifted_heading(
    grid: &Grid,
    profile: &Profile,
    kinds: &[Kind<'_>],
    usual: usize,
) -> Option<Diagnostic> {
    let mut rows = grid.rows.iter().zip(kinds);
    let (row, _) = rows.find(|(_, kind)| **kind == Kind::Heading)?;
    let columns = profile.amounts.iter();
    let stated = columns.filter_map(|it| heading_of(row, it));
    let first = match profile.amounts.first() {
        Some(first) if profile.amounts.iter().any(|it| it.headings.is_empty()) => {
            heading_of(row, first)?
        }
        _ => stated.min()?,
    };
    let by = first.abs_diff(usual);
    let (it, en) = if first < usual {
        ("a sinistra", "left")
    } else {
        ("a destra", "right")
    };
    let columns = if by == 1 {
        ("colonna", "column")
    } else {
        ("colonne", "columns")
    };
    (by > 0).then(|| {
        notice(
            grid,
            row.line,
            Text::new(
                format!(
                    "le intestazioni degli importi stanno {by} {} {it} dei loro dati",
                    columns.0
                ),
                format!(
                    "the headings of the amounts stand {by} {} {en} of their data",
                    columns.1
                ),
            ),
        )
        .with_hint(Text::new(
            "allineare le intestazioni alle colonne",
            "align the headings with the columns",
        ))
    })
}

/// Says that the amounts were read by their headings, in another order than the profile's.
fn other_order(grid: &Grid, profile: &Profile, kinds: &[Kind<'_>]) -> Option<Diagnostic> {
    let mut rows = grid.rows.iter().zip(kinds);
    let (row, _) = rows.find(|(_, kind)| **kind == Kind::Heading)?;
    let found = profile.amounts.iter().map(|it| heading_of(row, it));
    let found: Option<Vec<usize>> = found.collect();
    let mut columns: Vec<(usize, Text)> = found?
        .into_iter()
        .zip(profile.amounts.iter().map(AmountColumn::words))
        .collect();
    if columns.is_sorted_by_key(|(at, _)| *at) {
        return None;
    }
    columns.sort_by_key(|(at, _)| *at);
    let named = text(|language| {
        let names: Vec<&str> = columns.iter().map(|(_, it)| it.get(language)).collect();
        names.join(", ")
    });
    let message = text(|language| match language {
        Language::Italian => format!(
            "gli importi sono stati letti nell'ordine delle intestazioni: {}",
            named.get(language)
        ),
        Language::English => format!(
            "the amounts were read in the order of their headings: {}",
            named.get(language)
        ),
    });
    Some(notice(grid, row.line, message).with_hint(Text::new(
        "verificare che ogni intestazione stia sopra i suoi importi",
        "make sure that each heading stands above its amounts",
    )))
}

/// Says where the number of cells of a row changes: the table was put together from several.
fn widths(grid: &Grid, kinds: &[Kind<'_>]) -> Option<Diagnostic> {
    let rows = grid.rows.iter().zip(kinds);
    let filled = rows.filter(|(_, kind)| {
        !matches!(
            kind,
            Kind::Blank | Kind::Title(_) | Kind::Words | Kind::Note
        )
    });
    let mut grids: Vec<(usize, u64, u64)> = Vec::new();
    for (row, _) in filled {
        let cells = row.cells.len();
        match grids.last_mut() {
            Some((width, _, last)) if *width == cells => *last = row.line,
            _ => grids.push((cells, row.line, row.line)),
        }
    }
    let changes = grids.len().checked_sub(1).filter(|it| *it > 0)?;
    let [(before, _, _), (after, line, _)] = grids.get(..2)? else {
        return None;
    };
    let message = if changes == 1 {
        Text::new(
            format!("da qui le righe hanno {after} celle; prima ne hanno {before}: due griglie"),
            format!("from here on rows have {after} cells; before, they have {before}: two grids"),
        )
    } else {
        Text::new(
            format!(
                "il numero di celle delle righe cambia {changes} volte; la prima qui, da {before} a {after}"
            ),
            format!(
                "the number of cells of the rows changes {changes} times; first here, from {before} to {after}"
            ),
        )
    };
    Some(notice(grid, *line, message).with_hint(Text::new(
        "ogni riga è letta per conto suo; esportare la tabella intera con le stesse colonne",
        "each row is read by itself; export the whole table with the same columns",
    )))
}

fn total_without_label(grid: &Grid, kinds: &[Kind<'_>]) -> Option<Diagnostic> {
    let mut rows = grid.rows.iter().zip(kinds);
    let (row, _) = rows.find(|(_, kind)| **kind == Kind::Total { label: None })?;
    Some(
        notice(
            grid,
            row.line,
            Text::new(
                "una riga di soli importi, senza nome: letta come totale generale",
                "a row of amounts alone, without a name: read as the grand total",
            ),
        )
        .with_hint(Text::new(
            "scrivere `totale generale` davanti agli importi",
            "write `totale generale` before the amounts",
        )),
    )
}
