//! Indicators made comparable.

use std::cmp::Ordering;

use crate::call::Normalisation;
use crate::number::{Exact, Fraction, Rounding};
use crate::value::{Needier, Variance};

/// How many decimals a root has where no rounding is stated; the checker asks for one.
const PLACES: u32 = 12;

/// Why values cannot be made comparable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotComparable {
    /// They are all equal, or there are too few: nothing tells one from another.
    AllEqual,
    /// They add up to nought.
    AllZero,
}

/// Makes the values of one indicator comparable with those of others: the greater, the needier.
///
/// `goalposts` are the least and the greatest value of the scale, where they are not those of the
/// values themselves; only [`Normalisation::MinMax`] and [`Normalisation::Ampi`] have them.
/// `rounding` is how each result is rounded. A z-score needs a root, so it is never exact: what is
/// added to M or taken from it is rounded, to twelve decimals where nothing is stated.
///
/// With x the value, m the mean and s the standard deviation of all values, M and D those of the
/// scale of the z-score:
///
/// | method | higher is needier | lower is needier |
/// |---|---|---|
/// | shares | x ÷ Σx | – |
/// | min-max | (x − least) ÷ (greatest − least) | (greatest − x) ÷ (greatest − least) |
/// | z-score | M + D · (x − m) ÷ s | M + D · (m − x) ÷ s |
/// | rank | values below, and half of the others equal, plus 1 | the same of values above |
/// | AMPI | 70 + 60 · min-max | 70 + 60 · min-max |
///
/// Source: OECD and JRC, *Handbook on Constructing Composite Indicators*, 2008, for the first four;
/// for the last M. Mazziotta and A. Pareto, "Measuring Well-Being Over Time: The Adjusted
/// Mazziotta–Pareto Index", *Social Indicators Research* 136, 2018.
///
/// # Errors
/// Values that nothing tells apart, or shares of nought.
///
/// ```
/// use bando::call::Normalisation;
/// use bando::number::Exact;
/// use bando::territory::normalise;
/// use bando::value::Needier;
/// let incomes = [12, 20, 16].map(Exact::integer);
/// let needs = normalise(Normalisation::MinMax, Needier::Lower, &incomes, None, None).unwrap();
/// assert_eq!(needs[0], Exact::integer(1));
/// assert_eq!(needs[1], Exact::integer(0));
/// ```
pub fn normalise(
    method: Normalisation,
    needier: Needier,
    values: &[Exact],
    goalposts: Option<(Fraction, Fraction)>,
    rounding: Option<(Rounding, u32)>,
) -> Result<Vec<Exact>, NotComparable> {
    let normalised = match method {
        Normalisation::Shares => shares(values)?,
        Normalisation::MinMax => min_max(values, needier, goalposts)?,
        Normalisation::Ampi(_) => {
            let (start, length) = (Exact::integer(70), Exact::integer(60));
            let scaled = min_max(values, needier, goalposts)?;
            scaled.iter().map(|it| start.add(&length.mul(it))).collect()
        }
        Normalisation::Rank => places(values, needier),
        Normalisation::ZScore {
            variance,
            mean,
            deviation,
        } => {
            let (rounding, places) = rounding.unwrap_or((Rounding::HalfUp, PLACES));
            let scale = (Exact::from(mean), Exact::from(deviation));
            return z_scores(values, needier, variance, &scale, (rounding, places));
        }
    };
    Ok(match rounding {
        Some((rounding, places)) => normalised
            .iter()
            .map(|it| it.round(places, rounding))
            .collect(),
        None => normalised,
    })
}

/// Returns each value's share of their sum.
///
/// # Errors
/// A sum of nought.
pub(super) fn shares(values: &[Exact]) -> Result<Vec<Exact>, NotComparable> {
    let sum: Exact = values.iter().sum();
    let shares = values.iter().map(|value| value.div(&sum));
    shares.collect::<Option<_>>().ok_or(NotComparable::AllZero)
}

fn min_max(
    values: &[Exact],
    needier: Needier,
    goalposts: Option<(Fraction, Fraction)>,
) -> Result<Vec<Exact>, NotComparable> {
    let (least, greatest) = match goalposts {
        Some((least, greatest)) => (Exact::from(least), Exact::from(greatest)),
        None => values
            .iter()
            .min()
            .cloned()
            .zip(values.iter().max().cloned())
            .ok_or(NotComparable::AllEqual)?,
    };
    let length = greatest.sub(&least);
    let scaled = values.iter().map(|value| match needier {
        Needier::Higher => value.sub(&least).div(&length),
        Needier::Lower => greatest.sub(value).div(&length),
    });
    scaled.collect::<Option<_>>().ok_or(NotComparable::AllEqual)
}

/// Returns the place of each value, 1 for the least needy; equal values have the mean place.
fn places(values: &[Exact], needier: Needier) -> Vec<Exact> {
    let less_needy = match needier {
        Needier::Higher => Ordering::Less,
        Needier::Lower => Ordering::Greater,
    };
    let mut sorted: Vec<&Exact> = values.iter().collect();
    sorted.sort_unstable();
    let place = |value: &Exact| {
        let below = sorted.partition_point(|other| *other < value);
        let not_above = sorted.partition_point(|other| *other <= value);
        let equal = not_above.saturating_sub(below);
        let behind = match less_needy {
            Ordering::Less => below,
            _ => sorted.len().saturating_sub(not_above),
        };
        // The mean of the places behind + 1 to behind + equal.
        let twice = behind
            .saturating_mul(2)
            .saturating_add(equal)
            .saturating_add(1);
        let twice = i128::try_from(twice).unwrap_or(i128::MAX);
        Fraction::new(twice, 2).unwrap_or(Fraction::ZERO).into()
    };
    values.iter().map(place).collect()
}

fn z_scores(
    values: &[Exact],
    needier: Needier,
    variance: Variance,
    (mean, deviation): &(Exact, Exact),
    (rounding, places): (Rounding, u32),
) -> Result<Vec<Exact>, NotComparable> {
    let (centre, variance) = mean_and_variance(values, variance).ok_or(NotComparable::AllEqual)?;
    let score = |value: &Exact| {
        let distance = match needier {
            Needier::Higher => value.sub(&centre),
            Needier::Lower => centre.sub(value),
        };
        let scaled = distance.mul(deviation);
        // The root of the square is the number itself, without its sign.
        let square = scaled.mul(&scaled).div(&variance)?;
        let root = square.square_root(places, rounding)?;
        Some(if scaled.is_negative() {
            mean.sub(&root)
        } else {
            mean.add(&root)
        })
    };
    values
        .iter()
        .map(score)
        .collect::<Option<_>>()
        .ok_or(NotComparable::AllEqual)
}

/// Returns the mean of values and their variance; `None` where there are too few.
pub(super) fn mean_and_variance(values: &[Exact], variance: Variance) -> Option<(Exact, Exact)> {
    let count = i128::try_from(values.len()).ok()?;
    let sum: Exact = values.iter().sum();
    let mean = sum.div(&Exact::integer(count))?;
    let squares: Vec<Exact> = values
        .iter()
        .map(|value| value.sub(&mean))
        .map(|distance| distance.mul(&distance))
        .collect();
    let divisor = match variance {
        Variance::Population => count,
        Variance::Sample => count.checked_sub(1)?,
    };
    let squares: Exact = squares.iter().sum();
    Some((mean, squares.div(&Exact::integer(divisor))?))
}
