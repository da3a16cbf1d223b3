//! What becomes of a whole grid, and what the checker says of small ones.

use std::fmt::Write as _;

use bando::call::{
    Call, Criterion, Expectation, ExprKind, Grid, Method, Number, Panel, Scale, ScaleKind,
    Threshold,
};
use bando::engine;
use bando::number::Fraction;
use bando::source::Sources;

use crate::support::{ProjectFiles, project, text};

/// `BLESS=1 cargo test analysis` writes the record anew, to be read before it is kept.
#[test]
fn a_whole_grid_becomes_what_is_recorded() {
    let rules = text("tests/analysis/grid.bando");
    let mut sources = Sources::default();
    let file = sources.add("grid.bando", rules);
    let checked = engine::check(&sources, file, &ProjectFiles::default());
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    let call = checked.call.expect("a call");
    let mut told = told(&call);
    for test in &checked.tests {
        let _ = writeln!(told, "test {:?}", test.name);
        for mark in &test.marks {
            let name = &call.grid.as_ref().unwrap().criteria[mark.criterion.index()].name;
            let _ = writeln!(told, "  {name} = {}: {}", mark.written, number(mark.share));
        }
        for (expectation, _) in &test.expectations {
            if !matches!(expectation, Expectation::Admission(..)) {
                let _ = writeln!(told, "  {expectation:?}");
            }
        }
    }
    let path = project("tests/analysis/grid.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, told).unwrap();
        return;
    }
    let recorded = text("tests/analysis/grid.txt");
    assert!(recorded == told, "tests/analysis/grid.txt is now:\n{told}");
}

fn told(call: &Call) -> String {
    let grid = call.grid.as_ref().expect("a grid");
    let mut told = String::new();
    for (place, scale) in grid.scales.iter().enumerate() {
        let _ = writeln!(told, "scale {place} {}", scale_told(scale));
    }
    let _ = writeln!(
        told,
        "grid max {}, everyone {}{}, cites {:?}",
        number(grid.max),
        grid.everyone,
        rounding(grid.rounding),
        grid.citations,
    );
    if let Some(threshold) = &grid.threshold {
        let _ = writeln!(told, "  {}", threshold_told(threshold));
    }
    for criterion in &grid.criteria {
        criterion_told(grid, criterion, &mut told);
    }
    for (place, value) in call.over_admitted.iter().enumerate() {
        let condition = value.condition.as_ref().map(|it| formula(&it.kind));
        let taken = value.value.as_ref().map(|it| formula(&it.kind));
        let _ = writeln!(
            told,
            "over admitted {place}: {:?} of {taken:?} where {condition:?}: {:?}",
            value.aggregate, value.ty
        );
    }
    for key in &call.ranking.as_ref().expect("a ranking").order_by {
        let _ = writeln!(told, "key {}: {}", key.name, formula(&key.value.kind));
    }
    let award = &call.envelope.as_ref().expect("an envelope").award;
    let _ = writeln!(told, "award: {}", formula(&award.kind));
    for column in &call.proposals.publish {
        let _ = writeln!(
            told,
            "publish {}: {}",
            column.heading.it,
            formula(&column.value.kind)
        );
    }
    told
}

fn criterion_told(grid: &Grid, criterion: &Criterion, told: &mut String) {
    let mut depth = 1;
    let mut parent = criterion.parent;
    while let Some(id) = parent {
        depth += 1;
        parent = grid.criteria[id.index()].parent;
    }
    let indent = "  ".repeat(depth);
    let word = if criterion.premium {
        "premium"
    } else {
        "criterion"
    };
    let method = match &criterion.method {
        Method::Sum => "sum of its parts".to_owned(),
        Method::Marked(marking) => {
            let panel = match marking.panel {
                Panel::Mean => "mean".to_owned(),
                Panel::Median => "median".to_owned(),
                Panel::TrimmedMean(dropped) => format!("mean without {dropped}"),
            };
            format!("marked on scale {}, {panel}", marking.scale.0)
        }
        Method::Formula(expr) => formula(&expr.kind),
    };
    let _ = writeln!(
        told,
        "{indent}{word} {} {:?} max {}: {method}{}, cites {:?}",
        criterion.name,
        criterion.title.it,
        number(criterion.max),
        rounding(criterion.rounding),
        criterion
            .citations
            .iter()
            .map(|it| (it.authority.0, it.place.as_deref().unwrap_or_default()))
            .collect::<Vec<_>>(),
    );
    if let Some(minimum) = &criterion.minimum {
        let _ = writeln!(told, "{indent}  {}", threshold_told(minimum));
    }
}

fn scale_told(scale: &Scale) -> String {
    match &scale.kind {
        ScaleKind::Coefficients(words) => {
            let words = words
                .iter()
                .map(|it| format!("{} {:?} {}", it.name, it.label.it, number(it.share)));
            format!("{}: {}", scale.name, words.collect::<Vec<_>>().join(", "))
        }
        ScaleKind::Points {
            least,
            greatest,
            step,
        } => format!(
            "{}: {} to {} by {}",
            scale.name,
            number(*least),
            number(*greatest),
            number(*step)
        ),
    }
}

fn threshold_told(threshold: &Threshold) -> String {
    format!(
        "at least {} ({} {:?}), before premiums {}, unrounded {}",
        number(threshold.points),
        threshold.name,
        threshold.title,
        threshold.before_premiums,
        threshold.unrounded
    )
}

fn rounding(number: Option<Number>) -> String {
    number.map_or(String::new(), |it| {
        format!(", rounded {:?} to {}", it.rounding, it.places)
    })
}

fn number(number: Fraction) -> String {
    number.to_plain(number.decimals().unwrap_or(9)).unwrap()
}

/// Returns an expression with all places and types left out.
fn formula(kind: &ExprKind) -> String {
    let printed = format!("{kind:?}");
    let mut parts = printed.split(", ty: ");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once(" } }").map_or("", |(_, rest)| rest));
    }
    kept.replace("Expr { kind: ", "")
        .replace("Fraction { numerator: ", "")
        .replace(", denominator: ", "/")
}

/// Rules put behind the base of the other tests of the checker, with what is wrong with them.
const SMALL: &[(&str, &str)] = &[
    ("criterion A { max 4 points 4 when young }", ""),
    ("criterion A { max 4 points young }", "type-mismatch"),
    ("criterion A { max 4 points cost }", "type-mismatch"),
    ("criterion A { max 4 points rate }", "type-mismatch"),
    (
        "criterion A { max 4 points 4 * rate }",
        "points-out-of-range",
    ),
    (
        "criterion A { max 4 points least of { count of kinds, 4 } }",
        "maxima-differ",
    ),
    ("criterion A { max 3 points count of kinds }", ""),
    (
        "criterion A { max 4 points count of kinds where young }",
        "type-mismatch",
    ),
    (
        "criterion A { max 4 points least of { (count of kinds where young), 4 } }",
        "type-mismatch",
    ),
    (
        "criterion A { max 4 points 4 when months }",
        "type-mismatch",
    ),
    ("criterion A { max 4 points 4 when runts }", "guard-needed"),
    (
        "criterion A { max 4 points 4 when form is societa and runts }",
        "",
    ),
    (
        "criterion A { max 4 points 1 for each full 1 of months, at most 4 }",
        "",
    ),
    (
        "criterion A { max 4 points 1 for each full 5 % of months, at most 4 }",
        "unit-mismatch",
    ),
    (
        "criterion A { max 4 points 1 for each full 5 of rate, at most 4 }",
        "unit-mismatch",
    ),
    (
        "criterion A { max 4 points 1 for each full 1 of cost, at most 4 }",
        "unit-mismatch",
    ),
    (
        "criterion A { max 4 points 1 for each full 1_000 EUR of cost, at most 4 }",
        "",
    ),
    (
        "criterion A { max 4 points 1 for each full 0 of months, at most 4 }",
        "possible-zero-divisor",
    ),
    (
        "criterion A { max 4 points 1 for each full 1 of months, at least 5, at most 4 }",
        "constant-condition",
    ),
    (
        "criterion A { max 4 points interpolation of months { 1 : 4, 12 : 0 } }",
        "",
    ),
    (
        "criterion A { max 4 points interpolation of cost { 1 : 4, 12 : 0 } }",
        "unit-mismatch",
    ),
    (
        "criterion A { max 4 points interpolation of months { 12 : 4, 12 : 0 } }",
        "bad-interpolation",
    ),
    (
        "criterion A { max 4 points interpolation of cost { cost : 4, 2 * cost : 0 } }",
        "",
    ),
    ("criterion A { max 4 points 4 - A }", "too-early"),
    (
        "criterion A { max 4 points table { form | p comune | 4 otherwise | 0 } }",
        "",
    ),
    (
        "criterion A { max 4 points table { form | p comune | 5 otherwise | 0 } }",
        "points-out-of-range",
    ),
    (
        "criterion A { max 4 minimum 0 points 4 when young }",
        "constant-condition",
    ),
    (
        "criterion A { max 4 minimum score 2 points 4 when young }",
        "shadowed-name",
    ),
    (
        "criterion score { max 4 points 4 when young }",
        "shadowed-name",
    ),
    (
        "criterion A { max 4 marked { scale no_such panel mean } }",
        "unknown-name",
    ),
    (
        "criterion A { max 4 points mean of months of admitted proposals }",
        "points-out-of-range",
    ),
    (
        "criterion A { max 4 points count of admitted proposals where (count of admitted proposals) > 1 }",
        "points-out-of-range too-early",
    ),
    (
        "criterion A { max 4 points sum of cost of admitted proposals }",
        "type-mismatch",
    ),
    (
        "criterion A { max 4 points 4 when any of partners where count of admitted proposals > 3 }",
        "raw-facts-only",
    ),
    ("criterion A { max 4 points 4 / months }", ""),
    (
        "criterion A { max 4 points least of { mean of months of admitted proposals, 4 } }",
        "",
    ),
    (
        "criterion A { max 4 points 4 / index }",
        "points-out-of-range possible-zero-divisor",
    ),
    (
        "criterion A { max 4 points 4 when rate rounded half up to 2 places > 5 % }",
        "rounded-comparison",
    ),
];

#[test]
fn small_grids_are_taken_or_refused_as_the_table_says() {
    let base = text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    let mut wrong = Vec::new();
    for (criterion, expected) in SMALL {
        let max = if criterion.contains("max 3") { 3 } else { 4 };
        let rules =
            format!("{base}\ngrid {{\n  cite act\n  max {max}\n  threshold 1\n  {criterion}\n}}\n");
        let found = super::codes(&rules).join(" ");
        if found != *expected {
            wrong.push(format!("{criterion} | {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn points_are_known_in_ranking_award_and_published_columns_only() {
    let base = text("tests/analysis/grid.bando");
    let told = |from: &str, to: &str| {
        assert!(base.contains(from), "{from}");
        super::codes(&base.replace(from, to)).join(" ")
    };
    for (from, to, expected) in [
        (
            "require cost between",
            "require score > 3 and cost between",
            "too-early",
        ),
        (
            "at least 0.01 EUR",
            "at least 0.01 EUR when B1 > 3",
            "too-early",
        ),
        ("{cost}", "{score}", "too-early"),
        (
            "own_floor : percent = 10 %",
            "own_floor : percent = F * 10 %",
            "too-early",
        ),
        (
            "points 2 * (count of sides)",
            "points least of { A1, 6 }",
            "too-early",
        ),
        ("publish score", "publish nothing", "unknown-name"),
        ("  order by", "  group by score order by", "too-early"),
        ("scale decimi {", "scale decimi [", "syntax-error"),
    ] {
        assert_eq!(told(from, to), expected, "{to}");
    }
}

#[test]
fn a_grid_that_cannot_be_read_costs_one_error() {
    let broken = text("tests/analysis/grid.bando").replace("  max 100\n", "  max hundred\n");
    assert_eq!(super::codes(&broken), ["syntax-error"]);
}

#[test]
fn a_score_without_a_grid_is_reported_with_what_is_missing() {
    let base = text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    let rules = format!("{base}\nranking {{ order by score descending }}\n");
    assert_eq!(super::codes(&rules), ["unknown-name"]);
}

#[test]
fn marks_and_expectations_must_fit_the_grid() {
    let base = text("tests/analysis/grid.bando");
    let told = |to: &str| {
        let from = "marks { A1 = buono, C2 = ottimo, A3 = unknown }";
        assert!(base.contains(from));
        super::codes(&base.replace(from, to)).join(" ")
    };
    for (to, expected) in [
        ("marks { A1 = buonissimo }", "unknown-name"),
        ("marks { A1 = 7 }", "type-mismatch"),
        ("marks { A2 = 7.25 }", "out-of-bounds"),
        ("marks { A2 = 10.5 }", "out-of-bounds"),
        ("marks { A2 = buono }", "type-mismatch"),
        ("marks { C1 = 7 }", "type-mismatch"),
        ("marks { Z = 7 }", "unknown-name"),
        ("marks { A1 = buono, A1 = ottimo }", "repeated-part"),
        ("expect criterion Z = 7", "unknown-name"),
        ("expect threshold Z reached", "unknown-name"),
        ("expect below threshold because affordable", "unknown-name"),
        ("expect waits for costs", "unknown-name"),
        ("expect award = 7", "type-mismatch"),
        ("expect score = yes", "type-mismatch"),
    ] {
        assert_eq!(told(to), expected, "{to}");
    }
}

/// Definitions that use one another twice over must not take twice as long each time.
#[test]
fn what_rests_on_much_is_checked_quickly() {
    let mut rules = text("tests/analysis/grid.bando");
    rules.push_str("\ndefine d0 : percent = own_share + own_share\n");
    for number in 1..200 {
        let before = number - 1;
        let _ = writeln!(
            rules,
            "\ndefine d{number} : percent = d{before} * d{before} + d{before} - d{before}"
        );
    }
    let rules = rules.replace(
        "points 4 when ambito_letter",
        "points least of { greatest of { 100 * d199, 0 }, 4 }",
    );
    assert_eq!(super::codes(&rules), [""; 0]);
}
