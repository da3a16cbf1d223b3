//! Calls whose envelope comes from a programme: ranked, recorded, verified, refused.

mod ledger;
mod shown;

use std::fs;
use std::path::Path;

use assert_cmd::cargo_bin_cmd;
use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::text;

const CASES: &str = "tests/funding";

struct Ended {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Ended {
    /// Asserts that it was done, and warned of nothing but proposals that ask more than the envelope.
    fn is_done(&self) {
        assert_eq!(self.code, 0, "{}", self.stderr);
        let mut said = self.stderr.lines().filter(|it| {
            let head = it.split('[').next().unwrap_or_default();
            ["error", "warning", "errore", "attenzione"].contains(&head)
        });
        assert!(
            said.all(|it| it.contains("[large-award]")),
            "{}",
            self.stderr
        );
    }
}

fn run(folder: &Path, arguments: &str) -> Ended {
    let mut command = cargo_bin_cmd!("bando");
    command.current_dir(folder).env_clear();
    let output = command
        .args(arguments.split_whitespace())
        .output()
        .expect("it runs");
    Ended {
        code: output.status.code().expect("it ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// A folder with the call, some of its words changed, its programme and two proposals.
fn started(changes: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut call = text(&format!("{CASES}/call.bando"));
    for (from, to) in changes {
        assert!(call.contains(from), "{from}");
        call = call.replace(from, to);
    }
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("written");
    };
    write("call.bando", &call);
    write(
        "programma-7.bando",
        &text(&format!("{CASES}/programma-7.bando")),
    );
    write(
        "proposals.csv",
        "id,requested,sent\nA,1000000.00,2026-02-01\nB,3000000.00,2026-02-01\n",
    );
    folder
}

/// Returns all cells of all sheets of a workbook, text in quotes, numbers as such.
fn cells(book: &[u8]) -> String {
    let mut book = Xlsx::new(std::io::Cursor::new(book)).expect("a workbook");
    let mut out = String::new();
    for name in book.sheet_names() {
        out += "== ";
        out += &name;
        out += "\n";
        for row in book.worksheet_range(&name).expect("cells").rows() {
            let row: Vec<String> = row
                .iter()
                .map(|cell| match cell {
                    Data::Empty => String::new(),
                    Data::String(text) => format!("{text:?}"),
                    Data::Float(number) => format!("{number}"),
                    other => format!("{other:?}"),
                })
                .collect();
            out += &(row.join(" | ").trim_end().to_owned() + "\n");
        }
    }
    out
}

/// Compares with what is recorded, or records it.
fn told(name: &str, told: &str) {
    let path = crate::support::project(CASES).join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, told).expect("written");
    }
    let recorded = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(told, recorded, "{name}");
}

#[test]
fn an_envelope_is_what_its_line_holds_divided_among_its_funds() {
    let folder = started(&[]);
    for language in ["it", "en"] {
        let ended = run(
            folder.path(),
            &format!("rank call.bando proposals.csv --lang {language}"),
        );
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
        told(&format!("line_{language}.txt"), &ended.stdout);
    }
}

#[test]
fn an_envelope_may_be_the_sum_of_lines_or_what_stood_after_an_act() {
    let action = "line action adp:9.1.4 body urbane";
    for (name, lines) in [
        ("sum", "sum of lines action adp:9.1.4"),
        ("act", "sum of lines action adp:9.1.4 as of act a"),
        ("named", "line sii_914"),
    ] {
        let folder = started(&[(action, lines)]);
        let ended = run(folder.path(), "rank call.bando proposals.csv --lang en");
        ended.is_done();
        told(&format!("{name}_en.txt"), &ended.stdout);
    }
}

#[test]
fn a_ranking_refuses_an_envelope_above_its_line() {
    let folder = started(&[("envelope {\n", "envelope {\n  dotazione\n")]);
    let rank = |day: &str| {
        run(
            folder.path(),
            &format!("rank call.bando proposals.csv --lang it --as-of {day}"),
        )
    };
    let covered = rank("2026-03-01");
    assert_eq!((covered.code, covered.stderr.as_str()), (0, ""));
    told("part_it.txt", &covered.stdout);
    let refused = rank("2027-03-01");
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    told("above_it.txt", &refused.stderr);
}

#[test]
fn the_programme_is_an_input_of_the_record() {
    let folder = started(&[]);
    let rank = "rank call.bando proposals.csv --lang en --out out";
    let ended = run(folder.path(), rank);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let kept = folder.path().join("out/inputs/rules/programma-7.bando");
    let programme = fs::read_to_string(&kept).expect("a copy");
    assert_eq!(programme, text(&format!("{CASES}/programma-7.bando")));
    let record = fs::read_to_string(folder.path().join("out/outcome.json")).expect("a record");
    let record: Value = serde_json::from_str(&record).expect("JSON");
    let inputs = record["record"]["inputs"].as_array().expect("inputs");
    let kinds: Vec<&str> = inputs.iter().filter_map(|it| it["kind"].as_str()).collect();
    assert_eq!(kinds, ["rules", "programme", "proposals"]);
    assert_eq!(record["programme"]["sha256"], inputs[1]["sha256"]);
    told("programme.json", &format!("{:#}\n", record["programme"]));
    let book = fs::read(folder.path().join("out/ranking.xlsx")).expect("a workbook");
    let summary = cells(&book).split("== ").nth(1).map(str::to_owned);
    told("summary_en.txt", &summary.expect("the first sheet"));
    let verified = run(folder.path(), "verify out --lang en");
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
    let less = programme.replace("add 3_220_000 EUR", "add 3_210_000 EUR");
    fs::write(&kept, less).expect("written");
    let changed = run(folder.path(), "verify out --lang en");
    assert_ne!(changed.code, 0, "{}", changed.stdout);
    assert!(
        changed.stdout.contains("programma-7.bando"),
        "{}",
        changed.stdout
    );
}

#[test]
fn a_programme_is_shown_act_by_act_with_its_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("written");
    };
    write("programme.bando", &text("tests/ledger/programme.bando"));
    write(
        "ledger.csv",
        "id,date,movement,line,amount,of\n1,2017-02-01,commitment,beta,300.50,\n2,2018-03-01,payment,,100.25,1\n",
    );
    for (name, arguments) in [
        ("show_it.txt", "show programme.bando --lang it"),
        (
            "show_at_en.txt",
            "show programme.bando --ledger ledger.csv --at 2017-12-31 --lang en",
        ),
        (
            "show.json",
            "show programme.bando --ledger ledger.csv --html page.html --xlsx book.xlsx --format json --lang en",
        ),
        ("diff_it.txt", "diff programme.bando --from a --lang it"),
    ] {
        let ended = run(folder.path(), &format!("programme {arguments}"));
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{name}");
        assert!(
            arguments.contains("--format json")
                || ended.stdout.lines().all(|it| it.chars().count() <= 80),
            "{name}"
        );
        told(name, &ended.stdout);
    }
    let page = fs::read_to_string(folder.path().join("page.html")).expect("a page");
    told("page_en.html", &page);
    let book = fs::read(folder.path().join("book.xlsx")).expect("a workbook");
    told("book_en.txt", &cells(&book));
    let wrong = run(
        folder.path(),
        "programme diff programme.bando --from c --lang it",
    );
    assert_eq!(wrong.code, 2);
    assert_eq!(
        wrong.stderr,
        "errore: il programma non ha un atto `c`: ha `a`, `b`\n"
    );
}
