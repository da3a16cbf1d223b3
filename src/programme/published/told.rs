//! Causes in words: the sum that differs, its dependants, the rival explanations.

use std::collections::BTreeSet;

use super::amount::amount_text;
use super::cells::{Cells, Position};
use super::system::{Cause, Change, Explanation};
use super::telling::{lines, list, text};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::number::Money;
use crate::text::{Language, Text};

/// How many explanations of a kind are named one by one before they are told together.
const NAMED: usize = 3;

/// How many explanations of one cause are shown.
const MOST_SHOWN: usize = 8;

/// A cause, with its explanations in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Which sum does not hold, and by how much.
    pub message: Text,
    /// The cell of that sum.
    pub place: DataPlace,
    /// What could explain it: first the one that holds together with the first of every other cause,
    /// then those that change the fewest cells.
    pub explanations: Vec<ToldExplanation>,
    /// The numbers, counted from 1, of the causes of whose explanations the amounts of these depend.
    pub depends_on: Vec<usize>,
}

/// One way in which the cause may have come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldExplanation {
    /// Which cell would be wrong, and what it should be.
    pub message: Text,
    /// The cells that would change, the wrong one first.
    pub changes: Vec<ToldChange>,
}

/// A cell that would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldChange {
    /// What people call it.
    pub name: Text,
    /// Where it stands.
    pub place: DataPlace,
    /// The row.
    pub row: Position,
    /// The column, as a place in [`super::Profile::amounts`].
    pub column: usize,
    /// The amount as printed; `None` where the cell is blank.
    pub printed: Option<Money>,
    /// What it would be.
    pub corrected: Money,
}

impl Told {
    /// Returns the cause as a diagnostic: the sum that differs, its dependants, the rival explanations.
    pub fn diagnostic(&self) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::data(Code::SumsDiffer, self.place.clone(), self.message.clone());
        let first = self.explanations.first();
        let own = first.filter(|it| it.changes.first().map(|it| &it.place) == Some(&self.place));
        for change in own.iter().flat_map(|it| it.changes.iter().skip(1)) {
            let words = change_words(change);
            diagnostic = diagnostic.with_related_data(
                change.place.clone(),
                text(|language| match language {
                    Language::Italian => {
                        format!("ne dipende {}", words.get(language))
                    }
                    Language::English => format!("on it depends {}", words.get(language)),
                }),
            );
        }
        let count = self.explanations.len();
        diagnostic.with_hint(match &*self.explanations {
            [only] => text(|language| match language {
                Language::Italian => {
                    format!("verificare sull'atto: {}", only.message.get(language))
                }
                Language::English => format!("ask the act: {}", only.message.get(language)),
            }),
            _ => Text::new(
                format!("i conti lasciano {count} spiegazioni, e nessuna è applicata: scegliere sull'atto"),
                format!("sums leave {count} explanations, and none is applied: choose by the act"),
            ),
        })
    }

    /// Returns the explanations to be read first, many of a kind as one, and how many others there are.
    /// Those that change more cells stand behind where the cause is the only one: with others beside
    /// it, the cells of one say nothing of all together.
    pub fn foremost(&self, is_only: bool) -> (Vec<ToldExplanation>, usize) {
        let first = self.explanations.first().map_or(0, |it| it.changes.len());
        let least = self.explanations.iter();
        let least: Vec<&ToldExplanation> = least
            .filter(|it| !is_only || it.changes.len() == first)
            .collect();
        let mut more = self.explanations.len().saturating_sub(least.len());
        let mut shown: Vec<ToldExplanation> = Vec::new();
        let mut done: Vec<(usize, Option<i64>)> = Vec::new();
        for explanation in &least {
            let kind = kind_of(explanation);
            let alike = least
                .iter()
                .filter(|it| kind.is_some() && kind_of(it) == kind);
            let alike: Vec<&ToldExplanation> = alike.copied().collect();
            match kind {
                Some(kind) if alike.len() > NAMED => {
                    if !done.contains(&kind) {
                        done.push(kind);
                        shown.push(together(&alike));
                    }
                }
                _ => shown.push((*explanation).clone()),
            }
        }
        more = more.saturating_add(shown.len().saturating_sub(MOST_SHOWN));
        shown.truncate(MOST_SHOWN);
        (shown, more)
    }
}

/// Returns column and difference of an explanation by a wrong amount of a line.
fn kind_of(explanation: &ToldExplanation) -> Option<(usize, Option<i64>)> {
    let root = explanation.changes.first()?;
    let Position::Line(_) = root.row else {
        return None;
    };
    let printed = root.printed.unwrap_or_default().cents();
    Some((root.column, root.corrected.cents().checked_sub(printed)))
}

/// Tells many explanations of a kind as one.
fn together(alike: &[&ToldExplanation]) -> ToldExplanation {
    let roots = alike.iter().filter_map(|it| it.changes.first());
    let roots: Vec<&ToldChange> = roots.collect();
    let rows: Vec<u64> = roots.iter().filter_map(|it| it.place.line).collect();
    let rows = lines(&rows);
    let by = alike.first().and_then(|it| kind_of(it)).and_then(|it| it.1);
    let by = amount_text(Money::from_cents(by.unwrap_or_default()));
    let name = roots.first().map(|it| column_of(it));
    let name = name.unwrap_or_else(|| Text::italian(""));
    ToldExplanation {
        message: text(|language| {
            let (rows, by, name) = (rows.get(language), by.get(language), name.get(language));
            match language {
                Language::Italian => {
                    format!(
                        "uno solo fra gli importi {name} delle {rows} dovrebbe cambiare di {by}"
                    )
                }
                Language::English => {
                    format!("one alone of the amounts {name} of {rows} should change by {by}")
                }
            }
        }),
        changes: Vec::new(),
    }
}

/// Returns the words before "of line", which are those of the column.
fn column_of(change: &ToldChange) -> Text {
    let name = &change.name;
    let head = |words: &str, sign: &str| {
        let (head, _) = words.split_once(sign).unwrap_or((words, ""));
        head.to_owned()
    };
    Text::new(
        head(name.get(Language::Italian), " della "),
        head(name.get(Language::English), " of "),
    )
}

/// Notes which causes have explanations that change the same cells: their amounts hold together with the
/// first explanation of the other.
pub(super) fn note_dependence(causes: &mut [Told]) {
    let cells = |cause: &Told| -> BTreeSet<(Position, usize)> {
        let explanations = cause.explanations.iter();
        let changes = explanations.flat_map(|it| &it.changes);
        changes.map(|it| (it.row, it.column)).collect()
    };
    let all: Vec<_> = causes.iter().map(cells).collect();
    for (index, cause) in causes.iter_mut().enumerate() {
        let Some(own) = all.get(index) else { continue };
        let others = (1_usize..).zip(&all).enumerate();
        let others =
            others.filter(|(other, (_, cells))| *other != index && !own.is_disjoint(cells));
        cause.depends_on = others.map(|(_, (number, _))| number).collect();
    }
}

pub(super) fn told(cells: &Cells<'_>, cause: &Cause) -> Told {
    let definition = cells.system.definitions().get(cause.broken);
    let explanations = cause.explanations.iter();
    Told {
        message: definition.map_or_else(|| Text::italian(""), |it| cells.broken(it)),
        place: cells.place(definition.map_or(0, |it| it.target)),
        explanations: explanations.map(|it| explanation(cells, it)).collect(),
        depends_on: Vec::new(),
    }
}

fn explanation(cells: &Cells<'_>, explanation: &Explanation) -> ToldExplanation {
    let changes = explanation.changes.iter();
    let changes: Vec<ToldChange> = changes.map(|it| change(cells, it)).collect();
    let acts: Vec<usize> = cells.table.profile.acts().collect();
    let mut message = match changes.first() {
        Some(root) => root_words(root, acts.contains(&root.column)),
        None => Text::italian(""),
    };
    let dependants: Vec<Text> = changes.iter().skip(1).map(change_words).collect();
    if !dependants.is_empty() {
        message = text(|language| {
            let words = dependants.iter().map(|it| it.get(language).to_owned());
            let words = list(&words.collect::<Vec<_>>());
            match language {
                Language::Italian => format!(
                    "{}; di conseguenza cambiano {}",
                    message.get(language),
                    words.get(language)
                ),
                Language::English => format!(
                    "{}; with it change {}",
                    message.get(language),
                    words.get(language)
                ),
            }
        });
    }
    ToldExplanation { message, changes }
}

fn change(cells: &Cells<'_>, change: &Change) -> ToldChange {
    let (row, column) = cells.position(change.cell);
    let printed = Money::from_cents(change.printed);
    ToldChange {
        name: cells.name(change.cell),
        place: cells.place(change.cell),
        row,
        column,
        printed: (!cells.is_blank(change.cell)).then_some(printed),
        corrected: Money::from_cents(change.corrected),
    }
}

fn printed_words(change: &ToldChange) -> Text {
    match change.printed {
        Some(printed) => amount_text(printed),
        None => Text::new("in bianco", "blank"),
    }
}

/// Says what a root should be; an act that prints nothing or nought may have been left out.
fn root_words(change: &ToldChange, is_act: bool) -> Text {
    let left_out = is_act && change.printed.is_none_or(|it| it == Money::ZERO);
    let (name, printed) = (&change.name, printed_words(change));
    let corrected = amount_text(change.corrected);
    text(|language| {
        let (name, printed) = (name.get(language), printed.get(language));
        let corrected = corrected.get(language);
        match (language, left_out) {
            (Language::Italian, true) => {
                format!("manca {name}: dovrebbe essere {corrected}, non {printed}")
            }
            (Language::Italian, false) => {
                format!("{name} dovrebbe essere {corrected}, non {printed}")
            }
            (Language::English, true) => {
                format!("{name} is missing: it should be {corrected}, not {printed}")
            }
            (Language::English, false) => format!("{name} should be {corrected}, not {printed}"),
        }
    })
}

/// Says what a dependant changes to.
fn change_words(change: &ToldChange) -> Text {
    let (name, printed) = (&change.name, printed_words(change));
    let corrected = amount_text(change.corrected);
    text(|language| {
        let (name, printed) = (name.get(language), printed.get(language));
        let corrected = corrected.get(language);
        match language {
            Language::Italian => format!("{name} ({corrected}, non {printed})"),
            Language::English => format!("{name} ({corrected}, not {printed})"),
        }
    })
}
