//! The search for corrections with the fewest roots.

use std::collections::{BTreeMap, BTreeSet};

use super::system::{Cause, Change, Explanation, System};

/// How many corrections are tried before the search stops.
const MOST_TRIES: usize = 2_000_000;

/// How many causes are looked into for rival explanations.
const MOST_CAUSES: usize = 64;

/// Returns the causes of what does not add up, and whether the search was cut short; `holds` tells of
/// each definition whether it holds of the printed cells. `None` on overflow.
pub(super) fn search(system: &System, holds: Vec<bool>) -> Option<(Vec<Cause>, bool)> {
    let mut search = Search {
        state: State::new(system, holds)?,
        tries: 0,
        cut_short: false,
    };
    let causes = search.causes()?;
    Some((causes, search.cut_short))
}

/// A correction that is being tried: some cells changed, all sums recomputed.
struct State<'a> {
    system: &'a System,
    /// By definition: whether it holds of the printed cells.
    holds: Vec<bool>,
    /// By cell: the amount in the correction.
    correct: Vec<i64>,
    /// By definition: how many of its inputs are changed.
    changed_inputs: Vec<usize>,
    roots: BTreeSet<usize>,
}

/// A cell that is no sum, and by how much it is changed.
#[derive(Clone, Debug)]
struct Move {
    cell: usize,
    delta: i64,
    /// The roots that are none any more.
    gone: BTreeSet<usize>,
    /// The roots that there are now.
    roots: usize,
    /// How many cells are changed.
    changed: usize,
}

impl<'a> State<'a> {
    fn new(system: &'a System, holds: Vec<bool>) -> Option<Self> {
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

    fn changed(&self, cell: usize) -> bool {
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
    fn deltas(&self, above: &BTreeMap<usize, i64>) -> BTreeSet<i64> {
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
    fn attempt(&self, cell: usize, delta: i64, above: &BTreeMap<usize, i64>) -> Option<Move> {
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
        let mut gone = BTreeSet::new();
        let mut roots = self.roots.len();
        for (sum, changes) in &now {
            let was = self.roots.contains(sum);
            let is = *changes && !self.depends(*sum, changed_inputs);
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
        })
    }

    /// Returns the cells that a move changes, with their amounts after it.
    fn amounts_after(&self, step: &Move) -> Option<BTreeMap<usize, i64>> {
        let above = self.system.above(step.cell);
        let cells = above.into_iter().chain([(step.cell, 1)]);
        let amounts = cells.map(|(cell, times)| {
            let correct = self.correct.get(cell)?;
            Some((cell, correct.checked_add(step.delta.checked_mul(times)?)?))
        });
        amounts.collect()
    }

    /// Makes a move.
    fn make(&mut self, step: &Move) -> Option<()> {
        for (cell, amount) in self.amounts_after(step)? {
            *self.correct.get_mut(cell)? = amount;
        }
        self.look();
        Some(())
    }

    /// Returns a root with all that depends on it, where the cells of `after` have other amounts.
    fn explanation(&self, root: usize, after: &BTreeMap<usize, i64>) -> Explanation {
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
            changes: cells.filter_map(change).collect(),
        }
    }

    fn explanation_by(&self, step: &Move) -> Option<Explanation> {
        Some(self.explanation(step.cell, &self.amounts_after(step)?))
    }
}

struct Search<'a> {
    state: State<'a>,
    tries: usize,
    cut_short: bool,
}

impl Search<'_> {
    fn causes(&mut self) -> Option<Vec<Cause>> {
        let mut causes: Vec<(usize, Vec<Explanation>)> = Vec::new();
        // Amounts that explain several wrong sums at once.
        while let Some((best, rivals)) = self.best_move() {
            let first = best.gone.first().copied().unwrap_or(best.cell);
            let steps = std::iter::once(&best).chain(&rivals);
            let explanations = steps.map(|step| self.state.explanation_by(step));
            causes.push((first, explanations.collect::<Option<_>>()?));
            self.state.make(&best)?;
            if causes.len() >= MOST_CAUSES {
                self.cut_short = true;
                break;
            }
        }
        // Sums that are wrong by themselves, each with the amounts that would do as well.
        let roots: Vec<usize> = self.state.roots.iter().copied().collect();
        let sums = roots.iter().filter(|root| self.state.system.is_sum(**root));
        let sums: Vec<usize> = sums.copied().collect();
        for (count, root) in sums.into_iter().enumerate() {
            let mut explanations = vec![self.state.explanation(root, &BTreeMap::new())];
            if count < MOST_CAUSES {
                explanations.extend(self.instead_of(root)?);
            } else {
                self.cut_short = true;
            }
            causes.push((root, explanations));
        }
        causes.sort_by_key(|(first, _)| *first);
        let causes = causes.into_iter().filter_map(|(first, mut explanations)| {
            // Stable: a sum reckoned wrongly comes before a wrong amount, where both change as many.
            explanations.sort_by_key(|it| it.changes.len());
            let definitions = self.state.system.of.get(first)?;
            let holds = |it: &&usize| self.state.holds.get(**it).copied().unwrap_or(true);
            let broken = definitions.iter().find(|it| !holds(it));
            Some(Cause {
                broken: broken.or_else(|| definitions.first()).copied()?,
                explanations,
            })
        });
        Some(causes.collect())
    }

    /// Returns the move that takes away the most roots, with those that do as much by other cells.
    fn best_move(&mut self) -> Option<(Move, Vec<Move>)> {
        let before = self.state.roots.len();
        if before < 2 {
            return None;
        }
        let mut cells = BTreeSet::new();
        let roots: Vec<usize> = self.state.roots.iter().copied().collect();
        for root in roots {
            cells.extend(self.state.system.leaves(root));
        }
        let moves = self.moves(&cells, |step| step.roots < before);
        let best = moves
            .iter()
            .min_by_key(|step| (step.roots, step.changed, step.cell))?
            .clone();
        let rivals = moves.into_iter().filter(|step| {
            (step.cell, step.delta) != (best.cell, best.delta)
                && step.roots == best.roots
                && step.gone == best.gone
        });
        let rivals = rivals.collect();
        Some((best, rivals))
    }

    /// Returns the explanations by one wrong amount that do without this wrong sum.
    fn instead_of(&mut self, root: usize) -> Option<Vec<Explanation>> {
        let before = self.state.roots.len();
        let cells = self.state.system.leaves(root);
        let only = BTreeSet::from([root]);
        let moves = self.moves(&cells, |step| step.roots == before && step.gone == only);
        let explanations = moves.iter().map(|step| self.state.explanation_by(step));
        explanations.collect()
    }

    fn moves(&mut self, cells: &BTreeSet<usize>, wanted: impl Fn(&Move) -> bool) -> Vec<Move> {
        let mut moves = Vec::new();
        for cell in cells.iter().filter(|cell| !self.state.changed(**cell)) {
            let above = self.state.system.above(*cell);
            for delta in self.state.deltas(&above) {
                if self.tries >= MOST_TRIES {
                    self.cut_short = true;
                    return moves;
                }
                self.tries = self.tries.saturating_add(1);
                moves.extend(self.state.attempt(*cell, delta, &above).filter(&wanted));
            }
        }
        moves
    }
}
