//! Ranking and allocation of 100,000 proposals in 45 pools, with a cap in money for each territory
//! and one in number for each applicant, as a ratio to a bare loop over integers that does the same
//! in the same run.
//!
//! The proposals are invented, the same in every run: populations that fall like Zipf's, awards
//! between 50,000 and 1,000,000 euro, scores in hundredths, 30 % of what is asked to share out, each
//! pool by population times need, each territory capped at an eighth of the money, each applicant at
//! two proposals. Both sides choose the same proposals; that is checked before anything is timed.
//!
//! The loop begins with numbers, and so does `decide`, which ends with every unit's rank, award and
//! reasons as numbers. `make_ready` comes before it, once for however many rules: it makes numbers of
//! candidates as the engine has them, keys as fractions, pools and applicants as texts. `select` does
//! both, and writes all down with names.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use bando::number::{Fraction, Money, largest_remainder};
use bando::selection::{Candidate, Candidates, Cap, Key, Pools, Rules, Selection, decide, select};
use bando::value::{Leftovers, Limit};
use criterion::Criterion;

const TERRITORIES: usize = 45;
const MOST_OF_APPLICANT: u8 = 2;
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(8))
        .configure_from_args();
    let mut group = criterion.benchmark_group("selection");
    for size in SIZES {
        let instance = Instance::new(size);
        let (candidates, rules) = instance.as_selection();
        let bare = bare_scan(&instance);
        let selection = select(&candidates, &rules).expect("a selection");
        assert_eq!(funded(&selection), bare, "both choose the same proposals");
        group.bench_function(format!("bare_scan_{size}"), |bench| {
            bench.iter(|| bare_scan(black_box(&instance)));
        });
        // What each gives is dropped outside the time.
        group.bench_function(format!("make_ready_{size}"), |bench| {
            bench.iter_with_large_drop(|| Candidates::new(black_box(&candidates)).expect("candidates"));
        });
        let ready = Candidates::new(&candidates).expect("candidates");
        group.bench_function(format!("decide_{size}"), |bench| {
            bench.iter_with_large_drop(|| decide(black_box(&ready), &rules).expect("a decision"));
        });
        group.bench_function(format!("select_{size}"), |bench| {
            bench.iter_with_large_drop(|| select(black_box(&candidates), &rules).expect("a selection"));
        });
    }
    group.finish();
    criterion.final_summary();
    println!("aim for `decide` of 100000: at most 3× the bare scan");
    for size in SIZES {
        for measured in ["make_ready", "decide", "select"] {
            let bare = least(&format!("bare_scan_{size}"));
            if let Some((bare, time)) = bare.zip(least(&format!("{measured}_{size}"))) {
                let (ratio, milliseconds) = (time / bare, time / 1e6);
                println!("{measured} {size}: {ratio:.1}× the bare scan, {milliseconds:.2} ms");
            }
        }
    }
}

/// An invented call.
struct Instance {
    envelope: i64,
    territory: Vec<usize>,
    cents: Vec<i64>,
    hundredths: Vec<i64>,
    applicant: Vec<usize>,
    shares: Vec<i64>,
}

impl Instance {
    fn new(size: usize) -> Self {
        let mut chance = Chance(20_241);
        let populations: Vec<f64> =
            (1..=TERRITORIES).map(|place| (900_000.0 / (place as f64).powf(0.8)).round()).collect();
        let weights: Vec<i64> =
            populations.iter().map(|people| *people as i64 * (7_000 + chance.below(6_001) as i64)).collect();
        let demand = running(populations.iter().map(|people| people.powf(0.85)));
        let applicants = (size * 45).div_ceil(100);
        let activity = running((1..=applicants).map(|place| 1.0 / (place as f64).powf(0.35)));
        let mut instance = Self {
            envelope: 0,
            territory: Vec::new(),
            cents: Vec::new(),
            hundredths: Vec::new(),
            applicant: Vec::new(),
            shares: Vec::new(),
        };
        for _ in 0..size {
            instance.territory.push(chance.one_of(&demand));
            instance.cents.push((5e6 * 20_f64.powf(chance.fraction())) as i64);
            // Twelve even chances less six are close to a bell curve.
            let bell = (0..12).map(|_| chance.fraction()).sum::<f64>() - 6.0;
            instance.hundredths.push(((68.0 + 14.0 * bell) * 100.0).clamp(0.0, 10_000.0).round() as i64);
            instance.applicant.push(chance.one_of(&activity));
        }
        instance.envelope = instance.cents.iter().sum::<i64>() * 30 / 100;
        let shares = largest_remainder(Money::from_cents(instance.envelope), &weights);
        instance.shares = shares.expect("weights").iter().map(|share| share.cents()).collect();
        instance
    }

    fn as_selection(&self) -> (Vec<Candidate>, Rules) {
        let territory = |place: usize| format!("territory-{place:02}");
        let candidates = (0..self.cents.len()).map(|place| {
            let id = format!("P{place:06}");
            let keys = vec![
                Key::Number(Fraction::new(i128::from(self.hundredths[place]), 100).expect("small")),
                Key::Number(Fraction::new(i128::from(self.cents[place]), 100).expect("small")),
                Key::Text(id.clone()),
            ];
            let home = territory(self.territory[place]);
            Candidate {
                pool: Some(home.clone()),
                caps: Arc::new(vec![Some(home), Some(format!("A{:06}", self.applicant[place]))]),
                ..Candidate::new(&id, keys, Money::from_cents(self.cents[place]))
            }
        });
        let shares = self.shares.iter().enumerate();
        let shares: BTreeMap<_, _> =
            shares.map(|(place, share)| (territory(place), Money::from_cents(*share))).collect();
        let caps = vec![
            Cap::Money(Money::from_cents(self.most_of_territory())),
            Cap::Proposals(u32::from(MOST_OF_APPLICANT)),
        ];
        let rules = Rules {
            pools: Some(Pools { shares, leftovers: Leftovers::OneRanking }),
            caps,
            ..Rules::new(vec![true, false, false], Some(Money::from_cents(self.envelope)), Limit::PassOver)
        };
        (candidates.collect(), rules)
    }

    fn most_of_territory(&self) -> i64 {
        self.envelope / 8
    }
}

/// The reference: sorts places, walks once within the pools and once over all; integers only.
fn bare_scan(instance: &Instance) -> Vec<bool> {
    let mut order: Vec<u32> = (0..instance.cents.len() as u32).collect();
    order.sort_unstable_by_key(|&place| {
        (-instance.hundredths[place as usize], instance.cents[place as usize], place)
    });
    let applicants = instance.applicant.iter().max().map_or(0, |last| last + 1);
    let mut of_applicant = vec![0_u8; applicants];
    let mut spent = vec![0_i64; TERRITORIES];
    let mut chosen = vec![false; order.len()];
    let mut left = instance.envelope;
    let most = instance.most_of_territory();
    for by_pool in [true, false] {
        for &place in &order {
            let place = place as usize;
            let (home, cents) = (instance.territory[place], instance.cents[place]);
            let applicant = instance.applicant[place];
            if chosen[place]
                || of_applicant[applicant] >= MOST_OF_APPLICANT
                || cents > left
                || spent[home] + cents > most
                || by_pool && spent[home] + cents > instance.shares[home]
            {
                continue;
            }
            chosen[place] = true;
            of_applicant[applicant] += 1;
            spent[home] += cents;
            left -= cents;
        }
    }
    chosen
}

fn funded(selection: &Selection) -> Vec<bool> {
    let mut funded = vec![false; selection.units.len()];
    for unit in &selection.units {
        let place: usize = unit.id[1..].parse().expect("a place");
        funded[place] = unit.members.iter().any(|member| member.award > Money::ZERO);
    }
    funded
}

/// Numbers that look like chance and are the same everywhere (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn fraction(&mut self) -> f64 {
        self.below(1 << 31) as f64 / f64::from(1_u32 << 31)
    }

    /// Draws a place; `running` holds the running sums of the chances.
    fn one_of(&mut self, running: &[f64]) -> usize {
        let drawn = self.fraction() * running.last().copied().unwrap_or_default();
        running.partition_point(|sum| *sum <= drawn).min(running.len() - 1)
    }
}

fn running(chances: impl Iterator<Item = f64>) -> Vec<f64> {
    chances
        .scan(0.0, |sum, chance| {
            *sum += chance;
            Some(*sum)
        })
        .collect()
}

/// Returns the least time of one run in a measurement, in nanoseconds: others use the machine too.
fn least(name: &str) -> Option<f64> {
    let target = std::env::var("CARGO_TARGET_DIR");
    let target = target.unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/target").to_owned());
    let path = format!("{target}/criterion/selection/{name}/new/sample.json");
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()?;
    let (runs, times) = (json["iters"].as_array()?, json["times"].as_array()?);
    let each = runs.iter().zip(times).filter_map(|(runs, time)| Some(time.as_f64()? / runs.as_f64()?));
    each.min_by(f64::total_cmp)
}
