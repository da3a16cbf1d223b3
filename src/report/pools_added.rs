//! What slides have added to the pools of an outcome, beside what these had.

use std::collections::BTreeMap;

use super::pool_shares::{Apportioned, before_slides, pool_shares};
use super::weights::Page;
use super::words::choose;
use crate::call::Call;
use crate::engine::{Added, Outcome, money_text};
use crate::number::Money;
use crate::selection::PoolMoney;
use crate::text::Language;

/// What slides have added to the pools.
pub(super) struct AddedToPools {
    /// The headings; all but the first are of numbers.
    pub(super) headings: Vec<String>,
    /// A row for each pool, and one for the one ranking where it was added to.
    pub(super) rows: Vec<Vec<String>>,
    /// What the columns of money add up to.
    pub(super) total: Vec<String>,
}

/// Returns what each pool had at the ranking, what every slide added to it, with the exact claim
/// where a weight shared it out, and what it has now; `None` where nothing was added.
pub(super) fn added_to_pools(
    call: &Call,
    outcome: &Outcome,
    language: Language,
) -> Option<AddedToPools> {
    let selection = outcome.selection.as_ref()?;
    if selection.pools.is_empty() || outcome.added.is_empty() {
        return None;
    }
    let teller = Teller {
        call,
        outcome,
        pools: &selection.pools,
        language,
    };
    let columns = teller.columns();
    let (pool, total) = (teller.word("Quota", "Pool"), teller.word("Totale", "Total"));
    let line = |name: &str, cell: &dyn Fn(&Column) -> String| -> Vec<String> {
        let cells = columns.iter().map(cell);
        [name.to_owned()].into_iter().chain(cells).collect()
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (place, pool) in selection.pools.iter().enumerate() {
        rows.push(line(&pool.key, &|column| {
            column.cells.get(place).cloned().unwrap_or_default()
        }));
    }
    let to_one = |added: &Added| added.one_ranking > Money::ZERO;
    if outcome.added.iter().any(to_one) {
        let name = teller.word("(graduatoria unica)", "(one ranking)");
        rows.push(line(name, &|column| column.last.clone()));
    }
    Some(AddedToPools {
        headings: line(pool, &|column| column.heading.clone()),
        rows,
        total: line(total, &|column| column.total.clone()),
    })
}

/// A column of what slides added.
#[derive(Default)]
struct Column {
    heading: String,
    /// A cell for each pool.
    cells: Vec<String>,
    /// The cell of the one ranking.
    last: String,
    total: String,
}

struct Teller<'a> {
    call: &'a Call,
    outcome: &'a Outcome,
    pools: &'a [PoolMoney],
    language: Language,
}

impl Teller<'_> {
    fn word<'w>(&self, it: &'w str, en: &'w str) -> &'w str {
        choose(self.language, it, en)
    }

    fn columns(&self) -> Vec<Column> {
        let before = self.pools.iter().map(|it| before_slides(self.outcome, it));
        let at_ranking = self.word("Alla graduatoria", "At the ranking");
        let mut columns = vec![self.of_money(at_ranking.to_owned(), before.collect())];
        let weighed = pool_shares(self.call, self.outcome);
        let page = weighed.as_ref();
        let page = page.and_then(|(weight, _)| Page::new(self.call, weight, self.language));
        for added in &self.outcome.added {
            let shares = weighed.iter().flat_map(|(_, all)| all);
            let mut shares = shares.filter(|it| it.slide == Some(added.slide));
            columns.extend(page.as_ref().zip(shares.next()).map(|it| self.claims(it)));
            columns.extend(self.of_slide(added));
        }
        let one_ranking = Money::sum(self.outcome.added.iter().map(|it| it.one_ranking));
        let now = self.pools.iter().map(|it| Some(it.share)).collect();
        columns.push(Column {
            last: self.money(one_ranking),
            total: self.money(self.outcome.envelope),
            ..self.of_money(self.word("Ora", "Now").to_owned(), now)
        });
        columns
    }

    /// Returns the exact claims to what a slide shared out.
    fn claims(&self, (page, apportioned): (&Page<'_>, &Apportioned)) -> Column {
        let claim = |pool: &PoolMoney| {
            let share = apportioned.shares.of(&pool.key);
            share.map_or_else(String::new, |share| page.brief(&share.claim))
        };
        let slide = apportioned.slide.unwrap_or_default();
        Column {
            heading: self.heading("Spettanza esatta, €", "Exact claim, EUR", slide),
            cells: self.pools.iter().map(claim).collect(),
            ..Column::default()
        }
    }

    /// Returns what a slide added, by the ways in which it did.
    fn of_slide(&self, added: &Added) -> Vec<Column> {
        let ways = [
            (&added.shared, "Ripartiti", "Shared out"),
            (&added.named, "Per nome", "By name"),
        ];
        let ways = ways.into_iter().filter(|(amounts, ..)| !amounts.is_empty());
        let mut columns: Vec<Column> = ways
            .map(|(amounts, it, en)| {
                self.of_money(self.heading(it, en, added.slide), self.by_pool(amounts))
            })
            .collect();
        if added.one_ranking > Money::ZERO {
            let amount = self.money(Some(added.one_ranking));
            let (it, en) = ("Alla graduatoria unica", "To the one ranking");
            columns.push(Column {
                heading: self.heading(it, en, added.slide),
                cells: Vec::new(),
                last: amount.clone(),
                total: amount,
            });
        }
        columns
    }

    fn by_pool(&self, amounts: &BTreeMap<String, Money>) -> Vec<Option<Money>> {
        let amount = |pool: &PoolMoney| amounts.get(&pool.key).copied().unwrap_or_default();
        self.pools.iter().map(|pool| Some(amount(pool))).collect()
    }

    fn heading(&self, it: &str, en: &str, slide: usize) -> String {
        let (what, of) = (self.word(it, en), self.word("scorrimento n.", "slide no."));
        format!("{what} ({of} {slide})")
    }

    /// Returns a column of money with its sum.
    fn of_money(&self, heading: String, amounts: Vec<Option<Money>>) -> Column {
        let cells = amounts.iter().map(|it| self.money(*it)).collect();
        let amounts: Option<Vec<Money>> = amounts.into_iter().collect();
        Column {
            heading,
            cells,
            last: String::new(),
            total: self.money(amounts.and_then(Money::sum)),
        }
    }

    fn money(&self, amount: Option<Money>) -> String {
        amount.map_or_else(String::new, |it| money_text(self.call, it, self.language))
    }
}
