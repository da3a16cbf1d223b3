//! The JSON Schema of one proposal.

use serde_json::{Map, Value as Json, json};

use super::types::{Definitions, json_number};
use super::{ConditionText, characters, dates, numbers, words};
use crate::call::{Call, Expr, Reading, Supplier, Type};
use crate::facts::json_record::MOST_ITEMS;
use crate::facts::rows::MOST_ID_CHARACTERS;
use crate::facts::shape::is_one_value;
use crate::number::Fraction;
use crate::text::{Language, Text};
use crate::value::Value;

/// Returns the JSON Schema (draft 2020-12) of one proposal, with titles and descriptions in
/// `language`.
///
/// The same call gives the same text. What it holds for is the law of [this module](super).
///
/// ```
/// use bando::call::Call;
/// use bando::facts::schema::json_schema;
/// use bando::text::Language;
/// let call = Call::empty(jiff::tz::TimeZone::UTC);
/// let schema = json_schema(&call, Language::English, &|_| String::new());
/// assert!(schema.contains(r#""required": ["#));
/// ```
pub fn json_schema(call: &Call, language: Language, condition: ConditionText<'_>) -> String {
    let mut schema = Schema {
        call,
        language,
        condition,
        definitions: Definitions::new(call, language),
    };
    let mut properties = Map::new();
    for fact in &call.facts {
        let leaf = Leaf {
            kind: fact.kind,
            reading: &fact.reading,
            ask: fact.ask.as_ref(),
            supplier: Some(fact.supplier),
            when: fact.when.as_ref(),
        };
        let leaf = schema.leaf(&leaf);
        place(&mut properties, &fact.name, leaf);
    }
    // The field of the id may be a fact's too.
    let id = match properties.remove("id") {
        Some(fact) => json!({"allOf": [schema.id(), fact]}),
        None => schema.id(),
    };
    properties.shift_insert(0, "id".to_owned(), id);
    schema.unread(&mut properties);
    let definitions = schema.definitions.used();
    let whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": call.title.get(language),
        "description": words::SCHEMA.get(language),
        "type": "object",
        "required": ["id"],
        "properties": properties,
        "additionalProperties": false,
        "$defs": definitions,
    });
    characters::shown(&format!("{whole:#}\n"))
}

struct Schema<'a> {
    call: &'a Call,
    language: Language,
    condition: ConditionText<'a>,
    definitions: Definitions<'a>,
}

/// A fact, or a field of a list's records.
struct Leaf<'a> {
    kind: Type,
    reading: &'a Reading,
    ask: Option<&'a Text>,
    supplier: Option<Supplier>,
    when: Option<&'a Expr>,
}

impl Schema<'_> {
    fn id(&mut self) -> Json {
        json!({
            "title": words::ID.get(self.language),
            "$ref": self.definitions.reference(Type::Code),
            "type": "string",
            "maxLength": MOST_ID_CHARACTERS,
        })
    }

    fn leaf(&mut self, leaf: &Leaf<'_>) -> Json {
        let mut schema = Map::new();
        if let Some(ask) = leaf.ask {
            schema.insert("title".to_owned(), ask.get(self.language).into());
        }
        let described = self.described(leaf);
        if !described.is_empty() {
            schema.insert("description".to_owned(), described.into());
        }
        match leaf.kind {
            Type::List(_) => {
                schema.insert("type".to_owned(), json!(["array", "null"]));
                schema.insert("maxItems".to_owned(), MOST_ITEMS.into());
                schema.insert("items".to_owned(), self.item(leaf.kind));
            }
            Type::Set(_) => {
                let member = self.definitions.reference(leaf.kind);
                schema.insert("type".to_owned(), json!(["array", "null"]));
                schema.insert("items".to_owned(), json!({"$ref": member}));
                schema.insert("uniqueItems".to_owned(), true.into());
            }
            Type::Enum(_) | Type::Row(_) => {
                let one = self.definitions.reference(leaf.kind);
                let either = json!([{"$ref": one}, {"type": "null"}]);
                schema.insert("anyOf".to_owned(), either);
            }
            _ => {
                let one = self.definitions.reference(leaf.kind);
                schema.insert("$ref".to_owned(), one.into());
            }
        }
        bounds(leaf, &mut schema);
        schema.into()
    }

    /// Says within which bounds, by whom and when a fact is stated.
    fn described(&self, leaf: &Leaf<'_>) -> String {
        let range = words::range(leaf.kind, leaf.reading, self.call.names(), self.language);
        let supplier = leaf
            .supplier
            .and_then(|it| words::stated_by(it, self.language));
        let when = leaf
            .when
            .map(|when| words::only_if(&(self.condition)(when), self.language));
        let parts = range
            .into_iter()
            .chain(supplier.map(str::to_owned))
            .chain(when);
        parts.collect::<Vec<_>>().join("; ")
    }

    /// Returns the schema of an item of a list.
    fn item(&mut self, kind: Type) -> Json {
        let call = self.call;
        let list = match kind {
            Type::List(list) => call.lists.get(list.index()),
            _ => None,
        };
        let mut properties = Map::new();
        for field in list.into_iter().flat_map(|list| &list.fields) {
            let leaf = Leaf {
                kind: field.kind,
                reading: &field.reading,
                ask: field.ask.as_ref(),
                supplier: None,
                when: field.when.as_ref(),
            };
            let leaf = self.leaf(&leaf);
            place(&mut properties, &field.name, leaf);
        }
        let alone = match list.map(|list| list.fields.as_slice()) {
            Some([only]) if is_one_value(&only.name, only.kind) => {
                properties.get(&only.name).cloned()
            }
            _ => None,
        };
        let record =
            json!({"type": "object", "properties": properties, "additionalProperties": false});
        match alone {
            Some(alone) => json!({"anyOf": [alone, record]}),
            None => record,
        }
    }

    /// Adds the fields that no fact reads and that may stand there all the same.
    fn unread(&self, properties: &mut Map<String, Json>) {
        let format = &self.call.proposals;
        let unread = format.compare.iter().map(|name| (name, &words::COMPARED));
        let ignored = format.ignore.iter().map(|name| (name, &words::IGNORED));
        for (name, words) in unread.chain(ignored) {
            if !properties.contains_key(name) {
                let described = json!({"description": words.get(self.language)});
                properties.insert(name.clone(), described);
            }
        }
    }
}

/// Puts the schema of a leaf where its dotted name says.
fn place(properties: &mut Map<String, Json>, name: &str, leaf: Json) {
    let Some((record, rest)) = name.split_once('.') else {
        properties.insert(name.to_owned(), leaf);
        return;
    };
    let inner = properties.entry(record).or_insert_with(
        || json!({"type": ["object", "null"], "properties": {}, "additionalProperties": false}),
    );
    if let Some(Json::Object(inner)) = inner.get_mut("properties") {
        place(inner, rest, leaf);
    }
}

/// Adds the bounds of a fact: of numbers and days. Those of instants are left to the reader.
fn bounds(leaf: &Leaf<'_>, schema: &mut Map<String, Json>) {
    let percent = matches!(leaf.kind, Type::Percent(_));
    let (least, greatest) = (&leaf.reading.least, &leaf.reading.greatest);
    let mut patterns = Vec::new();
    for (word, bound, number) in [
        ("minimum", least, numbers::at_least as Pattern),
        ("maximum", greatest, numbers::at_most),
    ] {
        let Some(Value::Number(bound)) = bound else {
            continue;
        };
        // Data state the number before the sign of a percent.
        let written = if percent {
            bound.mul(Fraction::integer(100))
        } else {
            Some(*bound)
        };
        let digits = written.and_then(|it| it.to_plain(it.decimals()?));
        schema.extend(digits.map(|it| (word.to_owned(), json_number(&it))));
        patterns.extend(written.and_then(|it| number(it, percent)));
    }
    if let Some(Value::Date(date)) = least {
        patterns.push(dates::from(*date));
    }
    if let Some(Value::Date(date)) = greatest {
        patterns.push(dates::up_to(*date));
    }
    let patterns = patterns.into_iter().map(|it| json!({"pattern": it}));
    let patterns: Vec<Json> = patterns.collect();
    if !patterns.is_empty() {
        schema.insert("allOf".to_owned(), patterns.into());
    }
}

/// Writes a bound as a pattern.
type Pattern = fn(Fraction, bool) -> Option<String>;
