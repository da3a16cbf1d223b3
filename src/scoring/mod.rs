//! Criteria, marks and thresholds: the points of a proposal, line by line.
//!
//! [`score`] gives a proposal its points; [`explain`] does too, and shows each step of those that
//! are computed.
//!
//! # What is not known
//! Points that are not known can still be anything from nought to the maximum of their criterion,
//! and where some evaluators have marked it already, anything that the marks missing may make of
//! it. So a threshold may be settled before every mark is in: reached whatever the others say, or
//! out of reach. Points that leave these bounds are no points at all: they have no result, and
//! are never cut off to fit.

mod assignments;
mod basis;
mod columns;
mod evaluators;
mod explain;
mod judging;
mod layout;
mod marks;
mod missing;
mod panel;
mod points;
mod reading;
mod row;
mod score;
mod tables;
mod trouble;

pub use assignments::{Assignments, Conflict, read_assignments};
pub use basis::basis_digest;
pub use explain::{ExplainedScore, explain};
pub use judging::shown_word;
pub use layout::{Heading, STAMP_SHEET, STAMP_WORD, Stamp};
pub use marks::{Mark, Marks};
pub use reading::{MarksRead, MarksRequest, read_marks};
pub use score::score;
pub use tables::{MarksFile, can_hold_marks};

use crate::assessment::Evaluated;
use crate::call::CriterionId;

/// What the grid gives one proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// The proposal's id.
    pub proposal: String,
    /// One line for each criterion, in the order of [`crate::call::Grid::criteria`].
    pub lines: Vec<Line>,
    /// The sum of the outermost lines that are no premiums, unrounded.
    pub before_premiums: Evaluated,
    /// The sum of all outermost lines, unrounded.
    pub unrounded: Evaluated,
    /// The score as published: rounded where the grid says so.
    pub total: Evaluated,
    /// What becomes of the threshold of the whole score, then of each minimum in the order of the
    /// criteria.
    pub thresholds: Vec<ThresholdFinding>,
}

/// The points of one criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which criterion.
    pub criterion: CriterionId,
    /// Its points before its own rounding.
    pub unrounded: Evaluated,
    /// Its points as published.
    pub points: Evaluated,
    /// The marks behind them, each with its evaluator; those missing are `None`.
    pub marks: Vec<(String, Option<Mark>)>,
}

/// What becomes of a threshold or minimum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThresholdFinding {
    /// The criterion whose minimum it is; `None` for the whole score.
    pub criterion: Option<CriterionId>,
    /// The points compared with it.
    pub points: Evaluated,
    /// Whether they reach it: yes, no, or unknown. A range of points may settle it.
    pub reached: Evaluated,
}

impl Score {
    /// Returns the points as published, as [`crate::assessment::Later::points`] wants them.
    pub fn points(&self) -> Vec<Evaluated> {
        let lines = self.lines.iter().map(|line| &line.points);
        lines.chain([&self.total]).cloned().collect()
    }

    /// Tells whether a threshold or minimum is missed for certain.
    pub fn is_below_threshold(&self) -> bool {
        let mut thresholds = self.thresholds.iter();
        thresholds.any(|it| it.reached == Evaluated::yes(false))
    }

    /// Tells whether all points are known, and with them what becomes of every threshold.
    pub fn is_complete(&self) -> bool {
        let thresholds = self.thresholds.iter().map(|it| &it.reached);
        let mut all = thresholds.chain([&self.total]);
        all.all(|it| it.known().is_some())
    }
}
