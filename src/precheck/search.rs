//! Looking for answers with which no requirement comes to more than is wanted.

use super::level::Levels;
use super::tree::{Tree, View};

/// A search that gives up after so many steps.
pub(super) struct Search<'t> {
    pub(super) trees: &'t [Tree],
    pub(super) view: View,
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

impl Search<'_> {
    /// Looks for answers, out of those possible, with which every requirement comes to one of the
    /// wanted levels.
    pub(super) fn look(&mut self, possible: &[u64], wanted: Levels) -> Found {
        let Some(left) = self.left.checked_sub(1) else {
            return Found::GivenUp;
        };
        self.left = left;
        let mut next: Option<(usize, usize, Vec<u64>)> = None;
        for tree in self.trees {
            let levels = tree.levels(possible, self.view);
            if levels.and(wanted).is_none() {
                return Found::Nothing(asked(tree, possible));
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
        for tree in self.trees {
            // The ways left out were left out because of the requirements that ask this.
            if asked(tree, possible).contains(&slot) {
                against.extend(asked(tree, possible));
            }
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

/// Returns the questions on which it depends what a requirement comes to.
fn asked(tree: &Tree, _possible: &[u64]) -> Vec<usize> {
    let mut slots = Vec::new();
    tree.questions(&mut |slot, _| slots.push(slot));
    slots.sort_unstable();
    slots.dedup();
    slots
}
