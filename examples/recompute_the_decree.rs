//! Recomputes the decree of 30 December 2021 with the library: rule file and applications in,
//! funded projects and money left out.
//!
//! ```text
//! cargo run --example recompute_the_decree
//! ```

#![allow(clippy::print_stdout, reason = "an example shows its result")]

use std::error::Error;
use std::fs;
use std::path::Path;

use bando::assessment::Stage;
use bando::engine::{self, OutcomeKind};
use bando::facts::{self, FileKind, ProposalsFile};
use bando::scoring::Marks;
use bando::source::{FileError, Files, Sources};

/// Gives the engine the tables that the rule file names.
struct RulesFolder;

impl Files for RulesFolder {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        fs::read(project("rules").join(name))
            .map_err(|error| FileError::Unreadable(error.to_string()))
    }
}

fn project(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Runs the example; the tests run it too.
///
/// # Errors
/// Where a file cannot be read, the rule file is wrong, or a tie is left open.
pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let name = "rigenerazione-urbana-2021.bando";
    let mut sources = Sources::default();
    let rules = sources.add(name, fs::read_to_string(project("rules").join(name))?);
    let checked = engine::check(&sources, rules, &RulesFolder);
    let call = checked.call.ok_or("the rule file has errors")?;

    let bytes = fs::read(project("examples/rigenerazione-urbana-2021/domande.csv"))?;
    let received = facts::read(
        &call,
        &ProposalsFile {
            name: "domande.csv",
            bytes: &bytes,
            kind: FileKind::Csv,
        },
    );
    let outcome = engine::rank(&call, received, &Marks::default(), None, Stage::First).map_err(
        |trouble| {
            trouble
                .message
                .get(bando::text::Language::English)
                .to_owned()
        },
    )?;

    let funded = outcome
        .proposals
        .iter()
        .filter(|proposal| proposal.outcome == OutcomeKind::Funded)
        .count();
    let selection = outcome.selection.ok_or("the call has no ranking")?;
    println!("{funded} projects funded with {} EUR", selection.spent);
    if let Some(left) = selection.left {
        println!("{left} EUR left");
    }
    Ok(())
}
