//! Lines that no code of an objective stands above: the subtotal below them tells whose they are.

use super::belonging::is_code;
use super::grid::Row;
use super::read::{Reader, cell};
use super::table::{Cell, Objective};
use super::telling::lines;
use super::trouble;
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Money;
use crate::text::{Language, Text};

/// From where on lines and specific objectives stand below the last subtotal.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Since {
    lines: usize,
    specifics: usize,
}

impl Reader<'_> {
    /// Notes that a subtotal closes the lines above it.
    pub(super) fn closed(&mut self) {
        self.since = Since {
            lines: self.lines.len(),
            specifics: self.specifics.len(),
        };
    }

    /// Takes a line without an objective for one of an objective whose code is yet to come.
    pub(super) fn without_objective(&mut self, row: &Row, title: Option<Cell>) {
        self.nameless.push(trouble::no_objective(self.grid, row));
        match self.objectives.last_mut() {
            Some(open) => open.title.extend(title),
            None => self.objectives.push(Objective {
                code: Cell {
                    text: String::new(),
                    line: row.line,
                    column: 0,
                },
                title: title.into_iter().collect(),
            }),
        }
    }

    /// Tells whether the lines so far are those of an objective without a code.
    pub(super) fn is_nameless(&self) -> bool {
        let open = self.objectives.last();
        open.is_some_and(|it| it.code.text.is_empty())
    }

    /// Takes lines that stand between two subtotals, and under no code of an objective, for those of the
    /// objective that the lower one names; `None` where there are no such lines.
    pub(super) fn subtotal_of_unopened(
        &mut self,
        row: &Row,
        label: usize,
        code: &str,
    ) -> Option<()> {
        let open = self.objectives.len().checked_sub(1)?;
        let since = self.since;
        let is_closed = self.subtotals.iter().any(|it| it.objective == open);
        let first = self.lines.get(since.lines)?.line;
        if !(is_closed || self.is_nameless()) || !is_code(code) {
            return None;
        }
        let name = Cell {
            text: code.to_owned(),
            ..cell(row, label)
        };
        let objective = if self.is_nameless() {
            self.nameless.clear();
            self.objectives.get_mut(open)?.code = name.clone();
            open
        } else {
            self.objectives.push(Objective {
                code: name.clone(),
                title: Vec::new(),
            });
            self.objectives.len().checked_sub(1)?
        };
        self.codes.insert(code.to_owned(), name.clone());
        let specifics = since.specifics;
        for specific in self.specifics.iter_mut().skip(specifics) {
            specific.objective = objective;
        }
        for line in self.lines.iter_mut().skip(since.lines) {
            line.objective = objective;
            line.specific = line.specific.filter(|it| *it >= specifics);
            // Nothing goes on from above the subtotal.
            line.description = line.description.take().filter(|it| it.line >= first);
            line.source = line.source.take().filter(|it| it.line >= first);
            if line.source.is_none() {
                (line.fund, line.action) = (None, None);
            }
        }
        self.subtotal(row, label, objective);
        let unopened = self.unopened(&name, since, first);
        self.unopened.push(unopened);
        Some(())
    }

    fn unopened(&self, name: &Cell, since: Since, first: u64) -> Diagnostic {
        let code = &name.text;
        let open: Vec<_> = self.lines.iter().skip(since.lines).collect();
        let numbers = lines(&open.iter().map(|it| it.line).collect::<Vec<_>>());
        let (it, en) = (
            numbers.get(Language::Italian),
            numbers.get(Language::English),
        );
        let subtotal = self.subtotals.last();
        let adds_up = subtotal.is_some_and(|it| {
            let mut columns = it.sums.amounts.iter().enumerate();
            columns.all(|(column, printed)| {
                let amounts = open.iter().filter_map(|it| it.amounts.get(column)?.amount);
                printed.amount == Money::sum(amounts)
            })
        });
        let hint = if adds_up {
            Text::new(
                format!(
                    "le righe fanno il totale: manca solo il codice; scrivere `{code}` nella riga {first}"
                ),
                format!(
                    "the lines make the subtotal, and the code alone is missing: write `{code}` in line {first}"
                ),
            )
        } else {
            Text::new(
                format!(
                    "se manca la prima riga dell'obiettivo, riprenderla dall'atto; se manca solo il codice, scrivere `{code}` nella riga {first}"
                ),
                format!(
                    "where the first line of the objective is missing, take it from the act; where the code alone is, write `{code}` in line {first}"
                ),
            )
        };
        Diagnostic::data(
            Code::MissingPart,
            self.grid.place_of_line(first),
            Text::new(
                format!("nessuna riga apre l'obiettivo `{code}`: sopra il suo totale manca il codice ({it})"),
                format!("no line opens objective `{code}`: its code is missing above its subtotal ({en})"),
            ),
        )
        .with_related_data(
            self.grid.place(name.line, name.column),
            Text::new("il totale", "the subtotal"),
        )
        .with_hint(hint)
    }
}
