//! What the lines hold, act after act.

use jiff::civil::Date;

use super::{Act, ActId, Change, LineId, Programme};
use crate::number::Money;

/// Up to which act a programme is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Before the first act.
    Before,
    /// After this act.
    After(ActId),
}

impl Programme {
    /// Returns the moment after the last act.
    pub fn now(&self) -> Moment {
        let last = self.acts.len().checked_sub(1);
        last.map_or(Moment::Before, |last| Moment::After(ActId(last)))
    }

    /// Returns the moment at the end of a day.
    ///
    /// The acts without a date that stand before the first act with one count as before every day of
    /// the programme: [`Programme::undated`] tells them.
    ///
    /// ```
    /// use bando::programme::{self, ActId, Moment};
    /// use bando::source::FileId;
    /// let text = "bando 1 en\n\
    ///     programme demo { title \"Demo\" from 2014-01-01 }\n\
    ///     assumption order \"Act a has no date and counts as before every day\"\n\
    ///     body sfirs \"SFIRS\"\n\
    ///     objective 7.6 \"Social innovation\"\n\
    ///     line sii { objective 7.6 body sfirs total 3_000_000 EUR }\n\
    ///     act a { number unknown date unknown cite order add 2_500_000 EUR to sii }\n";
    /// let tree = bando::syntax::parse(text, FileId(0)).tree.unwrap();
    /// let programme = programme::check(&tree).programme.unwrap();
    /// let day = |year| jiff::civil::date(year, 1, 1);
    /// assert_eq!(programme.on(day(2013)), Ok(Moment::Before));
    /// assert_eq!(programme.on(day(2014)), Ok(Moment::After(ActId(0))));
    /// ```
    ///
    /// # Errors
    /// Names an act without a date, standing after one with a date, of which it cannot be told
    /// whether it came before the day or after.
    pub fn on(&self, day: Date) -> Result<Moment, ActId> {
        if self.from.is_some_and(|from| day < from) {
            return Ok(Moment::Before);
        }
        let dated = |act: &Act| act.date.is_some_and(|date| date <= day);
        let last = self.acts.iter().rposition(dated);
        let next = last.map_or(self.undated().len(), |last| last.saturating_add(1));
        // The acts after the last of these, up to the next one with a later date, stand between.
        if self.acts.get(next).is_some_and(|act| act.date.is_none()) {
            return Err(ActId(next));
        }
        let last = next.checked_sub(1);
        Ok(last.map_or(Moment::Before, |last| Moment::After(ActId(last))))
    }

    /// Returns the acts up to a moment, the earliest first.
    pub fn acts_until(&self, moment: Moment) -> &[Act] {
        let count = match moment {
            Moment::Before => 0,
            Moment::After(ActId(last)) => last.saturating_add(1),
        };
        self.acts.get(..count).unwrap_or(&self.acts)
    }

    /// Returns what each line holds at a moment, in the order of the lines; `None` on overflow.
    pub fn allocations(&self, moment: Moment) -> Option<Vec<Money>> {
        let mut held = vec![Money::ZERO; self.lines.len()];
        for act in self.acts_until(moment) {
            for change in &act.changes {
                apply(&mut held, change)?;
            }
        }
        Some(held)
    }

    /// Returns what one line holds at a moment; `None` on overflow.
    pub fn allocation(&self, line: LineId, moment: Moment) -> Option<Money> {
        let changes = self.acts_until(moment).iter().flat_map(|act| &act.changes);
        changes.into_iter().try_fold(Money::ZERO, |held, change| {
            let held = match change.from {
                Some(from) if from == line => held.sub(change.amount)?,
                _ => held,
            };
            match change.to {
                Some(to) if to == line => held.add(change.amount),
                _ => Some(held),
            }
        })
    }
}

/// Applies a change to what the lines hold; `None` on overflow.
pub(super) fn apply(held: &mut [Money], change: &Change) -> Option<()> {
    if let Some(LineId(line)) = change.from {
        let line = held.get_mut(line)?;
        *line = line.sub(change.amount)?;
    }
    if let Some(LineId(line)) = change.to {
        let line = held.get_mut(line)?;
        *line = line.add(change.amount)?;
    }
    Some(())
}
