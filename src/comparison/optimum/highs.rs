//! The heavy solver, in builds with the feature `highs`: a search that comes nearer, and takes longer.
//!
//! One thread and a fixed number of steps, so that every machine that has it finds the same.

use highs::{HighsModelStatus, RowProblem, Sense};

use super::Effort;
use super::exact::Exact;
use super::statement::{Found, bound_of, is_at_least, number, state};
use crate::number::Fraction;

/// Searches by branch and bound, starting from a choice that holds.
pub(super) fn search(exact: &Exact<'_>, start: &[usize], effort: Effort) -> Option<Found> {
    let statement = state(exact)?;
    if statement.columns.is_empty() {
        return None;
    }
    let nothing: f64 = number(Fraction::ZERO)?;
    let one: f64 = number(Fraction::ONE)?;
    let mut problem = RowProblem::default();
    let mut columns = Vec::new();
    for column in &statement.columns {
        let worth = number(column.worth)?;
        let most: f64 = number(column.most)?;
        let range = nothing..=most;
        columns.push(problem.add_column_with_integrality(worth, range, column.is_item));
    }
    for row in &statement.rows {
        let most: f64 = number(row.most)?;
        let mut terms = Vec::new();
        for (column, factor) in &row.terms {
            terms.push((*columns.get(*column)?, number::<f64>(*factor)?));
        }
        problem.add_row(..=most, terms);
    }
    let mut model = problem.try_optimise(Sense::Maximise).ok()?;
    model.make_quiet();
    model.try_set_option("threads", 1).ok()?;
    model.try_set_option("mip_rel_gap", nothing).ok()?;
    let steps = i32::try_from(effort.steps).unwrap_or(i32::MAX);
    model.try_set_option("mip_max_nodes", steps).ok()?;
    let mut is_in_start = vec![false; exact.model.items.len()];
    for place in start {
        *is_in_start.get_mut(*place)? = true;
    }
    let mut values = vec![nothing; statement.columns.len()];
    for (place, column) in &statement.items {
        if *is_in_start.get(*place)? {
            *values.get_mut(*column)? = one;
        }
    }
    // Reserves are left to the solver: it completes a start that names only what is chosen.
    model
        .try_set_solution(Some(&values), None, None, None)
        .ok()?;
    let solved = model.try_solve().ok()?;
    let solution = solved.get_solution();
    let chosen =
        statement.items_where(|column| is_at_least(solution.columns().get(column)?, "0.5"))?;
    let bound = solved.double_info_value(c"mip_dual_bound").ok();
    Some(Found {
        chosen,
        bound: bound.and_then(|most| bound_of(exact, &most)),
        proved: solved.status() == HighsModelStatus::Optimal,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Item, Model, Room, RoomUse, solver};
    use super::*;
    use crate::number::Money;

    /// Models of up to twelve items with two pools, a cap in proposals and a reserve.
    fn models() -> impl Strategy<Value = Model> {
        let item = (
            0..101_i64,
            1..60_i64,
            0..2_usize,
            prop::option::of(Just(0_usize)),
        );
        let items = prop::collection::vec(item, 0..13);
        (items, 0..200_i64, 0..40_i64).prop_map(|(items, envelope, reserve)| {
            let euro = |amount: i64| Money::from_cents(amount * 1_234_567);
            let items = items.into_iter().map(|(points, amount, pool, reserve)| {
                let award = euro(amount);
                let worth = Fraction::integer(points.into()).mul(award.euro());
                let (money, one) = (award.cents(), i64::from(pool == 1));
                let uses = [(pool, money), (2, one)];
                Item {
                    award,
                    worth: worth.unwrap(),
                    reserve,
                    uses: uses.map(|(room, amount)| RoomUse { room, amount }).to_vec(),
                }
            });
            Model {
                items: items.collect(),
                envelope: euro(envelope),
                rooms: vec![
                    Room::Money(euro(envelope / 2)),
                    Room::Money(euro(envelope / 3)),
                    Room::Proposals(2),
                ],
                reserves: vec![euro(reserve.min(envelope / 2))],
            }
        })
    }

    proptest! {
        #[test]
        fn both_solvers_find_a_choice_of_the_same_worth(model in models()) {
            let exact = Exact::new(&model).unwrap();
            let effort = Effort { steps: 5_000 };
            let heavy = search(&exact, &[], effort);
            let light = solver::search(&exact, &[], effort);
            prop_assert_eq!(heavy.is_some(), !exact.by_worth_per_euro().unwrap().is_empty());
            if let Some((heavy, light)) = heavy.zip(light) {
                prop_assert!(heavy.proved && light.proved);
                let [heavy, light] = [heavy, light].map(|found| exact.judge(&found.chosen));
                prop_assert!(heavy.is_some(), "what it says does not hold to the cent");
                prop_assert_eq!(heavy.map(|it| it.value), light.map(|it| it.value));
            }
        }
    }
}
