//! Whether the assessment finds what was found to fail at best.

use super::domain::case;
use super::failing::Failing;
use super::failures::{Counted, Failures};
use super::outlook::Outlook;
use super::tree::View;
use crate::assessment::{Judgement, Stage, assess};
use crate::call::RequirementId;

impl Outlook<'_> {
    /// Tells whether the assessment of the facts, with what nobody has told as it was found, comes to
    /// the same.
    pub(super) fn is_assessed_so(&mut self, found: &Failing) -> bool {
        let facts = self.round.proposal.facts.clone();
        for (slot, shared) in self.shared.clone().into_iter().enumerate() {
            if shared {
                self.round.choose(slot, found.answers.get(slot).copied());
            }
        }
        let all = (0..).map(RequirementId).take(self.trees.len());
        let told: Vec<RequirementId> = all
            .filter(|id| self.is_exact(*id) || self.view(*id) == View::Sampled)
            .collect();
        for id in &told {
            self.settle(*id);
        }
        // What nothing hangs on may be anything.
        for slot in 0..self.shared.len() {
            let question = self.round.slots.get(slot).map(|it| &it.question);
            let facts = &self.round.proposal.facts;
            if question.is_some_and(|it| it.value(facts).is_none()) {
                self.round.choose(slot, Some(u64::MAX));
            }
        }
        let case = case(self.round.precheck.call(), &self.round.proposal);
        let findings = assess(case, Stage::PreCheck).findings.into_iter();
        let unmet = findings
            .filter(|it| it.judgement == Judgement::Unmet && told.contains(&it.requirement));
        let failures = unmet.map(|it| Failures::at(self.level(&it, true)));
        let failures = failures.fold(Failures::NONE, Failures::and);
        self.round.proposal.facts = facts;
        failures == found.failures
    }

    /// States what only this requirement waits for such that it comes out best.
    fn settle(&mut self, id: RequirementId) {
        while let Some((finding, in_the_way)) = self.round.judge(id)
            && let Some(slot) = self.round.waits(&finding, in_the_way).first().copied()
        {
            let best = self.best(id);
            for group in self.round.groups_of([id].into_iter(), slot).groups {
                self.round.choose(slot, Some(group));
                if self.best(id) == best {
                    break;
                }
            }
        }
    }

    fn best(&mut self, id: RequirementId) -> Option<Failures> {
        let tree = self.tree(id);
        let counted = Counted {
            tree: &tree,
            asked: &[],
            size: 0,
            view: View::Sampled,
            must_fail: false,
        };
        counted.range(&self.round.all_possible()).least
    }
}
