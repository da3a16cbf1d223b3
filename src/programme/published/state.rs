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
    /// By definition: which of its inputs are changed.
    changed_inputs: Vec<BTreeSet<usize>>,
    pub(super) roots: BTreeSet<usize>,
}

/// A cell that is no sum, and by how much it is changed.
#[derive(Clone, Debug)]
pub(super) struct Move {
    pub(super) cell: usize,
    pub(super) delta: i64,
    /// The roots that are none any more.
    pub(super) gone: BTreeSet<usize>,
    /// The roots that there are now.
    pub(super) roots: usize,
    /// How many of the cells above it, and itself, are changed.
    pub(super) changed: usize,
    /// How many of them were changed before.
    pub(super) before: usize,
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
            .map(|it| {
                let inputs = it.inputs.iter().copied();
                inputs.filter(|cell| self.changed(*cell)).collect()
            })
            .collect();
        let cells = 0..self.system.printed.len();
        self.roots = cells.filter(|cell| self.is_root(*cell)).collect();
    }

    pub(super) fn changed(&self, cell: usize) -> bool {
        self.correct.get(cell) != self.system.printed.get(cell)
    }

    /// Returns how many cells are changed after a move.
    pub(super) fn changes_after(&self, step: &Move) -> usize {
        let rest = self.changes().saturating_sub(step.before);
        rest.saturating_add(step.changed)
    }

    /// Returns how many cells are changed.
    pub(super) fn changes(&self) -> usize {
        let cells = 0..self.system.printed.len();
        cells.filter(|cell| self.changed(*cell)).count()
    }

    fn is_root(&self, cell: usize) -> bool {
        let error = |cell| self.error(cell);
        self.changed(cell)
            && !self.depends(cell, error, |definition| {
                self.inputs_changed(definition).map(error).collect()
            })
    }

    fn inputs_changed(&self, definition: usize) -> impl Iterator<Item = usize> {
        let inputs = self.changed_inputs.get(definition);
        inputs.into_iter().flatten().copied()
    }

    /// Returns by how much a cell is printed too high.
    fn error(&self, cell: usize) -> i64 {
        let printed = self.system.printed.get(cell);
        let amounts = printed.zip(self.correct.get(cell));
        // An error too large to be counted is that of no sum.
        amounts.map_or(0, |(printed, correct)| printed.saturating_sub(*correct))
    }

    /// Tells whether a sum was reckoned rightly from some cells that are wrong; others of its cells may
    /// have gone wrong afterwards.
    fn depends(
        &self,
        cell: usize,
        error: impl Fn(usize) -> i64,
        errors: impl Fn(usize) -> Vec<i64>,
    ) -> bool {
        let own = error(cell);
        let definitions = self.system.of.get(cell).into_iter().flatten();
        definitions.into_iter().any(|it| makes(own, &errors(*it)))
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
        let mut now: BTreeMap<usize, i64> = BTreeMap::new();
        for (sum, times) in above
            .iter()
            .map(|(sum, times)| (*sum, *times))
            .chain([(cell, 1)])
        {
            let correct = self.correct.get(sum)?;
            let correct = correct.checked_add(delta.checked_mul(times)?)?;
            let printed = self.system.printed.get(sum)?;
            now.insert(sum, printed.saturating_sub(correct));
        }
        // By definition: the inputs that the move changes, or changes no more.
        let mut moved: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let (mut changed, mut before) = (0_usize, 0_usize);
        for (sum, after) in &now {
            changed = changed.saturating_add(usize::from(*after != 0));
            before = before.saturating_add(usize::from(self.changed(*sum)));
            for definition in self.system.uses.get(*sum)? {
                moved.entry(*definition).or_default().insert(*sum);
            }
        }
        let error = |cell: usize| now.get(&cell).copied().unwrap_or_else(|| self.error(cell));
        let errors = |definition: usize| {
            let others = self.inputs_changed(definition);
            let others = others.filter(|it| !now.contains_key(it));
            let moved = moved.get(&definition).into_iter().flatten().copied();
            let errors = others.chain(moved).map(error);
            errors.filter(|it| *it != 0).collect()
        };
        let mut gone = BTreeSet::new();
        let mut roots = self.roots.len();
        for (sum, after) in &now {
            let was = self.roots.contains(sum);
            let is = *after != 0 && !self.depends(*sum, error, errors);
            match (was, is) {
                (true, false) => {
                    gone.insert(*sum);
                    roots = roots.saturating_sub(1);
                }
                (false, true) => roots = roots.saturating_add(1),
                _ => {}
            }
        }
        Some(Move {
            cell,
            delta,
            gone,
            roots,
            changed,
            before,
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

    /// Returns a root with all that depends on it, where the cells of `after` have other amounts.
    pub(super) fn explanation(&self, root: usize, after: &BTreeMap<usize, i64>) -> Explanation {
        let change = |cell: usize| {
            let correct = after.get(&cell).or_else(|| self.correct.get(cell));
            Some(Change {
                cell,
                printed: *self.system.printed.get(cell)?,
                corrected: *correct?,
            })
        };
        let error = |cell: usize| {
            let change = change(cell);
            change.map_or(0, |it| it.printed.saturating_sub(it.corrected))
        };
        let mut reached = BTreeSet::from([root]);
        let mut open = vec![root];
        while let Some(cell) = open.pop() {
            for definition in self.system.uses.get(cell).into_iter().flatten() {
                let Some(definition) = self.system.definitions.get(*definition) else {
                    continue;
                };
                let target = definition.target;
                let others = definition.inputs.iter().filter(|it| **it != cell);
                let others = others.map(|it| error(*it)).filter(|it| *it != 0);
                let others: Vec<i64> = others.collect();
                // The sum was reckoned from this cell, and from some of the others or none.
                let rest = error(target).saturating_sub(error(cell));
                let follows = error(target) != 0 && (rest == 0 || makes(rest, &others));
                if follows && reached.insert(target) {
                    open.push(target);
                }
            }
        }
        reached.remove(&root);
        let cells = std::iter::once(root).chain(reached);
        Explanation {
            changes: cells.filter_map(change).collect(),
        }
    }

    pub(super) fn explanation_by(&self, step: &Move) -> Option<Explanation> {
        Some(self.explanation(step.cell, &self.amounts_after(step.cell, step.delta)?))
    }
}

/// Of more errors than these in one sum, only all together or one alone are taken for its own.
const MOST_ERRORS: usize = 10;

/// Tells whether some of these errors, one at least, make up an error.
fn makes(own: i64, errors: &[i64]) -> bool {
    let sum = |errors: &[i64]| errors.iter().fold(0_i64, |sum, it| sum.saturating_add(*it));
    if errors.is_empty() {
        return false;
    }
    if errors.len() > MOST_ERRORS {
        return sum(errors) == own || errors.contains(&own);
    }
    let mut sums: BTreeSet<i64> = BTreeSet::new();
    for error in errors {
        let with: Vec<i64> = sums.iter().map(|it| it.saturating_add(*error)).collect();
        sums.extend(with);
        sums.insert(*error);
    }
    sums.contains(&own)
}
