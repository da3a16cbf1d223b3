//! Proposals from workbooks. The workbooks are made here: part by part, so that any cell can be
//! written, or as spreadsheets make them.

mod bounds;
mod cells;
mod same;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use bando::call::{Call, DateOrder, Format, NumberStyle, Reading, Type};
use bando::diagnostic::{Diagnostic, Place};
use bando::facts::{FileKind, ProposalsFile, Received, read};
use bando::text::Language;
use bando::value::Value;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::plain;
use crate::support::call::{CallBuilder, FIRST_ENUM, FIRST_TABLE};

/// Formats by place: number, percentage, day, day and time, own day format, time.
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\/mm\/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="22"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs></styleSheet>"#;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of parts.
#[derive(Clone)]
struct Book {
    sheets: Vec<(String, String)>,
    properties: String,
    strings: String,
    more: Vec<(String, Vec<u8>)>,
}

impl Book {
    /// Returns a workbook with one sheet of these rows, written in XML.
    fn new(rows: &str) -> Self {
        Self {
            sheets: vec![("Domande".to_owned(), rows.to_owned())],
            properties: String::new(),
            strings: String::new(),
            more: Vec::new(),
        }
    }

    fn parts(&self) -> Vec<(String, Vec<u8>)> {
        let mut sheets = String::new();
        let mut pointers = String::new();
        let mut parts = Vec::new();
        for (place, (name, rows)) in self.sheets.iter().enumerate() {
            let (name, state) = name.split_once('|').unwrap_or((name, "visible"));
            let _ = write!(
                sheets,
                r#"<sheet name="{name}" sheetId="{place}" state="{state}" r:id="r{place}"/>"#
            );
            let _ = write!(
                pointers,
                r#"<Relationship Id="r{place}" Type="{RELATIONS}/worksheet" Target="worksheets/s{place}.xml"/>"#
            );
            let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
            parts.push((format!("xl/worksheets/s{place}.xml"), sheet));
        }
        let properties = &self.properties;
        parts.extend([
            (
                "_rels/.rels".to_owned(),
                format!(r#"<Relationships><Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="/xl/workbook.xml"/></Relationships>"#),
            ),
            (
                "xl/workbook.xml".to_owned(),
                format!("<workbook>{properties}<sheets>{sheets}</sheets></workbook>"),
            ),
            (
                "xl/_rels/workbook.xml.rels".to_owned(),
                format!(r#"<Relationships>{pointers}<Relationship Id="a" Type="{RELATIONS}/styles" Target="styles.xml"/><Relationship Id="b" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#),
            ),
            ("xl/styles.xml".to_owned(), STYLES.to_owned()),
            (
                "xl/sharedStrings.xml".to_owned(),
                format!("<sst>{}</sst>", self.strings),
            ),
        ]);
        let parts = parts
            .into_iter()
            .map(|(name, text)| (name, text.into_bytes()));
        parts.chain(self.more.iter().cloned()).collect()
    }

    fn bytes(&self) -> Vec<u8> {
        zipped(&self.parts())
    }
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default();
        writer.start_file(name.as_str(), options).expect("a part");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("an archive").into_inner()
}

/// Returns a row of cells, each written as the attributes of `c`, a bar, and what stands in it; a
/// cell without bar is a text.
fn row(number: u32, cells: &[&str]) -> String {
    let mut row = format!(r#"<row r="{number}">"#);
    for (column, cell) in (0..).zip(cells) {
        let name = bando::workbook::cell_name(column, number);
        let _ = match cell.split_once('|') {
            Some((attributes, inside)) => {
                write!(row, r#"<c r="{name}" {attributes}>{inside}</c>"#)
            }
            None if cell.is_empty() => Ok(()),
            None => write!(
                row,
                r#"<c r="{name}" t="inlineStr"><is><t>{cell}</t></is></c>"#
            ),
        };
    }
    row + "</row>"
}

/// Returns a cell with a stored number, in a style.
fn number(style: u8, stored: &str) -> String {
    format!(r#"s="{style}"|<v>{stored}</v>"#)
}

/// A call with a fact of each kind; texts are written as Italians write.
fn call() -> Call {
    let words = Reading {
        words: vec![
            ("1".to_owned(), Value::YesNo(true)),
            ("0".to_owned(), Value::YesNo(false)),
        ],
        ..Reading::default()
    };
    CallBuilder::new()
        .variants("Forma", &["comune", "asp"])
        .table("comuni", "istat", &["001058", "071025"])
        .format(Format {
            numbers: NumberStyle::from_example("1.234,56").unwrap(),
            dates: DateOrder::from_example("31/12/2026").unwrap(),
            ..Format::default()
        })
        .fact("cost", Type::Money)
        .fact("months", Type::Integer)
        .fact("index", Type::Decimal(3))
        .fact("share", Type::Percent(None))
        .fact("sent_on", Type::Date)
        .fact("sent_at", Type::Instant)
        .fact("runts", Type::YesNo)
        .fact_read("listed", Type::YesNo, words)
        .fact("form", Type::Enum(FIRST_ENUM))
        .fact("title", Type::Text)
        .fact("tax", Type::TaxCode)
        .fact("place", Type::Row(FIRST_TABLE))
        .build()
}

const COLUMNS: [&str; 13] = [
    "id", "cost", "months", "index", "share", "sent_on", "sent_at", "runts", "listed", "form",
    "title", "tax", "place",
];

fn received(call: &Call, bytes: &[u8]) -> Received {
    let name = "f.xlsx";
    let kind = FileKind::Xlsx;
    read(call, &ProposalsFile { name, bytes, kind })
}

/// Reads a workbook and writes everything that came of it: `+` a proposal with the facts that it
/// states, and what is wrong with the rows refused, with their places.
fn told(call: &Call, bytes: &[u8]) -> String {
    written(call, &received(call, bytes))
}

fn written(call: &Call, received: &Received) -> String {
    let mut lines = Vec::new();
    for proposal in &received.proposals {
        let mut line = format!("+ {}", proposal.id);
        for (fact, value) in call.facts.iter().zip(&proposal.facts) {
            if let Some(value) = value {
                let _ = write!(line, " {}={}", fact.name, plain(call, value, fact.kind));
            }
        }
        for (column, text) in &proposal.compare {
            let _ = write!(line, " ({column}={text})");
        }
        lines.push(line);
    }
    for row in &received.refused {
        lines.extend(row.diagnostics.iter().map(one_line));
    }
    lines.join("\n")
}

/// Writes a diagnostic in English: its place, code, message, hint.
fn one_line(diagnostic: &Diagnostic) -> String {
    let Place::Data(place) = &diagnostic.primary.place else {
        panic!("trouble with data is placed in data");
    };
    let message = diagnostic.message.get(Language::English);
    let hint = diagnostic.hint.as_ref().map(|it| it.get(Language::English));
    assert!(diagnostic.message.en.is_some(), "{message}");
    let hint = hint.map(|hint| format!(" >> {hint}")).unwrap_or_default();
    format!("{place} {}: {message}{hint}", diagnostic.code)
}

/// Returns a workbook with one proposal, `a` in row 7, with one cell in the column called `column`.
fn book_of_one(column: &str, cell: &str) -> Vec<u8> {
    let cells = COLUMNS.map(|it| match it {
        "id" => "a",
        it if it == column => cell,
        _ => "",
    });
    let rows = row(1, &COLUMNS) + &row(7, &cells);
    Book::new(&rows).bytes()
}

/// Reads one proposal with one cell, and says what came of it.
fn one_cell(column: &str, cell: &str) -> String {
    told(&call(), &book_of_one(column, cell))
}
