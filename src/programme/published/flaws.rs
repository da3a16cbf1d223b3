//! What is odd about the amounts of a table.

use std::collections::BTreeMap;

use super::amount::{Writing, amount_text};
use super::cells::{Position, amounts_at, row_name};
use super::table::Published;
use super::telling::{list, text, warning};
use super::trouble;
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Money;
use crate::text::{Language, Text};

/// Returns the rows of a table: lines, subtotals, the grand total.
fn positions(table: &Published) -> impl Iterator<Item = Position> {
    let lines = (0..table.lines.len()).map(Position::Line);
    let subtotals = (0..table.subtotals.len()).map(Position::Subtotal);
    let total = table.total.is_some().then_some(Position::Total);
    lines.chain(subtotals).chain(total)
}

/// Says of every row where the acts, one after the other, allocate more than the programme foresees.
pub(super) fn above_programme(table: &Published) -> Vec<Diagnostic> {
    let Some(ceiling) = table.profile.programme() else {
        return Vec::new();
    };
    let found = positions(table).filter_map(|position| {
        let amounts = amounts_at(table, position);
        let programme = amounts.get(ceiling)?.amount?;
        let mut sum = Money::ZERO;
        let mut highest: Option<(Money, usize)> = None;
        for column in table.profile.acts() {
            sum = sum.add(amounts.get(column)?.amount?)?;
            if sum > programme && highest.is_none_or(|(amount, _)| sum > amount) {
                highest = Some((sum, column));
            }
        }
        let (highest, column) = highest?;
        let names = table.profile.acts().take_while(|it| *it <= column);
        let names = names.filter_map(|it| table.profile.amounts.get(it));
        let names: Vec<&str> = names.map(|it| it.name.as_str()).collect();
        let names = names.join(" + ");
        let over = amount_text(highest.sub(programme)?);
        let highest = amount_text(highest);
        let (programme_words, row) = (amount_text(programme), row_name(table, position));
        let place = amounts.get(column)?;
        let place = table.grid.place(place.line, place.column);
        let message = text(|language| {
            let (row, highest) = (row.get(language), highest.get(language));
            let (programme, over) = (programme_words.get(language), over.get(language));
            match language {
                Language::Italian => format!(
                    "{row}: {names} assegna {highest}, più del totale programma {programme} (di {over})"
                ),
                Language::English => format!(
                    "{row}: {names} allocates {highest}, more than the programme total {programme} (by {over})"
                ),
            }
        });
        let end_words = amount_text(sum);
        let hint = text(|language| {
            let end = end_words.get(language);
            match (language, sum <= programme) {
                (Language::Italian, _) if sum < Money::ZERO => format!("alla fine risulta assegnato {end}, meno di zero: verificare sull'atto gli importi e i segni"),
                (Language::English, _) if sum < Money::ZERO => format!("in the end {end} is allocated, less than nought: ask the act about the amounts and their signs"),
                (Language::Italian, true) => format!("gli atti successivi la riportano a {end}: verificare che l'assegnazione precedente avesse copertura"),
                (Language::English, true) => format!("later acts bring it back to {end}: make sure that the earlier allocation was covered"),
                (Language::Italian, false) => format!("alla fine risulta assegnato {end}: verificare sull'atto il totale programma, o l'assegnazione"),
                (Language::English, false) => format!("in the end {end} is allocated: ask the act about the programme total, or the allocation"),
            }
        });
        Some(warning(Code::AboveProgramme, place, message).with_hint(hint))
    });
    found.collect()
}

/// Says which programme totals are less than nothing: no programme file can hold them.
pub(super) fn negative_totals(table: &Published) -> Vec<Diagnostic> {
    let Some(column) = table.profile.programme() else {
        return Vec::new();
    };
    let cells = table
        .lines
        .iter()
        .filter_map(|line| line.amounts.get(column));
    let found = cells.filter_map(|cell| {
        let amount = cell.amount.filter(|it| *it < Money::ZERO)?;
        Some(trouble::negative_total(
            &table.grid,
            cell,
            &amount_text(amount),
        ))
    });
    found.collect()
}

/// Says of which lines the acts, one after the other, take away more than there is.
pub(super) fn below_nothing(table: &Published) -> Vec<Diagnostic> {
    let lines = table.lines.iter().enumerate();
    let found = lines.filter_map(|(index, line)| {
        let mut sum = Money::ZERO;
        let cell = table.profile.acts().find_map(|column| {
            let cell = line.amounts.get(column)?;
            sum = sum.add(cell.amount.unwrap_or_default())?;
            (sum < Money::ZERO).then_some((cell, column))
        });
        let (cell, column) = cell?;
        let column = table.profile.amounts.get(column)?.words();
        let (row, left) = (row_name(table, Position::Line(index)), amount_text(sum));
        let message = text(|language| {
            let (row, column) = (row.get(language), column.get(language));
            let left = left.get(language);
            match language {
                Language::Italian => format!("{row}: con {column} risulta assegnato {left}, meno di zero"),
                Language::English => format!("{row}: with {column} {left} is allocated, less than nought"),
            }
        });
        let place = table.grid.place(cell.line, cell.column);
        let error = Diagnostic::data(Code::NegativeAllocation, place, message);
        Some(error.with_hint(Text::new(
            "verificare sull'atto l'importo e il segno: un atto toglie solo ciò che un altro ha dato",
            "ask the act about the amount and its sign: an act takes only what another one gave",
        )))
    });
    found.collect()
}

/// Says which amounts of lines are blank.
pub(super) fn blank_amounts(table: &Published) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, line) in table.lines.iter().enumerate() {
        for (cell, column) in line.amounts.iter().zip(&table.profile.amounts) {
            if cell.amount.is_some() {
                continue;
            }
            let row = row_name(table, Position::Line(index));
            let name = column.words();
            let message = text(|language| match language {
                Language::Italian => {
                    format!("{}: {} in bianco", row.get(language), name.get(language))
                }
                Language::English => format!("{}: {} blank", row.get(language), name.get(language)),
            });
            let place = table.grid.place(cell.line, cell.column);
            let blank = warning(Code::BlankAmount, place, message).with_hint(Text::new(
                "i totali la contano come zero; se è zero, scrivere `0,00`; se non lo è, riprendere l'importo dall'atto",
                "the sums count it as nought; if it is nought, write `0,00`; if not, take the amount from the act",
            ));
            found.push(blank);
        }
    }
    found
}

/// Says which amounts are not printed as most are.
pub(super) fn uneven_amounts(table: &Published) -> Vec<Diagnostic> {
    let mut all: BTreeMap<u8, Vec<(u64, usize)>> = BTreeMap::new();
    for position in positions(table) {
        for cell in amounts_at(table, position) {
            let kind = match cell.writing {
                Writing::Usual => continue,
                Writing::WithoutCents => 0,
                Writing::WithoutGroups => 1,
            };
            all.entry(kind).or_default().push((cell.line, cell.column));
        }
    }
    let found = all.into_iter().filter_map(|(kind, cells)| {
        let (line, column) = *cells.first()?;
        let shown = cells.iter().map(|(line, column)| {
            format!(
                "`{}`",
                table.grid.row(*line).map_or("", |row| row.cell(*column))
            )
        });
        let shown = list(&shown.collect::<Vec<_>>());
        let message = text(|language| match (language, kind) {
            (Language::Italian, 0) => {
                format!("importo senza decimali: {}", shown.get(language))
            }
            (Language::Italian, _) => {
                format!(
                    "importo senza punti fra le migliaia: {}",
                    shown.get(language)
                )
            }
            (Language::English, 0) => {
                format!("amount without decimals: {}", shown.get(language))
            }
            (Language::English, _) => {
                format!(
                    "amount without signs between thousands: {}",
                    shown.get(language)
                )
            }
        });
        let place = table.grid.place(line, column);
        Some(
            Diagnostic::notice(Code::UnevenSpelling, place, message).with_hint(Text::new(
                "scriverlo come gli altri, con i punti e due decimali",
                "write it as the others, with points and two decimals",
            )),
        )
    });
    found.collect()
}
