//! Ranking and allocation: each file beside this one holds rules, candidates and the whole printed
//! result.
//!
//! A file starts with lines `envelope`, `limit` and `order`, then a CSV of candidates (`id`,
//! `group`, `award` in euro, and a column per key), then `---` and what is printed.

mod decree;
mod model;
mod properties;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use bando::number::{Fraction, Money, parse_plain};
use bando::selection::{
    Candidate, Key, Rules, Selection, SelectionError, Unit, UnitResult, select,
};
use bando::value::Limit;

#[test]
fn every_case_prints_what_its_file_says() {
    let mut paths: Vec<PathBuf> = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/selection")
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 20, "only {} cases found", paths.len());
    let mut wrong = String::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let (given, expected) = text.split_once("---\n").unwrap();
        let (candidates, rules) = read_case(given);
        let printed = print(select(&candidates, &rules));
        if printed != expected {
            writeln!(wrong, "{}:\n{printed}", path.display()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "other results than written:\n{wrong}");
}

fn read_case(given: &str) -> (Vec<Candidate>, Rules) {
    let mut rules = Rules {
        descending: Vec::new(),
        envelope: None,
        limit: Limit::Stop,
    };
    let mut candidates = Vec::new();
    let mut header = true;
    for line in given.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["envelope", "none"] => rules.envelope = None,
            ["envelope", euro] => rules.envelope = Some(money(euro)),
            ["limit", limit @ ..] => rules.limit = read_limit(limit),
            ["order", directions @ ..] => {
                rules.descending = directions
                    .iter()
                    .map(|word| *word == "descending")
                    .collect();
            }
            _ if header => {
                assert!(line.starts_with("id,group,award"), "{line}");
                header = false;
            }
            _ => candidates.push(read_candidate(line)),
        }
    }
    (candidates, rules)
}

fn read_limit(words: &[&str]) -> Limit {
    match words {
        ["stop"] => Limit::Stop,
        ["pass", "over"] => Limit::PassOver,
        ["give", share, "then", then @ ..] => Limit::Give {
            at_least: (*share != "any").then(|| {
                let (part, whole) = share.split_once('/').unwrap();
                Fraction::new(part.parse().unwrap(), whole.parse().unwrap()).unwrap()
            }),
            then_pass_over: read_limit(then) == Limit::PassOver,
        },
        _ => panic!("no limit: {words:?}"),
    }
}

fn read_candidate(line: &str) -> Candidate {
    let cells: Vec<&str> = line.split(',').collect();
    Candidate {
        id: cells[0].to_owned(),
        group: (!cells[1].is_empty()).then(|| cells[1].to_owned()),
        award: money(cells[2]),
        keys: cells[3..]
            .iter()
            .map(|cell| match parse_plain(cell) {
                Some(number) => Key::Number(number),
                None => Key::Text((*cell).to_owned()),
            })
            .collect(),
    }
}

fn money(euro: &str) -> Money {
    Money::from_euro(parse_plain(euro).unwrap()).unwrap()
}

fn print(selection: Result<Selection, SelectionError>) -> String {
    let mut out = String::new();
    match selection {
        Ok(selection) => {
            for unit in &selection.units {
                print_unit(&mut out, unit);
            }
            let left = selection.left.map_or("-".to_owned(), Money::to_plain);
            writeln!(out, "spent {}, left {left}", selection.spent.to_plain()).unwrap();
        }
        Err(SelectionError::Tie { units, left }) => {
            writeln!(out, "tie, left {}", left.to_plain()).unwrap();
            for (id, full) in units {
                writeln!(out, "  {id} {}", full.to_plain()).unwrap();
            }
        }
        Err(other) => writeln!(out, "{other:?}").unwrap(),
    }
    out
}

fn print_unit(out: &mut String, unit: &Unit) {
    let result = match &unit.result {
        UnitResult::Ranked => "ranked".to_owned(),
        UnitResult::Funded { left } => format!("funded, had {}", left.to_plain()),
        UnitResult::FundedInPart { left } => format!("funded in part, had {}", left.to_plain()),
        UnitResult::Short {
            left,
            short,
            ends_walk,
        } => format!(
            "short by {}, had {}{}",
            short.to_plain(),
            left.to_plain(),
            if *ends_walk { ", ends the walk" } else { "" }
        ),
        UnitResult::AfterTheEnd {
            ended_by,
            left,
            short,
        } => format!(
            "after {ended_by}, had {}, short by {}",
            left.to_plain(),
            short.map_or("nothing".to_owned(), Money::to_plain)
        ),
        UnitResult::NothingToAward => "nothing to award".to_owned(),
    };
    let full = unit.full.to_plain();
    writeln!(out, "{} {} {full}: {result}", unit.rank, unit.id).unwrap();
    for member in &unit.members {
        let (award, full) = (member.award.to_plain(), member.full.to_plain());
        writeln!(out, "    {} {award} of {full}", member.id).unwrap();
    }
}
