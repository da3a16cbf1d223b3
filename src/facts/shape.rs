//! The shape that facts give to JSON: records nest as their dotted names do.

use std::collections::BTreeMap;

use crate::call::{Call, Reading, Type};

/// What may stand in the objects of a call.
#[derive(Clone, Debug)]
pub(super) struct Shapes {
    /// In a proposal.
    pub facts: Shape,
    /// In the records of each list.
    pub lists: Vec<Shape>,
}

impl Shapes {
    /// Returns what may stand in the objects of a call.
    pub(super) fn of(call: &Call) -> Self {
        let lists = call.lists.iter();
        let lists = lists.map(|list| {
            let fields = list.fields.iter();
            Shape::new(fields.map(|it| (it.name.as_str(), it.kind, &it.reading)))
        });
        let facts = call.facts.iter();
        Self {
            facts: Shape::new(facts.map(|it| (it.name.as_str(), it.kind, &it.reading))),
            lists: lists.collect(),
        }
    }
}

/// What may stand in a JSON object.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// The facts, or the fields of a list's records, in the order of their declaration.
    pub leaves: Vec<Leaf>,
    /// The fields at the top.
    pub top: Fields,
}

/// A fact, or a field of a list's records.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Its dotted name.
    pub name: String,
    /// Its type.
    pub kind: Type,
    /// Its bounds. Words, separators and blanks are a matter of CSV.
    pub reading: Reading,
}

/// The fields of an object, by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    /// What each may hold.
    pub fields: BTreeMap<String, Entry>,
}

/// What a field may hold.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    /// The value of the leaf at this place.
    Leaf(usize),
    /// An object.
    Record(Fields),
}

impl Shape {
    /// Tells whether the records of a list hold one value each, which may then stand by itself: `[6.1, 7.0]`.
    pub(super) fn is_one_value(&self) -> bool {
        matches!(self.leaves.as_slice(), [only] if is_one_value(&only.name, only.kind))
    }

    fn new<'a>(items: impl Iterator<Item = (&'a str, Type, &'a Reading)>) -> Self {
        let mut shape = Self {
            leaves: Vec::new(),
            top: Fields::default(),
        };
        for (name, kind, reading) in items {
            shape.top.add(name, shape.leaves.len());
            shape.leaves.push(Leaf {
                name: name.to_owned(),
                kind,
                reading: Reading {
                    column: reading.column.clone(),
                    least: reading.least.clone(),
                    greatest: reading.greatest.clone(),
                    ..Reading::default()
                },
            });
        }
        shape
    }
}

/// Tells whether the one field of a list's records is a plain value: not itself in a record, and no list.
pub(super) fn is_one_value(name: &str, kind: Type) -> bool {
    !name.contains('.') && !matches!(kind, Type::List(_))
}

impl Fields {
    fn add(&mut self, name: &str, leaf: usize) {
        let Some((record, rest)) = name.split_once('.') else {
            self.fields.insert(name.to_owned(), Entry::Leaf(leaf));
            return;
        };
        let entry = self
            .fields
            .entry(record.to_owned())
            .or_insert_with(|| Entry::Record(Self::default()));
        if let Entry::Record(fields) = entry {
            fields.add(rest, leaf);
        }
    }
}
