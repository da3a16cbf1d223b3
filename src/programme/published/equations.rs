//! Definitions as equations between the changes of their cells.
//!
//! Cells that stand in the same definitions in the same way are one *kind*: which of them is wrong, sums
//! cannot tell.

use std::collections::{BTreeMap, BTreeSet};

use super::system::System;

/// Kinds of cells, each by how much one of its cells is changed; in the order of the kinds.
pub(super) type Set = Vec<(usize, i64)>;

/// The definitions that a cell stands in, each with its sign.
type Column = Vec<(usize, i64)>;

/// The definitions of a system as equations between the changes of kinds of cells.
pub(super) struct Equations {
    /// By kind: its cells.
    pub(super) kinds: Vec<Vec<usize>>,
    /// By kind: the definitions it stands in, with its sign.
    pub(super) columns: Vec<Column>,
    /// By definition: the kinds that stand in it, each with how many times.
    pub(super) rows: Vec<Vec<(usize, i64)>>,
    /// By cell: its kind, where it stands in a definition.
    kind_of: Vec<Option<usize>>,
}

impl Equations {
    pub(super) fn new(system: &System) -> Self {
        let mut kinds: BTreeMap<Column, Vec<usize>> = BTreeMap::new();
        for cell in 0..system.printed.len() {
            let definitions = |all: &[Vec<usize>], sign: i64| {
                let all = all.get(cell).into_iter().flatten();
                all.map(|it| (*it, sign)).collect::<Vec<_>>()
            };
            let mut column = definitions(&system.of, 1);
            column.extend(definitions(&system.uses, -1));
            column.sort_unstable();
            if !column.is_empty() {
                kinds.entry(column).or_default().push(cell);
            }
        }
        // In the order of their first cells.
        let mut kinds: Vec<(Column, Vec<usize>)> = kinds.into_iter().collect();
        kinds.sort_by(|(_, left), (_, right)| left.cmp(right));
        let mut rows = vec![Vec::new(); system.definitions.len()];
        for (kind, (column, _)) in kinds.iter().enumerate() {
            for (definition, sign) in column {
                if let Some(row) = rows.get_mut(*definition) {
                    row.push((kind, *sign));
                }
            }
        }
        let mut kind_of = vec![None; system.printed.len()];
        for (kind, (_, cells)) in kinds.iter().enumerate() {
            for cell in cells {
                if let Some(of) = kind_of.get_mut(*cell) {
                    *of = Some(kind);
                }
            }
        }
        let (columns, kinds) = kinds.into_iter().unzip();
        Self {
            kinds,
            columns,
            rows,
            kind_of,
        }
    }

    /// Returns changes of cells as changes of their kinds.
    pub(super) fn set(&self, changes: &BTreeMap<usize, i64>) -> Set {
        let mut set: BTreeMap<usize, i64> = BTreeMap::new();
        for (cell, change) in changes {
            if let Some(kind) = self.kind_of.get(*cell).copied().flatten() {
                let sum = set.entry(kind).or_default();
                *sum = sum.saturating_add(*change);
            }
        }
        set.retain(|_, it| *it != 0);
        set.into_iter().collect()
    }

    /// Parts differences, by definition, into those of definitions that no cell connects.
    pub(super) fn parted(&self, differences: &[i64]) -> Vec<Vec<i64>> {
        let mut parts: Vec<Vec<i64>> = Vec::new();
        let mut seen = BTreeSet::new();
        for (first, difference) in differences.iter().enumerate() {
            if *difference == 0 || seen.contains(&first) {
                continue;
            }
            let connected = self.connected(first);
            let own = differences.iter().enumerate();
            let own = own.map(
                |(it, differs)| {
                    if connected.contains(&it) { *differs } else { 0 }
                },
            );
            parts.push(own.collect());
            seen.extend(connected);
        }
        parts
    }

    /// Returns the definitions that cells connect with this one.
    pub(super) fn connected(&self, definition: usize) -> BTreeSet<usize> {
        let mut connected = BTreeSet::new();
        let mut kinds = BTreeSet::new();
        let mut open = vec![definition];
        while let Some(definition) = open.pop() {
            if !connected.insert(definition) {
                continue;
            }
            for (kind, _) in self.rows.get(definition).into_iter().flatten() {
                if kinds.insert(*kind) {
                    let column = self.columns.get(*kind).into_iter().flatten();
                    open.extend(column.map(|(it, _)| *it));
                }
            }
        }
        connected
    }

    /// Returns by how much each definition differs because of these changes.
    pub(super) fn differences(&self, set: &Set) -> BTreeMap<usize, i64> {
        let mut differences: BTreeMap<usize, i64> = BTreeMap::new();
        for (kind, change) in set {
            for (definition, sign) in self.columns.get(*kind).into_iter().flatten() {
                let sum = differences.entry(*definition).or_default();
                *sum = sum.saturating_add(change.saturating_mul(*sign));
            }
        }
        differences.retain(|_, it| *it != 0);
        differences
    }
}
