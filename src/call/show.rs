//! Values as people read them, and as data holds them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{EnumId, Names, Type};
use crate::number::{Fraction, Rounding, group_digits};
use crate::text::{Language, Phrase, day_text};
use crate::value::{Value, VariantId};

/// A finite decimal with more places than this is shown rounded.
const MOST_PLACES: u32 = 10;
/// To so many places, with a sign that it is.
const ROUNDED_PLACES: u32 = 6;

/// Returns a value as people read it in `language`.
///
/// Numbers that no ten decimals write in full are rounded to six and say so with `≈`. Instants are
/// shown as the clocks of the call's zone show them, and with the offset in the one hour a year
/// that comes twice.
///
/// ```
/// use bando::call::{Names, Type, show};
/// use bando::number::Fraction;
/// use bando::text::Language;
/// use bando::value::Value;
/// let zone = jiff::tz::TimeZone::UTC;
/// let names = Names { enums: &[], tables: &[], zone: &zone };
/// let third = Value::Number(Fraction::new(1, 3).unwrap());
/// assert_eq!(show(&third, Type::Percent(None), names, Language::Italian), "≈ 33,333333 %");
/// assert_eq!(show(&third, Type::Number, names, Language::English), "≈ 0.333333");
/// ```
pub fn show(value: &Value, kind: Type, names: Names<'_>, language: Language) -> String {
    show_phrase(value, kind, names, language).bare()
}

/// Returns a value as [`show`] does, in which texts that the rules have in one language only are
/// marked.
pub fn show_phrase(value: &Value, kind: Type, names: Names<'_>, language: Language) -> Phrase {
    match value {
        Value::Variant(variant) => label(*variant, kind, names, language),
        Value::Set(variants) if !variants.is_empty() => {
            let labels = variants.iter().map(|it| label(*it, kind, names, language));
            Phrase::joined(labels, ", ")
        }
        _ => Phrase::own(in_words(value, kind, names, language)),
    }
}

fn in_words(value: &Value, kind: Type, names: Names<'_>, language: Language) -> String {
    let words = |it: &str, en: &str| {
        let word = match language {
            Language::Italian => it,
            Language::English => en,
        };
        word.to_owned()
    };
    match value {
        Value::YesNo(true) => words("sì", "yes"),
        Value::YesNo(false) => words("no", "no"),
        Value::Number(number) => show_number(*number, kind, language),
        Value::Date(date) => day_text(*date).get(language).to_owned(),
        Value::Instant(instant) => show_instant(*instant, names.zone, language),
        Value::Text(text) => text.clone(),
        Value::Set(_) => words("nessuno", "none"),
        Value::Variant(_) | Value::Row(_) => show_plain(value, kind, names),
        Value::List(items) => match items.len() {
            0 => words("nessuno", "none"),
            1 => words("1 elemento", "1 item"),
            count => words(&format!("{count} elementi"), &format!("{count} items")),
        },
    }
}

/// Returns a value as data holds it: plain digits, ISO dates, `yes` and `no`, names of variants
/// (parted by `;`, `none` for the empty set), keys of rows, the number of items of a list.
///
/// A percent is the number before the sign (`20` for 20 %), as data states it; a fraction that no
/// decimals write is `1/3`.
///
/// ```
/// use bando::call::{Names, Type, show_plain};
/// use bando::number::Fraction;
/// use bando::value::Value;
/// let zone = jiff::tz::TimeZone::UTC;
/// let names = Names { enums: &[], tables: &[], zone: &zone };
/// let plain = |number, kind| show_plain(&Value::Number(number), kind, names);
/// assert_eq!(plain(Fraction::new(1, 5).unwrap(), Type::Percent(None)), "20");
/// assert_eq!(plain(Fraction::integer(7), Type::Money), "7.00");
/// ```
pub fn show_plain(value: &Value, kind: Type, names: Names<'_>) -> String {
    match value {
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Number(number) => {
            let number = &match kind {
                Type::Percent(_) => match number.mul(Fraction::integer(100)) {
                    Some(percentage) => percentage,
                    None => return quotient(*number),
                },
                _ => *number,
            };
            let decimals = number.decimals().map(|it| it.max(least_places(kind)));
            let finite = decimals.and_then(|places| number.to_plain(places));
            finite.unwrap_or_else(|| quotient(*number))
        }
        Value::Date(date) => date.to_string(),
        Value::Instant(instant) => {
            let offset = names.zone.to_offset(*instant);
            instant.display_with_offset(offset).to_string()
        }
        Value::Text(text) => text.clone(),
        Value::Variant(variant) => name(*variant, kind, names),
        Value::Set(variants) if variants.is_empty() => "none".to_owned(),
        Value::Set(variants) => {
            let names = variants.iter().map(|it| name(*it, kind, names));
            names.collect::<Vec<_>>().join(";")
        }
        Value::Row(row) => match kind {
            Type::Row(table) => names
                .tables
                .get(table.index())
                .map(|table| table.key_of(*row).to_owned())
                .unwrap_or_default(),
            _ => String::new(),
        },
        Value::List(items) => items.len().to_string(),
    }
}

fn least_places(kind: Type) -> u32 {
    match kind {
        Type::Money | Type::Amount => 2,
        _ => 0,
    }
}

fn quotient(number: Fraction) -> String {
    format!("{}/{}", number.numerator(), number.denominator())
}

fn show_number(number: Fraction, kind: Type, language: Language) -> String {
    let unit = match (kind, language) {
        (Type::Money | Type::Amount, Language::Italian) => " €",
        (Type::Money | Type::Amount, Language::English) => " EUR",
        (Type::Percent(_), _) => " %",
        _ => "",
    };
    let shown = match kind {
        Type::Percent(_) => number.mul(Fraction::integer(100)),
        _ => Some(number),
    };
    let Some((about, plain)) = shown.and_then(|it| digits(it, least_places(kind))) else {
        return quotient(number);
    };
    let (group, point) = match language {
        Language::Italian => ('.', ','),
        Language::English => (',', '.'),
    };
    let whole = plain
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_start_matches('-');
    // Four digits of something other than money stay together: they may be a year.
    let figures = if unit.is_empty() && whole.len() < 5 {
        plain.replace('.', &point.to_string())
    } else {
        group_digits(&plain, group, point)
    };
    format!("{about}{figures}{unit}")
}

/// Returns the digits of a number in full, or rounded with the sign that says so.
fn digits(number: Fraction, least: u32) -> Option<(&'static str, String)> {
    match number.decimals() {
        Some(places) if places <= MOST_PLACES => Some(("", number.to_plain(places.max(least))?)),
        _ => {
            let rounded = number.round(ROUNDED_PLACES, Rounding::HalfUp)?;
            Some(("≈ ", rounded.to_plain(ROUNDED_PLACES)?))
        }
    }
}

fn show_instant(instant: Timestamp, zone: &TimeZone, language: Language) -> String {
    let moment = zone.to_datetime(instant);
    let clock = match moment.second() {
        0 => moment.strftime("%H:%M"),
        _ => moment.strftime("%H:%M:%S"),
    };
    let between = match language {
        Language::Italian => " ore ",
        Language::English => " ",
    };
    let date = day_text(moment.date()).get(language).to_owned();
    if zone.to_ambiguous_timestamp(moment).is_ambiguous() {
        let offset = zone.to_offset(instant);
        format!("{date}{between}{clock} ({offset})")
    } else {
        format!("{date}{between}{clock}")
    }
}

fn enum_of(kind: Type) -> Option<EnumId> {
    match kind {
        Type::Enum(id) | Type::Set(id) => Some(id),
        _ => None,
    }
}

fn label(variant: VariantId, kind: Type, names: Names<'_>, language: Language) -> Phrase {
    let known = enum_of(kind).and_then(|id| names.enums.get(id.index()));
    let variant = known.and_then(|known| known.get(variant));
    variant.map_or_else(Phrase::default, |it| Phrase::of(&it.label, language))
}

fn name(variant: VariantId, kind: Type, names: Names<'_>) -> String {
    let known = enum_of(kind).and_then(|id| names.enums.get(id.index()));
    let variant = known.and_then(|known| known.get(variant));
    variant.map_or_else(String::new, |it| it.name.clone())
}
