//! What holds of every file.
#![expect(clippy::arithmetic_side_effects, reason = "a test may panic")]

use bando::call::{Call, Format, Reading, Type, read_cell, show_plain};
use bando::facts::{FileKind, ProposalsFile, Received, read};
use bando::value::Value;
use proptest::prelude::*;

use crate::support::call::{CallBuilder, FIRST_ENUM, FIRST_TABLE};

fn call() -> Call {
    CallBuilder::new()
        .variants("Forma", &["comune", "asp"])
        .table("comuni", "istat", &["001058", "071025"])
        .fact("form", Type::Enum(FIRST_ENUM))
        .fact("cost", Type::Money)
        .fact("place", Type::Row(FIRST_TABLE))
        .list("partners", &[("form", Type::Enum(FIRST_ENUM))])
        .build()
}

fn received(kind: FileKind, bytes: &[u8]) -> Received {
    let name = "f";
    read(&call(), &ProposalsFile { name, bytes, kind })
}

/// What must not depend on the order of a file: everything but the places.
fn without_places(received: &Received) -> (Vec<String>, Vec<String>, usize) {
    let taken = received
        .proposals
        .iter()
        .map(|it| format!("{} {:?} {:?}", it.id, it.facts, it.compare));
    let refused = received.refused.iter().map(|row| {
        let wrong = row.diagnostics.iter().map(|it| it.code.as_str());
        format!("{:?} {:?}", row.place.proposal, wrong.collect::<Vec<_>>())
    });
    let mut refused: Vec<String> = refused.collect();
    refused.sort();
    (taken.collect(), refused, received.notices.len())
}

fn row() -> impl Strategy<Value = (String, String, String, String)> {
    (
        proptest::sample::select(vec!["P1", "P2", " P2", "p2", "P3", "P4", "P5", ""]),
        proptest::sample::select(vec!["comune", "asp", "ASP", ""]),
        proptest::sample::select(vec!["1", "1.50", "1,5", "", "-3"]),
        proptest::sample::select(vec!["001058", "1058", ""]),
    )
        .prop_map(|(a, b, c, d)| (a.into(), b.into(), c.into(), d.into()))
}

proptest! {
    #![proptest_config(crate::support::cases(1000))]

    #[test]
    fn the_order_of_rows_changes_nothing(
        (rows, shuffled) in proptest::collection::vec(row(), 0..8)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let csv = |rows: &[(String, String, String, String)]| {
            let lines = rows.iter().map(|(a, b, c, d)| format!("{a},{b},\"{c}\",{d}\n"));
            format!("id,form,cost,place\n{}", lines.collect::<String>())
        };
        let json = |rows: &[(String, String, String, String)]| {
            let null = |it: &String| if it.is_empty() { "null".to_owned() } else { format!("{it:?}") };
            let lines = rows.iter().map(|(a, b, c, d)| {
                format!("{{\"id\":{a:?},\"form\":{},\"cost\":{},\"place\":{}}}\n", null(b), null(c), null(d))
            });
            lines.collect::<String>()
        };
        for kind in [FileKind::Csv, FileKind::JsonLines] {
            let write = |rows: &[_]| if kind == FileKind::Csv { csv(rows) } else { json(rows) };
            let one = received(kind, write(&rows).as_bytes());
            let two = received(kind, write(&shuffled).as_bytes());
            prop_assert_eq!(without_places(&one), without_places(&two));
            prop_assert!(one.proposals.is_sorted_by(|a, b| a.id < b.id));
            let blank = rows.iter().filter(|(a, b, c, d)| [a, b, c, d].iter().all(|it| it.is_empty()));
            let blank = if kind == FileKind::Csv { blank.count() } else { 0 };
            prop_assert_eq!(one.proposals.len() + one.refused.len() + blank, rows.len());
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        text in "[a-z0-9{}\\[\\]\",:;\\\\\n .éE+-]{0,200}",
    ) {
        for kind in [FileKind::Csv, FileKind::Json, FileKind::JsonLines] {
            for body in [bytes.as_slice(), text.as_bytes()] {
                for head in ["", "id,form,cost,place\n", "[{\"id\": \"P\", \"cost\": "] {
                    let got = received(kind, &[head.as_bytes(), body].concat());
                    for row in &got.refused {
                        prop_assert!(!row.diagnostics.is_empty());
                    }
                }
            }
        }
    }

    #[test]
    fn a_value_shown_as_data_reads_back(cents in any::<i64>(), seconds in -60_000_000_000_i64..200_000_000_000) {
        let call = call();
        let back = |text: &str, kind| {
            read_cell(text, kind, &Reading::default(), &Format::default(), call.names()).unwrap()
        };
        let money = Value::Number(bando::number::Money::from_cents(cents).euro());
        let text = show_plain(&money, Type::Money, call.names());
        prop_assert_eq!(back(&text, Type::Money), Some(money));
        let instant = Value::Instant(jiff::Timestamp::from_second(seconds).unwrap());
        let text = show_plain(&instant, Type::Instant, call.names());
        // Before 1893 the offset of Rome has seconds, which the written form rounds away.
        if seconds > -2_400_000_000 {
            prop_assert_eq!(back(&text, Type::Instant), Some(instant));
        }
    }
}

#[test]
fn many_wrong_rows_are_each_refused() {
    let keys: Vec<String> = (0..8000).map(|it| format!("{it:06}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let call = CallBuilder::new()
        .table("comuni", "istat", &keys)
        .fact("place", Type::Row(FIRST_TABLE))
        .build();
    let rows = (0..5000).map(|it| format!("P{it},{:06}\n", it + 900_000));
    let text = format!("id,place\n{}", rows.collect::<String>());
    let file = ProposalsFile {
        name: "f",
        bytes: text.as_bytes(),
        kind: FileKind::Csv,
    };
    assert_eq!(read(&call, &file).refused.len(), 5000);
}

proptest! {
    #![proptest_config(crate::support::cases(500))]

    /// What the csv crate writes, quotes, separators and line ends and all, we read back as it was.
    #[test]
    fn what_the_csv_crate_writes_is_read_back(
        cells in proptest::collection::vec("[a-zà\",;\n\r ]{0,12}", 1..6)
    ) {
        let call = CallBuilder::new().fact("note", Type::Text).build();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["id", "note"]).unwrap();
        for (number, cell) in cells.iter().enumerate() {
            writer.write_record([&format!("P{number}"), cell]).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let file = ProposalsFile { name: "f", bytes: &bytes, kind: FileKind::Csv };
        let received = read(&call, &file);
        prop_assert!(received.refused.is_empty(), "{:?}", received.refused);
        let found: Vec<Option<Value>> =
            received.proposals.iter().map(|it| it.facts[0].clone()).collect();
        let wanted: Vec<Option<Value>> = cells
            .iter()
            .map(|cell| cell.trim())
            .map(|cell| (!cell.is_empty()).then(|| Value::Text(cell.to_owned())))
            .collect();
        prop_assert_eq!(found, wanted);
    }
}
