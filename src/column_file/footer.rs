//! What a file says of itself, at its end.
//!
//! The library makes room for as many columns as are stated, goes into them as deep as they go, and
//! keeps beside each the names of all that it stands in. So a file of a few bytes could take
//! gigabytes; here its columns are looked at first. What stands behind them takes no more room than
//! its length allows for.

use ::parquet::file::metadata::{
    ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader, ParquetStatisticsPolicy,
};
use ::parquet::file::reader::ChunkReader;
use ::parquet::file::serialized_reader::{ReadOptions, ReadOptionsBuilder};

use super::Broken;
use super::cells::guarded;
use super::thrift::{BYTE, END, LIST, NO, NUMBER, PART, TEXT, Thrift, YES};

/// What a file says of itself may take a hundredth of it; so much is always fine, and more than that
/// never. For each byte the library takes some 250.
const SHORT: u64 = 1 << 20;
const LONG: u64 = 8 << 20;

/// Columns stand inside each other at no more levels; a list takes three.
const DEEPEST: usize = 100;

/// A file has no more columns.
const MOST_COLUMNS: usize = 10_000;
/// The names of all that each column stands in take no more bytes.
const MOST_NAMED: u64 = 32 << 20;
/// A name takes so many besides its letters.
const HELD_TO_A_NAME: u64 = 32;

/// Reads what a file says of itself; returns with it how the library may read the file.
///
/// # Errors
/// Where it is no file of columns, or its columns take more room than is accepted.
pub(super) fn read(source: &impl ChunkReader) -> Result<(ParquetMetaData, ReadOptions), Broken> {
    let bytes = source.len();
    let end = bytes.checked_sub(8).ok_or(Broken::NoEnd)?;
    let mark = source.get_bytes(end, 8).map_err(|_| Broken::NoEnd)?;
    let (length, mark) = mark.split_at_checked(4).ok_or(Broken::NoEnd)?;
    match mark {
        b"PAR1" => {}
        b"PARE" => return Err(Broken::Encrypted),
        _ => return Err(Broken::NoEnd),
    }
    let length = length.iter().rev();
    let length = length.fold(0_u64, |all, byte| all.wrapping_shl(8) | u64::from(*byte));
    let start = end.checked_sub(length).ok_or(Broken::NoEnd)?;
    let most = bytes.checked_div(100).unwrap_or_default();
    if length > most.clamp(SHORT, LONG) {
        return Err(Broken::LongContents);
    }
    let length = usize::try_from(length).map_err(|_| Broken::LongContents)?;
    let footer = source.get_bytes(start, length);
    let footer = footer.map_err(|_| Broken::NoEnd)?;
    let mut reader = SchemaReader {
        thrift: Thrift::new(&*footer),
        groups: Vec::new(),
        columns: 0,
        named: 0,
    };
    reader.schema()?;
    let decoded = guarded(|| {
        let schema = ParquetMetaDataReader::decode_schema(&footer)?;
        let mut options = ParquetMetaDataOptions::new();
        options.set_schema(schema.clone());
        options.set_column_stats_policy(ParquetStatisticsPolicy::SkipAll);
        let metadata =
            ParquetMetaDataReader::decode_metadata_with_options(&footer, Some(&options))?;
        let options = ReadOptionsBuilder::new()
            .with_parquet_schema(schema)
            .with_column_stats_policy(ParquetStatisticsPolicy::SkipAll);
        Ok((metadata, options.build()))
    });
    decoded.map_err(|_| Broken::Contents)
}

/// What the library reads in a field, whatever kind the file says that it is of: the two must agree,
/// or it would go on somewhere else.
enum Kind {
    Number,
    Byte,
    YesNo,
    Text,
    /// A part with these fields, counted from 1.
    Part(&'static [Kind]),
}

const EMPTY: Kind = Kind::Part(&[]);
const TIME: Kind = Kind::Part(&[Kind::YesNo, Kind::Part(&[EMPTY, EMPTY, EMPTY])]);
const PLACES: Kind = Kind::Part(&[Kind::Number, Kind::Number]);
const WHOLE: Kind = Kind::Part(&[Kind::Byte, Kind::YesNo]);
const VARIANT: Kind = Kind::Part(&[Kind::Byte]);
const GEOMETRY: Kind = Kind::Part(&[Kind::Text]);
const GEOGRAPHY: Kind = Kind::Part(&[Kind::Text, Kind::Number]);

/// `LogicalType` in parquet.thrift.
const LOGICAL: Kind = Kind::Part(&[
    EMPTY, EMPTY, EMPTY, EMPTY, PLACES, EMPTY, TIME, TIME, EMPTY, WHOLE, EMPTY, EMPTY, EMPTY,
    EMPTY, EMPTY, VARIANT, GEOMETRY, GEOGRAPHY, EMPTY,
]);

/// `SchemaElement` in parquet.thrift; its name is the field 4, and how many columns stand in it the
/// field 5.
const ELEMENT: [Kind; 10] = [
    Kind::Number,
    Kind::Number,
    Kind::Number,
    Kind::Text,
    Kind::Number,
    Kind::Number,
    Kind::Number,
    Kind::Number,
    Kind::Number,
    LOGICAL,
];

/// Reads the columns without keeping them.
struct SchemaReader<'f> {
    thrift: Thrift<&'f [u8]>,
    /// The groups in which the next column stands: how many of theirs are still to come, and how many
    /// bytes their names take with those that they stand in.
    groups: Vec<(u64, u64)>,
    /// How many columns there are so far.
    columns: usize,
    /// How many bytes the names of all that each column stands in take.
    named: u64,
}

impl SchemaReader<'_> {
    /// Reads the columns, which stand behind a version.
    fn schema(&mut self) -> Result<(), Broken> {
        let count = self.start().ok_or(Broken::Contents)?;
        for place in 0..count {
            let element = self.element().ok_or(Broken::Contents)?;
            let behind = count.saturating_sub(place).saturating_sub(1);
            self.take(element, place == 0, behind)?;
        }
        if count > 0 && self.groups.is_empty() {
            Ok(())
        } else {
            Err(Broken::Contents)
        }
    }

    /// Returns how many columns and groups there are.
    fn start(&mut self) -> Option<u64> {
        let mut field = self.thrift.field(0)?;
        if field == (1, NUMBER) {
            self.thrift.signed()?;
            field = self.thrift.field(1)?;
        }
        if field != (2, LIST) {
            return None;
        }
        let head = self.thrift.byte()?;
        match (head >> 4, head & 0x0f) {
            (15, PART) => self.thrift.unsigned(),
            (count, PART) => Some(count.into()),
            _ => None,
        }
    }

    /// Returns how many columns stand in the next one, and how many bytes its name takes.
    fn element(&mut self) -> Option<(u64, u64)> {
        let (mut columns, mut name) = (0, 0);
        let mut before = 0;
        loop {
            let (field, mark) = self.thrift.field(before)?;
            if mark == END {
                return Some((columns, name));
            }
            let number = self.value(&ELEMENT, field, mark)?;
            match field {
                4 => name = u64::try_from(number).ok()?,
                5 => columns = u64::try_from(number).ok()?,
                _ => {}
            }
            before = field;
        }
    }

    /// Reads the value of a field of a part; returns the number that it is, or of a text its length.
    fn value(&mut self, part: &[Kind], field: i64, mark: u8) -> Option<i64> {
        let place = usize::try_from(field.checked_sub(1)?).ok()?;
        match (part.get(place)?, mark) {
            (Kind::Number, NUMBER) => self.thrift.signed(),
            (Kind::Byte, BYTE) => self.thrift.byte().map(i64::from),
            (Kind::YesNo, YES | NO) => Some(0),
            (Kind::Text, TEXT) => {
                let length = self.thrift.unsigned()?;
                self.thrift.pass(length)?;
                i64::try_from(length).ok()
            }
            (Kind::Part(inside), PART) => {
                let mut before = 0;
                loop {
                    let (field, mark) = self.thrift.field(before)?;
                    if mark == END {
                        return Some(0);
                    }
                    self.value(inside, field, mark)?;
                    before = field;
                }
            }
            _ => None,
        }
    }

    /// Puts a column or a group where it stands; so many come behind it.
    fn take(
        &mut self,
        (columns, name): (u64, u64),
        is_first: bool,
        behind: u64,
    ) -> Result<(), Broken> {
        let above = match self.groups.last_mut() {
            Some((left, above)) => {
                *left = left.saturating_sub(1);
                *above
            }
            None if is_first => 0,
            None => return Err(Broken::Contents),
        };
        let names = above.saturating_add(name).saturating_add(HELD_TO_A_NAME);
        if columns > behind {
            return Err(Broken::Contents);
        }
        self.groups.push((columns, names));
        if self.groups.len() > DEEPEST {
            return Err(Broken::Deep);
        }
        if columns == 0 {
            self.columns = self.columns.saturating_add(1);
            self.named = self.named.saturating_add(names);
        }
        if self.columns > MOST_COLUMNS {
            return Err(Broken::ManyColumns);
        }
        if self.named > MOST_NAMED {
            return Err(Broken::LongContents);
        }
        while self.groups.last().is_some_and(|(left, _)| *left == 0) {
            self.groups.pop();
        }
        Ok(())
    }
}
