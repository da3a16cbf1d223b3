//! The tables of a call, with their rows.

use std::collections::BTreeMap;

use super::{ColumnId, TableId, Type};
use crate::value::{RowId, Value};

/// A table imported from CSV, or made from another.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The file it was read from, as written in the rule file.
    pub file: String,
    /// The SHA-256 of the file's bytes, in lowercase hexadecimal.
    pub digest: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Which column holds the key.
    pub key: ColumnId,
    /// The rows; one cell per column, `None` where an optional cell is empty. Corrections done.
    pub rows: Vec<Vec<Option<Value>>>,
    /// The row of each key.
    pub index: BTreeMap<String, RowId>,
    /// How it was made, if from another table; file and digest are then that table's.
    pub derivation: Option<Derivation>,
}

impl Table {
    /// Returns the cell at `row` and `column`; `None` where it is empty.
    pub fn cell(&self, row: RowId, column: ColumnId) -> Option<&Value> {
        self.rows.get(row.0 as usize)?.get(column.index())?.as_ref()
    }

    /// Returns the key of a row as text.
    pub fn key_of(&self, row: RowId) -> &str {
        match self.cell(row, self.key) {
            Some(Value::Text(key)) => key,
            _ => "",
        }
    }

    /// Returns the key of a row, and in brackets its first text, where it has one: `071052 (Troia)`.
    pub fn row_name(&self, row: RowId) -> String {
        let key = self.key_of(row);
        let texts = self.rows.get(row.0 as usize).into_iter().flatten();
        let mut texts = texts.zip(&self.columns);
        let name = texts.find_map(|(cell, column)| match cell {
            Some(Value::Text(text)) if column.kind == Type::Text => Some(text),
            _ => None,
        });
        match name {
            Some(name) => format!("{key} ({name})"),
            None => key.to_owned(),
        }
    }
}

/// How a table was made from another.
#[derive(Clone, Debug)]
pub struct Derivation {
    /// The table it was made from.
    pub from: TableId,
    /// For each column that does not count all rows of that table, those it leaves out.
    pub left_out: Vec<LeftOut>,
}

/// Rows that a column of a derived table does not count, because they have an empty cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The column of the derived table.
    pub column: String,
    /// The rows of the other table.
    pub rows: Vec<RowId>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name in rules.
    pub name: String,
    /// The type of its cells.
    pub kind: Type,
    /// Whether a cell may be empty.
    pub optional: bool,
}
