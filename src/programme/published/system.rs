//! Cells and the sums they must be: from what does not add up to what could have caused it.
//!
//! A *cell* is printed. A *definition* says that a cell is the sum of others; a cell may have several
//! (a subtotal of A+B is the sum of its lines, and of its own A and B). An *explanation* is a set of
//! cells with other amounts, by which every definition holds as far as one cause goes. In it, a cell is
//! a *dependant* where as printed it is the sum of cells of which some are wrong: whoever printed it
//! reckoned rightly, from wrong numbers. Any other is a *slip*.

use std::collections::{BTreeMap, BTreeSet};

use super::search::search;

/// Printed cells, in cents, and the sums they must be.
#[derive(Clone, Debug, Default)]
pub struct System {
    pub(super) printed: Vec<i64>,
    pub(super) definitions: Vec<Definition>,
    /// The definitions that hold within a line.
    pub(super) lines: BTreeSet<usize>,
    /// By cell: the definitions of which it is the target, the first being the primary one.
    pub(super) of: Vec<Vec<usize>>,
    /// By cell: the definitions of which it is an input.
    pub(super) uses: Vec<Vec<usize>>,
}

/// A cell that must be the sum of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The sum.
    pub target: usize,
    /// What it sums.
    pub inputs: Vec<usize>,
}

/// One reason why sums differ, with everything that could explain it.
///
/// Causes are told apart only where any explanation of the one goes with any of the `fewest` of every
/// other. A cell that several of them change must change by what they make together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// A definition that does not hold because of it.
    pub broken: usize,
    /// The other definitions that do not hold with it.
    pub also: Vec<usize>,
    /// The explanations, those with the fewest cells first.
    pub explanations: Vec<Explanation>,
    /// How many of them are whole: no other set of so few cells mends the table.
    pub fewest: usize,
    /// Whether those are all, and none with fewer cells was left out for want of time.
    pub complete: bool,
    /// Whether of those with more cells not all were looked for.
    pub others_cut_short: bool,
    /// The cells that another cause changes too, by one of its `fewest`.
    pub shared: BTreeSet<usize>,
}

/// A set of changes after which every definition holds, as far as this cause goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// How many of the changes are slips.
    pub slips: usize,
    /// The changes: the slips first, then what depends on them.
    pub changes: Vec<Change>,
}

/// A printed cell, and what it would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The cell.
    pub cell: usize,
    /// Its amount as printed.
    pub printed: i64,
    /// Its amount in the explanation, if no other cause changes it.
    pub corrected: i64,
}

/// What does not add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// The definitions that do not hold.
    pub broken: Vec<usize>,
    /// The causes, in the order of their sums.
    pub causes: Vec<Cause>,
}

impl System {
    /// Adds a cell with its printed amount, and returns its number.
    pub fn cell(&mut self, printed: i64) -> usize {
        self.printed.push(printed);
        self.of.push(Vec::new());
        self.uses.push(Vec::new());
        self.printed.len().saturating_sub(1)
    }

    /// Says that `target` is the sum of `inputs`. The first definition of a cell stands after those of
    /// its inputs; by it the cell is recomputed.
    pub fn define(&mut self, target: usize, inputs: Vec<usize>) -> usize {
        let definition = self.definitions.len();
        if let Some(of) = self.of.get_mut(target) {
            of.push(definition);
        }
        for input in &inputs {
            if let Some(uses) = self.uses.get_mut(*input) {
                uses.push(definition);
            }
        }
        self.definitions.push(Definition { target, inputs });
        definition
    }

    /// Says that, within a line, `target` is the sum of `inputs`: where it is not, that is a cause of its
    /// own, whatever else is wrong.
    pub fn define_line(&mut self, target: usize, inputs: Vec<usize>) -> usize {
        let definition = self.define(target, inputs);
        self.lines.insert(definition);
        definition
    }

    /// Returns the definitions, by their numbers.
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// Returns the sum of the printed inputs of a definition; `None` on overflow.
    pub fn summed(&self, definition: &Definition) -> Option<i64> {
        let inputs = definition.inputs.iter();
        inputs
            .filter_map(|cell| self.printed.get(*cell))
            .try_fold(0_i64, |sum, amount| sum.checked_add(*amount))
    }

    /// Says what does not add up, and why; `None` where amounts are too large to be summed.
    ///
    /// # Which cell is wrong, if a + b = c does not hold?
    /// ```
    /// use bando::programme::published::System;
    /// let mut system = System::default();
    /// let [a, b, c] = [7, 0, 0].map(|amount| system.cell(amount));
    /// system.define(c, vec![a, b]);
    /// let found = system.findings().unwrap();
    /// assert_eq!(found.causes.len(), 1);
    /// let wrong = found.causes[0].explanations.iter().map(|it| {
    ///     (it.changes[0].cell, it.changes[0].corrected)
    /// });
    /// assert_eq!(wrong.collect::<Vec<_>>(), [(c, 7), (a, 0), (b, -7)]);
    /// ```
    pub fn findings(&self) -> Option<Findings> {
        let differences = self.differences()?;
        let broken = differences.iter().enumerate().filter(|(_, it)| **it != 0);
        let broken: Vec<usize> = broken.map(|(definition, _)| definition).collect();
        let causes = match &*broken {
            [] => Vec::new(),
            _ => search(self, &differences)?,
        };
        Some(Findings { broken, causes })
    }

    /// Returns by how much each definition differs: the sum of its inputs less what is printed.
    pub(super) fn differences(&self) -> Option<Vec<i64>> {
        let definitions = self.definitions.iter();
        let differences = definitions.map(|it| {
            let printed = self.printed.get(it.target)?;
            self.summed(it)?.checked_sub(*printed)
        });
        differences.collect()
    }

    pub(super) fn is_sum(&self, cell: usize) -> bool {
        self.of.get(cell).is_some_and(|of| !of.is_empty())
    }

    pub(super) fn primary(&self, cell: usize) -> Option<usize> {
        self.of.get(cell)?.first().copied()
    }

    /// Returns the cells that are no sums and go into `cell` when it is recomputed.
    pub(super) fn leaves(&self, cell: usize) -> BTreeSet<usize> {
        let mut leaves = BTreeSet::new();
        let mut open = vec![cell];
        while let Some(cell) = open.pop() {
            let primary = self.primary(cell);
            match primary.and_then(|it| self.definitions.get(it)) {
                Some(definition) => open.extend(&definition.inputs),
                None => {
                    leaves.insert(cell);
                }
            }
        }
        leaves
    }

    /// Returns the sums that change, each by how many times, when `cell` is changed and all sums are
    /// recomputed.
    pub(super) fn above(&self, cell: usize) -> BTreeMap<usize, i64> {
        let mut times = BTreeMap::new();
        let mut open: BTreeMap<usize, i64> = self.primary_uses(cell).map(|it| (it, 1)).collect();
        while let Some((definition, count)) = open.pop_first() {
            let Some(definition) = self.definitions.get(definition) else {
                continue;
            };
            times.insert(definition.target, count);
            for next in self.primary_uses(definition.target) {
                let sum = open.entry(next).or_default();
                *sum = sum.saturating_add(count);
            }
        }
        times
    }

    fn primary_uses(&self, cell: usize) -> impl Iterator<Item = usize> {
        let uses = self.uses.get(cell).into_iter().flatten().copied();
        uses.filter(|it| {
            let definition = self.definitions.get(*it);
            definition.and_then(|definition| self.primary(definition.target)) == Some(*it)
        })
    }
}
