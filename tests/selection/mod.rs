//! Ranking and allocation: each file beside this one holds rules, candidates and the whole printed
//! result.
//!
//! A file starts with lines `envelope`, `limit`, `order` and so on, then a CSV of candidates (`id`,
//! `group`, `award` in euro, `pool`, a `cap` or `reserve` for each, and a column per key), then the
//! events of a slide, then `---` and what is printed.

mod decree;
mod model;
mod orders;
mod properties;
mod refusals;
mod sets;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bando::number::{Fraction, Money, parse_plain};
use bando::selection::{
    Candidate, Cap, Event, Key, Lot, Pools, Reserve, Room, Rules, Selection, SelectionError,
    SlideError, Tie, To, Unit, UnitResult, Used, Walk, select, slide,
};
use bando::value::{Leftovers, Limit};

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
        let (candidates, rules, events) = read_case(given);
        let selection = select(&candidates, &rules);
        let mut printed = print(selection.clone());
        if !events.is_empty() {
            printed.push_str("then\n");
            match slide(&selection.unwrap(), &rules, &events) {
                Err(SlideError::Selection(error)) => printed.push_str(&print(Err(error))),
                Err(error) => writeln!(printed, "{error:?}").unwrap(),
                Ok(slid) => printed.push_str(&print(Ok(slid))),
            }
        }
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, format!("{given}---\n{printed}")).unwrap();
        } else if printed != expected {
            writeln!(wrong, "{}:\n{printed}", path.display()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "other results than written:\n{wrong}");
}

fn read_case(given: &str) -> (Vec<Candidate>, Rules, Vec<Event>) {
    let mut rules = Rules::new(Vec::new(), None, Limit::Stop);
    let mut events = Vec::new();
    let mut candidates = Vec::new();
    let mut header: Vec<&str> = Vec::new();
    for line in given.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["envelope", "none"] => rules.envelope = None,
            ["envelope", euro] => rules.envelope = Some(money(euro)),
            ["limit", limit @ ..] => rules.limit = read_limit(limit),
            ["lot", "awaited"] => rules.lot = Some(Lot::Awaited),
            ["lot", seed] => rules.lot = Some(Lot::Seed((*seed).to_owned())),
            ["pools", shares @ .., leftovers] => {
                rules.pools = Some(Pools {
                    shares: read_shares(shares),
                    leftovers: match *leftovers {
                        "unspent" => Leftovers::Unspent,
                        _ => Leftovers::OneRanking,
                    },
                });
            }
            ["cap", "proposals", count] => {
                rules.caps.push(Cap::Proposals(count.parse().unwrap()));
            }
            ["cap", euro] => rules.caps.push(Cap::Money(money(euro))),
            ["reserve", euro, options @ ..] => rules.reserves.push(Reserve {
                amount: money(euro),
                in_addition: options.contains(&"addition"),
                released: options.contains(&"released"),
            }),
            ["order", directions @ ..] => {
                rules.descending = directions
                    .iter()
                    .map(|word| *word == "descending")
                    .collect();
            }
            ["then", event @ ..] => events.push(read_event(event)),
            _ if header.is_empty() => {
                header = line.split(',').collect();
                assert!(line.starts_with("id,group,award"), "{line}");
            }
            _ => candidates.push(read_candidate(&header, line)),
        }
    }
    (candidates, rules, events)
}

/// Reads `FG=10`, `BA=20`.
fn read_shares(shares: &[&str]) -> BTreeMap<String, Money> {
    let shares = shares.iter().map(|share| share.split_once('=').unwrap());
    shares
        .map(|(key, euro)| (key.to_owned(), money(euro)))
        .collect()
}

fn read_event(words: &[&str]) -> Event {
    match words {
        ["more", euro] => Event::MoreMoney {
            amount: money(euro),
            to: To::OneRanking,
        },
        ["more", euro, shares @ ..] => Event::MoreMoney {
            amount: money(euro),
            to: To::Pools(read_shares(shares)),
        },
        ["renounced", proposal] => Event::Renounced {
            proposal: (*proposal).to_owned(),
        },
        ["revoked", proposal] => Event::Revoked {
            proposal: (*proposal).to_owned(),
        },
        ["failed", proposal] => Event::ReservationFailed {
            proposal: (*proposal).to_owned(),
        },
        ["cleared", proposal] => Event::ReservationCleared {
            proposal: (*proposal).to_owned(),
        },
        _ => panic!("no event: {words:?}"),
    }
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

fn read_candidate(header: &[&str], line: &str) -> Candidate {
    let cells: Vec<&str> = line.split(',').collect();
    assert_eq!(cells.len(), header.len(), "{line}");
    let mut candidate = Candidate::new(cells[0], Vec::new(), money(cells[2]));
    candidate.group = (!cells[1].is_empty()).then(|| cells[1].to_owned());
    for (heading, cell) in header.iter().zip(&cells).skip(3) {
        let some = (!cell.is_empty()).then(|| (*cell).to_owned());
        match heading.split_once(' ').map_or(*heading, |(kind, _)| kind) {
            "pool" => candidate.pool = some,
            "cap" => Arc::make_mut(&mut candidate.caps).push(some),
            "reserve" => candidate.reserves.push(*cell == "yes"),
            _ => Arc::make_mut(&mut candidate.keys).push(match parse_plain(cell) {
                Some(number) => Key::Number(number),
                None => Key::Text((*cell).to_owned()),
            }),
        }
    }
    candidate
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
            for pool in &selection.pools {
                let [share, passed_on, left] =
                    [pool.share, pool.passed_on, pool.left].map(Money::to_plain);
                writeln!(
                    out,
                    "pool {} {share}: passed on {passed_on}, left {left}",
                    pool.key
                )
                .unwrap();
            }
            for reserve in &selection.reserves {
                let [amount, counted, released] =
                    [reserve.amount, reserve.counted, reserve.released].map(Money::to_plain);
                writeln!(
                    out,
                    "reserve {amount}: counted {counted}, released {released}"
                )
                .unwrap();
            }
            if let Some(tie) = &selection.awaits_lot {
                out.push_str("awaits the lot: ");
                print_tie(&mut out, tie);
            }
        }
        Err(SelectionError::Tie(tie)) => print_tie(&mut out, &tie),
        Err(other) => writeln!(out, "{other:?}").unwrap(),
    }
    out
}

fn print_tie(out: &mut String, tie: &Tie) {
    let pool = tie
        .pool
        .as_ref()
        .map_or(String::new(), |it| format!(" in {it}"));
    let walk = walk_text(tie.walk);
    writeln!(out, "tie{pool}{walk}, left {}", tie.left.to_plain()).unwrap();
    for (id, full) in &tie.units {
        writeln!(out, "  {id} {}", full.to_plain()).unwrap();
    }
}

fn print_unit(out: &mut String, unit: &Unit) {
    let full = unit.full.to_plain();
    writeln!(
        out,
        "{} {} {full}: {}",
        unit.rank,
        unit.id,
        result_text(&unit.result)
    )
    .unwrap();
    for earlier in &unit.earlier {
        writeln!(out, "    before: {}", result_text(earlier)).unwrap();
    }
    for member in &unit.members {
        let (award, full) = (member.award.to_plain(), member.full.to_plain());
        writeln!(out, "    {} {award} of {full}", member.id).unwrap();
    }
}

fn result_text(result: &UnitResult) -> String {
    match result {
        UnitResult::Ranked => "ranked".to_owned(),
        UnitResult::Funded {
            walk,
            room,
            reserve,
        } => {
            let (had, walk) = (had(room), walk_text(*walk));
            format!("funded{walk}, {had}{}", reserve_text(*reserve))
        }
        UnitResult::FundedInPart {
            walk,
            room,
            reserve,
            cap,
        } => {
            let (had, walk) = (had(room), walk_text(*walk));
            let cap = cap.map(|cap| format!(", up to the cap {cap}"));
            let (cap, counts) = (cap.unwrap_or_default(), reserve_text(*reserve));
            format!("funded in part{walk}, {had}{cap}{counts}")
        }
        UnitResult::Short {
            walk,
            room,
            short,
            closes,
        } => format!(
            "short by {}{}, {}{}",
            short.to_plain(),
            walk_text(*walk),
            had(room),
            if *closes { ", closes" } else { "" }
        ),
        UnitResult::Capped {
            walk,
            cap,
            key,
            used,
            adds,
        } => format!(
            "cap {cap} of {key}{}: {} and {} more",
            walk_text(*walk),
            used_text(*used),
            used_text(*adds)
        ),
        UnitResult::AfterTheEnd {
            walk,
            ended_by,
            room,
            short,
        } => format!(
            "after {ended_by}{}, {}, short by {}",
            walk_text(*walk),
            had(room),
            short.map_or("nothing".to_owned(), Money::to_plain)
        ),
        UnitResult::AwaitsLot => "awaits the lot".to_owned(),
        UnitResult::NothingToAward => "nothing to award".to_owned(),
        UnitResult::Left => "left".to_owned(),
    }
}

fn had(room: &Room) -> String {
    let mut text = format!("had {}", room.left.to_plain());
    if let Some(pool) = room.pool {
        write!(text, " (pool {})", pool.to_plain()).unwrap();
    }
    if room.held > Money::ZERO {
        let (money, held) = (room.money.to_plain(), room.held.to_plain());
        write!(text, " ({money} less {held} held)").unwrap();
    }
    text
}

fn walk_text(walk: Walk) -> &'static str {
    match walk {
        Walk::First => "",
        Walk::Leftovers => " from leftovers",
        Walk::Released => " in the last walk",
    }
}

fn reserve_text(reserve: Option<usize>) -> String {
    reserve.map_or(String::new(), |place| format!(", in reserve {place}"))
}

fn used_text(used: Used) -> String {
    match used {
        Used::Money(money) => money.to_plain(),
        Used::Proposals(count) => format!("{count} proposals"),
    }
}
