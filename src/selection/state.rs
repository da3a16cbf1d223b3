//! The money while a walk goes on: what is left, what is held, what is closed.

use smallvec::{SmallVec, smallvec};

use super::caps::Caps;
use super::claims::Claim;
use super::{PoolMoney, ReserveMoney, Room, SelectionError};
use crate::number::{Fraction, Money, largest_remainder};
use crate::value::Limit;

/// The money, in cents; every change can be taken back.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) left: i128,
    pub(super) pools: Vec<i128>,
    pub(super) reserves: Vec<Held>,
    pub(super) caps: Caps,
    /// Whether each unit draws on its own pool.
    by_pool: bool,
    limit: Limit,
    /// What is closed, by pool; one where the walk goes without pools.
    closures: Vec<Closure>,
}

/// A reserve.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub(super) amount: i128,
    pub(super) counted: i128,
    pub(super) in_addition: bool,
}

/// Who has closed a pool.
#[derive(Clone, Debug, Default)]
struct Closure {
    /// How many units.
    closers: u32,
    /// How many of them belong to each reserve.
    of_reserve: Vec<u32>,
}

/// What the money says to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// It is given an amount.
    Given(Given),
    /// A cap refuses it: the place of the first use that would be too much.
    Capped(usize),
    /// There is too little; it may close its pool.
    Refused {
        /// Whether it closes its pool.
        closes: bool,
    },
    /// Its pool is closed to it.
    NotTried,
}

/// Money given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Given {
    pub(super) amount: i128,
    pub(super) in_part: bool,
    /// The reserve in which it counts.
    pub(super) reserve: Option<usize>,
    /// Whether nothing is left for whoever comes after it.
    pub(super) closes: bool,
    /// The place of the cap that lets it have no more.
    pub(super) cap: Option<u32>,
}

impl Answer {
    /// Tells whether the unit closes its pool.
    pub(super) fn closes(self) -> bool {
        match self {
            Self::Given(given) => given.closes,
            Self::Refused { closes } => closes,
            Self::Capped(_) | Self::NotTried => false,
        }
    }
}

/// Whether a pool is open to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Open,
    ToMembersOnly,
    Closed,
}

/// In which direction money moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It is given.
    Forth,
    /// The same answer is taken back.
    Back,
}

impl State {
    /// Returns the money as it stands before the first walk.
    pub(super) fn new(left: Money, pools: &[PoolMoney], reserves: Vec<Held>, caps: Caps) -> Self {
        Self {
            left: i128::from(left.cents()),
            pools: pools.iter().map(|it| i128::from(it.left.cents())).collect(),
            reserves,
            caps,
            by_pool: false,
            limit: Limit::Stop,
            closures: Vec::new(),
        }
    }

    /// Begins a walk: everything is open again.
    pub(super) fn open(&mut self, by_pool: bool, limit: Limit) {
        self.by_pool = by_pool;
        self.limit = limit;
        let count = if by_pool { self.pools.len() } else { 1 };
        let closure = Closure {
            closers: 0,
            of_reserve: vec![0; self.reserves.len()],
        };
        self.closures = vec![closure; count];
    }

    /// Tells whether the claim may be tried in this walk at all.
    pub(super) fn takes_part(&self, claim: &Claim) -> bool {
        claim.full > 0 && (!self.by_pool || claim.pool.is_some())
    }

    /// Returns which of the closable parts of the walk the claim draws on.
    pub(super) fn part_of(&self, claim: &Claim) -> usize {
        claim.pool.filter(|_| self.by_pool).unwrap_or(0)
    }

    /// Answers a claim that is tried now.
    pub(super) fn answer(&self, claim: &Claim) -> Answer {
        let access = self.access(claim);
        if access == Access::Closed {
            return Answer::NotTried;
        }
        let capped = self.caps.refusing(claim);
        if let Some(place) = capped
            && !claim.is_rest
        {
            return Answer::Capped(place);
        }
        let reserve = self.counts_in(claim, access);
        let room = self.room_of(claim, reserve);
        let amount = self.amount(claim, room);
        if amount > 0 {
            let in_part = amount < claim.full;
            let closes = in_part && amount == room;
            return Answer::Given(Given {
                amount,
                in_part,
                reserve,
                closes,
                cap: (in_part && !closes)
                    .then(|| self.caps.least(claim))
                    .flatten(),
            });
        }
        match capped {
            // Only a rest comes here with a cap that refuses it.
            Some(place) if self.caps.room(claim) <= 0 => Answer::Capped(place),
            _ => Answer::Refused {
                closes: claim.is_rest || !self.passes_over(),
            },
        }
    }

    /// Returns what a claim is given of so much room, caps allowing its full award, or what they
    /// leave of the rest of one given in part.
    fn amount(&self, claim: &Claim, room: i128) -> i128 {
        if claim.is_rest {
            let capped = self.caps.refusing(claim);
            let most = capped.map_or(claim.full, |_| self.caps.room(claim));
            return room.min(most).min(claim.full).max(0);
        }
        match self.limit {
            _ if claim.full <= room => claim.full,
            Limit::Give { at_least, .. } if room > 0 && reaches(room, claim.full, at_least) => room,
            _ => 0,
        }
    }

    /// Tells whether the walk goes on to the next where there is too little.
    fn passes_over(&self) -> bool {
        match self.limit {
            Limit::Stop => false,
            Limit::PassOver => true,
            Limit::Give { then_pass_over, .. } => then_pass_over,
        }
    }

    /// Returns the room that the claim is tried with, or would be if nothing were closed.
    pub(super) fn room(&self, claim: &Claim) -> Result<Room, SelectionError> {
        let access = match self.access(claim) {
            Access::Closed => Access::Open,
            access => access,
        };
        let reserve = self.counts_in(claim, access);
        let pool = claim.pool.filter(|_| self.by_pool);
        let pool = pool.and_then(|pool| self.pools.get(pool)).copied();
        Ok(Room {
            left: money(self.room_of(claim, reserve).max(0))?,
            pool: pool.map(money).transpose()?,
            money: money(self.left)?,
            held: money(self.held(reserve))?,
        })
    }

    /// Gives what was answered, closes what it closes; or takes all that back.
    pub(super) fn change(&mut self, claim: &Claim, answer: Answer, way: Way) {
        if let Answer::Given(given) = answer {
            let amount = match way {
                Way::Forth => given.amount,
                Way::Back => given.amount.saturating_neg(),
            };
            self.left = self.left.saturating_sub(amount);
            let pool = claim.pool.filter(|_| self.by_pool);
            if let Some(pool) = pool.and_then(|pool| self.pools.get_mut(pool)) {
                *pool = pool.saturating_sub(amount);
            }
            let reserve = given.reserve.and_then(|it| self.reserves.get_mut(it));
            if let Some(reserve) = reserve {
                reserve.counted = reserve.counted.saturating_add(amount);
            }
            self.caps.count(claim, given, way);
        }
        if answer.closes() {
            let part = self.part_of(claim);
            let Some(closure) = self.closures.get_mut(part) else {
                return;
            };
            let count = |count: u32| match way {
                Way::Forth => count.saturating_add(1),
                Way::Back => count.saturating_sub(1),
            };
            closure.closers = count(closure.closers);
            let reserve = claim.reserve.and_then(|it| closure.of_reserve.get_mut(it));
            if let Some(closers) = reserve {
                *closers = count(*closers);
            }
        }
    }

    /// Returns how much the reserve still lacks.
    pub(super) fn unmet(&self, reserve: usize) -> i128 {
        self.reserves.get(reserve).map_or(0, Held::unmet)
    }

    /// Tells whether a part of the walk is closed to those who belong to no reserve.
    pub(super) fn is_closed(&self, part: usize) -> bool {
        self.closures.get(part).is_some_and(|it| it.closers > 0)
    }

    /// Tells whether a part of the walk is closed even to the members of an unmet reserve.
    pub(super) fn is_closed_to(&self, part: usize, reserve: usize) -> bool {
        let closure = self.closures.get(part);
        closure
            .and_then(|it| it.of_reserve.get(reserve))
            .is_some_and(|closers| *closers > 0)
    }

    fn access(&self, claim: &Claim) -> Access {
        let part = self.part_of(claim);
        if !self.is_closed(part) {
            return Access::Open;
        }
        match claim.reserve {
            Some(reserve) if self.unmet(reserve) > 0 && !self.is_closed_to(part, reserve) => {
                Access::ToMembersOnly
            }
            _ => Access::Closed,
        }
    }

    /// Returns the reserve in which the claim would count if it were given money now.
    fn counts_in(&self, claim: &Claim, access: Access) -> Option<usize> {
        let reserve = claim.reserve?;
        let held = self.reserves.get(reserve)?;
        if !held.in_addition {
            return Some(reserve);
        }
        let given = |reserve| self.amount(claim, self.room_of(claim, reserve));
        let on_merit = || {
            let amount = given(None);
            amount > 0 && amount == given(Some(reserve))
        };
        let counts = held.unmet() > 0 && !(access == Access::Open && on_merit());
        counts.then_some(reserve)
    }

    /// Returns what the claim may draw on, counting in `reserve`.
    fn room_of(&self, claim: &Claim, reserve: Option<usize>) -> i128 {
        let free = self.left.saturating_sub(self.held(reserve));
        let pool = claim.pool.filter(|_| self.by_pool);
        match pool.and_then(|pool| self.pools.get(pool)) {
            Some(pool) => free.min(*pool),
            None => free,
        }
    }

    /// Returns what all reserves but one still lack.
    fn held(&self, but: Option<usize>) -> i128 {
        let reserves = self.reserves.iter().enumerate();
        let others = reserves.filter(|(place, _)| Some(*place) != but);
        others.map(|(_, held)| held.unmet()).sum()
    }
}

impl Held {
    /// Returns a reserve as its money stands.
    pub(super) fn new(money: &ReserveMoney, in_addition: bool) -> Self {
        Self {
            amount: i128::from(money.amount.cents()),
            counted: i128::from(money.counted.cents()),
            in_addition,
        }
    }

    /// Returns how much it still lacks.
    pub(super) fn unmet(&self) -> i128 {
        self.amount.saturating_sub(self.counted).max(0)
    }
}

/// Returns what each member is given, by largest remainder of what it asks; `None` on overflow.
pub(super) fn shares(claim: &Claim, given: Given) -> Option<SmallVec<[Money; 1]>> {
    let amount = Money::from_cents(i64::try_from(given.amount).ok()?);
    if claim.weights.is_empty() {
        return Some(smallvec![amount]);
    }
    largest_remainder(amount, claim.weights).map(SmallVec::from_vec)
}

/// Returns an amount of cents as money.
pub(super) fn money(cents: i128) -> Result<Money, SelectionError> {
    let cents = i64::try_from(cents).map_err(|_| SelectionError::Overflow)?;
    Ok(Money::from_cents(cents))
}

/// Tells whether `room` is at least the stated share of `full`, exactly.
fn reaches(room: i128, full: i128, at_least: Option<Fraction>) -> bool {
    let share = Fraction::new(room, full);
    at_least.is_none_or(|least| share.is_some_and(|share| share >= least))
}
