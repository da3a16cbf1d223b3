//! Whatever is wrong is explained by the sets of the fewest cells that mend it, and by all of them.

use std::collections::{BTreeMap, BTreeSet};

use bando::programme::published::{Cause, Explanation, Findings, System};
use proptest::prelude::*;

use super::Model;
use crate::support::cases;

/// The cells of a small table as a system of sums.
struct Small {
    printed: Vec<i64>,
    /// By cell that is a sum: what it is recomputed from.
    primary: Vec<Option<Vec<usize>>>,
    definitions: Vec<(usize, Vec<usize>)>,
    /// Which of the definitions hold within a line.
    lines: BTreeSet<usize>,
}

impl Small {
    fn new(model: &Model) -> Self {
        let mut small = Self {
            printed: Vec::new(),
            primary: Vec::new(),
            definitions: Vec::new(),
            lines: BTreeSet::new(),
        };
        let mut lines = Vec::new();
        for rows in &model.objectives {
            let rows: Vec<Vec<usize>> = rows.iter().map(|row| small.row(row)).collect();
            for row in &rows {
                small.line(row);
            }
            lines.push(rows);
        }
        let mut subtotals = Vec::new();
        for (rows, subtotal) in lines.iter().zip(&model.subtotals) {
            let subtotal = small.row(subtotal);
            small.sum(&subtotal, rows);
            small.acts(&subtotal);
            subtotals.push(subtotal);
        }
        let total = small.row(&model.total);
        small.sum(&total, &subtotals);
        small.sum(&total, &lines.concat());
        small.acts(&total);
        small
    }

    fn row(&mut self, amounts: &[i64; 4]) -> Vec<usize> {
        let cells = amounts.iter().map(|amount| {
            self.printed.push(*amount);
            self.primary.push(None);
            self.printed.len() - 1
        });
        cells.collect()
    }

    fn define(&mut self, target: usize, inputs: Vec<usize>) {
        self.primary[target].get_or_insert_with(|| inputs.clone());
        self.definitions.push((target, inputs));
    }

    fn acts(&mut self, row: &[usize]) {
        self.define(row[3], vec![row[1], row[2]]);
    }

    fn line(&mut self, row: &[usize]) {
        self.lines.insert(self.definitions.len());
        self.acts(row);
    }

    fn sum(&mut self, row: &[usize], of: &[Vec<usize>]) {
        for (column, cell) in row.iter().enumerate() {
            self.define(*cell, of.iter().map(|it| it[column]).collect());
        }
    }

    /// Returns the sets of the fewest cells that mend every sum, found by trying all sets of up to
    /// three; none where that takes more.
    fn by_trying_all(&self) -> BTreeSet<Changes> {
        let cells = 0..self.printed.len();
        let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
        for _ in 0..3 {
            let longer = sets.iter().flat_map(|set| {
                let next = set.last().map_or(0, |last| last + 1);
                (next..cells.end).map(|cell| [&set[..], &[cell]].concat())
            });
            sets = longer.collect();
            let found: BTreeSet<Changes> =
                sets.iter().filter_map(|it| self.mended_by(it)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        BTreeSet::new()
    }

    /// Returns what these cells must be so that every sum is right, if all of them must change and
    /// nothing else does.
    fn mended_by(&self, cells: &[usize]) -> Option<Changes> {
        let mut rows: Vec<Vec<i128>> = Vec::new();
        for (target, inputs) in &self.definitions {
            let times =
                |cell: &usize| i128::from(target == cell) - i128::from(inputs.contains(cell));
            let mut row: Vec<i128> = cells.iter().map(times).collect();
            let differs = sum_of(&self.printed, inputs) - self.printed[*target];
            if differs != 0 && row.iter().all(|it| *it == 0) {
                return None;
            }
            row.push(differs.into());
            rows.push(row);
        }
        for column in 0..cells.len() {
            let pivot = (column..rows.len()).find(|row| rows[*row][column] != 0)?;
            rows.swap(column, pivot);
            let by = rows[column].clone();
            for (number, row) in rows.iter_mut().enumerate() {
                let times = row[column];
                if number != column && times != 0 {
                    for (amount, by_amount) in row.iter_mut().zip(&by) {
                        *amount = *amount * by[column] - by_amount * times;
                    }
                }
            }
        }
        if rows[cells.len()..].iter().any(|row| row[cells.len()] != 0) {
            return None;
        }
        let mut changes = Changes::new();
        for (row, cell) in rows.iter().zip(cells) {
            let (times, change) = (row[changes.len()], row[cells.len()]);
            if change == 0 || change % times != 0 {
                return None;
            }
            let change = i64::try_from(change / times).expect("a small amount");
            changes.insert(*cell, self.printed[*cell] + change);
        }
        Some(changes)
    }

    /// Tells whether every sum is right after these changes.
    fn is_mended_by(&self, changes: &Changes) -> bool {
        let mut mended = self.printed.clone();
        for (cell, corrected) in changes {
            mended[*cell] = *corrected;
        }
        let mut all = self.definitions.iter();
        all.all(|(target, inputs)| sum_of(&mended, inputs) == mended[*target])
    }
}

/// Cells, and what they should be.
type Changes = BTreeMap<usize, i64>;

/// Returns every explanation of the fewest cells of one cause with every one of the others.
fn combined(causes: &[Cause]) -> Vec<Changes> {
    let mut all = vec![Changes::new()];
    for cause in causes {
        let own = &cause.explanations[..cause.fewest];
        let longer = all
            .iter()
            .flat_map(|known| own.iter().map(|it| joined(known, cause, it)));
        all = longer.collect();
    }
    all
}

/// Adds what an explanation changes: where another cause changes the same cell, by both together.
fn joined(known: &Changes, cause: &Cause, explanation: &Explanation) -> Changes {
    let mut all = known.clone();
    for change in &explanation.changes {
        let by = change.corrected - change.printed;
        let earlier = all.get(&change.cell);
        assert!(
            earlier.is_none() || cause.shared.contains(&change.cell),
            "two causes change cell {}",
            change.cell
        );
        let corrected = earlier.copied().unwrap_or(change.printed) + by;
        all.insert(change.cell, corrected);
        if corrected == change.printed {
            all.remove(&change.cell);
        }
    }
    all
}

fn sum_of(cells: &[i64], inputs: &[usize]) -> i64 {
    inputs.iter().map(|it| cells[*it]).sum()
}

/// A wrong cell, and how many of the sums above it were reckoned from it.
#[derive(Clone, Debug)]
struct Wrong {
    cell: prop::sample::Index,
    by: i64,
    copies: usize,
}

fn wrong() -> impl Strategy<Value = Wrong> {
    // Few amounts, of either sign: some errors cancel, some add up to a third.
    let by = prop::sample::select(vec![-300, -200, -100, 100, 200, 300, 1_000]);
    let parts = (any::<prop::sample::Index>(), by, 0_usize..6);
    parts.prop_map(|(cell, by, copies)| Wrong { cell, by, copies })
}

fn models() -> impl Strategy<Value = Model> {
    let line = (0..50_000_i64, 0..50_000_i64, -20_000..20_000_i64);
    let line = line.prop_map(|(programme, a, b)| [programme, a, b]);
    let objective = prop::collection::vec(line, 1..3);
    prop::collection::vec(objective, 1..3).prop_map(Model::consistent)
}

/// Damages a cell and, of the sums that use it, the nearest.
fn damage(small: &mut Small, wrong: &Wrong) {
    let count = small.printed.len();
    let cell = wrong.cell.index(count);
    let mut all = vec![cell];
    let mut next = 0;
    while next < all.len() && all.len() <= wrong.copies {
        let above = small
            .primary
            .iter()
            .enumerate()
            .filter_map(|(sum, inputs)| {
                let uses = inputs.as_ref().is_some_and(|it| it.contains(&all[next]));
                uses.then_some(sum)
            });
        let above: Vec<usize> = above.filter(|sum| !all.contains(sum)).collect();
        all.extend(above);
        next += 1;
    }
    all.truncate(wrong.copies + 1);
    for cell in all {
        small.printed[cell] += wrong.by;
    }
}

/// Makes the system anew, with what is printed now.
fn findings(small: &Small) -> Findings {
    let mut system = System::default();
    for amount in &small.printed {
        system.cell(*amount);
    }
    for (number, (target, inputs)) in small.definitions.iter().enumerate() {
        if small.lines.contains(&number) {
            system.define_line(*target, inputs.clone());
        } else {
            system.define(*target, inputs.clone());
        }
    }
    system.findings().expect("sums")
}

proptest! {
    #![proptest_config(cases(100))]

    /// Whole sets: what is shown of one cause goes with what is shown of any other.
    #[test]
    fn the_explanations_are_all_sets_of_the_fewest_cells_that_mend_the_table(
        model in models(),
        wrong in prop::collection::vec(wrong(), 1..4),
    ) {
        let mut small = Small::new(&model);
        for wrong in &wrong {
            damage(&mut small, wrong);
        }
        let expected = small.by_trying_all();
        prop_assume!(!expected.is_empty());
        let size = expected.first().map_or(0, BTreeMap::len);
        let found = findings(&small);
        prop_assert!(found.causes.iter().all(|it| it.complete));
        let all = combined(&found.causes);
        prop_assert!(all.iter().all(|it| small.is_mended_by(it)), "{:#?}", found.causes);
        let fewest: BTreeSet<Changes> = all.into_iter().filter(|it| it.len() == size).collect();
        prop_assert_eq!(fewest, expected, "{:#?}", found.causes);
        let broken = small.definitions.iter();
        let broken = broken.filter(|(target, inputs)| {
            sum_of(&small.printed, inputs) != small.printed[*target]
        });
        prop_assert_eq!(found.broken.len(), broken.count());
    }

    /// An explanation with more cells, too, goes with any that is shown of the others.
    #[test]
    fn every_further_explanation_mends_the_table_too(
        model in models(),
        wrong in prop::collection::vec(wrong(), 1..4),
    ) {
        let mut small = Small::new(&model);
        for wrong in &wrong {
            damage(&mut small, wrong);
        }
        let found = findings(&small);
        for (number, cause) in found.causes.iter().enumerate() {
            let mut others = found.causes.clone();
            others.remove(number);
            for known in combined(&others) {
                for explanation in &cause.explanations {
                    let changes = joined(&known, cause, explanation);
                    prop_assert!(small.is_mended_by(&changes), "{:#?}", found.causes);
                }
            }
        }
    }
}

/// One amount too much in one line and as much too little in the next: the subtotal is right, and stays so
/// where both are mended alike.
#[test]
fn errors_that_cancel_out_are_causes_whose_changes_of_the_subtotal_cancel_out() {
    let mut model = Model::consistent(vec![vec![[900, 500, 0], [900, 400, 10]]]);
    model.objectives[0][0][1] += 70;
    model.objectives[0][1][1] -= 70;
    let found = findings(&Small::new(&model));
    let told = found.causes.iter().map(|cause| {
        let explanations = cause.explanations[..cause.fewest].iter();
        let changes = explanations.map(|it| {
            let changes = it.changes.iter();
            let changes = changes.map(|it| (it.cell, it.corrected - it.printed));
            changes.collect::<Vec<_>>()
        });
        changes.collect::<Vec<_>>()
    });
    // The cells of a row are its programme total, A, B and A+B: two lines, the subtotal, the grand total.
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            [
                [(3, 70), (11, 70), (15, 70)],
                [(1, -70), (9, -70), (13, -70)],
                [(2, -70), (10, -70), (14, -70)]
            ],
            [
                [(7, -70), (11, -70), (15, -70)],
                [(5, 70), (9, 70), (13, 70)],
                [(6, 70), (10, 70), (14, 70)]
            ]
        ]
    );
    let shared = found.causes.iter().map(|it| &it.shared);
    assert!(shared.eq([&BTreeSet::from([9, 10, 11, 13, 14, 15]); 2]));
}
