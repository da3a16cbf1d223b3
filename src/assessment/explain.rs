//! The whole explanation of an assessment.

use super::assess::{assessment_of, judge};
use super::leaves::Evaluator;
use super::trace::trace_by;
use super::{Assessment, Case, Stage, Step};
use crate::call::RequirementId;

/// An assessment with every step that led to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation<'a> {
    /// The assessment, as [`super::assess`] gives it.
    pub assessment: Assessment,
    /// One per requirement, in the order of the rule file.
    pub requirements: Vec<ExplainedRequirement<'a>>,
}

/// A requirement with every step of its condition.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainedRequirement<'a> {
    /// Which requirement.
    pub requirement: RequirementId,
    /// Whether it applies; `None` where it always does.
    pub applies: Option<Step<'a>>,
    /// Whether it is met; shown also where it does not apply.
    pub require: Step<'a>,
}

/// Judges a proposal as [`super::assess`] does, and shows how.
pub fn explain(case: Case<'_>, stage: Stage) -> Explanation<'_> {
    let mut evaluator = Evaluator::new(case);
    let mut findings = Vec::with_capacity(case.call.requirements.len());
    let mut requirements = Vec::with_capacity(case.call.requirements.len());
    for (id, requirement) in (0..).map(RequirementId).zip(&case.call.requirements) {
        let applies = requirement.applies_when.as_ref();
        let explained = ExplainedRequirement {
            requirement: id,
            applies: applies.map(|it| trace_by(&mut evaluator, it)),
            require: trace_by(&mut evaluator, &requirement.require),
        };
        findings.push(judge(&mut evaluator, id, requirement, Some(&explained)));
        requirements.push(explained);
    }
    Explanation {
        assessment: assessment_of(case, findings, stage),
        requirements,
    }
}
