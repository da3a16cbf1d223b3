//! What became of the proposals of a file, held against a column.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::expectations::{Run, same};
use super::expected_cells::read_column;
use super::outcome::{Outcome, ProposalOutcome};
use super::standing::missed_thresholds;
use super::words::{count_words, meant, outcome_words};
use crate::assessment::{Assessment, Evaluated, evaluate};
use crate::call::{
    CellError, CellMeaning, ColumnOf, Expr, ExprKind, Format, Reading, Type, read_cell, show,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::facts::Proposal;
use crate::number::{Fraction, Money};
use crate::scoring::Score;
use crate::source::Span;
use crate::text::{Language, Text, given_name};
use crate::value::Value;

/// How many proposals a failure names before it only counts them.
const NAMED: usize = 5;

/// One proposal of the file, with all that became of it.
struct Row<'a> {
    proposal: &'a Proposal,
    assessment: &'a Assessment,
    outcome: &'a ProposalOutcome,
    score: Option<&'a Score>,
}

impl Run<'_> {
    /// Says which proposals differ from what a column says, if any do.
    pub(super) fn column_differs(
        &self,
        what: ColumnOf,
        column: &str,
        file: Option<&str>,
        cells: &[(String, CellMeaning)],
        span: Span,
    ) -> Option<Diagnostic> {
        let outcome = self.outcome?;
        let (format, expected) = match file {
            None => (self.call.proposals.format, None),
            Some(name) => match read_column(self, name, column, span) {
                Ok(expected) => (Format::default(), Some(expected)),
                Err(diagnostic) => return Some(diagnostic),
            },
        };
        let mut compared: usize = 0;
        let mut differing = Vec::new();
        for row in self.rows(outcome) {
            let Some(cell) = cell_of(&row, column, expected.as_ref()) else {
                continue;
            };
            compared = compared.saturating_add(1);
            if !self.agrees(what, &row, &cell, cells, &format) {
                differing.push((row.proposal.id.as_str(), cell, self.found(what, &row)));
            }
        }
        if differing.is_empty() && compared > 0 {
            return None;
        }
        let (count, word) = (differing.len(), self.word(what));
        let diagnostic = Diagnostic::error(
            Code::TestFailed,
            span,
            Text::new(
                format!(
                    "`{word}` non concorda con la colonna `{column}` per {count} proposte su {compared}"
                ),
                format!(
                    "`{word}` does not agree with column `{column}` for {count} proposals of {compared}"
                ),
            ),
        );
        let more = if count > NAMED { ", …" } else { "" };
        let listed = |language| {
            let some = differing.iter().take(NAMED);
            let some = some
                .map(|(id, cell, found)| format!("`{id}` (\"{cell}\", {})", found.get(language)));
            some.collect::<Vec<_>>().join(", ") + more
        };
        Some(diagnostic.with_label(Text::new(
            listed(Language::Italian),
            listed(Language::English),
        )))
    }

    fn rows<'s>(&'s self, outcome: &'s Outcome) -> impl Iterator<Item = Row<'s>> {
        let outcomes = outcome.proposals.iter().zip(&outcome.scores);
        self.each()
            .zip(outcomes)
            .map(|((proposal, assessment), (outcome, score))| Row {
                proposal,
                assessment,
                outcome,
                score: score.as_ref(),
            })
    }

    fn word(&self, what: ColumnOf) -> Cow<'_, str> {
        let given = |name| Cow::Borrowed(given_name(name, self.call.keywords));
        match what {
            ColumnOf::Word(word) => Cow::Borrowed(count_words(word)),
            ColumnOf::Outcome => given("outcome"),
            ColumnOf::Reasons => given("reasons"),
            ColumnOf::Rank => given("rank"),
            ColumnOf::Score => given("score"),
            ColumnOf::Award => given("award"),
            ColumnOf::Points(id) => {
                let criterion = self.call.grid.as_ref().and_then(|it| it.criterion(id));
                let name = criterion.map_or("", |it| it.name.as_str());
                Cow::Owned(format!("‹criterion› {name}"))
            }
            ColumnOf::Definition(id) => {
                let definition = self.call.definitions.get(id.index());
                Cow::Borrowed(definition.map_or("", |it| it.name.as_str()))
            }
        }
    }

    fn agrees(
        &self,
        what: ColumnOf,
        row: &Row<'_>,
        cell: &str,
        cells: &[(String, CellMeaning)],
        format: &Format,
    ) -> bool {
        let meaning = cells.iter().find(|(word, _)| word == cell).map(|it| it.1);
        match what {
            ColumnOf::Word(word) => {
                let yes = match meaning {
                    Some(CellMeaning::YesNo(yes)) => Some(yes),
                    _ if !cells.is_empty() => None,
                    _ => match self.read(cell, Type::YesNo, format) {
                        Ok(Some(Value::YesNo(yes))) => Some(yes),
                        _ => None,
                    },
                };
                yes == Some(row.outcome.is(word))
            }
            ColumnOf::Outcome => {
                let word = match meaning {
                    Some(CellMeaning::Outcome(word)) => Some(word),
                    _ => meant(cell),
                };
                word.is_some_and(|word| row.outcome.is(word))
            }
            ColumnOf::Reasons => {
                let mut expected: Vec<&str> = names_in(cell).collect();
                let mut found = self.reasons(row);
                expected.sort_unstable();
                found.sort_unstable();
                expected == found
            }
            _ => match self.read(cell, self.type_of(what), format) {
                // An award of nothing is no award.
                Ok(None) if what == ColumnOf::Award => row.outcome.award == Money::ZERO,
                Ok(expected) => expected == self.value_of(what, row),
                Err(_) => false,
            },
        }
    }

    fn read(&self, cell: &str, ty: Type, format: &Format) -> Result<Option<Value>, CellError> {
        read_cell(cell, ty, &Reading::default(), format, self.call.names())
    }

    fn type_of(&self, what: ColumnOf) -> Type {
        match what {
            ColumnOf::Rank => Type::Integer,
            ColumnOf::Award => Type::Money,
            ColumnOf::Definition(id) => {
                let definition = self.call.definitions.get(id.index());
                definition.map_or(Type::Number, |it| it.kind)
            }
            _ => Type::Number,
        }
    }

    /// Returns what the column should say; `None` where its cell should be empty.
    fn value_of(&self, what: ColumnOf, row: &Row<'_>) -> Option<Value> {
        let points = |points: &Evaluated| points.known().cloned();
        match what {
            ColumnOf::Rank => {
                let rank = i128::from(row.outcome.rank?);
                Some(Value::Number(Fraction::integer(rank)))
            }
            ColumnOf::Score => points(&row.score?.total),
            ColumnOf::Points(id) => points(&row.score?.lines.get(id.index())?.points),
            ColumnOf::Award => Some(Value::Number(row.outcome.award.euro())),
            ColumnOf::Definition(id) => {
                let definition = self.call.definitions.get(id.index())?;
                let expr = Expr {
                    kind: ExprKind::Definition(id),
                    ty: definition.kind,
                    span: definition.span,
                };
                let points = row.score.map(Score::points).unwrap_or_default();
                let case = self.judged.case(self.call, row.proposal, &points);
                evaluate(case, &expr).known().cloned()
            }
            ColumnOf::Word(_) | ColumnOf::Outcome | ColumnOf::Reasons => None,
        }
    }

    /// Returns the requirements unmet or unknown, and the thresholds that keep an admitted proposal
    /// out of the ranking.
    fn reasons<'s>(&'s self, row: &'s Row<'_>) -> Vec<&'s str> {
        let behind = self.behind(row.assessment).into_iter();
        let mut names: Vec<&str> = behind.map(|id| self.requirement(id)).collect();
        if let Some((grid, score)) = self.call.grid.as_ref().zip(row.score) {
            let missed = missed_thresholds(grid, score);
            names.extend(missed.map(|(threshold, ..)| threshold.name.as_str()));
        }
        names
    }

    /// Says what was found instead.
    fn found(&self, what: ColumnOf, row: &Row<'_>) -> Text {
        match what {
            ColumnOf::Word(_) | ColumnOf::Outcome => same(outcome_words(row.outcome)),
            ColumnOf::Reasons => match self.reasons(row).as_slice() {
                [] => Text::new("nessun motivo", "no reason"),
                names => same(&names.join(" ")),
            },
            _ => match self.value_of(what, row) {
                Some(value) => {
                    let (ty, names) = (self.type_of(what), self.call.names());
                    Text::new(
                        show(&value, ty, names, Language::Italian),
                        show(&value, ty, names, Language::English),
                    )
                }
                None => same("‹kw_none›"),
            },
        }
    }
}

/// Returns the cell that says what is expected of a proposal; `None` where a second file does not
/// name it.
fn cell_of<'a>(
    row: &Row<'a>,
    column: &str,
    expected: Option<&'a BTreeMap<String, String>>,
) -> Option<Cow<'a, str>> {
    let cell = match expected {
        Some(expected) => expected.get(&row.proposal.id)?,
        None => match row.proposal.compare.get(column) {
            Some(cell) => cell,
            None => return Some(Cow::Borrowed("")),
        },
    };
    Some(Cow::Borrowed(cell))
}

/// Returns the names in a cell, parted by blanks, commas or semicolons.
fn names_in(cell: &str) -> impl Iterator<Item = &str> {
    let parts = cell.split(|it: char| it.is_whitespace() || it == ',' || it == ';');
    parts.filter(|it| !it.is_empty())
}
