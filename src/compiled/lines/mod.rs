//! Lines of JSON straight into columns, without values in between.
//!
//! [`Lines`] knows from the call which fields may stand where. It takes a line only if all in it is
//! written the plain way, and puts what the rules use into its column, digit for digit. At the first
//! surprise, be it an escape, a key that stands twice, a value out of bounds or an error, it gives
//! the line up: the readable reader then says what is wrong with it, or takes it all the same.

pub(super) mod cell;
mod plan;
mod text;

use super::columns::Columns;
use super::layout::Layout;
use crate::call::{Call, cut_short};
use cell::Cell;
use plan::{Entry, Object, Plan};
use text::Cursor;

/// A line with more bytes, or a list with more items, is for the readable reader to refuse.
const MOST_BYTES: usize = 256 * 1024;
const MOST_ITEMS: usize = 10_000;
const MOST_ID_CHARACTERS: usize = 256;

/// Reads lines of JSON into columns.
#[derive(Debug)]
pub struct Lines<'c> {
    call: &'c Call,
    plan: Plan,
}

impl<'c> Lines<'c> {
    /// Returns a reader of proposals for a call; `None` where its facts are of a shape that only
    /// the readable reader takes.
    pub fn new(call: &'c Call, layout: &Layout) -> Option<Self> {
        let plan = Plan::new(call, layout)?;
        Some(Self { call, plan })
    }

    /// Adds the proposal of a line to `columns` and returns its id; `None` where the line is for the
    /// readable reader, and nothing is added.
    pub fn read<'l>(&self, line: &'l str, columns: &mut Columns) -> Option<&'l str> {
        let read = self.proposal(line, columns);
        if read.is_some() {
            columns.end_row(false);
        } else {
            columns.give_up_row();
        }
        read
    }

    fn proposal<'l>(&self, line: &'l str, columns: &mut Columns) -> Option<&'l str> {
        if line.len() > MOST_BYTES {
            return None;
        }
        let mut cursor = Cursor::new(line);
        let mut id = None;
        let top = self.plan.objects.first()?;
        self.object(&mut cursor, top, columns, &mut id)?;
        cursor.is_at_end().then_some(id).flatten()
    }

    fn object<'l>(
        &self,
        cursor: &mut Cursor<'l>,
        object: &Object,
        columns: &mut Columns,
        id: &mut Option<&'l str>,
    ) -> Option<()> {
        cursor.take(b'{')?;
        if cursor.next_is(b'}') {
            return cursor.take(b'}');
        }
        let mut seen = 0_u64;
        let mut expected = 0;
        loop {
            let place = if cursor.passes(object.usual(expected)) {
                expected
            } else {
                let place = object.find(cursor.text()?)?;
                cursor.take(b':')?;
                place
            };
            expected = place.saturating_add(1);
            let bit = 1_u64.checked_shl(u32::try_from(place).ok()?)?;
            if seen & bit != 0 {
                return None;
            }
            seen |= bit;
            self.entry(cursor, object.entry(place)?, columns, id)?;
            if !cursor.next_is(b',') {
                return cursor.take(b'}');
            }
            cursor.take(b',')?;
        }
    }

    fn entry<'l>(
        &self,
        cursor: &mut Cursor<'l>,
        entry: &Entry,
        columns: &mut Columns,
        id: &mut Option<&'l str>,
    ) -> Option<()> {
        match entry {
            Entry::Id => {
                let text = cursor.text()?;
                *id = Some(plain_id(text)?);
                Some(())
            }
            Entry::Record(inner) => {
                let inner = self.plan.objects.get(*inner)?;
                self.object(cursor, inner, columns, id)
            }
            Entry::Cell(cell) => self.cell(cursor, cell, columns),
            Entry::List { item, alone, table } => {
                self.list(cursor, *item, alone.as_ref(), *table, columns)
            }
        }
    }

    fn list(
        &self,
        cursor: &mut Cursor<'_>,
        item: usize,
        alone: Option<&Cell>,
        table: Option<usize>,
        columns: &mut Columns,
    ) -> Option<()> {
        let item = self.plan.objects.get(item)?;
        cursor.take(b'[')?;
        let mut count = 0_usize;
        while !cursor.next_is(b']') {
            if count > 0 {
                cursor.take(b',')?;
            }
            match alone {
                Some(cell) if !cursor.next_is(b'{') => self.cell(cursor, cell, columns)?,
                _ => self.object(cursor, item, columns, &mut None)?,
            }
            if let Some(table) = table {
                columns.end_item(table);
            }
            count = count.checked_add(1).filter(|count| *count <= MOST_ITEMS)?;
        }
        if let Some(table) = table {
            columns.end_list(table);
        }
        cursor.take(b']')
    }

    fn cell(&self, cursor: &mut Cursor<'_>, cell: &Cell, columns: &mut Columns) -> Option<()> {
        if cursor.next_is(b'n') {
            return cursor.word("null");
        }
        let column = cell
            .column
            .and_then(|(table, column)| columns.cells(table, column));
        cell.read(cursor, self.call, column)
    }
}

/// Returns an id that is taken as it stands.
pub(super) fn plain_id(text: &str) -> Option<&str> {
    let plain = text.bytes().all(|byte| (b' '..0x7f).contains(&byte));
    let trimmed = !text.starts_with(' ') && !text.ends_with(' ') && !text.is_empty();
    (plain && trimmed && text.len() <= MOST_ID_CHARACTERS && !cut_short(text)).then_some(text)
}

/// Returns the id with which a line starts, where it is taken as it stands; for a quick look at the
/// order of a file.
///
/// ```
/// use bando::compiled::id_at_start;
/// assert_eq!(id_at_start(r#"{"id": "P1", "cost": 5}"#), Some("P1"));
/// assert_eq!(id_at_start(r#"{"cost": 5, "id": "P1"}"#), None);
/// ```
pub fn id_at_start(line: &str) -> Option<&str> {
    let mut cursor = Cursor::new(line);
    cursor.take(b'{')?;
    if cursor.text()? != "id" {
        return None;
    }
    cursor.take(b':')?;
    plain_id(cursor.text()?)
}
