//! What fails at best, whatever the office and the commission find, and what is not stated turns out
//! to be.

use super::failures::{Counted, Failures, failing_nothing};
use super::least_failures::{Least, LeastFailures};
use super::outlook::{Grown, Outlook};
use super::tree::View;
use crate::call::RequirementId;

/// What fails at best.
#[derive(Clone, Debug, Default)]
pub(super) struct Failing {
    pub(super) failures: Failures,
    /// Where something fails: requirements that depend on the same open questions.
    pub(super) parts: Vec<Part>,
    /// Answers with which no more fails.
    pub(super) answers: Vec<u64>,
    /// Whether it was seen that no less does.
    pub(super) certain: bool,
    /// Whether what some come to took too many steps: they are left out.
    pub(super) given_up: bool,
}

/// Requirements of which some fail, and that depend on the same open questions.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) failures: Failures,
    pub(super) requirements: Vec<RequirementId>,
}

impl Outlook<'_> {
    /// Returns what fails of some requirements at best.
    pub(super) fn failing(&mut self, wanted: &[RequirementId]) -> Failing {
        let possible = self.round.all_possible();
        let (mut search, ids) = self.search(wanted, |it| self.view(it));
        let mut found = Failing {
            certain: true,
            ..Failing::default()
        };
        let mut answers = possible.clone();
        for places in search.parts(&possible) {
            let Least::Is(failures, narrowed) = search.of(&places, &answers) else {
                found.given_up = true;
                continue;
            };
            answers = narrowed;
            let requirements = places.iter().filter_map(|it| ids.get(*it).copied());
            let requirements: Vec<RequirementId> = requirements.collect();
            if failures != Failures::NONE {
                let mut supposed = requirements.iter().filter(|id| !self.is_exact(**id));
                found.certain &= supposed.all(|id| self.view(*id) != View::Sampled);
                found.failures = found.failures.and(failures);
                found.parts.push(Part {
                    failures,
                    requirements,
                });
            }
        }
        found.answers = answers;
        let taken = search.taken;
        self.round.left = self.round.left.saturating_sub(taken);
        found
    }

    /// Tells whether it is seen, and not only supposed, that no more fails of some requirements.
    pub(super) fn is_seen(&self, wanted: &[RequirementId], found: &Failing) -> bool {
        if wanted.iter().all(|id| self.is_exact(*id)) {
            return !found.given_up;
        }
        let possible = self.round.all_possible();
        let (mut search, _) = self.search(wanted, |_| View::Sampled);
        let parts = search.parts(&possible).into_iter();
        let seen = parts.map(|part| match search.of(&part, &possible) {
            Least::Is(failures, _) => Some(failures),
            _ => None,
        });
        let seen: Option<Vec<Failures>> = seen.collect();
        let seen = seen.map(|all| all.into_iter().fold(Failures::NONE, Failures::and));
        seen == Some(found.failures)
    }

    /// Returns the requirements that fail where no more fails than must, or of which one does.
    pub(super) fn all_failing(&self, found: &mut Failing) -> Vec<RequirementId> {
        let possible = self.round.all_possible();
        let mut failing = Vec::new();
        for part in &found.parts {
            let (mut search, ids) = self.search(&part.requirements, |it| self.view(it));
            let all: Vec<usize> = (0..ids.len()).collect();
            for (place, id) in ids.iter().enumerate() {
                search.must_fail(place, true);
                match search.of(&all, &possible) {
                    Least::Is(failures, _) if failures == part.failures => failing.push(*id),
                    Least::Is(..) | Least::NotBelow => {}
                    Least::GivenUp => found.given_up = true,
                }
                search.must_fail(place, false);
            }
        }
        failing.sort_unstable();
        failing
    }

    /// Tells whether a requirement fails whatever is found.
    pub(super) fn always_fails(&self, id: RequirementId) -> bool {
        let possible = self.round.all_possible();
        self.of(id).is_some_and(|it| {
            let levels = it.tree.levels(&possible, self.view(id));
            levels.and(failing_nothing()).is_none()
        })
    }

    fn search(
        &self,
        wanted: &[RequirementId],
        view: impl Fn(RequirementId) -> View,
    ) -> (LeastFailures<'_>, Vec<RequirementId>) {
        let trees = wanted.iter().filter_map(|id| Some((*id, self.of(*id)?)));
        let (ids, counted) = trees
            .map(|(id, grown)| {
                let counted = Counted {
                    tree: &grown.tree,
                    asked: &grown.asked,
                    size: grown.size,
                    view: view(id),
                    must_fail: false,
                };
                (id, counted)
            })
            .unzip();
        (LeastFailures::new(counted), ids)
    }

    /// Tells whether everything was looked into that a requirement may come to.
    pub(super) fn is_exact(&self, id: RequirementId) -> bool {
        self.of(id).is_none_or(|it| it.exact)
    }

    fn of(&self, id: RequirementId) -> Option<&Grown> {
        self.trees.get(id.index()).map(|it| &**it)
    }

    pub(super) fn view(&self, id: RequirementId) -> View {
        match &self.before {
            Some(before) if before.failing.contains(&id) => View::Sampled,
            // What may come out well is supposed to, where not everything can be looked at.
            _ => View::Beyond(failing_nothing()),
        }
    }
}
