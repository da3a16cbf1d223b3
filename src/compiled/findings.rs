//! What compiled rules find: bits for each proposal.

use std::ops::Range;

use super::Compiled;
use super::columns::Columns;
use super::program::{NO, UNKNOWN, YES};
use super::run::Machine;

/// So many rows are looked at in one go: few enough for what is made of them to stay near the
/// processor, enough for the steps not to count.
const CHUNK: usize = 256;

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
    }
}

/// Runs compiled rules over proposals; what it needs is kept from run to run.
#[derive(Debug, Default)]
pub struct Run {
    machine: Machine,
}

impl Run {
    /// Finds what becomes of all proposals in `columns`, and puts it into `findings` in place of what
    /// was there.
    pub fn run(&mut self, compiled: &Compiled, columns: &mut Columns, findings: &mut Findings) {
        columns.fill();
        let highest = compiled.requirements.iter().map(|it| it.place).max();
        findings.clear(highest.map_or(0, |it| it.div_euclid(64).saturating_add(1)));
        let mut start = 0;
        while start < columns.rows() {
            let end = columns.rows().min(start.saturating_add(CHUNK));
            self.chunk(compiled, columns, start..end, findings);
            start = end;
        }
    }

    fn chunk(
        &mut self,
        compiled: &Compiled,
        columns: &Columns,
        rows: Range<usize>,
        findings: &mut Findings,
    ) {
        let machine = &mut self.machine;
        let tables = compiled.layout.tables.len();
        machine.run(&compiled.program, columns, tables, rows.clone());
        for words in findings.unmet.iter_mut().chain(&mut findings.unknown) {
            words.resize(rows.end, 0);
        }
        let mut left_over = std::mem::take(&mut machine.left_over);
        for requirement in &compiled.requirements {
            let (word, bit) = (
                requirement.place.div_euclid(64),
                requirement.place.rem_euclid(64),
            );
            let of_rows = |words: &'_ mut Vec<Vec<u64>>| -> Option<Vec<u64>> {
                words.get_mut(word).map(std::mem::take)
            };
            let mut unmet = of_rows(&mut findings.unmet).unwrap_or_default();
            let mut unknown = of_rows(&mut findings.unknown).unwrap_or_default();
            let of_chunk = unmet.get_mut(rows.clone()).unwrap_or_default().iter_mut();
            let of_chunk = of_chunk.zip(unknown.get_mut(rows.clone()).unwrap_or_default());
            machine.with_states(columns, requirement.require, |states| {
                match requirement.applies {
                    None => {
                        for ((unmet, unknown), state) in of_chunk.zip(states) {
                            *unmet |= u64::from(*state == NO) << bit;
                            *unknown |= u64::from(*state == UNKNOWN) << bit;
                        }
                    }
                    Some(applies) => machine.with_states(columns, applies, |applies| {
                        let in_both = of_chunk.zip(states.iter().zip(applies)).zip(&mut left_over);
                        for (((unmet, unknown), (state, applies)), left_over) in in_both {
                            *unmet |= (u64::from(*state == NO) & u64::from(*applies == YES)) << bit;
                            *unknown |=
                                (u64::from(*state == UNKNOWN) & u64::from(*applies == YES)) << bit;
                            // What holds where it applies takes a second look.
                            *left_over |= *applies == UNKNOWN;
                        }
                    }),
                }
            });
            if let Some(words) = findings.unmet.get_mut(word) {
                *words = unmet;
            }
            if let Some(words) = findings.unknown.get_mut(word) {
                *words = unknown;
            }
        }
        if let Some(Ok(grid)) = &compiled.grid {
            for condition in &grid.conditions {
                machine.with_states(columns, *condition, |states| {
                    let pairs = left_over.iter_mut().zip(states);
                    pairs.for_each(|(left_over, state)| *left_over |= *state & YES == 0);
                });
            }
            findings
                .scores
                .extend(machine.numbers(columns, grid.column));
            let start = findings.below.len();
            findings.below.resize(rows.end, 0);
            for (bit, threshold) in grid.thresholds.iter().enumerate() {
                machine.with_states(columns, *threshold, |states| {
                    let below = findings.below.iter_mut().skip(start).zip(states);
                    for ((below, state), left_over) in below.zip(&mut left_over) {
                        *below |= u64::from(*state == NO) << bit;
                        *left_over |= *state == UNKNOWN;
                    }
                });
            }
        }
        findings.left_over.extend(&left_over);
        machine.left_over = left_over;
    }
}
