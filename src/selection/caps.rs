//! What the caps have taken in, for each of those against whom they count.

use std::collections::BTreeMap;

use super::claims::Claim;
use super::state::{Given, money, shares};
use super::told::Counts;
use super::{Cap, SelectionError};

/// The caps, with a tally for each key.
#[derive(Clone, Debug)]
pub(super) struct Caps {
    rules: Vec<Cap>,
    /// What a cap has taken in for one key: cents or proposals, whichever it counts.
    tallies: Vec<i128>,
}

/// What one member adds to one tally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Use {
    /// The place of the cap.
    pub(super) cap: u32,
    /// The place of the tally.
    pub(super) tally: u32,
    /// The place of the member in its unit.
    pub(super) member: u32,
    /// Whether it counts as a proposal; one that is funded already does not.
    pub(super) is_new: bool,
}

/// Puts the uses of one group in the order of the caps and of its members, those of one tally
/// together.
pub(super) fn bring_together(uses: &mut [Use]) {
    let mut first: BTreeMap<u32, u32> = BTreeMap::new();
    for used in &*uses {
        first.entry(used.tally).or_insert(used.member);
    }
    uses.sort_by_key(|used| (used.cap, first.get(&used.tally).copied(), used.member));
}

impl Caps {
    /// Returns caps that have no tally yet.
    pub(super) fn new(rules: &[Cap]) -> Self {
        Self {
            rules: rules.to_vec(),
            tallies: Vec::new(),
        }
    }

    /// Begins the tally of one more key; returns its place.
    pub(super) fn add(&mut self) -> u32 {
        let place = u32::try_from(self.tallies.len()).unwrap_or(u32::MAX);
        self.tallies.push(0);
        place
    }

    /// Counts a proposal that has `cents` already.
    pub(super) fn take_in(&mut self, cap: u32, tally: u32, cents: i64) {
        let adds = match self.rules.get(cap as usize) {
            Some(Cap::Money(_)) => i128::from(cents),
            Some(Cap::Proposals(_)) => 1,
            None => 0,
        };
        if let Some(tally) = self.tallies.get_mut(tally as usize) {
            *tally = tally.saturating_add(adds);
        }
    }

    /// Returns the first use that some cap has no room for.
    pub(super) fn refusing(&self, claim: &Claim) -> Option<usize> {
        let mut place = 0_usize;
        for uses in claim.uses.chunk_by(|a, b| a.tally == b.tally) {
            let (cap, tally) = self.tally(uses.first()?)?;
            let adds = adds(cap, claim, uses);
            let is_over = match cap {
                Cap::Money(most) => tally.saturating_add(adds) > i128::from(most.cents()),
                Cap::Proposals(most) => adds > 0 && tally.saturating_add(adds) > i128::from(most),
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
        let uses = claim.uses.get(place..).unwrap_or_default();
        let mut uses = uses.chunk_by(|a, b| a.tally == b.tally);
        let uses = uses.next().ok_or(SelectionError::Overflow)?;
        let tally = uses.first().and_then(|first| self.tally(first));
        let (cap, taken_in) = tally.ok_or(SelectionError::Overflow)?;
        let adds = adds(cap, claim, uses);
        let count = |count: i128| u32::try_from(count).map_err(|_| SelectionError::Overflow);
        Ok(match cap {
            Cap::Money(_) => Counts::Money {
                used: money(taken_in)?,
                adds: money(adds)?,
            },
            Cap::Proposals(_) => Counts::Proposals {
                used: count(taken_in)?,
                adds: count(adds)?,
            },
        })
    }

    /// Returns how much of a claim the caps have room for, were it all for one of its keys.
    pub(super) fn room(&self, claim: &Claim) -> i128 {
        let rooms = claim.uses.iter().map(|used| match self.tally(used) {
            Some((Cap::Money(most), tally)) => {
                i128::from(most.cents()).saturating_sub(tally).max(0)
            }
            Some((Cap::Proposals(most), tally)) => {
                if used.is_new && tally.saturating_add(1) > i128::from(most) {
                    0
                } else {
                    claim.full
                }
            }
            None => 0,
        });
        rooms.min().unwrap_or(claim.full)
    }

    /// Counts what a claim is given, with sign 1, or takes it back, with sign -1.
    pub(super) fn count(&mut self, claim: &Claim, given: Given, sign: i128) {
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
            let adds = match self.rules.get(used.cap as usize) {
                Some(Cap::Money(_)) => share,
                Some(Cap::Proposals(_)) => i128::from(used.is_new && share > 0),
                None => 0,
            };
            if let Some(tally) = self.tallies.get_mut(used.tally as usize) {
                *tally = tally.saturating_add(adds.saturating_mul(sign));
            }
        }
    }

    fn tally(&self, used: &Use) -> Option<(Cap, i128)> {
        let cap = self.rules.get(used.cap as usize)?;
        Some((*cap, *self.tallies.get(used.tally as usize)?))
    }
}

/// Returns what the uses of one tally add to it.
fn adds(cap: Cap, claim: &Claim, uses: &[Use]) -> i128 {
    match cap {
        Cap::Money(_) => uses.iter().map(|used| claim.asks(used.member)).sum(),
        Cap::Proposals(_) => uses.iter().map(|used| i128::from(used.is_new)).sum(),
    }
}
