//! The money of a call as a selection takes it: amounts known, parts of the envelope in cents.

use std::collections::BTreeMap;

use super::trouble;
use crate::analysis::from_programme::not_covered;
use crate::assessment::{Case, Evaluated, Later, evaluate};
use crate::call::{self, Call, CapMost, Envelope, Expr, PoolShares, Sum};
use crate::diagnostic::{DataPlace, Diagnostic};
use crate::facts::Proposal;
use crate::number::{Fraction, Money, Rounding, by_parts, largest_remainder};
use crate::selection::{Cap, Lot, Pools, Reserve, Rules};
use crate::territory;
use crate::value::{Limit, Value};

/// Returns the rules of the selection; those of a call without a ranking or an envelope rank
/// nobody, or give nothing.
pub(super) fn rules(call: &Call) -> Result<Rules, Diagnostic> {
    let ranking = call.ranking.as_ref();
    let keys = ranking.iter().flat_map(|ranking| &ranking.order_by);
    let mut rules = Rules::new(keys.map(|key| key.descending).collect(), None, Limit::Stop);
    let lot = ranking.and_then(|ranking| ranking.lot.as_ref());
    rules.lot = lot.map(|_| match &call.seed {
        Some(seed) => Lot::Seed(seed.clone()),
        None => Lot::Awaited,
    });
    let Some(envelope) = &call.envelope else {
        return Ok(rules);
    };
    let nobody = nobody(call);
    let funds = Funds {
        call,
        nobody: &nobody,
        envelope: Money::ZERO,
    };
    let amount = funds.amount(&envelope.amount)?;
    if let Some(from) = envelope
        .programme
        .as_ref()
        .filter(|it| amount > it.available)
    {
        let refused = not_covered(call, envelope.amount.span, amount, from);
        return Err(refused.in_keywords_of(call.keywords));
    }
    let funds = Funds {
        envelope: amount,
        ..funds
    };
    rules.envelope = Some(amount);
    rules.limit = envelope.limit;
    rules.pools = funds.pools(envelope)?;
    for cap in &envelope.caps {
        rules.caps.push(match &cap.most {
            CapMost::Money(sum) => Cap::Money(funds.sum(sum)?),
            CapMost::Proposals(count) => Cap::Proposals(*count),
        });
    }
    for reserve in &envelope.reserves {
        rules.reserves.push(Reserve {
            amount: funds.sum(&reserve.amount)?,
            in_addition: reserve.in_addition,
            released: reserve.released,
        });
    }
    Ok(rules)
}

/// Returns the money of a call; `None` where it has none, or where it is not known what that is on
/// the call's counting date.
///
/// ```
/// use bando::{call::Call, engine};
/// assert_eq!(engine::envelope_of(&Call::empty(jiff::tz::TimeZone::UTC)), None);
/// ```
pub fn envelope_of(call: &Call) -> Option<Money> {
    let nobody = nobody(call);
    let funds = Funds {
        call,
        nobody: &nobody,
        envelope: Money::ZERO,
    };
    funds.amount(&call.envelope.as_ref()?.amount).ok()
}

/// The rules of a call's money are the same for all, so nobody's facts are known to them.
fn nobody(call: &Call) -> Proposal {
    Proposal {
        id: String::new(),
        facts: vec![None; call.facts.len()],
        compare: BTreeMap::new(),
        place: DataPlace::default(),
    }
}

struct Funds<'a> {
    call: &'a Call,
    nobody: &'a Proposal,
    envelope: Money,
}

impl Funds<'_> {
    fn amount(&self, expr: &Expr) -> Result<Money, Diagnostic> {
        let case = Case {
            call: self.call,
            proposal: self.nobody,
            received: &[],
            later: Later::default(),
        };
        let amount = match evaluate(case, expr) {
            Evaluated::Known(Value::Number(euro)) => Money::from_euro(euro),
            _ => None,
        };
        let amount = amount.filter(|amount| *amount >= Money::ZERO);
        amount.ok_or_else(|| trouble::amount_unknown(self.call, expr.span))
    }

    fn sum(&self, sum: &Sum) -> Result<Money, Diagnostic> {
        match sum {
            Sum::Money(expr) => self.amount(expr),
            Sum::Part(part) => Ok(part_of(self.envelope, *part).unwrap_or(self.envelope)),
        }
    }

    fn pools(&self, envelope: &Envelope) -> Result<Option<Pools>, Diagnostic> {
        let Some(pools) = &envelope.pools else {
            return Ok(None);
        };
        let shares = match &pools.shares {
            PoolShares::Money(shares) => shares.clone(),
            PoolShares::Parts(_) | PoolShares::Weight(_) => {
                apportion(self.call, pools, self.envelope)?
            }
        };
        Ok(Some(Pools {
            shares,
            leftovers: pools.leftovers,
        }))
    }
}

/// Apportions an amount among the pools, by their percentages or weight, or in proportion to their
/// amounts; it sums exactly.
pub(super) fn apportion(
    call: &Call,
    pools: &call::Pools,
    amount: Money,
) -> Result<BTreeMap<String, Money>, Diagnostic> {
    let unknown = || trouble::amount_unknown(call, pools.span);
    match &pools.shares {
        PoolShares::Money(shares) => {
            let cents: Vec<i64> = shares.values().map(|share| share.cents()).collect();
            let amounts = largest_remainder(amount, &cents).ok_or_else(unknown)?;
            Ok(shares.keys().cloned().zip(amounts).collect())
        }
        PoolShares::Parts(parts) => {
            let shares: Vec<Fraction> = parts.values().copied().collect();
            let amounts = by_parts(amount, &shares).ok_or_else(unknown)?;
            Ok(parts.keys().cloned().zip(amounts).collect())
        }
        PoolShares::Weight(name) => {
            let weight = call.weight(name).ok_or_else(unknown)?;
            let shares = territory::shares(call, weight, amount)
                .map_err(|error| trouble::no_shares(call, pools.span, weight, &error))?;
            let shares = shares.shares.into_iter();
            Ok(shares.map(|share| (share.part.key, share.amount)).collect())
        }
    }
}

/// Returns a part of an amount, rounded down to the cent.
pub(super) fn part_of(whole: Money, part: Fraction) -> Option<Money> {
    let euro = whole.euro().mul(part)?.round(2, Rounding::Down)?;
    Money::from_euro(euro)
}
