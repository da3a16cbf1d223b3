//! The best that the same money could do, found by a solver and checked in whole cents.
//!
//! # What it is
//! The **optimum** is the set of units with the greatest sum of worth, where the worth of a unit is
//! the sum of score × award over its members. It ranks nobody: the ranking is the legal outcome,
//! and the optimum only tells how far from the greatest sum the rules have come.
//!
//! Each unit is given its whole award or nothing. What holds is linear, in whole cents:
//!
//! - every [`Room`]: the money, or the number of proposals, that the chosen items put in it is at
//!   most its limit;
//! - the envelope with its reserves: what is given outside the reserves, and for each reserve what
//!   is given in it or what it holds, whichever is more, is at most the envelope.
//!
//! # How it is found, and how far to trust it
//! No solver in binary floating point is exact. So each of its answers is only a proposal, checked
//! again in whole cents and valued exactly, and dropped where it does not hold:
//!
//! 1. What the rules give is the first candidate: the answer is never below it.
//! 2. The relaxation, in which a unit may be given a part, bounds the sum from above. Its point,
//!    with the parts left out and the room filled again by worth per euro, is a candidate.
//! 3. One room after the other, a search over the items nearest to its line, with all others kept,
//!    looks for something better.
//! 4. A search by branch and bound over all items starts from the best so far: by the light solver, or
//!    by HiGHS in a build with the feature `highs`. Searches end after a stated number of steps, never
//!    after a time, so that every machine finds the same.
//!
//! [`Optimum::proved`] says that the search ended by itself: there is no better set as far as the
//! solver can tell numbers apart. Otherwise the truth lies between [`Optimum::value`], which is
//! exact and can be reached, and [`Optimum::bound`].

mod candidates;
mod exact;
#[cfg(feature = "highs")]
mod highs;
mod neighbourhood;
mod solver;
mod statement;

use crate::number::{Fraction, Money};

use exact::{Exact, Tally};
#[cfg(feature = "highs")]
use highs::search;
#[cfg(not(feature = "highs"))]
use solver::search;

/// A choice among items, within rooms, an envelope and its reserves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// What can be chosen.
    pub items: Vec<Item>,
    /// The money there is in all.
    pub envelope: Money,
    /// What else limits the choice.
    pub rooms: Vec<Room>,
    /// What each reserve holds for its members, whether they use it or not.
    pub reserves: Vec<Money>,
}

/// A unit that is given an amount, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is given if it is chosen; an item of no money is never chosen.
    pub award: Money,
    /// What the award is worth: the sum of score × award, in points × euro; an item of no worth is
    /// never chosen.
    pub worth: Fraction,
    /// The place of the reserve in which it counts.
    pub reserve: Option<usize>,
    /// What it puts in which room.
    pub uses: Vec<RoomUse>,
}

/// A limit on some of the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// So much money in all.
    Money(Money),
    /// So many proposals.
    Proposals(u32),
}

/// What an item puts in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoomUse {
    /// The place of the room.
    pub room: usize,
    /// Cents or proposals, as the room counts.
    pub amount: i64,
}

/// The best choice that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Optimum {
    /// The places of the chosen items, in their order.
    pub chosen: Vec<usize>,
    /// The sum of their awards.
    pub spent: Money,
    /// The sum of their worth, exactly.
    pub value: Fraction,
    /// What no choice exceeds, as the solver says it and rounded up; `None` where it gave no
    /// answer.
    pub bound: Option<Fraction>,
    /// Whether the solver searched to the end and found nothing better.
    pub proved: bool,
}

/// How far the search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// How many steps of branch and bound are taken at most.
    pub steps: u64,
}

impl Effort {
    /// Returns the effort for so many items: fewer steps where each costs more.
    ///
    /// ```
    /// use bando::comparison::Effort;
    /// assert!(Effort::for_items(10_000).steps < Effort::for_items(100).steps);
    /// ```
    pub fn for_items(items: usize) -> Self {
        let items = u64::try_from(items).unwrap_or(u64::MAX).max(1);
        Self {
            steps: 1_000_000_u64
                .checked_div(items)
                .unwrap_or(0)
                .clamp(50, 5_000),
        }
    }
}

/// Looks for the choice of greatest worth, starting from a choice that holds.
///
/// `None` where `start` does not hold itself, or a sum is too large.
///
/// ```
/// use bando::comparison::{Effort, Item, Model, optimum};
/// use bando::number::{Fraction, Money};
///
/// // In the order of the ranking 60 and 30 are funded; 50 and 50 would be worth more.
/// let item = |points: i64, cents: i64| Item {
///     award: Money::from_cents(cents),
///     worth: Fraction::new(i128::from(points * cents), 100).unwrap(),
///     reserve: None,
///     uses: Vec::new(),
/// };
/// let model = Model {
///     items: vec![item(90, 60), item(89, 50), item(88, 50), item(70, 30)],
///     envelope: Money::from_cents(100),
///     rooms: Vec::new(),
///     reserves: Vec::new(),
/// };
/// let best = optimum(&model, &[0, 3], Effort { steps: 100 }).unwrap();
/// assert_eq!(best.chosen, [1, 2]);
/// assert!(best.proved);
/// ```
pub fn optimum(model: &Model, start: &[usize], effort: Effort) -> Option<Optimum> {
    let exact = Exact::new(model)?;
    let mut best = exact.judge(start)?;
    let mut consider = |chosen: Option<Vec<usize>>| {
        if let Some(other) = chosen.and_then(|chosen| exact.judge(&chosen))
            && other.value > best.value
        {
            best = other;
        }
        best.clone()
    };
    consider(candidates::filled(&exact, start));
    consider(candidates::filled(&exact, &[]));
    let relaxed = solver::relax(&exact);
    if let Some(relaxed) = &relaxed {
        consider(candidates::filled(&exact, &relaxed.whole));
    }
    if effort.steps > 0 {
        let improved = neighbourhood::improved(&exact, consider(None));
        consider(improved.map(|choice| choice.chosen));
    }
    let mut bounds: Vec<_> = relaxed.into_iter().map(|relaxed| relaxed.bound).collect();
    let mut proved = exact.by_worth_per_euro()?.is_empty();
    if let Some(found) = search(&exact, &consider(None).chosen, effort) {
        bounds.extend(found.bound);
        let judged = exact.judge(&found.chosen);
        let best = consider(Some(found.chosen));
        proved = found.proved && judged.is_some_and(|it| it.value == best.value);
    }
    let best = consider(None);
    let value = exact.value(best.value)?;
    let bound = if proved {
        Some(value)
    } else {
        bounds.into_iter().min().map(|bound| bound.max(value))
    };
    Some(Optimum {
        spent: exact.spent(&best.chosen)?,
        chosen: best.chosen,
        value,
        bound,
        proved,
    })
}

/// A choice that holds, with what it is worth in the units of [`Exact`].
#[derive(Clone, Debug)]
struct Choice {
    chosen: Vec<usize>,
    value: i128,
}

impl Exact<'_> {
    /// Returns the choice with its worth, if it holds to the cent.
    fn judge(&self, chosen: &[usize]) -> Option<Choice> {
        let mut chosen = chosen.to_vec();
        chosen.sort_unstable();
        chosen.dedup();
        let mut tally = Tally::new(self)?;
        let mut value = 0_i128;
        for place in &chosen {
            tally.add(*place)?;
            value = value.checked_add(self.worth(*place)?)?;
        }
        tally.holds().then_some(Choice { chosen, value })
    }
}
