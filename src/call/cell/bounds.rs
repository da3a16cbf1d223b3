//! The bounds that a fact states for its values.

use std::cmp::Ordering;

use super::{CellError, CellErrorKind, Names, Reading, Type};
use crate::call::show;
use crate::text::{Language, Text};
use crate::value::Value;

/// Checks that a value keeps within the bounds of its fact, both included.
///
/// # Errors
/// Where a number, date or instant lies below the least or above the greatest value.
///
/// ```
/// use bando::call::{Names, Reading, Type, check_bounds};
/// use bando::number::Fraction;
/// use bando::value::Value;
/// let number = |value| Value::Number(Fraction::integer(value));
/// let reading = Reading { greatest: Some(number(36)), ..Reading::default() };
/// let zone = jiff::tz::TimeZone::UTC;
/// let names = Names { enums: &[], tables: &[], zone: &zone };
/// assert!(check_bounds(&number(36), Type::Integer, &reading, names).is_ok());
/// assert!(check_bounds(&number(37), Type::Integer, &reading, names).is_err());
/// ```
pub fn check_bounds(
    value: &Value,
    kind: Type,
    reading: &Reading,
    names: Names<'_>,
) -> Result<(), CellError> {
    let shown = |value: &Value, language| show(value, kind, names, language);
    let error = |bound: &Value, it: &str, en: &str| CellError {
        kind: CellErrorKind::OutOfBounds,
        message: Text::new(
            format!(
                "{} è {it} valore ammesso, {}",
                shown(value, Language::Italian),
                shown(bound, Language::Italian)
            ),
            format!(
                "{} is {en} value accepted, {}",
                shown(value, Language::English),
                shown(bound, Language::English)
            ),
        ),
        hint: None,
    };
    match (&reading.least, &reading.greatest) {
        (Some(least), _) if compare(value, least) == Some(Ordering::Less) => {
            Err(error(least, "sotto il minimo", "below the least"))
        }
        (_, Some(greatest)) if compare(value, greatest) == Some(Ordering::Greater) => {
            Err(error(greatest, "sopra il massimo", "above the greatest"))
        }
        _ => Ok(()),
    }
}

/// Compares two values that have an order.
fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(_), Value::Number(_))
        | (Value::Date(_), Value::Date(_))
        | (Value::Instant(_), Value::Instant(_)) => Some(left.compared_to(right)),
        _ => None,
    }
}
