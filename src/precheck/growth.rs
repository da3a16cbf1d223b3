//! How the tree of one requirement grows, or of several that are to be met together.

use super::domain::Groups;
use super::level::{Level, Told};
use super::round::{Role, Round};
use super::state::State;
use super::tree::Tree;
use crate::assessment::Judged;
use crate::call::RequirementId;

impl Round<'_> {
    /// Returns what requirements come to together by the answers of the applicant, given what has
    /// been judged of them so far; with one of so many parts of the effort that is left.
    pub(super) fn tree_within<'j>(
        &mut self,
        judged: impl IntoIterator<Item = &'j Judged>,
        parts: usize,
    ) -> Tree {
        let share = self.left.checked_div(parts).unwrap_or(self.left);
        let kept = self.left.saturating_sub(share);
        self.left = share;
        let state = self.state_of(judged);
        let tree = self.tree(&state);
        self.left = self.left.saturating_add(kept);
        tree
    }

    fn tree(&mut self, state: &State) -> Tree {
        let mut waits = state.waits().into_iter();
        let slot = match waits.find(|it| self.role(*it) == Role::Open) {
            Some(slot) => slot,
            None => match self.settled(state) {
                Ok(settled) => return settled,
                Err(slot) => slot,
            },
        };
        let beyond = state.may_come_to();
        if self.left == 0 {
            self.fell_short = true;
            return Tree::Cut(beyond);
        }
        let concerned = state.undecided.iter().filter(|it| self.concerns(it, slot));
        let concerned = concerned.map(|it| it.requirement);
        let Groups { groups, exact } = self.groups_of(concerned, slot);
        let mut children: Vec<(u64, Tree)> = Vec::new();
        for group in groups {
            self.choose(slot, Some(group));
            let after = self.after(state, slot);
            let child = self.tree(&after);
            match children.iter_mut().find(|(_, it)| *it == child) {
                Some((mask, _)) => *mask |= group,
                None => children.push((group, child)),
            }
        }
        self.choose(slot, None);
        match (exact, children.len()) {
            (true, 1) => children.pop().map_or(Tree::Cut(beyond), |(_, child)| child),
            _ => Tree::Split {
                slot,
                children,
                beyond: (!exact).then_some(beyond),
            },
        }
    }

    /// Returns what is told of requirements together with one answer to each open question.
    pub(super) fn told(&mut self, requirements: &[RequirementId], answers: &[u64]) -> Told {
        let open: Vec<usize> = (0..self.slots.len())
            .filter(|it| self.role(*it) == Role::Open)
            .collect();
        for slot in &open {
            self.choose(*slot, answers.get(*slot).copied());
        }
        let state = self.state(requirements);
        let settled = self.settled(&state).ok();
        let told = settled.and_then(|it| it.told(answers));
        for slot in open {
            self.choose(slot, None);
        }
        told.unwrap_or(Told::certain(Level::Open))
    }

    /// Returns the answers to a question that none of some requirements tells apart.
    pub(super) fn groups_of(
        &self,
        requirements: impl Iterator<Item = RequirementId>,
        slot: usize,
    ) -> Groups {
        let all = Some(self.all_of(slot)).filter(|it| *it != 0);
        let mut common = Groups {
            groups: all.into_iter().collect(),
            exact: true,
        };
        for id in requirements {
            let Groups { groups, exact } = self.groups(id, slot);
            common.exact &= exact;
            if groups.is_empty() {
                continue;
            }
            let pairs = common.groups.iter().flat_map(|one| {
                let both = groups.iter().map(move |other| one & other);
                both.filter(|it| *it != 0)
            });
            common.groups = pairs.collect();
        }
        common
    }
}
