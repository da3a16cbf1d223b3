//! What files say of themselves, at their end: as long as a wide table needs, and of no more room
//! than it takes.

use bando::facts::{FileKind, ProposalsFile, read};
use serde_json::{Value, json};

use super::damaged::told_in_little_room;
use super::wide;
use super::writing::write;

/// A count in Thrift's compact protocol.
fn count(mut rest: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while rest >= 0x80 {
        bytes.push(u8::try_from(rest % 128).expect("seven bits") | 0x80);
        rest /= 128;
    }
    bytes.push(u8::try_from(rest).expect("seven bits"));
    bytes
}

/// A list of structures, in the field behind the one before it.
fn list(items: &[Vec<u8>]) -> Vec<u8> {
    [vec![0x19, 0xfc], count(items.len()), items.concat()].concat()
}

/// A group of so many columns.
pub(crate) fn group(name: &str, columns: usize) -> Vec<u8> {
    let name = [count(name.len()), name.as_bytes().to_vec()].concat();
    let columns = count(columns * 2);
    [&[0x35, 0, 0x18], &*name, &[0x15], &*columns, &[0]].concat()
}

/// A column of numbers.
pub(crate) fn leaf() -> Vec<u8> {
    vec![0x15, 4, 0x25, 0, 0x18, 1, b'x', 0]
}

/// A file of no rows, with these groups and columns.
pub(crate) fn file(columns: &[Vec<u8>]) -> Vec<u8> {
    with_rows(columns, &[])
}

fn with_rows(columns: &[Vec<u8>], groups: &[Vec<u8>]) -> Vec<u8> {
    let (columns, groups) = (list(columns), list(groups));
    let footer = [&[0x15, 2], &*columns, &[0x16, 0], &*groups, &[0]].concat();
    let length = u32::try_from(footer.len()).expect("short").to_le_bytes();
    [b"PAR1", &*footer, &length, b"PAR1"].concat()
}

/// Tells what is said of a file by a program with little room.
fn said(file: &[u8]) -> String {
    let (code, said) = told_in_little_room(file);
    assert_eq!(code, Some(1), "{said}");
    said.replace(": the Parquet file cannot be read: ", "")
}

const DAMAGED: &str = "the description of its contents, at the end of the file, is damaged";
const LONG: &str =
    "the description of its contents, at the end of the file, is longer than is accepted";

#[test]
fn columns_that_are_stated_and_not_there_take_no_memory() {
    let many = usize::try_from(i32::MAX).expect("a count");
    assert_eq!(said(&file(&[group("p", many), leaf()])), DAMAGED);
    // A column too few, one too many, and none.
    assert_eq!(said(&file(&[group("p", 2), leaf()])), DAMAGED);
    assert_eq!(said(&file(&[group("p", 1), leaf(), leaf()])), DAMAGED);
    assert_eq!(said(&file(&[])), DAMAGED);
    // A text where there should be a number: the library would read on inside it.
    let hidden = [vec![0x18, 14], group("p", many)].concat();
    assert_eq!(said(&file(&[hidden, leaf()])), DAMAGED);
}

#[test]
fn columns_inside_each_other_at_many_levels_are_refused() {
    let mut columns = vec![group("p", 1); 100_000];
    columns.push(leaf());
    let deep = "columns stand inside each other at too many levels";
    assert_eq!(said(&file(&columns)), deep);
}

#[test]
fn names_that_many_columns_would_repeat_take_no_memory() {
    let mut columns = vec![group("p", 1), group(&"x".repeat(500_000), 9_000)];
    columns.extend(vec![leaf(); 9_000]);
    assert_eq!(said(&file(&columns)), LONG);
}

#[test]
fn groups_of_rows_that_are_stated_and_say_nothing_take_little_memory() {
    let columns = [group("p", 1), leaf()];
    assert_eq!(
        said(&with_rows(&columns, &vec![vec![0]; 1_000_000])),
        DAMAGED
    );
    assert_eq!(said(&with_rows(&columns, &vec![vec![0]; 1_100_000])), LONG);
}

#[test]
fn more_columns_than_any_table_has_are_refused() {
    let columns = |count| {
        let mut columns = vec![group("p", count)];
        columns.extend(vec![leaf(); count]);
        file(&columns)
    };
    assert_eq!(said(&columns(10_001)), "it has more than 10,000 columns");
    assert_eq!(said(&columns(10_000)), ": the proposal has no id");
}

/// A table of 300 columns, in groups of rows, with what writers note of each by themselves.
#[test]
fn a_table_of_hundreds_of_columns_is_read() {
    let call = wide::call(300);
    let row = |place: usize| {
        let mut row = json!({"id": format!("P{place:02}"), "agreed": true});
        for text in 0..300 {
            row[format!("t{text}")] = format!("what {place} states of {text}").into();
        }
        row
    };
    let rows: Vec<Value> = (0..12).map(row).collect();
    let bytes = write(&wide::schema(300), &rows, 1);
    let end = bytes.len() - 8;
    let length = u32::from_le_bytes(bytes[end..end + 4].try_into().expect("four"));
    assert!((300_000..1 << 20).contains(&length), "{length}");
    let file = ProposalsFile {
        name: "f",
        bytes: &bytes,
        kind: FileKind::Parquet,
    };
    let found = read(&call, &file);
    assert_eq!((found.proposals.len(), found.refused.len()), (12, 0));
}
