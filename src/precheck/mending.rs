//! What mends the requirements that fail, taken together where they hang together.

use std::collections::BTreeSet;

use super::Precheck;
use super::answers::Answers;
use super::changes::{Change, Changes, Mend};
use super::domain::{case, proposal};
use super::failures::Failures;
use super::least_change::{Found, least_change};
use super::mentions::Source;
use super::outlook::{Outlook, Saved};
use super::question::Question;
use crate::assessment::{Finding, Judgement, Stage, assess, judge_one};
use crate::call::{FactId, RequirementId};
use crate::value::Value;

/// So many judgements of a requirement the search for a change may take; as many the search for what
/// no change mends.
const EFFORT: usize = 60_000;

/// The requirements that fail, and what may mend them.
pub(super) struct Mending<'p> {
    precheck: &'p Precheck,
    answers: &'p Answers,
    outlook: Outlook<'p>,
    now: Failures,
    failing: Vec<RequirementId>,
    /// Requirements that look at what no others look at, of what can be changed or is not told.
    pieces: Vec<Vec<RequirementId>>,
    /// Whether everything was looked at.
    complete: bool,
    /// How much effort is left.
    left: usize,
}

impl<'p> Mending<'p> {
    pub(super) fn new(precheck: &'p Precheck, answers: &'p Answers) -> Self {
        let mut outlook = Outlook::new(precheck, answers, EFFORT);
        let all = all(precheck);
        let mut now = outlook.failing(&all);
        let failing = outlook.all_failing(&mut now);
        let complete = outlook.is_seen(&all, &now);
        outlook.begin(&failing);
        Self {
            precheck,
            answers,
            pieces: pieces(&outlook, &answers.facts),
            outlook,
            complete,
            now: now.failures,
            failing,
            left: EFFORT,
        }
    }

    /// Returns the requirements that fail.
    pub(super) fn failing(&self) -> &[RequirementId] {
        &self.failing
    }

    /// Tells what is to be told where nothing fails.
    pub(super) fn nothing_fails(mut self) -> Changes {
        let mut open = all(self.precheck);
        open.retain(|id| {
            let judged = self.outlook.round.judge(*id);
            let open = judged
                .is_some_and(|(it, in_the_way)| in_the_way && it.judgement == Judgement::Unknown);
            open && self.changeable(*id).next().is_some()
        });
        Changes::NothingFails {
            to_be_stated: open,
            complete: self.complete,
        }
    }

    /// Returns the nearest change after which least fails, and no refusal is left.
    pub(super) fn mend(&mut self) -> Option<Mend> {
        let mut facts = self.answers.facts.clone();
        let mut refused = false;
        let pieces = self.failing_pieces();
        for (piece, left) in pieces.iter().zip((1..=pieces.len()).rev()) {
            let now = self.outlook.failing(piece).failures;
            let found = self.look(piece, now.min(Failures::REFUSAL), left);
            self.complete &= found.complete;
            refused |= found.best.is_none() && now >= Failures::REFUSAL;
            let Some(best) = found.best else {
                continue;
            };
            let changed = facts.iter_mut().zip(&self.answers.facts).zip(best.facts);
            for ((fact, before), after) in changed {
                if *before != after {
                    *fact = after;
                }
            }
        }
        if refused || facts == self.answers.facts {
            return None;
        }
        let mend = self.assessed(facts);
        self.complete &= mend.is_some();
        mend
    }

    /// Returns what a change comes to, if the assessment finds it so.
    fn assessed(&mut self, facts: Vec<Option<Value>>) -> Option<Mend> {
        self.outlook.round.left = EFFORT;
        let saved = self.put(&facts);
        let all = all(self.precheck);
        let mut after = self.outlook.failing(&all);
        let remaining = self.outlook.all_failing(&mut after);
        let seen = self.outlook.is_seen(&all, &after);
        let so = self.outlook.is_assessed_so(&after);
        self.take_back(saved);
        let better = after.failures < self.now.min(Failures::REFUSAL);
        (so && better).then(|| Mend {
            changes: self.changes(&facts, &remaining),
            to_be_stated: self.to_be_stated(&facts, &remaining),
            remaining,
            complete: self.complete && seen,
            answers: Answers {
                facts,
                not_known: self.answers.not_known.clone(),
            },
        })
    }

    /// Returns the requirements of which a change leaves it to be told whether they are met.
    fn to_be_stated(
        &self,
        facts: &[Option<Value>],
        remaining: &[RequirementId],
    ) -> Vec<RequirementId> {
        let assessed = |facts: &[Option<Value>]| {
            let proposal = proposal(facts.to_vec());
            assess(case(self.precheck.call(), &proposal), Stage::PreCheck).findings
        };
        let open = |it: &Finding| {
            matches!(it.judgement, Judgement::Unknown | Judgement::NotExamined) && !it.harmless
        };
        let (before, after) = (assessed(&self.answers.facts), assessed(facts));
        let both = before.iter().zip(&after);
        // Met or not applicable, whatever is stated: nothing is to be.
        let to_be_stated = both.filter(|(before, after)| {
            let failed = self.failing.contains(&after.requirement);
            let remains = remaining.contains(&after.requirement);
            open(after) && (failed || !open(before)) && !remains
        });
        to_be_stated.map(|(_, after)| after.requirement).collect()
    }

    /// Returns what is changed, each with what it mends that looks at it; where none does, with all
    /// that is mended and hangs together with it.
    fn changes(&self, facts: &[Option<Value>], remaining: &[RequirementId]) -> Vec<Change> {
        let looks = |id: &RequirementId, fact: FactId| {
            let groups = self.precheck.groups.get(id.index());
            groups.is_some_and(|it| it.contains_key(&Source::Fact(fact)))
        };
        let mended = self.failing.iter().filter(|it| !remaining.contains(it));
        let mended: Vec<RequirementId> = mended.copied().collect();
        let mends = |fact: FactId| {
            let looking = mended.iter().copied().filter(|it| looks(it, fact));
            let looking: Vec<RequirementId> = looking.collect();
            if !looking.is_empty() {
                return looking;
            }
            let mut pieces = self.pieces.iter();
            let piece = pieces.find(|piece| piece.iter().any(|it| looks(it, fact)));
            let together = mended.iter().copied();
            together
                .filter(|it| piece.is_some_and(|piece| piece.contains(it)))
                .collect()
        };
        let all = (0..).map(FactId).zip(&self.answers.facts).zip(facts);
        let changed = all.filter(|((_, from), to)| from != to);
        changed
            .filter_map(|((id, from), to)| {
                Some(Change {
                    question: Question::of(id),
                    from: from.clone()?,
                    to: to.clone()?,
                    mends: mends(id),
                })
            })
            .collect()
    }

    /// Tells what is to be told where no change is enough.
    pub(super) fn not_mended(mut self) -> Changes {
        let (mut beyond, mut mendable, mut untold) = (Vec::new(), Vec::new(), Vec::new());
        let mut alone = self.failing.clone();
        alone.retain(|id| self.outlook.always_fails(*id));
        let pieces = self.failing_pieces();
        let searches = alone.len().saturating_add(pieces.len());
        let mut left = (1..=searches).rev();
        self.left = EFFORT;
        for id in alone {
            let found = self.look(&[id], Failures::of(0, 0, 1), left.next().unwrap_or(1));
            self.complete &= found.complete;
            let group = if found.best.is_some() {
                &mut mendable
            } else if found.complete || self.fails_whatever_is_changed(id) {
                // What nothing changes is beyond, however far the search went.
                &mut beyond
            } else {
                &mut untold
            };
            group.push(id);
        }
        let mut together = Vec::new();
        for mut piece in pieces {
            piece.retain(|id| !beyond.contains(id) && !untold.contains(id));
            let failing = piece.iter().filter(|id| self.failing.contains(id));
            let failing: Vec<RequirementId> = failing.copied().collect();
            let now = self.outlook.failing(&piece).failures;
            let found = self.look(&piece, now, left.next().unwrap_or(1));
            self.complete &= found.complete;
            let mut named = failing;
            if let Some(best) = found.best {
                let remaining = self.remaining(&piece, &best.facts);
                // Those of the others that are mended are not in the way.
                let mut others = remaining.iter();
                if others.all(|id| self.failing.contains(id) && !mendable.contains(id)) {
                    named.retain(|id| remaining.contains(id));
                }
            }
            // Whether they can be met together was not seen to the end.
            let (unseen, seen): (Vec<_>, Vec<_>) = named
                .into_iter()
                .partition(|id| !found.complete && mendable.contains(id));
            untold.extend(unseen);
            together.extend(seen);
        }
        if beyond.is_empty() && together.is_empty() && untold.is_empty() {
            untold.clone_from(&self.failing);
        }
        untold.sort_unstable();
        together.sort_unstable();
        Changes::None {
            beyond,
            together,
            untold,
            failing: self.failing,
            complete: self.complete,
        }
    }

    /// Tells whether a requirement fails without what can be changed, whatever that may be.
    fn fails_whatever_is_changed(&mut self, id: RequirementId) -> bool {
        let changeable: Vec<FactId> = self.changeable(id).collect();
        let mut facts = self.answers.facts.clone();
        for fact in &changeable {
            if let Some(fact) = facts.get_mut(fact.index()) {
                *fact = None;
            }
        }
        let proposal = proposal(facts);
        let judged = judge_one(case(self.precheck.call(), &proposal), id);
        changeable.is_empty()
            || judged.is_some_and(|(it, in_the_way)| in_the_way && it.judgement == Judgement::Unmet)
    }

    /// Returns which of some requirements fail with these facts.
    fn remaining(&mut self, ids: &[RequirementId], facts: &[Option<Value>]) -> Vec<RequirementId> {
        let saved = self.put(facts);
        let mut failing = self.outlook.failing(ids);
        let remaining = self.outlook.all_failing(&mut failing);
        self.take_back(saved);
        remaining
    }

    fn put(&mut self, facts: &[Option<Value>]) -> Vec<Saved<'p>> {
        let both = self.answers.facts.iter().zip(facts);
        let changed = (0..).map(FactId).zip(both);
        let changed = changed.filter(|(_, (before, after))| before != after);
        let saved = changed.map(|(id, (_, after))| self.outlook.put(id, after.clone()));
        saved.collect()
    }

    fn take_back(&mut self, saved: Vec<Saved<'p>>) {
        for saved in saved.into_iter().rev() {
            self.outlook.take_back(saved);
        }
    }

    /// Looks for the least that fails with one of so many parts of the effort that is left.
    fn look(&mut self, wanted: &[RequirementId], below: Failures, parts: usize) -> Found {
        let share = self.left.checked_div(parts).unwrap_or(self.left);
        self.outlook.round.left = share;
        let found = least_change(&mut self.outlook, &self.answers.facts, wanted, below);
        let taken = share.saturating_sub(self.outlook.round.left);
        self.left = self.left.saturating_sub(taken);
        found
    }

    fn failing_pieces(&self) -> Vec<Vec<RequirementId>> {
        let pieces = self.pieces.iter();
        let failing = pieces.filter(|piece| piece.iter().any(|it| self.failing.contains(it)));
        failing.cloned().collect()
    }

    fn changeable(&self, id: RequirementId) -> impl Iterator<Item = FactId> {
        self.precheck.changeable(id, &self.answers.facts)
    }
}

fn all(precheck: &Precheck) -> Vec<RequirementId> {
    let requirements = precheck.call().requirements.len();
    (0..).map(RequirementId).take(requirements).collect()
}

/// Returns all requirements, those together that look at the same of what can be changed or is
/// not told.
fn pieces(outlook: &Outlook<'_>, stated: &[Option<Value>]) -> Vec<Vec<RequirementId>> {
    let precheck = outlook.round.precheck;
    let mut pieces: Vec<(Vec<RequirementId>, BTreeSet<Source>)> = Vec::new();
    for id in all(precheck) {
        let changeable = precheck.changeable(id, stated).map(Source::Fact);
        let slots = outlook.round.slots.iter().enumerate();
        let looked_at = slots.filter(|(slot, _)| outlook.round.looks_at(id, *slot));
        let not_told = looked_at.map(|(_, it)| it.source);
        let mut sources: BTreeSet<Source> = changeable.chain(not_told).collect();
        let mut own = vec![id];
        pieces.retain_mut(|(ids, others)| {
            let apart = others.is_disjoint(&sources);
            if !apart {
                own.append(ids);
                sources.append(others);
            }
            apart
        });
        pieces.push((own, sources));
    }
    let pieces = pieces.into_iter().map(|(mut ids, _)| {
        ids.sort_unstable();
        ids
    });
    pieces.collect()
}
