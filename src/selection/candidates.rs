//! What is ranked: the candidates, and all that can be known of them before the rules of the money.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::names::Names;
use super::order::{Column, columns};
use super::units::{Parties, Party, check_group};
use super::{Key, SelectionError};
use crate::number::Money;

/// What one proposal brings to the ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its id; no two candidates share one.
    pub id: String,
    /// What makes proposals one unit; `None` where each stands alone.
    pub group: Option<String>,
    /// The keys, in the order in which they decide; the same number for every candidate.
    pub keys: Arc<Vec<Key>>,
    /// What it is to be awarded.
    pub award: Money,
    /// The pool on which it draws, if it has one.
    pub pool: Option<String>,
    /// For each cap, whom it counts against; `None` where the cap does not concern it.
    pub caps: Arc<Vec<Option<String>>>,
    /// For each reserve, whether it admits the proposal.
    pub reserves: Vec<bool>,
}

impl Candidate {
    /// Returns a candidate that stands alone, without a pool, caps or reserves.
    ///
    /// ```
    /// use bando::{number::Money, selection::Candidate};
    /// let candidate = Candidate::new("a", Vec::new(), Money::from_cents(100));
    /// assert_eq!(candidate.group, None);
    /// ```
    pub fn new(id: &str, keys: Vec<Key>, award: Money) -> Self {
        Self {
            id: id.to_owned(),
            group: None,
            keys: keys.into(),
            award,
            pool: None,
            caps: Arc::default(),
            reserves: Vec::new(),
        }
    }
}

/// Candidates made ready to be selected from, once or under many rules.
///
/// Groups are made, the first keys brought to whole numbers, and pools and those against whom caps
/// count given numbers; [`decide`](super::decide) then reads no text.
#[derive(Debug)]
pub struct Candidates<'a> {
    pub(super) parties: Parties<'a>,
    /// The units, in no order that means anything.
    pub(super) units: Vec<Party>,
    /// The first keys of the units.
    pub(super) columns: Vec<Column>,
    /// What each candidate brings.
    pub(super) entries: Vec<Entry>,
    /// The names of the pools on which some candidate draws, by their numbers.
    pub(super) pools: Vec<&'a str>,
    /// For each candidate as many as `caps`: the tally that is its in each cap.
    tallies: Vec<Option<u32>>,
    caps: usize,
    /// How many names each cap tells apart.
    pub(super) key_counts: Vec<usize>,
}

/// What a candidate brings, with numbers instead of names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// What it asks, in cents; nothing where its award is less.
    pub(super) award: i64,
    /// The number of its pool.
    pub(super) pool: Option<u32>,
    /// The place of the first reserve that admits it.
    pub(super) reserve: Option<u32>,
}

impl<'a> Candidates<'a> {
    /// Makes candidates ready.
    ///
    /// # Errors
    /// A group whose members differ in a key or the pool, or more candidates than can be counted.
    ///
    /// # What does each way at the limit spend?
    /// ```
    /// use bando::number::{Fraction, Money};
    /// use bando::selection::{Candidate, Candidates, Key, Rules, decide};
    /// use bando::value::Limit;
    /// let all = [(90, 60), (80, 50), (70, 10)].map(|(points, cents)| {
    ///     let keys = vec![Key::Number(Fraction::integer(points))];
    ///     Candidate::new(&points.to_string(), keys, Money::from_cents(cents))
    /// });
    /// let candidates = Candidates::new(&all).unwrap();
    /// let spent = [Limit::Stop, Limit::PassOver].map(|limit| {
    ///     let rules = Rules::new(vec![true], Some(Money::from_cents(100)), limit);
    ///     let decision = decide(&candidates, &rules).unwrap();
    ///     decision.awards().map(|(_, award)| award.cents()).sum::<i64>()
    /// });
    /// assert_eq!(spent, [60, 70]);
    /// ```
    pub fn new(all: &'a [Candidate]) -> Result<Self, SelectionError> {
        let mut groups: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        let mut units = Vec::with_capacity(all.len());
        for (place, candidate) in all.iter().enumerate() {
            let place = u32::try_from(place).map_err(|_| SelectionError::Overflow)?;
            match &candidate.group {
                Some(group) => groups.entry(group).or_default().push(place),
                None => units.push(Party::Alone(place)),
            }
        }
        let groups = groups.into_iter().collect();
        let mut parties = Parties {
            candidates: all,
            groups,
        };
        for (place, (name, members)) in (0..).zip(&mut parties.groups) {
            check_group(all, name, members)?;
            units.push(Party::Group(place));
        }
        let caps = all.iter().map(|it| it.caps.len()).max().unwrap_or_default();
        let mut names = Names::new(caps);
        let mut entries = Vec::with_capacity(all.len());
        let mut tallies = Vec::with_capacity(all.len().saturating_mul(caps));
        for candidate in all {
            entries.push(Entry {
                award: candidate.award.cents().max(0),
                pool: names.pool(candidate.pool.as_deref()),
                reserve: first_reserve(candidate),
            });
            names.tallies(&candidate.caps, &mut tallies);
        }
        Ok(Self {
            columns: columns(&parties, &units),
            parties,
            units,
            entries,
            tallies,
            caps,
            key_counts: names.key_counts(),
            pools: names.into_pools(),
        })
    }

    /// Returns what the candidate at a place brings, and its tallies in the first `caps` caps.
    pub(super) fn get(&self, place: u32, caps: usize) -> Option<(Entry, &[Option<u32>])> {
        let place = place as usize;
        let from = place.checked_mul(self.caps)?;
        let to = from.checked_add(self.caps.min(caps))?;
        Some((*self.entries.get(place)?, self.tallies.get(from..to)?))
    }
}

fn first_reserve(candidate: &Candidate) -> Option<u32> {
    let place = candidate.reserves.iter().position(|admits| *admits)?;
    u32::try_from(place).ok()
}
