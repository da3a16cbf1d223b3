//! What may still be found: what the applicant has not stated, and what the office and the
//! commission will tell.

use super::round::Round;
use crate::assessment::Judgement;
use crate::call::RequirementId;

impl Round<'_> {
    /// Judges a requirement by the answers there are; where it waits for others, it is taken at the
    /// best that they may be.
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
        let waits = self.waits(&finding, in_the_way);
        // What a new item states was never open.
        let all_open = names.all(|name| self.slot_named(name).is_some());
        let Some(slot) = waits.first().copied().filter(|_| all_open) else {
            return Judgement::Unknown;
        };
        let values = self.values(requirement, slot);
        let Some(values) = values.filter(|it| self.left >= it.len()) else {
            // Where not all can be looked at, it may come out well.
            return Judgement::Met;
        };
        let question = self.slots.get(slot).map(|it| it.question.clone());
        let mut best = Judgement::Unmet;
        for value in values {
            if let Some(question) = &question {
                question.put(&mut self.proposal.facts, Some(value));
            }
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
