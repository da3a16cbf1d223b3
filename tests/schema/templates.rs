//! What the templates of one call with facts of every type look like.
//!
//! `BLESS=1 cargo test schema` writes the recorded files anew, to be read before they are kept.

use std::fmt::Write as _;
use std::io::{Cursor, Read};

use bando::call::{Call, Encoding, Expr};
use bando::engine;
use bando::facts::schema::{csv_template, json_schema, lists_left_out, workbook_template};
use bando::facts::{FileKind, ProposalsFile, read};
use bando::source::Sources;
use bando::text::Language;
use calamine::{Reader, Xlsx};

use crate::support::{ProjectFiles, project, text};

fn call() -> (Call, Sources) {
    let table = "istat,name\n072006,Bari\n001272,Torino\n";
    let files = ProjectFiles {
        changed: [("tables/comuni.csv".to_owned(), table.into())].into(),
    };
    let mut sources = Sources::default();
    let file = sources.add("call.bando", text("tests/schema/call.bando"));
    let checked = engine::check(&sources, file, &files);
    let call = checked
        .call
        .unwrap_or_else(|| panic!("{:#?}", checked.diagnostics));
    (call, sources)
}

fn workbook(language: Language) -> Vec<u8> {
    let (call, sources) = call();
    let condition = |it: &Expr| sources.slice(it.span).to_owned();
    workbook_template(&call, language, &condition).expect("a workbook")
}

fn recorded(name: &str, got: &str) {
    let path = project("tests/schema/recorded").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, got).expect("written");
    }
    let expected = std::fs::read_to_string(&path).expect("recorded");
    assert_eq!(got, expected, "{name}");
}

#[test]
fn the_json_schema_says_what_each_fact_may_be() {
    let (call, sources) = call();
    let condition = |it: &Expr| sources.slice(it.span).to_owned();
    for (language, name) in [
        (Language::Italian, "schema.it.json"),
        (Language::English, "schema.en.json"),
    ] {
        let schema = json_schema(&call, language, &condition);
        assert!(jsonschema::meta::is_valid(
            &serde_json::from_str(&schema).expect("JSON")
        ));
        recorded(name, &schema);
    }
}

#[test]
fn the_csv_template_reads_back_as_no_proposals() {
    let (call, _) = call();
    let template = csv_template(&call);
    let header = b"Protocollo;applicant.form;Codice fiscale;applicant.runts;Citt\xe0;targets;tipo;\
        months;cost;own_share;index;founded;sent_at;coherent;protocol;summary\n";
    assert_eq!(template, header);
    let received = read(
        &call,
        &ProposalsFile {
            name: "domande.csv",
            bytes: &template,
            kind: FileKind::Csv,
        },
    );
    assert!(received.proposals.is_empty() && received.refused.is_empty());
    assert!(received.notices.is_empty() && !received.unreadable);
    assert_eq!(lists_left_out(&call), ["partners"]);
}

#[test]
fn the_workbook_has_the_columns_of_the_csv_template_and_explains_them() {
    for (language, name, first) in [
        (Language::Italian, "workbook.it.txt", "Proposte"),
        (Language::English, "workbook.en.txt", "Proposals"),
    ] {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook(language))).expect("a workbook");
        let header = book.worksheet_range(first).expect("the first sheet");
        let names: Vec<String> = header.rows().flatten().map(ToString::to_string).collect();
        let csv = csv_template(&call().0);
        let csv = Encoding::Windows1252
            .decode(&csv)
            .expect("text")
            .into_owned();
        assert_eq!(names.join(";") + "\n", csv);
        let mut all = String::new();
        for (name, sheet) in book.worksheets() {
            let _ = writeln!(all, "== {name}");
            for row in sheet.rows() {
                let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
                let _ = writeln!(all, "{}", cells.join(" | ").trim_end_matches([' ', '|']));
            }
        }
        recorded(name, &all);
    }
}

#[test]
fn the_workbook_reads_back_as_no_proposals() {
    for sheet in [None, Some("Domande 2026".to_owned())] {
        let (mut call, _) = call();
        call.proposals.sheet = sheet;
        let template = workbook_template(&call, Language::Italian, &|_| String::new());
        let received = read(
            &call,
            &ProposalsFile {
                name: "domande.xlsx",
                bytes: &template.expect("a workbook"),
                kind: FileKind::Xlsx,
            },
        );
        assert!(received.proposals.is_empty() && !received.unreadable);
        assert!(received.notices.is_empty());
        assert!(received.refused.is_empty(), "{:#?}", received.refused);
    }
}

/// One file of the workbook.
fn part(workbook: Vec<u8>, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("an archive");
    let mut text = String::new();
    let mut file = archive.by_name(name).expect("the part");
    file.read_to_string(&mut text).expect("UTF-8");
    text
}

#[test]
fn the_workbook_checks_what_is_filled_in() {
    let sheet = part(workbook(Language::Italian), "xl/worksheets/sheet1.xml");
    let (_, checks) = sheet.split_once("<dataValidations ").expect("checks");
    let (checks, _) = checks.split_once("</dataValidations>").expect("checks");
    let checks = checks.replace("<dataValidation ", "\n<dataValidation ");
    recorded("checks.it.xml", &checks);
    let columns = sheet.matches("<col ").count();
    assert!(columns > 0 && sheet.contains("state=\"frozen\""), "{sheet}");
}

#[test]
fn no_text_of_the_workbook_is_a_formula_and_no_clock_is_in_it() {
    let (one, two) = (workbook(Language::Italian), workbook(Language::Italian));
    assert!(one == two, "the same bytes");
    for sheet in ["sheet1", "sheet2", "sheet3"] {
        let sheet = part(one.clone(), &format!("xl/worksheets/{sheet}.xml"));
        assert!(!sheet.contains("<f>"), "{sheet}");
    }
    let core = part(one, "docProps/core.xml");
    assert!(core.contains("2000-01-01T00:00:00Z"), "{core}");
}
