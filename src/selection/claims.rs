//! What each unit asks, with its pool, reserve and caps as places instead of names.

use std::collections::{BTreeMap, HashMap};

use smallvec::SmallVec;

use super::{Member, Rules, Unit};
use crate::number::Money;

/// What a unit asks, and what that touches.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// What it still asks, in cents: the sum of its members' claims.
    pub(super) full: i128,
    /// Whether it was given a part, of which this is the rest.
    pub(super) is_rest: bool,
    /// The place of its pool.
    pub(super) pool: Option<usize>,
    /// The place of its reserve.
    pub(super) reserve: Option<usize>,
    /// What each member asks; empty where there is one member.
    pub(super) weights: Vec<i64>,
    /// What it adds to which cap, in the order of caps and keys.
    pub(super) uses: SmallVec<[Use; 2]>,
}

/// What one member adds to one cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Use {
    /// The place of the cap.
    pub(super) cap: usize,
    /// The place of the key among those of the cap.
    pub(super) key: usize,
    /// The place of the member.
    pub(super) member: usize,
    /// What it asks.
    pub(super) cents: i64,
    /// One, or none where it is funded already.
    pub(super) proposals: u8,
}

/// The claims of all units, and what the caps have taken in already.
#[derive(Debug)]
pub(super) struct Claims {
    /// One for each unit, in their order.
    pub(super) each: Vec<Claim>,
    /// For each cap and each of its keys, money and proposals taken in.
    pub(super) taken_in: Vec<Vec<(i128, i128)>>,
}

/// Returns what the units still ask.
pub(super) fn claims(units: &[Unit], rules: &Rules) -> Claims {
    let mut maker = Maker {
        pools: rules
            .pools
            .iter()
            .flat_map(|pools| pools.shares.keys())
            .enumerate()
            .map(|(place, key)| (key.as_str(), place))
            .collect(),
        keys: vec![HashMap::new(); rules.caps.len()],
        taken_in: vec![Vec::new(); rules.caps.len()],
    };
    Claims {
        each: units.iter().map(|unit| maker.claim(unit)).collect(),
        taken_in: maker.taken_in,
    }
}

impl Claim {
    /// Turns the claim into what is left of it once its members were given their shares.
    pub(super) fn reduce(&mut self, shares: &[Money]) {
        let share = |member: usize| shares.get(member).map_or(0, |share| share.cents());
        self.is_rest = true;
        let given = shares.iter().map(|share| i128::from(share.cents()));
        self.full = self.full.saturating_sub(given.sum());
        for (member, weight) in self.weights.iter_mut().enumerate() {
            *weight = weight.saturating_sub(share(member));
        }
        for used in &mut self.uses {
            used.cents = used.cents.saturating_sub(share(used.member));
            if share(used.member) > 0 {
                used.proposals = 0;
            }
        }
    }
}

/// Gives names their places.
struct Maker<'a> {
    pools: BTreeMap<&'a str, usize>,
    keys: Vec<HashMap<&'a str, usize>>,
    taken_in: Vec<Vec<(i128, i128)>>,
}

impl<'a> Maker<'a> {
    fn claim(&mut self, unit: &'a Unit) -> Claim {
        let weights: Vec<i64> = match unit.members.as_slice() {
            [_] => Vec::new(),
            members => members.iter().map(asked).collect(),
        };
        let mut uses = SmallVec::new();
        for (place, member) in unit.members.iter().enumerate() {
            for (cap, key) in member.caps.iter().enumerate() {
                if let Some(key) = key {
                    uses.extend(self.take_in(cap, key, place, member));
                }
            }
        }
        if unit.members.len() > 1 {
            uses.sort_unstable();
        }
        Claim {
            full: unit.members.iter().map(|it| i128::from(asked(it))).sum(),
            is_rest: unit.members.iter().any(|it| it.award > Money::ZERO),
            pool: unit
                .pool
                .as_deref()
                .and_then(|pool| self.pools.get(pool).copied()),
            reserve: unit.reserve,
            weights,
            uses,
        }
    }

    fn take_in(&mut self, cap: usize, key: &'a str, place: usize, member: &Member) -> Option<Use> {
        let (keys, taken_in) = (self.keys.get_mut(cap)?, self.taken_in.get_mut(cap)?);
        let key = *keys.entry(key).or_insert_with(|| {
            taken_in.push((0, 0));
            taken_in.len().saturating_sub(1)
        });
        let award = i128::from(member.award.cents());
        if award > 0 {
            let (cents, proposals) = taken_in.get_mut(key)?;
            *cents = cents.saturating_add(award);
            *proposals = proposals.saturating_add(1);
        }
        let cents = asked(member);
        (cents > 0).then(|| Use {
            cap,
            key,
            member: place,
            cents,
            proposals: u8::from(award == 0),
        })
    }
}

/// Returns what a member still asks, in cents.
fn asked(member: &Member) -> i64 {
    if member.departure.is_some() {
        return 0;
    }
    let full = member.full.cents().max(0);
    full.saturating_sub(member.award.cents())
}
