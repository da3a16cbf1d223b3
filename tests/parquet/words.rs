//! All that is said of files of columns, as people read it in either language.

use std::fmt::Write as _;

use bando::diagnostic::{Diagnostic, Place};
use bando::text::{Language, Text};
use parquet::basic::Compression;
use serde_json::{Value, json};

use super::damaged::{COLUMNS, PLAIN, page, rows, stating, with_pages};
use super::footers::{file, group, leaf};
use super::writing::write;
use super::wrong::{partners_in, reading};
use super::{project, speaks_of_columns};

/// Files that cannot be read, each in another way.
fn broken() -> Vec<Vec<u8>> {
    let plain = write(COLUMNS, &rows(3), 9);
    let mut encrypted = plain.clone();
    let end = encrypted.len();
    encrypted[end - 1] = b'E';
    let long = vec![group(&"x".repeat(2_000_000), 0)];
    let mut many = vec![group("p", 10_001)];
    many.extend(vec![leaf(); 10_001]);
    let mut deep = vec![group("p", 1); 200];
    deep.push(leaf());
    let text = page(PLAIN, 6, 1, &[2, 0, 0, 0, b'T', b'1']);
    let huge = page(PLAIN, i64::from(i32::MAX), 1, b"abc");
    vec![
        b"id;cost\n1;2\n".to_vec(),
        encrypted,
        file(&[]),
        file(&long),
        file(&many),
        stating(&plain, 1 << 40),
        file(&deep),
        with_pages(1, &text, 0, Compression::LZO),
        with_pages(1, &huge, 0, Compression::SNAPPY),
        with_pages(1, b"abc", 0, Compression::UNCOMPRESSED),
        stating(&plain, 2),
        partners_in([0, 0, 1, 1]),
    ]
}

/// Columns that are not read, and cells that are not taken.
fn wrong() -> Vec<Vec<u8>> {
    let of = |columns: &str, row: Value| write(&format!("message p {{ {columns} }}"), &[row], 9);
    let one = |column: &str, mut row: Value| {
        row["id"] = "P1".into();
        of(
            &format!("required binary id (UTF8); optional {column}"),
            row,
        )
    };
    vec![
        of("required int64 id;", json!({"id": 1})),
        of("optional boolean climate;", json!({"climate": true})),
        one("double duration_months;", json!({})),
        one("int64 climate (TIME(MICROS,true));", json!({})),
        one("boolean clima;", json!({})),
        one(
            "group cost { optional int64 totale; }",
            json!({"cost": {"totale": 3}}),
        ),
        one("boolean cost;", json!({"cost": true})),
        one(
            "binary duration_months (UTF8);",
            json!({"duration_months": "5,5"}),
        ),
        one("boolean duration_months;", json!({"duration_months": true})),
        one("int64 climate;", json!({"climate": 1})),
        one("binary climate (UTF8);", json!({"climate": "forse"})),
        one("int64 territory;", json!({"territory": 12})),
        one(
            "binary territory (UTF8);",
            json!({"territory": "x".repeat(300_000)}),
        ),
        one(
            "int64 submitted_at (TIMESTAMP(MICROS,false));",
            json!({"submitted_at": "2026-03-01T10:00:00.5"}),
        ),
        one(
            "int32 submitted_at (DATE);",
            json!({"submitted_at": "2026-03-01"}),
        ),
        one(
            "group cost { optional int64 total (DECIMAL(18, 4)); }",
            json!({"cost": {"total": 1.2345}}),
        ),
        one("binary documents (UTF8);", json!({"documents": "statuto"})),
        one(
            "group documents (LIST) { repeated group list { optional binary element (UTF8); } }",
            json!({"documents": ["statuto", "statuto"]}),
        ),
        one(
            "group documents (LIST) { repeated group list { optional binary element (UTF8); } }",
            json!({"documents": ["Statuto", null]}),
        ),
        one(
            "group marks { optional group quality (LIST) { repeated group list { optional int32 element (DECIMAL(3,1)); } } }",
            json!({"marks": {"quality": [11.5]}}),
        ),
    ]
}

#[test]
fn what_is_said_of_files_is_what_a_person_would_want_to_read() {
    let mut said = String::new();
    for bytes in broken().iter().chain(&wrong()) {
        let received = reading(bytes);
        let told: Vec<&Diagnostic> = received
            .refused
            .iter()
            .flat_map(|it| &it.diagnostics)
            .collect();
        assert!(!told.is_empty());
        for it in told {
            speaks_of_columns(it);
            let Place::Data(place) = &it.primary.place else {
                panic!("{it:?}");
            };
            let _ = writeln!(said, "{} {place}", it.code.as_str());
            let hint = it.hint.iter();
            for text in std::iter::once(&it.message).chain(hint) {
                let of = |language| Text::get(text, language);
                let _ = writeln!(said, "  {}", of(Language::Italian));
                let _ = writeln!(said, "  {}", of(Language::English));
            }
        }
    }
    let path = "tests/parquet/words.txt";
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(project(path), &said).expect("written");
    }
    let expected = std::fs::read_to_string(project(path)).expect("what is said");
    assert_eq!(said, expected);
}
