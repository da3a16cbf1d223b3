//! A model stated for a solver: columns to choose, rows that limit them.
//!
//! Solvers count in binary floating point. Nothing of that comes in here: amounts go out as decimal
//! text, in thousands of euro, and come back the same way; who is chosen and how good that is, is then
//! decided in whole cents. Worths go out as parts of the greatest, so that all coefficients stay
//! within some six orders of magnitude.

use std::fmt::Display;
use std::str::FromStr;

use super::Room;
use super::exact::{Exact, rounded_up};
use crate::number::{Fraction, Money, Rounding};

/// How many cents the solver counts as one.
const THOUSAND_EURO: i128 = 100_000;
/// What the greatest worth is to the solver.
const GREATEST: Fraction = Fraction::integer(10_000);
/// Decimals of the numbers that go out and in.
const PLACES: u32 = 9;

/// What is chosen to make the sum of worths as great as possible, within the rows.
#[derive(Default)]
pub(super) struct Statement {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    /// The items that are worth choosing, with the place of the column that stands for each.
    pub(super) items: Vec<(usize, usize)>,
}

/// A number from nought to `most`.
pub(super) struct Column {
    pub(super) worth: Fraction,
    pub(super) most: Fraction,
    /// Whether it stands for an item, which is chosen or not; the others may be anything between.
    pub(super) is_item: bool,
}

/// A sum of columns, each times its number, that is at most `most`.
pub(super) struct Row {
    pub(super) terms: Vec<(usize, Fraction)>,
    pub(super) most: Fraction,
}

/// What a search says.
pub(super) struct Found {
    pub(super) chosen: Vec<usize>,
    /// What no choice exceeds, in points × euro, as far as the search has come.
    pub(super) bound: Option<Fraction>,
    /// Whether it searched to the end.
    pub(super) proved: bool,
}

/// States the model; `None` where a number is too large.
pub(super) fn state(exact: &Exact<'_>) -> Option<Statement> {
    let model = exact.model;
    let greatest = exact.greatest_worth()?;
    let mut statement = Statement::default();
    let mut rows: Vec<Vec<(usize, i128)>> = vec![Vec::new(); model.rooms.len()];
    let mut in_reserves: Vec<Vec<(usize, i128)>> = vec![Vec::new(); model.reserves.len()];
    let mut outside = Vec::new();
    for (place, item) in model.items.iter().enumerate() {
        if exact.worth(place)? <= 0 || item.award <= Money::ZERO {
            continue;
        }
        let column = statement.add(Column {
            worth: item.worth.mul(GREATEST)?.div(greatest)?,
            most: Fraction::ONE,
            is_item: true,
        });
        statement.items.push((place, column));
        for used in &item.uses {
            rows.get_mut(used.room)?
                .push((column, i128::from(used.amount)));
        }
        let award = (column, i128::from(item.award.cents()));
        match item.reserve {
            Some(reserve) => in_reserves.get_mut(reserve)?.push(award),
            None => outside.push(award),
        }
    }
    for (room, row) in model.rooms.iter().zip(rows) {
        let unit = match room {
            Room::Money(_) => THOUSAND_EURO,
            Room::Proposals(_) => 1,
        };
        statement.limit(&row, &[], room.limit(), unit)?;
    }
    // For each reserve, what its members are given beyond what it holds.
    let mut beyond = Vec::new();
    for (held, row) in model.reserves.iter().zip(in_reserves) {
        let all = i128::from(model.envelope.cents().max(0));
        let more = statement.add(Column {
            worth: Fraction::ZERO,
            most: Fraction::new(all, THOUSAND_EURO)?,
            is_item: false,
        });
        let held = i128::from(held.cents());
        statement.limit(&row, &[(more, -1)], held, THOUSAND_EURO)?;
        beyond.push((more, 1));
    }
    let held = Money::sum(model.reserves.iter().copied())?;
    let free = i128::from(model.envelope.cents()).checked_sub(i128::from(held.cents()))?;
    statement.limit(&outside, &beyond, free, THOUSAND_EURO)?;
    Some(statement)
}

impl Statement {
    fn add(&mut self, column: Column) -> usize {
        self.columns.push(column);
        self.columns.len().saturating_sub(1)
    }

    /// States that a sum is at most `most`; `whole` counts in thousands of euro already.
    ///
    /// A limit that nothing can reach is left out.
    fn limit(
        &mut self,
        row: &[(usize, i128)],
        whole: &[(usize, i128)],
        most: i128,
        unit: i128,
    ) -> Option<()> {
        let all: i128 = row.iter().map(|(_, amount)| amount).sum();
        if all <= most && whole.iter().all(|(_, sign)| *sign < 0) {
            return Some(());
        }
        let mut terms = Vec::new();
        for (column, amount) in row {
            terms.push((*column, Fraction::new(*amount, unit)?));
        }
        for (column, sign) in whole {
            terms.push((*column, Fraction::integer(*sign)));
        }
        let most = Fraction::new(most, unit)?;
        self.rows.push(Row { terms, most });
        Some(())
    }

    /// Returns the items for whose columns `holds` says yes.
    pub(super) fn items_where(
        &self,
        mut holds: impl FnMut(usize) -> Option<bool>,
    ) -> Option<Vec<usize>> {
        let mut items = Vec::new();
        for (place, column) in &self.items {
            if holds(*column)? {
                items.push(*place);
            }
        }
        Some(items)
    }
}

/// Returns what a solver says that no choice exceeds, in points × euro and rounded up.
pub(super) fn bound_of<T: Display>(exact: &Exact<'_>, most: &T) -> Option<Fraction> {
    // One part in ten million more than it says covers what it may lose by counting in binary.
    let wider = decimal(most)?.mul(Fraction::new(10_000_001, 10_000_000)?)?;
    let worth = wider.mul(exact.greatest_worth()?)?.div(GREATEST)?;
    rounded_up(worth)
}

/// Returns a number as a solver counts, from its decimal text.
pub(super) fn number<T: FromStr>(value: Fraction) -> Option<T> {
    let rounded = value.round(PLACES, Rounding::HalfEven)?;
    rounded.to_plain(PLACES)?.parse().ok()
}

/// Tells whether a number of a solver is at least the one written as decimal text.
pub(super) fn is_at_least<T: FromStr + PartialOrd>(value: &T, least: &str) -> Option<bool> {
    let least: T = least.parse().ok()?;
    Some(*value >= least)
}

/// Returns a number of a solver, to nine decimals.
fn decimal<T: Display>(value: &T) -> Option<Fraction> {
    let text = format!("{value:.9}");
    let digits: String = text.chars().filter(|it| *it != '.').collect();
    Fraction::new(digits.parse().ok()?, 10_i128.checked_pow(PLACES)?)
}
