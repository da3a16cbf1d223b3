//! Whether the rows of a table in the text are complete, never clash, and none stands in vain.
//!
//! Of each key only those values matter that its cells tell apart: one of each such set is tried
//! with one of each other key's, row by row. Whether such a combination can be at all, where keys
//! hang together, is left to the search over `regions`.

use std::collections::BTreeSet;

use super::regions::{Outcome, Sample, includes, look_at_edge, samples as samples_of};
use super::scope::{Checker, Scope};
use super::versions::Days;
use super::written::{written, written_facts};
use crate::call::{Expr, ExprKind, FactId, KeyCell, TableRow, TableRule};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{self, TableExpr};
use crate::text::{Text, keyword};
use crate::value::Value;

/// Tables with more combinations, counted once for each row, are not looked through; they need a
/// last row of `otherwise`.
const MOST_COMBINATIONS: usize = 2_000_000;

/// More combinations than this are not asked about whether they can be.
const MOST_ASKED: usize = 300;

/// More clashes than this are not told of one table.
const MOST_TOLD: usize = 5;

/// Which rows fit each combination, as far as somebody must be told.
#[derive(Default)]
struct Fitting {
    /// The first combination that no row fits, as an example.
    missing: Option<String>,
    /// Two rows that clash, with an example.
    clashes: Vec<(usize, usize, String)>,
    /// Rows that are the first to fit something.
    used: BTreeSet<usize>,
}

impl Checker<'_> {
    /// Reports combinations that no row fits, rows that clash, and rows that can never apply.
    pub(super) fn complete_rows(
        &mut self,
        table: &TableExpr,
        rule: &TableRule,
        days: &[Option<Days>],
        span: Span,
        scope: &Scope,
    ) -> Option<()> {
        let Some(columns) = self.sampled(rule) else {
            if rule.rows.last().is_some_and(is_for_all) {
                return Some(());
            }
            self.missing_row(span, None);
            return None;
        };
        self.days_without_row(table, rule, &columns, days);
        let fitting = self.fitting(table, rule, &columns, scope);
        let row_span = |row: usize| table.rows.get(row).map_or(span, |row| row.span);
        for (first, second, example) in fitting.clashes.iter().take(MOST_TOLD) {
            let dated = [first, second].map(|row| days.get(*row).is_some_and(Option::is_some));
            self.overlapping(
                row_span(*first),
                row_span(*second),
                example,
                dated.contains(&true),
            );
        }
        for row in 0..rule.rows.len() {
            let clashes = fitting.clashes.iter().any(|(_, it, _)| *it == row);
            if !fitting.used.contains(&row) && !clashes {
                match self.never_accepted(rule, &columns, row) {
                    Some(excluded) => self.outside_bounds(row_span(row), &excluded),
                    None => self.unreachable(row_span(row)),
                }
            }
        }
        match fitting.missing {
            Some(example) => {
                self.missing_row(span, Some(example));
                None
            }
            None => Some(()),
        }
    }

    /// Returns the values of each key that matter; `None` where there are too many.
    fn sampled(&self, rule: &TableRule) -> Option<Vec<Vec<Sample>>> {
        let columns = rule.keys.iter().enumerate().map(|(column, key)| {
            let cells: Vec<&KeyCell> = rule
                .rows
                .iter()
                .filter_map(|row| row.cells.get(column))
                .collect();
            samples_of(&self.call, key, &cells)
        });
        let columns: Vec<Vec<Sample>> = columns.collect::<Option<_>>()?;
        let mut count = rule.rows.len();
        for column in &columns {
            count = count.checked_mul(column.len())?;
        }
        (count <= MOST_COMBINATIONS).then_some(columns)
    }

    fn fitting(
        &self,
        table: &TableExpr,
        rule: &TableRule,
        columns: &[Vec<Sample>],
        scope: &Scope,
    ) -> Fitting {
        let mut fitting = Fitting::default();
        let mut known_clashes = BTreeSet::new();
        let mut asked: usize = 0;
        let count = columns.iter().map(Vec::len).product();
        for number in 0..count {
            let combination = nth_combination(columns, number);
            let fits = |row: &usize| {
                let mut included = combination.iter().map(|it| it.included.get(*row));
                included.all(|it| it == Some(&true))
            };
            let rows: Vec<usize> = (0..rule.rows.len()).filter(fits).collect();
            let Some((first, others)) = rows.split_first() else {
                if fits_other_days(rule, &combination) {
                    continue;
                }
                if fitting.missing.is_none() {
                    asked = asked.saturating_add(1);
                    fitting.missing = self.example(table, rule, &combination, scope, asked);
                }
                continue;
            };
            fitting.used.insert(*first);
            for second in others {
                let pair = (*first, *second);
                if known_clashes.contains(&pair) || !clash(rule, pair) {
                    continue;
                }
                asked = asked.saturating_add(1);
                if let Some(example) = self.example(table, rule, &combination, scope, asked) {
                    known_clashes.insert(pair);
                    fitting.clashes.push((*first, *second, example));
                }
            }
        }
        // A row that an `otherwise` above leaves nothing is only in the wrong place.
        let has_otherwise = |row: &usize| {
            let row = rule.rows.get(*row);
            row.is_some_and(|row| rule.written_cells(row).contains(&KeyCell::Otherwise))
        };
        let used = &fitting.used;
        fitting
            .clashes
            .retain(|(first, second, _)| used.contains(second) || !has_otherwise(first));
        fitting
    }

    /// Returns a combination as an example; `None` where it can never be.
    fn example(
        &self,
        table: &TableExpr,
        rule: &TableRule,
        combination: &[&Sample],
        scope: &Scope,
        asked: usize,
    ) -> Option<String> {
        let mut conditions: Vec<(Expr, bool)> = Vec::new();
        for (column, (key, sample)) in rule.keys.iter().zip(combination).enumerate() {
            for (row, included) in rule.rows.iter().zip(&sample.included) {
                let cell = row.cells.get(column);
                let condition = cell.and_then(|cell| includes(key, cell));
                conditions.extend(condition.map(|condition| (condition, *included)));
            }
        }
        let conditions: Vec<(&Expr, bool)> = conditions
            .iter()
            .map(|(it, wanted)| (it, *wanted))
            .collect();
        let simple = rule
            .keys
            .iter()
            .all(|key| matches!(key.kind, ExprKind::Fact(_)));
        let found = if asked <= MOST_ASKED {
            look_at_edge(&self.call, &conditions)
        } else {
            Outcome::Undecided
        };
        match found {
            Outcome::None => None,
            Outcome::Example(facts) if !simple && !facts.is_empty() => {
                Some(written_facts(&self.call, scope, &facts))
            }
            Outcome::Example(_) | Outcome::Undecided => {
                let keywords = self.call.keywords;
                let day = || keyword("kw_as_of", keywords).map(str::to_owned);
                let day = rule.is_dated().then(day).flatten();
                let words = table.keys.iter().map(|key| format!("{} =", named(key)));
                let words = day.into_iter().chain(words);
                let keys = words.zip(&rule.keys).zip(combination);
                let parts = keys.map(|((words, key), sample)| {
                    format!("{words} {}", written(&self.call, &sample.value, key.ty))
                });
                Some(parts.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// Returns what a row asks of a key that the bounds of the fact exclude, if it asks for nothing
    /// else of it.
    fn never_accepted(
        &self,
        rule: &TableRule,
        columns: &[Vec<Sample>],
        row: usize,
    ) -> Option<(FactId, Value)> {
        let keys = rule.keys.iter().zip(columns).enumerate();
        keys.into_iter().find_map(|(column, (key, samples))| {
            let ExprKind::Fact(id) = key.kind else {
                return None;
            };
            if samples.iter().any(|it| it.included.get(row) == Some(&true)) {
                return None;
            }
            let cell = rule.rows.get(row)?.cells.get(column)?;
            // As if the same were asked of something without bounds.
            let unbounded = Expr {
                kind: ExprKind::NotInForce,
                ..key.clone()
            };
            let values = samples_of(&self.call, &unbounded, &[cell])?;
            let value = values.into_iter().find(|it| it.included == [true])?.value;
            Some((id, value))
        })
    }

    fn outside_bounds(&mut self, row: Span, (id, value): &(FactId, Value)) {
        let Some(fact) = self.call.facts.get(id.index()) else {
            return;
        };
        let (name, bounds) = (&fact.name, fact.span);
        let example = format!("{name} = {}", written(&self.call, value, fact.kind));
        self.report(
            Diagnostic::warning(
                Code::UnreachableCase,
                row,
                Text::new(
                    format!("questo caso non si può mai presentare: `{example}` è fuori dai limiti di `{name}`"),
                    format!("this case can never apply: `{example}` is outside the limits of `{name}`"),
                ),
            )
            .with_related(
                bounds,
                Text::new("i suoi limiti sono qui", "its limits are here"),
            )
            .with_hint(Text::new(
                "correggere la riga, o i limiti `‹at least›` e `‹at most›` del fatto",
                "correct the row, or the limits `‹at least›` and `‹at most›` of the fact",
            )),
        );
    }

    fn overlapping(&mut self, first: Span, second: Span, example: &str, dated: bool) {
        let hint = if dated {
            Text::new(
                "far finire l'una il giorno prima che cominci l'altra, o restringere una delle due",
                "let one end on the day before the other begins, or narrow one of the two",
            )
        } else {
            Text::new(
                "restringere una delle due; una riga con `‹otherwise›` va sotto quelle a cui lascia il posto",
                "narrow one of the two; a row with `‹otherwise›` goes below those it makes way for",
            )
        };
        self.report(
            Diagnostic::error(
                Code::OverlappingRows,
                second,
                Text::new(
                    format!("per `{example}` valgono due righe con valori diversi"),
                    format!("two rows with different values hold for `{example}`"),
                ),
            )
            .with_related(
                first,
                Text::new("l'altra riga è qui", "the other row is here"),
            )
            .with_hint(hint),
        );
    }

    fn missing_row(&mut self, span: Span, example: Option<String>) {
        let (it, en) = match example {
            Some(example) => (
                format!("nessuna riga vale per `{example}`"),
                format!("no row fits `{example}`"),
            ),
            None => (
                "la tabella non dice che cosa vale per tutti gli altri valori".to_owned(),
                "the table does not say what holds for all other values".to_owned(),
            ),
        };
        self.report(
            Diagnostic::error(Code::MissingCase, span, Text::new(it, en)).with_hint(Text::new(
                "aggiungere la riga, o un'ultima riga `‹otherwise› | …`",
                "add the row, or a last row `‹otherwise› | …`",
            )),
        );
    }
}

/// Returns how a key is named: what follows `otherwise` does not matter.
fn named(key: &tree::Expr) -> String {
    match &key.kind {
        tree::ExprKind::Path(path) => path.dotted(),
        tree::ExprKind::Otherwise(first, _) => named(first),
        _ => "(…)".to_owned(),
    }
}

/// Tells whether a row takes whatever the rows above left.
fn is_for_all(row: &TableRow) -> bool {
    row.cells.iter().all(|cell| *cell == KeyCell::Otherwise)
}

/// Tells whether some row fits a combination on other days than those of the combination.
fn fits_other_days(rule: &TableRule, combination: &[&Sample]) -> bool {
    let Some((_, others)) = combination.split_first().filter(|_| rule.is_dated()) else {
        return false;
    };
    (0..rule.rows.len()).any(|row| {
        let mut included = others.iter().map(|it| it.included.get(row));
        included.all(|it| it == Some(&true))
    })
}

/// Tells whether two rows that fit together say different things, and the second does not leave
/// the first its place by an `otherwise` of its own: it leaves none to a row with the same keys
/// and other days.
fn clash(rule: &TableRule, (first, second): (usize, usize)) -> bool {
    let (Some(first), Some(second)) = (rule.rows.get(first), rule.rows.get(second)) else {
        return false;
    };
    let always = |row: &TableRow| row.cells.first() == Some(&KeyCell::Otherwise);
    let keys = [first, second].map(|row| rule.written_cells(row));
    let [of_first, of_second] = keys;
    let versions = rule.is_dated() && !always(first) && !always(second) && of_first == of_second;
    let makes_way = of_second.contains(&KeyCell::Otherwise) && !versions;
    first.value != second.value && !makes_way
}

/// Returns combination `number` of one value from each column.
pub(super) fn nth_combination(columns: &[Vec<Sample>], number: usize) -> Vec<&Sample> {
    let mut rest = number;
    let mut values = Vec::new();
    for column in columns.iter().rev() {
        let place = rest.checked_rem(column.len()).unwrap_or_default();
        rest = rest.checked_div(column.len()).unwrap_or_default();
        values.extend(column.get(place));
    }
    values.reverse();
    values
}
