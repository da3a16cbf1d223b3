//! What quantifiers make of lists whose items are only partly known.

use bando::assessment::{Evaluated, NoResult, NoResultKind, Unknown, evaluate, replay, trace};
use bando::call::{Call, Expr, ExprKind, Quantifier, Type};
use bando::number::Fraction;
use bando::value::{Comparison, Value};

use super::build::*;

/// Partners with `public` (yes/no), `aid` (integer) and `sector` (yes/no, only if public).
fn partners() -> (Call, Expr) {
    let mut call = empty_call();
    let fields = [
        ("public", Type::YesNo, None),
        ("aid", Type::Integer, None),
        ("sector", Type::YesNo, Some(field(0, 0, Type::YesNo))),
    ];
    let list = add_list(&mut call, "partners", fields);
    let fact = add_fact(&mut call, "partners", Type::List(list), None);
    (call, fact)
}

/// Each item in two signs: public (`y`, `n`, `?`) and aid (a digit or `?`).
fn items(text: &str) -> Value {
    records(text.split_whitespace().map(|item| {
        let mut signs = item.chars();
        let public = match signs.next().unwrap() {
            '?' => None,
            sign => Some(Value::YesNo(sign == 'y')),
        };
        let aid = signs.next().unwrap().to_digit(10);
        vec![public, aid.map(|aid| whole(aid.into())), None]
    }))
}

fn public() -> Expr {
    field(0, 0, Type::YesNo)
}

fn aid() -> Expr {
    field(0, 1, Type::Integer)
}

fn of(list: Value, quantifier: Quantifier, filter: Option<Expr>, body: Option<Expr>) -> Evaluated {
    let (call, partners) = partners();
    let proposal = proposal("P", vec![Some(list)]);
    let case = case(&call, &proposal);
    let expr = quantified(quantifier, partners, filter, body);
    let fast = evaluate(case, &expr);
    let explained = trace(case, &expr);
    assert_eq!(fast, explained.value);
    assert_eq!(fast, replay(&call, &explained));
    fast
}

fn answers(
    quantifier: Quantifier,
    filter: Option<&Expr>,
    body: Option<&Expr>,
    table: &[(&str, &str)],
) {
    for (list, expected) in table {
        let given = of(items(list), quantifier, filter.cloned(), body.cloned());
        let expected = match *expected {
            "yes" => known(Value::YesNo(true)),
            "no" => known(Value::YesNo(false)),
            names => match names.parse() {
                Ok(number) => known(whole(number)),
                Err(_) => waiting(&names.split(", ").collect::<Vec<_>>()),
            },
        };
        assert_eq!(given, expected, "{quantifier:?} over `{list}`");
    }
}

#[test]
fn one_certain_item_settles_any_and_none() {
    let table = [
        ("", "no"),
        ("n1", "no"),
        ("n1 y1", "yes"),
        ("?1 y1", "yes"),
        ("?1 n1", "partners.1.public"),
        ("n1 ?1 ?1", "partners.2.public, partners.3.public"),
    ];
    answers(Quantifier::Any, Some(&public()), None, &table);
    let turned = table.map(|(list, expected)| match expected {
        "yes" => (list, "no"),
        "no" => (list, "yes"),
        names => (list, names),
    });
    answers(Quantifier::None, Some(&public()), None, &turned);
}

#[test]
fn all_asks_only_what_items_that_may_pass_could_break() {
    let enough = compare(Comparison::GreaterOrEqual, aid(), number(5));
    let table = [
        ("", "yes"),
        ("y5 n1", "yes"),
        ("y4 ??", "no"),
        ("?5 n?", "yes"),
        ("?4", "partners.1.public"),
        ("y?", "partners.1.aid"),
        ("??", "partners.1.aid, partners.1.public"),
    ];
    answers(Quantifier::All, Some(&public()), Some(&enough), &table);
}

#[test]
fn counts_compare_by_what_is_certain_and_what_is_possible() {
    let at_least = Quantifier::Number(Comparison::GreaterOrEqual, 2);
    let table = [
        ("y1 y1 ?1", "yes"),
        ("y1 ?1", "partners.2.public"),
        ("y1 n1", "no"),
        ("?1 n1", "no"),
    ];
    answers(at_least, Some(&public()), None, &table);
    let exactly = Quantifier::Number(Comparison::Equal, 1);
    let table = [
        ("y1 y1 ?1", "no"),
        ("y1 ?1", "partners.2.public"),
        ("y1 n1", "yes"),
    ];
    answers(exactly, Some(&public()), None, &table);
}

#[test]
fn a_count_that_is_open_keeps_its_range_and_comparisons_use_it() {
    let open = of(
        items("y1 ?1 ?1 n1"),
        Quantifier::Count,
        Some(public()),
        None,
    );
    let Evaluated::Unknown(unknown) = &open else {
        panic!("{open:?}")
    };
    let range = (Fraction::integer(1), Fraction::integer(3));
    assert_eq!(unknown.range, Some(range));
    assert_eq!(unknown.waits_for.len(), 2);

    let (call, fact) = partners();
    let count = quantified(Quantifier::Count, fact, Some(public()), None);
    let proposal = proposal("P", vec![Some(items("y1 ?1 ?1 n1"))]);
    let compared = |comparison, limit| {
        let expr = compare(comparison, count.clone(), number(limit));
        evaluate(case(&call, &proposal), &expr)
    };
    let yes = || known(Value::YesNo(true));
    let no = || known(Value::YesNo(false));
    assert_eq!(compared(Comparison::GreaterOrEqual, 1), yes());
    assert_eq!(compared(Comparison::Greater, 3), no());
    assert_eq!(compared(Comparison::Equal, 4), no());
    assert_eq!(compared(Comparison::NotEqual, 0), yes());
    assert!(matches!(
        compared(Comparison::Less, 3),
        Evaluated::Unknown(_)
    ));
    let between = |least, greatest| {
        let [least, greatest] = [least, greatest].map(|it| Box::new(number(it)));
        let expr = test(ExprKind::Between(Box::new(count.clone()), least, greatest));
        evaluate(case(&call, &proposal), &expr)
    };
    assert_eq!(between(1, 3), yes());
    assert_eq!(between(4, 9), no());
    assert!(matches!(between(1, 2), Evaluated::Unknown(_)));
}

#[test]
fn sums_need_every_item_that_may_count_but_not_a_nought() {
    let table = [
        ("", "0"),
        ("y2 y3 n9 n?", "5"),
        ("y2 ?0", "2"),
        ("y2 ?3", "partners.2.public"),
        ("y? n1", "partners.1.aid"),
        ("??", "partners.1.aid, partners.1.public"),
    ];
    answers(Quantifier::Sum, Some(&public()), Some(&aid()), &table);
}

#[test]
fn means_and_extremes_need_every_item_and_at_least_one() {
    let of_public = |list, quantifier| of(items(list), quantifier, Some(public()), Some(aid()));
    let half = Value::Number(Fraction::new(7, 2).unwrap());
    assert_eq!(of_public("y2 y5 n9", Quantifier::Mean), known(half));
    assert_eq!(of_public("y2 y5 n1", Quantifier::Least), known(whole(2)));
    assert_eq!(of_public("y2 y5 n9", Quantifier::Greatest), known(whole(5)));
    assert_eq!(
        of_public("y2 y2 y5 n9", Quantifier::CountDistinct),
        known(whole(2))
    );
    assert_eq!(of_public("n9", Quantifier::CountDistinct), known(whole(0)));
    for quantifier in [Quantifier::Mean, Quantifier::Least, Quantifier::Greatest] {
        let none = Evaluated::Unknown(Unknown {
            without_result: [NoResult {
                span: SPAN,
                why: NoResultKind::NoItems,
            }]
            .into(),
            ..Unknown::default()
        });
        assert_eq!(of_public("n9", quantifier), none, "{quantifier:?}");
        let open = waiting(&["partners.2.public"]);
        assert_eq!(of_public("y1 ?0", quantifier), open, "{quantifier:?}");
    }
}

#[test]
fn a_field_that_does_not_apply_to_an_item_counts_only_where_it_matters() {
    let sector = || field(0, 2, Type::YesNo);
    let of = |public: &str, quantifier, body| {
        of(items(public), quantifier, Some(self::public()), Some(body))
    };
    // Items that do not pass the filter have no sector, and nobody asks.
    let all = of("n1", Quantifier::All, sector());
    assert_eq!(all, known(Value::YesNo(true)));
    let all = of("n1 y1", Quantifier::All, sector());
    assert_eq!(all, waiting(&["partners.2.sector"]));

    let unguarded = self::of(items("n1"), Quantifier::Any, Some(sector()), None);
    assert_eq!(unguarded, Evaluated::Absent);
    let unguarded = self::of(
        items("n1"),
        Quantifier::Any,
        Some(otherwise(sector(), yes_no(false))),
        None,
    );
    assert_eq!(unguarded, known(Value::YesNo(false)));
}

#[test]
fn a_list_in_a_list_names_its_items_by_both_places() {
    let mut call = empty_call();
    let staff = add_list(&mut call, "partners.staff", [("paid", Type::YesNo, None)]);
    let partners = add_list(
        &mut call,
        "partners",
        [
            ("public", Type::YesNo, None),
            ("staff", Type::List(staff), None),
        ],
    );
    let list = add_fact(&mut call, "partners", Type::List(partners), None);
    // Somebody is paid by a partner that is public: the inner condition looks at the outer item.
    let paid = test(ExprKind::And(vec![
        field(0, 0, Type::YesNo),
        field(1, 0, Type::YesNo),
    ]));
    let inner = quantified(
        Quantifier::Any,
        field(0, 1, Type::List(staff)),
        Some(paid),
        None,
    );
    let outer = quantified(Quantifier::Any, list, Some(inner), None);
    let person = |paid: Option<bool>| vec![paid.map(Value::YesNo)];
    let partner =
        |public: Option<bool>, staff: Option<Value>| vec![public.map(Value::YesNo), staff];
    let of = |partners: Vec<Vec<Option<Value>>>| {
        let proposal = proposal("P", vec![Some(records(partners))]);
        let case = case(&call, &proposal);
        let explained = trace(case, &outer);
        assert_eq!(replay(&call, &explained), explained.value);
        assert_eq!(evaluate(case, &outer), explained.value);
        explained.value
    };
    let staff = || Some(records([person(Some(false)), person(None)]));
    assert_eq!(
        of(vec![
            partner(Some(false), staff()),
            partner(Some(true), staff()),
            partner(None, None),
        ]),
        waiting(&["partners.2.staff.2.paid", "partners.3.staff"])
    );
    assert_eq!(
        of(vec![partner(Some(false), staff())]),
        known(Value::YesNo(false))
    );
}

/// Checks an expression over partners of whom one is public, one perhaps, and of one it will never
/// be known, before and after the second is found to be public or not.
fn open_count(
    make: impl Fn(Expr) -> Expr,
    before: &Evaluated,
    public: &Evaluated,
    other: &Evaluated,
) {
    let (call, partners) = partners();
    // The sector of a partner that is not public does not apply.
    let passes = test(ExprKind::Or(vec![
        field(0, 0, Type::YesNo),
        field(0, 2, Type::YesNo),
    ]));
    let expr = make(quantified(Quantifier::Count, partners, Some(passes), None));
    for (list, expected) in [
        ("y1 ?1 n1", before),
        ("y1 y1 n1", public),
        ("y1 n1 n1", other),
    ] {
        let proposal = proposal("P", vec![Some(items(list))]);
        let case = case(&call, &proposal);
        assert_eq!(&evaluate(case, &expr), expected, "{list}");
        assert_eq!(&trace(case, &expr).value, expected, "{list}");
    }
}

#[test]
fn a_range_settles_only_what_no_answer_can_unsettle() {
    let names = ["partners.2.public", "partners.2.sector"];
    let waiting = waiting(&names);
    let at_most = |count, limit| compare(Comparison::LessOrEqual, count, number(limit));
    let yes = || known(Value::YesNo(true));
    open_count(|count| at_most(count, 3), &yes(), &yes(), &yes());
    // Once it is replaced, the range it had is nothing to go by.
    let replaced = |count| at_most(otherwise(count, number(9)), 3);
    let no = known(Value::YesNo(false));
    open_count(replaced, &waiting, &no, &no);
    // A case that may be taken keeps its range too.
    let chosen = |count| {
        let cases = [(compare(Comparison::Equal, number(1), number(1)), count)];
        let cases = cases.map(|(condition, value)| bando::call::Case { condition, value });
        at_most(expr(ExprKind::FirstOf(cases.into()), Type::Integer), 3)
    };
    open_count(chosen, &yes(), &yes(), &yes());
}

#[test]
fn a_count_that_will_never_be_known_may_still_be_compared_with_what_is_asked() {
    let (mut call, partners) = partners();
    let limit = add_fact(&mut call, "limit", Type::Integer, None);
    let sector = field(0, 2, Type::YesNo);
    let count = quantified(Quantifier::Count, partners, Some(sector), None);
    let holds = compare(Comparison::Less, count.clone(), limit.clone());
    // So too where it is only one of two values, and the condition is still open.
    let flag = compare(Comparison::Greater, limit.clone(), number(1));
    let cases = [(flag, count), (yes_no(true), no_result())];
    let cases = cases.map(|(condition, value)| bando::call::Case { condition, value });
    let chosen = expr(ExprKind::FirstOf(cases.into()), Type::Integer);
    let guarded = otherwise(compare(Comparison::Less, chosen, number(5)), yes_no(false));
    let of = |limit: Option<i128>, expr: &Expr| {
        let proposal = proposal("P", vec![Some(items("n1")), limit.map(whole)]);
        evaluate(case(&call, &proposal), expr)
    };
    assert_eq!(of(None, &holds), waiting(&["limit"]));
    assert_eq!(of(Some(2), &holds), known(Value::YesNo(true)));
    assert_eq!(of(Some(1), &holds), Evaluated::Absent);
    let Evaluated::Unknown(unknown) = of(None, &guarded) else {
        panic!("settled too early")
    };
    assert_eq!(unknown.waits_for, ["limit".to_owned()].into());
    assert_eq!(of(Some(2), &guarded), known(Value::YesNo(true)));
    assert_eq!(of(Some(1), &guarded), known(Value::YesNo(false)));
}

#[test]
fn different_values_are_counted_as_far_as_they_are_known() {
    let (call, partners) = partners();
    let passes = test(ExprKind::Or(vec![
        field(0, 0, Type::YesNo),
        field(0, 2, Type::YesNo),
    ]));
    let count = quantified(
        Quantifier::CountDistinct,
        partners,
        Some(passes),
        Some(aid()),
    );
    let some = compare(Comparison::GreaterOrEqual, count, number(1));
    let some = otherwise(some, yes_no(false));
    let of = |list| {
        let proposal = proposal("P", vec![Some(items(list))]);
        evaluate(case(&call, &proposal), &some)
    };
    assert_eq!(of("y?"), known(Value::YesNo(true)));
    // Of the first it will never be known whether it passes: the second can still settle it.
    let names = ["partners.2.public", "partners.2.sector"];
    assert_eq!(of("n1 ?1"), waiting(&names));
    assert_eq!(of("n1 y1"), known(Value::YesNo(true)));
    assert_eq!(of("n1"), known(Value::YesNo(false)));
}

#[test]
fn the_condition_of_an_outer_field_looks_at_the_outer_item() {
    let mut call = empty_call();
    let staff = add_list(&mut call, "staff", [("paid", Type::YesNo, None)]);
    let fields = [
        ("public", Type::YesNo, None),
        ("sector", Type::YesNo, Some(field(0, 0, Type::YesNo))),
        ("staff", Type::List(staff), None),
    ];
    let partners = add_list(&mut call, "partners", fields);
    let list = add_fact(&mut call, "partners", Type::List(partners), None);
    let inner = quantified(
        Quantifier::Any,
        field(0, 2, Type::List(staff)),
        Some(field(1, 1, Type::YesNo)),
        None,
    );
    let outer = quantified(Quantifier::Any, list, Some(inner), None);
    let of = |public, paid| {
        let staff = records([vec![Some(Value::YesNo(paid))]]);
        let sector = Some(Value::YesNo(true));
        let partner = vec![Some(Value::YesNo(public)), sector, Some(staff)];
        let proposal = proposal("P", vec![Some(records([partner]))]);
        evaluate(case(&call, &proposal), &outer)
    };
    assert_eq!(of(true, false), known(Value::YesNo(true)));
    assert_eq!(of(false, true), Evaluated::Absent);
}
