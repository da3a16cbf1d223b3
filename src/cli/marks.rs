//! Assignments and marks, from the files that the command line names.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::error::CliError;
use super::files::read_file;
use super::load::Round;
use super::terminal::Terminal;
use crate::assessment::Stage;
use crate::diagnostic::Diagnostic;
use crate::engine::proposals_to_mark;
use crate::record::{Given, InputKind};
use crate::report::visible;
use crate::scoring::{
    Assignments, Marks, MarksFile, MarksRequest, can_hold_marks, read_assignments, read_marks,
};
use crate::source::Sources;
use crate::text::Text;

/// Who marks which proposal; `bando sheets` must be told.
#[derive(Clone, Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct PanelArguments {
    /// Who marks which proposal, and with whom there is a conflict of interest: a `.csv` or `.xlsx`
    /// file
    #[arg(long, value_name = "FILE")]
    assignments: Option<PathBuf>,
    /// Evaluators who mark every proposal, parted by commas
    #[arg(long, value_name = "NAMES")]
    evaluators: Option<String>,
}

/// The marks of the panel, where there are any.
#[derive(Clone, Debug, Args)]
pub(super) struct MarksArguments {
    /// A sheet of marks, or a folder of them: `.xlsx` files that `bando sheets` wrote, or `.csv`
    /// files; may be given several times
    #[arg(long, value_name = "PATH")]
    marks: Vec<PathBuf>,
    /// Who marks which proposal, as given to `bando sheets`; without it everybody who hands in
    /// marks is to mark every proposal
    #[arg(long, value_name = "FILE", requires = "marks")]
    assignments: Option<PathBuf>,
    /// Evaluators who mark every proposal, as given to `bando sheets`
    #[arg(
        long,
        value_name = "NAMES",
        requires = "marks",
        conflicts_with = "assignments"
    )]
    evaluators: Option<String>,
}

/// Who marks which proposal, and the file that says so, where it is one.
pub(super) struct Panel {
    pub(super) assignments: Assignments,
    given: Option<Given>,
}

impl PanelArguments {
    /// Reads who marks what, or says what is wrong with it.
    pub(super) fn read(
        &self,
        terminal: &mut Terminal,
        sources: &Sources,
        known: &BTreeSet<String>,
    ) -> Result<Option<Panel>, CliError> {
        let mut given = None;
        let read = if let Some(path) = &self.assignments {
            let bytes = read_file(path).map_err(CliError::read(path))?;
            let file = MarksFile {
                name: &path.display().to_string(),
                bytes: &bytes,
            };
            let read = read_assignments(&file, known);
            given = Some(Given {
                kind: InputKind::Assignments,
                name: file.name.to_owned(),
                bytes: bytes.clone(),
            });
            read
        } else {
            Assignments::all_to_all(self.evaluators.as_deref().unwrap_or_default())
        };
        let read = read.map_err(|errors| tell(terminal, &errors, sources));
        Ok(read.ok().map(|assignments| Panel { assignments, given }))
    }
}

impl MarksArguments {
    /// Tells whether marks are named.
    pub(super) fn is_given(&self) -> bool {
        !self.marks.is_empty()
    }

    /// Reads the marks, all of them or none: `None` where anything is wrong, which has been told.
    pub(super) fn read(
        &self,
        terminal: &mut Terminal,
        round: &mut Round,
        stage: Stage,
    ) -> Result<Option<Marks>, CliError> {
        if self.marks.is_empty() {
            return Ok(Some(Marks::default()));
        }
        let Some(grid) = &round.call.grid else {
            return Err(CliError::NothingToMark {
                path: PathBuf::from(round.name()),
            });
        };
        let known = round.received.ids();
        let mut assignments = None;
        if self.assignments.is_some() || self.evaluators.is_some() {
            let panel = PanelArguments {
                assignments: self.assignments.clone(),
                evaluators: self.evaluators.clone(),
            };
            let Some(panel) = panel.read(terminal, &round.sources, &known)? else {
                return Ok(None);
            };
            round.given.extend(panel.given);
            assignments = Some(panel.assignments);
        }
        let read_files = self.files(terminal)?;
        let files: Vec<MarksFile<'_>> = read_files
            .iter()
            .map(|(name, bytes)| MarksFile { name, bytes })
            .collect();
        let to_mark = proposals_to_mark(&round.call, &round.received, stage);
        let read = read_marks(
            &MarksRequest {
                call: &round.call,
                grid,
                assignments: assignments.as_ref(),
                known: &known,
                to_mark: &to_mark.into_iter().map(|it| it.id).collect(),
            },
            &files,
        );
        tell(terminal, &read.diagnostics, &round.sources);
        let given = read_files.into_iter().map(|(name, bytes)| Given {
            kind: InputKind::Marks,
            name,
            bytes,
        });
        round.given.extend(given);
        Ok(read.marks)
    }

    /// Returns the evaluators as they are named on the command line.
    pub(super) fn evaluators(&self) -> Option<String> {
        self.evaluators.clone()
    }

    /// Reads the files named, and those in the folders named, in the order of their names; each
    /// once, however often it is named.
    fn files(&self, terminal: &mut Terminal) -> Result<Vec<(String, Vec<u8>)>, CliError> {
        let mut paths = Vec::new();
        for path in &self.marks {
            if path.is_dir() {
                paths.extend(in_folder(terminal, path).map_err(CliError::read(path))?);
            } else {
                paths.push(path.clone());
            }
        }
        let mut seen = BTreeSet::new();
        let mut files = Vec::new();
        for path in paths {
            let real = path.canonicalize().map_err(CliError::read(&path))?;
            if seen.insert(real) {
                let bytes = read_file(&path).map_err(CliError::read(&path))?;
                files.push((path.display().to_string(), bytes));
            }
        }
        Ok(files)
    }
}

/// Returns the files of marks in a folder, in the order of the bytes of their names, and says which
/// others it holds.
fn in_folder(terminal: &mut Terminal, folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.sort_by(|a, b| {
        a.as_os_str()
            .as_encoded_bytes()
            .cmp(b.as_os_str().as_encoded_bytes())
    });
    let mut kept = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let lower = name.to_lowercase();
        let shown = visible(&path.display().to_string());
        // Spreadsheets leave these beside a file that is open.
        if lower.starts_with("~$") || lower.starts_with(".~lock.") {
            terminal.message(&Text::new(
                format!("`{shown}` non si legge: qualcuno ha forse ancora aperta la scheda"),
                format!("`{shown}` is not read: somebody may still have the sheet open"),
            ));
        } else if can_hold_marks(&name) && !path.is_dir() {
            kept.push(path);
        } else {
            terminal.message(&Text::new(
                format!("`{shown}` non si legge: non è un file `.xlsx` o `.csv`"),
                format!("`{shown}` is not read: it is no `.xlsx` or `.csv` file"),
            ));
        }
    }
    Ok(kept)
}

/// Says everything that is wrong, and how much it is.
fn tell(terminal: &mut Terminal, diagnostics: &[Diagnostic], sources: &Sources) {
    terminal.diagnostics(diagnostics, sources);
    if diagnostics.iter().any(Diagnostic::is_error) {
        terminal.totals(diagnostics);
    }
}
