//! The least that fails, whatever the office and the commission find, and what is not stated turns
//! out to be.

use super::failures::{Counted, Failures};

/// So many steps a search may take.
const MOST_STEPS: usize = 4_000;
/// So many all searches of the same requirements may take.
const MOST_STEPS_OF_ALL: usize = 5 * MOST_STEPS;
/// Looking at so many questions of all trees is one step.
const QUESTIONS_TO_A_STEP: usize = 64;

/// The least that fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Least {
    /// This, with these answers; any of those still possible will do.
    Is(Failures, Vec<u64>),
    /// No less than was asked for.
    NotBelow,
    /// It took too many steps.
    GivenUp,
}

/// A search for the least that fails of some requirements.
pub(super) struct LeastFailures<'t> {
    counted: Vec<Counted<'t>>,
    /// How many steps it may still take.
    left: usize,
    /// How many it has taken in all.
    pub(super) taken: usize,
}

impl<'t> LeastFailures<'t> {
    pub(super) fn new(counted: Vec<Counted<'t>>) -> Self {
        Self {
            counted,
            left: MOST_STEPS,
            taken: 0,
        }
    }

    /// Returns the places of all requirements, those together that depend on the same questions.
    pub(super) fn parts(&self, possible: &[u64]) -> Vec<Vec<usize>> {
        let all: Vec<usize> = (0..self.counted.len()).collect();
        self.connected(&all, possible)
    }

    /// Counts only answers with which the requirement at this place fails, or all.
    pub(super) fn must_fail(&mut self, place: usize, must: bool) {
        if let Some(it) = self.counted.get_mut(place) {
            it.must_fail = must;
        }
    }

    /// Looks for the least that fails of the requirements at some places.
    pub(super) fn of(&mut self, places: &[usize], possible: &[u64]) -> Least {
        let left = MOST_STEPS_OF_ALL.saturating_sub(self.taken);
        self.left = left.min(MOST_STEPS);
        self.look(places, possible, Failures::NONE, None)
    }

    /// Looks for less than `below`, with `beside` from others.
    fn look(
        &mut self,
        places: &[usize],
        possible: &[u64],
        beside: Failures,
        below: Option<Failures>,
    ) -> Least {
        let counted = places.iter().filter_map(|place| self.counted.get(*place));
        let questions = counted.fold(1_usize, |all, it| all.saturating_add(it.size));
        let steps = questions.div_ceil(QUESTIONS_TO_A_STEP);
        let Some(left) = self.left.checked_sub(steps) else {
            return Least::GivenUp;
        };
        self.left = left;
        self.taken = self.taken.saturating_add(steps);
        let (mut settled, mut least) = (Failures::NONE, Failures::NONE);
        let mut open = Vec::new();
        for place in places {
            let Some(range) = self.counted.get(*place).map(|it| it.range(possible)) else {
                continue;
            };
            let Some(own) = range.least else {
                return Least::NotBelow;
            };
            least = least.and(own);
            if range.open {
                open.push(*place);
            } else {
                settled = settled.and(own);
            }
        }
        let is_below = |least: Failures| below.is_none_or(|it| least.and(beside) < it);
        if !is_below(least) {
            return Least::NotBelow;
        }
        if open.is_empty() {
            return Least::Is(settled, possible.to_vec());
        }
        let parts = self.connected(&open, possible);
        match parts.as_slice() {
            [part] => {
                let beside = beside.and(settled);
                match self.branch(part, possible, beside, below) {
                    Least::Is(failures, answers) => Least::Is(failures.and(settled), answers),
                    other => other,
                }
            }
            several => self.each(several, possible, [settled, beside], below),
        }
    }

    /// Looks for the least of parts that depend on different questions.
    fn each(
        &mut self,
        parts: &[Vec<usize>],
        possible: &[u64],
        [settled, beside]: [Failures; 2],
        below: Option<Failures>,
    ) -> Least {
        let (mut all, mut answers) = (settled, possible.to_vec());
        for part in parts {
            match self.look(part, &answers, all.and(beside), below) {
                Least::Is(failures, narrowed) => {
                    all = all.and(failures);
                    answers = narrowed;
                }
                other => return other,
            }
        }
        Least::Is(all, answers)
    }

    /// Looks for the least with each answer to one question.
    fn branch(
        &mut self,
        places: &[usize],
        possible: &[u64],
        beside: Failures,
        below: Option<Failures>,
    ) -> Least {
        let splits = places.iter().filter_map(|place| {
            let (slot, ways) = self.counted.get(*place)?.tree.open_split(possible)?;
            let asking = places.iter().filter(|it| self.asks(**it, slot)).count();
            Some((asking, slot, ways.len(), ways))
        });
        let first = splits.max_by_key(|(asking, slot, ways, _)| {
            let few = (std::cmp::Reverse(*ways), std::cmp::Reverse(*slot));
            (*asking, few)
        });
        let Some((_, slot, _, ways)) = first else {
            // What was only sampled may come to less than was seen.
            let ranges = places.iter().filter_map(|it| self.counted.get(*it));
            let mut least = ranges.map(|it| it.range(possible).least);
            let least = least.try_fold(Failures::NONE, |all, it| Some(all.and(it?)));
            return least.map_or(Least::NotBelow, |it| Least::Is(it, possible.to_vec()));
        };
        let mut ways: Vec<(Failures, Vec<u64>)> = ways
            .into_iter()
            .filter_map(|(way, _)| {
                let mut narrowed = possible.to_vec();
                *narrowed.get_mut(slot)? = way;
                let ranges = places.iter().filter_map(|it| self.counted.get(*it));
                let mut least = ranges.map(|it| it.range(&narrowed).least);
                let least = least.try_fold(Failures::NONE, |all, it| Some(all.and(it?)))?;
                Some((least, narrowed))
            })
            .collect();
        // What may be best is tried first.
        ways.sort_by_key(|(least, _)| *least);
        let (mut best, mut below) = (Least::NotBelow, below);
        for (_, narrowed) in ways {
            match self.look(places, &narrowed, beside, below) {
                Least::Is(failures, answers) => {
                    below = Some(failures.and(beside));
                    best = Least::Is(failures, answers);
                }
                Least::NotBelow => {}
                Least::GivenUp => return Least::GivenUp,
            }
        }
        best
    }

    fn asks(&self, place: usize, slot: usize) -> bool {
        let counted = self.counted.get(place);
        counted.is_some_and(|it| it.asked.binary_search(&slot).is_ok())
    }

    /// Returns these requirements, those together that depend on the same open questions.
    fn connected(&self, places: &[usize], possible: &[u64]) -> Vec<Vec<usize>> {
        let mut parts: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        for place in places {
            let tree = self.counted.get(*place).map(|it| it.tree);
            let mut asked = Vec::new();
            if let Some(tree) = tree {
                tree.open_questions(possible, &mut asked);
            }
            let mut own = vec![*place];
            parts.retain_mut(|(places, slots)| {
                let apart = !slots.iter().any(|it| asked.contains(it));
                if !apart {
                    own.append(places);
                    asked.append(slots);
                }
                apart
            });
            parts.push((own, asked));
        }
        let parts = parts.into_iter().map(|(mut places, _)| {
            places.sort_unstable();
            places
        });
        parts.collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::level::Level;
    use super::super::tree::{Tree, View};
    use super::{Counted, Failures, Least, LeastFailures};

    /// For each question the set of its answers.
    const POSSIBLE: [u64; 5] = [0b11, 0b11, 0b111, 0b11, 0b111];
    const LEVELS: [Level; 4] = [
        Level::Fine,
        Level::Reservation,
        Level::Remedy,
        Level::Refusal,
    ];

    /// Returns a tree that asks these questions and no earlier ones.
    fn tree(choices: &mut Vec<u8>, from: usize) -> Tree {
        let choice = usize::from(choices.pop().unwrap_or(0));
        let slot = from.saturating_add(choice % 3);
        if choice < 64 || slot >= POSSIBLE.len() {
            return Tree::Leaf(LEVELS[choice % 4]);
        }
        let ways: &[u64] = match (POSSIBLE[slot], choice % 2) {
            (0b11, _) => &[0b01, 0b10],
            (_, 0) => &[0b001, 0b110],
            _ => &[0b101, 0b010],
        };
        let ways = ways.iter();
        Tree::Split {
            slot,
            children: ways
                .map(|way| (*way, tree(choices, slot.saturating_add(1))))
                .collect(),
            beyond: None,
        }
    }

    /// Returns what fails with every way of answering, by the requirements that do.
    fn every_way(trees: &[Tree]) -> Vec<(Failures, Vec<bool>)> {
        let mut ways = vec![Vec::new()];
        for all in POSSIBLE {
            let answers = (0..3).map(|it| 1 << it).filter(|it| all & it != 0);
            let longer =
                answers.flat_map(|it| ways.iter().map(move |way| [&way[..], &[it]].concat()));
            ways = longer.collect();
        }
        let found = ways.iter().map(|way: &Vec<u64>| {
            let own = trees
                .iter()
                .map(|it| Failures::at(it.told(way).unwrap().level));
            let own: Vec<Failures> = own.collect();
            let fail = own.iter().map(|it| *it != Failures::NONE).collect();
            (own.into_iter().fold(Failures::NONE, Failures::and), fail)
        });
        found.collect()
    }

    proptest! {
        #[test]
        fn the_least_that_fails_is_found(
            mut choices in proptest::collection::vec(any::<u8>(), 0..120),
            count in 1_usize..6,
        ) {
            let trees: Vec<Tree> = (0..count).map(|_| tree(&mut choices, 0)).collect();
            let asked: Vec<usize> = (0..POSSIBLE.len()).collect();
            let asked = &asked;
            let counted = |tree| Counted { tree, asked, size: 0, view: View::Sampled, must_fail: false };
            let mut search = LeastFailures::new(trees.iter().map(counted).collect());
            let all: Vec<usize> = (0..count).collect();
            let ways = every_way(&trees);
            let least = ways.iter().map(|(failures, _)| *failures).min().unwrap();
            let Least::Is(found, answers) = search.of(&all, &POSSIBLE) else {
                panic!("given up");
            };
            prop_assert_eq!(found, least);
            let with_them = trees.iter().map(|it| Failures::at(it.told(&answers).unwrap().level));
            prop_assert_eq!(with_them.fold(Failures::NONE, Failures::and), least);
            let apart = search.parts(&POSSIBLE).into_iter().map(|part| match search.of(&part, &POSSIBLE) {
                Least::Is(failures, _) => failures,
                other => panic!("{other:?}"),
            });
            prop_assert_eq!(apart.fold(Failures::NONE, Failures::and), least);
            for place in 0..count {
                let failing = ways.iter().filter(|(_, fail)| fail[place]);
                let least = failing.map(|(failures, _)| *failures).min();
                search.must_fail(place, true);
                let found = match search.of(&all, &POSSIBLE) {
                    Least::Is(failures, _) => Some(failures),
                    _ => None,
                };
                search.must_fail(place, false);
                prop_assert_eq!(found, least);
            }
        }
    }
}
