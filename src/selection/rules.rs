//! The rules of a selection: the money, how it is divided, and what holds some of it back.

use std::collections::BTreeMap;

use crate::number::Money;
use crate::value::{Leftovers, Limit};

/// The rules of a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// For each key, whether the greatest stands first.
    pub descending: Vec<bool>,
    /// The lot that puts in order what all keys leave equal, if the call has one.
    pub lot: Option<Lot>,
    /// The money there is; `None` where the call only ranks.
    pub envelope: Option<Money>,
    /// How the envelope is divided; `None` where it is one pool.
    pub pools: Option<Pools>,
    /// What one applicant, one place or the like may be given at most.
    pub caps: Vec<Cap>,
    /// The money held back for some, in the order in which the rules are written.
    pub reserves: Vec<Reserve>,
    /// What happens where the money ends.
    pub limit: Limit,
}

impl Rules {
    /// Returns the rules of one undivided envelope, without caps, reserves or a lot.
    ///
    /// ```
    /// use bando::{number::Money, selection::Rules, value::Limit};
    /// let rules = Rules::new(vec![true], Some(Money::from_cents(100)), Limit::Stop);
    /// assert_eq!(rules.pools, None);
    /// ```
    pub fn new(descending: Vec<bool>, envelope: Option<Money>, limit: Limit) -> Self {
        Self {
            descending,
            lot: None,
            envelope,
            pools: None,
            caps: Vec::new(),
            reserves: Vec::new(),
            limit,
        }
    }
}

/// A lot that comes after all keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lot {
    /// It has not been drawn.
    Awaited,
    /// It has been drawn: the public text that decides.
    Seed(String),
}

/// The envelope, divided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pools {
    /// What each pool holds, by its key; all together hold the envelope.
    pub shares: BTreeMap<String, Money>,
    /// What becomes of the money that a pool does not spend.
    pub leftovers: Leftovers,
}

/// What the candidates of one key may be given at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cap {
    /// So much money in all.
    Money(Money),
    /// So many proposals, whatever their awards.
    Proposals(u32),
}

/// Money held back for some of the candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reserve {
    /// How much.
    pub amount: Money,
    /// Whether it counts only whom the money of all would not have funded.
    pub in_addition: bool,
    /// Whether what its members do not use goes to all in a last walk.
    pub released: bool,
}
