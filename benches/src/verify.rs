//! `bando verify` over a record of 10,000 proposals, as users run it: a process that reads the copies
//! beside the record, makes the outcome anew and compares. Its reference in the same run is `bando rank`,
//! which made the record.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PROPOSALS: u64 = 10_000;
const RUNS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("call.bando");
    fs::write(&rules, include_str!("verify.bando")).expect("written");
    let proposals = folder.path().join("proposals.csv");
    fs::write(&proposals, invented(PROPOSALS)).expect("written");
    let mut ranked = Vec::new();
    let mut verified = Vec::new();
    for run in 0..RUNS {
        let out = folder.path().join(format!("out{run}"));
        let rank: [&Path; 5] = ["rank".as_ref(), &rules, &proposals, "--out".as_ref(), &out];
        ranked.push(timed(&rank));
        verified.push(timed(&["verify".as_ref(), &out]));
    }
    let (ranked, verified) = (median(ranked), median(verified));
    println!("{PROPOSALS} proposals, medians of {RUNS} runs");
    println!("rank --out: {:.2} s", ranked.as_secs_f64());
    println!(
        "verify: {:.2} s (aim: at most 5), {:.2}× rank --out",
        verified.as_secs_f64(),
        verified.as_secs_f64() / ranked.as_secs_f64()
    );
}

fn timed(arguments: &[&Path]) -> Duration {
    let begun = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_bando_measured"))
        .args(arguments)
        .stdout(Stdio::null())
        .status();
    let taken = begun.elapsed();
    assert!(status.expect("it runs").success(), "{arguments:?}");
    taken
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Proposals that look like chance and are the same everywhere (Knuth's MMIX generator).
fn invented(count: u64) -> String {
    let mut state = 42_u64;
    let mut below = |end: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % end
    };
    let mut text = String::from(
        "id,applicant.name,applicant.code,applicant.young,area,cost,own,months,good,people,sent_on\n",
    );
    for place in 0..count {
        let area = ["BA", "BR", "BT", "FG", "LE", "TA"][below(6) as usize];
        let cost = 1_500_000 + below(46_000_000);
        let own = cost * (15 + below(30)) / 100;
        let applicant = 1 + below(count / 2);
        let young = if below(5) == 0 { "yes" } else { "no" };
        let (months, good, people) = (6 + below(20), below(51), below(10_001));
        let (hour, minute, second) = (9 + place / 3_600, place / 60 % 60, place % 60);
        let _ = writeln!(
            text,
            "P{place:05},Body {applicant},{applicant},{young},{area},{}.{:02},{}.{:02},{months},{good},{people},2026-02-01 {hour:02}:{minute:02}:{second:02}",
            cost / 100,
            cost % 100,
            own / 100,
            own % 100,
        );
    }
    text
}
