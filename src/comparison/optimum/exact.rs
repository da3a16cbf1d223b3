//! The model in whole numbers, and the one check on which every answer rests.

use super::{Model, Room};
use crate::number::{Fraction, Money, Rounding};

/// A model whose worths are whole numbers of one small unit.
pub(super) struct Exact<'a> {
    pub(super) model: &'a Model,
    /// How many of the small units make one point × euro.
    scale: i128,
    worths: Vec<i128>,
}

impl<'a> Exact<'a> {
    /// `None` where the worths have no common unit within 128 bits.
    pub(super) fn new(model: &'a Model) -> Option<Self> {
        let mut scale = 1_i128;
        for item in &model.items {
            let whole = item.worth.mul(Fraction::integer(scale))?;
            scale = scale.checked_mul(whole.denominator())?;
        }
        let worths = model.items.iter().map(|item| {
            let units = item.worth.mul(Fraction::integer(scale))?;
            units.to_integer()
        });
        Some(Self {
            model,
            scale,
            worths: worths.collect::<Option<_>>()?,
        })
    }

    /// Returns what an item is worth, in the small unit.
    pub(super) fn worth(&self, place: usize) -> Option<i128> {
        self.worths.get(place).copied()
    }

    /// Returns a sum of worths in points × euro.
    pub(super) fn value(&self, units: i128) -> Option<Fraction> {
        Fraction::new(units, self.scale)
    }

    /// Returns the sum of awards.
    pub(super) fn spent(&self, chosen: &[usize]) -> Option<Money> {
        let awards = chosen.iter().map(|place| {
            let item = self.model.items.get(*place)?;
            Some(item.award)
        });
        Money::sum(awards.collect::<Option<Vec<_>>>()?)
    }

    /// Returns the places of what is worth choosing, the most worth per euro first.
    pub(super) fn by_worth_per_euro(&self) -> Option<Vec<usize>> {
        let mut ranked = Vec::new();
        for (place, item) in self.model.items.iter().enumerate() {
            let worth = self.worth(place)?;
            if worth > 0 && item.award > Money::ZERO {
                let per_cent = Fraction::new(worth, i128::from(item.award.cents()))?;
                ranked.push((per_cent, place));
            }
        }
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        Some(ranked.into_iter().map(|(_, place)| place).collect())
    }

    /// Returns the greatest worth of an item, in points × euro.
    pub(super) fn greatest_worth(&self) -> Option<Fraction> {
        self.value(self.worths.iter().copied().max()?)
    }
}

/// What a choice takes up, in cents and proposals.
pub(super) struct Tally<'a> {
    exact: &'a Exact<'a>,
    /// What each room still takes in; less than nothing where it is too full.
    rooms: Vec<i128>,
    /// What is given in each reserve.
    reserves: Vec<i128>,
    /// What is left of the envelope once the reserves hold what they hold.
    left: i128,
}

impl<'a> Tally<'a> {
    /// Begins with nothing chosen.
    pub(super) fn new(exact: &'a Exact<'a>) -> Option<Self> {
        let held = Money::sum(exact.model.reserves.iter().copied())?;
        Some(Self {
            exact,
            rooms: exact.model.rooms.iter().map(|room| room.limit()).collect(),
            reserves: vec![0; exact.model.reserves.len()],
            left: i128::from(exact.model.envelope.cents()).checked_sub(i128::from(held.cents()))?,
        })
    }

    /// Adds an item, whether or not there is room.
    pub(super) fn add(&mut self, place: usize) -> Option<()> {
        let item = self.exact.model.items.get(place)?;
        self.left = self.left.checked_sub(self.draws(place)?)?;
        if let Some(reserve) = item.reserve {
            let given = self.reserves.get_mut(reserve)?;
            *given = given.checked_add(i128::from(item.award.cents()))?;
        }
        for used in &item.uses {
            let room = self.rooms.get_mut(used.room)?;
            *room = room.checked_sub(i128::from(used.amount))?;
        }
        Some(())
    }

    /// Tells whether there is room for one more item.
    pub(super) fn fits(&self, place: usize) -> Option<bool> {
        let item = self.exact.model.items.get(place)?;
        let mut fits = self.draws(place)? <= self.left;
        for used in &item.uses {
            fits &= i128::from(used.amount) <= *self.rooms.get(used.room)?;
        }
        Some(fits)
    }

    /// Tells whether nothing is too full.
    pub(super) fn holds(&self) -> bool {
        self.left >= 0 && self.rooms.iter().all(|room| *room >= 0)
    }

    /// Returns what an item takes from the envelope beyond what its reserve holds anyway.
    fn draws(&self, place: usize) -> Option<i128> {
        let item = self.exact.model.items.get(place)?;
        let award = i128::from(item.award.cents());
        let Some(reserve) = item.reserve else {
            return Some(award);
        };
        let holds = i128::from(self.exact.model.reserves.get(reserve)?.cents());
        let given = *self.reserves.get(reserve)?;
        let after = given.checked_add(award)?.max(holds);
        after.checked_sub(given.max(holds))
    }
}

impl Room {
    /// Returns the limit as a number of cents or proposals.
    pub(super) fn limit(self) -> i128 {
        match self {
            Self::Money(money) => i128::from(money.cents()),
            Self::Proposals(count) => i128::from(count),
        }
    }
}

/// Rounds up to a whole number.
pub(super) fn rounded_up(value: Fraction) -> Option<Fraction> {
    value.round(0, Rounding::Up)
}
