//! The lists of an outcome as cells, for whoever holds another list against them.

use super::cells::{Cell, Content};
use super::maker::{ID, Maker};
use super::table::{Kind, Table};
use crate::call::{Call, Type};
use crate::engine::Outcome;
use crate::text::Language;
use crate::value::Value;

/// A list as it is published, cell by cell.
#[derive(Clone, Debug)]
pub struct ListCells {
    /// The name of its file.
    pub file: &'static str,
    /// The headings of its columns.
    pub headings: Vec<String>,
    /// The columns that tell its rows apart: the id, and the reason where each has a row.
    pub key: Vec<usize>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// Returns every list that is published of an outcome, headed and worded in `language`.
pub fn list_cells(call: &Call, outcome: &Outcome, language: Language) -> Vec<ListCells> {
    let maker = Maker::new(call, outcome, language);
    let tables = super::tables(&maker).into_iter();
    // The refused rows are for the office.
    tables
        .filter(|table| table.kind != Kind::Refused)
        .map(cells)
        .collect()
}

/// Returns what lists call each proposal, in the order of the proposals.
pub fn listed_ids(call: &Call, outcome: &Outcome, language: Language) -> Vec<String> {
    let maker = Maker::new(call, outcome, language);
    let proposals = outcome.proposals.iter();
    let ids = proposals.map(|it| maker.persons.id(&it.id).to_owned());
    ids.collect()
}

fn cells(table: Table) -> ListCells {
    let headings: Vec<String> = table.columns.into_iter().map(|it| it.heading).collect();
    let place = |heading: &str| headings.iter().position(|it| it == heading);
    let id = place(ID).unwrap_or_default();
    // What is published of a proposal stands before, whatever its heading.
    let last = |names: [&str; 2]| {
        headings
            .iter()
            .rposition(|it| names.contains(&it.as_str()))
            .into_iter()
    };
    let key = match table.kind {
        Kind::NotAdmitted | Kind::WithReservation | Kind::ToBeCompleted => [id]
            .into_iter()
            .chain(last(["requisito", "requirement"]))
            .collect(),
        Kind::BelowThreshold => [id]
            .into_iter()
            .chain(last(["soglia", "threshold"]))
            .collect(),
        _ => vec![id],
    };
    ListCells {
        file: table.kind.file(),
        key,
        headings,
        rows: table.rows,
    }
}

impl Cell {
    /// Returns the text of the cell, as data hold it.
    pub fn listed(&self) -> &str {
        self.as_plain()
    }

    /// Tells whether a list writes the cell so; it guards what a spreadsheet could run.
    pub fn is_listed_as(&self, written: &str) -> bool {
        let listed = self.listed().trim();
        listed == written || listed.strip_prefix('\'') == Some(written)
    }

    /// Returns its number, day or instant with its type, where it holds one; a number that no
    /// decimals write stands as text.
    pub fn listed_value(&self) -> Option<(&Value, Type)> {
        match self.content() {
            Content::Value(value, ty) => Some((value, *ty)),
            _ => None,
        }
    }
}
