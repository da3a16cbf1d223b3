//! The amounts of a table as cells of a system of sums, and what people call them.

use std::collections::BTreeSet;

use super::amount::amount_text;
use super::system::{Definition, System};
use super::table::{AmountCell, Published};
use super::telling::text;
use crate::diagnostic::DataPlace;
use crate::number::Money;
use crate::text::{Language, Text};

/// A row with amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    /// A line, as a place in [`Published::lines`].
    Line(usize),
    /// A subtotal, as a place in [`Published::subtotals`].
    Subtotal(usize),
    /// The grand total.
    Total,
}

/// How many relations of each kind were verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// The acts of a row make its sum.
    pub rows: usize,
    /// The lines of an objective make its subtotal.
    pub subtotals: usize,
    /// Subtotals, and lines, make the grand total.
    pub totals: usize,
    /// No line is allocated more than the programme foresees for it.
    pub ceilings: usize,
}

impl Relations {
    /// Returns how many there are.
    pub fn all(&self) -> usize {
        let kinds = [self.rows, self.subtotals, self.totals, self.ceilings];
        kinds.iter().sum()
    }
}

/// The cells of a table with all relations between them.
#[derive(Debug)]
pub(super) struct Cells<'a> {
    pub(super) table: &'a Published,
    pub(super) system: System,
    pub(super) relations: Relations,
    positions: Vec<(Position, usize)>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(table: &'a Published) -> Self {
        let mut cells = Self {
            table,
            system: System::default(),
            relations: Relations::default(),
            positions: Vec::new(),
        };
        let lines: Vec<Vec<usize>> = (0..table.lines.len())
            .map(|line| cells.row(Position::Line(line)))
            .collect();
        for row in &lines {
            cells.sum_of_acts(row, System::define_line);
        }
        let subtotals: Vec<Vec<usize>> = (0..table.subtotals.len())
            .map(|subtotal| cells.row(Position::Subtotal(subtotal)))
            .collect();
        let mut members: Vec<Vec<&Vec<usize>>> = vec![Vec::new(); table.objectives.len()];
        for (line, row) in table.lines.iter().zip(&lines) {
            if let Some(members) = members.get_mut(line.objective) {
                members.push(row);
            }
        }
        for (row, subtotal) in subtotals.iter().zip(&table.subtotals) {
            let members = members.get(subtotal.objective);
            let count = cells.sum_of_rows(row, members.map_or(&[], Vec::as_slice));
            cells.relations.subtotals = cells.relations.subtotals.saturating_add(count);
        }
        for row in &subtotals {
            cells.sum_of_acts(row, System::define);
        }
        if table.total.is_some() {
            let row = cells.row(Position::Total);
            let summed: BTreeSet<usize> = table.subtotals.iter().map(|it| it.objective).collect();
            let mut count = 0;
            let mut objectives = table.lines.iter().map(|line| line.objective);
            if objectives.all(|it| summed.contains(&it)) {
                count = cells.sum_of_rows(&row, &subtotals.iter().collect::<Vec<_>>());
            }
            let by_lines = cells.sum_of_rows(&row, &lines.iter().collect::<Vec<_>>());
            cells.relations.totals = by_lines.saturating_add(count);
            cells.sum_of_acts(&row, System::define);
        }
        cells.relations.ceilings = match table.profile.programme() {
            Some(_) => table.lines.len(),
            None => 0,
        };
        cells
    }

    fn row(&mut self, position: Position) -> Vec<usize> {
        let amounts = amounts_at(self.table, position);
        let mut row = Vec::with_capacity(amounts.len());
        for (column, cell) in amounts.iter().enumerate() {
            self.positions.push((position, column));
            row.push(self.system.cell(cell.amount.map_or(0, Money::cents)));
        }
        row
    }

    fn sum_of_acts(&mut self, row: &[usize], define: fn(&mut System, usize, Vec<usize>) -> usize) {
        let Some((sum, parts)) = self.table.profile.sum() else {
            return;
        };
        let parts = parts.iter().filter_map(|column| row.get(*column)).copied();
        if let Some(sum) = row.get(sum) {
            define(&mut self.system, *sum, parts.collect());
            self.relations.rows = self.relations.rows.saturating_add(1);
        }
    }

    /// Says that a row is the sum of others, column by column; returns in how many columns.
    fn sum_of_rows(&mut self, row: &[usize], members: &[&Vec<usize>]) -> usize {
        for (column, cell) in row.iter().enumerate() {
            let inputs = members.iter().filter_map(|member| member.get(column));
            self.system.define(*cell, inputs.copied().collect());
        }
        row.len()
    }

    /// Returns the row and the column of a cell.
    pub(super) fn position(&self, cell: usize) -> (Position, usize) {
        self.positions
            .get(cell)
            .copied()
            .unwrap_or((Position::Total, 0))
    }

    /// Returns the cells of a row, by column.
    pub(super) fn cells_of(&self, row: Position) -> impl Iterator<Item = usize> {
        let cells = self.positions.iter().enumerate();
        let cells = cells.filter(move |(_, (position, _))| *position == row);
        cells.map(|(cell, _)| cell)
    }

    /// Returns where a cell stands.
    pub(super) fn place(&self, cell: usize) -> DataPlace {
        let (position, column) = self.position(cell);
        match amounts_at(self.table, position).get(column) {
            Some(it) => self.table.grid.place(it.line, it.column),
            None => self.table.grid.place_of_line(0),
        }
    }

    /// Tells whether nothing is printed in a cell.
    pub(super) fn is_blank(&self, cell: usize) -> bool {
        let (position, column) = self.position(cell);
        let cell = amounts_at(self.table, position).get(column);
        cell.is_some_and(|it| it.amount.is_none())
    }

    /// Returns what people call a cell: "A+B of line 11 (7.2.1, FSE - 9.1.2, Aspal)".
    pub(super) fn name(&self, cell: usize) -> Text {
        let (position, column) = self.position(cell);
        let column = self.column(column);
        let row = of_row(self.table, position);
        text(|language| format!("{} {}", column.get(language), row.get(language)))
    }

    pub(super) fn column(&self, column: usize) -> Text {
        let column = self.table.profile.amounts.get(column);
        column.map_or_else(|| Text::italian(""), super::profile::AmountColumn::words)
    }

    /// Says which sum does not hold, and by how much.
    pub(super) fn broken(&self, definition: &Definition) -> Text {
        let (target, column) = self.position(definition.target);
        let printed = if self.is_blank(definition.target) {
            Text::new("in bianco", "blank")
        } else {
            amount_text(self.printed(definition.target))
        };
        let sum = self.system.summed(definition).unwrap_or_default();
        let difference = sum.checked_sub(self.printed(definition.target).cents());
        let difference = amount_text(Money::from_cents(difference.unwrap_or_default()));
        let sum = amount_text(Money::from_cents(sum));
        let first = definition.inputs.first().map(|cell| self.position(*cell).0);
        let parts = match first {
            Some(position) if position == target => {
                let inputs = definition.inputs.iter();
                let names = inputs.map(|cell| self.column(self.position(*cell).1).it);
                Text::italian(names.collect::<Vec<_>>().join(" + "))
            }
            Some(Position::Subtotal(_)) => Text::new("i subtotali", "the subtotals"),
            _ => Text::new("le righe", "the lines"),
        };
        let (row, column) = (row_name(self.table, target), self.column(column));
        let same = first == Some(target);
        text(|language| {
            let (row, column) = (row.get(language), column.get(language));
            let (parts, sum) = (parts.get(language), sum.get(language));
            let (printed, difference) = (printed.get(language), difference.get(language));
            match (language, same) {
                (Language::Italian, true) => format!(
                    "{row}: {parts} fa {sum}, ma {column} è {printed} (differenza {difference})"
                ),
                (Language::Italian, false) => format!(
                    "{row}, {column}: {parts} fanno {sum}, ma è stampato {printed} (differenza {difference})"
                ),
                (Language::English, true) => format!(
                    "{row}: {parts} makes {sum}, but {column} is {printed} (difference {difference})"
                ),
                (Language::English, false) => format!(
                    "{row}, {column}: {parts} make {sum}, but {printed} is printed (difference {difference})"
                ),
            }
        })
    }

    pub(super) fn printed(&self, cell: usize) -> Money {
        let (position, column) = self.position(cell);
        let cell = amounts_at(self.table, position).get(column);
        cell.and_then(|it| it.amount).unwrap_or_default()
    }
}

/// Returns the amounts of a row.
pub(super) fn amounts_at(table: &Published, position: Position) -> &[AmountCell] {
    let amounts = match position {
        Position::Line(line) => table.lines.get(line).map(|it| &it.amounts),
        Position::Subtotal(subtotal) => table.subtotals.get(subtotal).map(|it| &it.sums.amounts),
        Position::Total => table.total.as_ref().map(|it| &it.amounts),
    };
    amounts.map_or(&[], Vec::as_slice)
}

/// Returns what people call a row: "line 11 (7.2.1, FSE - 9.1.2, Aspal)".
pub(super) fn row_name(table: &Published, position: Position) -> Text {
    match position {
        Position::Line(line) => {
            let (number, key) = line_words(table, line);
            Text::new(
                format!("riga {number} ({key})"),
                format!("line {number} ({key})"),
            )
        }
        Position::Subtotal(subtotal) => {
            let code = subtotal_code(table, subtotal);
            Text::new(format!("totale {code}"), format!("subtotal {code}"))
        }
        Position::Total => Text::new("totale generale", "grand total"),
    }
}

fn of_row(table: &Published, position: Position) -> Text {
    let name = row_name(table, position);
    let (it, en) = match position {
        Position::Line(_) => ("della", "of"),
        Position::Subtotal(_) | Position::Total => ("del", "of the"),
    };
    text(|language| match language {
        Language::Italian => format!("{it} {}", name.get(language)),
        Language::English => format!("{en} {}", name.get(language)),
    })
}

/// Returns the number of a line, and the words by which people know it.
fn line_words(table: &Published, line: usize) -> (u64, String) {
    let Some(line) = table.lines.get(line) else {
        return (0, String::new());
    };
    let specific = line.specific.and_then(|it| table.specifics.get(it));
    let words = [
        specific.map(|it| it.code.text.as_str()),
        line.source.as_ref().map(|it| it.text.as_str()),
        Some(line.body.text.as_str()),
    ];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    (line.line, words.join(", "))
}

pub(super) fn subtotal_code(table: &Published, subtotal: usize) -> &str {
    let subtotal = table.subtotals.get(subtotal);
    let objective = subtotal.and_then(|it| table.objectives.get(it.objective));
    objective.map_or("", |it| it.code.text.as_str())
}
