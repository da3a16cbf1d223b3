//! `bando assess … --format jsonl` of a file of columns (Parquet): judged as it is read.
//!
//! As of other long files, a first look says whether the ids rise; if they do not, the file is read
//! whole.

use std::fs::File;
use std::path::Path;

use super::Exit;
use super::entries::Rising;
use super::error::CliError;
use super::judging::{Found, Job, Judging, ReadRow, Taken};
use super::load;
use super::terminal::Terminal;
use crate::assessment::Stage;
use crate::call::Call;
use crate::column_file::{Batch, Stored};
use crate::compiled::BatchReader;
use crate::engine::QuickJudge;
use crate::facts::{FileKind, ParquetReader};
use crate::report::VerdictWriter;
use crate::source::Sources;

/// Judges the rows of a file; `None` where it must be read whole.
pub(super) fn run(
    terminal: &mut Terminal,
    call: &Call,
    sources: &Sources,
    path: &Path,
    (stage, explain): (Stage, bool),
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
    let job = Job {
        call,
        file: &name,
        kind: FileKind::Parquet,
        stage,
        explain,
        judge: &judge,
        writer: VerdictWriter::new(call),
    };
    let straight = BatchReader::new(call, &judge.compiled.layout, reader.columns());
    let mut judging = Judging::new(&judge);
    let (mut notices, mut refused) = (Found::default(), 0_usize);
    for batch in reader.batches() {
        let Ok(batch) = batch else {
            return Err(CliError::NothingRead {
                path: path.to_owned(),
            });
        };
        judging.clear();
        judge_rows(&mut judging, &job, &reader, straight.as_ref(), &batch);
        for row in judging.refused.drain(..) {
            refused = refused.saturating_add(1);
            terminal.refusals(&row, sources);
        }
        judging.notices.drain(..).for_each(|it| notices.take(it));
        terminal.result(&judging.written)?;
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

/// Judges the rows of a batch, taken straight into columns where that can be.
fn judge_rows(
    judging: &mut Judging,
    job: &Job<'_>,
    reader: &ParquetReader<'_>,
    straight: Option<&BatchReader<'_>>,
    batch: &Batch,
) {
    if let Some(ids) = straight.and_then(|it| it.read(batch, &mut judging.columns)) {
        let taken: Vec<Taken<'_>> = ids.into_iter().map(Taken::Straight).collect();
        // What the columns leave over is read again, all rows at once.
        let mut rows: Option<Vec<ReadRow>> = None;
        return judging.judge(job, &taken, |place| {
            let rows = rows.get_or_insert_with(|| reader.proposals(batch));
            rows.get(place).cloned()
        });
    }
    let mut taken = Vec::new();
    for row in reader.proposals(batch) {
        match row {
            Ok(proposal) => {
                let layout = &job.judge.compiled.layout;
                judging.columns.push(layout, &proposal.facts);
                taken.push(Taken::Read(Box::new(proposal)));
            }
            Err(row) => judging.refused.push(row.diagnostics),
        }
    }
    judging.judge(job, &taken, |_| None);
}
