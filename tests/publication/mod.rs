//! What is published of an outcome: lists, workbook and page, whole.
//!
//! `BLESS=1 cargo test publication` writes the records anew, to be read before they are kept.

mod book;
mod money;
mod page;
mod persons;
mod pools;
mod splits;
mod spreadsheet;

use bando::assessment::Stage;
use bando::call::Call;
use bando::engine::{self, Outcome};
use bando::facts::{FileKind, ProposalsFile};
use bando::report::{Input, Publication, lists};
use bando::scoring::Marks;
use bando::source::Sources;
use bando::text::{Language, Text};

use crate::support::{ProjectFiles, checked, project, text};

const RULES: &str = "tests/publication/call.bando";
const PROPOSALS: &str = "tests/publication/proposals.csv";

/// A call with what became of its proposals.
pub(crate) struct Case {
    pub(crate) call: Call,
    pub(crate) sources: Sources,
    pub(crate) outcome: Outcome,
    pub(crate) inputs: Vec<Input>,
}

impl Case {
    pub(crate) fn of(rules: &str, proposals: &str) -> Self {
        Self::with(&ProjectFiles::default(), rules, proposals)
    }

    /// A call whose tables stand in these files.
    pub(crate) fn with(files: &ProjectFiles, rules: &str, proposals: &str) -> Self {
        let call = checked(rules, files);
        let file = ProposalsFile {
            name: "proposals.csv",
            bytes: proposals.as_bytes(),
            kind: FileKind::Csv,
        };
        let received = engine::read(&call, &file);
        let outcome = engine::rank(&call, received, &Marks::default(), None, Stage::First);
        let mut sources = Sources::default();
        sources.add("call.bando", rules);
        Self {
            call,
            sources,
            outcome: outcome.expect("an outcome"),
            inputs: vec![Input {
                what: Text::new("regole", "rules"),
                name: "<call>.bando".to_owned(),
                digest: "00ff".repeat(16),
            }],
        }
    }

    /// The small call that has all that lists and pages have to cope with.
    pub(crate) fn small() -> Self {
        Self::of(&text(RULES), &text(PROPOSALS))
    }

    pub(crate) fn publication(&self, language: Language) -> Publication<'_> {
        Publication {
            call: &self.call,
            sources: &self.sources,
            outcome: &self.outcome,
            inputs: &self.inputs,
            language,
        }
    }
}

/// Compares with what is recorded in a file of this folder.
fn compare(name: &str, found: &str) {
    let path = format!("tests/publication/{name}");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(project(&path), found).expect("written");
        return;
    }
    assert!(
        found == text(&path),
        "{path} is not what is recorded: BLESS=1 rewrites it"
    );
}

#[test]
fn every_list_is_written_whole() {
    let case = Case::small();
    for (language, name) in [
        (Language::Italian, "lists_it.txt"),
        (Language::English, "lists_en.txt"),
    ] {
        let lists = lists(&case.call, &case.outcome, language);
        let texts = lists
            .iter()
            .map(|it| format!("== {}\n{}", it.file, it.text));
        compare(name, &texts.collect::<String>());
    }
}
