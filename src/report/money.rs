//! Where the money went: pools, reserves and the lot of an outcome, and the money of each proposal.

use std::collections::BTreeMap;

use serde::Serialize;

use super::pool_shares::pool_shares;
use crate::call::{Call, Reserve};
use crate::engine::{Moved, Outcome};
use crate::number::Money;
use crate::selection::{Grant, Member, Selection, Unit, Walk};
use crate::text::Text;

/// The money of a call that divides, holds back or draws lots.
#[derive(Serialize)]
pub(super) struct MoneyView<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pools: Vec<PoolView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pools_tie: Option<PoolsTie>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reserves: Vec<ReserveView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: Option<LotView<'a>>,
}

#[derive(Serialize)]
struct PoolView<'a> {
    pool: &'a str,
    share: String,
    passed_on: String,
    left: String,
}

/// Equal claims to the last unit of the envelope.
#[derive(Serialize)]
struct PoolsTie {
    /// The pools that have it.
    with: Vec<String>,
    /// The pools that have none, though their claim is the same.
    without: Vec<String>,
}

#[derive(Serialize)]
struct ReserveView<'a> {
    reserve: &'a str,
    amount: String,
    counted: String,
    released: String,
}

#[derive(Serialize)]
struct LotView<'a> {
    source: &'a Text,
    seed: Option<&'a str>,
    /// The units of the tie that waits for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    awaited_by: Vec<&'a str>,
}

/// The money of one proposal.
#[derive(Serialize)]
pub(super) struct MemberView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pool: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reserve: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    grants: Vec<GrantView<'a>>,
}

#[derive(Serialize)]
struct GrantView<'a> {
    amount: String,
    walk: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pool: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reserve: Option<&'a str>,
}

/// Returns the money of an outcome; `None` where one undivided envelope says all.
pub(super) fn money_view<'a>(call: &'a Call, outcome: &'a Outcome) -> Option<MoneyView<'a>> {
    let selection = outcome.selection.as_ref()?;
    let pools = selection.pools.iter().map(|pool| PoolView {
        pool: &pool.key,
        share: pool.share.to_plain(),
        passed_on: pool.passed_on.to_plain(),
        left: pool.left.to_plain(),
    });
    let reserves = selection.reserves.iter().zip(rules(call));
    let reserves = reserves.map(|(money, rule)| ReserveView {
        reserve: &rule.name,
        amount: money.amount.to_plain(),
        counted: money.counted.to_plain(),
        released: money.released.to_plain(),
    });
    let tied = selection.awaits_lot.iter().flat_map(|tie| &tie.units);
    let source = call.ranking.as_ref().and_then(|it| it.lot.as_ref());
    let view = MoneyView {
        pools: pools.collect(),
        pools_tie: pools_tie(call, outcome),
        reserves: reserves.collect(),
        lot: source.map(|source| LotView {
            source,
            seed: call.seed.as_deref(),
            awaited_by: tied.map(|(id, _)| id.as_str()).collect(),
        }),
    };
    let is_plain = view.pools.is_empty() && view.reserves.is_empty() && view.lot.is_none();
    (!is_plain).then_some(view)
}

fn pools_tie(call: &Call, outcome: &Outcome) -> Option<PoolsTie> {
    let (_, all) = pool_shares(call, outcome)?;
    let mut ties = all.iter().map(|it| &it.shares);
    let shares = ties.find(|shares| shares.tie.is_some())?;
    let tie = shares.tie.as_ref()?;
    let keys = |places: &[usize]| {
        let shares = places.iter().filter_map(|place| shares.shares.get(*place));
        shares.map(|share| share.part.key.clone()).collect()
    };
    Some(PoolsTie {
        with: keys(&tie.with),
        without: keys(&tie.without),
    })
}

/// What a slide has moved.
#[derive(Serialize)]
pub(super) struct SlideView {
    number: usize,
    added: String,
    freed: String,
    given: String,
    renounced: u64,
    revoked: u64,
    reservation_failed: u64,
    reservation_cleared: u64,
    newly_funded: u64,
    filled_up: u64,
    raised: u64,
}

/// Returns what a slide has moved.
pub(super) fn slide_view(moved: &Moved) -> SlideView {
    SlideView {
        number: moved.number,
        added: moved.added.to_plain(),
        freed: moved.freed.to_plain(),
        given: moved.given.to_plain(),
        renounced: moved.renounced,
        revoked: moved.revoked,
        reservation_failed: moved.reservation_failed,
        reservation_cleared: moved.reservation_cleared,
        newly_funded: moved.newly_funded,
        filled_up: moved.filled_up,
        raised: moved.raised,
    }
}

/// Returns the units and members of a ranking by the id of the proposal.
pub(super) fn by_proposal(selection: Option<&Selection>) -> BTreeMap<&str, (&Unit, &Member)> {
    let units = selection.iter().flat_map(|selection| &selection.units);
    units
        .flat_map(|unit| unit.members.iter().map(move |member| (unit, member)))
        .map(|(unit, member)| (member.id.as_str(), (unit, member)))
        .collect()
}

/// Returns the money of one proposal; `None` where one undivided envelope says all.
pub(super) fn member_view<'a>(
    call: &'a Call,
    (unit, member): (&'a Unit, &'a Member),
) -> Option<MemberView<'a>> {
    let envelope = call.envelope.as_ref();
    let is_divided = envelope.is_some_and(|it| it.pools.is_some() || !it.reserves.is_empty());
    if !is_divided && unit.lot.is_none() {
        return None;
    }
    let grants = member.grants.iter().filter(|_| is_divided);
    Some(MemberView {
        pool: unit.pool.as_deref(),
        reserve: reserve_name(call, unit.reserve),
        lot: unit.lot.as_deref(),
        grants: grants.map(|grant| grant_view(call, grant)).collect(),
    })
}

fn grant_view<'a>(call: &'a Call, grant: &'a Grant) -> GrantView<'a> {
    GrantView {
        amount: Money::to_plain(grant.amount),
        walk: match grant.walk {
            Walk::First => "first",
            Walk::Leftovers => "leftovers",
            Walk::Released => "released",
        },
        pool: grant.pool.as_deref(),
        reserve: reserve_name(call, grant.reserve),
    }
}

/// Returns the name of a reserve, as the rules write it.
pub(super) fn reserve_name(call: &Call, place: Option<usize>) -> Option<&str> {
    let reserve = rules(call).nth(place?)?;
    Some(&reserve.name)
}

fn rules(call: &Call) -> impl Iterator<Item = &Reserve> {
    call.envelope.iter().flat_map(|envelope| &envelope.reserves)
}
