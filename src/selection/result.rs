//! What a selection gives: the units in order, the money of each, and why.

use std::sync::Arc;

use super::Key;
use crate::number::Money;

/// The units in order, with what each is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The units, best first; units of equal keys in the order of their ids.
    pub units: Vec<Unit>,
    /// The sum of all awards.
    pub spent: Money,
    /// Envelope less spent; `None` without an envelope.
    pub left: Option<Money>,
    /// The pools in the order of their keys; empty where the envelope is one pool.
    pub pools: Vec<PoolMoney>,
    /// The reserves in the order of the rules.
    pub reserves: Vec<ReserveMoney>,
    /// The tie that waits for the lot; where there is one, the walks went no further.
    pub awaits_lot: Option<Tie>,
}

/// Where the money of a pool went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolMoney {
    /// Its key.
    pub key: String,
    /// What it was given, with what was added since.
    pub share: Money,
    /// What it passed on to the one ranking, for good.
    pub passed_on: Money,
    /// What is left in it.
    pub left: Money,
}

/// Where the money of a reserve went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReserveMoney {
    /// What is reserved; less what was released.
    pub amount: Money,
    /// The sum of the awards that count in it, which may be more.
    pub counted: Money,
    /// What was released to all, for good.
    pub released: Money,
}

impl ReserveMoney {
    /// Returns what it still lacks, and is held for it.
    ///
    /// ```
    /// use bando::{number::Money, selection::ReserveMoney};
    /// let reserve = |amount, counted| ReserveMoney {
    ///     amount: Money::from_cents(amount),
    ///     counted: Money::from_cents(counted),
    ///     released: Money::ZERO,
    /// };
    /// assert_eq!(reserve(100, 30).held(), Money::from_cents(70));
    /// assert_eq!(reserve(100, 130).held(), Money::ZERO);
    /// ```
    pub fn held(&self) -> Money {
        let lacking = self.amount.sub(self.counted).unwrap_or_default();
        lacking.max(Money::ZERO)
    }
}

/// One or more proposals that are ranked and funded together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The group's name, or the id of the only member.
    pub id: String,
    /// 1 for the best; equal keys share it (1, 1, 3).
    pub rank: u32,
    /// Its keys.
    pub keys: Arc<Vec<Key>>,
    /// The digest by which the lot put it in order, where equal keys needed it.
    pub lot: Option<String>,
    /// Its members in the order of their ids.
    pub members: Vec<Member>,
    /// The sum of the full awards; a negative one counts as nothing, and so does one that left.
    pub full: Money,
    /// The pool on which it draws.
    pub pool: Option<String>,
    /// The place of the reserve to which it belongs.
    pub reserve: Option<usize>,
    /// What became of it in earlier walks, which gave it nothing.
    pub earlier: Vec<UnitResult>,
    /// What became of it.
    pub result: UnitResult,
}

/// A proposal in a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: String,
    /// What it was to be awarded.
    pub full: Money,
    /// For each cap, whom it counts against.
    pub caps: Arc<Vec<Option<String>>>,
    /// What it is given; zero unless the unit is funded.
    pub award: Money,
    /// Which money it is given.
    pub grants: Vec<Grant>,
    /// Why it is out of the ranking, if it left it since.
    pub departure: Option<Departure>,
}

/// Money given to a member in one walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// How much.
    pub amount: Money,
    /// The walk that gave it.
    pub walk: Walk,
    /// The pool it came from; `None` for the one ranking.
    pub pool: Option<String>,
    /// The place of the reserve in which it counts.
    pub reserve: Option<usize>,
}

/// Why a proposal left an approved ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Departure {
    /// The applicant renounced.
    Renounced,
    /// The award was revoked.
    Revoked,
    /// It was admitted with reservation, and the reservation has failed.
    ReservationFailed,
}

/// A walk down the ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Walk {
    /// The first: each unit draws on its own pool.
    First,
    /// The second: those not funded draw on what the pools have left.
    Leftovers,
    /// The last: those not funded draw on what the reserves have left.
    Released,
}

/// The money within a unit's reach when it is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Room {
    /// What it may be given: what is in its pool or in all less what is held, whichever is less.
    pub left: Money,
    /// What is left in its pool; `None` where the walk goes without pools.
    pub pool: Option<Money>,
    /// What is left in all.
    pub money: Money,
    /// What is held for reserves to which it does not belong.
    pub held: Money,
}

/// What became of a unit, with the reason in money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitResult {
    /// The call has no envelope.
    Ranked,
    /// Given in full.
    Funded {
        /// The walk that gave it.
        walk: Walk,
        /// The money it was tried with.
        room: Room,
        /// The place of the reserve in which it counts.
        reserve: Option<usize>,
    },
    /// Given what there was.
    FundedInPart {
        /// The walk that gave it.
        walk: Walk,
        /// The money it was tried with.
        room: Room,
        /// The place of the reserve in which it counts.
        reserve: Option<usize>,
        /// The place of the cap that let it have no more, where it was not the money that ended.
        cap: Option<usize>,
    },
    /// The full award is more than what was left for it, and nothing was given.
    Short {
        /// The walk.
        walk: Walk,
        /// The money it was tried with.
        room: Room,
        /// By how much that was too little.
        short: Money,
        /// Whether this unit closed its pool, or the walk where there are none.
        closes: bool,
    },
    /// A cap refused it, and the walk went on.
    Capped {
        /// The walk.
        walk: Walk,
        /// The place of the cap.
        cap: usize,
        /// Whose cap it is.
        key: String,
        /// What the cap had already taken in.
        used: Used,
        /// What this unit would have added.
        adds: Used,
    },
    /// Its pool, or the walk where there are none, was closed before it.
    AfterTheEnd {
        /// The walk.
        walk: Walk,
        /// The unit that closed it.
        ended_by: String,
        /// The money it would have been tried with.
        room: Room,
        /// By how much that was too little for this unit; `None` where it would have been enough.
        short: Option<Money>,
    },
    /// A tie before it, or its own, waits for the lot.
    AwaitsLot,
    /// Its full award is zero or less.
    NothingToAward,
    /// All its members have left.
    Left,
}

/// What a cap counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    /// Money.
    Money(Money),
    /// Proposals.
    Proposals(u32),
}

/// Units whose treatment depends on the order in which they are tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The walk in which they are tried.
    pub walk: Walk,
    /// The units that would be treated differently, with what they ask, in the order of their ids.
    pub units: Vec<(String, Money)>,
    /// Those level with them whom no order treats differently, with what they ask.
    pub others: Vec<(String, Money)>,
    /// The pool on which all of them draw, if they draw on one.
    pub pool: Option<String>,
    /// The most that is left for any of them where they are tried.
    pub left: Money,
}

/// Why there is no selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectionError {
    /// Tied units would be treated differently by the order in which they are tried.
    Tie(Tie),
    /// Members of one group have different keys.
    GroupKeys {
        /// The group.
        group: String,
        /// Its members' ids.
        members: Vec<String>,
        /// The place of the first key that differs, counted from 0.
        key: usize,
    },
    /// Members of one group draw on different pools.
    GroupPools {
        /// The group.
        group: String,
        /// Its members' ids, with the pool of each.
        members: Vec<(String, Option<String>)>,
    },
    /// Nobody may draw on what the pools leave, and these units have no pool.
    NoPool {
        /// The units.
        units: Vec<String>,
    },
    /// The pools do not hold the envelope.
    PoolsDiffer {
        /// What they hold.
        pools: Money,
        /// The envelope.
        envelope: Money,
    },
    /// More money is reserved than there is.
    ReservesExceed {
        /// What is reserved.
        reserves: Money,
        /// The envelope.
        envelope: Money,
    },
    /// A sum of awards is too large.
    Overflow,
}
