//! The steps carried out over some rows at a time.

use std::ops::Range;

use super::columns::Columns;
use super::lists::Fold;
use super::program::{KNOWN, Number, Operation, Program, Step, Truth, UNKNOWN, YES};
use super::truths::{and, choose, is_yes, not, or, state};
use crate::number::Rounding;
use crate::value::Comparison;

/// The rows looked at, and what the steps have made of them. Its room is kept from chunk to chunk.
#[derive(Debug, Default)]
pub(super) struct Machine {
    numbers: Vec<Vec<i64>>,
    states: Vec<Vec<u8>>,
    /// The rows of each table: those of the proposals, and of each list the items of these.
    ranges: Vec<Range<usize>>,
    /// How many items each row has, list by list.
    lengths: Vec<Vec<usize>>,
    /// The rows that are left over.
    pub(super) left_over: Vec<bool>,
}

/// The rows of the chunk and the columns they stand in.
#[derive(Clone, Copy)]
struct View<'a> {
    columns: &'a Columns,
    machine: &'a Machine,
    table: usize,
}

impl<'a> View<'a> {
    fn number(self, number: Number) -> &'a [i64] {
        match number {
            Number::Register(register) => self
                .machine
                .numbers
                .get(register)
                .map_or(&[], Vec::as_slice),
            Number::Slot(column) => {
                let column = self
                    .columns
                    .table(self.table)
                    .and_then(|it| it.columns.get(column));
                column
                    .and_then(|it| it.numbers.get(self.range()))
                    .unwrap_or(&[])
            }
        }
    }

    fn state(self, truth: Truth) -> &'a [u8] {
        match truth {
            Truth::Register(register) => {
                self.machine.states.get(register).map_or(&[], Vec::as_slice)
            }
            Truth::Slot(column) => {
                let column = self
                    .columns
                    .table(self.table)
                    .and_then(|it| it.columns.get(column));
                column
                    .and_then(|it| it.states.get(self.range()))
                    .unwrap_or(&[])
            }
            Truth::List(table) => {
                let list = self.columns.list(table);
                list.and_then(|it| it.states.get(self.range()))
                    .unwrap_or(&[])
            }
        }
    }

    fn range(self) -> Range<usize> {
        self.machine
            .ranges
            .get(self.table)
            .cloned()
            .unwrap_or_default()
    }

    fn at(self, table: usize) -> Self {
        Self { table, ..self }
    }
}

impl Machine {
    /// Carries out a program over some rows.
    pub(super) fn run(
        &mut self,
        program: &Program,
        columns: &Columns,
        tables: usize,
        rows: Range<usize>,
    ) {
        self.left_over.clear();
        self.left_over
            .extend(columns.left_over().get(rows.clone()).unwrap_or_default());
        self.numbers.resize_with(program.numbers, Vec::new);
        self.states.resize_with(program.states, Vec::new);
        self.look_at(columns, tables, rows);
        for step in &program.steps {
            self.step(step, columns);
        }
    }

    /// Gives the states of the rows to `see`.
    pub(super) fn with_states<T>(
        &self,
        columns: &Columns,
        truth: Truth,
        see: impl FnOnce(&[u8]) -> T,
    ) -> T {
        let view = View {
            columns,
            machine: self,
            table: 0,
        };
        see(view.state(truth))
    }

    /// Returns the numbers of the rows.
    pub(super) fn numbers<'a>(&'a self, columns: &'a Columns, number: Number) -> &'a [i64] {
        View {
            columns,
            machine: self,
            table: 0,
        }
        .number(number)
    }

    fn look_at(&mut self, columns: &Columns, tables: usize, rows: Range<usize>) {
        self.ranges.clear();
        self.ranges.push(rows.clone());
        self.lengths.resize_with(tables, Vec::new);
        for (table, lengths) in self.lengths.iter_mut().enumerate().skip(1) {
            lengths.clear();
            let ends = columns
                .list(table)
                .map_or(&[] as &[u32], |it| it.ends.as_slice());
            let before = rows.start.checked_sub(1).and_then(|it| ends.get(it));
            let first = before.map_or(0, |end| *end as usize);
            let mut start = first;
            for end in ends.get(rows.clone()).unwrap_or_default() {
                let end = *end as usize;
                lengths.push(end.saturating_sub(start));
                start = end;
            }
            self.ranges.push(first..start);
        }
    }

    fn step(&mut self, step: &Step, columns: &Columns) {
        if let Operation::Fold {
            items,
            fold,
            filter,
            body,
        } = &step.operation
        {
            return self.fold(step, columns, *items, *fold, *filter, *body);
        }
        let mut numbers = taken(&mut self.numbers, step.into, makes_numbers(&step.operation));
        let state_into = if step.known == usize::MAX {
            step.into
        } else {
            step.known
        };
        let makes_states = step.known != usize::MAX || !makes_numbers(&step.operation);
        let mut states = taken(&mut self.states, state_into, makes_states);
        let view = View {
            columns,
            machine: self,
            table: step.table,
        };
        let rows = view.range().len();
        apply(view, &step.operation, rows, &mut numbers, &mut states);
        if makes_numbers(&step.operation)
            && let Some(slot) = self.numbers.get_mut(step.into)
        {
            *slot = numbers;
        }
        if makes_states && let Some(slot) = self.states.get_mut(state_into) {
            *slot = states;
        }
    }

    fn fold(
        &mut self,
        step: &Step,
        columns: &Columns,
        items: usize,
        fold: Fold,
        filter: Option<Truth>,
        body: Option<(Number, Truth)>,
    ) {
        let mut numbers = taken(&mut self.numbers, step.into, true);
        let mut states = taken(&mut self.states, step.known, true);
        let mut left_over = std::mem::take(&mut self.left_over);
        let view = View {
            columns,
            machine: self,
            table: 0,
        }
        .at(items);
        let mut filter = filter.map(|it| view.state(it));
        let mut body = body.map(|(number, known)| (view.number(number), view.state(known)));
        let lengths = self
            .lengths
            .get(items)
            .map_or(&[] as &[usize], Vec::as_slice);
        for (count, left_over) in lengths.iter().zip(&mut left_over) {
            let its_filter = filter.as_mut().map(|rest| split(rest, *count));
            let its_body = body
                .as_mut()
                .map(|(numbers, known)| (split(numbers, *count), split(known, *count)));
            let folded = fold.of(*count, its_filter, its_body);
            numbers.push(folded.number);
            states.push(folded.state);
            *left_over |= folded.left_over;
        }
        self.left_over = left_over;
        if let Some(slot) = self.numbers.get_mut(step.into) {
            *slot = numbers;
        }
        if let Some(slot) = self.states.get_mut(step.known) {
            *slot = states;
        }
    }
}

/// Takes a register out to be written; the columns that a step reads are others.
fn taken<T>(registers: &mut [Vec<T>], place: usize, is_written: bool) -> Vec<T> {
    let register = registers.get_mut(place).filter(|_| is_written);
    let mut register = register.map(std::mem::take).unwrap_or_default();
    register.clear();
    register
}

/// Takes so many off the front.
fn split<'s, T>(rest: &mut &'s [T], count: usize) -> &'s [T] {
    let (first, after) = rest.split_at_checked(count).unwrap_or((rest, &[]));
    *rest = after;
    first
}

fn makes_numbers(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::Fill(_)
            | Operation::Linear(..)
            | Operation::Multiply(..)
            | Operation::Divide(..)
            | Operation::Extreme { .. }
            | Operation::ChooseNumber { .. }
            | Operation::LookUp(..)
            | Operation::Spread(_)
    )
}

fn apply(
    view: View<'_>,
    operation: &Operation,
    rows: usize,
    numbers: &mut Vec<i64>,
    states: &mut Vec<u8>,
) {
    let two = |left: Truth, right: Truth| view.state(left).iter().zip(view.state(right));
    match operation {
        Operation::Fill(number) => numbers.resize(rows, *number),
        Operation::FillState(state) => states.resize(rows, *state),
        Operation::Linear(terms, constant) => linear(view, terms, *constant, rows, numbers),
        Operation::Multiply(left, right) => {
            let pairs = view.number(*left).iter().zip(view.number(*right));
            numbers.extend(pairs.map(|(left, right)| left.wrapping_mul(*right)));
        }
        Operation::Divide(number, times, by, rounding) => {
            let by = *by;
            let column = view.number(*number).iter();
            numbers.extend(column.map(|it| divided(it.wrapping_mul(*times), by, *rounding)));
        }
        Operation::Extreme {
            greatest,
            left: (l, left),
            right: (r, right),
        } => {
            let pairs = view.number(*left).iter().zip(view.number(*right));
            let pairs = pairs.map(|(left, right)| (left.wrapping_mul(*l), right.wrapping_mul(*r)));
            if *greatest {
                numbers.extend(pairs.map(|(left, right)| left.max(right)));
            } else {
                numbers.extend(pairs.map(|(left, right)| left.min(right)));
            }
        }
        Operation::Compare(comparison, (l, left), (r, right)) => {
            let (left, right) = (view.number(*left), view.number(*right));
            compare(*comparison, (*l, left), (*r, right), states);
        }
        Operation::CompareTo(comparison, number, limit) => {
            compare_to(*comparison, view.number(*number), *limit, states);
        }
        Operation::AnyBits(number, bits) => {
            states.extend(view.number(*number).iter().map(|it| state(it & bits != 0)));
        }
        Operation::AllBits(number, bits) => {
            states.extend(
                view.number(*number)
                    .iter()
                    .map(|it| state(it & bits == *bits)),
            );
        }
        Operation::Mask(left, right) => states.extend(two(*left, *right).map(|(a, b)| a & b)),
        Operation::IsYes(truth) => states.extend(view.state(*truth).iter().map(|it| is_yes(*it))),
        Operation::And(left, right) => states.extend(two(*left, *right).map(|(a, b)| and(*a, *b))),
        Operation::Or(left, right) => states.extend(two(*left, *right).map(|(a, b)| or(*a, *b))),
        Operation::Not(truth) => states.extend(view.state(*truth).iter().map(|it| not(*it))),
        Operation::Choose(condition, yes, no) => {
            let branches = two(*yes, *no).zip(view.state(*condition));
            states.extend(branches.map(|((yes, no), condition)| choose(*condition, *yes, *no)));
        }
        Operation::ChooseNumber { condition, yes, no } => {
            let conditions = view.state(*condition).iter();
            let branch = |(factor, number, known): (i64, Number, Truth)| {
                let cells = view.number(number).iter().zip(view.state(known));
                cells.map(move |(number, known)| (number.wrapping_mul(factor), *known))
            };
            for (condition, (yes, no)) in conditions.zip(branch(*yes).zip(branch(*no))) {
                let agree = if yes.0 == no.0 { yes.1 & no.1 } else { 0 };
                let certain = is_yes(*condition);
                let fails = is_yes(not(*condition));
                numbers.push(if *condition == YES || fails == 0 {
                    yes.0
                } else {
                    no.0
                });
                states
                    .push((certain & yes.1) | (fails & no.1) | (agree & (KNOWN ^ certain ^ fails)));
            }
        }
        Operation::LookUp(place, cells) => {
            let places = view.number(*place).iter();
            numbers.extend(places.map(|place| looked_up(*place, cells).unwrap_or(0)));
        }
        Operation::LookUpState(place, cells) => {
            let places = view.number(*place).iter();
            states.extend(places.map(|place| looked_up(*place, cells).unwrap_or(UNKNOWN)));
        }
        Operation::Spread(number) => spread(view, view.at(0).number(*number), numbers),
        Operation::SpreadState(truth) => spread(view, view.at(0).state(*truth), states),
        // Written where the rows that are left over are.
        Operation::Fold { .. } => {}
    }
}

fn looked_up<T: Copy>(place: i64, cells: &[T]) -> Option<T> {
    cells.get(usize::try_from(place).ok()?).copied()
}

fn spread<T: Copy>(view: View<'_>, of_rows: &[T], into: &mut Vec<T>) {
    let lengths = view.machine.lengths.get(view.table);
    for (value, length) in of_rows
        .iter()
        .zip(lengths.map_or(&[] as &[usize], Vec::as_slice))
    {
        into.extend(std::iter::repeat_n(*value, *length));
    }
}

fn linear(
    view: View<'_>,
    terms: &[(i64, Number)],
    constant: i64,
    rows: usize,
    numbers: &mut Vec<i64>,
) {
    let mut terms = terms.iter();
    match terms.next() {
        None => numbers.resize(rows, constant),
        Some((1, first)) => numbers.extend(
            view.number(*first)
                .iter()
                .map(|it| it.wrapping_add(constant)),
        ),
        Some((factor, first)) => {
            let column = view.number(*first).iter();
            numbers.extend(column.map(|it| it.wrapping_mul(*factor).wrapping_add(constant)));
        }
    }
    for (factor, number) in terms {
        let cells = numbers.iter_mut().zip(view.number(*number));
        match *factor {
            1 => cells.for_each(|(sum, it)| *sum = sum.wrapping_add(*it)),
            factor => cells.for_each(|(sum, it)| *sum = sum.wrapping_add(it.wrapping_mul(factor))),
        }
    }
}

fn compare(
    comparison: Comparison,
    left: (i64, &[i64]),
    right: (i64, &[i64]),
    states: &mut Vec<u8>,
) {
    let pairs = left.1.iter().zip(right.1);
    let pairs = pairs.map(|(l, r)| (l.wrapping_mul(left.0), r.wrapping_mul(right.0)));
    match comparison {
        Comparison::Equal => states.extend(pairs.map(|(l, r)| state(l == r))),
        Comparison::NotEqual => states.extend(pairs.map(|(l, r)| state(l != r))),
        Comparison::Less => states.extend(pairs.map(|(l, r)| state(l < r))),
        Comparison::LessOrEqual => states.extend(pairs.map(|(l, r)| state(l <= r))),
        Comparison::Greater => states.extend(pairs.map(|(l, r)| state(l > r))),
        Comparison::GreaterOrEqual => states.extend(pairs.map(|(l, r)| state(l >= r))),
    }
}

fn compare_to(comparison: Comparison, column: &[i64], limit: i64, states: &mut Vec<u8>) {
    let column = column.iter();
    match comparison {
        Comparison::Equal => states.extend(column.map(|it| state(*it == limit))),
        Comparison::NotEqual => states.extend(column.map(|it| state(*it != limit))),
        Comparison::Less => states.extend(column.map(|it| state(*it < limit))),
        Comparison::LessOrEqual => states.extend(column.map(|it| state(*it <= limit))),
        Comparison::Greater => states.extend(column.map(|it| state(*it > limit))),
        Comparison::GreaterOrEqual => states.extend(column.map(|it| state(*it >= limit))),
    }
}

/// Divides by a positive number and rounds.
fn divided(number: i64, by: i64, rounding: Rounding) -> i64 {
    let whole = number.checked_div(by).unwrap_or_default();
    let rest = number.wrapping_sub(whole.wrapping_mul(by)).wrapping_abs();
    let twice = rest.wrapping_mul(2);
    let moves = match rounding {
        Rounding::Down => false,
        Rounding::Up => rest != 0,
        Rounding::HalfUp => twice >= by,
        Rounding::HalfEven => twice > by || (twice == by && whole & 1 != 0),
    };
    match (moves, number < 0) {
        (false, _) => whole,
        (true, false) => whole.wrapping_add(1),
        (true, true) => whole.wrapping_sub(1),
    }
}
