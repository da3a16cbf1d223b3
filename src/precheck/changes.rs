//! What would change the outcome.

use super::Precheck;
use super::answers::Answers;
use super::mending::Mending;
use super::question::Question;
use crate::call::RequirementId;
use crate::value::Value;

/// What would change the outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// No requirement fails.
    NothingFails {
        /// The requirements that look at something that can be changed, and of which it cannot be told
        /// whether they are met: that depends on what is not stated, or on what the office and the
        /// commission will find.
        to_be_stated: Vec<RequirementId>,
        /// Whether everything was looked at: where not, something may fail all the same.
        complete: bool,
    },
    /// After this less fails, and no refusal is left.
    Mend(Mend),
    /// There is no such change.
    None {
        /// The requirements that no change mends, each by itself; those for which not everything was
        /// looked at are not among them.
        beyond: Vec<RequirementId>,
        /// Those of the others that fail and could each be met, by a change that was found or by what
        /// is not known yet, but not together with what else is to be met.
        together: Vec<RequirementId>,
        /// Those that fail of which it could not be told whether a change mends them, since not
        /// everything was looked at.
        untold: Vec<RequirementId>,
        /// Every requirement that fails, or one of which does whatever is found.
        failing: Vec<RequirementId>,
        /// Whether everything was looked at: where not, something may be found by hand.
        complete: bool,
    },
}

/// The nearest change after which least fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// What is changed, in the order of the facts in the call; each fact once.
    pub changes: Vec<Change>,
    /// The answers after it.
    pub answers: Answers,
    /// The requirements of which it cannot be told afterwards whether they are met, though they failed
    /// before, it could be told, or they did not apply: that depends on what is not stated, of a new
    /// item too, or on what the office and the commission will find.
    pub to_be_stated: Vec<RequirementId>,
    /// The requirements that fail after it, or of which one does: they can be remedied in time, or
    /// make a reservation.
    pub remaining: Vec<RequirementId>,
    /// Whether everything was looked at: where not, a smaller change may be found by hand.
    pub complete: bool,
}

/// One answer that is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub question: Question,
    /// What it is.
    pub from: Value,
    /// What it would be.
    pub to: Value,
    /// The requirements that failed and do not any more, and look at it; where none does, those that
    /// hang together with it.
    pub mends: Vec<RequirementId>,
}

impl Precheck {
    /// Returns the nearest change of `changeable` facts after which least fails, if no refusal is
    /// left and less fails than now.
    ///
    /// What fails is counted with all that is not stated, and that the office and the commission
    /// will find, at its best for all requirements together: the fewest refusals count first, then
    /// the fewest of what can be remedied, then the fewest reservations. Of the changes after which
    /// as little fails that of the fewest facts is the nearest; then that of the fewest members, items
    /// and other choices; then of the least money; then of the least of other numbers, then of days.
    /// What is told has been assessed again. Numbers are tried at the values where a requirement
    /// turns, all other values as they are; of what hangs together at most four facts are changed.
    pub fn changes(&self, answers: &Answers) -> Changes {
        let mut mending = Mending::new(self, answers);
        if mending.failing().is_empty() {
            return mending.nothing_fails();
        }
        match mending.mend() {
            Some(mend) => Changes::Mend(mend),
            None => mending.not_mended(),
        }
    }
}
