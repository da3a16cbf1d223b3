//! Which fact stands in which column, and in which unit.

use std::collections::BTreeMap;

use crate::call::{Call, FactId, FieldId, ListId, Reading, Type};
use crate::number::Fraction;
use crate::value::Value;

/// A number further from nought than this many of its units is left to the readable evaluator: of
/// cents, some eleven thousand million euro.
const FARTHEST: i64 = 1 << 40;

/// The places of a number whose type does not say how many it has.
const USUAL_PLACES: u32 = 6;

/// The columns of a call's facts. Table 0 has a row for each proposal; each of the others has the
/// items of one list.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The columns of each table.
    pub tables: Vec<Vec<Slot>>,
    /// The column of each fact in use that is no list.
    facts: BTreeMap<FactId, usize>,
    /// The table of each list in use, with the fact that holds it.
    lists: BTreeMap<ListId, (usize, FactId)>,
    fields: BTreeMap<(ListId, FieldId), usize>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What kind of cells.
    pub kind: SlotKind,
    /// The least whole number that may stand in it.
    pub least: i64,
    /// The greatest.
    pub greatest: i64,
}

/// What kind of cells a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// Yes or no.
    YesNo,
    /// A number, as a whole number of units of so many decimal places.
    Number(u32),
    /// A variant or a set of variants: one bit for each.
    Bits,
    /// A day, as the number that its digits make: 20260131.
    Day,
    /// An instant, in whole seconds from 1970.
    Second,
    /// A row of a table, by its place.
    Row,
}

impl Layout {
    pub(super) fn new() -> Self {
        Self {
            tables: vec![Vec::new()],
            ..Self::default()
        }
    }

    /// Returns the column of a fact, if rules use it and it is no list.
    pub fn fact(&self, id: FactId) -> Option<usize> {
        self.facts.get(&id).copied()
    }

    /// Returns the table of a list, if rules use it.
    pub fn list(&self, id: ListId) -> Option<usize> {
        self.lists.get(&id).map(|(table, _)| *table)
    }

    /// Returns the table of a list that a fact holds, if rules use it.
    pub(super) fn list_of(&self, list: ListId, fact: FactId) -> Option<usize> {
        let (table, of) = self.lists.get(&list)?;
        (*of == fact).then_some(*table)
    }

    /// Returns the column of a list's field in the list's table, if rules use it.
    pub fn field(&self, list: ListId, field: FieldId) -> Option<usize> {
        self.fields.get(&(list, field)).copied()
    }

    /// Returns the lists in use: the fact that holds each, the list, and its table.
    pub fn lists(&self) -> impl Iterator<Item = (FactId, ListId, usize)> {
        self.lists
            .iter()
            .map(|(list, (table, fact))| (*fact, *list, *table))
    }

    /// Returns the facts in use that are no lists, each with its column.
    pub fn facts(&self) -> impl Iterator<Item = (FactId, usize)> {
        self.facts.iter().map(|(fact, column)| (*fact, *column))
    }

    /// Returns the fields in use of a list, each with its column.
    pub fn fields(&self, list: ListId) -> impl Iterator<Item = (FieldId, usize)> {
        let all = self.fields.iter();
        all.filter(move |((of, _), _)| *of == list)
            .map(|((_, field), column)| (*field, *column))
    }

    /// Returns what a column holds.
    pub fn slot(&self, table: usize, column: usize) -> Option<&Slot> {
        self.tables.get(table)?.get(column)
    }

    /// Gives a fact a column; `None` where its type has none.
    pub(super) fn add_fact(&mut self, call: &Call, id: FactId) -> Option<usize> {
        if let Some(column) = self.fact(id) {
            return Some(column);
        }
        let fact = call.facts.get(id.index())?;
        let column = self.add(0, slot(call, fact.kind, &fact.reading)?)?;
        self.facts.insert(id, column);
        Some(column)
    }

    /// Gives a list that is a fact a table.
    pub(super) fn add_list(&mut self, list: ListId, fact: FactId) -> usize {
        let next = self.tables.len();
        let (table, _) = *self.lists.entry(list).or_insert((next, fact));
        if table == next {
            self.tables.push(Vec::new());
        }
        table
    }

    /// Gives a field of a list that has a table a column.
    pub(super) fn add_field(&mut self, call: &Call, list: ListId, id: FieldId) -> Option<usize> {
        if let Some(column) = self.field(list, id) {
            return Some(column);
        }
        let table = self.list(list)?;
        let field = call.lists.get(list.index())?.fields.get(id.index())?;
        let column = self.add(table, slot(call, field.kind, &field.reading)?)?;
        self.fields.insert((list, id), column);
        Some(column)
    }

    fn add(&mut self, table: usize, slot: Slot) -> Option<usize> {
        let table = self.tables.get_mut(table)?;
        table.push(slot);
        table.len().checked_sub(1)
    }
}

/// Returns what the column of a value of this type holds; `None` where it has none.
pub(super) fn slot(call: &Call, kind: Type, reading: &Reading) -> Option<Slot> {
    let kind = match kind {
        Type::YesNo => SlotKind::YesNo,
        Type::Integer => SlotKind::Number(0),
        Type::Decimal(places) => SlotKind::Number(u32::from(places)),
        Type::Percent(places) => {
            let places = places.map_or(USUAL_PLACES, u32::from);
            SlotKind::Number(places.checked_add(2)?)
        }
        Type::Money => SlotKind::Number(2),
        Type::Number | Type::Amount => SlotKind::Number(USUAL_PLACES),
        Type::Date => SlotKind::Day,
        Type::Instant => SlotKind::Second,
        // One bit stays free, so that no set is below nought.
        Type::Enum(id) | Type::Set(id) if call.enums.get(id.index())?.variants.len() < 63 => {
            SlotKind::Bits
        }
        Type::Row(_) => SlotKind::Row,
        _ => return None,
    };
    if matches!(kind, SlotKind::Number(places) if places > 18) {
        return None;
    }
    let bound = |bound: &Option<Value>| bound.as_ref().and_then(|it| cell(it, kind));
    let (least, greatest) = match kind {
        SlotKind::Bits => (0, i64::MAX),
        _ => (
            bound(&reading.least).map_or(-FARTHEST, |it| it.max(-FARTHEST)),
            bound(&reading.greatest).map_or(FARTHEST, |it| it.min(FARTHEST)),
        ),
    };
    Some(Slot {
        kind,
        least,
        greatest,
    })
}

/// Returns the whole number that a value is in a column of this kind; `None` where it is none.
pub(super) fn cell(value: &Value, kind: SlotKind) -> Option<i64> {
    match (value, kind) {
        (Value::Number(number), SlotKind::Number(places)) => {
            let units = Fraction::integer(10_i128.checked_pow(places)?);
            i64::try_from(number.mul(units)?.to_integer()?).ok()
        }
        (Value::Variant(variant), SlotKind::Bits) => 1_i64.checked_shl(u32::from(variant.0)),
        (Value::Set(variants), SlotKind::Bits) => variants.iter().try_fold(0, |bits, variant| {
            Some(bits | 1_i64.checked_shl(u32::from(variant.0))?)
        }),
        (Value::Date(date), SlotKind::Day) => {
            let year = i64::from(date.year()).checked_mul(10_000)?;
            let month = i64::from(date.month()).checked_mul(100)?;
            year.checked_add(month)?.checked_add(i64::from(date.day()))
        }
        (Value::Instant(instant), SlotKind::Second) => {
            i64::try_from(crate::value::whole_seconds(*instant)).ok()
        }
        (Value::Row(row), SlotKind::Row) => Some(i64::from(row.0)),
        _ => None,
    }
}
