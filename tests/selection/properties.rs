//! What holds for every selection.

use std::collections::BTreeMap;

use bando::number::{Fraction, Money};
use bando::selection::{
    Candidate, Key, Rules, Selection, SelectionError, Unit, UnitResult, select,
};
use bando::value::Limit;
use proptest::prelude::*;

use super::model::{self, Found};

fn limits() -> impl Strategy<Value = Limit> {
    let share = prop_oneof![
        Just(None),
        (0_i128..=6, 1_i128..=6).prop_map(|(part, whole)| Fraction::new(part, whole)),
    ];
    prop_oneof![
        Just(Limit::Stop),
        Just(Limit::PassOver),
        (share, any::<bool>()).prop_map(|(at_least, then_pass_over)| Limit::Give {
            at_least,
            then_pass_over,
        }),
    ]
}

/// Candidates with few different keys, so that ties are common; the keys of a group are those of
/// its name, so that its members share them. Small awards make exact fits common.
fn candidates(most: usize) -> impl Strategy<Value = Vec<Candidate>> {
    let one = (
        0_i128..4,
        0..2_u8,
        -2_i64..14,
        prop::option::weighted(0.3, 0..3_u8),
    );
    prop::collection::vec(one, 0..=most).prop_map(|rows| {
        let rows = rows.into_iter().enumerate();
        rows.map(|(index, (number, letter, cents, group))| {
            let (number, letter) =
                group.map_or((number, letter), |group| (group.into(), group % 2));
            Candidate {
                id: format!("p{index:02}"),
                group: group.map(|group| format!("g{group}")),
                keys: vec![
                    Key::Number(Fraction::integer(number)),
                    Key::Text(char::from(b'a' + letter).to_string()),
                ],
                award: Money::from_cents(cents),
            }
        })
        .collect()
    })
}

fn rules() -> impl Strategy<Value = Rules> {
    let directions = prop::collection::vec(any::<bool>(), 2);
    (directions, 0_i64..60, limits()).prop_map(|(descending, cents, limit)| Rules {
        descending,
        envelope: Some(Money::from_cents(cents)),
        limit,
    })
}

/// Candidates that no key leaves equal, so that there is always a selection.
fn without_ties(most: usize) -> impl Strategy<Value = Vec<Candidate>> {
    candidates(most).prop_map(|mut candidates| {
        for candidate in &mut candidates {
            let last = candidate.group.as_ref().unwrap_or(&candidate.id);
            candidate.keys.push(Key::Text(last.clone()));
        }
        candidates
    })
}

fn largest_class(candidates: &[Candidate]) -> usize {
    let mut classes: BTreeMap<&[Key], Vec<&str>> = BTreeMap::new();
    for candidate in candidates {
        let unit = candidate.group.as_ref().unwrap_or(&candidate.id);
        let class = classes.entry(&candidate.keys).or_default();
        if !class.contains(&unit.as_str()) {
            class.push(unit);
        }
    }
    classes.values().map(Vec::len).max().unwrap_or_default()
}

fn given(unit: &Unit) -> Money {
    Money::sum(unit.members.iter().map(|member| member.award)).unwrap()
}

fn found(selection: Result<Selection, SelectionError>) -> Found {
    match selection {
        Ok(selection) => Found::Given(
            selection
                .units
                .iter()
                .map(|unit| (unit.id.clone(), given(unit).cents().into()))
                .collect(),
            selection.left.unwrap().cents().into(),
        ),
        Err(SelectionError::Tie { units, left }) => Found::Tie(
            units.into_iter().map(|(id, _)| id).collect(),
            left.cents().into(),
        ),
        Err(other) => panic!("{other:?}"),
    }
}

/// Every unit's result must follow from the money and the results before it.
fn check_results(selection: &Selection, rules: &Rules) -> Result<(), TestCaseError> {
    let mut left = rules.envelope.unwrap();
    let mut ended: Option<&str> = None;
    for unit in &selection.units {
        let given = given(unit);
        match &unit.result {
            UnitResult::Ranked => prop_assert!(false, "an envelope funds or refuses"),
            UnitResult::NothingToAward => prop_assert!(unit.full <= Money::ZERO),
            UnitResult::Funded { left: had } => {
                prop_assert_eq!((*had, given, ended), (left, unit.full, None));
                prop_assert!(unit.full > Money::ZERO && unit.full <= left);
            }
            UnitResult::FundedInPart { left: had } => {
                prop_assert_eq!((*had, given, ended), (left, left, None));
                let is_give = matches!(rules.limit, Limit::Give { .. });
                prop_assert!(is_give && unit.full > left && left > Money::ZERO);
                ended = Some(&unit.id);
            }
            UnitResult::Short {
                left: had,
                short,
                ends_walk,
            } => {
                prop_assert_eq!((*had, ended), (left, None));
                prop_assert!(*short > Money::ZERO && had.add(*short) == Some(unit.full));
                ended = ends_walk.then_some(&unit.id);
            }
            UnitResult::AfterTheEnd {
                ended_by,
                left: had,
                short,
            } => {
                prop_assert_eq!((*had, ended), (left, Some(ended_by.as_str())));
                let missing = unit.full.sub(left).unwrap();
                prop_assert_eq!(*short, (missing > Money::ZERO).then_some(missing));
                prop_assert!(unit.full > Money::ZERO);
            }
        }
        if !matches!(
            unit.result,
            UnitResult::Funded { .. } | UnitResult::FundedInPart { .. }
        ) {
            prop_assert_eq!(given, Money::ZERO);
        }
        left = left.sub(given).unwrap();
    }
    prop_assert_eq!(selection.left, Some(left));
    Ok(())
}

fn passes_over(limit: Limit) -> bool {
    matches!(
        limit,
        Limit::PassOver
            | Limit::Give {
                then_pass_over: true,
                ..
            }
    )
}

proptest! {
    #[test]
    fn it_agrees_with_the_model(candidates in candidates(10), rules in rules()) {
        if largest_class(&candidates) <= 5 {
            prop_assert_eq!(
                found(select(&candidates, &rules)),
                model::select(&candidates, &rules)
            );
        }
    }

    #[test]
    fn a_tie_is_judged_as_trying_every_order_would(
        cents in prop::collection::vec(0_i64..12, 1..=5),
        before in 0_i64..4,
        rules in rules(),
    ) {
        let candidates: Vec<Candidate> = [before].iter().chain(&cents).enumerate()
            .map(|(index, cents)| Candidate {
                id: format!("p{index}"),
                group: None,
                keys: vec![Key::Number(Fraction::integer(i128::from(index == 0)))],
                award: Money::from_cents(*cents),
            })
            .collect();
        let envelope = rules.envelope.map(|envelope| Money::from_cents(envelope.cents() / 2));
        let rules = Rules { descending: vec![true], envelope, ..rules };
        prop_assert_eq!(
            found(select(&candidates, &rules)),
            model::select(&candidates, &rules)
        );
    }

    #[test]
    fn the_order_of_the_input_changes_nothing(
        (candidates, shuffled) in candidates(12)
            .prop_flat_map(|candidates| (Just(candidates.clone()), Just(candidates).prop_shuffle())),
        rules in rules(),
    ) {
        prop_assert_eq!(select(&candidates, &rules), select(&shuffled, &rules));
    }

    #[test]
    fn nobody_gets_more_than_his_award_and_all_no_more_than_there_is(
        candidates in candidates(12), rules in rules(),
    ) {
        if let Ok(selection) = select(&candidates, &rules) {
            let members = || selection.units.iter().flat_map(|unit| &unit.members);
            let sum = Money::sum(members().map(|member| member.award));
            prop_assert_eq!(Some(selection.spent), sum);
            prop_assert!(sum <= rules.envelope);
            prop_assert_eq!(rules.envelope.unwrap().sub(selection.spent), selection.left);
            for member in members() {
                prop_assert!(Money::ZERO <= member.award);
                prop_assert!(member.award <= member.full.max(Money::ZERO));
            }
            prop_assert_eq!(members().count(), candidates.len());
        }
    }

    #[test]
    fn every_result_follows_from_the_money(candidates in candidates(12), rules in rules()) {
        if let Ok(selection) = select(&candidates, &rules) {
            check_results(&selection, &rules)?;
        }
    }

    #[test]
    fn where_the_walk_stops_the_funded_are_a_beginning_of_the_ranking(
        candidates in without_ties(12), mut rules in rules(),
    ) {
        rules.limit = match rules.limit {
            Limit::Give { at_least, .. } => Limit::Give { at_least, then_pass_over: false },
            Limit::Stop | Limit::PassOver => Limit::Stop,
        };
        let selection = select(&candidates, &rules).unwrap();
        let mut asking = selection.units.iter().filter(|unit| unit.full > Money::ZERO);
        prop_assert!(asking.by_ref().skip_while(|unit| given(unit) > Money::ZERO)
            .all(|unit| given(unit) == Money::ZERO));
    }

    #[test]
    fn more_money_never_lowers_the_total(
        candidates in without_ties(12), rules in rules(), more in 1_i64..20,
    ) {
        let less = select(&candidates, &rules).unwrap();
        let envelope = rules.envelope.and_then(|envelope| envelope.add(Money::from_cents(more)));
        let more = select(&candidates, &Rules { envelope, ..rules.clone() }).unwrap();
        prop_assert!(less.spent <= more.spent);
        if !passes_over(rules.limit) {
            for (less, more) in less.units.iter().zip(&more.units) {
                prop_assert!(given(less) <= given(more), "{} loses", less.id);
            }
        }
    }

    #[test]
    fn ranks_are_shared_by_equal_keys_and_count_who_is_better(
        candidates in candidates(12), mut rules in rules(),
    ) {
        rules.envelope = None;
        let selection = select(&candidates, &rules).unwrap();
        for (place, unit) in selection.units.iter().enumerate() {
            let better = selection.units.iter().position(|other| other.keys == unit.keys).unwrap();
            prop_assert!(better <= place);
            prop_assert_eq!(unit.rank as usize, better + 1);
            prop_assert_eq!(&unit.result, &UnitResult::Ranked);
        }
        prop_assert_eq!((selection.spent, selection.left), (Money::ZERO, None));
    }
}

#[test]
fn a_sum_too_large_is_an_error() {
    let candidate = |id: &str, group: Option<&str>| Candidate {
        id: id.to_owned(),
        group: group.map(str::to_owned),
        keys: vec![Key::Text(id.to_owned())],
        award: Money::from_cents(i64::MAX),
    };
    let mut candidates = [candidate("a", Some("g")), candidate("b", Some("g"))];
    candidates[1].keys = candidates[0].keys.clone();
    let rules = Rules {
        descending: vec![true],
        envelope: Some(Money::from_cents(i64::MAX)),
        limit: Limit::Stop,
    };
    assert_eq!(select(&candidates, &rules), Err(SelectionError::Overflow));
    let apart = [candidate("a", None), candidate("b", None)];
    assert_eq!(select(&apart, &rules).unwrap().left, Some(Money::ZERO));
}

#[test]
fn a_tie_among_many_is_judged_in_bounded_time() {
    let candidates: Vec<Candidate> = (0..600)
        .map(|index| Candidate {
            id: format!("p{index:03}"),
            group: None,
            keys: Vec::new(),
            award: Money::from_cents(1_000_000_007 + index * index * 7_919),
        })
        .collect();
    for then_pass_over in [true, false] {
        let rules = Rules {
            descending: Vec::new(),
            envelope: Some(Money::from_cents(90_000_000_000)),
            limit: Limit::Give {
                at_least: Fraction::new(99, 100),
                then_pass_over,
            },
        };
        match select(&candidates, &rules) {
            Err(SelectionError::Tie { units, .. }) => assert_eq!(units.len(), 600),
            other => panic!("{other:?}"),
        }
    }
}
