//! Values that stand for all answers to a question, as far as requirements tell them apart.

use super::domain::{Groups, case, in_order};
use super::grid::Grid;
use super::mentions::Source;
use super::round::{Round, first_of};
use super::state::{State, Undecided};
use super::thresholds::Thresholds;
use crate::call::{ExprKind, RequirementId};
use crate::value::Value;

/// Requirements parted into those that tell the answers to a question apart by a few values, and others.
pub(super) struct Division {
    /// The values; none where nothing is left that looks at the question.
    pub(super) values: Vec<Value>,
    /// The requirements of which they do, or that do not look at it.
    pub(super) of: State,
    /// The others, for which there are too many answers to tell.
    pub(super) others: Vec<Undecided>,
}

impl Round<'_> {
    /// Parts requirements by whether a few values of a question stand for all that they tell apart.
    pub(super) fn values_for(&mut self, state: &State, slot: usize) -> Division {
        let mut found = Division {
            values: Vec::new(),
            of: State::with_floor(state.floor),
            others: Vec::new(),
        };
        let mut told_apart = Vec::new();
        for it in &state.undecided {
            if self.concerns(it, slot) {
                match self.values(it.requirement, slot) {
                    Some(values) => told_apart.push((it, values)),
                    None => found.others.push(it.clone()),
                }
            } else {
                found.of.undecided.push(it.clone());
            }
        }
        let values = match told_apart.as_slice() {
            [] => Vec::new(),
            [(_, only)] => only.clone(),
            several => {
                let requirements = several.iter().map(|(it, _)| it.requirement);
                let Groups { groups, exact } = self.groups_of(requirements, slot);
                if exact {
                    self.cells_of(&groups, slot)
                } else {
                    // Whatever tells these apart, each stretch between two turns has one of them.
                    let all = several.iter().flat_map(|(_, values)| values);
                    let cells = self.slots.get(slot).map_or(&[][..], |it| &it.cells);
                    let mut all: Vec<Value> = all.chain(cells).cloned().collect();
                    all.sort_unstable();
                    all.dedup();
                    all
                }
            }
        };
        let enough = self.left >= values.len();
        self.fell_short |= !enough;
        for (it, _) in told_apart {
            if enough {
                found.of.undecided.push(it.clone());
            } else {
                found.others.push(it.clone());
            }
        }
        if enough {
            found.values = values;
            found.of.undecided.sort_by_key(|it| it.requirement);
        }
        found
    }

    /// Returns values that stand for all answers to a question, as far as a requirement tells them
    /// apart, all other answers being as they are; `None` where there are too many to tell.
    pub(super) fn values(&self, requirement: RequirementId, slot: usize) -> Option<Vec<Value>> {
        let it = self.slots.get(slot)?;
        let Groups { groups, exact } = self.groups(requirement, slot);
        if exact {
            return Some(self.cells_of(&groups, slot));
        }
        // What it is compared with may be known by now.
        let Source::Fact(fact) = it.source else {
            return None;
        };
        let call = self.precheck.call();
        let (kind, reading) = (it.question.kind(call)?, it.question.reading(call)?);
        if !in_order(kind) {
            return None;
        }
        let variable = ExprKind::Fact(fact);
        let mut thresholds = Thresholds::new(case(call, &self.proposal), &variable);
        thresholds.add_requirement(requirement);
        if !thresholds.exact {
            return None;
        }
        let mut values = Grid::new(kind, reading).around(&thresholds.values);
        values.extend(it.cells.iter().cloned());
        Some(values)
    }

    /// Returns the first answer of each group.
    fn cells_of(&self, groups: &[u64], slot: usize) -> Vec<Value> {
        let cells = self.slots.get(slot).map_or(&[][..], |it| &it.cells);
        let first = groups
            .iter()
            .filter_map(|group| cells.get(first_of(*group)));
        first.cloned().collect()
    }
}
