//! Values of a key that tell the rows of a table apart.

use std::collections::BTreeSet;

use super::domain::Domain;
use super::example::{one_of, text};
use super::numbers::{End, Numbers};
use super::variables::{Variables, number_of, step_of_type};
use crate::call::{Call, Expr, KeyCell, KeyRange, Type};
use crate::value::{Value, VariantId};

/// A value that stands for all that the same cells include.
#[derive(Clone, Debug)]
pub(in crate::analysis) struct Sample {
    /// The value.
    pub(in crate::analysis) value: Value,
    /// For each cell whether it includes it.
    pub(in crate::analysis) included: Vec<bool>,
}

/// Returns one value out of each set of values that `cells` do not tell apart, all the key can be
/// taken together; `None` where a number is too large.
pub(in crate::analysis) fn samples(
    call: &Call,
    key: &Expr,
    cells: &[&KeyCell],
) -> Option<Vec<Sample>> {
    let variables = Variables::new(call).with_edges();
    let values = match key.ty {
        Type::YesNo => vec![Value::YesNo(false), Value::YesNo(true)],
        Type::Enum(id) => {
            let variants = &call.enums.get(id.index())?.variants;
            let ids = (0..).map(VariantId).take(variants.len());
            ids.map(Value::Variant).collect()
        }
        ty if ty.is_text() => texts(key.ty, cells),
        _ => numbers(&variables, key, cells)?,
    };
    let mut samples: Vec<Sample> = Vec::new();
    for value in values {
        let included: Vec<bool> = cells.iter().map(|cell| cell.includes(&value)).collect();
        if samples.iter().all(|sample| sample.included != included) {
            samples.push(Sample { value, included });
        }
    }
    Some(samples)
}

/// Returns the values that stand in the cells, as the ends of ranges too.
fn ends<'c>(cells: &[&'c KeyCell]) -> Vec<&'c Value> {
    let mut ends = Vec::new();
    for cell in cells {
        let KeyCell::OneOf(ranges) = cell else {
            continue;
        };
        for range in ranges {
            match range {
                KeyRange::Value(value) | KeyRange::Limit(_, value) => ends.push(value),
                KeyRange::Between(least, greatest) => ends.extend([least, greatest]),
            }
        }
    }
    ends
}

/// Returns the texts named, and one that is not.
fn texts(ty: Type, cells: &[&KeyCell]) -> Vec<Value> {
    let ends = ends(cells).into_iter();
    let named: BTreeSet<String> = ends
        .filter_map(|value| match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    let others = Domain::Texts {
        named: named.clone(),
        only: false,
    };
    let other = text(ty, Some(&others), None);
    named.into_iter().map(Value::Text).chain(other).collect()
}

/// Returns a value at each end, and one between each two.
fn numbers(variables: &Variables<'_>, key: &Expr, cells: &[&KeyCell]) -> Option<Vec<Value>> {
    let step = step_of_type(key.ty);
    let ends = ends(cells).into_iter().map(number_of);
    let ends: BTreeSet<_> = ends.collect::<Option<_>>()?;
    let mut stretches = Vec::new();
    let mut low = End::Free;
    for end in ends {
        stretches.push((low, End::Beyond(end)));
        stretches.push((End::At(end), End::At(end)));
        low = End::Beyond(end);
    }
    stretches.push((low, End::Free));
    let (least, greatest) = variables.bounds(key);
    let bounds = Numbers::between(least, greatest, step)?;
    let mut values = Vec::new();
    for (low, high) in stretches {
        let numbers = Numbers::between(low, high, step)?.and(&bounds);
        if !numbers.is_empty() {
            values.push(one_of(variables, key, &numbers)?);
        }
    }
    Some(values)
}
