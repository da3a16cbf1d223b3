//! The steps carried out over some rows at a time.

use std::ops::Range;

use super::columns::Columns;
use super::lists::Fold;
use super::operations::{apply, makes_numbers};
use super::program::{Number, Operation, Program, Step, Truth};

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
pub(super) struct View<'a> {
    columns: &'a Columns,
    machine: &'a Machine,
    table: usize,
}

impl<'a> View<'a> {
    pub(super) fn number(self, number: Number) -> &'a [i64] {
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

    pub(super) fn state(self, truth: Truth) -> &'a [u8] {
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

    pub(super) fn range(self) -> Range<usize> {
        self.machine
            .ranges
            .get(self.table)
            .cloned()
            .unwrap_or_default()
    }

    pub(super) fn at(self, table: usize) -> Self {
        Self { table, ..self }
    }

    /// Returns how many items each row has in the table.
    pub(super) fn lengths(self) -> &'a [usize] {
        let lengths = self.machine.lengths.get(self.table);
        lengths.map_or(&[], Vec::as_slice)
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
        if let Operation::LeaveOver(truth, states) = &step.operation {
            return self.leave_over(step.table, columns, *truth, states);
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

impl Machine {
    fn leave_over(&mut self, table: usize, columns: &Columns, truth: Truth, states: &[u8]) {
        let mut left_over = std::mem::take(&mut self.left_over);
        let view = View {
            columns,
            machine: self,
            table,
        };
        let mut found = view.state(truth);
        let is_found = |state: &u8| states.contains(state);
        if table == 0 {
            for (left_over, state) in left_over.iter_mut().zip(found) {
                *left_over |= is_found(state);
            }
        } else {
            for (left_over, count) in left_over.iter_mut().zip(view.lengths()) {
                *left_over |= split(&mut found, *count).iter().any(is_found);
            }
        }
        self.left_over = left_over;
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
