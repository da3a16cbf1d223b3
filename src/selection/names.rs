//! Numbers for the names of pools, and of those against whom the caps count.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Rules;
use super::caps::Caps;

/// Gives names their places, each cap's for themselves.
pub(super) struct Names<'a> {
    pools: Places<'a>,
    keys: Vec<Places<'a>>,
    pub(super) caps: Caps,
}

/// Only looked up, never walked through, so that its order is nowhere seen.
type Places<'a> = HashMap<&'a str, u32, RandomState>;

impl<'a> Names<'a> {
    pub(super) fn new(rules: &'a Rules) -> Self {
        let pools = rules.pools.iter().flat_map(|pools| pools.shares.keys());
        Self {
            pools: pools.map(String::as_str).zip(0..).collect(),
            keys: vec![Places::default(); rules.caps.len()],
            caps: Caps::new(&rules.caps),
        }
    }

    /// Returns the place of a pool of the rules.
    pub(super) fn pool(&self, name: Option<&str>) -> Option<u32> {
        self.pools.get(name?).copied()
    }

    /// Adds to `tallies` one place for each cap of the rules.
    pub(super) fn tallies(&mut self, keys: &'a [Option<String>], tallies: &mut Vec<Option<u32>>) {
        for (cap, places) in self.keys.iter_mut().enumerate() {
            let key = keys.get(cap).and_then(Option::as_deref);
            tallies.push(key.map(|key| {
                let new = || self.caps.add();
                *places.entry(key).or_insert_with(new)
            }));
        }
    }
}
