//! When equal keys are an error.
//!
//! Of a class of units with equal keys, tried with `left` in an open walk, only those with an
//! award above zero count. Call **takers** those that would be given something if tried first.
//!
//! - Where a refusal ends the walk (`Stop`, `Give` that then stops), the order matters if there
//!   are two units or more, one is a taker, and all together ask for more than is left: that taker
//!   is given something if tried first; tried last, the others have ended the walk or used money
//!   it needs. Without a taker the first one tried ends the walk, and nobody is given anything.
//! - Where a refusal passes over (`PassOver`, `Give` that then passes over), the order matters if
//!   there are two takers or more and they together ask for more than is left. A unit that is no
//!   taker never becomes one, as money only dwindles, so it changes nothing for the others. A taker
//!   that would be given a part ends the walk for the others, and loses when tried after them;
//!   where all takers fit alone, not all of them can be given everything.
//!
//! In every other case each order leaves the same money and the walk as open or as ended; so what
//! remains of the walk never makes an error by itself.
//!
//! # Whose fate is open
//! The error names the units whose amount depends on the order, and no other: a small unit may fit
//! whatever is tried before it. If it depends for one unit it does for each larger taker (exchange
//! the two in the order that shows it). Where exactness would take too many steps, a unit is named
//! rather than left out.

use std::collections::BTreeSet;

use super::walk::{Answer, answer, passes_over};
use super::{SelectionError, Unit};
use crate::number::Money;
use crate::value::Limit;

/// How many sums are looked at, at most, to name the units of one tie.
const STEPS: u32 = 1_000_000;

/// Judges a class of units with equal keys, tried with `left` in a walk that has not ended.
pub(super) fn judge(class: &[Unit], limit: Limit, left: Money) -> Result<(), SelectionError> {
    let asking: Vec<&Unit> = class
        .iter()
        .filter(|unit| unit.full > Money::ZERO)
        .collect();
    let takers: Vec<&Unit> = asking
        .iter()
        .copied()
        .filter(|unit| answer(limit, left, unit.full) != Answer::Refused)
        .collect();
    let contenders = if passes_over(limit) { &takers } else { &asking };
    let asked: i128 = contenders
        .iter()
        .map(|unit| i128::from(unit.full.cents()))
        .sum();
    if takers.is_empty() || contenders.len() < 2 || asked <= i128::from(left.cents()) {
        return Ok(());
    }
    let least = least_open(&takers, limit, left);
    Err(SelectionError::Tie {
        units: takers
            .into_iter()
            .filter(|unit| unit.full >= least)
            .map(|unit| (unit.id.clone(), unit.full))
            .collect(),
        left,
    })
}

/// Returns the least award whose fate is open, among takers that are tied.
fn least_open(takers: &[&Unit], limit: Limit, left: Money) -> Money {
    let all_fit = takers
        .iter()
        .all(|unit| answer(limit, left, unit.full) == Answer::InFull);
    if !all_fit || !passes_over(limit) {
        return Money::ZERO;
    }
    let mut awards: Vec<i64> = takers.iter().map(|unit| unit.full.cents()).collect();
    awards.sort_unstable();
    let mut search = Search {
        limit,
        left: left.cents(),
        steps: STEPS,
    };
    let places: Vec<usize> = (0..awards.len()).collect();
    let first = places.partition_point(|place| !search.is_open(&awards, *place));
    awards
        .get(first)
        .map_or(Money::ZERO, |cents| Money::from_cents(*cents))
}

/// A search through what the others may have used up before a unit is tried.
struct Search {
    limit: Limit,
    left: i64,
    steps: u32,
}

impl Search {
    /// Tells whether some order of the others leaves too little to the award at `place`; the
    /// awards ascend, and each fits alone.
    fn is_open(&mut self, awards: &[i64], place: usize) -> bool {
        self.is_squeezed(awards, place) || self.is_cut_off(awards, place)
    }

    /// Tells whether others given in full may leave less than the award.
    ///
    /// The smaller awards are no larger than this one, so adding them one by one to some larger
    /// ones comes to rest where less than it is left, if all of them together get that far.
    fn is_squeezed(&mut self, awards: &[i64], place: usize) -> bool {
        let (smaller, larger) = awards.split_at(place.saturating_add(1).min(awards.len()));
        let sum: i128 = smaller.iter().copied().map(i128::from).sum();
        let Some(sums) = self.sums(larger.iter().copied()) else {
            return true;
        };
        let most = sums.last().copied().unwrap_or_default();
        sum.saturating_add(i128::from(most)) > i128::from(self.left)
    }

    /// Tells whether another may be given a part, and end the walk, before the award is tried.
    fn is_cut_off(&mut self, awards: &[i64], place: usize) -> bool {
        if !matches!(self.limit, Limit::Give { .. }) {
            return false;
        }
        awards.iter().enumerate().any(|(other, award)| {
            let rest = awards
                .iter()
                .enumerate()
                .filter(|(index, _)| *index != place && *index != other)
                .map(|(_, award)| *award);
            let award = Money::from_cents(*award);
            other != place
                && self.sums(rest).is_none_or(|sums| {
                    sums.iter().any(|sum| {
                        let left = Money::from_cents(self.left.saturating_sub(*sum));
                        answer(self.limit, left, award) == Answer::InPart
                    })
                })
        })
    }

    /// Returns every sum of some of the awards that is within what is left; `None` where that
    /// takes too many steps.
    fn sums(&mut self, awards: impl Iterator<Item = i64>) -> Option<BTreeSet<i64>> {
        let mut sums: BTreeSet<i64> = BTreeSet::from([0]);
        for award in awards {
            let steps = u32::try_from(sums.len()).ok()?;
            self.steps = self.steps.checked_sub(steps)?;
            let more: Vec<i64> = sums
                .iter()
                .filter_map(|sum| sum.checked_add(award))
                .take_while(|sum| *sum <= self.left)
                .collect();
            sums.extend(more);
        }
        Some(sums)
    }
}
