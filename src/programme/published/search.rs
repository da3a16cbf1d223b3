//! From sums that differ to causes, each with the explanations that the sums leave open.
//!
//! First all sets of the fewest cells that mend everything, then which of them can be told apart as
//! causes. Where there are too many sets to look for, one way to mend everything is parted, and every
//! part says that it may not be the only one.

use std::collections::{BTreeMap, BTreeSet};

use super::groups::{Group, groups, join_dependent};
use super::nearest::{by_one_slip, nearest};
use super::slips::slips;
use super::smallest::{Equations, Set};
use super::state::State;
use super::system::{Cause, Change, Explanation, System};

/// How many steps the search for the smallest sets may take.
const MOST_WORK: usize = 6_000_000;

/// How many steps the search may take for one cause, where that for all of them together was stopped.
const MOST_WORK_FOR_ONE: usize = 300_000;

/// How many explanations a cause may have.
const MOST_EXPLANATIONS: usize = 20_000;

/// How many single amounts are tried for explanations with more cells.
const MOST_TRIES: usize = 2_000_000;

/// Returns the causes of what does not add up; `differences` are those of all definitions. `None` on
/// overflow.
pub(super) fn search(system: &System, differences: &[i64]) -> Option<Vec<Cause>> {
    let equations = Equations::new(system);
    let smallest = equations.smallest(differences, MOST_WORK);
    let search = Search {
        system,
        equations: &equations,
        differences,
    };
    let (groups, is_complete) = if smallest.complete {
        search.all(&smallest.sets)
    } else {
        (search.some(smallest.sets.into_iter().next())?, false)
    };
    search.causes(&groups, is_complete)
}

struct Search<'a> {
    system: &'a System,
    equations: &'a Equations,
    differences: &'a [i64],
}

impl Search<'_> {
    /// Parts all sets of the fewest cells; with them those with one cell more and no more slips, where
    /// the causes depend on one another by them. Tells whether it could look for all of these.
    fn all(&self, sets: &[Set]) -> (Vec<Group>, bool) {
        let mut groups = groups(self.equations, self.differences, sets);
        let size = sets.first().map_or(0, Vec::len);
        if groups.len() > 1 {
            let more = size.saturating_add(1);
            let Some(larger) = self.equations.up_to(self.differences, more, MOST_WORK) else {
                return (groups, false);
            };
            let fewest = sets.iter().map(|set| self.slips(set)).min();
            let mut larger = larger;
            larger.retain(|set| set.len() > size && Some(self.slips(set)) <= fewest);
            join_dependent(&mut groups, &larger);
        }
        (groups, true)
    }

    /// Parts one set that mends everything: this one, or the nearest.
    fn some(&self, set: Option<Set>) -> Option<Vec<Group>> {
        let set = match set {
            Some(set) => set,
            None => self.nearest()?,
        };
        let mut groups = groups(self.equations, self.differences, &[set]);
        for group in &mut groups {
            let Some(way) = group.ways.first() else {
                continue;
            };
            let mut own = vec![0; self.differences.len()];
            for (definition, difference) in self.equations.differences(way) {
                if let Some(own) = own.get_mut(definition) {
                    *own = difference;
                }
            }
            let found = self.equations.smallest(&own, MOST_WORK_FOR_ONE);
            if found.complete {
                group.ways = found.sets;
            }
        }
        Some(groups)
    }

    /// Returns the set that is found by always changing the amount that leaves the fewest wrong sums.
    fn nearest(&self) -> Option<Set> {
        let holds: Vec<bool> = self.differences.iter().map(|it| *it == 0).collect();
        let state = nearest(self.system, &holds)?;
        let mut set: BTreeMap<usize, i64> = BTreeMap::new();
        for (kind, cells) in self.equations.kinds.iter().enumerate() {
            let changes = cells.iter().map(|cell| state.change(*cell));
            let change = changes.fold(0_i64, i64::saturating_add);
            if change != 0 {
                set.insert(kind, change);
            }
        }
        Some(set.into_iter().collect())
    }

    fn slips(&self, set: &Set) -> usize {
        let correct = set.iter().filter_map(|(kind, change)| {
            let cell = *self.equations.kinds.get(*kind)?.first()?;
            Some((cell, self.system.printed.get(cell)?.checked_add(*change)?))
        });
        slips(self.system, &correct.collect()).len()
    }

    fn causes(&self, groups: &[Group], complete: bool) -> Option<Vec<Cause>> {
        let mut causes = Vec::new();
        for (number, group) in groups.iter().enumerate() {
            // The table as it would be if this were the only cause.
            let mut alone = self.system.clone();
            let mut taken = BTreeSet::new();
            for (other, group) in groups.iter().enumerate() {
                if other == number {
                    continue;
                }
                for (kind, change) in group.ways.first().into_iter().flatten() {
                    let cell = self.equations.kinds.get(*kind)?.first()?;
                    let printed = alone.printed.get_mut(*cell)?;
                    *printed = printed.checked_add(*change)?;
                }
                let ways = group.ways.iter().chain(&group.beside).flatten();
                let cells = ways.filter_map(|(kind, _)| self.equations.kinds.get(*kind));
                taken.extend(cells.flatten().copied());
            }
            causes.push(self.cause(&alone, group, &taken, complete)?);
        }
        causes.sort_by_key(|it: &Cause| it.broken);
        Some(causes)
    }

    /// Returns a cause; `taken` are the cells that the other causes may change.
    fn cause(
        &self,
        alone: &System,
        group: &Group,
        taken: &BTreeSet<usize>,
        complete: bool,
    ) -> Option<Cause> {
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
        if complete && explanations.iter().any(|it| it.slips == 1) {
            others_cut_short = !larger(alone, taken, &mut explanations)?;
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
        })
    }

    /// Adds the explanations of a way: one for each choice of a cell of each of its kinds. Tells
    /// whether there was room for all.
    fn explanations(&self, alone: &System, way: &Set, into: &mut Vec<Explanation>) -> bool {
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
    fn explanation(&self, alone: &System, changes: &BTreeMap<usize, i64>) -> Explanation {
        let correct = changes.iter().filter_map(|(cell, change)| {
            Some((*cell, alone.printed.get(*cell)?.checked_add(*change)?))
        });
        let correct: BTreeMap<usize, i64> = correct.collect();
        let slips: BTreeSet<usize> = slips(alone, &correct).into_iter().collect();
        let mut cells: Vec<usize> = correct.keys().copied().collect();
        cells.sort_by_key(|it| (!slips.contains(it), *it));
        let change = |cell: usize| {
            Some(Change {
                cell,
                printed: *self.system.printed.get(cell)?,
                corrected: *correct.get(&cell)?,
            })
        };
        Explanation {
            slips: slips.len(),
            changes: cells.into_iter().filter_map(change).collect(),
        }
    }
}

/// Adds the explanations by one slip that change more cells, and none that another cause may change;
/// tells whether all were looked for.
fn larger(alone: &System, taken: &BTreeSet<usize>, into: &mut Vec<Explanation>) -> Option<bool> {
    let mut holds = Vec::with_capacity(alone.definitions.len());
    for definition in &alone.definitions {
        holds.push(alone.printed.get(definition.target) == Some(&alone.summed(definition)?));
    }
    let state = State::new(alone, &holds)?;
    let (mut found, whole) = by_one_slip(&state, MOST_TRIES)?;
    let known = into.iter();
    let known: BTreeSet<BTreeSet<Change>> = known
        .map(|it| it.changes.iter().copied().collect())
        .collect();
    found.retain(|it| {
        let apart = it.changes.iter().all(|it| !taken.contains(&it.cell));
        apart && !known.contains(&it.changes.iter().copied().collect())
    });
    found.sort_by_key(|it| it.changes.len());
    into.extend(found);
    Some(whole)
}
