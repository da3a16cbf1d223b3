//! The table of a programme as an act publishes it, with everything that is wrong with it.
//!
//! Nothing is repaired here: a flaw is said with its place, and what could explain it.
//!
//! The steps: text to cells (`grid`), cells to rows of a kind (`rows`, by a [`Profile`]), rows to
//! objectives, lines and sums ([`read()`]); then the sums are held against each other ([`reconcile()`])
//! and the rest is looked over ([`flaws()`]).

mod alone;
mod amount;
mod apart;
mod belonging;
mod causes;
mod cells;
mod complete;
mod copied;
mod equations;
mod explained;
mod file;
mod flaws;
mod grid;
mod groups;
mod heading;
mod inherited;
mod layout;
mod lost;
mod missing;
mod nearest;
mod numbering;
mod profile;
mod profile_text;
mod read;
mod readings;
mod reconcile;
mod rows;
mod search;
mod slips;
mod smallest;
mod sources;
mod state;
mod system;
mod table;
mod telling;
mod told;
mod totals;
mod trouble;
mod twice;
mod unopened;
mod words;
mod written;

pub use amount::{NumberStyle, Writing, amount_text, parse_amount};
pub use cells::{Position, Relations};
pub use file::{actions, programme_file};
pub use grid::{Grid, Row, grid};
pub use lost::Lost;
pub use profile::{AmountColumn, AmountRole, PROFILES, Profile, ProfileError, TextRole};
pub use read::{Reading, read};
pub use reconcile::{ActionSums, Reconciliation, Remainder, Unassigned, reconcile};
pub use system::{Cause, Change, Definition, Explanation, Findings, System};
pub use table::{
    Action, AmountCell, Cell, Line, Objective, ProgrammeTitle, Published, Specific, Subtotal, Sums,
    joined,
};
pub use told::{Shown, Told, ToldChange, ToldExplanation};

use crate::diagnostic::Diagnostic;

/// Returns what is missing of a table, and what is odd about its amounts, numbering and words, by line.
pub fn flaws(table: &Published) -> Vec<Diagnostic> {
    let mut found = complete::missing_sums(table);
    found.extend(flaws::above_programme(table));
    found.extend(flaws::negative_totals(table));
    found.extend(flaws::below_nothing(table));
    found.extend(flaws::blank_amounts(table));
    found.extend(flaws::uneven_amounts(table));
    found.extend(numbering::numbering(table));
    found.extend(numbering::elsewhere(table));
    found.extend(numbering::without_title(table));
    found.extend(copied::copied_ends(table));
    found.extend(words::bodies(table));
    found.extend(words::spellings(table));
    trouble::in_order(&mut found);
    found
}
