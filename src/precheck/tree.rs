//! What one requirement comes to for every way of answering: a decision tree.

use super::level::{Level, Levels, Told};

/// What a requirement comes to, by the answers.
///
/// The answers to a question are the places of its cells, as the bits of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    /// This, whatever else is answered.
    Leaf(Level),
    /// This as far as can be told, whatever else is answered: what the applicant does not know may be
    /// more than can be listed.
    NotListed(Told),
    /// It was not looked into, to save effort: one of these.
    Cut(Levels),
    /// It depends on the answer to a question.
    Split {
        /// The place of the question among those of the round.
        slot: usize,
        /// What it comes to, by answers.
        children: Vec<(u64, Tree)>,
        /// What else it may come to, where the answers are only samples of those there are.
        beyond: Option<Levels>,
    },
}

/// What a search takes a sample of answers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// For all there are: what is found is there, what is not found may be there all the same.
    Sampled,
    /// For a few of many: what is not found is not there. Where one of these levels may be, it is.
    Beyond(Levels),
}

impl Tree {
    /// Returns what the requirement may come to with these answers still possible.
    pub(super) fn levels(&self, possible: &[u64], view: View) -> Levels {
        match self {
            Self::Leaf(level) => Levels::just(*level),
            Self::NotListed(told) => match view {
                View::Sampled => Levels::just(told.level),
                View::Beyond(wanted) => wanted_or_all(told.may_be, wanted),
            },
            Self::Cut(levels) => match view {
                View::Sampled => Levels::default(),
                View::Beyond(wanted) => wanted_or_all(*levels, wanted),
            },
            Self::Split {
                slot,
                children,
                beyond,
            } => {
                let mut all = Levels::default();
                if let (View::Beyond(wanted), Some(beyond)) = (view, beyond) {
                    let some = wanted_or_all(*beyond, wanted);
                    if some.without(wanted).is_none() {
                        return some;
                    }
                    all = some;
                }
                for (_, child) in live(children, *slot, possible) {
                    all = all.with(child.levels(possible, view));
                }
                all
            }
        }
    }

    /// Returns the first question on which it depends what the requirement comes to, with the
    /// answers that it tells apart.
    pub(super) fn open_split(&self, possible: &[u64]) -> Option<(usize, Vec<(u64, &Self)>)> {
        let mut tree = self;
        loop {
            let Self::Split { slot, children, .. } = tree else {
                return None;
            };
            let alive: Vec<_> = live(children, *slot, possible).collect();
            match alive.as_slice() {
                [] => return None,
                [(_, only)] => tree = only,
                _ => {
                    let masks = alive.into_iter();
                    return Some((*slot, masks.collect()));
                }
            }
        }
    }

    /// Returns what is told of the requirement with one answer to each question; `None` where the
    /// answer is not among those looked at.
    pub(super) fn told(&self, answers: &[u64]) -> Option<Told> {
        match self {
            Self::Leaf(level) => Some(Told::certain(*level)),
            Self::NotListed(told) => Some(*told),
            Self::Cut(_) => None,
            Self::Split { slot, children, .. } => {
                let (_, child) = live(children, *slot, answers).next()?;
                child.told(answers)
            }
        }
    }

    /// Calls `see` with every question on which it may depend what the requirement comes to, and
    /// tells whether its answers were only sampled.
    pub(super) fn questions(&self, see: &mut impl FnMut(usize, bool)) {
        let mut rest = vec![self];
        while let Some(tree) = rest.pop() {
            if let Self::Split {
                slot,
                children,
                beyond,
            } = tree
            {
                see(*slot, beyond.is_some());
                rest.extend(children.iter().map(|(_, child)| child));
            }
        }
    }

    /// Adds the questions of which different answers are still possible here.
    pub(super) fn open_questions(&self, possible: &[u64], found: &mut Vec<usize>) {
        let Self::Split { slot, children, .. } = self else {
            return;
        };
        let several = live(children, *slot, possible).nth(1).is_some();
        if several && !found.contains(slot) {
            found.push(*slot);
        }
        for (_, child) in live(children, *slot, possible) {
            child.open_questions(possible, found);
        }
    }

    /// Returns the same with one level where not all can be listed that nobody tells now; `None` where
    /// all can.
    pub(super) fn listed(&self, of: &impl Fn(&Told) -> Level) -> Option<Self> {
        match self {
            Self::NotListed(told) => Some(Self::Leaf(of(told))),
            Self::Leaf(_) | Self::Cut(_) => None,
            Self::Split {
                slot,
                children,
                beyond,
            } => {
                let all = children.iter().map(|(_, child)| child.listed(of));
                let all: Vec<Option<Self>> = all.collect();
                let children = children.iter();
                all.iter().any(Option::is_some).then(|| Self::Split {
                    slot: *slot,
                    children: children
                        .zip(all)
                        .map(|((mask, child), it)| (*mask, it.unwrap_or_else(|| child.clone())))
                        .collect(),
                    beyond: *beyond,
                })
            }
        }
    }

    /// Tells whether something was not looked into.
    pub(super) fn is_cut(&self) -> bool {
        match self {
            Self::Leaf(_) | Self::NotListed(_) => false,
            Self::Cut(_) => true,
            Self::Split { children, .. } => children.iter().any(|(_, child)| child.is_cut()),
        }
    }
}

/// Returns the children that some possible answer leads to, each with those answers.
fn live<'t>(
    children: &'t [(u64, Tree)],
    slot: usize,
    possible: &[u64],
) -> impl Iterator<Item = (u64, &'t Tree)> {
    let here = possible.get(slot).copied().unwrap_or(0);
    let children = children.iter();
    children.filter_map(move |(mask, child)| {
        let both = mask & here;
        (both != 0).then_some((both, child))
    })
}

fn wanted_or_all(levels: Levels, wanted: Levels) -> Levels {
    let both = levels.and(wanted);
    if both.is_none() { levels } else { both }
}
