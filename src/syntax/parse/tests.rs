//! Tests and what they expect.

use super::super::grammar::Rule;
use super::literals::{literal, money_amount, record, whole_number};
use super::node::{Built, Node};
use super::words::{column_name, name, string, word};
use crate::source::Spanned;
use crate::syntax::tree::{Expectation, Literal, Name, TestBlock, TestClause};
use crate::value::{AdmissionWord, CountWord, FindingWord};

/// `test "not registered" like "all in order" { … }`
pub(super) fn test_block(node: &Node<'_>) -> Built<TestBlock> {
    let mut parts = node.parts();
    let mut block = TestBlock {
        name: string(&parts.one()),
        like: None,
        on: None,
        clauses: Vec::new(),
        span: node.span(),
    };
    for part in parts {
        match part.rule() {
            Rule::like_test => block.like = Some(string(&part.only())),
            Rule::on_file => block.on = Some(string(&part.only())),
            _ => block.clauses.push(part.spanned(test_clause(&part)?)),
        }
    }
    Ok(block)
}

fn test_clause(node: &Node<'_>) -> Built<TestClause> {
    Ok(match node.rule() {
        Rule::given => TestClause::Given(record(&node.only())?),
        Rule::marks => TestClause::Marks(node.parts().map(|it| mark(&it)).collect::<Built<_>>()?),
        Rule::stage => TestClause::Stage(word(node)?),
        Rule::expect => TestClause::Expect(expectation(&node.only())?),
        _ => node.impossible(),
    })
}

/// `A1 = buono`
fn mark(node: &Node<'_>) -> Built<(Name, Literal)> {
    let mut parts = node.parts();
    Ok((name(&parts.one()), literal(&parts.one())?))
}

fn expectation(node: &Node<'_>) -> Built<Expectation> {
    let mut parts = node.parts();
    Ok(match node.rule() {
        Rule::expect_finding => Expectation::Finding {
            requirement: name(&parts.one()),
            finding: finding(&parts.one()),
            by: by_exception(parts.next().as_ref()),
        },
        Rule::expect_points => Expectation::Points {
            criterion: name(&parts.one()),
            value: literal(&parts.one())?,
        },
        Rule::expect_threshold => Expectation::Threshold {
            threshold: name(&parts.one()),
            reached: reached(&parts.one()),
        },
        Rule::expect_below => Expectation::BelowThreshold(parts.map(|part| name(&part)).collect()),
        Rule::expect_waits => Expectation::WaitsFor(parts.map(|part| name(&part)).collect()),
        Rule::expect_proposal => Expectation::Proposal {
            id: string(&parts.one()),
            word: count_word(&parts.one()),
        },
        Rule::expect_money => Expectation::Money {
            left: node.has(Rule::kw_left),
            amount: money_amount(&parts.one())?,
        },
        Rule::expect_count => expect_count(node)?,
        Rule::expect_admission => Expectation::Admission {
            admission: admission(&parts.one()),
            because: parts.map(|part| name(&part)).collect(),
        },
        Rule::expect_value => Expectation::Value {
            name: name(&parts.one()),
            value: literal(&parts.one())?,
            by: by_exception(parts.next().as_ref()),
        },
        _ => node.impossible(),
    })
}

/// `reached`, `not reached` or `unknown`
fn reached(node: &Node<'_>) -> Option<bool> {
    if node.has(Rule::kw_undecided) {
        None
    } else {
        Some(node.has(Rule::kw_reached))
    }
}

/// `funded 1784` or `funded as column finanziato with "1" = yes`
fn expect_count(node: &Node<'_>) -> Built<Expectation> {
    let mut parts = node.parts();
    let what = count_word(&parts.one());
    let part = parts.one();
    if part.rule() == Rule::whole_number {
        let count = part.spanned(whole_number(&part, u64::MAX)?);
        return Ok(Expectation::Count { what, count });
    }
    let mut parts = part.parts();
    Ok(Expectation::Column {
        what,
        column: column_name(&parts.one()),
        with: parts.map(|meaning| cell_meaning(&meaning)).collect(),
    })
}

/// `"1" = yes`
fn cell_meaning(node: &Node<'_>) -> (Spanned<String>, Spanned<bool>) {
    let mut parts = node.parts();
    let cell = string(&parts.one());
    let holds = parts.one();
    (cell, holds.spanned(holds.rule() == Rule::yes))
}

/// `by exception small_towns`
fn by_exception(node: Option<&Node<'_>>) -> Vec<Name> {
    let names = node.into_iter().flat_map(Node::parts);
    names.map(|part| name(&part)).collect()
}

fn finding(node: &Node<'_>) -> Spanned<FindingWord> {
    node.spanned(if node.has(Rule::kw_met) {
        FindingWord::Met
    } else if node.has(Rule::kw_unmet) {
        FindingWord::Unmet
    } else if node.has(Rule::kw_undecided) {
        FindingWord::Unknown
    } else {
        FindingWord::NotApplicable
    })
}

fn admission(node: &Node<'_>) -> Spanned<AdmissionWord> {
    node.spanned(match node.parts().next().map(|part| part.rule()) {
        None => AdmissionWord::Admitted,
        Some(Rule::admitted_with_reservation) => AdmissionWord::WithReservation,
        Some(Rule::to_be_completed) => AdmissionWord::ToBeCompleted,
        Some(_) => AdmissionWord::NotAdmitted,
    })
}

fn count_word(node: &Node<'_>) -> Spanned<CountWord> {
    let Some(word) = node.all_parts().next() else {
        node.impossible();
    };
    node.spanned(match word.rule() {
        Rule::kw_received | Rule::kw_received_many => CountWord::Received,
        Rule::kw_admitted | Rule::kw_admitted_many => CountWord::Admitted,
        Rule::with_reservation => CountWord::WithReservation,
        Rule::to_be_completed => CountWord::ToBeCompleted,
        Rule::not_admitted | Rule::not_admitted_many => CountWord::NotAdmitted,
        Rule::kw_below_threshold => CountWord::BelowThreshold,
        Rule::kw_not_scored => CountWord::NotScored,
        Rule::kw_ranked => CountWord::Ranked,
        Rule::kw_funded | Rule::kw_funded_many => CountWord::Funded,
        Rule::funded_in_part | Rule::funded_in_part_many => CountWord::FundedInPart,
        Rule::kw_waiting => CountWord::Waiting,
        Rule::kw_units => CountWord::Units,
        _ => word.impossible(),
    })
}
