//! What holds of every call and every proposal, however little of it is known.

use std::collections::BTreeSet;

use bando::assessment::{
    Case, Evaluated, Finding, Judgement, Later, NoResultKind, Stage, Step, assess, assess_judged,
    evaluate, explain, judge_ahead, judge_all, judge_one, replay, trace,
};
use bando::call::{Call, DefinitionId, Expr, ExprKind, ListId, RequirementId, Type};
use bando::facts::Proposal;
use bando::value::{Record, Value};
use proptest::prelude::*;

use super::random_call::{Choices, Others, choices, domain};

/// Returns everything a call evaluates over one proposal.
fn expressions(call: &Call) -> Vec<&Expr> {
    let definitions = call.definitions.iter().map(|it| &it.value);
    let requirements = call.requirements.iter();
    let conditions = requirements.flat_map(|it| it.applies_when.iter().chain([&it.require]));
    definitions.chain(conditions).collect()
}

/// A call, a proposal of which some is known, and values over the others.
fn drawn(choices: &mut Choices) -> (Call, Proposal, Others) {
    let call = choices.call();
    let proposal = choices.proposal(&call, "P");
    let others = choices.others_of(&call);
    (call, proposal, others)
}

fn case<'a>(call: &'a Call, proposal: &'a Proposal, others: &'a Others) -> Case<'a> {
    Case {
        call,
        proposal,
        received: &others.received,
        later: Later {
            over_admitted: &others.over_admitted,
            points: &others.points,
        },
    }
}

/// Visits each value that nobody has stated, with its name and type.
fn unstated(
    call: &Call,
    proposal: &mut Proposal,
    see: &mut impl FnMut(&str, Type, &mut Option<Value>),
) {
    for (fact, value) in call.facts.iter().zip(&mut proposal.facts) {
        unstated_in(call, &fact.name, fact.kind, value, see);
    }
}

fn unstated_in(
    call: &Call,
    name: &str,
    kind: Type,
    value: &mut Option<Value>,
    see: &mut impl FnMut(&str, Type, &mut Option<Value>),
) {
    match (kind, value) {
        (_, value @ None) => see(name, kind, value),
        (Type::List(list), Some(Value::List(records))) => {
            for (place, record) in (1..).zip(records) {
                unstated_in_record(call, &format!("{name}.{place}"), list, record, see);
            }
        }
        _ => {}
    }
}

fn unstated_in_record(
    call: &Call,
    name: &str,
    list: ListId,
    record: &mut Record,
    see: &mut impl FnMut(&str, Type, &mut Option<Value>),
) {
    let fields = &call.lists[list.index()].fields;
    for (field, value) in fields.iter().zip(&mut record.fields) {
        unstated_in(
            call,
            &format!("{name}.{}", field.name),
            field.kind,
            value,
            see,
        );
    }
}

/// Returns the proposal with one more answer; `None` where there is nothing left to ask.
fn answered(choices: &mut Choices, call: &Call, proposal: &Proposal) -> Option<Proposal> {
    let mut proposal = proposal.clone();
    let mut open = 0;
    unstated(call, &mut proposal, &mut |_, _, _| open += 1);
    let chosen = choices.pick(open);
    let mut at = 0;
    unstated(call, &mut proposal, &mut |_, kind, value| {
        if at == chosen {
            *value = Some(choices.value(call, kind));
        }
        at += 1;
    });
    (open > 0).then_some(proposal)
}

/// Returns proposals in which everything is answered: all there are in small domains, as far as
/// that is not too many, else some.
fn completions(choices: &mut Choices, call: &Call, proposal: &Proposal) -> Vec<Proposal> {
    let mut open = Vec::new();
    unstated(call, &mut proposal.clone(), &mut |_, kind, _| {
        open.push(kind);
    });
    let mut answers: Vec<Vec<Value>> = vec![Vec::new()];
    for kind in open {
        let domain = domain(kind);
        answers = answers
            .into_iter()
            .enumerate()
            .flat_map(|(place, so_far)| {
                let room = if place < 64 / domain.len() {
                    domain.len()
                } else {
                    1
                };
                let first = choices.pick(domain.len());
                let values = domain.iter().cycle().skip(first).take(room).cloned();
                let longer = values.map(|value| {
                    let mut so_far = so_far.clone();
                    so_far.push(value);
                    so_far
                });
                longer.collect::<Vec<_>>()
            })
            .take(128)
            .collect();
    }
    let complete = answers.into_iter().map(|answers| {
        let mut proposal = proposal.clone();
        let mut answers = answers.into_iter();
        unstated(call, &mut proposal, &mut |_, _, value| {
            *value = answers.next();
        });
        proposal
    });
    complete.collect()
}

fn decided(judgement: Judgement) -> bool {
    matches!(
        judgement,
        Judgement::Met | Judgement::Unmet | Judgement::NotApplicable
    )
}

fn any_step(step: &Step<'_>, holds: &impl Fn(&Step<'_>) -> bool) -> bool {
    holds(step) || step.inputs.iter().any(|input| any_step(input, holds))
}

proptest! {
    #[test]
    fn judging_all_at_once_finds_what_judging_one_by_one_does(mut choices in choices()) {
        let (call, proposal, others) = drawn(&mut choices);
        let case = case(&call, &proposal, &others);
        let judged = judge_all(case);
        for stage in [Stage::PreCheck, Stage::First, Stage::Final] {
            prop_assert_eq!(assess_judged(case, judged.clone(), stage), assess(case, stage));
        }
        for it in judged {
            let found = judge_one(case, it.finding.requirement);
            let unknown = it.unknown().clone();
            let bare = Finding { message: None, shortfalls: Vec::new(), unknown, ..it.finding };
            prop_assert_eq!(found, Some((bare, it.in_the_way)));
        }
    }

    #[test]
    fn the_fast_path_gives_what_the_explained_one_gives(mut choices in choices()) {
        let (call, proposal, others) = drawn(&mut choices);
        let case = case(&call, &proposal, &others);
        for expr in expressions(&call) {
            prop_assert_eq!(evaluate(case, expr), trace(case, expr).value);
        }
        for stage in [Stage::PreCheck, Stage::First, Stage::Final] {
            let explained = explain(case, stage);
            prop_assert_eq!(&explained.assessment, &assess(case, stage));
            for (finding, steps) in explained.assessment.findings.iter().zip(&explained.requirements) {
                let answer = |step: &Step<'_>| match step.value {
                    Evaluated::Known(Value::YesNo(answer)) => Some(answer),
                    _ => None,
                };
                let expected = match (steps.applies.as_ref().map_or(Some(true), answer), answer(&steps.require)) {
                    (Some(false), _) => Judgement::NotApplicable,
                    (Some(true), Some(true)) => Judgement::Met,
                    (Some(true), Some(false)) => Judgement::Unmet,
                    _ => Judgement::Unknown,
                };
                let examined = finding.judgement != Judgement::NotExamined;
                let shown = if examined { finding.judgement } else { Judgement::Unknown };
                // Not met, but it is open what follows: which exceptions are in force, or which
                // of them goes before.
                let open = shown == Judgement::Unknown && expected == Judgement::Unmet;
                let by_exception = finding.exceptions.iter().any(|it| it.in_force() != Some(false));
                prop_assert!(shown == expected || (open && by_exception), "{:?} {:?}", finding, expected);
            }
        }
    }

    #[test]
    fn an_explanation_replays_to_its_value(mut choices in choices()) {
        let (call, proposal, others) = drawn(&mut choices);
        let case = case(&call, &proposal, &others);
        for expr in expressions(&call) {
            check_replay(&call, &trace(case, expr))?;
        }
    }

    #[test]
    fn one_more_answer_changes_nothing_that_was_known(mut choices in choices()) {
        let (call, proposal, others) = drawn(&mut choices);
        let before = case(&call, &proposal, &others);
        if let Some(proposal) = answered(&mut choices, &call, &proposal) {
            let after = case(&call, &proposal, &others);
            for expr in expressions(&call) {
                let known = evaluate(before, expr);
                if known.known().is_some() {
                    prop_assert_eq!(evaluate(after, expr), known);
                }
            }
            let judged = |case| assess(case, Stage::First).findings;
            for (before, after) in judged(before).into_iter().zip(judged(after)) {
                if decided(before.judgement) {
                    prop_assert_eq!(before.judgement, after.judgement);
                }
            }
        }
    }

    #[test]
    fn an_unknown_names_what_it_waits_for(mut choices in choices()) {
        let (call, mut proposal, others) = drawn(&mut choices);
        let of_others: BTreeSet<String> = ["size (Q)", "flag (Q)", "mark (Q)"].map(str::to_owned).into();
        let mut names = BTreeSet::new();
        unstated(&call, &mut proposal, &mut |name, _, _| {
            names.insert(name.to_owned());
        });
        let case = case(&call, &proposal, &others);
        for expr in expressions(&call) {
            let step = trace(case, expr);
            let Evaluated::Unknown(unknown) = &step.value else { continue };
            prop_assert!(unknown.waits_for.is_subset(&names), "{:?}", unknown);
            prop_assert!(unknown.waits_for_others.is_subset(&of_others), "{:?}", unknown);
            let nothing = !unknown.waits() && unknown.without_result.is_empty();
            // A count may hang on something absent alone; what it can be is then said.
            let of_absent = any_step(&step, &|it| it.value == Evaluated::Absent);
            prop_assert!(!nothing || (unknown.range.is_some() && of_absent), "{:?}", unknown);
        }
    }

    #[test]
    fn what_is_said_of_a_proposal_holds_however_it_is_completed(mut choices in choices()) {
        let (call, proposal, others) = drawn(&mut choices);
        let partial = case(&call, &proposal, &others);
        let assessment = assess(partial, Stage::First);
        for complete in completions(&mut choices, &call, &proposal) {
            let complete = case(&call, &complete, &others);
            let completed = assess(complete, Stage::First);
            for (before, after) in assessment.findings.iter().zip(&completed.findings) {
                if decided(before.judgement) {
                    prop_assert_eq!(before.judgement, after.judgement);
                }
            }
            for expr in expressions(&call) {
                let after = evaluate(complete, expr);
                match evaluate(partial, expr) {
                    before @ Evaluated::Known(_) => prop_assert_eq!(before, after),
                    Evaluated::Absent => prop_assert_eq!(after.known(), None),
                    Evaluated::Unknown(unknown) => {
                        // What waits for nothing never becomes known.
                        if !unknown.waits() {
                            prop_assert_eq!(after.known(), None);
                        }
                        if let (Some((least, greatest)), Evaluated::Known(Value::Number(number))) = (unknown.range, after) {
                            prop_assert!(least <= number && number <= greatest);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_judged_by_bounds_holds_however_it_is_completed(mut choices in choices()) {
        let (mut call, proposal, others) = drawn(&mut choices);
        bound(&mut call);
        let partial = case(&call, &proposal, &others);
        let completed = completions(&mut choices, &call, &proposal);
        for id in (0..).map(RequirementId).take(call.requirements.len()) {
            let (plain, _) = judge_one(partial, id).unwrap();
            let (ahead, in_the_way) = judge_ahead(partial, id).unwrap();
            if decided(plain.judgement) {
                prop_assert_eq!(&plain, &ahead);
            }
            // What is met or not applicable is told from what is unmet, not one from the other.
            if ahead.judgement == Judgement::Unknown && in_the_way {
                continue;
            }
            for complete in &completed {
                let (after, after_in_the_way) = judge_one(case(&call, complete, &others), id).unwrap();
                prop_assert_eq!(in_the_way, after_in_the_way);
                if decided(ahead.judgement) {
                    prop_assert_eq!(ahead.judgement, after.judgement);
                }
            }
        }
    }
}

/// Has every number read within the values that are drawn.
fn bound(call: &mut Call) {
    let facts = call.facts.iter_mut().map(|it| (it.kind, &mut it.reading));
    let fields = call.lists.iter_mut().flat_map(|it| &mut it.fields);
    for (kind, reading) in facts.chain(fields.map(|it| (it.kind, &mut it.reading))) {
        if kind.is_number() {
            let drawn = domain(kind);
            reading.least = drawn.first().cloned();
            reading.greatest = drawn.last().cloned();
        }
    }
}

/// Every step replays to its own value, from its leaves alone.
fn check_replay(call: &Call, step: &Step<'_>) -> Result<(), TestCaseError> {
    let mut leaves = step.clone();
    forget_results(&mut leaves, &mut BTreeSet::new());
    prop_assert_eq!(replay(call, &leaves), step.value.clone());
    step.inputs
        .iter()
        .try_for_each(|input| check_replay(call, input))
}

/// Takes away every value that something else in the explanation gives.
fn forget_results(step: &mut Step<'_>, shown: &mut BTreeSet<DefinitionId>) {
    for input in &mut step.inputs {
        forget_results(input, shown);
    }
    let leaf = match step.expr.kind {
        ExprKind::Fact(_)
        | ExprKind::Field { .. }
        | ExprKind::Received(_)
        | ExprKind::OverAdmitted(_)
        | ExprKind::Points(_) => true,
        // Shown further up, but not inside the step that is replayed.
        ExprKind::Definition(id) => step.inputs.is_empty() && !shown.contains(&id),
        _ => false,
    };
    if let ExprKind::Definition(id) = step.expr.kind
        && !step.inputs.is_empty()
    {
        shown.insert(id);
    }
    if !leaf {
        step.value = Evaluated::Absent;
    }
}

/// How often the drawn calls and proposals give each kind of value, so that the properties above
/// are not about nothing.
#[test]
fn random_calls_reach_every_kind_of_value_and_judgement() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeMap::<String, u32>::new();
    for _ in 0..400 {
        let mut choices = choices().new_tree(&mut runner).unwrap().current();
        let (call, proposal, others) = drawn(&mut choices);
        let case = case(&call, &proposal, &others);
        for expr in expressions(&call) {
            let value = evaluate(case, expr);
            if let Evaluated::Unknown(unknown) = &value {
                for no_result in &unknown.without_result {
                    if matches!(no_result.why, NoResultKind::Clash(..)) {
                        *seen.entry("Clash".to_owned()).or_default() += 1;
                    }
                }
            }
            let kind = match value {
                Evaluated::Known(_) => "known",
                Evaluated::Absent => "absent",
                Evaluated::Unknown(it) if it.range.is_some() => "range",
                Evaluated::Unknown(it) if !it.waits() => "ended",
                Evaluated::Unknown(_) => "waiting",
            };
            *seen.entry(kind.to_owned()).or_default() += 1;
            expr.visit(&mut |part| {
                let kind = format!("{:?}", part.kind);
                let word = kind.split(['(', ' ']).next().unwrap().to_owned();
                *seen.entry(word).or_default() += 1;
            });
        }
        for finding in assess(case, Stage::First).findings {
            *seen.entry(format!("{:?}", finding.judgement)).or_default() += 1;
        }
    }
    let kinds = "known absent range ended waiting Met Unmet Unknown NotApplicable NotExamined \
        Constant Fact Field Definition Column Received OverAdmitted Points And Or Not Compare \
        Between InVariants Size Interpolate InTexts Has IsEmpty IsValid Sum Product Negate Round \
        Least Greatest Otherwise FirstOf Table DateOf Quantified Excepted Clash";
    for kind in kinds.split_whitespace() {
        let count = seen.get(kind).copied().unwrap_or_default();
        assert!(count >= 10, "{kind}: {count} in {seen:?}");
    }
}
