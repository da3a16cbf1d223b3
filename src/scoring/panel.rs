//! How the marks of a panel become points.

use super::points::open;
use super::{Mark, Marks};
use crate::assessment::{Evaluated, NoResultKind, Unknown};
use crate::call::{Criterion, CriterionId, Panel};
use crate::number::Fraction;

/// Returns the marks of one criterion of one proposal, one for each of `panel`.
pub(super) fn marks_of(
    marks: &Marks,
    panel: &[&str],
    proposal: &str,
    criterion: CriterionId,
) -> Vec<(String, Option<Mark>)> {
    let given = marks.given.get(&(proposal.to_owned(), criterion));
    let mark = |evaluator: &&str| {
        let mark = given.and_then(|given| given.get(*evaluator)).cloned();
        ((*evaluator).to_owned(), mark)
    };
    panel.iter().map(mark).collect()
}

/// Returns the points that the marks make; with marks missing, what they can still make.
pub(super) fn points(
    criterion: &Criterion,
    panel: Panel,
    marks: &[(String, Option<Mark>)],
) -> Evaluated {
    let name = &criterion.name;
    if marks.is_empty() {
        return open(Unknown::waiting_for(name.clone()), criterion.max);
    }
    let with_missing = |share: Fraction| {
        let shares = marks.iter();
        let shares = shares.map(|(_, mark)| mark.as_ref().map_or(share, |mark| mark.share));
        let combined = combined(panel, shares.collect())?;
        combined.mul(criterion.max).ok_or(NoResultKind::Overflow)
    };
    let missing = marks.iter().filter(|(_, mark)| mark.is_none());
    let missing = missing.map(|(evaluator, _)| format!("{name} ({evaluator})"));
    let mut unknown = Unknown {
        waits_for: missing.collect(),
        ..Unknown::default()
    };
    match (with_missing(Fraction::ZERO), with_missing(Fraction::ONE)) {
        (Ok(points), Ok(_)) if !unknown.waits() => Evaluated::number(points),
        (Ok(least), Ok(greatest)) => {
            unknown.range = Some((least, greatest));
            Evaluated::Unknown(unknown)
        }
        (Err(why), _) | (_, Err(why)) => {
            open(Unknown::no_result(criterion.span, why), criterion.max)
        }
    }
}

/// Returns the one share that the shares of all evaluators become. It never falls when one of
/// them rises, so the lowest and the highest of those missing give the bounds.
fn combined(panel: Panel, mut shares: Vec<Fraction>) -> Result<Fraction, NoResultKind> {
    shares.sort();
    let count = shares.len();
    let last = count.saturating_sub(1);
    let left = match panel {
        Panel::Mean => shares.get(..),
        Panel::Median => shares.get(last.div_euclid(2)..=last.div_ceil(2)),
        Panel::TrimmedMean(dropped) => usize::try_from(dropped)
            .ok()
            .and_then(|dropped| shares.get(dropped..count.checked_sub(dropped)?)),
    };
    let left = left.filter(|left| !left.is_empty());
    mean(left.ok_or(NoResultKind::PanelTooSmall)?).ok_or(NoResultKind::Overflow)
}

fn mean(shares: &[Fraction]) -> Option<Fraction> {
    let mut shares_left = shares.iter();
    let sum = shares_left.try_fold(Fraction::ZERO, |sum, share| sum.add(*share))?;
    sum.div(Fraction::integer(i128::try_from(shares.len()).ok()?))
}
