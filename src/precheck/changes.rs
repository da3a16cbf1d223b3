//! The smallest change of what the applicant can change that makes every requirement pass.

use super::Precheck;
use super::answers::Answers;
use super::domain::{case, proposal};
use super::least_change::{Search, unmet};
use super::question::Question;
use crate::assessment::{Judgement, Stage, assess};
use crate::call::{Consequence, RequirementId};
use crate::value::Value;

/// What would make every failed requirement pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// No requirement fails.
    NothingFails {
        /// The requirements that look at something that can be changed, and of which it cannot be told
        /// whether they are met: that depends on what is not stated, or on what the office and the
        /// commission will find.
        to_be_stated: Vec<RequirementId>,
        /// Whether everything was looked at: where not, something may fail all the same.
        complete: bool,
    },
    /// This would.
    Mend(Mend),
    /// Nothing that the applicant can change does.
    None {
        /// The requirements that no change mends, each by itself; those for which not everything was
        /// looked at are not among them.
        beyond: Vec<RequirementId>,
        /// Those of the others that fail for each of which a change was found, where there is none
        /// for all of them together with what is met already.
        together: Vec<RequirementId>,
        /// Those that fail of which it could not be told whether a change mends them, since not
        /// everything was looked at.
        untold: Vec<RequirementId>,
        /// Every requirement that fails.
        failing: Vec<RequirementId>,
        /// Whether everything was looked at: where not, something may be found by hand.
        complete: bool,
    },
}

/// A change that makes every failed requirement pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// What is changed, in the order of the facts in the call; each fact once.
    pub changes: Vec<Change>,
    /// The answers after it.
    pub answers: Answers,
    /// The requirements of which it cannot be told afterwards whether they are met, though they failed
    /// before, it could be told, or they did not apply: that depends on what is not stated, of a new
    /// item too, or on what the office and the commission will find.
    pub to_be_stated: Vec<RequirementId>,
    /// The requirements that fail after it, or of which one does: nothing mends them here with the
    /// rest, and they can be remedied in time, or make a reservation.
    pub remaining: Vec<RequirementId>,
    /// Whether everything was looked at: where not, a smaller change may be found by hand.
    pub complete: bool,
}

/// One answer that is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub question: Question,
    /// What it is.
    pub from: Value,
    /// What it would be.
    pub to: Value,
    /// The failed requirements that look at it.
    pub mends: Vec<RequirementId>,
}

/// What a change leaves unmet.
#[derive(Default)]
struct Left {
    /// What nothing mends.
    beyond: Vec<RequirementId>,
    /// What nothing mends together with others.
    aside: Vec<RequirementId>,
    /// What can be remedied later, should it fail.
    spared: Vec<RequirementId>,
}

impl Precheck {
    /// Returns the smallest change of `changeable` facts after which no requirement fails; where some
    /// cannot be mended with the others, but remedied later, the smallest after which none of the
    /// others does; what the change makes fail may be remedied later too.
    ///
    /// The fewest facts count first; then the fewest members, items and other choices; then the
    /// least money; then the least of other numbers, then of days. What is told has been assessed
    /// again. A requirement fails where nothing that is not stated yet lets it be met, nor anything
    /// that the office and the commission may find; several do where nothing lets them be met together.
    /// Numbers are tried at the values where a requirement turns, all other values as they are; at
    /// most four facts are changed together.
    pub fn changes(&self, answers: &Answers) -> Changes {
        let mut search = Search::new(self, answers);
        let (judged, known) = search.judged();
        let alone = unmet(&judged);
        let sets = search.failing_together(&judged);
        let seen = search.complete;
        let mut failing = alone.clone();
        failing.extend(sets.iter().flatten());
        failing.sort_unstable();
        if failing.is_empty() {
            return Changes::NothingFails {
                to_be_stated: search.open(),
                complete: known && seen,
            };
        }
        search.look(&judged);
        search.complete &= seen;
        if let Some(facts) = search.found() {
            return self.checked(&mut search, facts, &failing, answers, &Left::default());
        }
        let (mut complete, mut joint) = (search.complete, search.complete);
        let (mut beyond, mut together, mut untold) = (Vec::new(), Vec::new(), Vec::new());
        for id in &alone {
            search.begin_again(vec![*id]);
            search.look(&judged);
            complete &= search.complete;
            let group = if search.found().is_some() {
                &mut together
            } else if search.complete || search.changeable(*id).is_empty() {
                // What nothing changes is beyond, however far the search went.
                &mut beyond
            } else {
                &mut untold
            };
            group.push(*id);
        }
        // What can be remedied later stands in nobody's way to mending the rest.
        let later = |id: &RequirementId| {
            let requirement = self.call().requirements.get(id.index());
            requirement.is_some_and(|it| it.consequence != Consequence::Refusal)
        };
        let (mut never, mut aside) = (Vec::new(), Vec::new());
        let mut refused = false;
        for set in sets {
            search.begin_again(set.clone());
            search.look(&judged);
            complete &= search.complete;
            if search.found().is_some() {
                together.extend(set);
                continue;
            }
            refused |= !set.iter().any(later);
            aside.extend(set.iter().copied().filter(later));
            never.extend(set);
        }
        let mut left = Left {
            beyond,
            aside,
            spared: Vec::new(),
        };
        let offered = !refused && untold.is_empty() && left.beyond.iter().all(later);
        let all = (0..).map(RequirementId);
        let others = all.take(self.call().requirements.len()).filter(|id| {
            let left_out = left.beyond.contains(id)
                || untold.contains(id)
                || left.aside.contains(id)
                || refused && never.contains(id);
            !left_out
        });
        let others: Vec<RequirementId> = others.collect();
        if together.len() < failing.len() && !together.is_empty() {
            search.begin_again(others.clone());
            search.look(&judged);
            joint = search.complete;
            complete &= search.complete;
            if let Some(facts) = search.found() {
                if offered {
                    return self.checked(&mut search, facts, &failing, answers, &left);
                }
                together.clear();
            }
        }
        if offered {
            search.complete = complete;
            let wanted = [&others[..], &together[..]];
            if let Some(facts) = self.sparing(&mut search, &judged, wanted, &mut left) {
                return self.checked(&mut search, facts, &failing, answers, &left);
            }
        }
        let beyond = left.beyond;
        if !joint {
            // Whether they can be met together was not seen to the end.
            untold.append(&mut together);
            untold.sort_unstable();
        }
        together.append(&mut never);
        together.sort_unstable();
        Changes::None {
            beyond,
            together,
            untold,
            failing,
            complete,
        }
    }

    /// Returns a change of some requirements after which only such fail as can be remedied later:
    /// if it can be, none of those that fail and could be mended by themselves.
    fn sparing(
        &self,
        search: &mut Search<'_>,
        judged: &[Judgement],
        [others, failing]: [&[RequirementId]; 2],
        left: &mut Left,
    ) -> Option<Vec<Option<Value>>> {
        let complete = search.complete;
        for failing_too in [false, true] {
            let spared = |id: &RequirementId| {
                self.never_refuses(*id) && (failing_too || !failing.contains(id))
            };
            let (spared, wanted): (Vec<_>, Vec<_>) = others.iter().copied().partition(spared);
            if spared.len() == left.spared.len() || !wanted.iter().any(|it| failing.contains(it)) {
                continue;
            }
            left.spared = spared;
            search.begin_again(wanted);
            search.look(judged);
            search.complete &= complete;
            let found = search.found();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Tells whether a requirement can be remedied, or makes a reservation, whenever it fails.
    fn never_refuses(&self, id: RequirementId) -> bool {
        let requirement = self.call().requirements.get(id.index());
        requirement.is_some_and(|it| {
            let excepted = it.exceptions.iter().filter_map(|it| it.consequence);
            excepted
                .chain([it.consequence])
                .all(|it| it != Consequence::Refusal)
        })
    }

    /// Returns a change if the assessment finds that nothing fails after it, and every requirement
    /// that failed before is met, does not apply, or may still be found to be met by others.
    fn checked(
        &self,
        search: &mut Search<'_>,
        facts: Vec<Option<Value>>,
        failing: &[RequirementId],
        answers: &Answers,
        left: &Left,
    ) -> Changes {
        let assessed = |facts: &[Option<Value>]| {
            let proposal = proposal(facts.to_vec());
            assess(case(self.call(), &proposal), Stage::PreCheck).findings
        };
        let (before, after) = (assessed(&answers.facts), assessed(&facts));
        let (at_best, known) = search.judged_with(&facts);
        let mut passes = true;
        let mut others = Vec::new();
        let (mut to_be_stated, mut remaining) = (Vec::new(), Vec::new());
        for ((before, after), at_best) in before.iter().zip(&after).zip(at_best) {
            let open = |it| matches!(it, Judgement::Unknown | Judgement::NotExamined);
            let fails = after.judgement == Judgement::Unmet || at_best == Judgement::Unmet;
            if left.aside.contains(&after.requirement) {
                remaining.push(after.requirement);
                continue;
            }
            let spared = left.spared.contains(&after.requirement);
            if left.beyond.contains(&after.requirement) || spared && fails {
                passes &= !fails || after.consequence != Consequence::Refusal;
                if fails {
                    remaining.push(after.requirement);
                }
                continue;
            }
            let failed = failing.contains(&after.requirement) && !spared;
            passes &= !(fails || failed && open(at_best));
            // Met or not applicable, whatever is stated: nothing is to be.
            if open(after.judgement) && !after.harmless && (failed || !open(before.judgement)) {
                to_be_stated.push(after.requirement);
            }
            others.push(after.requirement);
        }
        let not_together = self.not_together(&facts, &others).0;
        let (spared, wanted): (Vec<_>, Vec<_>) = not_together
            .into_iter()
            .partition(|it| left.spared.contains(it));
        // What can be remedied later makes room for the others.
        passes &= wanted.is_empty() || !spared.is_empty();
        if !spared.is_empty() {
            others.retain(|it| !spared.contains(it));
            passes &= self.not_together(&facts, &others).0.is_empty();
            remaining.extend(spared);
            remaining.sort_unstable();
        }
        if passes {
            return Changes::Mend(Mend {
                changes: search.changes(&facts, failing),
                to_be_stated,
                remaining,
                complete: search.complete && known,
                answers: Answers {
                    facts,
                    not_known: answers.not_known.clone(),
                },
            });
        }
        Changes::None {
            beyond: left.beyond.clone(),
            together: Vec::new(),
            untold: failing
                .iter()
                .copied()
                .filter(|id| !left.beyond.contains(id))
                .collect(),
            failing: failing.to_vec(),
            complete: false,
        }
    }
}
