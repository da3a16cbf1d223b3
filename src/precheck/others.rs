//! What may still be found: what the applicant has not stated, and what the office and the
//! commission will tell.

use super::round::Round;
use crate::assessment::Judgement;
use crate::call::RequirementId;

/// So many samples show whether something may be met of which not all can be looked at.
const MOST_SAMPLES: usize = 200;

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
            if self.best_known == Some(true) {
                let met = self.is_met_by_some(requirement, &mut MOST_SAMPLES.min(self.left));
                self.best_known = Some(met);
            }
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

    /// Tells whether so many samples of what is not known show that a requirement may be met.
    fn is_met_by_some(&mut self, requirement: RequirementId, samples: &mut usize) -> bool {
        let Some(left) = samples.checked_sub(1) else {
            return false;
        };
        *samples = left;
        let Some((finding, in_the_way)) = self.judge(requirement) else {
            return true;
        };
        match finding.judgement {
            Judgement::Met | Judgement::NotApplicable => return true,
            Judgement::Unmet => return false,
            Judgement::Unknown | Judgement::NotExamined => {}
        }
        if !in_the_way {
            return true;
        }
        let Some(slot) = self.waits(&finding, in_the_way).first().copied() else {
            return false;
        };
        let samples_of = |it: &super::round::Slot<'_>| (it.question.clone(), it.cells.to_vec());
        let Some((question, cells)) = self.slots.get(slot).map(samples_of) else {
            return false;
        };
        // The ends come first: what is at its greatest or least often decides.
        let ends = cells.last().into_iter().chain(&cells);
        let met = ends.take(cells.len()).any(|value| {
            question.put(&mut self.proposal.facts, Some(value.clone()));
            self.is_met_by_some(requirement, samples)
        });
        question.put(&mut self.proposal.facts, None);
        met
    }
}
