//! A second selection, written as plainly as can be from the meaning of the rule language: cents
//! as `i128`, every room summed up anew from the gifts so far, ties by trying every order of a
//! class.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bando::number::Fraction;
use bando::selection::{Candidate, Cap, Event, Key, Rules, To};
use bando::value::{Leftovers, Limit};

/// What the model finds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// What each member is given, and what is left in all and in each pool.
    Given(BTreeMap<String, i128>, i128, BTreeMap<String, i128>),
    /// The units whose amount depends on the order.
    Tie(BTreeSet<String>),
}

/// A unit.
#[derive(Clone, Debug)]
struct Plain {
    id: String,
    keys: Arc<Vec<Key>>,
    members: Vec<Candidate>,
    pool: Option<String>,
    reserve: Option<usize>,
}

/// Money given to a member.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Gift {
    unit: String,
    member: String,
    cents: i128,
    pool: Option<String>,
    reserve: Option<usize>,
}

/// All that changes.
#[derive(Clone, Debug)]
struct World<'r> {
    rules: &'r Rules,
    money: i128,
    /// What each pool holds or held; nothing once it has passed it on.
    pools: BTreeMap<String, i128>,
    reserves: Vec<i128>,
    /// The reserves of which something was released.
    released: BTreeSet<usize>,
    gifts: Vec<Gift>,
    /// Whether this walk keeps to the pools.
    by_pool: bool,
    limit: Limit,
    /// Who closed what in this walk: the pool, and the closer's reserve.
    closed: Vec<(Option<String>, Option<usize>)>,
}

/// What a unit got when it was tried: cents, reserve, and whether it closed its pool.
type Got = (i128, Option<usize>, bool);

/// The approved ranking, as the model keeps it for a slide.
pub(super) struct Approved<'r> {
    units: Vec<Plain>,
    world: World<'r>,
}

pub(super) fn select<'r>(
    candidates: &[Candidate],
    rules: &'r Rules,
) -> (Found, Option<Approved<'r>>) {
    let pools = rules.pools.iter().flat_map(|pools| &pools.shares);
    let world = World {
        rules,
        money: rules.envelope.unwrap().cents().into(),
        pools: pools
            .map(|(key, share)| (key.clone(), share.cents().into()))
            .collect(),
        reserves: rules
            .reserves
            .iter()
            .map(|it| it.amount.cents().into())
            .collect(),
        released: BTreeSet::new(),
        gifts: Vec::new(),
        by_pool: false,
        limit: Limit::Stop,
        closed: Vec::new(),
    };
    walk_all(units(candidates), world)
}

pub(super) fn slide(approved: Approved<'_>, events: &[Event]) -> Found {
    let Approved {
        mut units,
        mut world,
    } = approved;
    for event in events {
        match event {
            Event::MoreMoney { amount, to } => {
                world.money += i128::from(amount.cents());
                if let To::Pools(shares) = to {
                    for (key, share) in shares {
                        *world.pools.get_mut(key).unwrap() += i128::from(share.cents());
                    }
                }
            }
            Event::Renounced { proposal }
            | Event::Revoked { proposal }
            | Event::ReservationFailed { proposal } => {
                world.gifts.retain(|gift| gift.member != *proposal);
                for unit in &mut units {
                    unit.members.retain(|member| member.id != *proposal);
                }
            }
            Event::MoreReserved { reserve, amount } => {
                if !world.released.contains(reserve) {
                    world.reserves[*reserve] += i128::from(amount.cents());
                }
            }
            Event::ReservationCleared { .. } => {}
        }
    }
    walk_all(units, world).0
}

fn walk_all(units: Vec<Plain>, mut world: World<'_>) -> (Found, Option<Approved<'_>>) {
    let rules = world.rules;
    let keeps_pools = rules
        .pools
        .as_ref()
        .is_some_and(|it| it.leftovers == Leftovers::Unspent);
    let mut walks = vec!["first"];
    if rules.pools.is_some() && !keeps_pools {
        walks.push("leftovers");
    }
    if rules.reserves.iter().any(|it| it.released) {
        walks.push("released");
    }
    for (place, walk) in walks.iter().enumerate() {
        world.by_pool = rules.pools.is_some() && (*walk == "first" || keeps_pools);
        world.limit = match rules.limit {
            Limit::Give { .. } if place + 1 < walks.len() => Limit::Stop,
            limit => limit,
        };
        world.closed.clear();
        if *walk == "leftovers" {
            // A pool holds from now on only what was drawn on it.
            for key in world.pools.clone().into_keys() {
                let room = world.pool_room(&key);
                *world.pools.get_mut(&key).unwrap() -= room;
            }
        }
        if *walk == "released" {
            for reserve in 0..world.reserves.len() {
                if rules.reserves[reserve].released && world.unmet(reserve) > 0 {
                    world.released.insert(reserve);
                    world.reserves[reserve] -= world.unmet(reserve);
                }
            }
        }
        for rest in [true, false] {
            let mut waiting: Vec<Plain> = units.clone();
            while !waiting.is_empty() {
                let mut class = take_best(&mut waiting, &rules.descending);
                class.retain(|unit| {
                    let has_some = unit
                        .members
                        .iter()
                        .any(|member| world.given(&member.id) > 0);
                    let has_pool = unit
                        .pool
                        .as_ref()
                        .is_some_and(|it| world.pools.contains_key(it));
                    world.asks(unit) > 0 && has_some == rest && (!world.by_pool || has_pool)
                });
                assert!(class.len() <= 6, "too many orders to try");
                let tied = try_every_order(&class, &world);
                if !tied.is_empty() {
                    return (Found::Tie(tied), None);
                }
                for unit in class {
                    world.step(&unit);
                }
            }
        }
    }
    let given = units.iter().flat_map(|unit| &unit.members);
    let given = given.map(|member| (member.id.clone(), world.given(&member.id)));
    let pools = world
        .pools
        .keys()
        .map(|key| (key.clone(), world.pool_room(key)));
    let found = Found::Given(given.collect(), world.left(), pools.collect());
    (found, Some(Approved { units, world }))
}

impl World<'_> {
    fn left(&self) -> i128 {
        self.money - self.gifts.iter().map(|gift| gift.cents).sum::<i128>()
    }

    fn pool_room(&self, key: &str) -> i128 {
        let drawn = self
            .gifts
            .iter()
            .filter(|gift| gift.pool.as_deref() == Some(key));
        self.pools[key] - drawn.map(|gift| gift.cents).sum::<i128>()
    }

    fn unmet(&self, reserve: usize) -> i128 {
        let counted = self
            .gifts
            .iter()
            .filter(|gift| gift.reserve == Some(reserve));
        (self.reserves[reserve] - counted.map(|gift| gift.cents).sum::<i128>()).max(0)
    }

    fn given(&self, member: &str) -> i128 {
        let gifts = self.gifts.iter().filter(|gift| gift.member == member);
        gifts.map(|gift| gift.cents).sum()
    }

    fn asks_of(&self, member: &Candidate) -> i128 {
        i128::from(member.award.cents().max(0)) - self.given(&member.id)
    }

    fn asks(&self, unit: &Plain) -> i128 {
        unit.members.iter().map(|member| self.asks_of(member)).sum()
    }

    fn part(&self, unit: &Plain) -> Option<String> {
        unit.pool.clone().filter(|_| self.by_pool)
    }

    /// Returns the room of the pool and of all the money less the reserves held, but for one.
    fn room(&self, unit: &Plain, member_of: Option<usize>) -> i128 {
        let held = (0..self.reserves.len()).filter(|reserve| Some(*reserve) != member_of);
        let free = self.left() - held.map(|reserve| self.unmet(reserve)).sum::<i128>();
        match self.part(unit) {
            Some(pool) => free.min(self.pool_room(&pool)),
            None => free,
        }
    }

    fn is_open_to_all(&self, unit: &Plain) -> bool {
        let part = self.part(unit);
        self.closed.iter().all(|(closed, _)| *closed != part)
    }

    fn is_open_to_members(&self, part: Option<&String>, reserve: usize) -> bool {
        let mut closers = self
            .closed
            .iter()
            .filter(|(closed, _)| closed.as_ref() == part);
        self.unmet(reserve) > 0 && closers.all(|(_, of)| *of != Some(reserve))
    }

    /// Returns how much more each cap's key of the unit could take in: money, or proposals.
    fn cap_refuses(&self, unit: &Plain) -> bool {
        self.rules.caps.iter().enumerate().any(|(place, cap)| {
            unit.members.iter().any(|member| match &member.caps[place] {
                Some(key) => self.over_cap(unit, place, key, *cap),
                None => false,
            })
        })
    }

    fn over_cap(&self, unit: &Plain, place: usize, key: &String, cap: Cap) -> bool {
        let (used, asked, funded, more) = self.cap_counts(unit, place, key);
        match cap {
            Cap::Money(most) => asked > 0 && used + asked > i128::from(most.cents()),
            Cap::Proposals(most) => more > 0 && funded + more > u64::from(most),
        }
    }

    /// Money used, money asked by the unit, proposals funded, proposals added by the unit.
    fn cap_counts(&self, unit: &Plain, place: usize, key: &String) -> (i128, i128, u64, u64) {
        let mut counts = (0, 0, 0, 0);
        CANDIDATES.with_borrow(|all| {
            for other in all.iter().filter(|it| it.caps[place].as_ref() == Some(key)) {
                counts.0 += self.given(&other.id);
                counts.2 += u64::from(self.given(&other.id) > 0);
            }
        });
        for member in &unit.members {
            if member.caps[place].as_ref() == Some(key) && self.asks_of(member) > 0 {
                counts.1 += self.asks_of(member);
                counts.3 += u64::from(self.given(&member.id) == 0);
            }
        }
        counts
    }

    /// Tries one unit.
    fn step(&mut self, unit: &Plain) -> Got {
        let full = self.asks(unit);
        let open = self.is_open_to_all(unit);
        let part = self.part(unit);
        let by_reserve = unit
            .reserve
            .is_some_and(|it| self.is_open_to_members(part.as_ref(), it));
        if full == 0 || !(open || by_reserve) {
            return (0, None, false);
        }
        let is_rest = unit.members.iter().any(|member| self.given(&member.id) > 0);
        if !is_rest && self.cap_refuses(unit) {
            return (0, None, false);
        }
        // On merit, as if it belonged to no reserve; or as a member.
        let mut counts = unit.reserve;
        if let Some(reserve) = unit
            .reserve
            .filter(|it| self.rules.reserves[*it].in_addition)
        {
            let [of_all, as_member] =
                [None, Some(reserve)].map(|it| self.amount(unit, full, self.room(unit, it)));
            let on_merit = open && of_all > 0 && of_all == as_member;
            if on_merit || self.unmet(reserve) == 0 {
                counts = None;
            }
        }
        let room = self.room(unit, counts);
        if is_rest {
            return self.complete(unit, full, room, counts);
        }
        let amount = self.amount(unit, full, room);
        if amount == full {
            self.give(unit, full, counts);
            return (full, counts, false);
        }
        if amount > 0 {
            self.give(unit, amount, counts);
            self.closed.push((part, unit.reserve));
            return (amount, counts, true);
        }
        let closes = match self.limit {
            Limit::Stop => true,
            Limit::PassOver => false,
            Limit::Give { then_pass_over, .. } => !then_pass_over,
        };
        if closes {
            self.closed.push((part, unit.reserve));
        }
        (0, None, closes)
    }

    /// Returns what a unit is given where there is so much room.
    fn amount(&self, unit: &Plain, full: i128, room: i128) -> i128 {
        if unit.members.iter().any(|member| self.given(&member.id) > 0) {
            return self.most_of_rest(unit, full).min(room).max(0);
        }
        if full <= room {
            return full;
        }
        let Limit::Give { at_least, .. } = self.limit else {
            return 0;
        };
        let least = at_least.unwrap_or(Fraction::ZERO);
        let product = least.mul(Fraction::integer(full)).unwrap();
        if room > 0 && Fraction::integer(room) >= product {
            room
        } else {
            0
        }
    }

    /// Returns how much of the rest of an award given in part the caps take in.
    fn most_of_rest(&self, unit: &Plain, full: i128) -> i128 {
        let mut most = full;
        if self.cap_refuses(unit) {
            for (place, cap) in self.rules.caps.iter().enumerate() {
                for member in unit.members.iter().filter(|it| self.asks_of(it) > 0) {
                    let Some(key) = &member.caps[place] else {
                        continue;
                    };
                    let (used, _, funded, _) = self.cap_counts(unit, place, key);
                    most = most.min(match cap {
                        Cap::Money(cents) => (i128::from(cents.cents()) - used).max(0),
                        Cap::Proposals(count)
                            if self.given(&member.id) == 0 && funded + 1 > u64::from(*count) =>
                        {
                            0
                        }
                        Cap::Proposals(_) => most,
                    });
                }
            }
        }
        most
    }

    /// Gives to an award given in part as much of the rest as there is.
    fn complete(&mut self, unit: &Plain, full: i128, room: i128, counts: Option<usize>) -> Got {
        let most = self.most_of_rest(unit, full);
        let part = self.part(unit);
        let amount = most.min(room);
        if amount > 0 {
            self.give(unit, amount, counts);
        }
        let closes = amount < full && amount.max(0) == room.max(0) && (amount > 0 || most > 0);
        if closes {
            self.closed.push((part, unit.reserve));
        }
        if amount > 0 {
            (amount, counts, closes)
        } else {
            (0, None, closes)
        }
    }

    /// Shares an amount among the members: whole cents in proportion, then one cent each to the
    /// largest remainders.
    fn give(&mut self, unit: &Plain, amount: i128, reserve: Option<usize>) {
        let full = self.asks(unit);
        let asks: Vec<i128> = unit.members.iter().map(|it| self.asks_of(it)).collect();
        let mut shares: Vec<i128> = asks.iter().map(|asks| amount * asks / full).collect();
        let mut order: Vec<usize> = (0..asks.len()).collect();
        order.sort_by_key(|place| -(amount * asks[*place] % full));
        for place in order
            .into_iter()
            .take(usize::try_from(amount - shares.iter().sum::<i128>()).unwrap())
        {
            shares[place] += 1;
        }
        for (member, cents) in unit.members.iter().zip(shares) {
            self.gifts.push(Gift {
                unit: unit.id.clone(),
                member: member.id.clone(),
                cents,
                pool: self.part(unit),
                reserve,
            });
        }
    }
}

thread_local! {
    /// All candidates of the case, so that a cap can be summed up over whoever was given money.
    static CANDIDATES: std::cell::RefCell<Vec<Candidate>> = const { std::cell::RefCell::new(Vec::new()) };
}

fn units(candidates: &[Candidate]) -> Vec<Plain> {
    CANDIDATES.set(candidates.to_vec());
    let mut units: Vec<Plain> = Vec::new();
    let mut candidates = candidates.to_vec();
    candidates.sort_by(|a, b| a.id.cmp(&b.id));
    for candidate in candidates {
        let id = candidate.group.clone().unwrap_or(candidate.id.clone());
        match units.iter_mut().find(|unit| unit.id == id) {
            Some(unit) => unit.members.push(candidate),
            None => units.push(Plain {
                id,
                keys: candidate.keys.clone(),
                pool: candidate.pool.clone(),
                reserve: None,
                members: vec![candidate],
            }),
        }
    }
    for unit in &mut units {
        let reserves = 0..unit.members[0].reserves.len();
        unit.reserve = reserves
            .into_iter()
            .find(|place| unit.members.iter().all(|member| member.reserves[*place]));
    }
    units
}

/// Takes out all units that no other precedes, in the order of their ids.
fn take_best(waiting: &mut Vec<Plain>, descending: &[bool]) -> Vec<Plain> {
    let best = waiting
        .iter()
        .find(|unit| {
            !waiting
                .iter()
                .any(|other| precedes(&other.keys, &unit.keys, descending))
        })
        .unwrap()
        .keys
        .clone();
    let (mut class, rest): (Vec<_>, Vec<_>) = waiting.drain(..).partition(|it| it.keys == best);
    *waiting = rest;
    class.sort_by(|a, b| a.id.cmp(&b.id));
    class
}

fn precedes(left: &[Key], right: &[Key], descending: &[bool]) -> bool {
    for place in 0..left.len() {
        if left[place] != right[place] {
            return (left[place] > right[place]) == descending[place];
        }
    }
    false
}

/// Returns the units that are treated differently by the order, none where it does not matter.
///
/// Also holds the two ways of saying so against each other: "tried after the others it gets
/// another amount than tried first" must be true of some unit whenever any amount differs.
fn try_every_order(class: &[Plain], start: &World<'_>) -> BTreeSet<String> {
    let mut all: BTreeMap<&str, BTreeSet<(i128, Option<usize>)>> = BTreeMap::new();
    let mut edges = all.clone();
    let mut closing: BTreeMap<&str, BTreeSet<bool>> = BTreeMap::new();
    let mut ends = BTreeSet::new();
    for order in orders(class.len()) {
        let mut world = start.clone();
        for (place, index) in order.iter().enumerate() {
            let unit = &class[*index];
            let (amount, reserve, closes) = world.step(unit);
            all.entry(&unit.id).or_default().insert((amount, reserve));
            closing.entry(&unit.id).or_default().insert(closes);
            if place == 0 || place + 1 == order.len() {
                edges.entry(&unit.id).or_default().insert((amount, reserve));
            }
        }
        ends.insert(closed_to(&world));
    }
    assert_eq!(differing(&all), differing(&edges));
    if differing(&all).is_empty() && ends.len() > 1 {
        return differing(&closing);
    }
    differing(&all)
}

fn differing<T>(seen: &BTreeMap<&str, BTreeSet<T>>) -> BTreeSet<String> {
    let several = seen.iter().filter(|(_, values)| values.len() > 1);
    several.map(|(id, _)| (*id).to_owned()).collect()
}

/// Returns every part of the walk that is closed: to all without a reserve, or to the members of
/// one that is unmet.
fn closed_to(world: &World<'_>) -> BTreeSet<(Option<String>, Option<usize>)> {
    let mut parts = BTreeSet::new();
    for (part, _) in &world.closed {
        parts.insert((part.clone(), None));
        for reserve in 0..world.reserves.len() {
            if world.unmet(reserve) > 0 && !world.is_open_to_members(part.as_ref(), reserve) {
                parts.insert((part.clone(), Some(reserve)));
            }
        }
    }
    parts
}

fn orders(length: usize) -> Vec<Vec<usize>> {
    if length == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in orders(length - 1) {
        for place in 0..=shorter.len() {
            let mut order = shorter.clone();
            order.insert(place, length - 1);
            all.push(order);
        }
    }
    all
}
