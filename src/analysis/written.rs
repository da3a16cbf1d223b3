//! Values as a rule file writes them, for examples in messages.

use super::scope::Scope;
use crate::call::{Call, EnumId, Expr, ExprKind, Type};
use crate::number::Fraction;
use crate::text::keyword;
use crate::value::{Value, VariantId};

/// Returns facts, and fields of the items around, with their values as the `given` of a test
/// writes them: `form = comune, cost = 5_000 EUR`.
pub(super) fn written_facts(call: &Call, scope: &Scope, values: &[(Expr, Value)]) -> String {
    let facts = values.iter().map(|(subject, value)| {
        let name = match subject.kind {
            ExprKind::Fact(id) => call.facts.get(id.index()).map(|fact| &fact.name),
            ExprKind::Field { depth, field } => {
                let around = scope.outwards().find(|(it, _)| *it == depth);
                around.and_then(|(_, list)| {
                    let fields = &call.lists.get(list.index())?.fields;
                    fields.get(field.index()).map(|field| &field.name)
                })
            }
            _ => None,
        };
        let name = name.map_or("", String::as_str);
        format!("{name} = {}", written(call, value, subject.ty))
    });
    facts.collect::<Vec<_>>().join(", ")
}

/// Returns a value of a type as a rule file writes it.
pub(super) fn written(call: &Call, value: &Value, ty: Type) -> String {
    let word = |rule| {
        let word = keyword(rule, call.keywords);
        word.unwrap_or_default().to_owned()
    };
    match value {
        Value::YesNo(true) => word("kw_yes"),
        Value::YesNo(false) => word("kw_no"),
        Value::Number(number) => written_number(*number, ty),
        Value::Date(date) => date.to_string(),
        Value::Instant(instant) => {
            let at = call.zone.to_datetime(*instant);
            match at.second() {
                0 => at.strftime("%Y-%m-%d %H:%M").to_string(),
                _ => at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            }
        }
        Value::Text(text) => quoted(text),
        Value::Variant(variant) => name(call, ty, *variant),
        Value::Set(variants) if variants.is_empty() => word("kw_none"),
        Value::Set(variants) => {
            let names: Vec<String> = variants.iter().map(|it| name(call, ty, *it)).collect();
            format!("{{ {} }}", names.join(", "))
        }
        Value::Row(row) => match ty {
            Type::Row(id) => {
                let table = call.tables.get(id.index());
                quoted(table.map_or("", |table| table.key_of(*row)))
            }
            _ => String::new(),
        },
        Value::List(_) => "[ … ]".to_owned(),
    }
}

fn written_number(number: Fraction, ty: Type) -> String {
    let (number, unit) = match ty {
        Type::Percent(_) => (number.mul(Fraction::integer(100)), " %"),
        Type::Money | Type::Amount => (Some(number), " EUR"),
        _ => (Some(number), ""),
    };
    let number = number.unwrap_or(Fraction::ZERO);
    let places = number.decimals().map(|places| match ty {
        Type::Money | Type::Amount if places > 0 => places.max(2),
        _ => places,
    });
    match places.and_then(|places| number.to_plain(places)) {
        Some(plain) => format!("{}{unit}", in_thousands(&plain)),
        None => format!("{}/{}{unit}", number.numerator(), number.denominator()),
    }
}

/// Returns the digits with a line between the thousands.
fn in_thousands(plain: &str) -> String {
    let (whole, decimals) = match plain.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (plain, None),
    };
    let mut digits = String::new();
    for (place, digit) in (0_usize..).zip(whole.chars().rev()) {
        if place > 0 && place.is_multiple_of(3) && digit != '-' {
            digits.push('_');
        }
        digits.push(digit);
    }
    let whole: String = digits.chars().rev().collect();
    match decimals {
        Some(decimals) => format!("{whole}.{decimals}"),
        None => whole,
    }
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

fn name(call: &Call, ty: Type, variant: VariantId) -> String {
    let id: EnumId = match ty {
        Type::Enum(id) | Type::Set(id) => id,
        _ => return String::new(),
    };
    let variant = call.enums.get(id.index()).and_then(|it| it.get(variant));
    variant.map_or_else(String::new, |it| it.name.clone())
}
