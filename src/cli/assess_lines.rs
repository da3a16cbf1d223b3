//! `bando assess … --format jsonl` of a long file of lines of JSON or of CSV: judged as it is read.
//!
//! What takes all entries at once, that no two share an id, is settled by a first look at the file:
//! where the ids rise from entry to entry, none stands twice, and the entries are in the order in
//! which verdicts are written. So a file in another order is read whole, as for every other command.

use std::num::NonZero;
use std::path::Path;

use super::Exit;
use super::entries::{Batch, Entries};
use super::error::CliError;
use super::judging::{Found, Job, Judging, ReadRow, Taken};
use super::load;
use super::terminal::Terminal;
use crate::assessment::Stage;
use crate::call::Call;
use crate::compiled::{Columns, Lines, Rows};
use crate::engine::QuickJudge;
use crate::facts::{FileKind, LineReader, RowReader};
use crate::report::VerdictWriter;
use crate::source::Sources;

/// Judges the entries of a file; `None` where it must be read whole.
pub(super) fn run(
    terminal: &mut Terminal,
    call: &Call,
    sources: &Sources,
    (path, kind): (&Path, FileKind),
    (stage, explain): (Stage, bool),
    threads: NonZero<usize>,
) -> Result<Option<Exit>, CliError> {
    let judge = QuickJudge::new(call, stage);
    if judge.takes_all_proposals() {
        return Ok(None);
    }
    let entries = Entries::of(call, kind, path).map_err(CliError::read(path))?;
    let Some(entries) = entries else {
        return Ok(None);
    };
    let name = path.display().to_string();
    let Some(readers) = Readers::new(&judge, kind, &name, &entries.header) else {
        return Ok(None);
    };
    if !entries.rise(readers.rows()).map_err(CliError::read(path))? {
        return Ok(None);
    }
    let job = Job {
        call,
        file: &name,
        kind,
        stage,
        explain,
        judge: &judge,
        writer: VerdictWriter::new(call),
    };
    let mut workers: Vec<Worker> = (0..threads.get()).map(|_| Worker::new(&judge)).collect();
    let mut reader = entries.open().map_err(CliError::read(path))?;
    let (mut notices, mut rows) = (Found::default(), 0_usize);
    loop {
        for worker in &mut workers {
            reader
                .fill(&mut worker.batch)
                .map_err(CliError::read(path))?;
        }
        std::thread::scope(|scope| {
            if let Some((first, others)) = workers.split_first_mut() {
                for worker in others {
                    scope.spawn(|| worker.judge(&job, &readers));
                }
                first.judge(&job, &readers);
            }
        });
        if workers.iter().all(|worker| worker.batch.is_empty()) {
            break;
        }
        for worker in &mut workers {
            let judging = &mut worker.judging;
            terminal.result(&judging.written)?;
            rows = rows.saturating_add(judging.refused.len());
            for row in judging.refused.drain(..) {
                terminal.refusals(&row, sources);
            }
            judging.notices.drain(..).for_each(|row| notices.take(row));
        }
    }
    terminal.first_diagnostics(&notices.first, notices.all, sources);
    load::tell_refused(terminal, rows);
    Ok(Some(load::exit_of(rows > 0)))
}

/// Straight into columns, and the readable way.
enum Readers<'j> {
    Lines(Lines<'j>, LineReader<'j>),
    Rows(Rows<'j>, RowReader<'j>),
}

impl<'j> Readers<'j> {
    fn new(judge: &QuickJudge<'j>, kind: FileKind, name: &'j str, header: &str) -> Option<Self> {
        let (call, layout) = (judge.call(), &judge.compiled.layout);
        if kind == FileKind::Csv {
            let rows = RowReader::new(call, name, header)?;
            let columns = rows.columns().into_iter().map(|it| (it.id, it.facts));
            return Some(Self::Rows(Rows::new(call, layout, columns), rows));
        }
        let lines = Lines::new(call, layout)?;
        Some(Self::Lines(lines, LineReader::new(call, name)))
    }

    fn rows(&self) -> Option<&RowReader<'j>> {
        match self {
            Self::Lines(..) => None,
            Self::Rows(_, rows) => Some(rows),
        }
    }

    /// Adds the proposal of an entry to columns and returns its id; `None` where it takes the
    /// readable way.
    fn read<'e>(&self, entry: &'e str, columns: &mut Columns) -> Option<&'e str> {
        match self {
            Self::Lines(lines, _) => lines.read(entry, columns),
            Self::Rows(rows, _) => rows.read(entry, columns),
        }
    }

    /// Reads an entry the readable way; `None` where it holds nothing.
    fn readable(&self, line: u64, entry: &str) -> Option<ReadRow> {
        match self {
            Self::Lines(_, lines) => Some(lines.read(line, entry)),
            Self::Rows(_, rows) => rows.read(line, entry),
        }
    }
}

/// Entries, and what becomes of them. The room is kept.
struct Worker {
    batch: Batch,
    judging: Judging,
}

impl Worker {
    fn new(judge: &QuickJudge<'_>) -> Self {
        Self {
            batch: Batch::default(),
            judging: Judging::new(judge),
        }
    }

    fn judge(&mut self, job: &Job<'_>, readers: &Readers<'_>) {
        self.judging.clear();
        let mut taken: Vec<Taken<'_>> = Vec::new();
        let mut entries: Vec<(u64, &str)> = Vec::new();
        for (line, entry) in self.batch.entries() {
            if let Some(id) = readers.read(entry, &mut self.judging.columns) {
                taken.push(Taken::Straight(id));
                entries.push((line, entry));
                continue;
            }
            match readers.readable(line, entry) {
                None => {}
                Some(Ok(proposal)) => {
                    let layout = &job.judge.compiled.layout;
                    self.judging.columns.push(layout, &proposal.facts);
                    taken.push(Taken::Read(Box::new(proposal)));
                    entries.push((line, entry));
                }
                Some(Err(row)) => self.judging.refused.push(row.diagnostics),
            }
        }
        self.judging.judge(job, &taken, |place| {
            let (line, entry) = entries.get(place)?;
            readers.readable(*line, entry)
        });
    }
}
