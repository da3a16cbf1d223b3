//! The main job, measured: the decree from CSV to written lists, a rule file of a thousand
//! requirements, a hostile rule file.
//!
//! Every figure of the first group is printed as a ratio to a bare loop that reads and sorts the
//! same CSV and writes one list, measured in the same run:
//!
//! ```text
//! cd benches && cargo bench
//! ```

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bando::assessment::Stage;
use bando::call::Call;
use bando::engine;
use bando::facts::{self, FileKind, ProposalsFile};
use bando::report;
use bando::scoring::Marks;
use bando::source::{FileError, Files, Sources};
use bando::text::Language;
use criterion::Criterion;

struct RulesFolder;

impl Files for RulesFolder {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        fs::read(project("rules").join(name))
            .map_err(|error| FileError::Unreadable(error.to_string()))
    }
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(5))
        .configure_from_args();
    the_decree(&mut criterion);
    rule_files(&mut criterion);
    criterion.final_summary();
    summary();
}

fn the_decree(criterion: &mut Criterion) {
    let rules = fs::read_to_string(project("rules/rigenerazione-urbana-2021.bando"));
    let rules = rules.expect("the rule file");
    let csv = fs::read(project("examples/rigenerazione-urbana-2021/domande.csv"));
    let csv = csv.expect("the applications");
    let out = tempfile::tempdir().expect("a folder");
    let call = checked(&rules);
    let mut group = criterion.benchmark_group("decree");
    group.bench_function("bare_loop", |bench| {
        bench.iter(|| bare_loop(black_box(&csv), out.path()));
    });
    group.bench_function("read", |bench| bench.iter(|| read(&call, black_box(&csv))));
    let wrong = all_wrong(&csv);
    group.bench_function("read_all_wrong", |bench| {
        bench.iter(|| assert!(read(&call, black_box(&wrong)).proposals.is_empty()));
    });
    group.bench_function("rank", |bench| {
        bench.iter(|| {
            let received = read(&call, black_box(&csv));
            let outcome = engine::rank(&call, received, &Marks::default(), None, Stage::First).expect("no tie");
            for list in report::lists(&call, &outcome, Language::Italian) {
                fs::write(out.path().join(list.file), &list.text).expect("written");
            }
            let json = report::outcome_json(&call, &Sources::default(), Stage::First, &outcome);
            fs::write(out.path().join("outcome.json"), json).expect("written");
        });
    });
    group.bench_function("rank_with_rules", |bench| {
        bench.iter(|| {
            let call = checked(black_box(&rules));
            let received = read(&call, &csv);
            engine::rank(&call, received, &Marks::default(), None, Stage::First).expect("no tie")
        });
    });
    group.finish();
}

/// The same rows, each with a comune that no table knows: every one is refused with a suggestion.
fn all_wrong(csv: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(csv);
    let mut lines = text.lines();
    let mut wrong = format!("{}\n", lines.next().expect("a header"));
    for line in lines {
        let (cup, rest) = line.split_once(',').expect("two cells");
        let (_, rest) = rest.split_once(',').expect("three cells");
        let _ = writeln!(wrong, "{cup},999999,{rest}");
    }
    wrong.into_bytes()
}

/// The reference: reads the same CSV, sorts by index and writes who is within the money.
fn bare_loop(csv: &[u8], out: &Path) {
    let mut reader = csv::Reader::from_reader(csv);
    let mut rows: Vec<(i64, i64, String)> = Vec::new();
    for record in reader.records() {
        let record = record.expect("a row");
        if &record[14] == "No" {
            continue;
        }
        let cents = digits(&record[10], 2);
        rows.push((digits(&record[16], 8), cents, record[0].to_owned()));
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.2.cmp(&b.2)));
    let mut left = 340_000_000_000;
    let mut text = String::new();
    for (_, cents, cup) in rows {
        if cents > left {
            break;
        }
        left -= cents;
        let _ = writeln!(text, "{cup},{cents}");
    }
    fs::write(out.join("bare.csv"), text).expect("written");
}

fn digits(cell: &str, places: usize) -> i64 {
    let (whole, decimals) = cell.split_once('.').unwrap_or((cell, ""));
    format!("{whole}{decimals:0<places$}")
        .parse()
        .expect("digits")
}

fn read(call: &Call, csv: &[u8]) -> facts::Received {
    let file = ProposalsFile {
        name: "domande.csv",
        bytes: csv,
        kind: FileKind::Csv,
    };
    facts::read(call, &file)
}

fn checked(rules: &str) -> Call {
    let mut sources = Sources::default();
    let file = sources.add("bench.bando", rules);
    let checked = engine::check(&sources, file, &RulesFolder);
    checked.call.expect("a sound rule file")
}

fn rule_files(criterion: &mut Criterion) {
    let thousand = thousand_requirements();
    let mut group = criterion.benchmark_group("rule_files");
    group.bench_function("thousand_requirements", |bench| {
        bench.iter(|| checked(black_box(&thousand)));
    });
    for (name, text) in hostile() {
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let mut sources = Sources::default();
                let file = sources.add("hostile.bando", text.clone());
                let checked = engine::check(&sources, file, &RulesFolder);
                assert!(checked.call.is_none(), "a hostile file is refused");
            });
        });
    }
    group.finish();
}

/// A rule file of 1,000 requirements over 500 facts and 500 definitions.
fn thousand_requirements() -> String {
    let mut text = String::from(
        "bando 1\n\ncall thousand {\n  title \"Mille\"\n  zone Europe/Rome\n}\n\nsource act \"Atto\"\n\nfacts {\n",
    );
    for number in 0..500 {
        let _ = writeln!(text, "  cost{number} : money at least 0.01 EUR");
    }
    text.push_str("}\n");
    for number in 0..500 {
        let _ = writeln!(
            text,
            "\ndefine share{number} : percent = 1 - 10 EUR / cost{number}"
        );
    }
    for number in 0..1_000 {
        let fact = number % 500;
        let _ = writeln!(
            text,
            "\nrequirement r{number} \"Requisito {number}\" {{\n  phase formal\n  cite act \"art. {number}\"\n  \
             applies when cost{fact} > 10 EUR\n  require share{fact} >= 20 % and cost{fact} between 5 EUR and 1_000 EUR\n  \
             else \"Il costo {{cost{fact}}} non va.\"\n}}"
        );
    }
    text
}

/// Files of 1 MiB that try to make the reader slow.
fn hostile() -> Vec<(&'static str, String)> {
    let size = 1024 * 1024;
    let head = "bando 1\n\ndefine a : integer = ";
    let filled = |piece: &str| {
        let mut text = String::from(head);
        while text.len() + piece.len() < size {
            text.push_str(piece);
        }
        text
    };
    vec![
        ("hostile_brackets", filled("(")),
        ("hostile_sum", filled("1 + ")),
        ("hostile_not", filled("not ")),
        ("hostile_dots", filled("a.")),
        ("hostile_lists", filled("first of { a : ")),
        ("hostile_blocks", filled("\ndefine a : integer = (")),
        ("hostile_quotes", filled("\"")),
    ]
}

/// Prints the figures of the run as ratios, and against their aims.
fn summary() {
    let decree = |name| median("decree", name);
    let (Some(bare), Some(read), Some(rank)) =
        (decree("bare_loop"), decree("read"), decree("rank"))
    else {
        return;
    };
    println!("\nrank, CSV to written lists, against the bare loop: {:.1}×", rank / bare);
    println!("reading's share of it: {:.0} %", 100.0 * read / rank);
    if let Some(wrong) = decree("read_all_wrong") {
        println!("reading rows that are all wrong, against right ones: {:.1}×", wrong / read);
    }
    if let Some(nanoseconds) = median("rule_files", "thousand_requirements") {
        println!("1,000 requirements parsed and checked: {:.0} ms (aim: at most 200)", nanoseconds / 1e6);
    }
    for (name, _) in hostile() {
        if let Some(nanoseconds) = median("rule_files", name) {
            println!("{name}, 1 MiB, refused in {:.0} ms (aim: at most 1,000)", nanoseconds / 1e6);
        }
    }
}

/// Returns the median of a measurement of this run, in nanoseconds.
fn median(group: &str, name: &str) -> Option<f64> {
    let path = format!("target/criterion/{group}/{name}/new/estimates.json");
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()?;
    let json: serde_json::Value = serde_json::from_str(&text).ok()?;
    json["median"]["point_estimate"].as_f64()
}
