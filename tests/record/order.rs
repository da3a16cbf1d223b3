//! The order of the rows changes nothing.

use bando::assessment::Stage;
use bando::call::Call;
use bando::engine;
use bando::facts::{FileKind, ProposalsFile};
use bando::record::{
    Given, InputKind, Manifest, Settings, book_and_page, copies, digests, record_text,
};
use bando::report::{Publication, lists};
use bando::scoring::Marks;
use bando::source::{FileError, Files, Sources};
use bando::text::Language;

use super::PROPOSALS;
use crate::support::{ProjectFiles, text};

struct Tables;

impl Files for Tables {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        Ok(text(&format!("tests/record/{name}")).into())
    }
}

/// How often the rows of each of two calls are shuffled.
const SHUFFLES: u64 = 500;
/// How often workbook, page and the other language are made too.
const EVERY: u64 = 50;

/// Returns everything that is published of these rows and the record, as if they had stood in a
/// file whose digest does not change.
fn published(
    (call, sources): (&Call, &Sources),
    (header, rows): (&str, &[&str]),
    with_all: bool,
) -> Vec<Vec<u8>> {
    let written = format!("{header}\n{}\n", rows.join("\n"));
    let file = ProposalsFile {
        name: "domande.csv",
        bytes: written.as_bytes(),
        kind: FileKind::Csv,
    };
    let received = engine::read(call, &file);
    let outcome = engine::rank(call, received, &Marks::default(), None, Stage::First);
    let outcome = outcome.expect("no tie");
    let given = Given {
        kind: InputKind::Proposals,
        name: "domande.csv".to_owned(),
        bytes: Vec::new(),
    };
    let manifest = Manifest::new(Settings::default(), &copies(vec![given]));
    let record = record_text(call, sources, Stage::First, &outcome, &manifest);
    let mut all = Vec::new();
    let languages = [Language::Italian, Language::English];
    for language in languages.into_iter().take(if with_all { 2 } else { 1 }) {
        for list in lists(call, &outcome, language) {
            let mut text = list.text;
            if list.file == "refused-rows.csv" {
                // It says in which line of the file each of them stands.
                let lines = text.lines().map(|line| {
                    let cells: Vec<&str> = line.splitn(3, ',').collect();
                    format!("{},{}", cells[0], cells[2])
                });
                let mut lines: Vec<String> = lines.collect();
                lines.sort();
                text = lines.join("\n");
            }
            all.push(text.into_bytes());
        }
        if with_all {
            let publication = Publication {
                call,
                sources,
                outcome: &outcome,
                inputs: &digests(&manifest, &record),
                language,
            };
            let (book, page) = book_and_page(&publication).expect("a workbook");
            all.extend([book.expect("a workbook").1, page.1]);
        }
    }
    all.push(record.into_bytes());
    all
}

/// Puts rows in another order; the same `number` gives the same order.
fn shuffled<'r>(rows: &[&'r str], number: u64) -> Vec<&'r str> {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut rows = rows.to_vec();
    for place in (1..rows.len()).rev() {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        let other = usize::try_from(state >> 33).expect("small") % (place + 1);
        rows.swap(place, other);
    }
    rows
}

#[test]
fn shuffled_rows_make_the_same_bytes() {
    let with_tables: (&str, &dyn Files, &str) = ("tests/record/call.bando", &Tables, PROPOSALS);
    let small = text("tests/publication/proposals.csv");
    let project = ProjectFiles::default();
    let with_persons: (&str, &dyn Files, &str) =
        ("tests/publication/call.bando", &project, small.as_str());
    for (rules, files, proposals) in [with_tables, with_persons] {
        let mut sources = Sources::default();
        let file = sources.add("call.bando", text(rules));
        let call = engine::check(&sources, file, files).call.expect("a call");
        let (header, rows) = proposals.split_once('\n').expect("a header");
        let rows: Vec<&str> = rows.lines().collect();
        let made = |rows: &[&str], with_all| published((&call, &sources), (header, rows), with_all);
        let (first, first_of_all) = (made(&rows, false), made(&rows, true));
        for number in 1..=SHUFFLES {
            let rows = shuffled(&rows, number);
            assert!(made(&rows, false) == first, "{rows:#?}");
            if number % EVERY == 0 {
                assert!(made(&rows, true) == first_of_all, "{rows:#?}");
            }
        }
    }
}
