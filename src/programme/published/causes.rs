//! From groups of ways to causes, each with its explanations.

use std::collections::{BTreeMap, BTreeSet};

use super::alone::Alone;
use super::equations::Set;
use super::groups::Group;
use super::nearest::by_one_slip;
use super::search::Search;
use super::slips::slips;
use super::state::State;
use super::system::{Cause, Change, Explanation};

/// How many explanations a cause may have.
const MOST_EXPLANATIONS: usize = 20_000;

/// How many single amounts are tried for explanations with more cells, of all causes together.
const MOST_TRIES: usize = 2_000_000;

/// With more causes than this, none is looked over for explanations with more cells.
const MOST_LOOKED_OVER: usize = 64;

impl Search<'_> {
    /// Returns the cause that each group is.
    pub(super) fn causes(&self, groups: &[Group], complete: bool) -> Option<Vec<Cause>> {
        let mut holders = vec![0_usize; self.system.printed.len()];
        let mut alone = self.printed.clone();
        for group in groups {
            for cell in self.cells(group) {
                let holders = holders.get_mut(cell)?;
                *holders = holders.saturating_add(1);
            }
            self.make(&mut alone, group, 1)?;
        }
        let mut causes = Vec::new();
        for group in groups {
            // The table as it would be if this were the only cause.
            self.make(&mut alone, group, -1)?;
            let own = self.cells(group);
            let taken = |cell: usize| {
                let by_own = usize::from(own.contains(&cell));
                holders.get(cell).is_some_and(|all| *all > by_own)
            };
            let mut cause = self.cause(&alone, group, complete, groups.len())?;
            let changed = cause.explanations.iter().flat_map(|it| &it.changes);
            let changed = changed.map(|it| it.cell).filter(|cell| taken(*cell));
            cause.shared = changed.collect();
            causes.push(cause);
            self.make(&mut alone, group, 1)?;
        }
        causes.sort_by_key(|it: &Cause| it.broken);
        Some(causes)
    }

    /// Returns the cells that the ways of a group change.
    fn cells(&self, group: &Group) -> BTreeSet<usize> {
        let ways = group.ways.iter().chain(&group.beside).flatten();
        let cells = ways.filter_map(|(kind, _)| self.equations.kinds.get(*kind));
        cells.flatten().copied().collect()
    }

    /// Makes, or takes back, the changes of the first way of a group.
    pub(super) fn make(&self, alone: &mut Alone, group: &Group, times: i64) -> Option<()> {
        for (kind, change) in group.ways.first().into_iter().flatten() {
            let cell = self.equations.kinds.get(*kind)?.first()?;
            alone.change(*cell, change.checked_mul(times)?)?;
        }
        Some(())
    }

    /// Returns a cause, of `of` in all.
    fn cause(&self, alone: &Alone, group: &Group, complete: bool, of: usize) -> Option<Cause> {
        let mut whole = complete;
        let mut explanations = Vec::new();
        for way in group.ways.iter().chain(&group.beside) {
            whole &= self.explanations(alone, way, &mut explanations);
        }
        let first = |it: &Explanation| {
            let cell = it.changes.first().map_or(0, |it| it.cell);
            let is_sum = self.system.is_sum(cell);
            (it.changes.len(), it.slips, !is_sum, cell)
        };
        explanations.sort_by_key(first);
        let fewest = explanations.len();
        let mut others_cut_short = false;
        if of > MOST_LOOKED_OVER {
            others_cut_short = true;
        } else if complete && explanations.iter().any(|it| it.slips == 1) {
            let tries = MOST_TRIES.checked_div(of).unwrap_or_default();
            let way = group.ways.first()?;
            others_cut_short = !self.larger(alone, way, tries, &mut explanations)?;
        }
        let way = group.ways.first()?;
        let broken = self.equations.differences(way);
        let differs = |it: &usize| self.differences.get(*it).is_some_and(|it| *it != 0);
        let mut broken = broken.into_keys().filter(differs);
        Some(Cause {
            broken: broken.next().unwrap_or_default(),
            also: broken.collect(),
            explanations,
            fewest,
            complete: whole,
            others_cut_short,
            shared: BTreeSet::new(),
        })
    }

    /// Adds the explanations of a way: one for each choice of a cell of each of its kinds. Tells
    /// whether there was room for all.
    fn explanations(&self, alone: &Alone, way: &Set, into: &mut Vec<Explanation>) -> bool {
        let mut all: Vec<BTreeMap<usize, i64>> = vec![BTreeMap::new()];
        for (kind, change) in way {
            let cells = self
                .equations
                .kinds
                .get(*kind)
                .map_or(&[][..], Vec::as_slice);
            if all
                .len()
                .saturating_mul(cells.len())
                .saturating_add(into.len())
                > MOST_EXPLANATIONS
            {
                return false;
            }
            let longer = all.iter().flat_map(|chosen| {
                cells.iter().map(move |cell| {
                    let mut chosen = chosen.clone();
                    chosen.insert(*cell, *change);
                    chosen
                })
            });
            all = longer.collect();
        }
        into.extend(all.iter().map(|changes| self.explanation(alone, changes)));
        true
    }

    /// Orders the changes: the slips first, then what was reckoned from them.
    fn explanation(&self, alone: &Alone, changes: &BTreeMap<usize, i64>) -> Explanation {
        let correct = changes.iter().filter_map(|(cell, change)| {
            Some((
                *cell,
                alone.system.printed.get(*cell)?.checked_add(*change)?,
            ))
        });
        let correct: BTreeMap<usize, i64> = correct.collect();
        let slips: BTreeSet<usize> = slips(alone, &correct).into_iter().collect();
        let mut cells: Vec<usize> = correct.keys().copied().collect();
        cells.sort_by_key(|it| (!slips.contains(it), *it));
        let change = |cell: usize| {
            let printed = *self.system.printed.get(cell)?;
            Some(Change {
                cell,
                printed,
                corrected: printed.checked_add(*changes.get(&cell)?)?,
            })
        };
        Explanation {
            slips: slips.len(),
            changes: cells.into_iter().filter_map(change).collect(),
        }
    }

    /// Adds the explanations by one slip that change more cells; tells whether all were looked for.
    fn larger(
        &self,
        alone: &Alone,
        way: &Set,
        tries: usize,
        into: &mut Vec<Explanation>,
    ) -> Option<bool> {
        let holds: Vec<bool> = alone.differences.iter().map(|it| *it == 0).collect();
        let mut state = State::new(&alone.system, &holds)?;
        // What no cell connects with this cause is not of its concern.
        let own = self.equations.differences(way).into_keys().next()?;
        let own = self.equations.connected(own);
        state.roots.retain(|cell| {
            let of = alone.system.of.get(*cell).into_iter().flatten();
            let mut definitions = of.chain(alone.system.uses.get(*cell).into_iter().flatten());
            definitions.any(|it| own.contains(it))
        });
        let (mut found, whole) = by_one_slip(&state, tries)?;
        // A cell that other causes change too changes by as much from what is printed.
        for change in found.iter_mut().flat_map(|it| &mut it.changes) {
            let printed = *self.system.printed.get(change.cell)?;
            let by = change.corrected.checked_sub(change.printed)?;
            change.corrected = printed.checked_add(by)?;
            change.printed = printed;
        }
        let known = into.iter();
        let known: BTreeSet<BTreeSet<Change>> = known
            .map(|it| it.changes.iter().copied().collect())
            .collect();
        found.retain(|it| !known.contains(&it.changes.iter().copied().collect()));
        found.sort_by_key(|it| it.changes.len());
        into.extend(found);
        Some(whole)
    }

    /// Returns the explanations that groups have as causes, each as a set, cause by cause.
    pub(super) fn sets_of(&self, groups: &[Group]) -> Option<Vec<Vec<Set>>> {
        let causes = self.causes(groups, true)?.into_iter();
        let sets = causes.map(|cause| {
            let sets = cause.explanations.iter().map(|explanation| {
                let changes = explanation.changes.iter();
                let changes = changes.map(|it| (it.cell, it.corrected.saturating_sub(it.printed)));
                self.equations.set(&changes.collect())
            });
            sets.collect()
        });
        Some(sets.collect())
    }
}
