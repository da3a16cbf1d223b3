//! What nobody tells now: what the applicant does not know, and what the office and the commission
//! will find.

use super::division::Division;
use super::level::{Level, Levels, Told};
use super::round::{Role, Round};
use super::state::{State, Undecided};
use super::tree::Tree;

/// The question of which the answer is needed first.
type First = usize;

/// What requirements may come to together, by what the applicant does not know.
#[derive(Clone, Copy)]
struct ComeTo {
    levels: Levels,
    /// Whether they come to each of these with some answer; else to none but these.
    to_each: bool,
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
        let ComeTo { levels, to_each } = self.by_what_is_not_known(state)?;
        let level = Level::shared(levels);
        if to_each || levels.is_single() {
            return Ok(Tree::Leaf(level));
        }
        let may_be = Level::shared_between(self.seen(state)?, levels);
        Ok(if may_be.is_single() {
            Tree::Leaf(level)
        } else {
            Tree::NotListed(Told { level, may_be })
        })
    }

    fn by_what_is_not_known(&mut self, state: &State) -> Result<ComeTo, First> {
        let waits = state.waits().into_iter();
        let mut not_known = waits.filter(|it| self.role(*it) == Role::NotKnown);
        let slot = match not_known.next() {
            Some(slot) => slot,
            None => match self.at_best(state) {
                Ok(level) => return Ok(ComeTo::just(level)),
                Err(slot) if self.role(slot) == Role::NotKnown => slot,
                Err(slot) => return Err(slot),
            },
        };
        let Division { values, of, others } = self.values_for(state, slot);
        if values.is_empty() {
            let levels = self.bound(state)?;
            return Ok(ComeTo {
                levels,
                to_each: false,
            });
        }
        let mut all = ComeTo {
            levels: Levels::default(),
            to_each: others.is_empty(),
        };
        for value in values {
            self.put(slot, Some(value));
            let after = self.after(&of, slot);
            let found = self.by_what_is_not_known(&after);
            if found.is_err() {
                self.put(slot, None);
                return found;
            }
            let found = found?;
            all.levels = all.levels.with(found.levels);
            all.to_each &= found.to_each;
            // The rest would not change what follows.
            if all.to_each && Level::is_open(all.levels) {
                break;
            }
        }
        self.put(slot, None);
        all.levels = all.levels.each_with(may_come_of(&others));
        Ok(all)
    }

    /// Returns levels to none but which requirements come together, of which the answers cannot all be
    /// listed that the applicant does not know.
    ///
    /// What is found is taken at its best for each of these levels by itself, though it may depend on
    /// answers that the applicant does not know: so there may be more levels here than there are.
    fn bound(&mut self, state: &State) -> Result<Levels, First> {
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
            let mut all: Option<Levels> = None;
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
                    Some(all) => all.with(levels),
                });
            }
            self.put(slot, None);
            let others = others
                .iter()
                .filter(|it| !found || self.waits_for_the_applicant(it));
            let others = may_come_of(others);
            return Ok(all.unwrap_or_default().each_with(others));
        }
        let open = state
            .undecided
            .iter()
            .filter(|it| self.waits_for_the_applicant(it));
        Ok(may_come_of(open).each_with(Levels::just(state.floor)))
    }

    fn waits_for_the_applicant(&self, it: &Undecided) -> bool {
        it.waits
            .iter()
            .any(|slot| self.role(*slot) == Role::NotKnown)
    }

    /// Returns some of the levels that requirements come to together.
    fn seen(&mut self, state: &State) -> Result<Levels, First> {
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
        let mut values = self.values_for(state, slot).values;
        if values.is_empty() {
            values = self
                .slots
                .get(slot)
                .map_or(Vec::new(), |it| it.cells.to_vec());
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
}

impl ComeTo {
    fn just(level: Level) -> Self {
        Self {
            levels: Levels::just(level),
            to_each: true,
        }
    }
}

/// Returns what requirements may come to together of which nothing is known yet.
fn may_come_of<'u>(all: impl IntoIterator<Item = &'u Undecided>) -> Levels {
    let all = all.into_iter().map(Undecided::may_come_to);
    all.fold(Levels::just(Level::Fine), Levels::with)
}
