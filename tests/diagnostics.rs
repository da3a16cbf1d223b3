//! Every diagnostic code has failing cases, and a page in each language.
//!
//! A case is a rule file in `tests/diagnostics`, named after its code (`unknown-name.bando`; further
//! ones `unknown-name.<what>.bando`), with a file of proposals beside it where data are at fault.
//! What the terminal says of it, in English and then in Italian, is recorded in a `.txt`;
//! Marks of the panel stand in `<stem>.marks.csv`, who gives them in `<stem>.assignments.csv`, and
//! `<stem>.ledger.csv` is the ledger of a programme,
//! `<stem>.sheet` names the call for which a sheet was made.
//! A case may also be the published table of a programme alone (`sums-differ.tsv`).
//! `BLESS=1 cargo test diagnostics` writes these anew, to be read before they are kept.
//!
//! A file that ends in `.recipe` holds what cannot be kept as such: `\xE0` stands for a byte,
//! `\u{200B}` for a character, `<<70 times (>>` for seventy brackets, `\n` in it for a line end.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use bando::assessment::Stage;
use bando::call::Call;
use bando::diagnostic::{Code, Diagnostic};
use bando::facts::{FileKind, ProposalsFile, Received};
use bando::programme::ledger::read_ledger;
use bando::programme::published::{self, Profile};
use bando::report::{Colour, SheetsRequest, marking_sheet, render_diagnostic};

use bando::scoring::{Marks, MarksFile, MarksRequest, read_assignments, read_marks};
use bando::source::{FileError, Files, Sources};
use bando::text::Language;
use bando::{engine, syntax};

use crate::support::{project, text};

const CASES: &str = "tests/diagnostics";

/// The files that a case may have.
const ENDINGS: [&str; 10] = [
    ".tsv",
    ".bando",
    ".csv",
    ".json",
    ".jsonl",
    ".txt",
    ".marks.csv",
    ".assignments.csv",
    ".sheet",
    ".ledger.csv",
];

const HEADINGS: [(&str, [&str; 4]); 2] = [
    (
        "en",
        ["What it means", "Why it matters", "Example", "Repair"],
    ),
    (
        "it",
        ["Che cosa significa", "Perché conta", "Esempio", "Rimedio"],
    ),
];

#[test]
fn every_case_gives_its_code_and_no_other() {
    let mut wrong = Vec::new();
    for stem in stems() {
        let code = stem.split('.').next().unwrap();
        let (found, _) = run(&stem);
        let codes: BTreeSet<&str> = found.iter().map(|it| it.code.as_str()).collect();
        if codes != BTreeSet::from([code]) {
            wrong.push(format!("{stem} gives {codes:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_is_told_as_recorded() {
    let mut differing = Vec::new();
    for stem in stems() {
        let told = told(&stem);
        let path = project(CASES).join(format!("{stem}.txt"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, told).unwrap();
            continue;
        }
        let recorded = std::fs::read_to_string(&path).unwrap_or_default();
        if recorded != told {
            differing.push(format!("{CASES}/{stem}.txt is now:\n{told}"));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn every_code_has_a_case() {
    let stems = stems();
    for code in Code::ALL {
        let code = code.as_str();
        assert!(stems.contains(code), "{CASES}/{code}.bando is missing");
    }
    for name in names(CASES) {
        let of_a_case = name == "tables"
            || stems.iter().any(|stem| {
                let rest = name.strip_prefix(stem.as_str()).unwrap_or_default();
                let rest = rest.strip_suffix(".recipe").unwrap_or(rest);
                ENDINGS.contains(&rest)
            });
        assert!(of_a_case, "{CASES}/{name} belongs to no case");
    }
}

#[test]
fn every_code_has_a_page_in_each_language() {
    let codes: BTreeSet<String> = Code::ALL.iter().map(|it| format!("{it}.md")).collect();
    for (language, headings) in HEADINGS {
        let folder = format!("docs/diagnostics/{language}");
        assert_eq!(names(&folder), codes, "{folder}");
        for name in &codes {
            let page = text(&format!("{folder}/{name}"));
            let code = name.trim_end_matches(".md");
            let mut expected = vec![format!("# {code}")];
            expected.extend(headings.map(|heading| format!("## {heading}")));
            let found: Vec<&str> = page.lines().filter(|it| it.starts_with('#')).collect();
            assert_eq!(found, expected, "{folder}/{name}");
        }
    }
}

#[test]
fn pages_show_what_is_wrong_then_the_same_repaired() {
    for code in Code::ALL {
        let [en, it] = ["en", "it"]
            .map(|folder| examples(&text(&format!("docs/diagnostics/{folder}/{code}.md"))));
        for ((kind, english), (_, italian)) in en.iter().zip(&it) {
            assert_eq!(&in_italian(kind, english), italian, "{code}");
        }
        assert_eq!(en.len(), it.len(), "{code}");
        let [(_, wrong), (kind, repaired)] = en.as_slice() else {
            panic!("the page on `{code}` does not show two examples");
        };
        assert_ne!(wrong, repaired, "{code}");
        if kind == "bando" {
            let found = parsed(repaired);
            assert!(found.is_empty(), "{code}:\n{repaired}\n{found:#?}");
        }
    }
}

#[test]
fn the_table_of_codes_lists_all_of_them() {
    let table = text("docs/diagnostics/README.md");
    let rows: Vec<&str> = table.lines().filter(|it| it.starts_with("| `")).collect();
    assert_eq!(rows.len(), Code::ALL.len());
    for (row, code) in rows.iter().zip(Code::ALL) {
        let links = [format!("(en/{code}.md)"), format!("(it/{code}.md)")];
        let whole = row.starts_with(&format!("| `{code}` |"))
            && links.iter().all(|link| row.contains(link));
        assert!(
            whole,
            "`{code}` is missing, out of order or without links: {row}"
        );
    }
}

/// The tables of the cases; names that leave their folder are refused.
struct Tables;

impl Files for Tables {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        let inside = |it| matches!(it, Component::Normal(_));
        if !Path::new(name).components().all(inside) {
            return Err(FileError::Unsafe);
        }
        std::fs::read(project(CASES).join(name)).map_err(|_| FileError::NotFound {
            looked_in: vec![CASES.to_owned()],
        })
    }
}

/// Returns everything that is wrong with a case: with its rules, else with its proposals, its
/// ranking and its tests.
fn run(stem: &str) -> (Vec<Diagnostic>, Sources) {
    let name = format!("{stem}.bando");
    let mut sources = Sources::default();
    let table = format!("{stem}.tsv");
    if let Some(bytes) = bytes(&table) {
        return (trouble_with_table(&table, &bytes), sources);
    }
    let rules = match syntax::decode(&bytes(&name).unwrap(), &name) {
        Ok(rules) => rules,
        Err(diagnostic) => return (vec![diagnostic], sources),
    };
    let file = sources.add(name, rules);
    let checked = engine::check(&sources, file, &Tables);
    let mut found = checked.diagnostics;
    let ledger = format!("{stem}.ledger.csv");
    if let Some((programme, bytes)) = checked.programme.zip(bytes(&ledger)) {
        found.extend(
            read_ledger(&programme, &ledger, &bytes)
                .err()
                .unwrap_or_default(),
        );
    }
    let Some(call) = checked.call else {
        return (found, sources);
    };
    let kinds = [
        ("csv", FileKind::Csv),
        ("json", FileKind::Json),
        ("jsonl", FileKind::JsonLines),
    ];
    for (ending, kind) in kinds {
        let name = format!("{stem}.{ending}");
        let Some(bytes) = bytes(&name) else { continue };
        let file = ProposalsFile {
            name: &name,
            bytes: &bytes,
            kind,
        };
        let received = engine::read(&call, &file);
        let refused = received.refused.iter();
        found.extend(refused.flat_map(|row| row.diagnostics.clone()));
        found.extend(received.notices.clone());
        found.extend(trouble_with_marks(&call, &received, stem));
        match engine::rank(&call, received, &Marks::default(), None, Stage::First) {
            Ok(outcome) => found.extend(outcome.warnings),
            Err(diagnostic) => found.push(diagnostic),
        }
    }
    for test in &checked.tests {
        found.extend(engine::run_test(&call, test, &Tables).failures);
    }
    (found, sources)
}

/// Returns what is wrong with the published table of a programme.
fn trouble_with_table(name: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    let profile = Profile::built_in("sardegna").expect("the profile");
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let grid = match published::grid(text, name, profile.separator) {
        Ok(grid) => grid,
        Err(diagnostic) => return vec![diagnostic],
    };
    let reading = published::read(grid, &profile);
    let mut found = reading.diagnostics;
    if let Some(table) = &reading.table {
        found.extend(published::flaws(table));
        let sums = published::reconcile(table).expect("sums");
        found.extend(sums.causes.iter().map(published::Told::diagnostic));
    }
    found
}

/// Returns what is wrong with the marks of a case, or with who is to give them.
fn trouble_with_marks(call: &Call, received: &Received, stem: &str) -> Vec<Diagnostic> {
    let Some(grid) = &call.grid else {
        return Vec::new();
    };
    let known: BTreeSet<String> = received.proposals.iter().map(|it| it.id.clone()).collect();
    let name = format!("{stem}.assignments.csv");
    let assignments = bytes(&name).map(|bytes| {
        let file = MarksFile {
            name: &name,
            bytes: &bytes,
        };
        read_assignments(&file, &known)
    });
    let assignments = match assignments.transpose() {
        Ok(assignments) => assignments,
        Err(errors) => return errors,
    };
    let mut files = Vec::new();
    let name = format!("{stem}.marks.csv");
    files.extend(bytes(&name).map(|bytes| (name, bytes)));
    if let Some(of) = bytes(&format!("{stem}.sheet")) {
        let mut other = call.clone();
        String::from_utf8(of)
            .unwrap()
            .trim()
            .clone_into(&mut other.name);
        let request = SheetsRequest {
            call: &other,
            grid,
            version: syntax::VERSION,
            language: Language::Italian,
        };
        let sheet = marking_sheet(&request, "rossi", &[]).expect("a sheet");
        files.push((format!("{stem}.xlsx"), sheet));
    }
    if files.is_empty() {
        return Vec::new();
    }
    let files: Vec<MarksFile<'_>> = files
        .iter()
        .map(|(name, bytes)| MarksFile { name, bytes })
        .collect();
    let request = MarksRequest {
        call,
        grid,
        assignments: assignments.as_ref(),
        known: &known,
        to_mark: &known,
    };
    read_marks(&request, &files).diagnostics
}

/// Returns what the terminal says of a case, in both languages.
fn told(stem: &str) -> String {
    let (found, sources) = run(stem);
    let languages = [
        ("# English", Language::English),
        ("# Italiano", Language::Italian),
    ];
    let mut told = Vec::new();
    for (heading, language) in languages {
        told.push(heading.to_owned());
        let each = found.iter();
        told.extend(each.map(|it| render_diagnostic(it, &sources, language, Colour::Plain)));
    }
    let told = told.join("\n\n") + "\n";
    let lines = told.lines().map(str::trim_end);
    let told = lines.fold(String::new(), |text, line| text + line + "\n");
    // What cannot be seen on a terminal must be seen in the record.
    told.replace('\u{200B}', "\\u{200B}")
}

/// Returns the names of all cases.
fn stems() -> BTreeSet<String> {
    let stems: BTreeSet<String> = names(CASES)
        .iter()
        .filter_map(|name| {
            let name = name.strip_suffix(".recipe").unwrap_or(name);
            let rules = name.strip_suffix(".bando");
            rules.or(name.strip_suffix(".tsv")).map(str::to_owned)
        })
        .collect();
    for stem in &stems {
        let code = stem.split('.').next().unwrap_or_default();
        assert!(Code::parse(code).is_some(), "`{code}` is no code");
    }
    stems
}

fn names(folder: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(project(folder)).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// Returns the bytes of a file of the cases, made from its recipe where there is one.
fn bytes(name: &str) -> Option<Vec<u8>> {
    let path = project(CASES).join(name);
    let recipe = project(CASES).join(format!("{name}.recipe"));
    match std::fs::read_to_string(recipe) {
        Ok(recipe) => Some(cook(&recipe)),
        Err(_) => std::fs::read(path).ok(),
    }
}

fn cook(recipe: &str) -> Vec<u8> {
    let mut text = String::new();
    for (index, part) in recipe.split("<<").enumerate() {
        if index == 0 {
            text.push_str(part);
            continue;
        }
        let (order, rest) = part.split_once(">>").expect("`<<` is closed by `>>`");
        let (count, what) = order.split_once(" times ").expect("`<<N times …>>`");
        let what = what.replace("\\n", "\n");
        text.push_str(&what.repeat(count.parse().expect("a number")));
        text.push_str(rest);
    }
    let mut bytes = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.as_bytes());
        if let Some(after) = after.strip_prefix("u{") {
            let (code, after) = after.split_once('}').expect("`\\u{…}`");
            let code = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
            bytes.extend(code.expect("a character").to_string().as_bytes());
            rest = after;
        } else if let Some(after) = after.strip_prefix('x') {
            bytes.push(u8::from_str_radix(&after[..2], 16).expect("two hexadecimal digits"));
            rest = &after[2..];
        } else {
            bytes.push(b'\\');
            rest = after;
        }
    }
    bytes.extend(rest.as_bytes());
    bytes
}

/// Returns the fenced examples of a page, each with its kind.
fn examples(page: &str) -> Vec<(String, String)> {
    let fenced = page.split("```").skip(1).step_by(2);
    fenced
        .filter_map(|part| part.split_once('\n'))
        .map(|(kind, example)| (kind.to_owned(), example.to_owned()))
        .collect()
}

/// Returns an example as the Italian page shows it: in the Italian words of the language.
fn in_italian(kind: &str, example: &str) -> String {
    let whole = match kind {
        "bando" if example.starts_with("bando ") => example.to_owned(),
        "bando" => format!("bando 1\n\n{example}"),
        _ => return example.to_owned(),
    };
    let italian = syntax::translate(&whole, Language::Italian);
    let Ok(italian) = italian.and_then(|it| syntax::format(&it)) else {
        // What cannot be read cannot be translated: these few words stand in such examples.
        let words = [
            ("bando 2\n", "bando 2 it\n"),
            ("call ", "avviso "),
            ("title ", "titolo "),
            ("zone ", "fuso "),
            ("requirement ", "requisito "),
            ("requires ", "richiedi "),
            ("  require ", "  richiede "),
        ];
        let replaced = |text: String, (en, it): &(&str, &str)| text.replace(en, it);
        return words.iter().fold(example.to_owned(), replaced);
    };
    if example.starts_with("bando ") {
        return italian;
    }
    let blocks = italian.trim_start_matches("bando 1 it").trim_start();
    blocks.to_owned()
}

/// Returns what the engine cannot read of an example made of whole blocks.
fn parsed(example: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    let whole = if example.starts_with("bando ") {
        example.to_owned()
    } else {
        format!("bando 1\n\n{example}")
    };
    let file = sources.add("example.bando", whole.clone());
    syntax::parse(&whole, file).diagnostics
}
