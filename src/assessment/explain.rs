//! The whole explanation of an assessment.

use super::{Assessment, Case, Stage, Step, assess, trace};
use crate::call::RequirementId;

/// An assessment with every step that led to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The assessment, as [`assess`] gives it.
    pub assessment: Assessment,
    /// One per requirement, in the order of the rule file.
    pub requirements: Vec<ExplainedRequirement>,
}

/// A requirement with every step of its condition.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainedRequirement {
    /// Which requirement.
    pub requirement: RequirementId,
    /// Whether it applies; `None` where it always does.
    pub applies: Option<Step>,
    /// Whether it is met; shown also where it does not apply.
    pub require: Step,
}

/// Judges a proposal as [`assess`] does, and shows how.
pub fn explain(case: Case<'_>, stage: Stage) -> Explanation {
    let requirements = (0..).map(RequirementId).zip(&case.call.requirements);
    let requirements = requirements
        .map(|(id, requirement)| ExplainedRequirement {
            requirement: id,
            applies: requirement.applies_when.as_ref().map(|it| trace(case, it)),
            require: trace(case, &requirement.require),
        })
        .collect();
    Explanation {
        assessment: assess(case, stage),
        requirements,
    }
}
