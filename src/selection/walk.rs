//! The walks down the ranking, and what they give to whom.

use super::claims::{Claim, Claims, claims};
use super::state::{Answer, Given, Held, State, Way, money, shares};
use super::{
    Grant, Lot, PoolMoney, ReserveMoney, Rules, Selection, SelectionError, Tie, Unit, UnitResult,
    Walk, tie,
};
use crate::number::Money;
use crate::value::{Leftovers, Limit};

/// Walks down the ranking, as often as the rules say, and gives the units what there is.
///
/// Whoever has money keeps it, and the rest of an award given in part comes first in every walk.
pub(super) fn allocate(selection: &mut Selection, rules: &Rules) -> Result<(), SelectionError> {
    let Some(left) = selection.left else {
        return Ok(());
    };
    for unit in &mut selection.units {
        begin(unit);
    }
    let Claims { each, taken_in } = claims(&selection.units, rules);
    let reserves = selection.reserves.iter().zip(&rules.reserves);
    let reserves = reserves.map(|(money, rule)| Held::new(money, rule.in_addition));
    let mut course = Course {
        state: State::new(
            left,
            &selection.pools,
            reserves.collect(),
            &rules.caps,
            taken_in,
        ),
        units: &mut selection.units,
        claims: each,
        rules,
        walk: Walk::First,
        by_pool: false,
        closers: Vec::new(),
    };
    let outcome = course.walk_all(&mut selection.pools, &mut selection.reserves)?;
    let state = course.state;
    selection.awaits_lot = outcome;
    for (pool, left) in selection.pools.iter_mut().zip(&state.pools) {
        pool.left = money(*left)?;
    }
    for (reserve, held) in selection.reserves.iter_mut().zip(&state.reserves) {
        reserve.counted = money(held.counted)?;
    }
    let awards = selection.units.iter().flat_map(|unit| &unit.members);
    selection.spent =
        Money::sum(awards.map(|member| member.award)).ok_or(SelectionError::Overflow)?;
    selection.left = Some(money(state.left)?);
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
    units: &'a mut [Unit],
    claims: Vec<Claim>,
    rules: &'a Rules,
    state: State,
    walk: Walk,
    by_pool: bool,
    /// The unit that closed each part of the walk.
    closers: Vec<Option<String>>,
}

impl Course<'_> {
    /// Returns the tie that waits for the lot, if one does.
    fn walk_all(
        &mut self,
        pools: &mut [PoolMoney],
        reserves: &mut [ReserveMoney],
    ) -> Result<Option<Tie>, SelectionError> {
        let walks = walks(self.rules);
        let last = walks.last().copied();
        for walk in walks {
            self.walk = walk;
            self.by_pool = match (&self.rules.pools, walk) {
                (None, _) | (_, Walk::Leftovers) => false,
                (Some(_), Walk::First) => true,
                (Some(pools), Walk::Released) => pools.leftovers == Leftovers::Unspent,
            };
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
                if self.rules.lot != Some(Lot::Awaited) {
                    return Err(SelectionError::Tie(tie));
                }
                self.halt();
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

    fn walk_once(&mut self) -> Result<Option<Tie>, SelectionError> {
        for wants_rest in [true, false] {
            if wants_rest && !self.claims.iter().any(|claim| claim.is_rest) {
                continue;
            }
            let mut from = 0_usize;
            while let Some(rank) = self.units.get(from).map(|unit| unit.rank) {
                let class = self.units.get(from..).unwrap_or_default();
                let length = class.iter().take_while(|it| it.rank == rank).count();
                let to = from.saturating_add(length);
                let tie = self.try_class(from..to, wants_rest)?;
                if tie.is_some() {
                    return Ok(tie);
                }
                from = to;
            }
        }
        Ok(None)
    }

    /// Tries the units of equal keys that still ask.
    fn try_class(
        &mut self,
        places: std::ops::Range<usize>,
        wants_rest: bool,
    ) -> Result<Option<Tie>, SelectionError> {
        if let Some(tie) = self.judge(places.clone(), wants_rest)? {
            return Ok(Some(tie));
        }
        for place in places {
            let claim = self.claims.get(place);
            if claim.is_some_and(|it| it.is_rest == wants_rest && self.state.takes_part(it)) {
                self.try_unit(place)?;
            }
        }
        Ok(None)
    }

    fn judge(
        &mut self,
        places: std::ops::Range<usize>,
        wants_rest: bool,
    ) -> Result<Option<Tie>, SelectionError> {
        if places.len() < 2 {
            return Ok(None);
        }
        let claims = places.filter_map(|place| Some((place, self.claims.get(place)?)));
        let (places, class): (Vec<usize>, Vec<&Claim>) = claims
            .filter(|(_, it)| it.is_rest == wants_rest && self.state.takes_part(it))
            .unzip();
        let open = tie::judge(&mut self.state, &class);
        if open.is_empty() {
            return Ok(None);
        }
        let mut left = Money::ZERO;
        let mut units = Vec::new();
        let mut pools = Vec::new();
        for open in open {
            let unit = places.get(open).and_then(|place| self.units.get(*place));
            if let Some((claim, unit)) = class.get(open).zip(unit) {
                left = left.max(self.state.room(claim)?.left);
                units.push((unit.id.clone(), money(claim.full)?));
                pools.push(unit.pool.as_ref().filter(|_| self.by_pool));
            }
        }
        pools.dedup();
        Ok(Some(Tie {
            walk: self.walk,
            units,
            pool: match pools.as_slice() {
                [pool] => pool.cloned(),
                _ => None,
            },
            left,
        }))
    }

    /// Tries a unit, gives its members what is theirs, and notes what became of it.
    fn try_unit(&mut self, place: usize) -> Result<(), SelectionError> {
        let Some((claim, unit)) = self.claims.get_mut(place).zip(self.units.get_mut(place)) else {
            return Ok(());
        };
        let walk = self.walk;
        let answer = self.state.answer(claim);
        let room = self.state.room(claim)?;
        let part = self.state.part_of(claim);
        let short = || money(claim.full.saturating_sub(i128::from(room.left.cents())));
        let result = match answer {
            Answer::Given(Given {
                in_part: false,
                reserve,
                ..
            }) => UnitResult::Funded {
                walk,
                room,
                reserve,
            },
            Answer::Given(Given { reserve, .. }) => UnitResult::FundedInPart {
                walk,
                room,
                reserve,
            },
            Answer::Capped(at) => {
                let (cap, used, adds) = self.state.cap_use(claim, at)?;
                let used_key = claim
                    .uses
                    .get(at)
                    .and_then(|it| unit.members.get(it.member));
                let key = used_key.and_then(|member| member.caps.get(cap)?.clone());
                UnitResult::Capped {
                    walk,
                    cap,
                    key: key.unwrap_or_default(),
                    used,
                    adds,
                }
            }
            Answer::Refused { closes } => UnitResult::Short {
                walk,
                room,
                short: short()?,
                closes,
            },
            Answer::NotTried => UnitResult::AfterTheEnd {
                walk,
                ended_by: self
                    .closers
                    .get(part)
                    .cloned()
                    .flatten()
                    .unwrap_or_default(),
                room,
                short: (claim.full > i128::from(room.left.cents()))
                    .then(short)
                    .transpose()?,
            },
        };
        self.state.change(claim, answer, Way::Forth);
        // Whoever has a part keeps it, whatever becomes of the rest.
        if !claim.is_rest || matches!(answer, Answer::Given(_)) {
            note(unit, result);
        }
        if let Answer::Given(given) = answer {
            give(unit, claim, given, walk, self.by_pool)?;
        }
        if let Some(closer) = self.closers.get_mut(part).filter(|_| answer.closes()) {
            closer.get_or_insert_with(|| unit.id.clone());
        }
        Ok(())
    }

    /// Whoever still asks waits for the lot.
    fn halt(&mut self) {
        for (unit, claim) in self.units.iter_mut().zip(&self.claims) {
            if claim.full > 0 && !claim.is_rest {
                note(unit, UnitResult::AwaitsLot);
            }
        }
    }
}

/// Notes the money in the members, and leaves in the claim what they still ask.
fn give(
    unit: &mut Unit,
    claim: &mut Claim,
    given: Given,
    walk: Walk,
    by_pool: bool,
) -> Result<(), SelectionError> {
    let shares = shares(claim, given).ok_or(SelectionError::Overflow)?;
    for (member, share) in unit.members.iter_mut().zip(&shares) {
        if *share > Money::ZERO {
            member.award = member.award.add(*share).ok_or(SelectionError::Overflow)?;
            member.grants.reserve_exact(1);
            member.grants.push(Grant {
                amount: *share,
                walk,
                pool: unit.pool.clone().filter(|_| by_pool),
                reserve: given.reserve,
            });
        }
    }
    claim.reduce(&shares);
    Ok(())
}

/// Notes what became of a unit, and keeps what it was told before.
fn note(unit: &mut Unit, result: UnitResult) {
    let before = std::mem::replace(&mut unit.result, result);
    match before {
        UnitResult::Short { .. } | UnitResult::Capped { .. } | UnitResult::AfterTheEnd { .. } => {
            // There are three walks at most, and most units are told once: no room for more.
            unit.earlier.reserve_exact(1);
            unit.earlier.push(before);
        }
        _ => {}
    }
}
