//! How each award is split.

use super::cells::Cell;
use super::maker::Maker;
use super::table::{Column, Kind, Table};
use crate::call::Split;
use crate::number::Money;
use crate::selection::Selection;

impl<'a> Maker<'a> {
    /// One row for each proposal that is given money and each split, with a column for each part: what
    /// stands in a row adds up to the award.
    pub(super) fn splits(&self, splits: &'a [Split], selection: &'a Selection) -> Table {
        let mut columns = vec![self.column("posizione", "rank")];
        if self.is_grouped() {
            columns.push(self.column("unità", "unit"));
        }
        columns.push(self.id_column());
        columns.extend(self.published_columns());
        columns.push(self.column("suddivisione", "split"));
        columns.push(self.column("importo assegnato", "awarded"));
        for split in splits {
            let name = split.name.get(self.language);
            columns.extend(split.parts.iter().map(|(part, _)| {
                Column::new(format!("{name}: {}", part.get(self.language))).added_up()
            }));
        }
        columns.push(self.provisional_column());
        let funded = self
            .ranked(selection)
            .filter(|it| it.proposal.award > Money::ZERO);
        let rows = funded.flat_map(|ranked| {
            let (unit, proposal) = (ranked.unit, ranked.proposal);
            splits.iter().enumerate().map(move |(place, split)| {
                let mut row = vec![self.count(unit.rank)];
                if self.is_grouped() {
                    row.push(Cell::text(self.persons.unit(&unit.id)));
                }
                row.push(self.id(proposal));
                row.extend(self.published(proposal));
                row.push(Cell::text(split.name.get(self.language)));
                row.push(self.money(Some(proposal.award)));
                for (other, parts) in splits.iter().map(|it| it.parts.len()).enumerate() {
                    let amounts: Vec<_> = if other == place {
                        split.of(proposal.award).into_iter().map(Some).collect()
                    } else {
                        vec![None; parts]
                    };
                    row.extend(amounts.into_iter().map(|amount| self.money(amount)));
                }
                row.push(self.provisional());
                row
            })
        });
        Table {
            kind: Kind::Splits,
            rows: rows.collect(),
            columns,
        }
    }
}
