//! What each step does to whole columns.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::layout::{self, SlotKind};
use super::program::{KNOWN, NO, Number, Operation, Truth, UNKNOWN, YES};
use super::run::View;
use super::truths::{and, choose, is_yes, not, or, state};
use crate::number::Rounding;
use crate::value::{Comparison, Value};

pub(super) fn makes_numbers(operation: &Operation) -> bool {
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
            | Operation::DayOf(..)
            | Operation::CountBits(_)
    )
}

pub(super) fn apply(
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
            let cases = || conditions.clone().zip(branch(*yes).zip(branch(*no)));
            numbers.extend(cases().map(
                |(condition, (yes, no))| {
                    if *condition == NO { no.0 } else { yes.0 }
                },
            ));
            states.extend(cases().map(|(condition, (yes, no))| {
                let agree = if yes.0 == no.0 { yes.1 & no.1 } else { 0 };
                let certain = is_yes(*condition);
                let fails = is_yes(not(*condition));
                (certain & yes.1) | (fails & no.1) | (agree & (KNOWN ^ certain ^ fails))
            }));
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
        Operation::DayOf(number, zone) => {
            numbers.extend(view.number(*number).iter().map(|it| day_of(*it, zone)));
        }
        Operation::CountBits(number) => {
            let column = view.number(*number).iter();
            numbers.extend(column.map(|it| i64::from(it.count_ones())));
        }
        // Written where the rows that are left over are.
        Operation::Fold { .. } | Operation::LeaveOver(..) => {}
    }
}

fn looked_up<T: Copy>(place: i64, cells: &[T]) -> Option<T> {
    cells.get(usize::try_from(place).ok()?).copied()
}

/// Returns the day of an instant, as the number that its digits make. Every instant that a proposal
/// may state has one.
fn day_of(second: i64, zone: &TimeZone) -> i64 {
    let day = Timestamp::from_second(second).map(|it| zone.to_datetime(it).date());
    let day = day.map(|day| layout::cell(&Value::Date(day), SlotKind::Day));
    day.ok().flatten().unwrap_or_default()
}

fn spread<T: Copy>(view: View<'_>, of_rows: &[T], into: &mut Vec<T>) {
    for (value, length) in of_rows.iter().zip(view.ends().lengths()) {
        into.extend(std::iter::repeat_n(*value, length));
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
    compare_pairs(comparison, pairs, states);
}

fn compare_to(comparison: Comparison, column: &[i64], limit: i64, states: &mut Vec<u8>) {
    compare_pairs(comparison, column.iter().map(|it| (*it, limit)), states);
}

/// The difference of what is compared has been found to fit: its first bit says all, which takes a
/// processor without wide comparisons half the time.
fn compare_pairs(
    comparison: Comparison,
    pairs: impl ExactSizeIterator<Item = (i64, i64)>,
    states: &mut Vec<u8>,
) {
    let first_bit = |it: i64| u8::from(it < 0);
    let is_less = move |l: i64, r: i64| first_bit(l.wrapping_sub(r));
    let differs = move |l: i64, r: i64| {
        let difference = l.wrapping_sub(r);
        first_bit(difference | difference.wrapping_neg())
    };
    // One for yes, two for no.
    match comparison {
        Comparison::Equal => states.extend(pairs.map(|(l, r)| YES.wrapping_add(differs(l, r)))),
        Comparison::NotEqual => states.extend(pairs.map(|(l, r)| NO.wrapping_sub(differs(l, r)))),
        Comparison::Less => states.extend(pairs.map(|(l, r)| NO.wrapping_sub(is_less(l, r)))),
        Comparison::LessOrEqual => {
            states.extend(pairs.map(|(l, r)| YES.wrapping_add(is_less(r, l))));
        }
        Comparison::Greater => states.extend(pairs.map(|(l, r)| NO.wrapping_sub(is_less(r, l)))),
        Comparison::GreaterOrEqual => {
            states.extend(pairs.map(|(l, r)| YES.wrapping_add(is_less(l, r))));
        }
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
