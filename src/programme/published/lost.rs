//! Rows that may be missing from a table: one of them explains what differs, often in several columns.

use std::collections::BTreeSet;

use super::amount::amount_text;
use super::cells::{Cells, Position, amounts_at, row_name};
use super::system::Cause;
use super::table::Published;
use super::telling::{list, text};
use crate::diagnostic::DataPlace;
use crate::number::Money;
use crate::text::{Language, Text};

/// A row that would make sums right, if it stood in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Which row, with which amounts, what it would explain, and what would remain of that.
    pub message: Text,
    /// The sum that it is missing from.
    pub place: DataPlace,
    /// The amounts that it would have, by column.
    pub amounts: Vec<Money>,
    /// The causes that it would explain, wholly or in part, counted from 0.
    pub causes: Vec<usize>,
}

/// Returns the rows that would explain what differs in all columns in which their sums do.
pub(super) fn lost(cells: &Cells<'_>, causes: &[Cause]) -> Vec<Lost> {
    let table = cells.table;
    let all = || (0..table.lines.len()).map(Position::Line);
    let subtotals = || (0..table.subtotals.len()).map(Position::Subtotal);
    if table.total.is_none() {
        return Vec::new();
    }
    let Some(in_all) = missing(table, Position::Total, all()) else {
        return Vec::new();
    };
    let rows = table.subtotals.iter().enumerate();
    let rows = rows.filter_map(|(index, subtotal)| {
        let own = all().filter(|position| {
            let Position::Line(line) = position else {
                return false;
            };
            let line = table.lines.get(*line);
            line.is_some_and(|it| it.objective == subtotal.objective)
        });
        let sum = Position::Subtotal(index);
        Some((sum, missing(table, sum, own)?))
    });
    let objective = missing(table, Position::Total, subtotals());
    let rows = rows.chain(objective.map(|it| (Position::Total, it)));
    let rows = rows.filter(|(sum, amounts)| could_be_a_row(table, *sum, amounts, &in_all));
    let rows = rows.filter_map(|(sum, amounts)| told(cells, causes, sum, amounts));
    rows.collect()
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

/// Tells whether amounts that are missing from a sum could be those of one row, missing from all lines
/// too.
fn could_be_a_row(table: &Published, sum: Position, amounts: &[Money], in_all: &[Money]) -> bool {
    let profile = &table.profile;
    let amount = |column: usize| amounts.get(column).copied();
    let is_missing = |it: &Money| *it != Money::ZERO;
    let mut columns = amounts.iter().zip(in_all);
    if !amounts.iter().any(is_missing) || !columns.all(|(own, all)| !is_missing(own) || own == all)
    {
        return false;
    }
    let acts: Option<Vec<Money>> = profile.acts().map(amount).collect();
    let Some(acts) = acts else { return false };
    // No programme foresees less than nought, and no act takes away what was not given.
    let given = (1..=acts.len()).map(|count| Money::sum(acts.iter().take(count).copied()));
    let foreseen = profile.programme().and_then(amount);
    let mut never_below = given.chain([Some(foreseen.unwrap_or_default())]);
    // A row that does not add up leaves its sums as wrong as it is.
    let gap = gap(table, amounts);
    let as_wrong = |row: Position| {
        let printed = amounts_at(table, row).iter();
        let printed: Vec<Money> = printed.map(|it| it.amount.unwrap_or_default()).collect();
        self::gap(table, &printed) == gap
    };
    let several = amounts.iter().filter(|it| is_missing(it)).count() > 1;
    let adds_up = gap == Some(Money::ZERO) || several && as_wrong(sum) && as_wrong(Position::Total);
    adds_up && never_below.all(|it| it.is_some_and(|it| it >= Money::ZERO))
}

/// Returns by how much the acts of a row make more than its sum; `None` on overflow.
fn gap(table: &Published, amounts: &[Money]) -> Option<Money> {
    let Some((column, parts)) = table.profile.sum() else {
        return Some(Money::ZERO);
    };
    let parts: Option<Vec<Money>> = parts.iter().map(|it| amounts.get(*it).copied()).collect();
    Money::sum(parts?)?.sub(*amounts.get(column)?)
}

/// Tells of a row that is missing from a sum what it explains; `None` where no cause is one of its sums.
fn told(cells: &Cells<'_>, causes: &[Cause], sum: Position, amounts: Vec<Money>) -> Option<Lost> {
    let mends = |definition: &usize| {
        let definition = cells.system.definitions().get(*definition);
        definition.is_some_and(|definition| {
            let (row, column) = cells.position(definition.target);
            let input = definition.inputs.first();
            let of = input.map(|it| cells.position(*it).0);
            let sums_it = match of {
                Some(Position::Line(_)) => row == sum || row == Position::Total,
                Some(Position::Subtotal(_)) => sum == Position::Total && row == sum,
                Some(Position::Total) | None => false,
            };
            sums_it && amounts.get(column).is_some_and(|it| *it != Money::ZERO)
        })
    };
    let differing = |cause: &Cause| {
        let all = cause.also.iter().chain([&cause.broken]);
        all.copied().collect::<BTreeSet<usize>>()
    };
    let explained = causes.iter().enumerate();
    let explained = explained.filter(|(_, it)| differing(it).iter().any(mends));
    let explained: Vec<(usize, &Cause)> = explained.collect();
    let left = explained.iter().flat_map(|(_, it)| differing(it));
    let left: BTreeSet<usize> = left.filter(|it| !mends(it)).collect();
    let numbers: Vec<usize> = explained.iter().map(|(number, _)| *number).collect();
    if numbers.is_empty() {
        return None;
    }
    let remaining = remaining(cells, sum, &amounts, &left);
    let place = cells.cells_of(sum).next().map(|it| cells.place(it))?;
    Some(Lost {
        message: message(cells.table, sum, &amounts, &numbers, &remaining),
        place,
        amounts,
        causes: numbers,
    })
}

/// Returns the causes that would remain of what differs if the row stood in the table.
fn remaining(
    cells: &Cells<'_>,
    sum: Position,
    amounts: &[Money],
    left: &BTreeSet<usize>,
) -> Vec<Text> {
    if left.is_empty() {
        return Vec::new();
    }
    // Sums less the row are what the other rows make.
    let mut system = cells.system.clone();
    for row in BTreeSet::from([sum, Position::Total]) {
        for (cell, amount) in cells.cells_of(row).zip(amounts) {
            if let Some(printed) = system.printed.get_mut(cell) {
                *printed = printed.saturating_sub(amount.cents());
            }
        }
    }
    let found = system.findings();
    let causes = found.into_iter().flat_map(|it| it.causes);
    let causes = causes.filter(|it| left.contains(&it.broken));
    let definitions = cells.system.definitions();
    let broken = causes.filter_map(|it| definitions.get(it.broken));
    broken.map(|it| cells.broken(it)).collect()
}

fn message(
    table: &Published,
    sum: Position,
    amounts: &[Money],
    causes: &[usize],
    remaining: &[Text],
) -> Text {
    let named = table.profile.amounts.iter().zip(amounts);
    let named = named.map(|(column, amount)| {
        let (name, amount) = (column.words(), amount_text(*amount));
        text(|language| format!("{} {}", name.get(language), amount.get(language)))
    });
    let named: Vec<Text> = named.collect();
    let numbers = causes.iter().map(|it| it.saturating_add(1).to_string());
    let numbers: Vec<String> = numbers.collect();
    let is_one = numbers.len() == 1;
    let numbers = list(&numbers);
    let row = row_name(table, sum);
    let acts = gap(table, amounts).filter(|it| *it != Money::ZERO);
    let acts = acts.and_then(|gap| {
        let (column, _) = table.profile.sum()?;
        Some(amount_text(amounts.get(column)?.add(gap)?))
    });
    text(|language| {
        let named: Vec<String> = named.iter().map(|it| it.get(language).to_owned()).collect();
        let named = list(&named);
        let (named, row) = (named.get(language), row.get(language));
        let numbers = numbers.get(language);
        let causes = match (language, is_one) {
            (Language::Italian, true) => format!("la causa {numbers}: la spiegherebbe"),
            (Language::Italian, false) => format!("le cause {numbers} insieme: le spiegherebbe"),
            (Language::English, true) => format!("cause {numbers}:"),
            (Language::English, false) => format!("causes {numbers} together:"),
        };
        let missing = match (language, sum) {
            (Language::Italian, Position::Total) => {
                "un obiettivo che manca dalla tabella, con".to_owned()
            }
            (Language::Italian, _) => format!("una riga che manca sopra il {row}, con"),
            (Language::English, _) => {
                let what = match sum {
                    Position::Total => "an objective missing from the table".to_owned(),
                    _ => format!("a line missing above the {row}"),
                };
                let them = if is_one { "it" } else { "them" };
                format!("{what} would explain {them}, with")
            }
        };
        let remaining: Vec<&str> = remaining.iter().map(|it| it.get(language)).collect();
        let remaining = match (&*remaining, language) {
            ([], _) => String::new(),
            (some, Language::Italian) => format!("; resterebbe: {}", some.join("; ")),
            (some, Language::English) => format!("; there would remain: {}", some.join("; ")),
        };
        let acts = acts.as_ref().map(|it| it.get(language));
        let acts = match (acts, language) {
            (None, _) => String::new(),
            (Some(acts), Language::Italian) => {
                format!("; anche quella riga non tornerebbe: i suoi atti fanno {acts}")
            }
            (Some(acts), Language::English) => {
                format!("; that row would not add up either: its acts make {acts}")
            }
        };
        format!("{causes} {missing} {named}{acts}{remaining}")
    })
}
