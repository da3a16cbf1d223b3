//! `bando test`

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::Exit;
use super::arguments::{DataFolders, Format};
use super::error::CliError;
use super::load::{self, Rules};
use super::progress::spinner;
use super::terminal::Terminal;
use crate::call::Call;
use crate::engine::{Mutation, TestResult, coverage, mutate, run_test};
use crate::report::{
    coverage_json, coverage_text, diagnostic_json, mutation_json, mutation_text, visible,
};
use crate::source::FileId;
use crate::text::Text;

/// Run the tests written in rule files
///
/// Every failure says what was expected, what was found, and which requirements stand behind it.
/// At the end a table says how often the tests saw each requirement met and unmet.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando test rules/rigenerazione-urbana-2021.bando --data examples

Files named in a test are looked for in the folder of the rule file, then in each `--data` folder.")]
pub(super) struct TestArguments {
    /// The rule files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Then change the rules a little, one bound or operator at a time, and list the changes that
    /// no test notices
    #[arg(long)]
    mutate: bool,
    #[command(flatten)]
    folders: DataFolders,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &TestArguments) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let mut exit = Exit::Done;
    let mut json = Vec::new();
    for path in &arguments.files {
        let others = arguments.folders.data.iter().map(AsRef::as_ref);
        let rules = match load::rules(terminal, path, others) {
            Ok(rules) => rules,
            Err(error) => {
                terminal.failure(&error);
                exit = exit.and(error.exit());
                continue;
            }
        };
        let Some(call) = &rules.checked.call else {
            terminal.diagnostics(&rules.checked.diagnostics, &rules.sources);
            terminal.totals(&rules.checked.diagnostics);
            exit = exit.and(Exit::RulesWrong);
            continue;
        };
        let tests = rules.checked.tests.iter();
        let results: Vec<TestResult> = tests
            .map(|test| run_test(call, test, &rules.folders))
            .collect();
        let passed = results.iter().all(TestResult::passed);
        if !passed {
            exit = exit.and(Exit::RulesWrong);
        }
        // Of tests that fail anyway nothing can be learnt.
        let mutation = (arguments.mutate && passed).then(|| mutated(terminal, &rules));
        match terminal.format {
            Format::Text => {
                tell(terminal, path, &rules, call, &results)?;
                if let Some(mutation) = mutation {
                    let language = terminal.language;
                    terminal.result(&mutation_text(&mutation, &rules.sources, language))?;
                }
            }
            Format::Json | Format::Jsonl => {
                let mut file = file_json(path, &rules, call, &results);
                if let (Some(mutation), Some(file)) = (mutation, file.as_object_mut()) {
                    let mutation = mutation_json(&mutation, &rules.sources);
                    file.insert("mutation".to_owned(), mutation);
                }
                json.push(file);
            }
        }
    }
    if terminal.format == Format::Json {
        terminal.result(&format!("{:#}\n", Value::Array(json)))?;
    }
    Ok(exit)
}

fn mutated(terminal: &Terminal, rules: &Rules) -> Mutation {
    let words = terminal.choose(
        "piccole modifiche delle regole",
        "small changes of the rules",
    );
    let _spinner = spinner(usize::MAX, words);
    mutate(&rules.sources, FileId(0), &rules.folders)
}

fn tell(
    terminal: &mut Terminal,
    path: &Path,
    rules: &Rules,
    call: &Call,
    results: &[TestResult],
) -> Result<(), CliError> {
    terminal.result(&format!("{}\n", visible(&path.display().to_string())))?;
    if results.is_empty() {
        terminal.message(&Text::new("nessuna prova", "no tests"));
        return Ok(());
    }
    for result in results {
        let word = if result.passed() {
            "ok"
        } else {
            terminal.choose("FALLITA", "FAILED")
        };
        terminal.result(&format!("  {word:<8} {}\n", visible(&result.name)))?;
        terminal.diagnostics(&result.failures, &rules.sources);
        terminal.diagnostics(&result.notices, &rules.sources);
    }
    let failed = results.iter().filter(|result| !result.passed()).count();
    let passed = results.len().saturating_sub(failed);
    let (it, en) = (
        format!("  prove superate: {passed}, fallite: {failed}\n\n"),
        format!("  tests passed: {passed}, failed: {failed}\n\n"),
    );
    terminal.result(terminal.choose(&it, &en).to_owned().as_str())?;
    let seen = coverage_text(&coverage(call, results), &rules.sources, terminal.language);
    terminal.result(&seen)
}

fn file_json(path: &Path, rules: &Rules, call: &Call, results: &[TestResult]) -> Value {
    let tests: Vec<Value> = results
        .iter()
        .map(|result| {
            let failures = result.failures.iter();
            let failures: Vec<Value> = failures
                .map(|failure| diagnostic_json(failure, &rules.sources))
                .collect();
            let notices = result.notices.iter();
            let notices: Vec<Value> = notices
                .map(|notice| diagnostic_json(notice, &rules.sources))
                .collect();
            json!({
                "name": result.name,
                "passed": result.passed(),
                "failures": failures,
                "notices": notices,
            })
        })
        .collect();
    json!({
        "file": path.display().to_string(),
        "tests": tests,
        "coverage": coverage_json(&coverage(call, results), &rules.sources),
    })
}
