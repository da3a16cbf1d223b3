//! The table, read: what each cell says, where it stands, and what was inherited from above.

use super::amount::Writing;
use super::grid::Grid;
use super::profile::Profile;
use crate::number::Money;

/// A programme as its table is published, with nothing repaired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The cells as they came.
    pub grid: Grid,
    /// The layout by which they were read.
    pub profile: Profile,
    /// The row that names the programme.
    pub programme: Option<ProgrammeTitle>,
    /// The general objectives, in the order of the table.
    pub objectives: Vec<Objective>,
    /// The specific objectives, in the order of the table.
    pub specifics: Vec<Specific>,
    /// The lines, in the order of the table.
    pub lines: Vec<Line>,
    /// The subtotals, in the order of the table.
    pub subtotals: Vec<Subtotal>,
    /// The grand total.
    pub total: Option<Sums>,
}

/// The name of the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeTitle {
    /// Its code, where one stands before the title.
    pub code: Option<String>,
    /// Its title.
    pub title: String,
    /// The line.
    pub line: u64,
}

/// A text with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The words.
    pub text: String,
    /// The line, counted from 1.
    pub line: u64,
    /// The column, counted from 0.
    pub column: usize,
}

/// A general objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    /// Its code.
    pub code: Cell,
    /// Its words: more than one cell where a page break or the like splits them.
    pub title: Vec<Cell>,
}

/// A specific objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Specific {
    /// Its code.
    pub code: Cell,
    /// Its words.
    pub title: Vec<Cell>,
    /// The general objective it belongs to, as a place in [`Published::objectives`].
    pub objective: usize,
}

/// Returns words that stand in one or more cells, in one text.
pub fn joined(cells: &[Cell]) -> String {
    let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
    texts.join(" ")
}

/// A line: an action, its source and body, and its amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// Its general objective, as a place in [`Published::objectives`].
    pub objective: usize,
    /// Its specific objective, as a place in [`Published::specifics`].
    pub specific: Option<usize>,
    /// What is done; from a line above where the cell here is blank.
    pub description: Option<Cell>,
    /// The source as printed; from a line above where the cell here is blank.
    pub source: Option<Cell>,
    /// The fund of the source.
    pub fund: Option<String>,
    /// The action of the source.
    pub action: Option<Action>,
    /// The body that answers for the line.
    pub body: Cell,
    /// The amounts, in the order of [`Profile::amounts`].
    pub amounts: Vec<AmountCell>,
}

impl Line {
    /// Tells whether a cell of this line was inherited from one above.
    pub fn inherits(&self, cell: &Cell) -> bool {
        cell.line != self.line
    }
}

/// An action's code, with the scheme it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The numbering: `adp`.
    pub scheme: String,
    /// The number in it: `9.1.4`.
    pub code: String,
}

/// Codes stand in the order of their numbers: 9.3.6 before 10.1.1.
impl Ord for Action {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let numbers = |code: &str| -> Vec<(Option<u64>, String)> {
            let parts = code.split('.');
            parts.map(|it| (it.parse().ok(), it.to_owned())).collect()
        };
        let key = |it: &Self| (it.scheme.clone(), numbers(&it.code));
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Action {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:{}", self.scheme, self.code)
    }
}

/// A cell for an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountCell {
    /// The amount; `None` where the cell is blank.
    pub amount: Option<Money>,
    /// How it is printed.
    pub writing: Writing,
    /// The line, counted from 1.
    pub line: u64,
    /// The column, counted from 0.
    pub column: usize,
}

/// A row that sums others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    /// The line, counted from 1.
    pub line: u64,
    /// What it is called, where it is called anything.
    pub label: Option<Cell>,
    /// The amounts, in the order of [`Profile::amounts`].
    pub amounts: Vec<AmountCell>,
}

/// The sums of a general objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subtotal {
    /// The objective, as a place in [`Published::objectives`].
    pub objective: usize,
    /// The sums.
    pub sums: Sums,
}
