//! The least change of numbers and days that must lie in ranges, against trying every value.

use bando::assessment::{Judgement, judge_one};
use bando::call::{Call, Expr, ExprKind, FactId, Quantifier, RequirementId, Type};
use bando::number::Fraction;
use bando::precheck::{Answers, Changes, Precheck};
use bando::value::{Comparison, Value};
use proptest::prelude::*;

use crate::assessment::build::*;
use crate::support::cases;

/// Limits, and what is answered, lie so many steps above nought: more values than are listed one
/// by one.
const STEPS: i128 = 70;
/// The second fact has the values from nought to so many steps.
const SHORT: i128 = 5;

/// What is asked for: its kind, and how many steps make one.
#[derive(Clone, Copy, Debug)]
struct Scale(Type, i128);

impl Scale {
    fn value(self, half_steps: i128) -> Value {
        if self.0 == Type::Date {
            let days = jiff::Span::new().days(i64::try_from(half_steps.div_euclid(2)).unwrap());
            let first = jiff::civil::date(2026, 3, 1);
            return Value::Date(first.checked_add(days).unwrap());
        }
        Value::Number(Fraction::new(half_steps, 2 * self.1).unwrap())
    }
}

/// How a range is written.
#[derive(Clone, Copy, Debug)]
enum Form {
    Between,
    Both(Comparison, Comparison),
    Outside,
    AtMost,
    AtLeast,
}

/// What must lie in a range.
#[derive(Clone, Copy, Debug)]
enum Subject {
    First,
    Second,
    Sum,
}

/// A requirement; its limits in half steps, so that a limit may lie between two values.
#[derive(Clone, Debug)]
struct Range {
    form: Form,
    subject: Subject,
    least: i128,
    width: i128,
}

#[derive(Clone, Debug)]
struct Case {
    scale: Scale,
    bounded: bool,
    second_changes: bool,
    ranges: Vec<Range>,
    /// What is answered, in steps.
    first: i128,
    second: i128,
}

fn judged(call: &Call, facts: &[Option<Value>]) -> Vec<Judgement> {
    let proposal = proposal("P", facts.to_vec());
    let all = (0..).map(RequirementId).take(call.requirements.len());
    all.map(|id| judge_one(case(call, &proposal), id).unwrap().0.judgement)
        .collect()
}

fn scales() -> impl Strategy<Value = Scale> {
    prop_oneof![
        Just(Scale(Type::Money, 100)),
        Just(Scale(Type::Integer, 1)),
        Just(Scale(Type::Decimal(1), 10)),
        Just(Scale(Type::Percent(Some(1)), 1_000)),
        Just(Scale(Type::Date, 1)),
    ]
}

fn ranges() -> impl Strategy<Value = Range> {
    let above = prop_oneof![Just(Comparison::GreaterOrEqual), Just(Comparison::Greater)];
    let below = prop_oneof![Just(Comparison::LessOrEqual), Just(Comparison::Less)];
    let form = prop_oneof![
        3 => Just(Form::Between),
        3 => (above, below).prop_map(|(above, below)| Form::Both(above, below)),
        1 => Just(Form::Outside),
        1 => Just(Form::AtMost),
        1 => Just(Form::AtLeast),
    ];
    let subject = prop_oneof![
        3 => Just(Subject::First),
        1 => Just(Subject::Second),
        1 => Just(Subject::Sum),
    ];
    (form, subject, 0..2 * STEPS, 0..STEPS).prop_map(|(form, subject, least, width)| Range {
        form,
        subject,
        least,
        width,
    })
}

fn any_case() -> impl Strategy<Value = Case> {
    let ranges = proptest::collection::vec(ranges(), 1..4);
    let answers = (0..=STEPS, 0..=SHORT);
    (scales(), any::<bool>(), any::<bool>(), ranges, answers).prop_map(
        |(scale, bounded, second_changes, ranges, (first, second))| Case {
            scale,
            bounded,
            second_changes,
            ranges,
            first,
            second,
        },
    )
}

impl Case {
    fn call(&self) -> Call {
        let mut call = empty_call();
        let kind = self.scale.0;
        let first = add_fact(&mut call, "first", kind, None);
        let second = add_fact(&mut call, "second", kind, None);
        let bound = |steps: i128| Some(self.scale.value(2 * steps));
        if self.bounded {
            call.facts[0].reading.least = bound(0);
            call.facts[0].reading.greatest = bound(STEPS);
        }
        call.facts[1].reading.least = bound(0);
        call.facts[1].reading.greatest = bound(SHORT);
        call.facts[0].changeable = true;
        call.facts[1].changeable = self.second_changes;
        for (place, range) in self.ranges.iter().enumerate() {
            let subject = || match range.subject {
                Subject::First => first.clone(),
                Subject::Second => second.clone(),
                Subject::Sum if kind == Type::Date => first.clone(),
                Subject::Sum => expr(
                    ExprKind::Sum(vec![(false, first.clone()), (false, second.clone())]),
                    kind,
                ),
            };
            let short = matches!(range.subject, Subject::Second);
            let (least, width) = if short {
                (range.least % (2 * SHORT), range.width % SHORT)
            } else {
                (range.least, range.width)
            };
            let limit = |half_steps| constant(self.scale.value(half_steps), kind);
            let require = condition(range.form, subject, limit(least), limit(least + width));
            add_requirement(&mut call, &format!("range_{place}"), require);
        }
        call
    }

    fn facts(&self, first: i128, second: i128) -> Vec<Option<Value>> {
        let value = |steps: i128| Some(self.scale.value(2 * steps));
        vec![value(first), value(second)]
    }

    /// Returns how many facts, and by how many steps, two values differ from what is answered.
    fn distance(&self, first: i128, second: i128) -> (usize, i128) {
        let ways = [(first - self.first).abs(), (second - self.second).abs()];
        let facts = ways.iter().filter(|it| **it != 0).count();
        (facts, ways.iter().sum())
    }

    /// Returns the least change that mends everything, having tried all.
    fn least(&self, call: &Call) -> Option<(usize, i128)> {
        let firsts = if self.bounded {
            0..=STEPS
        } else {
            // No limit is farther away, whatever is added.
            -SHORT - 2..=3 * STEPS
        };
        let seconds = if self.second_changes {
            0..=SHORT
        } else {
            self.second..=self.second
        };
        let all = firsts.flat_map(|first| seconds.clone().map(move |second| (first, second)));
        let mending = all.filter(|(first, second)| {
            let judged = judged(call, &self.facts(*first, *second));
            judged.iter().all(|it| *it == Judgement::Met)
        });
        mending
            .map(|(first, second)| self.distance(first, second))
            .min()
    }

    /// Returns how many steps above nought an answer is.
    fn steps(&self, answers: &Answers, fact: u32) -> i128 {
        let value = answers.facts()[FactId(fact).index()].as_ref().unwrap();
        let all = -SHORT - 2..=3 * STEPS;
        let found = all
            .into_iter()
            .find(|it| self.scale.value(2 * it) == *value);
        found.unwrap_or_else(|| panic!("{value:?} is no whole number of steps"))
    }
}

fn condition(form: Form, subject: impl Fn() -> Expr, least: Expr, greatest: Expr) -> Expr {
    let between = |least, greatest| {
        let [subject, least, greatest] = [subject(), least, greatest].map(Box::new);
        test(ExprKind::Between(subject, least, greatest))
    };
    match form {
        Form::Between => between(least, greatest),
        Form::Outside => not(between(least, greatest)),
        Form::Both(above, below) => test(ExprKind::And(vec![
            compare(above, subject(), least),
            compare(below, subject(), greatest),
        ])),
        Form::AtMost => compare(Comparison::LessOrEqual, subject(), greatest),
        Form::AtLeast => compare(Comparison::GreaterOrEqual, subject(), least),
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn the_least_change_into_a_range_is_found(case in any_case()) {
        let call = case.call();
        let facts = case.facts(case.first, case.second);
        let fails = judged(&call, &facts).contains(&Judgement::Unmet);
        let least = case.least(&call);
        match Precheck::new(call).changes(&Answers::of(facts)) {
            Changes::NothingFails { complete, .. } => prop_assert!(!fails && complete),
            Changes::Mend(mend) => {
                let [first, second] = [0, 1].map(|it| case.steps(&mend.answers, it));
                prop_assert_eq!(Some(case.distance(first, second)), least);
                prop_assert!(mend.complete);
            }
            Changes::None { complete, .. } => {
                prop_assert_eq!(None, least);
                prop_assert!(complete);
            }
        }
    }
}

#[test]
fn a_number_of_an_item_moves_to_the_nearer_end_of_its_range() {
    let euro = |euro: i128| Value::Number(Fraction::integer(euro));
    let mut call = empty_call();
    let list = add_list(&mut call, "partners", [("share", Type::Money, None)]);
    let partners = add_fact(&mut call, "partners", Type::List(list), None);
    call.facts[0].changeable = true;
    let limits = [1_000, 50_000].map(|it| constant(euro(it), Type::Money));
    let [least, greatest] = limits;
    let share = || field(0, 0, Type::Money);
    let body = condition(Form::Between, share, least, greatest);
    let require = quantified(Quantifier::All, partners, None, Some(body));
    add_requirement(&mut call, "shares", require);
    let precheck = Precheck::new(call);
    for (before, after) in [(60_000, 50_000), (10, 1_000)] {
        let items = |share: i128| records([vec![Some(euro(2_000))], vec![Some(euro(share))]]);
        let Changes::Mend(mend) = precheck.changes(&Answers::of(vec![Some(items(before))])) else {
            panic!("nothing mends it")
        };
        assert_eq!(mend.answers.facts(), [Some(items(after))]);
    }
}
