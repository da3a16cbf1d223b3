//! The cells of a leaf.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parquet::basic::{ConvertedType, Encoding};
use ::parquet::column::page::{Page, PageMetadata, PageReader};
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType,
    Int32Type, Int64Type,
};
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::RowGroupReader;

use super::broken::Fault;

/// The cells of a leaf in some rows: in a list there may be several to a row.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    values: Values,
    /// Of each cell, how much of what it stands in is there; where all of it always is, none.
    levels: Vec<i16>,
    /// Of each cell, how many lists go on with it: 0 begins a row; outside lists, none.
    lists: Vec<i16>,
    count: usize,
    /// The level at which a cell has a value.
    level: i16,
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

    /// Adds to the count of each row the bytes of its texts.
    pub(super) fn count_text(&self, rows: &mut [usize]) {
        if !matches!(self.values, Values::Texts(_)) {
            return;
        }
        let mut cursor = self.start();
        for bytes in rows {
            loop {
                if let Some(Stored::Text(text)) = cursor.take(self.level) {
                    *bytes = bytes.saturating_add(text.len());
                }
                if cursor.peek().is_none_or(|(_, lists)| lists == 0) {
                    break;
                }
            }
        }
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
pub(super) struct LeafReader {
    column: ColumnReader,
    written: ConvertedType,
    level: i16,
}

impl LeafReader {
    pub(super) fn new(group: &dyn RowGroupReader, place: usize) -> Result<Self, Fault> {
        let leaf = group.metadata().schema_descr().column(place);
        let (written, level) = (leaf.converted_type(), leaf.max_def_level());
        let column = guarded(|| {
            let levels = [leaf.max_rep_level() > 0, leaf.max_def_level() > 0];
            let pages = group.get_column_page_reader(place)?;
            let pages = CheckedPages { pages, levels };
            Ok(get_column_reader(leaf, Box::new(pages)))
        })?;
        Ok(Self {
            column,
            written,
            level,
        })
    }

    /// Reads the cells of so many rows.
    pub(super) fn read(&mut self, rows: usize) -> Result<Cells, Fault> {
        let (cells, found) = guarded(|| self.up_to(rows))?;
        let level = self.level;
        if found == rows {
            Ok(Cells { level, ..cells })
        } else {
            Err(Fault::Rows)
        }
    }

    /// Makes sure that there are no more rows.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        match guarded(|| self.up_to(1))? {
            (_, 0) => Ok(()),
            _ => Err(Fault::Rows),
        }
    }

    fn up_to(&mut self, rows: usize) -> Result<(Cells, usize), ParquetError> {
        let written = self.written;
        match &mut self.column {
            ColumnReader::BoolColumnReader(reader) => {
                read::<BoolType>(reader, rows, |all| Ok(Values::YesNo(all)))
            }
            ColumnReader::Int32ColumnReader(reader) => read::<Int32Type>(reader, rows, |all| {
                let all = all.into_iter();
                Ok(Values::Wholes(match written {
                    ConvertedType::UINT_32 => all.map(|it| it.cast_unsigned().into()).collect(),
                    _ => all.map(i128::from).collect(),
                }))
            }),
            ColumnReader::Int64ColumnReader(reader) => read::<Int64Type>(reader, rows, |all| {
                let all = all.into_iter();
                Ok(Values::Wholes(match written {
                    ConvertedType::UINT_64 => all.map(|it| it.cast_unsigned().into()).collect(),
                    _ => all.map(i128::from).collect(),
                }))
            }),
            ColumnReader::ByteArrayColumnReader(reader) if written == ConvertedType::DECIMAL => {
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
            // Numbers that are not exact; nobody asks for their column.
            _ => Err(damaged()),
        }
    }
}

fn read<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    values: impl FnOnce(Vec<T::T>) -> Result<Values, ParquetError>,
) -> Result<(Cells, usize), ParquetError> {
    let (mut levels, mut lists, mut found) = (Vec::new(), Vec::new(), Vec::new());
    let counts = reader.read_records(rows, Some(&mut levels), Some(&mut lists), &mut found)?;
    let (records, _, count) = counts;
    let cells = Cells {
        values: values(found)?,
        levels,
        lists,
        count,
        level: 0,
    };
    Ok((cells, records))
}

/// Returns the whole number that bytes are, the first the highest, as two's complement.
fn whole(bytes: &[u8]) -> Result<i128, ParquetError> {
    let first = bytes.first().copied().unwrap_or_default();
    let is_negative = first >= 0x80;
    if bytes.len() > 16 {
        return Err(damaged());
    }
    let start: i128 = if is_negative { -1 } else { 0 };
    let number = bytes.iter().fold(start, |number, byte| {
        number.wrapping_shl(8) | i128::from(*byte)
    });
    Ok(number)
}

fn damaged() -> ParquetError {
    ParquetError::EOF(String::new())
}

thread_local! {
    static GUARDED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Tells whether this thread is inside the library that decodes files of columns: where it panics,
/// that is one way to say that a file is damaged, and nobody need be told otherwise.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Decodes something; what the library does not expect of damaged files makes it panic.
pub(super) fn guarded<T>(decode: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Fault> {
    GUARDED.set(true);
    let found = catch_unwind(AssertUnwindSafe(decode));
    GUARDED.set(false);
    match found {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(ParquetError::NYI(what))) if what == DELTA_BYTE_ARRAY => Err(Fault::Codec(what)),
        Ok(Err(_)) | Err(_) => Err(Fault::Damaged),
    }
}

/// The library makes room for as many values as a page of this encoding states, and where that
/// stands is not easily found.
const DELTA_BYTE_ARRAY: &str = "DELTA_BYTE_ARRAY";

/// Pages of a leaf that make the library hold no more values than they have.
struct CheckedPages {
    pages: Box<dyn PageReader>,
    /// Whether there are levels of lists, and of what is there.
    levels: [bool; 2],
}

impl CheckedPages {
    fn check(&self, page: &Page) -> Result<(), ParquetError> {
        match page.encoding() {
            Encoding::DELTA_BYTE_ARRAY => Err(ParquetError::NYI(DELTA_BYTE_ARRAY.to_owned())),
            Encoding::DELTA_LENGTH_BYTE_ARRAY => {
                let stated = self.values(page).and_then(stated_values);
                let most = u64::from(page.num_values());
                stated
                    .filter(|it| *it <= most)
                    .map(|_| ())
                    .ok_or_else(damaged)
            }
            _ => Ok(()),
        }
    }

    /// Returns the bytes of the values, which stand behind the levels.
    fn values<'p>(&self, page: &'p Page) -> Option<&'p [u8]> {
        match page {
            Page::DictionaryPage { buf, .. } => Some(buf),
            Page::DataPageV2 {
                buf,
                def_levels_byte_len,
                rep_levels_byte_len,
                ..
            } => {
                let levels = def_levels_byte_len.checked_add(*rep_levels_byte_len)?;
                buf.get(usize::try_from(levels).ok()?..)
            }
            Page::DataPage {
                buf,
                def_level_encoding,
                rep_level_encoding,
                ..
            } => {
                let mut rest: &[u8] = buf;
                let levels = self
                    .levels
                    .iter()
                    .zip([rep_level_encoding, def_level_encoding]);
                for (_, encoding) in levels.filter(|(there, _)| **there) {
                    if *encoding != Encoding::RLE {
                        return None;
                    }
                    let (length, behind) = rest.split_first_chunk::<4>()?;
                    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
                    rest = behind.get(length..)?;
                }
                Some(rest)
            }
        }
    }
}

/// Returns how many values the head of numbers packed as differences states: it is the third of its
/// numbers.
fn stated_values(bytes: &[u8]) -> Option<u64> {
    let mut numbers = bytes.split_inclusive(|byte| *byte < 0x80);
    let number = numbers.nth(2)?;
    number.iter().rev().try_fold(0_u64, |all, byte| {
        all.checked_mul(128)?.checked_add(u64::from(byte & 0x7f))
    })
}

impl Iterator for CheckedPages {
    type Item = Result<Page, ParquetError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for CheckedPages {
    fn get_next_page(&mut self) -> Result<Option<Page>, ParquetError> {
        let page = self.pages.get_next_page()?;
        page.iter().try_for_each(|it| self.check(it))?;
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>, ParquetError> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<(), ParquetError> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool, ParquetError> {
        self.pages.at_record_boundary()
    }
}
