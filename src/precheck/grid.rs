//! The values that a number, day or instant can have: its step, and its bounds.

use std::collections::BTreeSet;

use super::domain::moved;
use crate::call::{Reading, Type};
use crate::number::{Fraction, Rounding};
use crate::value::Value;

/// The values that a number, day or instant can have.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// How far apart two neighbours are; `None` where between any two there is another, and for
    /// days and instants.
    step: Option<Fraction>,
    numbers: bool,
    least: Option<Value>,
    greatest: Option<Value>,
}

impl Grid {
    pub(super) fn new(kind: Type, reading: &Reading) -> Self {
        let places = match kind {
            Type::Integer => Some(0),
            Type::Money => Some(2),
            Type::Decimal(places) => Some(u32::from(places)),
            Type::Percent(Some(places)) => u32::from(places).checked_add(2),
            _ => None,
        };
        let step = places.and_then(|places| Fraction::new(1, 10_i128.checked_pow(places)?));
        Self {
            step,
            numbers: kind.is_number(),
            least: reading.least.clone(),
            greatest: reading.greatest.clone(),
        }
    }

    /// Returns all values, if there are no more than `most`.
    pub(super) fn all_values(&self, most: usize) -> Option<Vec<Value>> {
        let (least, greatest) = (self.least.clone()?, self.greatest.clone()?);
        if self.numbers && self.step.is_none() {
            return None;
        }
        let mut values = Vec::new();
        let mut next = self.at_or_above(&least)?;
        while next.compared_to(&greatest).is_le() {
            if values.len() >= most {
                return None;
            }
            values.push(next.clone());
            next = self.neighbour(&next, 1)?;
        }
        Some(values)
    }

    /// Returns, in order, the values that stand for all if something changes at `thresholds` only:
    /// those themselves, and one in each gap.
    pub(super) fn around(&self, thresholds: &BTreeSet<Value>) -> Vec<Value> {
        let mut values = BTreeSet::new();
        for threshold in thresholds {
            let (Some(above), Some(below)) =
                (self.at_or_above(threshold), self.at_or_below(threshold))
            else {
                continue;
            };
            values.extend(self.neighbour(&below, -1));
            values.extend(self.neighbour(&above, 1));
            values.insert(above);
            values.insert(below);
        }
        if self.step.is_none() && self.numbers {
            let pairs: Vec<_> = thresholds.iter().zip(thresholds.iter().skip(1)).collect();
            values.extend(
                pairs
                    .into_iter()
                    .filter_map(|(one, other)| middle(one, other)),
            );
        }
        values.extend(self.least.clone());
        values.extend(self.greatest.clone());
        if values.is_empty() {
            values.extend(self.some_value());
        }
        values.retain(|it| self.allows(it));
        values.into_iter().collect()
    }

    /// Tells whether a value keeps within the bounds.
    pub(super) fn allows(&self, value: &Value) -> bool {
        let least = self.least.as_ref();
        let greatest = self.greatest.as_ref();
        least.is_none_or(|it| value.compared_to(it).is_ge())
            && greatest.is_none_or(|it| value.compared_to(it).is_le())
    }

    /// Returns the value so many steps away.
    pub(super) fn neighbour(&self, value: &Value, steps: i64) -> Option<Value> {
        match value {
            Value::Number(number) => {
                let step = self.step.unwrap_or(Fraction::ONE);
                let way = step.mul(Fraction::integer(i128::from(steps)))?;
                Some(Value::Number(number.add(way)?))
            }
            _ => moved(value, steps),
        }
    }

    /// Returns the first value that is not below `value`.
    pub(super) fn at_or_above(&self, value: &Value) -> Option<Value> {
        self.aligned(value, true)
    }

    /// Returns the last value that is not above `value`.
    pub(super) fn at_or_below(&self, value: &Value) -> Option<Value> {
        self.aligned(value, false)
    }

    fn aligned(&self, value: &Value, up: bool) -> Option<Value> {
        match (value, self.step) {
            (Value::Number(number), Some(step)) => {
                // Down is towards minus infinity here, whatever the rounding says of signs.
                let near = number.round_to(step, Rounding::HalfUp)?;
                let past = if up { near < *number } else { near > *number };
                let near = Value::Number(near);
                match (past, up) {
                    (false, _) => Some(near),
                    (true, true) => self.neighbour(&near, 1),
                    (true, false) => self.neighbour(&near, -1),
                }
            }
            _ => Some(value.clone()),
        }
    }

    fn some_value(&self) -> Option<Value> {
        self.numbers.then_some(Value::Number(Fraction::ZERO))
    }
}

fn middle(one: &Value, other: &Value) -> Option<Value> {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let sum = one.add(*other)?;
            Some(Value::Number(sum.div(Fraction::integer(2))?))
        }
        _ => None,
    }
}
