//! `first of` and `otherwise`: which value is taken.

use super::{Evaluated, Unknown};

/// The cases of a `first of` or the rows of a table, taken in one by one.
///
/// Where a condition is unknown, every case that may still be the first is kept; what they agree
/// on is the result.
#[derive(Debug, Default)]
pub(super) struct Choice {
    open: Option<Unknown>,
    possible: Vec<Evaluated>,
}

impl Choice {
    /// Adds a case, asking for its value only if it may be taken, and tells whether no later case
    /// matters.
    pub(super) fn add(&mut self, condition: &Evaluated, value: impl FnOnce() -> Evaluated) -> bool {
        let answer = condition.yes_no();
        if answer == Some(false) {
            return false;
        }
        if answer.is_none() {
            self.open.get_or_insert_default().take_in(condition);
        }
        self.possible.push(value());
        answer == Some(true)
    }

    pub(super) fn result(mut self) -> Evaluated {
        let Some(mut reasons) = self.open else {
            return self.possible.pop().unwrap_or(Evaluated::Absent);
        };
        if let Some((first, others)) = self.possible.split_first()
            && first.known().is_some()
            && others.iter().all(|other| other == first)
        {
            return first.clone();
        }
        // That none of them ever has a value is something they can agree on too. A range is not
        // given up for it: a comparison may still use it.
        if self.possible.iter().all(Evaluated::is_hopeless) {
            reasons = Unknown::default();
        }
        for value in &self.possible {
            reasons.take_in(value);
        }
        reasons.evaluated()
    }
}

/// Gives the second where the first will never have a value. A first that waits for facts stays
/// unknown; its range goes, since it may still turn out to be replaced. One that takes too many
/// steps has a value, which nobody knows.
pub(super) fn otherwise(first: Evaluated, second: impl FnOnce() -> Evaluated) -> Evaluated {
    match first {
        Evaluated::Known(_) => first,
        _ if first.is_ended() && !first.takes_too_long() => second(),
        Evaluated::Absent | Evaluated::Unknown(_) => {
            let mut reasons = Unknown::default();
            reasons.take_in(&first);
            reasons.evaluated()
        }
    }
}
