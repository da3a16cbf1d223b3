//! `bando assess … --format jsonl` of a long file of lines of JSON or of CSV: judged as it is read.
//!
//! What takes all entries at once, that no two share an id, is settled by a first look at the file:
//! where the ids rise from entry to entry, none stands twice, and the entries are in the order in
//! which verdicts are written. So a file in another order is read whole, as for every other command.

use std::borrow::Cow;
use std::num::NonZero;
use std::path::Path;

use super::Exit;
use super::entries::{Batch, Entries};
use super::error::CliError;
use super::load;
use super::terminal::Terminal;
use crate::assessment::{Case, Later, Stage, assess};
use crate::call::Call;
use crate::compiled::{Columns, Findings, Lines, Rows, Run};
use crate::diagnostic::Diagnostic;
use crate::engine::{self, QuickJudge};
use crate::facts::{FileKind, LineReader, Proposal, RefusedRow, RowReader};
use crate::report::{VerdictWriter, explained_verdict_json, verdict_json};
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
        kind,
        stage,
        explain,
        judge: &judge,
        readers,
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
                    scope.spawn(|| worker.judge(&job));
                }
                first.judge(&job);
            }
        });
        if workers.iter().all(|worker| worker.batch.is_empty()) {
            break;
        }
        for worker in &mut workers {
            terminal.result(&worker.written)?;
            rows = rows.saturating_add(worker.refused.len());
            for row in worker.refused.drain(..) {
                terminal.refusals(&row, sources);
            }
            worker.notices.drain(..).for_each(|row| notices.take(row));
        }
    }
    terminal.first_diagnostics(&notices.first, notices.all, sources);
    load::tell_refused(terminal, rows);
    Ok(Some(load::exit_of(rows > 0)))
}

/// What was found: the first of it, and how much there is.
#[derive(Default)]
pub(super) struct Found {
    pub(super) first: Vec<Diagnostic>,
    pub(super) all: usize,
}

impl Found {
    pub(super) fn take(&mut self, diagnostics: Vec<Diagnostic>) {
        self.all = self.all.saturating_add(diagnostics.len());
        let room = super::terminal::SHOWN.saturating_sub(self.first.len());
        self.first.extend(diagnostics.into_iter().take(room));
    }
}

/// What all threads share.
struct Job<'j> {
    call: &'j Call,
    kind: FileKind,
    stage: Stage,
    /// Whether each verdict comes with every requirement.
    explain: bool,
    judge: &'j QuickJudge<'j>,
    readers: Readers<'j>,
    writer: VerdictWriter<'j>,
}

impl Job<'_> {
    /// Returns the proposal of an entry that was taken, with its values.
    fn again<'t>(&self, taken: &'t Taken<'_>) -> Option<Cow<'t, Proposal>> {
        match taken {
            Taken::Straight(_, line, entry) => {
                let read = self.readers.readable(*line, entry);
                read.and_then(Result::ok).map(Cow::Owned)
            }
            Taken::Proposal(proposal) => Some(Cow::Borrowed(proposal)),
        }
    }
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
    fn readable(&self, line: u64, entry: &str) -> Option<Result<Proposal, Box<RefusedRow>>> {
        match self {
            Self::Lines(_, lines) => Some(lines.read(line, entry)),
            Self::Rows(_, rows) => rows.read(line, entry),
        }
    }
}

/// Entries, and what becomes of them. The room is kept.
struct Worker {
    batch: Batch,
    columns: Columns,
    run: Run,
    findings: Findings,
    written: String,
    refused: Vec<Vec<Diagnostic>>,
    notices: Vec<Vec<Diagnostic>>,
}

/// An entry that was taken: into columns straight away, or by the readable reader.
enum Taken<'b> {
    Straight(&'b str, u64, &'b str),
    Proposal(Proposal),
}

impl Worker {
    fn new(judge: &QuickJudge<'_>) -> Self {
        Self {
            batch: Batch::default(),
            columns: Columns::new(&judge.compiled.layout),
            run: Run::default(),
            findings: Findings::default(),
            written: String::new(),
            refused: Vec::new(),
            notices: Vec::new(),
        }
    }

    fn judge(&mut self, job: &Job<'_>) {
        let compiled = &job.judge.compiled;
        self.columns.clear();
        self.written.clear();
        let mut rows: Vec<Taken<'_>> = Vec::new();
        for (line, entry) in self.batch.entries() {
            if let Some(id) = job.readers.read(entry, &mut self.columns) {
                rows.push(Taken::Straight(id, line, entry));
                continue;
            }
            match job.readers.readable(line, entry) {
                None => {}
                Some(Ok(proposal)) => {
                    self.columns.push(&compiled.layout, &proposal.facts);
                    rows.push(Taken::Proposal(proposal));
                }
                Some(Err(row)) => self.refused.push(row.diagnostics),
            }
        }
        self.run
            .run(compiled, &mut self.columns, &mut self.findings);
        for (row, taken) in rows.iter().enumerate() {
            let quick = job.judge.quick(&self.findings, row);
            let quick = quick.filter(|_| !job.explain);
            if let Some(quick) = &quick {
                let id = match taken {
                    Taken::Straight(id, ..) => id,
                    Taken::Proposal(proposal) => proposal.id.as_str(),
                };
                job.writer.write(&mut self.written, id, quick);
            }
            let is_idle = self.findings.idle.get(row).is_none_or(|it| *it);
            if quick.is_some() && !is_idle {
                continue;
            }
            // What the columns leave over is read again.
            let Some(proposal) = job.again(taken) else {
                continue;
            };
            if is_idle {
                let notices = engine::not_applicable(job.call, job.kind, &proposal);
                self.notices.push(notices);
            }
            if quick.is_none() {
                let case = Case {
                    call: job.call,
                    proposal: &proposal,
                    received: &[],
                    later: Later::default(),
                };
                let verdict = job.judge.verdict(&self.findings, row, case);
                let told = if job.explain {
                    let assessment = assess(case, job.stage);
                    explained_verdict_json(job.call, job.stage, &verdict, &assessment)
                } else {
                    verdict_json(&verdict)
                };
                self.written.push_str(&told);
                self.written.push('\n');
            }
        }
    }
}
