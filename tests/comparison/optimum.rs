//! The optimum against trying every choice.

use bando::comparison::{Effort, Item, Model, Optimum, Room, RoomUse, optimum};
use bando::number::{Fraction, Money};
use proptest::prelude::*;

#[test]
fn a_small_choice_is_found_and_proved() {
    let items = [(90, 60), (89, 50), (88, 50), (70, 30)];
    let model = model(&items, 100);
    let best = optimum(&model, &[0, 3], Effort { steps: 100 }).unwrap();
    assert_eq!(
        best,
        Optimum {
            chosen: vec![1, 2],
            spent: Money::from_cents(100),
            value: Fraction::new(89 * 50 + 88 * 50, 100).unwrap(),
            bound: Fraction::new(89 * 50 + 88 * 50, 100),
            proved: true,
        }
    );
}

#[test]
fn what_a_room_of_proposals_refuses_is_not_chosen() {
    let mut model = model(&[(90, 10), (80, 10), (70, 10)], 100);
    model.rooms.push(Room::Proposals(1));
    for place in [0, 1] {
        model.items[place].uses.push(RoomUse { room: 0, amount: 1 });
    }
    let best = optimum(&model, &[], Effort { steps: 100 }).unwrap();
    assert_eq!(best.chosen, [0, 2]);
}

#[test]
fn a_reserve_holds_its_money_for_its_members() {
    let mut model = model(&[(90, 60), (80, 60), (10, 30)], 100);
    model.reserves.push(Money::from_cents(40));
    model.items[2].reserve = Some(0);
    // 60 outside, and 40 held: the second one of 60 finds nothing, whatever the member takes.
    let best = optimum(&model, &[], Effort { steps: 100 }).unwrap();
    assert_eq!(best.chosen, [0, 2]);
    // A member may have more than the reserve where the envelope has room.
    model.items[2].award = Money::from_cents(100);
    model.items[2].worth = Fraction::integer(1_000_000);
    let best = optimum(&model, &[], Effort { steps: 100 }).unwrap();
    assert_eq!(best.chosen, [2]);
}

#[test]
fn one_cent_too_much_is_refused_in_an_envelope_of_thousands_of_millions() {
    let envelope = 340_000_000_000;
    let model = model(
        &[
            (99, envelope / 2),
            (98, envelope / 2 + 1),
            (97, envelope / 2),
        ],
        envelope,
    );
    let best = optimum(&model, &[], Effort { steps: 100 }).unwrap();
    assert_eq!(best.chosen, [0, 2]);
    assert_eq!(best.spent, Money::from_cents(envelope));
}

#[test]
fn a_start_that_does_not_hold_is_refused() {
    let model = model(&[(99, 60), (98, 60)], 100);
    assert_eq!(optimum(&model, &[0, 1], Effort { steps: 100 }), None);
}

#[test]
fn nothing_worth_choosing_gives_nothing() {
    let model = model(&[(0, 60), (-5, 60), (90, 0)], 100);
    let best = optimum(&model, &[0], Effort { steps: 100 }).unwrap();
    assert_eq!(best.value, Fraction::ZERO);
    assert!(best.proved);
}

fn model(items: &[(i64, i64)], envelope: i64) -> Model {
    let item = |(points, cents): &(i64, i64)| Item {
        award: Money::from_cents(*cents),
        worth: Fraction::new(i128::from(points * cents), 100).unwrap(),
        reserve: None,
        uses: Vec::new(),
    };
    Model {
        items: items.iter().map(item).collect(),
        envelope: Money::from_cents(envelope),
        rooms: Vec::new(),
        reserves: Vec::new(),
    }
}

/// Models of up to fourteen items with three pools, a cap in money, one in proposals, two reserves.
fn models() -> impl Strategy<Value = Model> {
    let item = (
        0..101_i64,
        1..60_i64,
        0..3_usize,
        0..3_usize,
        prop::option::of(0..2_usize),
    );
    let unit = prop_oneof![Just(1_i64), Just(1_00), Just(1_234_567)];
    (
        prop::collection::vec(item, 0..15),
        0..300_i64,
        unit,
        0..40_i64,
        0..40_i64,
    )
        .prop_map(|(items, envelope, unit, first, second)| {
            let share = |part: i64| Room::Money(Money::from_cents(envelope * part / 6 * unit));
            let envelope_money = Money::from_cents(envelope * unit);
            let items = items
                .into_iter()
                .map(|(points, amount, pool, applicant, reserve)| {
                    let cents = amount * unit;
                    Item {
                        award: Money::from_cents(cents),
                        worth: Fraction::new(i128::from(points) * i128::from(cents), 100).unwrap(),
                        reserve,
                        uses: vec![
                            RoomUse {
                                room: pool,
                                amount: cents,
                            },
                            RoomUse {
                                room: 3 + applicant,
                                amount: cents,
                            },
                            RoomUse {
                                room: 6,
                                amount: i64::from(applicant == 1),
                            },
                        ],
                    }
                });
            Model {
                items: items.collect(),
                envelope: envelope_money,
                rooms: vec![
                    share(1),
                    share(2),
                    share(3),
                    Room::Money(Money::from_cents(90 * unit)),
                    Room::Money(Money::from_cents(120 * unit)),
                    Room::Money(Money::from_cents(60 * unit)),
                    Room::Proposals(2),
                ],
                reserves: vec![
                    Money::from_cents(first.min(envelope / 2) * unit),
                    Money::from_cents(second.min(envelope / 2) * unit),
                ],
            }
        })
}

/// Tries every choice, with sums of its own.
fn best_of_all(model: &Model) -> Fraction {
    let count = u32::try_from(model.items.len()).unwrap();
    (0..2_u32.pow(count))
        .filter_map(|choice| {
            let chosen: Vec<&Item> = (0..count)
                .filter(|place| choice & (1 << place) != 0)
                .map(|place| &model.items[place as usize])
                .collect();
            holds(model, &chosen).then(|| worth(&chosen))
        })
        .max()
        .unwrap()
}

fn holds(model: &Model, chosen: &[&Item]) -> bool {
    let given = |reserve: Option<usize>| -> i64 {
        let members = chosen.iter().filter(|item| item.reserve == reserve);
        members.map(|item| item.award.cents()).sum()
    };
    let reserves = model.reserves.iter().enumerate();
    let taken: i64 = reserves
        .map(|(place, held)| given(Some(place)).max(held.cents()))
        .sum();
    let rooms_hold = model.rooms.iter().enumerate().all(|(place, room)| {
        let uses = chosen.iter().flat_map(|item| &item.uses);
        let sum: i64 = uses.filter(|it| it.room == place).map(|it| it.amount).sum();
        match room {
            Room::Money(most) => sum <= most.cents(),
            Room::Proposals(most) => sum <= i64::from(*most),
        }
    });
    rooms_hold && given(None) + taken <= model.envelope.cents()
}

fn worth(chosen: &[&Item]) -> Fraction {
    chosen
        .iter()
        .fold(Fraction::ZERO, |sum, item| sum.add(item.worth).unwrap())
}

proptest! {
    #[test]
    fn the_optimum_is_never_above_the_best_of_all_choices_nor_below_its_start(
        model in models(),
        steps in 0..40_u64,
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..15),
    ) {
        // Any choice that holds may be what the rules gave.
        let mut start: Vec<usize> = Vec::new();
        for pick in picks.iter().filter(|_| !model.items.is_empty()) {
            let place = pick.index(model.items.len());
            if !start.contains(&place) {
                start.push(place);
                let chosen: Vec<&Item> = start.iter().map(|it| &model.items[*it]).collect();
                if !holds(&model, &chosen) {
                    start.pop();
                }
            }
        }
        let chosen = |places: &[usize]| -> Vec<&Item> {
            places.iter().map(|place| &model.items[*place]).collect()
        };
        let found = optimum(&model, &start, Effort { steps }).unwrap();
        let best = best_of_all(&model);
        prop_assert!(holds(&model, &chosen(&found.chosen)));
        prop_assert_eq!(found.value, worth(&chosen(&found.chosen)));
        prop_assert!(found.value >= worth(&chosen(&start)));
        prop_assert!(found.value <= best);
        prop_assert!(found.bound.is_none_or(|bound| bound >= best), "{:?} {:?}", found.bound, best);
        if found.proved {
            prop_assert_eq!(found.value, best);
        }
    }

    #[test]
    fn the_search_of_a_small_choice_ends_by_itself(model in models()) {
        let found = optimum(&model, &[], Effort { steps: 5_000 }).unwrap();
        prop_assert!(found.proved);
    }
}
