//! How long the command takes, with one thread and with two, and how much memory.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::project;

const ROUNDS: usize = 5;

/// Measures the command over lines of JSON and over CSV, of two lengths each.
pub fn measure(lines: &str) {
    println!();
    let folder = tempfile::tempdir().expect("a folder");
    let rows = lines.lines().count();
    let call = project("tests/w914/call.bando");
    let path = folder.path().join("proposals.jsonl");
    for rows in [rows / 2, rows] {
        let half = lines.lines().take(rows);
        let text = half.fold(String::new(), |all, line| all + line + "\n");
        fs::write(&path, text).expect("written");
        of_file("lines of JSON", rows, &call, &path);
    }
    let call = project("tests/assessment/rows/call.bando");
    let path = folder.path().join("proposals.csv");
    for rows in [rows, rows * 4] {
        fs::write(&path, csv(rows)).expect("written");
        of_file("rows of CSV", rows, &call, &path);
    }
}

fn of_file(what: &str, rows: usize, call: &Path, path: &Path) {
    let (mut one, mut two) = (Duration::MAX, Duration::MAX);
    let mut most = 0;
    for _ in 0..ROUNDS {
        let (time, memory) = run(call, path, "1");
        (one, most) = (one.min(time), most.max(memory));
        two = two.min(run(call, path, "2").0);
    }
    println!(
        "{rows} {what} by the command: {:.0} ns a row, with two threads {:.2} times as fast; at most {:.1} MB of memory (aim 20)",
        one.as_nanos() as f64 / rows as f64,
        one.as_secs_f64() / two.as_secs_f64(),
        most as f64 / 1024.0
    );
}

/// Returns how long the command took, and how many KiB at most.
fn run(call: &Path, path: &Path, threads: &str) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_bando_measured"))
        .args(["assess", "--format", "jsonl", "--threads", threads])
        .args([call, path])
        .stdout(Stdio::null())
        .spawn()
        .expect("the command");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0_u64;
    while child.try_wait().expect("a child").is_none() {
        let now = fs::read_to_string(&status).unwrap_or_default();
        let line = now.lines().find(|line| line.starts_with("VmHWM"));
        let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
        most = most.max(kib.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(1));
    }
    (start.elapsed(), most)
}

/// Applications in CSV for the call of `tests/assessment/rows`.
fn csv(rows: usize) -> String {
    let mut text = String::from(
        "protocollo;tipo;pubblico;costo;quota;mesi;aree;nascita;arrivo;voto;lavori;costo_lavori;luogo;osservazioni;note\n",
    );
    for row in 0..rows {
        let form = ["comune", "ets", "impresa"][row % 3];
        let public = ["sì", "no"][row % 2];
        let cost = 1_000 + row % 90_000;
        let (share, months, mark) = (row % 100, 1 + row % 60, row % 10);
        let _ = writeln!(
            text,
            "P{row:08};{form};{public};{cost},50;{share},25;{months};nord,sud;31/12/1980;30/03/2026 10:00;{mark},5;yes;100,00;BA01;;"
        );
    }
    text
}
