//! The search for corrections with the fewest roots.
//!
//! First the nearest way: the one amount that takes away the most wrong sums, then the next. Where
//! that needs three causes or more, several amounts together may do with fewer, though none of them
//! helps alone: so every wrong sum is either a cause itself, or one of the amounts below it is.

use std::collections::{BTreeMap, BTreeSet};

use super::state::{Move, State};
use super::system::{Cause, Explanation, System};

/// How many corrections are tried before the search stops.
const MOST_TRIES: usize = 2_000_000;

/// How many cells are recomputed, one correction after another, in looking for fewer causes.
const MOST_CELLS: usize = 300_000;

/// A table with more cells than this is told by the nearest causes.
const MOST_SETTLED: usize = 5_000;

/// In a table with no more cells than these, amounts are also tried two by two.
const MOST_PAIRED: usize = 400;

/// How many causes are looked into for rival explanations.
const MOST_CAUSES: usize = 64;

/// Returns the causes of what does not add up, and whether the search was cut short; `holds` tells of
/// each definition whether it holds of the printed cells. `None` on overflow.
pub(super) fn search(system: &System, holds: &[bool]) -> Option<(Vec<Cause>, bool)> {
    let mut search = Search {
        printed: State::new(system, holds)?,
        tries: 0,
        cells: 0,
        cut_short: false,
    };
    let causes = search.causes()?;
    Some((causes, search.cut_short))
}

/// Amounts to change, each by how much.
type Steps = Vec<(usize, i64)>;

/// How many roots a correction leaves, and how many cells it changes.
type Worth = (usize, usize);

struct Search<'a> {
    /// No amount changed, all sums recomputed.
    printed: State<'a>,
    tries: usize,
    cells: usize,
    cut_short: bool,
}

impl<'a> Search<'a> {
    fn causes(&mut self) -> Option<Vec<Cause>> {
        let (mut steps, mut state) = self.nearest()?;
        for roots in 2..state.roots.len() {
            if self.cells >= MOST_CELLS {
                break;
            }
            if let Some((fewer, found)) = self.within(roots) {
                (steps, state) = (fewer, found);
                break;
            }
        }
        if state.system.printed.len() <= MOST_SETTLED {
            self.settle(&mut steps, &mut state)?;
        }
        let mut causes: Vec<(usize, Vec<Explanation>)> = Vec::new();
        // Amounts that explain several wrong sums at once.
        for (cell, delta) in &steps {
            let (without, own, rivals) = self.rivals_of_amount(&steps, (*cell, *delta))?;
            let mut explanations = vec![without.explanation_by(&own)?];
            let first = own.gone.first().copied().unwrap_or(*cell);
            // Without the amount one sum alone is wrong: as good a cause.
            if own.gone.len() == 1 && without.roots.len() == own.roots {
                explanations.push(without.explanation(first, &BTreeMap::new()));
            }
            for step in &rivals {
                explanations.push(without.explanation_by(step)?);
            }
            causes.push((first, explanations));
        }
        // Sums that are wrong by themselves, each with the amounts that would do as well.
        for root in wrong_sums(&state) {
            let mut explanations = vec![state.explanation(root, &BTreeMap::new())];
            let rivals = if causes.len() < MOST_CAUSES {
                self.rivals_of_sum(&state, root)
            } else {
                self.cut_short = true;
                Vec::new()
            };
            for step in &rivals {
                explanations.push(state.explanation_by(step)?);
            }
            causes.push((root, explanations));
        }
        causes.sort_by_key(|(first, _)| *first);
        let causes = causes.into_iter().filter_map(|(first, mut explanations)| {
            // The first of all causes hold together: the others stand each for the first of its own.
            if let Some((_, rivals)) = explanations.split_first_mut() {
                rivals.sort_by_key(|it| it.changes.len());
            }
            let definitions = state.system.of.get(first)?;
            let holds = |it: &&usize| state.holds.get(**it).copied().unwrap_or(true);
            let broken = definitions.iter().find(|it| !holds(it));
            Some(Cause {
                broken: broken.or_else(|| definitions.first()).copied()?,
                explanations,
            })
        });
        Some(causes.collect())
    }

    /// Changes, as long as that leaves fewer roots, the amount that leaves the fewest.
    fn nearest(&mut self) -> Option<(Steps, State<'a>)> {
        let mut state = self.printed.clone();
        let mut steps = Steps::new();
        while state.roots.len() > 1 {
            let before = state.roots.len();
            let moves = self.moves(&state, &leaves(&state), |step| step.roots < before);
            let best = moves
                .iter()
                .min_by_key(|step| (step.roots, step.changed, step.cell));
            match best {
                Some(best) => {
                    state.make(best.cell, best.delta)?;
                    steps.push((best.cell, best.delta));
                }
                None => {
                    let Some(pair) = self.nearest_pair(&state) else {
                        break;
                    };
                    for (cell, delta) in pair {
                        state.make(cell, delta)?;
                        steps.push((cell, delta));
                    }
                }
            }
            if steps.len() >= MOST_CAUSES {
                self.cut_short = true;
                break;
            }
        }
        Some((steps, state))
    }

    /// Of two amounts that together leave fewer roots, though neither does alone, returns those that leave
    /// the fewest: two wrong amounts under one sum hide behind each other.
    fn nearest_pair(&mut self, state: &State<'a>) -> Option<[(usize, i64); 2]> {
        if state.system.printed.len() > MOST_PAIRED {
            return None;
        }
        let before = state.roots.len();
        let mut best: Option<(Worth, [(usize, i64); 2])> = None;
        for first in self.moves(state, &leaves(state), |step| step.roots == before) {
            let mut ahead = state.clone();
            if ahead.make(first.cell, first.delta).is_none() {
                continue;
            }
            for second in self.moves(&ahead, &leaves(&ahead), |step| step.roots < before) {
                let worth = (second.roots, ahead.changes_after(&second));
                if best.as_ref().is_none_or(|(least, _)| worth < *least) {
                    let pair = [(first.cell, first.delta), (second.cell, second.delta)];
                    best = Some((worth, pair));
                }
            }
        }
        best.map(|(_, pair)| pair)
    }

    /// Looks for a correction with no more roots than these, and of several for the one that changes
    /// the fewest cells.
    fn within(&mut self, roots: usize) -> Option<(Steps, State<'a>)> {
        let mut found = None;
        let mut state = self.printed.clone();
        self.together(
            &state,
            &mut Steps::new(),
            &BTreeSet::new(),
            roots,
            &mut found,
        );
        let (_, steps) = found?;
        for (cell, delta) in &steps {
            state.make(*cell, *delta)?;
        }
        Some((steps, state))
    }

    /// Takes the wrong sum with the fewest amounts below it: it is a root itself, or one of them is.
    fn together(
        &mut self,
        state: &State<'a>,
        steps: &mut Steps,
        accepted: &BTreeSet<usize>,
        most: usize,
        found: &mut Option<(usize, Steps)>,
    ) {
        if self.cells >= MOST_CELLS {
            self.cut_short = true;
            return;
        }
        if state.roots.len() <= most {
            let mut all = steps.clone();
            all.sort_unstable();
            let candidate = (state.changes(), all);
            if found.as_ref().is_none_or(|best| candidate < *best) {
                *found = Some(candidate);
            }
            return;
        }
        let kept = accepted.intersection(&state.roots).count();
        if steps.len().saturating_add(kept) >= most {
            return;
        }
        let open = state.roots.difference(accepted);
        let open = open.filter(|it| state.system.is_sum(**it));
        let below = open.map(|root| (state.system.leaves(*root), *root));
        let Some((leaves, root)) = below.min_by_key(|(leaves, root)| (leaves.len(), *root)) else {
            return;
        };
        let leaves_below = leaves.len();
        for cell in leaves.into_iter().filter(|cell| !state.changed(*cell)) {
            for delta in state.deltas(&state.system.above(cell)) {
                self.cells = self.cells.saturating_add(state.system.printed.len());
                let mut after = state.clone();
                if after.make(cell, delta).is_none() {
                    continue;
                }
                steps.push((cell, delta));
                self.together(&after, steps, accepted, most, found);
                steps.pop();
            }
        }
        self.cells = self.cells.saturating_add(leaves_below);
        let mut accepted = accepted.clone();
        accepted.insert(root);
        self.together(state, steps, &accepted, most, found);
    }

    /// Puts rivals in the place of causes as long as fewer cells are changed in all.
    fn settle(&mut self, steps: &mut Steps, state: &mut State<'a>) -> Option<()> {
        for _ in 0..MOST_CAUSES {
            let least = state.changes();
            let others = self.others(steps, state)?;
            let mut fewer = best_of(&others).filter(|(changes, _)| *changes < least);
            // Where one rival changes as many cells, two may change fewer.
            if fewer.is_none() && state.system.printed.len() <= MOST_PAIRED {
                for (_, as_good) in others.iter().filter(|it| it.0 == least).take(MOST_CAUSES) {
                    let mut ahead = self.printed.clone();
                    for (cell, delta) in as_good {
                        ahead.make(*cell, *delta)?;
                    }
                    let found = best_of(&self.others(as_good, &ahead)?);
                    fewer = found
                        .filter(|(changes, _)| *changes < least)
                        .into_iter()
                        .chain(fewer)
                        .min();
                }
            }
            let Some((_, fewer)) = fewer else {
                break;
            };
            *state = self.printed.clone();
            for (cell, delta) in &fewer {
                state.make(*cell, *delta)?;
            }
            *steps = fewer;
        }
        Some(())
    }

    /// Returns the corrections that have a rival in the place of one cause, each with how many cells it
    /// changes.
    fn others(&mut self, steps: &Steps, state: &State<'a>) -> Option<Vec<(usize, Steps)>> {
        let mut others = Vec::new();
        for own in steps.iter().take(MOST_CAUSES) {
            let (without, _, rivals) = self.rivals_of_amount(steps, *own)?;
            for step in rivals {
                let mut instead = steps.clone();
                instead.retain(|it| it != own);
                instead.push((step.cell, step.delta));
                others.push((without.changes_after(&step), instead));
            }
        }
        let sums = wrong_sums(state);
        for root in sums.into_iter().take(MOST_CAUSES) {
            for step in self.rivals_of_sum(state, root) {
                let mut instead = steps.clone();
                instead.push((step.cell, step.delta));
                others.push((state.changes_after(&step), instead));
            }
        }
        Some(others)
    }

    /// Returns a wrong amount as a move from where all others are changed, with the amounts that
    /// would do as well.
    fn rivals_of_amount(
        &mut self,
        steps: &Steps,
        (cell, delta): (usize, i64),
    ) -> Option<(State<'a>, Move, Vec<Move>)> {
        let mut without = self.printed.clone();
        for (other, delta) in steps.iter().filter(|(other, _)| *other != cell) {
            without.make(*other, *delta)?;
        }
        let own = without.attempt(cell, delta, &without.system.above(cell))?;
        let rivals = self.moves(&without, &leaves(&without), |step| {
            (step.cell, step.delta) != (cell, delta)
                && step.roots == own.roots
                && step.gone == own.gone
        });
        Some((without, own, rivals))
    }

    /// Returns the wrong amounts that do without this wrong sum.
    fn rivals_of_sum(&mut self, state: &State<'a>, root: usize) -> Vec<Move> {
        let before = state.roots.len();
        let only = BTreeSet::from([root]);
        self.moves(state, &state.system.leaves(root), |step| {
            step.roots == before && step.gone == only
        })
    }

    fn moves(
        &mut self,
        state: &State<'a>,
        cells: &BTreeSet<usize>,
        wanted: impl Fn(&Move) -> bool,
    ) -> Vec<Move> {
        let mut moves = Vec::new();
        for cell in cells.iter().filter(|cell| !state.changed(**cell)) {
            let above = state.system.above(*cell);
            for delta in state.deltas(&above) {
                if self.tries >= MOST_TRIES {
                    self.cut_short = true;
                    return moves;
                }
                self.tries = self.tries.saturating_add(1);
                moves.extend(state.attempt(*cell, delta, &above).filter(&wanted));
            }
        }
        moves
    }
}

/// Returns, of some corrections, the one that changes the fewest cells.
fn best_of(corrections: &[(usize, Steps)]) -> Option<(usize, Steps)> {
    let least = corrections.iter().min_by_key(|(changes, _)| *changes);
    least.cloned()
}

/// Returns the sums that are roots.
fn wrong_sums(state: &State<'_>) -> Vec<usize> {
    let roots = state.roots.iter().copied();
    roots.filter(|root| state.system.is_sum(*root)).collect()
}

/// Returns the amounts that go into a wrong sum.
fn leaves(state: &State<'_>) -> BTreeSet<usize> {
    let roots = state.roots.iter();
    roots.flat_map(|root| state.system.leaves(*root)).collect()
}
