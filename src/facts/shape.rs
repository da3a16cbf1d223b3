//! The shape that facts give to JSON: records nest as their dotted names do.

use std::collections::BTreeMap;

use crate::call::{Call, Reading, Type};

/// What may stand in a JSON object.
pub(super) struct Shape<'a> {
    /// The facts, or the fields of a list's records, in the order of their declaration.
    pub leaves: Vec<Leaf<'a>>,
    /// The fields at the top.
    pub top: Fields<'a>,
}

/// A fact, or a field of a list's records.
pub(super) struct Leaf<'a> {
    /// Its dotted name.
    pub name: &'a str,
    /// Its type.
    pub kind: Type,
    /// Its bounds. Words, separators and blanks are a matter of CSV.
    pub reading: Reading,
}

/// The fields of an object, by name.
#[derive(Default)]
pub(super) struct Fields<'a> {
    /// What each may hold.
    pub fields: BTreeMap<&'a str, Entry<'a>>,
}

/// What a field may hold.
pub(super) enum Entry<'a> {
    /// The value of the leaf at this place.
    Leaf(usize),
    /// An object.
    Record(Fields<'a>),
}

impl<'a> Shape<'a> {
    /// Returns the shape of a proposal.
    pub(super) fn of_facts(call: &'a Call) -> Self {
        let facts = call.facts.iter();
        Self::new(facts.map(|fact| (fact.name.as_str(), fact.kind, &fact.reading)))
    }

    /// Returns the shapes of the records of each list.
    pub(super) fn of_lists(call: &'a Call) -> Vec<Self> {
        let fields = call.lists.iter().map(|list| list.fields.iter());
        fields
            .map(|fields| Self::new(fields.map(|it| (it.name.as_str(), it.kind, &it.reading))))
            .collect()
    }

    /// Tells whether the records of a list hold one value each, which may then stand by itself: `[6.1, 7.0]`.
    pub(super) fn is_one_value(&self) -> bool {
        matches!(self.leaves.as_slice(), [only] if is_one_value(only.name, only.kind))
    }

    fn new(items: impl Iterator<Item = (&'a str, Type, &'a Reading)>) -> Self {
        let mut shape = Self {
            leaves: Vec::new(),
            top: Fields::default(),
        };
        for (name, kind, reading) in items {
            shape.top.add(name, shape.leaves.len());
            shape.leaves.push(Leaf {
                name,
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

impl<'a> Fields<'a> {
    fn add(&mut self, name: &'a str, leaf: usize) {
        let Some((record, rest)) = name.split_once('.') else {
            self.fields.insert(name, Entry::Leaf(leaf));
            return;
        };
        let entry = self
            .fields
            .entry(record)
            .or_insert_with(|| Entry::Record(Self::default()));
        if let Entry::Record(fields) = entry {
            fields.add(rest, leaf);
        }
    }
}
