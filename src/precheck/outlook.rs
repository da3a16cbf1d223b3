//! What requirements come to with the facts that are stated, by all that nobody has told.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::answers::Answers;
use super::domain::Groups;
use super::failures::Failures;
use super::level::{Level, Levels};
use super::mentions::Source;
use super::round::Round;
use super::tree::Tree;
use super::{EFFORT, Precheck};
use crate::assessment::{Finding, Judgement};
use crate::call::{Consequence, FactId, RequirementId};
use crate::value::Value;

/// One requirement may take so great a part of the effort that is left.
const FAIR_SHARES: usize = 4;
/// So many samples show whether something may be met of which not all can be looked at.
const MOST_SAMPLES: usize = 200;

/// What requirements come to with the facts that are stated.
pub(super) struct Outlook<'p> {
    pub(super) round: Round<'p>,
    /// The questions of which the answers that a requirement tells apart hang on other facts.
    hanging: Vec<(RequirementId, usize)>,
    /// For each question whether several requirements look at it.
    pub(super) shared: Vec<bool>,
    pub(super) trees: Vec<Rc<Grown>>,
    pub(super) before: Option<Before>,
}

/// What a requirement comes to by what nobody has told.
pub(super) struct Grown {
    pub(super) tree: Tree,
    /// The questions on which it depends, in their order.
    pub(super) asked: Vec<usize>,
    /// How many there are in all its branches.
    pub(super) size: usize,
    /// Whether everything was looked into.
    pub(super) exact: bool,
}

/// What was so before anything was changed.
pub(super) struct Before {
    /// The requirements that failed.
    pub(super) failing: BTreeSet<RequirementId>,
    /// Those of them that may turn out not to be worked out.
    open: BTreeSet<RequirementId>,
}

/// What was so before a fact was changed.
pub(super) struct Saved<'p> {
    fact: FactId,
    value: Option<Value>,
    trees: Vec<Rc<Grown>>,
    cells: Vec<(usize, Cow<'p, [Value]>)>,
    exact: BTreeSet<(RequirementId, usize)>,
}

impl<'p> Outlook<'p> {
    pub(super) fn new(precheck: &'p Precheck, answers: &Answers, effort: usize) -> Self {
        let mut round = Round::new(precheck, answers, effort);
        round.ask_everybody();
        let all = || (0..).map(RequirementId).take(precheck.groups.len());
        let slots = 0..round.slots.len();
        let looking = |slot: usize| {
            let round = &round;
            all().filter(move |id| round.looks_at(*id, slot))
        };
        let shared = slots.clone().map(|slot| looking(slot).nth(1).is_some());
        let shared = shared.collect();
        let pairs = slots.flat_map(|slot| looking(slot).map(move |id| (id, slot)));
        let hanging = pairs.filter(|(id, slot)| !round.groups(*id, *slot).exact);
        let hanging: Vec<_> = hanging.collect();
        for (id, slot) in &hanging {
            round.add_exact_to(*id, *slot);
        }
        let mut outlook = Self {
            round,
            hanging,
            shared,
            trees: Vec::new(),
            before: None,
        };
        outlook.trees = all()
            .map(|id| Rc::new(Grown::of(outlook.tree(id))))
            .collect();
        outlook
    }

    /// Keeps what is so now: what could be told is to be told after a change too, and what fails
    /// is only mended where that is seen.
    pub(super) fn begin(&mut self, failing: &[RequirementId]) {
        let mut open = BTreeSet::new();
        for id in failing {
            self.round.left = EFFORT;
            if self.may_be_open(*id) {
                open.insert(*id);
            }
        }
        self.before = Some(Before {
            failing: failing.iter().copied().collect(),
            open,
        });
    }

    /// Tells whether a requirement may turn out not to be worked out.
    fn may_be_open(&mut self, id: RequirementId) -> bool {
        let Some((finding, in_the_way)) = self.round.judge(id) else {
            return false;
        };
        let waits = self.round.waits(&finding, in_the_way);
        let Some(slot) = waits.first().copied() else {
            return self.level(&finding, in_the_way) == Level::Open;
        };
        let groups = self.round.groups_of([id].into_iter(), slot).groups;
        let open = self.round.left == 0
            || groups.into_iter().any(|group| {
                self.round.choose(slot, Some(group));
                self.may_be_open(id)
            });
        self.round.choose(slot, None);
        open
    }

    /// Changes a fact.
    pub(super) fn put(&mut self, fact: FactId, value: Option<Value>) -> Saved<'p> {
        let source = Source::Fact(fact);
        let precheck = self.round.precheck;
        let looks = |id: RequirementId| {
            let groups = precheck.groups.get(id.index());
            groups.is_some_and(|it| it.contains_key(&source))
        };
        let hanging = self.hanging.iter().filter(|(id, _)| looks(*id));
        let slots: BTreeSet<usize> = hanging.map(|(_, slot)| *slot).collect();
        let cells = |slot: &usize| Some((*slot, self.round.slots.get(*slot)?.cells.clone()));
        let mut saved = Saved {
            fact,
            value: None,
            trees: self.trees.clone(),
            cells: slots.iter().filter_map(cells).collect(),
            exact: self.round.exact.clone(),
        };
        if let Some(here) = self.round.proposal.facts.get_mut(fact.index()) {
            saved.value = std::mem::replace(here, value);
        }
        for slot in &slots {
            self.forget_cells(*slot);
        }
        for (id, slot) in self.hanging.clone() {
            if slots.contains(&slot) {
                self.round.add_exact_to(id, slot);
            }
        }
        for id in (0..).map(RequirementId).take(self.trees.len()) {
            let hangs = || slots.iter().any(|slot| self.round.looks_at(id, *slot));
            if looks(id) || hangs() {
                let tree = Rc::new(Grown::of(self.tree(id)));
                if let Some(here) = self.trees.get_mut(id.index()) {
                    *here = tree;
                }
            }
        }
        saved
    }

    /// Takes a change back.
    pub(super) fn take_back(&mut self, saved: Saved<'p>) {
        if let Some(here) = self.round.proposal.facts.get_mut(saved.fact.index()) {
            *here = saved.value;
        }
        for (slot, cells) in saved.cells {
            if let Some(slot) = self.round.slots.get_mut(slot) {
                slot.cells = cells;
            }
        }
        self.round.exact = saved.exact;
        self.trees = saved.trees;
    }

    /// Leaves of the answers to a question only those that do not hang on other facts.
    fn forget_cells(&mut self, slot: usize) {
        let precheck = self.round.precheck;
        self.round.exact.retain(|(_, other)| *other != slot);
        if let Some(slot) = self.round.slots.get_mut(slot)
            && let Some(domain) = precheck.domains.get(&slot.source)
        {
            slot.cells = Cow::Borrowed(&domain.values);
        }
    }

    pub(super) fn tree(&mut self, id: RequirementId) -> Tree {
        let share = self.round.left.checked_div(FAIR_SHARES).unwrap_or(0);
        let kept = self.round.left.saturating_sub(share);
        self.round.left = share;
        let tree = self.grow(id);
        self.round.left = self.round.left.saturating_add(kept);
        tree
    }

    /// Returns what a requirement comes to by what nobody has told; of what no other looks at, the
    /// best is taken.
    fn grow(&mut self, id: RequirementId) -> Tree {
        let Some((finding, in_the_way)) = self.round.judge(id) else {
            return Tree::Leaf(Level::Fine);
        };
        let waits = self.round.waits(&finding, in_the_way);
        let shared = |slot: &usize| self.shared.get(*slot) == Some(&true);
        // What can be listed goes first: it may settle what cannot.
        let exact = |slot: &usize| self.round.groups_of([id].into_iter(), *slot).exact;
        let first = waits.iter().find(|slot| shared(slot) && exact(slot));
        let first = first.or(waits.iter().find(|slot| shared(slot)));
        let first = first.or(waits.first());
        let Some(slot) = first.copied() else {
            return Tree::Leaf(self.level(&finding, in_the_way));
        };
        let own = !shared(&slot);
        let least = self.round.least_of(&finding);
        let beyond = Levels::may_come_between(least, finding.consequence);
        if self.round.left == 0 {
            return Tree::Cut(beyond);
        }
        let Groups { mut groups, exact } = self.round.groups_of([id].into_iter(), slot);
        let mut kept = 0;
        if !exact {
            kept = self.round.left.saturating_sub(MOST_SAMPLES);
            self.round.left = self.round.left.saturating_sub(kept);
            // What is at its greatest or least often decides.
            let greatest = groups.pop();
            groups.splice(0..0, greatest);
        }
        let mut children: Vec<(u64, Tree)> = Vec::new();
        for group in groups {
            self.round.choose(slot, Some(group));
            let child = self.grow(id);
            if own && child == Tree::Leaf(Level::Fine) {
                children = vec![(group, child)];
                break;
            }
            match children.iter_mut().find(|(_, it)| *it == child) {
                Some((mask, _)) => *mask |= group,
                None => children.push((group, child)),
            }
        }
        self.round.choose(slot, None);
        self.round.left = self.round.left.saturating_add(kept);
        let met = own && matches!(children.as_slice(), [(_, Tree::Leaf(Level::Fine))]);
        if (exact || met) && children.len() == 1 {
            return children.pop().map_or(Tree::Cut(beyond), |(_, child)| child);
        }
        let leaves = children.iter().map(|(_, child)| match child {
            Tree::Leaf(level) => Some(*level),
            _ => None,
        });
        let leaves: Option<Vec<Level>> = leaves.collect();
        if let (true, true, Some(levels)) = (own, exact, leaves) {
            let best = levels.into_iter().min_by_key(|it| Failures::at(*it));
            return best.map_or(Tree::Cut(beyond), Tree::Leaf);
        }
        Tree::Split {
            slot,
            children,
            beyond: (!exact).then_some(beyond),
        }
    }

    /// Returns what a finding comes to that nothing more is told of.
    pub(super) fn level(&self, finding: &Finding, in_the_way: bool) -> Level {
        match (finding.judgement, finding.consequence) {
            _ if !in_the_way => Level::Fine,
            (Judgement::Unmet, Consequence::Reservation(_)) => Level::Reservation,
            (Judgement::Unmet, Consequence::Remedy(_)) => Level::Remedy,
            (Judgement::Unmet, Consequence::Refusal) => Level::Refusal,
            _ => match &self.before {
                Some(before) if !before.leaves_open(finding) => Level::Refusal,
                _ => Level::Open,
            },
        }
    }
}

impl Grown {
    fn of(tree: Tree) -> Self {
        let (mut asked, mut size, mut sampled) = (BTreeSet::new(), 0_usize, false);
        tree.questions(&mut |slot, samples| {
            asked.insert(slot);
            size = size.saturating_add(1);
            sampled |= samples;
        });
        Self {
            asked: asked.into_iter().collect(),
            size,
            exact: !sampled && !tree.is_cut(),
            tree,
        }
    }
}

impl Before {
    /// Tells whether a finding that is not known may stay so.
    fn leaves_open(&self, finding: &Finding) -> bool {
        let id = &finding.requirement;
        // What a new item states beside what was changed is stated when it is there.
        !self.failing.contains(id) || self.open.contains(id) && !finding.unknown.waits()
    }
}
