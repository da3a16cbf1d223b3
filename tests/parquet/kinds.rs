//! Each kind of column, however it is stored, reads as the lines of JSON that its rows would be, or
//! is refused with its path and a repair.

use std::sync::LazyLock;

use bando::call::Call;
use bando::text::Language;
use serde_json::{Value, json};

use super::writing::{Storage, write, write_as};
use super::{call, same_as_lines, speaks_of_columns};

static CALL: LazyLock<Box<Call>> = LazyLock::new(|| Box::new(call("tests/parquet/kinds.bando")));

fn storages() -> Vec<Storage> {
    let each = (0..5).flat_map(|codec| (0..8).map(move |bits| (codec, bits)));
    let storage = |(codec, bits): (usize, usize)| Storage {
        codec,
        dictionary: bits & 1 == 1,
        packed: bits & 2 == 2,
        second: bits & 4 == 4,
        page: bits,
    };
    each.map(storage).collect()
}

/// A column of each value, and of none, in all ways of storing it.
fn agrees(column: &str, values: &[Value]) {
    let name = column
        .split(['(', ' ', ';'])
        .find(|it| {
            [
                "units", "cost", "share", "rate", "day", "sent", "agreed", "place", "remarks",
            ]
            .contains(it)
        })
        .expect("a fact");
    let schema = format!("message p {{ required binary id (UTF8); optional {column}; }}");
    let rows: Vec<Value> = values
        .iter()
        .chain([&Value::Null])
        .enumerate()
        .map(|(place, value)| json!({"id": format!("P{place:03}"), name: value}))
        .collect();
    for storage in storages() {
        let bytes = write_as(&schema, &rows, 3, storage);
        same_as_lines(&CALL, &bytes, &rows);
    }
}

#[test]
fn whole_numbers_of_every_width_keep_their_digits() {
    for width in ["INTEGER(8,true)", "INTEGER(16,true)", "INTEGER(32,true)"] {
        agrees(
            &format!("int32 units ({width})"),
            &[json!(-128), json!(0), json!(127)],
        );
    }
    for width in ["INTEGER(8,false)", "INTEGER(16,false)", "INTEGER(32,false)"] {
        agrees(&format!("int32 units ({width})"), &[json!(0), json!(255)]);
    }
    agrees("int32 units", &[json!(i32::MIN), json!(i32::MAX)]);
    agrees("int32 units (INTEGER(32,false))", &[json!(u32::MAX)]);
    let long = [
        json!(i64::MIN),
        json!(i64::MAX),
        json!(999_999_999_999_999_i64),
        json!(-5),
    ];
    agrees("int64 units", &long);
    agrees("int64 units (INTEGER(64,true))", &long);
    agrees(
        "int64 units (INTEGER(64,false))",
        &[json!(u64::MAX), json!(7), json!(1_u64 << 40)],
    );
    // Where decimals are wanted they are taken too.
    agrees("int64 cost", &[json!(12), json!(-3)]);
}

#[test]
fn decimals_keep_their_digits_however_they_are_stored() {
    let amounts = |text: &[&str]| -> Vec<Value> {
        text.iter()
            .map(|it| serde_json::from_str(it).expect("a number"))
            .collect()
    };
    let small = amounts(&[
        "0.01",
        "-0.05",
        "1234567.89",
        "100",
        "9999999.99",
        "-9999999.99",
    ]);
    agrees("int32 cost (DECIMAL(9, 2))", &small);
    agrees("int64 cost (DECIMAL(18, 2))", &small);
    agrees("fixed_len_byte_array (9) cost (DECIMAL(20, 2))", &small);
    agrees("binary cost (DECIMAL(20, 2))", &small);
    // More places, or more digits, than the fact takes are refused as those of JSON are.
    agrees(
        "int64 cost (DECIMAL(18, 6))",
        &amounts(&["1.500000", "1.505000", "0.000001"]),
    );
    let long = amounts(&[
        "123456789012345678901234567890.12",
        "999999999999999.99",
        "0.10",
    ]);
    agrees("fixed_len_byte_array (16) cost (DECIMAL(38, 2))", &long);
    agrees(
        "int32 share (DECIMAL(5, 2))",
        &amounts(&["99.99", "100", "-1", "0.5"]),
    );
    agrees(
        "int64 rate (DECIMAL(18, 18))",
        &amounts(&["0.123400000000000000", "0.000000000000000001"]),
    );
    agrees("int32 rate (DECIMAL(9, 4))", &amounts(&["12.3456", "0"]));
}

#[test]
fn days_and_instants_of_every_unit_are_those_of_json() {
    let days = [
        "1970-01-01",
        "1969-12-31",
        "0001-01-01",
        "9999-12-31",
        "2024-02-29",
    ];
    agrees("int32 day (DATE)", &days.map(|it| json!(it)));
    agrees("binary day (UTF8)", &days.map(|it| json!(it)));
    let near = [
        "1970-01-01T00:00:00",
        "1969-12-31T23:59:59",
        "2026-03-30T10:00:01",
        "2026-03-29T02:30:00",
        "2026-10-25T02:30:00",
        "2026-03-30T10:00:00.5",
    ];
    let far = [
        "0001-01-01T00:00:00",
        "9999-12-28T12:00:00",
        "9999-12-30T12:00:00",
    ];
    for (unit, is_wide) in [("MILLIS", true), ("MICROS", true), ("NANOS", false)] {
        for zone in [true, false] {
            let all = near.iter().chain(far.iter().filter(|_| is_wide));
            let all: Vec<Value> = all
                .map(|it| json!(format!("{it}{}", if zone { "Z" } else { "" })))
                .collect();
            agrees(&format!("int64 sent (TIMESTAMP({unit},{zone}))"), &all);
        }
    }
}

#[test]
fn texts_and_answers_are_those_of_json() {
    agrees("boolean agreed", &[json!(true), json!(false)]);
    agrees(
        "binary agreed (UTF8)",
        &[json!("sì"), json!("yes"), json!("true"), json!("")],
    );
    let long = "è".repeat(100 * 1_024);
    let texts = [
        "",
        " ",
        " a ",
        "riga\nriga",
        "e\u{301}",
        "\u{fffd}",
        "1,2E+15",
        &long,
    ];
    agrees("binary remarks (UTF8)", &texts.map(|it| json!(it)));
    agrees(
        "binary place (UTF8)",
        &["BA 01", "à", "007", " a"].map(|it| json!(it)),
    );
    agrees("binary place (ENUM)", &[json!("BA01")]);
    // What is of another kind than its fact is refused where the line of JSON is.
    agrees("int64 place", &[json!(7)]);
    agrees("boolean units", &[json!(true)]);
    agrees("int32 agreed", &[json!(1)]);
    agrees("int32 day", &[json!(20_000)]);
}

#[test]
fn lists_and_structs_that_are_out_of_place_are_refused_where_the_line_of_json_is() {
    let list = |name: &str, item: &str| {
        format!("optional group {name} (LIST) {{ repeated group list {{ optional {item} }} }}")
    };
    let lines = list("lines", "binary element (UTF8);");
    let cases = [
        (lines.clone(), json!({"id": "P1", "lines": ["one", "two"]})),
        (lines.clone(), json!({"id": "P1", "lines": []})),
        (lines.clone(), json!({"id": "P1", "lines": null})),
        (lines, json!({"id": "P1", "lines": ["one", null, "one"]})),
        (
            list("lines", "int32 element;"),
            json!({"id": "P1", "lines": [1]}),
        ),
        (
            "optional binary lines (UTF8);".to_owned(),
            json!({"id": "P1", "lines": "one"}),
        ),
        (
            list("marks", "int32 element (DECIMAL(3,1));"),
            json!({"id": "P1", "marks": [1.5, null]}),
        ),
        (
            list(
                "marks",
                "group element { optional int32 mark (DECIMAL(3,1)); }",
            ),
            json!({"id": "P1", "marks": [{"mark": 1.5}, {"mark": null}, null]}),
        ),
        // One text is no set inside a list either.
        (
            list(
                "members",
                "group element { optional binary name (UTF8); optional binary works (UTF8); }",
            ),
            json!({"id": "P1", "members": [{"name": "a", "works": "one"}]}),
        ),
        (
            "optional int32 marks;".to_owned(),
            json!({"id": "P1", "marks": 1}),
        ),
        (
            list("cost", "int64 element;"),
            json!({"id": "P1", "cost": [1]}),
        ),
        (
            list(
                "marks",
                "group element (LIST) { repeated group list { optional int32 element; } }",
            ),
            json!({"id": "P1", "marks": [[1]]}),
        ),
    ];
    for (column, row) in cases {
        let rows = [row];
        for storage in storages() {
            let schema = format!("message p {{ required binary id (UTF8); {column} }}");
            let bytes = write_as(&schema, &rows, 3, storage);
            same_as_lines(&CALL, &bytes, &rows);
        }
    }
}

/// In both languages: what is wrong, the column, and what to write instead.
#[test]
fn columns_of_kinds_that_are_not_read_are_refused_once_with_a_repair() {
    let columns = [
        ("optional group cost { optional int64 total; }", "/cost"),
        ("optional float cost;", "/cost"),
        ("optional double rate;", "/rate"),
        ("optional fixed_len_byte_array (2) rate (FLOAT16);", "/rate"),
        ("optional int96 sent;", "/sent"),
        ("optional int32 sent (TIME(MILLIS,true));", "/sent"),
        ("optional int64 sent (TIME(NANOS,false));", "/sent"),
        ("optional fixed_len_byte_array (16) place (UUID);", "/place"),
        (
            "optional fixed_len_byte_array (12) place (INTERVAL);",
            "/place",
        ),
        ("optional binary remarks;", "/remarks"),
        ("optional binary remarks (BSON);", "/remarks"),
        ("optional binary cost (DECIMAL(60, 2));", "/cost"),
        (
            "optional group remarks (MAP) { repeated group key_value { required binary key (UTF8); optional binary value (UTF8); } }",
            "/remarks",
        ),
        (
            "optional group marks (LIST) { repeated group list { optional double element; } }",
            "/marks",
        ),
    ];
    for (column, pointer) in columns {
        let schema = format!("message p {{ required binary id (UTF8); {column} }}");
        let bytes = write(&schema, &[json!({"id": "P1"}), json!({"id": "P2"})], 9);
        let file = bando::facts::ProposalsFile {
            name: "f",
            bytes: &bytes,
            kind: bando::facts::FileKind::Parquet,
        };
        let found = bando::facts::read(&CALL, &file);
        assert!(found.unreadable && found.proposals.is_empty(), "{column}");
        let told: Vec<_> = found
            .refused
            .iter()
            .flat_map(|it| &it.diagnostics)
            .collect();
        assert_eq!(told.len(), 1, "{column}: {told:?}");
        let bando::diagnostic::Place::Data(place) = &told[0].primary.place else {
            panic!("{told:?}");
        };
        assert_eq!(place.pointer.as_deref(), Some(pointer), "{column}");
        speaks_of_columns(told[0]);
        // What is needed there, or what to do.
        let repair = match &told[0].hint {
            Some(hint) => hint,
            None => &told[0].message,
        };
        let (it, en) = (repair.get(Language::Italian), repair.get(Language::English));
        assert_ne!(it, en, "{column}");
        let says = told[0].hint.is_some() || it.starts_with("qui serve");
        assert!(says, "{column}: {it}");
    }
}
