//! More money down a ranking that is approved: nobody loses, nothing is computed anew.
//!
//! Source: the meaning of the rule language, "Slide".
//!
//! 1. The events of one slide act together, before any money is given. Added money goes to the
//!    pools as stated, or to the one ranking. What a proposal that leaves was given returns to the
//!    pool it came from, and the reserve in which it counted lacks it again. What came from the
//!    walk of leftovers, and what that walk left, belongs to the one ranking for good; what a
//!    reserve has released does not return to it, and such a reserve does not grow either.
//! 2. Then the walks of the rules go down the ranking as it stands, with the same caps, reserves
//!    and limit. In each walk the rests of awards given in part come first, in the order of the
//!    ranking: each is given all the room there is, up to the full award. After them come those
//!    that were given nothing.
//!
//! A unit that closed its pool when the ranking was made may meet a cap by now, filled by units
//! behind it; then it is passed over, and those behind it are tried.
//!
//! Members of a group share what completes it by largest remainder of what each still lacks, so
//! that no member loses a cent.

use std::collections::BTreeMap;

use super::claims::Claims;
use super::naming::{name_tie, write_down};
use super::walk::walk_all;
use super::{Departure, Funds, Lot, Rules, Selection, SelectionError, Unit, UnitResult};
use crate::number::Money;
use crate::value::Leftovers;

/// Gives added and freed money to those that wait; all awards stay.
///
/// # Errors
/// An event that does not fit the ranking, a ranking that still waits for its lot, or a tie that is
/// newly at the line.
///
/// ```
/// use bando::number::{Fraction, Money};
/// use bando::selection::{Candidate, Event, Key, Rules, select, slide};
/// use bando::value::Limit;
/// let candidate = |id: &str, points| {
///     let keys = vec![Key::Number(Fraction::integer(points))];
///     Candidate::new(id, keys, Money::from_cents(60))
/// };
/// let candidates = [candidate("a", 90), candidate("b", 80), candidate("c", 70)];
/// let rules = Rules::new(vec![true], Some(Money::from_cents(130)), Limit::Stop);
/// let approved = select(&candidates, &rules).unwrap();
/// let events = [Event::Renounced { proposal: "a".to_owned() }];
/// let slid = slide(&approved, &rules, &events).unwrap();
/// let given = |id| slid.units.iter().find(|unit| unit.id == id).unwrap().members[0].award;
/// assert_eq!(["a", "b", "c"].map(|id| given(id).cents()), [0, 60, 60]);
/// ```
pub fn slide(
    approved: &Selection,
    rules: &Rules,
    events: &[Event],
) -> Result<Selection, SlideError> {
    if approved.awaits_lot.is_some() {
        return Err(SlideError::AwaitsLot);
    }
    let mut selection = approved.clone();
    for event in events {
        act(&mut selection, rules, event)?;
    }
    give(&mut selection, rules).map_err(SlideError::Selection)?;
    Ok(selection)
}

/// Gives what there is to those that wait.
fn give(selection: &mut Selection, rules: &Rules) -> Result<(), SelectionError> {
    let Some(left) = selection.left else {
        return Ok(());
    };
    for unit in &mut selection.units {
        begin(unit);
    }
    let mut funds = Funds {
        left,
        pools: std::mem::take(&mut selection.pools),
        reserves: std::mem::take(&mut selection.reserves),
    };
    let names: Vec<String> = selection.units.iter().map(|unit| unit.id.clone()).collect();
    let name = |place: usize| names.get(place).cloned().unwrap_or_default();
    let ranks: Vec<u32> = selection.units.iter().map(|unit| unit.rank).collect();
    let (claims, caps) = Claims::of_units(&selection.units, rules)?;
    let walked = walk_all(claims, caps, &ranks, rules, &mut funds)?;
    if let Some(tie) = &walked.tie {
        let tie = name_tie(tie, &funds.pools, name);
        if rules.lot != Some(Lot::Awaited) {
            return Err(SelectionError::Tie(tie));
        }
        selection.awaits_lot = Some(tie);
    }
    write_down(&walked, &mut selection.units, name)?;
    let awards = selection.units.iter().flat_map(|unit| &unit.members);
    let spent = Money::sum(awards.map(|member| member.award));
    selection.spent = spent.ok_or(SelectionError::Overflow)?;
    selection.left = Some(funds.left);
    (selection.pools, selection.reserves) = (funds.pools, funds.reserves);
    Ok(())
}

/// Forgets what earlier walks told a unit that has no money, and makes whole what is so by now.
fn begin(unit: &mut Unit) {
    if unit.members.iter().all(|it| it.award == Money::ZERO) {
        unit.earlier.clear();
        unit.result = if unit.members.iter().all(|it| it.departure.is_some()) {
            UnitResult::Left
        } else if unit.full <= Money::ZERO {
            UnitResult::NothingToAward
        } else {
            UnitResult::AwaitsLot
        };
    } else if let UnitResult::FundedInPart {
        walk,
        room,
        reserve,
        ..
    } = unit.result
        && Money::sum(unit.members.iter().map(|it| it.award)) == Some(unit.full)
    {
        unit.result = UnitResult::Funded {
            walk,
            room,
            reserve,
        };
    }
}

/// What has happened since a ranking was approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// There is more money.
    MoreMoney {
        /// How much.
        amount: Money,
        /// Where it goes.
        to: To,
    },
    /// A reserve that is a part of the envelope grows with it; one that released something does not.
    MoreReserved {
        /// The place of the reserve.
        reserve: usize,
        /// By how much.
        amount: Money,
    },
    /// An applicant renounces.
    Renounced {
        /// The proposal.
        proposal: String,
    },
    /// An award is revoked.
    Revoked {
        /// The proposal.
        proposal: String,
    },
    /// The reservation with which a proposal was admitted has failed.
    ReservationFailed {
        /// The proposal.
        proposal: String,
    },
    /// The reservation with which a proposal was admitted is cleared; no money moves.
    ReservationCleared {
        /// The proposal.
        proposal: String,
    },
}

/// Where added money goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// To all, as in the walk of leftovers; the only way where there are no pools.
    OneRanking,
    /// To the pools, so much to each; all together it is what is added.
    Pools(BTreeMap<String, Money>),
}

/// Why a slide cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlideError {
    /// The ranking still waits for its lot.
    AwaitsLot,
    /// The call has no money to give.
    NoEnvelope,
    /// No proposal of the ranking has this id.
    UnknownProposal(String),
    /// This proposal has left the ranking already.
    HasLeft(String),
    /// There is no such pool.
    UnknownPool(String),
    /// What goes to the pools is not what is added.
    SharesDiffer {
        /// What goes to the pools.
        shares: Money,
        /// What is added.
        amount: Money,
    },
    /// An amount below zero.
    Negative(Money),
    /// Only pools give money under these rules, and this goes to none.
    NoOneRanking,
    /// No walk is possible.
    Selection(SelectionError),
}

/// Applies one event.
fn act(selection: &mut Selection, rules: &Rules, event: &Event) -> Result<(), SlideError> {
    match event {
        Event::MoreMoney { amount, to } => add(selection, rules, *amount, to),
        Event::MoreReserved { reserve, amount } => hold(selection, *reserve, *amount),
        Event::Renounced { proposal } => leave(selection, proposal, Some(Departure::Renounced)),
        Event::Revoked { proposal } => leave(selection, proposal, Some(Departure::Revoked)),
        Event::ReservationFailed { proposal } => {
            leave(selection, proposal, Some(Departure::ReservationFailed))
        }
        Event::ReservationCleared { proposal } => leave(selection, proposal, None),
    }
}

fn add(selection: &mut Selection, rules: &Rules, amount: Money, to: &To) -> Result<(), SlideError> {
    if amount < Money::ZERO {
        return Err(SlideError::Negative(amount));
    }
    match to {
        To::OneRanking => {
            let pools = rules.pools.as_ref();
            if pools.is_some_and(|pools| pools.leftovers == Leftovers::Unspent) {
                return Err(SlideError::NoOneRanking);
            }
        }
        To::Pools(shares) => {
            let sum = sum(shares.values().copied())?;
            if sum != amount {
                let shares = sum;
                return Err(SlideError::SharesDiffer { shares, amount });
            }
            for (key, share) in shares {
                if *share < Money::ZERO {
                    return Err(SlideError::Negative(*share));
                }
                let mut pools = selection.pools.iter_mut();
                let pool = pools.find(|pool| pool.key == *key);
                let pool = pool.ok_or_else(|| SlideError::UnknownPool(key.clone()))?;
                pool.share = sum_of(pool.share, *share)?;
                pool.left = sum_of(pool.left, *share)?;
            }
        }
    }
    free(selection, amount)
}

/// Lets a reserve grow, but for one of which something was released: that does not come back.
fn hold(selection: &mut Selection, reserve: usize, amount: Money) -> Result<(), SlideError> {
    if amount < Money::ZERO {
        return Err(SlideError::Negative(amount));
    }
    let reserve = selection.reserves.get_mut(reserve);
    if let Some(reserve) = reserve.filter(|it| it.released == Money::ZERO) {
        reserve.amount = sum_of(reserve.amount, amount)?;
    }
    Ok(())
}

/// Takes a proposal out of the ranking and frees what it was given; with no departure it only
/// checks that it could.
fn leave(
    selection: &mut Selection,
    proposal: &str,
    departure: Option<Departure>,
) -> Result<(), SlideError> {
    let mut units = selection.units.iter_mut();
    let found = units.find_map(|unit| {
        let place = unit.members.iter().position(|it| it.id == proposal)?;
        Some((unit, place))
    });
    let unknown = || SlideError::UnknownProposal(proposal.to_owned());
    let (unit, place) = found.ok_or_else(unknown)?;
    let member = unit.members.get_mut(place).ok_or_else(unknown)?;
    if member.departure.is_some() {
        return Err(SlideError::HasLeft(proposal.to_owned()));
    }
    if departure.is_none() {
        return Ok(());
    }
    member.departure = departure;
    member.award = Money::ZERO;
    let grants = std::mem::take(&mut member.grants);
    let staying = unit.members.iter().filter(|it| it.departure.is_none());
    unit.full = sum(staying.map(|it| it.full.max(Money::ZERO)))?;
    for grant in grants {
        if let Some(key) = &grant.pool {
            let pool = selection.pools.iter_mut().find(|pool| pool.key == *key);
            let pool = pool.ok_or_else(|| SlideError::UnknownPool(key.clone()))?;
            pool.left = sum_of(pool.left, grant.amount)?;
        }
        if let Some(reserve) = grant.reserve.and_then(|it| selection.reserves.get_mut(it)) {
            let counted = reserve.counted.sub(grant.amount);
            reserve.counted = counted.ok_or(SlideError::Selection(SelectionError::Overflow))?;
        }
        free(selection, grant.amount)?;
    }
    Ok(())
}

fn free(selection: &mut Selection, amount: Money) -> Result<(), SlideError> {
    let left = selection.left.ok_or(SlideError::NoEnvelope)?;
    selection.left = Some(sum_of(left, amount)?);
    Ok(())
}

fn sum_of(left: Money, right: Money) -> Result<Money, SlideError> {
    sum([left, right])
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> Result<Money, SlideError> {
    Money::sum(amounts).ok_or(SlideError::Selection(SelectionError::Overflow))
}
