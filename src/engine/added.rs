//! Where the money goes that a slide adds: to a pool by name, to all pools, or to the one ranking.

use std::collections::BTreeMap;

use super::events::Slide;
use super::funds;
use crate::call::{Call, Envelope, Pools, Sum};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Money;
use crate::selection::{Event, To};
use crate::text::{Language, Text};
use crate::value::{Leftovers, MoreMoney};

/// What one slide added to the envelope, and where that went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Which slide it is since the ranking, counted from 1.
    pub slide: usize,
    /// What went to pools by their names.
    pub named: BTreeMap<String, Money>,
    /// What each pool was given of the money that names none, apportioned once, alone.
    pub shared: BTreeMap<String, Money>,
    /// What went to the one ranking.
    pub one_ranking: Money,
}

impl Added {
    /// Returns what a pool was given in all.
    pub fn to(&self, pool: &str) -> Option<Money> {
        let of = |amounts: &BTreeMap<String, Money>| amounts.get(pool).copied();
        let (named, shared) = (of(&self.named), of(&self.shared));
        named.unwrap_or_default().add(shared.unwrap_or_default())
    }

    /// Returns all that was added.
    pub fn all(&self) -> Option<Money> {
        let pools = self.named.values().chain(self.shared.values()).copied();
        Money::sum(pools)?.add(self.one_ranking)
    }
}

/// Returns what a slide added; `resolved` are its events as [`to_no_pool`] has directed them.
/// `None` where a sum is too large.
pub(super) fn added(slide: usize, events: &Slide, resolved: &[Event]) -> Option<Added> {
    let mut added = Added {
        slide,
        ..Added::default()
    };
    for happened in &events.events {
        if let Event::MoreMoney {
            to: To::Pools(pools),
            ..
        } = &happened.event
        {
            add_up(&mut added.named, pools)?;
        }
    }
    for event in resolved {
        match event {
            Event::MoreMoney {
                to: To::Pools(pools),
                ..
            } => add_up(&mut added.shared, pools)?,
            Event::MoreMoney { amount, .. } => {
                added.one_ranking = added.one_ranking.add(*amount)?;
            }
            _ => {}
        }
    }
    for (pool, named) in &added.named {
        let all = added.shared.get_mut(pool)?;
        *all = all.sub(*named)?;
    }
    if added.shared.values().all(|it| *it == Money::ZERO) {
        added.shared.clear();
    }
    Some(added)
}

fn add_up(sums: &mut BTreeMap<String, Money>, amounts: &BTreeMap<String, Money>) -> Option<()> {
    for (pool, amount) in amounts {
        let sum = sums.entry(pool.clone()).or_default();
        *sum = sum.add(*amount)?;
    }
    Some(())
}

/// Returns the events by which `amount` is added that is for no pool by name: apportioned once,
/// alone, as the rules say. What the pools were given before does not change.
///
/// # Errors
/// Says why the rules give no way, and what to do.
pub(super) fn to_no_pool(call: &Call, amount: Money) -> Result<Event, Text> {
    let pools = call.envelope.as_ref().and_then(|it| it.pools.as_ref());
    let to = match pools.map(|pools| (pools, pools.more_money)) {
        None | Some((_, Some(MoreMoney::OneRanking))) => To::OneRanking,
        Some((pools, Some(MoreMoney::SameShares))) => To::Pools(
            funds::apportion(call, pools, amount)
                .map_err(|why| not_shared(&why.in_keywords_of(call.keywords)))?,
        ),
        Some((pools, None)) => return Err(not_said(call, pools)),
    };
    Ok(Event::MoreMoney { amount, to })
}

/// Returns how the reserves that are parts of the envelope grow when it grows by `added`.
pub(super) fn to_reserves(envelope: &Envelope, added: Money) -> Vec<Event> {
    let reserves = envelope.reserves.iter().enumerate();
    reserves
        .filter_map(|(reserve, rule)| match &rule.amount {
            Sum::Money(_) => None,
            Sum::Part(part) => Some(Event::MoreReserved {
                reserve,
                amount: funds::part_of(added, *part)?,
            }),
        })
        .collect()
}

fn not_said(call: &Call, pools: &Pools) -> Text {
    let (it, en) = match pools.leftovers {
        Leftovers::Unspent => ("", ""),
        Leftovers::OneRanking => (
            " o `‹more money to one ranking›`",
            " or `‹more money to one ranking›`",
        ),
    };
    let message = Text::new(
        format!(
            "le quote sono importi fissi, e le regole non dicono come si dividono nuove risorse: nominare la quota nella colonna `quota`; oppure, se l'avviso lo prevede, aggiungere alla dotazione `‹more money by the same shares›`{it} e rifare la graduatoria"
        ),
        format!(
            "the pools are fixed amounts, and the rules do not say how more money is shared out: name the pool in the column `pool`; or, if the call provides for it, add to the envelope `‹more money by the same shares›`{en} and rank again"
        ),
    );
    let found = Diagnostic::error(Code::NoPool, pools.span, message);
    found.in_keywords_of(call.keywords).message
}

fn not_shared(why: &Diagnostic) -> Text {
    let why = |language| why.message.get(language);
    Text::new(
        format!(
            "{}; nominare la quota nella colonna `quota`",
            why(Language::Italian)
        ),
        format!(
            "{}; name the pool in the column `pool`",
            why(Language::English)
        ),
    )
}
