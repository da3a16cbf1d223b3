//! What the caps have taken in, for each of those against whom they count.

use std::collections::BTreeMap;

use super::claims::Claim;
use super::state::{Given, Way, money, shares};
use super::told::Counts;
use super::{Cap, SelectionError};
use crate::number::Money;

/// The caps, each with a tally for each of its keys.
#[derive(Clone, Debug)]
pub(super) struct Caps(Vec<Tallies>);

/// What one cap has taken in for each key. They are apart because counts are small, and where
/// there are many applicants it is their place in memory that takes the time.
#[derive(Clone, Debug)]
enum Tallies {
    Money { most: Money, taken: Vec<i128> },
    Proposals { most: u32, taken: Vec<u32> },
}

/// What one member adds to one tally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Use {
    /// The place of the cap.
    pub(super) cap: u32,
    /// The place of the tally in it.
    pub(super) tally: u32,
    /// The place of the member in its unit.
    pub(super) member: u32,
    /// Whether it counts as a proposal; one that is funded already does not.
    pub(super) is_new: bool,
}

/// Puts the uses of one group in the order of the caps and of its members, those of one tally
/// together.
pub(super) fn bring_together(uses: &mut [Use]) {
    let mut first: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for used in &*uses {
        first.entry(used.place()).or_insert(used.member);
    }
    uses.sort_by_key(|used| (used.cap, first.get(&used.place()).copied(), used.member));
}

impl Use {
    fn place(&self) -> (u32, u32) {
        (self.cap, self.tally)
    }

    fn meets(&self, other: &Self) -> bool {
        self.place() == other.place()
    }
}

impl Caps {
    /// Returns caps that have taken in nothing yet; `keys` tells how many each is to tell apart.
    pub(super) fn new(rules: &[Cap], keys: &[usize]) -> Self {
        let keys = keys.iter().copied().chain(std::iter::repeat(0));
        let caps = rules.iter().zip(keys);
        Self(caps.map(|(cap, keys)| Tallies::new(*cap, keys)).collect())
    }

    /// Counts a proposal that has `cents` already.
    pub(super) fn take_in(&mut self, cap: u32, tally: u32, cents: i64) {
        if let Some(tallies) = self.0.get_mut(cap as usize) {
            tallies.change(tally, i128::from(cents), true, Way::Forth);
        }
    }

    /// Returns the first use that some cap has no room for.
    pub(super) fn refusing(&self, claim: &Claim) -> Option<usize> {
        let mut place = 0_usize;
        for uses in claim.uses.chunk_by(Use::meets) {
            let first = uses.first()?;
            let is_over = match self.0.get(first.cap as usize)? {
                Tallies::Money { most, taken } => {
                    let taken = taken.get(first.tally as usize)?;
                    taken.saturating_add(asked(claim, uses)) > i128::from(most.cents())
                }
                Tallies::Proposals { most, taken } => {
                    let taken = taken.get(first.tally as usize)?;
                    let adds = count(uses);
                    adds > 0 && taken.saturating_add(adds) > *most
                }
            };
            if is_over {
                return Some(place);
            }
            place = place.saturating_add(uses.len());
        }
        None
    }

    /// Returns what the cap of the use at `place` has taken in, and what the claim would add.
    pub(super) fn counts(&self, claim: &Claim, place: usize) -> Result<Counts, SelectionError> {
        let counts = || {
            let uses = claim.uses.get(place..)?.chunk_by(Use::meets).next()?;
            let first = uses.first()?;
            Some(match self.0.get(first.cap as usize)? {
                Tallies::Money { taken, .. } => Counts::Money {
                    used: money(*taken.get(first.tally as usize)?).ok()?,
                    adds: money(asked(claim, uses)).ok()?,
                },
                Tallies::Proposals { taken, .. } => Counts::Proposals {
                    used: *taken.get(first.tally as usize)?,
                    adds: count(uses),
                },
            })
        };
        counts().ok_or(SelectionError::Overflow)
    }

    /// Returns how much of a claim the caps have room for, were it all for one of its keys.
    pub(super) fn room(&self, claim: &Claim) -> i128 {
        let rooms = claim
            .uses
            .iter()
            .map(|used| self.room_of(claim, used).unwrap_or(0));
        rooms.min().unwrap_or(claim.full)
    }

    /// Returns the place of the cap that has the least room for a claim, the first of several.
    pub(super) fn least(&self, claim: &Claim) -> Option<u32> {
        let rooms = claim.uses.iter();
        let rooms = rooms.map(|used| (self.room_of(claim, used).unwrap_or(0), used.cap));
        rooms.min().map(|(_, cap)| cap)
    }

    fn room_of(&self, claim: &Claim, used: &Use) -> Option<i128> {
        Some(match self.0.get(used.cap as usize)? {
            Tallies::Money { most, taken } => {
                let taken = taken.get(used.tally as usize)?;
                i128::from(most.cents()).saturating_sub(*taken).max(0)
            }
            Tallies::Proposals { most, taken } => {
                let is_full = taken.get(used.tally as usize)? >= most;
                if used.is_new && is_full {
                    0
                } else {
                    claim.full
                }
            }
        })
    }

    /// Counts what a claim is given, or takes it back.
    pub(super) fn count(&mut self, claim: &Claim, given: Given, way: Way) {
        let shares = given
            .in_part
            .then(|| shares(claim, given).unwrap_or_default());
        for used in claim.uses {
            let share = match &shares {
                Some(shares) => {
                    let share = shares.get(used.member as usize);
                    share.map_or(0, |share| i128::from(share.cents()))
                }
                None => claim.asks(used.member),
            };
            if let Some(tallies) = self.0.get_mut(used.cap as usize) {
                tallies.change(used.tally, share, used.is_new && share > 0, way);
            }
        }
    }
}

impl Tallies {
    fn new(cap: Cap, keys: usize) -> Self {
        match cap {
            Cap::Money(most) => Self::Money {
                most,
                taken: vec![0; keys],
            },
            Cap::Proposals(most) => Self::Proposals {
                most,
                taken: vec![0; keys],
            },
        }
    }

    /// Counts cents, and perhaps a proposal; or takes both back.
    fn change(&mut self, tally: u32, cents: i128, is_new: bool, way: Way) {
        let tally = tally as usize;
        match self {
            Self::Money { taken, .. } => {
                if let Some(taken) = taken.get_mut(tally) {
                    *taken = match way {
                        Way::Forth => taken.saturating_add(cents),
                        Way::Back => taken.saturating_sub(cents),
                    };
                }
            }
            Self::Proposals { taken, .. } => {
                if let Some(taken) = taken.get_mut(tally) {
                    *taken = match way {
                        Way::Forth => taken.saturating_add(u32::from(is_new)),
                        Way::Back => taken.saturating_sub(u32::from(is_new)),
                    };
                }
            }
        }
    }
}

/// Returns what the members that meet in one tally ask, in cents.
fn asked(claim: &Claim, uses: &[Use]) -> i128 {
    uses.iter().map(|used| claim.asks(used.member)).sum()
}

/// Returns how many of the members that meet in one tally count as a proposal.
fn count(uses: &[Use]) -> u32 {
    uses.iter().map(|used| u32::from(used.is_new)).sum()
}
