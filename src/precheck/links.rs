//! Which requirements depend on the same answers that nobody gives now: what these answers are taken
//! to be, they are for all of them.

use super::FAIR_SHARES;
use super::forest::Linked;
use super::round::{Role, Round};
use crate::assessment::Judged;
use crate::call::RequirementId;

impl Round<'_> {
    /// Returns the undecided requirements that look at the same facts that the applicant does not know,
    /// or that the office and the commission will tell, each with those that it is linked with; only
    /// where there are several.
    pub(super) fn linked(&self, judged: &[Judged]) -> Vec<Vec<RequirementId>> {
        let undecided = judged.iter().filter(|it| !self.waits_of(it).is_empty());
        let undecided: Vec<RequirementId> = undecided.map(|it| it.finding.requirement).collect();
        self.linked_among(&undecided)
    }

    /// Returns how some of the requirements are linked, those that stand alone left out.
    pub(super) fn linked_among(&self, requirements: &[RequirementId]) -> Vec<Vec<RequirementId>> {
        let mut groups: Vec<Vec<RequirementId>> = Vec::new();
        for slot in (0..self.slots.len()).filter(|it| self.role(*it) != Role::Open) {
            let looking = requirements.iter().filter(|id| self.looks_at(**id, slot));
            let mut joined: Vec<RequirementId> = looking.copied().collect();
            if joined.len() < 2 {
                continue;
            }
            groups.retain(|group| {
                let apart = !group.iter().any(|id| joined.contains(id));
                if !apart {
                    joined.extend(group);
                }
                apart
            });
            joined.sort_unstable();
            joined.dedup();
            groups.push(joined);
        }
        groups.sort_unstable();
        groups
    }
    /// Returns what linked requirements come to together.
    pub(super) fn joined(
        &mut self,
        judged: &[Judged],
        linked: Vec<Vec<RequirementId>>,
    ) -> Vec<Linked> {
        let parts = (1..=linked.len()).rev();
        let linked = linked.into_iter().zip(parts);
        let trees = linked.map(|(requirements, left)| {
            let members = requirements.iter().filter_map(|id| judged.get(id.index()));
            let tree = self.tree_within(members, left.min(FAIR_SHARES));
            Linked {
                requirements,
                tree,
                each: Vec::new(),
            }
        });
        trees.collect()
    }
    /// Adds what each of several linked requirements comes to, if everybody were asked.
    pub(super) fn take_apart(&mut self, judged: &[Judged], linked: &mut [Linked]) {
        let roles: Vec<Role> = self.slots.iter().map(|it| it.role).collect();
        self.ask_everybody();
        for it in linked {
            let members = it.requirements.iter();
            let members = members.filter_map(|id| judged.get(id.index()));
            let trees = members.map(|it| self.tree_within([it], FAIR_SHARES));
            it.each = trees.collect();
        }
        for (slot, role) in self.slots.iter_mut().zip(roles) {
            slot.role = role;
        }
    }
}
