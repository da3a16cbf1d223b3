//! Lists that a spreadsheet opens: no cell runs. What can be read in the files is checked always;
//! that a spreadsheet program agrees, where `./test.sh` finds one, by a test that is told as ignored
//! otherwise.

use std::fs;
use std::path::Path;
use std::process::Command;

use bando::report::{Cell, csv_text, lists, ranking_book};
use bando::text::Language;

use super::Case;

/// Text that a spreadsheet may run, with what each begins.
const DANGEROUS: [&str; 14] = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "=cmd|'/c calc'!A1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\u{ff1d}1+1",
    "\u{ff0b}1+1",
    "\u{ff0d}1+1",
    "\u{ff20}SUM(1)",
    "=HYPERLINK(\"http://example.org\";\"x\")",
    "-2+3+cmd|' /C calc'!A0",
];

/// Separator, quotes, UTF-8, from line 1; no column said to be text; formulas are to be evaluated:
/// the least careful way to open a file.
const CARELESS: &str = "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1,true";

/// The dangerous texts in one column, and a number that only looks like one in the other.
fn dangerous() -> String {
    let mut rows: Vec<Vec<Cell>> = DANGEROUS
        .iter()
        .map(|text| vec![Cell::text(*text), Cell::plain("-4.50")])
        .collect();
    // Behind another text, too.
    rows.push(vec![Cell::text("Bari, \"=1+1\""), Cell::plain("0")]);
    csv_text(&["=1+1", "left"], &rows)
}

/// Returns the cells of a list that a spreadsheet may take for a formula: they begin as one does, and
/// are no number.
fn runs(list: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(list.as_bytes());
    let records = reader.records().map(|it| it.expect("a record"));
    let cells: Vec<String> = records
        .flat_map(|it| it.iter().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let begins = |cell: &&String| {
        let first = cell.chars().next();
        first.is_some_and(|it| "=+-@\t\r\n\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(it))
    };
    let is_number = |cell: &&String| {
        let digits = cell.strip_prefix('-').unwrap_or(cell);
        digits.chars().all(|it| it.is_ascii_digit() || it == '.')
    };
    let dangerous = cells.iter().filter(begins).filter(|it| !is_number(it));
    dangerous.cloned().collect()
}

#[test]
fn no_cell_of_a_list_begins_as_a_formula_does() {
    assert_eq!(runs("a\n=1+1\n-4.50\n-1+1\n"), ["=1+1", "-1+1"]);
    assert_eq!(runs(&dangerous()), [""; 0]);
    assert!(dangerous().contains(",-4.50\n"), "numbers stay numbers");
    let case = Case::small();
    let mut quoted = 0;
    for language in [Language::Italian, Language::English] {
        for list in lists(&case.call, &case.outcome, language) {
            assert_eq!(runs(&list.text), [""; 0], "{}", list.file);
            quoted += list.text.matches("'=cmd|").count();
        }
    }
    assert!(quoted > 0, "nothing dangerous is in the lists");
}

/// Opens files in `LibreOffice`; returns what it makes of each, as XML.
fn opened(folder: &Path, files: &[&str]) -> Vec<String> {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let mut command = Command::new("soffice");
    command.current_dir(folder).arg(profile).args([
        "--headless",
        "--convert-to",
        "fods",
        "--outdir",
        "opened",
    ]);
    if files.iter().all(|file| file.strip_suffix(".csv").is_some()) {
        command.arg(CARELESS);
    }
    let ended = command.args(files).output().expect("LibreOffice");
    assert!(ended.status.success());
    let texts = files.iter().map(|file| {
        let (stem, _) = file.rsplit_once('.').expect("an ending");
        fs::read_to_string(folder.join("opened").join(format!("{stem}.fods"))).expect("opened")
    });
    texts.collect()
}

fn is_formula(xml: &str) -> bool {
    xml.contains("table:formula=")
}

#[test]
#[ignore = "needs LibreOffice: `./test.sh` runs it where there is one"]
fn no_list_and_no_workbook_opens_with_a_formula() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let case = Case::small();
    let mut files: Vec<(String, String)> = lists(&case.call, &case.outcome, Language::Italian)
        .into_iter()
        .map(|list| (list.file.to_owned(), list.text))
        .collect();
    files.push(("dangerous.csv".to_owned(), dangerous()));
    // The check bites: written as they are, some of them are run.
    files.push(("control.csv".to_owned(), "a\n=1+1\n".to_owned()));
    for (name, text) in &files {
        fs::write(folder.join(name), text).expect("written");
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let opened_lists = opened(folder, &names);
    for (name, xml) in names.iter().zip(&opened_lists) {
        assert_eq!(is_formula(xml), *name == "control.csv", "{name}");
    }
    let dangerous = &opened_lists[names.len() - 2];
    let numbers = dangerous.matches("office:value=\"-4.5\"").count();
    assert_eq!(numbers, DANGEROUS.len(), "numbers stay numbers");
    let book = ranking_book(&case.publication(Language::Italian)).expect("a workbook");
    fs::write(folder.join("graduatoria.xlsx"), book).expect("written");
    let book = opened(folder, &["graduatoria.xlsx"]);
    assert!(book[0].contains("=cmd|"));
    assert!(!is_formula(&book[0]));
}
