//! Where the points of each line come from.

use bando::assessment::{Evaluated, NoResultKind};
use bando::call::{ExprKind, Method, OverAdmittedId, Panel, Type};
use bando::scoring::{Marks, score};
use bando::value::Value;

use super::build::*;

#[test]
fn a_call_without_a_grid_gives_no_points() {
    let call = empty_call();
    let proposal = proposal("P", Vec::new());
    assert_eq!(score(case(&call, &proposal), &Marks::default()), None);
}

#[test]
fn parts_add_up_and_premiums_are_told_apart() {
    let mut grid = grid();
    add(&mut grid, "", "A", "30", Method::Sum);
    add(&mut grid, "A", "A1", "10", constant_points("7.5"));
    add(&mut grid, "A", "A2", "20", Method::Sum);
    add(&mut grid, "A2", "A2a", "20", constant_points("1/3"));
    add(&mut grid, "", "B", "20", constant_points("20"));
    add(&mut grid, "", "F", "5", Method::Sum).premium = true;
    add(&mut grid, "F", "F1", "5", constant_points("2"));
    let score = scored(grid.clone(), &Marks::default());
    for (name, expected) in [
        ("A1", "7.5"),
        ("A2", "1/3"),
        ("A", "47/6"),
        ("B", "20"),
        ("F", "2"),
    ] {
        assert_eq!(line(&grid, &score, name), &known_points(expected), "{name}");
    }
    assert_eq!(score.before_premiums, known_points("167/6"));
    assert_eq!(score.unrounded, known_points("179/6"));
    assert_eq!(score.total, known_points("179/6"));
    assert_eq!(score.points().len(), grid.criteria.len() + 1);
    assert_eq!(score.points().last(), Some(&score.total));
}

#[test]
fn a_panel_makes_one_mark_of_many() {
    let cases = [
        (Panel::Mean, "6 8 10", "16/2"),
        (Panel::Mean, "6 7 7", "20/3"),
        (Panel::Median, "10 6 9", "9"),
        (Panel::Median, "10 6 9 7", "8"),
        (Panel::Median, "3", "3"),
        (Panel::TrimmedMean(1), "1 6 8 10", "7"),
        (Panel::TrimmedMean(1), "6 6 10", "6"),
        (Panel::TrimmedMean(0), "1 2", "1.5"),
        (Panel::TrimmedMean(2), "0 1 5 9 10", "5"),
    ];
    for (panel, given, expected) in cases {
        let mut grid = grid();
        add(&mut grid, "", "A1", "10", marked(panel));
        let marks = marks(
            &grid,
            &"abcde"[..given.split(' ').count()].replace("", " "),
            &[("A1", given)],
        );
        let score = scored(grid.clone(), &marks);
        assert_eq!(
            line(&grid, &score, "A1"),
            &known_points(expected),
            "{panel:?} {given}"
        );
    }
}

#[test]
fn a_missing_mark_is_waited_for_by_name() {
    let cases = [
        (Panel::Mean, "6 - 9", open(&["A1 (b)"], "5", "25/3")),
        (
            Panel::Mean,
            "- - -",
            open(&["A1 (a)", "A1 (b)", "A1 (c)"], "0", "10"),
        ),
        (Panel::Median, "6 - 9", open(&["A1 (b)"], "6", "9")),
        (Panel::TrimmedMean(1), "6 - 9", open(&["A1 (b)"], "6", "9")),
        (Panel::Median, "6 - 6", open(&["A1 (b)"], "6", "6")),
    ];
    for (panel, given, expected) in cases {
        let mut grid = grid();
        add(&mut grid, "", "A1", "10", marked(panel));
        let marks = marks(&grid, "a b c", &[("A1", given)]);
        let score = scored(grid.clone(), &marks);
        assert_eq!(line(&grid, &score, "A1"), &expected, "{panel:?} {given}");
        assert_eq!(score.total, expected, "{panel:?} {given}");
        assert!(!score.is_complete());
    }
}

#[test]
fn a_criterion_that_nobody_is_to_mark_is_waited_for() {
    let mut grid = grid();
    add(&mut grid, "", "A1", "10", marked(Panel::Mean));
    let score = scored(grid.clone(), &Marks::default());
    assert_eq!(score.total, open(&["A1"], "0", "10"));
}

#[test]
fn marks_of_others_than_the_panel_count_for_nothing() {
    let mut grid = grid();
    add(&mut grid, "", "A1", "10", marked(Panel::Mean));
    let mut marks = marks(&grid, "a b", &[("A1", "10 2")]);
    marks.conflicts.insert(("P".to_owned(), "a".to_owned()));
    let score = scored(grid.clone(), &marks);
    assert_eq!(score.total, known_points("2"));
    assert_eq!(score.lines[0].marks.len(), 1);
    assert_eq!(score.lines[0].marks[0].0, "b");
}

#[test]
fn a_panel_too_small_to_drop_the_extremes_has_no_result() {
    let mut grid = grid();
    add(&mut grid, "", "A1", "10", marked(Panel::TrimmedMean(1)));
    for given in ["5 6", "- -"] {
        let marks = marks(&grid, "a b", &[("A1", given)]);
        let score = scored(grid.clone(), &marks);
        let expected = ended(span_of(&grid, "A1"), NoResultKind::PanelTooSmall, "10");
        assert_eq!(score.total, expected, "{given}");
    }
}

#[test]
fn computed_points_beyond_their_bounds_are_never_cut_off() {
    for given in ["10.01", "-0.01"] {
        let mut grid = grid();
        add(&mut grid, "", "C", "30", Method::Sum);
        add(&mut grid, "C", "C1", "10", constant_points(given));
        add(&mut grid, "C", "C2", "20", constant_points("20"));
        let score = scored(grid.clone(), &Marks::default());
        let why = NoResultKind::PointsOutOfRange;
        let expected = ended(span_of(&grid, "C1"), why, "10");
        assert_eq!(line(&grid, &score, "C1"), &expected, "{given}");
        let Evaluated::Unknown(total) = &score.total else {
            panic!("{:?}", score.total)
        };
        assert_eq!(total.range, Some((points("20"), points("30"))));
        assert_eq!(total.without_result.len(), 1);
    }
    for given in ["0", "10"] {
        let mut grid = grid();
        add(&mut grid, "", "C1", "10", constant_points(given));
        assert_eq!(scored(grid, &Marks::default()).total, known_points(given));
    }
}

#[test]
fn rounding_beyond_the_maximum_has_no_result_either() {
    let mut grid = grid();
    add(&mut grid, "", "C1", "7.5", constant_points("7.5")).rounding = Some(half_up(0));
    let score = scored(grid.clone(), &Marks::default());
    let expected = ended(span_of(&grid, "C1"), NoResultKind::PointsOutOfRange, "7.5");
    assert_eq!(score.total, expected);
    assert_eq!(score.lines[0].unrounded, known_points("7.5"));
}

#[test]
fn each_line_is_rounded_before_it_is_added() {
    let mut grid = grid();
    grid.rounding = Some(half_up(0));
    add(&mut grid, "", "A", "30", Method::Sum).rounding = Some(half_up(1));
    add(&mut grid, "A", "A1", "10", constant_points("3.335")).rounding = Some(half_up(2));
    add(&mut grid, "A", "A2", "10", constant_points("3.335")).rounding = Some(half_up(2));
    add(&mut grid, "", "B", "10", constant_points("0.8"));
    let score = scored(grid.clone(), &Marks::default());
    assert_eq!(line(&grid, &score, "A1"), &known_points("3.34"));
    assert_eq!(score.lines[0].unrounded, known_points("6.68"));
    assert_eq!(line(&grid, &score, "A"), &known_points("6.7"));
    assert_eq!(score.unrounded, known_points("7.5"));
    assert_eq!(score.total, known_points("8"));
}

#[test]
fn a_formula_waits_for_its_facts_and_for_the_admitted() {
    let mut grid = grid();
    let over = expr(ExprKind::OverAdmitted(OverAdmittedId(0)), Type::Number);
    add(&mut grid, "", "C1", "8", formula(over));
    let mut call = call_with(grid);
    let cost = add_fact(&mut call, "cost", Type::Integer, None);
    add(call.grid.as_mut().unwrap(), "", "C2", "8", formula(cost));
    let stated = proposal("P", vec![Some(whole(5))]);
    let silent = proposal("P", vec![None]);
    let over = [known_points("3")];
    let total = |case| score(case, &Marks::default()).unwrap().total;
    assert_eq!(total(case_with(&call, &stated, &over)), known_points("8"));
    assert_eq!(
        total(case_with(&call, &silent, &over)),
        open(&["cost"], "3", "11")
    );
    let Evaluated::Unknown(unknown) = total(case_with(&call, &stated, &[])) else {
        panic!("known without the admitted")
    };
    assert!(unknown.waits_for_others.contains("admitted proposals"));
    assert_eq!(unknown.range, Some((points("5"), points("13"))));
}

#[test]
fn a_formula_that_is_absent_can_be_anything() {
    let mut call = call_with(grid());
    let absent = add_fact(&mut call, "absent", Type::Integer, Some(yes_no(false)));
    add(call.grid.as_mut().unwrap(), "", "C1", "8", formula(absent));
    let proposal = proposal("P", vec![None]);
    let total = score(case(&call, &proposal), &Marks::default())
        .unwrap()
        .total;
    assert_eq!(total, open(&[], "0", "8"));
}

#[test]
fn sums_too_large_have_no_result() {
    let mut grid = grid();
    grid.max = bando::number::Fraction::integer(i128::MAX);
    for name in ["A", "B"] {
        let large = Method::Formula(constant(whole(i128::MAX), Type::Number));
        add(&mut grid, "", name, "1", large).max = grid_max();
    }
    let score = scored(grid.clone(), &Marks::default());
    let Evaluated::Unknown(total) = &score.total else {
        panic!("{:?}", score.total)
    };
    let why: Vec<_> = total.without_result.iter().map(|it| it.why).collect();
    assert_eq!(why, [NoResultKind::Overflow]);
    assert_eq!(
        score.lines[0].points.known(),
        Some(&Value::Number(grid.max))
    );
}

fn grid_max() -> bando::number::Fraction {
    bando::number::Fraction::integer(i128::MAX)
}
