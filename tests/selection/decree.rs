//! The decree of 30 December 2021, to the cent, from the applications it ranked.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use bando::number::{Fraction, Money, parse_plain};
use bando::selection::{
    Candidate, Key, Rules, Selection, SelectionError, Tie, UnitResult, Walk, select,
};
use bando::value::Limit;

/// Reads the ranked applications, and the ids of those that the decree funds.
fn ranked(group_by_comune: bool) -> (Vec<Candidate>, BTreeSet<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples/rigenerazione-urbana-2021/domande.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|column| column == name).unwrap();
    let [cup, istat, asked, index, in_ranking, funded] = [
        "cup",
        "istat",
        "richiesta",
        "ivsm_2018",
        "in_graduatoria",
        "finanziato",
    ]
    .map(place);
    let mut candidates = Vec::new();
    let mut by_decree = BTreeSet::new();
    for record in reader.records() {
        let record = record.unwrap();
        if &record[in_ranking] != "1" {
            continue;
        }
        if &record[funded] == "1" {
            by_decree.insert(record[cup].to_owned());
        }
        let keys = vec![Key::Number(parse_plain(&record[index]).unwrap())];
        let award = Money::from_euro(parse_plain(&record[asked]).unwrap()).unwrap();
        candidates.push(Candidate {
            group: group_by_comune.then(|| record[istat].to_owned()),
            ..Candidate::new(&record[cup], keys, award)
        });
    }
    (candidates, by_decree)
}

fn rules(limit: Limit) -> Rules {
    let envelope = Money::from_euro(Fraction::integer(3_400_000_000));
    Rules::new(vec![true], envelope, limit)
}

fn funded(selection: &Selection) -> BTreeSet<String> {
    selection
        .units
        .iter()
        .flat_map(|unit| &unit.members)
        .filter(|member| member.award > Money::ZERO)
        .map(|member| member.id.clone())
        .collect()
}

#[test]
fn stop_by_comune_funds_exactly_whom_the_decree_funds() {
    let (candidates, by_decree) = ranked(true);
    let selection = select(&candidates, &rules(Limit::Stop)).unwrap();
    assert_eq!((candidates.len(), selection.units.len()), (2325, 641));
    assert_eq!(by_decree.len(), 1784);
    assert_eq!(funded(&selection), by_decree);
    assert_eq!(selection.spent.to_plain(), "3399271176.95");
    assert_eq!(selection.left.unwrap().to_plain(), "728823.05");
    let ended = selection.units.iter().find_map(|unit| match unit.result {
        UnitResult::Short { short, .. } => Some((unit.id.as_str(), unit.full, short)),
        _ => None,
    });
    let (segrate, full, short) = ended.unwrap();
    assert_eq!(
        (segrate, full.to_plain(), short.to_plain()),
        ("015205", "4132500.00".to_owned(), "3403676.95".to_owned())
    );
}

#[test]
fn pass_over_by_comune_would_fund_two_more() {
    let (candidates, by_decree) = ranked(true);
    let selection = select(&candidates, &rules(Limit::PassOver)).unwrap();
    assert_eq!(funded(&selection).len(), 1786);
    assert!(funded(&selection).is_superset(&by_decree));
    assert_eq!(selection.left.unwrap().to_plain(), "158823.05");
}

#[test]
fn pass_over_by_project_would_leave_a_tie_at_the_line() {
    let (mut candidates, _) = ranked(false);
    let tie = select(&candidates, &rules(Limit::PassOver));
    let thirty_five = Money::from_cents(3_500_000);
    assert_eq!(
        tie,
        Err(SelectionError::Tie(Tie {
            walk: Walk::First,
            units: vec![
                ("C17H20003100001".to_owned(), thirty_five),
                ("C17H20003110001".to_owned(), thirty_five),
            ],
            others: vec![
                ("C13D21001530001".to_owned(), Money::from_cents(63_000_000)),
                ("C14E21000120001".to_owned(), Money::from_cents(54_500_000)),
                ("C16D20000030002".to_owned(), Money::from_cents(15_000_000)),
                ("C16J21000000002".to_owned(), Money::from_cents(171_500_000)),
            ],
            pool: None,
            left: Money::from_cents(6_882_305),
        }))
    );
    for candidate in &mut candidates {
        Arc::make_mut(&mut candidate.keys).push(Key::Text(candidate.id.clone()));
    }
    let rules = Rules {
        descending: vec![true, false],
        ..rules(Limit::PassOver)
    };
    let selection = select(&candidates, &rules).unwrap();
    assert_eq!(funded(&selection).len(), 1786);
    assert_eq!(selection.left.unwrap().to_plain(), "33823.05");
}
