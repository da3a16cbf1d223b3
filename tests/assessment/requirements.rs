//! Judgements, admission, messages and shortfalls.

use bando::assessment::{
    Admission, Assessment, Case, Evaluated, Judgement, Later, Stage, assess, evaluate, explain,
    not_applicable_facts, replay,
};
use bando::call::{Call, Consequence, Expr, ExprKind, FactId, Message, Piece, Quantifier, Type};
use bando::number::Fraction;
use bando::text::Text;
use bando::value::{Comparison, Missing, Term, Value};

use super::build::*;

const STAGES: [Stage; 3] = [Stage::PreCheck, Stage::First, Stage::Final];

fn remedy() -> Consequence {
    Consequence::Remedy(Term {
        days: 10,
        working: false,
    })
}

/// Judges facts `a`, `b`, … given as `y`, `n` or `?`, against what `requirements` adds.
fn assessed(
    facts: &str,
    stage: Stage,
    requirements: impl FnOnce(&mut Call, &[Expr]),
) -> Assessment {
    let mut call = empty_call();
    let names: Vec<Expr> = ('a'..)
        .zip(facts.chars())
        .map(|(name, _)| add_fact(&mut call, &name.to_string(), Type::YesNo, None))
        .collect();
    requirements(&mut call, &names);
    let values = facts.chars().map(|sign| match sign {
        '?' => None,
        sign => Some(Value::YesNo(sign == 'y')),
    });
    let proposal = proposal("P", values.collect());
    let case = case(&call, &proposal);
    let assessment = assess(case, stage);
    let explained = explain(case, stage);
    assert_eq!(explained.assessment, assessment);
    for requirement in &explained.requirements {
        let step = &requirement.require;
        assert_eq!(replay(&call, step), step.value);
    }
    assessment
}

fn judgements(assessment: &Assessment) -> Vec<Judgement> {
    assessment.findings.iter().map(|it| it.judgement).collect()
}

#[test]
fn stage_and_consequence_decide_the_admission() {
    use Admission::{Admitted, NotAdmitted, ToBeCompleted, WithReservation};
    let reservation = Consequence::Reservation(None);
    let table = [
        ("y", Consequence::Refusal, [Admitted; 3]),
        ("y", remedy(), [Admitted; 3]),
        ("y", reservation, [Admitted; 3]),
        ("n", Consequence::Refusal, [NotAdmitted; 3]),
        ("n", remedy(), [ToBeCompleted, ToBeCompleted, NotAdmitted]),
        ("n", reservation, [WithReservation; 3]),
        (
            "?",
            Consequence::Refusal,
            [ToBeCompleted, ToBeCompleted, NotAdmitted],
        ),
        ("?", remedy(), [ToBeCompleted, ToBeCompleted, NotAdmitted]),
        ("?", reservation, [WithReservation; 3]),
    ];
    for (fact, consequence, expected) in table {
        for missing in [Missing::Ask, Missing::Fail] {
            let admissions = STAGES.map(|stage| {
                let assessment = assessed(fact, stage, |call, facts| {
                    let requirement = add_requirement(call, "only", facts[0].clone());
                    requirement.consequence = consequence;
                    requirement.missing = missing;
                });
                assessment.admission
            });
            assert_eq!(admissions, expected, "{fact} {consequence:?} {missing:?}");
        }
    }
}

#[test]
fn the_worst_finding_decides_and_all_are_judged() {
    let assessment = assessed("ynn", Stage::First, |call, facts| {
        add_requirement(call, "met", facts[0].clone());
        add_requirement(call, "remedy", facts[1].clone()).consequence = remedy();
        add_requirement(call, "reservation", facts[2].clone()).consequence =
            Consequence::Reservation(None);
    });
    assert_eq!(assessment.admission, Admission::ToBeCompleted);
    assert_eq!(
        judgements(&assessment),
        [Judgement::Met, Judgement::Unmet, Judgement::Unmet]
    );
}

#[test]
fn what_is_unknown_is_not_examined_once_a_requirement_refuses() {
    let refused = assessed("?n?", Stage::First, |call, facts| {
        for (name, fact) in ["a", "b", "c"].iter().zip(facts) {
            add_requirement(call, name, fact.clone());
        }
    });
    assert_eq!(refused.admission, Admission::NotAdmitted);
    let expected = [
        Judgement::NotExamined,
        Judgement::Unmet,
        Judgement::NotExamined,
    ];
    assert_eq!(judgements(&refused), expected);
    assert!(refused.findings[0].unknown.waits_for.is_empty());
}

#[test]
fn at_the_end_what_is_unknown_is_itself_the_reason() {
    let assessment = assessed("??", Stage::Final, |call, facts| {
        add_requirement(call, "asked", facts[0].clone());
        add_requirement(call, "reserved", facts[1].clone()).consequence =
            Consequence::Reservation(None);
    });
    assert_eq!(assessment.admission, Admission::NotAdmitted);
    assert_eq!(
        judgements(&assessment),
        [Judgement::Unknown, Judgement::NotExamined]
    );
    assert_eq!(
        Evaluated::Unknown(assessment.findings[0].unknown.clone()),
        waiting(&["a"])
    );
}

#[test]
fn a_requirement_that_does_not_apply_is_neither_met_nor_unmet() {
    let judged = |facts| {
        let assessment = assessed(facts, Stage::First, |call, facts| {
            add_requirement(call, "only", facts[1].clone()).applies_when = Some(facts[0].clone());
        });
        let unknown = Evaluated::Unknown(assessment.findings[0].unknown.clone());
        (
            assessment.findings[0].judgement,
            assessment.admission,
            unknown,
        )
    };
    let nothing = waiting(&[]);
    let table = [
        (
            "ny",
            Judgement::NotApplicable,
            Admission::Admitted,
            nothing.clone(),
        ),
        (
            "nn",
            Judgement::NotApplicable,
            Admission::Admitted,
            nothing.clone(),
        ),
        (
            "n?",
            Judgement::NotApplicable,
            Admission::Admitted,
            nothing.clone(),
        ),
        ("yy", Judgement::Met, Admission::Admitted, nothing.clone()),
        (
            "yn",
            Judgement::Unmet,
            Admission::NotAdmitted,
            nothing.clone(),
        ),
        (
            "?n",
            Judgement::Unknown,
            Admission::ToBeCompleted,
            waiting(&["a"]),
        ),
        (
            "??",
            Judgement::Unknown,
            Admission::ToBeCompleted,
            waiting(&["a", "b"]),
        ),
        (
            "y?",
            Judgement::Unknown,
            Admission::ToBeCompleted,
            waiting(&["b"]),
        ),
        // Met or not applicable: nothing is needed.
        ("?y", Judgement::Unknown, Admission::Admitted, nothing),
    ];
    for (facts, judgement, admission, unknown) in table {
        assert_eq!(judged(facts), (judgement, admission, unknown), "{facts}");
    }
}

#[test]
fn something_absent_that_nobody_guards_stands_in_the_way() {
    let mut call = empty_call();
    let absent = add_fact(&mut call, "absent", Type::YesNo, Some(yes_no(false)));
    add_requirement(&mut call, "only", absent);
    let proposal = proposal("P", vec![Some(Value::YesNo(true))]);
    let case = case(&call, &proposal);
    let assessment = assess(case, Stage::First);
    assert_eq!(judgements(&assessment), [Judgement::Unknown]);
    assert_eq!(assessment.admission, Admission::ToBeCompleted);
    assert_eq!(not_applicable_facts(case), [FactId(0)]);
}

/// A call with a cost, a request and a form.
fn costs() -> (Call, [Expr; 3]) {
    let mut call = empty_call();
    let cost = add_fact(&mut call, "cost", Type::Money, None);
    let requested = add_fact(&mut call, "requested", Type::Money, None);
    let form = add_fact(&mut call, "form", FORM, None);
    (call, [cost, requested, form])
}

fn money(euro: i128) -> Expr {
    constant(whole(euro), Type::Money)
}

#[test]
fn a_message_shows_its_values_in_both_languages() {
    let (mut call, [cost, requested, form]) = costs();
    let holds = compare(Comparison::LessOrEqual, cost.clone(), money(1_000));
    let pieces = |words: [&str; 2]| {
        vec![
            Piece::Words(words[0].to_owned()),
            Piece::Value(cost.clone()),
            Piece::Words(words[1].to_owned()),
            Piece::Value(requested.clone()),
            Piece::Words("; ".to_owned()),
            Piece::Value(form.clone()),
        ]
    };
    add_requirement(&mut call, "ceiling", holds).message = Message {
        it: pieces(["Costa ", ", chiesti "]),
        en: Some(pieces(["It costs ", ", asked "])),
    };
    let proposal = proposal("P", vec![Some(whole(1_500)), None, Some(variant(1))]);
    let assessment = assess(case(&call, &proposal), Stage::First);
    assert_eq!(
        assessment.findings[0].message,
        Some(Text::new(
            "Costa 1.500,00 €, chiesti (non noto); B",
            "It costs 1,500.00 EUR, asked (unknown); b"
        ))
    );
}

/// The shortfalls of a requirement, each as `value comparison limit distance`.
fn shortfalls(call: &mut Call, facts: Vec<Option<Value>>, require: Expr) -> Vec<String> {
    add_requirement(call, "only", require);
    let proposal = proposal("P", facts);
    let case = Case {
        call,
        proposal: &proposal,
        received: &[],
        later: Later::default(),
    };
    let assessment = assess(case, Stage::First);
    assert_eq!(judgements(&assessment), [Judgement::Unmet]);
    let finding = assessment.findings.into_iter().next().unwrap();
    let shown = |value: &Value| match value {
        Value::Number(number) => number.to_plain(0).unwrap(),
        other => format!("{other:?}"),
    };
    let lines = finding.shortfalls.into_iter().map(|shortfall| {
        let distance = shortfall.distance.map(Value::Number);
        format!(
            "{} {:?} {} by {}",
            shown(&shortfall.value),
            shortfall.comparison,
            shown(&shortfall.limit),
            distance.as_ref().map_or_else(String::new, shown),
        )
    });
    lines.collect()
}

#[test]
fn a_shortfall_says_value_limit_and_distance() {
    let (mut call, [cost, ..]) = costs();
    let facts = vec![Some(whole(1_500)), None, None];
    let holds = compare(Comparison::LessOrEqual, cost, money(1_000));
    assert_eq!(
        shortfalls(&mut call, facts, holds),
        ["1500 LessOrEqual 1000 by 500"]
    );
}

#[test]
fn a_limit_written_first_is_still_the_limit() {
    let (mut call, [cost, ..]) = costs();
    let facts = vec![Some(whole(1_500)), None, None];
    let holds = compare(Comparison::Greater, money(1_000), cost);
    assert_eq!(
        shortfalls(&mut call, facts, holds),
        ["1500 Less 1000 by 500"]
    );
}

#[test]
fn shortfalls_are_the_failing_parts_of_and_and_all_parts_of_or() {
    let (mut call, [cost, requested, _]) = costs();
    let facts = vec![Some(whole(9)), Some(whole(5)), None];
    let at_most = |fact: &Expr, limit| compare(Comparison::LessOrEqual, fact.clone(), money(limit));
    let either = test(ExprKind::Or(vec![
        at_most(&cost, 7),
        at_most(&requested, 4),
    ]));
    let all = test(ExprKind::And(vec![
        at_most(&cost, 10),
        either,
        at_most(&requested, 1),
    ]));
    assert_eq!(
        shortfalls(&mut call, facts, all),
        [
            "9 LessOrEqual 7 by 2",
            "5 LessOrEqual 4 by 1",
            "5 LessOrEqual 1 by 4"
        ]
    );
}

#[test]
fn shortfalls_look_through_not_definitions_and_cases() {
    let (mut call, [cost, requested, _]) = costs();
    let facts = vec![Some(whole(9)), Some(whole(5)), None];
    let equal = compare(Comparison::Equal, cost.clone(), money(9));
    let small = compare(Comparison::Less, requested.clone(), money(6));
    let unwanted = test(ExprKind::And(vec![equal, small]));
    let definition = add_definition(&mut call, not(unwanted));
    let cases = vec![
        bando::call::Case {
            condition: compare(Comparison::Less, cost, money(1)),
            value: yes_no(true),
        },
        bando::call::Case {
            condition: yes_no(true),
            value: definition,
        },
    ];
    let require = test(ExprKind::FirstOf(cases));
    assert_eq!(
        shortfalls(&mut call, facts, require),
        ["9 NotEqual 9 by 0", "5 GreaterOrEqual 6 by 1"]
    );
}

#[test]
fn of_a_between_the_end_that_is_passed_is_the_limit() {
    for (cost_is, expected) in [(1, "1 GreaterOrEqual 3 by 2"), (8, "8 LessOrEqual 5 by 3")] {
        let (mut call, [cost, ..]) = costs();
        let between = ExprKind::Between(Box::new(cost), Box::new(money(3)), Box::new(money(5)));
        let facts = vec![Some(whole(cost_is)), None, None];
        assert_eq!(shortfalls(&mut call, facts, test(between)), [expected]);
    }
}

#[test]
fn what_a_quantifier_asks_of_items_is_no_shortfall() {
    let mut call = empty_call();
    let list = add_list(&mut call, "partners", [("aid", Type::Money, None)]);
    let partners = add_fact(&mut call, "partners", Type::List(list), None);
    let little = compare(Comparison::Less, field(0, 0, Type::Money), money(5));
    let all = quantified(Quantifier::All, partners, None, Some(little));
    let facts = vec![Some(records([vec![Some(whole(9))]]))];
    assert!(shortfalls(&mut call, facts, all).is_empty());
}

#[test]
fn a_quotient_takes_the_type_of_its_limit() {
    let (mut call, [cost, requested, _]) = costs();
    let share = expr(
        ExprKind::Product(vec![(false, requested), (true, cost)]),
        Type::Number,
    );
    let fifth = Fraction::new(1, 5).unwrap();
    let percent = Type::Percent(Some(0));
    let require = compare(
        Comparison::LessOrEqual,
        share,
        constant(Value::Number(fifth), percent),
    );
    add_requirement(&mut call, "only", require.clone());
    let proposal = proposal("P", vec![Some(whole(4)), Some(whole(1)), None]);
    let case = case(&call, &proposal);
    assert_eq!(evaluate(case, &require), known(Value::YesNo(false)));
    let finding = &assess(case, Stage::First).findings[0];
    assert_eq!(finding.shortfalls[0].ty, percent);
    assert_eq!(finding.shortfalls[0].distance, Fraction::new(1, 20));
}
