//! Files that are cut off, damaged, or made to take more than there is: each is refused with what is
//! wrong and where, before it takes memory.

use std::io::Write as _;
use std::process::Command;

use bytes::Bytes;
use parquet::basic::{BrotliLevel, Compression, GzipLevel, ZstdLevel};
use parquet::file::metadata::{
    FileMetaData, ParquetMetaData, ParquetMetaDataReader, ParquetMetaDataWriter,
};
use serde_json::{Value, json};

use super::writing::write;
use super::wrong::{reading, told};
use super::{SMALL, W914, project};

pub(crate) const COLUMNS: &str = "message p { required binary id (UTF8); required binary territory (UTF8); optional group documents (LIST) { repeated group list { optional binary element (UTF8); } } }";
const AGAIN: &str =
    "have it written again by the program that made it, or change to CSV or JSON Lines";
const LESS: &str =
    "split it into several files, or write it with fewer rows to a group, or change to JSON Lines";

pub(crate) fn rows(count: usize) -> Vec<Value> {
    let row =
        |number| json!({"id": format!("P{number}"), "territory": "T1", "documents": ["statuto"]});
    (0..count).map(row).collect()
}

fn contents(bytes: &[u8]) -> ParquetMetaData {
    let bytes = Bytes::copy_from_slice(bytes);
    let reader = ParquetMetaDataReader::new();
    reader.parse_and_finish(&bytes).expect("contents")
}

/// What a file holds before it says what.
fn data(bytes: &[u8]) -> Vec<u8> {
    let end = bytes.len() - 8;
    let length = u32::from_le_bytes(bytes[end..end + 4].try_into().expect("four"));
    bytes[..end - usize::try_from(length).expect("small")].to_vec()
}

fn with_contents(mut data: Vec<u8>, contents: &ParquetMetaData) -> Vec<u8> {
    let writer = ParquetMetaDataWriter::new(&mut data, contents);
    writer.finish().expect("written");
    data
}

/// A file that states so many rows, in its only group.
pub(crate) fn stating(bytes: &[u8], rows: i64) -> Vec<u8> {
    let found = contents(bytes);
    let group = found.row_group(0).clone().into_builder();
    let group = group.set_num_rows(rows).build().expect("a group");
    let of_file = found.file_metadata();
    let of_file = FileMetaData::new(
        of_file.version(),
        rows,
        None,
        None,
        of_file.schema_descr_ptr(),
        None,
    );
    with_contents(data(bytes), &ParquetMetaData::new(of_file, vec![group]))
}

/// A file of one row in which a leaf has other pages, behind a dictionary of so many bytes.
pub(crate) fn with_pages(
    leaf: usize,
    pages: &[u8],
    dictionary: usize,
    codec: Compression,
) -> Vec<u8> {
    let bytes = write(COLUMNS, &rows(1), 9);
    let found = contents(&bytes);
    let mut data = data(&bytes);
    let start = i64::try_from(data.len()).expect("small");
    data.extend(pages);
    let group = found.row_group(0);
    let mut leaves = group.columns().to_vec();
    let behind = start + i64::try_from(dictionary).expect("small");
    let changed = leaves[leaf].clone().into_builder();
    leaves[leaf] = changed
        .set_compression(codec)
        .set_dictionary_page_offset((dictionary > 0).then_some(start))
        .set_data_page_offset(behind)
        .set_total_compressed_size(i64::try_from(pages.len()).expect("small"))
        .build()
        .expect("a leaf");
    let group = group.clone().into_builder().set_column_metadata(leaves);
    let group = group.build().expect("a group");
    let contents = ParquetMetaData::new(found.file_metadata().clone(), vec![group]);
    with_contents(data, &contents)
}

/// A page that says of itself that it takes so many bytes when unpacked and has so many values.
pub(crate) fn page(encoding: Option<i64>, unpacked: i64, values: i64, packed: &[u8]) -> Vec<u8> {
    let mut page = Vec::new();
    let number = |page: &mut Vec<u8>, number: i64| {
        page.push(0x15);
        let mut rest = u64::try_from(number * 2).expect("a count");
        while rest >= 0x80 {
            page.push(u8::try_from(rest % 128).expect("seven bits") | 0x80);
            rest /= 128;
        }
        page.push(u8::try_from(rest).expect("seven bits"));
    };
    let length = i64::try_from(packed.len()).expect("small");
    for it in [if encoding.is_some() { 0 } else { 2 }, unpacked, length] {
        number(&mut page, it);
    }
    page.push(if encoding.is_some() { 0x2c } else { 0x4c });
    number(&mut page, values);
    number(&mut page, encoding.unwrap_or(0));
    if encoding.is_some() {
        number(&mut page, 3);
        number(&mut page, 3);
    }
    page.extend([0, 0]);
    page.extend(packed);
    page
}

pub(crate) const PLAIN: Option<i64> = Some(0);

/// What is told of a file by a program that may take 700 MB of addresses.
pub(crate) fn told_in_little_room(bytes: &[u8]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("p.parquet"), bytes).expect("written");
    let ended = Command::new("sh")
        .args(["-c", "ulimit -v 700000; exec \"$0\" \"$@\""])
        .arg(assert_cmd::cargo::cargo_bin!("bando"))
        .arg("assess")
        .arg(project(W914))
        .args(["p.parquet", "--format", "jsonl", "--lang", "en"])
        .current_dir(folder.path())
        .output()
        .expect("an end");
    assert_eq!(String::from_utf8_lossy(&ended.stdout), "");
    let told = String::from_utf8(ended.stderr).expect("text");
    let first = told.lines().next().unwrap_or_default();
    let said = serde_json::from_str::<Value>(first).map_or(told.clone(), |it| {
        format!(
            "{}: {}",
            it["primary"]["place"]["pointer"]
                .as_str()
                .unwrap_or_default(),
            it["message"]["en"].as_str().unwrap_or_default()
        )
    });
    (ended.status.code(), said)
}

#[test]
fn a_page_that_unpacks_to_gigabytes_is_refused_in_little_memory() {
    let long = "/territory: the Parquet file cannot be read: the column would take more memory than is accepted (row group 1)";
    let mut zeros = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..1_024 {
        zeros.write_all(&vec![0; 1 << 20]).expect("packed");
    }
    let zeros = zeros.finish().expect("packed");
    // What it says is a lie, or true.
    for (unpacked, packed, codec) in [
        (
            100,
            zeros.as_slice(),
            Compression::GZIP(GzipLevel::default()),
        ),
        (1 << 30, &zeros, Compression::GZIP(GzipLevel::default())),
        (
            i64::from(i32::MAX),
            b"abc",
            Compression::ZSTD(ZstdLevel::default()),
        ),
        (i64::from(i32::MAX), b"abc", Compression::SNAPPY),
        (i64::from(i32::MAX), b"abc", Compression::LZ4_RAW),
    ] {
        let bytes = with_pages(1, &page(PLAIN, unpacked, 1, packed), 0, codec);
        assert_eq!(
            told_in_little_room(&bytes),
            (Some(1), long.to_owned()),
            "{codec}"
        );
        // A dictionary too.
        let mut pages = page(None, unpacked, 1, packed);
        let dictionary = pages.len();
        pages.extend(page(Some(8), 2, 1, &[1, 2]));
        let bytes = with_pages(1, &pages, dictionary, codec);
        assert_eq!(
            told_in_little_room(&bytes),
            (Some(1), long.to_owned()),
            "{codec}"
        );
    }
}

#[test]
fn values_that_are_stated_and_not_there_take_no_memory() {
    let damaged =
        "/territory: the Parquet file cannot be read: the column is damaged (row group 1)";
    let mut pages = page(None, 6, i64::from(i32::MAX), &[2, 0, 0, 0, b'T', b'1']);
    let dictionary = pages.len();
    pages.extend(page(Some(8), 2, 1, &[1, 2]));
    let bytes = with_pages(1, &pages, dictionary, Compression::UNCOMPRESSED);
    assert_eq!(told_in_little_room(&bytes), (Some(1), damaged.to_owned()));
    // Texts packed by their lengths, of which there are two thousand million.
    let lengths = [0x80, 1, 4, 0xff, 0xff, 0xff, 0xff, 7, 4, 0, 0, 0, 0, 0];
    let bytes = with_pages(
        1,
        &page(Some(6), 14, 1, &lengths),
        0,
        Compression::UNCOMPRESSED,
    );
    assert_eq!(told_in_little_room(&bytes), (Some(1), damaged.to_owned()));
    // A length below nought, which makes the library panic: nobody is told so.
    let lengths = [0x80, 1, 4, 1, 3, b'T'];
    let bytes = with_pages(
        1,
        &page(Some(6), 6, 1, &lengths),
        0,
        Compression::UNCOMPRESSED,
    );
    assert_eq!(told_in_little_room(&bytes), (Some(1), damaged.to_owned()));
}

#[test]
fn more_rows_or_items_are_stated_than_a_file_of_its_length_may_have() {
    let many = format!(
        "unreadable\nf: the Parquet file cannot be read: it states more rows, or longer lists, than are accepted for its length ({LESS})\n"
    );
    let bytes = write(COLUMNS, &rows(2), 9);
    assert_eq!(told(&reading(&stating(&bytes, 1 << 40))), many);
    // A million items, of which nothing is written.
    let found = contents(&bytes);
    let group = found.row_group(0);
    let mut leaves = group.columns().to_vec();
    let items = leaves[2].clone().into_builder().set_num_values(20_000_000);
    leaves[2] = items.build().expect("a leaf");
    let group = group.clone().into_builder().set_column_metadata(leaves);
    let group = group.set_num_rows(2_000).build().expect("a group");
    let contents = ParquetMetaData::new(
        contents(&stating(&bytes, 2)).file_metadata().clone(),
        vec![group],
    );
    assert_eq!(
        told(&reading(&with_contents(data(&bytes), &contents))),
        many
    );
}

#[test]
fn rows_that_the_file_does_not_state_are_not_lost() {
    let bytes = write(COLUMNS, &rows(3), 9);
    let wrong = |column: &str| {
        format!(
            "unreadable\nf {column}: the Parquet file cannot be read: the column does not have as many rows as the file states (row group 1) ({AGAIN})\n"
        )
    };
    assert_eq!(told(&reading(&stating(&bytes, 3))), "+ P0\n+ P1\n+ P2\n");
    for stated in [1, 2, 4] {
        let found = told(&reading(&stating(&bytes, stated)));
        assert_eq!(found, wrong("/id"), "{stated}");
    }
    assert!(reading(&stating(&bytes, 0)).unreadable);
    // A group of three, and four all together.
    let mut contradicted = bytes.clone();
    let three = [0x16, 6, 0x19];
    let at = bytes.windows(3).rposition(|it| it == three);
    contradicted[at.expect("a count") + 1] = 8;
    let contradicted = told(&reading(&contradicted));
    let damaged = format!(
        "unreadable\nf: the Parquet file cannot be read: the description of its contents, at the end of the file, is damaged ({AGAIN})\n"
    );
    assert_eq!(contradicted, damaged);
}

#[test]
fn ways_of_writing_that_are_not_read_are_named() {
    let codec = |codec| with_pages(1, &page(PLAIN, 6, 1, &[2, 0, 0, 0, b'T', b'1']), 0, codec);
    let named = |name: &str| {
        format!(
            "unreadable\nf /territory: the Parquet file cannot be read: the column is written with `{name}`, which is not read here (row group 1) (write it without compression, or with `ZSTD` or `SNAPPY`, and in the usual encoding)\n"
        )
    };
    assert_eq!(told(&reading(&codec(Compression::UNCOMPRESSED))), "+ P0\n");
    for (it, name) in [
        (Compression::LZO, "LZO"),
        (Compression::LZ4, "LZ4"),
        (Compression::BROTLI(BrotliLevel::default()), "BROTLI"),
    ] {
        assert_eq!(told(&reading(&codec(it))), named(name));
    }
    let parts = page(Some(7), 4, 1, &[0x80, 1, 4, 1]);
    let parts = with_pages(1, &parts, 0, Compression::UNCOMPRESSED);
    assert_eq!(told(&reading(&parts)), named("DELTA_BYTE_ARRAY"));
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    for bytes in &*SMALL {
        for end in (0..bytes.len()).step_by(37) {
            let found = reading(&bytes[..end]);
            assert!(found.unreadable && found.proposals.is_empty(), "{end}");
        }
    }
    let cut = told(&reading(&SMALL[0][..SMALL[0].len() - 1]));
    assert_eq!(
        cut,
        format!(
            "unreadable\nf: the Parquet file cannot be read: it does not end as a Parquet file does: it is a file of another kind, or part of it is missing ({AGAIN})\n"
        )
    );
    let mut encrypted = SMALL[0].clone();
    let end = encrypted.len();
    encrypted[end - 1] = b'E';
    assert_eq!(
        told(&reading(&encrypted)),
        "unreadable\nf: the Parquet file cannot be read: it is encrypted (write it without encryption)\n"
    );
}
