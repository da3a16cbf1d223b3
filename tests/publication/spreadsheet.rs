//! Lists and workbooks opened again in a spreadsheet program, where one is installed: no cell runs.

use std::fs;
use std::path::Path;
use std::process::Command;

use bando::report::{Cell, csv_text, lists, ranking_book};
use bando::text::Language;

use super::Case;

/// Text that a spreadsheet may run, with what each begins.
const DANGEROUS: [&str; 12] = [
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
    "=HYPERLINK(\"http://example.org\";\"x\")",
    "-2+3+cmd|' /C calc'!A0",
];

/// Separator, quotes, UTF-8, from line 1; no column said to be text; formulas are to be evaluated:
/// the least careful way to open a file.
const CARELESS: &str = "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1,true";

/// Opens files in `LibreOffice` and returns what it makes of each, as XML; `None` where there is none.
fn opened(folder: &Path, files: &[&str]) -> Option<Vec<String>> {
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
    match command.args(files).output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        ended => assert!(ended.expect("it runs").status.success()),
    }
    let texts = files.iter().map(|file| {
        let (stem, _) = file.rsplit_once('.').expect("an ending");
        fs::read_to_string(folder.join("opened").join(format!("{stem}.fods"))).expect("opened")
    });
    Some(texts.collect())
}

fn is_formula(xml: &str) -> bool {
    xml.contains("table:formula=")
}

#[test]
fn no_list_and_no_workbook_opens_with_a_formula() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let case = Case::small();
    let mut files: Vec<(String, String)> = lists(&case.call, &case.outcome, Language::Italian)
        .into_iter()
        .map(|list| (list.file.to_owned(), list.text))
        .collect();
    let mut rows: Vec<Vec<Cell>> = DANGEROUS
        .iter()
        .map(|text| vec![Cell::text(*text), Cell::plain("-4.50")])
        .collect();
    // Behind another text, too.
    rows.push(vec![Cell::text("Bari, \"=1+1\""), Cell::plain("0")]);
    let dangerous = csv_text(&["=1+1", "left"], &rows);
    files.push(("dangerous.csv".to_owned(), dangerous));
    // The check bites: written as they are, some of them are run.
    files.push(("control.csv".to_owned(), "a\n=1+1\n".to_owned()));
    for (name, text) in &files {
        fs::write(folder.join(name), text).expect("written");
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let Some(opened_lists) = opened(folder, &names) else {
        // Not installed here: nothing can be opened.
        return;
    };
    for (name, xml) in names.iter().zip(&opened_lists) {
        assert_eq!(is_formula(xml), *name == "control.csv", "{name}");
    }
    let dangerous = &opened_lists[names.len() - 2];
    let numbers = dangerous.matches("office:value=\"-4.5\"").count();
    assert_eq!(numbers, DANGEROUS.len(), "numbers stay numbers");
    let book = ranking_book(&case.publication(Language::Italian)).expect("a workbook");
    fs::write(folder.join("graduatoria.xlsx"), book).expect("written");
    let book = opened(folder, &["graduatoria.xlsx"]).expect("LibreOffice");
    assert!(book[0].contains("=cmd|"));
    assert!(!is_formula(&book[0]));
}
