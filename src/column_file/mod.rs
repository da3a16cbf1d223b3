//! Files of columns (Parquet): which columns there are, and what their cells hold, some rows at a
//! time. Only with the Cargo feature `parquet`.
//!
//! Numbers are whole numbers of units of their column, as they are stored. A column of floats has
//! no cells here: nobody can tell which digits were meant.

mod cells;
mod tree;
mod written;

pub use cells::{Cells, Cursor, Stored};
pub use tree::{CellKind, Leaf, Node};
pub use written::day;

use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::ParquetMetaData;
use ::parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};

use cells::LeafReader;

/// So many rows are read in one go.
const ROWS: usize = 1_024;

/// A file of columns, opened.
pub struct ColumnFile {
    reader: Box<dyn FileReader>,
    /// The columns by their names, in their order.
    pub columns: Vec<(String, Node)>,
}

/// Some rows: the cells of each leaf that was asked for.
pub struct Batch {
    /// The number of the first row in the file, counted from 1.
    pub first: u64,
    /// How many there are.
    pub rows: usize,
    leaves: Vec<Cells>,
}

/// The rows of a file, read on.
pub struct Batches<'f> {
    file: &'f ColumnFile,
    wanted: Vec<bool>,
    group: usize,
    /// Of the group being read: a reader for each leaf that was asked for, and how many rows are
    /// still to come.
    leaves: Vec<Option<LeafReader>>,
    left: usize,
    next: u64,
}

/// What a library says of a file that cannot be read.
#[derive(Debug)]
pub struct Broken(pub String);

impl From<ParquetError> for Broken {
    fn from(error: ParquetError) -> Self {
        Self(error.to_string())
    }
}

/// So many rows may come to a byte of the file, each with an id of its own; a few more are fine.
const ROWS_TO_A_BYTE: u64 = 16;
const FEW_ROWS: u64 = 10_000;
/// A list has at most so many items.
const MOST_ITEMS: i64 = 10_000;

/// What a file says of itself may take so much, and a hundredth of the file.
const SHORT_FOOTER: u64 = 64 * 1_024;

/// Tells whether what a file says of itself is short: it is read part inside part, as deep as it goes.
fn has_short_footer(source: &impl ChunkReader, bytes: u64) -> Result<bool, Broken> {
    let Some(end) = bytes.checked_sub(8) else {
        return Ok(true);
    };
    let length = source.get_bytes(end, 4)?;
    let length = length.iter().rev();
    let length = length.fold(0_u64, |all, byte| all.wrapping_shl(8) | u64::from(*byte));
    let most = bytes.checked_div(100).unwrap_or_default();
    Ok(length <= most.saturating_add(SHORT_FOOTER))
}

/// Tells whether what a file states of itself takes no more memory than a file of this length may.
fn is_bounded(metadata: &ParquetMetaData, bytes: u64) -> bool {
    let most = bytes
        .saturating_mul(ROWS_TO_A_BYTE)
        .saturating_add(FEW_ROWS);
    let rows = metadata.file_metadata().num_rows();
    let is_short = metadata.row_groups().iter().all(|group| {
        let cells = group.num_rows().saturating_mul(MOST_ITEMS);
        group.columns().iter().all(|it| {
            let start = it
                .dictionary_page_offset()
                .unwrap_or(0)
                .min(it.data_page_offset());
            let end = it.data_page_offset().saturating_add(it.compressed_size());
            let is_inside = start >= 0 && it.compressed_size() >= 0 && end >= 0;
            is_inside && (0..=cells).contains(&it.num_values())
        })
    });
    let all = metadata.row_groups().iter();
    let in_groups = all.fold(0_i64, |sum, group| sum.saturating_add(group.num_rows()));
    let fits = |rows: i64| u64::try_from(rows).is_ok_and(|rows| rows <= most);
    is_short && fits(rows) && fits(in_groups)
}

fn broken(what: &str) -> Broken {
    Broken(what.to_owned())
}

impl ColumnFile {
    /// Opens a file, or the bytes of one.
    ///
    /// # Errors
    /// Where it is no file of columns.
    pub fn open<S: ChunkReader + 'static>(source: S) -> Result<Self, Broken> {
        let bytes = source.len();
        if !has_short_footer(&source, bytes)? {
            return Err(broken("it says more of itself than is accepted"));
        }
        let reader = SerializedFileReader::new(source)?;
        if !is_bounded(reader.metadata(), bytes) {
            return Err(broken(
                "it states more rows, or longer lists, than are accepted",
            ));
        }
        let schema = reader.metadata().file_metadata().schema_descr();
        let columns = tree::columns(schema.root_schema())?;
        Ok(Self {
            reader: Box::new(reader),
            columns,
        })
    }

    /// Reads the rows; of the leaves, numbered in their order, those that are wanted.
    pub fn batches(&self, wanted: impl Fn(usize) -> bool) -> Batches<'_> {
        let leaves = self.reader.metadata().file_metadata().schema_descr();
        Batches {
            file: self,
            wanted: (0..leaves.num_columns()).map(wanted).collect(),
            group: 0,
            leaves: Vec::new(),
            left: 0,
            next: 1,
        }
    }
}

impl Batch {
    /// Returns the cells of a leaf; of one that was not asked for, none.
    pub fn leaf(&self, place: usize) -> Option<&Cells> {
        self.leaves.get(place)
    }
}

impl Batches<'_> {
    fn read(&mut self) -> Result<Option<Batch>, Broken> {
        while self.left == 0 {
            if self.group >= self.file.reader.num_row_groups() {
                return Ok(None);
            }
            self.open_group()?;
        }
        let rows = self.left.min(ROWS);
        let leaves = self.leaves.iter_mut().map(|leaf| match leaf {
            Some(leaf) => leaf.read(rows),
            None => Ok(Cells::default()),
        });
        let leaves = leaves.collect::<Result<Vec<_>, _>>()?;
        let columns = self.file.columns.iter();
        if !columns.fold(true, |agree, (_, node)| {
            agree && self.agree(node, 0, &leaves)
        }) {
            return Err(broken(
                "columns of one record or list contradict one another",
            ));
        }
        let first = self.next;
        self.left = self.left.saturating_sub(rows);
        self.next = self.next.saturating_add(rows as u64);
        Ok(Some(Batch {
            first,
            rows,
            leaves,
        }))
    }

    /// Tells whether all leaves of each record and each list inside so many lists say alike where it
    /// is there, and how many items it has.
    fn agree(&self, node: &Node, lists: i16, leaves: &[Cells]) -> bool {
        let (lists, level, inside) = match node {
            Node::Cell(_) | Node::Other => return true,
            Node::Record(level, fields) => {
                let inside: Vec<&Node> = fields.iter().map(|(_, it)| it).collect();
                (lists, *level, inside)
            }
            Node::List(_, level, item) => (lists.saturating_add(1), *level, vec![&**item]),
        };
        let mut places = node.leaves();
        places.retain(|place| self.wanted.get(*place) == Some(&true));
        let outline = |place: &usize| leaves.get(*place).map(|it| it.outline(lists, level));
        let mut outlines = places.iter().map(outline);
        let first = outlines.next().flatten();
        (level == 0 || outlines.all(|it| it == first))
            && inside.into_iter().all(|it| self.agree(it, lists, leaves))
    }

    fn open_group(&mut self) -> Result<(), Broken> {
        let group = self.file.reader.get_row_group(self.group)?;
        self.group = self.group.saturating_add(1);
        let rows = group.metadata().num_rows();
        self.left = usize::try_from(rows).map_err(|_| broken("a count of rows below nought"))?;
        let leaves = self.wanted.iter().enumerate();
        let leaves = leaves.map(|(place, wanted)| match wanted {
            false => Ok(None),
            true => LeafReader::new(group.as_ref(), place).map(Some),
        });
        self.leaves = leaves.collect::<Result<Vec<_>, _>>()?;
        Ok(())
    }
}

impl Iterator for Batches<'_> {
    type Item = Result<Batch, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
