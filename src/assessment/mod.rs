//! Requirements and definitions over one proposal: a verdict with its reasons.
//!
//! [`received_values`] looks once over all proposals; from then on each proposal is a [`Case`] of
//! its own. [`assess`] judges it, [`explain`] shows every step of the judgement, [`replay`]
//! recomputes a step from what it rests on. What each operation means stands in one place
//! (`operation`), which all of them use. [`over_admitted`] looks once over those admitted, for
//! the points of each.

mod admitted;
mod arithmetic;
mod assess;
mod bounds;
mod cases;
mod comparing;
mod effort;
mod evaluate;
mod exceptions;
mod explain;
mod items;
mod kleene;
mod leaves;
mod message;
mod operation;
mod received;
mod replay;
mod shortfall;
mod tables;
mod trace;
mod unknown;

use std::collections::BTreeSet;

use crate::call::{Call, Consequence, ExceptionId, Expr, RequirementId, Type};
use crate::facts::Proposal;
use crate::number::Fraction;
use crate::source::Span;
use crate::text::Text;
use crate::value::{Comparison, Value};

pub use admitted::over_admitted;
pub(crate) use assess::effect;
pub use assess::{
    Judged, assess, assess_judged, judge_ahead, judge_all, judge_in_full, judge_one,
    not_applicable_facts, words_if_unmet,
};
pub(crate) use comparing::compare;
pub use evaluate::{evaluate, evaluate_in_item, row_taken};
pub use exceptions::{ExceptionState, ExplainedException, exception_states};
pub use explain::{ExplainedRequirement, Explanation, explain};
pub use leaves::{ADMITTED_PROPOSALS, SCORE};
pub(crate) use message::UNKNOWN;
pub use message::message;
pub use received::{RECEIVED_PROPOSALS, ReceivedValues, received_values};
pub use replay::replay;
pub use trace::trace;

/// A proposal before a call, with what is known of the others.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The call.
    pub call: &'a Call,
    /// The proposal.
    pub proposal: &'a Proposal,
    /// The values over the received proposals, as [`ReceivedValues::of`] returns them; those that
    /// are missing here are unknown.
    pub received: &'a [Evaluated],
    /// What is known only once all proposals are assessed.
    pub later: Later<'a>,
}

/// What is known of a proposal only once all of them are assessed; what is missing is unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Later<'a> {
    /// The values over the admitted proposals, in the order of [`Call::over_admitted`].
    pub over_admitted: &'a [Evaluated],
    /// The points of each criterion as published, in the order of
    /// [`crate::call::Grid::criteria`], and the whole score after them.
    pub points: &'a [Evaluated],
}

/// At which point of the procedure a proposal is assessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The applicant tries it out.
    PreCheck,
    /// What is missing may still be asked for.
    #[default]
    First,
    /// Terms for completion are over.
    Final,
}

/// What an expression gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evaluated {
    /// A value.
    Known(Value),
    /// The fact does not apply to this proposal.
    Absent,
    /// It cannot be told yet, or has no result.
    Unknown(Unknown),
}

/// Why something is unknown, and how far it is known all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// The facts it waits for, by name; a field of a list with its place: `partners.2.form`.
    pub waits_for: BTreeSet<String>,
    /// The facts of other proposals it waits for, each with the proposal's id:
    /// `requested (B91B21001080001)`.
    pub waits_for_others: BTreeSet<String>,
    /// The operations without a result that stand behind it.
    pub without_result: BTreeSet<NoResult>,
    /// The least and the greatest number it can still be, where that is known (counts).
    pub range: Option<(Fraction, Fraction)>,
    /// The least and the greatest number it will be once all that it waits for is stated, where
    /// the bounds of what may be stated are looked at.
    pub bounds: Option<Box<(Fraction, Fraction)>>,
}

/// An operation without a result: division by nought, least of none, overflow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoResult {
    /// Where the operation stands.
    pub span: Span,
    /// Why it has none.
    pub why: NoResultKind,
}

/// Why an operation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoResultKind {
    /// A divisor is nought.
    DivisionByZero,
    /// Least, greatest or mean of no items.
    NoItems,
    /// The points of an interpolation do not follow one another.
    PointsOutOfOrder,
    /// No version of a rule is in force on the day that counts.
    NotInForce,
    /// The number is too large to be held exactly.
    Overflow,
    /// The cell of the table is empty.
    EmptyCell,
    /// The points of a criterion come out below nought or above its maximum.
    PointsOutOfRange,
    /// So few evaluators mark the criterion that no mark is left once the extremes are dropped.
    PanelTooSmall,
    /// Quantifiers inside quantifiers would take too many steps over lists as long as these.
    TooManySteps,
    /// Two exceptions hold and say different things; the rules do not say which goes before.
    Clash(ExceptionId, ExceptionId),
}

/// What becomes of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Judgement {
    /// It is met.
    Met,
    /// It is not met.
    Unmet,
    /// It cannot be told yet.
    Unknown,
    /// It does not apply to this proposal.
    NotApplicable,
    /// It cannot be told, and no longer matters: the proposal is not admitted anyway.
    NotExamined,
}

/// A requirement judged over one proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which requirement.
    pub requirement: RequirementId,
    /// What becomes of it.
    pub judgement: Judgement,
    /// What the proposal is told; filled in where the requirement is unmet.
    pub message: Option<Text>,
    /// The comparisons that fail: value, limit and distance. Only where it is unmet.
    pub shortfalls: Vec<Shortfall>,
    /// Why it is unknown; empty otherwise. Where it is open only whether the requirement applies,
    /// and it is met anyway, it does not stand in the way and waits for nothing: no more is named
    /// than exceptions that clash.
    pub unknown: Unknown,
    /// Whether it is unknown, but met or not applicable whatever is answered: no reason for anything.
    pub harmless: bool,
    /// What becomes of each exception, in the order of the requirement's; empty where the
    /// requirement by itself does not apply.
    pub exceptions: Vec<ExceptionState>,
    /// What becomes of a proposal that does not meet it, as the exceptions in force say; the
    /// strictest, where it is open which these are.
    pub consequence: Consequence,
}

impl Finding {
    /// Tells whether it is among the reasons for what becomes of the proposal: not met, or not known
    /// where that still matters.
    pub fn is_reason(&self) -> bool {
        match self.judgement {
            Judgement::Unmet => true,
            Judgement::Unknown => !self.harmless,
            Judgement::Met | Judgement::NotApplicable | Judgement::NotExamined => false,
        }
    }
}

/// A comparison that fails: how far the value is from the limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// Where the comparison stands.
    pub span: Span,
    /// The value.
    pub value: Value,
    /// The limit.
    pub limit: Value,
    /// Which the two must fulfil.
    pub comparison: Comparison,
    /// How far apart they are, where both are numbers.
    pub distance: Option<Fraction>,
    /// The type of value and limit.
    pub ty: Type,
}

/// Whether a proposal goes on to the ranking; the worst of its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Admission {
    /// It is.
    Admitted,
    /// It is, with a reservation to be cleared.
    WithReservation,
    /// Something is missing that may still be supplied.
    ToBeCompleted,
    /// It is not.
    NotAdmitted,
}

/// All requirements of a call, judged over one proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The proposal's id.
    pub proposal: String,
    /// One finding per requirement, in the order of the rule file.
    pub findings: Vec<Finding>,
    /// What follows from them.
    pub admission: Admission,
}

/// One step of an explanation: an operation, what went in, what came out.
///
/// Applying the operation to the values of `inputs` again gives `value`; [`replay`] does.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'a> {
    /// The expression of the call, whose parts are the inputs.
    pub expr: &'a Expr,
    /// What went in, in the order of the expression's parts: of `first of` condition and value of
    /// each case, of a table the keys and then each row's value, of a value with exceptions the base
    /// and then of each exception its condition, those that switch it off, and its value, of a
    /// quantifier the list and then filter and body of each item in turn.
    ///
    /// A definition has one, its own step. It has none where the same explanation has shown it
    /// already, further up in reading order, or where it stands very deep.
    pub inputs: Vec<Self>,
    /// What came out.
    pub value: Evaluated,
}

impl AsRef<Evaluated> for Step<'_> {
    fn as_ref(&self) -> &Evaluated {
        &self.value
    }
}

impl AsRef<Self> for Evaluated {
    fn as_ref(&self) -> &Self {
        self
    }
}
