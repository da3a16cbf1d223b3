//! Something made of the items of each list, for the rows of a chunk at once.
//!
//! What is added up or counted is the difference of two running totals over all items: short lists
//! cost no more than long ones, and no item is asked whose it is.

use super::program::{KNOWN, NO, UNKNOWN, YES};
use super::truths;
use crate::value::Comparison;

/// A mean is a whole number of parts of so many: exact for up to ten items, and for as many as
/// divide it.
pub(super) const PARTS: i64 = 2_520;

/// What is made of the items of each list. A row of which more than yes, no or unknown would have
/// to be told is left over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    /// Yes where one passes for certain, no where none may.
    Any,
    /// Yes or no: their number compares so.
    Number(Comparison, u32),
    /// Their number.
    Count,
    /// The sum of the body.
    Sum,
    /// The mean of the body, in [`PARTS`] of its unit.
    Mean,
    /// The least body.
    Least,
    /// The greatest body.
    Greatest,
}

/// The items of the rows looked at.
#[derive(Clone, Copy)]
pub(super) struct Items<'a> {
    /// Where those of each row end, from the first of all.
    pub(super) ends: Ends<'a>,
    /// Which count; all where there is none.
    pub(super) filter: Option<&'a [u8]>,
    /// What is made of them, and whether it is known; known where nothing says so.
    pub(super) body: Option<(&'a [i64], Option<&'a [u8]>)>,
}

/// Where the items of each row end.
#[derive(Clone, Copy, Default)]
pub(super) struct Ends<'a> {
    /// Where the first row's begin in the table.
    pub(super) first: u32,
    /// Where each row's end in the table.
    pub(super) ends: &'a [u32],
}

/// What the items of each row came to. Its room is kept.
#[derive(Debug, Default)]
pub(super) struct Folded {
    pub(super) numbers: Vec<i64>,
    pub(super) states: Vec<u8>,
    totals: Vec<i64>,
    certain: Vec<i64>,
    possible: Vec<i64>,
    gaps: Vec<i64>,
}

impl<'a> Ends<'a> {
    /// Returns the ends, counted from the first item of all.
    fn places(self) -> impl ExactSizeIterator<Item = usize> + 'a {
        let ends = self.ends.iter();
        ends.map(move |end| end.wrapping_sub(self.first) as usize)
    }

    /// Returns how many items each row has, if all have as many.
    fn each(self) -> Option<u32> {
        let each = self.ends.first()?.wrapping_sub(self.first);
        let mut expected = self.first;
        let differs = self.ends.iter().fold(false, |differs, end| {
            expected = expected.wrapping_add(each);
            differs || *end != expected
        });
        (!differs).then_some(each)
    }

    /// Returns how many items each row has.
    pub(super) fn lengths(self) -> impl ExactSizeIterator<Item = usize> + 'a {
        let mut start = 0;
        self.places().map(move |end| {
            let length = end.saturating_sub(start);
            start = end;
            length
        })
    }

    fn counts(self) -> impl ExactSizeIterator<Item = i64> + 'a {
        let mut start = self.first;
        self.ends.iter().map(move |end| {
            let length = end.wrapping_sub(start);
            start = *end;
            i64::from(length)
        })
    }
}

impl Folded {
    /// Makes `fold` of the items of each row.
    pub(super) fn fold(&mut self, fold: Fold, items: Items<'_>, left_over: &mut [bool]) {
        self.numbers.clear();
        self.states.clear();
        self.count(items);
        let possible = match items.filter {
            None => &self.certain,
            Some(_) => &self.possible,
        };
        let counts = self.certain.iter().zip(possible);
        match fold {
            Fold::Any => self.states.extend(counts.map(|(certain, possible)| {
                let is_certain = if *certain != 0 { YES } else { UNKNOWN };
                if *possible == 0 { NO } else { is_certain }
            })),
            Fold::Number(comparison, wanted) => self.states.extend(
                counts.map(|(certain, possible)| settled(comparison, *certain, *possible, wanted)),
            ),
            Fold::Count | Fold::Sum | Fold::Mean | Fold::Least | Fold::Greatest => {
                for (left_over, (certain, possible)) in left_over.iter_mut().zip(counts) {
                    *left_over |= certain != possible;
                }
                self.join(fold, items, left_over);
            }
        }
        // What a fold does not make is there all the same, one for each row.
        let rows = self.states.len();
        self.numbers.resize(rows, 0);
    }

    /// Counts the items of each row that count for certain, and those that may; where all do, only
    /// the former.
    fn count(&mut self, items: Items<'_>) {
        self.certain.clear();
        self.possible.clear();
        let Some(filter) = items.filter else {
            return self.certain.extend(items.ends.counts());
        };
        let certain = filter.iter().map(|it| i64::from(*it == YES));
        add_up(certain, items.ends, &mut self.totals, &mut self.certain);
        let possible = filter.iter().map(|it| i64::from(*it != NO));
        add_up(possible, items.ends, &mut self.totals, &mut self.possible);
    }

    /// Makes a number of the items of each row that count.
    fn join(&mut self, fold: Fold, items: Items<'_>, left_over: &mut [bool]) {
        let Some((numbers, known)) = items.body else {
            self.numbers.extend(&self.certain);
            return self.states.resize(self.numbers.len(), KNOWN);
        };
        match (fold, items.filter) {
            (Fold::Least, filter) => {
                outermost(numbers, filter, items.ends, i64::min, &mut self.numbers);
            }
            (Fold::Greatest, filter) => {
                outermost(numbers, filter, items.ends, i64::max, &mut self.numbers);
            }
            (_, None) => {
                let numbers = numbers.iter().copied();
                add_up(numbers, items.ends, &mut self.totals, &mut self.numbers);
            }
            (_, Some(filter)) => {
                let numbers = numbers.iter().zip(filter);
                let numbers = numbers.map(|(it, counts)| if *counts == YES { *it } else { 0 });
                add_up(numbers, items.ends, &mut self.totals, &mut self.numbers);
            }
        }
        let state = |known: bool, count: i64| {
            // There is no mean of nothing, and no least or greatest.
            if known && (count != 0 || fold == Fold::Sum) {
                KNOWN
            } else {
                UNKNOWN
            }
        };
        match known {
            None => {
                let counts = self.certain.iter();
                self.states.extend(counts.map(|count| state(true, *count)));
            }
            Some(known) => {
                self.find_gaps(items, known);
                let gaps = self.gaps.iter().zip(&self.certain);
                self.states
                    .extend(gaps.map(|(gaps, count)| state(*gaps == 0, *count)));
            }
        }
        if fold == Fold::Mean {
            let counts = self.certain.iter().zip(left_over);
            for (number, (count, left_over)) in self.numbers.iter_mut().zip(counts) {
                match parts(*count) {
                    Some(parts) => *number = number.wrapping_mul(parts),
                    None => *left_over = true,
                }
            }
        }
    }

    /// Counts the items of each row that count and are not known.
    fn find_gaps(&mut self, items: Items<'_>, known: &[u8]) {
        self.gaps.clear();
        let gaps = known.iter().map(|it| *it != KNOWN);
        match items.filter {
            None => {
                let gaps = gaps.map(i64::from);
                add_up(gaps, items.ends, &mut self.totals, &mut self.gaps);
            }
            Some(filter) => {
                let gaps = gaps.zip(filter);
                let gaps = gaps.map(|(gap, counts)| i64::from(gap && *counts == YES));
                add_up(gaps, items.ends, &mut self.totals, &mut self.gaps);
            }
        }
    }
}

/// Adds up what the items of each row are. A total on the way may wrap around, the difference of
/// two is right all the same.
fn add_up(
    mut items: impl Iterator<Item = i64>,
    ends: Ends<'_>,
    totals: &mut Vec<i64>,
    into: &mut Vec<i64>,
) {
    if let Some(each) = ends.each() {
        return into.extend(ends.ends.iter().map(|_| {
            let its_own = (0..each).filter_map(|_| items.next());
            its_own.fold(0, i64::wrapping_add)
        }));
    }
    totals.clear();
    totals.push(0);
    let mut total = 0_i64;
    totals.extend(items.map(|it| {
        total = total.wrapping_add(it);
        total
    }));
    let mut before = 0_i64;
    into.extend(ends.places().map(|end| {
        let now = totals.get(end).copied().unwrap_or(before);
        let sum = now.wrapping_sub(before);
        before = now;
        sum
    }));
}

/// Finds the least or the greatest of each row's items.
fn outermost(
    numbers: &[i64],
    filter: Option<&[u8]>,
    ends: Ends<'_>,
    further: fn(i64, i64) -> i64,
    into: &mut Vec<i64>,
) {
    let mut start = 0;
    into.extend(ends.places().map(|end| {
        let items = start..end;
        start = end;
        let counts = |place: usize| filter.is_none_or(|it| it.get(place) == Some(&YES));
        let counting = items.filter(|place| counts(*place));
        let counting = counting.filter_map(|place| numbers.get(place).copied());
        counting.reduce(further).unwrap_or_default()
    }));
}

/// Returns what the sum of so many is to be multiplied by to be their mean in [`PARTS`], if that is
/// a whole number; of none, nothing.
fn parts(count: i64) -> Option<i64> {
    // Divided beforehand for as many items as there mostly are.
    const OF_FEW: [i64; 11] = [0, 2_520, 1_260, 840, 630, 504, 420, 360, 315, 280, 252];
    let few = usize::try_from(count).ok().and_then(|it| OF_FEW.get(it));
    match few {
        Some(parts) => Some(*parts),
        None if PARTS.checked_rem(count) == Some(0) => PARTS.checked_div(count),
        None => None,
    }
}

/// Tells what a comparison gives for every number from `certain` to `possible`, if that is the
/// same.
fn settled(comparison: Comparison, certain: i64, possible: i64, wanted: u32) -> u8 {
    let wanted = i64::from(wanted);
    let holds = |number: i64| comparison.holds(number.cmp(&wanted));
    let (first, last) = (holds(certain), holds(possible));
    let between = (certain..=possible).contains(&wanted) && certain != possible;
    match comparison {
        Comparison::Equal | Comparison::NotEqual if between => UNKNOWN,
        _ if first == last => truths::state(first),
        _ => UNKNOWN,
    }
}
