//! How near each unfunded unit came, and who is equal at the line.

use std::collections::BTreeMap;

use crate::number::{Fraction, Money};
use crate::selection::{Key, Rests, Selection, Unit, UnitResult};

/// How near a unit came that was given nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closeness {
    /// The unit's id.
    pub unit: String,
    /// Its rank.
    pub rank: u32,
    /// Its pool.
    pub pool: Option<String>,
    /// What it asked.
    pub full: Money,
    /// Its score.
    pub score: Option<Fraction>,
    /// The score of the last unit that was funded, of its pool where there are pools.
    pub line: Option<Fraction>,
    /// How many points it had less than that; none where it had as many or more.
    pub points: Option<Fraction>,
    /// How much money was lacking for it when it was last tried, or would have been, with what
    /// completes the awards in part that come before it; none where there was enough.
    pub euro: Option<Money>,
    /// Whether the lot has still to say whether it is given something.
    pub awaits_lot: bool,
    /// The cap that refused it, where one did.
    pub cap: Option<usize>,
}

/// Units of one score, some funded and some not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieAtTheLine {
    /// Their score.
    pub score: Fraction,
    /// Those given money.
    pub funded: Vec<String>,
    /// Those given none.
    pub unfunded: Vec<String>,
    /// What parts them.
    pub decided: Decided,
}

/// What parts units of one score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// A later key, by its place.
    Key(usize),
    /// The lot.
    Lot,
    /// Not the order: what they ask, their pools or the caps.
    Money,
}

/// Returns how near each unit came that was given nothing though it asked, best first.
///
/// `score` is the place of the key that is the score.
pub fn closeness(selection: &Selection, score: Option<usize>) -> Vec<Closeness> {
    let score_of = |unit: &Unit| number(unit.keys.get(score?)?);
    let mut lines: BTreeMap<Option<&str>, Fraction> = BTreeMap::new();
    let by_pool = !selection.pools.is_empty();
    let pool = |unit: &'_ Unit| unit.pool.clone().filter(|_| by_pool);
    for unit in selection.units.iter().filter(|unit| is_given(unit)) {
        if let Some(points) = score_of(unit) {
            let line = lines.entry(unit.pool.as_deref().filter(|_| by_pool));
            let line = line.or_insert(points);
            *line = points.min(*line);
        }
    }
    let rests = Rests::of(selection);
    let waiting = selection.units.iter().filter(|unit| waits(unit));
    waiting
        .map(|unit| {
            let score = score_of(unit);
            let line = lines.get(&unit.pool.as_deref().filter(|_| by_pool));
            let line = line.copied();
            let awaits_lot = unit.result == UnitResult::AwaitsLot;
            // Before the lot nobody is the last that is funded.
            let line = line.filter(|_| !awaits_lot);
            let points = line.zip(score).and_then(|(line, score)| line.sub(score));
            let (euro, cap) = lacking(&unit.result);
            let euro = euro.and_then(|euro| euro.add(rests.before(unit)?));
            Closeness {
                unit: unit.id.clone(),
                rank: unit.rank,
                pool: pool(unit),
                full: unit.full,
                score,
                line,
                points: points.filter(|points| *points > Fraction::ZERO),
                euro,
                awaits_lot,
                cap,
            }
        })
        .collect()
}

/// Returns the classes of equal score that the line divides, best first.
///
/// `score` is the place of the key that is the score. Units of different pools are not compared.
pub fn ties(selection: &Selection, score: usize) -> Vec<TieAtTheLine> {
    let by_pool = !selection.pools.is_empty();
    let mut classes: BTreeMap<(Fraction, Option<&str>), Vec<&Unit>> = BTreeMap::new();
    for unit in &selection.units {
        if let Some(points) = unit.keys.get(score).and_then(number) {
            let pool = unit.pool.as_deref().filter(|_| by_pool);
            classes.entry((points, pool)).or_default().push(unit);
        }
    }
    let classes = classes.into_iter().rev();
    classes
        .filter_map(|((points, _), units)| {
            let ids = |is: fn(&Unit) -> bool| -> Vec<String> {
                let units = units.iter().filter(|unit| is(unit));
                units.map(|unit| unit.id.clone()).collect()
            };
            let (funded, unfunded) = (ids(is_given), ids(waits));
            if funded.is_empty() || unfunded.is_empty() {
                return None;
            }
            Some(TieAtTheLine {
                score: points,
                funded,
                unfunded,
                decided: decided(&units),
            })
        })
        .collect()
}

/// Tells what parts the first unit that waits from those given money before it.
fn decided(units: &[&Unit]) -> Decided {
    let mut last: Option<&Unit> = None;
    for unit in units {
        if let Some(last) = last.filter(|_| waits(unit)) {
            let keys = last.keys.iter().zip(unit.keys.iter());
            let mut differing = keys.enumerate().filter(|(_, (a, b))| a != b);
            return match differing.next() {
                Some((key, _)) => Decided::Key(key),
                None if unit.lot.is_some() => Decided::Lot,
                None => Decided::Money,
            };
        }
        if is_given(unit) {
            last = Some(unit);
        }
    }
    Decided::Money
}

fn number(key: &Key) -> Option<Fraction> {
    match key {
        Key::Number(number) => Some(*number),
        Key::Text(_) => None,
    }
}

fn is_given(unit: &Unit) -> bool {
    unit.members.iter().any(|it| it.award > Money::ZERO)
}

fn waits(unit: &Unit) -> bool {
    !is_given(unit) && unit.full > Money::ZERO
}

/// Returns how much was lacking, and which cap it was.
fn lacking(result: &UnitResult) -> (Option<Money>, Option<usize>) {
    match result {
        UnitResult::Short { short, .. } => (Some(*short), None),
        UnitResult::AfterTheEnd { short, .. } => (*short, None),
        UnitResult::Capped { cap, .. } => (None, Some(*cap)),
        _ => (None, None),
    }
}
