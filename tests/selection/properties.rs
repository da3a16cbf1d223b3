//! What holds for every selection.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bando::number::{Fraction, Money};
use bando::selection::{
    Candidate, Candidates, Cap, Event, Key, Lot, Pools, Reserve, Rules, Selection, SelectionError,
    SlideError, To, Unit, UnitResult, decide, lot_digest, select, slide, to_come,
};
use bando::value::{Leftovers, Limit};
use proptest::prelude::*;

use super::model::{self, Found};

/// The keys of pools; no pool has the last.
pub(super) const PLACES: [&str; 4] = ["ba", "fg", "le", "ta"];

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

/// Candidates with few different keys, so that ties are common; the keys and the pool of a group
/// are those of its name, so that its members share them. Small awards make exact fits common.
/// Each counts against two caps and belongs to some of two reserves; rules may have fewer.
fn candidates(most: usize) -> impl Strategy<Value = Vec<Candidate>> {
    let one = (
        (0_i128..4, 0..2_u8),
        -2_i64..14,
        prop::option::weighted(0.3, 0..3_u8),
        0..8_usize,
        [
            prop::option::weighted(0.8, 0..3_u8),
            prop::option::weighted(0.8, 0..3_u8),
        ],
        [any::<bool>(), any::<bool>()],
    );
    prop::collection::vec(one, 0..=most).prop_map(|rows| {
        let rows = rows.into_iter().enumerate();
        rows.map(|(index, (key, cents, group, place, caps, reserves))| {
            let (number, letter) = group.map_or(key, |group| (group.into(), group % 2));
            let place = group.map_or(place, usize::from);
            Candidate {
                id: format!("p{index:02}"),
                group: group.map(|group| format!("g{group}")),
                keys: Arc::new(vec![
                    Key::Number(Fraction::integer(number)),
                    Key::Text(char::from(b'a' + letter).to_string()),
                ]),
                award: Money::from_cents(cents),
                pool: PLACES.get(place % 5).map(|place| (*place).to_owned()),
                caps: Arc::new(caps.map(|cap| cap.map(|cap| format!("c{cap}"))).to_vec()),
                reserves: reserves.to_vec(),
            }
        })
        .collect()
    })
}

/// Rules of one undivided envelope.
fn plain_rules() -> impl Strategy<Value = Rules> {
    let directions = prop::collection::vec(any::<bool>(), 2);
    (directions, 0_i64..60, limits()).prop_map(|(descending, cents, limit)| {
        Rules::new(descending, Some(Money::from_cents(cents)), limit)
    })
}

/// Rules with everything there is.
fn rules() -> impl Strategy<Value = Rules> {
    let cap = prop_oneof![
        (0_i64..30).prop_map(|cents| Cap::Money(Money::from_cents(cents))),
        (0_u32..4).prop_map(Cap::Proposals),
    ];
    let reserve = (0_i64..30, any::<bool>(), any::<bool>());
    let pools = prop::option::weighted(0.6, ([0_i64..30, 0_i64..30, 0_i64..30], any::<bool>()));
    (
        plain_rules(),
        pools,
        prop::collection::vec(cap, 2),
        prop::collection::vec(reserve, 2),
        (0..=2_usize, 0..=2_usize),
    )
        .prop_map(
            |(mut rules, pools, mut caps, mut reserves, (some_caps, some_reserves))| {
                if let Some((shares, unspent)) = pools {
                    rules.envelope = Some(Money::from_cents(shares.iter().sum()));
                    let shares = shares.map(Money::from_cents);
                    let keys = PLACES.iter().map(|place| (*place).to_owned());
                    rules.pools = Some(Pools {
                        shares: keys.zip(shares).collect(),
                        leftovers: if unspent {
                            Leftovers::Unspent
                        } else {
                            Leftovers::OneRanking
                        },
                    });
                }
                caps.truncate(some_caps);
                reserves.truncate(some_reserves);
                rules.caps = caps;
                let mut free = rules.envelope.unwrap().cents();
                for (cents, in_addition, released) in reserves {
                    let cents = cents.min(free);
                    free -= cents;
                    rules.reserves.push(Reserve {
                        amount: Money::from_cents(cents),
                        in_addition,
                        released,
                    });
                }
                rules
            },
        )
}

/// Cuts the candidates to what the rules know, and gives a pool to whom the rules require one.
fn fitted(mut candidates: Vec<Candidate>, rules: &Rules) -> Vec<Candidate> {
    for candidate in &mut candidates {
        Arc::make_mut(&mut candidate.caps).truncate(rules.caps.len());
        candidate.reserves.truncate(rules.reserves.len());
        if let Some(pools) = &rules.pools
            && pools.leftovers == Leftovers::Unspent
            && candidate
                .pool
                .as_ref()
                .is_none_or(|pool| !pools.shares.contains_key(pool))
        {
            candidate.pool = Some(PLACES[0].to_owned());
        }
    }
    candidates
}

pub(super) fn cases(most: usize) -> impl Strategy<Value = (Vec<Candidate>, Rules)> {
    (candidates(most), rules()).prop_map(|(candidates, rules)| (fitted(candidates, &rules), rules))
}

/// Returns the name of the unit to which a candidate belongs.
pub(super) fn unit_of(candidate: &Candidate) -> &str {
    candidate.group.as_ref().unwrap_or(&candidate.id)
}

/// Candidates that no key leaves equal, so that there is always a selection.
fn without_ties(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    for candidate in &mut candidates {
        let last = unit_of(candidate).to_owned();
        Arc::make_mut(&mut candidate.keys).push(Key::Text(last));
    }
    candidates
}

pub(super) fn cases_without_ties(most: usize) -> impl Strategy<Value = (Vec<Candidate>, Rules)> {
    cases(most).prop_map(|(candidates, mut rules)| {
        rules.descending.push(false);
        (without_ties(candidates), rules)
    })
}

/// What may happen after a ranking, before it is known which proposals there are.
fn happenings() -> impl Strategy<Value = Vec<(u8, usize, [i64; 3])>> {
    prop::collection::vec(
        (0..7_u8, 0..12_usize, [0_i64..12, 0_i64..12, 0_i64..12]),
        0..5,
    )
}

fn events(
    happenings: &[(u8, usize, [i64; 3])],
    candidates: &[Candidate],
    rules: &Rules,
) -> Vec<Event> {
    let mut gone = BTreeSet::new();
    let mut events = Vec::new();
    for (kind, place, cents) in happenings {
        let shares = cents.map(Money::from_cents);
        let amount = Money::sum(shares).unwrap();
        let keys = PLACES.iter().map(|place| (*place).to_owned());
        let one_ranking = rules
            .pools
            .as_ref()
            .is_none_or(|it| it.leftovers == Leftovers::OneRanking);
        let to_pools = rules.pools.is_some() && (*kind == 0 || !one_ranking);
        let to = if to_pools {
            To::Pools(keys.zip(shares).collect())
        } else {
            To::OneRanking
        };
        let proposal = candidates.get(*place).map(|it| it.id.clone());
        // A reserve grows by no more than there is more money.
        if let Some(reserve) = place
            .checked_rem(rules.reserves.len())
            .filter(|_| *kind == 6)
        {
            let amount = amount.max(Money::ZERO);
            events.push(Event::MoreMoney {
                amount,
                to: to.clone(),
            });
            events.push(Event::MoreReserved { reserve, amount });
            continue;
        }
        events.push(match (kind, proposal) {
            (0 | 1, _) | (_, None) => Event::MoreMoney { amount, to },
            (_, Some(proposal)) if gone.contains(&proposal) => continue,
            (2, Some(proposal)) => Event::ReservationCleared { proposal },
            (_, Some(proposal)) => {
                gone.insert(proposal.clone());
                match kind {
                    3 => Event::Renounced { proposal },
                    4 => Event::Revoked { proposal },
                    _ => Event::ReservationFailed { proposal },
                }
            }
        });
    }
    events
}

fn largest_class(candidates: &[Candidate]) -> usize {
    let mut classes: BTreeMap<&[Key], BTreeSet<&str>> = BTreeMap::new();
    for candidate in candidates {
        let class = classes.entry(&candidate.keys).or_default();
        class.insert(unit_of(candidate));
    }
    classes
        .values()
        .map(BTreeSet::len)
        .max()
        .unwrap_or_default()
}

fn given(unit: &Unit) -> Money {
    Money::sum(unit.members.iter().map(|member| member.award)).unwrap()
}

fn awards(selection: &Selection) -> BTreeMap<String, Money> {
    let members = selection.units.iter().flat_map(|unit| &unit.members);
    members.map(|it| (it.id.clone(), it.award)).collect()
}

fn found(selection: Result<Selection, SelectionError>) -> Found {
    match selection {
        Ok(selection) => {
            let members = selection.units.iter().flat_map(|unit| &unit.members);
            let staying = members.filter(|member| member.departure.is_none());
            let pools = selection.pools.iter();
            Found::Given(
                staying
                    .map(|it| (it.id.clone(), it.award.cents().into()))
                    .collect(),
                selection.left.unwrap().cents().into(),
                pools
                    .map(|pool| (pool.key.clone(), pool.left.cents().into()))
                    .collect(),
            )
        }
        Err(SelectionError::Tie(tie)) => {
            Found::Tie(tie.units.into_iter().map(|(id, _)| id).collect())
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// Of one undivided envelope without caps and reserves, every unit's result must follow from the
/// money and the results before it.
fn check_results(selection: &Selection, rules: &Rules) -> Result<(), TestCaseError> {
    let mut left = rules.envelope.unwrap();
    let mut ended: Option<&str> = None;
    for unit in &selection.units {
        let given = given(unit);
        match &unit.result {
            UnitResult::Ranked
            | UnitResult::Capped { .. }
            | UnitResult::AwaitsLot
            | UnitResult::Left => prop_assert!(false, "{:?}", unit.result),
            UnitResult::NothingToAward => prop_assert!(unit.full <= Money::ZERO),
            UnitResult::Funded { room, .. } => {
                prop_assert_eq!((room.left, given, ended), (left, unit.full, None));
                prop_assert!(unit.full > Money::ZERO && unit.full <= left);
            }
            UnitResult::FundedInPart { room, .. } => {
                prop_assert_eq!((room.left, given, ended), (left, left, None));
                let is_give = matches!(rules.limit, Limit::Give { .. });
                prop_assert!(is_give && unit.full > left && left > Money::ZERO);
                ended = Some(&unit.id);
            }
            UnitResult::Short {
                room,
                short,
                closes,
                ..
            } => {
                prop_assert_eq!((room.left, ended), (left, None));
                prop_assert!(*short > Money::ZERO && left.add(*short) == Some(unit.full));
                ended = closes.then_some(&unit.id);
            }
            UnitResult::AfterTheEnd {
                ended_by,
                room,
                short,
                ..
            } => {
                prop_assert_eq!((room.left, ended), (left, Some(ended_by.as_str())));
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

/// Whoever was given nothing must have a rule that did it, in every walk that could give money.
fn check_refusals(selection: &Selection, rules: &Rules) -> Result<(), TestCaseError> {
    for unit in &selection.units {
        // What a funded unit was told before a slide may rest on one that was told otherwise since.
        let earlier = unit.earlier.iter().filter(|_| given(unit) == Money::ZERO);
        let refusals = earlier.chain([&unit.result]);
        for result in refusals {
            match result {
                UnitResult::Short {
                    room,
                    short,
                    closes,
                    ..
                } => {
                    prop_assert!(*short > Money::ZERO);
                    prop_assert_eq!(room.left.add(*short), Some(unit.full));
                    let free = room.money.sub(room.held).unwrap();
                    let least = room.pool.map_or(free, |pool| pool.min(free));
                    prop_assert_eq!(room.left, least.max(Money::ZERO));
                    prop_assert!(rules.limit != Limit::PassOver || !*closes);
                }
                UnitResult::Capped {
                    cap, used, adds, ..
                } => {
                    use bando::selection::Used;
                    let is_over = match (rules.caps[*cap], used, adds) {
                        (Cap::Money(most), Used::Money(used), Used::Money(adds)) => {
                            used.add(*adds).unwrap() > most
                        }
                        (Cap::Proposals(most), Used::Proposals(used), Used::Proposals(adds)) => {
                            used + adds > most
                        }
                        _ => false,
                    };
                    prop_assert!(is_over);
                }
                UnitResult::AfterTheEnd { walk, ended_by, .. } => {
                    let closer = selection
                        .units
                        .iter()
                        .find(|it| it.id == *ended_by)
                        .unwrap();
                    // In a slide the rest of a part comes before the ranking, and may lack money.
                    if closer.members.iter().any(|member| member.grants.len() > 1)
                        || matches!(closer.result, UnitResult::FundedInPart { .. })
                    {
                        continue;
                    }
                    prop_assert!(closer.rank <= unit.rank);
                    let mut told = closer.earlier.iter().chain([&closer.result]);
                    let is_closed = told.any(|it| match it {
                        UnitResult::Short {
                            walk: at, closes, ..
                        } => at == walk && *closes,
                        UnitResult::FundedInPart { walk: at, .. } => at == walk,
                        _ => false,
                    });
                    prop_assert!(is_closed, "{} did not close the walk", ended_by);
                }
                UnitResult::NothingToAward => prop_assert!(unit.full <= Money::ZERO),
                _ => {}
            }
        }
        let is_given = matches!(
            unit.result,
            UnitResult::Funded { .. } | UnitResult::FundedInPart { .. }
        );
        prop_assert_eq!(is_given, given(unit) > Money::ZERO);
        prop_assert!(unit.result != UnitResult::AwaitsLot);
    }
    Ok(())
}

/// No sum may exceed what it was taken from.
fn check_sums(selection: &Selection, rules: &Rules, envelope: Money) -> Result<(), TestCaseError> {
    let members: Vec<_> = selection
        .units
        .iter()
        .flat_map(|unit| &unit.members)
        .collect();
    let sum = Money::sum(members.iter().map(|member| member.award)).unwrap();
    prop_assert_eq!(selection.spent, sum);
    prop_assert_eq!(envelope.sub(selection.spent), selection.left);
    prop_assert!(selection.left >= Some(Money::ZERO));
    let mut taken: BTreeMap<(usize, &str), (Money, u32)> = BTreeMap::new();
    for member in &members {
        prop_assert!(Money::ZERO <= member.award);
        prop_assert!(member.award <= member.full.max(Money::ZERO));
        let grants = Money::sum(member.grants.iter().map(|grant| grant.amount));
        prop_assert_eq!(grants, Some(member.award));
        for (cap, key) in member.caps.iter().enumerate() {
            if let Some(key) = key.as_ref().filter(|_| member.award > Money::ZERO) {
                let (money, count) = taken.entry((cap, key)).or_default();
                *money = money.add(member.award).unwrap();
                *count += 1;
            }
        }
    }
    for ((cap, _), (money, count)) in taken {
        match rules.caps[cap] {
            Cap::Money(most) => prop_assert!(money <= most),
            Cap::Proposals(most) => prop_assert!(count <= most),
        }
    }
    let grants = || members.iter().flat_map(|member| &member.grants);
    for pool in &selection.pools {
        let drawn = grants().filter(|grant| grant.pool.as_ref() == Some(&pool.key));
        let drawn = Money::sum(drawn.map(|grant| grant.amount)).unwrap();
        let all = Money::sum([drawn, pool.passed_on, pool.left]);
        prop_assert_eq!(all, Some(pool.share));
    }
    for (place, reserve) in selection.reserves.iter().enumerate() {
        let counted = grants().filter(|grant| grant.reserve == Some(place));
        let counted = Money::sum(counted.map(|grant| grant.amount));
        prop_assert_eq!(counted, Some(reserve.counted));
        let at_first = reserve.amount.add(reserve.released);
        // In a slide a reserve may have grown.
        prop_assert!(at_first >= Some(rules.reserves[place].amount));
    }
    // What a reserve lacks is there.
    let unmet = selection
        .reserves
        .iter()
        .map(|it| it.amount.sub(it.counted).unwrap());
    let unmet = Money::sum(unmet.map(|it| it.max(Money::ZERO)));
    prop_assert!(unmet <= selection.left);
    Ok(())
}

/// Returns what each is given, the best first, by trying every set of those that ask something: the
/// set that funds the best there are in full, and then the part that the rules give of the rest.
///
/// Whoever stands higher counts for more than all below together, so that the best set is the
/// greatest as a binary number with the best as its first digit. Where the ranking stops, only
/// beginnings of it are tried.
fn best_of_all_sets(awards: &[i64], envelope: i64, limit: Limit) -> Vec<i64> {
    let asking: Vec<usize> = (0..awards.len())
        .filter(|place| awards[*place] > 0)
        .collect();
    let count = asking.len();
    let is_in = |set: u32, place: usize| set & (1 << (count - 1 - place)) != 0;
    let cost = |set: u32| -> i64 {
        let members = (0..count).filter(|place| is_in(set, *place));
        members.map(|place| awards[asking[place]]).sum()
    };
    let is_beginning = |set: u32| (0..count).is_sorted_by_key(|place| !is_in(set, place));
    let sets = (0..1_u32 << count)
        .rev()
        .filter(|set| cost(*set) <= envelope);
    let part = |set: u32, place: usize| {
        let before = (0..place).filter(|it| is_in(set, *it));
        envelope - before.map(|it| awards[asking[it]]).sum::<i64>()
    };
    let mut given = vec![0; awards.len()];
    let mut fund = |set: u32| {
        for place in (0..count).filter(|place| is_in(set, *place)) {
            given[asking[place]] = awards[asking[place]];
        }
    };
    let beginning = || sets.clone().find(|set| is_beginning(*set)).unwrap_or(0);
    match limit {
        Limit::PassOver => fund(sets.clone().next().unwrap_or(0)),
        Limit::Stop => fund(beginning()),
        Limit::Give {
            at_least,
            then_pass_over,
        } => {
            // A part ends the walk, so it goes to the first that is worth one and is not in the set.
            let is_worth = |award: i64, part: i64| {
                let share = Fraction::new(part.into(), award.into()).unwrap();
                part > 0 && at_least.is_none_or(|least| share >= least)
            };
            let set = if then_pass_over {
                sets.clone().next().unwrap_or(0)
            } else {
                beginning()
            };
            let out: Vec<usize> = (0..count).filter(|place| !is_in(set, *place)).collect();
            let candidates = if then_pass_over {
                &out[..]
            } else {
                &out[..out.len().min(1)]
            };
            let partly = candidates
                .iter()
                .find(|place| is_worth(awards[asking[**place]], part(set, **place)));
            match partly {
                Some(place) => {
                    // All behind it are given nothing.
                    let kept = (0..*place).filter(|it| is_in(set, *it));
                    fund(kept.map(|it| 1 << (count - 1 - it)).sum());
                    given[asking[*place]] = part(set, *place);
                }
                None => fund(set),
            }
        }
    }
    given
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
    fn it_agrees_with_the_model((candidates, rules) in cases(12)) {
        if largest_class(&candidates) <= 5 {
            prop_assert_eq!(
                found(select(&candidates, &rules)),
                model::select(&candidates, &rules).0
            );
        }
    }

    #[test]
    fn a_tie_is_judged_as_trying_every_order_would(
        (candidates, rules) in (candidates(7), rules()),
    ) {
        // One before, all others level.
        let mut candidates = fitted(candidates, &rules);
        for (place, candidate) in candidates.iter_mut().enumerate() {
            candidate.group = None;
            candidate.keys = Arc::new(vec![Key::Number(Fraction::integer(i128::from(place == 0)))]);
        }
        let rules = Rules { descending: vec![true], ..rules };
        prop_assert_eq!(
            found(select(&candidates, &rules)),
            model::select(&candidates, &rules).0
        );
    }

    /// Of all sets of proposals, not of walks: an oracle that shares nothing with the procedure.
    #[test]
    fn who_is_funded_is_the_best_of_all_sets_that_the_money_pays(
        candidates in candidates(12), rules in plain_rules(),
    ) {
        let mut candidates = fitted(candidates, &rules);
        for candidate in &mut candidates {
            candidate.group = None;
        }
        let candidates = without_ties(candidates);
        let mut rules = rules;
        rules.descending.push(false);
        let selection = select(&candidates, &rules).unwrap();
        let awards: Vec<i64> = selection.units.iter().map(|unit| unit.full.cents().max(0)).collect();
        let found: Vec<i64> = selection.units.iter().map(|unit| given(unit).cents()).collect();
        prop_assert_eq!(found, best_of_all_sets(&awards, rules.envelope.unwrap().cents(), rules.limit));
    }

    #[test]
    fn the_order_of_the_input_changes_nothing(
        (shuffled, candidates, rules) in cases(12).prop_flat_map(|(candidates, rules)| {
            (Just(candidates.clone()).prop_shuffle(), Just(candidates), Just(rules))
        }),
    ) {
        prop_assert_eq!(select(&candidates, &rules), select(&shuffled, &rules));
    }

    #[test]
    fn nobody_gets_more_than_his_award_and_all_no_more_than_there_is(
        (candidates, rules) in cases(12),
    ) {
        if let Ok(selection) = select(&candidates, &rules) {
            check_sums(&selection, &rules, rules.envelope.unwrap())?;
            let members = selection.units.iter().flat_map(|unit| &unit.members);
            prop_assert_eq!(members.count(), candidates.len());
        }
    }

    #[test]
    fn every_result_follows_from_the_money(
        candidates in candidates(12), rules in plain_rules(),
    ) {
        if let Ok(selection) = select(&fitted(candidates, &rules), &rules) {
            check_results(&selection, &rules)?;
        }
    }

    #[test]
    fn whoever_is_not_funded_has_the_rule_that_did_it((candidates, rules) in cases(12)) {
        if let Ok(selection) = select(&candidates, &rules) {
            check_refusals(&selection, &rules)?;
        }
    }

    #[test]
    fn where_the_walk_stops_the_funded_are_a_beginning_of_the_ranking(
        candidates in candidates(12), mut rules in plain_rules(),
    ) {
        rules.limit = match rules.limit {
            Limit::Give { at_least, .. } => Limit::Give { at_least, then_pass_over: false },
            Limit::Stop | Limit::PassOver => Limit::Stop,
        };
        let selection = select(&without_ties(fitted(candidates, &rules)), &rules).unwrap();
        let mut asking = selection.units.iter().filter(|unit| unit.full > Money::ZERO);
        prop_assert!(asking.by_ref().skip_while(|unit| given(unit) > Money::ZERO)
            .all(|unit| given(unit) == Money::ZERO));
    }

    #[test]
    fn more_money_never_lowers_the_total(
        candidates in candidates(12), rules in plain_rules(), more in 1_i64..20,
    ) {
        let candidates = without_ties(fitted(candidates, &rules));
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
        candidates in candidates(12), mut rules in plain_rules(),
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

    #[test]
    fn a_lot_orders_by_digest_what_the_keys_leave_equal((candidates, rules) in cases(12)) {
        let rules = Rules { lot: Some(Lot::Seed("terno 7".to_owned())), ..rules };
        let selection = select(&candidates, &rules).unwrap();
        for (place, pair) in selection.units.windows(2).enumerate() {
            let [first, second] = pair else { unreachable!() };
            prop_assert_eq!(first.rank as usize, place + 1);
            if first.keys == second.keys {
                prop_assert!(first.lot < second.lot);
                prop_assert_eq!(first.lot.clone().unwrap(), lot_digest("terno 7", &first.id));
            }
        }
    }

    #[test]
    fn an_awaited_lot_leaves_what_came_before_the_tie((candidates, rules) in cases(12)) {
        let awaited = Rules { lot: Some(Lot::Awaited), ..rules.clone() };
        let awaiting = select(&candidates, &awaited).unwrap();
        match select(&candidates, &rules) {
            Ok(selection) => prop_assert_eq!(selection, awaiting),
            Err(SelectionError::Tie(tie)) => {
                check_sums(&awaiting, &rules, rules.envelope.unwrap())?;
                let drawn = Rules { lot: Some(Lot::Seed("seed".to_owned())), ..rules.clone() };
                let drawn = select(&candidates, &drawn).unwrap();
                for unit in &awaiting.units {
                    let now = drawn.units.iter().find(|it| it.id == unit.id).unwrap();
                    prop_assert!(given(unit) <= given(now), "{} loses", unit.id);
                    let asks = unit.full > Money::ZERO && given(unit) == Money::ZERO;
                    prop_assert_eq!(unit.result == UnitResult::AwaitsLot, asks);
                }
                prop_assert_eq!(awaiting.awaits_lot, Some(tie));
            }
            Err(other) => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn a_slide_takes_nothing_from_anybody_who_stays(
        (candidates, rules) in cases_without_ties(12), happenings in happenings(),
    ) {
        let before = select(&candidates, &rules).unwrap();
        let events = events(&happenings, &candidates, &rules);
        let after = slide(&before, &rules, &events).unwrap();
        let more = events.iter().filter_map(|event| match event {
            Event::MoreMoney { amount, .. } => Some(*amount),
            _ => None,
        });
        let envelope = Money::sum(more.chain(rules.envelope)).unwrap();
        check_sums(&after, &rules, envelope)?;
        check_refusals(&after, &rules)?;
        for (before, after) in before.units.iter().zip(&after.units) {
            prop_assert_eq!((&before.id, before.rank), (&after.id, after.rank));
            for (before, after) in before.members.iter().zip(&after.members) {
                let stays = after.departure.is_none();
                prop_assert!(!stays || before.award <= after.award, "{} loses", before.id);
                prop_assert!(stays || after.award == Money::ZERO);
            }
        }
    }

    #[test]
    fn a_decision_gives_what_the_selection_says((candidates, rules) in cases(10)) {
        let ready = Candidates::new(&candidates);
        let decision = ready.as_ref().map_err(Clone::clone).and_then(|it| decide(it, &rules));
        match (decision, select(&candidates, &rules)) {
            (Ok(decision), Ok(selection)) => {
                let decided = decision.awards().map(|(it, award)| (candidates[it].id.clone(), award));
                let mut said = awards(&selection);
                said.retain(|_, award| *award > Money::ZERO);
                prop_assert_eq!(decided.collect::<BTreeMap<_, _>>(), said);
            }
            (decision, selection) => prop_assert_eq!(decision.err(), selection.err()),
        }
    }

    #[test]
    fn candidates_made_ready_once_serve_all_rules((candidates, rules) in cases(10)) {
        let Ok(ready) = Candidates::new(&candidates) else {
            return Ok(());
        };
        let variants = (0..=rules.caps.len()).flat_map(|caps| {
            [Limit::Stop, Limit::PassOver].map(|limit| {
                let mut rules = rules.clone();
                rules.caps.truncate(caps);
                (rules.limit, rules.pools) = (limit, rules.pools.filter(|_| caps != 1));
                rules
            })
        });
        for rules in variants {
            let at_once = select(&fitted(candidates.clone(), &rules), &rules);
            let again = decide(&ready, &rules).and_then(|decision| decision.selection());
            let money = |selection: Result<Selection, _>| selection.map(|it| (awards(&it), it.left));
            prop_assert_eq!(money(again), money(at_once));
        }
    }

    #[test]
    fn a_slide_agrees_with_the_model(
        (candidates, rules) in cases(10), happenings in happenings(),
    ) {
        if largest_class(&candidates) <= 5
            && let Ok(before) = select(&candidates, &rules)
        {
            let events = events(&happenings, &candidates, &rules);
            let after = slide(&before, &rules, &events).map_err(|error| match error {
                SlideError::Selection(error) => error,
                other => panic!("{other:?}"),
            });
            let approved = model::select(&candidates, &rules).1.unwrap();
            prop_assert_eq!(found(after), model::slide(approved, &events));
        }
    }

    #[test]
    fn the_order_of_the_events_changes_nothing(
        (candidates, rules) in cases_without_ties(12),
        (happenings, shuffled) in happenings().prop_flat_map(|it| {
            let places: Vec<usize> = (0..it.len() * 2).collect();
            (Just(it), Just(places).prop_shuffle())
        }),
    ) {
        let before = select(&candidates, &rules).unwrap();
        let events = events(&happenings, &candidates, &rules);
        // A reservation is not cleared of whoever has left.
        let clears = |it: &Event| matches!(it, Event::ReservationCleared { .. });
        let events: Vec<Event> = events.into_iter().filter(|it| !clears(it)).collect();
        let others = shuffled.iter().filter_map(|place| events.get(*place).cloned());
        prop_assert_eq!(
            slide(&before, &rules, &events),
            slide(&before, &rules, &others.collect::<Vec<_>>())
        );
    }

    #[test]
    fn slides_one_after_the_other_take_nothing_from_anybody_who_stays(
        (candidates, rules) in cases_without_ties(12),
        first in happenings(),
        second in happenings(),
    ) {
        let first = events(&first, &candidates, &rules);
        let second = events(&second, &candidates, &rules);
        let before = slide(&select(&candidates, &rules).unwrap(), &rules, &first).unwrap();
        let gone = before.units.iter().flat_map(|unit| &unit.members);
        let gone: BTreeSet<&str> = gone
            .filter(|it| it.departure.is_some())
            .map(|it| it.id.as_str())
            .collect();
        let second: Vec<Event> = second
            .into_iter()
            .filter(|event| match event {
                Event::Renounced { proposal }
                | Event::Revoked { proposal }
                | Event::ReservationFailed { proposal }
                | Event::ReservationCleared { proposal } => !gone.contains(proposal.as_str()),
                Event::MoreMoney { .. } | Event::MoreReserved { .. } => true,
            })
            .collect();
        let after = slide(&before, &rules, &second).unwrap();
        let more = first.iter().chain(&second).filter_map(|event| match event {
            Event::MoreMoney { amount, .. } => Some(*amount),
            _ => None,
        });
        check_sums(&after, &rules, Money::sum(more.chain(rules.envelope)).unwrap())?;
        for (before, after) in before.units.iter().zip(&after.units) {
            for (before, after) in before.members.iter().zip(&after.members) {
                let stays = after.departure.is_none();
                prop_assert!(!stays || before.award <= after.award, "{} loses", before.id);
            }
        }
    }

    #[test]
    fn the_money_told_to_come_down_is_enough_and_a_cent_less_is_not(
        candidates in candidates(10), mut rules in plain_rules(), happenings in happenings(),
    ) {
        if passes_over(rules.limit) {
            rules.limit = Limit::Stop;
        }
        let candidates = fitted(candidates, &rules);
        let events = events(&happenings, &candidates, &rules);
        let Ok(before) = select(&candidates, &rules) else { return Ok(()); };
        // Most often a slide has come before, so that there are more awards in part.
        let Ok(before) = slide(&before, &rules, &events) else { return Ok(()); };
        let told = to_come(&before);
        for unit in before.units.iter().filter(|it| given(it) == Money::ZERO) {
            prop_assert_eq!(told.contains_key(unit.id.as_str()), unit.full > Money::ZERO);
        }
        for (unit, amount) in told {
            prop_assert!(amount > Money::ZERO);
            let with = |amount| {
                let more = Event::MoreMoney { amount, to: To::OneRanking };
                let slid = slide(&before, &rules, &[more]).ok()?;
                let unit = slid.units.into_iter().find(|it| it.id == unit)?;
                Some(given(&unit) == unit.full)
            };
            prop_assert_eq!(with(amount), Some(true), "{} is not reached", unit);
            let less = amount.sub(Money::from_cents(1)).unwrap();
            prop_assert!(with(less) != Some(true), "{} is reached with less", unit);
        }
    }

    #[test]
    fn a_lot_drawn_after_the_ranking_takes_nothing_from_anybody(
        (candidates, rules) in cases(12), happenings in happenings(),
    ) {
        let awaited = Rules { lot: Some(Lot::Awaited), ..rules.clone() };
        let drawn = Rules { lot: Some(Lot::Seed("terno 7".to_owned())), ..rules };
        let before = select(&candidates, &awaited).unwrap();
        let events = events(&happenings, &candidates, &awaited);
        if before.awaits_lot.is_none() {
            let with_seed = select(&candidates, &drawn).unwrap();
            prop_assert_eq!(awards(&before), awards(&with_seed));
            let before = slide(&before, &awaited, &events).unwrap();
            let with_seed = slide(&with_seed, &drawn, &events).unwrap();
            if before.awaits_lot.is_none() {
                prop_assert_eq!(awards(&before), awards(&with_seed));
            } else {
                let with_seed = awards(&with_seed);
                for (id, award) in awards(&before) {
                    prop_assert!(award <= with_seed[&id], "{} loses", id);
                }
            }
        }
    }

    #[test]
    fn without_caps_a_slide_in_which_nothing_happens_gives_nothing(
        (mut candidates, mut rules) in cases_without_ties(12),
    ) {
        // A unit that closed a pool may since have met its cap, and then it closes nothing.
        rules.caps.clear();
        for candidate in &mut candidates {
            Arc::make_mut(&mut candidate.caps).clear();
        }
        let before = select(&candidates, &rules).unwrap();
        let after = slide(&before, &rules, &[]).unwrap();
        let nothing = Event::MoreMoney {
            amount: Money::ZERO,
            to: match &rules.pools {
                Some(pools) => To::Pools(
                    pools.shares.keys().map(|key| (key.clone(), Money::ZERO)).collect(),
                ),
                None => To::OneRanking,
            },
        };
        prop_assert_eq!(&after, &slide(&before, &rules, &[nothing]).unwrap());
        prop_assert_eq!(found(Ok(before)), found(Ok(after)));
    }
}

#[test]
fn a_sum_too_large_is_an_error() {
    let candidate = |id: &str, group: Option<&str>| Candidate {
        group: group.map(str::to_owned),
        ..Candidate::new(
            id,
            vec![Key::Text(id.to_owned())],
            Money::from_cents(i64::MAX),
        )
    };
    let mut candidates = [candidate("a", Some("g")), candidate("b", Some("g"))];
    candidates[1].keys = candidates[0].keys.clone();
    let envelope = Some(Money::from_cents(i64::MAX));
    let rules = Rules::new(vec![true], envelope, Limit::Stop);
    assert_eq!(select(&candidates, &rules), Err(SelectionError::Overflow));
    let apart = [candidate("a", None), candidate("b", None)];
    assert_eq!(select(&apart, &rules).unwrap().left, Some(Money::ZERO));
}

#[test]
fn a_tie_among_many_is_judged_in_bounded_time() {
    let candidates: Vec<Candidate> = (0..600)
        .map(|index| {
            let award = Money::from_cents(1_000_000_007 + index * index * 7_919);
            Candidate::new(&format!("p{index:03}"), Vec::new(), award)
        })
        .collect();
    for then_pass_over in [true, false] {
        let limit = Limit::Give {
            at_least: Fraction::new(99, 100),
            then_pass_over,
        };
        let rules = Rules::new(Vec::new(), Some(Money::from_cents(90_000_000_000)), limit);
        match select(&candidates, &rules) {
            Err(SelectionError::Tie(tie)) => assert_eq!(tie.units.len(), 600),
            other => panic!("{other:?}"),
        }
    }
}
