//! What a walk tells a unit: in places and cents, and small, because there are many.

use super::{Room, Unit, UnitResult, Used, Walk};
use crate::number::Money;

/// What a walk tells a unit.
#[derive(Clone, Copy, Debug)]
pub(super) enum Told {
    /// It is given money.
    Given {
        walk: Walk,
        reach: Reach,
        in_part: bool,
        /// The place of the reserve in which it counts.
        reserve: Option<u32>,
        /// The place of the cap that lets it have no more.
        cap: Option<u32>,
    },
    /// There is too little for it.
    Short {
        walk: Walk,
        reach: Reach,
        closes: bool,
    },
    /// A cap refuses it.
    Capped {
        walk: Walk,
        /// The place of the cap.
        cap: u32,
        /// The place of the member against whom it counts.
        member: u32,
        counts: Counts,
    },
    /// Its pool was closed before it.
    AfterTheEnd {
        walk: Walk,
        reach: Reach,
        /// The place of the unit that closed it.
        ended_by: u32,
    },
    /// It waits for the lot.
    AwaitsLot,
}

/// The money within reach; where a walk goes without pools, all money is the pool.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    pool: Money,
    money: Money,
    held: Money,
}

/// What a cap had taken in, and what a unit would have added.
#[derive(Clone, Copy, Debug)]
pub(super) enum Counts {
    Money { used: Money, adds: Money },
    Proposals { used: u32, adds: u32 },
}

impl Told {
    /// Tells whether the unit was given nothing, for a reason.
    pub(super) fn is_refusal(&self) -> bool {
        match self {
            Self::Short { .. } | Self::Capped { .. } | Self::AfterTheEnd { .. } => true,
            Self::Given { .. } | Self::AwaitsLot => false,
        }
    }

    /// Returns the same with names: `name` gives that of the unit at a place, and `by_pool` tells
    /// whether a walk keeps to the pools.
    pub(super) fn named(
        self,
        unit: &Unit,
        by_pool: impl Fn(Walk) -> bool,
        name: impl Fn(usize) -> String,
    ) -> UnitResult {
        let room = |reach: Reach, walk| reach.room(by_pool(walk));
        let short = |room: Room| unit.full.sub(room.left).unwrap_or_default();
        match self {
            Self::Given {
                walk,
                reach,
                in_part,
                reserve,
                cap,
            } => {
                let room = room(reach, walk);
                let reserve = reserve.map(|place| place as usize);
                if in_part {
                    UnitResult::FundedInPart {
                        walk,
                        room,
                        reserve,
                        cap: cap.map(|place| place as usize),
                    }
                } else {
                    UnitResult::Funded {
                        walk,
                        room,
                        reserve,
                    }
                }
            }
            Self::Short {
                walk,
                reach,
                closes,
            } => {
                let room = room(reach, walk);
                UnitResult::Short {
                    walk,
                    room,
                    short: short(room),
                    closes,
                }
            }
            Self::Capped {
                walk,
                cap,
                member,
                counts,
            } => {
                let cap = cap as usize;
                let member = unit.members.get(member as usize);
                let key = member.and_then(|member| member.caps.get(cap)?.clone());
                let (used, adds) = match counts {
                    Counts::Money { used, adds } => (Used::Money(used), Used::Money(adds)),
                    Counts::Proposals { used, adds } => {
                        (Used::Proposals(used), Used::Proposals(adds))
                    }
                };
                UnitResult::Capped {
                    walk,
                    cap,
                    key: key.unwrap_or_default(),
                    used,
                    adds,
                }
            }
            Self::AfterTheEnd {
                walk,
                reach,
                ended_by,
            } => {
                let room = room(reach, walk);
                UnitResult::AfterTheEnd {
                    walk,
                    ended_by: name(ended_by as usize),
                    room,
                    short: Some(short(room)).filter(|short| *short > Money::ZERO),
                }
            }
            Self::AwaitsLot => UnitResult::AwaitsLot,
        }
    }
}

impl Reach {
    pub(super) fn of(room: Room) -> Self {
        Self {
            pool: room.pool.unwrap_or(room.money),
            money: room.money,
            held: room.held,
        }
    }

    fn room(self, by_pool: bool) -> Room {
        let free = self.money.cents().saturating_sub(self.held.cents());
        let free = Money::from_cents(free.max(0));
        Room {
            left: free.min(self.pool),
            pool: Some(self.pool).filter(|_| by_pool),
            money: self.money,
            held: self.held,
        }
    }
}
