//! Rows of a file of columns (Parquet) straight into columns, without values in between.
//!
//! [`BatchReader`] takes some rows, column by column, only if it finds nothing wrong in any of them,
//! and nothing that it does not know how to take. Otherwise it gives up all of them: the readable
//! reader then takes those that it can, and says what is wrong with the others.

use super::columns::{Cells as Column, Columns};
use super::layout::{self, Layout, SlotKind};
use super::lines::cell::{Cell, variant};
use super::lines::plain_id;
use crate::call::{Call, EnumId, Type};
use crate::column_file::{Batch, CellKind, Leaf, MOST_TEXT, Node, Stored, day};
use crate::value::Value;

/// A list with more items is for the readable reader to refuse.
const MOST_ITEMS: usize = 10_000;

/// Days and instants of other years are for the readable reader, in seconds from 1970: those from
/// 1000 to 9998.
const SECONDS: std::ops::Range<i128> = -30_610_224_000..253_370_764_800;

/// Reads rows of a file of columns into columns.
#[derive(Debug)]
pub struct BatchReader<'c> {
    call: &'c Call,
    id: Leaf,
    cells: Vec<(Leaf, Cell)>,
    sets: Vec<Set>,
    lists: Vec<List>,
}

/// A column of sets.
#[derive(Debug)]
struct Set {
    leaf: Leaf,
    /// The level from which on the set is stated, and that from which on it has a member.
    levels: (i16, i16),
    of: EnumId,
    column: Option<usize>,
}

/// A column of lists.
#[derive(Debug)]
struct List {
    /// The level from which on the list is stated, that from which on it has an item, and that from
    /// which on the item is not null.
    levels: (i16, i16, i16),
    table: Option<usize>,
    cells: Vec<(Leaf, Cell)>,
}

impl<'c> BatchReader<'c> {
    /// Returns a reader for the columns of a file; `None` where one of them is only for the readable
    /// reader.
    pub fn new<'n>(
        call: &'c Call,
        layout: &Layout,
        columns: impl Iterator<Item = &'n (String, Node)>,
    ) -> Option<Self> {
        let columns: Vec<&(String, Node)> = columns.collect();
        let node = |name: &str| {
            let (first, rest) = name
                .split_once('.')
                .map_or((name, None), |it| (it.0, Some(it.1)));
            let found = columns.iter().find(|(name, _)| name == first)?;
            rest.map_or(Some(&found.1), |rest| inside(&found.1, rest))
        };
        let Some(Node::Cell(id)) = node("id") else {
            return None;
        };
        let mut reader = Self {
            call,
            id: *id,
            cells: Vec::new(),
            sets: Vec::new(),
            lists: Vec::new(),
        };
        for (fact, id) in call.facts.iter().zip(0..) {
            let id = crate::call::FactId(id);
            let column = layout.fact(id);
            match (fact.kind, node(&fact.name)) {
                (_, None) => {}
                (Type::List(list), Some(node)) => {
                    let found = reader.list(layout, list, node)?;
                    reader.lists.push(found);
                }
                (Type::Set(of), Some(Node::List(stated, member, item))) => {
                    let Node::Cell(leaf) = **item else {
                        return None;
                    };
                    reader.sets.push(Set {
                        leaf,
                        levels: (*stated, *member),
                        of,
                        column,
                    });
                }
                // One text is no set, whatever cells of CSV may hold.
                (Type::Set(_), Some(_)) => return None,
                (kind, Some(Node::Cell(leaf))) => {
                    let column = column.map(|column| (0, column));
                    let read_as = Cell::new(call, kind, &fact.reading, column);
                    reader.cells.push((*leaf, read_as));
                }
                _ => return None,
            }
        }
        Some(reader)
    }

    fn list(&self, layout: &Layout, list: crate::call::ListId, node: &Node) -> Option<List> {
        let Node::List(stated, item_level, item) = node else {
            return None;
        };
        let table = layout.list(list);
        let fields = &self.call.lists.get(list.index())?.fields;
        let cell = |place: u32| {
            let field = fields.get(usize::try_from(place).ok()?)?;
            // One text is no set, whatever cells of CSV may hold.
            if matches!(field.kind, Type::Set(_)) {
                return None;
            }
            let column = layout.field(list, crate::call::FieldId(place));
            Some(Cell::new(
                self.call,
                field.kind,
                &field.reading,
                table.zip(column),
            ))
        };
        let mut cells = Vec::new();
        let there = match (&**item, fields.as_slice()) {
            (Node::Cell(leaf), [only]) if !only.name.contains('.') => {
                cells.push((*leaf, cell(0)?));
                *item_level
            }
            (record @ Node::Record(level, _), _) => {
                for (field, place) in fields.iter().zip(0..) {
                    match inside(record, &field.name) {
                        None => {}
                        Some(Node::Cell(leaf)) => cells.push((*leaf, cell(place)?)),
                        Some(_) => return None,
                    }
                }
                *level
            }
            _ => return None,
        };
        (!cells.is_empty()).then_some(List {
            levels: (*stated, *item_level, there),
            table,
            cells,
        })
    }

    /// Puts the rows of a batch into `columns`, which are empty, and returns their ids; `None` where
    /// they are for the readable reader, and the columns stay empty.
    pub fn read<'b>(&self, batch: &'b Batch, columns: &mut Columns) -> Option<Vec<&'b str>> {
        let read = self.rows(batch, columns);
        match read {
            Some(_) => columns.end_rows(batch.rows),
            None => {
                columns.end_rows(batch.rows);
                columns.clear();
            }
        }
        read
    }

    fn rows<'b>(&self, batch: &'b Batch, columns: &mut Columns) -> Option<Vec<&'b str>> {
        if batch.text_bytes().into_iter().any(|it| it > MOST_TEXT) {
            return None;
        }
        let mut ids = Vec::with_capacity(batch.rows);
        let mut cursor = batch.leaf(self.id.place)?.start();
        for _ in 0..batch.rows {
            let Some(Stored::Text(id)) = cursor.take(self.id.level) else {
                return None;
            };
            ids.push(plain_id(std::str::from_utf8(id).ok()?)?);
        }
        for (leaf, cell) in &self.cells {
            let mut cursor = batch.leaf(leaf.place)?.start();
            let mut column = column_of(cell, columns);
            for _ in 0..batch.rows {
                let stored = cursor.take(leaf.level);
                self.put(cell, leaf.kind, stored, column.as_deref_mut())?;
            }
        }
        for set in &self.sets {
            let mut cursor = batch.leaf(set.leaf.place)?.start();
            let mut column = set.column.and_then(|column| columns.cells(0, column));
            for _ in 0..batch.rows {
                let (stated, bits) = self.members(set, &mut cursor)?;
                match column.as_deref_mut() {
                    None => {}
                    Some(column) if !stated => column.push_gap(),
                    Some(column) => {
                        column.push_number(bits);
                    }
                }
            }
        }
        for list in &self.lists {
            self.items(list, batch, columns)?;
        }
        Some(ids)
    }

    /// Reads the members of the next set, and tells whether it is stated.
    fn members(
        &self,
        set: &Set,
        cursor: &mut crate::column_file::Cursor<'_>,
    ) -> Option<(bool, i64)> {
        let (stated, member) = set.levels;
        let (level, _) = cursor.peek()?;
        if level < member {
            cursor.take(i16::MAX);
            return Some((level >= stated, 0));
        }
        let mut bits = 0_i64;
        loop {
            let Some(Stored::Text(text)) = cursor.take(set.leaf.level) else {
                return None;
            };
            let bit = variant(std::str::from_utf8(text).ok()?, self.call, set.of)?;
            if bits & bit != 0 {
                return None;
            }
            bits |= bit;
            if cursor.peek().is_none_or(|(_, lists)| lists == 0) {
                return Some((true, bits));
            }
        }
    }

    /// Reads the items of a list in all rows.
    fn items(&self, list: &List, batch: &Batch, columns: &mut Columns) -> Option<()> {
        let (stated, item_level, there) = list.levels;
        for (place, (leaf, cell)) in list.cells.iter().enumerate() {
            let mut cursor = batch.leaf(leaf.place)?.start();
            for _ in 0..batch.rows {
                let (level, _) = cursor.peek()?;
                let mut items = Some(0_usize);
                if level < item_level {
                    cursor.take(i16::MAX);
                    items = items.filter(|_| level >= stated);
                } else {
                    loop {
                        if cursor.peek()?.0 < there {
                            return None;
                        }
                        let stored = cursor.take(leaf.level);
                        self.put(cell, leaf.kind, stored, column_of(cell, columns))?;
                        items = items.and_then(|it| it.checked_add(1));
                        if cursor.peek().is_none_or(|(_, lists)| lists == 0) {
                            break;
                        }
                    }
                    items.filter(|it| *it <= MOST_ITEMS)?;
                }
                // All leaves of a list have as many items; the first says how many.
                if let Some(table) = list.table.filter(|_| place == 0) {
                    columns.add_list(table, items);
                }
            }
        }
        Some(())
    }

    /// Puts a cell into its column, if it has one; gives up on what the readable reader would refuse,
    /// or might.
    fn put(
        &self,
        cell: &Cell,
        kind: CellKind,
        stored: Option<Stored<'_>>,
        column: Option<&mut Column>,
    ) -> Option<()> {
        let Some(stored) = stored else {
            if let Some(column) = column {
                column.push_gap();
            }
            return Some(());
        };
        let Some(slot) = cell.slot else {
            let Stored::Text(text) = stored else {
                return None;
            };
            let is_text = !matches!(cell.kind, Type::Set(_)) && !cell.kind.is_number();
            let text = std::str::from_utf8(text).ok().filter(|_| is_text)?;
            return cell.takes(text, self.call);
        };
        let number = match (stored, slot.kind) {
            (Stored::YesNo(yes), SlotKind::YesNo) => {
                if let Some(column) = column {
                    column.push_yes_no(yes);
                }
                return Some(());
            }
            (Stored::YesNo(_), _) => return None,
            (Stored::Text(text), _) => cell.number(std::str::from_utf8(text).ok()?, self.call)?,
            (Stored::Whole(whole), _) => self.whole(cell, slot.kind, kind, whole)?,
        };
        if !(slot.least..=slot.greatest).contains(&number) {
            return None;
        }
        if let Some(column) = column {
            column.push_number(number);
        }
        Some(())
    }

    fn whole(&self, cell: &Cell, slot: SlotKind, kind: CellKind, whole: i128) -> Option<i64> {
        match (slot, kind) {
            (SlotKind::Number(places), CellKind::Number(stored)) => {
                // Data state the number before the sign of a percent.
                let places = match cell.kind {
                    Type::Percent(_) => places.checked_sub(2)?,
                    _ => places,
                };
                let number = match places.checked_sub(stored) {
                    Some(missing) => whole.checked_mul(10_i128.checked_pow(missing)?)?,
                    None => {
                        let by = 10_i128.checked_pow(stored.checked_sub(places)?)?;
                        let rest = whole.checked_rem(by)?;
                        (rest == 0).then_some(whole.checked_div(by)?)?
                    }
                };
                i64::try_from(number).ok()
            }
            (SlotKind::Day, CellKind::Day) => {
                let in_range = whole
                    .checked_mul(86_400)
                    .is_some_and(|it| SECONDS.contains(&it));
                let day = day(whole).filter(|_| in_range)?;
                layout::cell(&Value::Date(day), SlotKind::Day)
            }
            (
                SlotKind::Second,
                CellKind::Instant {
                    in_a_second,
                    universal: true,
                },
            ) if whole.checked_rem(i128::from(in_a_second)) == Some(0) => {
                let second = whole.checked_div(i128::from(in_a_second))?;
                i64::try_from(second)
                    .ok()
                    .filter(|_| SECONDS.contains(&second))
            }
            (SlotKind::Second, CellKind::Instant { .. }) => {
                cell.number(&Stored::Whole(whole).written(kind), self.call)
            }
            _ => None,
        }
    }
}

fn column_of<'a>(cell: &Cell, columns: &'a mut Columns) -> Option<&'a mut Column> {
    let (table, column) = cell.column?;
    columns.cells(table, column)
}

/// Returns what stands at a dotted name inside a record.
fn inside<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let Node::Record(_, fields) = node else {
        return None;
    };
    let (first, rest) = name
        .split_once('.')
        .map_or((name, None), |it| (it.0, Some(it.1)));
    let (_, found) = fields.iter().find(|(name, _)| name == first)?;
    rest.map_or(Some(found), |rest| inside(found, rest))
}
