//! Rows that are wide: each is taken, or refused for its length, whichever way it is read.

use std::fmt::Write as _;

use bando::call::Call;
use bando::compiled::{BatchReader, Columns, compile};
use bando::facts::ParquetReader;
use bando::source::Sources;
use serde_json::{Value, json};

use super::NoFiles;
use super::writing::{Storage, write, write_as};

/// A call with so many texts that no rule reads, a list of texts, a set, and a column that only tests
/// read.
pub(crate) fn call(texts: usize) -> Box<Call> {
    let mut rules = "bando 1 en
call wide {
  title it \"Larga\" en \"Wide\"
  opens 2026-02-01 00:00:00
  closes 2026-04-30 12:00:00
  zone UTC
}
proposals { compare outcome }
assumption made_up it \"Inventato\" en \"Made up\"
enum Line { one, two }
requirement R1 it \"Tutto\" en \"All\" {
  phase formal
  cite assumption made_up
  require agreed
  else it \"No.\" en \"No.\"
}
facts {
  agreed : yes/no
  lines : set of Line
  remarks : list of { remark : text }
"
    .to_owned();
    for place in 0..texts {
        let _ = writeln!(rules, "  t{place} : text");
    }
    rules.push_str("}\n");
    let mut sources = Sources::default();
    let file = sources.add("call.bando".to_owned(), rules);
    let checked = bando::engine::check(&sources, file, &NoFiles);
    Box::new(
        checked
            .call
            .unwrap_or_else(|| panic!("{:?}", checked.diagnostics)),
    )
}

pub(crate) fn schema(texts: usize) -> String {
    let mut columns =
        "required binary id (UTF8); optional boolean agreed; optional binary outcome (UTF8);
        optional group lines (LIST) { repeated group list { optional binary element (UTF8); } }
        optional group remarks (LIST) { repeated group list { optional binary element (UTF8); } }"
            .to_owned();
    for place in 0..texts {
        let _ = write!(columns, " optional binary t{place} (UTF8);");
    }
    format!("message p {{ {columns} }}")
}

/// Tells of each row whether it is taken, and of the batch whether it goes straight into columns.
fn taken(call: &Call, schema: &str, rows: &[Value]) -> (Vec<bool>, bool) {
    let bytes = bytes::Bytes::from(write(schema, rows, rows.len()));
    let Ok(reader) = ParquetReader::new(call, "f", bytes) else {
        panic!("a file");
    };
    let compiled = compile(call);
    let straight = BatchReader::new(call, &compiled.layout, reader.columns());
    let batch = reader.batches().next().expect("rows").expect("rows");
    let read = reader.proposals(&batch);
    let mut columns = Columns::new(&compiled.layout);
    let ids = straight.and_then(|it| it.read(&batch, &mut columns).map(|it| it.len()));
    assert_eq!(columns.rows(), ids.unwrap_or_default());
    (read.iter().map(Result::is_ok).collect(), ids.is_some())
}

const MOST: usize = 256 * 1_024;

/// A row has room for 256 KiB of text, its id and what only tests read among it, and it does not
/// matter in how many cells.
#[test]
fn a_row_is_refused_at_the_same_length_by_both_readers() {
    let call = call(300);
    let schema = schema(300);
    let row = |texts: usize, length: usize| {
        let mut row = json!({"id": "P1", "agreed": true});
        for place in 0..texts {
            row[format!("t{place}")] = "x".repeat(length).into();
        }
        row
    };
    let of = |name: &str, value: Value| {
        let mut row = row(0, 0);
        row[name] = value;
        row
    };
    let cases = [
        ("many texts", row(300, 1_000), false),
        ("a byte too many by the id", row(256, 1_024), false),
        ("as many texts as there is room for", row(256, 1_023), true),
        ("one text", of("t0", "x".repeat(MOST - 2).into()), true),
        (
            "one text too long",
            of("t0", "x".repeat(MOST - 1).into()),
            false,
        ),
        (
            "what tests read",
            of("outcome", "x".repeat(MOST - 1).into()),
            false,
        ),
        (
            "a list",
            of("remarks", json!(vec!["x".repeat(64); 4_095])),
            true,
        ),
        (
            "a long list",
            of("remarks", json!(vec!["x".repeat(64); 4_096])),
            false,
        ),
    ];
    for (what, row, fits) in cases {
        let rows = [json!({"id": "P0", "lines": ["one"]}), row];
        assert_eq!(
            taken(&call, &schema, &rows),
            (vec![true, fits], fits),
            "{what}"
        );
    }
}

/// Of rows with long lists fewer are held at a time, so that their cells are no more than a million.
#[test]
fn the_cells_held_at_a_time_are_bounded_however_long_the_lists() {
    let call = call(0);
    let row = |place: usize| json!({"id": format!("P{place:03}"), "remarks": vec!["x"; 10_000]});
    let rows: Vec<Value> = (0..130).map(row).collect();
    let bytes = bytes::Bytes::from(write_as(&schema(0), &rows, 130, Storage::default()));
    let Ok(reader) = ParquetReader::new(&call, "f", bytes) else {
        panic!("a file");
    };
    let held: Vec<usize> = reader.batches().map(|it| it.expect("rows").rows).collect();
    assert_eq!(held.iter().sum::<usize>(), 130);
    assert!(held.iter().all(|rows| rows * 10_000 <= 1 << 20), "{held:?}");
}
