//! The financial programme: what it plans for each line, and the acts that give it money.
//!
//! # Steps
//! 1. [`check`]: the tree of a programme file becomes a [`Programme`], or all that is wrong with it.
//! 2. [`Programme::allocations`]: what the lines hold after an act.
//! 3. [`ledger`]: what of that is committed and paid.
//!
//! [`published`] reads the tables in which programmes are printed.

mod acts;
mod allocation;
mod balances;
mod check;
mod choose;
mod declare;
pub mod ledger;
mod line;
mod names;
pub mod published;
mod undated;

use jiff::civil::Date;

use crate::number::{Fraction, Money};
use crate::source::Span;
use crate::text::{Language, Text};
use crate::value::AuthorityKind;

pub use allocation::Moment;
pub use check::{CheckedProgramme, check};
pub(crate) use declare::misplaced;

/// A checked programme: every id points somewhere, and no line ever holds less than nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// Its name.
    pub name: String,
    /// What people read.
    pub title: Text,
    /// The language of its keywords.
    pub keywords: Language,
    /// The day on which it begins, where it says so.
    pub from: Option<Date>,
    /// Its last day, where it says so.
    pub to: Option<Date>,
    /// What it rests on.
    pub citations: Vec<Cited>,
    /// The funds, in the order written.
    pub funds: Vec<Titled>,
    /// The responsible bodies, in the order written.
    pub bodies: Vec<Titled>,
    /// The objectives, in the order written.
    pub objectives: Vec<Objective>,
    /// The actions, in the order written.
    pub actions: Vec<Titled>,
    /// The lines, in the order written.
    pub lines: Vec<Line>,
    /// The acts, the earliest first.
    pub acts: Vec<Act>,
}

/// What something rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// Whether it is a source, an assumption or a reading.
    pub kind: AuthorityKind,
    /// The name by which it is cited.
    pub name: String,
    /// The title of the source; what the assumption or reading says.
    pub text: Text,
    /// The place in it.
    pub place: Option<String>,
}

/// A name or code with its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titled {
    /// The name or code.
    pub name: String,
    /// What people read.
    pub title: Text,
    /// What it rests on.
    pub citations: Vec<Cited>,
    /// Where its name stands.
    pub span: Span,
}

/// An objective of the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    /// Its code and title.
    pub titled: Titled,
    /// The objective that it is a part of.
    pub of: Option<ObjectiveId>,
}

/// Which line of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineId(pub usize);

/// Which act of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActId(pub usize);

/// Which objective of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectiveId(pub usize);

/// Which action of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionId(pub usize);

/// Which responsible body of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BodyId(pub usize);

/// Which fund of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FundId(pub usize);

/// A line of the programme: what its money is for, and who answers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The name by which acts change it.
    pub name: String,
    /// What people read, where it says so.
    pub title: Option<Text>,
    /// Its objective.
    pub objective: ObjectiveId,
    /// Its action; `None` where the programme names none.
    pub action: Option<ActionId>,
    /// Who answers for it.
    pub body: BodyId,
    /// The fund it is paid from; `None` where the programme names none.
    pub fund: Option<FundId>,
    /// What the programme plans for it; `None` where that is not known.
    pub total: Option<Money>,
    /// The funds that share its money, with their parts of 1; none where it says nothing.
    pub shares: Vec<(FundId, Fraction)>,
    /// What it rests on.
    pub citations: Vec<Cited>,
    /// Where its name stands.
    pub span: Span,
}

/// An act that gives money to lines, or takes it from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The name by which it is referred to.
    pub name: String,
    /// What people read, where it says so.
    pub title: Option<Text>,
    /// Its number; `None` where that is not known.
    pub number: Option<String>,
    /// Its day; `None` where that is not known: then it comes between the acts around it, and before
    /// every day where no act with a date stands before it.
    pub date: Option<Date>,
    /// What it rests on.
    pub citations: Vec<Cited>,
    /// What it changes, in the order written.
    pub changes: Vec<Change>,
    /// Where its name stands.
    pub span: Span,
}

/// Money that an act adds to a line, takes from one, or moves between two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How much, more than nothing.
    pub amount: Money,
    /// The line that it is taken from.
    pub from: Option<LineId>,
    /// The line that it is added to.
    pub to: Option<LineId>,
    /// What it rests on, beside the act.
    pub citations: Vec<Cited>,
    /// Where it stands.
    pub span: Span,
}

impl Act {
    /// Returns whether it gives money to one of these lines, or takes it from one.
    pub fn changes_one_of(&self, lines: &[LineId]) -> bool {
        let touched = self.changes.iter().flat_map(|it| [it.from, it.to]);
        touched.flatten().any(|line| lines.contains(&line))
    }
}

impl Programme {
    /// Returns a line; `None` for an id of another programme.
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.lines.get(id.0)
    }

    /// Returns an act; `None` for an id of another programme.
    pub fn act(&self, id: ActId) -> Option<&Act> {
        self.acts.get(id.0)
    }

    /// Returns the lines with their ids, in the order written.
    pub fn lines(&self) -> impl Iterator<Item = (LineId, &Line)> {
        let lines = self.lines.iter().enumerate();
        lines.map(|(index, line)| (LineId(index), line))
    }

    /// Returns the act called `name`.
    pub fn act_called(&self, name: &str) -> Option<ActId> {
        let place = self.acts.iter().position(|act| act.name == name);
        place.map(ActId)
    }

    /// Returns the line called `name`.
    pub fn line_called(&self, name: &str) -> Option<LineId> {
        let place = self.lines.iter().position(|line| line.name == name);
        place.map(LineId)
    }
}
