//! Wrong lines, told apart though the sums above them are wrong by all of them together.
//!
//! Sums are linear: what differs is one part for each wrong line, and perhaps a rest; where each part is
//! mended in any way of its own, everything is, and a sum that several parts change must change by what
//! they make together. The part of a line is its difference with what the sums above took over from it:
//! all of them did, or none.

use std::collections::{BTreeMap, BTreeSet};

use super::equations::{Equations, Set};
use super::system::System;

/// Of how many wrong lines it is looked for those that the sums above did not take over.
const MOST_LINES: usize = 64;

/// What differs, by definition.
type Differences = BTreeMap<usize, i64>;

/// What differs because of each wrong line, and the rest.
#[derive(Clone)]
pub(super) struct Parts {
    /// One for each wrong line, by the definition that does not hold.
    pub(super) lines: Vec<(usize, Differences)>,
    /// What no line explains.
    pub(super) rest: Differences,
    /// Whether the sums above took over every line as it is, and no cell stands in two sums that differ:
    /// any way to mend everything then changes one cell of each line and of each of these sums.
    pub(super) is_plain: bool,
}

/// Parts what differs by the lines that do not add up; `None` on overflow.
pub(super) fn parts(system: &System, equations: &Equations, differences: &[i64]) -> Option<Parts> {
    let differs = differences.iter().copied().enumerate();
    let mut rest: Differences = differs.filter(|(_, it)| *it != 0).collect();
    let wrong = system.lines.iter().copied();
    let wrong: Vec<usize> = wrong.filter(|line| rest.contains_key(line)).collect();
    let is_plain = apart(system, rest.keys());
    let mut lines = Vec::with_capacity(wrong.len());
    for line in wrong {
        let target = system.definitions.get(line)?.target;
        let taken_over = sums_above(system, target);
        let own = differing(equations, &taken_over, *differences.get(line)?);
        take(&mut rest, &own)?;
        lines.push((line, own));
    }
    let is_plain = is_plain && rest.is_empty();
    let parts = Parts {
        lines,
        rest,
        is_plain,
    };
    if parts.rest.is_empty() || parts.lines.len() > MOST_LINES {
        return Some(parts);
    }
    // All that differs, or else as many sums as can be.
    let whole = |rest: &Differences| rest.values().map(|it| i128::from(*it).abs()).sum();
    let few = |rest: &Differences| i128::try_from(rest.len()).unwrap_or(i128::MAX);
    let explained = improved(system, equations, &parts, whole)?;
    if explained.rest.is_empty() {
        return Some(explained);
    }
    improved(system, equations, &parts, few)
}

/// Takes lines, as long as that leaves less to explain, to stand in sums that did not take them over.
fn improved(
    system: &System,
    equations: &Equations,
    parts: &Parts,
    size: impl Fn(&Differences) -> i128,
) -> Option<Parts> {
    let mut parts = parts.clone();
    for _ in 0..MOST_LINES {
        let mut best: Option<(usize, Differences, Differences)> = None;
        let mut least = size(&parts.rest);
        if least == 0 {
            break;
        }
        for (number, (line, known)) in parts.lines.iter().enumerate() {
            let mut without = parts.rest.clone();
            give(&mut without, known)?;
            for own in rivals(system, equations, *line, *known.get(line)?)? {
                let mut left = without.clone();
                take(&mut left, &own)?;
                if size(&left) < least {
                    least = size(&left);
                    best = Some((number, own, left));
                }
            }
        }
        let Some((number, own, left)) = best else {
            break;
        };
        parts.lines.get_mut(number)?.1 = own;
        parts.rest = left;
    }
    Some(parts)
}

/// Returns the ways to mend a line that all sums above took over: one of its cells, and those sums.
/// `None` where they did not, or a cell stands in two of these sums.
pub(super) fn ways(
    system: &System,
    equations: &Equations,
    line: usize,
    own: &Differences,
) -> Option<Vec<Set>> {
    let by = *own.get(&line)?;
    let target = system.definitions.get(line)?.target;
    let taken_over = differing(equations, &sums_above(system, target), by);
    (*own == taken_over && apart(system, own.keys())).then_some(())?;
    let cells = changes(system, line, by)?;
    let ways = cells.into_iter().map(|(cell, change)| {
        let taken_over = sums_above(system, cell).into_iter();
        equations.set(&taken_over.map(|it| (it, change)).collect())
    });
    Some(ways.collect::<BTreeSet<Set>>().into_iter().collect())
}

/// Returns what differs if one cell of a line is wrong, and only the nearest sums, or none, took it over.
fn rivals(
    system: &System,
    equations: &Equations,
    line: usize,
    by: i64,
) -> Option<Vec<Differences>> {
    let cells = changes(system, line, by)?;
    let rivals = cells.into_iter().flat_map(|(cell, change)| {
        let all = sums_above(system, cell);
        (1..all.len()).map(move |count| {
            let taken_over = all.get(..count).unwrap_or_default();
            differing(equations, taken_over, change)
        })
    });
    Some(rivals.collect())
}

/// Returns the cells of a line, each with the change that alone would make the line right.
fn changes(system: &System, line: usize, by: i64) -> Option<Vec<(usize, i64)>> {
    let definition = system.definitions.get(line)?;
    let against = by.checked_neg()?;
    let inputs = definition.inputs.iter().map(|it| (*it, against));
    Some(
        [(definition.target, by)]
            .into_iter()
            .chain(inputs)
            .collect(),
    )
}

/// Returns a cell of a line, and the sums that it goes into beside the line's own, the nearest first.
fn sums_above(system: &System, cell: usize) -> Vec<usize> {
    let mut cells = vec![cell];
    let mut next = Some(cell);
    while let Some(cell) = next {
        let uses = system.uses.get(cell).into_iter().flatten();
        let mut uses = uses.filter(|it| !system.lines.contains(it));
        next = uses.find_map(|it| {
            let target = system.definitions.get(*it)?.target;
            (system.primary(target) == Some(*it)).then_some(target)
        });
        cells.extend(next);
    }
    cells
}

/// Returns what differs because each of these cells must change by so much.
fn differing(equations: &Equations, cells: &[usize], by: i64) -> Differences {
    let changes = cells.iter().map(|cell| (*cell, by));
    equations.differences(&equations.set(&changes.collect()))
}

/// Tells whether no cell stands in two of these definitions.
fn apart<'a>(system: &System, definitions: impl Iterator<Item = &'a usize>) -> bool {
    let mut cells = BTreeSet::new();
    definitions
        .filter_map(|it| system.definitions.get(*it))
        .flat_map(|it| it.inputs.iter().chain([&it.target]))
        .all(|cell| cells.insert(*cell))
}

fn take(from: &mut Differences, part: &Differences) -> Option<()> {
    for (definition, amount) in part {
        change(from, *definition, amount.checked_neg()?)?;
    }
    Some(())
}

fn give(to: &mut Differences, part: &Differences) -> Option<()> {
    for (definition, amount) in part {
        change(to, *definition, *amount)?;
    }
    Some(())
}

fn change(differences: &mut Differences, definition: usize, by: i64) -> Option<()> {
    let known = differences.entry(definition).or_default();
    *known = known.checked_add(by)?;
    if *known == 0 {
        differences.remove(&definition);
    }
    Some(())
}

/// Tells whether a set is one way of each part, taken together.
pub(super) fn is_combined(set: &Set, parts: &[&[Set]]) -> bool {
    let Some((ways, others)) = parts.split_first() else {
        return set.is_empty();
    };
    let elsewhere: BTreeSet<usize> = others
        .iter()
        .flat_map(|ways| ways.iter().flatten())
        .map(|(kind, _)| *kind)
        .collect();
    ways.iter().any(|way| {
        let left = without(set, way);
        let is_possible = left.iter().all(|(kind, _)| elsewhere.contains(kind));
        is_possible && is_combined(&left, others)
    })
}

/// Returns what is left of changes after others were made.
fn without(set: &Set, made: &Set) -> Set {
    let mut left: BTreeMap<usize, i64> = set.iter().copied().collect();
    for (kind, change) in made {
        let own = left.entry(*kind).or_default();
        *own = own.saturating_sub(*change);
    }
    left.retain(|_, it| *it != 0);
    left.into_iter().collect()
}
