//! What of each reserve is counted, released and still held.

use super::cells::Cell;
use super::maker::Maker;
use super::table::{Kind, Table};
use crate::number::Money;
use crate::selection::Selection;

impl Maker<'_> {
    /// One row for each reserve, in the order of the rules.
    pub(super) fn reserves(&self, selection: &Selection) -> Table {
        let columns = vec![
            self.column("riserva di risorse", "reserve"),
            self.column("importo riservato", "reserved").added_up(),
            self.column("contributi contati", "counted").added_up(),
            self.column("proposte contate", "proposals counted"),
            self.column("liberati per tutti", "released to all")
                .added_up(),
            self.column("ancora tenuti", "still held").added_up(),
            self.provisional_column(),
        ];
        let rows = selection.reserves.iter().enumerate();
        let rows = rows.map(|(place, money)| {
            vec![
                Cell::text(self.reserve(Some(place))),
                // What was released is no longer in it.
                self.money(money.amount.add(money.released)),
                self.money(Some(money.counted)),
                self.count(counted_in(selection, place)),
                self.money(Some(money.released)),
                self.money(Some(money.held())),
                self.provisional(),
            ]
        });
        Table {
            kind: Kind::Reserves,
            rows: rows.collect(),
            columns,
        }
    }
}

/// Counts the proposals whose money counts in a reserve.
fn counted_in(selection: &Selection, reserve: usize) -> u64 {
    let members = selection.units.iter().flat_map(|unit| &unit.members);
    let counted = members.filter(|member| {
        let mut grants = member.grants.iter();
        grants.any(|it| it.reserve == Some(reserve) && it.amount > Money::ZERO)
    });
    u64::try_from(counted.count()).unwrap_or(u64::MAX)
}
