//! The optimum for 1,000 and 10,000 proposals in 45 pools, with a cap in money and one in number
//! for each applicant and a reserve: invented numbers, the same in every run.
//!
//! Prints beside the time how far the best choice found is from what no choice exceeds.

use std::hint::black_box;
use std::time::Duration;

use bando::comparison::{Effort, Item, Model, Room, RoomUse, optimum};
use bando::number::{Fraction, Money};
use criterion::Criterion;

const POOLS: usize = 45;

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(10))
        .configure_from_args();
    let models = [1_000, 10_000].map(|count| (count, model(count)));
    let mut group = criterion.benchmark_group("optimum");
    for (count, model) in &models {
        let effort = Effort::for_items(*count);
        group.bench_function(format!("{count}_proposals"), |bench| {
            bench.iter(|| optimum(black_box(model), &[], effort).expect("it holds"));
        });
    }
    group.finish();
    criterion.final_summary();
    for (count, model) in &models {
        let found = optimum(model, &[], Effort::for_items(*count)).expect("it holds");
        let gap = found.bound.and_then(|bound| {
            let gap = bound.sub(found.value)?.div(bound)?;
            gap.mul(Fraction::integer(10_000))
        });
        let gap = gap.map(|gap| gap.numerator() / gap.denominator());
        println!(
            "{count} proposals: {} chosen, at most {gap:?} ten-thousandths below the greatest",
            found.chosen.len()
        );
    }
}

fn model(count: usize) -> Model {
    let mut numbers = Numbers(42);
    let applicants = count / 3;
    let mut items = Vec::new();
    for _ in 0..count {
        let cents = 1_000_000 + numbers.below(40_000_000);
        let hundredths = 6_000 + numbers.below(4_000);
        let pool = usize::try_from(numbers.below(45)).expect("small");
        let last = i64::try_from(applicants).expect("small");
        let applicant = usize::try_from(numbers.below(last)).expect("small");
        let money = RoomUse {
            room: POOLS + applicants + applicant,
            amount: cents,
        };
        let number = RoomUse {
            room: POOLS + applicant,
            amount: 1,
        };
        let pool = RoomUse {
            room: pool,
            amount: cents,
        };
        let worth = i128::from(hundredths) * i128::from(cents);
        items.push(Item {
            award: Money::from_cents(cents),
            worth: Fraction::new(worth, 10_000).expect("small"),
            reserve: (numbers.below(10) == 0).then_some(0),
            uses: vec![pool, number, money],
        });
    }
    let asked: i64 = items.iter().map(|item| item.award.cents()).sum();
    let envelope = asked / 2;
    let mut rooms = vec![Room::Money(Money::from_cents(envelope / 45)); POOLS];
    rooms.extend(vec![Room::Proposals(2); applicants]);
    rooms.extend(vec![Room::Money(Money::from_cents(60_000_000)); applicants]);
    Model {
        items,
        envelope: Money::from_cents(envelope),
        rooms,
        reserves: vec![Money::from_cents(envelope / 12)],
    }
}

/// Numbers that look like chance and are the same everywhere (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: i64) -> i64 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).expect("31 bits") % end
    }
}
