//! From cells to objectives, lines and sums.

use std::collections::BTreeMap;

use super::amount::{Writing, parse_amount};
use super::grid::{Grid, Row};
use super::heading;
use super::layout;
use super::profile::{Profile, TextRole};
use super::rows::{Kind, Window, kind};
use super::table::{
    Action, AmountCell, Cell, Line, Objective, ProgrammeTitle, Published, Specific, Subtotal, Sums,
};
use super::trouble;
use crate::diagnostic::Diagnostic;

/// A table as far as it could be read, with what is wrong with its layout.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The table; `None` where an error leaves it without a meaning.
    pub table: Option<Published>,
    /// Errors, warnings and notices, in the order of the lines.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a table by its layout: the roles of cells are inferred row by row, from the body backwards.
pub fn read(grid: Grid, profile: &Profile) -> Reading {
    let kinds: Vec<Kind<'_>> = grid.rows.iter().map(|row| kind(row, profile)).collect();
    if let Some(fatal) = heading::trouble(&grid, profile, &kinds) {
        return Reading {
            table: None,
            diagnostics: vec![fatal],
        };
    }
    let start = heading::usual_start(&kinds).unwrap_or_default();
    let mut reader = Reader {
        grid: &grid,
        profile,
        diagnostics: Vec::new(),
        programme: None,
        objectives: Vec::new(),
        specifics: Vec::new(),
        lines: Vec::new(),
        subtotals: Vec::new(),
        total: None,
        headed: false,
    };
    for (row, kind) in grid.rows.iter().zip(&kinds) {
        reader.row(row, kind);
    }
    reader.same_keys();
    let mut diagnostics = std::mem::take(&mut reader.diagnostics);
    let (programme, objectives) = (reader.programme, reader.objectives);
    let (specifics, lines) = (reader.specifics, reader.lines);
    let (subtotals, total) = (reader.subtotals, reader.total);
    diagnostics.extend(layout::notices(&grid, profile, &kinds, start));
    let table = Published {
        profile: profile.clone(),
        programme,
        objectives,
        specifics,
        lines,
        subtotals,
        total,
        grid,
    };
    diagnostics.extend(layout::inherited(&table));
    trouble::in_order(&mut diagnostics);
    Reading {
        table: (!diagnostics.iter().any(Diagnostic::is_error)).then_some(table),
        diagnostics,
    }
}

struct Reader<'a> {
    grid: &'a Grid,
    profile: &'a Profile,
    diagnostics: Vec<Diagnostic>,
    programme: Option<ProgrammeTitle>,
    objectives: Vec<Objective>,
    specifics: Vec<Specific>,
    lines: Vec<Line>,
    subtotals: Vec<Subtotal>,
    total: Option<Sums>,
    headed: bool,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row, kind: &Kind<'_>) {
        match kind {
            Kind::Blank => {}
            Kind::Heading => self.headed = true,
            Kind::Title(words) => self.programme = Some(title(row.line, words)),
            Kind::Words => {
                let read = self.headed && self.total.is_none();
                self.diagnostics.push(trouble::words(self.grid, row, read));
            }
            Kind::Line(window) => self.line(row, window),
            Kind::Subtotal { label, code } => self.subtotal(row, *label, code),
            Kind::Total { label } => self.grand_total(row, *label),
        }
    }

    fn line(&mut self, row: &Row, window: &Window) {
        let texts = &self.profile.texts;
        let amounts = self.amounts(row, window.start);
        let Some(first) = window.start.checked_sub(texts.len()) else {
            self.diagnostics.push(trouble::outside(self.grid, row, 0));
            return;
        };
        if let Some(column) = row.filled().find(|column| *column < first) {
            self.diagnostics
                .push(trouble::outside(self.grid, row, column));
            return;
        }
        let texts: BTreeMap<TextRole, Cell> = texts
            .iter()
            .zip(first..)
            .filter(|(_, column)| !row.cell(*column).is_empty())
            .map(|(role, column)| (*role, cell(row, column)))
            .collect();
        for (role, text) in &texts {
            // `1.100` may be a code as well as an amount: its column tells.
            let coded = matches!(role, TextRole::ObjectiveCode | TextRole::SpecificCode)
                && is_code(&text.text);
            if !coded && parse_amount(&text.text, self.profile.numbers).is_some() {
                let words = role.words();
                self.diagnostics
                    .push(trouble::amount_among_words(self.grid, text, &words));
            }
        }
        if !self.objective(row, &texts) || !self.specific(row, &texts) {
            return;
        }
        let Some(body) = window.body.map(|column| cell(row, column)) else {
            self.diagnostics.push(trouble::no_body(self.grid, row));
            return;
        };
        let Some(objective) = self.objectives.len().checked_sub(1) else {
            return;
        };
        let specific = self.specifics.len().checked_sub(1);
        let specific = specific
            .filter(|index| self.specifics.get(*index).map(|it| it.objective) == Some(objective));
        let above = self
            .lines
            .last()
            .filter(|above| (above.objective, above.specific) == (objective, specific));
        let inherited = |role, of: fn(&Line) -> Option<&Cell>| {
            let own = texts.get(&role).cloned();
            own.or_else(|| above.and_then(of).cloned())
        };
        let description = inherited(TextRole::Description, |it| it.description.as_ref());
        let source = inherited(TextRole::Source, |it| it.source.as_ref());
        let (fund, action) = match &source {
            Some(source) => self.action(source, row.line),
            None => (None, None),
        };
        self.lines.push(Line {
            line: row.line,
            objective,
            specific,
            description,
            source,
            fund,
            action,
            body,
            amounts,
        });
    }

    /// Opens a general objective where its code stands, or goes on with its words; `false` where the
    /// line belongs to none.
    fn objective(&mut self, row: &Row, texts: &BTreeMap<TextRole, Cell>) -> bool {
        let title = texts.get(&TextRole::Objective).cloned();
        match (texts.get(&TextRole::ObjectiveCode), title) {
            (Some(code), title) => {
                if !is_code(&code.text) {
                    let words = TextRole::ObjectiveCode.words();
                    self.diagnostics
                        .push(trouble::no_code(self.grid, code, &words));
                    return false;
                }
                let known = self.objectives.iter();
                let same = known.rev().find(|it| it.code.text == code.text);
                if let Some(same) = same {
                    let earlier = &same.code;
                    self.diagnostics
                        .push(trouble::objective_again(self.grid, code, earlier));
                }
                self.objectives.push(Objective {
                    code: code.clone(),
                    title: title.into_iter().collect(),
                });
                true
            }
            (None, Some(title)) => match self.objectives.last_mut() {
                Some(open) => {
                    let notice = layout::split(self.grid, &open.code.text, &open.title, &title);
                    self.diagnostics.push(notice);
                    open.title.push(title);
                    true
                }
                None => {
                    self.diagnostics.push(trouble::no_objective(self.grid, row));
                    false
                }
            },
            (None, None) if self.objectives.is_empty() => {
                self.diagnostics.push(trouble::no_objective(self.grid, row));
                false
            }
            (None, None) => true,
        }
    }

    fn specific(&mut self, row: &Row, texts: &BTreeMap<TextRole, Cell>) -> bool {
        let title = texts.get(&TextRole::Specific).cloned();
        let Some(objective) = self.objectives.len().checked_sub(1) else {
            return false;
        };
        let open = self.specifics.last_mut();
        let open = open.filter(|it| it.objective == objective);
        match (texts.get(&TextRole::SpecificCode), title, open) {
            (Some(code), title, _) => {
                if !is_code(&code.text) {
                    let words = TextRole::SpecificCode.words();
                    self.diagnostics
                        .push(trouble::no_code(self.grid, code, &words));
                    return false;
                }
                self.specifics.push(Specific {
                    code: code.clone(),
                    title: title.into_iter().collect(),
                    objective,
                });
            }
            (None, Some(title), Some(open)) => {
                let notice = layout::split(self.grid, &open.code.text, &open.title, &title);
                self.diagnostics.push(notice);
                open.title.push(title);
            }
            (None, Some(title), None) => {
                let words = TextRole::SpecificCode.words();
                self.diagnostics
                    .push(trouble::words_without_code(self.grid, row, &title, &words));
                return false;
            }
            (None, None, _) => {}
        }
        true
    }

    /// Parts `FSE - 9.1.4` into the fund and the action.
    fn action(&mut self, source: &Cell, line: u64) -> (Option<String>, Option<Action>) {
        let (fund, code) = match source.text.split_once(['-', '\u{2013}', '\u{2014}']) {
            Some((fund, code)) => (fund.trim(), code.trim()),
            None => (source.text.trim(), ""),
        };
        let fund = fund.to_owned();
        if code.is_empty() {
            return (Some(fund), None);
        }
        if !is_code(code) {
            let words = TextRole::Source.words();
            self.diagnostics
                .push(trouble::no_code(self.grid, source, &words));
            return (Some(fund), None);
        }
        let schemes = &self.profile.schemes;
        let scheme = schemes.iter().find(|(name, _)| *name == fund);
        let Some((_, scheme)) = scheme else {
            if source.line == line {
                let unknown = trouble::unknown_fund(self.grid, source, &fund, schemes);
                self.diagnostics.push(unknown);
            }
            return (Some(fund), None);
        };
        let action = Action {
            scheme: scheme.clone(),
            code: code.to_owned(),
        };
        (Some(fund), Some(action))
    }

    fn subtotal(&mut self, row: &Row, label: usize, code: &str) {
        let mut known = self.objectives.iter();
        let Some(objective) = known.rposition(|it| it.code.text == code) else {
            let known = self.objectives.iter().map(|it| it.code.text.as_str());
            self.diagnostics
                .push(trouble::sum_of_nothing(self.grid, row, label, code, known));
            return;
        };
        let mut earlier = self.subtotals.iter();
        if let Some(earlier) = earlier.find(|it| it.objective == objective) {
            let again = trouble::subtotal_again(self.grid, row, label, earlier.sums.line);
            self.diagnostics.push(again);
            return;
        }
        if let Some(sums) = self.sums(row, Some(label)) {
            self.subtotals.push(Subtotal { objective, sums });
        }
    }

    fn grand_total(&mut self, row: &Row, label: Option<usize>) {
        if let Some(earlier) = &self.total {
            let again = trouble::total_again(self.grid, row, earlier.line);
            self.diagnostics.push(again);
            return;
        }
        self.total = self.sums(row, label);
    }

    /// Reads the amounts of a sum: all filled cells but its label.
    fn sums(&mut self, row: &Row, label: Option<usize>) -> Option<Sums> {
        let filled: Vec<usize> = row.filled().filter(|at| Some(*at) != label).collect();
        let needed = self.profile.amounts.len();
        let (first, last) = (filled.first().copied()?, filled.last().copied()?);
        let beside = last.checked_sub(first).and_then(|it| it.checked_add(1));
        if filled.len() != needed || beside != Some(needed) {
            let few = trouble::few_sums(self.grid, row, filled.len(), needed);
            self.diagnostics.push(few);
            return None;
        }
        Some(Sums {
            line: row.line,
            label: label.map(|column| cell(row, column)),
            amounts: self.amounts(row, first),
        })
    }

    fn amounts(&mut self, row: &Row, start: usize) -> Vec<AmountCell> {
        let mut amounts = Vec::with_capacity(self.profile.amounts.len());
        for (column, at) in self.profile.amounts.iter().zip(start..) {
            let words = row.cell(at);
            let read = parse_amount(words, self.profile.numbers);
            if read.is_none() && !words.is_empty() {
                let bad = trouble::no_amount(self.grid, row, at, &column.words());
                self.diagnostics.push(bad);
            }
            amounts.push(AmountCell {
                amount: read.map(|(amount, _)| amount),
                writing: read.map_or(Writing::Usual, |(_, writing)| writing),
                line: row.line,
                column: at,
            });
        }
        amounts
    }

    /// Two lines of one specific objective with the same action and body cannot be told apart.
    fn same_keys(&mut self) {
        let mut seen: BTreeMap<_, u64> = BTreeMap::new();
        for line in &self.lines {
            let source = line.source.as_ref().map(|it| it.text.as_str());
            let key = (line.specific, line.objective, source, &line.body.text);
            match seen.get(&key) {
                Some(earlier) => {
                    let twice = trouble::same_key(self.grid, line, *earlier);
                    self.diagnostics.push(twice);
                }
                None => {
                    seen.insert(key, line.line);
                }
            }
        }
    }
}

fn cell(row: &Row, column: usize) -> Cell {
    Cell {
        text: row.cell(column).to_owned(),
        line: row.line,
        column,
    }
}

fn title(line: u64, words: &str) -> ProgrammeTitle {
    let parts = words.split_once(['-', '\u{2013}']);
    let coded = parts.filter(|(code, _)| {
        let code = code.trim();
        !code.is_empty() && code.chars().all(|it| it.is_alphanumeric() || it == '.')
    });
    ProgrammeTitle {
        code: coded.map(|(code, _)| code.trim().to_owned()),
        title: coded.map_or(words, |(_, title)| title).trim().to_owned(),
        line,
    }
}

/// Tells whether this is a code of numbers with points between them.
fn is_code(text: &str) -> bool {
    text.split('.')
        .all(|part| !part.is_empty() && part.chars().all(char::is_alphanumeric))
        && text.starts_with(|first: char| first.is_ascii_digit())
}
