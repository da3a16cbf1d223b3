//! What nobody tells now: what the applicant does not know, and what the office and the commission
//! will find.

use super::division::Division;
use super::level::{Level, Levels, Told};
use super::round::{Role, Round};
use super::state::{State, Undecided};
use super::tree::Tree;
use crate::value::Value;

/// The question of which the answer is needed first.
type First = usize;

/// What requirements may come to together, by what the applicant does not know.
#[derive(Clone, Copy)]
struct ComeTo {
    /// What is told: what the office and the commission find comes out well where not all of it can
    /// be looked at.
    told: Levels,
    /// They come to none but these.
    may_be: Levels,
    /// Whether they come to each of these with some answer.
    to_each: bool,
}

/// The best that requirements come to together by what the office and the commission may find.
#[derive(Clone, Copy)]
struct AtBest {
    /// It is no better than this.
    level: Level,
    /// It is no worse than this.
    worst: Level,
}

impl Round<'_> {
    /// Returns what requirements come to together, of which only what nobody tells now is not known:
    /// what all answers share that the applicant does not know, where what the office and the
    /// commission find is taken at its best.
    ///
    /// # Errors
    ///
    /// The question that the applicant must answer before this can be told.
    pub(super) fn settled(&mut self, state: &State) -> Result<Tree, First> {
        let found = self.by_what_is_not_known(state)?;
        let level = Level::shared(found.told);
        if found.to_each || found.may_be.is_single() {
            return Ok(Tree::Leaf(level));
        }
        let may_be = Level::shared_between(self.seen(state)?, found.may_be);
        Ok(if may_be.is_single() {
            Tree::Leaf(level)
        } else {
            Tree::NotListed(Told { level, may_be })
        })
    }

    /// Returns the question to be looked at next, of those that the applicant does not know, or what
    /// requirements come to that wait for none such.
    fn next_not_known(&mut self, state: &State) -> Result<Result<usize, AtBest>, First> {
        let waits = state.waits().into_iter();
        let mut not_known = waits.filter(|it| self.role(*it) == Role::NotKnown);
        match not_known.next() {
            Some(slot) => Ok(Ok(slot)),
            None => match self.at_best(state) {
                Ok(best) => Ok(Err(best)),
                Err(slot) if self.role(slot) == Role::NotKnown => Ok(Ok(slot)),
                Err(slot) => Err(slot),
            },
        }
    }

    fn by_what_is_not_known(&mut self, state: &State) -> Result<ComeTo, First> {
        let slot = match self.next_not_known(state)? {
            Ok(slot) => slot,
            Err(best) => return Ok(ComeTo::of(best)),
        };
        let Division { values, of, others } = self.values_for(state, slot);
        if values.is_empty() {
            return self.bound(state);
        }
        let mut all = ComeTo {
            told: Levels::default(),
            may_be: Levels::default(),
            to_each: others.is_empty(),
        };
        for value in values {
            self.put(slot, Some(value));
            let after = self.after(&of, slot);
            let found = self.by_what_is_not_known(&after);
            let Ok(found) = found else {
                self.put(slot, None);
                return found;
            };
            all = all.or(found);
            // The rest would not change what follows.
            if all.to_each && Level::is_open(all.told) {
                break;
            }
        }
        self.put(slot, None);
        let others = may_come_of(&others);
        Ok(all.each_with(others, others))
    }

    /// Returns levels to none but which requirements come together, of which the answers cannot all be
    /// listed that the applicant does not know.
    ///
    /// What is found is taken at its best for each of these levels by itself, though it may depend on
    /// answers that the applicant does not know: so there may be more levels here than there are.
    fn bound(&mut self, state: &State) -> Result<ComeTo, First> {
        let waits = state.waits();
        if let Some(slot) = waits.iter().find(|it| self.role(**it) == Role::Open) {
            return Err(*slot);
        }
        let (found, not_known): (Vec<usize>, Vec<usize>) = waits
            .into_iter()
            .partition(|it| self.role(*it) == Role::Others);
        for slot in not_known.into_iter().chain(found) {
            let Division { values, of, others } = self.values_for(state, slot);
            if values.is_empty() {
                continue;
            }
            let found = self.role(slot) == Role::Others;
            let mut all: Option<ComeTo> = None;
            for value in values {
                self.put(slot, Some(value));
                let after = self.after(&of, slot);
                let levels = self.bound(&after);
                let Ok(levels) = levels else {
                    self.put(slot, None);
                    return levels;
                };
                all = Some(match all {
                    None => levels,
                    Some(all) if found => all.better_of_each(levels),
                    Some(all) => all.or(levels),
                });
            }
            self.put(slot, None);
            if let Some(all) = all {
                let told = if found {
                    self.told_of(&others)
                } else {
                    may_come_of(&others)
                };
                return Ok(all.each_with(told, may_come_of(&others)));
            }
        }
        let all = &state.undecided;
        let told = self.told_of(all);
        let floor = Levels::just(state.floor);
        let floor = ComeTo {
            told: floor,
            may_be: floor,
            to_each: false,
        };
        Ok(floor.each_with(told, may_come_of(all)))
    }

    /// Returns what is told of requirements of which not all can be looked at: what the office and
    /// the commission find comes out as well as it may.
    fn told_of(&self, all: &[Undecided]) -> Levels {
        let waits = |it: &&Undecided| {
            let mut waits = it.waits.iter();
            waits.any(|slot| self.role(*slot) == Role::NotKnown)
        };
        let (waiting, found): (Vec<_>, Vec<_>) = all.iter().partition(waits);
        may_come_of(waiting).each_with(Levels::just(least_of(found)))
    }

    /// Returns some of the levels that requirements come to together.
    fn seen(&mut self, state: &State) -> Result<Levels, First> {
        let slot = match self.next_not_known(state)? {
            Ok(slot) => slot,
            Err(best) => return Ok(best.certain()),
        };
        let mut values = self.values_for(state, slot).values;
        if values.is_empty() {
            values = self.cells(slot);
        }
        let mut levels = Levels::default();
        for value in values {
            if self.left == 0 {
                self.fell_short = true;
                break;
            }
            self.put(slot, Some(value));
            let after = self.after(state, slot);
            let found = self.seen(&after);
            let Ok(found) = found else {
                self.put(slot, None);
                return found;
            };
            levels = levels.with(found);
            if Level::is_open(levels) {
                break;
            }
        }
        self.put(slot, None);
        Ok(levels)
    }

    /// Returns the best that requirements come to together by what the office and the commission may
    /// find.
    fn at_best(&mut self, state: &State) -> Result<AtBest, First> {
        let waits = state.waits();
        if let Some(slot) = waits.iter().find(|it| self.role(**it) != Role::Others) {
            return Err(*slot);
        }
        let Some(slot) = waits.first().copied() else {
            return Ok(AtBest::just(state.floor));
        };
        // What can be listed goes first: it may settle what cannot.
        for slot in &waits {
            let Division { values, of, others } = self.values_for(state, *slot);
            if others.is_empty() {
                return self.best_of(&of, *slot, values);
            }
        }
        let Division {
            values,
            mut of,
            others,
        } = self.values_for(state, slot);
        of.floor = of.floor.max(least_of(&others));
        // Where not all can be looked at, it may come out well; what is looked at may show it.
        let level = if values.is_empty() {
            self.at_best(&of)?.level
        } else {
            self.best_of(&of, slot, values.clone())?.level
        };
        let values = if values.is_empty() {
            self.cells(slot)
        } else {
            values
        };
        let seen = self.best_of(state, slot, values)?;
        let worst = seen.worst.max(level);
        Ok(AtBest { level, worst })
    }

    /// Returns the best that requirements come to with one of some answers to a question.
    fn best_of(&mut self, state: &State, slot: usize, values: Vec<Value>) -> Result<AtBest, First> {
        let worst = state.may_come_to().worst().unwrap_or(state.floor);
        let mut best: Option<AtBest> = None;
        for value in values {
            if self.left == 0 {
                self.fell_short = true;
                break;
            }
            self.put(slot, Some(value));
            let after = self.after(state, slot);
            let found = self.at_best(&after);
            let Ok(found) = found else {
                self.put(slot, None);
                return found;
            };
            best = Some(best.map_or(found, |it| it.or(found)));
            // The rest would not change what follows.
            if found.worst == state.floor {
                break;
            }
        }
        self.put(slot, None);
        let level = state.floor;
        Ok(best.unwrap_or(AtBest { level, worst }))
    }

    fn cells(&self, slot: usize) -> Vec<Value> {
        let slot = self.slots.get(slot);
        slot.map_or(Vec::new(), |it| it.cells.to_vec())
    }
}

impl ComeTo {
    fn of(best: AtBest) -> Self {
        Self {
            told: Levels::just(best.level),
            may_be: Levels::up_to(best.worst).without(Levels::below(best.level)),
            to_each: best.level == best.worst,
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            told: self.told.with(other.told),
            may_be: self.may_be.with(other.may_be),
            to_each: self.to_each && other.to_each,
        }
    }

    fn better_of_each(self, other: Self) -> Self {
        Self {
            told: self.told.better_of_each(other.told),
            may_be: self.may_be.better_of_each(other.may_be),
            to_each: false,
        }
    }

    fn each_with(self, told: Levels, may_be: Levels) -> Self {
        Self {
            told: self.told.each_with(told),
            may_be: self.may_be.each_with(may_be),
            ..self
        }
    }
}

impl AtBest {
    fn just(level: Level) -> Self {
        Self {
            level,
            worst: level,
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            level: self.level.min(other.level),
            worst: self.worst.min(other.worst),
        }
    }

    /// Returns the level, if it is certain.
    fn certain(self) -> Levels {
        if self.level == self.worst {
            Levels::just(self.level)
        } else {
            Levels::default()
        }
    }
}

/// Returns what requirements may come to together of which nothing is known yet.
fn may_come_of<'u>(all: impl IntoIterator<Item = &'u Undecided>) -> Levels {
    let all = all.into_iter().map(Undecided::may_come_to);
    all.fold(Levels::just(Level::Fine), Levels::each_with)
}

/// Returns the least that requirements may come to.
fn least_of<'u>(all: impl IntoIterator<Item = &'u Undecided>) -> Level {
    let all = all.into_iter().map(|it| it.least);
    all.max().unwrap_or(Level::Fine)
}
