//! Compiled rules: a checked call lowered to columns of whole numbers.
//!
//! The readable evaluator (`assessment`, `scoring`) says what rules mean, proposal by proposal, and
//! keeps every reason. This stage gives the same findings for many proposals at once:
//!
//! 1. `layout`: each fact that the rules use gets a column. A number is a whole number of its
//!    smallest unit (cents, hundredths of a percent); a variant or a set is a set of bits; a list
//!    is a table of its own, its items one after the other.
//! 2. `lower`: each requirement and criterion becomes a few `program` steps over whole columns.
//!    The unit of each intermediate number and the bounds within which it lies are worked out
//!    beforehand, so that nothing overflows and no step asks.
//! 3. `run`: the steps are carried out over some hundred proposals at a time. There are two rows of
//!    them: where nothing that rules use is missing, nobody asks whether it is known.
//!
//! What does not fit is left to the readable evaluator, never approximated: a requirement with a
//! construct that is not lowered ([`Compiled::readable`]), and a proposal with a value out of
//! bounds or an unknown in a place that takes more than yes, no or unknown to carry
//! ([`Findings::left_over`]).

#[cfg(feature = "parquet")]
mod batches;
mod choices;
mod columns;
mod comparing;
mod facts;
mod findings;
mod folding;
mod grid;
mod idle;
mod layout;
mod lines;
mod lists;
mod lower;
mod numbers;
mod obstacle;
mod obstacles;
mod operations;
mod program;
mod rows;
mod run;
mod tables;
mod truths;

#[cfg(feature = "parquet")]
pub use batches::BatchReader;
pub use columns::{Cells, Columns};
pub use findings::{Findings, Run};
pub use grid::CompiledGrid;
pub use layout::{Layout, Slot, SlotKind};
pub use lines::{Lines, id_at_start};
pub use obstacle::{Construct, Obstacle};
pub use obstacles::obstacles;
pub use rows::Rows;

use crate::call::{Call, RequirementId};
use grid::GridSteps;
use idle::Idle;
use lower::Lowering;
use program::{Program, Truth};

/// A call, compiled.
#[derive(Debug)]
pub struct Compiled {
    /// Which fact stands in which column.
    pub layout: Layout,
    /// The requirements that are left to the readable evaluator, each with the first reason; all are
    /// found by [`obstacles`].
    pub readable: Vec<(RequirementId, Obstacle)>,
    /// The grid; the reason where it is left to the readable evaluator; `None` where there is none.
    pub grid: Option<Result<CompiledGrid, Obstacle>>,
    /// What is done for proposals of which something may be unknown.
    steps: Steps,
    /// What is done for proposals that state all that rules use: half as much.
    steps_if_stated: Steps,
}

/// What is done to find out what becomes of proposals.
#[derive(Debug, Default)]
struct Steps {
    program: Program,
    requirements: Vec<Requirement>,
    grid: Option<GridSteps>,
    idle: Idle,
}

/// A requirement, lowered.
#[derive(Clone, Copy, Debug)]
struct Requirement {
    place: usize,
    applies: Option<Truth>,
    require: Truth,
}

/// Compiles a call.
///
/// ```
/// use bando::call::Call;
/// let call = Call::empty(jiff::tz::TimeZone::UTC);
/// assert!(bando::compiled::compile(&call).readable.is_empty());
/// ```
pub fn compile(call: &Call) -> Compiled {
    let mut compiled = lowered(call, Layout::new(), false);
    // The same columns, and the same left to the readable evaluator.
    compiled.steps_if_stated = lowered(call, compiled.layout.clone(), true).steps;
    compiled
}

fn lowered(call: &Call, layout: Layout, all_stated: bool) -> Compiled {
    let mut lowering = Lowering::new(call, layout, all_stated);
    let mut requirements = Vec::new();
    let mut readable = Vec::new();
    let all = (0..).map(RequirementId).zip(&call.requirements);
    for (id, requirement) in all {
        match lowering.requirement(requirement) {
            Ok((applies, require)) => requirements.push(Requirement {
                place: id.index(),
                applies,
                require,
            }),
            Err(why) => readable.push((id, why)),
        }
    }
    let grid = call.grid.as_ref().map(|grid| lowering.grid(grid));
    let (grid, grid_steps) = match grid {
        None => (None, None),
        Some(Ok((grid, steps))) => (Some(Ok(grid)), Some(steps)),
        Some(Err(why)) => (Some(Err(why)), None),
    };
    let idle = lowering.idle();
    let (layout, program) = lowering.finish();
    Compiled {
        layout,
        readable,
        grid,
        steps: Steps {
            program,
            requirements,
            grid: grid_steps,
            idle,
        },
        steps_if_stated: Steps::default(),
    }
}
