//! From sums that differ to causes, each with the explanations that the sums leave open.
//!
//! Wrong lines are causes of their own, and so is what they leave to explain, where that takes away none
//! of the sets of the fewest cells that mend everything. Else those sets are looked for, and which of
//! them can be told apart as causes. Where there are too many, one way to mend everything is parted, and
//! every part says that it may not be the only one.

use std::collections::BTreeMap;

use super::alone::Alone;
use super::apart::{is_combined, parts, ways};
use super::equations::{Equations, Set};
use super::groups::{Group, groups, join_dependent};
use super::nearest::nearest;
use super::slips::slips;
use super::system::{Cause, System};

/// How many steps the search for the smallest sets may take.
const MOST_WORK: usize = 6_000_000;

/// How many steps the search may take for one cause, where that for all of them together was stopped.
const MOST_WORK_FOR_ONE: usize = 300_000;

/// Returns the causes of what does not add up; `differences` are those of all definitions. `None` on
/// overflow.
pub(super) fn search(system: &System, differences: &[i64]) -> Option<Vec<Cause>> {
    let equations = Equations::new(system);
    let printed = Alone::new(system)?;
    let (mut groups, mut complete) = (Vec::new(), true);
    // What has no cell in common is looked into by itself.
    for differences in equations.parted(differences) {
        let search = Search {
            system,
            printed: &printed,
            equations: &equations,
            differences: &differences,
        };
        let (found, all) = search.groups()?;
        groups.extend(found);
        complete &= all;
    }
    let search = Search {
        system,
        printed: &printed,
        equations: &equations,
        differences,
    };
    search.causes(&groups, complete)
}

pub(super) struct Search<'a> {
    pub(super) system: &'a System,
    /// The system as it is printed.
    pub(super) printed: &'a Alone,
    pub(super) equations: &'a Equations,
    pub(super) differences: &'a [i64],
}

impl Search<'_> {
    /// Returns what is wrong by itself, and whether all ways to mend it were looked for.
    fn groups(&self) -> Option<(Vec<Group>, bool)> {
        let by_lines = self.by_lines();
        if let Some((groups, true)) = by_lines {
            return Some((groups, true));
        }
        let smallest = self.equations.smallest(&self.differing(), MOST_WORK);
        let (groups, is_complete) = if smallest.complete {
            self.all(&smallest.sets)
        } else {
            (self.some(smallest.sets.into_iter().next())?, false)
        };
        match by_lines {
            Some((by_lines, _)) if self.loses_nothing(&by_lines, &groups, is_complete) => {
                Some((by_lines, is_complete))
            }
            _ => Some((groups, is_complete)),
        }
    }

    /// Parts what differs by the lines that do not add up, and tells whether any way to mend everything
    /// with the fewest cells is surely among theirs; `None` where there is nothing to part.
    fn by_lines(&self) -> Option<(Vec<Group>, bool)> {
        let parts = parts(self.system, self.equations, self.differences)?;
        if parts.lines.is_empty() {
            return None;
        }
        let mut groups = Vec::new();
        for (line, differences) in &parts.lines {
            let ways = match ways(self.system, self.equations, *line, differences) {
                Some(ways) => ways,
                None => {
                    let smallest = self.equations.smallest(differences, MOST_WORK_FOR_ONE);
                    smallest.complete.then_some(smallest.sets)?
                }
            };
            groups.push(Group {
                ways,
                beside: Vec::new(),
            });
        }
        if !parts.rest.is_empty() {
            // People must see in the table what they are told of it.
            let seen = |it: &usize| self.differences.get(*it).is_some_and(|it| *it != 0);
            parts.rest.keys().any(seen).then_some(())?;
            let smallest = self.equations.smallest(&parts.rest, MOST_WORK);
            smallest.complete.then_some(())?;
            let differences = self.dense(&parts.rest);
            let rest = Search {
                differences: &differences,
                ..*self
            };
            let (rest, is_complete) = rest.all(&smallest.sets);
            is_complete.then_some(())?;
            groups.extend(rest);
        }
        (groups.len() > 1).then_some((groups, parts.is_plain))
    }

    /// Tells whether groups by lines have no more slips than others, and, where those are all ways to mend
    /// everything, still every one of them: those with a cell more also among their larger explanations.
    fn loses_nothing(&self, by_lines: &[Group], groups: &[Group], complete: bool) -> bool {
        // A way of one group with the first of all others mends everything.
        let whole = |number: usize, way: &Set| {
            let others = groups.iter().enumerate();
            let others = others.filter(|(other, _)| *other != number);
            let mut whole = way.clone();
            whole.extend(others.filter_map(|(_, it)| it.ways.first()).flatten());
            whole.sort_unstable();
            whole
        };
        let all_of = |sets: fn(&Group) -> &[Set], among: &[Vec<Set>]| {
            let among: Vec<&[Set]> = among.iter().map(Vec::as_slice).collect();
            groups.iter().enumerate().all(|(number, group)| {
                let mut sets = sets(group).iter();
                sets.all(|way| is_combined(&whole(number, way), &among))
            })
        };
        if complete {
            let ways: Vec<Vec<Set>> = by_lines.iter().map(|it| it.ways.clone()).collect();
            let has_beside = || {
                let larger = self.sets_of(by_lines);
                larger.is_some_and(|larger| all_of(|it| &it.beside, &larger))
            };
            if !all_of(|it| &it.ways, &ways) || !(all_of(|it| &it.beside, &ways) || has_beside()) {
                return false;
            }
        }
        let slips = |groups| self.slips_of(groups).unwrap_or(usize::MAX);
        slips(by_lines) <= slips(groups)
    }

    /// Returns how many slips the first ways of groups have, each where the others are mended.
    fn slips_of(&self, groups: &[Group]) -> Option<usize> {
        let mut alone = self.printed.clone();
        for group in groups {
            self.make(&mut alone, group, 1)?;
        }
        let mut all = 0_usize;
        for group in groups {
            self.make(&mut alone, group, -1)?;
            let own = group.ways.first()?;
            all = all.saturating_add(self.slips_in(&alone, own));
            self.make(&mut alone, group, 1)?;
        }
        Some(all)
    }

    /// Returns what differs, by definition.
    fn differing(&self) -> BTreeMap<usize, i64> {
        let all = self.differences.iter().copied().enumerate();
        all.filter(|(_, it)| *it != 0).collect()
    }

    fn dense(&self, differences: &BTreeMap<usize, i64>) -> Vec<i64> {
        let mut dense = vec![0; self.differences.len()];
        for (definition, difference) in differences {
            if let Some(own) = dense.get_mut(*definition) {
                *own = *difference;
            }
        }
        dense
    }

    /// Parts all sets of the fewest cells; with them those with one cell more and no more slips, where
    /// the causes depend on one another by them. Tells whether it could look for all of these.
    fn all(&self, sets: &[Set]) -> (Vec<Group>, bool) {
        let mut groups = groups(self.equations, self.differences, sets);
        let size = sets.first().map_or(0, Vec::len);
        if groups.len() > 1 {
            let more = size.saturating_add(1);
            let Some(larger) = self.equations.up_to(&self.differing(), more, MOST_WORK) else {
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
            let found = self
                .equations
                .smallest(&self.equations.differences(way), MOST_WORK_FOR_ONE);
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
        let cells = 0..self.system.printed.len();
        let changes = cells.map(|cell| (cell, state.change(cell)));
        let mut set = self.equations.set(&changes.collect());
        // Elsewhere is for others to look.
        let own = self.differences.iter().position(|it| *it != 0)?;
        let own = self.equations.connected(own);
        set.retain(|(kind, _)| {
            let column = self.equations.columns.get(*kind);
            column.is_some_and(|it| it.iter().any(|(definition, _)| own.contains(definition)))
        });
        Some(set)
    }

    fn slips(&self, set: &Set) -> usize {
        self.slips_in(self.printed, set)
    }

    fn slips_in(&self, alone: &Alone, set: &Set) -> usize {
        let correct = set.iter().filter_map(|(kind, change)| {
            let cell = *self.equations.kinds.get(*kind)?.first()?;
            Some((cell, alone.system.printed.get(cell)?.checked_add(*change)?))
        });
        slips(alone, &correct.collect()).len()
    }
}
