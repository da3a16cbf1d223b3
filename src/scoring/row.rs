//! One row of a sheet of marks.

use super::Mark;
use super::columns::Columns;
use super::judging::judge;
use super::layout::{Heading, Stamp};
use super::reading::MarksRequest;
use super::tables::{Cell, Row};
use super::trouble;
use crate::call::{CriterionId, Method, Scale, visible};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::number::Fraction;
use crate::text::Text;

/// A sheet whose rows are read.
pub(super) struct Reading<'a> {
    pub(super) request: &'a MarksRequest<'a>,
    pub(super) columns: &'a Columns<'a>,
    /// What the sheet says of itself, where it was made here.
    pub(super) stamp: Option<&'a Stamp>,
}

/// What a row holds, as far as it can be read.
#[derive(Default)]
pub(super) struct Taken {
    /// Who gives the mark, and where that is said.
    pub(super) evaluator: Option<(String, DataPlace)>,
    /// What is marked.
    pub(super) target: Option<(String, CriterionId)>,
    /// Whether there is anything in the cell of the mark.
    pub(super) marked: bool,
    /// The mark.
    pub(super) mark: Option<Mark>,
    /// The place of the mark.
    pub(super) place: DataPlace,
    pub(super) errors: Vec<Diagnostic>,
    pub(super) notices: Vec<Diagnostic>,
}

impl Taken {
    /// Keeps a value, or what is wrong with it.
    fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|error| self.errors.push(error)).ok()
    }
}

impl<'a> Reading<'a> {
    /// Reads a row; one without a mark says only who is to give it.
    pub(super) fn row(&self, row: &'a Row) -> Taken {
        let mut taken = Taken::default();
        let Some(cell) = self.columns.cell(row, Heading::Mark) else {
            if self.columns.cell(row, Heading::Note).is_some() {
                let place = self.columns.place(row, Heading::Note);
                taken.notices.push(trouble::note_alone(place));
            }
            // Whoever leaves a mark open is to give it all the same.
            taken.evaluator = self.evaluator(row).ok();
            return taken;
        };
        taken.marked = true;
        taken.evaluator = taken.keep(self.evaluator(row));
        if let Some(error) = self.changed(row) {
            taken.errors.push(error);
            return taken;
        }
        let proposal = taken.keep(self.proposal(row));
        let criterion = taken.keep(self.criterion(row));
        taken.place = DataPlace {
            proposal: proposal.map(str::to_owned),
            ..self.columns.place(row, Heading::Mark)
        };
        let note = taken.keep(self.note(row));
        if let Some((id, scale)) = criterion {
            taken.target = proposal.map(|proposal| (proposal.to_owned(), id));
            let judged = judge(cell, scale).map_err(|error| {
                Diagnostic::data(Code::BadMark, taken.place.clone(), error.message)
                    .with_hint(error.hint)
            });
            taken.mark = taken.keep(judged).map(|(written, share)| Mark {
                written,
                share,
                note: note.flatten(),
            });
        }
        taken
    }

    /// Says that a row no longer marks what it was made for: whoever changes an id or moves rows
    /// would give a mark to another proposal.
    fn changed(&self, row: &'a Row) -> Option<Diagnostic> {
        let lines = &self.stamp?.lines;
        if lines.is_empty() {
            return None;
        }
        let Some((proposal, criterion)) = lines.get(&row.number()) else {
            return Some(trouble::added_row(
                self.columns.place(row, Heading::Proposal),
            ));
        };
        let wanted = [
            (Heading::Proposal, proposal),
            (Heading::Criterion, criterion),
        ];
        wanted.into_iter().find_map(|(heading, wanted)| {
            let stands = match self.columns.cell(row, heading) {
                Some(Cell::Text(text)) => text.as_str(),
                _ => "",
            };
            let changed = stands != wanted;
            changed.then(|| trouble::changed_cell(wanted, self.columns.place(row, heading)))
        })
    }

    fn evaluator(&self, row: &'a Row) -> Result<(String, DataPlace), Diagnostic> {
        let code = Code::MarkNotAssigned;
        let written = if self.columns.has(Heading::Evaluator) {
            self.columns.words(row, Heading::Evaluator, code)?
        } else {
            None
        };
        let place = self.columns.place(row, Heading::Evaluator);
        let owner = self.stamp.map(|stamp| stamp.evaluator.as_str());
        match (written, owner) {
            (Some(written), Some(owner)) if written != owner => {
                Err(trouble::sheet_of_another(written, owner, place))
            }
            (Some(name), _) | (None, Some(name)) => Ok((name.to_owned(), place)),
            (None, None) => Err(trouble::by_nobody(place)),
        }
    }

    fn proposal(&self, row: &'a Row) -> Result<&'a str, Diagnostic> {
        let code = Code::UnknownMarkTarget;
        let place = self.columns.place(row, Heading::Proposal);
        let Some(id) = self.columns.words(row, Heading::Proposal, code)? else {
            return Err(trouble::without(Heading::Proposal, place));
        };
        if self.request.known.contains(id) {
            return Ok(id);
        }
        let shown = visible(id);
        let known = self.request.known.iter().map(String::as_str);
        Err(Diagnostic::data(
            code,
            place,
            Text::new(
                format!("nessuna proposta ha l'identificativo `{shown}`"),
                format!("no proposal has the id `{shown}`"),
            ),
        )
        .with_hint(Text::new(
            "controllarlo nell'elenco delle proposte",
            "check it in the list of proposals",
        ))
        .with_suggestion(id, known))
    }

    fn criterion(&self, row: &'a Row) -> Result<(CriterionId, &'a Scale), Diagnostic> {
        let code = Code::UnknownMarkTarget;
        let place = self.columns.place(row, Heading::Criterion);
        let Some(name) = self.columns.words(row, Heading::Criterion, code)? else {
            return Err(trouble::without(Heading::Criterion, place));
        };
        let grid = self.request.grid;
        let shown = visible(name);
        let Some((id, criterion)) = grid.named(name) else {
            let known = grid.marked().map(|(_, it, _)| it.name.as_str());
            return Err(Diagnostic::data(
                code,
                place,
                Text::new(
                    format!("la griglia non ha il criterio `{shown}`"),
                    format!("the grid has no criterion `{shown}`"),
                ),
            )
            .with_hint(Text::new(
                "scrivere il nome come nella griglia, per esempio `A1`",
                "write the name as in the grid, such as `A1`",
            ))
            .with_suggestion(name, known));
        };
        let scale = match criterion.method {
            Method::Marked(marking) => grid.scales.get(marking.scale.index()),
            Method::Sum | Method::Formula(_) => None,
        };
        match scale {
            Some(scale) => Ok((id, scale)),
            None => Err(trouble::not_marked(criterion, place)),
        }
    }

    fn note(&self, row: &'a Row) -> Result<Option<String>, Diagnostic> {
        match self.columns.cell(row, Heading::Note) {
            None => Ok(None),
            Some(Cell::Text(text) | Cell::Other(text)) => Ok(Some(text.clone())),
            Some(Cell::Number(number)) => Ok(number_text(*number)),
            Some(Cell::Formula | Cell::Date | Cell::Error(_)) => {
                let place = self.columns.place(row, Heading::Note);
                Err(trouble::note_reckoned(place))
            }
        }
    }
}

fn number_text(number: Fraction) -> Option<String> {
    number.to_plain(number.decimals()?)
}
