//! How long the next question takes: Puglia's action 9.3, answered as each of its invented
//! proposals would answer, measured after every answer, against one plain assessment of the same
//! answers in the same run. What is counted is time of the processor: the machine is shared.
//!
//! ```text
//! cd benches && cargo bench --bench next_question
//! ```

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bando::assessment::{Case, Later, Stage, assess};
use bando::call::{Call, Type};
use bando::engine;
use bando::facts::{self, FileKind, Proposal, ProposalsFile};
use bando::precheck::{Answer, Answers, Depth, Precheck, Step};
use bando::source::{FileError, Files, Sources};
use bando::value::Value;
use rustix::time::{ClockId, clock_gettime};

struct RulesFolder;

impl Files for RulesFolder {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        fs::read(project("rules").join(name))
            .map_err(|error| FileError::Unreadable(error.to_string()))
    }
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn main() {
    let call = checked("puglia-azione-9.3.bando");
    let proposals = proposals(&call);
    let start = now();
    let precheck = Precheck::new(call);
    println!("prepared in {:.1} ms", milliseconds(now() - start));
    let mut states: Vec<(Answers, Proposal, Depth)> = Vec::new();
    for proposal in &proposals {
        for depth in [Depth::Verdict, Depth::EveryReason] {
            states.extend(play(&precheck, proposal, depth));
        }
    }
    let mut next = Vec::new();
    let mut plain = Vec::new();
    for (answers, proposal, depth) in &states {
        next.push(best(|| {
            black_box(precheck.next(black_box(answers), *depth));
        }));
        plain.push(best(|| {
            let case = Case {
                call: precheck.call(),
                proposal,
                received: &[],
                later: Later::default(),
            };
            black_box(assess(black_box(case), Stage::PreCheck));
        }));
    }
    let mut slowest: Vec<usize> = (0..next.len()).collect();
    slowest.sort_by_key(|place| std::cmp::Reverse(next[*place]));
    for place in slowest.into_iter().take(8) {
        let (answers, proposal, depth) = &states[place];
        let asks = match precheck.next(answers, *depth) {
            Step::Ask(ask) => ask.question.name(precheck.call()),
            Step::Settled(_) => "nothing more".to_owned(),
        };
        println!(
            "{:.3} ms: {} with {} facts stated asks {asks}",
            milliseconds(next[place]),
            proposal.id,
            answers.facts().iter().flatten().count(),
        );
    }
    next.sort();
    plain.sort();
    println!("{} rounds of questions", next.len());
    for (name, share) in [("median", 50), ("p90", 90), ("p99", 99), ("greatest", 100)] {
        let of = |all: &[Duration]| all[((all.len() - 1) * share) / 100];
        println!(
            "{name}: next question {:.3} ms, one assessment {:.3} ms, ratio {:.1}",
            milliseconds(of(&next)),
            milliseconds(of(&plain)),
            milliseconds(of(&next)) / milliseconds(of(&plain)),
        );
    }
    let start = now();
    for proposal in &proposals {
        black_box(precheck.changes(&Answers::of(proposal.facts.clone())));
    }
    let each = milliseconds(now() - start) / proposals.len() as f64;
    println!("smallest change: {each:.1} ms on average");
}

/// Returns the least of three runs.
fn best(mut run: impl FnMut()) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let start = now();
        run();
        best = best.min(now() - start);
    }
    best
}

/// Returns the time that the processor has spent on this thread.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.try_into().expect("seconds"),
        time.tv_nsec.try_into().expect("nanoseconds"),
    )
}

/// Answers as somebody would who sends this proposal, and returns the answers before each question.
fn play(precheck: &Precheck, proposal: &Proposal, depth: Depth) -> Vec<(Answers, Proposal, Depth)> {
    let call = precheck.call();
    let truth = Answers::of(proposal.facts.clone());
    let mut answers = Answers::none(call);
    let mut states = Vec::new();
    loop {
        let so_far = Proposal {
            facts: answers.facts().to_vec(),
            ..proposal.clone()
        };
        states.push((answers.clone(), so_far, depth));
        let Step::Ask(ask) = precheck.next(&answers, depth) else {
            return states;
        };
        let question = &ask.question;
        match (truth.get(question), question.kind(call).expect("a type")) {
            (Answer::Value(Value::List(items)), Type::List(_)) => {
                answers.state_items(call, question, items.len());
            }
            (Answer::Value(value), _) => {
                answers.state(question, value.clone());
            }
            _ => answers.do_not_know(question),
        }
    }
}

fn proposals(call: &Call) -> Vec<Proposal> {
    let bytes = fs::read(project("examples/puglia-azione-9.3/proposals.jsonl"));
    let bytes = bytes.expect("the proposals");
    let file = ProposalsFile {
        name: "proposals.jsonl",
        bytes: &bytes,
        kind: FileKind::JsonLines,
    };
    facts::read(call, &file).proposals
}

fn checked(name: &str) -> Call {
    let rules = fs::read_to_string(project("rules").join(name)).expect("the rule file");
    let mut sources = Sources::default();
    let file = sources.add(name.to_owned(), rules);
    engine::check(&sources, file, &RulesFolder).call.expect("a call")
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
