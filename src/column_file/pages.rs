//! What the pages of a file say of themselves, looked at before any is unpacked.
//!
//! The library makes room for as much as a page says that it takes, or for all that comes out of
//! it. So a file of a few bytes could take gigabytes; here its pages are measured first.

use std::collections::BTreeMap;
use std::io::{self, Read};

use ::parquet::basic::Compression;
use ::parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use ::parquet::file::reader::ChunkReader;
use flate2::read::MultiGzDecoder;

use super::broken::Fault;
use super::page_header::PageHeader;

/// A page that takes more bytes is refused.
const MOST_BYTES: u64 = 128 << 20;

/// A value of a dictionary, which takes four bytes or more, is held in some 32 besides.
const HELD_TO_A_BYTE: u64 = 9;

/// Of the leaves of each group of rows, by the number of the group and the place of the leaf: how
/// many bytes of pages are held at most while it is read, or why it cannot be read.
pub(super) type Chunks = BTreeMap<(usize, usize), Result<u64, Fault>>;

/// Looks at all pages of a file.
pub(super) fn look_at<S: ChunkReader>(source: &S, metadata: &ParquetMetaData) -> Chunks {
    let mut chunks = Chunks::new();
    for (group, rows) in metadata.row_groups().iter().enumerate() {
        for (leaf, chunk) in rows.columns().iter().enumerate() {
            chunks.insert((group, leaf), held(source, chunk));
        }
    }
    chunks
}

fn held<S: ChunkReader>(source: &S, chunk: &ColumnChunkMetaData) -> Result<u64, Fault> {
    let codec = chunk.compression();
    // Of LZ4 as it was first, all that comes out is held.
    if let Compression::BROTLI(_) | Compression::LZO | Compression::LZ4 = codec {
        let name = codec.to_string();
        let name = name.split('(').next().unwrap_or_default();
        return Err(Fault::Codec(name.to_owned()));
    }
    let (mut start, length) = chunk.byte_range();
    let end = start.checked_add(length).ok_or(Fault::Damaged)?;
    let (mut dictionary, mut greatest) = (0_u64, 0_u64);
    while start < end {
        let left = end.saturating_sub(start);
        let read = source.get_read(start).map_err(|_| Fault::Damaged)?;
        let page = PageHeader::read(read.take(left)).ok_or(Fault::Damaged)?;
        let packed_at = start.checked_add(page.length).ok_or(Fault::Damaged)?;
        start = packed_at.checked_add(page.packed).ok_or(Fault::Damaged)?;
        if start > end {
            return Err(Fault::Damaged);
        }
        let bytes = page.unpacked.max(page.packed);
        if bytes > MOST_BYTES {
            return Err(Fault::LongPage);
        }
        if let Compression::GZIP(_) = codec {
            let at = packed_at.checked_add(page.levels).ok_or(Fault::Damaged)?;
            let read = source.get_read(at).map_err(|_| Fault::Damaged)?;
            let packed = read.take(page.packed.saturating_sub(page.levels));
            let too_much = page.unpacked.saturating_add(1);
            let mut unpacked = MultiGzDecoder::new(packed).take(too_much);
            // What else may be wrong with it is found when it is read.
            if io::copy(&mut unpacked, &mut io::sink()).is_ok_and(|it| it == too_much) {
                return Err(Fault::LongPage);
            }
        }
        match page.dictionary_values {
            // The library makes room for as many values as are stated.
            Some(values) if values > bytes.saturating_add(1) => return Err(Fault::Damaged),
            Some(_) => dictionary = bytes.saturating_mul(HELD_TO_A_BYTE),
            None => greatest = greatest.max(bytes),
        }
    }
    Ok(greatest.saturating_add(dictionary))
}
