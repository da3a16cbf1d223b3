//! `bando assess … --format jsonl` of a file of columns (Parquet): judged as it is read.
//!
//! As of other long files, a first look says whether the ids rise; if they do not, the file is read
//! whole.

use std::fs::File;
use std::path::Path;

use super::Exit;
use super::assess_lines::Found;
use super::entries::Rising;
use super::error::CliError;
use super::load;
use super::terminal::Terminal;
use crate::assessment::{Case, Later, Stage};
use crate::call::Call;
use crate::column_file::{Batch, Stored};
use crate::compiled::{BatchReader, Columns, Findings, Run};
use crate::engine::{self, QuickJudge};
use crate::facts::{FileKind, ParquetReader, Proposal, RefusedRow};
use crate::report::{VerdictWriter, verdict_json};
use crate::source::Sources;

/// Judges the rows of a file; `None` where it must be read whole.
pub(super) fn run(
    terminal: &mut Terminal,
    call: &Call,
    sources: &Sources,
    path: &Path,
    stage: Stage,
) -> Result<Option<Exit>, CliError> {
    let judge = QuickJudge::new(call, stage);
    if judge.takes_all_proposals() {
        return Ok(None);
    }
    let file = File::open(path).map_err(CliError::read(path))?;
    let name = path.display().to_string();
    // What is wrong with the file as a whole is said of a file read whole.
    let Ok(reader) = ParquetReader::new(call, &name, file) else {
        return Ok(None);
    };
    if !rise(&reader) {
        return Ok(None);
    }
    let mut worker = Worker {
        call,
        judge: &judge,
        reader: &reader,
        straight: BatchReader::new(call, &judge.compiled.layout, reader.columns()),
        writer: VerdictWriter::new(call),
        columns: Columns::new(&judge.compiled.layout),
        run: Run::default(),
        findings: Findings::default(),
        written: String::new(),
    };
    let (mut notices, mut refused) = (Found::default(), 0_usize);
    for batch in reader.batches() {
        let Ok(batch) = batch else {
            return Err(CliError::NothingRead {
                path: path.to_owned(),
            });
        };
        for row in worker.judge(&batch, &mut notices) {
            refused = refused.saturating_add(1);
            terminal.refusals(&row.diagnostics, sources);
        }
        terminal.result(&worker.written)?;
    }
    terminal.first_diagnostics(&notices.first, notices.all, sources);
    load::tell_refused(terminal, refused);
    Ok(Some(load::exit_of(refused > 0)))
}

/// Tells whether each row has an id, and they rise; and whether all rows can be read.
fn rise(reader: &ParquetReader<'_>) -> bool {
    let Some(leaf) = reader.ids() else {
        return false;
    };
    // All columns are decoded, so that no verdict is written of a file that breaks off behind it.
    let mut batches = reader.batches();
    let mut rising = Rising::default();
    batches.all(|batch| {
        let Ok(batch) = batch else {
            return false;
        };
        let Some(cells) = batch.leaf(leaf.place) else {
            return false;
        };
        let mut cursor = cells.start();
        (0..batch.rows).all(|_| match cursor.take(leaf.level) {
            Some(Stored::Text(id)) => {
                let id = std::str::from_utf8(id);
                id.is_ok_and(|id| rising.goes_on_with(id.to_owned()))
            }
            _ => false,
        })
    })
}

/// What judges rows, and what becomes of them. The room is kept.
struct Worker<'w> {
    call: &'w Call,
    judge: &'w QuickJudge<'w>,
    reader: &'w ParquetReader<'w>,
    /// Straight into columns, where the file is of a shape for that.
    straight: Option<BatchReader<'w>>,
    writer: VerdictWriter<'w>,
    columns: Columns,
    run: Run,
    findings: Findings,
    written: String,
}

type ReadRow = Result<Proposal, Box<RefusedRow>>;

impl Worker<'_> {
    /// Judges the rows of a batch; returns those that are refused.
    fn judge(&mut self, batch: &Batch, notices: &mut Found) -> Vec<RefusedRow> {
        let compiled = &self.judge.compiled;
        self.columns.clear();
        self.written.clear();
        let straight = self.straight.as_ref();
        let ids = straight.and_then(|it| it.read(batch, &mut self.columns));
        // What the columns leave over is read again, all rows at once.
        let mut rows: Option<Vec<ReadRow>> = None;
        if ids.is_none() {
            let read = self.reader.proposals(batch);
            for proposal in read.iter().flatten() {
                self.columns.push(&compiled.layout, &proposal.facts);
            }
            rows = Some(read);
        }
        self.run
            .run(compiled, &mut self.columns, &mut self.findings);
        let mut refused = Vec::new();
        let mut row = 0_usize;
        for place in 0..batch.rows {
            let read = rows.as_ref().and_then(|rows| rows.get(place));
            let id = match (read, ids.as_ref().and_then(|ids| ids.get(place))) {
                (Some(Err(why)), None) => {
                    refused.push((**why).clone());
                    continue;
                }
                (_, Some(id)) => *id,
                (Some(Ok(proposal)), None) => proposal.id.as_str(),
                (None, None) => continue,
            };
            let quick = self.judge.quick(&self.findings, row);
            if let Some(quick) = &quick {
                self.writer.write(&mut self.written, id, quick);
            }
            let is_idle = self.findings.idle.get(row).is_none_or(|it| *it);
            if quick.is_none() || is_idle {
                let read = rows.get_or_insert_with(|| self.reader.proposals(batch));
                if let Some(Ok(proposal)) = read.get(place) {
                    if is_idle {
                        let kind = FileKind::Parquet;
                        notices.take(engine::not_applicable(self.call, kind, proposal));
                    }
                    if quick.is_none() {
                        let case = Case {
                            call: self.call,
                            proposal,
                            received: &[],
                            later: Later::default(),
                        };
                        let verdict = self.judge.verdict(&self.findings, row, case);
                        self.written.push_str(&verdict_json(&verdict));
                        self.written.push('\n');
                    }
                }
            }
            row = row.saturating_add(1);
        }
        refused
    }
}
