//! Several wrong cells are told as the fewest causes that explain every wrong sum.

use std::collections::BTreeSet;

use bando::programme::published::{Cause, Findings, System};
use proptest::prelude::*;

use super::Model;
use crate::support::cases;

/// The cells of a small table as a system of sums.
struct Small {
    system: System,
    printed: Vec<i64>,
    /// By cell that is a sum: what it is recomputed from.
    primary: Vec<Option<Vec<usize>>>,
    definitions: Vec<(usize, Vec<usize>)>,
}

impl Small {
    fn new(model: &Model) -> Self {
        let mut small = Self {
            system: System::default(),
            printed: Vec::new(),
            primary: Vec::new(),
            definitions: Vec::new(),
        };
        let mut lines = Vec::new();
        for rows in &model.objectives {
            let rows: Vec<Vec<usize>> = rows.iter().map(|row| small.row(row)).collect();
            for row in &rows {
                small.acts(row);
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
            self.system.cell(*amount)
        });
        cells.collect()
    }

    fn define(&mut self, target: usize, inputs: Vec<usize>) {
        self.primary[target].get_or_insert_with(|| inputs.clone());
        self.definitions.push((target, inputs.clone()));
        self.system.define(target, inputs);
    }

    fn acts(&mut self, row: &[usize]) {
        self.define(row[3], vec![row[1], row[2]]);
    }

    fn sum(&mut self, row: &[usize], of: &[Vec<usize>]) {
        for (column, cell) in row.iter().enumerate() {
            self.define(*cell, of.iter().map(|it| it[column]).collect());
        }
    }

    /// Returns how many roots a correction has that changes these amounts and recomputes all sums.
    fn roots(&self, deltas: &[(usize, i64)]) -> usize {
        let mut correct = self.printed.clone();
        for (cell, delta) in deltas {
            correct[*cell] += delta;
        }
        for cell in 0..correct.len() {
            if let Some(inputs) = &self.primary[cell] {
                correct[cell] = sum_of(&correct, inputs);
            }
        }
        let error = |cell: usize| self.printed[cell] - correct[cell];
        let cells = (0..correct.len()).filter(|cell| error(*cell) != 0);
        let roots = cells.filter(|cell| {
            let mut own = self.definitions.iter().filter(|(target, _)| target == cell);
            // Reckoned from some of the wrong cells: the others went wrong afterwards.
            !own.any(|(target, inputs)| {
                let wrong: Vec<i64> = inputs.iter().map(|it| error(*it)).collect();
                let wrong: Vec<i64> = wrong.into_iter().filter(|it| *it != 0).collect();
                (1_u32..1 << wrong.len()).any(|some| {
                    let some = (0..wrong.len()).filter(|it| some >> it & 1 == 1);
                    some.map(|it| wrong[it]).sum::<i64>() == error(*target)
                })
            })
        });
        roots.count()
    }

    /// Returns the fewest roots of any correction by at most two amounts, of these differences.
    fn fewest(&self, differences: &BTreeSet<i64>) -> usize {
        let leaves = (0..self.printed.len()).filter(|cell| self.primary[*cell].is_none());
        let one: Vec<(usize, i64)> = leaves
            .flat_map(|cell| differences.iter().map(move |it| (cell, *it)))
            .collect();
        let mut fewest = self.roots(&[]);
        for (index, first) in one.iter().enumerate() {
            fewest = fewest.min(self.roots(&[*first]));
            for second in one[index..].iter().filter(|it| it.0 != first.0) {
                fewest = fewest.min(self.roots(&[*first, *second]));
            }
        }
        fewest
    }
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
    for (target, inputs) in &small.definitions {
        system.define(*target, inputs.clone());
    }
    system.findings().expect("sums")
}

/// Applies the first explanation of each cause, and returns whether every sum holds then.
fn mends(small: &Small, causes: &[Cause]) -> bool {
    let mut mended = small.printed.clone();
    for cause in causes {
        let first = &cause.explanations[0];
        for change in &first.changes {
            mended[change.cell] = change.corrected;
        }
    }
    let mut all = small.definitions.iter();
    all.all(|(target, inputs)| sum_of(&mended, inputs) == mended[*target])
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn the_causes_are_the_fewest_that_explain_every_wrong_sum(
        model in models(),
        wrong in prop::collection::vec(wrong(), 1..4),
    ) {
        let mut small = Small::new(&model);
        for wrong in &wrong {
            damage(&mut small, wrong);
        }
        // Whatever differs by less than three errors can differ by.
        let by: Vec<i64> = wrong.iter().map(|it| it.by).collect();
        let mut differences = BTreeSet::from([0]);
        for by in by {
            let known: Vec<i64> = differences.iter().copied().collect();
            differences.extend(known.iter().flat_map(|it| [it + by, it - by]));
        }
        differences.remove(&0);
        let found = findings(&small);
        let broken = small.definitions.iter();
        let broken = broken.filter(|(target, inputs)| {
            sum_of(&small.printed, inputs) != small.printed[*target]
        });
        prop_assert_eq!(found.broken.len(), broken.count());
        prop_assert_eq!(found.causes.len(), small.fewest(&differences), "{:#?}", found.causes);
        prop_assert!(!found.cut_short);
        prop_assert!(found.causes.iter().all(|it| !it.explanations.is_empty()));
        prop_assert!(mends(&small, &found.causes), "{:#?}", found.causes);
    }
}

/// One amount too much in one line and as much too little in the next: the subtotal is right.
#[test]
fn errors_that_cancel_out_are_two_causes() {
    let mut model = Model::consistent(vec![vec![[900, 500, 0], [900, 400, 10]]]);
    model.objectives[0][0][1] += 70;
    model.objectives[0][1][1] -= 70;
    let found = findings(&Small::new(&model));
    let first: Vec<(usize, i64)> = found
        .causes
        .iter()
        .map(|it| &it.explanations[0].changes[0])
        .map(|it| (it.cell, it.corrected))
        .collect();
    assert_eq!(found.causes.len(), 2, "{:#?}", found.causes);
    assert_eq!(first, [(3, 570), (7, 340)]);
}
