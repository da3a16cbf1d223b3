//! Causes in words: the sum that differs, its dependants, the rival explanations.

use std::collections::BTreeSet;

use super::cells::{Cells, Position};
use super::explained::{Kind, change_words, explained, kind_of, root_words, together};
use super::system::{Cause, Change, Explanation};
use super::telling::text;
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::number::Money;
use crate::text::{Language, Text};

/// How many explanations of a kind are named one by one before they are told together.
const NAMED: usize = 3;

/// How many explanations people are shown.
const SHOWN: usize = 8;

/// A cause, with its explanations in words.
///
/// Any explanation goes with any of the first `fewest` of every other cause; a cell that several of them
/// change must change by what they make together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Which sum does not hold, and by how much.
    pub message: Text,
    /// The cell of that sum.
    pub place: DataPlace,
    /// The other sums that do not hold with it, each with its cell.
    pub also: Vec<(Text, DataPlace)>,
    /// What could explain it, each a set of changes that belong together: those that change the fewest
    /// cells come first.
    pub explanations: Vec<ToldExplanation>,
    /// How many of them change so few cells that no smaller set would do.
    pub fewest: usize,
    /// Whether those are all of them; else the search was stopped, and fewer cells might do.
    pub complete: bool,
    /// Whether of the explanations that change more cells not all were looked for.
    pub others_cut_short: bool,
}

/// The explanations that people are shown, and how many others there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Those that change the fewest cells, many of a kind as one.
    pub explanations: Vec<ToldExplanation>,
    /// How many others change as few.
    pub as_few: usize,
    /// How many others change more.
    pub more: usize,
}

/// One way in which the cause may have come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldExplanation {
    /// Which cell would be wrong, and what it should be.
    pub message: Text,
    /// The cells that would change, the wrong ones first.
    pub changes: Vec<ToldChange>,
    /// How many of them are wrong by themselves; the others were reckoned from them.
    pub slips: usize,
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
    /// What it would be, if no other cause changed it.
    pub corrected: Money,
    /// By how much it would change.
    pub by: Money,
    /// Whether other causes change it too: then it changes by what they make together.
    pub shared: bool,
}

impl Told {
    /// Returns the cause as a diagnostic: the sum that differs, its dependants, the rival explanations.
    pub fn diagnostic(&self) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::data(Code::SumsDiffer, self.place.clone(), self.message.clone());
        let first = self.explanations.first().filter(|it| it.slips == 1);
        let own = first.filter(|it| it.changes.first().map(|it| &it.place) == Some(&self.place));
        for change in own.iter().flat_map(|it| it.changes.iter().skip(1)) {
            let words = change_words(change);
            diagnostic = diagnostic.with_related_data(
                change.place.clone(),
                text(|language| {
                    let words = words.get(language);
                    match language {
                        Language::Italian if change.shared => {
                            format!("ne dipende, con altre cause, {words}")
                        }
                        Language::English if change.shared => {
                            format!("on it depends, with other causes, {words}")
                        }
                        Language::Italian => format!("ne dipende {words}"),
                        Language::English => format!("on it depends {words}"),
                    }
                }),
            );
        }
        let known: Vec<&DataPlace> = own
            .iter()
            .flat_map(|it| &it.changes)
            .map(|it| &it.place)
            .collect();
        let also = self
            .also
            .iter()
            .filter(|(_, place)| !known.contains(&place));
        for (words, place) in also {
            let words = text(|language| match language {
                Language::Italian => format!("non torna nemmeno: {}", words.get(language)),
                Language::English => format!("does not hold either: {}", words.get(language)),
            });
            diagnostic = diagnostic.with_related_data(place.clone(), words);
        }
        diagnostic.with_hint(self.hint())
    }

    fn hint(&self) -> Text {
        let count = self.explanations.len();
        if !self.complete {
            return Text::new(
                "la ricerca si è fermata: ci possono essere altre spiegazioni; scegliere sull'atto",
                "the search was stopped: there may be other explanations; choose by the act",
            );
        }
        match &*self.explanations {
            [only] => text(|language| match language {
                Language::Italian => {
                    format!("verificare sull'atto: {}", only.message.get(language))
                }
                Language::English => format!("ask the act: {}", only.message.get(language)),
            }),
            _ if self.others_cut_short => Text::new(
                format!(
                    "i conti lasciano almeno {count} spiegazioni, e nessuna è applicata: scegliere sull'atto"
                ),
                format!(
                    "sums leave at least {count} explanations, and none is applied: choose by the act"
                ),
            ),
            _ => Text::new(
                format!(
                    "i conti lasciano {count} spiegazioni, e nessuna è applicata: scegliere sull'atto"
                ),
                format!("sums leave {count} explanations, and none is applied: choose by the act"),
            ),
        }
    }

    /// Returns the explanations that change the fewest cells.
    pub fn of_fewest_cells(&self) -> &[ToldExplanation] {
        self.explanations.get(..self.fewest).unwrap_or_default()
    }

    /// Tells whether a change is in every explanation of the fewest cells, and no other cause changes
    /// that cell.
    pub fn is_certain(&self, change: &ToldChange) -> bool {
        self.complete
            && !change.shared
            && self
                .of_fewest_cells()
                .iter()
                .all(|it| it.changes.contains(change))
    }

    /// Returns what people are shown.
    pub fn shown(&self) -> Shown {
        let fewest = self.of_fewest_cells();
        let kinds: Vec<Option<Kind>> = fewest.iter().map(kind_of).collect();
        let mut done: BTreeSet<&Kind> = BTreeSet::new();
        let mut explanations: Vec<ToldExplanation> = Vec::new();
        let mut told = 0_usize;
        for (explanation, kind) in fewest.iter().zip(&kinds) {
            if kind.as_ref().is_some_and(|it| done.contains(it)) {
                continue;
            }
            let alike = fewest.iter().zip(&kinds);
            let alike = alike.filter(|(_, other)| kind.is_some() && *other == kind);
            let alike: Vec<&ToldExplanation> = alike.map(|(it, _)| it).collect();
            if explanations.len() >= SHOWN {
                break;
            }
            match kind {
                Some(kind) if alike.len() > NAMED => {
                    done.insert(kind);
                    told = told.saturating_add(alike.len());
                    explanations.push(together(&alike));
                }
                _ => {
                    told = told.saturating_add(1);
                    explanations.push(explanation.clone());
                }
            }
        }
        Shown {
            explanations,
            as_few: fewest.len().saturating_sub(told),
            more: self.explanations.len().saturating_sub(fewest.len()),
        }
    }
}

pub(super) fn told(cells: &Cells<'_>, cause: &Cause) -> Told {
    let definition = cells.system.definitions().get(cause.broken);
    let explanations = cause.explanations.iter();
    let explanations: Vec<ToldExplanation> = explanations
        .map(|it| explanation(cells, cause, it))
        .collect();
    let (mut fewest, mut others) = explanations
        .split_at_checked(cause.fewest)
        .map_or_else(Default::default, |(few, others)| {
            (few.to_vec(), others.to_vec())
        });
    // A programme foresees nothing less than nought: such an explanation is none, where there are others.
    let ceiling = cells.table.profile.programme();
    let possible = |it: &ToldExplanation| {
        let foreseen = it.changes.iter().filter(|it| Some(it.column) == ceiling);
        !foreseen.into_iter().any(|it| it.corrected < Money::ZERO)
    };
    if fewest.iter().any(possible) {
        fewest.retain(possible);
    }
    others.retain(possible);
    // An amount that is missing altogether is the first to be thought of.
    let blank = |it: &ToldExplanation| it.changes.first().is_some_and(|it| it.printed.is_none());
    fewest.sort_by_key(|it| (it.changes.len(), !blank(it)));
    let count = fewest.len();
    fewest.append(&mut others);
    let also = cause.also.iter();
    let also = also.filter_map(|it| cells.system.definitions().get(*it));
    Told {
        also: also
            .map(|it| (cells.broken(it), cells.place(it.target)))
            .collect(),
        message: definition.map_or_else(|| Text::italian(""), |it| cells.broken(it)),
        place: cells.place(definition.map_or(0, |it| it.target)),
        explanations: fewest,
        fewest: count,
        complete: cause.complete,
        others_cut_short: cause.others_cut_short,
    }
}

fn explanation(cells: &Cells<'_>, cause: &Cause, explanation: &Explanation) -> ToldExplanation {
    let changes = explanation.changes.iter();
    let changes: Vec<ToldChange> = changes.map(|it| change(cells, cause, it)).collect();
    let acts: Vec<usize> = cells.table.profile.acts().collect();
    let (wrong, dependants) = changes
        .split_at_checked(explanation.slips)
        .unwrap_or_default();
    let words = wrong.iter();
    let words: Vec<Text> = words
        .map(|it| root_words(it, acts.contains(&it.column)))
        .collect();
    let message = explained(&words, &dependants.iter().collect::<Vec<_>>());
    ToldExplanation {
        message,
        slips: explanation.slips,
        changes,
    }
}

fn change(cells: &Cells<'_>, cause: &Cause, change: &Change) -> ToldChange {
    let (row, column) = cells.position(change.cell);
    let printed = Money::from_cents(change.printed);
    ToldChange {
        name: cells.name(change.cell),
        place: cells.place(change.cell),
        row,
        column,
        printed: (!cells.is_blank(change.cell)).then_some(printed),
        corrected: Money::from_cents(change.corrected),
        by: Money::from_cents(change.corrected.saturating_sub(change.printed)),
        shared: cause.shared.contains(&change.cell),
    }
}
