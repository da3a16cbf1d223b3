//! The lists of an outcome: as tables, and as CSV for people with a spreadsheet.

mod cells;
mod comparable;
mod line;
mod maker;
mod persons;
mod pools;
mod ranked;
mod reasons;
mod refused;
mod reserves;
mod scores;
mod splits;
mod table;

use crate::call::Call;
use crate::engine::{Outcome, OutcomeKind};
use crate::text::Language;
use crate::value::CountWord;

pub use cells::{Cell, csv_text};
pub(super) use cells::{Content, ROUNDED_PLACES};
pub use comparable::{ListCells, list_cells, listed_ids};
pub(super) use line::{Line, Reached};
pub(super) use maker::{ID, Maker};
pub(super) use pools::pool_uses;
pub use table::list_files;
pub(super) use table::{Column, Kind, Table};

/// A list: the name of its file and what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The file's name.
    pub file: &'static str,
    /// The CSV text, UTF-8.
    pub text: String,
}

/// Returns every list of an outcome, also those without rows, headed and worded in `language`.
///
/// Amounts are written `1234.56`. Text that a spreadsheet could take for a formula starts with
/// `'`. Natural persons are not named: in place of what would, their proposal's id stands.
pub fn lists(call: &Call, outcome: &Outcome, language: Language) -> Vec<List> {
    let tables = tables(&Maker::new(call, outcome, language));
    let texts = tables.iter().map(|table| List {
        file: table.kind.file(),
        text: table.csv(),
    });
    texts.collect()
}

/// Returns every list of an outcome.
pub(super) fn tables(maker: &Maker<'_>) -> Vec<Table> {
    let (call, outcome) = (maker.call, maker.outcome);
    let mut tables = Vec::new();
    match &outcome.selection {
        Some(selection) => {
            tables.push(maker.ranking(selection));
            if outcome.envelope.is_some() {
                tables.extend([maker.funded(selection), maker.waiting(selection)]);
            }
            if outcome
                .proposals
                .iter()
                .any(|it| it.outcome == OutcomeKind::Left)
            {
                tables.push(maker.left(selection));
            }
            if !selection.pools.is_empty() {
                tables.push(maker.pools(selection));
            }
            if !selection.reserves.is_empty() {
                tables.push(maker.reserves(selection));
            }
            if let Some(envelope) = call.envelope.as_ref().filter(|it| !it.splits.is_empty()) {
                tables.push(maker.splits(&envelope.splits, selection));
            }
        }
        None => tables.push(maker.admitted()),
    }
    tables.extend([
        maker.reasons(Kind::NotAdmitted, CountWord::NotAdmitted),
        maker.reasons(Kind::WithReservation, CountWord::WithReservation),
        maker.reasons(Kind::ToBeCompleted, CountWord::ToBeCompleted),
        maker.refused(),
    ]);
    if let Some(grid) = &call.grid {
        tables.extend(maker.score_lists(grid));
    }
    if outcome.kept.is_some() {
        say_kept(maker, &mut tables);
    }
    tables
}

/// Lets every row say that values over other proposals were taken from an earlier outcome.
fn say_kept(maker: &Maker<'_>, tables: &mut [Table]) {
    let lists = tables.iter_mut().filter(|it| it.kind != Kind::Refused);
    for table in lists {
        let column = maker.column("valori congelati", "frozen values");
        table.columns.push(column.in_data());
        for row in &mut table.rows {
            row.push(maker.yes_no(true));
        }
    }
}
