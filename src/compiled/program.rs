//! The steps of compiled rules: each makes one new column out of columns.

use jiff::tz::TimeZone;

use super::folding::Fold;
use crate::number::Rounding;
use crate::value::Comparison;

/// Yes. As bits, `KNOWN` is what stands for a value that is known, and `UNKNOWN` for none.
pub(super) const YES: u8 = 1;
/// No.
pub(super) const NO: u8 = 2;
/// Known: either of the two.
pub(super) const KNOWN: u8 = 3;
/// Neither: unknown, absent, or without a result.
pub(super) const UNKNOWN: u8 = 0;

/// A column of whole numbers, one for each row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Number {
    /// A column of the proposals.
    Slot(usize),
    /// What a step made.
    Register(usize),
}

/// A column of states: [`YES`], [`NO`], or [`UNKNOWN`]; where only that is asked, [`KNOWN`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Truth {
    /// A column of the proposals: of numbers, whether they are known.
    Slot(usize),
    /// Whether the list of a table is stated; only among the proposals.
    List(usize),
    /// What a step made.
    Register(usize),
}

/// One step. Registers are written once.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The table whose rows the step makes a value for.
    pub(super) table: usize,
    pub(super) operation: Operation,
    /// Where the result goes.
    pub(super) into: usize,
    /// Where it goes that the result is known, of steps that make both.
    pub(super) known: usize,
}

/// What a step does. Units and bounds have been worked out: nothing overflows.
#[derive(Clone, Debug)]
pub(super) enum Operation {
    /// Numbers, all of them this one.
    Fill(i64),
    /// States, all of them this one.
    FillState(u8),
    /// The sum of numbers, each times a factor, and a constant.
    Linear(Vec<(i64, Number)>, i64),
    /// One number times another.
    Multiply(Number, Number),
    /// The first number times its factor, rounded after division by a positive one.
    Divide(Number, i64, i64, Rounding),
    /// The smaller or the greater of two numbers, each times its factor.
    Extreme {
        greatest: bool,
        left: (i64, Number),
        right: (i64, Number),
    },
    /// Yes or no: two numbers, each times a factor, compared.
    Compare(Comparison, (i64, Number), (i64, Number)),
    /// Yes or no: a number compared with a constant.
    CompareTo(Comparison, Number, i64),
    /// Yes or no: some of the bits are there.
    AnyBits(Number, i64),
    /// Yes or no: all of the bits are there.
    AllBits(Number, i64),
    /// The first where the second is known.
    Mask(Truth, Truth),
    /// Known where the state is yes.
    IsYes(Truth),
    And(Truth, Truth),
    Or(Truth, Truth),
    Not(Truth),
    /// Where the first is yes the second, where it is no the third; otherwise what both agree on.
    Choose(Truth, Truth, Truth),
    /// The same of numbers, each with whether it is known; makes both.
    ChooseNumber {
        condition: Truth,
        yes: (i64, Number, Truth),
        no: (i64, Number, Truth),
    },
    /// The number at the place that the first says.
    LookUp(Number, Vec<i64>),
    /// The state at the place that the first says.
    LookUpState(Number, Vec<u8>),
    /// The number of the proposal, for each item of its list.
    Spread(Number),
    /// The state of the proposal, for each item of its list.
    SpreadState(Truth),
    /// The day of an instant in a zone.
    DayOf(Number, TimeZone),
    /// How many bits are there.
    CountBits(Number),
    /// Nothing: the rows are left over where the state is one of these; of items, the rows whose
    /// they are.
    LeaveOver(Truth, &'static [u8]),
    /// Something made of the items of each list.
    Fold {
        /// The table of the items.
        items: usize,
        fold: Fold,
        /// Which items count; all where there is none.
        filter: Option<Truth>,
        /// What is made of them, and whether it is known; known where nothing says so.
        body: Option<(Number, Option<Truth>)>,
    },
}

/// Steps, in the order in which they are carried out.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) numbers: usize,
    pub(super) states: usize,
}

impl Program {
    /// Adds a step that makes numbers.
    pub(super) fn number(&mut self, table: usize, operation: Operation) -> Number {
        let into = self.next_number();
        self.add(table, operation, into, usize::MAX);
        Number::Register(into)
    }

    /// Adds a step that makes states.
    pub(super) fn truth(&mut self, table: usize, operation: Operation) -> Truth {
        let into = self.next_state();
        self.add(table, operation, into, usize::MAX);
        Truth::Register(into)
    }

    /// Adds a step that makes numbers, and whether they are known.
    pub(super) fn both(&mut self, table: usize, operation: Operation) -> (Number, Truth) {
        let (into, known) = (self.next_number(), self.next_state());
        self.add(table, operation, into, known);
        (Number::Register(into), Truth::Register(known))
    }

    fn add(&mut self, table: usize, operation: Operation, into: usize, known: usize) {
        self.steps.push(Step {
            table,
            operation,
            into,
            known,
        });
    }

    fn next_number(&mut self) -> usize {
        let next = self.numbers;
        self.numbers = next.saturating_add(1);
        next
    }

    fn next_state(&mut self) -> usize {
        let next = self.states;
        self.states = next.saturating_add(1);
        next
    }
}
