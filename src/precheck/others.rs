//! What others may still find: the office, the commission, other proposals.

use super::level::Level;
use super::round::{Role, Round};
use crate::assessment::Judgement;
use crate::call::RequirementId;

impl Round<'_> {
    /// Judges a requirement by the answers there are; where it waits for others only, it is taken
    /// at the best that they may find.
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
        if waits.is_empty() || !names.all(by_others) {
            return Judgement::Unknown;
        }
        match self.settled(requirement, &finding, in_the_way, &waits) {
            Level::Fine => Judgement::Met,
            Level::Open => Judgement::Unknown,
            Level::Reservation | Level::Remedy | Level::Refusal => Judgement::Unmet,
        }
    }
}
