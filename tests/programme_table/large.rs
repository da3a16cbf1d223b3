//! Ten thousand lines: the search ends within its steps, and finds all.

use bando::programme;
use bando::programme::published::{flaws, programme_file, reconcile};
use bando::source::FileId;
use bando::syntax;

use super::{Model, table};

#[test]
fn ten_thousand_lines_are_reconciled_whole() {
    let objectives = (0..100_i64).map(|objective| {
        let lines = (0..100_i64).map(|line| [1_000_000 + objective, 500_000 + line, line % 7]);
        lines.collect()
    });
    let mut model = Model::consistent(objectives.collect());
    // Any line of the table may be the one that is wrong.
    model.total[1] += 12_345;
    model.objectives[41][17][3] -= 77;
    let table = table(&model.text());
    let found = reconcile(&table).expect("sums");
    let odd = flaws(&table);
    assert_eq!(table.lines.len(), 10_000);
    // The line of the wrong sum, behind two headings, 41 objectives with subtotals and 17 lines; and the
    // last row.
    let places = found.causes.iter().map(|it| it.place.cell.as_deref());
    assert_eq!(places.collect::<Vec<_>>(), [Some("J4161"), Some("H10103")]);
    assert!(!found.cut_short);
    assert_eq!(odd, []);
}

/// What is right of a small table is right of a large one.
#[test]
fn a_wrong_line_among_ten_thousand_is_told_apart_from_a_misprint() {
    let objectives = (0..100_i64).map(|objective| {
        let lines = (0..100_i64).map(|line| [1_000_000 + objective, 500_000 + line, 1 + line % 7]);
        lines.collect()
    });
    let mut model = Model::consistent(objectives.collect());
    for amounts in [
        &mut model.objectives[0][0],
        &mut model.subtotals[0],
        &mut model.total,
    ] {
        amounts[3] += 100;
    }
    model.subtotals[0][1] += 12_345;
    let found = reconcile(&table(&model.text())).expect("sums");
    let places = found.causes.iter().map(|it| it.place.cell.as_deref());
    assert_eq!(places.collect::<Vec<_>>(), [Some("J3"), Some("H103")]);
    assert!(found.causes.iter().all(|it| it.complete));
}

/// No two cells alike.
#[test]
fn ten_thousand_lines_that_differ_in_everything_become_a_programme() {
    let objectives = (0..1_000_i64).map(|objective| {
        let lines = (0..10_i64).map(|line| [1_000_000 + objective, 500_000, line % 7]);
        lines.collect()
    });
    let mut rows: Vec<String> = Model::consistent(objectives.collect())
        .text()
        .lines()
        .map(str::to_owned)
        .collect();
    for (number, row) in (1..).zip(rows.iter_mut().filter(|row| row.contains("DG Lavoro"))) {
        *row = row
            .replace("DG Lavoro", &format!("Ente n. {number}"))
            .replace("Servizio", &format!("Servizio {number} per la comunità"))
            .replace("FSE - 9.1.", &format!("FSE - 9.{number}."))
            .replace(".000,00", ".000");
    }
    let table = table(&(rows.join("\n") + "\n"));
    let found = reconcile(&table).expect("sums");
    assert_eq!(found.causes, []);
    assert_eq!(found.actions, 10_000);
    assert_eq!(flaws(&table).len(), 1, "amounts without cents");
    let text = programme_file(&table, &found, None);
    let parsed = syntax::parse(&text, FileId(0));
    let checked = programme::check(&parsed.tree.expect("a tree"));
    assert_eq!(checked.programme.map(|it| it.lines.len()), Some(10_000));
}

/// Every line is a cause of its own, however many there are.
#[test]
fn ten_thousand_wrong_lines_are_ten_thousand_causes() {
    let objectives = (0..100_i64).map(|objective| {
        let lines = (0..100_i64).map(|line| [1_000_000 + objective, 500_000 + line, 1 + line % 7]);
        lines.collect()
    });
    let mut model = Model::consistent(objectives.collect());
    for (lines, subtotal) in model.objectives.iter_mut().zip(&mut model.subtotals) {
        for [_, _, b, sum] in lines {
            *sum -= *b;
            subtotal[3] -= *b;
            model.total[3] -= *b;
        }
    }
    let found = reconcile(&table(&model.text())).expect("sums");
    assert_eq!(found.causes.len(), 10_000);
    assert!(found.causes.iter().all(|it| it.complete && it.fewest == 3));
}
