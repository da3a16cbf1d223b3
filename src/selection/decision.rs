//! A selection before it is written down with names.

use super::claims::{Claim, Claims};
use super::naming::{name_tie, write_down};
use super::units::{Ranked, rank};
use super::walk::{Walked, walk_all};
use super::{Candidates, Funds, Lot, Rules, Selection, SelectionError, UnitResult, fund};
use crate::number::Money;
use crate::value::Leftovers;

/// What each candidate is given and why, in places and cents.
///
/// It says all that a [`Selection`] says but copies no text of the candidates, which is most of the
/// work where there are many of them.
#[derive(Debug)]
pub struct Decision<'a> {
    ranked: Ranked<'a>,
    /// `None` where the call only ranks.
    funded: Option<(Funds, Walked)>,
}

/// Ranks the candidates, and gives the envelope to the best.
///
/// # Errors
/// As [`select`](super::select), but for what [`Candidates::new`] has found out.
///
/// ```
/// use bando::number::{Fraction, Money};
/// use bando::selection::{Candidate, Candidates, Key, Rules, decide};
/// use bando::value::Limit;
/// let candidate = |id: &str, points| {
///     let keys = vec![Key::Number(Fraction::integer(points))];
///     Candidate::new(id, keys, Money::from_cents(60))
/// };
/// let candidates = [candidate("a", 80), candidate("b", 90)];
/// let candidates = Candidates::new(&candidates).unwrap();
/// let rules = Rules::new(vec![true], Some(Money::from_cents(100)), Limit::Stop);
/// let decision = decide(&candidates, &rules).unwrap();
/// assert_eq!(decision.awards().collect::<Vec<_>>(), [(1, Money::from_cents(60))]);
/// ```
pub fn decide<'a>(
    candidates: &'a Candidates<'a>,
    rules: &Rules,
) -> Result<Decision<'a>, SelectionError> {
    let ranked = rank(candidates, rules)?;
    let Some(envelope) = rules.envelope else {
        let funded = None;
        return Ok(Decision { ranked, funded });
    };
    let (claims, caps) = Claims::new(&ranked, rules)?;
    let mut funds = fund(rules, envelope)?;
    check_pools(&ranked, &claims, rules)?;
    let walked = walk_all(claims, caps, &ranked.ranks, rules, &mut funds)?;
    if let Some(tie) = &walked.tie
        && rules.lot != Some(Lot::Awaited)
    {
        let tie = name_tie(tie, &funds.pools, |place| ranked.name(place));
        return Err(SelectionError::Tie(tie));
    }
    let funded = Some((funds, walked));
    Ok(Decision { ranked, funded })
}

/// Checks that every unit that asks has a pool, where only pools give money.
fn check_pools(ranked: &Ranked, claims: &Claims, rules: &Rules) -> Result<(), SelectionError> {
    let pools = rules.pools.as_ref();
    if pools.is_none_or(|pools| pools.leftovers != Leftovers::Unspent) {
        return Ok(());
    }
    let has_none = |claim: &Claim| claim.full > 0 && claim.pool.is_none();
    let without = claims.iter().enumerate();
    let without = without.filter(|(_, claim)| has_none(claim));
    let units: Vec<String> = without.map(|(place, _)| ranked.name(place)).collect();
    if units.is_empty() {
        return Ok(());
    }
    Err(SelectionError::NoPool { units })
}

impl Decision<'_> {
    /// Returns what is given to whom, by the place among the candidates.
    pub fn awards(&self) -> impl Iterator<Item = (usize, Money)> {
        let walked = self.funded.as_ref().map(|(_, walked)| walked);
        let gifts = walked.into_iter().flat_map(|walked| &walked.gifts);
        gifts.filter_map(|gift| {
            let members = self
                .ranked
                .candidates
                .parties
                .places(self.ranked.order.get(gift.unit as usize)?);
            Some((*members.get(gift.member as usize)? as usize, gift.amount))
        })
    }

    /// Writes the decision down with all names.
    ///
    /// # Errors
    /// A sum too large for [`Money`].
    pub fn selection(&self) -> Result<Selection, SelectionError> {
        let mut units = self.ranked.units()?;
        let Some((funds, walked)) = &self.funded else {
            return Ok(Selection {
                units,
                spent: Money::ZERO,
                left: None,
                pools: Vec::new(),
                reserves: Vec::new(),
                awaits_lot: None,
            });
        };
        for unit in &mut units {
            unit.result = UnitResult::NothingToAward;
        }
        let name = |place| self.ranked.name(place);
        write_down(walked, &mut units, name)?;
        let spent = Money::sum(walked.gifts.iter().map(|gift| gift.amount));
        Ok(Selection {
            units,
            spent: spent.ok_or(SelectionError::Overflow)?,
            left: Some(funds.left),
            pools: funds.pools.clone(),
            reserves: funds.reserves.clone(),
            awaits_lot: walked
                .tie
                .as_ref()
                .map(|tie| name_tie(tie, &funds.pools, name)),
        })
    }
}
