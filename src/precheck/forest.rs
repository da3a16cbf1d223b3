//! The trees of all requirements, with what is asked about them again and again.

use super::level::{Level, Levels};
use super::tree::{Tree, View};

/// The trees of all requirements.
pub(super) struct Forest<'t> {
    pub(super) trees: &'t [Tree],
    /// For each tree the questions on which it depends, in their order.
    asked: Vec<Vec<usize>>,
    /// For each tree whether a refusal may come of it.
    refuses: Vec<bool>,
    /// How many places there are to look at in all of them.
    size: usize,
}

impl<'t> Forest<'t> {
    pub(super) fn new(trees: &'t [Tree], possible: &[u64]) -> Self {
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
        Self {
            trees,
            asked,
            refuses: refuses.collect(),
            size,
        }
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
        refusing.map(|(_, (tree, _))| tree).collect()
    }
}
