//! Records of CSV straight into columns, without values in between.
//!
//! [`Rows`] takes a record only if it finds nothing wrong with it. What is written the plain way,
//! digits, the name of a variant, goes into its column as it stands; any other cell is read as the
//! readable reader reads it. At the first surprise it gives the record up: the readable reader then
//! says what is wrong with it, or takes it all the same.

use std::borrow::Cow;

use super::columns::Columns;
use super::layout::{self, Layout, Slot, SlotKind};
use super::lines::plain_id;
use crate::call::{Call, Fact, FactId, Records, Type, read_cell};

/// A record with more bytes is for the readable reader to refuse.
const MOST_BYTES: usize = 256 * 1024;

/// Reads records of CSV into columns.
#[derive(Debug)]
pub struct Rows<'c> {
    call: &'c Call,
    columns: Vec<Column<'c>>,
}

/// A column of the file.
#[derive(Debug)]
struct Column<'c> {
    id: bool,
    cells: Vec<Cell<'c>>,
}

/// How the cells of a column are taken as a fact.
#[derive(Debug)]
struct Cell<'c> {
    fact: &'c Fact,
    /// What its column here holds, or would hold if rules used it; texts have none.
    slot: Option<Slot>,
    /// Its column here, if rules use it.
    column: Option<usize>,
}

impl<'c> Rows<'c> {
    /// Returns a reader of records; `columns` are those of the file: whether each holds the id, and
    /// which facts it states.
    pub fn new(
        call: &'c Call,
        layout: &Layout,
        columns: impl IntoIterator<Item = (bool, Vec<FactId>)>,
    ) -> Self {
        let fact_cell = |id: FactId| {
            let fact = call.facts.get(id.index())?;
            Some(Cell {
                fact,
                slot: layout::slot(call, fact.kind, &fact.reading),
                column: layout.fact(id),
            })
        };
        let columns = columns.into_iter().map(|(id, facts)| Column {
            id,
            cells: facts.into_iter().filter_map(fact_cell).collect(),
        });
        Self {
            call,
            columns: columns.collect(),
        }
    }

    /// Adds the proposal of a record to `columns` and returns its id; `None` where the record is for
    /// the readable reader, and nothing is added.
    pub fn read<'r>(&self, record: &'r str, columns: &mut Columns) -> Option<&'r str> {
        let read = self.proposal(record, columns);
        if read.is_some() {
            columns.end_row(false);
        } else {
            columns.give_up_row();
        }
        read
    }

    fn proposal<'r>(&self, record: &'r str, columns: &mut Columns) -> Option<&'r str> {
        let separator = self.call.proposals.format.separator;
        let record = Records::new(record, separator.0).next()?;
        let fits = record.flaw.is_none() && record.cells.len() == self.columns.len();
        if !fits || record.bytes > MOST_BYTES {
            return None;
        }
        let mut id = None;
        for (column, text) in self.columns.iter().zip(&record.cells) {
            if column.id {
                let Cow::Borrowed(text) = text else {
                    return None;
                };
                id = Some(plain_id(text.trim())?);
            }
            for cell in &column.cells {
                cell.read(text.trim(), self.call, columns)?;
            }
        }
        id
    }
}

impl Cell<'_> {
    /// Reads a cell; gives up on whatever is wrong or lies out of the bounds of its column.
    fn read(&self, text: &str, call: &Call, columns: &mut Columns) -> Option<()> {
        let Some(number) = self.plain(text, call) else {
            return self.other(text, call, columns);
        };
        let slot = self.slot?;
        if !(slot.least..=slot.greatest).contains(&number) {
            return None;
        }
        if let Some(column) = self.column {
            columns.cells(0, column)?.push_number(number);
        }
        Some(())
    }

    /// Returns the whole number that a cell written the plain way is in its column.
    fn plain(&self, text: &str, call: &Call) -> Option<i64> {
        if !self.fact.reading.words.is_empty() {
            return None;
        }
        match (self.slot?.kind, self.fact.kind) {
            (SlotKind::Number(places), kind) => {
                // Data state the number before the sign of a percent.
                let written = if matches!(kind, Type::Percent(_)) {
                    places.checked_sub(2)?
                } else {
                    places
                };
                digits(text, call.proposals.format.numbers.point, written)
            }
            (SlotKind::Bits, Type::Enum(id)) => {
                let variants = call.enums.get(id.index())?.variants.iter();
                let place = variants.zip(0..).find(|(it, _)| it.name == text)?.1;
                1_i64.checked_shl(place)
            }
            _ => None,
        }
    }

    /// Reads a cell as the readable reader does.
    fn other(&self, text: &str, call: &Call, columns: &mut Columns) -> Option<()> {
        let (fact, format) = (self.fact, &call.proposals.format);
        let value = read_cell(text, fact.kind, &fact.reading, format, call.names()).ok()?;
        if let (Some(value), Some(column)) = (value, self.column) {
            let fits = columns.cells(0, column)?.push_value(&value);
            return fits.then_some(());
        }
        Some(())
    }
}

/// Reads digits, with a point and at most so many behind it, as a whole number of such places.
fn digits(text: &str, point: char, places: u32) -> Option<i64> {
    let (sign, figure) = match text.strip_prefix('-') {
        Some(figure) => (-1, figure),
        None => (1, text),
    };
    let (whole, decimals) = match figure.split_once(point) {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (figure, ""),
    };
    // No more than the readable reader takes, and no more than fit.
    if whole.is_empty() || whole.len() > 15 {
        return None;
    }
    let missing = places.checked_sub(u32::try_from(decimals.len()).ok()?)?;
    let all = whole.bytes().chain(decimals.bytes());
    let number = all.into_iter().try_fold(0_i64, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| byte.wrapping_sub(b'0'))?;
        number.checked_mul(10)?.checked_add(i64::from(digit))
    })?;
    number
        .checked_mul(10_i64.checked_pow(missing)?)?
        .checked_mul(sign)
}
