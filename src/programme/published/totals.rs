//! The rows that sum others, and which others those are.

use super::grid::{Grid, Row};
use super::read::{Reader, cell, title};
use super::table::{Cell, Subtotal, Sums};
use super::telling::warning;
use super::twice;
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Money;
use crate::text::Text;

/// A sum whose code is that of the programme and of an objective.
pub(super) struct Either {
    sums: Sums,
    label: Cell,
    objective: usize,
    /// Whether it begins as the grand total does.
    begins_as_total: bool,
}

/// In how many columns a row is what the lines make.
#[derive(Clone, Copy, Debug)]
struct Fits {
    /// The lines of an objective.
    objective: usize,
    /// All lines.
    all: usize,
}

impl Reader<'_> {
    /// Reads a sum that names what it sums: an objective, or the programme.
    pub(super) fn sum_of(
        &mut self,
        row: &Row,
        label: usize,
        (code, words): (&str, &str),
        begins_as_total: bool,
    ) {
        let mut known = self.objectives.iter();
        let objective = known.rposition(|it| it.code.text == code);
        let of_programme = match &self.programme {
            Some(programme) => {
                let named = title(row.line, words);
                let coded = [Some(code), named.code.as_deref()];
                let coded = coded.into_iter().flatten();
                coded
                    .into_iter()
                    .any(|it| programme.code.as_deref() == Some(it))
                    || named.title.to_lowercase() == programme.title.to_lowercase()
            }
            None => begins_as_total,
        };
        match (objective, of_programme) {
            (None, true) => self.grand_total(row, Some(label)),
            (Some(objective), false) => self.subtotal(row, label, objective),
            // What it sums can be told once all lines are read.
            (Some(objective), true) => {
                if let Some(sums) = self.sums(row, Some(label)) {
                    self.either.push(Either {
                        sums,
                        label: cell(row, label),
                        objective,
                        begins_as_total,
                    });
                }
            }
            (None, false) => {
                if self.subtotal_of_unopened(row, label, code).is_some() {
                    return;
                }
                let known = self.codes.keys().map(String::as_str);
                let known = known.filter(|code| {
                    let mut objectives = self.objectives.iter();
                    objectives.any(|it| it.code.text == *code)
                });
                self.diagnostics
                    .push(sum_of_nothing(self.grid, row, label, code, known));
            }
        }
    }

    /// Decides what is summed by rows whose code is that of the programme and of an objective: words
    /// that begin as a grand total does decide, then the lines; and it is said unless both agree.
    pub(super) fn objective_or_programme(&mut self) {
        for it in std::mem::take(&mut self.either) {
            let fits = self.fits(&it.sums, it.objective);
            let mut subtotals = self.subtotals.iter();
            let has_subtotal = subtotals.any(|sub| sub.objective == it.objective);
            let is_total = it.begins_as_total
                || fits.all > fits.objective
                || (fits.all == fits.objective && has_subtotal);
            let agrees = if is_total {
                it.begins_as_total && fits.all >= fits.objective
            } else {
                fits.objective > fits.all
            };
            // What adds up both ways is the same either way.
            let columns = self.profile.amounts.len();
            let is_same = fits.all == columns && fits.objective == columns;
            if !agrees && !is_same {
                let doubtful = self.doubtful(&it.label, is_total, fits);
                self.diagnostics.push(doubtful);
            }
            if is_total {
                self.keep_total(it.sums);
            } else {
                self.keep_subtotal(&it.label, it.objective, it.sums);
            }
        }
        self.subtotals.sort_by_key(|it| it.sums.line);
    }

    pub(super) fn subtotal(&mut self, row: &Row, label: usize, objective: usize) {
        if let Some(sums) = self.sums(row, Some(label)) {
            self.keep_subtotal(&cell(row, label), objective, sums);
        }
    }

    fn keep_subtotal(&mut self, label: &Cell, objective: usize, sums: Sums) {
        let mut earlier = self.subtotals.iter();
        if let Some(earlier) = earlier.find(|it| it.objective == objective) {
            let again = twice::subtotal(self.grid, label, earlier.sums.line);
            self.diagnostics.push(again);
            return;
        }
        self.subtotals.push(Subtotal { objective, sums });
        self.closed();
    }

    pub(super) fn grand_total(&mut self, row: &Row, label: Option<usize>) {
        if let Some(sums) = self.sums(row, label) {
            self.keep_total(sums);
        }
    }

    fn keep_total(&mut self, sums: Sums) {
        if let Some(earlier) = &self.total {
            let again = twice::total(self.grid, sums.line, earlier.line);
            self.diagnostics.push(again);
            return;
        }
        self.total = Some(sums);
    }

    fn fits(&self, sums: &Sums, objective: usize) -> Fits {
        let fitting = |of: Option<usize>| {
            let columns = sums.amounts.iter().enumerate();
            let fitting = columns.filter(|(column, printed)| {
                let lines = self.lines.iter();
                let lines = lines.filter(|it| of.is_none_or(|of| it.objective == of));
                let amounts = lines.filter_map(|it| it.amounts.get(*column)?.amount);
                printed
                    .amount
                    .is_some_and(|it| Money::sum(amounts) == Some(it))
            });
            fitting.count()
        };
        Fits {
            objective: fitting(Some(objective)),
            all: fitting(None),
        }
    }

    /// Reads the amounts of a sum: all filled cells but its label.
    fn sums(&mut self, row: &Row, label: Option<usize>) -> Option<Sums> {
        let filled: Vec<usize> = row.filled().filter(|at| Some(*at) != label).collect();
        let needed = self.profile.amounts.len();
        let (first, last) = (filled.first().copied()?, filled.last().copied()?);
        let beside = last.checked_sub(first).and_then(|it| it.checked_add(1));
        if filled.len() != needed || beside != Some(needed) {
            let few = few_sums(self.grid, row, filled.len(), needed);
            self.diagnostics.push(few);
            return None;
        }
        Some(Sums {
            line: row.line,
            label: label.map(|column| cell(row, column)),
            amounts: self.amounts(row, first),
        })
    }

    fn doubtful(&self, label: &Cell, is_total: bool, fits: Fits) -> Diagnostic {
        let words = &label.text;
        let (as_it, as_en) = if is_total {
            ("totale generale", "the grand total")
        } else {
            ("subtotale dell'obiettivo", "the subtotal of the objective")
        };
        let Fits { objective, all } = fits;
        let columns = self.profile.amounts.len();
        let total = self.profile.total_begins.first().map_or("", String::as_str);
        warning(
            Code::MalformedRecord,
            self.grid.place(label.line, label.column),
            Text::new(
                format!("`{words}` può essere il totale del programma o quello dell'obiettivo con lo stesso codice: letto come {as_it} (colonne che tornano, di {columns}: con tutte le righe {all}, con quelle dell'obiettivo {objective})"),
                format!("`{words}` may be the total of the programme or that of the objective with the same code: read as {as_en} (columns that add up, of {columns}: with all lines {all}, with those of the objective {objective})"),
            ),
        )
        .with_hint(Text::new(
            format!("confrontare con l'atto; se è del programma, farlo cominciare con `{total}`"),
            format!("hold it against the act; where it is the programme's, let it begin with `{total}`"),
        ))
    }
}

fn sum_of_nothing<'a>(
    grid: &Grid,
    row: &Row,
    label: usize,
    code: &str,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let known = known.join("`, `");
    let hint = if known.is_empty() {
        Text::new(
            "un subtotale sta sotto le righe del suo obiettivo",
            "a subtotal stands below the lines of its objective",
        )
    } else {
        Text::new(
            format!("correggere il codice: qui sopra ci sono `{known}`"),
            format!("correct the code: above there are `{known}`"),
        )
    };
    Diagnostic::data(
        Code::UnknownName,
        grid.place(row.line, label),
        Text::new(
            format!(
                "nessun obiettivo qui sopra ha il codice `{code}`: il subtotale non è di nessuno"
            ),
            format!("no objective above has the code `{code}`: the subtotal is nobody's"),
        ),
    )
    .with_hint(hint)
}

fn few_sums(grid: &Grid, row: &Row, found: usize, needed: usize) -> Diagnostic {
    Diagnostic::data(
        Code::MalformedRecord,
        grid.place_of_line(row.line),
        Text::new(
            format!("un totale ha {needed} importi uno accanto all'altro; qui le celle piene sono {found}"),
            format!("a total has {needed} amounts one beside the other; here {found} cells are filled"),
        ),
    )
    .with_hint(Text::new(
        "riprendere dall'atto gli importi che mancano, anche quelli che sono zero (`0,00`); nient'altro stia in quella riga",
        "take the amounts that are missing from the act, those that are nought too (`0,00`); let nothing else stand in that row",
    ))
}
