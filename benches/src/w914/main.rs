//! The made-up call of `tests/w914`, judged by the engine and by hand, in one run: every figure is a
//! ratio.
//!
//! ```text
//! cd benches && cargo bench --bench w914
//! ```
//!
//! `ROWS=100000` asks for another number of proposals. Each way is measured several times, in turn
//! with the others, and its best time counts: the machine is shared.

mod by_hand;
mod command;
mod generator;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use bando::assessment::{self, Case, Later, Stage};
use bando::call::Call;
use bando::compiled::{Columns, Findings, Lines, Run};
use bando::engine::{self, QuickJudge};
use bando::facts::{LineReader, Proposal};
use bando::report::VerdictWriter;
use bando::scoring::{self, Marks};
use bando::source::{FileError, Files, Sources};

use by_hand::{Exact, Hundredths, Limits, Outcome, Whole, by_cents, by_decimals};

/// The readable evaluator is slow: it gets the first of the proposals only.
const FEW: usize = 2_000;
const ROUNDS: usize = 7;
/// So many lines at a time, as the command takes them.
const LINES: usize = 1_024;

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        Err(FileError::Unreadable(name.to_owned()))
    }
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn main() {
    let rows = std::env::var("ROWS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(50_000);
    let text = generator::proposals(rows);
    let lines: Vec<&str> = text.lines().collect();
    let call = checked();
    let judge = QuickJudge::new(&call, Stage::First);
    let reader = Lines::new(&call, &judge.compiled.layout).expect("a plan");
    let readable = LineReader::new(&call, "w914");

    let exact: Vec<by_hand::Proposal<Exact>> = lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let whole: Vec<Whole> = lines.iter().map(|line| whole(line)).collect();
    let mut by_columns = by_hand::Columns::default();
    whole.iter().for_each(|it| by_columns.push(it));
    let mut columns = Columns::new(&judge.compiled.layout);
    for line in &lines {
        reader.read(line, &mut columns).expect("a plain line");
    }
    let few: Vec<Proposal> = lines
        .iter()
        .take(FEW)
        .zip(1..)
        .map(|(line, at)| readable.read(at, line).unwrap())
        .collect();
    let limits = Limits::new();
    let mut run = Run::default();
    let mut findings = Findings::default();
    run.run(&judge.compiled, &mut columns, &mut findings);
    agree(&exact, &whole, &limits, &findings);

    let marks = Marks::default();
    let (mut reasons, mut scores) = (vec![0; rows], vec![0; rows]);
    let mut one_row = Columns::new(&judge.compiled.layout);
    let mut times = Times::default();
    for _ in 0..ROUNDS {
        times.of("by hand, decimals, row by row", rows, || {
            exact
                .iter()
                .map(|it| by_decimals(it, &limits, None).score)
                .sum::<i64>()
        });
        times.of("by hand, decimals, traced", rows, || {
            let judged = exact.iter().map(|it| {
                let mut trace = Vec::with_capacity(20);
                let outcome = by_decimals(it, &limits, Some(&mut trace));
                let kept = trace
                    .iter()
                    .filter(|it| it.holds && it.numbers.0 <= it.numbers.1 && it.rule < 20)
                    .count();
                outcome.score + kept as i64
            });
            judged.sum::<i64>()
        });
        times.of("by hand, cents, row by row", rows, || {
            whole.iter().map(|it| by_cents(it).score).sum::<i64>()
        });
        times.of("by hand, cents, in columns", rows, || {
            by_columns.judge(&mut reasons, &mut scores);
            i64::from(reasons[0]) + i64::from(scores[0])
        });
        times.of("compiled, in columns", rows, || {
            run.run(&judge.compiled, &mut columns, &mut findings);
            findings.scores[0]
        });
        times.of("compiled, one row at a time", FEW, || {
            let mut sum = 0;
            for proposal in &few {
                one_row.clear();
                one_row.push(&judge.compiled.layout, &proposal.facts);
                run.run(&judge.compiled, &mut one_row, &mut findings);
                sum += findings.scores[0];
            }
            sum
        });
        times.of("readable", FEW, || {
            for proposal in &few {
                let case = case(&call, proposal);
                black_box(assessment::assess(case, Stage::First));
                black_box(scoring::score(case, &marks));
            }
            0
        });
        times.of("readable, explained", FEW, || {
            for proposal in &few {
                let case = case(&call, proposal);
                black_box(assessment::explain(case, Stage::First));
                black_box(scoring::explain(case, &marks));
            }
            0
        });
        times.of("lines, by hand, serde_json and cents", rows, || {
            lines
                .iter()
                .map(|line| by_cents(&self::whole(line)).score)
                .sum::<i64>()
        });
        times.of("lines, by hand, serde_json and decimals", rows, || {
            let judged = lines.iter().map(|line| {
                let proposal: by_hand::Proposal<Exact> = serde_json::from_str(line).unwrap();
                by_decimals(&proposal, &limits, None).score
            });
            judged.sum::<i64>()
        });
        let mut columns = Columns::new(&judge.compiled.layout);
        times.of("lines, compiled", rows, || {
            let mut sum = 0;
            for lines in lines.chunks(LINES) {
                columns.clear();
                for line in lines {
                    reader.read(line, &mut columns).expect("a plain line");
                }
                run.run(&judge.compiled, &mut columns, &mut findings);
                sum += findings.scores[0];
            }
            sum
        });
        let writer = VerdictWriter::new(&call);
        let mut written = String::new();
        times.of("lines, compiled, verdicts written", rows, || {
            for lines in lines.chunks(LINES) {
                columns.clear();
                written.clear();
                let ids: Vec<&str> = lines
                    .iter()
                    .map(|line| reader.read(line, &mut columns).unwrap())
                    .collect();
                run.run(&judge.compiled, &mut columns, &mut findings);
                for (row, id) in ids.iter().enumerate() {
                    writer.write(&mut written, id, &judge.quick(&findings, row).unwrap());
                }
            }
            written.len() as i64
        });
        times.of("lines, readable", FEW, || {
            for (line, at) in lines.iter().take(FEW).zip(1..) {
                let proposal = readable.read(at, line).unwrap();
                let case = case(&call, &proposal);
                black_box(assessment::assess(case, Stage::First));
                black_box(scoring::score(case, &marks));
            }
            0
        });
    }
    times.print();
    command::measure(&text);
}

/// The best time for a row, way by way.
#[derive(Default)]
struct Times(Vec<(&'static str, f64)>);

impl Times {
    fn of(&mut self, name: &'static str, rows: usize, way: impl FnOnce() -> i64) {
        let start = Instant::now();
        black_box(way());
        let time = start.elapsed().as_secs_f64() * 1e9 / rows as f64;
        match self.0.iter_mut().find(|(other, _)| *other == name) {
            Some((_, best)) => *best = best.min(time),
            None => self.0.push((name, time)),
        }
    }

    fn get(&self, name: &str) -> f64 {
        self.0
            .iter()
            .find(|(other, _)| *other == name)
            .expect("measured")
            .1
    }

    fn print(&self) {
        for (name, time) in &self.0 {
            println!(
                "{name}: {time:.0} ns a row, {:.3} million rows a second",
                1e3 / time
            );
        }
        println!();
        for (name, reference, aim) in [
            ("compiled, in columns", "by hand, decimals, row by row", "1"),
            ("compiled, in columns", "by hand, cents, row by row", ""),
            ("compiled, in columns", "by hand, cents, in columns", "0.2"),
            (
                "compiled, one row at a time",
                "by hand, decimals, row by row",
                "",
            ),
            (
                "lines, compiled",
                "lines, by hand, serde_json and cents",
                "1",
            ),
            (
                "lines, compiled, verdicts written",
                "lines, by hand, serde_json and cents",
                "",
            ),
            ("readable", "by hand, decimals, row by row", ""),
            ("readable, explained", "readable", "0.5"),
            (
                "by hand, decimals, traced",
                "by hand, decimals, row by row",
                "",
            ),
        ] {
            let ratio = self.get(reference) / self.get(name);
            let aim = if aim.is_empty() {
                String::new()
            } else {
                format!(" (aim {aim})")
            };
            println!("{name}: {ratio:.2} times as fast as {reference}{aim}");
        }
    }
}

fn case<'a>(call: &'a Call, proposal: &'a Proposal) -> Case<'a> {
    Case {
        call,
        proposal,
        received: &[],
        later: Later::default(),
    }
}

fn whole(line: &str) -> Whole {
    let proposal: by_hand::Proposal<Hundredths> = serde_json::from_str(line).unwrap();
    Whole::from(&proposal)
}

fn checked() -> Call {
    let mut sources = Sources::default();
    let text = fs::read_to_string(project("tests/w914/call.bando")).expect("the rule file");
    let file = sources.add("call.bando".to_owned(), text);
    engine::check(&sources, file, &NoFiles)
        .call
        .expect("a call")
}

/// What is compared must be the same.
fn agree(
    exact: &[by_hand::Proposal<Exact>],
    whole: &[Whole],
    limits: &Limits,
    findings: &Findings,
) {
    for (row, (exact, whole)) in exact.iter().zip(whole).enumerate() {
        let by_cents = by_cents(whole);
        assert_eq!(by_decimals(exact, limits, None), by_cents, "row {row}");
        let found = Outcome {
            reasons: (findings.unmet[0][row] | (findings.below[row] << 14)) as u32,
            score: findings.scores[row],
        };
        assert!(!findings.left_over[row], "row {row}");
        assert_eq!(found, by_cents, "row {row}");
    }
}
