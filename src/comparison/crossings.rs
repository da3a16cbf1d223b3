//! Where two units of a ranking change places when one of its keys moves.

use std::collections::BTreeSet;

use crate::number::{Fraction, Money};
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
/// same holds. So only a pair matters of which the upper acts and the lower reacts, or the upper
/// closes a pool and the lower takes money: tried after it, the upper may be refused by a cap, and
/// then closes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Roles {
    acting: BTreeSet<String>,
    reacting: BTreeSet<String>,
    closing: BTreeSet<String>,
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
            closing: ids(closes),
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

fn closes(unit: &Unit) -> bool {
    unit.earlier.iter().chain([&unit.result]).any(|result| {
        matches!(
            result,
            UnitResult::FundedInPart { .. } | UnitResult::Short { closes: true, .. }
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
    let lines = |is: fn(&Unit) -> bool| -> Option<Vec<Line<'_>>> {
        let units = selection.units.iter().enumerate();
        let mut lines = Vec::new();
        for (place, unit) in units.filter(|(_, unit)| is(unit)) {
            lines.push(line(unit, place, key, &rate)?);
        }
        lines.sort_by(|a, b| a.height.cmp(&b.height).then(a.place.cmp(&b.place)));
        Some(lines)
    };
    let mut nearest = Nearest {
        at: BTreeSet::new(),
        all: true,
        limit,
        most,
    };
    let acting = lines(acts)?;
    nearest.add(&acting, &lines(reacts)?)?;
    nearest.add(&lines(closes)?, &acting)?;
    Some(Crossings {
        at: nearest.at.into_iter().collect(),
        all: nearest.all,
    })
}

/// Returns how much further than `at` the key can move before any two units meet, whether or not it
/// matters yet: once money has gone another way, other pairs matter. 1 where none ever do.
pub(super) fn next_meeting(
    selection: &Selection,
    key: (usize, bool),
    rate: impl Fn(&Unit) -> Option<Fraction>,
    at: Fraction,
) -> Option<Fraction> {
    let mut lines = Vec::new();
    for (place, unit) in selection.units.iter().enumerate() {
        if unit.full > Money::ZERO {
            let line = line(unit, place, key, &rate)?;
            lines.push((line.height.add(line.rate.mul(at)?)?, line.rate));
        }
    }
    // Just beyond, units of equal height stand in the order of their rates; the next to meet are
    // neighbours.
    lines.sort();
    let mut nearest: Option<Fraction> = None;
    for ((low, low_rate), (high, high_rate)) in lines.iter().zip(lines.iter().skip(1)) {
        if low < high && low_rate > high_rate {
            let further = high.sub(*low)?.div(low_rate.sub(*high_rate)?)?;
            nearest = Some(nearest.map_or(further, |it| it.min(further)));
        }
    }
    Some(nearest.unwrap_or(Fraction::ONE))
}

/// The nearest crossings so far.
struct Nearest {
    at: BTreeSet<Fraction>,
    /// Whether none was left out.
    all: bool,
    limit: Option<Fraction>,
    most: usize,
}

impl Nearest {
    /// Adds where one of `lowers` meets one of `uppers` that stands above it; both stand in the
    /// order of their heights.
    fn add(&mut self, uppers: &[Line<'_>], lowers: &[Line<'_>]) -> Option<()> {
        let rates = uppers.iter().chain(lowers).map(|line| line.rate);
        let (Some(slowest), Some(fastest)) = (rates.clone().min(), rates.max()) else {
            return Some(());
        };
        let spread = fastest.sub(slowest)?;
        for lower in lowers {
            let from = uppers.partition_point(|upper| upper.height < lower.height);
            for upper in uppers.iter().skip(from) {
                let apart = upper.height.sub(lower.height)?;
                if let Some(last) = self.at.last().filter(|_| self.at.len() >= self.most)
                    && apart > spread.mul(*last)?
                {
                    self.all = false;
                    break;
                }
                if upper.place >= lower.place
                    || upper.rate >= lower.rate
                    || upper.before != lower.before
                {
                    continue;
                }
                let at = apart.div(lower.rate.sub(upper.rate)?)?;
                if self.limit.is_none_or(|limit| at < limit) {
                    self.at.insert(at);
                }
                if self.at.len() > self.most {
                    self.at.pop_last();
                    self.all = false;
                }
            }
        }
        Some(())
    }
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
