//! What people see of slides: each file in `slides` holds the files of a case, the commands, and
//! then everything they print.
//!
//! A file begins with `== NAME`; after `== run` stand commands, one a line: those of the program,
//! `show FILE`, and `page FILE SECTION` for the words of a section of a report. Of `verify` only the first line is kept: digests are told elsewhere.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use super::run;
use crate::support::{project, section};

#[test]
fn every_case_prints_what_its_file_says() {
    let mut paths: Vec<PathBuf> = fs::read_dir(project("tests/record/slides"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 8, "only {} cases found", paths.len());
    let mut wrong = String::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("read");
        let (given, expected) = text.split_once("---\n").expect("a line `---`");
        let printed = print(given);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, format!("{given}---\n{printed}")).expect("written");
        } else if printed != expected {
            writeln!(wrong, "{}:\n{printed}", path.display()).expect("text");
        }
    }
    assert!(wrong.is_empty(), "other results than written:\n{wrong}");
}

fn print(given: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut out = String::new();
    for part in given.split("== ").skip(1) {
        let (name, text) = part.split_once('\n').expect("a line");
        if name == "run" {
            for command in text.lines().filter(|it| !it.is_empty()) {
                let result = result(folder.path(), command);
                write!(out, "$ {command}\n{result}").expect("text");
            }
        } else {
            fs::write(folder.path().join(name), text).expect("written");
        }
    }
    out
}

fn result(folder: &Path, command: &str) -> String {
    if let Some(file) = command.strip_prefix("show ") {
        return fs::read_to_string(folder.join(file)).expect("a file to show");
    }
    if let Some((file, id)) = command
        .strip_prefix("page ")
        .and_then(|it| it.split_once(' '))
    {
        return section(&fs::read_to_string(folder.join(file)).expect("a page"), id);
    }
    let ended = run(folder, command);
    let mut printed = match command.split(' ').next() {
        // What a first ranking says is told elsewhere.
        Some("rank") if ended.code == 0 => String::new(),
        Some("verify") => ended.stdout.split_inclusive('\n').take(1).collect(),
        _ => ended.stdout,
    };
    printed.push_str(&ended.stderr);
    if ended.code != 0 {
        writeln!(printed, "[{}]", ended.code).expect("text");
    }
    printed
}
