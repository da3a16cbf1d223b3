//! What each operation means, in one place: its inputs are evaluated already.

use super::arithmetic::{change, extreme, interpolate, missing, product, sum};
use super::cases::{Choice, otherwise};
use super::comparing::{between, compare};
use super::exceptions::excepted;
use super::items::Gathered;
use super::kleene::{Junction, not};
use super::tables::look_up;
use super::{Evaluated, NoResultKind, Unknown};
use crate::call::{Call, ColumnId, Expr, ExprKind, Item, Quantifier, TableRule, Type, check_code};
use crate::number::Fraction;
use crate::value::{HasKind, Value};

/// Applies the operation of `expr` to its inputs, in the order of [`super::Step::inputs`].
///
/// Facts, fields, points and values over other proposals are given, not computed: they come out as
/// their one input. Of a call that the checker has passed, no operation meets a value of a wrong
/// type; if one did, the result would be absent.
pub(super) fn apply<E: AsRef<Evaluated>>(call: &Call, expr: &Expr, inputs: &[E]) -> Evaluated {
    let input = |index: usize| inputs.get(index).map_or(&Evaluated::Absent, AsRef::as_ref);
    let all = || inputs.iter().map(AsRef::as_ref);
    match &expr.kind {
        ExprKind::Constant(value) => Evaluated::Known(value.clone()),
        ExprKind::Fact(_)
        | ExprKind::Field { .. }
        | ExprKind::Definition(_)
        | ExprKind::Received(_)
        | ExprKind::OverAdmitted(_)
        | ExprKind::Points(_) => input(0).clone(),
        ExprKind::Column { row, column } => cell(call, expr, row.ty, *column, input(0)),
        ExprKind::And(_) => Junction::and().add_all(all()).result(),
        ExprKind::Or(_) => Junction::or().add_all(all()).result(),
        ExprKind::Not(_) => not(input(0)),
        ExprKind::Compare(comparison, ..) => compare(*comparison, input(0), input(1)),
        ExprKind::Between(..) => between(input(0), input(1), input(2)),
        ExprKind::InVariants(_, variants) => of_value(input(0), |value| match value {
            Value::Variant(variant) => Some(variants.contains(variant)),
            _ => None,
        }),
        ExprKind::InTexts(_, texts) => of_value(input(0), |value| match value {
            Value::Text(text) => Some(texts.contains(text)),
            _ => None,
        }),
        ExprKind::Has(kind, _, variants) => of_value(input(0), |value| match value {
            Value::Set(set) => Some(match kind {
                HasKind::Any => !set.is_disjoint(variants),
                HasKind::All => set.is_superset(variants),
                HasKind::None => set.is_disjoint(variants),
            }),
            _ => None,
        }),
        ExprKind::IsEmpty(_) => of_value(input(0), is_empty),
        ExprKind::Size(_) => size(input(0)),
        ExprKind::IsValid(code) => of_value(input(0), |value| is_valid(value, code.ty)),
        ExprKind::Sum(terms) => sum(terms.iter().map(|(taken, _)| *taken), inputs, expr.span),
        ExprKind::Product(factors) => product(
            factors.iter().map(|(divides, _)| *divides),
            inputs,
            expr.span,
        ),
        ExprKind::Negate(_) => change(input(0), expr.span, Fraction::negate),
        ExprKind::Round(number, _) => change(input(0), expr.span, |value| {
            value.round(number.places, number.rounding)
        }),
        ExprKind::Least(_) => extreme(false, inputs),
        ExprKind::Greatest(_) => extreme(true, inputs),
        ExprKind::Interpolate { .. } => interpolate(inputs, expr.span),
        ExprKind::Otherwise(..) => otherwise(input(0).clone(), || input(1).clone()),
        ExprKind::FirstOf(_) => first_of(inputs),
        ExprKind::Table(table) => table_row(table, inputs),
        ExprKind::Excepted { exceptions, .. } => excepted(expr.span, exceptions, inputs),
        ExprKind::CountingDate(_) => counting_date(call, input(0)),
        ExprKind::NotInForce => {
            Evaluated::Unknown(Unknown::no_result(expr.span, NoResultKind::NotInForce))
        }
        ExprKind::DateOf(_) => day(call, input(0)),
        ExprKind::Quantified {
            quantifier, item, ..
        } => quantified(expr, *quantifier, item, inputs),
    }
}

/// Tells something about one value; what is not known stays so.
fn of_value(input: &Evaluated, result: impl FnOnce(&Value) -> Option<bool>) -> Evaluated {
    match input {
        Evaluated::Known(value) => result(value).map_or(Evaluated::Absent, Evaluated::yes),
        other => missing(&[other]).unwrap_or(Evaluated::Absent),
    }
}

fn is_empty(value: &Value) -> Option<bool> {
    match value {
        Value::Set(set) => Some(set.is_empty()),
        Value::List(items) => Some(items.is_empty()),
        _ => None,
    }
}

fn size(input: &Evaluated) -> Evaluated {
    match input {
        Evaluated::Known(Value::Set(set)) => match i128::try_from(set.len()) {
            Ok(size) => Evaluated::number(Fraction::integer(size)),
            Err(_) => Evaluated::Absent,
        },
        other => missing(&[other]).unwrap_or(Evaluated::Absent),
    }
}

fn is_valid(value: &Value, kind: Type) -> Option<bool> {
    match value {
        Value::Text(code) => Some(check_code(code, kind).is_ok()),
        _ => None,
    }
}

fn cell(call: &Call, expr: &Expr, row: Type, column: ColumnId, input: &Evaluated) -> Evaluated {
    match (input, row) {
        (Evaluated::Known(Value::Row(row)), Type::Row(table)) => {
            let table = call.tables.get(table.index());
            match table.and_then(|table| table.cell(*row, column)) {
                Some(value) => Evaluated::Known(value.clone()),
                None => Evaluated::Unknown(Unknown::no_result(expr.span, NoResultKind::EmptyCell)),
            }
        }
        (other, _) => missing(&[other]).unwrap_or(Evaluated::Absent),
    }
}

fn day(call: &Call, input: &Evaluated) -> Evaluated {
    match input {
        Evaluated::Known(Value::Instant(instant)) => {
            Evaluated::Known(Value::Date(call.zone.to_datetime(*instant).date()))
        }
        other => missing(&[other]).unwrap_or(Evaluated::Absent),
    }
}

/// Returns the day itself where it is known, otherwise the one that was given for the call.
fn counting_date(call: &Call, input: &Evaluated) -> Evaluated {
    match (input, call.counting_date) {
        (Evaluated::Known(_), _) | (_, None) => input.clone(),
        (_, Some(given)) => Evaluated::Known(Value::Date(given)),
    }
}

fn first_of<E: AsRef<Evaluated>>(inputs: &[E]) -> Evaluated {
    let mut choice = Choice::default();
    for case in inputs.chunks(2) {
        if let [condition, value] = case
            && choice.add(condition.as_ref(), || value.as_ref().clone())
        {
            break;
        }
    }
    choice.result()
}

fn table_row<E: AsRef<Evaluated>>(table: &TableRule, inputs: &[E]) -> Evaluated {
    let (keys, values) = inputs.split_at(table.keys.len().min(inputs.len()));
    let keys: Vec<&Evaluated> = keys.iter().map(AsRef::as_ref).collect();
    look_up(table, &keys, &mut |place| {
        let value = values.get(place).map(AsRef::as_ref);
        value.map_or(Evaluated::Absent, Evaluated::clone)
    })
}

/// What a quantifier gives that is not evaluated: nothing is then known of its items.
pub(super) fn too_many_steps(expr: &Expr) -> Evaluated {
    let why = NoResultKind::TooManySteps;
    Evaluated::Unknown(Unknown::no_result(expr.span, why))
}

fn quantified<E: AsRef<Evaluated>>(
    expr: &Expr,
    quantifier: Quantifier,
    item: &Item,
    inputs: &[E],
) -> Evaluated {
    let (list, items) = match inputs.split_first() {
        Some((list, items)) => (list.as_ref(), items),
        None => return Evaluated::Absent,
    };
    let Evaluated::Known(Value::List(records)) = list else {
        return missing(&[list]).unwrap_or(Evaluated::Absent);
    };
    let asks = item.filter.is_some() || item.body.is_some();
    if asks && items.is_empty() && !records.is_empty() {
        return too_many_steps(expr);
    }
    let mut items = items.iter().map(AsRef::as_ref);
    let mut gathered = Gathered::new(quantifier, expr.span);
    for _ in records {
        let filter = item.filter.as_ref().and_then(|_| items.next());
        let body = item.body.as_ref().and_then(|_| items.next());
        if gathered.add(filter, body) {
            break;
        }
    }
    gathered.result()
}
