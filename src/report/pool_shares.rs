//! How the pools of an outcome came to what they hold, where a weight says so.

use super::weights::Page;
use crate::call::{Call, ColumnId, Factor, PoolShares, Weight};
use crate::engine::Outcome;
use crate::territory::{self, Share, Shares};
use crate::text::Language;
use crate::value::Value;

/// Returns the weight that shares the envelope out among the pools, and what it gives to each;
/// `None` where there is none, or where the pools hold something else, as after a slide.
pub(super) fn pool_shares<'a>(call: &'a Call, outcome: &Outcome) -> Option<(&'a Weight, Shares)> {
    let pools = call.envelope.as_ref()?.pools.as_ref()?;
    let PoolShares::Weight(name) = &pools.shares else {
        return None;
    };
    let weight = call.weight(name)?;
    let shares = territory::shares(call, weight, outcome.envelope?).ok()?;
    let selection = outcome.selection.as_ref()?;
    let mut held = selection.pools.iter();
    let is_same = held.all(|pool| {
        let share = shares.of(&pool.key);
        share.is_some_and(|share| share.amount == pool.share)
    });
    is_same.then_some((weight, shares))
}

/// Says who had an equal claim to the last unit of the envelope, where not all could have one.
pub(super) fn pool_tie(call: &Call, outcome: &Outcome, language: Language) -> Option<String> {
    let (weight, shares) = pool_shares(call, outcome)?;
    Page::new(call, weight, language)?.tie(&shares)
}

/// The way of each territory from its indicators to its pool.
pub(super) struct WayToPools {
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
    let (weight, shares) = pool_shares(call, outcome)?;
    let page = Page::new(call, weight, language)?;
    let columns = columns(weight);
    let mut headings = vec![page.word("Territorio", "Territory").to_owned()];
    headings.extend(columns.iter().map(|it| page.column(it.index()).to_owned()));
    headings.extend(weight.indexes.iter().map(|it| it.name.clone()));
    headings.extend([
        page.word("Parte", "Part").to_owned(),
        page.word("Spettanza esatta (€)", "Exact claim (EUR)")
            .to_owned(),
        page.word("Quota", "Pool").to_owned(),
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
