//! Types: what fits where, and what they are called.

use super::scope::Checker;
use crate::call::Type;

/// Tells whether values of this type are numbers without a unit.
pub(super) fn is_plain_number(ty: Type) -> bool {
    matches!(
        ty,
        Type::Integer | Type::Decimal(_) | Type::Percent(_) | Type::Number
    )
}

/// Tells whether values of this type are euro.
pub(super) fn is_money(ty: Type) -> bool {
    matches!(ty, Type::Money | Type::Amount)
}

/// Returns the type of values that may be of either type; `None` where they do not mix.
pub(super) fn join(left: Type, right: Type) -> Option<Type> {
    if left == right {
        return Some(left);
    }
    if is_money(left) && is_money(right) {
        return Some(Type::Amount);
    }
    if left.is_text() && right.is_text() {
        return Some(Type::Text);
    }
    match (left, right) {
        (Type::Integer, Type::Decimal(places)) | (Type::Decimal(places), Type::Integer) => {
            Some(Type::Decimal(places))
        }
        (Type::Decimal(a), Type::Decimal(b)) => Some(Type::Decimal(a.max(b))),
        (Type::Percent(Some(a)), Type::Percent(Some(b))) => Some(Type::Percent(Some(a.max(b)))),
        (Type::Percent(_), Type::Percent(_)) => Some(Type::Percent(None)),
        _ if is_plain_number(left) && is_plain_number(right) => Some(Type::Number),
        _ => None,
    }
}

impl Checker<'_> {
    /// Returns what a type is called, in Italian and English, for use in a sentence.
    pub(super) fn type_name(&self, ty: Type) -> (String, String) {
        let pair = |it: &str, en: &str| (it.to_owned(), en.to_owned());
        match ty {
            Type::YesNo => pair("un sì/no", "a yes/no"),
            Type::Integer => pair("un numero intero", "a whole number"),
            Type::Decimal(places) => (
                format!("un decimale con {places} cifre"),
                format!("a decimal with {places} places"),
            ),
            Type::Percent(_) => pair("una percentuale", "a percentage"),
            Type::Number => pair("un numero esatto", "an exact number"),
            Type::Money => pair("un importo in euro", "money"),
            Type::Amount => pair("un importo non arrotondato", "an unrounded amount"),
            Type::Date => pair("una data", "a date"),
            Type::Instant => pair("una data con l'ora", "an instant"),
            Type::Text => pair("un testo", "a text"),
            Type::Code => pair("un codice", "a code"),
            Type::TaxCode => pair("un codice fiscale", "a tax code"),
            Type::Cup => pair("un CUP", "a CUP"),
            Type::ComuneCode => pair("un codice di comune", "a comune code"),
            Type::Iban => pair("un IBAN", "an IBAN"),
            Type::Enum(id) => {
                let name = self.call.enums.get(id.index()).map_or("", |it| &it.name);
                (format!("una voce di `{name}`"), format!("a `{name}`"))
            }
            Type::Set(id) => {
                let name = self.call.enums.get(id.index()).map_or("", |it| &it.name);
                (
                    format!("un insieme di `{name}`"),
                    format!("a set of `{name}`"),
                )
            }
            Type::Row(id) => {
                let name = self.call.tables.get(id.index()).map_or("", |it| &it.name);
                (
                    format!("una riga di `{name}`"),
                    format!("a row of `{name}`"),
                )
            }
            Type::List(id) => {
                let name = self.call.lists.get(id.index()).map_or("", |it| &it.name);
                (format!("l'elenco `{name}`"), format!("the list `{name}`"))
            }
        }
    }
}
