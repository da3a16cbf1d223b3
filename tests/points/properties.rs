//! What holds of every grid and whatever marks.

use bando::assessment::{Evaluated, NoResultKind};
use bando::call::{Call, CriterionId, Grid, Method, Number, Panel, Type};
use bando::facts::Proposal;
use bando::number::{Fraction, Rounding};
use bando::scoring::{Mark, Marks, Score, explain, score};
use bando::value::Value;
use proptest::prelude::*;

use super::build::*;
use crate::support::cases;

const EVALUATORS: [&str; 4] = ["a", "b", "c", "d"];

/// A drawn criterion: where it hangs, what it is, its maximum, its minimum, its rounding.
type Drawn = (u8, u8, u8, Option<u8>, Option<u8>);

/// What is drawn: criteria, marks in the order of criteria and evaluators, facts, and the
/// threshold with its flags.
#[derive(Clone, Debug)]
struct Draw {
    criteria: Vec<Drawn>,
    marks: Vec<Option<u8>>,
    facts: Vec<Option<i8>>,
    threshold: u8,
    flags: [bool; 3],
    evaluators: usize,
}

fn draws() -> impl Strategy<Value = Draw> {
    let criterion = (
        any::<u8>(),
        any::<u8>(),
        1..20_u8,
        proptest::option::of(0..20_u8),
        proptest::option::of(0..4_u8),
    );
    (
        proptest::collection::vec(criterion, 1..8),
        proptest::collection::vec(proptest::option::weighted(0.7, 0..=10_u8), 32),
        proptest::collection::vec(proptest::option::weighted(0.7, -2..22_i8), 8),
        0..60_u8,
        any::<[bool; 3]>(),
        0..=EVALUATORS.len(),
    )
        .prop_map(
            |(criteria, marks, facts, threshold, flags, evaluators)| Draw {
                criteria,
                marks,
                facts,
                threshold,
                flags,
                evaluators,
            },
        )
}

fn rounding(drawn: u8) -> Number {
    Number {
        places: u32::from(drawn % 2),
        rounding: if drawn < 2 {
            Rounding::HalfUp
        } else {
            Rounding::Down
        },
    }
}

impl Draw {
    /// Returns a call with a fact for each criterion that is computed.
    fn call(&self) -> Call {
        let mut call = empty_call();
        let mut grid = Grid {
            max: Fraction::integer(60),
            rounding: self.flags[2].then(|| rounding(1)),
            ..grid()
        };
        let mut whole = threshold("whole", &self.threshold.to_string());
        (whole.before_premiums, whole.unrounded) = (self.flags[0], self.flags[1]);
        grid.threshold = Some(whole);
        for (place, (parent, kind, max, minimum, decimals)) in self.criteria.iter().enumerate() {
            let fact = add_fact(&mut call, &format!("f{place}"), Type::Integer, None);
            let sums: Vec<String> = grid
                .criteria
                .iter()
                .filter(|it| matches!(it.method, Method::Sum))
                .map(|it| it.name.clone())
                .collect();
            let parent = sums.get(usize::from(*parent) % (sums.len() + 1));
            let method = match kind % 6 {
                0 => Method::Sum,
                1 => formula(fact),
                2 => marked(Panel::Median),
                3 => marked(Panel::TrimmedMean(1)),
                _ => marked(Panel::Mean),
            };
            let name = format!("C{place}");
            let parent = parent.cloned().unwrap_or_default();
            let added = add(&mut grid, &parent, &name, &max.to_string(), method);
            added.premium |= kind % 5 == 0;
            added.minimum = minimum.map(|it| threshold(&name, &it.to_string()));
            added.rounding = decimals.map(rounding);
        }
        call.grid = Some(grid);
        call
    }

    fn proposal(&self, call: &Call) -> Proposal {
        let facts = self
            .facts
            .iter()
            .map(|it| it.map(|it| whole(i128::from(it))));
        proposal("P", facts.take(call.facts.len()).collect())
    }

    fn marks(&self) -> Marks {
        let mut marks = Marks::default();
        let panel = &EVALUATORS[..self.evaluators];
        marks.evaluators = panel.iter().map(|it| (*it).to_owned()).collect();
        for (place, word) in self.marks.iter().enumerate() {
            let (criterion, evaluator) = (place / EVALUATORS.len(), place % EVALUATORS.len());
            let criterion = CriterionId(u32::try_from(criterion).unwrap());
            let given = marks.given.entry(("P".to_owned(), criterion)).or_default();
            if let Some(word) = word {
                given.insert(EVALUATORS[evaluator].to_owned(), a_mark(*word));
            }
        }
        marks
    }
}

fn a_mark(word: u8) -> Mark {
    Mark {
        written: word.to_string(),
        share: Fraction::new(i128::from(word), 10).unwrap(),
        note: None,
    }
}

fn number(points: &Evaluated) -> Option<Fraction> {
    match points {
        Evaluated::Known(Value::Number(number)) => Some(*number),
        _ => None,
    }
}

/// Returns all points in one row: the lines, the totals, and what is compared with thresholds.
fn all_points(score: &Score) -> Vec<Evaluated> {
    let lines = score.lines.iter();
    let lines = lines.flat_map(|it| [it.unrounded.clone(), it.points.clone()]);
    let totals = [&score.before_premiums, &score.unrounded, &score.total];
    let compared = score.thresholds.iter().map(|it| it.points.clone());
    lines
        .chain(totals.into_iter().cloned())
        .chain(compared)
        .collect()
}

fn reached(score: &Score) -> Vec<Option<Value>> {
    let thresholds = score.thresholds.iter();
    thresholds.map(|it| it.reached.known().cloned()).collect()
}

/// One more mark, or one more fact, never changes what was settled, nor widens what was open.
fn check_goes_on(before: &Score, after: &Score) -> Result<(), TestCaseError> {
    for (before, after) in reached(before).into_iter().zip(reached(after)) {
        prop_assert!(
            before.is_none() || before == after,
            "{:?} {:?}",
            before,
            after
        );
    }
    for (before, after) in all_points(before).iter().zip(all_points(after)) {
        if before.known().is_some() {
            prop_assert_eq!(before, &after);
        }
        let (least, most) = before.range().expect("a range");
        let (closer, further) = after.range().expect("a range");
        prop_assert!(
            least <= closer && further <= most,
            "{:?} {:?}",
            before,
            after
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn the_fast_path_gives_what_the_explained_one_gives(draw in draws()) {
        let call = draw.call();
        let (proposal, marks) = (draw.proposal(&call), draw.marks());
        let explained = explain(case(&call, &proposal), &marks).expect("a grid");
        prop_assert_eq!(&score(case(&call, &proposal), &marks).expect("a grid"), &explained.score);
        let grid = call.grid.as_ref().unwrap();
        for (line, criterion) in explained.score.lines.iter().zip(&grid.criteria) {
            let step = explained.formulas.get(&line.criterion);
            prop_assert_eq!(step.is_some(), matches!(criterion.method, Method::Formula(_)));
            if let (Some(step), Some(points)) = (step, number(&line.unrounded)) {
                prop_assert_eq!(number(&step.value), Some(points));
            }
        }
    }

    #[test]
    fn lines_add_up_within_their_bounds(draw in draws()) {
        let call = draw.call();
        let grid = call.grid.as_ref().unwrap();
        let score = score(case(&call, &draw.proposal(&call)), &draw.marks()).expect("a grid");
        let sum = |parent: Option<CriterionId>, premiums: bool| {
            let lines = score.lines.iter().zip(&grid.criteria);
            let parts = lines.filter(|(_, it)| it.parent == parent && (premiums || !it.premium));
            parts
                .map(|(line, _)| number(&line.points))
                .try_fold(Fraction::ZERO, |sum, points| sum.add(points?))
        };
        let out = |points: &Evaluated| match points {
            Evaluated::Unknown(unknown) => unknown.without_result.iter().any(|it| it.why == NoResultKind::PointsOutOfRange),
            _ => false,
        };
        let totals = [(&score.unrounded, sum(None, true)), (&score.before_premiums, sum(None, false))];
        for (total, sum) in totals {
            prop_assert!(number(total) == sum || out(total), "{:?} {:?}", total, sum);
        }
        for (line, criterion) in score.lines.iter().zip(&grid.criteria) {
            if matches!(criterion.method, Method::Sum) && !out(&line.unrounded) {
                prop_assert_eq!(number(&line.unrounded), sum(Some(line.criterion), true));
            }
            let (least, most) = line.points.range().expect("a range");
            prop_assert!(!least.is_negative() && most <= criterion.max);
            if let (Some(exact), Some(number), Some(points)) = (number(&line.unrounded), criterion.rounding, number(&line.points)) {
                prop_assert_eq!(exact.round(number.places, number.rounding), Some(points));
            }
        }
        for finding in &score.thresholds {
            let threshold = match finding.criterion {
                None => grid.threshold.as_ref(),
                Some(id) => grid.criterion(id).and_then(|it| it.minimum.as_ref()),
            };
            if let Some(points) = number(&finding.points) {
                let reached = points >= threshold.expect("a threshold").points;
                prop_assert_eq!(&finding.reached, &known(Value::YesNo(reached)));
            }
        }
    }

    #[test]
    fn one_more_mark_changes_nothing_that_was_settled(draw in draws(), at in 0..32_usize, word in 0..=10_u8) {
        let call = draw.call();
        let proposal = draw.proposal(&call);
        let mut more = draw.clone();
        more.marks[at].get_or_insert(word);
        let before = score(case(&call, &proposal), &draw.marks()).expect("a grid");
        let after = score(case(&call, &proposal), &more.marks()).expect("a grid");
        check_goes_on(&before, &after)?;
    }

    #[test]
    fn one_more_fact_changes_nothing_that_was_settled(draw in draws(), at in 0..8_usize, fact in -2..22_i8) {
        let call = draw.call();
        let mut more = draw.clone();
        more.facts[at].get_or_insert(fact);
        let before = score(case(&call, &draw.proposal(&call)), &draw.marks()).expect("a grid");
        let after = score(case(&call, &more.proposal(&call)), &draw.marks()).expect("a grid");
        check_goes_on(&before, &after)?;
    }

    /// The names of the evaluators, and so the order of their marks, mean nothing.
    #[test]
    fn it_does_not_matter_who_gave_which_mark(draw in draws(), turned in 0..4_usize) {
        let call = draw.call();
        let proposal = draw.proposal(&call);
        let mut other = draw.clone();
        let panel = draw.evaluators.max(1);
        for marks in other.marks.chunks_mut(EVALUATORS.len()) {
            marks[..panel].rotate_left(turned % panel);
        }
        let points = |draw: &Draw| {
            let score = score(case(&call, &proposal), &draw.marks()).expect("a grid");
            let points: Vec<_> = all_points(&score).iter().map(Evaluated::range).collect();
            (points, reached(&score))
        };
        prop_assert_eq!(points(&draw), points(&other));
    }
}

/// How often the drawn grids come out each way, so that the properties are not about nothing.
#[test]
fn random_grids_reach_every_kind_of_points_and_thresholds() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeMap::<&str, u32>::new();
    for _ in 0..300 {
        let draw = draws().new_tree(&mut runner).unwrap().current();
        let call = draw.call();
        let score = score(case(&call, &draw.proposal(&call)), &draw.marks()).expect("a grid");
        let mut note = |word| *seen.entry(word).or_default() += 1;
        for points in all_points(&score) {
            note(match &points {
                Evaluated::Known(_) => "known",
                Evaluated::Unknown(it) if it.waits() => "waiting",
                _ => "ended",
            });
        }
        for finding in &score.thresholds {
            let open = number(&finding.points).is_none();
            note(match (&finding.reached, open) {
                (Evaluated::Known(Value::YesNo(true)), false) => "reached",
                (Evaluated::Known(Value::YesNo(true)), true) => "reached early",
                (Evaluated::Known(_), false) => "missed",
                (Evaluated::Known(_), true) => "missed early",
                _ => "open",
            });
        }
    }
    for kind in [
        "known",
        "waiting",
        "ended",
        "reached",
        "reached early",
        "missed",
        "missed early",
        "open",
    ] {
        let count = seen.get(kind).copied().unwrap_or_default();
        assert!(count >= 10, "{kind}: {count} in {seen:?}");
    }
}
