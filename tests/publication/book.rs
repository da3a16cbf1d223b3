//! The workbook, as another program reads it.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _};

use bando::report::{ranking_book, ranking_book_file};
use bando::text::Language;
use calamine::{Data, ExcelDateTime, Reader as _, Xlsx};

use super::{Case, PROPOSALS, RULES, compare};
use crate::support::text;

fn opened(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook")
}

/// Writes all cells of all sheets, text in quotes, numbers and days as such.
pub(super) fn told(bytes: &[u8]) -> String {
    let mut book = opened(bytes);
    let mut out = String::new();
    for name in book.sheet_names() {
        let _ = writeln!(out, "== {name}");
        let cells = book.worksheet_range(&name).expect("cells");
        for row in cells.rows() {
            let row: Vec<String> = row.iter().map(cell).collect();
            let _ = writeln!(out, "{}", row.join(" | ").trim_end());
        }
    }
    out
}

fn cell(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => format!("{text:?}"),
        Data::Float(number) => format!("{number}"),
        Data::DateTime(time) => clock(time),
        other => format!("{other:?}"),
    }
}

fn clock(time: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

#[test]
fn the_workbook_is_written_whole() {
    let case = Case::small();
    for (language, name) in [
        (Language::Italian, "book_it.txt"),
        (Language::English, "book_en.txt"),
    ] {
        let bytes = ranking_book(&case.publication(language)).expect("a workbook");
        assert_eq!(
            ranking_book(&case.publication(language)).expect("a workbook"),
            bytes
        );
        compare(name, &told(&bytes));
    }
    assert_eq!(ranking_book_file(Language::Italian), "graduatoria.xlsx");
}

#[test]
fn numbers_are_numbers_and_days_are_days() {
    let case = Case::small();
    let bytes = ranking_book(&case.publication(Language::Italian)).expect("a workbook");
    let mut book = opened(&bytes);
    let funded = book.worksheet_range("Finanziate").expect("the sheet");
    let header = funded
        .rows()
        .position(|row| row[0] == Data::String("Posizione".to_owned()))
        .expect("the header");
    let rows: Vec<_> = funded.rows().collect();
    let at = |row: usize, heading: &str| {
        let place = rows[header].iter().position(|it| *it == heading);
        rows[row][place.expect("the column")].clone()
    };
    let second = header + 2;
    assert_eq!(at(second, "Posizione"), Data::Float(2.0));
    assert_eq!(at(second, "Importo richiesto"), Data::Float(30_000.1));
    assert_eq!(at(second, "Importo progressivo"), Data::Float(70_000.1));
    assert_eq!(at(second, "Quota"), Data::Float(0.2));
    assert_eq!(at(second, "B (max 10)"), Data::Float(2.0));
    assert_eq!(at(second, "Proposta"), Data::String("P2".to_owned()));
    assert_eq!(
        at(second, "Codice fiscale"),
        Data::String("00000000002".to_owned())
    );
    let Data::DateTime(day) = at(second, "Data") else {
        panic!("no day");
    };
    assert_eq!(clock(&day), "2026-01-21 00:00:00");
    let total = header + 3;
    assert_eq!(at(total, "Posizione"), Data::String("Totale".to_owned()));
    assert_eq!(at(total, "Importo assegnato"), Data::Float(70_000.1));
}

#[test]
fn no_cell_is_a_formula() {
    let case = Case::small();
    let bytes = ranking_book(&case.publication(Language::Italian)).expect("a workbook");
    let mut book = opened(&bytes);
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).expect("the sheet");
        assert!(
            formulas.rows().flatten().all(String::is_empty),
            "a formula in {name}"
        );
    }
    assert!(told(&bytes).contains(r#""=cmd|'/c calc'!A1""#));
}

#[test]
fn a_sum_too_long_for_a_workbook_stays_words() {
    let rules = text(RULES)
        .replace("60_000 EUR", "99_999_999_999_999.00 EUR")
        .replace("100_000.00 EUR", "99_999_999_999_999.00 EUR");
    let proposals = text(PROPOSALS).replace(",40000.00,", ",12345678901234.56,");
    let case = Case::of(&rules, &proposals);
    let bytes = ranking_book(&case.publication(Language::English)).expect("a workbook");
    let told = told(&bytes);
    assert!(told.contains("\"12345678901234.56\""), "{told}");
    assert!(!told.contains("| 12345678901234.5"), "{told}");
}

#[test]
fn a_call_without_envelope_has_its_ranking_on_one_sheet() {
    let rules = text(RULES);
    let rules = &rules[..rules.find("envelope {").expect("the envelope")];
    let case = Case::of(rules, &text(PROPOSALS));
    let bytes = ranking_book(&case.publication(Language::English)).expect("a workbook");
    let names = opened(&bytes).sheet_names();
    assert_eq!(
        names,
        [
            "Summary",
            "Ranking",
            "Below threshold",
            "Not admitted",
            "With reservation",
            "To be completed",
            "Scores",
            "Criteria",
            "Digests"
        ]
    );
}

/// Returns the sheets of a workbook, as XML.
fn sheets(bytes: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut sheets = Vec::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).expect("a part");
        if file
            .name()
            .expect("its name")
            .starts_with("xl/worksheets/sheet")
        {
            let mut text = String::new();
            file.read_to_string(&mut text).expect("text");
            sheets.push(text);
        }
    }
    sheets
}

/// Returns the tags of this name, each with what follows it.
fn tags<'a>(xml: &'a str, tag: &str) -> Vec<&'a str> {
    xml.split(&format!("<{tag} ")).skip(1).collect()
}

/// Returns the value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let (tag, _) = tag.split_once('>').expect("its end");
    let (_, value) = tag.split_once(&format!("{name}=\"")).expect("it");
    value.split('"').next().expect("its end")
}

/// A spreadsheet shows `###` for a number that its column has no room for.
#[test]
fn every_number_has_room_in_its_column() {
    let rules = text(RULES).replace("100_000.00 EUR", "987_654_321_000.00 EUR");
    let mut seen = 0;
    for proposals in [
        text(PROPOSALS),
        text(PROPOSALS).replace("29999.99", "288888888888.99"),
    ] {
        let case = Case::of(&rules, &proposals);
        for language in [Language::Italian, Language::English] {
            let bytes = ranking_book(&case.publication(language)).expect("a workbook");
            for sheet in sheets(&bytes) {
                seen += numbers_have_room(&sheet);
            }
        }
    }
    assert!(seen > 100, "{seen} numbers");
}

/// Returns how many numbers of a sheet are at least a thousand, which all have room as they are shown:
/// `1.234,50 €`, in bold where they are totals.
fn numbers_have_room(sheet: &str) -> usize {
    let widths: Vec<usize> = tags(sheet, "col")
        .into_iter()
        .flat_map(|tag| {
            let place = |name| attribute(tag, name).parse::<usize>().expect("a place");
            // In tenths of a letter.
            let (whole, rest) = attribute(tag, "width").split_once('.').expect("decimals");
            let width: usize = format!("{whole}{}", &rest[..1]).parse().expect("a width");
            (place("min")..=place("max")).map(move |_| width)
        })
        .collect();
    let mut seen = 0;
    for tag in tags(sheet, "c") {
        let (head, value) = tag.split_once('>').expect("its end");
        let value = value.strip_prefix("<v>").unwrap_or_default();
        let whole = value.split(['.', '<']).next().expect("a number");
        if head.contains("t=") || whole.len() < 4 {
            continue;
        }
        seen += 1;
        let shown = whole.len() + (whole.len() - 1) / 3 + ",00 €".chars().count();
        let place = attribute(tag, "r");
        let column = usize::from(place.as_bytes()[0] - b'A');
        // Bold letters are a tenth wider than those a width counts in.
        assert!(
            widths[column] >= shown * 11,
            "{place}: {whole} in a width of {}",
            widths[column]
        );
    }
    seen
}
