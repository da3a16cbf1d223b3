//! What points must reach, and when that is settled.

use bando::assessment::Evaluated;
use bando::call::{Grid, Method, Panel};
use bando::scoring::{Marks, Score};
use bando::value::Value;

use super::build::*;

fn reached(score: &Score) -> Vec<Option<bool>> {
    let thresholds = score.thresholds.iter();
    thresholds
        .map(|it| match it.reached {
            Evaluated::Known(Value::YesNo(reached)) => Some(reached),
            _ => None,
        })
        .collect()
}

/// Two marked criteria of 50 points, each with a minimum of 30, and a threshold of 60.
fn halves() -> Grid {
    let mut grid = grid();
    grid.threshold = Some(threshold("idoneita", "60"));
    for name in ["A", "B"] {
        let minimum = threshold(&format!("minimo_{name}"), "30");
        add(&mut grid, "", name, "50", marked(Panel::Mean)).minimum = Some(minimum);
    }
    grid
}

#[test]
fn a_threshold_may_be_settled_before_every_mark_is_in() {
    let (yes, no, open) = (Some(true), Some(false), None);
    for (a, b, expected) in [
        ("6 6", "6 6", [yes, yes, yes]),
        ("6 6", "6 5", [no, yes, no]),
        ("- -", "- -", [open, open, open]),
        // 1/2 of A is 10 % of 25: with the best of the other still below 30.
        ("1 -", "10 10", [open, no, yes]),
        ("1 -", "6 6", [no, no, yes]),
        ("2 -", "10 10", [open, open, yes]),
        ("10 -", "10 10", [yes, open, yes]),
        ("10 10", "- -", [open, yes, open]),
        ("10 10", "2 -", [open, yes, open]),
        ("10 10", "4 -", [yes, yes, open]),
        ("1 -", "1 -", [no, no, no]),
    ] {
        let grid = halves();
        let marks = marks(&grid, "x y", &[("A", a), ("B", b)]);
        let score = scored(grid, &marks);
        assert_eq!(reached(&score), expected, "{a}, {b}");
        assert_eq!(
            score.is_below_threshold(),
            expected.contains(&no),
            "{a}, {b}"
        );
        assert_eq!(
            score.is_complete(),
            !format!("{a}{b}").contains('-'),
            "{a}, {b}"
        );
    }
}

#[test]
fn an_open_threshold_says_what_it_waits_for() {
    let grid = halves();
    let marks = marks(&grid, "x y", &[("A", "2 -"), ("B", "6 6")]);
    let score = scored(grid, &marks);
    let Evaluated::Unknown(unknown) = &score.thresholds[1].reached else {
        panic!("settled")
    };
    assert_eq!(unknown.facts().collect::<Vec<_>>(), ["A (y)"]);
    assert_eq!(score.thresholds[1].points, open(&["A (y)"], "5", "30"));
    assert_eq!(score.thresholds[1].criterion.map(|it| it.0), Some(0));
}

#[test]
fn points_without_a_result_settle_a_threshold_that_nothing_could_change() {
    let mut grid = grid();
    grid.threshold = Some(threshold("idoneita", "60"));
    add(&mut grid, "", "A", "50", constant_points("9"));
    add(&mut grid, "", "B", "50", constant_points("99"));
    assert_eq!(
        reached(&scored(grid.clone(), &Marks::default())),
        [Some(false)]
    );
    grid.criteria[0].method = constant_points("10");
    assert_eq!(reached(&scored(grid, &Marks::default())), [None]);
}

#[test]
fn premiums_may_be_kept_out_of_the_threshold() {
    for (before_premiums, expected) in [(false, true), (true, false)] {
        let mut grid = grid();
        let mut whole = threshold("idoneita", "60");
        whole.before_premiums = before_premiums;
        grid.threshold = Some(whole);
        add(&mut grid, "", "A", "95", constant_points("59"));
        add(&mut grid, "", "F", "5", Method::Sum).premium = true;
        add(&mut grid, "F", "F1", "5", constant_points("1"));
        let score = scored(grid, &Marks::default());
        assert_eq!(reached(&score), [Some(expected)], "{before_premiums}");
        let compared = if before_premiums { "59" } else { "60" };
        assert_eq!(score.thresholds[0].points, known_points(compared));
    }
}

#[test]
fn thresholds_compare_what_was_rounded_unless_they_say_otherwise() {
    for (unrounded, before_premiums) in [(false, false), (true, false), (false, true), (true, true)]
    {
        let mut grid = grid();
        let mut whole = threshold("idoneita", "60");
        (whole.unrounded, whole.before_premiums) = (unrounded, before_premiums);
        grid.threshold = Some(whole);
        grid.rounding = Some(half_up(0));
        let mut minimum = threshold("minimo", "59.6");
        minimum.unrounded = unrounded;
        let a = add(&mut grid, "", "A", "90", constant_points("59.55"));
        (a.minimum, a.rounding) = (Some(minimum), Some(half_up(1)));
        let score = scored(grid, &Marks::default());
        assert_eq!(reached(&score), [Some(!unrounded), Some(!unrounded)]);
        let compared = if unrounded {
            ["59.55", "59.55"]
        } else {
            ["60", "59.6"]
        };
        for (finding, compared) in score.thresholds.iter().zip(compared) {
            assert_eq!(finding.points, known_points(compared));
        }
    }
}

/// Three marks of 6.6666, each rounded to 6.67: 20.01 as published, 19.9998 exactly.
#[test]
fn unrounded_points_are_those_without_any_rounding() {
    let mut grid = grid();
    for name in ["idoneita", "esatta"] {
        let mut limit = threshold(name, "20");
        limit.unrounded = name == "esatta";
        if limit.unrounded {
            grid.threshold = Some(limit);
        } else {
            add(&mut grid, "", "M", "30", Method::Sum).minimum = Some(limit);
        }
    }
    for name in ["A", "B", "C"] {
        let criterion = add(&mut grid, "M", name, "10", marked(Panel::Mean));
        criterion.rounding = Some(half_up(2));
    }
    let given = [("A", "6.6666"), ("B", "6.6666"), ("C", "6.6666")];
    let marks = marks(&grid, "x", &given);
    let score = scored(grid, &marks);
    assert_eq!(reached(&score), [Some(false), Some(true)]);
}
