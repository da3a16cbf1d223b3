//! The real table with more wrong cells than it has: what is told about causes is whole and true.

use std::ops::Range;

use bando::programme::published::reconcile;
use bando::report::reconciliation_text;
use bando::text::Language;

use super::{as_recorded, sardegna, table};
use crate::support::project;

/// What mends the one cause of the real table.
const MENDED: [(&str, &str); 3] = [
    ("J11", "12.278.400,00"),
    ("I16", "25.778.400,00"),
    ("J43", "76.323.264,00"),
];

/// Returns the table with other words in these cells.
fn with(text: &str, cells: &[(&str, &str)]) -> String {
    let mut rows: Vec<Vec<String>> = text
        .lines()
        .map(|row| row.split('\t').map(str::to_owned).collect())
        .collect();
    for (cell, words) in cells {
        let column = usize::from(cell.as_bytes()[0] - b'A');
        let row: usize = cell[1..].parse().expect("a row");
        (*words).clone_into(&mut rows[row - 1][column]);
    }
    let rows = rows.iter().map(|row| row.join("\t") + "\n");
    rows.collect()
}

/// Returns the table without these rows, counted from 1.
fn without(text: &str, rows: Range<usize>) -> String {
    let kept = (1..).zip(text.lines());
    let kept = kept.filter(|(row, _)| !rows.contains(row));
    let kept: Vec<&str> = kept.map(|(_, row)| row).collect();
    kept.join("\n") + "\n"
}

/// Compares what is told of the causes with what is recorded, in both languages.
fn recorded(folder: &str, name: &str, text: &str) {
    let table = table(text);
    let found = reconcile(&table).expect("sums");
    for (suffix, language) in [("en", Language::English), ("it", Language::Italian)] {
        let report = reconciliation_text(&table, &found, language);
        let parts: Vec<&str> = report.split("\n\n").collect();
        as_recorded(
            &format!("{folder}/{name}.{suffix}.txt"),
            &format!("{}\n", parts[2]),
        );
        assert!(
            report.lines().all(|line| line.chars().count() <= 80),
            "{report}"
        );
    }
}

#[test]
fn a_second_slip_in_the_objective_takes_no_rival_away() {
    recorded(
        "several",
        "a_sum_beside",
        &with(&sardegna(), &[("L12", "7.500.000,00")]),
    );
    recorded(
        "several",
        "an_act_beside",
        &with(&sardegna(), &[("K12", "1.000.000,00")]),
    );
    recorded(
        "several",
        "a_first_act_beside",
        &with(&sardegna(), &[("J12", "6.600.000,00")]),
    );
}

#[test]
fn a_misprinted_subtotal_takes_no_rival_of_a_line_away() {
    recorded(
        "several",
        "a_subtotal_as_well",
        &with(&sardegna(), &[("H16", "3.000.000,00")]),
    );
}

#[test]
fn two_wrong_amounts_of_a_line_are_told_together() {
    recorded(
        "several",
        "two_acts_of_a_line",
        &with(&sardegna(), &[("I11", "500.000,00")]),
    );
}

#[test]
fn a_total_that_depends_on_the_choice_below_it_is_told_with_it() {
    let cells = [
        &MENDED[..],
        &[("G36", "2.000.000,00"), ("G43", "921.092.640,00")],
    ]
    .concat();
    recorded(
        "several",
        "a_line_and_the_total",
        &with(&sardegna(), &cells),
    );
}

#[test]
fn two_wrong_amounts_of_one_column_are_two_causes_of_one_cell_each() {
    let cells = [
        &MENDED[..],
        &[("G11", "12.278.409,00"), ("G25", "28.912.000,00")],
    ]
    .concat();
    recorded(
        "several",
        "two_amounts_of_a_column",
        &with(&sardegna(), &cells),
    );
}

#[test]
fn six_wrong_amounts_are_six_causes() {
    let cells = [
        ("H9", "2.569.013,79"),
        ("H18", "2.059.778,18"),
        ("H20", "252.228,25"),
        ("H32", "1.184.884,96"),
        ("H35", "741.754,06"),
        ("H41", "3.565.084,17"),
    ];
    recorded(
        "several",
        "six_amounts",
        &with(&sardegna(), &[&MENDED[..], &cells].concat()),
    );
}

#[test]
fn a_missing_amount_comes_before_those_that_could_be_wrong() {
    let cells = [&MENDED[..], &[("G17", "")]].concat();
    recorded("several", "a_blank_amount", &with(&sardegna(), &cells));
}

#[test]
fn a_lost_row_explains_all_that_differs() {
    let text = with(&sardegna(), &MENDED);
    recorded("several", "a_row_is_lost", &without(&text, 39..40));
    recorded("several", "an_objective_is_lost", &without(&text, 27..31));
}

/// Many wrong amounts without any order: the search ends, and says so.
#[test]
fn a_search_that_was_stopped_says_so() {
    let text = with(&sardegna(), &MENDED);
    let mut cells: Vec<(String, String)> = Vec::new();
    for (number, row) in [7, 8, 9, 17, 18, 19, 20, 21, 22, 31, 32, 33, 34, 35, 36]
        .iter()
        .enumerate()
    {
        for (column, by) in [("H", 13), ("I", 29), ("J", 57)] {
            cells.push((
                format!("{column}{row}"),
                format!("{}.0{:02},00", by * (number + 3), number),
            ));
        }
    }
    let cells: Vec<(&str, &str)> = cells.iter().map(|(it, words)| (&**it, &**words)).collect();
    recorded("several", "stopped", &with(&text, &cells));
}

/// Tables of a few rows, each with what a careful reader would say of it.
#[test]
fn wrong_lines_are_causes_of_their_own_whatever_sums_they_share() {
    let folder = project("tests/programme_table/apart");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the folder")
        .map(|it| {
            it.expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .filter_map(|it| it.strip_suffix(".tsv").map(str::to_owned))
        .collect();
    names.sort();
    assert_eq!(names.len(), 12);
    for name in names {
        let text = std::fs::read_to_string(folder.join(format!("{name}.tsv"))).expect("a table");
        recorded("apart", &name, &text);
    }
}
