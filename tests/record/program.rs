//! Records on the command line.

use std::fs;

use serde_json::Value;

use super::{PROPOSALS, RANK, recorded, run, run_with, started};

#[test]
fn the_same_inputs_make_the_same_bytes_whatever_the_place_and_time() {
    let folder = started();
    let folder = folder.path();
    let record = |environment: &[(&str, &str)], arguments: &str| {
        let ended = run_with(folder, &format!("{arguments} --format json"), environment);
        assert_eq!(ended.code, 4, "{}", ended.stderr);
        ended.stdout
    };
    let plain = record(&[], RANK);
    for environment in [
        [("TZ", "Pacific/Kiritimati"), ("LC_ALL", "it_IT.UTF-8")],
        [("TZ", "America/Los_Angeles"), ("LC_ALL", "C")],
        [("TZ", "UTC"), ("LANG", "tr_TR.UTF-8")],
    ] {
        let other = RANK.replace("--lang it", "");
        assert_eq!(record(&environment, &other), plain, "{environment:?}");
    }
    let turned = RANK.replace(
        "--marks voti/b/scheda.csv --marks voti/a",
        "--marks voti/a/scheda.csv --marks voti/b",
    );
    assert_eq!(record(&[], &turned), plain, "marks in another order");
    let rows: Vec<&str> = PROPOSALS.lines().collect();
    let shuffled = [rows[0], rows[5], rows[3], rows[1], rows[4], rows[2]].join("\n") + "\n";
    fs::write(folder.join("domande.csv"), shuffled).expect("written");
    let strip = |text: &str| {
        let mut value: Value = serde_json::from_str(text).expect("JSON");
        for input in value["record"]["inputs"].as_array_mut().expect("inputs") {
            if input["kind"] == "proposals" {
                input["sha256"] = Value::Null;
            }
        }
        value
    };
    let turned = record(&[], RANK);
    assert_ne!(turned, plain);
    assert_eq!(strip(&turned), strip(&plain), "only the digest differs");
}

#[test]
fn a_record_is_confirmed_or_not_in_either_language_and_form() {
    let folder = recorded();
    let folder = folder.path();
    for (language, words) in [
        (
            "it",
            "Confermato, byte per byte: dai file di ingresso (6) vengono lo stesso esito e\n\
             gli stessi file pubblicati (12, in italiano). Proposte: 4.\n\
             SHA-256 del verbale (outcome.json):\n  ",
        ),
        (
            "en",
            "Confirmed, byte for byte: the inputs (6) make the same outcome and the same\n\
             published files (12, in Italian). Proposals: 4.\n\
             SHA-256 of the record (outcome.json):\n  ",
        ),
    ] {
        for record in ["out", "out/outcome.json"] {
            let ended = run(folder, &format!("verify {record} --lang {language}"));
            assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
            assert!(ended.stdout.starts_with(words), "{}", ended.stdout);
        }
    }
    let ended = run(folder, "verify out --format json");
    let data: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    assert_eq!(
        (&data["verified"], &data["inputs"]),
        (&true.into(), &6.into())
    );
    fs::remove_file(folder.join("out/inputs/rules/tabelle/comuni.csv")).expect("removed");
    let ended = run(folder, "verify out --lang it");
    assert_eq!((ended.code, ended.stderr.as_str()), (1, ""));
    assert!(
        ended.stdout.starts_with(
            "Non confermato.\n\
             File di ingresso che non sono quelli del verbale:\n\
             - `inputs/rules/tabelle/comuni.csv` (tabella): non c'è\n\
             Il resto non si può controllare.\n\
             SHA-256 del verbale (outcome.json):\n"
        ),
        "{}",
        ended.stdout
    );
    let ended = run(folder, "verify out --format json");
    let data: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    assert_eq!(data["differences"][0]["kind"], "input-missing");
    for (file, why) in [
        ("call.bando", "non è il verbale di un esito"),
        ("nessuno", "non esiste"),
        ("voti", "non esiste"),
    ] {
        let ended = run(folder, &format!("verify {file} --lang it"));
        assert_eq!((ended.code, ended.stdout.as_str()), (1, ""));
        assert!(ended.stderr.contains(why), "{}", ended.stderr);
    }
}

#[test]
fn files_that_are_no_part_of_the_record_are_named_and_change_nothing() {
    let folder = recorded();
    let folder = folder.path();
    for (file, text) in [
        ("out/appunti.txt", ""),
        ("out/allegati/a.pdf", ""),
        ("out/inputs/marks/terza.csv", ""),
    ] {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    let ended = run(folder, "verify out --lang it");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert!(
        ended.stdout.contains(
            "Proposte: 4.\n\
             Altri file nella cartella, che non fanno parte del verbale:\n\
             - `allegati/`\n- `appunti.txt`\n- `inputs/marks/terza.csv`\n"
        ),
        "{}",
        ended.stdout
    );
    let ended = run(folder, "verify out --format json");
    let data: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    assert_eq!(data["others"][1], "appunti.txt");
}

/// One thing is said of each file, however it was changed.
#[test]
fn a_changed_file_is_told_once() {
    let folder = recorded();
    let folder = folder.path();
    let change = |file: &str, from: &str, to: &str| {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).expect("read");
        assert!(text.contains(from), "{text}");
        fs::write(&path, text.replacen(from, to, 1)).expect("written");
    };
    // Rules that mean the same: only that they are others is said.
    change("out/inputs/rules/call.bando", "\n", "\n\n");
    let ended = run(folder, "verify out --lang it");
    let lines: Vec<&str> = ended.stdout.lines().collect();
    assert_eq!(ended.code, 1);
    assert_eq!(
        lines[..3],
        [
            "Non confermato.",
            "File di ingresso che non sono quelli del verbale:",
            "- `inputs/rules/call.bando` (regole) non è più quello del verbale: la sua",
        ],
        "{}",
        ended.stdout
    );
    assert_eq!(ended.stdout.matches("- ").count(), 1, "{}", ended.stdout);
    change("out/inputs/rules/call.bando", "\n\n", "\n");
    change("out/report.html", "P1", "P9");
    change("out/funded.csv", "40000.00", "40000.01");
    fs::remove_file(folder.join("out/graduatoria.xlsx")).expect("removed");
    let ended = run(folder, "verify out --lang it");
    let (said, _) = ended.stdout.split_once("SHA-256").expect("a digest");
    assert_eq!(
        said,
        "Non confermato.\n\
         File pubblicati che non vengono dal verbale:\n\
         - `funded.csv` (elenco): diverso da quello che si ricalcola, dalla riga 2\n\
         - `graduatoria.xlsx` (foglio di calcolo): non c'è\n\
         - `report.html` (rapporto): diverso da quello che si ricalcola\n"
    );
}

#[test]
fn another_outcome_gives_way_only_where_it_is_said() {
    let folder = recorded();
    let folder = folder.path();
    let before = fs::read(folder.join("out/outcome.json")).expect("read");
    let again = run(folder, &format!("{RANK} --out out"));
    assert_eq!(again.code, 4, "the same outcome may be written again");
    fs::write(
        folder.join("altre.csv"),
        PROPOSALS.replace("40000.00", "41000.00"),
    )
    .expect("written");
    let other = RANK.replace("domande.csv", "altre.csv");
    let refused = run(folder, &format!("{other} --out out"));
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert!(
        refused
            .stderr
            .contains("`out` contiene già un altro esito, che resta com'è"),
        "{}",
        refused.stderr
    );
    assert_eq!(
        fs::read(folder.join("out/outcome.json")).expect("read"),
        before
    );
    assert_eq!(run(folder, "verify out").code, 0);
    assert_eq!(run(folder, &format!("{other} --out out --replace")).code, 4);
    assert_eq!(run(folder, "verify out").code, 0);
    let left = fs::read_dir(folder.join("out/inputs/proposals")).expect("a folder");
    let left: Vec<_> = left.map(|it| it.expect("an entry").file_name()).collect();
    assert_eq!(left, ["altre.csv"]);
}

#[test]
fn files_of_others_are_not_written_over() {
    let folder = started();
    let folder = folder.path();
    let mine = folder.join("out/inputs/proposals/domande.csv");
    fs::create_dir_all(mine.parent().expect("a folder")).expect("made");
    fs::write(&mine, "mie").expect("written");
    let refused = run(folder, &format!("{RANK} --out out"));
    assert_eq!(refused.code, 1);
    assert!(
        refused
            .stderr
            .contains("esiste già; non viene sovrascritto"),
        "{}",
        refused.stderr
    );
    assert_eq!(fs::read_to_string(mine).expect("read"), "mie");
    assert!(!folder.join("out/outcome.json").exists());
}

/// Killed at any moment, a record stands whole or not at all.
#[cfg(unix)]
#[test]
fn a_record_stands_whole_or_not_at_all() {
    use std::process::{Command, Stdio};
    use std::time::Duration;
    let folder = started();
    let folder = folder.path();
    let rank = |out: &str| {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("bando"));
        command.current_dir(folder).env_clear();
        command
            .args(RANK.split_whitespace())
            .args(["--out", out, "--replace"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("it starts")
    };
    for (round, milliseconds) in (0..40).map(|it| (it, it * 2)) {
        let rows = PROPOSALS.replace("40000.00", &format!("{}.00", 40_000 + round));
        fs::write(folder.join("domande.csv"), rows).expect("written");
        let mut child = rank("out");
        std::thread::sleep(Duration::from_millis(milliseconds));
        let _ = child.kill();
        child.wait().expect("it ends");
        if folder.join("out/outcome.json").exists() {
            let ended = run(folder, "verify out");
            assert_eq!(ended.code, 0, "{}", ended.stdout);
        }
    }
}
