//! The columns of a file as a tree: records and lists nest as in JSON.

use ::parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical};
use ::parquet::schema::types::Type;

use super::Broken;

/// More levels inside each other than this are refused.
const DEEPEST: usize = 32;

/// What a column holds. Each cell has a level: how much of what it stands in is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// One value.
    Cell(Leaf),
    /// A record; it is there from this level on.
    Record(i16, Vec<(String, Node)>),
    /// A list: the level from which on it is stated, and that from which on it has an item.
    List(i16, i16, Box<Node>),
    /// Something else, such as a map.
    Other,
}

impl Node {
    /// Lists the leaves.
    pub fn leaves(&self) -> Vec<usize> {
        match self {
            Self::Cell(leaf) => vec![leaf.place],
            Self::Record(_, fields) => fields.iter().flat_map(|(_, it)| it.leaves()).collect(),
            Self::List(_, _, item) => item.leaves(),
            Self::Other => Vec::new(),
        }
    }
}

/// A column of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Its place among all leaves.
    pub place: usize,
    /// What its values are.
    pub kind: CellKind,
    /// The level from which on a cell has a value.
    pub level: i16,
}

/// What values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Yes or no.
    YesNo,
    /// Whole numbers of units of so many decimal places.
    Number(u32),
    /// Days from 1970.
    Day,
    /// Instants from 1970, so many to a second; or what a clock shows, where the zone is not known.
    Instant {
        /// How many there are in a second.
        in_a_second: i32,
        /// Whether they are of universal time.
        universal: bool,
    },
    /// Texts.
    Text,
    /// Binary floats.
    Float,
    /// Something else.
    Other,
}

/// Returns the columns under the root of a schema. A name with points in it stands for records, as
/// the names of facts do.
pub(super) fn columns(root: &Type) -> Result<Vec<(String, Node)>, Broken> {
    let mut next = 0;
    let mut columns = Vec::new();
    for field in root.get_fields() {
        let node = node(field, 0, &mut next, 0)?;
        insert(&mut columns, field.name(), node);
    }
    Ok(columns)
}

fn insert(fields: &mut Vec<(String, Node)>, name: &str, node: Node) {
    let Some((record, rest)) = name.split_once('.') else {
        return fields.push((name.to_owned(), node));
    };
    let mut known = fields.iter_mut();
    match known.find(|(name, node)| name == record && matches!(node, Node::Record(0, _))) {
        Some((_, Node::Record(_, inner))) => insert(inner, rest, node),
        _ => {
            let mut inner = Vec::new();
            insert(&mut inner, rest, node);
            fields.push((record.to_owned(), Node::Record(0, inner)));
        }
    }
}

/// Returns what stands at a type that itself stands at a level.
fn node(ty: &Type, level: i16, next: &mut usize, depth: usize) -> Result<Node, Broken> {
    if depth > DEEPEST {
        return Err(Broken::Deep);
    }
    let repetition = ty.get_basic_info();
    let repetition = repetition.has_repetition().then(|| repetition.repetition());
    let level = match repetition {
        Some(Repetition::OPTIONAL) => level.saturating_add(1),
        // One that is no list by its mark is what old programs wrote.
        Some(Repetition::REPEATED) => {
            pass_over(ty, next);
            return Ok(Node::Other);
        }
        _ => level,
    };
    inside(ty, level, next, depth)
}

fn inside(ty: &Type, level: i16, next: &mut usize, depth: usize) -> Result<Node, Broken> {
    if ty.is_primitive() {
        let place = *next;
        *next = next.saturating_add(1);
        let kind = kind(ty);
        return Ok(Node::Cell(Leaf { place, kind, level }));
    }
    let deeper = depth.saturating_add(1);
    let info = ty.get_basic_info();
    let is = |converted| info.converted_type() == converted;
    if info.logical_type_ref() == Some(&LogicalType::List) || is(ConvertedType::LIST) {
        let [repeated] = ty.get_fields() else {
            return Err(Broken::Contents);
        };
        let item_level = level.saturating_add(1);
        let wrapped = if repeated.is_group() {
            repeated.get_fields()
        } else {
            &[]
        };
        let is_record = repeated.name() == "array" || repeated.name().ends_with("_tuple");
        let item = match wrapped {
            [only] if !is_record => node(only, item_level, next, deeper)?,
            _ => inside(repeated, item_level, next, deeper)?,
        };
        return Ok(Node::List(level, item_level, Box::new(item)));
    }
    let is_map = info.logical_type_ref() == Some(&LogicalType::Map);
    if is_map || is(ConvertedType::MAP) || is(ConvertedType::MAP_KEY_VALUE) {
        pass_over(ty, next);
        return Ok(Node::Other);
    }
    let fields = ty.get_fields().iter();
    let fields = fields.map(|field| {
        let found = node(field, level, next, deeper)?;
        Ok((field.name().to_owned(), found))
    });
    Ok(Node::Record(level, fields.collect::<Result<_, Broken>>()?))
}

/// Counts the leaves of what is not read.
fn pass_over(ty: &Type, next: &mut usize) {
    if ty.is_primitive() {
        *next = next.saturating_add(1);
    } else {
        ty.get_fields().iter().for_each(|it| pass_over(it, next));
    }
}

fn kind(ty: &Type) -> CellKind {
    let info = ty.get_basic_info();
    let physical = ty.get_physical_type();
    let is_whole = matches!(physical, Physical::INT32 | Physical::INT64);
    if matches!(physical, Physical::FLOAT | Physical::DOUBLE) {
        return CellKind::Float;
    }
    match info.logical_type_ref() {
        Some(LogicalType::Timestamp(it)) if is_whole => {
            let in_a_second = match it.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            };
            return CellKind::Instant {
                in_a_second,
                universal: it.is_adjusted_to_u_t_c,
            };
        }
        Some(LogicalType::Float16) => return CellKind::Float,
        Some(
            LogicalType::Time(_) | LogicalType::Uuid | LogicalType::Bson | LogicalType::Variant(_),
        ) => return CellKind::Other,
        _ => {}
    }
    let instant = |in_a_second| CellKind::Instant {
        in_a_second,
        universal: true,
    };
    match (info.converted_type(), physical) {
        // Times of day.
        (ConvertedType::DECIMAL, Physical::BOOLEAN | Physical::INT96)
        | (ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS, _) => CellKind::Other,
        (ConvertedType::DECIMAL, _) => match u32::try_from(ty.get_scale()) {
            Ok(places) if places <= 18 && ty.get_precision() <= 38 => CellKind::Number(places),
            _ => CellKind::Other,
        },
        (ConvertedType::DATE, Physical::INT32) => CellKind::Day,
        (ConvertedType::TIMESTAMP_MILLIS, Physical::INT64) => instant(1_000),
        (ConvertedType::TIMESTAMP_MICROS, Physical::INT64) => instant(1_000_000),
        (ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON, Physical::BYTE_ARRAY) => {
            CellKind::Text
        }
        (_, Physical::INT32 | Physical::INT64) => CellKind::Number(0),
        (_, Physical::BOOLEAN) => CellKind::YesNo,
        _ => CellKind::Other,
    }
}
