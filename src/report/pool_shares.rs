//! How the pools of an outcome came to what they hold, where a weight says so.

use super::weights::Page;
use crate::call::{Call, ColumnId, Factor, PoolShares, Weight};
use crate::engine::Outcome;
use crate::number::Money;
use crate::selection::PoolMoney;
use crate::territory::{self, Share, Shares};
use crate::text::Language;
use crate::value::Value;

/// Money that a weight has shared out among the pools, once, by itself.
pub(super) struct Apportioned {
    /// The slide that added it; the money of the ranking has none.
    pub(super) slide: Option<usize>,
    /// What each pool was given of it.
    pub(super) shares: Shares,
}

/// Returns the weight that shares money out among the pools, and what it gave to each: of the
/// envelope of the ranking, and then of what slides added. `None` where there is none, or where the
/// pools hold something else.
pub(super) fn pool_shares<'a>(
    call: &'a Call,
    outcome: &Outcome,
) -> Option<(&'a Weight, Vec<Apportioned>)> {
    let pools = call.envelope.as_ref()?.pools.as_ref()?;
    let PoolShares::Weight(name) = &pools.shares else {
        return None;
    };
    let weight = call.weight(name)?;
    let mut at_ranking = outcome.envelope?;
    for added in &outcome.added {
        at_ranking = at_ranking.sub(added.all()?)?;
    }
    let shares = territory::shares(call, weight, at_ranking).ok()?;
    let selection = outcome.selection.as_ref()?;
    let mut held = selection.pools.iter();
    let is_same = held.all(|pool| {
        let share = shares.of(&pool.key).map(|share| share.amount);
        share.is_some() && share == before_slides(outcome, pool)
    });
    let mut all = vec![Apportioned {
        slide: None,
        shares,
    }];
    for added in &outcome.added {
        if added.shared.is_empty() {
            continue;
        }
        let amount = Money::sum(added.shared.values().copied())?;
        all.push(Apportioned {
            slide: Some(added.slide),
            shares: territory::shares(call, weight, amount).ok()?,
        });
    }
    is_same.then_some((weight, all))
}

/// Returns what a pool held at the ranking, before slides added to it.
pub(super) fn before_slides(outcome: &Outcome, pool: &PoolMoney) -> Option<Money> {
    let mut added = outcome.added.iter();
    added.try_fold(pool.share, |share, added| share.sub(added.to(&pool.key)?))
}

/// Says who had an equal claim to the last unit of the envelope, or of what a slide added, where
/// not all could have one.
pub(super) fn pool_ties(call: &Call, outcome: &Outcome, language: Language) -> Vec<String> {
    let Some((weight, all)) = pool_shares(call, outcome) else {
        return Vec::new();
    };
    let Some(page) = Page::new(call, weight, language) else {
        return Vec::new();
    };
    let ties = all.iter().filter_map(|it| {
        let tie = page.tie(&it.shares)?;
        Some(match it.slide {
            Some(number) => format!(
                "{} {number}. {tie}",
                page.word("Scorrimento n.", "Slide no.")
            ),
            None => tie,
        })
    });
    ties.collect()
}

/// The way of each territory from its indicators to its pool.
pub(super) struct WayToPools {
    /// What is shared out: the envelope of the ranking.
    pub(super) envelope: Money,
    /// The headings; all but the first are of numbers.
    pub(super) headings: Vec<String>,
    /// A row for each territory.
    pub(super) rows: Vec<Vec<String>>,
    /// What is shared out in proportion to what, a sentence each.
    pub(super) terms: Vec<String>,
}

/// Returns the way from the indicators to the pools.
pub(super) fn way_to_pools(
    call: &Call,
    outcome: &Outcome,
    language: Language,
) -> Option<WayToPools> {
    let (weight, all) = pool_shares(call, outcome)?;
    let shares = &all.first()?.shares;
    let page = Page::new(call, weight, language)?;
    let columns = columns(weight);
    let mut headings = vec![page.word("Territorio", "Territory").to_owned()];
    headings.extend(columns.iter().map(|it| page.column(it.index()).to_owned()));
    headings.extend(weight.indexes.iter().map(|it| it.name.clone()));
    headings.extend([
        page.word("Parte", "Part").to_owned(),
        page.word("Spettanza esatta (€)", "Exact claim (EUR)")
            .to_owned(),
        if outcome.moved.is_none() {
            page.word("Quota", "Pool").to_owned()
        } else {
            let (it, en) = ("Quota alla graduatoria", "Pool at the ranking");
            page.word(it, en).to_owned()
        },
    ]);
    let row = |share: &Share| {
        let mut row = vec![page.name(share)];
        row.extend(columns.iter().map(|column| cell(&page, share, *column)));
        let indexes = share.part.indexes.iter();
        row.extend(indexes.map(|index| page.brief(&index.value)));
        row.extend([
            page.brief_percent(&share.part.part),
            page.brief(&share.claim),
            page.money(share.amount),
        ]);
        row
    };
    Some(WayToPools {
        envelope: shares.envelope,
        headings,
        rows: shares.shares.iter().map(row).collect(),
        terms: weight.terms.iter().map(|term| page.term(term)).collect(),
    })
}

/// Returns every column that the weight reads, once, in the order in which they come.
fn columns(weight: &Weight) -> Vec<ColumnId> {
    let factors = weight.terms.iter().flat_map(|term| &term.factors);
    let of_factors = factors.filter_map(|factor| match factor {
        Factor::Cell(cell) => Some(cell.column),
        Factor::Index(_) => None,
    });
    let indicators = weight.indexes.iter().flat_map(|index| &index.indicators);
    let mut columns = Vec::new();
    for column in of_factors.chain(indicators.map(|it| it.cell.column)) {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns
}

/// Returns a cell of the weight's table as people read it.
fn cell(page: &Page<'_>, share: &Share, column: ColumnId) -> String {
    match page.table.cell(share.part.row, column) {
        Some(Value::Number(number)) => page.shown(&(*number).into(), column.index()),
        _ => page.word("(cella vuota)", "(empty cell)").to_owned(),
    }
}
