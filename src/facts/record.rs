//! One record of a table of proposals, whatever the file is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::header::Column;
use super::rows::{self, Row};
use crate::call::{Call, CellError, Fact};
use crate::diagnostic::DataPlace;
use crate::value::Value;

/// A cell of a record.
pub(super) trait RecordCell {
    /// Returns the proposal's id that stands in the cell.
    fn id(&self) -> Result<Cow<'_, str>, CellError>;

    /// Reads the value of a fact: `None` where the cell states nothing.
    fn value(&self, fact: &Fact, call: &Call) -> Result<Option<Value>, CellError>;

    /// Returns the text that tests compare.
    fn compared(&self) -> String;

    /// Returns the place of the cell, in the column called `column` of the record at `record`.
    fn place(&self, record: &DataPlace, column: &str) -> DataPlace;
}

/// Reads a record that has a cell for each column.
pub(super) fn read<C: RecordCell>(
    call: &Call,
    columns: &[Column],
    cells: &[C],
    mut place: DataPlace,
) -> Row {
    let mut errors = Vec::new();
    let cells = || columns.iter().zip(cells);
    let id = cells()
        .find(|(column, _)| column.id)
        .and_then(|(column, cell)| {
            let place = cell.place(&place, &column.name);
            let id = match cell.id() {
                Ok(text) => rows::proposal_id(&text, &place),
                Err(error) => Err(Box::new(rows::cell_diagnostic(error, place))),
            };
            id.map_err(|error| errors.push(*error)).ok()
        });
    place.proposal.clone_from(&id);
    let mut facts = vec![None; call.facts.len()];
    let mut compare = BTreeMap::new();
    for (column, cell) in cells() {
        if column.compare {
            compare.insert(column.name.clone(), cell.compared());
        }
        for index in &column.facts {
            let (Some(fact), Some(slot)) = (call.facts.get(*index), facts.get_mut(*index)) else {
                continue;
            };
            match cell.value(fact, call) {
                Ok(value) => *slot = value,
                Err(error) => {
                    let place = cell.place(&place, &column.name);
                    errors.push(rows::cell_diagnostic(error, place));
                }
            }
        }
    }
    Row {
        place,
        id,
        facts,
        compare,
        errors,
    }
}
