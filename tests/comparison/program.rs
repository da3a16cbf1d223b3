//! `bando compare` on the command line: files in, the whole text out.
//!
//! `BLESS=1 cargo test comparison` writes the texts anew, to be read before they are kept.

use std::fmt::Write as _;
use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;

use crate::support::{project, text};

const PUGLIA: &str = "rules/puglia-azione-9.3.bando examples/puglia-azione-9.3/proposals.jsonl \
    --marks examples/puglia-azione-9.3/marks \
    --assignments examples/puglia-azione-9.3/assignments.csv";

struct Ended {
    code: i32,
    stdout: String,
    stderr: String,
}

fn compare(arguments: &str) -> Ended {
    let mut command = cargo_bin_cmd!("bando");
    let command = command.current_dir(project(".")).env_clear().arg("compare");
    let output = command.args(arguments.split_whitespace()).output().unwrap();
    Ended {
        code: output.status.code().expect("it ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn same(told: &str, path: &str) {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(project(path), told).unwrap();
    }
    assert_eq!(told, text(path), "{path}");
}

#[test]
fn the_invented_proposals_are_compared_in_italian() {
    let ended = compare(&format!("{PUGLIA} --lang it"));
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert!(ended.stdout.lines().all(|line| line.chars().count() <= 80));
    same(&ended.stdout, "tests/comparison/puglia_it.txt");
}

#[test]
fn the_invented_proposals_are_compared_in_english_and_for_programs() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let ended = compare(&format!("{PUGLIA} --lang en --out {}", out.display()));
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    same(&ended.stdout, "tests/comparison/puglia_en.txt");
    let read = |path: &Path| std::fs::read_to_string(path).unwrap();
    let mut lists = String::new();
    for file in ["changes.csv", "holding.csv", "closeness.csv"] {
        let _ = write!(lists, "== {file}\n{}", read(&out.join(file)));
    }
    same(&lists, "tests/comparison/puglia_lists_en.txt");
    let json = compare(&format!("{PUGLIA} --lang en --format json"));
    assert_eq!(json.stdout, read(&out.join("comparison.json")));
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["at_the_limit"], "stop");
    assert_eq!(json["ranking"]["spent"], "2388500.50");
    assert_eq!(json["optimum"]["proved"], true);
}

/// The real call has no grid: the index of vulnerability is what is worth something. The numbers of
/// the other ways at the limit are those of the first analysis of the decree's data.
#[test]
fn the_decree_of_2021_is_compared_by_its_index() {
    let ended = compare(
        "rules/rigenerazione-urbana-2021.bando \
         examples/rigenerazione-urbana-2021/domande.csv --lang it --format json",
    );
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let json: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(json["value_is"], "first_key_times_award");
    let funded = |at: &serde_json::Value| (at["funded"].clone(), at["spent"].clone());
    let (ranking, variants) = (&json["ranking"], &json["variants"]);
    assert_eq!(funded(ranking), (1_784.into(), "3399271176.95".into()));
    assert_eq!(variants[0]["rules"], "pass_over");
    assert_eq!(funded(&variants[0]), (1_786.into(), "3399841176.95".into()));
    assert_eq!(variants[1]["rules"], "give_what_is_left");
    assert_eq!(funded(&variants[1]), (1_785.into(), "3400000000.00".into()));
    let number = |at: &serde_json::Value| at.as_str().unwrap().parse::<f64>().unwrap();
    let best = &json["optimum"];
    assert!(number(&best["spent"]) <= 3_400_000_000.0);
    assert!(number(&best["value"]) >= number(&ranking["value"]));
    assert!(number(&best["value"]) <= number(&best["bound"]));
    assert_eq!(json["waiting"][0]["unit"], "015205");
    assert_eq!(json["waiting"][0]["points_short"], "0.00345");
    assert_eq!(json["waiting"][0]["euro_short"], "3403676.95");
}

/// Pools by a weight, a cap and a reserve; another weight and other percentages are asked for.
#[test]
fn pools_are_compared_with_other_weights() {
    let ended = compare(
        "tests/comparison/pools.bando tests/comparison/pools.csv --lang en \
         --weight heads --percentages 20,60,20",
    );
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert!(ended.stdout.lines().all(|line| line.chars().count() <= 80));
    same(&ended.stdout, "tests/comparison/pools_en.txt");
}

#[test]
fn what_has_no_meaning_for_a_call_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "call.bando",
        text("tests/comparison/tiny.bando")
            .split("ranking {")
            .next()
            .unwrap(),
    );
    write("proposals.csv", "id,points,asked\n1,5,10.00\n");
    let at = folder.path().display();
    let ended = compare(&format!("{at}/call.bando {at}/proposals.csv --lang en"));
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    assert!(
        ended.stderr.contains("has no ranking with an envelope"),
        "{}",
        ended.stderr
    );
    write("call.bando", &text("tests/comparison/tiny.bando"));
    for (option, told) in [
        (
            "--weight equity",
            "`--weight` divides the envelope into pools",
        ),
        ("--percentages 50,50", "no weight divides the envelope"),
    ] {
        let ended = compare(&format!(
            "{at}/call.bando {at}/proposals.csv --lang en {option}"
        ));
        assert_eq!(ended.code, 2, "{}", ended.stderr);
        assert!(ended.stderr.contains(told), "{}", ended.stderr);
    }
}
