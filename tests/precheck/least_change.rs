//! The least change, against trying every way of changing what may be changed.

use std::collections::BTreeSet;

use bando::assessment::{Judgement, judge_one};
use bando::call::{Call, Consequence, FactId, RequirementId, Supplier};
use bando::number::Fraction;
use bando::precheck::{Answers, Changes, Mend, Precheck};
use bando::value::Value;
use proptest::prelude::*;

use super::small_call::{choices, values};
use crate::assessment::build::{case, proposal};
use crate::support::cases;

/// No more facts are changed together than this.
const MOST_FACTS: usize = 4;

/// What a requirement comes to once everything is stated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    Met,
    /// It cannot be worked out.
    Open,
    Fails(Failure),
}

/// How it fails, the mildest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Failure {
    Reservation,
    Remedy,
    Refusal,
}

/// How many refusals, remedies and reservations.
type Failures = (usize, usize, usize);

/// What every requirement comes to with every way of stating what is not stated, by the applicant
/// and the office.
type Table = Vec<Vec<Found>>;

/// Facts as they may be changed, with what every requirement comes to.
struct Way {
    facts: Vec<Option<Value>>,
    distance: Distance,
    table: Table,
}

/// How many facts, how many choices, by how much numbers.
type Distance = (usize, usize, Fraction);

/// What is said of the changes of a call, found by trying every way.
struct Expected {
    /// The facts as they are, first.
    ways: Vec<Way>,
    /// The requirements that fail now, and can always be worked out.
    to_be_met: Vec<bool>,
}

impl Expected {
    fn new(call: &Call, answers: &Answers) -> Self {
        let before = answers.facts();
        let ways = ways(call, before).into_iter().map(|facts| Way {
            distance: distance(before, &facts),
            table: table(call, &facts),
            facts,
        });
        let mut ways: Vec<Way> = ways.collect();
        ways.sort_by_key(|it| it.distance.0 > 0);
        let places = 0..call.requirements.len();
        let to_be_met = vec![false; places.len()];
        let mut expected = Self { ways, to_be_met };
        let failing = expected.failing(&expected.ways[0]);
        let open = |place: usize| {
            expected.ways[0]
                .table
                .iter()
                .any(|row| row[place] == Found::Open)
        };
        let to_be_met = places
            .map(|it| failing.contains(&it) && !open(it))
            .collect();
        expected.to_be_met = to_be_met;
        expected
    }

    /// Tells how a requirement fails; one that fails now is not mended where it cannot be worked out.
    fn failure(&self, found: Found, place: usize) -> Option<Failure> {
        match found {
            Found::Fails(failure) => Some(failure),
            Found::Open if self.to_be_met[place] => Some(Failure::Refusal),
            Found::Open | Found::Met => None,
        }
    }

    /// How many facts may be changed.
    fn changeable(&self) -> usize {
        let changed = self.ways.iter().map(|it| it.distance.0);
        changed.max().unwrap_or(0)
    }

    /// Counts what fails of some requirements.
    fn failures(&self, row: &[Found], wanted: &dyn Fn(usize) -> bool) -> Failures {
        let mut failures = (0, 0, 0);
        for (place, found) in row.iter().enumerate().filter(|(place, _)| wanted(*place)) {
            match self.failure(*found, place) {
                Some(Failure::Refusal) => failures.0 += 1,
                Some(Failure::Remedy) => failures.1 += 1,
                Some(Failure::Reservation) => failures.2 += 1,
                None => {}
            }
        }
        failures
    }

    /// The least that fails of some requirements, whatever is found.
    fn least(&self, way: &Way, wanted: &dyn Fn(usize) -> bool) -> Failures {
        let rows = way.table.iter();
        rows.map(|row| self.failures(row, wanted)).min().unwrap()
    }

    /// What fails with some of the ways with which the least fails.
    fn failing(&self, way: &Way) -> Vec<usize> {
        let least = self.least(way, &|_| true);
        let rows = way.table.iter();
        let best = rows.filter(|row| self.failures(row, &|_| true) == least);
        let failing = best.flat_map(|row| {
            let places = row.iter().enumerate();
            let failing = places.filter(|(place, it)| self.failure(**it, *place).is_some());
            failing.map(|(place, _)| place)
        });
        failing.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What fails whatever is found.
    fn failing_alone(&self) -> Vec<usize> {
        let table = &self.ways[0].table;
        let places = 0..self.to_be_met.len();
        let fails = |place: &usize| {
            let mut rows = table.iter();
            rows.all(|row| self.failure(row[*place], *place).is_some())
        };
        places.filter(fails).collect()
    }

    /// The least that some requirements can come to with so many facts changed, and how near.
    fn nearest(&self, wanted: &dyn Fn(usize) -> bool, most: usize) -> (Failures, Distance) {
        let ways = self.ways.iter().filter(|it| it.distance.0 <= most);
        let all = ways.map(|it| (self.least(it, wanted), it.distance));
        all.min().unwrap()
    }

    fn at(&self, facts: &[Option<Value>]) -> &Way {
        self.ways.iter().find(|it| it.facts == facts).unwrap()
    }
}

fn table(call: &Call, facts: &[Option<Value>]) -> Table {
    let all = (0..).map(RequirementId).take(call.requirements.len());
    let all: Vec<RequirementId> = all.collect();
    let rows = completed(call, facts);
    let rows = rows
        .iter()
        .map(|facts| all.iter().map(|id| found(call, facts, *id)).collect());
    rows.collect::<BTreeSet<Vec<Found>>>().into_iter().collect()
}

fn found(call: &Call, facts: &[Option<Value>], id: RequirementId) -> Found {
    let proposal = proposal("P", facts.to_vec());
    let (finding, in_the_way) = judge_one(case(call, &proposal), id).unwrap();
    match (finding.judgement, finding.consequence) {
        (Judgement::Unknown | Judgement::NotExamined, _) if in_the_way => Found::Open,
        (Judgement::Unmet, Consequence::Refusal) => Found::Fails(Failure::Refusal),
        (Judgement::Unmet, Consequence::Remedy(_)) => Found::Fails(Failure::Remedy),
        (Judgement::Unmet, Consequence::Reservation(_)) => Found::Fails(Failure::Reservation),
        _ => Found::Met,
    }
}

/// Returns every way of stating those of these facts that are not stated.
fn completed(call: &Call, facts: &[Option<Value>]) -> Vec<Vec<Option<Value>>> {
    let open = |at: usize| facts[at].is_none();
    stated_otherwise(call, facts, open)
}

/// Returns every way of changing what may be changed.
fn ways(call: &Call, facts: &[Option<Value>]) -> Vec<Vec<Option<Value>>> {
    stated_otherwise(call, facts, |at| {
        let fact = &call.facts[at];
        fact.changeable && facts[at].is_some() && fact.supplier == Supplier::Applicant
    })
}

fn stated_otherwise(
    call: &Call,
    facts: &[Option<Value>],
    which: impl Fn(usize) -> bool,
) -> Vec<Vec<Option<Value>>> {
    let mut ways = vec![facts.to_vec()];
    let stated = (0..).map(FactId).zip(&call.facts);
    for (id, fact) in stated.filter(|(id, _)| which(id.index())) {
        let all = ways.iter().flat_map(|way| {
            values(fact.kind).into_iter().map(move |value| {
                let mut way = way.clone();
                way[id.index()] = Some(value);
                way
            })
        });
        ways = all.collect();
    }
    ways
}

fn distance(from: &[Option<Value>], to: &[Option<Value>]) -> Distance {
    let mut distance = (0, 0, Fraction::ZERO);
    for (from, to) in from.iter().zip(to).filter(|(from, to)| from != to) {
        distance.0 += 1;
        match (from, to) {
            (Some(Value::Number(from)), Some(Value::Number(to))) => {
                let way = to.sub(*from).unwrap().abs().unwrap();
                distance.2 = distance.2.add(way).unwrap();
            }
            (Some(Value::Set(from)), Some(Value::Set(to))) => {
                distance.1 += from.symmetric_difference(to).count();
            }
            _ => distance.1 += 1,
        }
    }
    distance
}

fn places(ids: &[RequirementId]) -> Vec<usize> {
    ids.iter().map(|it| it.index()).collect()
}

/// Returns in which ways what is told is not what trying every way shows.
fn differences(call: &Call, answers: &Answers) -> Vec<&'static str> {
    let expected = Expected::new(call, answers);
    let everything = |_: usize| true;
    let now = expected.least(&expected.ways[0], &everything);
    let failing = expected.failing(&expected.ways[0]);
    // A change of more facts may be found, but need not be.
    let offered = |most: usize| {
        let (least, distance) = expected.nearest(&everything, most);
        (least.0 == 0 && least < now).then_some((least, distance))
    };
    let (with_few, with_any) = (offered(MOST_FACTS), offered(usize::MAX));
    let mut differences = Vec::new();
    let mut claim = |holds: bool, what: &'static str| {
        if !holds {
            differences.push(what);
        }
    };
    match Precheck::new(call.clone()).changes(answers) {
        Changes::NothingFails { complete, .. } => {
            claim(
                now == (0, 0, 0),
                "nothing is said to fail, and something does",
            );
            claim(complete, "not complete: nothing fails");
        }
        Changes::Mend(mend) => {
            claim(now != (0, 0, 0), "nothing fails, and a change is offered");
            let way = expected.at(mend.answers.facts());
            let least = expected.least(way, &everything);
            let told = Some((least, way.distance));
            claim(
                least.0 == 0 && least < now,
                "the change does not make it better",
            );
            let as_good = [with_few, with_any].map(|it| it.map(|(least, _)| least));
            claim(
                as_good.contains(&Some(least)),
                "a better outcome could be reached",
            );
            let nearest = [with_few, with_any].contains(&told);
            claim(
                !as_good.contains(&Some(least)) || nearest,
                "a nearer change does the same",
            );
            let remaining = expected.failing(way);
            claim(
                places(&mend.remaining) == remaining,
                "what remains is not what fails",
            );
            let mended = are_mended(&mend, &failing, &remaining);
            claim(mended, "what is mended is not");
            let complete = mend.complete || expected.changeable() > MOST_FACTS;
            claim(complete, "not complete: a change");
        }
        Changes::None {
            failing: told,
            beyond,
            together,
            untold,
            complete,
        } => {
            claim(now != (0, 0, 0), "nothing fails, and no change is found");
            claim(
                with_few.is_none(),
                "no change is said to help, and one does",
            );
            claim(
                places(&told) == failing,
                "what is said to fail is not what fails",
            );
            // What more facts would mend, or might, is not said to be beyond change.
            let any = |id: usize| expected.nearest(&|it| it == id, usize::MAX).0 == (0, 0, 0);
            let beyond_none = !places(&beyond).into_iter().any(any);
            claim(beyond_none, "what more changes mend is said to be beyond");
            let all_told = complete && untold.is_empty();
            if expected.changeable() > MOST_FACTS && !all_told {
                return differences;
            }
            claim(all_told, "not complete: no change");
            let alone = expected.failing_alone();
            let mendable = |id: usize| expected.nearest(&|it| it == id, MOST_FACTS).0 == (0, 0, 0);
            let never: Vec<usize> = alone.iter().copied().filter(|it| !mendable(*it)).collect();
            claim(places(&beyond) == never, "what is beyond change is not");
            let together = places(&together);
            let could = |it: &usize| failing.contains(it) && !never.contains(it);
            claim(
                together.iter().all(could),
                "what is said not to be met together cannot be met",
            );
            // Whatever fails only beside those may be named all the same.
            let others = expected.nearest(&|it| !never.contains(&it), MOST_FACTS).0;
            let in_vain = others == (0, 0, 0) && together.iter().any(|it| alone.contains(it));
            let hidden = others != (0, 0, 0) && together.is_empty();
            claim(
                !in_vain && !hidden,
                "what cannot be met together is not what is named",
            );
        }
    }
    differences
}

/// Tells whether each change is for something that is mended; or for fewer to fail of those of which
/// some remain.
fn are_mended(mend: &Mend, failing: &[usize], remaining: &[usize]) -> bool {
    let mut all = mend.changes.iter().map(|it| places(&it.mends));
    let fewer = failing.iter().any(|it| remaining.contains(it));
    let mended = |it: &usize| failing.contains(it) && !remaining.contains(it);
    all.all(|mends| (fewer || !mends.is_empty()) && mends.iter().all(mended))
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn the_least_change_is_found_and_mends_everything(mut choices in choices()) {
        let call = choices.call(false);
        let answers = choices.answers(&call);
        prop_assert_eq!(differences(&call, &answers), Vec::<&str>::new());
    }

    #[test]
    fn the_least_change_is_found_where_much_hangs_together(mut choices in choices()) {
        let call = choices.crowded_call();
        let answers = choices.answers(&call);
        prop_assert_eq!(differences(&call, &answers), Vec::<&str>::new());
    }
}
