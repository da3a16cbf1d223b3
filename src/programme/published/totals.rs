//! The rows that sum others.

use super::grid::Row;
use super::read::{Reader, cell};
use super::table::{Subtotal, Sums};
use super::{trouble, twice};

impl Reader<'_> {
    pub(super) fn subtotal(&mut self, row: &Row, label: usize, code: &str) {
        let mut known = self.objectives.iter();
        let Some(objective) = known.rposition(|it| it.code.text == code) else {
            let known = self.objectives.iter().map(|it| it.code.text.as_str());
            self.diagnostics
                .push(trouble::sum_of_nothing(self.grid, row, label, code, known));
            return;
        };
        let mut earlier = self.subtotals.iter();
        if let Some(earlier) = earlier.find(|it| it.objective == objective) {
            let again = twice::subtotal(self.grid, row, label, earlier.sums.line);
            self.diagnostics.push(again);
            return;
        }
        if let Some(sums) = self.sums(row, Some(label)) {
            self.subtotals.push(Subtotal { objective, sums });
        }
    }

    pub(super) fn grand_total(&mut self, row: &Row, label: Option<usize>) {
        if let Some(earlier) = &self.total {
            let again = twice::total(self.grid, row, earlier.line);
            self.diagnostics.push(again);
            return;
        }
        self.total = self.sums(row, label);
    }

    /// Reads the amounts of a sum: all filled cells but its label.
    fn sums(&mut self, row: &Row, label: Option<usize>) -> Option<Sums> {
        let filled: Vec<usize> = row.filled().filter(|at| Some(*at) != label).collect();
        let needed = self.profile.amounts.len();
        let (first, last) = (filled.first().copied()?, filled.last().copied()?);
        let beside = last.checked_sub(first).and_then(|it| it.checked_add(1));
        if filled.len() != needed || beside != Some(needed) {
            let few = trouble::few_sums(self.grid, row, filled.len(), needed);
            self.diagnostics.push(few);
            return None;
        }
        Some(Sums {
            line: row.line,
            label: label.map(|column| cell(row, column)),
            amounts: self.amounts(row, first),
        })
    }
}
