//! Which column a table lacks: said once, instead of what follows from it in every line.

use super::amount::parse_amount;
use super::belonging::{is_code, names_source};
use super::grid::{Grid, Row};
use super::heading::{self, headings, most};
use super::profile::{AmountColumn, Profile, TextRole};
use super::rows::{Kind, Window, heading_of};
use super::telling::{list, text};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::number::Money;
use crate::text::{Language, Text};

/// Returns which column is missing of a table that has lines, if one is.
pub(super) fn column(grid: &Grid, profile: &Profile, kinds: &[Kind<'_>]) -> Option<Diagnostic> {
    let rows = grid.rows.iter().zip(kinds);
    let lines = rows.filter_map(|(row, kind)| match kind {
        Kind::Line(window) => Some((row, *window)),
        _ => None,
    });
    let table = Lines {
        grid,
        profile,
        rows: lines.collect(),
    };
    table
        .without_heading(kinds)
        .or_else(|| table.without_body())
        .or_else(|| table.without_amount(kinds))
        .or_else(|| table.without_text())
        .or_else(|| table.blank_text(kinds))
}

struct Lines<'a> {
    grid: &'a Grid,
    profile: &'a Profile,
    rows: Vec<(&'a Row, Window)>,
}

impl Lines<'_> {
    fn without_heading(&self, kinds: &[Kind<'_>]) -> Option<Diagnostic> {
        let amounts = self.profile.amounts.iter();
        let mut columns = amounts.filter(|it| !it.headings.is_empty());
        let first = headings(self.grid, kinds).next();
        let column =
            columns.find(|column| first.is_none_or(|row| heading_of(row, column).is_none()))?;
        let place = first.map_or_else(|| self.whole(), |row| self.grid.place_of_line(row.line));
        let needed = column.headings.join("`, `");
        let name = column.words();
        let message = text(|language| match language {
            Language::Italian => format!(
                "manca la colonna {}: nessuna intestazione contiene `{needed}`",
                name.get(language)
            ),
            Language::English => format!(
                "the column {} is missing: no heading holds `{needed}`",
                name.get(language)
            ),
        });
        Some(Diagnostic::data(Code::MissingColumn, place, message).with_hint(Text::new(
            "riprendere dall'atto la colonna, o la sua intestazione se manca solo quella; se la tabella è fatta in altro modo, descriverla in un profilo (`--profile FILE`)",
            "take from the act the column, or its heading where only that is missing; if the table is laid out otherwise, describe it in a profile (`--profile FILE`)",
        )))
    }

    /// Where nothing stands behind the amounts of more than half of the lines.
    fn without_body(&self) -> Option<Diagnostic> {
        let all = self.rows.len();
        let without = self.rows.iter().filter(|(_, it)| it.body.is_none());
        let without = without.count();
        if !is_most(without, all) {
            return None;
        }
        Some(self.missing(Text::new(
            format!("manca la colonna del soggetto responsabile: in {without} righe su {all} dopo gli importi non c'è niente"),
            format!("the column of the body is missing: in {without} of {all} lines nothing stands behind the amounts"),
        )))
    }

    /// Where more than half of the lines have another number of amounts: that is the table's layout.
    fn without_amount(&self, kinds: &[Kind<'_>]) -> Option<Diagnostic> {
        let columns = &self.profile.amounts;
        let (needed, all) = (columns.len(), self.rows.len());
        let usual = most(self.rows.iter().map(|(_, window)| window.run))?;
        let same = self.rows.iter().filter(|(_, it)| it.run == usual).count();
        if usual == needed || !is_most(same, all) {
            return None;
        }
        if let Some(blank) = self.blank_amount(kinds) {
            return Some(blank);
        }
        if usual.checked_add(1) == Some(needed) {
            let (it, en) = missing_one_of(&self.missing_amounts());
            return Some(self.missing(Text::new(
                format!("{it}: in {same} righe su {all} prima del soggetto responsabile ci sono {usual} importi, non {needed}"),
                format!("{en}: in {same} of {all} lines there are {usual} amounts before the body, not {needed}"),
            )));
        }
        let names = listed(columns.iter().map(AmountColumn::words));
        let code = if usual < needed {
            Code::MissingColumn
        } else {
            Code::MalformedRecord
        };
        let message = text(|language| {
            let names = names.get(language);
            match language {
                Language::Italian => format!(
                    "prima del soggetto responsabile servono {needed} importi ({names}); in {same} righe su {all} sono {usual}"
                ),
                Language::English => format!(
                    "{needed} amounts are needed before the body ({names}); in {same} of {all} lines there are {usual}"
                ),
            }
        });
        Some(Diagnostic::data(code, self.whole(), message).with_hint(Text::new(
            "confrontare le colonne con quelle dell'atto, o descriverle in un profilo (`--profile FILE`)",
            "hold the columns against those of the act, or describe them in a profile (`--profile FILE`)",
        )))
    }

    /// Where the column of an amount stands, and is blank in all lines.
    fn blank_amount(&self, kinds: &[Kind<'_>]) -> Option<Diagnostic> {
        let order = heading::order(self.grid, self.profile, kinds).ok()?;
        let mut columns = order.into_iter().zip(&self.profile.amounts);
        let is_blank = |place: usize| {
            let mut cells = self.rows.iter().map(|(row, window)| {
                let column = window.start.saturating_add(place);
                row.cell(column)
            });
            cells.all(str::is_empty)
        };
        let (_, column) = columns.find(|(place, _)| is_blank(*place))?;
        let (name, all) = (column.words(), self.rows.len());
        Some(self.missing(blank_in_all(&name, all)))
    }

    /// Returns which columns of amounts may be the one that is missing.
    ///
    /// Where the acts make their sum in lines to which several acts gave something, nothing of either is
    /// missing; where they do not, one of them is. Lines of one act alone tell nothing.
    fn missing_amounts(&self) -> Vec<Text> {
        let columns = &self.profile.amounts;
        let is_summed = |index: usize| match self.profile.sum() {
            Some((sum, parts)) => index == sum || parts.contains(&index),
            None => false,
        };
        let (summed, others): (Vec<_>, Vec<_>) = (0_usize..)
            .zip(columns)
            .partition(|(index, _)| is_summed(*index));
        let [(other, _)] = others.as_slice() else {
            return columns.iter().map(AmountColumn::words).collect();
        };
        let (mut telling, mut sound) = (0_usize, 0_usize);
        for (row, window) in &self.rows {
            let Some(holds) = self.adds_up_without(row, *window, *other) else {
                continue;
            };
            telling = telling.saturating_add(1);
            sound = sound.saturating_add(usize::from(holds));
        }
        let likely = match telling {
            0 => return columns.iter().map(AmountColumn::words).collect(),
            _ if is_most(sound, telling) => others,
            _ => summed,
        };
        likely.iter().map(|(_, column)| column.words()).collect()
    }

    /// Tells whether the acts of a line make its sum where this column alone is missing; `None` where the
    /// line tells nothing.
    fn adds_up_without(&self, row: &Row, window: Window, missing: usize) -> Option<bool> {
        let (sum, parts) = self.profile.sum()?;
        let first = window.start.checked_add(1)?;
        let amount = |index: usize| {
            let place = index.saturating_sub(usize::from(index > missing));
            let words = row.cell(first.checked_add(place)?);
            parse_amount(words, self.profile.numbers).map(|(amount, _)| amount)
        };
        let acts: Vec<Money> = parts.iter().map(|it| amount(*it)).collect::<Option<_>>()?;
        let given = acts.iter().filter(|it| **it != Money::ZERO).count();
        let mut acts = acts.into_iter();
        let made = acts.try_fold(Money::ZERO, Money::add)?;
        (given > 1).then_some(made == amount(sum)?)
    }

    /// Where fewer columns than needed stand before the amounts.
    fn without_text(&self) -> Option<Diagnostic> {
        let roles = &self.profile.texts;
        let needed = roles.len();
        let usual = most(self.rows.iter().map(|(_, window)| window.start))?;
        if usual >= needed {
            return None;
        }
        let same = self.rows.iter().filter(|(_, it)| it.start == usual);
        let (row, _) = same.clone().next()?;
        let names = listed(roles.iter().map(|role| role.words()));
        let (names_it, names_en) = (names.get(Language::Italian), names.get(Language::English));
        let message = if usual.checked_add(1) == Some(needed) {
            let rows: Vec<&Row> = same.map(|(row, _)| *row).collect();
            let (it, en) = missing_one_of(&self.missing_texts(&rows));
            Text::new(
                format!(
                    "{it}: prima degli importi servono {needed} colonne ({names_it}); qui sono {usual}"
                ),
                format!(
                    "{en}: {needed} columns are needed before the amounts ({names_en}); here there are {usual}"
                ),
            )
        } else {
            Text::new(
                format!(
                    "prima degli importi servono {needed} colonne ({names_it}); qui sono {usual}"
                ),
                format!(
                    "{needed} columns are needed before the amounts ({names_en}); here there are {usual}"
                ),
            )
        };
        let place = self.grid.place_of_line(row.line);
        Some(
            Diagnostic::data(Code::MissingColumn, place, message).with_hint(Text::new(
                "riprendere la colonna che manca dall'atto, o descrivere la tabella in un profilo (`--profile FILE`)",
                "take the column that is missing from the act, or describe the table in a profile (`--profile FILE`)",
            )),
        )
    }

    /// Returns which column of words may be the one that is missing: those without which the fewest cells
    /// hold what does not belong into their column.
    fn missing_texts(&self, rows: &[&Row]) -> Vec<Text> {
        let roles = &self.profile.texts;
        let strange = |missing: usize| {
            let left = (0_usize..).zip(roles).filter(|(at, _)| *at != missing);
            let left: Vec<TextRole> = left.map(|(_, role)| *role).collect();
            let cells = rows.iter().flat_map(|row| {
                let left = left.iter().zip(0_usize..);
                left.map(|(role, column)| (*role, row.cell(column)))
            });
            let cells = cells.filter(|(_, words)| !words.is_empty());
            cells.filter(|(role, it)| !self.fits(*role, it)).count()
        };
        let counts: Vec<usize> = (0..roles.len()).map(strange).collect();
        let fewest = counts.iter().min().copied().unwrap_or_default();
        let likely = roles.iter().zip(counts).filter(|(_, it)| *it == fewest);
        likely.map(|(role, _)| role.words()).collect()
    }

    fn fits(&self, role: TextRole, words: &str) -> bool {
        let source = names_source(words, &self.profile.schemes);
        match role {
            TextRole::ObjectiveCode | TextRole::SpecificCode => is_code(words),
            TextRole::Objective | TextRole::Specific | TextRole::Description => {
                !is_code(words) && !source
            }
            TextRole::Source => source,
        }
    }

    /// Where a column without which no line can be understood stands, and is blank in all lines.
    fn blank_text(&self, kinds: &[Kind<'_>]) -> Option<Diagnostic> {
        let all = self.rows.len();
        let subtotals = kinds
            .iter()
            .filter(|it| matches!(it, Kind::Subtotal { .. }));
        let several_objectives = subtotals.count() > 1;
        let roles = &self.profile.texts;
        let mut needed = roles.iter().zip(0_usize..).filter(|(role, _)| match role {
            TextRole::Source => all > 1,
            TextRole::ObjectiveCode => several_objectives,
            _ => false,
        });
        let is_blank = |at: usize| {
            let mut cells = self.rows.iter().map(|(row, window)| {
                let first = window.start.checked_sub(roles.len());
                first.map_or("", |first| row.cell(first.saturating_add(at)))
            });
            cells.all(str::is_empty)
        };
        let (role, _) = needed.find(|(_, at)| is_blank(*at))?;
        Some(self.missing(blank_in_all(&role.words(), all)))
    }

    fn missing(&self, message: Text) -> Diagnostic {
        Diagnostic::data(Code::MissingColumn, self.whole(), message).with_hint(Text::new(
            "riprendere la colonna dall'atto; se la tabella è fatta in altro modo, descriverla in un profilo (`--profile FILE`)",
            "take the column from the act; if the table is laid out otherwise, describe it in a profile (`--profile FILE`)",
        ))
    }

    fn whole(&self) -> DataPlace {
        DataPlace {
            file: self.grid.file.clone(),
            ..DataPlace::default()
        }
    }
}

fn is_most(some: usize, all: usize) -> bool {
    some.saturating_mul(2) > all
}

fn blank_in_all(name: &Text, lines: usize) -> Text {
    text(|language| {
        let name = name.get(language);
        match language {
            Language::Italian => {
                format!("manca la colonna {name}: è in bianco in tutte le righe ({lines})")
            }
            Language::English => {
                format!("the column {name} is missing: it is blank in all lines ({lines})")
            }
        }
    })
}

/// Returns "manca la colonna A", or that one of several is missing, and the same in English.
fn missing_one_of(names: &[Text]) -> (String, String) {
    let either = |language, or: &str| {
        let names: Vec<&str> = names.iter().map(|it| it.get(language)).collect();
        match names.split_last() {
            Some((last, head)) if !head.is_empty() => format!("{} {or} {last}", head.join(", ")),
            _ => names.concat(),
        }
    };
    let (it, en) = (
        either(Language::Italian, "o"),
        either(Language::English, "or"),
    );
    match names {
        [_] => (
            format!("manca la colonna {it}"),
            format!("the column {en} is missing"),
        ),
        _ => (
            format!("manca la colonna {it} (i dati non dicono quale)"),
            format!("the column {en} is missing (the data do not tell which)"),
        ),
    }
}

fn listed(names: impl Iterator<Item = Text>) -> Text {
    let names: Vec<Text> = names.collect();
    text(|language| {
        let names = names.iter().map(|it| it.get(language).to_owned());
        list(&names.collect::<Vec<_>>()).get(language).to_owned()
    })
}
