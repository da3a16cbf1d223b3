//! Proposals as columns.

use super::layout::{Layout, SlotKind, cell};
use super::program::{KNOWN, NO, UNKNOWN, YES};
use crate::value::Value;

/// Proposals in columns, as a [`Layout`] says; filled row by row, cell by cell.
///
/// A column is as long as its last cell that is stated: those missing before it are filled in when
/// it comes, and those behind it when the rules are run.
#[derive(Clone, Debug)]
pub struct Columns {
    tables: Vec<Table>,
    /// Of each list: where its items end, row by row, and whether it is stated.
    lists: Vec<ListRows>,
    /// Rows that only the readable evaluator can deal with.
    left_over: Vec<bool>,
}

/// The columns of one table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) rows: usize,
    pub(super) columns: Vec<Cells>,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Cells {
    kind: SlotKind,
    least: i64,
    greatest: i64,
    /// The whole numbers; of yes and no none.
    pub(super) numbers: Vec<i64>,
    /// Whether each is known; of yes and no, which of the two.
    pub(super) states: Vec<u8>,
    /// Whether a cell was missing since the column was empty.
    has_gaps: bool,
}

/// The rows of a list.
#[derive(Clone, Debug, Default)]
pub(super) struct ListRows {
    /// Where the items of each row end in the list's table.
    pub(super) ends: Vec<u32>,
    /// Whether the list of each row is stated.
    pub(super) states: Vec<u8>,
    /// Whether a list was missing since there was none.
    has_gaps: bool,
}

impl Cells {
    /// Adds yes or no.
    pub(super) fn push_yes_no(&mut self, yes: bool) {
        self.states.push(if yes { YES } else { NO });
    }

    /// Adds a whole number of the column's units; tells whether it lies within its bounds.
    pub(super) fn push_number(&mut self, number: i64) -> bool {
        self.numbers.push(number);
        self.states.push(KNOWN);
        (self.least..=self.greatest).contains(&number)
    }

    /// Adds a cell of which nothing is known.
    #[cfg(feature = "parquet")]
    pub(super) fn push_gap(&mut self) {
        self.set_rows(self.states.len().saturating_add(1));
    }

    /// Adds a value; tells whether it lies within the bounds of the column.
    pub(super) fn push_value(&mut self, value: &Value) -> bool {
        match (value, self.kind) {
            (Value::YesNo(yes), SlotKind::YesNo) => {
                self.push_yes_no(*yes);
                true
            }
            _ => cell(value, self.kind).is_some_and(|number| self.push_number(number)),
        }
    }

    /// Makes the column so many rows long: what is missing is unknown.
    fn set_rows(&mut self, rows: usize) {
        self.has_gaps |= self.states.len() < rows;
        self.states.resize(rows, UNKNOWN);
        if self.kind != SlotKind::YesNo {
            self.numbers.resize(rows, 0);
        }
    }
}

impl ListRows {
    /// Gives so many rows an end: lists that are missing are not stated, and have no items.
    fn set_rows(&mut self, rows: usize) {
        self.has_gaps |= self.states.len() < rows;
        self.states.resize(rows, UNKNOWN);
        let last = self.ends.last().copied().unwrap_or_default();
        self.ends.resize(rows, last);
    }
}

impl Columns {
    /// Returns columns without rows.
    pub fn new(layout: &Layout) -> Self {
        let tables = layout.tables.iter().map(|slots| Table {
            rows: 0,
            columns: slots
                .iter()
                .map(|slot| Cells {
                    kind: slot.kind,
                    least: slot.least,
                    greatest: slot.greatest,
                    numbers: Vec::new(),
                    states: Vec::new(),
                    has_gaps: false,
                })
                .collect(),
        });
        let tables: Vec<Table> = tables.collect();
        Self {
            lists: vec![ListRows::default(); tables.len()],
            tables,
            left_over: Vec::new(),
        }
    }

    /// Returns how many proposals there are.
    pub fn rows(&self) -> usize {
        self.left_over.len()
    }

    /// Takes away all rows and keeps the room.
    pub fn clear(&mut self) {
        self.cut(0);
    }

    /// Returns a column to add the cell of the present row to.
    pub(super) fn cells(&mut self, table: usize, column: usize) -> Option<&mut Cells> {
        let table = self.tables.get_mut(table)?;
        let column = table.columns.get_mut(column)?;
        if column.states.len() < table.rows {
            column.set_rows(table.rows);
        }
        Some(column)
    }

    /// Ends an item of a list: what was not added to it is unknown. The list is to be stated before
    /// its row ends.
    pub(super) fn end_item(&mut self, table: usize) {
        if let Some(table) = self.tables.get_mut(table) {
            table.rows = table.rows.saturating_add(1);
        }
    }

    /// States the list of the present row: the items ended since the last list are its own.
    pub(super) fn end_list(&mut self, table: usize) {
        let rows = self.left_over.len();
        if let (Some(table), Some(list)) = (self.tables.get(table), self.lists.get_mut(table)) {
            if list.states.len() < rows {
                list.set_rows(rows);
            }
            list.states.push(KNOWN);
            list.ends
                .push(u32::try_from(table.rows).unwrap_or(u32::MAX));
        }
    }

    /// Ends a proposal: what was not added to it is unknown.
    pub(super) fn end_row(&mut self, left_over: bool) {
        self.left_over.push(left_over);
        if let Some(proposals) = self.tables.first_mut() {
            proposals.rows = self.left_over.len();
        }
    }

    /// Adds the list of the next proposal, where the columns are filled one after the other: so many
    /// items, or that it is not stated.
    #[cfg(feature = "parquet")]
    pub(super) fn add_list(&mut self, table: usize, items: Option<usize>) {
        let Some(list) = self.lists.get_mut(table) else {
            return;
        };
        let Some(items) = items else {
            return list.set_rows(list.states.len().saturating_add(1));
        };
        let start = list.ends.last().copied().unwrap_or_default();
        let items = u32::try_from(items).unwrap_or(u32::MAX);
        list.states.push(KNOWN);
        list.ends.push(start.saturating_add(items));
    }

    /// Ends so many proposals whose columns were filled one after the other.
    #[cfg(feature = "parquet")]
    pub(super) fn end_rows(&mut self, rows: usize) {
        self.left_over.resize(rows, false);
        for (place, (table, list)) in self.tables.iter_mut().zip(&self.lists).enumerate() {
            let items = list.ends.last().map_or(0, |end| *end as usize);
            table.rows = if place == 0 { rows } else { items };
        }
    }

    /// Gives up the proposal that was begun.
    pub(super) fn give_up_row(&mut self) {
        self.cut(self.left_over.len());
    }

    /// Adds a proposal with the values of its facts, in the order of the call.
    pub fn push(&mut self, layout: &Layout, facts: &[Option<Value>]) {
        let mut fits = true;
        for (fact, column) in layout.facts() {
            if let Some(Some(value)) = facts.get(fact.index())
                && let Some(cells) = self.cells(0, column)
            {
                fits &= cells.push_value(value);
            }
        }
        for (fact, list, table) in layout.lists() {
            let Some(Some(Value::List(records))) = facts.get(fact.index()) else {
                continue;
            };
            for record in records {
                for (field, column) in layout.fields(list) {
                    if let Some(Some(value)) = record.fields.get(field.index())
                        && let Some(cells) = self.cells(table, column)
                    {
                        fits &= cells.push_value(value);
                    }
                }
                self.end_item(table);
            }
            self.end_list(table);
        }
        self.end_row(!fits);
    }

    pub(super) fn left_over(&self) -> &[bool] {
        &self.left_over
    }

    pub(super) fn tables(&self) -> usize {
        self.tables.len()
    }

    pub(super) fn table(&self, table: usize) -> Option<&Table> {
        self.tables.get(table)
    }

    pub(super) fn list(&self, table: usize) -> Option<&ListRows> {
        self.lists.get(table)
    }

    /// Makes every column as long as its table: what is missing is unknown. Tells whether nothing
    /// is.
    pub(super) fn fill(&mut self) -> bool {
        let rows = self.left_over.len();
        let mut has_gaps = false;
        // The proposals themselves are no list.
        for list in self.lists.iter_mut().skip(1) {
            list.set_rows(rows);
            has_gaps |= list.has_gaps;
        }
        for table in &mut self.tables {
            for column in &mut table.columns {
                column.set_rows(table.rows);
                has_gaps |= column.has_gaps;
            }
        }
        !has_gaps
    }

    /// Takes away what stands behind so many rows.
    fn cut(&mut self, rows: usize) {
        self.left_over.truncate(rows);
        for (place, (table, list)) in self.tables.iter_mut().zip(&mut self.lists).enumerate() {
            list.states.truncate(rows);
            list.ends.truncate(rows);
            list.has_gaps &= rows > 0;
            let items = || list.ends.last().map_or(0, |end| *end as usize);
            table.rows = if place == 0 { rows } else { items() };
            for column in &mut table.columns {
                column.states.truncate(table.rows);
                column.numbers.truncate(table.rows);
                column.has_gaps &= table.rows > 0;
            }
        }
    }
}
