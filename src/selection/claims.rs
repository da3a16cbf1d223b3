//! What each unit asks, with its pool, reserve and caps as places instead of names.

use std::collections::BTreeMap;

use super::caps::{Caps, Use, bring_together};
use super::names::Names;
use super::units::{Party, Ranked};
use super::{Member, Rules, SelectionError, Unit};
use crate::number::Money;

/// What a unit asks, and what that touches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim<'a> {
    /// What it still asks, in cents: the sum of its members' claims.
    pub(super) full: i128,
    /// Whether it was given a part, of which this is the rest.
    pub(super) is_rest: bool,
    /// The place of its pool.
    pub(super) pool: Option<usize>,
    /// The place of its reserve.
    pub(super) reserve: Option<usize>,
    /// What each member asks; empty where there is one member.
    pub(super) weights: &'a [i64],
    /// What it adds to which cap, in the order of caps and members; what meets in one tally stands
    /// together.
    pub(super) uses: &'a [Use],
}

/// The claims of all units, in their order.
#[derive(Debug, Default)]
pub(super) struct Claims {
    rows: Vec<Row>,
    weights: Vec<i64>,
    uses: Vec<Use>,
    /// Whether some unit asks for the rest of an award given in part.
    pub(super) has_rests: bool,
}

/// A claim as it is kept: flat, because there are many.
#[derive(Clone, Copy, Debug)]
struct Row {
    full: i64,
    pool: Option<u32>,
    reserve: Option<u32>,
    weights: Span,
    uses: Span,
    is_rest: bool,
}

/// A part of a list.
#[derive(Clone, Copy, Debug)]
struct Span {
    from: u32,
    to: u32,
}

/// What a member asks and has, in cents, and whom it counts against in each cap.
struct Asked<'a> {
    asks: i64,
    has: i64,
    tallies: &'a [Option<u32>],
}

impl Claim<'_> {
    /// Returns what a member asks, in cents.
    pub(super) fn asks(&self, member: u32) -> i128 {
        let weight = self.weights.get(member as usize);
        weight.map_or(self.full, |weight| i128::from(*weight))
    }
}

impl Claims {
    /// Returns what units ask that are given nothing yet.
    pub(super) fn new(ranked: &Ranked, rules: &Rules) -> Result<(Self, Caps), SelectionError> {
        let candidates = ranked.candidates;
        let places = pool_places(rules);
        let pools: Vec<Option<u32>> = candidates
            .pools
            .iter()
            .map(|name| places.get(name).copied())
            .collect();
        let mut caps = Caps::new(&rules.caps, &candidates.key_counts);
        let of = |place: &u32| candidates.get(*place, rules.caps.len());
        let mut claims = Self {
            rows: Vec::with_capacity(ranked.order.len()),
            weights: Vec::new(),
            uses: Vec::with_capacity(ranked.order.len().saturating_mul(rules.caps.len())),
            has_rests: false,
        };
        for party in &ranked.order {
            let members = candidates.parties.places(party);
            let Some((first, _)) = members.first().and_then(of) else {
                continue;
            };
            let pool = first.pool.and_then(|pool| *pools.get(pool as usize)?);
            let reserve = match party {
                Party::Alone(_) => first.reserve,
                Party::Group(_) => as_place(candidates.parties.reserve(*party)),
            };
            let members = members.iter().filter_map(of);
            let members = members.map(|(entry, tallies)| Asked {
                asks: entry.award,
                has: 0,
                tallies,
            });
            let added = claims.add(pool, reserve, members, &mut caps);
            added.ok_or(SelectionError::Overflow)?;
        }
        Ok((claims, caps))
    }

    /// Returns what the units of an approved ranking still ask.
    pub(super) fn of_units(units: &[Unit], rules: &Rules) -> Result<(Self, Caps), SelectionError> {
        let width = rules.caps.len();
        let mut names = Names::new(width);
        let mut tallies = Vec::new();
        for member in units.iter().flat_map(|unit| &unit.members) {
            names.tallies(&member.caps, &mut tallies);
        }
        let mut caps = Caps::new(&rules.caps, &names.key_counts());
        let places = pool_places(rules);
        let mut claims = Self::default();
        let mut from = 0_usize;
        for unit in units {
            let members = unit.members.iter().map(|member| {
                let to = from.saturating_add(width);
                let tallies = tallies.get(from..to).unwrap_or_default();
                from = to;
                Asked {
                    asks: asked(member),
                    has: member.award.cents(),
                    tallies,
                }
            });
            let pool = unit.pool.as_deref();
            let pool = pool.and_then(|pool| places.get(pool)).copied();
            let added = claims.add(pool, as_place(unit.reserve), members, &mut caps);
            added.ok_or(SelectionError::Overflow)?;
        }
        Ok((claims, caps))
    }

    /// Adds a unit; `None` where its sum is too large.
    fn add<'a>(
        &mut self,
        pool: Option<u32>,
        reserve: Option<u32>,
        members: impl Iterator<Item = Asked<'a>>,
        caps: &mut Caps,
    ) -> Option<()> {
        let (first_weight, first_use) = (self.weights.len(), self.uses.len());
        let mut full = 0_i64;
        let mut is_rest = false;
        for (member, asked) in (0..).zip(members) {
            full = full.checked_add(asked.asks)?;
            is_rest |= asked.has > 0;
            self.weights.push(asked.asks);
            for (cap, tally) in (0..).zip(asked.tallies) {
                let Some(tally) = tally else {
                    continue;
                };
                if asked.has > 0 {
                    caps.take_in(cap, *tally, asked.has);
                }
                if asked.asks > 0 {
                    self.uses.push(Use {
                        cap,
                        tally: *tally,
                        member,
                        is_new: asked.has == 0,
                    });
                }
            }
        }
        match self.weights.get_mut(first_weight..) {
            Some([_]) => self.weights.truncate(first_weight),
            _ => bring_together(self.uses.get_mut(first_use..)?),
        }
        self.has_rests |= is_rest && full > 0;
        self.rows.push(Row {
            full,
            pool,
            reserve,
            weights: Span::new(first_weight, self.weights.len())?,
            uses: Span::new(first_use, self.uses.len())?,
            is_rest,
        });
        Some(())
    }

    /// Returns how many units there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns what the unit at a place asks.
    pub(super) fn get(&self, place: usize) -> Option<Claim<'_>> {
        let row = self.rows.get(place)?;
        Some(Claim {
            full: i128::from(row.full),
            is_rest: row.is_rest,
            pool: row.pool.map(|place| place as usize),
            reserve: row.reserve.map(|place| place as usize),
            weights: row.weights.of(&self.weights),
            uses: row.uses.of(&self.uses),
        })
    }

    /// Returns the claims in the order of the units.
    pub(super) fn iter(&self) -> impl Iterator<Item = Claim<'_>> {
        (0..self.len()).filter_map(|place| self.get(place))
    }

    /// Turns a claim into what is left of it once its members were given their shares.
    pub(super) fn reduce(&mut self, place: usize, shares: &[Money]) {
        let Some(row) = self.rows.get_mut(place) else {
            return;
        };
        row.is_rest = true;
        for share in shares {
            row.full = row.full.saturating_sub(share.cents());
        }
        self.has_rests |= row.full > 0;
        let share = |member: u32| shares.get(member as usize).map_or(0, |share| share.cents());
        for (member, weight) in (0..).zip(row.weights.of_mut(&mut self.weights)) {
            *weight = weight.saturating_sub(share(member));
        }
        for used in row.uses.of_mut(&mut self.uses) {
            used.is_new &= share(used.member) == 0;
        }
    }
}

impl Span {
    fn new(from: usize, to: usize) -> Option<Self> {
        Some(Self {
            from: u32::try_from(from).ok()?,
            to: u32::try_from(to).ok()?,
        })
    }

    fn of<T>(self, all: &[T]) -> &[T] {
        let part = all.get(self.from as usize..self.to as usize);
        part.unwrap_or_default()
    }

    fn of_mut<T>(self, all: &mut [T]) -> &mut [T] {
        let part = all.get_mut(self.from as usize..self.to as usize);
        part.unwrap_or_default()
    }
}

/// Returns the places of the pools of the rules.
fn pool_places(rules: &Rules) -> BTreeMap<&str, u32> {
    let pools = rules.pools.iter().flat_map(|pools| pools.shares.keys());
    pools.map(String::as_str).zip(0..).collect()
}

/// Returns a place as it is kept where there are many.
pub(super) fn as_place(place: Option<usize>) -> Option<u32> {
    place.and_then(|place| u32::try_from(place).ok())
}

/// Returns what a member still asks, in cents.
fn asked(member: &Member) -> i64 {
    if member.departure.is_some() {
        return 0;
    }
    let full = member.full.cents().max(0);
    full.saturating_sub(member.award.cents())
}
