//! A correction that is being tried, and which of its changes are roots.

use std::collections::{BTreeMap, BTreeSet};

use super::system::{Change, Explanation, System};

/// A correction that is being tried: some cells changed, all sums recomputed.
#[derive(Clone)]
pub(super) struct State<'a> {
    pub(super) system: &'a System,
    /// By definition: whether it holds of the printed cells.
    pub(super) holds: &'a [bool],
    /// By cell: the amount in the correction.
    correct: Vec<i64>,
    /// By definition: how many of its inputs are changed.
    changed_inputs: Vec<usize>,
    pub(super) roots: BTreeSet<usize>,
}

/// A cell that is no sum, and by how much it is changed.
#[derive(Clone, Debug)]
pub(super) struct Move {
    pub(super) cell: usize,
    pub(super) delta: i64,
    /// The roots that there are now.
    pub(super) roots: usize,
    /// How many of the cells above it, and itself, are changed.
    pub(super) changed: usize,
}

impl<'a> State<'a> {
    pub(super) fn new(system: &'a System, holds: &'a [bool]) -> Option<Self> {
        let mut correct = system.printed.clone();
        for (index, definition) in system.definitions.iter().enumerate() {
            if system.primary(definition.target) != Some(index) {
                continue;
            }
            let inputs = definition.inputs.iter();
            let sum = inputs
                .filter_map(|cell| correct.get(*cell))
                .try_fold(0_i64, |sum, amount| sum.checked_add(*amount))?;
            *correct.get_mut(definition.target)? = sum;
        }
        let mut state = Self {
            system,
            holds,
            correct,
            changed_inputs: Vec::new(),
            roots: BTreeSet::new(),
        };
        state.look();
        Some(state)
    }

    /// Finds the roots anew.
    fn look(&mut self) {
        let definitions = self.system.definitions.iter();
        self.changed_inputs = definitions
            .map(|it| it.inputs.iter().filter(|cell| self.changed(**cell)).count())
            .collect();
        let cells = 0..self.system.printed.len();
        self.roots = cells.filter(|cell| self.is_root(*cell)).collect();
    }

    pub(super) fn changed(&self, cell: usize) -> bool {
        self.correct.get(cell) != self.system.printed.get(cell)
    }

    fn is_root(&self, cell: usize) -> bool {
        self.changed(cell) && !self.depends(cell, |definition| self.inputs_changed(definition))
    }

    fn inputs_changed(&self, definition: usize) -> usize {
        self.changed_inputs.get(definition).copied().unwrap_or(0)
    }

    /// Tells whether a sum was reckoned rightly from printed cells of which some are wrong.
    fn depends(&self, cell: usize, changed_inputs: impl Fn(usize) -> usize) -> bool {
        let definitions = self.system.of.get(cell).into_iter().flatten();
        definitions
            .filter(|it| self.holds.get(**it).copied().unwrap_or(false))
            .any(|it| changed_inputs(*it) > 0)
    }

    /// Returns by how much a cell that is no sum could be changed: so that some sum above it is right
    /// as it is printed.
    pub(super) fn deltas(&self, above: &BTreeMap<usize, i64>) -> BTreeSet<i64> {
        let deltas = above.iter().filter(|(_, times)| **times == 1);
        deltas
            .filter_map(|(cell, _)| {
                let printed = self.system.printed.get(*cell)?;
                printed.checked_sub(*self.correct.get(*cell)?)
            })
            .filter(|delta| *delta != 0)
            .collect()
    }

    /// Tries to change a cell that is no sum.
    pub(super) fn attempt(
        &self,
        cell: usize,
        delta: i64,
        above: &BTreeMap<usize, i64>,
    ) -> Option<Move> {
        let mut now: BTreeMap<usize, bool> = BTreeMap::new();
        for (sum, times) in above
            .iter()
            .map(|(sum, times)| (*sum, *times))
            .chain([(cell, 1)])
        {
            let correct = self.correct.get(sum)?;
            let correct = correct.checked_add(delta.checked_mul(times)?)?;
            now.insert(sum, self.system.printed.get(sum) != Some(&correct));
        }
        let mut flips: BTreeMap<usize, i64> = BTreeMap::new();
        let mut changed = 0_usize;
        for (sum, changes) in &now {
            changed = changed.saturating_add(usize::from(*changes));
            let flip = match (self.changed(*sum), *changes) {
                (false, true) => 1,
                (true, false) => -1,
                _ => continue,
            };
            for definition in self.system.uses.get(*sum)? {
                let count = flips.entry(*definition).or_default();
                *count = count.saturating_add(flip);
            }
        }
        let changed_inputs = |definition: usize| {
            let flip = flips.get(&definition).copied().unwrap_or(0);
            let before = i64::try_from(self.inputs_changed(definition)).unwrap_or(i64::MAX);
            usize::try_from(before.saturating_add(flip)).unwrap_or(0)
        };
        let mut roots = self.roots.len();
        for (sum, changes) in &now {
            let was = self.roots.contains(sum);
            let is = *changes && !self.depends(*sum, changed_inputs);
            match (was, is) {
                (true, false) => roots = roots.saturating_sub(1),
                (false, true) => roots = roots.saturating_add(1),
                _ => {}
            }
        }
        Some(Move {
            cell,
            delta,
            roots,
            changed,
        })
    }

    /// Returns the cells that change with an amount, with what they are after it.
    fn amounts_after(&self, cell: usize, delta: i64) -> Option<BTreeMap<usize, i64>> {
        let above = self.system.above(cell);
        let cells = above.into_iter().chain([(cell, 1)]);
        let amounts = cells.map(|(cell, times)| {
            let correct = self.correct.get(cell)?;
            Some((cell, correct.checked_add(delta.checked_mul(times)?)?))
        });
        amounts.collect()
    }

    /// Changes an amount, and all sums with it; `None` on overflow.
    pub(super) fn make(&mut self, cell: usize, delta: i64) -> Option<()> {
        for (cell, amount) in self.amounts_after(cell, delta)? {
            *self.correct.get_mut(cell)? = amount;
        }
        self.look();
        Some(())
    }

    /// Returns by how much a cell is changed.
    pub(super) fn change(&self, cell: usize) -> i64 {
        let correct = self.correct.get(cell).copied().unwrap_or(0);
        let printed = self.system.printed.get(cell).copied().unwrap_or(0);
        correct.saturating_sub(printed)
    }

    /// Returns the only root with all that depends on it.
    pub(super) fn explanation(&self, root: usize) -> Explanation {
        self.explanation_with(root, &BTreeMap::new())
    }

    /// Returns a root with all that depends on it, where the cells of `after` have other amounts.
    fn explanation_with(&self, root: usize, after: &BTreeMap<usize, i64>) -> Explanation {
        let change = |cell: usize| {
            let correct = after.get(&cell).or_else(|| self.correct.get(cell));
            Some(Change {
                cell,
                printed: *self.system.printed.get(cell)?,
                corrected: *correct?,
            })
        };
        let changed = |cell: usize| change(cell).filter(|it| it.printed != it.corrected);
        let mut reached = BTreeSet::from([root]);
        let mut open = vec![root];
        while let Some(cell) = open.pop() {
            for definition in self.system.uses.get(cell).into_iter().flatten() {
                let target = self.system.definitions.get(*definition).map(|it| it.target);
                let holds = self.holds.get(*definition).copied().unwrap_or(false);
                if let Some(target) = target.filter(|it| holds && changed(*it).is_some())
                    && reached.insert(target)
                {
                    open.push(target);
                }
            }
        }
        reached.remove(&root);
        let cells = std::iter::once(root).chain(reached);
        Explanation {
            slips: 1,
            changes: cells.filter_map(change).collect(),
        }
    }

    pub(super) fn explanation_by(&self, step: &Move) -> Option<Explanation> {
        Some(self.explanation_with(step.cell, &self.amounts_after(step.cell, step.delta)?))
    }
}
