//! The walk down the ranking, and what it gives to whom.

use super::{Selection, SelectionError, Unit, UnitResult, tie};
use crate::number::{Fraction, Money, largest_remainder};
use crate::value::Limit;

/// Walks once down the ranking and gives the units what there is.
pub(super) fn allocate(
    mut units: Vec<Unit>,
    envelope: Money,
    limit: Limit,
) -> Result<Selection, SelectionError> {
    let mut walk = Walk {
        limit,
        left: envelope,
        ended_by: None,
    };
    for class in units.chunk_by_mut(|a, b| a.rank == b.rank) {
        if walk.ended_by.is_none() {
            tie::judge(class, limit, walk.left)?;
        }
        for unit in class {
            unit.result = walk.try_unit(unit)?;
        }
    }
    let awards = units
        .iter()
        .flat_map(|unit| unit.members.iter().map(|member| member.award));
    Ok(Selection {
        spent: Money::sum(awards).ok_or(SelectionError::Overflow)?,
        left: Some(walk.left),
        units,
    })
}

/// What the money says to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The full award is there.
    InFull,
    /// What is left is given, and the walk ends.
    InPart,
    /// Nothing is given.
    Refused,
}

/// Answers a unit that is tried with so much left; `full` is more than zero.
pub(super) fn answer(limit: Limit, left: Money, full: Money) -> Answer {
    if full <= left {
        return Answer::InFull;
    }
    match limit {
        Limit::Give { at_least, .. } if left > Money::ZERO && reaches(left, full, at_least) => {
            Answer::InPart
        }
        Limit::Stop | Limit::PassOver | Limit::Give { .. } => Answer::Refused,
    }
}

/// Tells whether the walk goes on after a unit that was refused.
pub(super) fn passes_over(limit: Limit) -> bool {
    match limit {
        Limit::Stop => false,
        Limit::PassOver => true,
        Limit::Give { then_pass_over, .. } => then_pass_over,
    }
}

/// Tells whether `left` is at least the stated share of `full`, exactly.
fn reaches(left: Money, full: Money, at_least: Option<Fraction>) -> bool {
    let share = Fraction::new(i128::from(left.cents()), i128::from(full.cents()));
    at_least.is_none_or(|least| share.is_some_and(|share| share >= least))
}

/// Where the walk stands.
struct Walk {
    limit: Limit,
    left: Money,
    ended_by: Option<String>,
}

impl Walk {
    /// Tries a unit, gives its members what is theirs, and says what became of it.
    fn try_unit(&mut self, unit: &mut Unit) -> Result<UnitResult, SelectionError> {
        let left = self.left;
        if unit.full <= Money::ZERO {
            return Ok(UnitResult::NothingToAward);
        }
        if let Some(ended_by) = self.ended_by.clone() {
            return Ok(UnitResult::AfterTheEnd {
                ended_by,
                left,
                short: (unit.full > left)
                    .then(|| shortfall(unit, left))
                    .transpose()?,
            });
        }
        Ok(match answer(self.limit, left, unit.full) {
            Answer::InFull => {
                self.left = left.sub(unit.full).ok_or(SelectionError::Overflow)?;
                for member in &mut unit.members {
                    member.award = member.full.max(Money::ZERO);
                }
                UnitResult::Funded { left }
            }
            Answer::InPart => {
                share(unit, left)?;
                self.left = Money::ZERO;
                self.ended_by = Some(unit.id.clone());
                UnitResult::FundedInPart { left }
            }
            Answer::Refused => {
                let ends_walk = !passes_over(self.limit);
                self.ended_by = ends_walk.then(|| unit.id.clone());
                UnitResult::Short {
                    left,
                    short: shortfall(unit, left)?,
                    ends_walk,
                }
            }
        })
    }
}

/// Returns by how much `left` is too little for the unit.
fn shortfall(unit: &Unit, left: Money) -> Result<Money, SelectionError> {
    unit.full.sub(left).ok_or(SelectionError::Overflow)
}

/// Shares a part among the members by largest remainder of their awards.
fn share(unit: &mut Unit, part: Money) -> Result<(), SelectionError> {
    let weights: Vec<i64> = unit
        .members
        .iter()
        .map(|member| member.full.cents().max(0))
        .collect();
    let shares = largest_remainder(part, &weights).ok_or(SelectionError::Overflow)?;
    for (member, share) in unit.members.iter_mut().zip(shares) {
        member.award = share;
    }
    Ok(())
}
