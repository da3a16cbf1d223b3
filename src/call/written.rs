//! Values as a rule file writes them.

use super::{Call, ListId, Type, show_plain};
use crate::number::{Fraction, group_digits};
use crate::text::keyword;
use crate::value::{Record, Value};

/// Returns a value as a rule file states it: `450_000.00 EUR`, `{ comune, regione }`, `"071001"`;
/// `None` where no literal says exactly that.
///
/// ```
/// use bando::call::{Call, Type, written};
/// use bando::number::Fraction;
/// use bando::value::Value;
/// let call = Call::empty(jiff::tz::TimeZone::UTC);
/// let share = Value::Number(Fraction::new(1, 5).unwrap());
/// assert_eq!(written(&call, &share, Type::Percent(None)).as_deref(), Some("20 %"));
/// let third = Value::Number(Fraction::new(1, 3).unwrap());
/// assert_eq!(written(&call, &third, Type::Percent(None)), None);
/// ```
pub fn written(call: &Call, value: &Value, kind: Type) -> Option<String> {
    let plain = || show_plain(value, kind, call.names());
    let word = |rule| keyword(rule, call.keywords).map(str::to_owned);
    match value {
        Value::YesNo(true) => word("kw_yes"),
        Value::YesNo(false) => word("kw_no"),
        Value::Variant(_) | Value::Date(_) => Some(plain()),
        Value::Number(number) => {
            let of = match kind {
                Type::Percent(_) => number.mul(Fraction::integer(100))?,
                _ => *number,
            };
            of.decimals()?;
            Some(match kind {
                Type::Percent(_) => format!("{} %", plain()),
                Type::Money | Type::Amount => {
                    format!("{} EUR", group_digits(&plain(), '_', '.'))
                }
                _ => plain(),
            })
        }
        Value::Instant(instant) => {
            let moment = call.zone.to_datetime(*instant);
            let text = match (moment.second(), moment.subsec_nanosecond()) {
                (0, 0) => moment.strftime("%Y-%m-%d %H:%M").to_string(),
                (_, 0) => moment.strftime("%Y-%m-%d %H:%M:%S").to_string(),
                _ => return None,
            };
            let ambiguous = call.zone.to_ambiguous_timestamp(moment).is_ambiguous();
            (!ambiguous).then_some(text)
        }
        Value::Text(text) => quoted(text),
        Value::Row(_) => quoted(&plain()),
        Value::Set(variants) if variants.is_empty() => word("kw_none"),
        Value::Set(_) => Some(format!("{{ {} }}", plain().replace(';', ", "))),
        Value::List(records) => list(call, records, kind),
    }
}

fn list(call: &Call, records: &[Record], kind: Type) -> Option<String> {
    let Type::List(id) = kind else {
        return None;
    };
    let records: Vec<String> = records
        .iter()
        .map(|it| record(call, it, id))
        .collect::<Option<_>>()?;
    Some(match records.as_slice() {
        [] => "[]".to_owned(),
        records => format!("[ {} ]", records.join(", ")),
    })
}

fn record(call: &Call, record: &Record, list: ListId) -> Option<String> {
    let fields = &call.lists.get(list.index())?.fields;
    let stated = fields.iter().zip(&record.fields);
    let stated = stated.filter_map(|(field, value)| Some((field, value.as_ref()?)));
    let parts: Vec<String> = stated
        .map(|(field, value)| {
            Some(format!(
                "{} = {}",
                field.name,
                written(call, value, field.kind)?
            ))
        })
        .collect::<Option<_>>()?;
    Some(match parts.as_slice() {
        [] => "{}".to_owned(),
        parts => format!("{{ {} }}", parts.join(", ")),
    })
}

fn quoted(text: &str) -> Option<String> {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    (!text.contains(char::is_control)).then(|| format!("\"{text}\""))
}
