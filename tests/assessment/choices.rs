//! Cases, tables, facts under a condition and definitions: which value is taken, if any.

use bando::assessment::{Evaluated, NoResultKind, Unknown};
use bando::call::{self, Expr, ExprKind, KeyCell, KeyRange, Quantifier, TableRow, TableRule, Type};
use bando::value::Value;

use super::build::*;
use super::operations::{Mixed, evaluated, without_result};

/// `first of { c1 : v1 … }`, or the same as rows of a table over yes/no keys.
fn both_ways(mixed: &Mixed, cases: &[(&str, &str)]) -> Evaluated {
    let sign = |text: &str| text.chars().next().unwrap();
    let value = |text: &str| match sign(text) {
        '?' => expr(
            ExprKind::Product(vec![
                (false, number(2)),
                (true, {
                    // A number that waits for `b`.
                    let cases = vec![call::Case {
                        condition: mixed.unknown[1].clone(),
                        value: number(2),
                    }];
                    otherwise(first_of(cases, number(1)), number(1))
                }),
            ]),
            Type::Number,
        ),
        '!' => no_result(),
        digit => number(digit.to_digit(10).unwrap().into()),
    };
    let (last, first) = cases.split_last().unwrap();
    let conditions: Vec<Expr> = first
        .iter()
        .map(|(condition, _)| mixed.operand(sign(condition), 0))
        .collect();
    let listed = conditions
        .iter()
        .zip(first)
        .map(|(condition, (_, of_case))| call::Case {
            condition: condition.clone(),
            value: value(of_case),
        });
    let ordered = first_of(listed.collect(), value(last.1));
    let rows = first.iter().enumerate().map(|(place, (_, of_row))| {
        let mut cells = vec![KeyCell::Otherwise; conditions.len()];
        cells[place] = one_of(&[Value::YesNo(true)]);
        row(cells, value(of_row))
    });
    let otherwise = row(vec![KeyCell::Otherwise; conditions.len()], value(last.1));
    let table = expr(
        ExprKind::Table(TableRule {
            rows: rows.chain([otherwise]).collect(),
            keys: conditions,
        }),
        Type::Number,
    );
    let result = evaluated(&mixed.call, vec![None; 3], &ordered);
    assert_eq!(result, evaluated(&mixed.call, vec![None; 3], &table));
    result
}

/// Returns a cell that is fit by each of these values.
fn one_of(values: &[Value]) -> KeyCell {
    KeyCell::OneOf(values.iter().cloned().map(KeyRange::Value).collect())
}

fn row(cells: Vec<KeyCell>, value: Expr) -> TableRow {
    TableRow { cells, value }
}

pub(super) fn first_of(mut cases: Vec<call::Case>, otherwise: Expr) -> Expr {
    cases.push(call::Case {
        condition: yes_no(true),
        value: otherwise,
    });
    expr(ExprKind::FirstOf(cases), Type::Number)
}

#[test]
fn the_first_case_that_holds_counts_and_an_open_one_only_where_it_matters() {
    let mixed = Mixed::new(Type::YesNo);
    let of = |cases: &[(&str, &str)]| both_ways(&mixed, cases);
    assert_eq!(
        of(&[("n", "1"), ("y", "2"), ("y", "3"), ("otherwise", "4")]),
        known(whole(2))
    );
    assert_eq!(of(&[("n", "1"), ("otherwise", "4")]), known(whole(4)));
    // Whichever holds, the value is the same.
    assert_eq!(
        of(&[("?", "2"), ("y", "2"), ("otherwise", "4")]),
        known(whole(2))
    );
    assert_eq!(of(&[("-", "2"), ("otherwise", "2")]), known(whole(2)));
    assert_eq!(of(&[("!", "2"), ("otherwise", "2")]), known(whole(2)));
    // They differ.
    assert_eq!(
        of(&[("?", "1"), ("y", "2"), ("otherwise", "4")]),
        waiting(&["a"])
    );
    assert_eq!(
        of(&[("y", "1"), ("?", "2"), ("otherwise", "4")]),
        known(whole(1))
    );
    assert_eq!(of(&[("-", "1"), ("otherwise", "2")]), Evaluated::Absent);
    // A value that may be taken is waited for too; one that may not, is not.
    assert_eq!(of(&[("?", "?"), ("otherwise", "2")]), waiting(&["a", "b"]));
    assert_eq!(
        of(&[("?", "1"), ("y", "2"), ("otherwise", "?")]),
        waiting(&["a"])
    );
    // They agree on having no result, so nothing need be asked.
    assert_eq!(
        of(&[("?", "!"), ("otherwise", "!")]),
        without_result(NoResultKind::DivisionByZero)
    );
}

#[test]
fn a_table_takes_the_first_row_whose_keys_all_fit() {
    let mut call = empty_call();
    let form = add_fact(&mut call, "form", FORM, None);
    let size = add_fact(&mut call, "size", Type::Integer, None);
    let rows = vec![
        row(
            vec![one_of(&[variant(0), variant(1)]), one_of(&[whole(1)])],
            number(10),
        ),
        row(vec![one_of(&[variant(0)]), KeyCell::Otherwise], number(20)),
        row(vec![KeyCell::Otherwise, KeyCell::Otherwise], number(30)),
    ];
    let table = expr(
        ExprKind::Table(TableRule {
            keys: vec![form, size],
            rows,
        }),
        Type::Integer,
    );
    let of = |form: Option<u16>, size: Option<i128>| {
        evaluated(&call, vec![form.map(variant), size.map(whole)], &table)
    };
    assert_eq!(of(Some(1), Some(1)), known(whole(10)));
    assert_eq!(of(Some(0), Some(2)), known(whole(20)));
    assert_eq!(of(Some(2), None), known(whole(30)));
    assert_eq!(of(Some(0), None), waiting(&["size"]));
    assert_eq!(of(None, Some(2)), waiting(&["form"]));
    assert_eq!(of(None, None), waiting(&["form", "size"]));
}

#[test]
fn a_fact_is_absent_unknown_or_waits_for_its_condition() {
    let mut call = empty_call();
    let ets = add_fact(&mut call, "ets", Type::YesNo, None);
    let runts = add_fact(&mut call, "runts", Type::YesNo, Some(ets));
    let of = |ets: Option<bool>, enrolled: Option<bool>| {
        let facts = [ets, enrolled].map(|it| it.map(Value::YesNo));
        evaluated(&call, facts.to_vec(), &runts)
    };
    assert_eq!(of(Some(true), Some(true)), known(Value::YesNo(true)));
    assert_eq!(of(Some(true), None), waiting(&["runts"]));
    assert_eq!(of(Some(false), Some(true)), Evaluated::Absent);
    assert_eq!(of(Some(false), None), Evaluated::Absent);
    assert_eq!(of(None, Some(true)), waiting(&["ets"]));
    assert_eq!(of(None, None), waiting(&["ets", "runts"]));
}

#[test]
fn a_condition_on_something_absent_makes_a_fact_absent() {
    let mut call = empty_call();
    let first = add_fact(&mut call, "first", Type::YesNo, None);
    let second = add_fact(&mut call, "second", Type::YesNo, Some(first));
    let third = add_fact(&mut call, "third", Type::YesNo, Some(second));
    let facts = vec![Some(Value::YesNo(false)), None, None];
    assert_eq!(evaluated(&call, facts, &third), Evaluated::Absent);
}

#[test]
fn long_chains_of_definitions_and_conditions_do_not_grow_the_stack() {
    let mut call = empty_call();
    let mut last = add_fact(&mut call, "fact_0", Type::YesNo, None);
    for place in 1..2_000 {
        last = add_fact(&mut call, &format!("fact_{place}"), Type::YesNo, Some(last));
    }
    let yes = || Some(Value::YesNo(true));
    let mut unknown = vec![yes(); 2_000];
    unknown[0] = None;
    assert_eq!(evaluated(&call, unknown, &last), waiting(&["fact_0"]));

    let case = call::Case {
        condition: last,
        value: number(1),
    };
    let mut sum = first_of(vec![case], number(0));
    for _ in 0..10_000 {
        // Used thrice: a tree of steps that showed each use would have 3^10000 leaves.
        let terms = vec![(false, sum.clone()), (true, sum.clone()), (false, sum)];
        sum = add_definition(&mut call, expr(ExprKind::Sum(terms), Type::Integer));
    }
    assert_eq!(evaluated(&call, vec![yes(); 2_000], &sum), known(whole(1)));
}

#[test]
fn a_received_value_nobody_has_computed_waits_for_the_proposals() {
    let unknown = evaluated(
        &empty_call(),
        Vec::new(),
        &expr(ExprKind::Received(call::ReceivedId(0)), Type::Integer),
    );
    let waiting = Unknown {
        waits_for_others: ["received proposals".to_owned()].into(),
        ..Unknown::default()
    };
    assert_eq!(unknown, Evaluated::Unknown(waiting));
}

#[test]
fn an_unused_quantifier_over_no_list_is_unknown_as_the_list() {
    let mut call = empty_call();
    let partners = add_list(&mut call, "partners", [("form", FORM, None)]);
    let list = add_fact(&mut call, "partners", Type::List(partners), None);
    let empty = test(ExprKind::IsEmpty(Box::new(list.clone())));
    assert_eq!(evaluated(&call, vec![None], &empty), waiting(&["partners"]));
    let count = quantified(Quantifier::Count, list, None, None);
    assert_eq!(evaluated(&call, vec![None], &count), waiting(&["partners"]));
    assert_eq!(
        evaluated(&call, vec![Some(records([]))], &empty),
        known(Value::YesNo(true))
    );
}
