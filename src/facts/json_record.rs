//! One JSON object into one proposal.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::json_text::{Json, JsonKind};
use super::json_value;
use super::json_value::{found, not_here};
use super::notation::Notation;
use super::rows::{self, Row};
use super::shape::{Entry, Fields, Shape, Shapes};
use crate::call::{Call, ListId, Type, visible};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::{Language, Text, nearest};
use crate::value::{Record, Value};

/// A list with more items than this is refused.
pub(super) const MOST_ITEMS: usize = 10_000;

/// The way to a value; written as a JSON pointer only where something is wrong there.
enum Pointer<'a> {
    /// This place.
    To(&'a str),
    /// A field of the object there.
    Field(&'a Self, &'a str),
    /// An item of the list there.
    Item(&'a Self, usize),
}

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::To(place) => out.write_str(place),
            Self::Field(object, key) => write!(out, "{object}/{}", escaped(key)),
            Self::Item(list, place) => write!(out, "{list}/{place}"),
        }
    }
}

/// What reading a proposal needs to know.
pub(super) struct JsonReader<'a> {
    call: &'a Call,
    file: &'a str,
    shapes: Cow<'a, Shapes>,
    notation: Notation,
}

/// The object being read: where it stands, and what is wrong so far.
struct Reading {
    place: DataPlace,
    errors: Vec<Diagnostic>,
}

impl Reading {
    /// Returns the place of `value`, which stands at `pointer`.
    fn at(&self, value: &Json<'_>, pointer: &impl ToString) -> DataPlace {
        DataPlace {
            line: Some(value.line),
            pointer: Some(pointer.to_string()),
            ..self.place.clone()
        }
    }
}

impl<'a> JsonReader<'a> {
    pub(super) fn new(call: &'a Call, file: &'a str) -> Self {
        Self {
            call,
            file,
            shapes: Cow::Owned(Shapes::of(call)),
            notation: Notation::Json,
        }
    }

    /// Returns a reader of objects that are rows of columns.
    #[cfg(feature = "parquet")]
    pub(super) fn of_columns(call: &'a Call, file: &'a str) -> Self {
        Self {
            notation: Notation::Columns,
            ..Self::new(call, file)
        }
    }

    /// Returns a reader of what nests in these shapes, those of the call.
    pub(super) fn with(call: &'a Call, file: &'a str, shapes: &'a Shapes) -> Self {
        Self {
            call,
            file,
            shapes: Cow::Borrowed(shapes),
            notation: Notation::Json,
        }
    }

    /// Returns the place of a record that starts on `line`, the item `index` of the file's array.
    pub(super) fn place(&self, line: u64, index: Option<usize>) -> DataPlace {
        DataPlace {
            file: self.file.to_owned(),
            line: Some(line),
            pointer: index.map(|index| format!("/{index}")),
            ..DataPlace::default()
        }
    }

    /// Reads a proposal.
    pub(super) fn row(&self, record: &Json<'_>, place: DataPlace) -> Row {
        self.read(record, place, true)
    }

    /// Reads what an applicant states before there is a proposal: it may go without an id.
    pub(super) fn answers(&self, record: &Json<'_>, place: DataPlace) -> Row {
        self.read(record, place, false)
    }

    fn read(&self, record: &Json<'_>, place: DataPlace, needs_id: bool) -> Row {
        let JsonKind::Object(fields) = &record.kind else {
            let message = Text::new(
                format!(
                    "una proposta è un oggetto `{{ … }}`, qui c'è {}",
                    found(record, self.notation).it
                ),
                format!(
                    "a proposal is an object `{{ … }}`, here stands {}",
                    found(record, self.notation).get(Language::English)
                ),
            );
            return Row::refused(
                place.clone(),
                Diagnostic::data(Code::MalformedRecord, place, message),
            );
        };
        let mut reading = Reading {
            place,
            errors: Vec::new(),
        };
        let has_id = fields.iter().any(|(key, _)| key == "id");
        let id = if needs_id || has_id {
            self.id(fields, &mut reading)
        } else {
            None
        };
        reading.place.proposal.clone_from(&id);
        let base = reading.place.pointer.clone().unwrap_or_default();
        let base = Pointer::To(&base);
        let shape = &self.shapes.facts;
        let mut facts = vec![None; shape.leaves.len()];
        let mut compare = BTreeMap::new();
        let own = |key: &str| shape.top.fields.contains_key(key);
        let mut stated = Vec::new();
        for field @ (key, value) in fields {
            let listed = |names: &[String]| !own(key) && names.iter().any(|name| name == key);
            if listed(&self.call.proposals.compare) {
                compare.extend(compared(value).map(|text| (key.to_string(), text)));
            } else if own(key) || (key != "id" && !listed(&self.call.proposals.ignore)) {
                stated.push(field);
            }
        }
        self.duplicates(fields, &base, &mut reading);
        self.object(&stated, shape, &shape.top, &base, &mut facts, &mut reading);
        Row {
            place: reading.place,
            id,
            facts,
            compare,
            errors: reading.errors,
        }
    }

    /// Reads the field `id`.
    fn id(&self, fields: &[(Cow<'_, str>, Json<'_>)], reading: &mut Reading) -> Option<String> {
        let mut ids = fields.iter().filter(|(key, _)| key == "id");
        let (first, second) = (ids.next(), ids.next());
        if second.is_some() {
            // Nobody can tell which is meant; that there are two is reported with the other keys.
            return None;
        }
        let Some((_, value)) = first else {
            reading.errors.push(self.no_id(fields, &reading.place));
            return None;
        };
        let base = reading.place.pointer.as_deref().unwrap_or_default();
        let place = reading.at(value, &format!("{base}/id"));
        let id = match &value.kind {
            JsonKind::Text(text) => {
                let id = rows::proposal_id(text, &place);
                if id.is_ok()
                    && let Err(error) = json_value::no_spaces_around(text)
                {
                    reading.errors.push(rows::cell_diagnostic(error, place));
                }
                id
            }
            JsonKind::Null => Err(Box::new(rows::missing_id(&place))),
            _ => {
                let wanted = self.notation.text();
                let wrong = not_here(value, place, &wanted, self.notation);
                Err(Box::new(wrong.with_hint(Text::new(
                    "scrivere l'identificativo fra virgolette: un numero perderebbe gli zeri iniziali",
                    "write the id in quotes: a number would lose its leading zeros",
                ))))
            }
        };
        id.map_err(|error| reading.errors.push(*error)).ok()
    }

    fn no_id(&self, fields: &[(Cow<'_, str>, Json<'_>)], place: &DataPlace) -> Diagnostic {
        let missing = rows::missing_id(place);
        let column = &self.call.proposals.id;
        if !fields.iter().any(|(key, _)| key == column.as_str()) {
            return missing;
        }
        let (here, field) = (self.notation.name(), self.notation.in_field());
        let (it, en) = (&field.it, field.get(Language::English));
        missing.with_hint(Text::new(
            format!("in {here} l'identificativo sta {it} `id`, non in `{column}`"),
            format!("in {here} the id stands {en} `id`, not in `{column}`"),
        ))
    }

    /// Reads the fields of an object into the slots of their leaves.
    fn object(
        &self,
        fields: &[&(Cow<'_, str>, Json<'_>)],
        shape: &Shape,
        known: &Fields,
        base: &Pointer<'_>,
        slots: &mut [Option<Value>],
        reading: &mut Reading,
    ) {
        for (key, value) in fields {
            let pointer = Pointer::Field(base, key);
            match known.fields.get(key.as_ref()) {
                None => {
                    let place = reading.at(value, &pointer);
                    let unknown = self.unknown_field(key, shape, known, place);
                    reading.errors.push(unknown);
                }
                Some(Entry::Leaf(index)) => {
                    let read = self.leaf(value, shape, *index, &pointer, reading);
                    if let Some(slot) = slots.get_mut(*index) {
                        *slot = read;
                    }
                }
                Some(Entry::Record(inner)) => match &value.kind {
                    JsonKind::Null => {}
                    JsonKind::Object(fields) => {
                        self.duplicates(fields, &pointer, reading);
                        let fields: Vec<_> = fields.iter().collect();
                        self.object(&fields, shape, inner, &pointer, slots, reading);
                    }
                    _ => reading.errors.push(not_here(
                        value,
                        reading.at(value, &pointer),
                        &self.notation.object(),
                        self.notation,
                    )),
                },
            }
        }
    }

    /// Reads the value of one fact or field; what is wrong with it goes to `reading`.
    fn leaf(
        &self,
        value: &Json<'_>,
        shape: &Shape,
        index: usize,
        pointer: &Pointer<'_>,
        reading: &mut Reading,
    ) -> Option<Value> {
        let leaf = shape.leaves.get(index)?;
        if let JsonKind::Null = value.kind {
            return None;
        }
        if let Type::List(list) = leaf.kind {
            return self.list(value, list, pointer, reading);
        }
        match json_value::read(value, leaf, self.call.names(), self.notation) {
            Ok(read) => read,
            Err((item, error)) => {
                let mut place = reading.at(value, pointer);
                if let Some(item) = item {
                    place.pointer = Some(format!("{pointer}/{item}"));
                }
                reading.errors.push(rows::cell_diagnostic(error, place));
                None
            }
        }
    }

    fn list(
        &self,
        value: &Json<'_>,
        list: ListId,
        pointer: &Pointer<'_>,
        reading: &mut Reading,
    ) -> Option<Value> {
        let shape = self.shapes.lists.get(list.index())?;
        let JsonKind::List(items) = &value.kind else {
            let (place, wanted) = (reading.at(value, pointer), self.notation.list());
            let wrong = not_here(value, place, &wanted, self.notation);
            reading.errors.push(wrong);
            return None;
        };
        if items.len() > MOST_ITEMS {
            reading.errors.push(Diagnostic::data(
                Code::LimitExceeded,
                reading.at(value, pointer),
                Text::new(
                    format!(
                        "l'elenco ha {} elementi; se ne accettano al massimo 10.000",
                        items.len()
                    ),
                    format!(
                        "the list has {} items; at most 10,000 are accepted",
                        items.len()
                    ),
                ),
            ));
            return None;
        }
        let mut records = Vec::new();
        for (place, item) in items.iter().enumerate() {
            let pointer = Pointer::Item(pointer, place);
            let mut fields = vec![None; shape.leaves.len()];
            if let JsonKind::Object(written) = &item.kind {
                self.duplicates(written, &pointer, reading);
                let written: Vec<_> = written.iter().collect();
                self.object(&written, shape, &shape.top, &pointer, &mut fields, reading);
            } else if shape.is_one_value() {
                fields = vec![self.leaf(item, shape, 0, &pointer, reading)];
            } else {
                let (place, wanted) = (reading.at(item, &pointer), self.notation.object());
                let wrong = not_here(item, place, &wanted, self.notation);
                reading.errors.push(wrong);
            }
            records.push(Record { fields });
        }
        Some(Value::List(records))
    }

    /// Reports the keys that stand twice in an object.
    fn duplicates(
        &self,
        fields: &[(Cow<'_, str>, Json<'_>)],
        base: &Pointer<'_>,
        reading: &mut Reading,
    ) {
        let mut seen = BTreeSet::new();
        for (key, value) in fields {
            if seen.insert(key.as_ref()) {
                continue;
            }
            let shown = visible(key);
            let place = reading.at(value, &Pointer::Field(base, key));
            let field = self.notation.field();
            let (it, en) = (&field.it, field.get(Language::English));
            let message = Text::new(
                format!("{it} `{shown}` sta due volte nello stesso oggetto"),
                format!("{en} `{shown}` stands twice in one object"),
            );
            reading.errors.push(
                Diagnostic::data(Code::DuplicateField, place, message).with_hint(Text::new(
                    "tenere solo quello che vale",
                    "keep only the one that counts",
                )),
            );
        }
    }

    fn unknown_field(
        &self,
        key: &str,
        shape: &Shape,
        known: &Fields,
        place: DataPlace,
    ) -> Diagnostic {
        let shown = visible(key);
        let diagnostic = Diagnostic::data(
            Code::UnknownField,
            place,
            Text::new(
                format!("nessun fatto si chiama `{shown}`"),
                format!("no fact is called `{shown}`"),
            ),
        );
        if shape.leaves.iter().any(|leaf| leaf.name == key) {
            return diagnostic.with_hint(self.notation.for_point());
        }
        let by_column = shape
            .leaves
            .iter()
            .find(|leaf| leaf.reading.column.as_deref() == Some(key));
        if let Some(leaf) = by_column {
            let (here, field) = (self.notation.name(), self.notation.field());
            let (it, en) = (&field.it, field.get(Language::English));
            let name = &leaf.name;
            return diagnostic.with_hint(Text::new(
                format!("`{shown}` è il nome della colonna CSV: in {here} {it} è `{name}`"),
                format!("`{shown}` is the name of the CSV column: in {here} {en} is `{name}`"),
            ));
        }
        let hint = match nearest(key, known.fields.keys().map(String::as_str)) {
            Some(near) => Text::new(
                format!("forse si intendeva `{near}`?"),
                format!("did you mean `{near}`?"),
            ),
            None => Text::new("toglierlo", "remove it"),
        };
        diagnostic.with_hint(hint)
    }
}

/// Returns what a field that only tests read holds, as text.
fn compared(value: &Json<'_>) -> Option<String> {
    match &value.kind {
        JsonKind::Text(text) => Some(text.trim().to_owned()),
        JsonKind::Number(digits) => Some(digits.to_string()),
        JsonKind::YesNo(yes) => Some((if *yes { "yes" } else { "no" }).to_owned()),
        _ => None,
    }
}

/// Escapes a key for a JSON pointer (RFC 6901).
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
