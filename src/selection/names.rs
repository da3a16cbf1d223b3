//! Numbers for the names of pools, and of those against whom the caps count.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// Gives names their numbers, each cap's for themselves.
#[derive(Debug)]
pub(super) struct Names<'a> {
    numbers: Numbers<'a>,
    /// The pools, by their numbers.
    pools: Vec<&'a str>,
    keys: Vec<Numbers<'a>>,
}

/// Only looked up, never walked through, so that its order is nowhere seen.
type Numbers<'a> = HashMap<&'a str, u32, RandomState>;

impl<'a> Names<'a> {
    /// Returns names that have no numbers yet.
    pub(super) fn new(caps: usize) -> Self {
        Self {
            numbers: Numbers::default(),
            pools: Vec::new(),
            keys: vec![Numbers::default(); caps],
        }
    }

    /// Returns the number of a pool.
    pub(super) fn pool(&mut self, name: Option<&'a str>) -> Option<u32> {
        let name = name?;
        let next = u32::try_from(self.pools.len()).ok()?;
        let number = *self.numbers.entry(name).or_insert(next);
        if number == next {
            self.pools.push(name);
        }
        Some(number)
    }

    /// Adds to `tallies` one number for each cap.
    pub(super) fn tallies(&mut self, keys: &'a [Option<String>], tallies: &mut Vec<Option<u32>>) {
        for (cap, numbers) in self.keys.iter_mut().enumerate() {
            let key = keys.get(cap).and_then(Option::as_deref);
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            tallies.push(key.map(|key| *numbers.entry(key).or_insert(next)));
        }
    }

    /// Returns how many names each cap tells apart.
    pub(super) fn key_counts(&self) -> Vec<usize> {
        self.keys.iter().map(HashMap::len).collect()
    }

    /// Returns the names of the pools, by their numbers.
    pub(super) fn into_pools(self) -> Vec<&'a str> {
        self.pools
    }
}
