//! Records: written beside their inputs, and held against them.

mod files;
mod order;
mod program;
mod slide;
mod slides;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use bando::record::{Verified, verify};
use bando::source::{FileError, Files};
use bando::text::Language;
use tempfile::TempDir;

use crate::support::text;

const PROPOSALS: &str = "id,town,requested,months,sent\n\
    P1,T1,40000.00,12,2026-02-01\n\
    P2,T1,30000.00,18,\n\
    P3,T2,50000.00,6,2024-05-04\n\
    P4,T3,20000.00,24,2026-02-02\n\
    P5,T2,\"1,5\",9,2026-02-03\n";

/// A folder with a call, its table, five proposals of which one cannot be read, and the marks of
/// two evaluators.
fn started() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    };
    write("call.bando", &text("tests/record/call.bando"));
    write(
        "tabelle/comuni.csv",
        &text("tests/record/tabelle/comuni.csv"),
    );
    write("domande.csv", PROPOSALS);
    write(
        "incarichi.csv",
        "proposta,valutatore,conflitto\nP1,rossi,\nP1,bianchi,\nP2,rossi,\nP2,bianchi,sì\nP3,rossi,\nP3,bianchi,\n",
    );
    let marks = |evaluator: &str, marks: &[(&str, &str)]| {
        let rows = marks
            .iter()
            .map(|(id, mark)| format!("{id},{evaluator},A,{mark}\n"));
        "proposta,valutatore,criterio,giudizio\n".to_owned() + &rows.collect::<String>()
    };
    let rossi = marks("rossi", &[("P1", "8"), ("P2", "6.5"), ("P3", "9")]);
    write("voti/a/scheda.csv", &rossi);
    write(
        "voti/b/scheda.csv",
        &marks("bianchi", &[("P1", "7"), ("P3", "8.5")]),
    );
    folder
}

const RANK: &str = "rank call.bando domande.csv --as-of 2026-05-04 --stage final \
    --assignments incarichi.csv --marks voti/b/scheda.csv --marks voti/a --lang it";

struct Ended {
    code: i32,
    stdout: String,
    stderr: String,
}

fn run_with(folder: &Path, arguments: &str, environment: &[(&str, &str)]) -> Ended {
    let mut command = cargo_bin_cmd!("bando");
    command.current_dir(folder).env_clear();
    command.envs(environment.iter().copied());
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

fn run(folder: &Path, arguments: &str) -> Ended {
    run_with(folder, arguments, &[])
}

/// A folder with `out`, the record of a first ranking, and `then`, that of one which keeps the
/// values of the first.
fn recorded() -> TempDir {
    let folder = started();
    for more in ["--out out", "--out then --frozen out/outcome.json"] {
        let ended = run(folder.path(), &format!("{RANK} {more}"));
        // One row is refused.
        assert_eq!(ended.code, 4, "{}", ended.stderr);
    }
    folder
}

/// The files of a folder, in memory.
#[derive(Clone)]
struct Kept(BTreeMap<String, Vec<u8>>);

impl Kept {
    fn of(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(inner) = folders.pop() {
            for entry in fs::read_dir(inner).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(folder).expect("inside");
                    let name = name.to_str().expect("UTF-8").to_owned();
                    files.insert(name, fs::read(&path).expect("read"));
                }
            }
        }
        Self(files)
    }

    fn verify(&self) -> Verified {
        verify(&self.0["outcome.json"], self).expect("a record")
    }

    /// Returns what differs, in Italian.
    fn differences(&self) -> Vec<String> {
        let differences = self.verify().differences.into_iter();
        differences
            .map(|it| it.message.get(Language::Italian).to_owned())
            .collect()
    }

    fn replace(&mut self, file: &str, from: &str, to: &str) {
        let bytes = self.0.get_mut(file).expect("the file");
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        assert!(text.contains(from), "{text}");
        *bytes = text.replacen(from, to, 1).into();
    }
}

impl Files for Kept {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        let bytes = self.0.get(name).cloned();
        bytes.ok_or(FileError::NotFound {
            looked_in: Vec::new(),
        })
    }
}
