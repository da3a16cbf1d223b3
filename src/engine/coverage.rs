//! What the tests of a rule file have seen of its requirements.

use std::collections::BTreeMap;

use super::testing::TestResult;
use crate::assessment::Judgement;
use crate::call::{Call, RequirementId};

/// What all tests together have seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// How many tests there were.
    pub tests: usize,
    /// One line per requirement, in the order of the rule file.
    pub requirements: Vec<RequirementCoverage>,
}

/// How often a requirement was seen to come out in each way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementCoverage {
    /// Its name.
    pub name: String,
    /// How often it was met.
    pub met: u64,
    /// How often it was unmet.
    pub unmet: u64,
    /// How often it could not be told, whether or not that mattered.
    pub unknown: u64,
    /// How often it did not apply.
    pub not_applicable: u64,
}

impl RequirementCoverage {
    /// Tells whether the tests have seen it both met and unmet.
    pub fn is_seen_both_ways(&self) -> bool {
        self.met > 0 && self.unmet > 0
    }
}

/// Counts what the tests have seen of each requirement of `call`.
pub fn coverage(call: &Call, results: &[TestResult]) -> Coverage {
    let mut seen: BTreeMap<(RequirementId, Judgement), u64> = BTreeMap::new();
    for finding in results
        .iter()
        .flat_map(|result| &result.assessments)
        .flat_map(|assessment| &assessment.findings)
    {
        let count = seen
            .entry((finding.requirement, finding.judgement))
            .or_default();
        *count = count.saturating_add(1);
    }
    let lines = (0_u32..).map(RequirementId).zip(&call.requirements);
    Coverage {
        tests: results.len(),
        requirements: lines
            .map(|(id, requirement)| {
                let count = |judgement| seen.get(&(id, judgement)).copied().unwrap_or_default();
                RequirementCoverage {
                    name: requirement.name.clone(),
                    met: count(Judgement::Met),
                    unmet: count(Judgement::Unmet),
                    unknown: count(Judgement::Unknown)
                        .saturating_add(count(Judgement::NotExamined)),
                    not_applicable: count(Judgement::NotApplicable),
                }
            })
            .collect(),
    }
}
