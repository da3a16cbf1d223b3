//! Names, types, units and dependencies: a tree becomes a [`Call`], or every reason why it cannot.
//!
//! # Steps
//! 1. `declarations`: the call's own lines, authorities, enums, groups.
//! 2. `tables`: imported files, cell by cell, with their corrections; `derived_tables`: those made
//!    from others.
//! 3. `facts`: types, then the conditions under which facts apply.
//! 4. `order`: definitions sorted so that each needs only earlier ones; circles reported.
//! 5. `definitions`, `grid`, `requirements`, `blocks`, `ranking` and `envelope`: expressions typed (`expressions`,
//!    `operators`, `membership`, `arithmetic`, `cases`, `rule_tables`, `lists`, `admitted`,
//!    `exceptions`). Of the grid `scales`, `criteria` and `points` check the parts, `maxima` and
//!    `ranges` that they fit together; `possible` asks the same of the envelope.
//!    Then `weights`: indicators and shares for the rows of a table.
//!    Last `guidance`: whom applicants ask, and what they prepare.
//! 6. `early`: what is used before it can be known.
//! 7. `guards`: facts that may be absent where they are used.
//! 8. `clashes`: exceptions that hold together and differ, or change nothing.
//! 9. `tests`: the `test` blocks.
//! 10. `lints`: what is well formed and still suspicious.
//!
//! Whether conditions can hold together is found by `regions`.

mod admitted;
mod arithmetic;
mod blocks;
mod cases;
mod clashes;
mod criteria;
mod declarations;
mod derived_cells;
mod derived_tables;
mod early;
mod envelope;
mod exceptions;
mod expressions;
mod facts;
mod fitting;
mod formats;
pub(crate) mod from_programme;
mod grid;
mod guards;
mod guidance;
mod hints;
mod lints;
mod lists;
mod literals;
mod maxima;
mod membership;
mod messages;
mod operators;
mod order;
mod points;
pub(crate) mod possible;
mod ranges;
mod ranking;
pub mod regions;
mod requirements;
mod row_dates;
mod rows_apart;
mod rule_tables;
mod scales;
mod scope;
mod shadows;
mod splits;
mod table_rows;
mod tables;
mod test_outcomes;
mod test_points;
mod tests;
mod types;
mod versions;
mod weight_index;
mod weights;
mod written;

use crate::call::{Call, Test};
use crate::diagnostic::Diagnostic;
use crate::programme::{self, Programme};
use crate::source::Files;
use crate::syntax::tree::RuleFile;

use scope::Checker;

/// What checking a rule file gives.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The call; `None` if anything is wrong with it.
    pub call: Option<Call>,
    /// Its tests; empty if anything is wrong with the call.
    pub tests: Vec<Test>,
    /// The programme, where the file is a programme's and nothing is wrong with it.
    pub programme: Option<Programme>,
    /// Errors and warnings, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks a parsed rule file, or a programme file; `files` gives the tables it names.
pub fn check(tree: &RuleFile, files: &dyn Files) -> Checked {
    if tree.is_programme() {
        let checked = programme::check(tree);
        return Checked {
            call: None,
            tests: Vec::new(),
            programme: checked.programme,
            diagnostics: checked.diagnostics,
        };
    }
    let mut checker = Checker::new(files);
    checker.call.keywords = tree.keywords;
    checker.unread(tree);
    checker.misplaced(tree);
    checker.declarations(tree);
    checker.tables(tree);
    checker.derived_tables(tree);
    checker.facts(tree);
    let order = checker.definition_order(tree);
    checker.definitions(&order);
    checker.grid(tree);
    checker.weights(tree);
    checker.blocks(tree);
    checker.guidance(tree);
    checker.requirement_days();
    checker.too_early();
    checker.score_used(tree);
    checker.guards();
    checker.clashes();
    let tests = checker.tests(tree);
    checker.lints(tree);
    checker.finish(tests)
}
