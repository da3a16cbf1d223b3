//! Sheets and marks on the command line.

use std::fs;
use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use bando::text::Language;
use serde_json::Value;
use tempfile::TempDir;

use super::workbook::{Written, cells, saved};
use crate::support::text;

const PROPOSALS: &str = "protocollo,applicant,cost,months\n\
    P1,Comune di Lecce,40000.00,12\n\
    P2,Comune di Bari,50000.00,18\n\
    P3,Comune di Foggia,60000.00,24\n";

/// A folder with the call, three proposals of which the last is not admitted, and assignments.
fn started() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("call.bando", &text("tests/marks/call.bando"));
    write("domande.csv", PROPOSALS);
    write(
        "incarichi.csv",
        "proposta;valutatore;conflitto;motivo\n\
         P1;Maria Rossi;no;\nP2;Maria Rossi;;\nP3;Maria Rossi;;\n\
         P1;bianchi;;\nP2;bianchi;sì;socio\n",
    );
    folder
}

struct Ended {
    code: i32,
    stdout: String,
    stderr: String,
}

fn run(folder: &Path, arguments: &str) -> Ended {
    let mut command = cargo_bin_cmd!("bando");
    let command = command
        .current_dir(folder)
        .env_clear()
        .env("LC_ALL", "it_IT.UTF-8");
    let (name, rest) = arguments.split_once(' ').unwrap();
    let command = command.args([name, "call.bando", "domande.csv"]);
    let output = command.args(rest.split(' ')).output().expect("it runs");
    Ended {
        code: output.status.code().expect("it ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// Fills in the sheet called `name`: what to write in which rows, counted from 0.
fn fill(folder: &Path, name: &str, marks: &[(u32, Written)]) {
    let path = folder.join("schede").join(name);
    let edits: Vec<(&str, u32, u16, Written)> = marks
        .iter()
        .map(|(row, written)| ("Valutazione", *row, 6, written.clone()))
        .collect();
    let bytes = saved(&fs::read(&path).unwrap(), &edits);
    fs::write(path, bytes).unwrap();
}

fn word(word: &str) -> Written {
    Written::Text(word.to_owned())
}

fn number(number: f64) -> Written {
    Written::Number(number)
}

#[test]
fn sheets_go_out_come_back_and_make_the_ranking() {
    let folder = started();
    let folder = folder.path();
    let ended = run(folder, "sheets --assignments incarichi.csv --out schede");
    let written = "schede/scheda-maria-rossi.xlsx\nschede/scheda-bianchi.xlsx\n";
    assert_eq!(
        (ended.code, ended.stdout.as_str(), ended.stderr.as_str()),
        (0, written, "")
    );
    let ids = |name: &str| {
        let bytes = fs::read(folder.join("schede").join(name)).unwrap();
        let found = cells(&bytes).into_iter();
        found
            .filter(|((sheet, row, column), _)| sheet == "Valutazione" && *row > 0 && *column == 0)
            .map(|(_, id)| id.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids("scheda-maria-rossi.xlsx"), ["P1", "P1", "P2", "P2"]);
    assert_eq!(ids("scheda-bianchi.xlsx"), ["P1", "P1"]);

    let marks = [
        (1, word("Ottimo")),
        (2, number(8.5)),
        (3, word("Scarso")),
        (4, number(10.0)),
    ];
    fill(folder, "scheda-maria-rossi.xlsx", &marks);
    fill(
        folder,
        "scheda-bianchi.xlsx",
        &[(1, word("scarso")), (2, word("7,5"))],
    );
    fs::write(folder.join("schede/.~lock.scheda-rossi.xlsx#"), "").unwrap();
    fs::write(folder.join("schede/leggimi.txt"), "").unwrap();

    let ended = run(
        folder,
        "rank --marks schede --assignments incarichi.csv --format json",
    );
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(
        ended.stderr,
        "`schede/.~lock.scheda-rossi.xlsx#` non si legge: qualcuno ha forse ancora aperta la scheda\n\
         `schede/leggimi.txt` non si legge: non è un file `.xlsx` o `.csv`\n"
    );
    let outcome: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    let proposals = outcome["proposals"].as_array().expect("proposals");
    let told: Vec<String> = proposals
        .iter()
        .map(|it| format!("{} {} {}", it["id"], it["outcome"], it["score"]["score"]))
        .collect();
    // P1: the means of 1 and 0.2, and of 8.5 and 7.5, of 10 and 20 points, and 5 for its length.
    let wanted = [
        r#""P1" "admitted" "27""#,
        r#""P2" "admitted" "22""#,
        r#""P3" "not_admitted" null"#,
    ];
    assert_eq!(told, wanted);

    let ended = run(
        folder,
        "explain --marks schede --assignments incarichi.csv P1",
    );
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stdout.contains("Maria Rossi"), "{}", ended.stdout);
}

#[test]
fn marks_with_any_error_are_not_taken_and_everything_wrong_is_told() {
    let folder = started();
    let folder = folder.path();
    run(folder, "sheets --evaluators rossi,bianchi --out schede");
    fill(
        folder,
        "scheda-rossi.xlsx",
        &[(1, word("boh")), (2, number(99.0))],
    );
    fill(folder, "scheda-bianchi.xlsx", &[(1, word("Ottimo"))]);
    for command in ["rank --out esiti", "explain P1"] {
        let ended = run(folder, &format!("{command} --marks schede"));
        assert_eq!((ended.code, ended.stdout.as_str()), (1, ""), "{command}");
        assert_eq!(
            ended.stderr.matches("errore[bad-mark]").count(),
            2,
            "{}",
            ended.stderr
        );
        assert!(ended.stderr.ends_with("2 errori\n"), "{}", ended.stderr);
    }
    assert!(!folder.join("esiti").exists());
}

#[test]
fn a_sheet_that_is_there_is_never_overwritten() {
    let folder = started();
    let folder = folder.path();
    let sheets = "sheets --evaluators rossi,bianchi --out schede";
    assert_eq!(run(folder, sheets).code, 0);
    fs::remove_file(folder.join("schede/scheda-bianchi.xlsx")).unwrap();
    let before = fs::read(folder.join("schede/scheda-rossi.xlsx")).unwrap();
    let ended = run(folder, sheets);
    assert_eq!(ended.code, 1);
    assert_eq!(
        ended.stderr,
        "errore: `schede/scheda-rossi.xlsx` esiste già; non viene sovrascritto\n"
    );
    assert!(!folder.join("schede/scheda-bianchi.xlsx").exists());
    assert!(before == fs::read(folder.join("schede/scheda-rossi.xlsx")).unwrap());
}

#[test]
fn wrong_assignments_write_no_sheet() {
    let folder = started();
    let folder = folder.path();
    fs::write(
        folder.join("incarichi.csv"),
        "proposta,valutatore,conflitto\nP9,rossi,\n",
    )
    .unwrap();
    let ended = run(folder, "sheets --assignments incarichi.csv --out schede");
    assert_eq!((ended.code, ended.stdout.as_str()), (1, ""));
    assert!(
        ended.stderr.contains("incarichi.csv:2 proposta"),
        "{}",
        ended.stderr
    );
    assert!(!folder.join("schede").exists());
}

#[test]
fn without_anything_to_mark_there_are_no_sheets() {
    let folder = started();
    let folder = folder.path();
    let rules = text("tests/marks/call.bando");
    let (before, rest) = rules.split_once("scale coefficienti").unwrap();
    let (_, after) = rest.split_once("ranking {").unwrap();
    let rules =
        format!("{before}ranking {{{after}").replace("score descending", "months ascending");
    fs::write(folder.join("call.bando"), rules).unwrap();
    for command in [
        "sheets --evaluators rossi --out schede",
        "rank --marks domande.csv",
    ] {
        let ended = run(folder, command);
        assert_eq!(ended.code, 1, "{}", ended.stderr);
        assert!(
            ended
                .stderr
                .contains("`call.bando` non ha criteri che la commissione giudica"),
            "{}",
            ended.stderr
        );
    }
}

#[test]
fn who_marks_must_be_said_once_and_only_with_marks() {
    let folder = started();
    for arguments in [
        "sheets --out schede",
        "sheets --evaluators rossi --assignments incarichi.csv --out schede",
        "rank --assignments incarichi.csv",
        "rank --marks schede --evaluators rossi --assignments incarichi.csv",
    ] {
        assert_eq!(run(folder.path(), arguments).code, 2, "{arguments}");
    }
}

#[test]
fn a_sheet_grows_old_with_its_criteria_and_scales_alone() {
    let folder = started();
    let folder = folder.path();
    let rules = text("tests/marks/call.bando");
    let sheets = "sheets --evaluators rossi --out schede";
    assert_eq!(run(folder, sheets).code, 0);
    let told = |rules: &str| {
        fs::write(folder.join("call.bando"), rules).unwrap();
        let ended = run(folder, "rank --marks schede");
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        ended.stderr.contains("sono cambiati da quando la scheda")
    };
    let test = "test \"short\" {\n  given { applicant = \"a\" cost = 1 EUR months = 12 }\n  expect admitted\n}\n";
    let italian = bando::syntax::translate(&rules, Language::Italian).unwrap();
    for unchanged in [
        rules.clone(),
        format!("{rules}\n# un commento\n{test}"),
        rules.replace("months <= 18", "months <= 24"),
        rules.replace("points 5 when months <= 12", "points 4 when months <= 12"),
        italian,
    ] {
        assert!(!told(&unchanged), "{unchanged}");
    }
    for (from, to) in [
        ("Analisi dei bisogni", "Analisi"),
        ("it \"Qualità\"", "it \"Qualità del progetto\""),
        ("step 0.5", "step 1"),
        ("\"Scarso\" en \"Poor\" 0.2", "\"Scarso\" en \"Poor\" 0.3"),
        ("scale decimi panel mean", "scale coefficienti panel mean"),
    ] {
        assert!(rules.contains(from), "{from}");
        assert!(told(&rules.replace(from, to)), "{from}");
    }
}
