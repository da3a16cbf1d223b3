//! `bando assess … --format jsonl` of a long file of lines: judged as it is read.
//!
//! What takes all lines at once, that no two share an id, is settled by a first look at the file:
//! where the ids rise from line to line, none stands twice, and the lines are in the order in which
//! verdicts are written. So a file in another order is read whole, as for every other command.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::num::NonZero;
use std::path::Path;

use super::Exit;
use super::error::CliError;
use super::load;
use super::terminal::Terminal;
use crate::assessment::{Case, Later, Stage};
use crate::call::Call;
use crate::compiled::{Columns, Findings, Lines, Run, id_at_start};
use crate::diagnostic::Diagnostic;
use crate::engine::QuickJudge;
use crate::facts::{LineReader, Proposal};
use crate::report::{VerdictWriter, verdict_json};
use crate::source::Sources;

/// So many lines are judged by one thread in one go.
const LINES: usize = 1_024;
/// Or lines of so many bytes, if that is less.
const BYTES: usize = 1 << 21;
const BUFFER: usize = 1 << 16;
/// A line longer than this is refused anyway; a file with one is read whole.
const LONGEST: u64 = 1 << 20;

/// Judges the lines of a file; `None` where it must be read whole.
pub(super) fn run(
    terminal: &mut Terminal,
    call: &Call,
    sources: &Sources,
    path: &Path,
    stage: Stage,
    threads: NonZero<usize>,
) -> Result<Option<Exit>, CliError> {
    let judge = QuickJudge::new(call, stage);
    if judge.takes_all_proposals() {
        return Ok(None);
    }
    let Some(lines) = Lines::new(call, &judge.compiled.layout) else {
        return Ok(None);
    };
    if !rises(path).map_err(CliError::read(path))? {
        return Ok(None);
    }
    let name = path.display().to_string();
    let job = Job {
        call,
        judge: &judge,
        lines: &lines,
        writer: VerdictWriter::new(call),
        readable: LineReader::new(call, &name),
    };
    let mut workers: Vec<Worker> = (0..threads.get()).map(|_| Worker::new(&judge)).collect();
    let mut reader = open(path).map_err(CliError::read(path))?;
    let mut trouble = Trouble::default();
    let mut number = 1;
    loop {
        for worker in &mut workers {
            number = worker
                .batch
                .fill(&mut reader, number)
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
        if workers.iter().all(|worker| worker.batch.ends.is_empty()) {
            break;
        }
        for worker in &mut workers {
            terminal.result(&worker.written)?;
            trouble.take(&mut worker.refused);
        }
    }
    load::tell_of_rows(
        terminal,
        &trouble.first,
        trouble.diagnostics,
        trouble.rows,
        sources,
    );
    Ok(Some(load::exit_of(trouble.rows > 0)))
}

/// The rows refused: the first of what is wrong with them, and how much there is.
#[derive(Default)]
struct Trouble {
    first: Vec<Diagnostic>,
    diagnostics: usize,
    rows: usize,
}

impl Trouble {
    fn take(&mut self, refused: &mut Vec<Vec<Diagnostic>>) {
        for row in refused.drain(..) {
            self.rows = self.rows.saturating_add(1);
            self.diagnostics = self.diagnostics.saturating_add(row.len());
            let room = super::terminal::SHOWN.saturating_sub(self.first.len());
            self.first.extend(row.into_iter().take(room));
        }
    }
}

/// What all threads share.
struct Job<'j> {
    call: &'j Call,
    judge: &'j QuickJudge<'j>,
    lines: &'j Lines<'j>,
    writer: VerdictWriter<'j>,
    readable: LineReader<'j>,
}

/// Some lines of the file.
#[derive(Default)]
struct Batch {
    text: String,
    /// Where each line ends in the text.
    ends: Vec<usize>,
    /// The number of the first line.
    first: u64,
}

impl Batch {
    /// Reads the next lines and returns the number of the one after them.
    fn fill(&mut self, reader: &mut impl BufRead, first: u64) -> io::Result<u64> {
        self.text.clear();
        self.ends.clear();
        self.first = first;
        let mut next = first;
        let full = |batch: &Self| batch.ends.len() >= LINES || batch.text.len() >= BYTES;
        while !full(self) && reader.read_line(&mut self.text)? > 0 {
            self.ends.push(self.text.len());
            next = next.saturating_add(1);
        }
        Ok(next)
    }

    /// Returns the lines that hold something, with their numbers.
    fn lines(&self) -> impl Iterator<Item = (u64, &str)> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let spans = starts.zip(&self.ends);
        let lines = spans.map(|(start, end)| self.text.get(start..*end).unwrap_or_default());
        let lines = lines.map(|line| line.strip_suffix('\n').unwrap_or(line));
        (self.first..)
            .zip(lines)
            .filter(|(_, line)| !line.trim().is_empty())
    }
}

/// Lines, and what becomes of them. The room is kept.
struct Worker {
    batch: Batch,
    columns: Columns,
    run: Run,
    findings: Findings,
    written: String,
    refused: Vec<Vec<Diagnostic>>,
}

/// A line that was taken: into columns straight away, or by the readable reader.
enum Taken<'b> {
    Line(&'b str, u64, &'b str),
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
        }
    }

    fn judge(&mut self, job: &Job<'_>) {
        let compiled = &job.judge.compiled;
        self.columns.clear();
        self.written.clear();
        let mut rows: Vec<Taken<'_>> = Vec::with_capacity(self.batch.ends.len());
        for (number, line) in self.batch.lines() {
            if let Some(id) = job.lines.read(line, &mut self.columns) {
                rows.push(Taken::Line(id, number, line));
                continue;
            }
            match job.readable.read(number, line) {
                Ok(proposal) => {
                    self.columns.push(&compiled.layout, &proposal.facts);
                    rows.push(Taken::Proposal(proposal));
                }
                Err(row) => self.refused.push(row.diagnostics),
            }
        }
        self.run
            .run(compiled, &mut self.columns, &mut self.findings);
        for (row, taken) in rows.iter().enumerate() {
            let id = match taken {
                Taken::Line(id, ..) => id,
                Taken::Proposal(proposal) => proposal.id.as_str(),
            };
            if let Some(quick) = job.judge.quick(&self.findings, row) {
                job.writer.write(&mut self.written, id, &quick);
                continue;
            }
            // What the compiled rules leave over is read again.
            let again = match taken {
                Taken::Line(_, number, line) => job.readable.read(*number, line).ok(),
                Taken::Proposal(proposal) => Some(proposal.clone()),
            };
            if let Some(proposal) = again {
                let case = Case {
                    call: job.call,
                    proposal: &proposal,
                    received: &[],
                    later: Later::default(),
                };
                let verdict = job.judge.verdict(&self.findings, row, case);
                self.written.push_str(&verdict_json(&verdict));
                self.written.push('\n');
            }
        }
    }
}

fn open(path: &Path) -> io::Result<BufReader<File>> {
    Ok(BufReader::with_capacity(BUFFER, File::open(path)?))
}

/// Tells whether each line starts with an id, each greater than the one before and none like it but
/// for capitals; then no two are one, or look like one.
fn rises(path: &Path) -> io::Result<bool> {
    if !std::fs::metadata(path)?.is_file() {
        return Ok(false);
    }
    let mut reader = open(path)?;
    let mut before = String::new();
    let mut line = String::new();
    let (mut capitals, mut small) = (false, false);
    loop {
        line.clear();
        match io::Read::take(&mut reader, LONGEST).read_line(&mut line) {
            Ok(0) => return Ok(true),
            Ok(_) => {}
            // Not UTF-8: what is wrong is said of the whole file.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Ok(false),
            Err(error) => return Err(error),
        }
        if line.trim().is_empty() {
            continue;
        }
        let Some(id) = id_at_start(&line).filter(|id| *id > before.as_str()) else {
            return Ok(false);
        };
        capitals |= id.bytes().any(|byte| byte.is_ascii_uppercase());
        small |= id.bytes().any(|byte| byte.is_ascii_lowercase());
        if id.contains(' ') || (capitals && small) || !line.ends_with(['\n', '}']) {
            return Ok(false);
        }
        before.clear();
        before.push_str(id);
    }
}
