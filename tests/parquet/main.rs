//! Proposals from Parquet are read and judged as those from JSON. Only with the Cargo feature
//! `parquet`.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that breaks should break loudly"
)]

mod damaged;
mod footers;
mod kinds;
mod wide;
mod words;
mod writing;
mod wrong;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::cargo::cargo_bin_cmd;
use bando::call::Call;
use bando::compiled::{BatchReader, Columns, compile};
use bando::diagnostic::{DataPlace, Diagnostic};
use bando::facts::{FileKind, ParquetReader, ProposalsFile, Received, read};
use bando::source::{FileError, Files, Sources};
use proptest::prelude::*;
use serde_json::{Value, json};

use writing::{Storage, write, write_as};

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileError> {
        Err(FileError::Unsafe)
    }

    fn folder(&self, _: &str) -> Result<Option<Vec<String>>, FileError> {
        Ok(None)
    }
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn call(path: &str) -> Call {
    let text = fs::read_to_string(project(path)).expect("rules");
    let mut sources = Sources::default();
    let file = sources.add("call.bando".to_owned(), text);
    let checked = bando::engine::check(&sources, file, &NoFiles);
    checked.call.expect("a call")
}

fn lines(rows: &[Value]) -> String {
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    lines.join("\n") + "\n"
}

/// What `assess` says of a file: how it ends, the verdicts, and what it tells.
fn assess(call: &str, name: &str, bytes: &[u8]) -> (Option<i32>, String, String) {
    assess_with(call, name, bytes, &[])
}

fn assess_with(
    call: &str,
    name: &str,
    bytes: &[u8],
    arguments: &[&str],
) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), bytes).expect("written");
    let ended = cargo_bin_cmd!("bando")
        .arg("assess")
        .arg(project(call))
        .args([name, "--format", "jsonl", "--lang", "en"])
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .expect("an end");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    let told = text(ended.stderr).replace(name, "p");
    (ended.status.code(), text(ended.stdout), told)
}

const W914: &str = "tests/w914/call.bando";

/// The schema of the workload, with money, shares and marks stored as these say.
fn w914(money: &str, share: &str, mark: &str, at: &str) -> String {
    let texts = |name: &str| {
        format!(
            "optional group {name} (LIST) {{ repeated group list {{ optional binary element (UTF8); }} }}"
        )
    };
    let marks = [
        "quality",
        "impact",
        "feasibility",
        "partnership",
        "sustainability",
    ];
    let marks = marks.map(|name| {
        format!("optional group {name} (LIST) {{ repeated group list {{ optional {mark}; }} }}")
            .replace("NAME", "element")
    });
    let costs = ["total", "requested", "staff", "equipment", "indirect"];
    let costs = costs.map(|name| format!("optional {money};").replace("NAME", name));
    format!(
        "message p {{
        optional binary id (UTF8);
        optional group applicant {{ optional binary kind (ENUM); optional boolean runts_registered; optional int32 years_active; }}
        optional group partners (LIST) {{ repeated group list {{ optional group element {{
            optional binary kind (UTF8); optional boolean public; optional {}; }} }} }}
        optional binary territory (UTF8); {} {}
        optional group cost {{ {} }}
        optional int64 duration_months; {}
        optional group marks {{ {} }}
        optional boolean climate; optional {}; optional {at}; }}",
        share.replace("NAME", "share"),
        texts("intervention_lines"),
        texts("target_groups"),
        costs.concat(),
        texts("documents"),
        marks.concat(),
        money.replace("NAME", "de_minimis_received"),
    )
}

const MONEY: [&str; 5] = [
    "int64 NAME (DECIMAL(18, 2))",
    "fixed_len_byte_array (9) NAME (DECIMAL(20, 3))",
    "int32 NAME (DECIMAL(9, 2))",
    "binary NAME (DECIMAL(20, 2))",
    "int64 NAME (DECIMAL(18, 6))",
];
const SHARE: [&str; 2] = ["int32 NAME (DECIMAL(5, 2))", "int64 NAME (DECIMAL(10, 4))"];
const MARK: [&str; 2] = ["int32 NAME (DECIMAL(3, 1))", "int64 NAME (DECIMAL(9, 1))"];
const AT: [&str; 3] = [
    "int64 submitted_at (TIMESTAMP(MICROS,true))",
    "int64 submitted_at (TIMESTAMP(MILLIS,true))",
    "binary submitted_at (UTF8)",
];

static ROWS: std::sync::LazyLock<Vec<Value>> = std::sync::LazyLock::new(|| {
    let text = fs::read_to_string(project("tests/w914/proposals.jsonl")).expect("rows");
    text.lines()
        .map(|it| serde_json::from_str(it).expect("JSON"))
        .collect()
});

static CALL: std::sync::LazyLock<Box<Call>> = std::sync::LazyLock::new(|| Box::new(call(W914)));

#[test]
fn a_thousand_outcomes_are_those_agreed() {
    let agreed = fs::read_to_string(project("tests/w914/expected.jsonl")).expect("outcomes");
    for (place, money) in MONEY.iter().enumerate() {
        let schema = w914(money, SHARE[place % 2], MARK[place / 2 % 2], AT[place % 3]);
        let bytes = write(&schema, &ROWS, 300 + 400 * place);
        let (code, verdicts, told) = assess(W914, "p.parquet", &bytes);
        assert_eq!((code, told.as_str()), (Some(0), ""));
        assert_eq!(verdicts, agreed);
    }
}

/// What may be wrong with a row, or unusual.
fn spoilt(row: &mut Value, spoil: usize) {
    match spoil {
        0 => row["applicant"]["kind"] = json!("Comune"),
        1 => row["cost"] = Value::Null,
        2 => row["cost"]["total"] = json!(9_999_999.99),
        3 => row["partners"] = json!([]),
        4 => row["partners"] = Value::Null,
        5 => row["partners"] = json!([null]),
        6 => row["partners"] = json!([{"kind": "ets", "share": 100.01}, {"public": true}]),
        7 => row["marks"]["quality"] = json!([7.0, null]),
        8 => row["marks"]["impact"] = json!([10.1, 1.0, 1.0]),
        9 => row["documents"] = json!(["statuto", "statuto"]),
        10 => row["documents"] = json!(["statuto", null]),
        11 => row["documents"] = json!([]),
        12 => row["territory"] = json!(" T1"),
        13 => row["territory"] = json!("1,2E+15"),
        14 => row["territory"] = json!("à"),
        15 => row["id"] = Value::Null,
        16 => row["id"] = json!("è1"),
        17 => row["submitted_at"] = json!("9999-12-30T00:00:00Z"),
        18 => row["climate"] = Value::Null,
        19 => row["intervention_lines"] = json!(["L3", "L10"]),
        20 => row["target_groups"] = Value::Null,
        21 => row["id"] = json!("P0000001"),
        22 => row["marks"] = Value::Null,
        23 => row["duration_months"] = json!(-3),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(60)
    ))]
    #[test]
    fn rows_are_read_as_the_lines_of_json_that_they_would_be(
        first in 0_usize..900,
        spoils in proptest::collection::vec((0_usize..40, 0_usize..30), 0..4),
        kinds in (0_usize..5, 0_usize..2, 0_usize..2, 0_usize..3),
        group in 5_usize..60,
        storage in storages(),
    ) {
        let mut rows = ROWS[first..first + 40].to_vec();
        for (row, spoil) in spoils {
            spoilt(&mut rows[row], spoil);
        }
        let call = &*CALL;
        let schema = w914(MONEY[kinds.0], SHARE[kinds.1], MARK[kinds.2], AT[kinds.3]);
        let bytes = write_as(&schema, &rows, group, storage);
        same_as_lines(call, &bytes, &rows);
    }

    #[test]
    fn bytes_that_are_spoilt_do_no_harm(
        spoils in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        in_footer in any::<bool>(),
        variant in 0..SMALL.len(),
    ) {
        let mut bytes = SMALL[variant].clone();
        // What a file says of itself stands at its end.
        let start = if in_footer { bytes.len() - 3_000 } else { 0 };
        for (at, byte) in spoils {
            let at = start + at.index(bytes.len() - start);
            bytes[at] = byte;
        }
        let file = ProposalsFile { name: "f", bytes: &bytes, kind: FileKind::Parquet };
        let found = read(&CALL, &file);
        prop_assert!(found.proposals.len() <= 40);
    }
}

/// Makes sure that a file reads as the lines of JSON of its rows do, and that what goes straight
/// into columns is what is taken, as it is taken.
fn same_as_lines(call: &Call, bytes: &[u8], rows: &[Value]) {
    let file = |bytes, kind| {
        read(
            call,
            &ProposalsFile {
                name: "f",
                bytes,
                kind,
            },
        )
    };
    let found = file(bytes, FileKind::Parquet);
    let expected = file(lines(rows).as_bytes(), FileKind::JsonLines);
    assert_eq!(found.proposals, expected.proposals);
    assert_eq!(refusals(&found), refusals(&expected));
    assert_eq!(found.notices, expected.notices);
    let told = found.refused.iter().flat_map(|it| &it.diagnostics);
    told.for_each(speaks_of_columns);
    let Ok(reader) = ParquetReader::new(call, "f", bytes::Bytes::copy_from_slice(bytes)) else {
        // A column is wrong, which is said once and not of each row.
        return assert!(found.unreadable);
    };
    let compiled = compile(call);
    let Some(straight) = BatchReader::new(call, &compiled.layout, reader.columns()) else {
        return;
    };
    for batch in reader.batches() {
        let batch = batch.expect("rows");
        let read = reader.proposals(&batch);
        let mut columns = Columns::new(&compiled.layout);
        let Some(ids) = straight.read(&batch, &mut columns) else {
            assert_eq!(columns.rows(), 0);
            continue;
        };
        assert_eq!(ids.len(), read.len());
        let mut through_values = Columns::new(&compiled.layout);
        for (id, proposal) in ids.iter().zip(&read) {
            let proposal = proposal.as_ref().expect("a proposal");
            assert_eq!(*id, &proposal.id);
            through_values.push(&compiled.layout, &proposal.facts);
        }
        let mut judge = bando::compiled::Run::default();
        let (mut one, mut two) = Default::default();
        judge.run(&compiled, &mut columns, &mut one);
        judge.run(&compiled, &mut through_values, &mut two);
        assert_eq!(one, two);
        assert_eq!(format!("{columns:?}"), format!("{through_values:?}"));
    }
}

/// Forty rows, stored in ways that reach each part of what decodes them.
static SMALL: std::sync::LazyLock<[Vec<u8>; 4]> = std::sync::LazyLock::new(|| {
    let stored = |money: usize, codec: usize, packed: bool, second: bool| {
        let schema = w914(MONEY[money], SHARE[0], MARK[0], AT[0]);
        let storage = Storage {
            codec,
            dictionary: !packed,
            packed,
            second,
            page: 0,
        };
        write_as(&schema, &ROWS[..40], 40, storage)
    };
    [
        stored(0, 0, false, false),
        stored(1, 0, true, true),
        stored(3, 2, true, false),
        stored(4, 3, false, true),
    ]
});

fn storages() -> impl Strategy<Value = Storage> {
    (0_usize..5, any::<[bool; 3]>(), 0_usize..9).prop_map(|(codec, choices, page)| Storage {
        codec,
        dictionary: choices[0],
        packed: choices[1],
        second: choices[2],
        page,
    })
}

/// Of each row that is refused its place, what could be read, and what is wrong where; not in which
/// words, since a column has no quotes.
fn refusals(received: &Received) -> Vec<(DataPlace, Vec<Option<bando::value::Value>>, String)> {
    let refused = received.refused.iter();
    let refused = refused.map(|row| {
        let wrong = row.diagnostics.iter();
        let wrong = wrong.map(|it| format!("{} {:?}", it.code.as_str(), it.primary.place));
        (
            row.place.clone(),
            row.facts.clone(),
            wrong.collect::<Vec<_>>().join("\n"),
        )
    });
    refused.collect()
}

/// Nobody who writes columns has quotes or brackets to put.
fn speaks_of_columns(told: &Diagnostic) {
    let hint = told
        .hint
        .iter()
        .flat_map(|it| [it.it.clone(), it.en.clone().unwrap_or_default()]);
    let message = [
        told.message.it.clone(),
        told.message.en.clone().unwrap_or_default(),
    ];
    for text in hint.chain(message) {
        let text = text.replace("JSON Lines", "");
        for word in [
            "JSON",
            "in quotes",
            "fra virgolette",
            "{ … }",
            "[ … ]",
            "`null`",
            "`true` or",
        ] {
            assert!(!text.contains(word), "{text}");
        }
    }
}

#[test]
fn rows_written_the_plain_way_are_all_taken_straight() {
    let call = &*CALL;
    let compiled = compile(call);
    for money in MONEY {
        let bytes = write(&w914(money, SHARE[0], MARK[0], AT[0]), &ROWS, 900);
        let reader = ParquetReader::new(call, "f", bytes::Bytes::from(bytes)).expect("a file");
        let straight = BatchReader::new(call, &compiled.layout, reader.columns()).expect("a plan");
        let mut taken = 0;
        for batch in reader.batches() {
            let mut columns = Columns::new(&compiled.layout);
            let batch = batch.expect("rows");
            let ids = straight.read(&batch, &mut columns);
            taken += ids.map_or(0, |it| it.len());
        }
        assert_eq!(taken, 1_000);
    }
}

/// What is told of a file judged as it is read is what is told of the same lines of JSON but for the
/// words, and of the same rows in another order, which are read whole.
#[test]
fn a_file_is_told_of_as_its_lines_of_json_are() {
    let mut rows = ROWS[..600].to_vec();
    for (place, spoil) in [0, 2, 5, 6, 8, 9, 10, 12, 13, 17, 23]
        .into_iter()
        .enumerate()
    {
        spoilt(&mut rows[3 + place * 50], spoil);
    }
    for place in (0..600).step_by(7) {
        spoilt(&mut rows[place + 1], [1, 3, 4, 7, 18, 20, 22][place % 7]);
    }
    let schema = w914(MONEY[1], SHARE[0], MARK[0], AT[2]);
    let told = |rows: &[Value], arguments: &[&str]| {
        let bytes = write(&schema, rows, 250);
        let expected = assess_with(W914, "p.jsonl", lines(rows).as_bytes(), arguments);
        let found = assess_with(W914, "p.parquet", &bytes, arguments);
        assert_eq!((found.0, &found.1), (expected.0, &expected.1));
        assert_eq!(places(&found.2), places(&expected.2));
        assert_eq!(found.0, Some(4), "{}", found.2);
        found
    };
    let streamed = told(&rows, &[]);
    let explained = ["first", "pre-check"].map(|stage| {
        let (_, explained, _) = told(&rows, &["--explain", "--stage", stage]);
        for (line, plain) in explained.lines().zip(streamed.1.lines()) {
            let value: Value = serde_json::from_str(line).expect("JSON");
            let is_first = stage != "first" || line.starts_with(plain.trim_end_matches('}'));
            assert!(is_first && value["requirements"][13].is_object(), "{line}");
        }
        assert_eq!(explained.lines().count(), streamed.1.lines().count());
        explained
    });
    // What the stage changes is there to be seen.
    assert_ne!(explained[0], explained[1]);
    rows.swap(0, 1);
    let whole = told(&rows, &[]);
    assert_eq!(whole.1, streamed.1);
    assert_eq!(
        told(&rows, &["--explain", "--stage", "first"]).1,
        explained[0]
    );
}

/// What is told without its words; what is no diagnostic as it stands.
fn places(told: &str) -> Vec<String> {
    let place = |line: &str| match serde_json::from_str::<Value>(line) {
        Ok(it) if it["code"].is_string() => format!("{} {}", it["code"], it["primary"]["place"]),
        _ => line.to_owned(),
    };
    told.lines().map(place).collect()
}

/// Nothing is judged of a file that breaks off somewhere, and why is said.
#[test]
fn a_file_broken_in_the_middle_is_refused_before_a_verdict_is_written() {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    let mut bytes = write(&w914(MONEY[0], SHARE[0], MARK[0], AT[0]), &ROWS, 300);
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes.clone())).expect("a file");
    let column = reader.metadata().row_group(2).column(12);
    let start = usize::try_from(column.byte_range().0).expect("small");
    bytes[start..start + 8].fill(0xff);
    let (code, verdicts, told) = assess(W914, "p.parquet", &bytes);
    assert_eq!((code, verdicts.as_str()), (Some(1), ""), "{told}");
    assert!(told.contains("malformed-record"), "{told}");
}

/// The same of a call with conditions, dates, and a requirement that is left to the readable
/// evaluator.
#[test]
fn conditions_and_dates_are_judged_as_in_json() {
    let schema = "message p { required binary id (UTF8); optional binary form (UTF8);
        optional boolean public; optional int64 cost (DECIMAL(18,2)); optional int32 share (DECIMAL(5,2));
        optional int32 months; optional int32 born (DATE); optional int64 arrived (TIMESTAMP(MILLIS,false));
        optional boolean works; optional binary works_cost (DECIMAL(20,2)); optional int32 mark (DECIMAL(3,1));
        optional double note; optional binary remarks (UTF8); }";
    let row = |number: usize| {
        let form = ["comune", "ets", "impresa"][number % 3];
        let public = [json!(true), json!(false), Value::Null][number / 2 % 3].clone();
        let share = [json!(80), json!(0.01), Value::Null][number / 3 % 3].clone();
        let born = ["1980-12-31", "2000-01-01"][number / 5 % 2];
        let arrived = ["2026-03-30T10:00:00", "2026-04-01T00:00:00"][number / 7 % 2];
        let works = [json!(true), json!(false), Value::Null][number % 3].clone();
        let works_cost = (!number.is_multiple_of(4)).then_some(500 + number);
        let remarks = ["plain", "è"][number / 1_100 % 2];
        json!({
            "id": format!("P{number:04}"), "form": form, "public": public, "cost": 1_000 + number,
            "share": share, "months": 10 + number % 20, "born": born, "arrived": arrived,
            "works": works, "works_cost": works_cost, "mark": 7.5, "note": 1.5, "remarks": remarks,
        })
    };
    let mut rows: Vec<Value> = (0..2_300).map(row).collect();
    let call = "tests/assessment/rows/call.bando";
    let agree = |rows: &[Value]| {
        let expected = assess(call, "p.jsonl", lines(rows).as_bytes());
        assert_eq!(
            assess(call, "p.parquet", &write(schema, rows, 2_000)),
            expected
        );
        expected
    };
    let (code, verdicts, told) = agree(&rows);
    assert_eq!((code, verdicts.lines().count()), (Some(0), 2_300), "{told}");
    assert!(told.contains("fact-not-applicable"), "{told}");
    rows.swap(5, 9);
    agree(&rows);
}
