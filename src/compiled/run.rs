//! The steps carried out over some rows at a time.

use std::ops::Range;

use super::columns::Columns;
use super::folding::{Ends, Fold, Folded, Items};
use super::operations::{apply, makes_numbers};
use super::program::{Number, Operation, Program, Step, Truth};

/// The rows looked at, and what the steps have made of them. Its room is kept from chunk to chunk.
#[derive(Debug, Default)]
pub(super) struct Machine {
    numbers: Vec<Vec<i64>>,
    states: Vec<Vec<u8>>,
    /// The rows of each table: those of the proposals, and of each list the items of these.
    ranges: Vec<Range<usize>>,
    folded: Folded,
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

    /// Returns where the items of each row end in the table.
    pub(super) fn ends(self) -> Ends<'a> {
        let list = self.columns.list(self.table);
        let rows = self.at(0).range();
        Ends {
            first: u32::try_from(self.range().start).unwrap_or(u32::MAX),
            ends: list.and_then(|it| it.ends.get(rows)).unwrap_or_default(),
        }
    }
}

impl Machine {
    /// Carries out a program over some rows.
    pub(super) fn run(&mut self, program: &Program, columns: &Columns, rows: Range<usize>) {
        self.left_over.clear();
        self.left_over
            .extend(columns.left_over().get(rows.clone()).unwrap_or_default());
        self.numbers.resize_with(program.numbers, Vec::new);
        self.states.resize_with(program.states, Vec::new);
        self.look_at(columns, rows);
        for step in &program.steps {
            self.step(step, columns);
        }
    }

    /// Returns the states of the rows.
    pub(super) fn states<'a>(&'a self, columns: &'a Columns, truth: Truth) -> &'a [u8] {
        let view = View {
            columns,
            machine: self,
            table: 0,
        };
        view.state(truth)
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

    fn look_at(&mut self, columns: &Columns, rows: Range<usize>) {
        self.ranges.clear();
        self.ranges.push(rows.clone());
        for table in 1..columns.tables() {
            let ends = columns.list(table).map_or(&[] as &[u32], |it| &it.ends);
            let end_before = |row: usize| {
                let end = row.checked_sub(1).and_then(|row| ends.get(row));
                end.map_or(0, |end| *end as usize)
            };
            self.ranges
                .push(end_before(rows.start)..end_before(rows.end));
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
        body: Option<(Number, Option<Truth>)>,
    ) {
        let mut folded = std::mem::take(&mut self.folded);
        let mut left_over = std::mem::take(&mut self.left_over);
        let view = View {
            columns,
            machine: self,
            table: items,
        };
        let items = Items {
            ends: view.ends(),
            filter: filter.map(|it| view.state(it)),
            body: body.map(|(number, known)| (view.number(number), known.map(|it| view.state(it)))),
        };
        folded.fold(fold, items, &mut left_over);
        self.left_over = left_over;
        if let Some(slot) = self.numbers.get_mut(step.into) {
            std::mem::swap(slot, &mut folded.numbers);
        }
        if let Some(slot) = self.states.get_mut(step.known) {
            std::mem::swap(slot, &mut folded.states);
        }
        self.folded = folded;
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
            for (left_over, count) in left_over.iter_mut().zip(view.ends().lengths()) {
                *left_over |= split(&mut found, count).iter().any(is_found);
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
