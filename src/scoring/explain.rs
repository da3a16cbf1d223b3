//! A score with every step of what is computed.

use std::collections::BTreeMap;

use super::score::score_with;
use super::{Marks, Score};
use crate::assessment::{Case, Step, trace};
use crate::call::CriterionId;

/// A score, and how the points that are computed came out.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainedScore<'a> {
    /// The score, as [`super::score`] gives it.
    pub score: Score,
    /// The steps of each criterion with a formula.
    pub formulas: BTreeMap<CriterionId, Step<'a>>,
}

/// Gives a proposal its points as [`super::score`] does, and shows how; `None` where the call has
/// no grid.
pub fn explain<'a>(case: Case<'a>, marks: &Marks) -> Option<ExplainedScore<'a>> {
    let grid = case.call.grid.as_ref()?;
    let mut formulas = BTreeMap::new();
    let score = score_with(case, grid, marks, |criterion, expr| {
        let step = trace(case, expr);
        let points = step.value.clone();
        formulas.insert(criterion, step);
        points
    });
    Some(ExplainedScore { score, formulas })
}
