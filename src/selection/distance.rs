//! What it would take for the money to reach those that are given nothing.

use std::collections::BTreeMap;

use super::{Selection, Unit, UnitResult};
use crate::number::Money;

/// Returns what would have to be added to the one pool there is for a slide to give each unit that
/// waits its full award, by the unit's id. Awards in part are completed first, then comes the
/// waiting list, in its order; whoever is equal in rank comes together, as less would leave a tie.
///
/// The amounts are exact to the cent where the limit passes nobody over, and there are no pools,
/// caps or reserves; elsewhere they mean nothing. There is none while a lot is awaited.
///
/// ```
/// use bando::number::{Fraction, Money};
/// use bando::selection::{Candidate, Key, Rules, select, to_come};
/// use bando::value::Limit;
/// let candidate = |id: &str, points| {
///     let keys = vec![Key::Number(Fraction::integer(points))];
///     Candidate::new(id, keys, Money::from_cents(60))
/// };
/// let candidates = [candidate("a", 90), candidate("b", 80), candidate("c", 70)];
/// let limit = Limit::Give { at_least: None, then_pass_over: false };
/// let rules = Rules::new(vec![true], Some(Money::from_cents(100)), limit);
/// let selection = select(&candidates, &rules).unwrap();
/// // 20 complete `b`, 60 are for `c`.
/// assert_eq!(to_come(&selection)["c"].cents(), 80);
/// ```
pub fn to_come(selection: &Selection) -> BTreeMap<&str, Money> {
    let mut to_come = BTreeMap::new();
    if selection.awaits_lot.is_some() {
        return to_come;
    }
    let units = &selection.units;
    let mut asked = Rests::of(selection).all;
    for class in units.chunk_by(|a, b| a.rank == b.rank) {
        let waiting: Vec<&Unit> = class.iter().filter(|it| waits(it)).collect();
        let sum = Money::sum(waiting.iter().map(|unit| unit.full));
        asked = asked.zip(sum).and_then(|(asked, sum)| asked.add(sum));
        let lacking = asked.zip(selection.left);
        if let Some(lacking) = lacking.and_then(|(asked, left)| asked.sub(left)) {
            to_come.extend(waiting.iter().map(|unit| (unit.id.as_str(), lacking)));
        }
    }
    to_come
}

/// What is lacking to the awards in part, which a slide completes before it comes to anybody else.
#[derive(Clone, Debug)]
pub struct Rests<'a> {
    all: Option<Money>,
    of_pool: BTreeMap<&'a str, Option<Money>>,
}

impl<'a> Rests<'a> {
    /// Adds them up.
    pub fn of(selection: &'a Selection) -> Self {
        let mut all = Some(Money::ZERO);
        let mut of_pool: BTreeMap<&str, Option<Money>> = BTreeMap::new();
        for unit in &selection.units {
            if let Some(rest) = rest(unit) {
                all = all.and_then(|sum| sum.add(rest));
                let pool = of_pool.entry(unit.pool.as_deref().unwrap_or_default());
                let pool = pool.or_insert(Some(Money::ZERO));
                *pool = pool.and_then(|sum| sum.add(rest));
            }
        }
        Self { all, of_pool }
    }

    /// Returns what comes before a unit, in the pool where it was last tried if it was in one;
    /// `None` where that is too large.
    pub fn before(&self, unit: &Unit) -> Option<Money> {
        let by_pool = match &unit.result {
            UnitResult::Short { room, .. } | UnitResult::AfterTheEnd { room, .. } => {
                room.pool.is_some()
            }
            _ => false,
        };
        if !by_pool {
            return self.all;
        }
        let pool = unit.pool.as_deref().unwrap_or_default();
        self.of_pool.get(pool).copied().unwrap_or(Some(Money::ZERO))
    }
}

/// Returns what is lacking to an award in part.
fn rest(unit: &Unit) -> Option<Money> {
    let given = Money::sum(unit.members.iter().map(|it| it.award))?;
    let rest = unit.full.sub(given)?;
    (given > Money::ZERO && rest > Money::ZERO).then_some(rest)
}

/// Tells whether more money would give a unit something.
fn waits(unit: &Unit) -> bool {
    matches!(
        unit.result,
        UnitResult::Short { .. } | UnitResult::AfterTheEnd { .. }
    )
}
