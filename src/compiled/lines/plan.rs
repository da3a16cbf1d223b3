//! Which fields may stand where, worked out once from the facts.

use super::cell::Cell;
use crate::call::{Call, Fact, Field, ListId, Reading, Type};
use crate::compiled::layout::Layout;

/// The objects that may stand in a line; the first is the proposal.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) objects: Vec<Object>,
}

/// The fields of an object, in the order of their declaration.
#[derive(Debug, Default)]
pub(super) struct Object {
    fields: Vec<(Key, Entry)>,
}

/// The name of a field.
#[derive(Debug)]
struct Key {
    name: String,
    /// As it usually stands in a line: in quotes, a colon behind it.
    usual: String,
}

impl Key {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            usual: format!("\"{name}\":"),
        }
    }
}

/// What a field holds.
#[derive(Debug)]
pub(super) enum Entry {
    Id,
    /// The object at this place.
    Record(usize),
    Cell(Cell),
    /// Items that are the object at this place, or values that stand by themselves; they go into
    /// the rows of a table, if rules use them.
    List {
        item: usize,
        alone: Option<Cell>,
        table: Option<usize>,
    },
}

impl Object {
    /// Finds a field by its name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|(key, _)| key.name == name)
    }

    /// Returns how the field at a place usually begins.
    pub(super) fn usual(&self, place: usize) -> Option<&str> {
        self.fields.get(place).map(|(key, _)| key.usual.as_str())
    }

    pub(super) fn entry(&self, place: usize) -> Option<&Entry> {
        self.fields.get(place).map(|(_, entry)| entry)
    }
}

impl Plan {
    pub(super) fn new(call: &Call, layout: &Layout) -> Option<Self> {
        let mut plan = Self {
            objects: vec![Object {
                fields: vec![(Key::new("id"), Entry::Id)],
            }],
        };
        for (fact, id) in call.facts.iter().zip(0..) {
            let Fact {
                name,
                kind,
                reading,
                ..
            } = fact;
            let id = crate::call::FactId(id);
            let column = layout.fact(id).map(|column| (0, column));
            let entry = match kind {
                Type::List(list) => plan.list(call, layout, *list)?,
                _ => Entry::Cell(Cell::new(call, *kind, reading, column)),
            };
            plan.add(0, name, entry)?;
        }
        // One bit for each field, to see which stand twice.
        let fits = plan.objects.iter().all(|object| object.fields.len() <= 64);
        fits.then_some(plan)
    }

    fn list(&mut self, call: &Call, layout: &Layout, list: ListId) -> Option<Entry> {
        let item = self.objects.len();
        self.objects.push(Object::default());
        let table = layout.list(list);
        let fields = &call.lists.get(list.index())?.fields;
        let value = |field: &Field, id: u32| {
            let column = layout.field(list, crate::call::FieldId(id));
            let reading: &Reading = &field.reading;
            Cell::new(call, field.kind, reading, table.zip(column))
        };
        for (field, id) in fields.iter().zip(0..) {
            if matches!(field.kind, Type::List(_)) {
                return None;
            }
            self.add(item, &field.name, Entry::Cell(value(field, id)))?;
        }
        let alone = match fields.as_slice() {
            [only] if !only.name.contains('.') => Some(value(only, 0)),
            _ => None,
        };
        Some(Entry::List { item, alone, table })
    }

    /// Puts an entry where its dotted name says.
    fn add(&mut self, object: usize, name: &str, entry: Entry) -> Option<()> {
        let Some((record, rest)) = name.split_once('.') else {
            let fields = &mut self.objects.get_mut(object)?.fields;
            // A fact that is called as the id: which is meant is for the readable reader to say.
            if fields.iter().any(|(other, _)| other.name == name) {
                return None;
            }
            fields.push((Key::new(name), entry));
            return Some(());
        };
        let known = self
            .objects
            .get(object)?
            .fields
            .iter()
            .find(|(other, _)| other.name == record);
        let inner = match known {
            Some((_, Entry::Record(inner))) => *inner,
            Some(_) => return None,
            None => {
                let inner = self.objects.len();
                self.objects.push(Object::default());
                let field = (Key::new(record), Entry::Record(inner));
                self.objects.get_mut(object)?.fields.push(field);
                inner
            }
        };
        self.add(inner, rest, entry)
    }
}
