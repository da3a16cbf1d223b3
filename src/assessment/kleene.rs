//! `and`, `or` and `not` where parts may be unknown: strong Kleene logic.

use super::{Evaluated, Unknown};

/// Parts joined by `and` or `or`: one part may decide, whatever the others are.
#[derive(Debug)]
pub(super) struct Junction {
    decisive: bool,
    decided: bool,
    open: Option<Unknown>,
}

impl Junction {
    /// Starts an `and`: one *no* decides.
    pub(super) fn and() -> Self {
        Self::decided_by(false)
    }

    /// Starts an `or`: one *yes* decides.
    pub(super) fn or() -> Self {
        Self::decided_by(true)
    }

    fn decided_by(decisive: bool) -> Self {
        Self {
            decisive,
            decided: false,
            open: None,
        }
    }

    /// Adds a part and tells whether it is decided.
    pub(super) fn add(&mut self, part: &Evaluated) -> bool {
        match part.yes_no() {
            Some(answer) => self.decided |= answer == self.decisive,
            None => self.open.get_or_insert_default().take_in(part),
        }
        self.decided
    }

    pub(super) fn add_all<'e>(mut self, parts: impl IntoIterator<Item = &'e Evaluated>) -> Self {
        for part in parts {
            self.add(part);
        }
        self
    }

    pub(super) fn result(self) -> Evaluated {
        match self.open {
            _ if self.decided => Evaluated::yes(self.decisive),
            None => Evaluated::yes(!self.decisive),
            Some(open) => open.evaluated(),
        }
    }
}

pub(super) fn not(part: &Evaluated) -> Evaluated {
    match part.yes_no() {
        Some(answer) => Evaluated::yes(!answer),
        None => part.clone(),
    }
}
