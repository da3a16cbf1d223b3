//! From cells to objectives, lines and sums.

use std::collections::BTreeMap;

use super::amount::{Writing, parse_amount};
use super::belonging::is_code;
use super::grid::{Grid, Row};
use super::heading;
use super::inherited::inherited;
use super::layout;
use super::profile::{Profile, TextRole};
use super::rows::{Kind, Window, kind};
use super::table::{
    AmountCell, Cell, Line, Objective, ProgrammeTitle, Published, Specific, Subtotal, Sums,
};
use super::totals::Either;
use super::unopened::Since;
use super::{trouble, twice};
use crate::diagnostic::Diagnostic;
use crate::syntax::first_forbidden;

/// A table as far as it could be read, with what is wrong with its layout.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The table; `None` where an error leaves it without a meaning.
    pub table: Option<Published>,
    /// The table where nothing but codes of objectives is missing, which their subtotals name: its sums
    /// can be verified.
    pub without_codes: Option<Published>,
    /// Errors, warnings and notices, in the order of the lines.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a table by its layout: the roles of cells are inferred row by row, from the body backwards.
pub fn read(grid: Grid, profile: &Profile) -> Reading {
    let kinds: Vec<Kind<'_>> = grid.rows.iter().map(|row| kind(row, profile)).collect();
    if let Some(fatal) = heading::trouble(&grid, profile, &kinds) {
        return Reading {
            table: None,
            without_codes: None,
            diagnostics: vec![fatal],
        };
    }
    let order = match heading::order(&grid, profile, &kinds) {
        Ok(order) => order,
        Err(fatal) => {
            return Reading {
                table: None,
                without_codes: None,
                diagnostics: vec![fatal],
            };
        }
    };
    let start = heading::usual_start(&kinds).unwrap_or_default();
    let mut reader = Reader {
        grid: &grid,
        profile,
        order,
        diagnostics: Vec::new(),
        programme: None,
        codes: BTreeMap::new(),
        objectives: Vec::new(),
        specifics: Vec::new(),
        lines: Vec::new(),
        subtotals: Vec::new(),
        total: None,
        either: Vec::new(),
        headed: false,
        since: Since::default(),
        nameless: Vec::new(),
        unopened: Vec::new(),
    };
    for (row, kind) in grid.rows.iter().zip(&kinds) {
        reader.characters(row);
        reader.row(row, kind);
    }
    reader.objective_or_programme();
    reader.same_keys();
    let mut diagnostics = std::mem::take(&mut reader.diagnostics);
    diagnostics.append(&mut reader.nameless);
    let mut unopened = std::mem::take(&mut reader.unopened);
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
    diagnostics.extend(inherited(&table));
    let can_be_told = !diagnostics.iter().any(Diagnostic::is_error);
    let is_whole = unopened.is_empty();
    diagnostics.append(&mut unopened);
    trouble::in_order(&mut diagnostics);
    let table = can_be_told.then_some(table);
    let (table, without_codes) = if is_whole {
        (table, None)
    } else {
        (None, table)
    };
    Reading {
        table,
        without_codes,
        diagnostics,
    }
}

pub(super) struct Reader<'a> {
    pub(super) grid: &'a Grid,
    pub(super) profile: &'a Profile,
    /// By column of amounts of the profile: which amount of a row it is.
    order: Vec<usize>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) programme: Option<ProgrammeTitle>,
    /// Where each objective's code stands, general or specific.
    pub(super) codes: BTreeMap<String, Cell>,
    pub(super) objectives: Vec<Objective>,
    pub(super) specifics: Vec<Specific>,
    pub(super) lines: Vec<Line>,
    pub(super) subtotals: Vec<Subtotal>,
    pub(super) total: Option<Sums>,
    pub(super) either: Vec<Either>,
    headed: bool,
    pub(super) since: Since,
    /// Lines of an objective whose code did not come yet.
    pub(super) nameless: Vec<Diagnostic>,
    /// Lines of objectives that their subtotals name, and no code above.
    pub(super) unopened: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row, kind: &Kind<'_>) {
        match kind {
            Kind::Blank => {}
            Kind::Heading => self.headed = true,
            Kind::Title(words) => self.title(row, words),
            Kind::Note => self.diagnostics.push(trouble::note(self.grid, row)),
            Kind::Words => {
                let begun = self.headed || !self.lines.is_empty();
                let read = begun && self.total.is_none();
                self.diagnostics.push(trouble::words(self.grid, row, read));
            }
            Kind::Line(window) => self.line(row, window),
            Kind::Subtotal {
                label,
                code,
                words,
                begins_as_total,
            } => self.sum_of(row, *label, (code, words), *begins_as_total),
            Kind::Total { label } => self.grand_total(row, *label),
        }
    }

    /// Tells characters that cannot be seen: no programme file may hold them.
    fn characters(&mut self, row: &Row) {
        for column in row.filled() {
            if let Some((character, what)) = first_forbidden(row.cell(column)) {
                let unseen = trouble::unseen(self.grid, row, column, character, &what);
                self.diagnostics.push(unseen);
            }
        }
    }

    fn title(&mut self, row: &Row, words: &str) {
        let found = title(row.line, words);
        for column in row.filled().skip(1) {
            self.diagnostics
                .push(trouble::beside_title(self.grid, row, column));
        }
        match &self.programme {
            // A page break repeats it.
            Some(known) if (&known.code, &known.title) == (&found.code, &found.title) => {}
            Some(known) => {
                let again = twice::title(self.grid, row, known.line);
                self.diagnostics.push(again);
            }
            None => self.programme = Some(found),
        }
    }

    fn line(&mut self, row: &Row, window: &Window) {
        if let Some(column) = window.body
            && !row.cell(column).contains(char::is_alphabetic)
        {
            self.diagnostics
                .push(trouble::no_name(self.grid, row, column));
            return;
        }
        let texts = &self.profile.texts;
        let amounts = self.amounts(row, window.start);
        let Some(first) = window.start.checked_sub(texts.len()) else {
            let column = row.filled().next().unwrap_or_default();
            self.diagnostics
                .push(trouble::outside(self.grid, row, column));
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

    pub(super) fn amounts(&mut self, row: &Row, start: usize) -> Vec<AmountCell> {
        let mut amounts = Vec::with_capacity(self.profile.amounts.len());
        for (column, place) in self.profile.amounts.iter().zip(&self.order) {
            let at = start.saturating_add(*place);
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
            // However the source is spelled: what counts is what the programme file would say.
            let action = line.action.as_ref().map(ToString::to_string);
            let fund = line.fund.as_deref();
            let key = (line.objective, line.specific, action, fund, &line.body.text);
            match seen.get(&key) {
                Some(earlier) => {
                    let twice = twice::line(self.grid, line, *earlier);
                    self.diagnostics.push(twice);
                }
                None => {
                    seen.insert(key, line.line);
                }
            }
        }
    }
}

pub(super) fn cell(row: &Row, column: usize) -> Cell {
    Cell {
        text: row.cell(column).to_owned(),
        line: row.line,
        column,
    }
}

pub(super) fn title(line: u64, words: &str) -> ProgrammeTitle {
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
