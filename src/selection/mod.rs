//! Ranking and allocation: who is funded, with which money, and why. Knows no rules, no files.
//!
//! # The procedure
//! Source: the meaning of the rule language, "Ranking and ties" and "Allocation".
//!
//! 1. Candidates of one group are one **unit**, ranked and funded together; every other candidate
//!    is a unit by itself. Members of a group must share every key and the pool. A unit belongs to
//!    the first reserve that admits all its members.
//! 2. Units are ordered by their keys, and by the [`Lot`] where keys leave them equal; without a
//!    lot equal keys share the rank (1, 1, 3) and stand in the order of their ids. The order of
//!    the input means nothing.
//! 3. The **first walk** goes down the ranking. Each unit draws on its own pool; without [`Pools`]
//!    the envelope is the one pool. Its room is what the pool has left, or what all the money
//!    leaves once the reserves to which it does not belong have what they still lack, whichever is
//!    less. It **fits** if its full award, the sum of its members', is within that and within
//!    every cap.
//! 4. **Caps** come first: a cap that refuses passes the unit over, and closes nothing.
//! 5. Where the room is too small, [`Limit`](crate::value::Limit) decides:
//!    - `Stop`: the unit closes its pool, or the walk where there are no pools, to all but the
//!      members of a reserve that still lacks money and to which the unit does not belong;
//!    - `PassOver`: the walk goes on without it;
//!    - `Give`: in the last walk it is given the room, if that is more than nothing and at least
//!      the stated share of its full award, and the pool is closed; below that share the pool is
//!      closed or the walk goes on, as stated. Members share by largest remainder of their awards.
//!      In the walks before, it is `Stop`.
//! 6. A [`Reserve`] counts every award of its members. One `in_addition` counts, whole, only an
//!    award that is more than a unit without reserves in the same place would have been given, in
//!    full or in part; to that end its member is first tried as such a unit.
//! 7. With [`Leftovers::OneRanking`](crate::value::Leftovers) a **second walk** goes from the top
//!    over all that were given nothing, without pools. With `Unspent` every unit needs a pool.
//! 8. If a reserve is `released`, what such reserves still lack is free in a **last walk**.
//! 9. An award of zero or less is not funded and closes nothing; in a group it counts as nothing.
//!
//! # Ties
//! Units of equal keys are an error where the order in which they are tried would change what one
//! of them is given or in which reserve it counts, or what the walk leaves closed; the module `tie`
//! says how that is judged. It is judged in each walk. A tie that matters while a lot is awaited
//! ends the walks there: whoever still asks waits for the lot.
//!
//! # Numbers inside, names outside
//! [`Candidates`] gives pools, and those against whom caps count, their numbers, once for however
//! many rules; [`decide`] does the rest in places and cents over flat lists; and
//! [`Decision::selection`] writes down what came of it with names. Both [`select`] and [`slide`]
//! walk that way.
//!
//! # What more money does
//! With one pool, no caps and no reserves, where both envelopes give a selection, the larger one
//! never lowers the total, whatever the limit: the first unit treated otherwise is given more than
//! was left for it and all behind it. With `Stop`, and with `Give` that then stops, no unit loses
//! either, as who is funded is a beginning of the ranking. With `PassOver`, and with `Give` that
//! then passes over, **a unit may lose**: more money may make a larger unit before it fit. That is
//! why an approved ranking is never computed anew: see [`slide`].

mod candidates;
mod caps;
mod claims;
mod decision;
mod distance;
mod lot;
mod names;
mod naming;
mod order;
mod result;
mod rules;
mod slide;
mod state;
mod tie;
mod told;
mod units;
mod walk;

use crate::number::{Fraction, Money};

pub use candidates::{Candidate, Candidates};
pub use decision::{Decision, decide};
pub use distance::{Rests, to_come};
pub use lot::lot_digest;
pub use result::{
    Departure, Grant, Member, PoolMoney, ReserveMoney, Room, Selection, SelectionError, Tie, Unit,
    UnitResult, Used, Walk,
};
pub use rules::{Cap, Lot, Pools, Reserve, Rules};
pub use slide::{Event, SlideError, To, slide};

/// Ranks the candidates, and gives the envelope to the best.
///
/// # Errors
/// A tie on which money depends, a group whose members differ in a key or the pool, a unit without
/// a pool where only pools give money, pools that do not hold the envelope, reserves of more than
/// the envelope, or a sum too large for [`Money`].
///
/// # Who is funded when the second of three does not fit?
/// ```
/// use bando::number::{Fraction, Money};
/// use bando::selection::{Candidate, Key, Rules, UnitResult, select};
/// use bando::value::Limit;
///
/// let candidate = |id: &str, points, cents| {
///     let keys = vec![Key::Number(Fraction::integer(points))];
///     Candidate::new(id, keys, Money::from_cents(cents))
/// };
/// let candidates = [candidate("c", 70, 10), candidate("a", 90, 60), candidate("b", 80, 50)];
/// let envelope = Some(Money::from_cents(100));
/// let stopped = select(&candidates, &Rules::new(vec![true], envelope, Limit::Stop)).unwrap();
/// assert_eq!(stopped.spent, Money::from_cents(60));
/// match &stopped.units[1].result {
///     UnitResult::Short { room, short, closes, .. } => {
///         assert_eq!((room.left.cents(), short.cents(), *closes), (40, 10, true));
///     }
///     other => panic!("{other:?}"),
/// }
/// let passed_over = select(&candidates, &Rules::new(vec![true], envelope, Limit::PassOver));
/// assert_eq!(passed_over.unwrap().spent, Money::from_cents(70));
/// ```
pub fn select(candidates: &[Candidate], rules: &Rules) -> Result<Selection, SelectionError> {
    decide(&Candidates::new(candidates)?, rules)?.selection()
}

/// The money that a selection gives, as it stands.
#[derive(Clone, Debug)]
struct Funds {
    left: Money,
    /// In the order of their keys.
    pools: Vec<PoolMoney>,
    /// In the order of the rules.
    reserves: Vec<ReserveMoney>,
}

/// Fills the pools and reserves, and checks that they are possible.
fn fund(rules: &Rules, envelope: Money) -> Result<Funds, SelectionError> {
    let held = Money::sum(rules.reserves.iter().map(|it| it.amount));
    let held = held.ok_or(SelectionError::Overflow)?;
    if held > envelope {
        return Err(SelectionError::ReservesExceed {
            reserves: held,
            envelope,
        });
    }
    let reserves = rules.reserves.iter().map(|reserve| ReserveMoney {
        amount: reserve.amount,
        counted: Money::ZERO,
        released: Money::ZERO,
    });
    let mut funds = Funds {
        left: envelope,
        pools: Vec::new(),
        reserves: reserves.collect(),
    };
    if let Some(rule) = &rules.pools {
        let pools = Money::sum(rule.shares.values().copied()).ok_or(SelectionError::Overflow)?;
        if pools != envelope {
            return Err(SelectionError::PoolsDiffer { pools, envelope });
        }
        let pools = rule.shares.iter().map(|(key, share)| PoolMoney {
            key: key.clone(),
            share: *share,
            passed_on: Money::ZERO,
            left: *share,
        });
        funds.pools = pools.collect();
    }
    Ok(funds)
}

/// A key of the ranking.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A number, a date or instant as a number, yes as 1 and no as 0, a variant as its place.
    Number(Fraction),
    /// A text, compared by its bytes.
    Text(String),
}
