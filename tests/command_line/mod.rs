//! What the command line says of itself, in Italian: lines typed in, the whole text out.
//!
//! `BLESS=1 cargo test command_line` writes the text anew, to be read before it is kept.

use std::fmt::Write as _;

use assert_cmd::cargo::cargo_bin_cmd;

use crate::support::{project, text};

const TYPED: [&str; 20] = [
    "--help",
    "slide --help",
    "rank -h",
    "help programme import",
    "rnk",
    "rank",
    "rank a b --foo",
    "rank a b c",
    "rank a b --stage prima",
    "rank a b --stage",
    "rank a b --seed 1 --seed 2",
    "rank a b --as-of 12",
    "rank a b --replace",
    "audit a b c --only tutte",
    "sheets a b --out c",
    "sheets a b --out c --evaluators x --assignments y",
    "serve a --listen qui",
    "weights a --envelope -5",
    "weights a --compare tremila",
    "programme",
];

/// Returns exit code, standard output and standard error, at 80 columns.
fn said(typed: &str, variables: &[(&str, &str)]) -> (i32, String, String) {
    let mut command = cargo_bin_cmd!("bando");
    let command = command.current_dir(project(".")).env_clear();
    let command = command.envs(variables.iter().copied()).env("COLUMNS", "80");
    let output = command.args(typed.split_whitespace()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let code = output.status.code().expect("it ends by itself");
    (code, text(output.stdout), text(output.stderr))
}

#[test]
fn help_and_complaints_are_italian_where_the_locale_is() {
    let mut all = String::new();
    for typed in TYPED {
        let (code, stdout, stderr) = said(typed, &[("LC_ALL", "it_IT.UTF-8")]);
        let _ = writeln!(all, "$ bando {typed}\n{stdout}{stderr}[{code}]\n");
    }
    let path = "tests/command_line/italian.txt";
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(project(path), &all).unwrap();
    }
    assert_eq!(all, text(path));
}

#[test]
fn the_option_decides_the_language_of_help_before_the_locale() {
    let italian = [("LC_ALL", "it_IT.UTF-8")];
    for typed in ["rank --help --lang en", "--lang=en rank --help"] {
        assert!(said(typed, &italian).1.contains("Usage: bando rank"));
    }
    for typed in ["rank --help --lang it", "--lang=it rank --help"] {
        assert!(said(typed, &[]).1.contains("Uso: bando rank"));
    }
    // What follows `--` is a name, and a language that is none decides nothing.
    assert!(said("check --help -- --lang=it", &[]).1.contains("Usage:"));
    assert!(
        said("check --lang fr", &italian)
            .2
            .contains("valori possibili")
    );
}
