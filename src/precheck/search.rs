//! Looking for answers with which no requirement comes to more than is wanted.

use super::forest::Forest;
use super::level::Levels;
use super::tree::View;

/// So many steps a search for answers may take.
const MOST_STEPS: usize = 4_000;

/// A search that gives up after so many steps.
pub(super) struct Search<'f, 't> {
    forest: &'f Forest<'t>,
    view: View,
    /// How many steps it may still take.
    pub(super) left: usize,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Such answers; any of those still possible will do.
    Answers(Vec<u64>),
    /// There are none. The questions whose answers stand against it.
    Nothing(Vec<usize>),
    /// It took too many steps.
    GivenUp,
}

impl<'f, 't> Search<'f, 't> {
    pub(super) fn new(forest: &'f Forest<'t>, view: View) -> Self {
        Self::within(forest, view, MOST_STEPS)
    }

    pub(super) fn within(forest: &'f Forest<'t>, view: View, left: usize) -> Self {
        Self { forest, view, left }
    }

    /// Looks for answers, out of those possible, with which every requirement comes to one of the
    /// wanted levels.
    pub(super) fn look(&mut self, possible: &[u64], wanted: Levels) -> Found {
        let Some(left) = self.left.checked_sub(self.forest.cost(possible.len())) else {
            return Found::GivenUp;
        };
        self.left = left;
        let mut next: Option<(usize, usize, Vec<u64>)> = None;
        let forest = self.forest;
        for (place, tree) in forest.trees.iter().enumerate() {
            let levels = tree.levels(possible, self.view);
            if levels.and(wanted).is_none() {
                return Found::Nothing(forest.asked(place).to_vec());
            }
            if levels.without(wanted).is_none() {
                continue;
            }
            let Some((slot, children)) = tree.open_split(possible) else {
                continue;
            };
            let mut ways: Vec<(bool, u64)> = Vec::new();
            for (mask, child) in children {
                let levels = child.levels(possible, self.view);
                if !levels.and(wanted).is_none() {
                    ways.push((!levels.without(wanted).is_none(), mask));
                }
            }
            // What is certain of one way is tried first.
            ways.sort_by_key(|(doubtful, _)| *doubtful);
            if next
                .as_ref()
                .is_none_or(|(_, count, _)| ways.len() < *count)
            {
                let masks = ways.into_iter().map(|(_, mask)| mask).collect::<Vec<_>>();
                next = Some((slot, masks.len(), masks));
            }
        }
        let Some((slot, _, ways)) = next else {
            return Found::Answers(possible.to_vec());
        };
        let mut against: Vec<usize> = vec![slot];
        // The ways left out were left out because of the requirements that ask this.
        for place in forest.asking(slot) {
            against.extend(forest.asked(place));
        }
        for way in ways {
            let mut narrowed = possible.to_vec();
            if let Some(here) = narrowed.get_mut(slot) {
                *here = way;
            }
            match self.look(&narrowed, wanted) {
                Found::Nothing(questions) => {
                    // This question has nothing to do with it: no other answer to it helps.
                    if !questions.contains(&slot) {
                        return Found::Nothing(questions);
                    }
                    against.extend(questions);
                }
                other => return other,
            }
        }
        against.sort_unstable();
        against.dedup();
        Found::Nothing(against)
    }
}
