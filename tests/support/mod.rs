//! What the tests share.

pub(crate) mod call;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bando::assessment::{Judgement, Stage};
use bando::call::Call;
use bando::diagnostic::Diagnostic;
use bando::engine::{self, Outcome};
use bando::facts::{self, FileKind, ProposalsFile};
use bando::scoring::Marks;
use bando::source::{FileError, Files, Sources};
use bando::text::Language;
use proptest::prelude::ProptestConfig;

/// Returns how many random cases to try: as many as usual, or what `./test.sh --long` asks for.
pub(crate) fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let asked = asked.and_then(|it| it.parse().ok());
    let cases = asked.unwrap_or(usual).max(usual);
    ProptestConfig {
        // As many for each case as by default for the usual few hundred, or a long run ends early.
        max_global_rejects: cases.saturating_mul(10).max(1024),
        ..ProptestConfig::with_cases(cases)
    }
}

/// Returns the path of something in the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Returns the text of a file of the project.
pub(crate) fn text(path: &str) -> String {
    std::fs::read_to_string(project(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the text of a file of the rules; of a rule file in English keywords, in which the tests
/// that change a piece of it look for that piece.
pub(crate) fn rules(name: &str) -> String {
    let text = text(&format!("rules/{name}"));
    if Path::new(name).extension().is_none_or(|it| it != "bando") {
        return text;
    }
    let english = bando::syntax::translate(&text, Language::English);
    english.unwrap_or_else(|wrong| panic!("{name}: {wrong:#?}"))
}

/// Returns the text of a file of the examples.
pub(crate) fn example(name: &str) -> String {
    text(&format!("examples/{name}"))
}

/// The files beside the project's rules and examples, some with other contents.
#[derive(Clone, Default)]
pub(crate) struct ProjectFiles {
    pub(crate) changed: BTreeMap<String, Vec<u8>>,
}

impl Files for ProjectFiles {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        if let Some(bytes) = self.changed.get(name) {
            return Ok(bytes.clone());
        }
        let folders = ["rules", "examples"];
        for folder in folders {
            if let Ok(bytes) = std::fs::read(project(folder).join(name)) {
                return Ok(bytes);
            }
        }
        Err(FileError::NotFound {
            looked_in: folders.map(str::to_owned).to_vec(),
        })
    }

    fn folder(&self, name: &str) -> Result<Option<Vec<String>>, FileError> {
        let changed = self.changed.keys();
        let inside = changed.filter_map(|it| it.strip_prefix(name)?.strip_prefix('/'));
        let mut names: Vec<String> = inside.map(str::to_owned).collect();
        for folder in ["rules", "examples"] {
            let entries = std::fs::read_dir(project(folder).join(name));
            for entry in entries.into_iter().flatten() {
                names.push(entry.unwrap().file_name().into_string().unwrap());
            }
        }
        names.sort();
        Ok((!names.is_empty()).then_some(names))
    }
}

/// A rule file with a CSV file of proposals, both of which a test may change first.
#[derive(Clone)]
pub(crate) struct Lot {
    rules: String,
    proposals: String,
    files: ProjectFiles,
}

impl Lot {
    pub(crate) fn new(rules: &str, proposals: &str) -> Self {
        Self {
            rules: rules.to_owned(),
            proposals: proposals.to_owned(),
            files: ProjectFiles::default(),
        }
    }

    /// Replaces a piece of the rule file, which must be there.
    pub(crate) fn rule(mut self, from: &str, to: &str) -> Self {
        assert!(self.rules.contains(from), "no `{from}` in the rules");
        self.rules = self.rules.replace(from, to);
        self
    }

    /// Changes one cell of the proposals: in the row whose `key` column holds `id`.
    pub(crate) fn cell(mut self, key: &str, id: &str, column: &str, value: &str) -> Self {
        self.proposals = with_cell(&self.proposals, key, id, column, value);
        self
    }

    /// Changes one cell of the decree's table of comuni.
    pub(crate) fn table_cell(mut self, key: &str, id: &str, column: &str, value: &str) -> Self {
        let name = "tables/comuni_domande_2021.csv";
        let table = self.files.read(name).expect("the table");
        let table = String::from_utf8(table).expect("UTF-8");
        let table = with_cell(&table, key, id, column, value);
        self.files.changed.insert(name.to_owned(), table.into());
        self
    }

    /// Returns the rows of the proposals by one of their columns.
    pub(crate) fn rows_by(&self, key: &str) -> BTreeMap<String, BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_reader(self.proposals.as_bytes());
        let rows = reader.deserialize().map(|row| row.expect("a row"));
        rows.map(|row: BTreeMap<String, String>| (row[key].clone(), row))
            .collect()
    }

    fn ranked(&self) -> Result<Outcome, Diagnostic> {
        let call = checked(&self.rules, &self.files);
        let received = facts::read(
            &call,
            &ProposalsFile {
                name: "domande.csv",
                bytes: self.proposals.as_bytes(),
                kind: FileKind::Csv,
            },
        );
        engine::rank(&call, received, &Marks::default(), None, Stage::First)
    }

    /// Ranks the proposals.
    pub(crate) fn outcome(&self) -> Outcome {
        self.ranked().unwrap_or_else(|error| panic!("{error:?}"))
    }

    /// Returns why the proposals cannot be ranked.
    pub(crate) fn trouble(&self) -> Diagnostic {
        self.ranked().expect_err("no ranking")
    }

    /// Returns the names of the requirements that a proposal does not meet.
    pub(crate) fn unmet_of(&self, id: &str) -> Vec<String> {
        let call = checked(&self.rules, &self.files);
        let outcome = self.outcome();
        let assessment = outcome.assessments.iter().find(|it| it.proposal == id);
        let findings = &assessment.expect("the proposal").findings;
        findings
            .iter()
            .filter(|finding| finding.judgement == Judgement::Unmet)
            .map(|finding| call.requirements[finding.requirement.index()].name.clone())
            .collect()
    }
}

/// Returns a rule file checked, which must be sound.
pub(crate) fn checked(rules: &str, files: &dyn Files) -> Call {
    let mut sources = Sources::default();
    let file = sources.add("test.bando", rules);
    let result = engine::check(&sources, file, files);
    result
        .call
        .unwrap_or_else(|| panic!("{:#?}", result.diagnostics))
}

fn with_cell(csv_text: &str, key: &str, id: &str, column: &str, value: &str) -> String {
    let mut reader = csv::Reader::from_reader(csv_text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let place = |name: &str| header.iter().position(|it| it == name).expect("the column");
    let (key, column) = (place(key), place(column));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("written");
    let mut changed = 0;
    for record in reader.records() {
        let record = record.expect("a row");
        let here = &record[key] == id;
        changed += usize::from(here);
        let cells = record.iter().enumerate();
        let cells = cells.map(|(at, cell)| if here && at == column { value } else { cell });
        writer.write_record(cells).expect("written");
    }
    assert_eq!(changed, 1, "rows with `{id}`");
    String::from_utf8(writer.into_inner().expect("written")).expect("UTF-8")
}

/// Returns a section of a page as text: a line for each row, paragraph or heading, cells parted by
/// bars, drawings left out.
pub(crate) fn section(page: &str, id: &str) -> String {
    let start = format!("<section id=\"{id}\">");
    let inner = page.split_once(&start).map(|(_, behind)| behind);
    let Some(mut inner) = inner
        .and_then(|it| it.split_once("</section>"))
        .map(|it| it.0)
    else {
        return format!("(no section {id})\n");
    };
    let mut text = String::new();
    while let Some((before, behind)) = inner.split_once("<svg") {
        text.push_str(before);
        inner = behind.split_once("</svg>").expect("its end").1;
    }
    text.push_str(inner);
    let text = text
        .replace(['\n', '\u{a0}'], " ")
        .replace("</th><", "</th> | <")
        .replace("</td><", "</td> | <");
    let mut told = String::new();
    for end in ["</tr>", "</p>", "</h2>", "</caption>", "</figcaption>"] {
        told = if told.is_empty() { text.clone() } else { told };
        told = told.replace(end, "\n");
    }
    let mut plain = String::new();
    let mut is_markup = false;
    for character in told.chars() {
        match character {
            '<' => is_markup = true,
            '>' => is_markup = false,
            _ if is_markup => {}
            other => plain.push(other),
        }
    }
    for (written, meant) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        plain = plain.replace(written, meant);
    }
    let lines = plain
        .lines()
        .map(|line| line.trim().trim_end_matches([' ', '|']));
    let lines = lines.filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}
