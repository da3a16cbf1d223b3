//! How near the unfunded came, and who is equal at the line.

use std::sync::Arc;

use bando::comparison::{Closeness, Decided, TieAtTheLine, closeness, ties};
use bando::number::{Fraction, Money};
use bando::selection::{Candidate, Cap, Key, Lot, Rules, Selection, select};
use bando::value::Limit;

/// Selects among proposals with two keys, 100 cents there are; the third may have a cap of one.
fn selected(all: &[(&str, i128, i128, i64)], limit: Limit, capped: &[&str]) -> Selection {
    let candidates: Vec<Candidate> = all
        .iter()
        .map(|(id, score, second, cents)| Candidate {
            id: (*id).to_owned(),
            group: None,
            keys: Arc::new(vec![
                Key::Number(Fraction::integer(*score)),
                Key::Number(Fraction::integer(*second)),
            ]),
            award: Money::from_cents(*cents),
            pool: None,
            caps: Arc::new(vec![capped.contains(id).then(|| "X".to_owned())]),
            reserves: Vec::new(),
        })
        .collect();
    let mut rules = Rules::new(vec![true, true], Some(Money::from_cents(100)), limit);
    rules.caps.push(Cap::Proposals(1));
    select(&candidates, &rules).unwrap()
}

#[test]
fn points_and_euro_are_told_for_each_that_waits() {
    let all = [
        ("a", 90, 0, 60),
        ("b", 80, 0, 50),
        ("c", 70, 0, 40),
        ("d", 60, 0, 30),
        ("e", 50, 0, 0),
    ];
    let near = closeness(&selected(&all, Limit::Stop, &[]), Some(0));
    let expected = |id: &str, rank, cents, score, points, short: Option<i64>| Closeness {
        unit: id.to_owned(),
        rank,
        pool: None,
        full: Money::from_cents(cents),
        score: Some(Fraction::integer(score)),
        line: Some(Fraction::integer(90)),
        points: Some(Fraction::integer(points)),
        euro: short.map(Money::from_cents),
        awaits_lot: false,
        cap: None,
    };
    // For `c` and `d` the money would have been enough; `e` asks nothing.
    assert_eq!(
        near,
        [
            expected("b", 2, 50, 80, 10, Some(10)),
            expected("c", 3, 40, 70, 20, None),
            expected("d", 4, 30, 60, 30, None),
        ]
    );
}

#[test]
fn whoever_was_passed_over_lacks_no_points() {
    let all = [("a", 90, 0, 60), ("b", 80, 0, 50), ("c", 70, 0, 40)];
    let near = closeness(&selected(&all, Limit::PassOver, &[]), Some(0));
    assert_eq!(near.len(), 1);
    assert_eq!(near[0].points, None);
    assert_eq!(near[0].line, Some(Fraction::integer(70)));
    assert_eq!(near[0].euro, Some(Money::from_cents(10)));
}

#[test]
fn a_cap_is_told_where_it_refused() {
    let all = [("a", 90, 0, 10), ("b", 80, 0, 10)];
    let near = closeness(&selected(&all, Limit::Stop, &["a", "b"]), Some(0));
    assert_eq!((near[0].cap, near[0].euro), (Some(0), None));
}

#[test]
fn a_class_that_the_line_divides_says_what_decided() {
    let all = [("a", 90, 2, 60), ("b", 90, 1, 60), ("c", 80, 0, 10)];
    let tie = |funded: &[&str], unfunded: &[&str], decided| TieAtTheLine {
        score: Fraction::integer(90),
        funded: funded.iter().map(|id| (*id).to_owned()).collect(),
        unfunded: unfunded.iter().map(|id| (*id).to_owned()).collect(),
        decided,
    };
    assert_eq!(
        ties(&selected(&all, Limit::Stop, &[]), 0),
        [tie(&["a"], &["b"], Decided::Key(1))]
    );
    // Equal in every key, and the one too large for the money in any order.
    let all = [("a", 90, 1, 60), ("b", 90, 1, 120)];
    assert_eq!(
        ties(&selected(&all, Limit::PassOver, &[]), 0),
        [tie(&["a"], &["b"], Decided::Money)]
    );
    // All funded, or none: the line divides nobody.
    let all = [("a", 90, 1, 60), ("b", 90, 0, 40), ("c", 80, 0, 10)];
    assert_eq!(ties(&selected(&all, Limit::Stop, &[]), 0), []);
}

#[test]
fn what_completes_an_award_in_part_is_lacking_too() {
    let all = [("a", 90, 0, 60), ("b", 80, 0, 50), ("c", 70, 0, 40)];
    let limit = Limit::Give {
        at_least: None,
        then_pass_over: false,
    };
    // `b` has 40 of 50: a slide completes it before it gives `c` its 40.
    let near = closeness(&selected(&all, limit, &[]), Some(0));
    assert_eq!(near.len(), 1);
    assert_eq!(near[0].euro, Some(Money::from_cents(50)));
}

#[test]
fn before_the_lot_nobody_lacks_anything_that_could_be_told() {
    let candidates = [("a", 90, 60), ("b", 80, 30), ("c", 80, 40), ("d", 70, 5)];
    let candidates = candidates.map(|(id, score, cents)| {
        let keys = vec![Key::Number(Fraction::integer(score))];
        Candidate::new(id, keys, Money::from_cents(cents))
    });
    let mut rules = Rules::new(vec![true], Some(Money::from_cents(100)), Limit::Stop);
    rules.lot = Some(Lot::Awaited);
    let near = closeness(&select(&candidates, &rules).unwrap(), Some(0));
    let told: Vec<_> = near
        .iter()
        .map(|it| (it.unit.as_str(), it.awaits_lot, it.points, it.euro))
        .collect();
    assert_eq!(
        told,
        [
            ("b", true, None, None),
            ("c", true, None, None),
            ("d", true, None, None)
        ]
    );
}
