//! Which objective and action a line belongs to.

use std::collections::BTreeMap;

use super::grid::Row;
use super::layout;
use super::profile::TextRole;
use super::read::Reader;
use super::table::{Action, Cell, Objective, Specific};
use super::{sources, trouble, twice};

impl Reader<'_> {
    /// Opens a general objective where its code stands, or goes on with its words; `false` where the
    /// line belongs to none.
    pub(super) fn objective(&mut self, row: &Row, texts: &BTreeMap<TextRole, Cell>) -> bool {
        let title = texts.get(&TextRole::Objective).cloned();
        match (texts.get(&TextRole::ObjectiveCode), title) {
            (Some(code), title) => {
                if !is_code(&code.text) {
                    let words = TextRole::ObjectiveCode.words();
                    self.diagnostics
                        .push(trouble::no_code(self.grid, code, &words));
                    return false;
                }
                self.opens(code);
                self.objectives.push(Objective {
                    code: code.clone(),
                    title: title.into_iter().collect(),
                });
                true
            }
            (None, title) if self.objectives.is_empty() || self.is_nameless() => {
                self.without_objective(row, title);
                true
            }
            (None, Some(title)) => {
                if let Some(open) = self.objectives.last_mut() {
                    let notice = layout::split(self.grid, &open.code.text, &open.title, &title);
                    self.diagnostics.push(notice);
                    open.title.push(title);
                }
                true
            }
            (None, None) => true,
        }
    }

    pub(super) fn specific(&mut self, row: &Row, texts: &BTreeMap<TextRole, Cell>) -> bool {
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
                self.opens(code);
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

    /// Notes the code of an objective, which opens it once.
    fn opens(&mut self, code: &Cell) {
        match self.codes.get(&code.text) {
            Some(earlier) => {
                let again = twice::objective(self.grid, code, earlier);
                self.diagnostics.push(again);
            }
            None => {
                self.codes.insert(code.text.clone(), code.clone());
            }
        }
    }

    /// Parts `FSE - 9.1.4` into the fund and the action.
    pub(super) fn action(&mut self, source: &Cell, line: u64) -> (Option<String>, Option<Action>) {
        let own = source.line == line;
        let (fund, code) = match parts(&source.text) {
            Parts::Action { fund, code, dash } => {
                if own && !dash {
                    let notice = sources::no_dash(self.grid, source, fund, code);
                    self.diagnostics.push(notice);
                }
                (fund.to_owned(), code)
            }
            Parts::Fund(fund) => {
                if own {
                    self.diagnostics.push(sources::no_action(self.grid, source));
                }
                return (Some(fund.to_owned()), None);
            }
            Parts::NoCode => {
                let words = TextRole::Source.words();
                self.diagnostics
                    .push(trouble::no_code(self.grid, source, &words));
                return (None, None);
            }
        };
        let schemes = &self.profile.schemes;
        let scheme = schemes.iter().find(|(name, _)| *name == fund);
        let Some((_, scheme)) = scheme else {
            if own {
                let unknown = sources::unknown_fund(self.grid, source, &fund, schemes);
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
}

/// Tells whether a text reads as a source: a fund that the profile knows, or one with an action's code.
pub(super) fn names_source(words: &str, schemes: &[(String, String)]) -> bool {
    match parts(words) {
        Parts::Action { .. } => true,
        Parts::Fund(fund) => schemes.iter().any(|(known, _)| known == fund),
        Parts::NoCode => false,
    }
}

/// What a source says.
enum Parts<'a> {
    /// A fund and the code of an action, with a dash between them or without.
    Action {
        fund: &'a str,
        code: &'a str,
        dash: bool,
    },
    /// A fund alone.
    Fund(&'a str),
    /// A fund, a dash, and something that is no code.
    NoCode,
}

/// Parts a source; a fund may have a dash in its own name.
fn parts(source: &str) -> Parts<'_> {
    let is_dash = |it: char| matches!(it, '-' | '\u{2013}' | '\u{2014}');
    let mut dashes = source.rmatch_indices(is_dash);
    let coded = dashes.find_map(|(at, dash)| {
        let fund = source.get(..at)?.trim();
        let code = source.get(at.checked_add(dash.len())?..)?.trim();
        (is_code(code) && !fund.is_empty()).then_some((fund, code))
    });
    if let Some((fund, code)) = coded {
        let dash = true;
        return Parts::Action { fund, code, dash };
    }
    if let Some((fund, code)) = source.rsplit_once(char::is_whitespace)
        && code.contains('.')
        && is_code(code)
    {
        let (fund, dash) = (fund.trim(), false);
        return Parts::Action { fund, code, dash };
    }
    let fund = source.trim_end_matches(is_dash).trim();
    match fund.split_once(is_dash) {
        Some((_, rest))
            if rest.starts_with(char::is_whitespace)
                || rest.contains(|it: char| it.is_ascii_digit()) =>
        {
            Parts::NoCode
        }
        _ => Parts::Fund(fund),
    }
}

/// Tells whether this is a code of numbers with points between them.
pub(super) fn is_code(text: &str) -> bool {
    text.split('.')
        .all(|part| !part.is_empty() && part.chars().all(|it| it.is_ascii_alphanumeric()))
        && text.starts_with(|first: char| first.is_ascii_digit())
}
