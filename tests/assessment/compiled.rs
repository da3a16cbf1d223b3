//! Compiled rules give what the readable evaluator gives.

use bando::assessment::{Stage, not_applicable_facts};
use bando::call::{self, Call, Criterion, CriterionId, ExprKind, Grid, Method, Threshold, Type};
use bando::compiled::Columns;
use bando::engine::{QuickJudge, Verdict, quick_verdicts, verdicts};
use bando::facts::{Proposal, Received};
use bando::number::{Fraction, Rounding};
use bando::text::Text;
use bando::value::{Comparison, Value};
use proptest::prelude::*;

use super::build::*;
use super::random_call::{Choices, choices};
use super::random_expr::raw;
use crate::support::cases;

/// So many proposals are judged by each call: with as many calls as are usual a little more than
/// 10,000 pairs of the two, and more than 1,000,000 in a long run.
fn proposals_of_a_call() -> usize {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        210
    } else {
        70
    }
}

/// What compiled rules say of proposals, and how many of these they did not leave to the readable
/// evaluator.
pub(crate) fn quick(call: &Call, proposals: &[Proposal], stage: Stage) -> (Vec<Verdict>, usize) {
    let judge = QuickJudge::new(call, stage);
    let mut columns = Columns::new(&judge.compiled.layout);
    for proposal in proposals {
        columns.push(&judge.compiled.layout, &proposal.facts);
    }
    let findings = judge.findings(&mut columns);
    for (row, proposal) in proposals.iter().enumerate() {
        let idle = not_applicable_facts(case(call, proposal));
        assert!(idle.is_empty() || findings.idle[row], "{idle:?}");
    }
    let verdicts = quick_verdicts(call, &received(proposals), stage);
    let mut found = 0;
    for (row, verdict) in verdicts.iter().enumerate() {
        if let Some(quick) = judge.quick(&findings, row) {
            found += 1;
            assert_eq!(&judge.told(verdict.id.clone(), &quick), verdict);
        }
    }
    // By itself, one that states all that rules use takes fewer steps.
    let mut alone = Columns::new(&judge.compiled.layout);
    for (row, proposal) in proposals.iter().enumerate() {
        alone.clear();
        alone.push(&judge.compiled.layout, &proposal.facts);
        let found = judge.findings(&mut alone);
        assert_eq!(judge.quick(&found, 0), judge.quick(&findings, row));
    }
    (verdicts, found)
}

/// What the readable evaluator says of them.
pub(crate) fn readable(call: &Call, proposals: &[Proposal], stage: Stage) -> Vec<Verdict> {
    verdicts(call, &received(proposals), stage)
}

fn received(proposals: &[Proposal]) -> Received {
    Received {
        proposals: proposals.to_vec(),
        ..Received::default()
    }
}

fn threshold(choices: &mut Choices, name: &str) -> Threshold {
    Threshold {
        name: name.to_owned(),
        title: Text::italian(name),
        points: Fraction::new(i128::try_from(choices.pick(7)).unwrap(), 2).unwrap(),
        before_premiums: choices.chance(2),
        unrounded: choices.chance(2),
        span: SPAN,
    }
}

fn rounding(choices: &mut Choices) -> Option<call::Number> {
    let rounding = choices.one_of(&[
        Rounding::HalfUp,
        Rounding::HalfEven,
        Rounding::Up,
        Rounding::Down,
    ]);
    choices.chance(2).then(|| call::Number {
        places: u32::try_from(choices.pick(2)).unwrap(),
        rounding,
    })
}

fn grid(choices: &mut Choices, call: &Call) -> Grid {
    let names = ["A", "A1", "A2", "B", "F"];
    let criteria = names.into_iter().map(|name| Criterion {
        name: name.to_owned(),
        title: Text::italian(name),
        parent: (name.len() == 2).then_some(CriterionId(0)),
        premium: name == "F",
        max: Fraction::integer(if name == "A" { 4 } else { 2 }),
        minimum: choices
            .chance(3)
            .then(|| threshold(choices, &format!("{name}_least"))),
        method: if name == "A" {
            Method::Sum
        } else {
            Method::Formula(choices.expr(call, Type::Number, &raw(1)))
        },
        rounding: rounding(choices),
        citations: Vec::new(),
        span: SPAN,
    });
    let criteria = criteria.collect();
    Grid {
        citations: Vec::new(),
        max: Fraction::integer(8),
        threshold: choices.chance(2).then(|| threshold(choices, "whole")),
        rounding: rounding(choices),
        everyone: choices.chance(2),
        scales: Vec::new(),
        criteria,
        span: SPAN,
    }
}

/// A call, often with a grid, and proposals of which some is known. Every other call looks at no
/// other proposals.
fn drawn(choices: &mut Choices, more: &mut [Choices]) -> (Call, Vec<Proposal>) {
    let mut call = choices.call();
    let first = &mut more[0];
    if first.chance(2) {
        call.received.clear();
        call.over_admitted.clear();
    }
    // Half of the requirements are simple: what is rare in rules is not all there is.
    let simple = !first.chance(2);
    for place in 0..call.requirements.len() {
        if simple || first.chance(2) {
            let depth = 1 + u32::from(first.chance(2));
            let require = first.expr(&call, Type::YesNo, &raw(depth));
            let applies = first
                .chance(3)
                .then(|| first.expr(&call, Type::YesNo, &raw(1)));
            let requirement = &mut call.requirements[place];
            requirement.require = require;
            requirement.applies_when = applies;
            requirement.exceptions.clear();
        }
    }
    if !first.chance(3) {
        call.grid = Some(grid(first, &call));
    }
    let kinds = more.len();
    let proposals = (0..proposals_of_a_call())
        .map(|place| more[place % kinds].proposal(&call, &format!("P{place:04}")))
        .collect();
    (call, proposals)
}

fn many_choices() -> impl Strategy<Value = Vec<Choices>> {
    proptest::collection::vec(choices(), 6)
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 500, ..cases(150) })]
    #[test]
    fn compiled_rules_give_what_the_readable_evaluator_gives(
        mut choices in choices(),
        mut more in many_choices(),
    ) {
        let (call, proposals) = drawn(&mut choices, &mut more);
        for stage in [Stage::PreCheck, Stage::First, Stage::Final] {
            let (found, _) = quick(&call, &proposals, stage);
            for (found, expected) in found.iter().zip(readable(&call, &proposals, stage)) {
                prop_assert_eq!(found, &expected);
            }
        }
    }
}

/// Where the first is open and the second does not hold, the first is all that is left.
#[test]
fn cases_are_left_where_none_holds_for_certain() {
    let mut call = empty_call();
    let conditions = ["p", "q"].map(|name| add_fact(&mut call, name, Type::YesNo, None));
    let cases = conditions.into_iter().zip(1..);
    let cases = cases.map(|(condition, value)| call::Case {
        condition,
        value: number(value),
    });
    let first = expr(ExprKind::FirstOf(cases.collect()), Type::Integer);
    let is_one = compare(Comparison::Equal, first, number(1));
    add_requirement(&mut call, "R", is_one);
    let answers = [None, Some(Value::YesNo(true)), Some(Value::YesNo(false))];
    let all = answers
        .iter()
        .flat_map(|p| answers.iter().map(move |q| (p, q)));
    let proposals: Vec<Proposal> = all
        .map(|(p, q)| proposal("P", vec![p.clone(), q.clone()]))
        .collect();
    let mut left_over = 0;
    for proposal in proposals {
        let proposals = [proposal];
        let (found, quickly) = quick(&call, &proposals, Stage::First);
        assert_eq!(found, readable(&call, &proposals, Stage::First));
        left_over += 1 - quickly;
    }
    // Of nine, the four in which neither is a yes.
    assert_eq!(left_over, 4);
}

/// How much of the random calls is compiled, so that the property above is not about nothing.
#[test]
fn random_calls_reach_the_compiled_rules() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeMap::<String, u32>::new();
    let mut count = |what: String, number: usize| {
        *seen.entry(what).or_default() += u32::try_from(number).unwrap();
    };
    for _ in 0..60 {
        let mut choices = choices().new_tree(&mut runner).unwrap().current();
        let mut more = many_choices().new_tree(&mut runner).unwrap().current();
        let (call, proposals) = drawn(&mut choices, &mut more);
        let compiled = bando::compiled::compile(&call);
        count(
            "requirements".to_owned(),
            call.requirements.len() - compiled.readable.len(),
        );
        count(
            "grids".to_owned(),
            usize::from(matches!(compiled.grid, Some(Ok(_)))),
        );
        let (found, rows) = quick(&call, &proposals, Stage::First);
        count("rows".to_owned(), rows);
        for verdict in found {
            count(format!("{:?}", verdict.status), 1);
        }
    }
    let few = seen.iter().filter(|(_, count)| **count < 3).count();
    assert!(seen.len() == 9 && few == 0, "{seen:?}");
}
