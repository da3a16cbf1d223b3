//! Where the money of each pool went.

use std::collections::BTreeMap;

use super::cells::Cell;
use super::line::is_given;
use super::maker::Maker;
use super::table::{Kind, Table};
use crate::number::Money;
use crate::selection::{PoolMoney, Selection, Unit};

/// What came to the proposals of one pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::report) struct PoolUse {
    /// How many are ranked.
    ranked: u64,
    /// How many of these are given something.
    funded: u64,
    /// What the pool gave them; `None` where it is too large.
    from_pool: Option<Money>,
    /// What the one ranking gave them besides.
    from_all: Option<Money>,
}

impl PoolUse {
    /// Returns all that they are given.
    pub(in crate::report) fn awarded(&self) -> Option<Money> {
        self.from_pool?.add(self.from_all?)
    }

    fn add(&mut self, unit: &Unit) {
        let members = u64::try_from(unit.members.len()).unwrap_or(u64::MAX);
        self.ranked = self.ranked.saturating_add(members);
        if is_given(unit) {
            self.funded = self.funded.saturating_add(members);
        }
        for grant in unit.members.iter().flat_map(|member| &member.grants) {
            let sum = match grant.pool {
                Some(_) => &mut self.from_pool,
                None => &mut self.from_all,
            };
            *sum = sum.and_then(|sum| sum.add(grant.amount));
        }
    }
}

/// Returns what came to the proposals of each pool, and of none.
pub(in crate::report) fn pool_uses(selection: &Selection) -> BTreeMap<Option<&str>, PoolUse> {
    let empty = PoolUse {
        from_pool: Some(Money::ZERO),
        from_all: Some(Money::ZERO),
        ..PoolUse::default()
    };
    let keys = selection.pools.iter().map(|pool| Some(pool.key.as_str()));
    let mut uses: BTreeMap<_, _> = keys.map(|key| (key, empty)).collect();
    for unit in &selection.units {
        let pool = unit.pool.as_deref();
        uses.entry(pool).or_insert(empty).add(unit);
    }
    uses
}

impl Maker<'_> {
    /// One row for each pool, and one for those that have none.
    pub(super) fn pools(&self, selection: &Selection) -> Table {
        let columns = vec![
            self.column("quota", "pool"),
            self.column("risorse della quota", "money of the pool")
                .added_up(),
            self.column("in graduatoria", "ranked"),
            self.column("finanziate", "funded"),
            self.column("assegnati dalla quota", "awarded by the pool")
                .added_up(),
            self.column("assegnati dai residui", "awarded from leftovers")
                .added_up(),
            self.column("passati ai residui", "passed on").added_up(),
            self.column("restano", "left").added_up(),
            self.provisional_column(),
        ];
        let pools: BTreeMap<&str, &PoolMoney> = selection
            .pools
            .iter()
            .map(|pool| (pool.key.as_str(), pool))
            .collect();
        let row = |(key, used): (Option<&str>, PoolUse)| {
            let pool = key.and_then(|key| pools.get(key));
            vec![
                Cell::text(key.unwrap_or(self.word("(nessuna)", "(none)"))),
                self.money(pool.map(|it| it.share)),
                self.count(used.ranked),
                self.count(used.funded),
                self.money(used.from_pool),
                self.money(used.from_all),
                self.money(pool.map(|it| it.passed_on)),
                self.money(pool.map(|it| it.left)),
                self.provisional(),
            ]
        };
        // What was added to the one ranking is in no pool, and the shares make the envelope with it.
        let shares = Money::sum(selection.pools.iter().map(|pool| pool.share));
        let added = self.outcome.envelope.zip(shares);
        let added = added.and_then(|(envelope, shares)| envelope.sub(shares));
        let in_pools = Money::sum(selection.pools.iter().map(|pool| pool.left));
        let left = selection.left.zip(in_pools);
        let left = left.and_then(|(left, pools)| left.sub(pools));
        let is_there = |it: &Option<Money>| it.is_some_and(|it| it > Money::ZERO);
        let has_money = is_there(&added) || is_there(&left);
        let one_ranking = has_money.then(|| {
            vec![
                Cell::text(self.word("(graduatoria unica)", "(one ranking)")),
                self.money(added),
                Cell::text(""),
                Cell::text(""),
                Cell::text(""),
                Cell::text(""),
                Cell::text(""),
                self.money(left),
                self.provisional(),
            ]
        });
        // Those without a pool stand behind the others.
        let (without, with): (Vec<_>, Vec<_>) = pool_uses(selection)
            .into_iter()
            .partition(|(key, _)| key.is_none());
        Table {
            kind: Kind::Pools,
            columns,
            rows: with
                .into_iter()
                .chain(without)
                .map(row)
                .chain(one_ranking)
                .collect(),
        }
    }
}
