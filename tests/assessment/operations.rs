//! What each operation gives, for every mixture of known, unknown, absent and without a result.

use std::collections::BTreeSet;

use bando::assessment::{Evaluated, NoResult, NoResultKind, Unknown, evaluate, replay, trace};
use bando::call::{self, Call, ColumnId, Expr, ExprKind, Number, Type};
use bando::number::{Fraction, Rounding};
use bando::value::{Comparison, HasKind, RowId, Value, VariantId};

use super::build::*;
use super::choices::first_of;

/// Evaluates in every way there is, which must agree.
pub(super) fn evaluated(call: &Call, facts: Vec<Option<Value>>, expr: &Expr) -> Evaluated {
    let proposal = proposal("P", facts);
    let case = case(call, &proposal);
    let fast = evaluate(case, expr);
    let explained = trace(case, expr);
    assert_eq!(fast, explained.value);
    assert_eq!(fast, replay(call, &explained));
    fast
}

fn closed(expr: &Expr) -> Evaluated {
    evaluated(&empty_call(), Vec::new(), expr)
}

pub(super) fn without_result(why: NoResultKind) -> Evaluated {
    Evaluated::Unknown(Unknown {
        without_result: [NoResult { span: SPAN, why }].into(),
        ..Unknown::default()
    })
}

fn fraction(numerator: i128, denominator: i128) -> Value {
    Value::Number(Fraction::new(numerator, denominator).unwrap())
}

/// A call in which facts `a`, `b` may be unknown, and something is absent.
pub(super) struct Mixed {
    pub(super) call: Call,
    absent: Expr,
    pub(super) unknown: Vec<Expr>,
}

impl Mixed {
    pub(super) fn new(ty: Type) -> Self {
        let mut call = empty_call();
        let absent = add_fact(&mut call, "absent", ty, Some(yes_no(false)));
        let unknown = vec![
            add_fact(&mut call, "a", ty, None),
            add_fact(&mut call, "b", ty, None),
        ];
        Self {
            call,
            absent,
            unknown,
        }
    }

    /// `y`, `n`: yes, no; a digit: that number; `?`: unknown; `-`: absent; `!`: without a result.
    pub(super) fn operand(&self, sign: char, place: usize) -> Expr {
        match sign {
            'y' | 'n' => yes_no(sign == 'y'),
            '?' => self.unknown[place].clone(),
            '-' => self.absent.clone(),
            '!' if self.absent.ty == Type::YesNo => {
                compare(Comparison::Equal, no_result(), number(1))
            }
            '!' => no_result(),
            digit => number(digit.to_digit(10).unwrap().into()),
        }
    }

    fn sign(&self, expr: &Expr) -> char {
        match evaluated(&self.call, vec![None; 3], expr) {
            Evaluated::Known(Value::YesNo(answer)) => {
                if answer {
                    'y'
                } else {
                    'n'
                }
            }
            Evaluated::Known(Value::Number(number)) => {
                let digit = u32::try_from(number.to_integer().unwrap()).unwrap();
                char::from_digit(digit, 10).unwrap()
            }
            Evaluated::Known(other) => panic!("{other:?}"),
            Evaluated::Absent => '-',
            Evaluated::Unknown(unknown) if !unknown.waits() => {
                assert!(!unknown.without_result.is_empty(), "{unknown:?}");
                '!'
            }
            Evaluated::Unknown(_) => '?',
        }
    }

    /// Compares an operation with its table: rows for the left side, columns for the right.
    fn check(&self, name: &str, table: &str, operation: impl Fn(Expr, Expr) -> Expr) {
        let mut lines = table
            .trim()
            .lines()
            .map(|line| line.split_whitespace().collect::<String>());
        let header = lines.next().unwrap();
        for line in lines {
            let left = line.chars().next().unwrap();
            for (right, expected) in header.chars().zip(line.chars().skip(1)) {
                let expr = operation(self.operand(left, 0), self.operand(right, 1));
                assert_eq!(self.sign(&expr), expected, "{left} {name} {right}");
            }
        }
    }
}

#[test]
fn and_is_no_as_soon_as_one_part_is() {
    Mixed::new(Type::YesNo).check(
        "and",
        "    y n ? - !
          y  y n ? - !
          n  n n n n n
          ?  ? n ? ? ?
          -  - n ? - !
          !  ! n ? ! !",
        |left, right| test(ExprKind::And(vec![left, right])),
    );
}

#[test]
fn or_is_yes_as_soon_as_one_part_is() {
    Mixed::new(Type::YesNo).check(
        "or",
        "    y n ? - !
          y  y y y y y
          n  y n ? - !
          ?  y ? ? ? ?
          -  y - ? - !
          !  y ! ? ! !",
        |left, right| test(ExprKind::Or(vec![left, right])),
    );
}

#[test]
fn not_keeps_what_is_not_known() {
    Mixed::new(Type::YesNo).check(
        "not",
        "   y
         y  n
         n  y
         ?  ?
         -  -
         !  !",
        |left, _| not(left),
    );
}

#[test]
fn otherwise_replaces_what_will_never_be_known() {
    let table = "   1 ? - !
                 2  2 2 2 2
                 ?  ? ? ? ?
                 -  1 ? - !
                 !  1 ? - !";
    Mixed::new(Type::Number).check("otherwise", table, otherwise);
}

#[test]
fn otherwise_does_not_replace_what_may_still_be_known() {
    // Either without a result or 5, by an answer still to come.
    let mixed = Mixed::new(Type::YesNo);
    let case = call::Case {
        condition: mixed.unknown[0].clone(),
        value: no_result(),
    };
    let replaced = otherwise(first_of(vec![case], number(5)), number(7));
    let of = |answer: Option<bool>| {
        let facts = vec![None, answer.map(Value::YesNo), None];
        evaluated(&mixed.call, facts, &replaced)
    };
    let Evaluated::Unknown(unknown) = of(None) else {
        panic!("replaced too early")
    };
    assert_eq!(unknown.waits_for, ["a".to_owned()].into());
    assert_eq!(of(Some(true)), known(whole(7)));
    assert_eq!(of(Some(false)), known(whole(5)));
}

#[test]
fn arithmetic_needs_every_part() {
    // What has no result or does not apply ends it: no fact is asked for that cannot help.
    let table = "   1 ? - !
                 2  3 ? - !
                 ?  ? ? - !
                 -  - - - !
                 !  ! ! ! !";
    let mixed = Mixed::new(Type::Number);
    mixed.check("+", table, |left, right| {
        expr(
            ExprKind::Sum(vec![(false, left), (false, right)]),
            Type::Number,
        )
    });
    mixed.check("greatest", &table.replace('3', "2"), |left, right| {
        expr(ExprKind::Greatest(vec![left, right]), Type::Number)
    });
    mixed.check("least", &table.replace('3', "1"), |left, right| {
        expr(ExprKind::Least(vec![left, right]), Type::Number)
    });
    mixed.check("<", &table.replace('3', "n"), |left, right| {
        compare(Comparison::Less, left, right)
    });
}

#[test]
fn a_division_by_nought_has_no_result_whatever_is_divided() {
    Mixed::new(Type::Number).check(
        "÷",
        "   1 0 ? - !
         6  6 ! ? - !
         0  0 ! ? - !
         ?  ? ! ? - !
         -  - ! - - !
         !  ! ! ! ! !",
        |left, right| {
            expr(
                ExprKind::Product(vec![(false, left), (true, right)]),
                Type::Number,
            )
        },
    );
    assert_eq!(
        closed(&no_result()),
        without_result(NoResultKind::DivisionByZero)
    );
}

#[test]
fn an_unknown_names_only_the_facts_that_still_matter() {
    let mixed = Mixed::new(Type::YesNo);
    let [a, b] = [mixed.unknown[0].clone(), mixed.unknown[1].clone()];
    let both = test(ExprKind::And(vec![a.clone(), yes_no(true), b.clone()]));
    let facts = || vec![None; 3];
    assert_eq!(evaluated(&mixed.call, facts(), &both), waiting(&["a", "b"]));
    let settled = test(ExprKind::And(vec![b, yes_no(false)]));
    let either = test(ExprKind::Or(vec![a, settled]));
    assert_eq!(evaluated(&mixed.call, facts(), &either), waiting(&["a"]));
}

#[test]
fn the_six_comparisons_compare_numbers_days_and_names() {
    let day = |text: &str| constant(Value::Date(text.parse().unwrap()), Type::Date);
    let pairs = [
        (number(1), number(2)),
        (day("2026-01-31"), day("2026-02-01")),
        (constant(variant(0), FORM), constant(variant(1), FORM)),
    ];
    let expected = [
        (Comparison::Equal, false, true),
        (Comparison::NotEqual, true, false),
        (Comparison::Less, true, false),
        (Comparison::LessOrEqual, true, true),
        (Comparison::Greater, false, false),
        (Comparison::GreaterOrEqual, false, true),
    ];
    for (left, right) in pairs {
        for (comparison, of_both, with_itself) in expected {
            let both = compare(comparison, left.clone(), right.clone());
            assert_eq!(
                closed(&both),
                known(Value::YesNo(of_both)),
                "{comparison:?}"
            );
            let same = compare(comparison, left.clone(), left.clone());
            assert_eq!(closed(&same), known(Value::YesNo(with_itself)));
        }
    }
}

#[test]
fn between_includes_both_ends() {
    for (value, expected) in [(1, false), (2, true), (3, true), (4, true), (5, false)] {
        let between = test(ExprKind::Between(
            Box::new(number(value)),
            Box::new(number(2)),
            Box::new(number(4)),
        ));
        assert_eq!(closed(&between), known(Value::YesNo(expected)), "{value}");
    }
}

#[test]
fn members_are_found_in_sets_and_lists_of_words() {
    let wanted: BTreeSet<_> = [VariantId(0), VariantId(1)].into();
    for (place, expected) in [(0, true), (1, true), (2, false)] {
        let form = Box::new(constant(variant(place), FORM));
        let found = closed(&test(ExprKind::InVariants(form, wanted.clone())));
        assert_eq!(found, known(Value::YesNo(expected)));
    }
    for (word, expected) in [("x", true), ("X", false)] {
        let word = Box::new(constant(text(word), Type::Code));
        let found = closed(&test(ExprKind::InTexts(word, ["x".to_owned()].into())));
        assert_eq!(found, known(Value::YesNo(expected)));
    }
    let sets: [(&[u16], [bool; 4]); 4] = [
        (&[], [false, false, true, true]),
        (&[0], [true, false, false, false]),
        (&[0, 1, 2], [true, true, false, false]),
        (&[2], [false, false, true, false]),
    ];
    for (set, [any, all, none, empty]) in sets {
        let has = |kind| {
            let set = Box::new(constant(variants(set), FORMS));
            closed(&test(ExprKind::Has(kind, set, wanted.clone())))
        };
        assert_eq!(has(HasKind::Any), known(Value::YesNo(any)));
        assert_eq!(has(HasKind::All), known(Value::YesNo(all)));
        assert_eq!(has(HasKind::None), known(Value::YesNo(none)));
        let set = Box::new(constant(variants(set), FORMS));
        let is_empty = closed(&test(ExprKind::IsEmpty(set)));
        assert_eq!(is_empty, known(Value::YesNo(empty)));
    }
}

#[test]
fn a_code_is_valid_if_it_passes_the_check_of_its_kind() {
    for (kind, code, expected) in [
        (Type::TaxCode, "RSSMRA80A01H501U", true),
        (Type::TaxCode, "RSSMRA80A01H501X", false),
        (Type::Cup, "B91B21001080001", true),
        (Type::ComuneCode, "072006", true),
        (Type::ComuneCode, "172006", false),
        (Type::Iban, "IT60X0542811101000000123456", true),
        (Type::Iban, "IT06X0542811101000000123456", false),
    ] {
        let code = Box::new(constant(text(code), kind));
        let valid = closed(&test(ExprKind::IsValid(code)));
        assert_eq!(valid, known(Value::YesNo(expected)));
    }
}

#[test]
fn arithmetic_is_exact_until_rounded() {
    let third = expr(
        ExprKind::Product(vec![(false, number(1)), (true, number(3))]),
        Type::Number,
    );
    let one = expr(
        ExprKind::Product(vec![(false, third.clone()), (false, number(3))]),
        Type::Number,
    );
    assert_eq!(closed(&one), known(whole(1)));
    let difference = expr(
        ExprKind::Sum(vec![(true, third.clone()), (false, number(2))]),
        Type::Number,
    );
    assert_eq!(closed(&difference), known(fraction(5, 3)));
    let negative = expr(ExprKind::Negate(Box::new(third.clone())), Type::Number);
    assert_eq!(closed(&negative), known(fraction(-1, 3)));
    let rounded = |places, rounding| {
        let number = Number { places, rounding };
        closed(&expr(
            ExprKind::Round(number, Box::new(third.clone())),
            Type::Number,
        ))
    };
    assert_eq!(rounded(2, Rounding::HalfUp), known(fraction(33, 100)));
    assert_eq!(rounded(4, Rounding::Up), known(fraction(3334, 10000)));
}

#[test]
fn a_number_too_large_has_no_result() {
    let large = || number(i128::MAX);
    let overflow = without_result(NoResultKind::Overflow);
    let sum = ExprKind::Sum(vec![(false, large()), (false, large())]);
    assert_eq!(closed(&expr(sum, Type::Integer)), overflow);
    let product = ExprKind::Product(vec![(false, large()), (false, large())]);
    assert_eq!(closed(&expr(product, Type::Integer)), overflow);
    let least = number(i128::MIN);
    let negated = ExprKind::Negate(Box::new(least));
    assert_eq!(closed(&expr(negated, Type::Integer)), overflow);
}

#[test]
fn cells_are_looked_up_and_an_empty_one_has_no_result() {
    let cell = |row, column| {
        closed(&expr(
            ExprKind::Column {
                row: Box::new(constant(Value::Row(RowId(row)), PLACE)),
                column: ColumnId(column),
            },
            Type::Integer,
        ))
    };
    assert_eq!(cell(0, 1), known(whole(2)));
    assert_eq!(cell(2, 2), known(whole(2)));
    assert_eq!(cell(1, 2), without_result(NoResultKind::EmptyCell));
}

#[test]
fn the_day_of_an_instant_is_that_of_the_zone() {
    let day = |instant: &str| {
        let instant = constant(Value::Instant(instant.parse().unwrap()), Type::Instant);
        closed(&expr(ExprKind::DateOf(Box::new(instant)), Type::Date))
    };
    let expected = |day: &str| known(Value::Date(day.parse().unwrap()));
    assert_eq!(day("2026-06-30T21:59:59Z"), expected("2026-06-30"));
    assert_eq!(day("2026-06-30T22:00:00Z"), expected("2026-07-01"));
    assert_eq!(day("2026-12-31T23:00:00Z"), expected("2027-01-01"));
}

/// 0 at 10, 4 at 20, 1 at 26.
fn interpolated(of: Expr) -> Expr {
    let points = [(10, 0), (20, 4), (26, 1)];
    expr(
        ExprKind::Interpolate {
            of: Box::new(of),
            points: points
                .into_iter()
                .map(|(place, value)| (number(place), number(value)))
                .collect(),
        },
        Type::Number,
    )
}

#[test]
fn interpolation_is_exact_between_its_points_and_level_outside() {
    for (of, expected) in [
        (fraction(-5, 1), fraction(0, 1)),
        (fraction(10, 1), fraction(0, 1)),
        (fraction(41, 4), fraction(1, 10)),
        (fraction(15, 1), fraction(2, 1)),
        (fraction(20, 1), fraction(4, 1)),
        (fraction(61, 3), fraction(23, 6)),
        (fraction(26, 1), fraction(1, 1)),
        (fraction(261, 10), fraction(1, 1)),
    ] {
        let found = closed(&interpolated(constant(of, Type::Number)));
        assert_eq!(found, known(expected));
    }
}

#[test]
fn interpolation_needs_its_points_in_order() {
    for places in [[1, 1], [2, 1]] {
        let points = places.map(|place| (number(place), number(5))).into();
        let kind = ExprKind::Interpolate {
            of: Box::new(number(0)),
            points,
        };
        let found = closed(&expr(kind, Type::Number));
        assert_eq!(found, without_result(NoResultKind::PointsOutOfOrder));
    }
}

#[test]
fn interpolation_waits_for_all_it_needs_and_may_be_too_large() {
    let mixed = Mixed::new(Type::Integer);
    let found = evaluated(
        &mixed.call,
        vec![None; 3],
        &interpolated(mixed.unknown[0].clone()),
    );
    assert_eq!(found, waiting(&["a"]));
    let absent = interpolated(mixed.absent.clone());
    assert_eq!(
        evaluated(&mixed.call, vec![None; 3], &absent),
        Evaluated::Absent
    );
    let far = [(0, i128::MIN + 1), (1, i128::MAX)];
    let kind = ExprKind::Interpolate {
        of: Box::new(constant(fraction(1, 2), Type::Number)),
        points: far
            .map(|(place, value)| (number(place), number(value)))
            .into(),
    };
    let found = closed(&expr(kind, Type::Number));
    assert_eq!(found, without_result(NoResultKind::Overflow));
}

#[test]
fn the_size_of_a_set_counts_its_members() {
    let size = |of: Expr| expr(ExprKind::Size(Box::new(of)), Type::Integer);
    for (places, expected) in [(&[][..], 0), (&[1], 1), (&[0, 2], 2)] {
        let found = closed(&size(constant(variants(places), FORMS)));
        assert_eq!(found, known(whole(expected)));
    }
    let mixed = Mixed::new(FORMS);
    let of = |set: &Expr| evaluated(&mixed.call, vec![None; 3], &size(set.clone()));
    assert_eq!(of(&mixed.unknown[0]), waiting(&["a"]));
    assert_eq!(of(&mixed.absent), Evaluated::Absent);
}

#[test]
fn points_and_values_over_the_admitted_are_not_known_until_somebody_finds_them_out() {
    let points = expr(ExprKind::Points(None), Type::Number);
    assert_eq!(closed(&points), waiting(&["score"]));
    let over = ExprKind::OverAdmitted(call::OverAdmittedId(0));
    let Evaluated::Unknown(unknown) = closed(&expr(over, Type::Number)) else {
        panic!("known")
    };
    assert_eq!(unknown.facts().collect::<Vec<_>>(), ["admitted proposals"]);
    assert!(unknown.waits_for_others_only());
}
