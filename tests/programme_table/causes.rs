//! One wrong cell is one cause, whichever it is and whoever copied it.

use std::collections::BTreeSet;

use bando::number::Money;
use bando::programme;
use bando::programme::published::{Position, flaws, programme_file, reconcile};
use bando::source::FileId;
use bando::syntax;
use proptest::prelude::*;

use super::{Model, reading, table};
use crate::support::cases;

/// A cell of a model: a row and a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    Line(usize, usize, usize),
    Subtotal(usize, usize),
    Total(usize),
}

impl Cell {
    fn of(self, model: &mut Model) -> &mut i64 {
        match self {
            Self::Line(objective, line, column) => &mut model.objectives[objective][line][column],
            Self::Subtotal(objective, column) => &mut model.subtotals[objective][column],
            Self::Total(column) => &mut model.total[column],
        }
    }

    /// Returns the sums that whoever fills in the table reckons from this cell, the nearest first.
    fn above(self) -> Vec<Self> {
        match self {
            // A+B of the line, then the subtotals of both columns.
            Self::Line(objective, line, column @ (1 | 2)) => vec![
                Self::Line(objective, line, 3),
                Self::Subtotal(objective, column),
                Self::Subtotal(objective, 3),
            ],
            Self::Line(objective, _, 0) => vec![Self::Subtotal(objective, 0)],
            Self::Line(objective, _, column) => {
                vec![Self::Subtotal(objective, column), Self::Total(column)]
            }
            Self::Subtotal(_, column) => vec![Self::Total(column)],
            Self::Total(_) => Vec::new(),
        }
    }

    /// Returns how many of the sums above may have been reckoned from the wrong cell so that the
    /// table still does not add up.
    fn copies(self) -> Vec<usize> {
        match self {
            Self::Line(_, _, 1 | 2) => vec![0, 1, 3],
            Self::Line(_, _, 3) => vec![0, 1, 2],
            Self::Line(..) | Self::Subtotal(..) => vec![0, 1],
            Self::Total(_) => vec![0],
        }
    }
}

fn models() -> impl Strategy<Value = Model> {
    let amount = prop_oneof![Just(0_i64), 0..2_000_000_000_i64, Just(1_227_840_000)];
    let line = (
        amount.clone(),
        amount.clone(),
        -500_000_000..500_000_000_i64,
    );
    let line = line.prop_map(|(programme, a, b)| [programme, a, b]);
    let objective = prop::collection::vec(line, 1..5);
    prop::collection::vec(objective, 1..5).prop_map(Model::consistent)
}

fn cells(model: &Model) -> Vec<Cell> {
    let mut cells = Vec::new();
    for column in 0..4 {
        cells.push(Cell::Total(column));
        for (objective, lines) in model.objectives.iter().enumerate() {
            cells.push(Cell::Subtotal(objective, column));
            cells.extend((0..lines.len()).map(|line| Cell::Line(objective, line, column)));
        }
    }
    cells
}

/// The grand total was reckoned from two lines that are wrong: in the file each says what is wrong with
/// its own.
#[test]
fn every_line_whose_sum_differs_has_a_reading_of_its_own() {
    let mut model = Model::consistent(vec![
        vec![[1_000_000, 500_000, 0]],
        vec![[2_000_000, 700_000, 60_000]],
    ]);
    model.objectives[0][0][3] = 0;
    model.objectives[1][0][3] = 700_000;
    for (objective, less) in [(0, 500_000), (1, 60_000)] {
        model.subtotals[objective][3] -= less;
        model.total[3] -= less;
    }
    let table = table(&model.text());
    let found = reconcile(&table).expect("sums");
    let file = programme_file(&table, &found, None);
    for row in [3, 5] {
        let reading = format!("  it \"riga {row} (");
        assert!(file.contains(&reading), "{file}");
        let cited = format!("  cita prospetto \"riga {row}\"\n  cita lettura conto_");
        assert!(file.contains(&cited), "{file}");
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn nothing_is_told_of_a_table_that_adds_up(model in models()) {
        let found = reconcile(&table(&model.text())).unwrap();
        prop_assert_eq!(found.causes, []);
        prop_assert!(reading(&model.text()).diagnostics.is_empty());
    }

    #[test]
    fn one_damaged_cell_is_one_cause_and_the_truth_is_among_its_explanations(
        model in models(),
        which in any::<prop::sample::Index>(),
        copied in any::<prop::sample::Index>(),
        by in prop_oneof![-999_999_999..-1_i64, 1..999_999_999_i64],
    ) {
        let mut damaged = model.clone();
        let cell = *which.get(&cells(&model));
        let copies = *copied.get(&cell.copies());
        let wrong: Vec<Cell> = std::iter::once(cell)
            .chain(cell.above().into_iter().take(copies))
            .collect();
        let mut truth = BTreeSet::new();
        for cell in &wrong {
            *cell.of(&mut damaged) += by;
            truth.insert((*cell, *cell.of(&mut model.clone())));
        }
        let found = reconcile(&table(&damaged.text())).unwrap();
        prop_assert_eq!(found.causes.len(), 1, "{:#?}", found.causes);
        let explanations: Vec<BTreeSet<(Cell, i64)>> = found.causes[0]
            .explanations
            .iter()
            .map(|explanation| {
                let changes = explanation.changes.iter();
                changes
                    .map(|it| (cell_at(&model, it.row, it.column), it.corrected.cents()))
                    .collect()
            })
            .collect();
        prop_assert!(explanations.contains(&truth), "{truth:?} is not in {explanations:?}");
        prop_assert!(!found.cut_short);
    }

    /// Every explanation, applied, gives a table that adds up.
    #[test]
    fn every_explanation_mends_the_whole_table(
        model in models(),
        which in any::<prop::sample::Index>(),
        by in 1..999_999_999_i64,
    ) {
        let mut damaged = model.clone();
        *which.get(&cells(&model)).of(&mut damaged) += by;
        let found = reconcile(&table(&damaged.text())).unwrap();
        for explanation in &found.causes[0].explanations {
            let mut mended = damaged.clone();
            for change in &explanation.changes {
                let cell = cell_at(&model, change.row, change.column);
                prop_assert_eq!(change.printed.map(Money::cents), Some(*cell.of(&mut mended)));
                *cell.of(&mut mended) = change.corrected.cents();
            }
            let lines = mended.objectives.iter();
            let lines = lines.map(|it| it.iter().map(|[p, a, b, _]| [*p, *a, *b]).collect());
            prop_assert_eq!(&mended, &Model::consistent(lines.collect()));
        }
    }

    /// What the importer writes is a programme, whatever the table, whether it adds up or not.
    #[test]
    fn what_is_imported_is_always_a_programme(
        model in models(),
        which in any::<prop::sample::Index>(),
        by in 1..999_999_999_i64,
    ) {
        let mut model = model;
        // An act that takes away what was never given is refused, and rightly so.
        for line in model.objectives.iter_mut().flatten() {
            line[2] = line[2].abs();
        }
        let cells = cells(&model);
        *which.get(&cells).of(&mut model) += by;
        let table = table(&model.text());
        let text = programme_file(&table, &reconcile(&table).unwrap(), None);
        let parsed = syntax::parse(&text, FileId(0));
        prop_assert_eq!(&parsed.diagnostics, &[], "{}", text);
        let checked = programme::check(&parsed.tree.unwrap());
        prop_assert!(checked.programme.is_some(), "{text}\n{:#?}", checked.diagnostics);
    }

    /// Whatever sums wrong lines share, each is a cause of its own, and the truth is among its
    /// explanations.
    #[test]
    fn each_wrong_line_that_the_sums_took_over_is_one_cause(
        model in models(),
        wrong in prop::collection::btree_map(0_usize..25, (1_usize..4, 1..999_999_i64), 1..8),
    ) {
        let mut damaged = model.clone();
        let mut truths = Vec::new();
        let lines = cells(&model).into_iter().filter_map(|cell| match cell {
            Cell::Line(objective, line, 0) => Some((objective, line)),
            _ => None,
        });
        for (number, (objective, line)) in lines.enumerate() {
            let Some((column, by)) = wrong.get(&number).copied() else {
                continue;
            };
            let wrong = [
                Cell::Line(objective, line, column),
                Cell::Subtotal(objective, column),
                Cell::Total(column),
            ];
            for cell in wrong {
                *cell.of(&mut damaged) += by;
            }
            truths.push(wrong.map(|cell| (cell, -by)));
        }
        let found = reconcile(&table(&damaged.text())).unwrap();
        prop_assert_eq!(found.causes.len(), truths.len(), "{:#?}", found.causes);
        for (cause, truth) in found.causes.iter().zip(truths) {
            let explanations = cause.of_fewest_cells().iter().map(|explanation| {
                let changes = explanation.changes.iter();
                changes
                    .map(|it| (cell_at(&model, it.row, it.column), it.by.cents()))
                    .collect::<Vec<_>>()
            });
            prop_assert!(explanations.into_iter().any(|it| it == truth), "{truth:?}: {cause:#?}");
        }
    }

    /// Two damaged amounts in two objectives are two causes.
    #[test]
    fn causes_that_do_not_touch_are_told_apart(
        model in models(),
        (one, two) in (1..999_999_999_i64, 1..999_999_999_i64),
    ) {
        prop_assume!(model.objectives.len() > 1 && one != two);
        let mut damaged = model.clone();
        damaged.objectives[0][0][1] += one;
        damaged.objectives[1][0][3] += two;
        let found = reconcile(&table(&damaged.text())).unwrap();
        prop_assert_eq!(found.causes.len(), 2, "{:#?}", found.causes);
    }
}

fn cell_at(model: &Model, row: Position, column: usize) -> Cell {
    match row {
        Position::Total => Cell::Total(column),
        Position::Subtotal(objective) => Cell::Subtotal(objective, column),
        Position::Line(line) => {
            let mut first = 0;
            for (objective, lines) in model.objectives.iter().enumerate() {
                if line < first + lines.len() {
                    return Cell::Line(objective, line - first, column);
                }
                first += lines.len();
            }
            panic!("no line {line}")
        }
    }
}

/// The damage of the real table: an act that took everything away, or a sum that was not reckoned.
#[test]
fn rival_explanations_are_told_and_none_is_chosen() {
    let mut model = Model::consistent(vec![vec![[900, 500, 0], [100, 40, 10]]]);
    model.objectives[0][0][3] = 0;
    model.subtotals[0][3] -= 500;
    model.total[3] -= 500;
    let found = reconcile(&table(&model.text())).unwrap();
    let told: Vec<String> = found.causes[0]
        .explanations
        .iter()
        .map(|it| it.message.en.clone().unwrap())
        .collect();
    assert_eq!(
        told,
        [
            "A+B of line 3 (1.1.1, FSE - 9.1.1, DG Lavoro) should be 5.00, not 0.00; with it change A+B of the subtotal 1.1 (5.50, not 0.50) and A+B of the grand total (5.50, not 0.50)",
            "A of line 3 (1.1.1, FSE - 9.1.1, DG Lavoro) should be 0.00, not 5.00; with it change A of the subtotal 1.1 (0.40, not 5.40) and A of the grand total (0.40, not 5.40)",
            "B of line 3 (1.1.1, FSE - 9.1.1, DG Lavoro) is missing: it should be -5.00, not 0.00; with it change B of the subtotal 1.1 (-4.90, not 0.10) and B of the grand total (-4.90, not 0.10)",
        ]
    );
    assert_eq!(flaws(&table(&model.text())), []);
}
