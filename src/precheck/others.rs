//! What others may still find: the office, the commission, other proposals.

use super::domain::Groups;
use super::round::{Role, Round};
use crate::assessment::Judgement;
use crate::call::RequirementId;

impl Round<'_> {
    /// Judges a requirement by the answers there are; where it waits for others only, it is taken
    /// at the best that they may find.
    ///
    /// A [`Level`](super::level::Level) would not do: what can be remedied is less in the way than
    /// what is open, but it is not met.
    pub(super) fn judge_at_best(&mut self, requirement: RequirementId) -> Judgement {
        let Some((finding, in_the_way)) = self.judge(requirement) else {
            return Judgement::Met;
        };
        if finding.judgement != Judgement::Unknown {
            return finding.judgement;
        }
        if !in_the_way {
            return Judgement::Met;
        }
        let mut names = finding.unknown.waits_for.iter();
        let by_others = |name: &String| {
            let slot = self.slot_named(name);
            slot.is_some_and(|it| self.role(it) == Role::Others)
        };
        let waits = self.waits(&finding, in_the_way);
        let Some(slot) = waits.first().copied().filter(|_| names.all(by_others)) else {
            return Judgement::Unknown;
        };
        let Groups { groups, exact } = self.groups(requirement, slot);
        if !exact || self.left < groups.len() {
            // Where not all can be looked at, it may come out well.
            return Judgement::Met;
        }
        let mut best = Judgement::Unmet;
        for group in groups {
            self.choose(slot, Some(group));
            match self.judge_at_best(requirement) {
                Judgement::Unmet => {}
                Judgement::Unknown | Judgement::NotExamined => best = Judgement::Unknown,
                met => {
                    best = met;
                    break;
                }
            }
        }
        self.choose(slot, None);
        best
    }
}
