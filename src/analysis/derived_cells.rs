//! The cells of a table made from another: sums, means, counts over groups of rows.

use std::collections::BTreeSet;

use crate::call::{ColumnId, Table};
use crate::number::{Exact, Fraction, Rounding};
use crate::text::Text;
use crate::value::{RowId, Value};

/// A key, and the rows that have it.
pub(super) type Group = (String, Vec<RowId>);

/// How a number is rounded, if it is.
pub(super) type Rounds = Option<(Rounding, u32)>;

/// What a row holds of those it is made from.
pub(super) enum Aggregate {
    Same(ColumnId),
    Rows,
    Sum {
        of: Counted,
        rounding: Rounds,
    },
    Mean {
        of: Counted,
        weight: Option<Counted>,
        rounding: Rounds,
    },
    Extreme {
        of: Counted,
        greatest: bool,
    },
}

/// A column of numbers.
#[derive(Clone, Copy)]
pub(super) struct Counted {
    pub(super) column: ColumnId,
    pub(super) empty: Empty,
}

/// What an empty cell is.
#[derive(Clone, Copy)]
pub(super) enum Empty {
    Never,
    LeftOut,
    Counts(Fraction),
}

/// Why a cell cannot be reckoned.
pub(super) struct NoCell {
    pub(super) message: Text,
    pub(super) hint: Text,
}

/// The table that rows are taken from.
pub(super) struct Source<'a> {
    pub(super) table: &'a Table,
}

/// A cell for each group, and the rows left out of all of them.
type Reckoned = Result<(Vec<Option<Value>>, Vec<RowId>), NoCell>;

impl Source<'_> {
    /// Reckons the cells of one column; where `optional`, a group without values has an empty one.
    pub(super) fn cells(&self, groups: &[Group], of: &Aggregate, optional: bool) -> Reckoned {
        let mut left_out = BTreeSet::new();
        let mut cells = Vec::new();
        for group in groups {
            let cell = self.cell(group, of, &mut left_out)?;
            if cell.is_none() && !optional {
                return Err(nothing_left(&group.0));
            }
            cells.push(cell);
        }
        Ok((cells, left_out.into_iter().collect()))
    }

    fn cell(
        &self,
        (key, rows): &Group,
        of: &Aggregate,
        left_out: &mut BTreeSet<RowId>,
    ) -> Result<Option<Value>, NoCell> {
        let number = match of {
            Aggregate::Same(column) => return self.same(key, rows, *column),
            Aggregate::Rows => Some(Exact::integer(i128::try_from(rows.len()).unwrap_or(0))),
            Aggregate::Sum { of, rounding } => {
                let counted = self.counted(rows, *of, None, left_out);
                let sum: Exact = counted.iter().map(|(value, _)| value).sum();
                (!counted.is_empty()).then(|| round(&sum, *rounding))
            }
            Aggregate::Mean {
                of,
                weight,
                rounding,
            } => {
                let counted = self.counted(rows, *of, *weight, left_out);
                let mean = mean(key, &counted)?;
                mean.map(|mean| round(&mean, *rounding))
            }
            Aggregate::Extreme { of, greatest } => {
                let counted = self.counted(rows, *of, None, left_out);
                let values = counted.into_iter().map(|(value, _)| value);
                if *greatest {
                    values.max()
                } else {
                    values.min()
                }
            }
        };
        let Some(number) = number else {
            return Ok(None);
        };
        let fits = number.to_fraction().ok_or_else(|| too_large(key))?;
        Ok(Some(Value::Number(fits)))
    }
}

impl Source<'_> {
    /// Returns the value that all rows hold.
    fn same(&self, key: &str, rows: &[RowId], column: ColumnId) -> Result<Option<Value>, NoCell> {
        let mut values = rows.iter().map(|row| self.table.cell(*row, column));
        let first = values.next().flatten();
        let other = rows
            .iter()
            .find(|row| self.table.cell(**row, column) != first);
        let Some(other) = other else {
            return Ok(first.cloned());
        };
        let name = self.table.columns.get(column.index());
        let name = name.map_or("", |column| column.name.as_str());
        let other = self.table.row_name(*other);
        Err(NoCell {
            message: Text::new(
                format!("`{name}` non è uguale in tutte le righe di `{key}`: in {other} è diverso"),
                format!("`{name}` is not the same in all rows of `{key}`: it differs in {other}"),
            ),
            hint: Text::new(
                "correggere la tabella, o raggruppare per un'altra colonna",
                "correct the table, or group by another column",
            ),
        })
    }

    /// Returns the values of a column with what each counts, without the rows left out.
    fn counted(
        &self,
        rows: &[RowId],
        of: Counted,
        weight: Option<Counted>,
        left_out: &mut BTreeSet<RowId>,
    ) -> Vec<(Exact, Exact)> {
        let mut counted = Vec::new();
        for row in rows {
            let value = self.number(*row, of);
            let weight = match weight {
                Some(weight) => self.number(*row, weight),
                None => Some(Fraction::ONE),
            };
            match (value, weight) {
                (Some(value), Some(weight)) => counted.push((value.into(), weight.into())),
                _ => {
                    left_out.insert(*row);
                }
            }
        }
        counted
    }

    fn number(&self, row: RowId, of: Counted) -> Option<Fraction> {
        match (self.table.cell(row, of.column), of.empty) {
            (Some(Value::Number(number)), _) => Some(*number),
            (None, Empty::Counts(number)) => Some(number),
            _ => None,
        }
    }
}

/// Returns the mean of values by what each counts; `None` where there are none.
fn mean(key: &str, counted: &[(Exact, Exact)]) -> Result<Option<Exact>, NoCell> {
    if counted.is_empty() {
        return Ok(None);
    }
    let weighted: Vec<Exact> = counted.iter().map(|(value, by)| value.mul(by)).collect();
    let all: Exact = counted.iter().map(|(_, by)| by).sum();
    let sum: Exact = weighted.iter().sum();
    let negative = counted.iter().any(|(_, by)| by.is_negative());
    match sum.div(&all) {
        Some(mean) if !negative => Ok(Some(mean)),
        _ => Err(NoCell {
            message: Text::new(
                format!("in `{key}` i pesi della media sono negativi, o danno zero"),
                format!("in `{key}` the weights of the mean are negative, or add up to zero"),
            ),
            hint: Text::new(
                "ponderare con una colonna che in ogni gruppo abbia una somma positiva",
                "weight by a column whose sum is positive in every group",
            ),
        }),
    }
}

fn round(number: &Exact, rounding: Rounds) -> Exact {
    match rounding {
        Some((rounding, places)) => number.round(places, rounding),
        None => number.clone(),
    }
}

fn nothing_left(key: &str) -> NoCell {
    NoCell {
        message: Text::new(
            format!("in `{key}` nessuna riga ha un valore"),
            format!("in `{key}` no row has a value"),
        ),
        hint: Text::new(
            "dichiarare `‹optional›` questa colonna, o dire con `‹otherwise› …` che cosa vale una cella vuota",
            "declare this column as `‹optional›`, or say with `‹otherwise› …` what an empty cell counts as",
        ),
    }
}

fn too_large(key: &str) -> NoCell {
    NoCell {
        message: Text::new(
            format!("in `{key}` il risultato ha troppe cifre per essere conservato esattamente"),
            format!("in `{key}` the result has too many digits to be kept exactly"),
        ),
        hint: Text::new(
            "arrotondarlo con `‹rounded half up to› … ‹places›`",
            "round it with `‹rounded half up to› … ‹places›`",
        ),
    }
}
