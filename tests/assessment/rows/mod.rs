//! Records of CSV read straight into columns: what is taken is what the readable reader takes, and
//! what is refused it refuses, in the same words and on the same lines.

use std::fmt::Write as _;
use std::fs;

use assert_cmd::cargo::cargo_bin_cmd;
use bando::call::Call;
use bando::compiled::{Columns, Rows, compile};
use bando::facts::RowReader;
use proptest::prelude::*;

use crate::support::{ProjectFiles, cases, project, text};

const HEADER: &str = "protocollo;tipo;pubblico;costo;quota;mesi;aree;nascita;arrivo;voto;lavori;\
                      costo_lavori;luogo;osservazioni;note\n";

/// What may stand in each column, the plain way first.
const CELLS: [&[&str]; 15] = [
    &["P0001", "  P2 ", "", "È1", "1,2E+15", "\"P\"\"3\""],
    &["comune", "ets", "impresa", "", "Comune", " ets "],
    &["sì", "no", "", "yes", "\"sì\""],
    &[
        "12500,00",
        "12.500,00",
        "1500",
        "0,5",
        "0",
        "",
        "-1",
        "1,555",
        "12500.00",
        "9000000,01",
        "999999999999999999",
        "1.50",
        "007",
        "1 500",
        ",5",
        "5,",
        "+5",
        "1e3",
        "٣",
    ],
    &["80,00", "12,5%", "100", "100,01", "", "7,777", "-0", "50 %"],
    &["18", "12", "0", "61", "", "18,0", "1.8"],
    &[
        "nord",
        "nord,sud",
        "",
        "nord,",
        "nord,nord",
        "ovest",
        "sud, centro",
    ],
    &[
        "31/12/1980",
        "1/1/1980",
        "",
        "1980-12-31",
        "31/02/1980",
        "12/31/1980",
    ],
    &[
        "30/03/2026 10:00",
        "30/03/2026 10:00:05",
        "",
        "2026-03-30T10:00:00Z",
        "30/03/2026",
    ],
    &["7,5", "", "7,55", "-7,5", "10"],
    &["yes", "no", "sì", "", "1", "vero"],
    &["100,00", "", "0", "x"],
    &["BA01", "", "1,2E+15", "b\u{200b}a", "a b"],
    &[
        "",
        "testo",
        "\"a; \"\"b\"\"\nc\"",
        "\"a\"b",
        "è",
        "a\u{1}b",
        "\u{fffd}",
    ],
    &["", "x", "\"y\""],
];

fn call() -> Call {
    let mut sources = bando::source::Sources::default();
    let rules = text("tests/assessment/rows/call.bando");
    let file = sources.add("call.bando".to_owned(), rules);
    let checked = bando::engine::check(&sources, file, &ProjectFiles::default());
    checked.call.expect("a call")
}

/// A record, each cell chosen among those of its column, mostly the first of them.
fn record(choices: &[usize]) -> String {
    let cells = CELLS.iter().zip(choices);
    let cells: Vec<&str> = cells
        .map(|(cells, choice)| cells[choice.saturating_sub(60) % cells.len()])
        .collect();
    cells.join(";") + "\n"
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 500, ..cases(600) })]
    #[test]
    fn a_record_is_taken_as_the_readable_reader_takes_it(
        choices in proptest::collection::vec(0_usize..100, 15),
        spoils in proptest::collection::vec((0_usize..200, 0_usize..8), 0..2),
    ) {
        let call = &*CALL;
        let reader = RowReader::new(call, "f", HEADER).expect("a header");
        let compiled = compile(call);
        let columns = reader.columns().into_iter().map(|it| (it.id, it.facts));
        let rows = Rows::new(call, &compiled.layout, columns);
        let mut record: Vec<char> = record(&choices).chars().collect();
        for (at, piece) in spoils {
            let at = at % record.len();
            let piece = ["", ";", "\"", "\"\"", "0", " ", "-", "\r"][piece];
            record.splice(at..=at, piece.chars());
        }
        let record: String = record.into_iter().collect();
        // What it claims is what it is taken or refused by.
        let claimed = reader.read(1, &record).and_then(|it| match it {
            Ok(proposal) => Some(proposal.id),
            Err(row) => row.place.proposal,
        });
        prop_assert_eq!(reader.id(&record), claimed, "{}", record);
        let mut straight = Columns::new(&compiled.layout);
        if let Some(id) = rows.read(&record, &mut straight) {
            let proposal = reader.read(1, &record).expect("something");
            prop_assert!(proposal.is_ok(), "{record}\n{proposal:?}");
            let proposal = proposal.unwrap();
            prop_assert_eq!(id, &proposal.id);
            let mut through_values = Columns::new(&compiled.layout);
            through_values.push(&compiled.layout, &proposal.facts);
            prop_assert_eq!(format!("{straight:?}"), format!("{through_values:?}"), "{}", record);
        } else {
            // Nothing of it is left behind.
            prop_assert_eq!(format!("{straight:?}"), format!("{:?}", Columns::new(&compiled.layout)));
        }
    }
}

static CALL: std::sync::LazyLock<Box<Call>> = std::sync::LazyLock::new(|| Box::new(call()));

#[test]
fn records_written_the_plain_way_are_taken_straight() {
    let call = &*CALL;
    let reader = RowReader::new(call, "f", HEADER).expect("a header");
    let compiled = compile(call);
    let columns = reader.columns().into_iter().map(|it| (it.id, it.facts));
    let rows = Rows::new(call, &compiled.layout, columns);
    let mut columns = Columns::new(&compiled.layout);
    for choice in 0..3 {
        let record = record(&[
            60,
            60 + choice,
            60 + choice,
            60 + choice,
            60,
            60,
            60,
            60,
            60,
            60,
            60,
            60,
            60,
            60,
            60,
        ]);
        assert_eq!(rows.read(&record, &mut columns), Some("P0001"), "{record}");
    }
    assert_eq!(columns.rows(), 3);
}

fn assess(lines: impl AsRef<[u8]>, arguments: &[&str]) -> (Option<i32>, String, String) {
    assess_file("p.csv", lines, arguments)
}

fn assess_file(
    name: &str,
    lines: impl AsRef<[u8]>,
    arguments: &[&str],
) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), lines).expect("written");
    let ended = cargo_bin_cmd!("bando")
        .arg("assess")
        .arg(project("tests/assessment/rows/call.bando"))
        .args([name, "--format", "jsonl", "--lang", "en"])
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .expect("an end");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (ended.status.code(), text(ended.stdout), text(ended.stderr))
}

/// How often it is told that a value is stated which nobody asked for.
fn idle_facts(told: &str) -> usize {
    told.matches("\"code\":\"fact-not-applicable\"").count()
}

/// A single carriage return at the end adds no line and no proposal, but the file is read whole.
#[test]
fn a_file_read_as_it_comes_gives_the_same_bytes_as_one_read_whole() {
    let mut file = format!("\u{feff}\n{}", HEADER.replace('\n', "\r\n"));
    for number in 0..2_500_usize {
        // Those with something wrong are few: only the first diagnostics are shown.
        let mut choices = vec![60; 15];
        // Whether it is public is always stated: a row in which that is open is left over.
        for (column, kinds) in [(1, 3), (2, 2), (3, 2), (9, 2)] {
            choices[column] = 60 + number * (column + 3) % kinds;
        }
        // Works cost something where some are planned; now and then also where none are.
        choices[10] = [60, 61, 63][number % 3];
        choices[11] = if number % 3 == 0 || number % 100 == 1 {
            60
        } else {
            61
        };
        match number {
            7 | 1_024 | 2_499 => choices[1] = 64,
            9 | 1_030 => choices[13] = 62,
            11 => choices[13] = 63,
            13 => choices[4] = 63,
            15 => choices[3] = 67,
            _ => {}
        }
        let record = record(&choices).replacen("P0001", &format!("P{number:05}"), 1);
        file.push_str(&record);
        match number {
            3 => file.push_str("\n ;;;;;;;;;;;;;;\n\r\n"),
            5 => writeln!(file, "P{number:05}-B;comune").expect("written"),
            _ => {}
        }
    }
    let streamed = assess(&file, &[]);
    assert_eq!(streamed.0, Some(4), "{}", streamed.2);
    assert_eq!(streamed.1.lines().count(), 2_500 - 6, "{}", streamed.2);
    assert_eq!(idle_facts(&streamed.2), 9, "{}", streamed.2);
    let whole = assess(&(file.clone() + "\r"), &[]);
    assert_eq!(streamed, whole);
    assert_eq!(assess(&file, &["--threads", "3"]), whole);
    let whole = file.clone() + "\r";
    let explained = ["pre-check", "first", "final"].map(|stage| {
        let explained = assess(&file, &["--explain", "--stage", stage]);
        let plain = assess(&file, &["--stage", stage]);
        assert_eq!(explained.1.lines().count(), 2_500 - 6);
        for (line, plain) in explained.1.lines().zip(plain.1.lines()) {
            assert!(line.starts_with(plain.trim_end_matches('}')), "{line}");
            let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
            assert_eq!(line["stage"], stage.replace('-', "_"));
            assert_eq!(line["requirements"].as_array().map(Vec::len), Some(5));
        }
        assert_eq!((explained.0, &explained.2), (streamed.0, &streamed.2));
        assert_eq!(assess(&whole, &["--explain", "--stage", stage]), explained);
        let on_threads = ["--explain", "--stage", stage, "--threads", "3"];
        assert_eq!(assess(&file, &on_threads), explained);
        explained.1
    });
    // What the stage changes, beside its name, is there to be seen.
    let verdicts = |text: &str| text.matches("not_eligible").count();
    assert_ne!(verdicts(&explained[0]), verdicts(&explained[2]));
}

/// The same where lines of JSON are read as they come; in another order they are read whole.
#[test]
fn lines_of_json_that_state_what_nobody_asked_for_are_told_as_they_come() {
    let line = |number: usize| {
        let works = ["true", "false", "null"][number % 3];
        // An escape goes the readable way, as does what lies beyond the columns.
        let place = ["\"BA01\"", "\"\\u0041\""][number / 3 % 2];
        let works_cost = ["100", "99999999999999", "0", "null"][number / 6 % 4];
        format!(
            "{{\"id\":\"P{number:02}\",\"public\":true,\"works\":{works},\"works_cost\":{works_cost},\"place\":{place}}}\n"
        )
    };
    let mut lines: Vec<String> = (0..24).map(line).collect();
    let streamed = assess_file("p.jsonl", lines.concat(), &[]);
    assert_eq!(streamed.0, Some(0), "{}", streamed.2);
    assert_eq!(idle_facts(&streamed.2), 6, "{}", streamed.2);
    lines.swap(0, 1);
    let mut whole = assess_file("p.jsonl", lines.concat(), &[]);
    let told = |text: &str| text.replace("\"line\":1,", "\"line\":2,");
    whole.2 = told(&whole.2);
    assert_eq!((streamed.0, streamed.1, told(&streamed.2)), whole);
}

/// For programs all of them are told, file and line; people are told how many more of what.
#[test]
fn rows_refused_are_all_told_however_many() {
    let mut rows: Vec<String> = (0..40)
        .map(|number| {
            let row = record(&[60; 15]).replacen("P0001", &format!("P{number:02}"), 1);
            match number {
                39 => row.replacen("12500,00", "x", 1),
                _ => row.replacen("comune", "Comune", 1),
            }
        })
        .collect();
    let errors = |rows: &[String]| {
        let (code, verdicts, told) = assess(HEADER.to_owned() + &rows.concat(), &[]);
        assert_eq!((code, verdicts.as_str()), (Some(4), ""));
        told.matches("\"severity\":\"error\"").count()
    };
    assert_eq!(errors(&rows), 40);
    rows.swap(0, 1);
    assert_eq!(errors(&rows), 40);
    let folder = tempfile::tempdir().expect("a folder");
    let file = HEADER.to_owned() + &rows.concat();
    fs::write(folder.path().join("p.csv"), file).expect("written");
    let ended = cargo_bin_cmd!("bando")
        .arg("assess")
        .arg(project("tests/assessment/rows/call.bando"))
        .args(["p.csv", "--lang", "en"])
        .current_dir(folder.path())
        .output()
        .expect("an end");
    let told = String::from_utf8(ended.stderr).expect("text");
    let more = "… and more errors: 1 `bad-value`, 19 `unknown-code`; `--format json` lists all";
    assert!(told.contains(more), "{told}");
}

#[test]
fn a_file_that_only_makes_sense_whole_is_read_whole() {
    let rows = |ids: &[&str]| {
        let rows = ids
            .iter()
            .map(|id| record(&[60; 15]).replacen("P0001", id, 1));
        HEADER.to_owned() + &rows.collect::<String>()
    };
    let codes = |file: &str| {
        let (_, verdicts, told) = assess(file, &[]);
        let code = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok();
        let codes = told.lines().filter_map(code);
        let codes: Vec<String> = codes.map(|it| it["code"].to_string()).collect();
        (verdicts.lines().count(), codes.join(" "))
    };
    let duplicate = "\"duplicate-proposal\"";
    assert_eq!(
        codes(&rows(&["P1", "P2", "P1"])),
        (1, format!("{duplicate} {duplicate}"))
    );
    assert_eq!(codes(&rows(&["P1", "p1"])), (2, duplicate.to_owned()));
    let open = rows(&["P1", "P2"]) + "P3;\"comune\n" + &rows(&["P4"]);
    assert_eq!(codes(&open), (0, "\"malformed-record\"".to_owned()));
    let null = rows(&["P1", "P2"]).replace("BA01", "BA\0");
    assert_eq!(codes(&null), (0, "\"invalid-encoding\"".to_owned()));
    // One that is refused claims its id all the same.
    let refused = rows(&["P1", "P2"]) + &record(&[60; 15]).replacen("P0001;comune", "P2;Comune", 1);
    assert_eq!(
        codes(&refused),
        (1, format!("{duplicate} \"unknown-code\" {duplicate}"))
    );
}

/// A carriage return alone ends the header too, as it ends any record.
#[test]
fn a_header_that_a_carriage_return_ends_loses_no_proposal() {
    let row = |id: &str| record(&[60; 15]).replacen("P0001", id, 1);
    let rows = row("P1") + &row("P2") + &row("P3");
    let plain = assess(HEADER.to_owned() + &rows, &[]);
    assert_eq!(
        (plain.0, plain.1.lines().count()),
        (Some(0), 3),
        "{}",
        plain.2
    );
    let returns = HEADER.replace('\n', "\r");
    assert_eq!(assess(returns.clone() + &rows, &[]), plain);
    assert_eq!(assess(returns + &rows.replace('\n', "\r"), &[]), plain);
    assert_eq!(assess(format!("\r\r\n{HEADER}{rows}"), &[]), plain);
    let told = |start: &str| {
        let file = format!("{start}{HEADER}{}", row("P1").replace("comune", "Comune"));
        assess(file, &[]).2
    };
    assert!(told("\n\n").contains("\"line\":4"), "{}", told("\n\n"));
    assert_eq!(told("\r\r\n"), told("\n\n"));
    // A line with nothing but a space is a header, and names no column.
    let (code, _, wrong) = assess(format!(" \n{HEADER}{rows}"), &[]);
    assert_eq!(code, Some(1), "{wrong}");
    let header_and_more = HEADER.replace('\n', "\r") + &rows;
    assert!(RowReader::new(&CALL, "f", &header_and_more).is_none());
}

#[test]
fn a_header_that_is_no_text_is_refused_in_plain_words() {
    let file = HEADER.to_owned() + &record(&[60; 15]);
    let old: Vec<u8> = file.replace("note", "\u{1}").into();
    let old: Vec<u8> = old
        .into_iter()
        .map(|it| if it == 1 { 0xe0 } else { it })
        .collect();
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(file.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for bytes in [old, wide] {
        let (code, verdicts, told) = assess(bytes, &[]);
        assert_eq!((code, verdicts.as_str()), (Some(1), ""), "{told}");
        assert!(told.contains("\"code\":\"invalid-encoding\""), "{told}");
    }
}
