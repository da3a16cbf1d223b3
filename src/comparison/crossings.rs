//! Where two units of a ranking change places when one of its keys moves.

use std::collections::BTreeSet;

use crate::number::Fraction;
use crate::selection::{Key, Selection, Unit, UnitResult, Walk};

/// A unit whose key moves.
struct Line<'a> {
    /// Its place in the ranking.
    place: usize,
    /// The keys that decide before the one that moves.
    before: &'a [Key],
    /// Its key, greater for the better.
    height: Fraction,
    /// What its key gains as the shift grows by 1.
    rate: Fraction,
}

/// The next places where an exchange can change what somebody is given.
pub(super) struct Crossings {
    /// How far the key must move, the nearest first.
    pub(super) at: Vec<Fraction>,
    /// Whether there are no more than these.
    pub(super) all: bool,
}

/// What the order of units can matter to: those that take money or close a pool, and those whose
/// treatment could be another.
///
/// Units change places one pair after the other, and the two of a pair stand next to each other
/// then. If both are given their whole awards in the first walk, and count in no reserve, both are
/// in either order, and all others find the same money. If neither takes any nor closes a pool, the
/// same holds. So only a pair matters of which the upper is in the first set and the lower in the
/// second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Roles {
    acting: BTreeSet<String>,
    reacting: BTreeSet<String>,
}

impl Roles {
    pub(super) fn of(selection: &Selection) -> Self {
        let ids = |is: fn(&Unit) -> bool| {
            let units = selection.units.iter().filter(|unit| is(unit));
            units.map(|unit| unit.id.clone()).collect()
        };
        Self {
            acting: ids(acts),
            reacting: ids(reacts),
        }
    }
}

fn acts(unit: &Unit) -> bool {
    unit.earlier.iter().chain([&unit.result]).any(|result| {
        matches!(
            result,
            UnitResult::Funded { .. }
                | UnitResult::FundedInPart { .. }
                | UnitResult::Short { closes: true, .. }
        )
    })
}

fn reacts(unit: &Unit) -> bool {
    match unit.result {
        UnitResult::Funded { walk, .. } => walk != Walk::First || unit.reserve.is_some(),
        UnitResult::NothingToAward | UnitResult::Ranked | UnitResult::Left => false,
        _ => true,
    }
}

/// Returns the `most` nearest crossings that can matter, not beyond `limit`.
///
/// `rate` tells what the key of a unit gains; `None` where a number is too large.
pub(super) fn crossings(
    selection: &Selection,
    key: (usize, bool),
    rate: impl Fn(&Unit) -> Option<Fraction>,
    limit: Option<Fraction>,
    most: usize,
) -> Option<Crossings> {
    let (mut acting, mut reacting) = (Vec::new(), Vec::new());
    for (place, unit) in selection.units.iter().enumerate() {
        for (lines, is) in [(&mut acting, acts(unit)), (&mut reacting, reacts(unit))] {
            if is {
                lines.push(line(unit, place, key, &rate)?);
            }
        }
    }
    acting.sort_by(|a: &Line<'_>, b| a.height.cmp(&b.height).then(a.place.cmp(&b.place)));
    let rates = acting.iter().chain(&reacting).map(|line| line.rate);
    let (Some(slowest), Some(fastest)) = (rates.clone().min(), rates.max()) else {
        return Some(Crossings {
            at: Vec::new(),
            all: true,
        });
    };
    let spread = fastest.sub(slowest)?;
    let mut nearest = BTreeSet::new();
    let mut all = true;
    for lower in &reacting {
        let from = acting.partition_point(|upper| upper.height < lower.height);
        for upper in acting.iter().skip(from) {
            let apart = upper.height.sub(lower.height)?;
            if let Some(last) = nearest.last().filter(|_| nearest.len() >= most)
                && apart > spread.mul(*last)?
            {
                all = false;
                break;
            }
            if upper.place >= lower.place
                || upper.rate >= lower.rate
                || upper.before != lower.before
            {
                continue;
            }
            let at = apart.div(lower.rate.sub(upper.rate)?)?;
            if limit.is_none_or(|limit| at < limit) {
                nearest.insert(at);
            }
            if nearest.len() > most {
                nearest.pop_last();
                all = false;
            }
        }
    }
    Some(Crossings {
        at: nearest.into_iter().collect(),
        all,
    })
}

fn line(
    unit: &Unit,
    place: usize,
    (key, descending): (usize, bool),
    rate: impl Fn(&Unit) -> Option<Fraction>,
) -> Option<Line<'_>> {
    let Key::Number(height) = unit.keys.get(key)? else {
        return None;
    };
    let (height, rate) = (*height, rate(unit)?);
    let (height, rate) = if descending {
        (height, rate)
    } else {
        (height.negate()?, rate.negate()?)
    };
    Some(Line {
        place,
        before: unit.keys.get(..key)?,
        height,
        rate,
    })
}
