//! Tests and what they expect.

use super::super::grammar::Rule;
use super::literals::{literal, money_amount, record, whole_number};
use super::node::{Built, Node};
use super::words::{cite, column_name, name, string, word};
use crate::source::Spanned;
use crate::syntax::tree::{
    CellMeaning, Citation, ColumnOf, Expectation, Literal, Name, Reason, TestBlock, TestClause,
};
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
        Rule::marks_from => marks_from(node),
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

/// `marks "voti" assignments "incarichi.csv"`
fn marks_from(node: &Node<'_>) -> TestClause {
    let mut parts = node.parts();
    TestClause::MarksFrom {
        files: string(&parts.one()),
        assignments: parts.next().map(|part| string(&part.only())),
    }
}

fn expectation(node: &Node<'_>) -> Built<Expectation> {
    let mut parts = node.parts();
    Ok(match node.rule() {
        Rule::expect_finding => {
            let (requirement, word) = (name(&parts.one()), finding(&parts.one()));
            Expectation::Finding {
                requirement,
                finding: word,
                by: by_exception(parts.maybe(Rule::by_exception).as_ref()),
                citing: parts.map(|part| cite(&part)).collect(),
            }
        }
        Rule::expect_points => Expectation::Points {
            criterion: name(&parts.one()),
            value: literal(&parts.one())?,
        },
        Rule::expect_threshold => Expectation::Threshold {
            threshold: name(&parts.one()),
            reached: reached(&parts.one()),
        },
        Rule::expect_below => Expectation::BelowThreshold(because(parts.next().as_ref())),
        Rule::expect_waits => Expectation::WaitsFor(parts.map(|part| name(&part)).collect()),
        Rule::expect_proposal => {
            let (id, of) = (string(&parts.one()), parts.one());
            let expected = match expectation(&of)? {
                // Of a proposal that is what became of it.
                Expectation::BelowThreshold(because) if because.is_empty() => {
                    let word = of.spanned(CountWord::BelowThreshold);
                    Expectation::Outcome { word, because }
                }
                other => other,
            };
            let of = Box::new(of.spanned(expected));
            Expectation::Proposal { id, of }
        }
        Rule::expect_outcome => Expectation::Outcome {
            word: count_word(&parts.one()),
            because: because(parts.next().as_ref()),
        },
        Rule::expect_column => {
            let of = parts.one();
            let what = match of.rule() {
                Rule::of_criterion => ColumnOf::Criterion(name(&of.only())),
                _ => ColumnOf::Named(name(&of)),
            };
            as_column(&parts.one(), what)
        }
        Rule::expect_money => Expectation::Money {
            left: node.has(Rule::kw_left),
            amount: money_amount(&parts.one())?,
        },
        Rule::expect_count => expect_count(node)?,
        Rule::expect_admission => Expectation::Admission {
            admission: admission(&parts.one()),
            because: because(parts.next().as_ref()),
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
    Ok(as_column(&part, ColumnOf::Word(what)))
}

/// `as column finanziato of "esiti.csv" with "1" = yes`
fn as_column(node: &Node<'_>, what: ColumnOf) -> Expectation {
    let mut parts = node.parts();
    Expectation::Column {
        what,
        column: column_name(&parts.one()),
        file: parts.maybe(Rule::of_file).map(|of| string(&of.only())),
        with: parts.map(|meaning| cell_meaning(&meaning)).collect(),
    }
}

/// `"1" = yes` or `"respinta" = not admitted`
fn cell_meaning(node: &Node<'_>) -> (Spanned<String>, Spanned<CellMeaning>) {
    let mut parts = node.parts();
    let cell = string(&parts.one());
    let meaning = parts.one();
    let means = match meaning.rule() {
        Rule::yes => CellMeaning::YesNo(true),
        Rule::no => CellMeaning::YesNo(false),
        _ => CellMeaning::Outcome(count_word(&meaning).value),
    };
    (cell, meaning.spanned(means))
}

/// `because runts citing cts "art. 11", size`
fn because(node: Option<&Node<'_>>) -> Vec<Reason> {
    let reasons = node.into_iter().flat_map(Node::parts);
    reasons.map(|part| reason(&part)).collect()
}

fn reason(node: &Node<'_>) -> Reason {
    let mut parts = node.parts();
    let named = name(&parts.one());
    let citing: Vec<Citation> = parts.map(|part| cite(&part)).collect();
    Reason {
        name: named,
        citing,
    }
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
