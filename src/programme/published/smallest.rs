//! The smallest sets of cells by which everything that differs can be mended.
//!
//! Each definition is an equation between the changes of its cells, whose right side is what it differs
//! by. A set of cells mends everything where the equations can be solved by changes of those cells
//! alone. In an equation that differs at least one cell must change: so the search takes one of them
//! after the other, takes it out of all other equations, and goes on with what still differs. Every set
//! of the least size is met exactly once.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::equations::{Equations, Set};

/// The most cells that a set may have.
const LARGEST: usize = 64;

/// The most sets that are kept.
const MOST_SETS: usize = 4_096;

/// The smallest sets, as far as they were looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Smallest {
    /// The sets, all of one size.
    pub(super) sets: Vec<Set>,
    /// Whether these are all.
    pub(super) complete: bool,
}

/// A sum of changes, each taken so many times, and what it must be.
#[derive(Clone, Debug)]
struct Equation {
    terms: Vec<(usize, i64)>,
    difference: i64,
}

impl Equations {
    /// Returns the smallest sets that mend these differences, by definition, in `work` steps.
    pub(super) fn smallest(&self, differences: &BTreeMap<usize, i64>, work: usize) -> Smallest {
        let mut search = Search::new(self, differences, work);
        let state = State::new(differences);
        let mut size = 1;
        while size <= LARGEST && !search.stopped {
            search.take(&state, size);
            if !search.sets.is_empty() {
                break;
            }
            size = size.saturating_add(1);
        }
        let complete = !search.stopped && !search.sets.is_empty();
        let mut sets = search.sets;
        sets.sort();
        Smallest { sets, complete }
    }

    /// Returns the sets of at most this size in which no cell could be left out; `None` where there
    /// are too many.
    pub(super) fn up_to(
        &self,
        differences: &BTreeMap<usize, i64>,
        size: usize,
        work: usize,
    ) -> Option<Vec<Set>> {
        let mut search = Search::new(self, differences, work);
        search.take(&State::new(differences), size);
        (!search.stopped).then_some(search.sets)
    }
}

/// What is left of the equations after some kinds were taken out of them.
#[derive(Clone, Default)]
struct State {
    /// The equations that are other than they were.
    changed: BTreeMap<usize, Rc<Equation>>,
    /// Those that differ.
    open: BTreeSet<usize>,
    /// The kinds that were taken, each with the equation that says by how much it changes.
    taken: Vec<(usize, Rc<Equation>)>,
    /// The definitions of those equations.
    spent: BTreeSet<usize>,
}

impl State {
    fn new(differences: &BTreeMap<usize, i64>) -> Self {
        Self {
            open: differences.keys().copied().collect(),
            ..Self::default()
        }
    }
}

struct Search<'a> {
    equations: &'a Equations,
    differences: &'a BTreeMap<usize, i64>,
    /// The kinds with which all sets were found already.
    passed: BTreeSet<usize>,
    sets: Vec<Set>,
    work: usize,
    stopped: bool,
}

impl<'a> Search<'a> {
    fn new(equations: &'a Equations, differences: &'a BTreeMap<usize, i64>, work: usize) -> Self {
        Self {
            equations,
            differences,
            passed: BTreeSet::new(),
            sets: Vec::new(),
            work,
            stopped: false,
        }
    }

    fn spend(&mut self, work: usize) {
        match self.work.checked_sub(work) {
            Some(left) => self.work = left,
            None => self.stopped = true,
        }
    }

    fn equation(&self, state: &State, definition: usize) -> Rc<Equation> {
        if let Some(changed) = state.changed.get(&definition) {
            return Rc::clone(changed);
        }
        Rc::new(Equation {
            terms: self
                .equations
                .rows
                .get(definition)
                .cloned()
                .unwrap_or_default(),
            difference: self.differences.get(&definition).copied().unwrap_or(0),
        })
    }

    /// Takes up to `left` kinds more.
    fn take(&mut self, state: &State, left: usize) {
        if state.open.is_empty() {
            self.keep(state);
            return;
        }
        let Some(candidates) = self.candidates(state, left) else {
            return;
        };
        let (definition, kinds) = candidates;
        let mut passed = Vec::new();
        for kind in kinds {
            if self.stopped {
                break;
            }
            if let Some(after) = self.without(state, definition, kind) {
                self.take(&after, left.saturating_sub(1));
            }
            if self.passed.insert(kind) {
                passed.push(kind);
            }
        }
        for kind in passed {
            self.passed.remove(&kind);
        }
    }

    /// Returns the open equation with the fewest kinds, with these; `None` where no set of `left` kinds
    /// can do: equations without a common kind need one each.
    fn candidates(&mut self, state: &State, left: usize) -> Option<(usize, Vec<usize>)> {
        let mut open: Vec<(usize, usize, Vec<usize>)> = Vec::new();
        for definition in &state.open {
            let equation = self.equation(state, *definition);
            self.spend(equation.terms.len().saturating_add(1));
            let kinds = equation.terms.iter().map(|(kind, _)| *kind);
            let kinds: Vec<usize> = kinds.filter(|it| !self.passed.contains(it)).collect();
            open.push((kinds.len(), *definition, kinds));
        }
        open.sort_unstable();
        if self.stopped {
            return None;
        }
        let mut apart = 0_usize;
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for (_, _, kinds) in &open {
            if kinds.iter().all(|it| !used.contains(it)) {
                apart = apart.saturating_add(1);
                used.extend(kinds);
            }
            if apart > left {
                return None;
            }
        }
        let (_, definition, kinds) = open.into_iter().next()?;
        Some((definition, kinds))
    }

    /// Takes a kind out of all equations, by one of them; `None` where the amounts are too large.
    fn without(&mut self, state: &State, definition: usize, kind: usize) -> Option<State> {
        let by = self.equation(state, definition);
        let mut after = state.clone();
        after.open.remove(&definition);
        after.changed.remove(&definition);
        after.spent.insert(definition);
        let column = self.equations.columns.get(kind).into_iter().flatten();
        let mut others: BTreeSet<usize> = column.map(|(it, _)| *it).collect();
        others.extend(state.changed.keys());
        for other in others.difference(&after.spent) {
            let equation = self.equation(state, *other);
            if times(&equation, kind) == 0 {
                continue;
            }
            let Some(combined) = combined(&equation, &by, kind) else {
                self.stopped = true;
                return None;
            };
            self.spend(combined.terms.len().saturating_add(1));
            if combined.difference == 0 {
                after.open.remove(other);
            } else {
                after.open.insert(*other);
            }
            after.changed.insert(*other, Rc::new(combined));
        }
        after.taken.push((kind, by));
        Some(after)
    }

    /// Keeps what was taken, with the changes that the equations say.
    fn keep(&mut self, state: &State) {
        let mut changes: BTreeMap<usize, i64> = BTreeMap::new();
        for (kind, equation) in state.taken.iter().rev() {
            let Some(change) = solved(equation, *kind, &changes) else {
                return;
            };
            changes.insert(*kind, change);
        }
        if changes.values().all(|it| *it != 0) {
            self.sets.push(changes.into_iter().collect());
        }
        if self.sets.len() >= MOST_SETS {
            self.stopped = true;
        }
    }
}

/// Returns by how much a kind changes, where the others change so; `None` for no whole cents.
fn solved(equation: &Equation, kind: usize, changes: &BTreeMap<usize, i64>) -> Option<i64> {
    let times = times(equation, kind);
    let mut rest = equation.difference;
    for (other, times) in &equation.terms {
        if let Some(change) = changes.get(other) {
            rest = rest.checked_sub(times.checked_mul(*change)?)?;
        }
    }
    (rest.checked_rem(times)? == 0).then_some(())?;
    rest.checked_div(times)
}

/// Returns how many times a kind stands in an equation.
fn times(equation: &Equation, kind: usize) -> i64 {
    let at = equation.terms.binary_search_by_key(&kind, |(it, _)| *it);
    let term = at.ok().and_then(|it| equation.terms.get(it));
    term.map_or(0, |(_, times)| *times)
}

/// Takes a kind out of an equation, by another one; `None` where the numbers are too large.
fn combined(equation: &Equation, by: &Equation, kind: usize) -> Option<Equation> {
    let (own, other) = (times(equation, kind), times(by, kind));
    let less = |own_amount: i64, by_amount: i64| {
        let own_amount = own_amount.checked_mul(other)?;
        own_amount.checked_sub(by_amount.checked_mul(own)?)
    };
    let mut terms = Vec::with_capacity(equation.terms.len().saturating_add(by.terms.len()));
    let (mut left, mut right) = (&*equation.terms, &*by.terms);
    loop {
        let (kind, own_times, by_times) = match (left, right) {
            ([], []) => break,
            ([(own, times), rest @ ..], []) => {
                left = rest;
                (*own, *times, 0)
            }
            ([], [(by, times), rest @ ..]) => {
                right = rest;
                (*by, 0, *times)
            }
            ([(own, own_times), own_rest @ ..], [(by, by_times), by_rest @ ..]) => {
                match own.cmp(by) {
                    Ordering::Less => {
                        left = own_rest;
                        (*own, *own_times, 0)
                    }
                    Ordering::Greater => {
                        right = by_rest;
                        (*by, 0, *by_times)
                    }
                    Ordering::Equal => {
                        (left, right) = (own_rest, by_rest);
                        (*own, *own_times, *by_times)
                    }
                }
            }
        };
        let times = less(own_times, by_times)?;
        if times != 0 {
            terms.push((kind, times));
        }
    }
    let difference = less(equation.difference, by.difference)?;
    Some(Equation { terms, difference })
}
