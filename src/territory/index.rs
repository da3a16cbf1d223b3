//! From indicators to an index of need.

use super::normalise::{NotComparable, mean_and_variance, normalise};
use super::trouble::{Quantity, TerritoryError};
use super::values::{CellValue, none_negative, values_of};
use crate::call::{Index, Indicator, Normalisation, Table};
use crate::number::Exact;
use crate::value::Variance;

/// The index of one territory, with all that it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexValue {
    /// Its indicators, in the order written.
    pub indicators: Vec<IndicatorValue>,
    /// What unbalance adds to the mean of the indicators; only AMPI has it.
    pub penalty: Option<Exact>,
    /// The index: the greater, the needier.
    pub value: Exact,
}

/// An indicator of one territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorValue {
    /// As it stands in the table.
    pub raw: CellValue,
    /// Made comparable: the greater, the needier.
    pub normalised: Exact,
}

/// Reckons an index for every row of a table, in the order of its rows.
///
/// Indicators are normalised, weighted by their parts and added up; each normalised value and the
/// sum are rounded as the index says. AMPI takes the mean M of the indicators and adds the
/// penalty S · cv = S² ÷ M, S² their variance in one territory: the index grows with need, so an
/// unbalance is more need (the sign is that of the authors for phenomena that are not wished for).
/// As S · cv is a quotient of the variance, no root is needed and nothing is rounded unasked.
///
/// Source of AMPI: as [`normalise`].
pub(super) fn index(table: &Table, index: &Index) -> Result<Vec<IndexValue>, TerritoryError> {
    let mut columns = Vec::new();
    for indicator in &index.indicators {
        columns.push(normalised(table, index, indicator)?);
    }
    let rows = 0..table.rows.len();
    rows.map(|row| {
        let indicators: Vec<IndicatorValue> = columns
            .iter()
            .filter_map(|column| column.get(row).cloned())
            .collect();
        joined(index, indicators)
    })
    .collect()
}

fn normalised(
    table: &Table,
    index: &Index,
    indicator: &Indicator,
) -> Result<Vec<IndicatorValue>, TerritoryError> {
    let cells = values_of(table, indicator.cell)?;
    let quantity = Quantity::Column(indicator.cell.column);
    if index.method == Normalisation::Shares {
        none_negative(table, cells.iter().map(|cell| &cell.value), quantity)?;
    }
    let values: Vec<Exact> = cells.iter().map(|cell| cell.value.clone()).collect();
    let normalised = normalise(
        index.method,
        indicator.needier,
        &values,
        indicator.goalposts,
        index.rounding,
    );
    let normalised = normalised.map_err(|why| match why {
        NotComparable::AllEqual => TerritoryError::AllEqual { quantity },
        NotComparable::AllZero => TerritoryError::AllZero { quantity },
    })?;
    let both = cells.into_iter().zip(normalised);
    Ok(both
        .map(|(raw, normalised)| IndicatorValue { raw, normalised })
        .collect())
}

/// Joins the indicators of one territory.
fn joined(index: &Index, indicators: Vec<IndicatorValue>) -> Result<IndexValue, TerritoryError> {
    let parts = index.indicators.iter().zip(&indicators);
    let weighted: Vec<Exact> = parts
        .map(|(indicator, value)| Exact::from(indicator.part).mul(&value.normalised))
        .collect();
    let sum: Exact = weighted.iter().sum();
    let penalty = match index.method {
        Normalisation::Ampi(variance) => Some(penalty(&indicators, variance)?),
        _ => None,
    };
    let value = match &penalty {
        Some(penalty) => sum.add(penalty),
        None => sum,
    };
    Ok(IndexValue {
        indicators,
        penalty,
        value: match index.rounding {
            Some((rounding, places)) => value.round(places, rounding),
            None => value,
        },
    })
}

/// Returns S · cv of the indicators of one territory.
fn penalty(indicators: &[IndicatorValue], variance: Variance) -> Result<Exact, TerritoryError> {
    let values: Vec<Exact> = indicators.iter().map(|it| it.normalised.clone()).collect();
    let (mean, variance) = mean_and_variance(&values, variance).ok_or(TerritoryError::NoPenalty)?;
    match variance.div(&mean) {
        Some(penalty) if !mean.is_negative() => Ok(penalty),
        _ => Err(TerritoryError::NoPenalty),
    }
}
