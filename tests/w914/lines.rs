//! Lines read straight into columns: what is taken is what the readable reader takes, and what is
//! refused it refuses, in the same words.

use std::fs;

use assert_cmd::cargo::cargo_bin_cmd;
use bando::assessment::Stage;
use bando::compiled::{Columns, Lines, compile};
use bando::engine::QuickJudge;
use bando::facts::LineReader;
use proptest::prelude::*;

use super::call_and_proposals;
use crate::assessment::build::case;
use crate::assessment::compiled::readable;
use crate::support::{cases, project, text};

/// What an unlucky program, or a person with an editor, makes of a line.
fn spoilt(line: &str, spoils: &[(usize, usize)]) -> String {
    const PIECES: [&str; 20] = [
        "",
        "0",
        "-",
        "e2",
        ".",
        "9999999999999",
        "null",
        "true",
        "\"",
        "\\u0041",
        "é",
        ",",
        "[",
        "]",
        "{",
        "}",
        " ",
        "id",
        "L1",
        "\"climate\":false,",
    ];
    let mut line: Vec<char> = line.chars().collect();
    for (at, piece) in spoils {
        let at = at % line.len().max(1);
        let end = (at + piece / 20 % 3).min(line.len());
        line.splice(at..end, PIECES[piece % 20].chars());
    }
    line.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 500, ..cases(300) })]
    #[test]
    fn a_line_is_taken_as_the_readable_reader_takes_it(
        row in 0_usize..1_000,
        spoils in proptest::collection::vec((0_usize..1_000, 0_usize..60), 0..3),
    ) {
        let (call, sample) = (&*CALL.0, &CALL.1);
        let compiled = compile(call);
        let lines = Lines::new(call, &compiled.layout).expect("a plan");
        let line = spoilt(&sample[row], &spoils);
        let mut straight = Columns::new(&compiled.layout);
        if let Some(id) = lines.read(&line, &mut straight) {
            let proposal = LineReader::new(call, "f").read(1, &line);
            prop_assert!(proposal.is_ok(), "{line}\n{proposal:?}");
            let proposal = proposal.unwrap();
            prop_assert_eq!(id, &proposal.id);
            let mut through_values = Columns::new(&compiled.layout);
            through_values.push(&compiled.layout, &proposal.facts);
            prop_assert_eq!(format!("{straight:?}"), format!("{through_values:?}"), "{}", line);
        } else {
            // Nothing of it is left behind.
            prop_assert_eq!(format!("{straight:?}"), format!("{:?}", Columns::new(&compiled.layout)));
        }
    }
}

/// Takes away, or makes unknown, some of the fields of a proposal and of the items of its lists.
fn gapped(value: &mut serde_json::Value, gaps: &mut impl Iterator<Item = usize>) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.retain(|name, _| name == "id" || gaps.next() != Some(0));
            for (name, field) in fields {
                if name != "id" && gaps.next() == Some(1) {
                    *field = serde_json::Value::Null;
                }
                gapped(field, gaps);
            }
        }
        serde_json::Value::Array(items) => {
            let left = items.len() - gaps.next().unwrap_or(0) % (items.len() + 1) / 3;
            items.truncate(left);
            for item in items {
                gapped(item, gaps);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 500, ..cases(100) })]
    #[test]
    fn what_lines_leave_out_is_unknown_whatever_lines_stand_around_them(
        drawn in proptest::collection::vec((0_usize..1_000, proptest::collection::vec(0_usize..20, 1..60)), 1..20),
    ) {
        let (call, sample) = (&*CALL.0, &CALL.1);
        let judge = QuickJudge::new(call, Stage::First);
        let lines = Lines::new(call, &judge.compiled.layout).expect("a plan");
        let mut columns = Columns::new(&judge.compiled.layout);
        let mut proposals = Vec::new();
        for (place, (row, gaps)) in drawn.iter().enumerate() {
            let mut value: serde_json::Value = serde_json::from_str(&sample[*row]).expect("JSON");
            gapped(&mut value, &mut gaps.iter().copied().cycle().take(400));
            value["id"] = format!("P{place:03}").into();
            let line = value.to_string();
            // One that is given up leaves nothing behind.
            let broken = &line[..line.len() - place % 7 * line.len() / 8];
            if broken != line {
                prop_assert_eq!(lines.read(broken, &mut columns), None);
            }
            let proposal = LineReader::new(call, "f").read(1, &line);
            prop_assert!(proposal.is_ok(), "{line}\n{proposal:?}");
            let proposal = proposal.unwrap();
            if lines.read(&line, &mut columns).is_none() {
                // As the command does; a record or list that is null is not written the plain way.
                prop_assert!(line.contains("null"), "{line}");
                columns.push(&judge.compiled.layout, &proposal.facts);
            }
            proposals.push(proposal);
        }
        let findings = judge.findings(&mut columns);
        for (row, expected) in readable(call, &proposals, Stage::First).iter().enumerate() {
            let found = match judge.quick(&findings, row) {
                Some(quick) => judge.told(proposals[row].id.clone(), &quick),
                None => judge.verdict(&findings, row, case(call, &proposals[row])),
            };
            prop_assert_eq!(&found, expected);
        }
    }
}

static CALL: std::sync::LazyLock<(Box<bando::call::Call>, Vec<String>)> =
    std::sync::LazyLock::new(|| {
        let (call, _) = call_and_proposals();
        let lines = text("tests/w914/proposals.jsonl")
            .lines()
            .map(str::to_owned)
            .collect();
        (Box::new(call), lines)
    });

#[test]
fn lines_written_the_plain_way_are_all_taken_straight() {
    let (call, lines) = &*CALL;
    let compiled = compile(call);
    let reader = Lines::new(call, &compiled.layout).expect("a plan");
    let mut columns = Columns::new(&compiled.layout);
    for line in lines {
        assert!(reader.read(line, &mut columns).is_some(), "{line}");
        let spaced = line
            .replace(':', ": ")
            .replace(',', ", ")
            .replace("T: ", "T:");
        // Spaces between the parts change nothing; inside an instant they would.
        let instant = spaced.rfind("\"submitted_at\"").expect("the last field");
        let spaced = format!(
            "{}{}",
            &spaced[..instant],
            &line[line.rfind("\"submitted_at\"").unwrap()..]
        );
        assert!(reader.read(&spaced, &mut columns).is_some(), "{spaced}");
    }
    assert_eq!(columns.rows(), 2_000);
}

fn assess(lines: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("p.jsonl"), lines).expect("written");
    let ended = cargo_bin_cmd!("bando")
        .arg("assess")
        .arg(project("tests/w914/call.bando"))
        .args(["p.jsonl", "--format", "jsonl", "--lang", "en"])
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .expect("an end");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (ended.status.code(), text(ended.stdout), text(ended.stderr))
}

/// A file read as it comes, and the same file read whole because its last line repeats the first
/// proposal's line in a way that spoils nothing else.
#[test]
fn a_file_read_as_it_comes_gives_the_same_bytes_as_one_read_whole() {
    let mut lines: Vec<String> = CALL.1.clone();
    lines[3] = lines[3].replace("\"climate\"", "\"clima\"");
    lines[5] = lines[5]
        .replace("\"comune\"", "\"Comune\"")
        .replace("true", "1");
    lines[7] = lines[7]
        .replace(",\"climate\":true", "")
        .replace(",\"climate\":false", "");
    lines[8].truncate(100);
    lines[10] = lines[10].replace("\"share\":", "\"share\":9000000000000");
    lines[12].push_str("  ");
    lines.insert(14, String::new());
    let streamed = lines.join("\n") + "\n";
    let one = assess(&streamed, &[]);
    assert_eq!(one.0, Some(4), "{}", one.2);
    assert_eq!(one, assess(&streamed, &["--threads", "3"]));
    // In another order it is read whole, and verdicts come in the order of the ids.
    let first = lines.remove(0);
    lines.push(first);
    let whole = assess(&(lines.join("\n") + "\n"), &[]);
    assert_eq!(whole.1, one.1);
    let without_lines = |text: &str| {
        let lines = text
            .lines()
            .filter_map(|it| serde_json::from_str::<serde_json::Value>(it).ok());
        lines
            .map(|it| (it["code"].clone(), it["message"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(without_lines(&whole.2), without_lines(&one.2));
}

/// A line of which only the beginning is held is refused as one that is held whole, and those around
/// it are judged as they come; so where the file is read whole.
#[test]
fn a_very_long_line_is_refused_and_takes_no_other_with_it() {
    let mut lines: Vec<String> = CALL.1[..20].to_vec();
    let long = |id: &str, bytes: usize| {
        format!("{{\"id\":\"{id}\",\"note\":\"{}\"}}", "è".repeat(bytes / 2))
    };
    // Its id lies between those around it, so that the file is judged as it is read.
    let id = CALL.1[4].split('"').nth(3).expect("an id").to_owned() + "-B";
    lines.insert(5, long(&id, 300 * 1_024));
    lines.insert(9, long("A", 5 << 20));
    lines.insert(12, " ".repeat(3 << 20));
    lines.insert(15, " ".repeat(3 << 20) + "x");
    let streamed = assess(&(lines.join("\n") + "\n"), &[]);
    assert_eq!((streamed.0, streamed.1.lines().count()), (Some(4), 20));
    let refused: Vec<&str> = streamed
        .2
        .lines()
        .filter(|it| it.contains("limit-exceeded"))
        .collect();
    assert_eq!(refused.len(), 3, "{}", streamed.2);
    let plain = assess(&(CALL.1[..20].join("\n") + "\n"), &[]);
    assert_eq!(streamed.1, plain.1);
    // In another order.
    lines.push(CALL.1[20].replace("\"id\":\"P", "\"id\":\"A"));
    let whole = assess(&lines.join("\n"), &[]);
    assert_eq!((whole.0, whole.1.lines().count()), (Some(4), 21));
    assert_eq!(whole.2, streamed.2);
}

/// What a file begins with says what it is, however long its first line.
#[test]
fn a_file_is_told_by_how_it_begins_where_its_first_line_is_very_long() {
    let lines = CALL.1[..20].join("\n") + "\n";
    let blank = " ".repeat(2 << 20);
    let marked = assess(&format!("\u{feff}{blank}\n{lines}"), &[]);
    assert_eq!(marked, assess(&lines, &[]));
    let long = "x".repeat(2 << 20);
    let archive = assess(&format!("PK\u{3}\u{4}{long}\n{lines}"), &[]);
    assert_eq!((archive.0, archive.1.as_str()), (Some(1), ""));
}

/// Of a gigabyte without an end of line a megabyte is held, whatever it is.
#[cfg(target_os = "linux")]
#[test]
fn a_line_of_a_gigabyte_is_refused_in_little_memory() {
    use std::io::Write as _;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.jsonl");
    let mut file = fs::File::create(&path).expect("a file");
    writeln!(file, "{}", CALL.1[0]).expect("written");
    // It takes no room on the disk.
    file.set_len(1 << 30).expect("a length");
    let ended = std::process::Command::new("sh")
        .args(["-c", "ulimit -v 400000; exec \"$0\" \"$@\""])
        .arg(assert_cmd::cargo::cargo_bin!("bando"))
        .arg("assess")
        .arg(project("tests/w914/call.bando"))
        .args(["p.jsonl", "--format", "jsonl", "--lang", "en"])
        .current_dir(folder.path())
        .output()
        .expect("an end");
    let told = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(1), "{told}");
    assert!(told.contains("the file contains null bytes"), "{told}");
    assert!(
        told.contains("save the file in UTF-8: JSON knows no other encoding"),
        "{told}"
    );
}
