//! What compiled rules find: bits for each proposal.

use std::ops::Range;

use super::columns::Columns;
use super::idle::Idle;
use super::program::{NO, UNKNOWN, YES};
use super::run::Machine;
use super::{Compiled, Requirement, Steps};

/// So many rows are looked at in one go: few enough for what is made of them to stay near the
/// processor, enough for the steps not to count.
const CHUNK: usize = 512;

/// What is found of some proposals, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The requirements that are not met: bit `r % 64` of word `r / 64`, word by word for all
    /// proposals. Those left to the readable evaluator have no bit set.
    pub unmet: Vec<Vec<u64>>,
    /// The requirements that are unknown, in the same way.
    pub unknown: Vec<Vec<u64>>,
    /// The thresholds that are missed: bits for the minima in the order of the criteria, and last
    /// for the threshold of the whole score.
    pub below: Vec<u64>,
    /// The score as published, in units of [`super::CompiledGrid::unit`].
    pub scores: Vec<i64>,
    /// The proposals that are left to the readable evaluator: nothing else here counts for them.
    pub left_over: Vec<bool>,
    /// The proposals that may state a fact whose own condition does not hold; no other does.
    pub idle: Vec<bool>,
}

impl Findings {
    fn clear(&mut self, words: usize) {
        for kind in [&mut self.unmet, &mut self.unknown] {
            kind.resize_with(words, Vec::new);
            kind.iter_mut().for_each(Vec::clear);
        }
        self.below.clear();
        self.scores.clear();
        self.left_over.clear();
        self.idle.clear();
    }
}

/// Runs compiled rules over proposals; what it needs is kept from run to run.
#[derive(Debug, Default)]
pub struct Run {
    machine: Machine,
    unmet: Eight,
    unknown: Eight,
}

impl Run {
    /// Finds what becomes of all proposals in `columns`, and puts it into `findings` in place of what
    /// was there.
    pub fn run(&mut self, compiled: &Compiled, columns: &mut Columns, findings: &mut Findings) {
        let steps = if columns.fill() {
            &compiled.steps_if_stated
        } else {
            &compiled.steps
        };
        let highest = steps.requirements.iter().map(|it| it.place).max();
        findings.clear(highest.map_or(0, |it| it.div_euclid(64).saturating_add(1)));
        let mut start = 0;
        while start < columns.rows() {
            let end = columns.rows().min(start.saturating_add(CHUNK));
            self.chunk(steps, columns, start..end, findings);
            start = end;
        }
    }

    fn chunk(
        &mut self,
        steps: &Steps,
        columns: &Columns,
        rows: Range<usize>,
        findings: &mut Findings,
    ) {
        let machine = &mut self.machine;
        machine.run(&steps.program, columns, rows.clone());
        for words in findings.unmet.iter_mut().chain(&mut findings.unknown) {
            words.resize(rows.end, 0);
        }
        let mut left_over = std::mem::take(&mut machine.left_over);
        let same_byte = |a: &Requirement, b: &Requirement| byte_of(a.place) == byte_of(b.place);
        for requirements in steps.requirements.chunk_by(same_byte) {
            self.unmet.start(rows.len());
            self.unknown.start(rows.len());
            let mut byte = 0;
            for requirement in requirements {
                byte = byte_of(requirement.place);
                let bit = requirement.place.rem_euclid(8);
                let states = machine.states(columns, requirement.require);
                let Some(applies) = requirement.applies else {
                    self.unmet.set(bit, states.iter().map(|it| *it == NO));
                    self.unknown
                        .set(bit, states.iter().map(|it| *it == UNKNOWN));
                    continue;
                };
                let applies = machine.states(columns, applies);
                let both = || states.iter().zip(applies);
                let unmet = both().map(|(it, applies)| *it == NO && *applies == YES);
                self.unmet.set(bit, unmet);
                let unknown = both().map(|(it, applies)| *it == UNKNOWN && *applies == YES);
                self.unknown.set(bit, unknown);
                // What holds where it applies takes a second look.
                let pairs = left_over.iter_mut().zip(applies);
                pairs.for_each(|(left_over, applies)| *left_over |= *applies == UNKNOWN);
            }
            let word = byte.div_euclid(8);
            self.unmet
                .add_to(findings.unmet.get_mut(word), rows.start, byte);
            self.unknown
                .add_to(findings.unknown.get_mut(word), rows.start, byte);
        }
        if let Some(grid) = &steps.grid {
            for condition in &grid.conditions {
                let states = machine.states(columns, *condition);
                let pairs = left_over.iter_mut().zip(states);
                pairs.for_each(|(left_over, state)| *left_over |= *state & YES == 0);
            }
            findings
                .scores
                .extend(machine.numbers(columns, grid.column));
            findings.below.resize(rows.end, 0);
            for (thresholds, byte) in grid.thresholds.chunks(8).zip(0..) {
                self.unmet.start(rows.len());
                for (bit, threshold) in thresholds.iter().enumerate() {
                    let states = machine.states(columns, *threshold);
                    self.unmet.set(bit, states.iter().map(|it| *it == NO));
                    let pairs = left_over.iter_mut().zip(states);
                    pairs.for_each(|(left_over, state)| *left_over |= *state == UNKNOWN);
                }
                self.unmet
                    .add_to(Some(&mut findings.below), rows.start, byte);
            }
        }
        findings.left_over.extend(&left_over);
        find_idle(&steps.idle, machine, columns, rows.end, findings);
        machine.left_over = left_over;
    }
}

/// Finds the rows that may state what nobody asked for. Of one that is left over, what the conditions
/// come to says nothing.
fn find_idle(
    idle: &Idle,
    machine: &Machine,
    columns: &Columns,
    end: usize,
    findings: &mut Findings,
) {
    let start = findings.idle.len();
    let conditions = match idle {
        Idle::Anywhere => return findings.idle.resize(end, true),
        Idle::Conditions(conditions) if conditions.is_empty() => {
            return findings.idle.resize(end, false);
        }
        Idle::Conditions(conditions) => conditions,
    };
    let left_over = findings.left_over.get(start..).unwrap_or_default();
    findings.idle.extend(left_over);
    for (when, stated) in conditions {
        let idle = findings.idle.get_mut(start..).unwrap_or_default();
        let pairs = idle.iter_mut().zip(machine.states(columns, *when));
        match stated {
            None => pairs.for_each(|(idle, when)| *idle |= *when != YES),
            Some(stated) => {
                let pairs = pairs.zip(machine.states(columns, *stated));
                pairs.for_each(|((idle, when), stated)| {
                    *idle |= *when != YES && *stated != UNKNOWN;
                });
            }
        }
    }
}

/// Returns in which byte of all bits one stands.
fn byte_of(place: usize) -> usize {
    place.div_euclid(8)
}

/// Eight bits of each row of a chunk, gathered before they are added to words: it takes an eighth of
/// the time that words would.
#[derive(Debug, Default)]
struct Eight(Vec<u8>);

impl Eight {
    /// Begins anew: no bit is set in so many rows.
    fn start(&mut self, rows: usize) {
        self.0.clear();
        self.0.resize(rows, 0);
    }

    /// Sets a bit of the rows that are so.
    fn set(&mut self, bit: usize, rows: impl Iterator<Item = bool>) {
        let pairs = self.0.iter_mut().zip(rows);
        pairs.for_each(|(eight, is_so)| *eight |= u8::from(is_so) << bit);
    }

    /// Adds them to the words of the rows from `start`, as the byte of all bits that they are.
    fn add_to(&self, words: Option<&mut Vec<u64>>, start: usize, byte: usize) {
        let words = words.and_then(|it| it.get_mut(start..)).unwrap_or_default();
        let shift = byte.rem_euclid(8).saturating_mul(8);
        let pairs = words.iter_mut().zip(&self.0);
        pairs.for_each(|(word, eight)| *word |= u64::from(*eight) << shift);
    }
}
