//! Rows that may be missing from a table: one of them explains what differs in several columns.

use super::amount::amount_text;
use super::cells::{Position, amounts_at, row_name};
use super::table::Published;
use super::telling::{list, text};
use super::told::Told;
use crate::diagnostic::DataPlace;
use crate::number::Money;
use crate::text::{Language, Text};

/// A row that would make sums of several columns right, if it stood in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Which row, with which amounts, and what it would explain.
    pub message: Text,
    /// The sum that it is missing from.
    pub place: DataPlace,
    /// The amounts that it would have, by column.
    pub amounts: Vec<Money>,
    /// The causes that it would explain, counted from 0.
    pub causes: Vec<usize>,
}

/// Returns the rows that would explain two causes or more.
pub(super) fn lost(table: &Published, causes: &[Told]) -> Vec<Lost> {
    let all = || (0..table.lines.len()).map(Position::Line);
    let subtotals = || (0..table.subtotals.len()).map(Position::Subtotal);
    if table.total.is_none() {
        return Vec::new();
    }
    let Some(in_all) = missing(table, Position::Total, all()) else {
        return Vec::new();
    };
    let of_subtotals = table.subtotals.iter().enumerate();
    let lines = of_subtotals.filter_map(|(index, subtotal)| {
        let own = all().filter(|position| {
            let Position::Line(line) = position else {
                return false;
            };
            let line = table.lines.get(*line);
            line.is_some_and(|it| it.objective == subtotal.objective)
        });
        let position = Position::Subtotal(index);
        let amounts = missing(table, position, own)?;
        found(table, causes, position, &amounts, &in_all)
    });
    let mut lost: Vec<Lost> = lines.collect();
    if let Some(amounts) = missing(table, Position::Total, subtotals()) {
        lost.extend(found(table, causes, Position::Total, &amounts, &in_all));
    }
    lost
}

/// Returns by how much a row is more than others, column by column; `None` on overflow.
fn missing(
    table: &Published,
    sum: Position,
    parts: impl Iterator<Item = Position>,
) -> Option<Vec<Money>> {
    let amount = |position: Position, column: usize| {
        let cell = amounts_at(table, position).get(column);
        cell.and_then(|it| it.amount).unwrap_or_default()
    };
    let parts: Vec<Position> = parts.collect();
    let columns = 0..table.profile.amounts.len();
    let missing = columns.map(|column| {
        let parts = Money::sum(parts.iter().map(|it| amount(*it, column)))?;
        amount(sum, column).sub(parts)
    });
    missing.collect()
}

/// Tells of amounts that are missing from a sum, where they could be those of one row.
fn found(
    table: &Published,
    causes: &[Told],
    sum: Position,
    amounts: &[Money],
    in_all: &[Money],
) -> Option<Lost> {
    let profile = &table.profile;
    let amount = |column: usize| amounts.get(column).copied();
    let lines_agree = amounts
        .iter()
        .zip(in_all)
        .all(|(own, all)| *own == Money::ZERO || own == all);
    let adds_up = match profile.sum() {
        Some((column, parts)) => {
            let parts: Option<Vec<Money>> = parts.iter().map(|it| amount(*it)).collect();
            Money::sum(parts?) == amount(column)
        }
        None => true,
    };
    let foreseen = profile.programme().and_then(amount);
    let possible = foreseen.is_none_or(|it| it >= Money::ZERO);
    let place_of = |position: Position, column: usize| {
        let cell = amounts_at(table, position).get(column)?;
        Some(table.grid.place(cell.line, cell.column))
    };
    let columns = amounts.iter().enumerate();
    let columns = columns.filter(|(_, it)| **it != Money::ZERO);
    let places = columns.flat_map(|(column, _)| {
        let rows = [sum, Position::Total];
        rows.into_iter()
            .filter_map(move |row| place_of(row, column))
    });
    let places: Vec<DataPlace> = places.collect();
    let explained = causes.iter().enumerate();
    let explained = explained.filter(|(_, it)| places.contains(&it.place));
    let causes: Vec<usize> = explained.map(|(number, _)| number).collect();
    if !(lines_agree && adds_up && possible) || causes.len() < 2 {
        return None;
    }
    let named = profile.amounts.iter().zip(amounts).map(|(column, amount)| {
        let (name, amount) = (column.words(), amount_text(*amount));
        text(|language| format!("{} {}", name.get(language), amount.get(language)))
    });
    let named: Vec<Text> = named.collect();
    let numbers: Vec<String> = causes
        .iter()
        .map(|it| it.saturating_add(1).to_string())
        .collect();
    let numbers = list(&numbers);
    let row = row_name(table, sum);
    let message = text(|language| {
        let named: Vec<String> = named.iter().map(|it| it.get(language).to_owned()).collect();
        let named = list(&named);
        let (named, row) = (named.get(language), row.get(language));
        let numbers = numbers.get(language);
        match (language, sum) {
            (Language::Italian, Position::Total) => format!(
                "le cause {numbers} insieme: le spiegherebbe un obiettivo che manca dalla tabella, con {named}"
            ),
            (Language::Italian, _) => format!(
                "le cause {numbers} insieme: le spiegherebbe una riga che manca sopra il {row}, con {named}"
            ),
            (Language::English, Position::Total) => format!(
                "causes {numbers} together: an objective missing from the table would explain them, with {named}"
            ),
            (Language::English, _) => format!(
                "causes {numbers} together: a line missing above the {row} would explain them, with {named}"
            ),
        }
    });
    Some(Lost {
        message,
        place: place_of(sum, 0)?,
        amounts: amounts.to_vec(),
        causes,
    })
}
