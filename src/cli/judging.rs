//! Proposals of a file judged as it is read, some at a time, by compiled rules; where these leave
//! something over, or more than the verdict is asked for, by the readable evaluator.
//!
//! Each proposal that was taken becomes one line or one refusal: none is lost, not even one that
//! only one of the two readers took.

use super::terminal::SHOWN;
use crate::assessment::{Case, Later, Stage, assess};
use crate::call::Call;
use crate::compiled::{Columns, Findings, Run};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::engine::{self, QuickJudge};
use crate::facts::{FileKind, Proposal, RefusedRow};
use crate::report::{VerdictWriter, explained_verdict_json, verdict_json};
use crate::text::Text;

/// What is judged, and how; all threads share it.
pub(super) struct Job<'j> {
    pub(super) call: &'j Call,
    pub(super) file: &'j str,
    pub(super) kind: FileKind,
    pub(super) stage: Stage,
    /// Whether each verdict comes with every requirement.
    pub(super) explain: bool,
    pub(super) judge: &'j QuickJudge<'j>,
    pub(super) writer: VerdictWriter<'j>,
}

/// A proposal that was taken.
pub(super) enum Taken<'t> {
    /// Straight into the columns.
    Straight(&'t str),
    /// By the readable reader.
    Read(Box<Proposal>),
}

/// What the readable reader makes of a row.
pub(super) type ReadRow = Result<Proposal, Box<RefusedRow>>;

/// What becomes of some proposals. The room is kept.
pub(super) struct Judging {
    /// What the proposals state, those that were taken straight and the others.
    pub(super) columns: Columns,
    run: Run,
    findings: Findings,
    /// A line for each.
    pub(super) written: String,
    /// What is wrong with each that is refused.
    pub(super) refused: Vec<Vec<Diagnostic>>,
    /// What is worth knowing of those that are taken.
    pub(super) notices: Vec<Vec<Diagnostic>>,
}

impl Judging {
    pub(super) fn new(judge: &QuickJudge<'_>) -> Self {
        Self {
            columns: Columns::new(&judge.compiled.layout),
            run: Run::default(),
            findings: Findings::default(),
            written: String::new(),
            refused: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// Takes away what was there before.
    pub(super) fn clear(&mut self) {
        self.columns.clear();
        self.written.clear();
        self.refused.clear();
        self.notices.clear();
    }

    /// Judges what stands in the columns, of which these are the proposals. `again` reads one that
    /// was taken straight, by its place among them, the readable way.
    pub(super) fn judge(
        &mut self,
        job: &Job<'_>,
        proposals: &[Taken<'_>],
        mut again: impl FnMut(usize) -> Option<ReadRow>,
    ) {
        self.run
            .run(&job.judge.compiled, &mut self.columns, &mut self.findings);
        for (row, taken) in proposals.iter().enumerate() {
            let told = match taken {
                Taken::Read(proposal) => self.tell(job, row, &proposal.id, || Ok(proposal)),
                Taken::Straight(id) => {
                    let mut read = None;
                    self.tell(job, row, id, || match read.insert(again(row)) {
                        Some(Ok(proposal)) => Ok(proposal),
                        Some(Err(refused)) => Err(refused.diagnostics.clone()),
                        None => Err(vec![lost(job.file, id)]),
                    })
                }
            };
            if let Err(why) = told {
                self.refused.push(why);
            }
        }
    }

    /// Writes the line of a proposal, unless it is refused when it is read again.
    fn tell<'p>(
        &mut self,
        job: &Job<'_>,
        row: usize,
        id: &str,
        again: impl FnOnce() -> Result<&'p Proposal, Vec<Diagnostic>>,
    ) -> Result<(), Vec<Diagnostic>> {
        let quick = job.judge.quick(&self.findings, row);
        let quick = quick.filter(|_| !job.explain);
        let is_idle = self.findings.idle.get(row).is_none_or(|it| *it);
        if let Some(quick) = quick.as_ref().filter(|_| !is_idle) {
            job.writer.write(&mut self.written, id, quick);
            return Ok(());
        }
        let proposal = again()?;
        if is_idle {
            let notices = engine::not_applicable(job.call, job.kind, proposal);
            self.notices.push(notices);
        }
        if let Some(quick) = &quick {
            job.writer.write(&mut self.written, id, quick);
            return Ok(());
        }
        let case = Case {
            call: job.call,
            proposal,
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
        Ok(())
    }
}

/// Says that a proposal was found by one reader and not by the other.
fn lost(file: &str, id: &str) -> Diagnostic {
    let place = DataPlace {
        file: file.to_owned(),
        proposal: Some(id.to_owned()),
        ..DataPlace::default()
    };
    let message = Text::new(
        "la proposta si legge in un modo e non nell'altro: è un difetto di Bando, e non viene giudicata",
        "the proposal can be read in one way and not in the other: this is a fault of Bando, and it is not judged",
    );
    Diagnostic::data(Code::MalformedRecord, place, message).with_hint(Text::new(
        "passare il file a un altro formato, e segnalare il difetto a chi cura Bando",
        "change the file to another format, and tell those who maintain Bando",
    ))
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
        let room = SHOWN.saturating_sub(self.first.len());
        self.first.extend(diagnostics.into_iter().take(room));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::LineReader;
    use crate::text::Language;

    /// Three proposals, of which the second was taken straight and is refused, or not found at all,
    /// when it is read again.
    fn told(again: impl Fn() -> Option<ReadRow>) -> (String, String) {
        let call = Call::empty(jiff::tz::TimeZone::UTC);
        let judge = QuickJudge::new(&call, Stage::First);
        let reader = LineReader::new(&call, "f");
        let read = |id: &str| reader.read(1, &format!("{{\"id\":\"{id}\"}}"));
        let mut judging = Judging::new(&judge);
        for _ in 0..3 {
            judging.columns.push(&judge.compiled.layout, &[]);
        }
        let job = Job {
            call: &call,
            file: "f",
            kind: FileKind::JsonLines,
            stage: Stage::First,
            explain: true,
            judge: &judge,
            writer: VerdictWriter::new(&call),
        };
        let first = Taken::Read(Box::new(read("P1").expect("a proposal")));
        let taken = [first, Taken::Straight("P2"), Taken::Straight("P3")];
        judging.judge(&job, &taken, |place| match place {
            1 => again(),
            _ => Some(read("P3")),
        });
        let ids: Vec<&str> = judging.written.split('"').collect();
        let written = ["P1", "P2", "P3"].map(|it| ids.contains(&it).to_string());
        let refused = judging.refused.concat();
        let refused = refused.iter().map(|it| it.message.get(Language::English));
        (written.join(" "), refused.collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn a_proposal_that_only_one_reader_takes_is_refused_and_not_lost() {
        let refused = || {
            let call = Call::empty(jiff::tz::TimeZone::UTC);
            Some(LineReader::new(&call, "f").read(2, "{\"id\":\"P2\",\"a\":1}"))
        };
        let expected = (
            "true false true".to_owned(),
            "no fact is called `a`".to_owned(),
        );
        assert_eq!(told(refused), expected);
        let (written, why) = told(|| None);
        assert_eq!(written, "true false true");
        assert!(why.contains("this is a fault of Bando"), "{why}");
    }
}
