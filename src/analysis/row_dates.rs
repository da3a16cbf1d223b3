//! Rows of a table in the text that hold from one day to another.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::regions::Sample;
use super::rows_apart::nth_combination;
use super::scope::{Checker, Scope};
use super::versions::{Days, italian};
use crate::call::{Expr, KeyCell, KeyRange, TableRule};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::TableExpr;
use crate::text::Text;
use crate::value::{Comparison, Value};

/// Days on which neither of two rows of the same keys holds.
struct Hole {
    earlier: usize,
    later: usize,
    first: Date,
    last: Date,
}

impl Checker<'_> {
    /// Returns the keys that stand before the written ones: the day on which the rows are counted,
    /// where one of them has days of its own. `None` where something is wrong.
    pub(super) fn rows_counting_date(
        &mut self,
        table: &TableExpr,
        scope: &Scope,
    ) -> Option<Vec<Expr>> {
        let mut dates = table.rows.iter().filter_map(|row| row.dates.as_ref());
        match (dates.next(), &table.as_of) {
            (Some(dates), own) => {
                let day = self.counting_date(own.as_deref(), dates.span, scope)?;
                Some(vec![day])
            }
            (None, None) => Some(Vec::new()),
            (None, Some(day)) => {
                self.report(
                    Diagnostic::error(
                        Code::MissingPart,
                        day.span,
                        Text::new(
                            "questo giorno non serve: nessuna riga dice da quando a quando vale",
                            "this day counts for nothing: no row says from when to when it holds",
                        ),
                    )
                    .with_hint(Text::new(
                        "aggiungere in fondo a una riga `‹kw_since› … ‹kw_until› …`, o togliere `‹as of›`",
                        "add `‹kw_since› … ‹kw_until› …` at the end of a row, or remove `‹as of›`",
                    )),
                );
                None
            }
        }
    }

    /// Warns of days between two rows of the same keys on which neither holds, even where a last
    /// row takes what the others leave.
    pub(super) fn days_without_row(
        &mut self,
        table: &TableExpr,
        rule: &TableRule,
        columns: &[Vec<Sample>],
        days: &[Option<Days>],
    ) {
        let Some((_, columns)) = columns.split_first().filter(|_| rule.is_dated()) else {
            return;
        };
        let mut told = BTreeSet::new();
        let count = columns.iter().map(Vec::len).product();
        for number in 0..count {
            let combination = nth_combination(columns, number);
            let fits = |row: &usize| {
                let mut included = combination.iter().map(|it| it.included.get(*row));
                included.all(|it| it == Some(&true))
            };
            let rows: Vec<usize> = (0..rule.rows.len()).filter(fits).collect();
            for hole in holes(rule, &rows, days) {
                if told.insert((hole.earlier, hole.later)) {
                    self.row_hole(table, &hole);
                }
            }
        }
    }

    fn row_hole(&mut self, table: &TableExpr, hole: &Hole) {
        let span = |row: usize| table.rows.get(row).map(|row| row.span);
        let (Some(earlier), Some(later)) = (span(hole.earlier), span(hole.later)) else {
            return;
        };
        let (first, last) = (hole.first, hole.last);
        self.report(
            Diagnostic::warning(
                Code::DatesHole,
                later,
                Text::new(
                    format!(
                        "dal {} al {} non vale né questa riga né quella prima",
                        italian(first),
                        italian(last)
                    ),
                    format!("from {first} to {last} neither this row nor the one before holds"),
                ),
            )
            .with_related(
                earlier,
                Text::new("la riga prima finisce qui", "the row before ends here"),
            )
            .with_hint(Text::new(
                "se è voluto va bene così; altrimenti far cominciare la seconda il giorno dopo la fine della prima",
                "if this is meant, leave it; otherwise let the second begin on the day after the first ends",
            )),
        );
    }
}

impl Days {
    /// Returns these days as the cell of a row.
    pub(super) fn cell(&self) -> KeyCell {
        let range = match (self.from, self.to) {
            (Some(from), Some(to)) => KeyRange::Between(Value::Date(from), Value::Date(to)),
            (Some(from), None) => KeyRange::Limit(Comparison::GreaterOrEqual, Value::Date(from)),
            (None, Some(to)) => KeyRange::Limit(Comparison::LessOrEqual, Value::Date(to)),
            (None, None) => return KeyCell::Otherwise,
        };
        KeyCell::OneOf(vec![range])
    }
}

/// Returns the days between rows that fit the same keys. A row without days leaves none, unless it
/// takes only what the others leave.
fn holes(rule: &TableRule, rows: &[usize], days: &[Option<Days>]) -> Vec<Hole> {
    let mut dated: Vec<(usize, Days)> = Vec::new();
    for row in rows {
        match days.get(*row) {
            Some(Some(days)) => dated.push((*row, *days)),
            _ => {
                let row = rule.rows.get(*row);
                if row.is_some_and(|it| !rule.written_cells(it).contains(&KeyCell::Otherwise)) {
                    return Vec::new();
                }
            }
        }
    }
    dated.sort_by_key(|(row, days)| (days.from, *row));
    let mut holes = Vec::new();
    let mut dated = dated.into_iter();
    let Some(mut latest) = dated.next() else {
        return holes;
    };
    for (row, days) in dated {
        let Some(to) = latest.1.to else { break };
        if let (Ok(first), Some(from)) = (to.tomorrow(), days.from)
            && first < from
            && let Ok(last) = from.yesterday()
        {
            holes.push(Hole {
                earlier: latest.0,
                later: row,
                first,
                last,
            });
        }
        if days.to.is_none_or(|it| it > to) {
            latest = (row, days);
        }
    }
    holes
}
