//! The definitions to which a schema refers: one for each type that is used.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value as Json, json};

use super::characters::{CODE, CUT_SHORT, TEXT};
use super::{clocks, dates, numbers, words};
use crate::call::{Call, Enum, Format, Reading, TableId, Type, iban_pattern, read_cell};
use crate::facts::json_number::{MOST_PLACES, MOST_WHOLE_DIGITS};
use crate::number::Fraction;
use crate::text::Language;

/// The definitions used so far, by name.
pub(super) struct Definitions<'a> {
    call: &'a Call,
    language: Language,
    used: BTreeMap<String, Json>,
}

impl<'a> Definitions<'a> {
    /// Returns no definitions yet.
    pub(super) fn new(call: &'a Call, language: Language) -> Self {
        Self {
            call,
            language,
            used: BTreeMap::new(),
        }
    }

    /// Returns the definitions that were used.
    pub(super) fn used(self) -> Json {
        self.used.into_iter().collect::<Map<_, _>>().into()
    }

    /// Returns a reference to the definition of a type, which makes it a used one; `None` for types
    /// that are written out where they stand.
    pub(super) fn reference(&mut self, kind: Type) -> Option<Json> {
        let name = self.name(kind)?;
        if !self.used.contains_key(&name) {
            let definition = self.definition(kind)?;
            self.used.insert(name.clone(), definition);
        }
        Some(json!(format!("#/$defs/{name}")))
    }

    fn name(&self, kind: Type) -> Option<String> {
        let name = match kind {
            Type::YesNo => "yes-no",
            Type::Integer => "integer",
            Type::Decimal(places) => return Some(format!("decimal.{places}")),
            Type::Percent(None) => "percent",
            Type::Percent(Some(places)) => return Some(format!("percent.{places}")),
            Type::Number => "number",
            Type::Amount => "amount",
            Type::Money => "money",
            Type::Date => "date",
            Type::Instant => "instant",
            Type::Text => "text",
            Type::Code => "code",
            Type::TaxCode => "tax-code",
            Type::Cup => "cup",
            Type::ComuneCode => "comune-code",
            Type::Iban => "iban",
            Type::Enum(id) | Type::Set(id) => {
                let listed = self.call.enums.get(id.index())?;
                return Some(format!("enum.{}", listed.name));
            }
            Type::Row(id) => {
                let table = self.call.tables.get(id.index())?;
                return Some(format!("row.{}", table.name));
            }
            Type::List(_) => return None,
        };
        Some(name.to_owned())
    }

    fn definition(&self, kind: Type) -> Option<Json> {
        let described = |mut definition: Json| {
            if let Some(fields) = definition.as_object_mut() {
                let words = words::json_form(kind, self.language).to_owned();
                fields.shift_insert(0, "description".to_owned(), words.into());
            }
            definition
        };
        let text = |pattern: &str| json!({"type": ["string", "null"], "pattern": pattern});
        Some(match kind {
            Type::YesNo => described(json!({"enum": [true, false, "sì", "yes", "no", null]})),
            Type::Integer => described(number(Some(0), false)),
            Type::Decimal(places) => described(number(Some(places), false)),
            Type::Percent(None) => described(number(None, true)),
            Type::Percent(Some(places)) => described(number(Some(places), true)),
            Type::Number | Type::Amount => described(number(None, false)),
            Type::Money => described(money()),
            Type::Date => described(text(&dates::day())),
            Type::Instant => {
                let mut instant = text(&dates::instant());
                if let Some(fields) = instant.as_object_mut() {
                    let pattern = clocks::without_meaning(&self.call.zone);
                    let meaningless = json!({"type": "string", "pattern": pattern});
                    fields.insert("not".to_owned(), meaningless);
                }
                described(instant)
            }
            Type::Text => described(text(&TEXT)),
            Type::Code => {
                let mut code = text(&CODE);
                if let Some(fields) = code.as_object_mut() {
                    let cut_short = json!({"type": "string", "pattern": CUT_SHORT});
                    fields.insert("not".to_owned(), cut_short);
                }
                described(code)
            }
            Type::TaxCode => described(text(TAX_CODE)),
            Type::Cup => described(text("^[A-Za-z][0-9]{2}[A-Za-z][0-9]{11}$")),
            Type::ComuneCode => described(text("^[0-9]{6}$")),
            Type::Iban => described(text(&iban_pattern())),
            Type::Enum(id) | Type::Set(id) => {
                let listed = self.call.enums.get(id.index())?;
                self.variants(listed)
            }
            Type::Row(id) => self.keys(id),
            Type::List(_) => return None,
        })
    }

    fn variants(&self, listed: &Enum) -> Json {
        let variants = listed
            .variants
            .iter()
            .map(|it| json!({"const": it.name, "title": it.label.get(self.language)}));
        json!({"oneOf": variants.collect::<Vec<_>>()})
    }

    fn keys(&self, id: TableId) -> Json {
        let table = self.call.tables.get(id.index());
        let keys = table.into_iter().flat_map(|table| table.index.keys());
        // A key that a proposal could not state would be no key of the schema.
        let stated = keys.filter(|key| {
            let (reading, format) = (Reading::default(), Format::default());
            read_cell(key, Type::Row(id), &reading, &format, self.call.names()).is_ok()
        });
        json!({"enum": stated.collect::<Vec<_>>()})
    }
}

/// A tax code, in upper or lower case: 11 digits, or 16 characters, of which seven are digits or
/// the letters that stand for them.
const TAX_CODE: &str = "^(?:[0-9]{11}|[A-Za-z]{6}[0-9L-NP-Vl-np-v]{2}[A-EHLMPR-Ta-ehlmpr-t]\
    [0-9L-NP-Vl-np-v]{2}[A-Za-z][0-9L-NP-Vl-np-v]{3}[A-Za-z])$";

/// Returns what both writings of a number look like.
fn number(places: Option<u8>, percent: bool) -> Json {
    let limit = format!("1{}", "0".repeat(MOST_WHOLE_DIGITS));
    let step = match places.map_or(MOST_PLACES, |it| usize::from(it).min(MOST_PLACES)) {
        0 => "1".to_owned(),
        places => format!("0.{:0>places$}", 1),
    };
    let mut number = json!({
        "type": ["number", "string", "null"],
        "multipleOf": json_number(&step),
        "exclusiveMinimum": json_number(&format!("-{limit}")),
        "exclusiveMaximum": json_number(&limit),
        "pattern": numbers::written(places, percent),
        "not": {"type": "string", "pattern": "(?:[0-9][^0-9]*){29}"},
    });
    if let Some(fields) = number.as_object_mut()
        && places == Some(0)
    {
        fields.insert("type".to_owned(), json!(["integer", "string", "null"]));
        fields.shift_remove("multipleOf");
    }
    number
}

/// Returns what an amount of money looks like: its cents fit into 64 bits.
fn money() -> Json {
    let euro = |cents: i64| Fraction::new(i128::from(cents), 100);
    let least = euro(i64::MIN).and_then(|it| numbers::at_least(it, false));
    let greatest = euro(i64::MAX).and_then(|it| numbers::at_most(it, false));
    let patterns = least.into_iter().chain(greatest);
    let mut money = number(Some(2), false);
    if let Some(fields) = money.as_object_mut() {
        let patterns: Vec<Json> = patterns.map(|it| json!({"pattern": it})).collect();
        fields.insert("allOf".to_owned(), patterns.into());
    }
    money
}

/// Returns a JSON number with these digits.
pub(super) fn json_number(digits: &str) -> Json {
    digits.parse::<Number>().map_or(Json::Null, Json::Number)
}
