//! What stands in a sheet, and what can be done to it.

use bando::report::{SheetError, SheetsRequest, marking_sheet, sheet_files};
use bando::text::Language;
use calamine::Data;

use super::workbook::{cells, part, parts};
use super::{call, set, sheet, to_mark};
use crate::support::project;

#[test]
fn a_sheet_says_what_is_recorded_in_either_language() {
    let call = call();
    let mut differing = Vec::new();
    for (language, ending) in [(Language::Italian, "it"), (Language::English, "en")] {
        let bytes = sheet(&call, "Maria Rossi", &to_mark(&["P1", "P2"]), language);
        let mut told = String::new();
        let mut at = (String::new(), 0);
        for ((name, row, _), cell) in cells(&bytes) {
            if at.0 != name {
                told += "\n# ";
                told += &name;
            }
            let same_row = at == (name.clone(), row);
            told += if same_row { " | " } else { "\n" };
            told += &cell.to_string();
            at = (name, row);
        }
        let told = told.trim_start().to_owned() + "\n";
        let path = project("tests/marks").join(format!("sheet.{ending}.txt"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, told).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != told {
            differing.push(told);
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn only_marks_and_notes_can_be_changed() {
    let bytes = sheet(&call(), "rossi", &to_mark(&["P1", "P2"]), Language::Italian);
    let styles = part(&bytes, "xl/styles.xml");
    let styles = between(&styles, "<cellXfs", "</cellXfs>");
    let unlocked: Vec<bool> = styles
        .split("<xf ")
        .skip(1)
        .map(|style| style.contains("locked=\"0\""))
        .collect();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let mut open = Vec::new();
    for cell in sheet.split("<c r=\"").skip(1) {
        let (name, rest) = cell.split_once('"').unwrap();
        let style = between(rest, "s=\"", "\"");
        let style: usize = style.trim_start_matches("s=\"").parse().unwrap();
        if unlocked[style] {
            open.push(name.to_owned());
        }
    }
    assert_eq!(open, ["G2", "H2", "G3", "H3", "G4", "H4", "G5", "H5"]);
    for number in 1..=3 {
        let sheet = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
        assert!(
            sheet.contains("<sheetProtection sheet=\"1\""),
            "sheet {number} is not protected"
        );
        assert!(!sheet.contains("password"), "sheet {number} has a password");
    }
    let workbook = part(&bytes, "xl/workbook.xml");
    assert!(workbook.contains("name=\"bando\" sheetId=\"3\" state=\"veryHidden\""));
}

#[test]
fn a_spreadsheet_offers_the_words_and_bounds_the_points() {
    let bytes = sheet(&call(), "rossi", &to_mark(&["P1"]), Language::Italian);
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let found = between(&sheet, "<dataValidations", "</dataValidations>");
    assert_eq!(
        found.replace("<dataValidation ", "\n<dataValidation "),
        "<dataValidations count=\"2\">\
        \n<dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\" \
        errorTitle=\"Giudizio non valido\" \
        error=\"Scegliere un giudizio dall'elenco, o lasciare la cella vuota.\" \
        sqref=\"G2\"><formula1>bando!$D$1:$D$4</formula1></dataValidation>\
        \n<dataValidation type=\"decimal\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\" \
        errorTitle=\"Giudizio non valido\" \
        error=\"Scrivere un numero da 0 a 10, a passi di 0,5, o lasciare la cella vuota.\" \
        sqref=\"G3\"><formula1>0</formula1><formula2>10</formula2></dataValidation>"
    );
}

#[test]
fn the_header_stays_in_sight_and_on_every_page() {
    let bytes = sheet(&call(), "A&B", &to_mark(&["P1"]), Language::Italian);
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for wanted in [
        "<pane xSplit=\"1\" ySplit=\"1\" topLeftCell=\"B2\" activePane=\"bottomRight\" state=\"frozen\"/>",
        "<pageSetUpPr fitToPage=\"1\"/>",
        "<pageSetup paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\"",
        "<oddFooter>&amp;Lcentri_servizi&amp;CA&amp;&amp;B&amp;Rpagina &amp;P di &amp;N</oddFooter>",
    ] {
        assert!(sheet.contains(wanted), "{wanted}\n{sheet}");
    }
    let workbook = part(&bytes, "xl/workbook.xml");
    assert!(workbook.contains("_xlnm.Print_Titles"), "{workbook}");
}

#[test]
fn the_same_sheet_has_the_same_bytes() {
    let made = || sheet(&call(), "rossi", &to_mark(&["P1", "P2"]), Language::Italian);
    let first = made();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert!(first == made());
    let core = part(&first, "docProps/core.xml");
    assert!(core.contains("2000-01-01T00:00:00Z"), "{core}");
}

#[test]
fn nothing_that_others_wrote_becomes_a_formula() {
    let mut call = call();
    let hostile = [
        "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1", "_x0041_", "<b>&",
    ];
    call.title = bando::text::Text::italian("=HYPERLINK(\"http://example.org\")");
    let mut proposals = to_mark(&hostile);
    for proposal in &mut proposals {
        proposal.published[0] = Some(bando::value::Value::Text(proposal.id.clone()));
    }
    let bytes = sheet(&call, "=cmd|' /C calc'!A0", &proposals, Language::Italian);
    for name in parts(&bytes) {
        let sheet = name.starts_with("xl/worksheets/");
        assert!(!sheet || !part(&bytes, &name).contains("<f>"), "{name}");
    }
    let found = cells(&bytes);
    for (row, id) in (1..).step_by(2).zip(hostile) {
        for column in [0, 1] {
            let there = &found[&("Valutazione".to_owned(), row, column)];
            assert_eq!(there, &Data::String(id.to_owned()));
        }
    }
}

#[test]
fn files_are_named_after_evaluators_and_stay_in_their_folder() {
    let evaluators = set(&[
        "../../etc/passwd",
        "CON",
        "Niccolò D'Amico",
        "a b",
        "a b 2",
        "a-b",
        "Ελένη",
        "\\\\server\\share",
        "!!!",
        "???",
    ]);
    let files = sheet_files(&evaluators, Language::Italian);
    let named: Vec<String> = files
        .iter()
        .map(|(who, file)| format!("{who}: {file}"))
        .collect();
    assert_eq!(
        named,
        [
            "!!!: scheda.xlsx",
            "../../etc/passwd: scheda-etc-passwd.xlsx",
            "???: scheda-2.xlsx",
            "CON: scheda-con.xlsx",
            "Niccolò D'Amico: scheda-niccolo-d-amico.xlsx",
            "\\\\server\\share: scheda-server-share.xlsx",
            "a b: scheda-a-b.xlsx",
            "a b 2: scheda-a-b-2.xlsx",
            "a-b: scheda-a-b-3.xlsx",
            "Ελένη: scheda-ελενη.xlsx",
        ]
    );
}

#[test]
fn more_marks_than_rows_are_refused() {
    let call = call();
    let request = SheetsRequest {
        call: &call,
        grid: call.grid.as_ref().unwrap(),
        version: 1,
        language: Language::Italian,
    };
    let many = vec![to_mark(&["P"])[0].clone(); 524_288];
    let refused = marking_sheet(&request, "rossi", &many);
    assert!(matches!(refused, Err(SheetError::TooManyRows)));
}

fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let start = text.find(from).expect("the start");
    let end = text[start + from.len()..].find(to).expect("the end");
    &text[start..start + from.len() + end]
}
