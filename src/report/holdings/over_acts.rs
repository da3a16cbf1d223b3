//! A programme act after act: what each gave and took, and what lines held after it.

use std::collections::BTreeMap;

use super::ProgrammeView;
use crate::number::Money;
use crate::programme::{ActId, LineId, Moment};
use crate::text::Phrase;

/// What an act changes of a line.
pub(super) struct Changed {
    /// The act.
    pub(super) act: ActId,
    /// What it gives the line, less what it takes.
    pub(super) given: Money,
    /// What the line holds after it.
    pub(super) held: Money,
}

impl ProgrammeView<'_> {
    /// Returns each act up to the moment, with its title, what it gave, what it took, and what all lines
    /// held after it.
    pub(super) fn acts(&self) -> Vec<(String, Option<Phrase>, [Money; 3])> {
        let acts = self.programme.acts_until(self.moment).iter().enumerate();
        let acts = acts.filter_map(|(index, act)| {
            let sum = |gives: bool| {
                let changes = act.changes.iter();
                let changes = changes.filter(|it| if gives { it.to } else { it.from }.is_some());
                Money::sum(changes.map(|it| it.amount))
            };
            let held = self.programme.allocations(Moment::After(ActId(index)))?;
            let figures = [sum(true)?, sum(false)?, Money::sum(held)?];
            Some((self.act(act), self.act_title(act), figures))
        });
        acts.collect()
    }

    /// Returns what the acts up to the moment change of each line, the earliest first; a checked
    /// programme has no sum that is too large.
    pub(super) fn changes(&self) -> BTreeMap<LineId, Vec<Changed>> {
        let mut all: BTreeMap<LineId, Vec<Changed>> = BTreeMap::new();
        for (index, act) in self.programme.acts_until(self.moment).iter().enumerate() {
            let mut given: BTreeMap<LineId, Money> = BTreeMap::new();
            for change in &act.changes {
                if let Some(line) = change.from {
                    let sum = given.entry(line).or_default();
                    *sum = sum.sub(change.amount).unwrap_or(*sum);
                }
                if let Some(line) = change.to {
                    let sum = given.entry(line).or_default();
                    *sum = sum.add(change.amount).unwrap_or(*sum);
                }
            }
            for (line, given) in given {
                let changed = all.entry(line).or_default();
                let before = changed.last().map(|it| it.held).unwrap_or_default();
                let held = before.add(given).unwrap_or(before);
                let act = ActId(index);
                changed.push(Changed { act, given, held });
            }
        }
        all
    }
}
