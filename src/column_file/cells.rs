//! The cells of a leaf.

use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType,
    Int32Type, Int64Type,
};
use ::parquet::file::reader::RowGroupReader;

use super::{Broken, broken};

/// The cells of a leaf in some rows: in a list there may be several to a row.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    values: Values,
    /// Of each cell, how much of what it stands in is there; where all of it always is, none.
    levels: Vec<i16>,
    /// Of each cell, how many lists go on with it: 0 begins a row; outside lists, none.
    lists: Vec<i16>,
    count: usize,
}

#[derive(Clone, Debug, Default)]
enum Values {
    #[default]
    None,
    YesNo(Vec<bool>),
    Wholes(Vec<i128>),
    Texts(Vec<ByteArray>),
}

/// A value as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored<'b> {
    /// Yes or no.
    YesNo(bool),
    /// A whole number, of what its column counts.
    Whole(i128),
    /// A text; it may be no UTF-8.
    Text(&'b [u8]),
}

/// A place among the cells of a leaf.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'b> {
    cells: &'b Cells,
    next: usize,
    value: usize,
}

impl Cells {
    /// Returns the place before the first cell.
    pub fn start(&self) -> Cursor<'_> {
        Cursor {
            cells: self,
            next: 0,
            value: 0,
        }
    }
}

impl Cells {
    /// Returns, of each cell that begins something inside so many lists, in how many it goes on, and
    /// how much of it is there up to a level: what all leaves of a record or a list agree on.
    pub(super) fn outline(&self, lists: i16, level: i16) -> Vec<(i16, i16)> {
        let at = |place: usize| {
            let goes_on = self.lists.get(place).copied().unwrap_or_default();
            let there = self.levels.get(place).copied().unwrap_or(i16::MAX);
            (goes_on, there.min(level))
        };
        let all = (0..self.count).map(at);
        all.filter(|(goes_on, _)| *goes_on <= lists).collect()
    }
}

impl<'b> Cursor<'b> {
    /// Returns the level of the next cell, and how many lists go on with it.
    pub fn peek(&self) -> Option<(i16, i16)> {
        let next = self.next;
        let of = |all: &[i16], always| match all {
            [] => Some(always),
            all => all.get(next).copied(),
        };
        if next >= self.cells.count {
            return None;
        }
        Some((of(&self.cells.levels, i16::MAX)?, of(&self.cells.lists, 0)?))
    }

    /// Passes over the next cell; returns its value, if it has one from this level on.
    pub fn take(&mut self, level: i16) -> Option<Stored<'b>> {
        let (found, _) = self.peek()?;
        self.next = self.next.saturating_add(1);
        if found < level {
            return None;
        }
        let value = self.value;
        self.value = value.saturating_add(1);
        match &self.cells.values {
            Values::None => None,
            Values::YesNo(all) => all.get(value).copied().map(Stored::YesNo),
            Values::Wholes(all) => all.get(value).copied().map(Stored::Whole),
            Values::Texts(all) => all.get(value).map(|it| Stored::Text(it.data())),
        }
    }
}

/// Reads the cells of a leaf in a group of rows.
pub(super) struct LeafReader(ColumnReader, bool);

impl LeafReader {
    pub(super) fn new(group: &dyn RowGroupReader, place: usize) -> Result<Self, Broken> {
        use ::parquet::basic::ConvertedType;
        let leaves = group.metadata().schema_descr();
        let is_decimal = leaves.column(place).converted_type() == ConvertedType::DECIMAL;
        Ok(Self(group.get_column_reader(place)?, is_decimal))
    }

    /// Reads the cells of so many rows.
    pub(super) fn read(&mut self, rows: usize) -> Result<Cells, Broken> {
        let is_decimal = self.1;
        match &mut self.0 {
            ColumnReader::BoolColumnReader(reader) => {
                read::<BoolType>(reader, rows, |all| Ok(Values::YesNo(all)))
            }
            ColumnReader::Int32ColumnReader(reader) => read::<Int32Type>(reader, rows, |all| {
                Ok(Values::Wholes(all.into_iter().map(i128::from).collect()))
            }),
            ColumnReader::Int64ColumnReader(reader) => read::<Int64Type>(reader, rows, |all| {
                Ok(Values::Wholes(all.into_iter().map(i128::from).collect()))
            }),
            ColumnReader::ByteArrayColumnReader(reader) if is_decimal => {
                read::<ByteArrayType>(reader, rows, |all| {
                    let wholes = all.iter().map(|it| whole(it.data()));
                    wholes.collect::<Result<_, _>>().map(Values::Wholes)
                })
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                read::<ByteArrayType>(reader, rows, |all| Ok(Values::Texts(all)))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                read::<FixedLenByteArrayType>(reader, rows, |all: Vec<FixedLenByteArray>| {
                    let wholes = all.iter().map(|it| whole(it.data()));
                    wholes.collect::<Result<_, _>>().map(Values::Wholes)
                })
            }
            _ => Err(broken("a column of numbers that are not exact")),
        }
    }
}

fn read<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    values: impl FnOnce(Vec<T::T>) -> Result<Values, Broken>,
) -> Result<Cells, Broken> {
    let (mut levels, mut lists, mut found) = (Vec::new(), Vec::new(), Vec::new());
    let counts = reader.read_records(rows, Some(&mut levels), Some(&mut lists), &mut found)?;
    let (records, _, count) = counts;
    if records != rows {
        return Err(broken("a column has fewer rows than its group"));
    }
    Ok(Cells {
        values: values(found)?,
        levels,
        lists,
        count,
    })
}

/// Returns the whole number that bytes are, the first the highest, as two's complement.
fn whole(bytes: &[u8]) -> Result<i128, Broken> {
    let first = bytes.first().copied().unwrap_or_default();
    let is_negative = first >= 0x80;
    if bytes.len() > 16 {
        return Err(broken("a decimal of more than 16 bytes"));
    }
    let start: i128 = if is_negative { -1 } else { 0 };
    let number = bytes.iter().fold(start, |number, byte| {
        number.wrapping_shl(8) | i128::from(*byte)
    });
    Ok(number)
}
