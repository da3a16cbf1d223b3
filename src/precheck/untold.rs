//! What nobody tells now: what the applicant does not know, and what the office and the commission
//! will find.

use super::domain::{Groups, case, in_order};
use super::grid::Grid;
use super::level::{Level, Levels};
use super::mentions::Source;
use super::round::{Role, Round, first_of};
use super::state::State;
use super::thresholds::Thresholds;
use crate::call::{ExprKind, RequirementId};
use crate::value::Value;

/// The question of which the answer is needed first.
type First = usize;

impl Round<'_> {
    /// Returns what requirements come to together, of which only what nobody tells now is not known:
    /// what all answers share that the applicant does not know, where what the office and the
    /// commission find is taken at its best.
    ///
    /// # Errors
    ///
    /// The question that the applicant must answer before this can be told.
    pub(super) fn settled(&mut self, state: &State) -> Result<Level, First> {
        self.by_what_is_not_known(state).map(Level::shared)
    }

    fn by_what_is_not_known(&mut self, state: &State) -> Result<Levels, First> {
        let waits = state.waits().into_iter();
        let mut not_known = waits.filter(|it| self.role(*it) == Role::NotKnown);
        let slot = match not_known.next() {
            Some(slot) => slot,
            None => match self.at_best(state) {
                Ok(level) => return Ok(Levels::just(level)),
                Err(slot) if self.role(slot) == Role::NotKnown => slot,
                Err(slot) => return Err(slot),
            },
        };
        let Division { values, of, others } = self.values_for(state, slot);
        if values.is_empty() {
            return Ok(self.by_what_is_not_known(&of)?.each_with(others));
        }
        let mut levels = Ok(Levels::default());
        for value in values {
            self.put(slot, Some(value));
            let after = self.after(&of, slot);
            levels = self
                .by_what_is_not_known(&after)
                .map(|it| it.with(levels.unwrap_or_default()));
            // The rest would not change what follows.
            if levels.map_or(true, Level::is_open) {
                break;
            }
        }
        self.put(slot, None);
        levels.map(|it| it.each_with(others))
    }

    /// Returns the best that requirements come to together by what the office and the commission may
    /// find; where not all can be looked at, it may come out well.
    fn at_best(&mut self, state: &State) -> Result<Level, First> {
        let waits = state.waits();
        if let Some(slot) = waits.iter().find(|it| self.role(**it) != Role::Others) {
            return Err(*slot);
        }
        let Some(slot) = waits.first().copied() else {
            return Ok(state.floor);
        };
        let Division { values, of, .. } = self.values_for(state, slot);
        if values.is_empty() {
            return self.at_best(&of);
        }
        let mut best = Ok(Level::Refusal);
        for value in values {
            self.put(slot, Some(value));
            let after = self.after(&of, slot);
            best = self
                .at_best(&after)
                .map(|it| it.min(best.unwrap_or(Level::Refusal)));
            // The rest would not change what follows.
            if best.map_or(true, |it| it == of.floor) {
                break;
            }
        }
        self.put(slot, None);
        best
    }

    fn values_for(&mut self, state: &State, slot: usize) -> Division {
        let mut found = Division {
            values: Vec::new(),
            of: State::with_floor(state.floor),
            others: Levels::just(Level::Fine),
        };
        let mut told_apart = Vec::new();
        for it in &state.undecided {
            if self.concerns(it, slot) {
                match self.values(it.requirement, slot) {
                    Some(values) => told_apart.push((it, values)),
                    None => found.others = found.others.with(it.may_come_to()),
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
                found.others = found.others.with(it.may_come_to());
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

/// Requirements parted into those that tell the answers to a question apart by a few values, and others.
struct Division {
    /// The values; none where nothing is left that looks at the question.
    values: Vec<Value>,
    /// The requirements of which they do, or that do not look at it.
    of: State,
    /// What the others may come to, for which there are too many answers to tell.
    others: Levels,
}
