//! Values of JSON written as a file of columns: how each is stored is up to the schema.

use std::sync::Arc;

use parquet::basic::{
    Compression, ConvertedType, Encoding, GzipLevel, LogicalType, Repetition, TimeUnit,
    Type as Physical, ZstdLevel,
};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DoubleType, FixedLenByteArray, FixedLenByteArrayType,
    FloatType, Int32Type, Int64Type, Int96, Int96Type,
};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};
use serde_json::Value;

/// The cells of a leaf: a value where there is one, and the two levels.
#[derive(Default)]
struct Cells {
    values: Vec<Value>,
    levels: Vec<i16>,
    lists: Vec<i16>,
}

/// How the cells of a file are stored, which changes nothing about what they are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Storage {
    /// One of the ways in which pages are compressed that are read; by its number.
    pub(crate) codec: usize,
    /// Whether values that repeat are written once.
    pub(crate) dictionary: bool,
    /// Whether numbers and texts are written as differences, and decimals byte by byte.
    pub(crate) packed: bool,
    /// The newer kind of pages.
    pub(crate) second: bool,
    /// So many rows to a page; with 0 as many as the library likes.
    pub(crate) page: usize,
}

impl Storage {
    fn properties(self, schema: &TypePtr) -> WriterProperties {
        let codec = match self.codec {
            0 => Compression::UNCOMPRESSED,
            1 => Compression::SNAPPY,
            2 => Compression::GZIP(GzipLevel::default()),
            3 => Compression::ZSTD(ZstdLevel::default()),
            _ => Compression::LZ4_RAW,
        };
        let version = if self.second {
            WriterVersion::PARQUET_2_0
        } else {
            WriterVersion::PARQUET_1_0
        };
        let mut properties = WriterProperties::builder()
            .set_compression(codec)
            .set_writer_version(version)
            .set_dictionary_enabled(self.dictionary && !self.packed);
        if self.page > 0 {
            properties = properties
                .set_data_page_row_count_limit(self.page)
                .set_write_batch_size(self.page);
        }
        for leaf in SchemaDescriptor::new(schema.clone()).columns() {
            let encoding = match leaf.physical_type() {
                Physical::INT32 | Physical::INT64 => Encoding::DELTA_BINARY_PACKED,
                Physical::BYTE_ARRAY => Encoding::DELTA_LENGTH_BYTE_ARRAY,
                Physical::FIXED_LEN_BYTE_ARRAY => Encoding::BYTE_STREAM_SPLIT,
                Physical::BOOLEAN if self.second => Encoding::RLE,
                _ => Encoding::PLAIN,
            };
            let plain = !self.packed && !self.dictionary;
            if self.packed || plain {
                let encoding = if plain { Encoding::PLAIN } else { encoding };
                properties = properties.set_column_encoding(leaf.path().clone(), encoding);
            }
        }
        properties.build()
    }
}

/// Writes rows in groups of so many, as the library does by itself.
pub(crate) fn write(schema: &str, rows: &[Value], group: usize) -> Vec<u8> {
    let storage = Storage {
        dictionary: true,
        ..Storage::default()
    };
    write_as(schema, rows, group, storage)
}

/// Writes rows in groups of so many.
pub(crate) fn write_as(schema: &str, rows: &[Value], group: usize, storage: Storage) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(schema).expect("a schema"));
    let properties = Arc::new(storage.properties(&schema));
    let mut file =
        SerializedFileWriter::new(Vec::new(), schema.clone(), properties).expect("a file");
    for rows in rows.chunks(group) {
        let mut leaves: Vec<(TypePtr, Cells)> = Vec::new();
        schema
            .get_fields()
            .iter()
            .for_each(|it| list_leaves(it, &mut leaves));
        for row in rows {
            let mut next = 0;
            for field in schema.get_fields() {
                shred(field, &row[field.name()], (0, 0, 0), &mut leaves, &mut next);
            }
        }
        let mut written = file.next_row_group().expect("a group");
        let mut leaves = leaves.into_iter();
        while let Some(mut column) = written.next_column().expect("a column") {
            let (ty, cells) = leaves.next().expect("a leaf");
            macro_rules! all {
                ($kind:ty, $value:expr) => {
                    column.typed::<$kind>().write_batch(
                        &cells.values.iter().map($value).collect::<Vec<_>>(),
                        Some(&cells.levels),
                        Some(&cells.lists),
                    )
                };
            }
            match ty.get_physical_type() {
                Physical::BOOLEAN => all!(BoolType, |it| it.as_bool().expect("yes or no")),
                Physical::INT32 => all!(Int32Type, |it| int32(&ty, it)),
                Physical::INT64 => all!(Int64Type, |it| int64(&ty, it)),
                Physical::INT96 => all!(Int96Type, |_| Int96::from(vec![0, 0, 2_440_588])),
                Physical::FLOAT => all!(FloatType, |it| text(it).parse().expect("a number")),
                Physical::DOUBLE => all!(DoubleType, |it| text(it).parse().expect("a number")),
                Physical::BYTE_ARRAY => all!(ByteArrayType, |it| ByteArray::from(bytes(&ty, it))),
                Physical::FIXED_LEN_BYTE_ARRAY => {
                    all!(FixedLenByteArrayType, |it| FixedLenByteArray::from(bytes(
                        &ty, it
                    )))
                }
            }
            .expect("written");
            column.close().expect("closed");
        }
        written.close().expect("closed");
    }
    file.into_inner().expect("bytes")
}

fn list_leaves(ty: &TypePtr, into: &mut Vec<(TypePtr, Cells)>) {
    if ty.is_primitive() {
        return into.push((ty.clone(), Cells::default()));
    }
    ty.get_fields().iter().for_each(|it| list_leaves(it, into));
}

/// Adds a value, or that it is missing, to the cells of its leaves. A place is how much of it is
/// there, how many lists go on with it, and how many it stands in.
fn shred(
    ty: &TypePtr,
    value: &Value,
    (level, goes_on, lists): (i16, i16, i16),
    leaves: &mut [(TypePtr, Cells)],
    next: &mut usize,
) {
    let is_optional = ty.get_basic_info().repetition() == Repetition::OPTIONAL;
    if is_optional && value.is_null() {
        return missing(ty, (level, goes_on), leaves, next);
    }
    let level = level + i16::from(is_optional);
    if ty.is_primitive() {
        let cells = &mut leaves[*next].1;
        cells.values.push(value.clone());
        cells.levels.push(level);
        cells.lists.push(goes_on);
        *next += 1;
        return;
    }
    if ty.get_basic_info().converted_type() != ConvertedType::LIST {
        for field in ty.get_fields() {
            let value = &value[field.name()];
            shred(field, value, (level, goes_on, lists), leaves, next);
        }
        return;
    }
    let repeated = &ty.get_fields()[0];
    let items = value.as_array().expect("a list");
    if items.is_empty() {
        return missing(repeated, (level, goes_on), leaves, next);
    }
    let start = *next;
    for (place, item) in items.iter().enumerate() {
        *next = start;
        let goes_on = if place == 0 { goes_on } else { lists + 1 };
        let inside = (level + 1, goes_on, lists + 1);
        if repeated.is_group() {
            shred(&repeated.get_fields()[0], item, inside, leaves, next);
        } else {
            // The list of two levels that old programs wrote.
            let cells = &mut leaves[*next].1;
            cells.values.push(item.clone());
            cells.levels.push(level + 1);
            cells.lists.push(goes_on);
            *next += 1;
        }
    }
}

fn missing(ty: &TypePtr, at: (i16, i16), leaves: &mut [(TypePtr, Cells)], next: &mut usize) {
    if ty.is_primitive() {
        let cells = &mut leaves[*next].1;
        cells.levels.push(at.0);
        cells.lists.push(at.1);
        *next += 1;
        return;
    }
    ty.get_fields()
        .iter()
        .for_each(|it| missing(it, at, leaves, next));
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Those without a sign are stored in as many bits.
fn int32(ty: &Type, value: &Value) -> i32 {
    let whole = whole(ty, value);
    match ty.get_basic_info().converted_type() {
        ConvertedType::UINT_32 => u32::try_from(whole).expect("small").cast_signed(),
        _ => whole.try_into().expect("small"),
    }
}

fn int64(ty: &Type, value: &Value) -> i64 {
    let whole = whole(ty, value);
    match ty.get_basic_info().converted_type() {
        ConvertedType::UINT_64 => u64::try_from(whole).expect("small").cast_signed(),
        _ => whole.try_into().expect("small"),
    }
}

/// The whole number that is stored for a value.
fn whole(ty: &Type, value: &Value) -> i128 {
    let info = ty.get_basic_info();
    let text = text(value);
    if let Some(LogicalType::Timestamp(at)) = info.logical_type_ref() {
        let at_nanosecond = match text.parse::<jiff::Timestamp>() {
            Ok(instant) => instant.as_nanosecond(),
            Err(_) => {
                let clock: jiff::civil::DateTime = text.parse().expect("an instant");
                let instant = clock.to_zoned(jiff::tz::TimeZone::UTC).expect("an instant");
                instant.timestamp().as_nanosecond()
            }
        };
        return at_nanosecond
            / match at.unit {
                TimeUnit::MILLIS => 1_000_000,
                TimeUnit::MICROS => 1_000,
                TimeUnit::NANOS => 1,
            };
    }
    if info.converted_type() == ConvertedType::DATE {
        let date: jiff::civil::Date = text.parse().expect("a date");
        return (date - jiff::civil::date(1970, 1, 1)).get_days().into();
    }
    let places = match info.converted_type() {
        ConvertedType::DECIMAL => usize::try_from(ty.get_scale()).expect("few"),
        _ => 0,
    };
    let (before, behind) = text.split_once('.').unwrap_or((&text, ""));
    assert!(behind.len() <= places, "{text} in {places} places");
    format!("{before}{behind:0<places$}")
        .parse()
        .expect("digits")
}

fn bytes(ty: &Type, value: &Value) -> Vec<u8> {
    if ty.get_basic_info().converted_type() != ConvertedType::DECIMAL {
        return text(value).into_bytes();
    }
    let all = whole(ty, value).to_be_bytes();
    let length = match ty {
        Type::PrimitiveType { type_length, .. } if *type_length > 0 => {
            usize::try_from(*type_length).expect("small")
        }
        _ => 9,
    };
    all[16 - length..].to_vec()
}
