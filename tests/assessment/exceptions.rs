//! Which exception is in force, and what is taken where that is open.

use bando::assessment::{
    Admission, Evaluated, Judgement, NoResult, NoResultKind, Stage, Unknown, assess, evaluate,
    exception_states, trace,
};
use bando::call::{
    Call, Consequence, DefinitionId, ExceptionId, Expr, Message, Piece, RequirementId, Target, Type,
};
use bando::text::Text;
use bando::value::{Term, Value};

use super::build::*;

const REMEDY: Consequence = Consequence::Remedy(Term {
    days: 5,
    working: false,
});

fn id(target: Target, place: u32) -> ExceptionId {
    ExceptionId { target, place }
}

/// A definition of 20 with two exceptions, each under a fact of its name; what switches the first
/// one off is a fact too.
fn definition(first: i128, second: i128) -> (Call, Expr) {
    let mut call = empty_call();
    let [one, two, off] =
        ["one", "two", "off"].map(|name| add_fact(&mut call, name, Type::YesNo, None));
    let named = add_definition(&mut call, number(20));
    let mut excepted = exception("first", one);
    excepted.unless.push(unless("off", off));
    let exceptions = vec![
        (excepted, number(first)),
        (exception("second", two), number(second)),
    ];
    call.definitions[0].except(DefinitionId(0), exceptions);
    (call, named)
}

/// What a definition with exceptions gives: `y`, `n` or `?` for each of its three facts.
fn given(values: (i128, i128), facts: &str) -> Evaluated {
    let (call, named) = definition(values.0, values.1);
    let facts = facts.chars().map(|fact| match fact {
        '?' => None,
        fact => Some(Value::YesNo(fact == 'y')),
    });
    let proposal = proposal("P", facts.collect());
    let case = case(&call, &proposal);
    let found = evaluate(case, &named);
    assert_eq!(trace(case, &named).value, found);
    found
}

fn clash(target: Target) -> NoResult {
    NoResult {
        span: SPAN,
        why: NoResultKind::Clash(id(target, 0), id(target, 1)),
    }
}

#[test]
fn the_exception_in_force_gives_the_value() {
    let twenty = known(whole(20));
    assert_eq!(given((5, 7), "nnn"), twenty);
    assert_eq!(given((5, 7), "ynn"), known(whole(5)));
    assert_eq!(given((5, 7), "nyn"), known(whole(7)));
    // What switches the first off leaves the rule, or the other exception.
    assert_eq!(given((5, 7), "yny"), twenty);
    assert_eq!(given((5, 7), "yyy"), known(whole(7)));
}

#[test]
fn two_exceptions_that_hold_and_say_the_same_do_not_clash() {
    assert_eq!(given((5, 5), "yyn"), known(whole(5)));
}

#[test]
fn two_exceptions_that_hold_and_differ_leave_no_value() {
    let reasons = Unknown {
        without_result: [clash(Target::Definition(DefinitionId(0)))].into(),
        ..Unknown::default()
    };
    assert_eq!(given((5, 7), "yyn"), Evaluated::Unknown(reasons));
}

#[test]
fn an_open_exception_gives_what_all_branches_agree_on() {
    assert_eq!(given((20, 20), "???"), known(whole(20)));
    assert_eq!(given((5, 7), "?nn"), waiting(&["one"]));
    assert_eq!(given((5, 7), "?n?"), waiting(&["off", "one"]));
    // It is switched off whatever its own condition says.
    assert_eq!(given((5, 7), "?ny"), known(whole(20)));
    // The rule itself is out of the question: one exception holds, the other may.
    assert_eq!(given((5, 5), "?yn"), known(whole(5)));
    assert_eq!(given((20, 7), "?yn"), waiting(&["one"]));
}

/// A requirement with exceptions: `rule` is what it requires, `one` and `two` are when.
fn requirement(
    exceptions: impl FnOnce(&mut bando::call::Exception, &mut bando::call::Exception),
) -> Call {
    let mut call = empty_call();
    let [rule, one, two] =
        ["rule", "one", "two"].map(|name| add_fact(&mut call, name, Type::YesNo, None));
    let (mut first, mut second) = (exception("first", one), exception("second", two));
    exceptions(&mut first, &mut second);
    let id = RequirementId(0);
    add_requirement(&mut call, "requirement", rule).except(id, vec![(first, None), (second, None)]);
    call
}

/// What becomes of the requirement and of the proposal: facts as in [`given`].
fn judged(call: &Call, facts: &str) -> (Judgement, Admission) {
    let facts = facts.chars().map(|fact| match fact {
        '?' => None,
        fact => Some(Value::YesNo(fact == 'y')),
    });
    let proposal = proposal("P", facts.collect());
    let assessment = assess(case(call, &proposal), Stage::First);
    (assessment.findings[0].judgement, assessment.admission)
}

#[test]
fn where_nothing_is_required_the_requirement_does_not_apply() {
    let call = requirement(|first, _| first.not_required = true);
    assert_eq!(
        judged(&call, "nyn"),
        (Judgement::NotApplicable, Admission::Admitted)
    );
    assert_eq!(
        judged(&call, "nnn"),
        (Judgement::Unmet, Admission::NotAdmitted)
    );
    assert_eq!(
        judged(&call, "n?n"),
        (Judgement::Unknown, Admission::ToBeCompleted)
    );
    // Met or not applicable: it does not stand in the way.
    assert_eq!(
        judged(&call, "y?n"),
        (Judgement::Unknown, Admission::Admitted)
    );
}

#[test]
fn required_and_not_required_at_once_is_unknown_and_says_why() {
    let call = requirement(|first, _| first.not_required = true);
    assert_eq!(judged(&call, "nyy").0, Judgement::Unknown);
    for rule in [true, false] {
        let facts = [rule, true, true].map(|it| Some(Value::YesNo(it)));
        let proposal = proposal("P", facts.to_vec());
        let assessment = assess(case(&call, &proposal), Stage::First);
        let reasons = &assessment.findings[0].unknown;
        let target = Target::Requirement(RequirementId(0));
        let why: Vec<_> = reasons.without_result.iter().map(|it| it.why).collect();
        assert_eq!(why, [clash(target).why]);
        assert!(!reasons.waits());
    }
}

#[test]
fn an_exception_may_change_what_follows() {
    let call = requirement(|first, _| first.consequence = Some(REMEDY));
    assert_eq!(
        judged(&call, "nnn"),
        (Judgement::Unmet, Admission::NotAdmitted)
    );
    assert_eq!(
        judged(&call, "nyn"),
        (Judgement::Unmet, Admission::ToBeCompleted)
    );
    // Not met either way, but what follows is open, so it is not decided.
    assert_eq!(
        judged(&call, "n?n"),
        (Judgement::Unknown, Admission::ToBeCompleted)
    );
    assert_eq!(judged(&call, "y??"), (Judgement::Met, Admission::Admitted));
    // One exception says a term, the other inherits that there is none.
    assert_eq!(judged(&call, "nyy").0, Judgement::Unknown);
}

#[test]
fn the_words_of_the_exception_in_force_are_told() {
    let say = |words: &str| Message {
        it: vec![Piece::Words(words.to_owned())],
        en: None,
    };
    let call = requirement(|first, second| {
        first.message = Some(say("Primo."));
        second.message = Some(say("Secondo."));
    });
    let told = |facts: [bool; 3]| {
        let facts = facts.map(|it| Some(Value::YesNo(it)));
        let proposal = proposal("P", facts.to_vec());
        let assessment = assess(case(&call, &proposal), Stage::First);
        assessment.findings[0].message.clone()
    };
    assert_eq!(told([false, false, false]), Some(Text::italian("")));
    assert_eq!(told([false, true, false]), Some(Text::italian("Primo.")));
    assert_eq!(
        told([false, true, true]),
        Some(Text::italian("Primo. Secondo."))
    );
}

#[test]
fn the_state_of_an_exception_says_what_switches_it_off() {
    let (call, _) = definition(5, 7);
    let proposal = proposal(
        "P",
        vec![Some(Value::YesNo(true)), None, Some(Value::YesNo(true))],
    );
    let states = exception_states(case(&call, &proposal), Target::Definition(DefinitionId(0)));
    assert_eq!(states[0].in_force(), Some(false));
    assert_eq!(states[0].switched_off_by().collect::<Vec<_>>(), [0]);
    assert_eq!(states[1].in_force(), None);
}
