//! The walks down the ranking, and what they give to whom: all in places, without names.

use super::caps::Caps;
use super::claims::{Claim, Claims, as_place};
use super::state::{Answer, Given, Held, State, Way, money, shares};
use super::told::{Reach, Told};
use super::{Funds, PoolMoney, ReserveMoney, Rules, SelectionError, Walk, tie};
use crate::number::Money;
use crate::value::{Leftovers, Limit};

/// What the walks have told and given.
#[derive(Debug)]
pub(super) struct Walked {
    /// What each unit was told last, in their order; none where no walk tried it.
    pub(super) results: Vec<Option<Told>>,
    /// What units were told before by walks that gave them nothing, by their places, in the order
    /// of the walks.
    pub(super) earlier: Vec<(u32, Told)>,
    /// What members are given, in the order of the walks.
    pub(super) gifts: Vec<Gift>,
    /// The walks that kept to the pools.
    pub(super) by_pool: Vec<Walk>,
    /// The tie that ended the walks, if one did.
    pub(super) tie: Option<OpenTie>,
}

/// Money given to a member in one walk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gift {
    /// The place of the unit.
    pub(super) unit: u32,
    /// The place of the member in it.
    pub(super) member: u32,
    pub(super) amount: Money,
    pub(super) walk: Walk,
    /// The place of the reserve in which it counts.
    pub(super) reserve: Option<u32>,
}

/// Units whose treatment depends on the order in which they are tried.
#[derive(Debug)]
pub(super) struct OpenTie {
    pub(super) walk: Walk,
    /// Their places, with what they ask.
    pub(super) units: Vec<(u32, Money)>,
    /// The places of those level with them whom no order treats differently, with what they ask.
    pub(super) others: Vec<(u32, Money)>,
    /// The pool on which all of them draw, if they draw on one.
    pub(super) pool: Option<usize>,
    /// The most that is left for any of them.
    pub(super) left: Money,
}

/// Walks down the ranking, as often as the rules say, and gives the units what there is.
///
/// `ranks` stand in the order of the claims. Whoever has money keeps it, and the rest of an award
/// given in part comes first in every walk. A tie that matters ends the walks.
pub(super) fn walk_all(
    claims: Claims,
    caps: Caps,
    ranks: &[u32],
    rules: &Rules,
    funds: &mut Funds,
) -> Result<Walked, SelectionError> {
    let reserves = funds.reserves.iter().zip(&rules.reserves);
    let reserves = reserves.map(|(money, rule)| Held::new(money, rule.in_addition));
    let mut course = Course {
        state: State::new(funds.left, &funds.pools, reserves.collect(), caps),
        walked: Walked {
            results: vec![None; claims.len()],
            earlier: Vec::new(),
            gifts: Vec::new(),
            by_pool: Vec::new(),
            tie: None,
        },
        claims,
        ranks,
        rules,
        walk: Walk::First,
        by_pool: false,
        closers: Vec::new(),
    };
    course.walked.tie = course.walk_all(&mut funds.pools, &mut funds.reserves)?;
    if course.walked.tie.is_some() {
        course.halt();
    }
    for (pool, left) in funds.pools.iter_mut().zip(&course.state.pools) {
        pool.left = money(*left)?;
    }
    for (reserve, held) in funds.reserves.iter_mut().zip(&course.state.reserves) {
        reserve.counted = money(held.counted)?;
    }
    funds.left = money(course.state.left)?;
    Ok(course.walked)
}

/// The walks of the rules, in their order.
fn walks(rules: &Rules) -> Vec<Walk> {
    let one_ranking = |pools: &super::Pools| pools.leftovers == Leftovers::OneRanking;
    let mut walks = vec![Walk::First];
    if rules.pools.as_ref().is_some_and(one_ranking) {
        walks.push(Walk::Leftovers);
    }
    if rules.reserves.iter().any(|reserve| reserve.released) {
        walks.push(Walk::Released);
    }
    walks
}

/// Where the walks stand.
struct Course<'a> {
    claims: Claims,
    ranks: &'a [u32],
    rules: &'a Rules,
    state: State,
    walk: Walk,
    by_pool: bool,
    /// The unit that closed each part of the walk.
    closers: Vec<Option<u32>>,
    walked: Walked,
}

impl Course<'_> {
    /// Returns the tie that ends the walks, if one does.
    fn walk_all(
        &mut self,
        pools: &mut [PoolMoney],
        reserves: &mut [ReserveMoney],
    ) -> Result<Option<OpenTie>, SelectionError> {
        let walks = walks(self.rules);
        let last = walks.last().copied();
        for walk in walks {
            self.walk = walk;
            self.by_pool = match (&self.rules.pools, walk) {
                (None, _) | (_, Walk::Leftovers) => false,
                (Some(_), Walk::First) => true,
                (Some(pools), Walk::Released) => pools.leftovers == Leftovers::Unspent,
            };
            if self.by_pool {
                self.walked.by_pool.push(walk);
            }
            let limit = match self.rules.limit {
                Limit::Give { .. } if Some(walk) != last => Limit::Stop,
                limit => limit,
            };
            match walk {
                Walk::First => {}
                Walk::Leftovers => self.pass_on(pools)?,
                Walk::Released => self.release(reserves)?,
            }
            self.state.open(self.by_pool, limit);
            self.closers = vec![None; if self.by_pool { pools.len() } else { 1 }];
            if let Some(tie) = self.walk_once()? {
                return Ok(Some(tie));
            }
        }
        Ok(None)
    }

    /// Gives to the one ranking what the pools have left.
    fn pass_on(&mut self, pools: &mut [PoolMoney]) -> Result<(), SelectionError> {
        for (pool, left) in pools.iter_mut().zip(&mut self.state.pools) {
            let passed_on = pool.passed_on.add(money(*left)?);
            pool.passed_on = passed_on.ok_or(SelectionError::Overflow)?;
            *left = 0;
        }
        Ok(())
    }

    /// Gives to all what the reserves that allow it still lack.
    fn release(&mut self, reserves: &mut [ReserveMoney]) -> Result<(), SelectionError> {
        let rules = self.rules.reserves.iter();
        for ((reserve, held), rule) in reserves.iter_mut().zip(&mut self.state.reserves).zip(rules)
        {
            let unmet = held.unmet();
            if rule.released && unmet > 0 {
                held.amount = held.amount.saturating_sub(unmet);
                reserve.amount = money(held.amount)?;
                let released = reserve.released.add(money(unmet)?);
                reserve.released = released.ok_or(SelectionError::Overflow)?;
            }
        }
        Ok(())
    }

    fn walk_once(&mut self) -> Result<Option<OpenTie>, SelectionError> {
        for wants_rest in [true, false] {
            if wants_rest && !self.claims.has_rests {
                continue;
            }
            let mut places = 0..;
            for class in self.ranks.chunk_by(|a, b| a == b) {
                if class.len() > 1 {
                    let class: Vec<u32> = places.clone().take(class.len()).collect();
                    if let Some(tie) = self.judge(class, wants_rest)? {
                        return Ok(Some(tie));
                    }
                }
                for place in places.by_ref().take(class.len()) {
                    self.try_unit(place, wants_rest)?;
                }
            }
        }
        Ok(None)
    }

    /// Judges the units of equal keys that still ask, before they are tried.
    fn judge(
        &mut self,
        places: Vec<u32>,
        wants_rest: bool,
    ) -> Result<Option<OpenTie>, SelectionError> {
        let claims = places.into_iter();
        let claims = claims.filter_map(|it| Some((it, self.claims.get(it as usize)?)));
        let (places, class): (Vec<u32>, Vec<_>) = claims
            .filter(|(_, it)| it.is_rest == wants_rest && self.state.takes_part(it))
            .unzip();
        let open = tie::judge(&mut self.state, &class);
        if open.is_empty() {
            return Ok(None);
        }
        let mut left = Money::ZERO;
        let mut units = Vec::new();
        let mut others = Vec::new();
        let mut pools = Vec::new();
        for (at, (claim, place)) in class.iter().zip(&places).enumerate() {
            let named = (*place, money(claim.full)?);
            if open.contains(&at) {
                left = left.max(self.state.room(claim)?.left);
                units.push(named);
                pools.push(claim.pool.filter(|_| self.by_pool));
            } else {
                others.push(named);
            }
        }
        pools.dedup();
        Ok(Some(OpenTie {
            walk: self.walk,
            units,
            others,
            pool: match pools.as_slice() {
                [pool] => *pool,
                _ => None,
            },
            left,
        }))
    }

    /// Tries a unit, gives its members what is theirs, and notes what became of it.
    fn try_unit(&mut self, place: u32, wants_rest: bool) -> Result<(), SelectionError> {
        let claim = self.claims.get(place as usize);
        let is_tried = |it: &Claim| it.is_rest == wants_rest && self.state.takes_part(it);
        let Some(claim) = claim.filter(is_tried) else {
            return Ok(());
        };
        let answer = self.state.answer(&claim);
        let told = self.tell(&claim, answer)?;
        self.state.change(&claim, answer, Way::Forth);
        if answer.closes()
            && let Some(closer) = self.closers.get_mut(self.state.part_of(&claim))
        {
            closer.get_or_insert(place);
        }
        match answer {
            Answer::Given(given) => {
                self.note(place, told);
                self.give(place, given)?;
            }
            // Whoever has a part keeps it, whatever becomes of the rest.
            _ if claim.is_rest => {}
            _ => self.note(place, told),
        }
        Ok(())
    }

    fn tell(&self, claim: &Claim, answer: Answer) -> Result<Told, SelectionError> {
        let walk = self.walk;
        let reach = || Ok(Reach::of(self.state.room(claim)?));
        Ok(match answer {
            Answer::Given(given) => Told::Given {
                walk,
                reach: reach()?,
                in_part: given.in_part,
                reserve: as_place(given.reserve),
                cap: given.cap,
            },
            Answer::Capped(at) => {
                let used = claim.uses.get(at).ok_or(SelectionError::Overflow)?;
                Told::Capped {
                    walk,
                    cap: used.cap,
                    member: used.member,
                    counts: self.state.caps.counts(claim, at)?,
                }
            }
            Answer::Refused { closes } => Told::Short {
                walk,
                reach: reach()?,
                closes,
            },
            Answer::NotTried => {
                let closer = self.closers.get(self.state.part_of(claim));
                Told::AfterTheEnd {
                    walk,
                    reach: reach()?,
                    ended_by: closer.copied().flatten().unwrap_or_default(),
                }
            }
        })
    }

    /// Gives each member its share, and leaves in the claim what is still asked.
    fn give(&mut self, place: u32, given: Given) -> Result<(), SelectionError> {
        let claim = self.claims.get(place as usize);
        let shares = claim.and_then(|claim| shares(&claim, given));
        let shares = shares.ok_or(SelectionError::Overflow)?;
        for (member, share) in (0..).zip(&shares) {
            if *share > Money::ZERO {
                self.walked.gifts.push(Gift {
                    unit: place,
                    member,
                    amount: *share,
                    walk: self.walk,
                    reserve: as_place(given.reserve),
                });
            }
        }
        self.claims.reduce(place as usize, &shares);
        Ok(())
    }

    /// Notes what became of a unit, and keeps what it was told before.
    fn note(&mut self, place: u32, told: Told) {
        let before = self.walked.results.get_mut(place as usize);
        let before = before.and_then(|result| result.replace(told));
        if let Some(before) = before.filter(Told::is_refusal) {
            self.walked.earlier.push((place, before));
        }
    }

    /// Whoever still asks waits for the lot.
    fn halt(&mut self) {
        for (place, _) in (0..).zip(self.ranks) {
            let claim = self.claims.get(place as usize);
            if claim.is_some_and(|it| it.full > 0 && !it.is_rest) {
                self.note(place, Told::AwaitsLot);
            }
        }
    }
}
