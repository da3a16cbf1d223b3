//! Every piece of the guides runs.
//!
//! In a page of `docs/it` and `docs/en` a fenced block says by its first words what it is:
//!
//! - `bando FILE`: a whole rule file. It stands evenly, checks without a word, and passes its tests.
//! - `bando FILE +`: more of that file, or its beginning. The file so far checks without errors, and
//!   passes its tests.
//! - `bando FILE ! CODE`: more of that file, until the next block of it. Checking gives this error
//!   and no other.
//! - `bando FILE base`: a file that further blocks stand with. It stands evenly, checks without
//!   errors, and passes its tests; what it declares need not be used.
//! - `bando FILE ~`: more of that file, for this once; it is as good as the file.
//! - `bando FILE ~ CODE`: more of that file, for this once. Checking gives this code, and no other but
//!   that something is not used or nothing required.
//! - `data FILE`: a file beside it, such as a table or proposals.
//! - `console`: lines that begin with `$ bando` are run; what they print stands below, line by line.
//!   A line `…` stands for any number of lines.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use bando::diagnostic::Diagnostic;
use bando::engine::{self, TestResult};
use bando::report::{Colour, render_diagnostic};
use bando::source::{FileError, Files, Sources};
use bando::syntax;
use bando::text::Language;

use crate::support::project;

#[test]
fn every_piece_of_the_italian_pages_runs() {
    run_pages("docs/it", "it");
}

#[test]
fn every_piece_of_the_english_pages_runs() {
    run_pages("docs/en", "en");
}

#[test]
fn every_link_leads_somewhere() {
    let mut dead = Vec::new();
    for page in [pages("docs"), pages("docs/it"), pages("docs/en")].concat() {
        let text = std::fs::read_to_string(&page).expect("the page");
        let links = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("https:")) {
            let path = link.split('#').next().unwrap_or_default();
            if !page.with_file_name(path).exists() {
                dead.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

/// The pages of a folder, in the order of their names.
fn pages(folder: &str) -> Vec<PathBuf> {
    let mut pages: Vec<_> = std::fs::read_dir(project(folder))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .collect();
    pages.sort();
    assert!(!pages.is_empty(), "no page in {folder}");
    pages
}

/// Runs the pages of a folder, and says of all of them what is wrong.
fn run_pages(folder: &str, language: &str) {
    let mut wrong = Vec::new();
    for page in pages(folder) {
        let text = std::fs::read_to_string(&page).expect("the page");
        let mut notebook = Notebook::new(language);
        for piece in pieces(&text) {
            if let Err(trouble) = notebook.take(&piece) {
                wrong.push(format!("{}:{}\n{trouble}", page.display(), piece.line));
            }
        }
        assert!(notebook.ran > 0, "nothing runs in {}", page.display());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A fenced block.
struct Piece {
    line: usize,
    words: Vec<String>,
    text: String,
}

fn pieces(page: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open: Option<Piece> = None;
    for (number, line) in (1..).zip(page.lines()) {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(words)) => {
                open = Some(Piece {
                    line: number,
                    words: words.split_whitespace().map(str::to_owned).collect(),
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => pieces.extend(open.take()),
            (Some(piece), None) => {
                piece.text.push_str(line);
                piece.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    pieces
}

/// The files of one page, in a folder of their own.
struct Notebook {
    language: String,
    folder: tempfile::TempDir,
    rules: BTreeMap<String, String>,
    ran: usize,
}

impl Notebook {
    fn new(language: &str) -> Self {
        Self {
            language: language.to_owned(),
            folder: tempfile::tempdir().expect("a folder"),
            rules: BTreeMap::new(),
            ran: 0,
        }
    }

    fn take(&mut self, piece: &Piece) -> Result<(), String> {
        let words: Vec<&str> = piece.words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["bando", file] => self.whole(file, &piece.text),
            ["bando", file, "+"] => {
                let text = self.with_more(file, &piece.text);
                self.save(file, &text);
                self.rules.insert((*file).to_owned(), text.clone());
                self.runs(&text, false)
            }
            ["bando", file, "!", code] => {
                let text = self.with_more(file, &piece.text);
                self.save(file, &text);
                self.is_wrong(&text, code)
            }
            ["bando", file, "base"] => self.base(file, &piece.text),
            ["bando", file, "~"] => self.fits(file, &piece.text),
            ["bando", file, "~", code] => self.does_not_fit(file, &piece.text, code),
            ["data", file] => {
                self.save(file, &piece.text);
                Ok(())
            }
            ["console"] => self.console(&piece.text),
            ["text" | "mermaid"] => Ok(()),
            other => Err(format!("what is a block `{}`?", other.join(" "))),
        }
    }

    fn with_more(&self, file: &str, more: &str) -> String {
        let so_far = self.rules.get(file).map(|text| format!("{text}\n"));
        so_far.unwrap_or_default() + more
    }

    fn save(&self, file: &str, text: &str) {
        let path = self.folder.path().join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("it is written");
    }

    fn whole(&mut self, file: &str, text: &str) -> Result<(), String> {
        self.save(file, text);
        self.rules.insert(file.to_owned(), text.to_owned());
        let set = syntax::format(text).map_err(|_| "it cannot be read".to_owned());
        self.runs(text, true)?;
        if set? != text {
            return Err("it is not set evenly: run `bando fmt`".to_owned());
        }
        Ok(())
    }

    fn runs(&mut self, text: &str, silently: bool) -> Result<(), String> {
        self.ran += 1;
        let (found, failed) = self.checked(text);
        let counts = |it: &&Diagnostic| silently || it.is_error();
        let said: Vec<String> = found
            .iter()
            .filter(counts)
            .map(|it| told(it, text))
            .collect();
        if !said.is_empty() {
            return Err(said.join("\n"));
        }
        if failed.is_empty() {
            Ok(())
        } else {
            Err(failed.join("\n"))
        }
    }

    fn is_wrong(&mut self, text: &str, code: &str) -> Result<(), String> {
        self.ran += 1;
        let (found, _) = self.checked(text);
        let errors = found.iter().filter(|it| it.is_error());
        let codes: BTreeSet<&str> = errors.map(|it| it.code.as_str()).collect();
        if codes == BTreeSet::from([code]) {
            return Ok(());
        }
        let said: Vec<String> = found.iter().map(|it| told(it, text)).collect();
        Err(format!("should give {code}:\n{}", said.join("\n")))
    }

    /// Checks a rule file, and runs its tests.
    fn checked(&self, text: &str) -> (Vec<Diagnostic>, Vec<String>) {
        let mut sources = Sources::default();
        let file = sources.add("file.bando", text);
        let files = Beside(self.folder.path());
        let checked = engine::check(&sources, file, &files);
        let failed = checked.call.iter().flat_map(|call| {
            let results = checked.tests.iter();
            results.map(|test| engine::run_test(call, test, &files))
        });
        let failed = failed
            .filter(|result| !result.passed())
            .map(|result: TestResult| {
                let failures = result.failures.iter().map(|it| told(it, text));
                format!("{}\n{}", result.name, failures.collect::<String>())
            })
            .collect();
        (checked.diagnostics, failed)
    }

    fn console(&mut self, text: &str) -> Result<(), String> {
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            let Some(command) = line.strip_prefix("$ ") else {
                return Err(format!("`{line}` is no command"));
            };
            let mut expected = Vec::new();
            while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
                expected.push(line.trim_end());
            }
            self.command(command, &expected)?;
        }
        Ok(())
    }

    fn command(&mut self, command: &str, expected: &[&str]) -> Result<(), String> {
        self.ran += 1;
        let (command, redirected) = match command.split_once(" > ") {
            Some((command, file)) => (command, Some(file)),
            None => (command, None),
        };
        let words = words_of(command);
        if words.first().map(String::as_str) != Some("bando") {
            return Err(format!("`{command}` is no command of ours"));
        }
        let place = redirected.map(|file| self.folder.path().join(file));
        let said = self.said(&words, place.as_deref());
        let found: Vec<&str> = said.trim_end().lines().map(str::trim_end).collect();
        if agree(expected, &found) {
            Ok(())
        } else {
            Err(format!("`{command}` prints:\n{}", found.join("\n")))
        }
    }

    /// Runs the program, and returns what a terminal shows: both of its outputs as they come, but for
    /// what goes to a file.
    fn said(&self, words: &[String], redirected: Option<&Path>) -> String {
        let mut shown = tempfile::tempfile().expect("a file");
        let also = || shown.try_clone().expect("the same file");
        let written = match redirected {
            Some(place) => File::create(place).expect("a file"),
            None => also(),
        };
        Command::new(cargo_bin!("bando"))
            .current_dir(self.folder.path())
            .env_clear()
            .args(["--lang", &self.language])
            .args(&words[1..])
            .stdout(written)
            .stderr(also())
            .status()
            .expect("it runs");
        let mut said = String::new();
        shown.rewind().expect("its beginning");
        shown.read_to_string(&mut said).expect("UTF-8");
        said
    }
}

impl Notebook {
    fn base(&mut self, file: &str, text: &str) -> Result<(), String> {
        self.rules.insert(file.to_owned(), text.to_owned());
        self.stands_well(text)
    }

    fn fits(&mut self, file: &str, more: &str) -> Result<(), String> {
        let text = self.together(file, more)?;
        self.stands_well(&text)
    }

    fn does_not_fit(&mut self, file: &str, more: &str, code: &str) -> Result<(), String> {
        self.ran += 1;
        let text = self.together(file, more)?;
        let (found, _) = self.checked(&text);
        let codes: BTreeSet<&str> = found.iter().map(|it| it.code.as_str()).collect();
        let others = codes
            .iter()
            .any(|it| ![code, "unused-name", "nothing-required"].contains(it));
        if codes.contains(code) && !others {
            return Ok(());
        }
        let said: Vec<String> = found.iter().map(|it| told(it, &text)).collect();
        Err(format!("should give {code}:\n{}", said.join("\n")))
    }

    fn together(&self, file: &str, more: &str) -> Result<String, String> {
        let text = self
            .rules
            .get(file)
            .ok_or_else(|| format!("`{file}` has not begun"))?;
        Ok(format!("{text}\n{more}"))
    }

    fn stands_well(&mut self, text: &str) -> Result<(), String> {
        self.runs(text, false)?;
        match syntax::format(text) {
            Ok(set) if set == text => Ok(()),
            _ => Err("it is not set evenly: run `bando fmt`".to_owned()),
        }
    }
}

/// Parts a command line at its blanks; what stands in quotes stays together.
fn words_of(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in command.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Tells whether the lines are those expected, of which `…` stands for any number.
fn agree(expected: &[&str], found: &[&str]) -> bool {
    match expected {
        [] => found.is_empty(),
        ["…", rest @ ..] => (0..=found.len()).any(|from| agree(rest, &found[from..])),
        [line, rest @ ..] => found.first() == Some(line) && agree(rest, &found[1..]),
    }
}

fn told(diagnostic: &Diagnostic, text: &str) -> String {
    let mut sources = Sources::default();
    sources.add("file.bando", text);
    render_diagnostic(diagnostic, &sources, Language::English, Colour::Plain)
}

/// The files of one folder.
struct Beside<'a>(&'a Path);

impl Files for Beside<'_> {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        std::fs::read(self.0.join(name)).map_err(|_| FileError::NotFound {
            looked_in: Vec::new(),
        })
    }
}

#[test]
fn dots_stand_for_any_lines() {
    assert!(agree(&["a", "…", "d"], &["a", "b", "c", "d"]));
    assert!(agree(&["…"], &[]));
    assert!(!agree(&["a", "…", "d"], &["a", "b"]));
    assert!(!agree(&["a"], &["a", "b"]));
}
