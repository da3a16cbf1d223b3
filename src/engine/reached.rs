//! Which rows of tables, and which cited articles, the tests have reached.

use std::collections::{BTreeMap, BTreeSet};

use super::reasons::citation_texts;
use super::testing::TestResult;
use crate::assessment::{Case, Judgement, row_taken};
use crate::call::{Call, Citation, Expr, ExprKind, Method, TableRule};
use crate::source::Span;
use crate::text::Text;

/// A row of a table in the text, and how many proposals of the tests it gave a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowCoverage {
    /// Where its value is written.
    pub span: Span,
    /// How often it was taken.
    pub taken: u64,
}

/// Returns the rows that give a value for this proposal, by the places of their values. Tables that
/// ask about the items of a list are not looked at.
pub(super) fn rows_taken(case: Case<'_>) -> Vec<Span> {
    let taken = |table: &TableRule| {
        let row = table.rows.get(row_taken(case, table)?)?;
        Some(row.value.span)
    };
    tables(case.call).into_iter().filter_map(taken).collect()
}

/// Counts how often each row of the call's tables was taken, in the order of their places.
pub(super) fn rows(call: &Call, results: &[TestResult]) -> Vec<RowCoverage> {
    let mut seen: BTreeMap<Span, u64> = tables(call)
        .into_iter()
        .flat_map(|table| table.rows.iter().map(|row| (row.value.span, 0)))
        .collect();
    for span in results.iter().flat_map(|result| &result.rows) {
        if let Some(count) = seen.get_mut(span) {
            *count = count.saturating_add(1);
        }
    }
    let lines = seen.into_iter();
    lines
        .map(|(span, taken)| RowCoverage { span, taken })
        .collect()
}

/// Returns the articles that requirements and their exceptions cite and no test reaches, in the
/// order written. A requirement is reached where it is met or unmet, an exception where it is in
/// force.
pub(super) fn articles_not_reached(call: &Call, results: &[TestResult]) -> Vec<Text> {
    let mut reached: Vec<&Citation> = Vec::new();
    let assessments = results.iter().flat_map(|result| &result.assessments);
    for finding in assessments.flat_map(|assessment| &assessment.findings) {
        let Some(requirement) = call.requirements.get(finding.requirement.index()) else {
            continue;
        };
        if matches!(finding.judgement, Judgement::Met | Judgement::Unmet) {
            reached.extend(&requirement.citations);
        }
        for (exception, state) in requirement.exceptions.iter().zip(&finding.exceptions) {
            if state.in_force() == Some(true) {
                reached.extend(&exception.citations);
            }
        }
    }
    if !results.is_empty() {
        reached.extend(&call.citations);
    }
    let reached: BTreeSet<_> = reached.into_iter().map(key).collect();
    let of_requirements = call.requirements.iter().flat_map(|requirement| {
        let exceptions = requirement.exceptions.iter();
        let of_exceptions = exceptions.flat_map(|exception| &exception.citations);
        requirement.citations.iter().chain(of_exceptions)
    });
    let cited = call.citations.iter().chain(of_requirements);
    let mut told = BTreeSet::new();
    let missing = cited.filter(|it| !reached.contains(&key(it)) && told.insert(key(it)));
    citation_texts(call, missing)
}

fn key(citation: &Citation) -> (u32, Option<&str>) {
    (citation.authority.0, citation.place.as_deref())
}

/// Returns the tables of definitions, requirements and the grid that ask about no item of a list.
fn tables(call: &Call) -> Vec<&TableRule> {
    let definitions = call.definitions.iter().map(|it| &it.value);
    let requirements = call.requirements.iter().flat_map(|it| {
        let applies = it.applies_when.iter();
        applies.chain([&it.require])
    });
    let criteria = call.grid.iter().flat_map(|grid| &grid.criteria);
    let formulas = criteria.filter_map(|it| match &it.method {
        Method::Formula(formula) => Some(formula),
        _ => None,
    });
    let award = call.envelope.iter().map(|it| &it.award);
    let mut found = Vec::new();
    for expr in definitions.chain(requirements).chain(formulas).chain(award) {
        expr.visit(&mut |part| {
            if let ExprKind::Table(table) = &part.kind
                && !table.keys.iter().any(asks_about_item)
            {
                found.push(table);
            }
        });
    }
    found
}

fn asks_about_item(key: &Expr) -> bool {
    let mut asks = false;
    key.visit(&mut |part| asks |= matches!(part.kind, ExprKind::Field { .. }));
    asks
}
