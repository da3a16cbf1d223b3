//! What the tests of a rule file have seen of it.

use std::collections::BTreeMap;

use super::reached::{RowCoverage, articles_not_reached, rows};
use super::testing::TestResult;
use crate::assessment::{ExceptionState, Judgement};
use crate::call::{Call, DefinitionId, RequirementId, Target, Unless};
use crate::text::Text;

/// What all tests together have seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// How many tests there were.
    pub tests: usize,
    /// One line per requirement, in the order of the rule file.
    pub requirements: Vec<RequirementCoverage>,
    /// One line per exception and per `unless`: those of requirements, then those of definitions,
    /// in the order of the rule file, each `unless` below its exception.
    pub exceptions: Vec<ExceptionCoverage>,
    /// One line per row of the tables in the text, in the order of their places.
    pub rows: Vec<RowCoverage>,
    /// The articles that requirements and exceptions cite and that no test reaches.
    pub articles_not_reached: Vec<Text>,
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

/// How often an exception was seen in force, or an `unless` seen to switch one off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionCoverage {
    /// The requirement or definition.
    pub of: String,
    /// The exception's name.
    pub exception: String,
    /// The name of the `unless`; `None` on the line of the exception itself.
    pub unless: Option<String>,
    /// How often it held. An `unless` is looked at only where the condition of its exception holds.
    pub holding: u64,
    /// How often it did not.
    pub not_holding: u64,
    /// How often it could not be told.
    pub unknown: u64,
}

impl ExceptionCoverage {
    /// Tells whether the tests have seen it both hold and not hold.
    pub fn is_seen_both_ways(&self) -> bool {
        self.holding > 0 && self.not_holding > 0
    }

    fn count(&mut self, holds: Option<bool>) {
        let count = match holds {
            Some(true) => &mut self.holding,
            Some(false) => &mut self.not_holding,
            None => &mut self.unknown,
        };
        *count = count.saturating_add(1);
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
    let found = results
        .iter()
        .flat_map(|result| &result.assessments)
        .flat_map(|assessment| &assessment.findings)
        .map(|finding| {
            (
                Target::Requirement(finding.requirement),
                &finding.exceptions,
            )
        });
    let defined = results.iter().flat_map(|result| &result.definitions);
    let found = found.chain(defined.map(|(id, states)| (Target::Definition(*id), states)));
    Coverage {
        tests: results.len(),
        exceptions: exceptions(call, found),
        rows: rows(call, results),
        articles_not_reached: articles_not_reached(call, results),
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

fn exceptions<'r>(
    call: &Call,
    found: impl Iterator<Item = (Target, &'r Vec<ExceptionState>)>,
) -> Vec<ExceptionCoverage> {
    let mut lines: BTreeMap<(Target, usize), Vec<ExceptionCoverage>> = BTreeMap::new();
    let requirements = (0..).map(RequirementId).zip(&call.requirements);
    let requirements =
        requirements.map(|(id, it)| (Target::Requirement(id), &it.name, &it.exceptions));
    let definitions = (0..).map(DefinitionId).zip(&call.definitions);
    let definitions =
        definitions.map(|(id, it)| (Target::Definition(id), &it.name, &it.exceptions));
    let mut written: Vec<_> = requirements.chain(definitions).collect();
    written.retain(|(_, _, exceptions)| !exceptions.is_empty());
    for (target, of, exceptions) in &written {
        for (place, exception) in exceptions.iter().enumerate() {
            let line = |unless: Option<&Unless>| ExceptionCoverage {
                of: (*of).clone(),
                exception: exception.name.clone(),
                unless: unless.map(|it| it.name.clone()),
                holding: 0,
                not_holding: 0,
                unknown: 0,
            };
            let unless = exception.unless.iter().map(|it| line(Some(it)));
            let of_exception = std::iter::once(line(None)).chain(unless).collect();
            lines.insert((*target, place), of_exception);
        }
    }
    for (target, states) in found {
        for (place, state) in states.iter().enumerate() {
            let mut of_exception = lines.get_mut(&(target, place)).into_iter().flatten();
            if let Some(line) = of_exception.next() {
                line.count(state.in_force());
            }
            if state.when == Some(true) {
                of_exception
                    .zip(&state.unless)
                    .for_each(|(line, off)| line.count(*off));
            }
        }
    }
    written
        .iter()
        .flat_map(|(target, _, exceptions)| (0..exceptions.len()).map(|place| (*target, place)))
        .filter_map(|key| lines.remove(&key))
        .flatten()
        .collect()
}
