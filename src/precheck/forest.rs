//! Trees, with what is asked about them again and again.

use super::level::{Level, Levels, Told};
use super::tree::{Tree, View};
use crate::call::RequirementId;

/// The trees of all requirements.
#[derive(Clone, Debug, Default)]
pub(super) struct Trees {
    /// What each requirement comes to by itself, in their order.
    pub(super) own: Vec<Tree>,
    /// What those come to together that depend on the same answers that nobody gives now; none of
    /// them is in two of these.
    pub(super) linked: Vec<Linked>,
}

/// Some requirements, taken together.
#[derive(Clone, Debug)]
pub(super) struct Linked {
    /// Which, in their order.
    pub(super) requirements: Vec<RequirementId>,
    /// What they come to together.
    pub(super) tree: Tree,
    /// For each of several what it comes to by itself, if everybody were asked.
    pub(super) each: Vec<Tree>,
}

/// Some trees, of which the worst counts.
pub(super) struct Forest<'t> {
    pub(super) trees: Vec<&'t Tree>,
    /// For each tree the requirements of which it tells what they come to.
    requirements: Vec<Vec<RequirementId>>,
    /// For each tree of several requirements what each comes to, if everybody were asked.
    each: Vec<&'t [Tree]>,
    /// For each tree the questions on which it depends, in their order.
    asked: Vec<Vec<usize>>,
    /// For each tree whether a refusal may come of it.
    refuses: Vec<bool>,
    /// How many places there are to look at in all of them.
    size: usize,
}

impl Trees {
    /// Returns what each requirement comes to by itself.
    pub(super) fn own(&self, possible: &[u64]) -> Forest<'_> {
        let all = (0..).map(RequirementId).zip(&self.own);
        Forest::new(all.map(|(id, tree)| (tree, vec![id], &[][..])), possible)
    }

    /// Returns the same by themselves.
    pub(super) fn each_by_itself(&self) -> Vec<Linked> {
        let all = (0..).map(RequirementId).zip(&self.own);
        let all = all.map(|(id, tree)| Linked {
            requirements: vec![id],
            tree: tree.clone(),
            each: Vec::new(),
        });
        all.collect()
    }

    /// Returns what makes the verdict: each requirement, but those that are linked together.
    pub(super) fn verdict(&self, possible: &[u64]) -> Forest<'_> {
        let all = (0..).map(RequirementId).zip(&self.own);
        let trees = all.filter_map(|(id, tree)| {
            let mut linked = self.linked.iter();
            match linked.find(|it| it.requirements.contains(&id)) {
                None => Some((tree, vec![id], &[][..])),
                Some(it) if it.requirements.first() == Some(&id) => {
                    Some((&it.tree, it.requirements.clone(), &it.each[..]))
                }
                Some(_) => None,
            }
        });
        Forest::new(trees, possible)
    }
}

impl<'t> Forest<'t> {
    pub(super) fn new(
        all: impl IntoIterator<Item = (&'t Tree, Vec<RequirementId>, &'t [Tree])>,
        possible: &[u64],
    ) -> Self {
        let (mut trees, mut requirements, mut each) = (Vec::new(), Vec::new(), Vec::new());
        for (tree, of, each_of) in all {
            trees.push(tree);
            requirements.push(of);
            each.push(each_of);
        }
        let mut size = 0_usize;
        let asked = trees.iter().map(|tree| {
            let mut slots = Vec::new();
            tree.questions(&mut |slot, _| slots.push(slot));
            size = size.saturating_add(slots.len()).saturating_add(1);
            slots.sort_unstable();
            slots.dedup();
            slots
        });
        let asked = asked.collect();
        let refusal = Levels::just(Level::Refusal);
        let refuses = trees.iter().map(|tree| {
            let levels = tree.levels(possible, View::Sampled);
            !levels.and(refusal).is_none()
        });
        let refuses = refuses.collect();
        Self {
            trees,
            requirements,
            each,
            asked,
            refuses,
            size,
        }
    }

    /// Returns the trees with one level where not all can be listed that nobody tells now; `None` where
    /// all can.
    pub(super) fn listed(&self, of: impl Fn(&Told) -> Level) -> Option<Vec<Tree>> {
        let all: Vec<Option<Tree>> = self.trees.iter().map(|it| it.listed(&of)).collect();
        let trees = self.trees.iter();
        all.iter().any(Option::is_some).then(|| {
            let all = all.into_iter().zip(trees);
            all.map(|(listed, tree)| listed.unwrap_or_else(|| (*tree).clone()))
                .collect()
        })
    }

    /// Returns the same of other trees.
    pub(super) fn with<'o>(&self, trees: &'o [Tree], possible: &[u64]) -> Forest<'o>
    where
        't: 'o,
    {
        let all = trees.iter().enumerate();
        let all = all.map(|(place, tree)| {
            let requirements = self.requirements(place).to_vec();
            (tree, requirements, self.each(place))
        });
        Forest::new(all, possible)
    }

    /// Returns the requirements of which a tree tells what they come to.
    pub(super) fn requirements(&self, place: usize) -> &[RequirementId] {
        self.requirements.get(place).map_or(&[], Vec::as_slice)
    }

    /// Returns for each of several requirements what it comes to, if everybody were asked.
    pub(super) fn each(&self, place: usize) -> &'t [Tree] {
        self.each.get(place).copied().unwrap_or_default()
    }

    /// Returns how much it takes to look at all trees once, with so many questions.
    pub(super) fn cost(&self, questions: usize) -> usize {
        let all = self.size.saturating_add(questions);
        all.div_ceil(64)
    }

    /// Returns the questions on which a tree depends.
    pub(super) fn asked(&self, place: usize) -> &[usize] {
        self.asked.get(place).map_or(&[], Vec::as_slice)
    }

    /// Returns every question on which a tree depends, in their order.
    pub(super) fn all_asked(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.asked.iter().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Tells whether a tree depends on a question.
    pub(super) fn asks(&self, place: usize, slot: usize) -> bool {
        self.asked(place).binary_search(&slot).is_ok()
    }

    /// Returns the places of the trees that depend on a question.
    pub(super) fn asking(&self, slot: usize) -> Vec<usize> {
        let places = 0..self.trees.len();
        places.filter(|place| self.asks(*place, slot)).collect()
    }

    /// Returns the trees that depend on a question and of which a refusal may come.
    pub(super) fn refusing(&self, slot: usize) -> Vec<&'t Tree> {
        let all = self.trees.iter().zip(&self.refuses).enumerate();
        let refusing = all.filter(|(place, (_, refuses))| **refuses && self.asks(*place, slot));
        refusing.map(|(_, (tree, _))| *tree).collect()
    }
}
