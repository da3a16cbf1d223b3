//! Ten thousand lines, with the cell at fault that has the most rivals.

use std::time::{Duration, Instant};

use bando::programme::published::{flaws, reconcile};

use super::{Model, table};

#[test]
fn ten_thousand_lines_are_reconciled_in_bounded_time() {
    let objectives = (0..100_i64).map(|objective| {
        let lines = (0..100_i64).map(|line| [1_000_000 + objective, 500_000 + line, line % 7]);
        lines.collect()
    });
    let mut model = Model::consistent(objectives.collect());
    // Any line of the table may be the one that is wrong.
    model.total[1] += 12_345;
    model.objectives[41][17][3] -= 77;
    let begun = Instant::now();
    let table = table(&model.text());
    let found = reconcile(&table).expect("sums");
    let odd = flaws(&table);
    assert!(
        begun.elapsed() < Duration::from_mins(1),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(table.lines.len(), 10_000);
    assert_eq!(found.causes.len(), 2);
    assert!(!found.cut_short);
    assert_eq!(odd, []);
}
