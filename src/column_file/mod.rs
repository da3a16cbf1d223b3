//! Files of columns (Parquet): which columns there are, and what their cells hold, some rows at a
//! time. Only with the Cargo feature `parquet`.
//!
//! Numbers are whole numbers of units of their column, as they are stored. A column of floats has
//! no cells here: nobody can tell which digits were meant.

mod broken;
mod cells;
mod footer;
mod page_header;
mod pages;
mod thrift;
mod tree;
mod written;

pub use broken::{Broken, Fault};
pub use cells::{Cells, Cursor, Stored, is_guarded};
pub use tree::{CellKind, Leaf, Node};
pub use written::day;

use ::parquet::file::metadata::ParquetMetaData;
use ::parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};

use cells::{LeafReader, guarded};
use pages::Chunks;

/// So many rows are read in one go.
const ROWS: usize = 1_024;

/// A file of columns, opened.
pub struct ColumnFile {
    reader: Box<dyn FileReader>,
    /// What is held of its leaves while they are read.
    chunks: Chunks,
    /// How many bytes it has.
    bytes: u64,
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
    /// How many are read in one go.
    at_once: usize,
    next: u64,
}

/// So many rows may come to a byte of the file, each with an id of its own; a few more are fine.
const ROWS_TO_A_BYTE: u64 = 16;
const FEW_ROWS: u64 = 10_000;
/// A list has at most so many items.
const MOST_ITEMS: i64 = 10_000;

/// A row with more bytes of text is no proposal: a record of any other file has no more room either.
pub const MOST_TEXT: usize = 256 * 1_024;

/// So many cells are read in one go, where rows have equally many.
const CELLS: u64 = 1 << 20;
/// So many cells of a group may come to a byte of the file; some more are fine.
const CELLS_TO_A_BYTE: u64 = 16;

/// Pages that take more bytes all together are not held.
const MOST_HELD: u64 = 1 << 30;

/// Looks at what a file states of itself: the parts must lie inside it, and rows take no more memory
/// than those of a file of this length may.
fn look_at_contents(metadata: &ParquetMetaData, bytes: u64) -> Result<(), Broken> {
    let leaves = metadata.file_metadata().schema_descr().num_columns();
    let mut in_groups = 0_i64;
    for group in metadata.row_groups() {
        let most = group.num_rows().saturating_mul(MOST_ITEMS);
        if group.num_rows() < 0 || group.num_columns() != leaves {
            return Err(Broken::Contents);
        }
        in_groups = in_groups.saturating_add(group.num_rows());
        for leaf in group.columns() {
            let data = leaf.data_page_offset();
            let start = leaf.dictionary_page_offset().unwrap_or(data).min(data);
            let size = leaf.compressed_size();
            let end = start
                .checked_add(size)
                .and_then(|it| u64::try_from(it).ok());
            if start < 0 || size < 0 || leaf.num_values() < 0 || end.is_none_or(|it| it > bytes) {
                return Err(Broken::Contents);
            }
            if leaf.num_values() > most {
                return Err(Broken::ManyRows);
            }
        }
    }
    if in_groups != metadata.file_metadata().num_rows() {
        return Err(Broken::Contents);
    }
    let most = bytes
        .saturating_mul(ROWS_TO_A_BYTE)
        .saturating_add(FEW_ROWS);
    if u64::try_from(in_groups).is_ok_and(|rows| rows <= most) {
        Ok(())
    } else {
        Err(Broken::ManyRows)
    }
}

impl ColumnFile {
    /// Opens a file, or the bytes of one.
    ///
    /// # Errors
    /// Where it is no file of columns.
    pub fn open<S: ChunkReader + 'static>(source: S) -> Result<Self, Broken> {
        let bytes = source.len();
        let (metadata, options) = footer::read(&source)?;
        look_at_contents(&metadata, bytes)?;
        let columns = tree::columns(metadata.file_metadata().schema_descr().root_schema())?;
        let chunks = pages::look_at(&source, &metadata);
        let reader = guarded(|| SerializedFileReader::new_with_options(source, options));
        let reader = reader.map_err(|_| Broken::Contents)?;
        Ok(Self {
            reader: Box::new(reader),
            chunks,
            bytes,
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
            at_once: ROWS,
            next: 1,
        }
    }
}

impl Batch {
    /// Returns the cells of a leaf; of one that was not asked for, none.
    pub fn leaf(&self, place: usize) -> Option<&Cells> {
        self.leaves.get(place)
    }

    /// Counts the bytes of text in each row, in the leaves that were asked for.
    pub fn text_bytes(&self) -> Vec<usize> {
        let mut bytes = vec![0; self.rows];
        self.leaves.iter().for_each(|it| it.count_text(&mut bytes));
        bytes
    }
}

impl Batches<'_> {
    fn read(&mut self) -> Result<Option<Batch>, Broken> {
        while self.left == 0 {
            self.end_group()?;
            if self.group >= self.file.reader.num_row_groups() {
                return Ok(None);
            }
            self.open_group()?;
        }
        let rows = self.left.min(self.at_once);
        let group = self.group;
        let leaves = self.leaves.iter_mut().enumerate();
        let leaves = leaves.map(|(place, leaf)| match leaf {
            Some(leaf) => leaf.read(rows).map_err(|it| broken(place, group, it)),
            None => Ok(Cells::default()),
        });
        let leaves = leaves.collect::<Result<Vec<_>, _>>()?;
        for (_, node) in &self.file.columns {
            self.agree(node, 0, &leaves)?;
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

    /// Makes sure that all leaves of each record and each list inside so many lists say alike where
    /// it is there, and how many items it has.
    fn agree(&self, node: &Node, lists: i16, leaves: &[Cells]) -> Result<(), Broken> {
        let (lists, level, inside) = match node {
            Node::Cell(_) | Node::Other => return Ok(()),
            Node::Record(level, fields) => {
                let inside: Vec<&Node> = fields.iter().map(|(_, it)| it).collect();
                (lists, *level, inside)
            }
            Node::List(_, level, item) => (lists.saturating_add(1), *level, vec![&**item]),
        };
        let places = node.leaves().into_iter();
        let places = places.filter(|place| self.wanted.get(*place) == Some(&true));
        let mut first = None;
        for place in places.filter(|_| level > 0) {
            let outline = leaves.get(place).map(|it| it.outline(lists, level));
            if *first.get_or_insert_with(|| outline.clone()) != outline {
                return Err(broken(place, self.group, Fault::Contradiction));
            }
        }
        let mut inside = inside.into_iter();
        inside.try_for_each(|it| self.agree(it, lists, leaves))
    }

    fn open_group(&mut self) -> Result<(), Broken> {
        let place = self.group;
        self.group = self.group.saturating_add(1);
        let number = self.group;
        let group = self.file.reader.get_row_group(place);
        let group = group.map_err(|_| Broken::Contents)?;
        let rows = usize::try_from(group.metadata().num_rows());
        self.left = rows.map_err(|_| Broken::ManyRows)?;
        let wanted = || {
            let wanted = self.wanted.iter().enumerate();
            wanted.filter_map(|(leaf, wanted)| wanted.then_some(leaf))
        };
        let (mut held, mut cells) = (0_u64, 0_u64);
        for leaf in wanted() {
            let chunk = self.file.chunks.get(&(place, leaf)).cloned();
            let bytes = chunk.unwrap_or(Err(Fault::Damaged));
            held = held.saturating_add(bytes.map_err(|it| broken(leaf, number, it))?);
            if held > MOST_HELD {
                return Err(broken(leaf, number, Fault::LongPage));
            }
            let count = group.metadata().column(leaf).num_values();
            cells = cells.saturating_add(u64::try_from(count).unwrap_or_default());
        }
        let most = self.file.bytes.saturating_mul(CELLS_TO_A_BYTE);
        if cells > most.saturating_add(CELLS) {
            return Err(Broken::ManyRows);
        }
        let rows = u64::try_from(self.left).unwrap_or(u64::MAX);
        let at_once = rows.saturating_mul(CELLS).checked_div(cells);
        let at_once = at_once.and_then(|it| usize::try_from(it).ok());
        self.at_once = at_once.unwrap_or(ROWS).clamp(1, ROWS);
        let leaves = self.wanted.iter().enumerate();
        let leaves = leaves.map(|(leaf, wanted)| match wanted {
            false => Ok(None),
            true => LeafReader::new(group.as_ref(), leaf)
                .map(Some)
                .map_err(|it| broken(leaf, number, it)),
        });
        self.leaves = leaves.collect::<Result<Vec<_>, _>>()?;
        Ok(())
    }

    /// Makes sure that no leaf has rows behind the last of its group: they would be lost.
    fn end_group(&mut self) -> Result<(), Broken> {
        let group = self.group;
        let leaves = self.leaves.iter_mut().enumerate();
        for (place, leaf) in leaves.filter_map(|(place, leaf)| Some((place, leaf.as_mut()?))) {
            leaf.end().map_err(|it| broken(place, group, it))?;
        }
        self.leaves.clear();
        Ok(())
    }
}

fn broken(leaf: usize, group: usize, fault: Fault) -> Broken {
    Broken::Leaf { leaf, group, fault }
}

impl Iterator for Batches<'_> {
    type Item = Result<Batch, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
